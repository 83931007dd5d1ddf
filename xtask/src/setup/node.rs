//! Node.js, npm, and the npm packages of each folder that has a lock file.

use std::process::Command;

use anyhow::{Context, Result, bail};

use super::on_path;
use crate::command;
use crate::plan::Step;
use crate::project::Project;
use crate::stamp::Inputs;

const OLDEST: u32 = 20;

/// Fails with what to do where Node or npm is missing or too old.
pub(crate) fn check() -> Result<()> {
    let version = version()?;
    let major = version
        .trim_start_matches('v')
        .split('.')
        .next()
        .and_then(|major| major.parse::<u32>().ok());
    match major {
        Some(major) if major >= OLDEST => {}
        Some(_) => bail!(
            "Node.js {OLDEST} or newer is needed, and `node` on the PATH is {version}: install a newer one"
        ),
        None => bail!("`node --version` says {version:?}, which is no version of Node.js"),
    }
    if on_path("npm").is_none() && on_path("npm.cmd").is_none() {
        bail!(
            "npm is needed, and is not on the PATH: it comes with Node.js, or as the package `npm` of the system"
        );
    }
    Ok(())
}

fn version() -> Result<String> {
    let version = command::read(Command::new("node").arg("--version")).with_context(|| {
        format!("Node.js {OLDEST} or newer is needed: install it, and see that `node` is on the PATH")
    })?;
    Ok(version.trim().to_owned())
}

/// How npm installs: the lock file has every platform's packages.
pub(crate) const CLEAN: &[&str] = &["ci"];

/// How npm installs where the lock file lacks a package for another platform, which `npm ci` refuses.
pub(crate) const LENIENT: &[&str] = &["install", "--no-save"];

/// Installs what a folder's lock file says; no package's install script runs.
pub(crate) fn modules_step(name: &str, folder: &'static str, how: &'static [&'static str]) -> Step {
    let inputs = move |project: &Project| -> Result<Inputs> {
        Inputs::default()
            .word(&version()?)
            .path(&project.path(folder).join("package-lock.json"))
    };
    let stamp = move |project: &Project| project.path(folder).join("node_modules/.xtask-stamp");
    Step::new(
        format!("{name} ({folder}/node_modules)"),
        "installing",
        move |project| Ok(inputs(project)?.match_stamp(&stamp(project))),
        move |project| {
            let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
            let mut install = project.command(npm);
            install.current_dir(project.path(folder)).args(how).args([
                "--ignore-scripts",
                "--no-audit",
                "--no-fund",
                "--loglevel=error",
            ]);
            command::run_quietly(&mut install)?;
            inputs(project)?.write_stamp(&stamp(project))
        },
    )
}
