//! `cargo xtask demo`: the console, on a sandbox and with the example attendees loaded, from a bare checkout.

use anyhow::Result;
use clap::Args;

use crate::project::Project;
use crate::{build, command, console, plan};

/// What the demonstration takes.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// End after the flow instead of keeping the console open
    #[arg(long)]
    once: bool,
    /// The port of the console on loopback; 0 takes a free one
    #[arg(long, default_value_t = 0)]
    port: u16,
}

/// Builds what is missing, then hands over to the program that starts the console.
pub(crate) fn run(project: &Project, options: &Options) -> Result<()> {
    let mut steps = build::steps();
    steps.extend(console::steps());
    plan::run(project, &steps)?;
    let mut demo = project.node("www/local/demo.mjs");
    demo.arg("--port").arg(options.port.to_string());
    if options.once {
        demo.arg("--once");
    }
    eprintln!();
    command::run(&mut demo)
}
