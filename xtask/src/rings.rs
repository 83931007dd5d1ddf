//! The rings of tests, from the innermost outwards, and what each needs.

use anyhow::Result;

use crate::project::{Project, WASM_TARGET};
use crate::report::Report;
use crate::setup::{Tool, browser, python, rust::tool_path};
use crate::{bench, check, command, console, counts, isolation, pack, publishing};

/// A ring: its name on the command line, what it holds, what it needs, and how it is run.
pub(crate) struct Ring {
    /// The word for `--only`.
    pub(crate) name: &'static str,
    /// What it shows, in a line.
    pub(crate) about: &'static str,
    /// What must be set up first.
    pub(crate) tools: &'static [Tool],
    /// Whether it needs a built package.
    pub(crate) built: bool,
    /// Whether it can be run in parts, `--only <ring>/<part>`.
    pub(crate) parted: bool,
    /// Runs its tests, or those of the parts that are asked for, and reports each.
    pub(crate) run: fn(&Project, &[&str], &mut Report) -> Result<()>,
}

/// All of them, in order.
pub(crate) const RINGS: &[Ring] = &[
    Ring {
        name: "check",
        about: "formatting, lints, types and the contract's form",
        tools: check::TOOLS,
        built: true,
        parted: false,
        run: checks,
    },
    Ring {
        name: "rust",
        about: "the pure crates, natively, and the examples in their documentation",
        tools: &[],
        built: false,
        parted: false,
        run: rust,
    },
    Ring {
        name: "fuzz",
        about: "whatever holds for any input, with a bounded number of them",
        tools: &[],
        built: false,
        parted: false,
        run: fuzz,
    },
    Ring {
        name: "supply",
        about: "what the project is built from: licences, sources, pins, advisories",
        tools: &[Tool::Node],
        built: false,
        parted: false,
        run: supply,
    },
    Ring {
        name: "counts",
        about: "what the core's hot paths cost, in figures that do not depend on the clock",
        tools: counts::TOOLS,
        built: false,
        parted: false,
        run: counts::ring,
    },
    Ring {
        name: "wasm-node",
        about: "the WebAssembly shell in Node",
        tools: &[Tool::Node, Tool::WasmTarget, Tool::TestRunner],
        built: false,
        parted: false,
        run: wasm_in_node,
    },
    Ring {
        name: "wasm-browser",
        about: "the WebAssembly shell in headless Chromium",
        tools: &[Tool::WasmTarget, Tool::TestRunner, Tool::Browser],
        built: false,
        parted: false,
        run: wasm_in_browser,
    },
    Ring {
        name: "package",
        about: "the built package and its command line, over loopback",
        tools: &[],
        built: true,
        parted: false,
        run: package,
    },
    Ring {
        name: "isolation",
        about: "calls that trap, in Node, workerd and Chromium, and requests that share an instance",
        tools: isolation::TOOLS,
        built: true,
        parted: false,
        run: isolation::run,
    },
    Ring {
        name: "chaos",
        about: "10 000 attendees through failing requests and a client that is killed, in Node and in workerd",
        tools: &[Tool::RuntimeModules],
        built: true,
        parted: false,
        run: chaos,
    },
    Ring {
        name: "scaling",
        about: "a thousandth of a year with 10 million attendees, against the formulas of docs/scaling.md",
        tools: &[],
        built: true,
        parted: false,
        run: scaling,
    },
    Ring {
        name: "bench",
        about: "the measuring: its arithmetic, and one short round of every group, in which each result is checked",
        tools: &[Tool::BenchModules, Tool::RuntimeModules],
        built: true,
        parted: false,
        run: bench::ring,
    },
    Ring {
        name: "faults",
        about: "faults over loopback × operations: what the caller gets, what took effect; prints the table",
        tools: &[],
        built: true,
        parted: false,
        run: faults,
    },
    Ring {
        name: "contract",
        about: "the sandbox and the client, each against contract/openapi.yaml alone",
        tools: &[Tool::ContractModules, Tool::ContractVenv],
        built: true,
        parted: false,
        run: contract,
    },
    Ring {
        name: "readme",
        about: "every code block of the READMEs",
        tools: &[],
        built: true,
        parted: false,
        run: readme,
    },
    Ring {
        name: "publishing",
        about: "what would be released: declarations, contents, weight, and the crates",
        tools: publishing::TOOLS,
        built: true,
        parted: false,
        run: publishing::run,
    },
    Ring {
        name: "packaging",
        about: "the packed tarball, installed into a project of every runtime and bundler",
        tools: &[Tool::RuntimeModules, Tool::Browser, Tool::Firefox],
        built: true,
        parted: true,
        run: packaging,
    },
    Ring {
        name: "console",
        about: "the console: its page, its worker in workerd, both together in browsers, the demonstration, what a deployment checks",
        tools: &[
            Tool::ConsoleModules,
            Tool::RuntimeModules,
            Tool::Browser,
            Tool::Firefox,
        ],
        built: true,
        parted: false,
        run: console,
    },
    Ring {
        name: "examples",
        about: "each program of `examples`, started as its host starts it, and each message of pkg/README.md",
        tools: &[Tool::RuntimeModules, Tool::CheckModules, Tool::Browser],
        built: true,
        parted: false,
        run: examples,
    },
];

/// The crate of the ring `fuzz`, which no other ring runs again.
const FUZZ: &str = "meshi-partner-fuzz";

fn checks(project: &Project, _: &[&str], report: &mut Report) -> Result<()> {
    report.fact(
        "the npm package has the workspace's version",
        check::version_agrees(project),
    );
    for (holds, mut command) in check::checks(project) {
        report.command(holds, &mut command)?;
    }
    Ok(())
}

fn rust(project: &Project, _: &[&str], report: &mut Report) -> Result<()> {
    let mut tests = project.cargo();
    if command::read(project.cargo().args(["nextest", "--version"])).is_ok() {
        tests.args([
            "nextest",
            "run",
            "--workspace",
            "--exclude",
            FUZZ,
            "--locked",
            "--no-fail-fast",
            "--status-level",
            "fail",
        ]);
    } else {
        tests.args([
            "test",
            "--workspace",
            "--exclude",
            FUZZ,
            "--locked",
            "--no-fail-fast",
            "--lib",
            "--bins",
            "--tests",
        ]);
    }
    report.tests("unit, table and property tests", &mut tests)?;
    let mut examples = project.cargo();
    report.optional_tests(
        "documentation",
        examples.args(["test", "--workspace", "--locked", "--no-fail-fast", "--doc"]),
    )
}

fn fuzz(project: &Project, _: &[&str], report: &mut Report) -> Result<()> {
    let mut tests = project.cargo();
    report.tests(
        "every target, from its seeds and changes of them",
        tests.args(["test", "--package", FUZZ, "--locked", "--no-fail-fast"]),
    )
}

fn supply(project: &Project, _: &[&str], report: &mut Report) -> Result<()> {
    report.tests(
        "the crates, and the npm and Python packages",
        &mut node_tests(project, &["tests/supply"])?,
    )
}

fn wasm_in_node(project: &Project, _: &[&str], report: &mut Report) -> Result<()> {
    let mut tests = wasm_tests(project);
    report.tests("in Node", tests.env("WASM_BINDGEN_TEST_ONLY_NODE", "1"))
}

fn wasm_in_browser(project: &Project, _: &[&str], report: &mut Report) -> Result<()> {
    let found = browser::find()?;
    let mut tests = wasm_tests(project);
    tests
        .env("WASM_BINDGEN_USE_BROWSER", "1")
        .env("CHROMEDRIVER", &found.driver)
        .env(
            "WASM_BINDGEN_TEST_WEBDRIVER_JSON",
            browser::capabilities(project, &found)?,
        )
        .env("WASM_BINDGEN_TEST_TIMEOUT", "120");
    report.tests("in headless Chromium", &mut tests)
}

fn wasm_tests(project: &Project) -> std::process::Command {
    let mut tests = project.cargo();
    tests
        .args([
            "test",
            "--package",
            "meshi-partner",
            "--target",
            WASM_TARGET,
            "--tests",
            "--locked",
            "--no-fail-fast",
        ])
        .env(
            "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER",
            tool_path(project, "wasm-test-runner"),
        );
    tests
}

fn package(project: &Project, _: &[&str], report: &mut Report) -> Result<()> {
    report.tests(
        "facade, sandbox and command line",
        &mut node_tests(project, &["pkg/test"])?,
    )
}

fn chaos(project: &Project, _: &[&str], report: &mut Report) -> Result<()> {
    let mut tests = project.command("node");
    // A hundred lives of the client take their time where others work on the machine too.
    tests
        .args(["--test", "--test-reporter=spec", "--test-timeout=600000"])
        .arg(project.path("tests/chaos/chaos.test.mjs"));
    report.tests("every row once, one enrich run, one match run", &mut tests)
}

fn scaling(project: &Project, _: &[&str], report: &mut Report) -> Result<()> {
    report.tests(
        "requests, polls, bytes and times of twenty flows, and the page's tables",
        &mut node_tests(project, &["tests/scaling"])?,
    )
}

fn faults(project: &Project, _: &[&str], report: &mut Report) -> Result<()> {
    report.tests(
        "every operation under every fault",
        &mut node_tests(project, &["tests/faults"])?,
    )
}

fn contract(project: &Project, _: &[&str], report: &mut Report) -> Result<()> {
    let mut server = project.cargo();
    report.command(
        "the native sandbox builds",
        server.args(["build", "--package", "meshi-partner-sandbox-http", "--locked"]),
    )?;
    let mut tests = node_tests(project, &["tests/contract"])?;
    tests
        .env(
            "MESHI_SANDBOX_BIN",
            project.built(&format!(
                "debug/meshi-partner-sandbox{}",
                std::env::consts::EXE_SUFFIX
            )),
        )
        .env("SCHEMATHESIS", python::program(project, "schemathesis"));
    report.tests(
        "schemathesis against the sandbox, the client against Prism",
        &mut tests,
    )
}

fn readme(project: &Project, _: &[&str], report: &mut Report) -> Result<()> {
    report.tests(
        "README.md and pkg/README.md",
        &mut project.node("tests/readme/run.mjs"),
    )
}

fn packaging(project: &Project, consumers: &[&str], report: &mut Report) -> Result<()> {
    crate::plan::run(project, &[pack::step()])?;
    if consumers.is_empty() {
        let mut tests = node_tests(project, &["tests/packaging"])?;
        report.tests(
            "what is in the tarball",
            tests.env("MESHI_TARBALL", pack::tarball(project)),
        )?;
    }
    let mut runtimes = project.node("tests/packaging/run.mjs");
    runtimes
        .args(consumers)
        .env("MESHI_TARBALL", pack::tarball(project));
    // A browser that is missing is told of by the consumers that need it; the others go on.
    for (variable, found) in [("CHROME", browser::chromium()), ("FIREFOX", browser::firefox())] {
        match found {
            Ok(path) => runtimes.env(variable, path),
            Err(_) => runtimes.env_remove(variable),
        };
    }
    report.tests("the scenario in every runtime", &mut runtimes)?;
    if consumers.is_empty() {
        let mut table = project.node("tests/packaging/table.mjs");
        report.command(
            "pkg/README.md lists the runtimes that passed",
            table.arg("--check"),
        )?;
    }
    Ok(())
}

fn examples(project: &Project, _: &[&str], report: &mut Report) -> Result<()> {
    crate::plan::run(project, &[pack::step()])?;
    let mut native = project.cargo();
    native.args(["build", "--package", "meshi-partner-example-native", "--locked"]);
    report.command("the native program builds", &mut native)?;
    let mut tests = node_tests(project, &["tests/examples"])?;
    tests
        .env("MESHI_TARBALL", pack::tarball(project))
        .env(
            "MESHI_NATIVE",
            project.built(&format!(
                "debug/meshi-partner-example-native{}",
                std::env::consts::EXE_SUFFIX
            )),
        )
        .env("CHROME", browser::chromium()?);
    report.tests("the examples, and the README's messages", &mut tests)
}

fn console(project: &Project, _: &[&str], report: &mut Report) -> Result<()> {
    crate::plan::run(project, &console::steps())?;
    report.tests("the page", &mut node_tests(project, &["www/test/page"])?)?;
    report.tests("the worker", &mut node_tests(project, &["www/test/worker"])?)?;
    report.tests("the demonstration", &mut node_tests(project, &["www/test/demo"])?)?;
    let mut stories = node_tests(project, &["www/test/browser"])?;
    stories
        .env("CHROME", browser::chromium()?)
        .env("FIREFOX", browser::firefox()?);
    report.tests("the page on the worker, in Chromium and Firefox", &mut stories)
}

/// Node's test runner over every `*.test.mjs` under some folders.
pub(crate) fn node_tests(project: &Project, folders: &[&str]) -> Result<std::process::Command> {
    let mut tests = project.command("node");
    // A file that hangs is a failure of its own, and stops none of the others.
    tests.args(["--test", "--test-reporter=spec", "--test-timeout=180000"]);
    for folder in folders {
        let mut files = Vec::new();
        crate::stamp::files_under(&project.path(folder), &mut files)?;
        files.retain(|file| file.to_string_lossy().ends_with(".test.mjs"));
        files.sort();
        if files.is_empty() {
            anyhow::bail!("there is no test in {folder}");
        }
        tests.args(files);
    }
    Ok(tests)
}
