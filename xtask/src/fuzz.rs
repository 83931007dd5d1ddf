//! `cargo xtask fuzz`: one target of `fuzz/`, under a fuzzer that sees which code its inputs reach. It is run by hand; the
//! ring `fuzz` runs the same targets with a bounded number of inputs.

use anyhow::{Context, Result, bail};
use clap::Args;

use crate::command;
use crate::project::Project;

/// What a run of the fuzzer takes.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// One of the targets of the folder `fuzz`
    target: String,
    /// What the fuzzer takes, such as `-max_total_time=600`, or a file of an input that failed
    #[arg(last = true)]
    arguments: Vec<String>,
}

/// What has a stable compiler tell the fuzzer of every edge and comparison, without a sanitizer: the code is safe Rust.
const FLAGS: &[&str] = &[
    "--cfg=fuzzing",
    "-Cpasses=sancov-module",
    "-Cllvm-args=-sanitizer-coverage-level=4",
    "-Cllvm-args=-sanitizer-coverage-inline-8bit-counters",
    "-Cllvm-args=-sanitizer-coverage-pc-table",
    "-Cllvm-args=-sanitizer-coverage-trace-compares",
    "-Ccodegen-units=1",
    "-Cdebug-assertions",
    "-Coverflow-checks",
];

/// Builds the target and runs it until it finds something, or as long as the arguments say.
pub(crate) fn run(project: &Project, options: &Options) -> Result<()> {
    let target = &options.target;
    let known = targets(project)?;
    if !known.contains(target) {
        bail!("there is no target {target:?}; there are {}", known.join(", "));
    }
    let name = format!("fuzz_{target}");
    // With a triple, what runs while it is compiled is left as it is.
    let triple = host(project)?;
    let mut build = project.cargo();
    build
        .args([
            "build",
            "--release",
            "--locked",
            "--package",
            "meshi-partner-fuzz",
        ])
        .args(["--features", "libfuzzer", "--bin", &name, "--target", &triple])
        .env("CARGO_TARGET_DIR", project.made("fuzz"))
        .env("CARGO_PROFILE_RELEASE_LTO", "off")
        .env("CARGO_ENCODED_RUSTFLAGS", FLAGS.join("\u{1f}"));
    command::run(&mut build)?;
    let found = project.made(&format!("fuzz/corpus/{target}"));
    let failed = project.made(&format!("fuzz/artifacts/{target}/"));
    for folder in [&found, &failed] {
        std::fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    }
    let program = project.made(&format!(
        "fuzz/{triple}/release/{name}{}",
        std::env::consts::EXE_SUFFIX
    ));
    let mut fuzzer = project.command(program);
    let mut prefix = std::ffi::OsString::from("-artifact_prefix=");
    prefix.push(&failed);
    fuzzer.arg(prefix).arg("-timeout=20").args(&options.arguments);
    // A file alone is tried once; else what is learned is kept, and begins with the seeds.
    if options.arguments.iter().all(|argument| argument.starts_with('-')) {
        fuzzer
            .arg(found)
            .arg(project.path(&format!("fuzz/seeds/{target}")));
    }
    command::run(&mut fuzzer)
}

fn targets(project: &Project) -> Result<Vec<String>> {
    let folder = project.path("fuzz/fuzz_targets");
    let mut files = Vec::new();
    crate::stamp::files_under(&folder, &mut files)?;
    let mut names: Vec<String> = files
        .iter()
        .filter_map(|file| Some(file.file_stem()?.to_str()?.to_owned()))
        .collect();
    names.sort();
    Ok(names)
}

fn host(project: &Project) -> Result<String> {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let told = command::read(project.command(rustc).arg("-vV"))?;
    told.lines()
        .find_map(|line| line.strip_prefix("host: "))
        .map(str::to_owned)
        .context("rustc does not say which host it is for")
}
