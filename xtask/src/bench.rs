//! `cargo xtask bench`: the package beside plain JavaScript and other clients, in interleaved rounds.

use std::process::Command;

use anyhow::Result;
use clap::{Args, ValueEnum};

use crate::plan;
use crate::project::Project;
use crate::report::Report;
use crate::rings::node_tests;
use crate::setup::{self, Tool};
use crate::{build, command, counts};

/// What a measurement takes.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// Only these groups (repeat for several)
    #[arg(long, value_enum, value_name = "GROUP")]
    only: Vec<Group>,
    /// Count the time that the processes compute and not the wall's: for a machine that others use too
    #[arg(long)]
    cpu: bool,
    /// Have docs/bench.md, its picture and README.md show what this run measures: all of it, by the wall's clock
    #[arg(long, conflicts_with_all = ["only", "cpu"])]
    accept: bool,
}

/// What is measured together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Group {
    /// One small call over a stubbed fetch, and a hundred at once, beside other clients
    Call,
    /// 5 000 attendee objects to a validated body
    Body,
    /// Attendee files in memory to validated parts: ordinary, wide, quoted
    Csv,
    /// A file of a million attendees, streamed: time, and memory of the process and the module
    Million,
    /// A page of a thousand matches, and a hundred thousand of them through the list
    Pages,
    /// The whole flow against the sandbox in the process, and the client's own share of it
    Flow,
    /// A thousand runs followed to their ends at once
    Polls,
    /// From import to first answer in Node 20, 22 and 24, Deno, Bun and workerd; compile and instantiate
    Start,
    /// One client minified and compressed, module and glue apart, by entry, beside the peers
    Size,
    /// Instructions and allocations of the core's hot paths, as `cargo xtask counts` counts them
    Counts,
}

impl Group {
    /// Its name on the command line, here and in `bench/main.mjs`.
    fn name(self) -> String {
        self.to_possible_value()
            .map(|value| value.get_name().to_owned())
            .unwrap_or_default()
    }
}

/// The script that measures, with the collector within its reach.
fn script(project: &Project) -> Command {
    let mut measure = project.command("node");
    measure.arg("--expose-gc").arg(project.path("bench/main.mjs"));
    measure
}

/// Builds, installs the peers, measures; the figures are also left in `target/bench`.
pub(crate) fn run(project: &Project, options: &Options) -> Result<()> {
    let wanted = |group| options.only.is_empty() || options.only.contains(&group);
    let mut steps = build::steps();
    steps.push(setup::step(Tool::BenchModules));
    if wanted(Group::Start) {
        steps.push(setup::step(Tool::RuntimeModules));
    }
    plan::run(project, &steps)?;
    if wanted(Group::Counts) {
        counts::take(project)?;
    }
    let mut measure = script(project);
    for (asked, flag) in [(options.cpu, "--cpu"), (options.accept, "--accept")] {
        if asked {
            measure.arg(flag);
        }
    }
    measure.args(options.only.iter().map(|group| group.name()));
    command::run(&mut measure)
}

/// The ring: one round of every group over little data. How long that takes is nobody's figure.
pub(crate) fn ring(project: &Project, _: &[&str], report: &mut Report) -> Result<()> {
    report.tests("the arithmetic", &mut node_tests(project, &["bench/test"])?)?;
    let mut smoke = script(project);
    smoke
        .arg("--smoke")
        .args(Group::value_variants().iter().map(|group| group.name()));
    report.command("one short round of every group", &mut smoke)
}
