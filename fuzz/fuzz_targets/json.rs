//! Hands the fuzzer's bytes to the target `json`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| meshi_partner_fuzz::json(data));
