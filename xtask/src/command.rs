//! Running other programs: loud, quiet with a clock that ticks, or read line by line.

use std::ffi::OsStr;
use std::io::{BufRead, BufReader, IsTerminal, Read, Write};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, anyhow, bail};

/// The command as a person would type it.
pub(crate) fn shown(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words
        .map(|word| word.to_string_lossy().into_owned())
        .collect::<Vec<_>>()
        .join(" ")
}

/// The same in a line that fits a screen: the program without its folder, and no more of the rest than the eye takes in.
pub(crate) fn briefly(command: &Command) -> String {
    const WIDTH: usize = 150;
    let full = shown(command);
    let program = command.get_program().to_string_lossy();
    let name = Path::new(program.as_ref())
        .file_name()
        .map_or(program.clone(), OsStr::to_string_lossy);
    let line = format!(
        "{name}{}",
        full.strip_prefix(program.as_ref()).unwrap_or_default()
    );
    match line.char_indices().nth(WIDTH) {
        Some((end, _)) => format!("{} …", line.get(..end).unwrap_or_default()),
        None => line,
    }
}

fn spawn(command: &mut Command) -> Result<Child> {
    command
        .spawn()
        .with_context(|| format!("could not start `{}`", shown(command)))
}

/// Runs a command that speaks for itself.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let status = spawn(command)?.wait()?;
    if status.success() {
        Ok(())
    } else {
        bail!("`{}` ended with {status}", shown(command))
    }
}

/// Runs a command for what it prints on standard output.
pub(crate) fn read(command: &mut Command) -> Result<String> {
    let output = command
        .stdin(Stdio::null())
        .output()
        .with_context(|| format!("could not start `{}`", shown(command)))?;
    checked(command, &output)?;
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Runs a command that says nothing worth reading unless it fails; a clock shows that it goes on.
pub(crate) fn run_quietly(command: &mut Command) -> Result<()> {
    let child = spawn(
        command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped()),
    )?;
    let started = Instant::now();
    let (finished, waiting) = mpsc::channel();
    let worker = thread::spawn(move || {
        let output = child.wait_with_output();
        // The receiver only goes away when this program ends.
        let _ = finished.send(());
        output
    });
    let terminal = std::io::stderr().is_terminal();
    let beat = Duration::from_secs(if terminal { 1 } else { 30 });
    while waiting.recv_timeout(beat) == Err(RecvTimeoutError::Timeout) {
        let seconds = started.elapsed().as_secs();
        if terminal {
            eprint!("\r      {seconds} s …");
        } else {
            eprintln!("      {seconds} s …");
        }
    }
    if terminal {
        eprint!("\r\x1b[K");
    }
    let output = worker
        .join()
        .map_err(|_| anyhow!("lost track of `{}`", shown(command)))??;
    checked(command, &output)
}

fn checked(command: &Command, output: &Output) -> Result<()> {
    if output.status.success() {
        return Ok(());
    }
    let mut said = String::from_utf8_lossy(&output.stdout).into_owned();
    said.push_str(&String::from_utf8_lossy(&output.stderr));
    bail!(
        "`{}` ended with {}:\n{}",
        shown(command),
        output.status,
        said.trim_end()
    )
}

/// Runs a command, passes on what it prints, and hands each line to `see` as well. Gives whether it succeeded.
pub(crate) fn run_watched(command: &mut Command, mut see: impl FnMut(&str)) -> Result<bool> {
    let mut child = spawn(
        command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped()),
    )?;
    let (sender, lines) = mpsc::channel();
    let mut readers = Vec::new();
    if let Some(stdout) = child.stdout.take() {
        readers.push(forward(stdout, std::io::stdout(), sender.clone()));
    }
    if let Some(stderr) = child.stderr.take() {
        readers.push(forward(stderr, std::io::stderr(), sender.clone()));
    }
    drop(sender);
    for line in lines {
        see(&line);
    }
    for reader in readers {
        reader
            .join()
            .map_err(|_| anyhow!("lost the output of `{}`", shown(command)))??;
    }
    Ok(child.wait()?.success())
}

fn forward(
    from: impl Read + Send + 'static,
    mut to: impl Write + Send + 'static,
    lines: mpsc::Sender<String>,
) -> thread::JoinHandle<std::io::Result<()>> {
    thread::spawn(move || {
        let mut from = BufReader::new(from);
        let mut line = Vec::new();
        while from.read_until(b'\n', &mut line)? > 0 {
            to.write_all(&line)?;
            to.flush()?;
            // The receiver outlives this thread: it reads until every sender is gone.
            let _ = lines.send(String::from_utf8_lossy(&line).trim_end().to_owned());
            line.clear();
        }
        Ok(())
    })
}
