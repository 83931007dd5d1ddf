//! Every error code that the emulator can answer, with its status, in one place.

/// A code and the status that it goes with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Code {
    pub(crate) name: &'static str,
    pub(crate) status: u16,
}

macro_rules! codes {
    ($($name:ident $status:literal;)*) => {
        $(pub(crate) const $name: Code = Code { name: stringify!($name), status: $status };)*
        /// All of them, for the fault plan's defaults and for tests.
        pub(crate) const ALL: &[Code] = &[$($name),*];
    };
}

/// Codes of the contract first; those after the line are the sandbox's own, where the contract names none.
pub(crate) mod code {
    use super::Code;
    codes! {
        UNAUTHORIZED 401;
        ACCOUNT_DISABLED 401;
        SERVICE_ACCOUNT_REQUIRED 403;
        INSUFFICIENT_SCOPE 403;
        PARTNER_ORG_REQUIRED 403;
        INVALID_JSON 400;
        INVALID_PARTNER_KIND 400;
        INVALID_PARTNER_ID 400;
        INVALID_TITLE 400;
        INVALID_DESCRIPTION 400;
        INVALID_START_DATE 400;
        INVALID_END_DATE 400;
        INVALID_TIMEZONE 400;
        INVALID_VISIBILITY 400;
        INVALID_URL_SLUG 400;
        INVALID_IDEMPOTENCY_KEY 400;
        INVALID_ATTENDEES 400;
        DUPLICATE_ATTENDEE_ID 400;
        PARTNER_ID_NOT_FOUND 404;
        EVENT_NOT_FOUND 404;
        SESSION_NOT_FOUND 404;
        ATTENDEE_NOT_FOUND 404;
        RUN_NOT_FOUND 404;
        PARTNER_ID_CONFLICT 409;
        IDEMPOTENCY_KEY_CONFLICT 409;
        PAYLOAD_TOO_LARGE 413;
        PARTNER_RATE_LIMIT_EXCEEDED 429;
        // ---- the sandbox's own
        NOT_FOUND 404;
        METHOD_NOT_ALLOWED 405;
        INVALID_CONTEXT 400;
        INVALID_WEBHOOK_URL 400;
        INVALID_START_TIME 400;
        INVALID_END_TIME 400;
        INVALID_LOCATION 400;
        INVALID_LIMIT 400;
        INVALID_CURSOR 400;
        INTERNAL_ERROR 500;
        BAD_GATEWAY 502;
        SERVICE_UNAVAILABLE 503;
        GATEWAY_TIMEOUT 504;
    }
}

/// An answer that is no success: `{code, message, correlation_id}` on the wire.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ApiError {
    pub(crate) status: u16,
    pub(crate) code: String,
    pub(crate) message: String,
    pub(crate) headers: Vec<(&'static str, String)>,
}

impl ApiError {
    pub(crate) fn new(code: Code, message: impl Into<String>) -> Self {
        Self {
            status: code.status,
            code: code.name.to_owned(),
            message: message.into(),
            headers: Vec::new(),
        }
    }

    pub(crate) fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }
}

/// The code that a fault with this status gets when it names none.
pub(crate) fn code_for_status(status: u16) -> &'static str {
    match status {
        400 => code::INVALID_JSON.name,
        401 => code::UNAUTHORIZED.name,
        403 => code::INSUFFICIENT_SCOPE.name,
        404 => code::NOT_FOUND.name,
        409 => code::PARTNER_ID_CONFLICT.name,
        429 => code::PARTNER_RATE_LIMIT_EXCEEDED.name,
        _ => code::ALL
            .iter()
            .find(|known| known.status == status)
            .map_or(code::INTERNAL_ERROR.name, |known| known.name),
    }
}
