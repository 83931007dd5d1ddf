//! The query of a list.

use super::{Body, Field, INVALID_FIELD, Issues, near};
use crate::error::Result;
use crate::value::Value;

/// The query of a list, as the caller wrote it: only what its table names.
#[derive(Debug, Clone, Default)]
pub struct Query(Body);

impl Query {
    /// Reads JSON text and checks it. An empty text is an empty query. `others` are the parameters of the caller's interface
    /// that do not reach the core: the message about an unknown parameter names them as well.
    ///
    /// # Errors
    /// A validation error that names each bad or unknown parameter.
    pub fn parse(text: &str, table: &[Field], others: &[&str]) -> Result<Self> {
        if text.is_empty() {
            return Ok(Self::default());
        }
        let body = Body::parse_as(text, "query", INVALID_FIELD)?;
        let mut issues = Issues::default();
        for field in table {
            if let Some(value) = body.get(field.name()) {
                field.check(value, &mut issues);
            }
        }
        for (name, _) in body
            .iter()
            .filter(|(name, _)| !table.iter().any(|field| field.name() == *name))
        {
            let mut known: Vec<&str> = table.iter().map(Field::name).collect();
            known.extend(others);
            let hint = match known.iter().find(|known| near::is_near(name, known)) {
                Some(meant) => ["did you mean ", meant, "?"].concat(),
                None => ["the parameters are ", &known.join(", ")].concat(),
            };
            let message = ["is not a parameter of this list; ", &hint].concat();
            issues.add(name, INVALID_FIELD, message);
        }
        issues.into_result()?;
        Ok(Self(body))
    }

    /// Goes on from `cursor`.
    pub fn set_cursor(&mut self, cursor: &str) {
        self.0.set("cursor", cursor);
    }

    /// The cursor it starts from.
    pub fn cursor(&self) -> Option<&str> {
        self.0.text("cursor")
    }

    /// Appends it to `path`.
    pub fn append_to(&self, path: &mut String) {
        for (name, value) in self.0.iter() {
            match value {
                Value::String(text) => crate::encode::query(path, name, text),
                other => crate::encode::query(path, name, &other.to_json()),
            }
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;
    use crate::check::Rule;

    #[test]
    fn a_query_knows_its_parameters() {
        const LIST: &[Field] = &[
            Field::optional("limit", Rule::Count, INVALID_FIELD),
            Field::optional("cursor", Rule::AnyText, INVALID_FIELD),
        ];
        let mut path = String::from("/x");
        let mut query = Query::parse(r#"{"limit":2}"#, LIST, &[]).unwrap();
        query.set_cursor("a/b");
        query.append_to(&mut path);
        assert_eq!(path, "/x?cursor=a%2Fb&limit=2");
        for bad in [
            r#"{"limit":0}"#,
            r#"{"limit":1.5}"#,
            r#"{"limit":"2"}"#,
            r#"{"lmit":2}"#,
            r#"{"cursor":1}"#,
        ] {
            assert!(Query::parse(bad, LIST, &[]).is_err(), "{bad}");
        }
    }

    #[test]
    fn an_unknown_parameter_is_told_with_the_parameters_of_the_caller_s_interface() {
        const LIST: &[Field] = &[
            Field::optional("limit", Rule::Count, INVALID_FIELD),
            Field::optional("attendee_id", Rule::Id, INVALID_FIELD),
        ];
        let issue = |text: &str| {
            let error = Query::parse(text, LIST, &["maxItems"]).unwrap_err();
            let issue = error.issues.first().unwrap();
            (issue.path.clone(), issue.message.clone())
        };
        for (text, path, message) in [
            (
                r#"{"attendeeId":"a"}"#,
                "attendeeId",
                "is not a parameter of this list; did you mean attendee_id?",
            ),
            (
                r#"{"max_items":1}"#,
                "max_items",
                "is not a parameter of this list; did you mean maxItems?",
            ),
            (
                r#"{"other":1}"#,
                "other",
                "is not a parameter of this list; the parameters are limit, attendee_id, maxItems",
            ),
            ("5", "query", "must be an object, not a number"),
        ] {
            assert_eq!(issue(text), (path.to_owned(), message.to_owned()), "{text}");
        }
    }
}
