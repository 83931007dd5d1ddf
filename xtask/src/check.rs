//! `cargo xtask check`: what can be told without running the project: formatting, lints, types, the API report, the contract's form.

use std::process::Command;

use anyhow::{Result, bail};
use clap::Args;

use crate::project::{Project, VERSION, WASM_TARGET};
use crate::setup::{self, Tool};
use crate::{build, command, plan};

/// What a check takes.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// Format everything and write the API report anew first
    #[arg(long)]
    fix: bool,
}

/// The files whose form prettier keeps.
const PRETTY: &str = "**/*.{ts,tsx,mts,cts,js,mjs,cjs,json,css,html}";

/// What the checks need beyond a build.
pub(crate) const TOOLS: &[Tool] = &[Tool::CheckModules, Tool::ConsoleModules];

/// Each check: what it holds, and the command that tells.
pub(crate) fn checks(project: &Project) -> Vec<(&'static str, Command)> {
    let cargo = |arguments: &[&str]| {
        let mut command = project.cargo();
        command.args(arguments);
        command
    };
    let mut tools_format = cargo(&["fmt", "--check"]);
    tools_format.current_dir(project.path("tools/wasm"));
    let mut docs = cargo(&["doc", "--workspace", "--no-deps", "--locked"]);
    docs.env("RUSTDOCFLAGS", "-D warnings");
    let mut types = project.npm_bin("pkg", "tsc");
    types.args(["--noEmit", "--project", "pkg/tsconfig.json"]);
    let mut console_types = project.npm_bin("pkg", "tsc");
    console_types.args(["--noEmit", "--project", "www/tsconfig.worker.json"]);
    let mut page_types = project.npm_bin("pkg", "tsc");
    page_types.args(["--noEmit", "--project", "www/tsconfig.page.json"]);
    let mut prettier = project.npm_bin("tools", "prettier");
    prettier.args(["--check", "--log-level", "warn", PRETTY]);
    let api = project.node("pkg/build/api.mjs");
    let mut contract = project.npm_bin("tools", "redocly");
    contract
        .args([
            "lint",
            "--config",
            "contract/redocly.yaml",
            "contract/openapi.yaml",
        ])
        .env("REDOCLY_TELEMETRY", "off");
    contract.env("REDOCLY_SUPPRESS_UPDATE_NOTICE", "true");
    vec![
        ("the API report is current", api),
        ("Rust is formatted", cargo(&["fmt", "--all", "--check"])),
        ("the tools are formatted", tools_format),
        (
            "clippy is content",
            cargo(&[
                "clippy",
                "--workspace",
                "--all-targets",
                "--locked",
                "--",
                "-D",
                "warnings",
            ]),
        ),
        (
            "clippy is content with what becomes WebAssembly",
            cargo(&[
                "clippy",
                "--locked",
                "--package",
                "meshi-partner",
                "--package",
                "meshi-partner-sandbox-wasm",
                "--package",
                "meshi-partner-counts",
                "--all-targets",
                "--target",
                WASM_TARGET,
                "--",
                "-D",
                "warnings",
            ]),
        ),
        ("rustdoc is content", docs),
        ("TypeScript's types hold", types),
        ("the types of the console's worker hold", console_types),
        ("the types of the console's page hold", page_types),
        ("JavaScript is formatted", prettier),
        ("the contract lints clean", contract),
    ]
}

/// Fails where the npm package's version is not the workspace's.
pub(crate) fn version_agrees(project: &Project) -> Result<()> {
    let stated = build::version_of_package(project)?;
    if stated != VERSION {
        bail!(
            "pkg/package.json says version {stated} and the workspace {VERSION}: `cargo xtask build` sets it right"
        );
    }
    Ok(())
}

/// Brings every file into the form that the checks ask for, and the API report up to date.
fn fix(project: &Project) -> Result<()> {
    command::run(project.node("pkg/build/api.mjs").arg("--write"))?;
    let mut prettier = project.npm_bin("tools", "prettier");
    command::run(prettier.args(["--write", "--log-level", "warn", PRETTY]))?;
    command::run(project.cargo().args(["fmt", "--all"]))?;
    command::run(project.cargo().current_dir(project.path("tools/wasm")).arg("fmt"))
}

/// `cargo xtask check`: every check, whatever becomes of the others.
pub(crate) fn run(project: &Project, options: &Options) -> Result<()> {
    let mut steps = build::steps();
    steps.extend(setup::steps(TOOLS));
    plan::run(project, &steps)?;
    if options.fix {
        fix(project)?;
    }
    let mut failed = Vec::new();
    if let Err(error) = version_agrees(project) {
        failed.push(format!("{error:#}"));
    }
    for (holds, mut check) in checks(project) {
        println!("\n── {holds}: {}", command::briefly(&check));
        if let Err(error) = command::run(&mut check) {
            failed.push(format!("{holds}: {error:#}"));
        }
    }
    if failed.is_empty() {
        println!("\nEvery check holds.");
        return Ok(());
    }
    bail!(
        "{} of the checks do not hold:\n  {}",
        failed.len(),
        failed.join("\n  ")
    )
}
