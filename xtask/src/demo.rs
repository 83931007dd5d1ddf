//! `cargo xtask demo`: the canonical flow over the example attendees, in the sandbox, from a bare checkout.

use anyhow::Result;
use clap::Args;

use crate::project::Project;
use crate::{build, command, plan};

/// What the demonstration takes.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// End after the flow instead of leaving the page open
    #[arg(long)]
    once: bool,
}

/// Builds what is missing, then hands over to the command line of the package.
pub(crate) fn run(project: &Project, options: &Options) -> Result<()> {
    plan::run(project, &build::steps())?;
    let mut demo = project.node("pkg/dist/cli.js");
    demo.args([
        "demo",
        "--event",
        "examples/event.json",
        "--attendees",
        "examples/attendees.csv",
    ]);
    if options.once {
        demo.arg("--once");
    }
    eprintln!();
    command::run(&mut demo)
}
