//! The ring `isolation`: what calls that share an instance do to one another. For what a trap does there is a module
//! that fails on request, in a package like the one that ships.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::command;
use crate::project::{Project, WASM_TARGET};
use crate::report::Report;
use crate::rings::node_tests;
use crate::setup::{Tool, browser, rust::tool_path};

/// What it needs beyond a build.
pub(crate) const TOOLS: &[Tool] = &[
    Tool::Node,
    Tool::WasmTarget,
    Tool::Bindgen,
    Tool::PackageModules,
    Tool::RuntimeModules,
    Tool::Browser,
];

/// Runs it.
pub(crate) fn run(project: &Project, _: &[&str], report: &mut Report) -> Result<()> {
    let package = build(project)?;
    let mut tests = node_tests(project, &["tests/isolation"])?;
    tests
        .env("MESHI_TRAPS", package)
        .env("CHROME", browser::chromium()?);
    report.tests("traps, and requests side by side", &mut tests)
}

/// The package around a module that fails on request; gives its folder.
fn build(project: &Project) -> Result<PathBuf> {
    let [glue, package] = ["traps/wasm", "traps/meshi-partner"].map(|folder| project.made(folder));
    let mut compile = project.cargo();
    // As for tests, and not as for release: what is looked at is not how fast it fails.
    command::run(compile.args([
        "build",
        "--target",
        WASM_TARGET,
        "--lib",
        "--package",
        "meshi-partner",
        "--features",
        "traps",
        "--locked",
    ]))?;
    let compiled = project.built(&format!("{WASM_TARGET}/debug/meshi_partner.wasm"));
    let mut bind = project.command(tool_path(project, "bindgen"));
    command::run(bind.arg(compiled).arg("meshi_partner").arg(&glue))?;
    let mut bundle = project.node("pkg/build/bundle.mjs");
    bundle
        .arg("--client")
        .arg(&glue)
        .arg("--out")
        .arg(package.join("dist"));
    command::run_quietly(&mut bundle)?;
    let manifest = project.path("pkg/package.json");
    fs::copy(&manifest, package.join("package.json"))
        .with_context(|| format!("cannot copy {}", manifest.display()))?;
    Ok(package)
}
