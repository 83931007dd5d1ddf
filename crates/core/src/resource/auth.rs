//! `auth`: who the key is, and what it may do.

use serde::{Deserialize, Serialize};

use super::read;
use crate::check::Issues;
use crate::error::{Error, Issue, Result};
use crate::fields;
use crate::request::Request;
use crate::route::{Operation, Routes};

/// The answer of `GET /auth`. Documented.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct AuthInfo {
    /// The org that the key belongs to. Documented.
    pub org_id: String,
    /// The kind of account: `service_account`. Documented.
    #[cfg_attr(feature = "typescript", tsify(type = "\"service_account\" | (string & {})"))]
    pub principal_type: String,
    /// The service account of the key. Documented.
    pub service_account_user_id: String,
    /// The scopes of the key: `partner:read`, `partner:write`. `partner:write` includes `partner:read`. Documented.
    #[cfg_attr(
        feature = "typescript",
        tsify(type = "(\"partner:read\" | \"partner:write\" | (string & {}))[]")
    )]
    pub scopes: Vec<String>,
    /// The correlation id of the answer: what Meshi's support asks for. Documented.
    pub correlation_id: String,
}

/// Who the key is.
///
/// # Errors
/// None but internal ones.
pub fn check(routes: &Routes) -> Result<Request> {
    read(routes, Operation::AuthCheck, &[], Issues::default())
}

/// A scope that the caller requires.
///
/// # Errors
/// A validation error for a word that is no scope.
pub fn parse_scope(scope: &str) -> Result<&'static str> {
    match scope {
        "partner:read" => Ok("partner:read"),
        "partner:write" => Ok("partner:write"),
        _ => {
            let message = "must be \"partner:read\" or \"partner:write\"";
            Err(Error::validation(vec![Issue::new(
                "require",
                "INVALID_SCOPE",
                message,
            )]))
        }
    }
}

/// Whether `body`, the answer of `GET /auth`, has `scope`; `partner:write` covers every read (D).
///
/// # Errors
/// An error as the server gives it for a write without the scope, 403 `INSUFFICIENT_SCOPE`; a decode error for a body without scopes.
pub fn require_scope(body: &str, scope: &str) -> Result<()> {
    let scopes = fields::object(body)
        .and_then(|body| fields::required(&body, "scopes", |scopes| fields::list(scopes, fields::text)));
    let Ok(scopes) = scopes else {
        return Err(Error::decode(
            200,
            "the answer of GET /auth has no list of scopes",
            body,
        ));
    };
    if scopes.iter().any(|has| has == scope || has == "partner:write") {
        return Ok(());
    }
    let message = format!(
        "the key lacks {scope}; it has {}: ask Meshi for a key with it",
        scopes.join(", ")
    );
    Err(Error::api(403, "INSUFFICIENT_SCOPE", message))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn write_covers_read_and_not_the_other_way() {
        for (has, wants, ok) in [
            ("partner:read", "partner:read", true),
            ("partner:write", "partner:read", true),
            ("partner:read", "partner:write", false),
        ] {
            assert_eq!(
                require_scope(&format!(r#"{{"scopes":["{has}"]}}"#), wants).is_ok(),
                ok,
                "{has} {wants}"
            );
        }
        assert!(require_scope("{}", "partner:read").is_err());
        assert!(parse_scope("write").is_err());
    }
}
