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
    /// Run only this ring (repeat for several): check, rust, wasm-node, wasm-browser, package, contract, readme, tarball
    #[arg(long, value_name = "RING")]
    only: Vec<String>,
}

impl Options {
    fn rings(&self) -> Result<Vec<&'static Ring>> {
        for name in &self.only {
            if !RINGS.iter().any(|ring| ring.name == name) {
                let known: Vec<&str> = RINGS.iter().map(|ring| ring.name).collect();
                bail!("there is no ring {name:?}; there are {}", known.join(", "));
            }
        }
        let wanted = |ring: &&Ring| self.only.is_empty() || self.only.iter().any(|name| name == ring.name);
        Ok(RINGS.iter().filter(wanted).collect())
    }
}

/// Runs the rings; a failure stops none of those that follow.
pub(crate) fn run(project: &Project, options: &Options) -> Result<()> {
    let rings = options.rings()?;
    let mut reports = vec![timed("setup", |report| set_up(project, &rings, report))];
    for ring in rings {
        println!("\n════ {}: {}", ring.name, ring.about);
        reports.push(timed(ring.name, |report| {
            if let Err(error) = (ring.run)(project, report) {
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

fn set_up(project: &Project, rings: &[&Ring], report: &mut Report) {
    let built = rings.iter().any(|ring| ring.built);
    let mut tools: Vec<Tool> = if built {
        setup::FOR_BUILD.to_vec()
    } else {
        Vec::new()
    };
    for tool in rings.iter().flat_map(|ring| ring.tools) {
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
