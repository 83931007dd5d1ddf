//! Pages: `limit`, and cursors that only mean something to the list that gave them out.

use serde_json::{Map, Value};

use crate::config::Config;
use crate::error::{ApiError, code};
use crate::ids::{hash, mix};
use crate::route::Query;

/// Where a page starts and how long it may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Window {
    pub(crate) from: usize,
    pub(crate) limit: usize,
}

/// Reads `limit` (one above the largest page means the largest page) and `cursor`. `list` names the list and its filters, so that a cursor fits no other.
pub(crate) fn window(query: &Query, config: &Config, list: &str) -> Result<Window, ApiError> {
    let max = config.max_page.max(1);
    let limit = match query.get("limit") {
        None => config.default_page.clamp(1, max),
        Some(text) => whole(text)
            .filter(|limit| *limit > 0)
            .map(|limit| limit.min(max))
            .ok_or_else(|| ApiError::new(code::INVALID_LIMIT, "limit has to be a whole number from 1 on"))?,
    };
    let from = match query.get("cursor") {
        None => 0,
        Some(cursor) => decode(cursor, config.seed, list).ok_or_else(|| {
            ApiError::new(
                code::INVALID_CURSOR,
                "cursor was not given out by this list; take next_cursor from the page before",
            )
        })?,
    };
    Ok(Window { from, limit })
}

/// A whole number of any length; one that is too large for this machine is its largest.
fn whole(digits: &str) -> Option<usize> {
    let are_digits = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    are_digits.then(|| digits.parse().unwrap_or(usize::MAX))
}

/// A page's body: the items under the resource's name, and the cursor of the next page or null.
pub(crate) fn body(
    resource: &str,
    items: Vec<Value>,
    next: Option<usize>,
    config: &Config,
    list: &str,
) -> Value {
    let cursor = next.map_or(Value::Null, |at| Value::String(encode(at, config.seed, list)));
    let mut page = Map::new();
    page.insert(resource.to_owned(), Value::Array(items));
    page.insert("next_cursor".to_owned(), cursor);
    Value::Object(page)
}

fn check(at: u64, seed: u64, list: &str) -> u64 {
    mix(hash(list.as_bytes()) ^ mix(seed) ^ at.rotate_left(17))
}

fn encode(at: usize, seed: u64, list: &str) -> String {
    let at = at as u64;
    let seal = check(at, seed, list);
    format!("c{:016x}{seal:016x}", at ^ seal)
}

fn decode(cursor: &str, seed: u64, list: &str) -> Option<usize> {
    let hex = cursor.strip_prefix('c').filter(|hex| hex.len() == 32)?;
    let hidden = u64::from_str_radix(hex.get(..16)?, 16).ok()?;
    let seal = u64::from_str_radix(hex.get(16..)?, 16).ok()?;
    let at = hidden ^ seal;
    if check(at, seed, list) == seal {
        usize::try_from(at).ok()
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_means_nothing_to_another_list_or_seed() {
        let cursor = encode(120, 7, "events");
        assert_eq!(decode(&cursor, 7, "events"), Some(120));
        assert_eq!(decode(&cursor, 7, "attendees/evt"), None);
        assert_eq!(decode(&cursor, 8, "events"), None);
        for bad in ["", "c", "120", "c00000000000000000000000000000000", "é"] {
            assert_eq!(decode(bad, 7, "events"), None, "{bad}");
        }
    }
}
