//! `cargo xtask console`: the console of `www`, as it would be deployed: its page, and the worker that serves it.

use anyhow::Result;

use crate::plan::{self, Step};
use crate::project::Project;
use crate::setup::{self, Tool};
use crate::stamp::Inputs;
use crate::{build, command};

/// What both are made of, but for their own sources.
const COMMON: [&str; 4] = [
    "www/package-lock.json",
    "www/shared",
    "www/tsconfig.json",
    "pkg/dist",
];

fn inputs(project: &Project, own: &[&str]) -> Result<Inputs> {
    let mut inputs = Inputs::default();
    for part in COMMON.iter().chain(own) {
        inputs = inputs.word(part).path(&project.path(part))?;
    }
    Ok(inputs)
}

fn worker() -> Step {
    const OWN: [&str; 3] = ["www/worker", "www/local", "www/wrangler.jsonc"];
    let stamp = |project: &Project| project.made("stamps/console-worker");
    Step::new(
        "the console's worker in www/dist/worker",
        "bundling",
        move |project| {
            let built = project.path("www/dist/worker/index.js").is_file();
            Ok(built && inputs(project, &OWN)?.match_stamp(&stamp(project)))
        },
        move |project| {
            command::run_quietly(&mut project.node("www/local/bundle.mjs"))?;
            inputs(project, &OWN)?.write_stamp(&stamp(project))
        },
    )
}

fn page() -> Step {
    const OWN: [&str; 3] = ["www/page", "www/tsconfig.page.json", "www/vite.config.ts"];
    let stamp = |project: &Project| project.made("stamps/console-page");
    Step::new(
        "the console's page in www/dist/page",
        "bundling",
        move |project| {
            let built = project.path("www/dist/page/index.html").is_file();
            Ok(built && inputs(project, &OWN)?.match_stamp(&stamp(project)))
        },
        move |project| {
            let mut vite = project.npm_bin("www", "vite");
            vite.args(["build", "--logLevel", "error"])
                .current_dir(project.path("www"));
            command::run_quietly(&mut vite)?;
            inputs(project, &OWN)?.write_stamp(&stamp(project))
        },
    )
}

/// Everything from the package in `pkg/dist` on.
pub(crate) fn steps() -> Vec<Step> {
    vec![setup::step(Tool::ConsoleModules), page(), worker()]
}

/// `cargo xtask console`.
pub(crate) fn run(project: &Project) -> Result<()> {
    let mut steps = build::steps();
    steps.extend(self::steps());
    plan::run(project, &steps)?;
    println!("Built: www/dist");
    Ok(())
}
