//! Numbered steps: each says what it does, is skipped when it was done before, and tells how long it took.

use std::time::Instant;

use anyhow::{Context, Result};

use crate::project::Project;

type Ready = Box<dyn Fn(&Project) -> Result<bool>>;
type Act = Box<dyn Fn(&Project) -> Result<()>>;

/// One thing to do.
pub(crate) struct Step {
    name: String,
    doing: &'static str,
    ready: Ready,
    act: Act,
}

impl Step {
    /// `name` is what comes of it, and `doing` how: what is told before it starts, with how long it takes where that is
    /// long. `ready` tells that nothing is left to do; `act` does it.
    pub(crate) fn new(
        name: impl Into<String>,
        doing: &'static str,
        ready: impl Fn(&Project) -> Result<bool> + 'static,
        act: impl Fn(&Project) -> Result<()> + 'static,
    ) -> Self {
        Self {
            name: name.into(),
            doing,
            ready: Box::new(ready),
            act: Box::new(act),
        }
    }

    fn run(&self, project: &Project, number: usize, of: usize) -> Result<()> {
        let (name, doing) = (&self.name, self.doing);
        if (self.ready)(project).with_context(|| name.clone())? {
            eprintln!("[{number}/{of}] {name}: up to date");
            return Ok(());
        }
        eprintln!("[{number}/{of}] {name}: {doing} …");
        let started = Instant::now();
        (self.act)(project).with_context(|| name.clone())?;
        eprintln!("      done in {:.1} s", started.elapsed().as_secs_f64());
        Ok(())
    }
}

/// Runs the steps in order and stops at the first that fails.
pub(crate) fn run(project: &Project, steps: &[Step]) -> Result<()> {
    for (index, step) in steps.iter().enumerate() {
        step.run(project, index + 1, steps.len())?;
    }
    Ok(())
}

/// Runs every step, whatever becomes of those before it, and gives each one's name and outcome.
pub(crate) fn run_all<'a>(project: &Project, steps: &'a [Step]) -> Vec<(&'a str, Result<()>)> {
    let outcome = |(index, step): (usize, &'a Step)| {
        let done = step.run(project, index + 1, steps.len());
        if let Err(error) = &done {
            eprintln!("      failed: {error:#}");
        }
        (step.name.as_str(), done)
    };
    steps.iter().enumerate().map(outcome).collect()
}
