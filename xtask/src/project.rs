//! Where things are: the checkout, its build folders, and the commands that run in it.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The triple that both modules are compiled for.
pub(crate) const WASM_TARGET: &str = "wasm32-unknown-unknown";

/// The version of the workspace, which is the version of the npm package.
pub(crate) const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The checkout that this program was built from.
#[derive(Debug)]
pub(crate) struct Project {
    root: PathBuf,
}

impl Project {
    /// The checkout around this crate.
    pub(crate) fn here() -> Self {
        let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
        Self {
            root: manifest.parent().unwrap_or(manifest).to_path_buf(),
        }
    }

    /// A path in the checkout.
    pub(crate) fn path(&self, relative: &str) -> PathBuf {
        self.root.join(relative)
    }

    /// A path among the things that these tasks make; `cargo clean` removes them all.
    pub(crate) fn made(&self, relative: &str) -> PathBuf {
        self.root.join("target").join(relative)
    }

    /// A path among what Cargo builds: `target`, or where `CARGO_TARGET_DIR` points.
    pub(crate) fn built(&self, relative: &str) -> PathBuf {
        match env::var_os("CARGO_TARGET_DIR") {
            Some(folder) => self.root.join(folder).join(relative),
            None => self.made(relative),
        }
    }

    /// A command that runs in the checkout's root.
    pub(crate) fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = Command::new(program);
        command.current_dir(&self.root);
        // What `cargo run` told this program about its own crate would make build scripts run again.
        for (name, _) in env::vars_os() {
            if name.to_str().is_some_and(|name| {
                name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_") || name == "OUT_DIR"
            }) {
                command.env_remove(name);
            }
        }
        command
    }

    /// The Cargo that started this program.
    pub(crate) fn cargo(&self) -> Command {
        self.command(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
    }

    /// A Node script of the checkout.
    pub(crate) fn node(&self, script: &str) -> Command {
        let mut command = self.command("node");
        command.arg(self.path(script));
        command
    }

    /// A program that `npm ci` put into a folder of the checkout.
    pub(crate) fn npm_bin(&self, folder: &str, name: &str) -> Command {
        let suffix = if cfg!(windows) { ".cmd" } else { "" };
        self.command(
            self.path(folder)
                .join("node_modules/.bin")
                .join(format!("{name}{suffix}")),
        )
    }
}
