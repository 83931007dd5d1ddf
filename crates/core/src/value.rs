//! JSON as a tree, for bodies and answers whose shape is looked at by hand.
//!
//! It stands on the [`Scanner`] that rows are read with. Numbers keep their text, so that they pass through as they came
//! and no code for floating point is needed. Attendee rows never become trees.

use core::cmp::Ordering;

use crate::attendee::json::write_string;
use crate::attendee::scan::{JsonError, MAX_DEPTH, Scanner};

/// A JSON value.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Value {
    /// `null`
    #[default]
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A number, as it is written.
    Number(String),
    /// A string, without its quotes and escapes.
    String(String),
    /// A list.
    Array(Vec<Value>),
    /// An object.
    Object(Object),
}

/// The members of a JSON object, in the order of their names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Object(Vec<(String, Value)>);

/// The longest text that is read into a tree, in bytes: a tree takes several times as much, of memory that WebAssembly
/// never gives back. The largest that is expected is a run that tells of each of its rows.
pub const MAX_TEXT: usize = 16 << 20;

/// Members as they were read, in the order of their names. Of two of one name the last one counts. Merged, since a
/// server can send any number of them, and the standard library's sort is several times as much code.
fn in_order(mut members: Vec<(String, Value)>) -> Vec<(String, Value)> {
    if members.is_sorted_by(|(a, _), (b, _)| a < b) {
        return members;
    }
    let mut merged = Vec::with_capacity(members.len());
    let mut later = in_order(members.split_off(members.len() / 2))
        .into_iter()
        .peekable();
    let mut earlier = in_order(members).into_iter().peekable();
    while let (Some((a, _)), Some((b, _))) = (earlier.peek(), later.peek()) {
        match a.cmp(b) {
            Ordering::Less => merged.extend(earlier.next()),
            Ordering::Equal => drop(earlier.next()),
            Ordering::Greater => merged.extend(later.next()),
        }
    }
    merged.extend(earlier);
    merged.extend(later);
    merged
}

impl Object {
    fn place(&self, name: &str) -> Result<usize, usize> {
        self.0.binary_search_by(|(known, _)| known.as_str().cmp(name))
    }

    /// The value under `name`.
    pub fn get(&self, name: &str) -> Option<&Value> {
        let index = self.place(name).ok()?;
        self.0.get(index).map(|(_, value)| value)
    }

    /// Puts `value` under `name`, whatever stood there.
    pub fn insert(&mut self, name: &str, value: Value) {
        match self.place(name) {
            Ok(index) => {
                if let Some((_, old)) = self.0.get_mut(index) {
                    *old = value;
                }
            }
            Err(index) => self.0.insert(index, (name.to_owned(), value)),
        }
    }

    /// Takes out what stands under `name`.
    pub fn remove(&mut self, name: &str) -> Option<Value> {
        let index = self.place(name).ok()?;
        Some(self.0.remove(index).1)
    }

    /// Name and value of each member, in the order of the names.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value))
    }

    /// Appends the object as JSON text.
    pub fn write(&self, out: &mut String) {
        let mut before = '{';
        for (name, value) in &self.0 {
            out.push(before);
            before = ',';
            write_string(name, out);
            out.push(':');
            value.write(out);
        }
        if before == '{' {
            out.push('{');
        }
        out.push('}');
    }
}

impl Value {
    /// Reads the text of one JSON value.
    ///
    /// # Errors
    /// Where and how the text stops being JSON, or holds half of a surrogate pair, which is not a character; a text over
    /// [`MAX_TEXT`].
    pub fn parse(text: &str) -> Result<Self, JsonError> {
        let mut scanner = Scanner::new(text);
        let value = Self::read_all(&mut scanner, text.len())?;
        if scanner.lone_surrogate {
            return Err(scanner.error("whole surrogate pairs before the end"));
        }
        Ok(value)
    }

    /// Reads the text of one JSON value, with U+FFFD for half of a surrogate pair: servers that cut text to a length make
    /// such halves.
    ///
    /// # Errors
    /// Where and how the text stops being JSON; a text over [`MAX_TEXT`].
    pub fn parse_lossy(text: &str) -> Result<Self, JsonError> {
        Self::read_all(&mut Scanner::new(text), text.len())
    }

    fn read_all(scanner: &mut Scanner<'_>, length: usize) -> Result<Self, JsonError> {
        if length > MAX_TEXT {
            return Err(scanner.error("no more than 16 MiB"));
        }
        let value = Self::read(scanner, MAX_DEPTH)?;
        if scanner.peek_token().is_some() {
            return Err(scanner.error("the end of the text"));
        }
        Ok(value)
    }

    fn read(scanner: &mut Scanner<'_>, depth: usize) -> Result<Self, JsonError> {
        let first = scanner.peek_token();
        if matches!(first, Some(b'{' | b'[')) && depth == 0 {
            return Err(scanner.error("no deeper nesting than 128"));
        }
        Ok(match first {
            Some(b'{') => {
                let mut members = Vec::new();
                scanner.expect(b'{', "`{`")?;
                if !scanner.take(b'}') {
                    loop {
                        let name = scanner.key()?.decode().into_owned();
                        members.push((name, Self::read(scanner, depth - 1)?));
                        if !scanner.take(b',') {
                            break;
                        }
                    }
                    scanner.expect(b'}', "`,` or `}`")?;
                }
                Self::Object(Object(in_order(members)))
            }
            Some(b'[') => {
                let mut list = Vec::new();
                scanner.expect(b'[', "`[`")?;
                if !scanner.take(b']') {
                    loop {
                        list.push(Self::read(scanner, depth - 1)?);
                        if !scanner.take(b',') {
                            break;
                        }
                    }
                    scanner.expect(b']', "`,` or `]`")?;
                }
                Self::Array(list)
            }
            Some(b'"') => Self::String(scanner.string()?.decode().into_owned()),
            _ => match scanner.value()? {
                "null" => Self::Null,
                "true" => Self::Bool(true),
                "false" => Self::Bool(false),
                number => Self::Number(number.to_owned()),
            },
        })
    }

    /// The text, if it is a string.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::String(text) => Some(text),
            _ => None,
        }
    }

    /// The boolean, if it is one.
    pub fn as_bool(&self) -> Option<bool> {
        match self {
            Self::Bool(value) => Some(*value),
            _ => None,
        }
    }

    /// The whole number, if it is one and written as one.
    pub fn as_u64(&self) -> Option<u64> {
        match self {
            Self::Number(text) => text.parse().ok(),
            _ => None,
        }
    }

    /// The elements, if it is a list.
    pub fn as_array(&self) -> Option<&[Self]> {
        match self {
            Self::Array(list) => Some(list),
            _ => None,
        }
    }

    /// The members, if it is an object.
    pub fn as_object(&self) -> Option<&Object> {
        match self {
            Self::Object(object) => Some(object),
            _ => None,
        }
    }

    /// Whether it is `null`.
    pub fn is_null(&self) -> bool {
        *self == Self::Null
    }

    /// As JSON text.
    pub fn to_json(&self) -> String {
        let mut json = String::new();
        self.write(&mut json);
        json
    }

    /// Appends the value as JSON text.
    pub fn write(&self, out: &mut String) {
        match self {
            Self::Null => out.push_str("null"),
            Self::Bool(true) => out.push_str("true"),
            Self::Bool(false) => out.push_str("false"),
            Self::Number(text) => out.push_str(text),
            Self::String(text) => write_string(text, out),
            Self::Array(list) => {
                out.push('[');
                for (index, value) in list.iter().enumerate() {
                    if index > 0 {
                        out.push(',');
                    }
                    value.write(out);
                }
                out.push(']');
            }
            Self::Object(object) => object.write(out),
        }
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::String(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::String(text)
    }
}

impl From<u64> for Value {
    fn from(number: u64) -> Self {
        Self::Number(number.to_string())
    }
}

/// A list of anything that can be a value.
impl<T: Into<Value>> FromIterator<T> for Value {
    fn from_iter<I: IntoIterator<Item = T>>(list: I) -> Self {
        Self::Array(list.into_iter().map(Into::into).collect())
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    fn any_json() -> impl Strategy<Value = serde_json::Value> {
        let leaf = prop_oneof![
            Just(json!(null)),
            any::<bool>().prop_map(|value| json!(value)),
            any::<i64>().prop_map(|value| json!(value)),
            any::<f64>().prop_map(|value| json!(value)),
            ".*".prop_map(|value| json!(value)),
        ];
        leaf.prop_recursive(5, 60, 6, |inner| {
            prop_oneof![
                proptest::collection::vec(inner.clone(), 0..6).prop_map(|list| json!(list)),
                proptest::collection::btree_map(".{0,6}", inner, 0..6).prop_map(|map| json!(map)),
            ]
        })
    }

    proptest! {
        #[test]
        fn what_is_written_is_what_was_read(json in any_json(), pretty in any::<bool>()) {
            let text = if pretty { serde_json::to_string_pretty(&json).unwrap() } else { json.to_string() };
            let parse = |text: &str| serde_json::from_str::<serde_json::Value>(text).unwrap();
            prop_assert_eq!(parse(&Value::parse(&text).unwrap().to_json()), parse(&text));
        }

        #[test]
        fn it_takes_what_a_parser_takes(text in "[\\[\\]{},:\" tfn0-9.eE+a-z\\\\-]{0,12}") {
            let parsed = serde_json::from_str::<serde_json::Value>(&text);
            // A number that no float can hold is JSON all the same, if what follows it is.
            let expected = match parsed {
                Ok(_) => true,
                Err(error) if error.to_string().contains("out of range") => {
                    serde_json::from_str::<serde::de::IgnoredAny>(&text).is_ok()
                }
                Err(_) => false,
            };
            prop_assert_eq!(Value::parse(&text).is_ok(), expected);
        }
    }

    #[test]
    fn names_are_in_order_and_the_last_of_two_counts() {
        let value = Value::parse(r#"{"b":1,"a":{"z":[],"y":{}},"b":"2"}"#).unwrap();
        assert_eq!(value.to_json(), r#"{"a":{"y":{},"z":[]},"b":"2"}"#);
        assert_eq!(Value::parse("1.50e+3").unwrap().to_json(), "1.50e+3");
    }

    proptest! {
        #[test]
        fn names_come_in_order_whatever_the_order_they_came_in(
            names in proptest::collection::vec("[a-d]{0,2}|__proto__", 0..20)
        ) {
            let members: Vec<String> = names.iter().enumerate().map(|(n, name)| format!("{name:?}:{n}")).collect();
            let text = format!("{{{}}}", members.join(","));
            let mut inserted = Object::default();
            for (n, name) in names.iter().enumerate() {
                inserted.insert(name, Value::from(n as u64));
            }
            prop_assert_eq!(Value::parse(&text).unwrap(), Value::Object(inserted));
        }
    }

    #[test]
    fn any_number_of_names_in_the_worst_order_is_read() {
        let names: Vec<String> = (0..200_000).rev().map(|n| format!("\"{n:06}\":0")).collect();
        let value = Value::parse(&format!("{{{}}}", names.join(","))).unwrap();
        assert_eq!(value.as_object().unwrap().iter().count(), 200_000);
    }

    #[test]
    fn a_text_that_would_make_too_large_a_tree_is_refused() {
        let largest = format!("\"{}\"", "x".repeat(MAX_TEXT - 2));
        assert!(Value::parse(&largest).is_ok());
        assert!(Value::parse(&(largest + " ")).is_err());
    }

    #[test]
    fn what_is_no_json_is_refused() {
        let deep = "[".repeat(129) + &"]".repeat(129);
        for bad in ["", "{", "[1,]", "{\"a\":1,}", "1 2", "\"\\ud800\"", "nul", &*deep] {
            assert!(Value::parse(bad).is_err(), "{bad}");
        }
        let lossy = Value::parse_lossy("\"\\ud800\"").map(|value| value.to_json());
        assert_eq!(lossy.as_deref(), Ok("\"\u{fffd}\""));
        assert!(Value::parse_lossy("1 2").is_err());
        assert!(Value::parse(&("[".repeat(128) + &"]".repeat(128))).is_ok());
    }
}
