//! A page of a list, read from its text.

use crate::error::{Error, Result};
use crate::job::Answer;
use crate::page::{CURSOR_NAMES, ITEM_NAMES};
use crate::value::{Object, Value};

/// The items of a page and the cursor of the one after it, each under whichever of its names it has (I).
///
/// # Errors
/// A decode error for a body that is not a page.
pub(super) fn read(answer: &Answer, resource: &str) -> Result<(Vec<Value>, Option<String>)> {
    let unreadable = |message: &str| Error::decode(answer.status, message, &answer.body);
    let mut page = match Value::parse_lossy(&answer.body) {
        Ok(Value::Object(page)) => page,
        Ok(_) => return Err(unreadable("The page is not an object.")),
        Err(error) => {
            let message = format!(
                "The page is not JSON: expected {} at byte {}.",
                error.expected, error.at
            );
            return Err(unreadable(&message));
        }
    };
    let cursor = cursor(&page).map_err(unreadable)?;
    let mut names = core::iter::once(resource).chain(ITEM_NAMES);
    let items = names.find_map(|name| match page.remove(name) {
        Some(Value::Array(items)) => Some(items),
        _ => None,
    });
    let items = items.ok_or_else(|| {
        let message = format!("The page has no list under {resource:?}, \"items\", \"data\" or \"results\".");
        unreadable(&message)
    })?;
    Ok((items, cursor))
}

/// The cursor. One of another kind is an error: to take it for the end would cut the list off in silence.
fn cursor(page: &Object) -> core::result::Result<Option<String>, &'static str> {
    let cursors = CURSOR_NAMES.map(|name| page.get(name));
    let mut known = cursors.into_iter().flatten().filter(|cursor| !cursor.is_null());
    match known.clone().find_map(Value::as_str) {
        Some(text) => Ok(Some(text.to_owned())),
        None if known.next().is_none() => Ok(None),
        None => Err("The page's cursor is neither text nor null."),
    }
}
