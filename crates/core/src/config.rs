//! A client's configuration. The key lives here and in the one header, and nothing prints it.

use core::fmt;

use crate::error::{Error, Result};
use crate::outage::OutageOptions;
use crate::retry::Policy;
use crate::route::Routes;

/// Staging (D).
pub const STAGING: &str = "https://api.staging.meshi.io/api/v0/partner";
/// Production (D).
pub const PRODUCTION: &str = "https://api.meshi.io/api/v0/partner";

const SCHEME: &str = "Bearer ";

/// What a client is made with.
#[derive(Clone)]
pub struct Config {
    base: String,
    authorization: String,
    /// The bounds of a call that says nothing else.
    pub policy: Policy,
    /// How long the client's jobs ride out an outage.
    pub outage: OutageOptions,
    /// The route table with the caller's replacements.
    pub routes: Routes,
    /// Whether every call sends names that nearly are the name of a known field as they are.
    pub allow_unknown_fields: bool,
}

impl fmt::Debug for Config {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Config")
            .field("base", &self.base)
            .field("policy", &self.policy)
            .finish_non_exhaustive()
    }
}

impl Config {
    /// A client of the API at `base`, with `key`.
    ///
    /// # Errors
    /// A config error that names the option and never shows the key.
    pub fn new(key: &str, base: &str) -> Result<Self> {
        Ok(Self {
            base: base_url(base)?,
            authorization: authorization(key)?,
            policy: Policy::default(),
            outage: OutageOptions::default(),
            routes: Routes::default(),
            allow_unknown_fields: false,
        })
    }

    /// The base URL, without a slash at its end.
    pub fn base(&self) -> &str {
        &self.base
    }

    /// The URL of a path below the base.
    pub fn url(&self, path: &str) -> String {
        [self.base.as_str(), path].concat()
    }

    /// The value of the one header that holds the key.
    pub fn authorization(&self) -> &str {
        &self.authorization
    }

    /// The key, for keeping it out of what others throw.
    pub fn key(&self) -> &str {
        // Without the scheme, all of it is the key: an empty text would keep nothing out.
        self.authorization
            .strip_prefix(SCHEME)
            .unwrap_or(&self.authorization)
    }
}

/// The base URL of an environment.
///
/// # Errors
/// A config error that names the two.
pub fn environment(name: &str) -> Result<&'static str> {
    match name {
        "staging" => Ok(STAGING),
        "production" => Ok(PRODUCTION),
        _ => Err(Error::config(
            "environment",
            "must be \"staging\" or \"production\"; give baseUrl for anything else",
        )),
    }
}

fn authorization(key: &str) -> Result<String> {
    let problem = if key.is_empty() {
        Some("is empty: give the key that Meshi issued, or set MESHI_KEY")
    } else if key.contains(char::is_whitespace) {
        Some("holds white space or a line break: it was probably copied with something around it")
    } else if !key.bytes().all(|b| b.is_ascii_graphic()) {
        Some("holds a character that no header can carry")
    } else if key.len() > 4096 {
        Some("is longer than any key")
    } else if key
        .get(..7)
        .is_some_and(|start| start.eq_ignore_ascii_case("bearer:"))
    {
        Some("starts with \"Bearer\": give the key alone")
    } else {
        None
    };
    match problem {
        Some(problem) => Err(Error::config("apiKey", problem)),
        None => Ok([SCHEME, key].concat()),
    }
}

fn base_url(base: &str) -> Result<String> {
    let fail = |problem: &str| Err(Error::config("baseUrl", problem));
    let (plain, rest) = if let Some(rest) = strip_scheme(base, "https://") {
        (false, rest)
    } else if let Some(rest) = strip_scheme(base, "http://") {
        (true, rest)
    } else {
        return fail("must be an absolute https URL, such as https://api.staging.meshi.io/api/v0/partner");
    };
    if base
        .bytes()
        .any(|b| b <= b' ' || b >= 0x7f || matches!(b, b'\\' | b'?' | b'#' | b'@' | b'<' | b'>' | b'"'))
    {
        return fail("must hold no white space, user name, query or fragment");
    }
    let host = rest.split_once('/').map_or(rest, |(host, _)| host);
    if host.is_empty() || host.starts_with(':') {
        return fail("has no host");
    }
    if plain && !is_loopback(host) {
        return fail(
            "must be https: over plain http the key could be read on its way (http is for loopback alone)",
        );
    }
    if crate::route::has_dot_segment(rest) {
        return fail("must hold no \".\" or \"..\" segments");
    }
    Ok(base.trim_end_matches('/').to_owned())
}

fn strip_scheme<'a>(base: &'a str, scheme: &str) -> Option<&'a str> {
    let (start, rest) = base.split_at_checked(scheme.len())?;
    start.eq_ignore_ascii_case(scheme).then_some(rest)
}

fn is_loopback(host: &str) -> bool {
    let named = match host.strip_prefix('[') {
        Some(v6) => return matches!(v6.split_once(']'), Some(("::1", port)) if is_port(port)),
        None => host.split_once(':'),
    };
    let (name, port) = named.map_or((host, None), |(name, port)| (name, Some(port)));
    let octets: Vec<&str> = name.split('.').collect();
    let v4 = octets.len() == 4 && octets.first() == Some(&"127") && octets.iter().all(|o| is_octet(o));
    port.is_none_or(is_port_number) && (v4 || name.eq_ignore_ascii_case("localhost"))
}

fn is_port(text: &str) -> bool {
    text.is_empty() || text.strip_prefix(':').is_some_and(is_port_number)
}

fn is_port_number(text: &str) -> bool {
    is_digits(text) && text.parse::<u16>().is_ok()
}

/// Whether it is a part of an IPv4 address in decimal. After a leading zero, a host may read it as octal.
fn is_octet(text: &str) -> bool {
    is_digits(text) && (text == "0" || !text.starts_with('0')) && text.parse::<u8>().is_ok()
}

/// Whether it is made of digits alone: Rust's own parser takes a sign, too.
fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    #[test]
    fn only_https_or_loopback() {
        for good in [
            STAGING,
            PRODUCTION,
            "https://proxy.example.com",
            "https://proxy.example.com:8443/meshi/",
            "http://127.0.0.1:8787/api/v0/partner",
            "http://localhost",
            "http://LOCALHOST:1",
            "http://[::1]:9",
            "http://127.9.9.9",
            "HTTPS://api.meshi.io/api/v0/partner",
        ] {
            assert!(Config::new("k", good).is_ok(), "{good}");
        }
        for bad in [
            "",
            "api.meshi.io",
            "ftp://x",
            "//x",
            "https://",
            "https:///x",
            "https://:80",
            "http://api.meshi.io",
            "http://127.0.0.1.evil.example",
            "http://localhost.evil.example",
            "http://localhost@evil.example",
            "https://u:p@x",
            "https://x?y",
            "https://x#y",
            "https://x y",
            "https://x\\y",
            "https://x/../y",
            "http://[::1].evil.example",
            "http://[::2]",
            "http://127.0.0.1:x",
            "http://128.0.0.1",
            "http://127.1.2.999",
            "http://127.0.0.+1",
            "http://127.+0.0.1",
            "http://+127.0.0.1",
            "http://127.0.0.-1",
            "http://127.0.0.01",
            "http://127.00.0.1",
            "http://127.0.0.0x1",
            "http://127.0.0.",
            "http://127.0.0.1.",
            "http://127.0.1",
            "http://127.0.0.1:+80",
            "http://127.0.0.1:-80",
            "http://127.0.0.1:65536",
            "http://localhost:+80",
            "http://[::1]:+80",
        ] {
            assert_eq!(
                Config::new("k", bad).unwrap_err().option.as_deref(),
                Some("baseUrl"),
                "{bad}"
            );
        }
        assert_eq!(
            Config::new("k", "https://x/y//").unwrap().url("/auth"),
            "https://x/y/auth"
        );
    }

    #[test]
    fn a_key_fits_a_header_and_is_never_shown() {
        for bad in [
            "",
            "canary key",
            "canary\nkey",
            "canary\r\nx: y",
            " canary",
            "canary ",
            "canaryé",
            "canary\u{0}",
            "Bearer canary",
            "bearer:canary",
        ] {
            let error = Config::new(bad, STAGING).unwrap_err();
            assert_eq!(error.option.as_deref(), Some("apiKey"), "{bad:?}");
            assert!(!format!("{error:?}{error}").contains("canary"));
        }
        let config = Config::new("canary", STAGING).unwrap();
        assert_eq!(config.authorization(), "Bearer canary");
        let shown = format!("{config:?}");
        assert!(shown.contains(STAGING) && !shown.contains("canary"), "{shown}");
    }

    #[test]
    fn a_key_of_any_length_that_a_header_carries_is_taken() {
        assert!(Config::new(&"k".repeat(4096), STAGING).is_ok());
        assert!(Config::new(&"k".repeat(4097), STAGING).is_err());
    }

    #[test]
    fn an_environment_is_one_of_the_two_and_never_guessed() {
        assert_eq!(environment("staging"), Ok(STAGING));
        assert_eq!(environment("production"), Ok(PRODUCTION));
        for bad in ["", "Staging", "prod"] {
            let error = environment(bad).unwrap_err();
            assert_eq!(error.option.as_deref(), Some("environment"), "{bad}");
        }
    }
}
