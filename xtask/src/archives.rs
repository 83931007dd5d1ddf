//! Whether the crates package, and build from their archives alone.

use std::path::{Path, PathBuf};
use std::time::SystemTime;
use std::{fs, process};

use anyhow::{Context, Result};

use crate::command;
use crate::project::Project;
use crate::report::Report;

/// The crates that are meant for release, and the name of one that all others build on; the rest of the workspace is the
/// sandbox's WebAssembly shell and this program.
const CRATES: &[&str] = &[
    LOWEST,
    "meshi-partner-attendee",
    "meshi-partner-core",
    "meshi-partner-reader-parts",
    "meshi-partner-reader",
    "meshi-partner-sandbox",
    "meshi-partner-sandbox-http",
    "meshi-partner",
];
const LOWEST: &str = "meshi-partner-words";

/// Packages every crate that is meant for release, and builds each from its own archive and those of the others.
///
/// Cargo unpacks the archives of the others below its home, in a folder that is named after the build folder, and does
/// not unpack a version again that is there. The version stays the same from one change to the next, so a build folder
/// that was used before would have a crate built against what the others were then. Each run has a build folder of its
/// own, and leaves neither it nor what Cargo unpacked for it.
pub(crate) fn build(project: &Project, report: &mut Report) -> Result<()> {
    // Once everything is here, packaging asks no registry.
    command::run_quietly(project.cargo().args(["fetch", "--locked"]))?;
    let moment = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH)?;
    let folder = project.built(&format!("archives/{}-{}", process::id(), moment.as_nanos()));
    let mut package = project.cargo();
    package.args(["package", "--locked", "--offline", "--allow-dirty"]);
    package.arg("--target-dir").arg(&folder);
    for name in CRATES {
        package.args(["--package", name]);
    }
    let done = report.command(
        "the crates package, and build from their archives alone",
        &mut package,
    );
    let unpacked = unpacked_for(&folder);
    for left in unpacked.iter().chain([&folder]) {
        if left.exists() {
            fs::remove_dir_all(left).with_context(|| format!("could not remove {}", left.display()))?;
        }
    }
    done
}

/// Where Cargo unpacked the archives that the builds in a folder took from each other: the compiler's notes on the lowest
/// crate name its sources. Nothing if no build came so far.
fn unpacked_for(folder: &Path) -> Option<PathBuf> {
    let notes = fs::read_dir(folder.join("debug/deps")).ok()?;
    notes
        .filter_map(|note| fs::read_to_string(note.ok()?.path()).ok())
        .find_map(|note| unpacked_in(&note))
}

/// The folder of unpacked archives that a note of the compiler speaks of. It holds this workspace's crates alone: what
/// comes from a registry is unpacked elsewhere.
fn unpacked_in(note: &str) -> Option<PathBuf> {
    let mark = format!("{LOWEST}-{}", crate::project::VERSION);
    note.lines()
        .filter_map(|line| line.strip_suffix(':'))
        .find_map(|source| {
            let crate_folder = Path::new(source)
                .ancestors()
                .find(|folder| folder.ends_with(&mark))?;
            let all = crate_folder.parent()?;
            // Next to it, not among, what the build folder itself holds of the crate.
            all.parent()?.ends_with("registry/src").then(|| all.to_path_buf())
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_folder_of_unpacked_archives_is_found() {
        let version = crate::project::VERSION;
        let unpacked = format!(
            "/b/lib.d: /home/registry/src/-1f9e/{LOWEST}-{version}/src/lib.rs\n\n\
             /home/registry/src/-1f9e/{LOWEST}-{version}/src/lib.rs:\n"
        );
        assert_eq!(
            unpacked_in(&unpacked),
            Some(PathBuf::from("/home/registry/src/-1f9e"))
        );
        let own = format!("/b/package/{LOWEST}-{version}/src/lib.rs:\n");
        assert_eq!(unpacked_in(&own), None);
        assert_eq!(
            unpacked_in("/home/registry/src/index/serde-1.0.0/src/lib.rs:\n"),
            None
        );
    }
}
