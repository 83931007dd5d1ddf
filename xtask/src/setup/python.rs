//! A virtual environment with the Python packages of the contract tests.

use std::path::PathBuf;

use anyhow::{Context, Result, bail};

use super::{apt, on_path};
use crate::command;
use crate::plan::Step;
use crate::project::Project;
use crate::stamp::Inputs;

const REQUIREMENTS: &str = "tests/contract/requirements.txt";

/// A program of the virtual environment.
pub(crate) fn program(project: &Project, name: &str) -> PathBuf {
    let folder = if cfg!(windows) { "Scripts" } else { "bin" };
    project
        .made("venv")
        .join(folder)
        .join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
}

/// Makes the environment anew whenever the requirements change.
pub(crate) fn venv_step(name: &str) -> Step {
    let inputs = |project: &Project| Inputs::default().path(&project.path(REQUIREMENTS));
    let stamp = |project: &Project| project.made("venv/xtask.stamp");
    Step::new(
        format!("{name} (target/venv)"),
        "installing, some seconds",
        move |project| Ok(inputs(project)?.match_stamp(&stamp(project))),
        move |project| {
            make(project)?;
            let mut install = project.command(program(project, "python"));
            install
                .args([
                    "-m",
                    "pip",
                    "install",
                    "--disable-pip-version-check",
                    "--no-input",
                    "-r",
                ])
                .arg(project.path(REQUIREMENTS));
            command::run_quietly(&mut install)?;
            inputs(project)?.write_stamp(&stamp(project))
        },
    )
}

fn make(project: &Project) -> Result<()> {
    let Some(python) = ["python3", "python"]
        .into_iter()
        .find(|name| on_path(name).is_some())
    else {
        bail!(
            "Python 3.10 or newer is needed for the contract tests: install it, and see that `python3` is on the PATH"
        );
    };
    let create = || {
        let mut command = project.command(python);
        command.args(["-m", "venv", "--clear"]).arg(project.made("venv"));
        command
    };
    let made = command::run_quietly(&mut create());
    // Debian ships `venv` without the part that puts pip in.
    if made.is_err() && apt::may_use() {
        apt::install(project, &["python3-venv"])?;
        return command::run_quietly(&mut create());
    }
    made.context(
        "Python could not make a virtual environment: on Debian and Ubuntu install the package python3-venv",
    )
}
