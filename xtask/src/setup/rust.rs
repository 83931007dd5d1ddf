//! The WebAssembly target of the toolchain, and the tools that are built from `tools/wasm`.

use std::path::Path;

use anyhow::{Result, bail};

use super::on_path;
use crate::command;
use crate::plan::Step;
use crate::project::{Project, WASM_TARGET};
use crate::stamp::Inputs;

/// Whether the compiler that builds this project has a standard library for WebAssembly.
pub(crate) fn has_wasm_target(project: &Project) -> Result<bool> {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let folder =
        command::read(
            project
                .command(rustc)
                .args(["--print", "target-libdir", "--target", WASM_TARGET]),
        )?;
    Ok(Path::new(folder.trim()).is_dir())
}

/// Gets it through rustup, or says how to get it.
pub(crate) fn add_wasm_target(project: &Project) -> Result<()> {
    if on_path("rustup").is_none() {
        bail!(
            "Rust's standard library for {WASM_TARGET} is missing, and there is no rustup to add it: \
             install rustup and run this again, or install the system's package of it \
             (Debian: `libstd-rust-dev-wasm32`; Fedora: `rust-std-static-{WASM_TARGET}`)"
        );
    }
    command::run(project.command("rustup").args(["target", "add", WASM_TARGET]))
}

/// Where a tool of `tools/wasm` stands once it is built.
pub(crate) fn tool_path(project: &Project, name: &str) -> std::path::PathBuf {
    project.made(&format!("tools/bin/{name}{}", std::env::consts::EXE_SUFFIX))
}

/// Builds a program of `tools/wasm` from its lock file into `target/tools`.
pub(crate) fn tool_step(
    title: &str,
    doing: &'static str,
    name: &'static str,
    flags: &'static [&'static str],
) -> Step {
    let inputs = |project: &Project| Inputs::default().path(&project.path("tools/wasm"));
    let stamp = move |project: &Project| project.made(&format!("tools/{name}.stamp"));
    Step::new(
        title,
        doing,
        move |project| Ok(tool_path(project, name).is_file() && inputs(project)?.match_stamp(&stamp(project))),
        move |project| {
            let mut cargo = project.cargo();
            cargo
                .current_dir(project.path("tools/wasm"))
                .args(["build", "--locked", "--bin", name])
                .args(flags)
                .env("CARGO_TARGET_DIR", project.made("tools"));
            command::run(&mut cargo)?;
            let built = project.made(&format!("tools/debug/{name}{}", std::env::consts::EXE_SUFFIX));
            let place = tool_path(project, name);
            std::fs::create_dir_all(project.made("tools/bin"))?;
            std::fs::copy(built, place)?;
            inputs(project)?.write_stamp(&stamp(project))
        },
    )
}
