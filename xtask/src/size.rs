//! `cargo xtask size`: what each entry weighs for one who ships it, what its weight is made of, and whether it is within its budget.

use std::process::Command;

use anyhow::Result;
use clap::Args;

use crate::project::Project;
use crate::{build, command, plan};

/// What a weighing takes.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// Also tell the client's largest functions, and how much each crate takes
    #[arg(long)]
    functions: bool,
    /// Take the weights as they are now as the budget that later ones are held to
    #[arg(long)]
    accept: bool,
}

/// Weighs what a build has left, and fails where it has grown past its budget.
pub(crate) fn weigh(project: &Project) -> Command {
    project.node("pkg/build/size.mjs")
}

/// Builds, then weighs.
pub(crate) fn run(project: &Project, options: &Options) -> Result<()> {
    plan::run(project, &build::steps())?;
    let mut weigh = weigh(project);
    if options.accept {
        weigh.arg("--accept");
    }
    command::run(&mut weigh)?;
    if options.functions {
        println!();
        let named = build::client_with_names(project)?;
        command::run(project.node("pkg/build/functions.mjs").arg(named))?;
    }
    Ok(())
}
