//! `cargo xtask test`: sets up and runs every test, ring by ring, to the end; then says what failed.

use std::time::Instant;

use anyhow::{Result, bail};
use clap::Args;

use crate::project::Project;
use crate::report::Report;
use crate::rings::{RINGS, Ring};
use crate::setup::{self, Tool};
use crate::tally::Tally;
use crate::{build, plan};

/// What a test run takes.
#[derive(Debug, Args)]
pub(crate) struct Options {
    #[arg(long, value_name = "RING", help = only_help())]
    only: Vec<String>,
}

/// The help of `--only`, made of the rings that there are.
fn only_help() -> String {
    let rings: Vec<&str> = RINGS.iter().map(|ring| ring.name).collect();
    let parted: Vec<&str> = RINGS
        .iter()
        .filter(|ring| ring.parted)
        .map(|ring| ring.name)
        .collect();
    format!(
        "Run only this ring (repeat for several): {}. A part of a ring is asked for by a slash, such as packaging/deno; \
         these have parts: {}",
        rings.join(", "),
        parted.join(", ")
    )
}

/// A ring, and which parts of it; none means all of it.
type Chosen<'a> = (&'static Ring, Vec<&'a str>);

impl Options {
    fn rings(&self) -> Result<Vec<Chosen<'_>>> {
        let asked: Vec<(&str, Option<&str>)> = self
            .only
            .iter()
            .map(|word| match word.split_once('/') {
                Some((ring, part)) => (ring, Some(part)),
                None => (word.as_str(), None),
            })
            .collect();
        for (name, part) in &asked {
            let Some(ring) = RINGS.iter().find(|ring| ring.name == *name) else {
                let known: Vec<&str> = RINGS.iter().map(|ring| ring.name).collect();
                bail!("there is no ring {name:?}; there are {}", known.join(", "));
            };
            if part.is_some() && !ring.parted {
                bail!("the ring {name:?} has no parts: ask for it as a whole");
            }
        }
        let chosen = |ring: &'static Ring| -> Option<Chosen<'_>> {
            let parts: Vec<Option<&str>> = asked
                .iter()
                .filter(|(name, _)| *name == ring.name)
                .map(|(_, part)| *part)
                .collect();
            let wanted = asked.is_empty() || !parts.is_empty();
            // The whole of it was asked for as well, or nothing else.
            wanted.then(|| {
                (
                    ring,
                    parts
                        .into_iter()
                        .collect::<Option<Vec<&str>>>()
                        .unwrap_or_default(),
                )
            })
        };
        Ok(RINGS.iter().filter_map(chosen).collect())
    }
}

/// Runs the rings; a failure stops none of those that follow.
pub(crate) fn run(project: &Project, options: &Options) -> Result<()> {
    let rings = options.rings()?;
    let mut reports = vec![timed("setup", |report| set_up(project, &rings, report))];
    for (ring, parts) in rings {
        println!("\n════ {}: {}", ring.name, ring.about);
        reports.push(timed(ring.name, |report| {
            if let Err(error) = (ring.run)(project, &parts, report) {
                report.fact("the ring runs", Err(error));
            }
        }));
    }
    close(&reports)
}

fn timed(name: &'static str, act: impl FnOnce(&mut Report)) -> Report {
    let started = Instant::now();
    let mut report = Report::new(name);
    act(&mut report);
    report.took = started.elapsed();
    report
}

fn set_up(project: &Project, rings: &[Chosen<'_>], report: &mut Report) {
    let built = rings.iter().any(|(ring, _)| ring.built);
    let mut tools: Vec<Tool> = if built {
        setup::FOR_BUILD.to_vec()
    } else {
        Vec::new()
    };
    for tool in rings.iter().flat_map(|(ring, _)| ring.tools) {
        if !tools.contains(tool) {
            tools.push(*tool);
        }
    }
    let mut steps = setup::steps(&tools);
    if built {
        steps.extend(build::without_tools());
    }
    for (title, done) in plan::run_all(project, &steps) {
        report.step(title, done);
    }
}

/// Failures last, then the table, then the line that sums up.
fn close(reports: &[Report]) -> Result<()> {
    reports.iter().for_each(Report::show_failures);
    println!();
    reports.iter().for_each(Report::show_unchecked);
    reports.iter().for_each(Report::show_line);
    let total = reports
        .iter()
        .fold(Tally::default(), |sum, report| sum.plus(report.tally()));
    println!("\n{} passed, {} failed", total.passed, total.failed);
    if total.failed > 0 {
        bail!("{} failed; each is shown above the table", total.failed);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_help_names_every_ring() {
        let help = only_help();
        assert!(RINGS.iter().all(|ring| help.contains(ring.name)), "{help}");
    }
}
