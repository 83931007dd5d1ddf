//! `cargo xtask`: everything that is done to this project, from a bare checkout to the packed tarball.
//!
//! One file a subcommand; each sets up what it needs, and nothing else.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "telling what it does is this program's job"
)]

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::project::Project;

mod archives;
mod bench;
mod build;
mod check;
mod command;
mod console;
mod counts;
mod demo;
mod fuzz;
mod isolation;
mod pack;
mod plan;
mod project;
mod publishing;
mod report;
mod rings;
mod setup;
mod size;
mod stamp;
mod tally;
mod test;

/// Sets up, builds, shows and tests the project.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Debug, Subcommand)]
enum Task {
    /// Install every tool that the other commands use; what is there already is left alone
    Setup,
    /// Compile both WebAssembly modules and bundle the npm package into pkg/dist
    Build,
    /// Build the console of `www`, its page and its worker, into www/dist
    Console,
    /// Run the canonical flow on the example attendees in a sandbox, and open the console that shows it
    Demo(demo::Options),
    /// Set up and run every test, in rings
    Test(test::Options),
    /// Measure against plain JavaScript and other clients, side by side
    Bench(bench::Options),
    /// Count what the core's hot paths cost: instructions, allocations, bytes
    Counts(counts::Options),
    /// Weigh each entry of the package, minified and compressed
    Size(size::Options),
    /// Build and pack the npm package into target/npm
    Pack,
    /// Formatting, lints, types and the contract
    Check(check::Options),
    /// Search one target of fuzz/ for an input that it fails on
    Fuzz(fuzz::Options),
}

fn main() -> ExitCode {
    let project = Project::here();
    let done = match Arguments::parse().task {
        Task::Setup => setup::run(&project),
        Task::Build => build::run(&project),
        Task::Console => console::run(&project),
        Task::Demo(options) => demo::run(&project, &options),
        Task::Test(options) => test::run(&project, &options),
        Task::Bench(options) => bench::run(&project, &options),
        Task::Counts(options) => counts::run(&project, &options),
        Task::Size(options) => size::run(&project, &options),
        Task::Pack => pack::run(&project),
        Task::Check(options) => check::run(&project, &options),
        Task::Fuzz(options) => fuzz::run(&project, &options),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\nerror: {error:#}");
            ExitCode::FAILURE
        }
    }
}
