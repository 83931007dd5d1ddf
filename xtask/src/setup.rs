//! The tools that the other commands use, and how to get each. Every command asks only for those that it needs.

use std::path::PathBuf;

use anyhow::{Result, bail};

use crate::plan::{self, Step};
use crate::project::Project;

mod apt;
pub(crate) mod browser;
mod node;
pub(crate) mod python;
pub(crate) mod rust;

/// Something that has to be on the machine, or in the checkout, before a command can do its work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tool {
    /// Node and npm, of a version that will do.
    Node,
    /// The standard library for WebAssembly.
    WasmTarget,
    /// wasm-bindgen.
    Bindgen,
    /// What runs the Rust tests in Node and in a browser.
    TestRunner,
    /// The npm packages that build the package: esbuild, wasm-opt, TypeScript, what the command line bundles.
    PackageModules,
    /// The npm packages that check the sources: prettier, redocly.
    CheckModules,
    /// The npm packages of the contract tests.
    ContractModules,
    /// The Python packages of the contract tests.
    ContractVenv,
    /// The JavaScript runtimes that the packed tarball is tried in.
    RuntimeModules,
    /// The npm packages of the console: its router, its page, and what builds and runs both.
    ConsoleModules,
    /// The npm packages to measure against.
    BenchModules,
    /// Chromium and its driver.
    Browser,
    /// Firefox.
    Firefox,
}

/// All of them, in the order in which they are set up.
const ALL: [Tool; 13] = [
    Tool::Node,
    Tool::WasmTarget,
    Tool::Bindgen,
    Tool::TestRunner,
    Tool::PackageModules,
    Tool::CheckModules,
    Tool::ContractModules,
    Tool::ContractVenv,
    Tool::RuntimeModules,
    Tool::ConsoleModules,
    Tool::BenchModules,
    Tool::Browser,
    Tool::Firefox,
];

/// What a build needs.
pub(crate) const FOR_BUILD: &[Tool] = &[Tool::Node, Tool::WasmTarget, Tool::Bindgen, Tool::PackageModules];

/// The step that gets a tool.
pub(crate) fn step(tool: Tool) -> Step {
    match tool {
        Tool::Node => Step::new(
            "Node.js and npm",
            "looking",
            |_| node::check().map(|()| true),
            |_| Ok(()),
        ),
        Tool::WasmTarget => Step::new(
            "Rust's standard library for wasm32-unknown-unknown",
            "installing, some seconds",
            rust::has_wasm_target,
            rust::add_wasm_target,
        ),
        Tool::Bindgen => rust::tool_step(
            "wasm-bindgen 0.2.130",
            "building, half a minute, once",
            "bindgen",
            &[],
        ),
        Tool::TestRunner => rust::tool_step(
            "the wasm-bindgen test runner",
            "building, about a minute, once",
            "wasm-test-runner",
            &["--features", "runner"],
        ),
        Tool::PackageModules => node::modules_step("what builds the npm package", "pkg", node::CLEAN),
        Tool::CheckModules => node::modules_step("prettier and redocly", "tools", node::CLEAN),
        Tool::ContractModules => node::modules_step("the OpenAPI mock server", "tests/contract", node::CLEAN),
        Tool::RuntimeModules => node::modules_step(
            "the runtimes and bundlers that the package is tried in",
            "tests/packaging",
            node::LENIENT,
        ),
        Tool::ConsoleModules => node::modules_step(
            "what the console is made of, and what runs it",
            "www",
            node::CLEAN,
        ),
        Tool::BenchModules => node::modules_step("the clients to measure against", "bench", node::CLEAN),
        Tool::ContractVenv => python::venv_step("schemathesis"),
        Tool::Browser => Step::new(
            "Chromium and its driver",
            "installing, about half a minute, once",
            |_| Ok(browser::find().is_ok()),
            browser::install,
        ),
        Tool::Firefox => Step::new(
            "Firefox",
            "installing, about half a minute, once",
            |_| Ok(browser::firefox().is_ok()),
            browser::install_firefox,
        ),
    }
}

/// The steps that get several tools.
pub(crate) fn steps(tools: &[Tool]) -> Vec<Step> {
    tools.iter().copied().map(step).collect()
}

/// `cargo xtask setup`: all tools; one that cannot be had does not keep the others away.
pub(crate) fn run(project: &Project) -> Result<()> {
    let steps = steps(&ALL);
    let missing = plan::run_all(project, &steps)
        .into_iter()
        .filter(|(_, done)| done.is_err())
        .count();
    if missing > 0 {
        bail!(
            "{missing} of {} could not be set up; each says above what to do",
            steps.len()
        );
    }
    println!(
        "Everything is set up. `cargo xtask demo` shows it at work, `cargo xtask test` runs every test."
    );
    Ok(())
}

/// Looks a program up as a shell would.
fn on_path(name: &str) -> Option<PathBuf> {
    let file = if cfg!(windows) {
        format!("{name}.exe")
    } else {
        name.to_owned()
    };
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path)
        .map(|folder| folder.join(&file))
        .find(|candidate| candidate.is_file())
}
