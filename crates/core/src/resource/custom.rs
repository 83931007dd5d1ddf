//! `meshi.request`: what no table row covers, below the same base and with the same key.

use crate::error::{Error, Result};
use crate::request::{Request, Text};
use crate::route::{Method, check_custom_path};

/// A request by hand. `query` is appended to `path`; `body` is JSON text.
///
/// # Errors
/// A validation error for a method that is not GET, POST or PUT, or a path that would leave the base.
pub fn request(
    method: &str,
    path: &str,
    query: &[(String, String)],
    body: Option<String>,
) -> Result<Request> {
    let name = "request";
    let method = match method.to_ascii_uppercase().as_str() {
        "GET" => Method::Get,
        "POST" => Method::Post,
        "PUT" => Method::Put,
        _ => {
            return Err(Error::invalid(
                "method",
                "INVALID_METHOD",
                "must be \"GET\", \"POST\" or \"PUT\"",
            ));
        }
    };
    check_custom_path(path)?;
    let mut path = path.to_owned();
    for (name, value) in query {
        crate::encode::query(&mut path, name, value);
    }
    match (method, body) {
        (Method::Get, Some(_)) => Err(Error::invalid(
            "body",
            "INVALID_BODY",
            "a GET has no body: put it into query",
        )),
        (Method::Get, None) => Ok(Request::get(name, path)),
        (method, body) => Ok(Request {
            body: body.map(Into::into),
            ..Request::write(name, method, path, Text::default())
        }),
    }
}
