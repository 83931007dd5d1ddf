//! The id rules of the contract (D), and the deterministic source of the ids that the emulator gives out.

/// `^[A-Za-z0-9][A-Za-z0-9._:-]{0,127}$`: `partner_id`, `event_id`, `session_id`, `attendee_id`.
pub(crate) const PARTNER_ID: &str = "^[A-Za-z0-9][A-Za-z0-9._:-]{0,127}$";
/// `^[A-Za-z][A-Za-z0-9_-]{0,63}$`: the kind in the id map.
pub(crate) const KIND: &str = "^[A-Za-z][A-Za-z0-9_-]{0,63}$";

pub(crate) fn is_partner_id(id: &str) -> bool {
    shaped(
        id,
        128,
        |b| b.is_ascii_alphanumeric(),
        |b| matches!(b, b'.' | b'_' | b':' | b'-'),
    )
}

pub(crate) fn is_kind(kind: &str) -> bool {
    shaped(
        kind,
        64,
        |b| b.is_ascii_alphabetic(),
        |b| matches!(b, b'_' | b'-'),
    )
}

fn shaped(text: &str, max: usize, first: fn(u8) -> bool, also: fn(u8) -> bool) -> bool {
    let mut bytes = text.bytes();
    text.len() <= max
        && bytes.next().is_some_and(first)
        && bytes.all(|b| b.is_ascii_alphanumeric() || also(b))
}

/// Splitmix64: small, fast, the same everywhere; nothing here needs to be unguessable.
#[derive(Debug, Clone)]
pub(crate) struct Rng(u64);

impl Rng {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        mix(self.0)
    }

    /// An id such as `run_9f2c41d07a3b55e1`.
    pub(crate) fn id(&mut self, prefix: &str) -> String {
        format!("{prefix}_{:016x}", self.next())
    }

    /// A correlation id in the shape of a UUID.
    pub(crate) fn uuid(&mut self) -> String {
        let (a, b) = (self.next(), self.next());
        format!(
            "{:08x}-{:04x}-4{:03x}-{:04x}-{:012x}",
            a >> 32,
            (a >> 16) & 0xffff,
            a & 0xfff,
            0x8000 | ((b >> 48) & 0x3fff),
            b & 0xffff_ffff_ffff
        )
    }
}

/// Spreads the bits of a number.
pub(crate) fn mix(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// FNV-1a over bytes, for check sums and tie-breaks.
pub(crate) fn hash(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |h, b| {
        (h ^ u64::from(*b)).wrapping_mul(0x0100_0000_01b3)
    })
}
