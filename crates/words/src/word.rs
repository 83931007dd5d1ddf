//! Eight bytes at a time.

#[cfg(not(all(target_family = "wasm", target_feature = "simd128")))]
pub(crate) const ONES: u64 = 0x0101_0101_0101_0101;
#[cfg(not(all(target_family = "wasm", target_feature = "simd128")))]
pub(crate) const HIGHS: u64 = ONES * 0x80;

/// The eight bytes of `bytes` from `at` on, if there are so many.
#[inline]
pub(crate) fn load(bytes: &[u8], at: usize) -> Option<u64> {
    let word = bytes.get(at..)?.first_chunk::<8>()?;
    Some(u64::from_le_bytes(*word))
}
