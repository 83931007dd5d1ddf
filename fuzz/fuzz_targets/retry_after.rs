//! Hands the fuzzer's bytes to the target `retry_after`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| meshi_partner_fuzz::retry_after(data));
