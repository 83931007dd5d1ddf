//! `cargo xtask build`: both WebAssembly modules, then the npm package around them in `pkg/dist`.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::command;
use crate::plan::{self, Step};
use crate::project::{Project, VERSION, WASM_TARGET};
use crate::setup::{self, rust::tool_path};
use crate::stamp::Inputs;

/// What Node 20 has switched on, and nothing newer: wasm-opt may use these and no others.
const WASM_OPT: &[&str] = &[
    // By measurement as small as `-Oz` once compressed, and it does not trade speed away.
    "-O3",
    // What is worth inlining is inlined by the compiler. More of it compresses badly: 6 KB of 160.
    "--always-inline-max-function-size=2",
    "--flexible-inline-max-function-size=2",
    "--one-caller-inline-max-function-size=20",
    // Functions of one module are alike, and compress better side by side.
    "--reorder-functions-by-name",
    "--enable-mutable-globals",
    "--enable-sign-ext",
    "--enable-nontrapping-float-to-int",
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-simd",
    "--enable-multivalue",
    "--enable-reference-types",
    "--enable-call-indirect-overlong",
];

/// What a shipped module does not need.
const STRIP: &[&str] = &["--strip-debug", "--strip-producers", "--strip-target-features"];

/// A crate that becomes a WebAssembly module of the package.
#[derive(Clone, Copy, Debug)]
struct Module {
    /// The crate.
    package: &'static str,
    /// The file that Cargo makes of it, without its ending.
    artifact: &'static str,
    /// The name that the module has in the package.
    name: &'static str,
    /// Where its glue goes.
    folder: &'static str,
    /// What it is, for people.
    about: &'static str,
}

const MODULES: [Module; 2] = [
    Module {
        package: "meshi-partner",
        artifact: "meshi_partner",
        name: "meshi_partner",
        folder: "pkg/src/wasm",
        about: "the client",
    },
    Module {
        package: "meshi-partner-sandbox-wasm",
        artifact: "meshi_partner_sandbox_wasm",
        name: "meshi_sandbox",
        folder: "pkg/src/wasm-sandbox",
        about: "the sandbox",
    },
];

impl Module {
    fn compiled(self, project: &Project) -> PathBuf {
        project.built(&format!("{WASM_TARGET}/wasm/{}.wasm", self.artifact))
    }

    fn bound(self, project: &Project) -> PathBuf {
        project.path(self.folder).join(format!("{}_bg.wasm", self.name))
    }

    /// Compiles it; Cargo knows itself what is up to date.
    ///
    /// One package an invocation: together, the features that one asks of a shared crate would grow the other.
    fn compile(self) -> Step {
        Step::new(
            format!("{} as WebAssembly", self.about),
            "compiling",
            |_| Ok(false),
            move |project| compile(project, self.package),
        )
    }

    /// Makes the glue, then the small module.
    fn bind(self) -> Step {
        let inputs = move |project: &Project| -> Result<Inputs> {
            let mut inputs = Inputs::default()
                .path(&self.compiled(project))?
                .path(&project.path("tools/wasm"))?
                .path(&project.path("pkg/package-lock.json"))?
                .path(&project.path("pkg/build/glue.mjs"))?;
            for flag in WASM_OPT.iter().chain(STRIP) {
                inputs = inputs.word(flag);
            }
            Ok(inputs)
        };
        let stamp = move |project: &Project| project.made(&format!("stamps/{}", self.name));
        Step::new(
            format!("the module and glue of {}", self.about),
            "wasm-bindgen and wasm-opt, some seconds",
            move |project| Ok(self.bound(project).is_file() && inputs(project)?.match_stamp(&stamp(project))),
            move |project| {
                let folder = project.path(self.folder);
                if folder.exists() {
                    fs::remove_dir_all(&folder)?;
                }
                let mut bind = project.command(tool_path(project, "bindgen"));
                bind.arg(self.compiled(project)).arg(self.name).arg(&folder);
                command::run(&mut bind)?;
                let glue = folder.join(format!("{}.js", self.name));
                command::run_quietly(project.node("pkg/build/glue.mjs").arg(glue))?;
                let (bound, small) = (self.bound(project), self.bound(project).with_extension("opt"));
                optimise(project, &bound, &small, STRIP)?;
                fs::rename(small, bound)?;
                inputs(project)?.write_stamp(&stamp(project))
            },
        )
    }
}

/// Compiles a crate as what is released is compiled.
pub(crate) fn compile(project: &Project, package: &str) -> Result<()> {
    let mut build = project.cargo();
    build.arg("--config").arg(settings(project)?);
    build.args([
        "build",
        "--profile",
        "wasm",
        "--target",
        WASM_TARGET,
        "--lib",
        "--package",
        package,
    ]);
    command::run(&mut build)
}

/// Has wasm-opt make a module small and fast, as what is released; `more` are flags beside that.
pub(crate) fn optimise(project: &Project, from: &Path, to: &Path, more: &[&str]) -> Result<()> {
    let mut optimise = project.npm_bin("pkg", "wasm-opt");
    optimise.args(WASM_OPT).args(more).arg(from).arg("-o").arg(to);
    command::run_quietly(&mut optimise)
}

/// The stack of a module, in bytes. The linker's own choice is 1 MiB, which each instance pays for; all that the tests do
/// takes less than 32 KiB. What goes beyond it is a trap, as the stack stands before everything else.
const STACK: usize = 256 << 10;

/// The settings of the compiler for a module: its stack, and that where this was built stays out of it. Panics name source
/// files, by paths that would tell the builder's home and differ from machine to machine.
fn settings(project: &Project) -> Result<String> {
    let mut flags = vec![
        format!("-Clink-arg=-zstack-size={STACK}"),
        format!("--remap-path-prefix={}=", project.path("").display()),
    ];
    let home = std::env::home_dir().unwrap_or_default().join(".cargo");
    let registry = std::env::var_os("CARGO_HOME")
        .map_or(home, PathBuf::from)
        .join("registry/src");
    // On a first build there is no registry yet: Cargo fetches the sources before it compiles, and so must we.
    command::run(
        project
            .cargo()
            .args(["fetch", "--locked", "--quiet", "--target", WASM_TARGET]),
    )?;
    let listed = fs::read_dir(&registry).with_context(|| format!("cannot list {}", registry.display()))?;
    for index in listed {
        flags.push(format!("--remap-path-prefix={}/=", index?.path().display()));
    }
    Ok(format!("target.{WASM_TARGET}.rustflags={flags:?}"))
}

/// Runs a script of `pkg/build`, whose output stands on all that is in `pkg` but the output itself.
fn script(title: &str, doing: &'static str, name: &'static str, made: &'static str) -> Step {
    let inputs = |project: &Project| -> Result<Inputs> {
        let mut inputs = Inputs::default();
        for part in [
            "pkg/src",
            "pkg/build",
            "pkg/package.json",
            "pkg/package-lock.json",
            "pkg/tsconfig.json",
            // Whose work is in the modules.
            "Cargo.lock",
        ] {
            inputs = inputs.word(part).path(&project.path(part))?;
        }
        Ok(inputs)
    };
    let stamp = move |project: &Project| project.made(&format!("stamps/{name}"));
    Step::new(
        title,
        doing,
        move |project| Ok(project.path(made).is_file() && inputs(project)?.match_stamp(&stamp(project))),
        move |project| {
            command::run_quietly(&mut project.node(&format!("pkg/build/{name}.mjs")))?;
            inputs(project)?.write_stamp(&stamp(project))
        },
    )
}

/// Gives the npm package the version of the workspace.
fn version() -> Step {
    Step::new(
        format!("version {VERSION} in pkg/package.json"),
        "writing",
        |project| Ok(version_of_package(project)? == VERSION),
        |project| {
            let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
            let mut set = project.command(npm);
            set.current_dir(project.path("pkg"));
            command::run_quietly(set.args([
                "version",
                VERSION,
                "--no-git-tag-version",
                "--allow-same-version",
            ]))
        },
    )
}

/// The version that `pkg/package.json` states.
pub(crate) fn version_of_package(project: &Project) -> Result<String> {
    let file = project.path("pkg/package.json");
    let text = fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))?;
    let stated = text
        .lines()
        .find_map(|line| line.trim().strip_prefix("\"version\": \"")?.strip_suffix("\","));
    match stated {
        Some(version) => Ok(version.to_owned()),
        None => bail!("{} states no version on a line of its own", file.display()),
    }
}

/// Makes the client's module once more with the names of its functions left in, and gives its path.
pub(crate) fn client_with_names(project: &Project) -> Result<PathBuf> {
    let [client, _] = MODULES;
    let folder = project.made("size");
    let mut bind = project.command(tool_path(project, "bindgen"));
    command::run(bind.arg(client.compiled(project)).arg(client.name).arg(&folder))?;
    let bound = folder.join(format!("{}_bg.wasm", client.name));
    optimise(project, &bound, &bound, &["-g"])?;
    Ok(bound)
}

/// Everything from the tools to `pkg/dist`.
pub(crate) fn steps() -> Vec<Step> {
    let mut steps = setup::steps(setup::FOR_BUILD);
    steps.extend(without_tools());
    steps
}

/// The same for one who has the tools.
pub(crate) fn without_tools() -> Vec<Step> {
    let mut steps = vec![version()];
    for module in MODULES {
        steps.push(module.compile());
        steps.push(module.bind());
    }
    steps.push(script(
        "the package's entries in pkg/dist",
        "bundling",
        "bundle",
        "pkg/dist/node.js",
    ));
    steps.push(script(
        "its declarations",
        "writing",
        "types",
        "pkg/dist/index.d.ts",
    ));
    steps
}

/// `cargo xtask build`.
pub(crate) fn run(project: &Project) -> Result<()> {
    plan::run(project, &steps())?;
    println!("Built: pkg/dist");
    Ok(())
}
