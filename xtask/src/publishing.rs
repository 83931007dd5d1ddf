//! The ring `publishing`: whether the npm package and the crates could be released as they are.

use anyhow::Result;

use crate::project::{Project, WASM_TARGET};
use crate::report::Report;
use crate::rings::node_tests;
use crate::setup::Tool;
use crate::{command, pack, size};

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
    // Once everything is here, packaging asks no registry.
    command::run_quietly(project.cargo().args(["fetch", "--locked"]))?;
    report.command(
        "the crates package, and build from their archives alone",
        &mut package(project),
    )
}

/// The crates that are meant for release; the other two are the sandbox's WebAssembly shell and this program.
const CRATES: &[&str] = &[
    "meshi-partner-words",
    "meshi-partner-attendee",
    "meshi-partner-core",
    "meshi-partner-reader-parts",
    "meshi-partner-reader",
    "meshi-partner-sandbox",
    "meshi-partner-sandbox-http",
    "meshi-partner",
];

/// Packages every crate that is meant for release, and builds each from its own archive and those of the others.
fn package(project: &Project) -> std::process::Command {
    let mut package = project.cargo();
    package.args(["package", "--locked", "--offline", "--allow-dirty"]);
    for name in CRATES {
        package.args(["--package", name]);
    }
    package
}

/// Documents the root crate for the target that its manifest names.
fn documentation(project: &Project) -> std::process::Command {
    let mut docs = project.cargo();
    docs.args(["doc", "--package", "meshi-partner", "--no-deps", "--locked"]);
    docs.args(["--target", WASM_TARGET]);
    docs.env("RUSTDOCFLAGS", "-D warnings");
    docs
}
