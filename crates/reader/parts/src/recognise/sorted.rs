//! Finds a line in a sorted text: tables that are compiled in, and cost nothing to make ready.

use super::steps::step;
use std::cmp::Ordering;

/// What stands behind `key` and a tab in a line of `table`, whose lines are sorted by what stands before the tab.
pub(super) fn find<'t>(table: &'t str, key: &str) -> Option<&'t str> {
    let mut rest = table.as_bytes();
    while !rest.is_empty() {
        let (before, after) = rest.split_at_checked(rest.len() / 2)?;
        let start = before
            .iter()
            .rposition(|byte| *byte == b'\n')
            .map_or(0, |at| at + 1);
        let end = after
            .iter()
            .position(|byte| *byte == b'\n')
            .map_or(rest.len(), |at| before.len() + at);
        let line = rest.get(start..end)?;
        let tab = line.iter().position(|byte| *byte == b'\t')?;
        let (word, value) = line.split_at_checked(tab)?;
        step(line.len());
        rest = match word.cmp(key.as_bytes()) {
            Ordering::Equal => return std::str::from_utf8(value.get(1..)?).ok(),
            Ordering::Less => rest.get(end + 1..).unwrap_or_default(),
            Ordering::Greater => rest.get(..start)?,
        };
    }
    None
}
