//! Reads request bodies: unknown fields are let be, a known field of the wrong type or size is an error.

use serde_json::{Map, Value};

use crate::error::{ApiError, Code, code};

/// A JSON object from a request.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Fields<'a>(pub(crate) &'a Map<String, Value>);

/// Parses a body that has to be a JSON object.
pub(crate) fn object(body: &[u8]) -> Result<Map<String, Value>, ApiError> {
    match serde_json::from_slice(body) {
        Ok(Value::Object(map)) => Ok(map),
        Ok(other) => Err(ApiError::new(
            code::INVALID_JSON,
            format!("the body is {}; send a JSON object", kind_of(&other)),
        )),
        Err(error) => Err(ApiError::new(
            code::INVALID_JSON,
            format!("the body is not JSON: {error}"),
        )),
    }
}

impl<'a> Fields<'a> {
    /// An optional text of at most `max` characters.
    pub(crate) fn text(self, name: &str, max: usize, code: Code) -> Result<Option<&'a str>, ApiError> {
        let Some(value) = self.0.get(name) else {
            return Ok(None);
        };
        let Value::String(text) = value else {
            return Err(ApiError::new(
                code,
                format!("{name} is {}; send a string", kind_of(value)),
            ));
        };
        // A character takes a byte or more, so only a text with too many bytes needs counting.
        if text.len() > max && text.chars().count() > max {
            return Err(ApiError::new(
                code,
                format!(
                    "{name} has {} characters; send at most {max}",
                    text.chars().count()
                ),
            ));
        }
        Ok(Some(text))
    }

    /// A text as above that also has to satisfy `check`; `rule` says in words what that is.
    pub(crate) fn checked(
        self,
        name: &str,
        max: usize,
        code: Code,
        check: impl Fn(&str) -> bool,
        rule: &str,
    ) -> Result<Option<&'a str>, ApiError> {
        match self.text(name, max, code)? {
            Some(text) if !check(text) => Err(ApiError::new(code, format!("{name} has to be {rule}"))),
            other => Ok(other),
        }
    }

    /// A required text: `missing` is the same error as a malformed one.
    pub(crate) fn require(
        self,
        name: &str,
        max: usize,
        code: Code,
        check: impl Fn(&str) -> bool,
        rule: &str,
    ) -> Result<&'a str, ApiError> {
        self.checked(name, max, code, check, rule)?
            .ok_or_else(|| ApiError::new(code, format!("{name} is missing; send {rule}")))
    }
}

/// What a JSON value is, for a message.
pub(crate) fn kind_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}
