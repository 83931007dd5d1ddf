//! Hands the fuzzer's bytes to the target `csv`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| meshi_partner_fuzz::csv(data));
