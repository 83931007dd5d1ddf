//! Whether what the server has under an id is what was to be created under it.

use crate::check::{Body, Field, is_date};
use crate::error::{Error, Issue, Result};
use crate::value::Value;

const CONFLICT: &str = "PARTNER_ID_CONFLICT";

/// Compares the fields of `table` that `wanted` has with those of `found`; what the server adds does not matter. `what` names
/// the thing in the message.
///
/// # Errors
/// A conflict that names the fields that differ; a decode error for a body that is no object.
pub(super) fn same(table: &[Field], wanted: &Body, found: &str, what: &str) -> Result<()> {
    let Ok(found) = Body::parse(found) else {
        let message = ["the ", what, " that the server returned is not an object"].concat();
        return Err(Error::decode(200, message, found));
    };
    let differs = |name: &&str| {
        wanted
            .get(name)
            .is_some_and(|value| !agrees(value, found.get(name)))
    };
    let differing: Vec<&str> = table.iter().map(Field::name).filter(differs).collect();
    if differing.is_empty() {
        return Ok(());
    }
    let message = [
        "this id is taken, and the ",
        what,
        " under it differs in ",
        &differing.join(", "),
        ": it may be another one; update it, or use another id",
    ]
    .concat();
    let mut error = Error::api(409, CONFLICT, message);
    error.correlation_id = found.text("correlation_id").map(str::to_owned);
    let problem = ["differs from the ", what, " that the server has"].concat();
    error.issues = differing
        .iter()
        .map(|name| Issue::new(*name, CONFLICT, problem.as_str()))
        .collect();
    Err(error)
}

/// Equal, or a date that the server gives back as a moment of that day.
fn agrees(wanted: &Value, found: Option<&Value>) -> bool {
    match (wanted, found) {
        (Value::String(wanted), Some(Value::String(found))) => {
            let rest = found.strip_prefix(wanted.as_str());
            wanted == found || (is_date(wanted) && rest.is_some_and(|rest| rest.starts_with('T')))
        }
        (wanted, Some(found)) => wanted == found,
        (_, None) => false,
    }
}
