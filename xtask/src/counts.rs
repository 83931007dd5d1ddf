//! `cargo xtask counts`: what the core's hot paths cost in figures that do not depend on the clock, and whether that is
//! more than was accepted.
//!
//! The crate `bench/counts` is compiled as the client is, `bench/meter` puts counters into the module, and
//! `bench/counts/main.mjs` runs and compares.

use std::process::Command;

use anyhow::Result;
use clap::Args;

use crate::plan::{self, Step};
use crate::project::{Project, WASM_TARGET};
use crate::report::Report;
use crate::rings::node_tests;
use crate::setup::{self, Tool};
use crate::{build, command};

/// What a count needs.
pub(crate) const TOOLS: &[Tool] = &[Tool::Node, Tool::WasmTarget, Tool::PackageModules];

/// What a count takes.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// Also tell which functions each path spends most in
    #[arg(long)]
    functions: bool,
    /// Take the figures as they are now as those that later ones are held to
    #[arg(long)]
    accept: bool,
}

/// The program that puts counters into a module.
fn meter(project: &Project) -> std::path::PathBuf {
    project.built(&format!(
        "debug/meshi-partner-meter{}",
        std::env::consts::EXE_SUFFIX
    ))
}

/// The module with its counters.
fn metered(project: &Project) -> std::path::PathBuf {
    project.made("counts/metered.wasm")
}

/// Compiles the paths, makes the module small as the released one is, and puts the counters in.
fn make(project: &Project) -> Result<()> {
    build::compile(project, "meshi-partner-counts")?;
    let mut build_meter = project.cargo();
    build_meter.args(["build", "--locked", "--package", "meshi-partner-meter"]);
    command::run(&mut build_meter)?;
    std::fs::create_dir_all(project.made("counts"))?;
    let small = project.made("counts/paths.wasm");
    // With the names of its functions, so that it can be told where the instructions go.
    build::optimise(
        project,
        &project.built(&format!("{WASM_TARGET}/wasm/meshi_partner_counts.wasm")),
        &small,
        &["-g"],
    )?;
    command::run_quietly(project.command(meter(project)).arg(small).arg(metered(project)))
}

fn step() -> Step {
    Step::new(
        "the core's hot paths with counters in them",
        "compiling",
        |_| Ok(false),
        make,
    )
}

/// Runs the paths, and fails where one costs more than was accepted.
fn measure(project: &Project) -> Command {
    let mut measure = project.node("bench/counts/main.mjs");
    measure.arg(metered(project));
    measure
}

/// The ring: that the counters count, and that no path has come to cost more.
pub(crate) fn ring(project: &Project, _: &[&str], report: &mut Report) -> Result<()> {
    plan::run(project, &[step()])?;
    let mut tests = node_tests(project, &["bench/counts/test"])?;
    tests
        .env("MESHI_METER", meter(project))
        .env("MESHI_WASM_AS", project.npm_bin("pkg", "wasm-as").get_program());
    report.tests("the counters, and how figures are compared", &mut tests)?;
    report.command("no hot path costs more than was accepted", &mut measure(project))
}

/// Leaves the figures in `target/counts`. That a path costs more than was accepted is told, and no failure here.
pub(crate) fn take(project: &Project) -> Result<()> {
    plan::run(project, &[step()])?;
    if let Err(error) = command::run_quietly(&mut measure(project)) {
        eprintln!("{error:#}");
    }
    Ok(())
}

/// `cargo xtask counts`.
pub(crate) fn run(project: &Project, options: &Options) -> Result<()> {
    let mut steps = setup::steps(TOOLS);
    steps.push(step());
    plan::run(project, &steps)?;
    let mut measure = measure(project);
    for (asked, flag) in [(options.functions, "--functions"), (options.accept, "--accept")] {
        if asked {
            measure.arg(flag);
        }
    }
    command::run(&mut measure)
}
