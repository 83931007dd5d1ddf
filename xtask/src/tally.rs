//! How many tests passed and failed, read off the closing lines of the runners that the rings use.

/// Tests that passed and tests that failed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    /// How many did what they should.
    pub(crate) passed: u64,
    /// How many did not.
    pub(crate) failed: u64,
}

impl Tally {
    /// The sum of both.
    pub(crate) fn plus(self, other: Self) -> Self {
        Self {
            passed: self.passed + other.passed,
            failed: self.failed + other.failed,
        }
    }

    /// Reads one line of a runner's output; a line that closes no run gives nothing.
    ///
    /// Known: libtest and wasm-bindgen-test (`test result: …`), nextest (`Summary […]`), Node's runner
    /// (`ℹ pass 3` or `# pass 3`), pytest's short form and the plain `3 passed, 0 failed`.
    pub(crate) fn read(line: &str) -> Option<Self> {
        let line = without_colour(line);
        let line = line.trim();
        for mark in ["ℹ ", "# "] {
            if let Some(rest) = line.strip_prefix(mark) {
                let mut words = rest.split(' ');
                let tally = match (words.next()?, words.next()?.parse().ok()?, words.next()) {
                    ("pass", passed, None) => Self { passed, failed: 0 },
                    ("fail" | "cancelled", failed, None) => Self { passed: 0, failed },
                    _ => return None,
                };
                return Some(tally);
            }
        }
        let closing = line.starts_with("test result: ")
            || line.starts_with("Summary [")
            || line.starts_with(|first: char| first.is_ascii_digit());
        if !closing {
            return None;
        }
        let (passed, failed) = (before(line, "passed"), before(line, "failed"));
        (passed.is_some() || (failed.is_some() && !line.starts_with(|first: char| first.is_ascii_digit())))
            .then(|| Self {
                passed: passed.unwrap_or(0),
                failed: failed.unwrap_or(0),
            })
    }
}

/// The number that stands right before a word.
fn before(line: &str, word: &str) -> Option<u64> {
    let words: Vec<&str> = line
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .collect();
    words.windows(2).find_map(|pair| match pair {
        [number, found] if *found == word => number.parse().ok(),
        _ => None,
    })
}

/// A line as it reads when a terminal has eaten the colours.
fn without_colour(line: &str) -> String {
    let mut plain = String::with_capacity(line.len());
    let mut characters = line.chars();
    while let Some(character) = characters.next() {
        if character == '\u{1b}' {
            for skipped in characters.by_ref() {
                if skipped.is_ascii_alphabetic() {
                    break;
                }
            }
        } else {
            plain.push(character);
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn closing_lines_of_every_runner_are_read_and_nothing_else_is() {
        let tally = |passed, failed| Some(Tally { passed, failed });
        for (line, expected) in [
            (
                "test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 3 filtered out",
                tally(12, 0),
            ),
            ("test result: FAILED. 2 passed; 1 failed; 0 ignored", tally(2, 1)),
            (
                "     Summary [   1.204s] 31 tests run: 30 passed, 1 failed, 0 skipped",
                tally(30, 1),
            ),
            (
                "\u{1b}[32;1m     Summary\u{1b}[0m [   0.1s] \u{1b}[1m4\u{1b}[0m tests run: \u{1b}[1m4\u{1b}[0m \u{1b}[32;1mpassed\u{1b}[0m, 0 skipped",
                tally(4, 0),
            ),
            ("ℹ pass 7", tally(7, 0)),
            ("# fail 2", tally(0, 2)),
            ("# cancelled 1", tally(0, 1)),
            ("# pass the salt", None),
            ("# tests 9", None),
            ("17 passed, 0 failed", tally(17, 0)),
            ("3 passed in 0.61s", tally(3, 0)),
            ("2 failed attempts are retried", None),
            ("the rows that passed, failed", None),
            (
                "PASS [   0.003s] meshi-partner-core page::tests::a_cursor_twice_failed",
                None,
            ),
            ("", None),
        ] {
            assert_eq!(Tally::read(line), expected, "{line:?}");
        }
    }
}
