//! `cargo xtask size`: what each entry weighs for one who ships it, and what its weight is made of.

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
}

/// Builds, then weighs.
pub(crate) fn run(project: &Project, options: &Options) -> Result<()> {
    plan::run(project, &build::steps())?;
    command::run(&mut project.node("pkg/build/size.mjs"))?;
    if options.functions {
        println!();
        let named = build::client_with_names(project)?;
        command::run(project.node("pkg/build/functions.mjs").arg(named))?;
    }
    Ok(())
}
