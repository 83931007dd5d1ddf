//! `cargo xtask bench`: ratios of medians against plain JavaScript and other clients, in one process.

use anyhow::Result;
use clap::Args;

use crate::plan;
use crate::project::Project;
use crate::setup::{self, Tool};
use crate::{build, command};

/// What a measurement takes.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// Only the groups with these names: call, csv, body, start, memory
    #[arg(long, value_name = "GROUP")]
    only: Vec<String>,
}

/// Builds, installs the peers, measures; the figures are also left in `target/bench`.
pub(crate) fn run(project: &Project, options: &Options) -> Result<()> {
    let mut steps = build::steps();
    steps.push(setup::step(Tool::BenchModules));
    plan::run(project, &steps)?;
    let mut measure = project.command("node");
    measure
        .arg("--expose-gc")
        .arg(project.path("bench/main.mjs"))
        .args(&options.only);
    command::run(&mut measure)
}
