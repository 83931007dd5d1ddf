//! `cargo xtask pack`: the tarball that would be published, at `target/npm/meshi-partner-<version>.tgz`.

use std::fs;
use std::path::PathBuf;

use anyhow::{Result, bail};

use crate::plan::{self, Step};
use crate::project::{Project, VERSION};
use crate::{build, command};

/// Where the tarball goes.
pub(crate) fn tarball(project: &Project) -> PathBuf {
    project.made(&format!("npm/meshi-partner-{VERSION}.tgz"))
}

/// The step that packs what a build has left.
pub(crate) fn step() -> Step {
    Step::new(
        "the tarball",
        "packing",
        |_| Ok(false),
        |project| {
            let folder = project.made("npm");
            fs::create_dir_all(&folder)?;
            for licence in ["LICENSE-APACHE", "LICENSE-MIT"] {
                fs::copy(project.path(licence), project.path("pkg").join(licence))?;
            }
            let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
            let mut pack = project.command(npm);
            pack.current_dir(project.path("pkg"))
                .args([
                    "pack",
                    "--ignore-scripts",
                    "--loglevel=error",
                    "--pack-destination",
                ])
                .arg(&folder);
            command::run_quietly(&mut pack)?;
            let made = tarball(project);
            if !made.is_file() {
                bail!("npm made no {}", made.display());
            }
            Ok(())
        },
    )
}

/// `cargo xtask pack`.
pub(crate) fn run(project: &Project) -> Result<()> {
    let mut steps = build::steps();
    steps.push(step());
    plan::run(project, &steps)?;
    println!("Packed: {}", tarball(project).display());
    Ok(())
}
