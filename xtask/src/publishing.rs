//! The ring `publishing`: whether the npm package and the crates could be released as they are.

use anyhow::Result;

use crate::project::{Project, WASM_TARGET};
use crate::report::Report;
use crate::rings::node_tests;
use crate::setup::Tool;
use crate::{archives, pack, size};

/// What it needs beyond a build.
pub(crate) const TOOLS: &[Tool] = &[Tool::CheckModules];

/// Runs it.
pub(crate) fn run(project: &Project, _: &[&str], report: &mut Report) -> Result<()> {
    crate::plan::run(project, &[pack::step()])?;
    report.command(
        "every entry weighs what its budget allows",
        &mut size::weigh(project),
    )?;
    let mut tests = node_tests(project, &["tests/types", "tests/publishing"])?;
    tests.env("MESHI_TARBALL", pack::tarball(project));
    report.tests("the tarball's declarations and contents", &mut tests)?;
    report.command(
        "the shell's documentation, for WebAssembly",
        &mut documentation(project),
    )?;
    archives::build(project, report)
}

/// Documents the root crate for the target that its manifest names.
fn documentation(project: &Project) -> std::process::Command {
    let mut docs = project.cargo();
    docs.args(["doc", "--package", "meshi-partner", "--no-deps", "--locked"]);
    docs.args(["--target", WASM_TARGET]);
    docs.env("RUSTDOCFLAGS", "-D warnings");
    docs
}
