//! Every target with a bounded number of inputs: the seeds as they are, then seeded changes of them. `FUZZ_INPUTS` says
//! how many for each target.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test ends where its premise fails"
)]

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use meshi_partner_fuzz::TARGETS;

/// Inputs for each target, where nothing else is said.
const INPUTS: usize = 3_000;

/// Longer than any seed, so that inputs can grow.
const LONGEST: usize = 600;

/// The `SplitMix64` generator.
struct Random(u64);

impl Random {
    fn next(&mut self) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((z ^ (z >> 31)) >> 32).unwrap()
    }

    fn below(&mut self, end: usize) -> usize {
        self.next() % end.max(1)
    }

    fn byte(&mut self) -> u8 {
        u8::try_from(self.below(256)).unwrap()
    }

    /// One of `seeds`, changed here and there: a byte, a stretch left out, repeated, or taken from another.
    fn change(&mut self, seeds: &[Vec<u8>]) -> Vec<u8> {
        let mut bytes = seeds[self.below(seeds.len())].clone();
        for _ in 0..=self.below(6) {
            let at = self.below(bytes.len() + 1);
            let to = at + self.below(bytes.len() - at + 1).min(24);
            let piece = match self.below(6) {
                0 => Vec::new(),
                1 => bytes[at..to].repeat(2),
                2 => (0..self.below(9)).map(|_| self.byte()).collect(),
                3 => vec![b",;\"\n\r{}[]:.0/%\\\xff"[self.below(16)]],
                4 => {
                    let other = &seeds[self.below(seeds.len())];
                    let from = self.below(other.len());
                    other[from..].iter().copied().take(1 + self.below(24)).collect()
                }
                _ => bytes[at..to]
                    .iter()
                    .map(|byte| byte ^ (1 << self.below(8)))
                    .collect(),
            };
            bytes.splice(at..to, piece);
        }
        bytes.truncate(LONGEST);
        bytes
    }
}

fn seeds(target: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds").join(target);
    let mut files: Vec<_> = fs::read_dir(&folder)
        .unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    assert!(!files.is_empty(), "{target} has no seed");
    files.iter().map(|file| fs::read(file).unwrap()).collect()
}

fn run(name: &str) {
    let (_, target) = TARGETS.iter().find(|(known, _)| *known == name).unwrap();
    let inputs = std::env::var("FUZZ_INPUTS").map_or(INPUTS, |inputs| inputs.parse().unwrap());
    let seeds = seeds(name);
    let mut random = Random(u64::from_le_bytes(*b"meshifuz"));
    let changed: Vec<Vec<u8>> = (0..inputs).map(|_| random.change(&seeds)).collect();
    for input in seeds.iter().chain(&changed) {
        let held = catch_unwind(AssertUnwindSafe(|| target(input)));
        assert!(
            held.is_ok(),
            "{name} fails, as said above, on b\"{}\"",
            input.escape_ascii()
        );
    }
}

macro_rules! each {
    ($($name:ident)+) => {
        $(#[test]
        fn $name() {
            run(stringify!($name));
        })+

        #[test]
        fn every_target_is_run_here_and_has_its_fuzzer() {
            let here = [$(stringify!($name)),+];
            assert!(TARGETS.iter().map(|(name, _)| *name).eq(here));
            for name in here {
                let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("fuzz_targets/{name}.rs"));
                let text = fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
                assert!(text.contains(&format!("meshi_partner_fuzz::{name}(data)")), "{}", file.display());
            }
        }
    };
}

each! { csv json value retry_after tokens routes call flow }
