//! `meshi-partner-meter <module.wasm> <metered.wasm>`: the same module, which counts what it does.
//!
//! Each function of the module gets a counter, an exported mutable `i64` global `function: <name> <index>`, to which each
//! stretch of code without a branch adds how many instructions it has. `block`, `loop`, `else` and `end`, which only mark
//! places, count as none, and every other instruction as one. Since `memory.copy` and `memory.fill` do any amount of work,
//! the bytes that they move have a counter of their own, `moved bytes`.

use std::env;
use std::fs;

use anyhow::{Context, Result, bail};

mod meter;

fn main() -> Result<()> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [from, to] = arguments.as_slice() else {
        bail!("usage: meshi-partner-meter <module.wasm> <metered.wasm>");
    };
    let module = fs::read(from).with_context(|| format!("cannot read {from}"))?;
    let metered = meter::metered(&module).with_context(|| format!("cannot meter {from}"))?;
    fs::write(to, metered).with_context(|| format!("cannot write {to}"))
}
