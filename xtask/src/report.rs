//! What the rings find: counts, and the end of the output of whatever failed, to be shown last.

use std::collections::VecDeque;
use std::process::Command;
use std::time::Duration;

use anyhow::Result;

use crate::command;
use crate::tally::Tally;

/// Lines of a failed command's output that are shown again at the end.
const KEPT_LINES: usize = 80;

/// Something that did not hold.
#[derive(Debug)]
struct Failure {
    what: String,
    told: String,
}

/// The findings of one ring.
#[derive(Debug)]
pub(crate) struct Report {
    ring: &'static str,
    tally: Tally,
    failures: Vec<Failure>,
    /// Tests that say that they could not look, each with its reason.
    unchecked: Vec<String>,
    /// How long the ring took.
    pub(crate) took: Duration,
}

impl Report {
    /// An empty report.
    pub(crate) fn new(ring: &'static str) -> Self {
        Self {
            ring,
            tally: Tally::default(),
            failures: Vec::new(),
            unchecked: Vec::new(),
            took: Duration::ZERO,
        }
    }

    /// The counts so far.
    pub(crate) fn tally(&self) -> Tally {
        self.tally
    }

    /// Takes in something that either holds or does not.
    pub(crate) fn fact(&mut self, what: &str, holds: Result<()>) {
        match holds {
            Ok(()) => self.tally.passed += 1,
            Err(error) => self.fail(what, format!("{error:#}")),
        }
    }

    /// Takes in a step of the set-up, which is no test: only its failure counts.
    pub(crate) fn step(&mut self, title: &str, done: Result<()>) {
        if let Err(error) = done {
            self.fail(title, format!("{error:#}"));
        }
    }

    /// Runs a command that counts as one test.
    pub(crate) fn command(&mut self, what: &str, command: &mut Command) -> Result<()> {
        let (succeeded, tail, _) = watch(what, command, &mut self.unchecked)?;
        if succeeded {
            self.tally.passed += 1;
        } else {
            self.fail(what, tail);
        }
        Ok(())
    }

    /// Runs a test runner, whose closing lines are counted. None of its tests running is a failure.
    pub(crate) fn tests(&mut self, what: &str, command: &mut Command) -> Result<()> {
        self.run_tests(what, command, true)
    }

    /// The same where there may be nothing to run.
    pub(crate) fn optional_tests(&mut self, what: &str, command: &mut Command) -> Result<()> {
        self.run_tests(what, command, false)
    }

    fn run_tests(&mut self, what: &str, command: &mut Command, some: bool) -> Result<()> {
        let (succeeded, tail, tally) = watch(what, command, &mut self.unchecked)?;
        self.tally.passed += tally.passed;
        if !succeeded || tally.failed > 0 {
            // A runner that broke down without counting a failure is one.
            self.tally.failed += tally.failed.saturating_sub(1);
            self.fail(what, tail);
        } else if some && tally.passed == 0 {
            self.fail(what, format!("`{}` ran no test", command::shown(command)));
        }
        Ok(())
    }

    fn fail(&mut self, what: &str, told: String) {
        self.tally.failed += 1;
        self.failures.push(Failure {
            what: what.to_owned(),
            told,
        });
    }

    /// Shows each failure with the end of its output.
    pub(crate) fn show_failures(&self) {
        for failure in &self.failures {
            println!("\n━━ FAILED {} › {}\n{}", self.ring, failure.what, failure.told);
        }
    }

    /// Shows what no test could look at: it neither passed nor failed.
    pub(crate) fn show_unchecked(&self) {
        for line in &self.unchecked {
            println!("{} {line}", self.ring);
        }
    }

    /// The ring's line of the closing table.
    pub(crate) fn show_line(&self) {
        let Tally { passed, failed } = self.tally;
        let outcome = if failed == 0 { "ok" } else { "FAILED" };
        println!(
            "{:<14} {outcome:<8} {passed:>6} passed {failed:>4} failed {:>8.1} s",
            self.ring,
            self.took.as_secs_f64()
        );
    }
}

/// The reason with which a test skips itself that could not look.
const UNCHECKED: &str = "# not checked: ";

fn watch(what: &str, command: &mut Command, unchecked: &mut Vec<String>) -> Result<(bool, String, Tally)> {
    println!("\n── {what}: {}", command::briefly(command));
    let mut tail = VecDeque::with_capacity(KEPT_LINES);
    let mut tally = Tally::default();
    let succeeded = command::run_watched(command, |line| {
        if let Some(more) = Tally::read(line) {
            tally = tally.plus(more);
        }
        if line.contains(UNCHECKED) {
            unchecked.push(line.trim().to_owned());
        }
        if tail.len() == KEPT_LINES {
            tail.pop_front();
        }
        tail.push_back(line.to_owned());
    })?;
    Ok((succeeded, Vec::from(tail).join("\n"), tally))
}
