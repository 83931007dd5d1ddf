//! `meshi.request`: what no table row covers, below the same base and with the same key.

use crate::error::{Error, Result};
use crate::request::{Request, Text};
use crate::route::{Method, check_custom_path};

/// A request by hand. `query` is appended to `path`; `body` is JSON text.
///
/// # Errors
/// A validation error for a method that `fetch` cannot send, or a path that would leave the base.
pub fn request(
    method: &str,
    path: &str,
    query: &[(String, String)],
    body: Option<String>,
) -> Result<Request> {
    let name = "request";
    let Some(method) = Method::named(method) else {
        return Err(Error::invalid(
            "method",
            "INVALID_METHOD",
            "is not a method that fetch can send, such as \"GET\", \"POST\", \"PUT\", \"HEAD\" or \"OPTIONS\"",
        ));
    };
    check_custom_path(path)?;
    let mut path = path.to_owned();
    for (name, value) in query {
        crate::encode::query(&mut path, name, value);
    }
    if method.is_bodiless() && body.is_some() {
        return Err(Error::invalid(
            "body",
            "INVALID_BODY",
            ["a ", method.as_str(), " has no body: put it into query"].concat(),
        ));
    }
    Ok(Request {
        body: body.map(Into::into),
        ..Request::write(name, method, path, Text::default())
    })
}
