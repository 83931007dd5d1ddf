//! Attendees: reading them, and reading the rows of an import.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{Call, Reply};
use crate::error::{ApiError, code};
use crate::fields::{Fields, kind_of};
use crate::ids;
use crate::runs::Failure;
use crate::store::Attendee;

/// `GET /events/:event_id/attendees` (I): in the order in which they came.
pub(super) fn list(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let event = call.event()?;
    let list = format!("attendees/{}", event.event_id);
    let rows = &event.roster.rows;
    call.page("attendees", &list, rows.len(), |at| {
        rows.get(at).map(Attendee::view)
    })
}

/// `GET /events/:event_id/attendees/:attendee_id` (I).
pub(super) fn get(call: &mut Call<'_>) -> Result<Reply, ApiError> {
    let event = call.event()?;
    let id = call.id_parameter(1, "attendee_id")?;
    let attendee = event.roster.get(id).ok_or_else(|| no_attendee(id))?;
    Ok(Reply::read(attendee.view()))
}

pub(super) fn no_attendee(id: &str) -> ApiError {
    ApiError::new(
        code::ATTENDEE_NOT_FOUND,
        format!("the event has no attendee {id}"),
    )
}

/// Reads the rows of an import. A row of the wrong shape refuses the whole payload; a row that has the right shape but
/// a blank name, or an e-mail or `LinkedIn` URL that cannot be one fails by itself.
pub(super) fn rows(
    value: Option<&Value>,
    max_rows: usize,
) -> Result<(Vec<Attendee>, Vec<Failure>), ApiError> {
    let refuse = |message: String| Err(ApiError::new(code::INVALID_ATTENDEES, message));
    let rows = match value {
        Some(Value::Array(rows)) => rows,
        Some(other) => return refuse(format!("attendees is {}; send an array", kind_of(other))),
        None => return refuse("attendees is missing; send an array of at least one attendee".to_owned()),
    };
    if rows.is_empty() {
        return refuse("attendees is empty; send at least one".to_owned());
    }
    if rows.len() > max_rows {
        return refuse(format!(
            "attendees has {} rows; send at most {max_rows} at once",
            rows.len()
        ));
    }
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    let (mut good, mut bad) = (Vec::with_capacity(rows.len()), Vec::new());
    for (index, row) in rows.iter().enumerate() {
        let at = |error: ApiError| ApiError {
            message: format!("attendees[{index}]: {}", error.message),
            ..error
        };
        let Value::Object(map) = row else {
            return refuse(format!("attendees[{index}] is {}; send an object", kind_of(row)));
        };
        let fields = Fields(map);
        let attendee = attendee(fields).map_err(at)?;
        let id = fields
            .text("attendee_id", usize::MAX, code::INVALID_ATTENDEES)?
            .unwrap_or_default();
        if !seen.insert(id) {
            return Err(ApiError::new(
                code::DUPLICATE_ATTENDEE_ID,
                format!("attendees[{index}]: attendee_id {id} stands twice in this payload"),
            ));
        }
        match flaw(&attendee) {
            None => good.push(attendee),
            Some((code, message)) => bad.push(Failure {
                index,
                attendee_id: id.to_owned(),
                code,
                message,
            }),
        }
    }
    Ok((good, bad))
}

fn attendee(fields: Fields<'_>) -> Result<Attendee, ApiError> {
    let code = code::INVALID_ATTENDEES;
    let attendee_id = fields.require(
        "attendee_id",
        usize::MAX,
        code,
        ids::is_partner_id,
        "an id that matches the pattern",
    )?;
    let name = fields.require("name", usize::MAX, code, |name| !name.is_empty(), "a name")?;
    let optional = |name| {
        Ok::<_, ApiError>(
            fields
                .text(name, usize::MAX, code)?
                .filter(|t| !t.is_empty())
                .map(Into::into),
        )
    };
    let raw = match fields.0.get("raw") {
        None => None,
        Some(raw @ Value::Object(_)) => Some(raw.to_string().into_boxed_str()),
        Some(other) => {
            return Err(ApiError::new(
                code,
                format!("raw is {}; send an object", kind_of(other)),
            ));
        }
    };
    Ok(Attendee {
        attendee_id: attendee_id.into(),
        name: name.into(),
        email: optional("email")?,
        linkedin_url: optional("linkedin_url")?,
        title: optional("title")?,
        company: optional("company")?,
        raw,
        ..Attendee::default()
    })
}

/// What is wrong with a row of the right shape. The codes are the sandbox's own.
fn flaw(attendee: &Attendee) -> Option<(&'static str, String)> {
    let bad_email = |email: &str| {
        let parts = email.split_once('@');
        email.contains(char::is_whitespace)
            || parts.is_none_or(|(user, host)| user.is_empty() || host.is_empty() || host.contains('@'))
    };
    let bad_url = |url: &str| {
        let lower = url.to_ascii_lowercase();
        let rest = lower
            .strip_prefix("https://")
            .or_else(|| lower.strip_prefix("http://"))
            .unwrap_or(&lower);
        let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
        host != "linkedin.com" && !host.ends_with(".linkedin.com")
    };
    if attendee.name.trim().is_empty() {
        return Some(("INVALID_NAME", "name is blank".to_owned()));
    }
    if attendee.email.as_deref().is_some_and(bad_email) {
        return Some(("INVALID_EMAIL", "email is no e-mail address".to_owned()));
    }
    if attendee.linkedin_url.as_deref().is_some_and(bad_url) {
        return Some((
            "INVALID_LINKEDIN_URL",
            "linkedin_url does not lead to linkedin.com".to_owned(),
        ));
    }
    None
}
