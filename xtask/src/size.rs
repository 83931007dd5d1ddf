//! `cargo xtask size`: what each entry weighs for one who ships it.

use anyhow::Result;

use crate::project::Project;
use crate::{build, command, plan};

/// Builds, then weighs.
pub(crate) fn run(project: &Project) -> Result<()> {
    plan::run(project, &build::steps())?;
    command::run(&mut project.node("pkg/build/size.mjs"))
}
