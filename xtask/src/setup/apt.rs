//! Debian's package manager: installs packages, and waits while another program uses it.

use std::thread;
use std::time::Duration;

use anyhow::{Result, bail};

use super::on_path;
use crate::command;
use crate::project::Project;

/// Between two tries while another program holds a lock.
const INTERVAL: Duration = Duration::from_secs(5);
/// Tries until the set-up gives up: ten minutes.
const TRIES: u32 = 120;

/// Whether Debian's package manager is installed and this user may use it.
pub(super) fn may_use() -> bool {
    if on_path("apt-get").is_none() {
        return false;
    }
    let id = std::process::Command::new("id").arg("-u").output();
    id.is_ok_and(|output| output.stdout.trim_ascii() == b"0")
}

/// Installs packages. Refreshes the lists first, since a fresh image has none.
pub(super) fn install(project: &Project, packages: &[&str]) -> Result<()> {
    let apt = |arguments: &[&str]| {
        let mut command = project.command("apt-get");
        command
            .env("DEBIAN_FRONTEND", "noninteractive")
            // Its messages are read below.
            .env("LC_ALL", "C")
            .args(arguments);
        command::run_quietly(&mut command)
    };
    let pause = || {
        eprintln!("      another program uses the package manager; waiting for it …");
        thread::sleep(INTERVAL);
    };
    unlocked(|| apt(&["update"]), pause)?;
    let arguments = [&["install", "-y", "--no-install-recommends"], packages].concat();
    unlocked(|| apt(&arguments), pause)
}

/// Runs `attempt` until it ends otherwise than at a lock; `pause` waits between two tries.
fn unlocked(mut attempt: impl FnMut() -> Result<()>, mut pause: impl FnMut()) -> Result<()> {
    for _ in 0..TRIES {
        match attempt() {
            Err(error) if is_locked(&error.to_string()) => pause(),
            ended => return ended,
        }
    }
    bail!(
        "another program has held the lock of the package manager for {} s: end it, or wait for it, and try again",
        INTERVAL.as_secs() * u64::from(TRIES)
    )
}

/// Whether a message of `apt-get` says that another program holds one of its locks.
fn is_locked(message: &str) -> bool {
    [
        "Could not get lock",
        "Unable to lock",
        "Unable to acquire the dpkg frontend lock",
        "is locked by another process",
    ]
    .iter()
    .any(|phrase| message.contains(phrase))
}

#[cfg(test)]
mod tests {
    use anyhow::anyhow;

    use super::*;

    const LOCKED: &str = "`apt-get update` ended with exit status: 100:\nE: Could not get lock \
        /var/lib/apt/lists/lock. It is held by process 812 (apt-get)";

    /// The tries that `answers` costs, the pauses between them, and how it ended.
    fn tries(answers: impl Fn(u32) -> Result<()>) -> (u32, u32, Result<()>) {
        let (mut tried, mut paused) = (0, 0);
        let ended = unlocked(
            || {
                tried += 1;
                answers(tried)
            },
            || paused += 1,
        );
        (tried, paused, ended)
    }

    #[test]
    fn a_lock_that_is_released_costs_time_and_nothing_else() {
        let (tried, paused, ended) = tries(|number| if number < 4 { Err(anyhow!(LOCKED)) } else { Ok(()) });
        assert_eq!((tried, paused, ended.is_ok()), (4, 3, true));
    }

    #[test]
    fn a_lock_that_is_never_released_is_an_error_that_says_so() {
        let (tried, _, ended) = tries(|_| Err(anyhow!(LOCKED)));
        assert_eq!(tried, TRIES);
        assert!(ended.is_err_and(|error| error.to_string().contains("600 s")));
    }

    #[test]
    fn any_other_failure_ends_at_once() {
        let (tried, paused, ended) = tries(|_| Err(anyhow!("E: Unable to locate package chromium")));
        assert_eq!((tried, paused, ended.is_err()), (1, 0, true));
    }
}
