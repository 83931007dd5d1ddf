//! Bodies and queries, checked against tables that read like the contract.

use super::{Issues, is_date, is_partner_id, near, quoted};
use crate::error::{Error, Result};
use crate::value::{Object, Value};

/// What a field may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// A partner's own id (D).
    Id,
    /// Text of at most so many characters.
    Text(usize),
    /// Text that no limit is published for.
    AnyText,
    /// An ISO date (D).
    Date,
    /// An absolute http or https URL.
    Url,
    /// A non-empty list of partner ids.
    Ids,
    /// A whole number from 1.
    Count,
}

/// One row of a table.
#[derive(Debug, Clone, Copy)]
pub struct Field {
    name: &'static str,
    rule: Rule,
    code: &'static str,
    required: bool,
}

impl Field {
    /// An optional field, refused with `code`.
    pub const fn optional(name: &'static str, rule: Rule, code: &'static str) -> Self {
        Self {
            name,
            rule,
            code,
            required: false,
        }
    }

    /// A required one.
    pub const fn required(name: &'static str, rule: Rule, code: &'static str) -> Self {
        Self {
            name,
            rule,
            code,
            required: true,
        }
    }

    /// The field's name.
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// Whether `body` has it.
    pub fn is_in(&self, body: &Body) -> bool {
        body.has(self.name)
    }

    pub(super) fn check(&self, value: &Value, issues: &mut Issues) {
        let problem = match (self.rule, value) {
            (_, Value::Null) => Some("is null: leave it out instead".to_owned()),
            (Rule::Ids, Value::Array(ids)) => return self.check_ids(ids, issues),
            (Rule::Ids, other) => Some(format!("must be a list of ids, not {}", a(other))),
            (Rule::Count, value) if value.as_u64().is_some_and(|n| n >= 1) => None,
            (Rule::Count, other) => Some(format!("must be a whole number from 1, not {}", shown(other))),
            (rule, Value::String(text)) => text_problem(rule, text, self.required),
            (_, other) => Some(format!("must be a string, not {}", a(other))),
        };
        if let Some(problem) = problem {
            issues.add(self.name, self.code, problem);
        }
    }

    fn check_ids(&self, ids: &[Value], issues: &mut Issues) {
        if ids.is_empty() {
            issues.add(self.name, self.code, "is empty: leave it out to mean all of them");
        }
        for (n, id) in ids.iter().enumerate() {
            let path = format!("{}[{n}]", self.name);
            match id {
                Value::String(id) => issues.id(&path, id),
                other => issues.add(path, self.code, format!("must be a string, not {}", a(other))),
            }
        }
    }
}

fn text_problem(rule: Rule, text: &str, required: bool) -> Option<String> {
    match rule {
        _ if required && text.trim().is_empty() => Some("is blank".to_owned()),
        Rule::Id if !is_partner_id(text) => Some(format!(
            "{} is not a valid id: 1 to 128 letters, digits, \".\", \"_\", \":\" or \"-\", the first a letter or digit",
            quoted(text)
        )),
        Rule::Text(max) => {
            let count = text.chars().count();
            (count > max)
                .then(|| format!("has {count} characters, and at most {max} are allowed: shorten it"))
        }
        Rule::Date if !is_date(text) => Some(format!(
            "{} is not an existing date written YYYY-MM-DD, such as \"2026-09-10\"",
            quoted(text)
        )),
        Rule::Url if !is_url(text) => Some(format!("{} is not an absolute http or https URL", quoted(text))),
        _ => None,
    }
}

fn is_url(text: &str) -> bool {
    let rest = text
        .strip_prefix("https://")
        .or_else(|| text.strip_prefix("http://"));
    rest.is_some_and(|rest| !rest.is_empty() && !rest.starts_with('/'))
        && !text.chars().any(|c| c.is_control() || c.is_whitespace())
}

/// What a value is, with its article, for messages.
fn a(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

fn shown(value: &Value) -> String {
    match value {
        Value::Number(n) => n.clone(),
        Value::String(text) => quoted(text),
        other => a(other).to_owned(),
    }
}

/// A request body as the caller wrote it: fields that no table names pass through untouched.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Body {
    fields: Object,
    allows_unknown: bool,
}

impl From<Object> for Body {
    fn from(fields: Object) -> Self {
        Self {
            fields,
            allows_unknown: false,
        }
    }
}

impl Body {
    /// Reads JSON text.
    ///
    /// # Errors
    /// A validation error when it is not a JSON object.
    pub fn parse(text: &str) -> Result<Self> {
        Self::parse_as(text, "body", "INVALID_JSON")
    }

    /// Reads the JSON text of an argument that `path` names in an error, whose code is `code`.
    ///
    /// # Errors
    /// A validation error when it is not a JSON object.
    pub(crate) fn parse_as(text: &str, path: &str, code: &str) -> Result<Self> {
        match Value::parse(text) {
            Ok(Value::Object(fields)) => Ok(fields.into()),
            Ok(other) => Err(Error::invalid(
                path,
                code,
                format!("must be an object, not {}", a(&other)),
            )),
            Err(error) => Err(Error::invalid(
                path,
                code,
                format!("is not JSON: expected {} at byte {}", error.expected, error.at),
            )),
        }
    }

    /// Allows names that nearly are the name of a known field, if `allowed`.
    #[must_use]
    pub fn allowing_unknown(mut self, allowed: bool) -> Self {
        self.allows_unknown = allowed;
        self
    }

    /// Checks every field of `table`, and finds unknown names that nearly are the name of one of them.
    pub fn check(&self, table: &[Field], issues: &mut Issues) {
        for field in table {
            match self.fields.get(field.name) {
                Some(value) => field.check(value, issues),
                None if field.required => issues.add(field.name, field.code, "is required"),
                None => {}
            }
        }
        if !self.allows_unknown {
            let names = self.iter().map(|(name, _)| name);
            let known = table.iter().map(Field::name);
            near::check(names, &known, |known| self.has(known), "", issues);
        }
        if self.has("idempotency_key") {
            issues.add(
                "idempotency_key",
                "INVALID_IDEMPOTENCY_KEY",
                "is not part of the body: give the option idempotencyKey",
            );
        }
    }

    /// The text of a field, if it is there and is text.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.fields.get(name).and_then(Value::as_str)
    }

    /// The text of a field that the checks hold to be there.
    ///
    /// # Errors
    /// An internal error where it is not.
    pub(crate) fn checked_text(&self, name: &str) -> Result<&str> {
        let text = self.text(name);
        text.ok_or_else(|| Error::internal("a field that was checked is not there"))
    }

    /// The value of a field.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.fields.get(name)
    }

    /// Whether the field is there.
    pub fn has(&self, name: &str) -> bool {
        self.fields.get(name).is_some()
    }

    /// Takes a field out.
    pub fn take(&mut self, name: &str) -> Option<Value> {
        self.fields.remove(name)
    }

    /// Sets a field.
    pub fn set(&mut self, name: &str, value: impl Into<Value>) {
        self.fields.insert(name, value.into());
    }

    /// Name and value of each field, in the order of the names.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.fields.iter()
    }

    /// As JSON text, its names in order.
    pub fn to_json(&self) -> String {
        let mut json = String::new();
        self.fields.write(&mut json);
        json
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    use super::super::INVALID_FIELD;

    const TABLE: &[Field] = &[
        Field::required("event_id", Rule::Id, "INVALID_PARTNER_ID"),
        Field::required("title", Rule::Text(5), "INVALID_TITLE"),
        Field::optional("start_date", Rule::Date, "INVALID_START_DATE"),
        Field::optional("webhook_url", Rule::Url, INVALID_FIELD),
        Field::optional("attendee_ids", Rule::Ids, "INVALID_ATTENDEES"),
    ];

    fn codes(text: &str) -> Vec<String> {
        let mut issues = Issues::default();
        Body::parse(text).unwrap().check(TABLE, &mut issues);
        issues
            .into_result()
            .err()
            .map(|e| {
                e.issues
                    .iter()
                    .map(|i| format!("{} {}", i.path, i.code))
                    .collect()
            })
            .unwrap_or_default()
    }

    #[test]
    fn every_issue_is_named_at_once() {
        assert_eq!(
            codes(r#"{"event_id":"a/b","start_date":"2026-02-30"}"#),
            [
                "event_id INVALID_PARTNER_ID",
                "title INVALID_TITLE",
                "start_date INVALID_START_DATE",
            ]
        );
        assert!(codes(r#"{"event_id":"a","title":"ééééé","other":{"kept":true}}"#).is_empty());
    }

    #[test]
    fn each_rule_refuses_what_it_must() {
        for (json, expected) in [
            (r#"{"event_id":"a","title":"éééééé"}"#, "title INVALID_TITLE"),
            (r#"{"event_id":"a","title":"  "}"#, "title INVALID_TITLE"),
            (r#"{"event_id":"a","title":5}"#, "title INVALID_TITLE"),
            (r#"{"event_id":"a","title":null}"#, "title INVALID_TITLE"),
            (
                r#"{"event_id":"a","title":"t","webhook_url":"ftp://x"}"#,
                "webhook_url INVALID_FIELD",
            ),
            (
                r#"{"event_id":"a","title":"t","webhook_url":"https://x y"}"#,
                "webhook_url INVALID_FIELD",
            ),
            (
                r#"{"event_id":"a","title":"t","attendee_ids":[]}"#,
                "attendee_ids INVALID_ATTENDEES",
            ),
            (
                r#"{"event_id":"a","title":"t","attendee_ids":["a","b/"]}"#,
                "attendee_ids[1] INVALID_PARTNER_ID",
            ),
            (
                r#"{"event_id":"a","title":"t","attendee_ids":[1]}"#,
                "attendee_ids[0] INVALID_ATTENDEES",
            ),
            (
                r#"{"event_id":"a","title":"t","idempotency_key":"k"}"#,
                "idempotency_key INVALID_IDEMPOTENCY_KEY",
            ),
        ] {
            assert_eq!(codes(json), [expected], "{json}");
        }
    }

    #[test]
    fn a_body_is_an_object() {
        for text in ["", "[]", "1", "{", "null"] {
            assert_eq!(Body::parse(text).unwrap_err().code, "INVALID_JSON", "{text}");
        }
    }
}
