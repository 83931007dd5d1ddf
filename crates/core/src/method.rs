//! HTTP methods.

/// The longest name of a method.
const LONGEST: usize = 32;

/// Methods that `fetch` refuses to send.
const FORBIDDEN: [&str; 3] = ["CONNECT", "TRACE", "TRACK"];

/// An HTTP method: one that the API uses, or another that a request by hand names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Reads.
    Get,
    /// Creates and starts.
    Post,
    /// Replaces, and imports.
    Put,
    /// Any other method.
    Other(Name),
}

/// The name of a method, which is a token of ASCII characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Name {
    bytes: [u8; LONGEST],
    length: usize,
}

impl Name {
    fn new(name: &str) -> Option<Self> {
        let mut bytes = [0; LONGEST];
        bytes.get_mut(..name.len())?.copy_from_slice(name.as_bytes());
        Some(Self {
            bytes,
            length: name.len(),
        })
    }

    /// The text of the name.
    pub fn as_str(&self) -> &str {
        let bytes = self.bytes.get(..self.length);
        // It was made from text.
        bytes.map_or("", |bytes| std::str::from_utf8(bytes).unwrap_or(""))
    }
}

impl Method {
    /// The method of that name, or `None` where `fetch` could not send it. Letter case is normalized as `fetch` does it.
    pub fn named(name: &str) -> Option<Self> {
        let upper = name.to_ascii_uppercase();
        match upper.as_str() {
            "GET" => return Some(Self::Get),
            "POST" => return Some(Self::Post),
            "PUT" => return Some(Self::Put),
            _ => {}
        }
        let token = |b: u8| b.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&b);
        if name.is_empty() || FORBIDDEN.contains(&&*upper) || !name.bytes().all(token) {
            return None;
        }
        let normalized = ["HEAD", "OPTIONS", "DELETE", "PATCH"].contains(&&*upper);
        Name::new(if normalized { &upper } else { name }).map(Self::Other)
    }

    /// As on the wire.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Other(name) => name.as_str(),
        }
    }

    /// Whether a request of this method may be repeated without asking what became of the one before.
    pub fn is_repeatable(&self) -> bool {
        ["GET", "PUT", "HEAD", "OPTIONS"].contains(&self.as_str())
    }

    /// Whether `fetch` sends no body with this method.
    pub fn is_bodiless(&self) -> bool {
        ["GET", "HEAD"].contains(&self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_method_is_written_as_on_the_wire() {
        for (given, sent) in [
            ("get", "GET"),
            ("Post", "POST"),
            ("put", "PUT"),
            ("head", "HEAD"),
            ("options", "OPTIONS"),
            ("delete", "DELETE"),
            ("patch", "PATCH"),
            ("Purge", "Purge"),
        ] {
            let method = Method::named(given);
            assert_eq!(method.as_ref().map(Method::as_str), Some(sent));
        }
    }

    #[test]
    fn what_fetch_cannot_send_is_refused() {
        let long = "M".repeat(33);
        for name in [
            "", " ", "GE T", "connect", "TRACE", "track", "G\r\nX", "\u{e9}", &long,
        ] {
            assert_eq!(Method::named(name), None, "{name:?}");
        }
    }

    #[test]
    fn only_idempotent_methods_are_repeated() {
        let repeatable = |name| Method::named(name).is_some_and(|method| method.is_repeatable());
        assert!(["GET", "PUT", "HEAD", "OPTIONS"].into_iter().all(repeatable));
        assert!(!["POST", "PATCH", "DELETE", "PURGE"].into_iter().any(repeatable));
    }
}
