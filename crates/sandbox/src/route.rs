//! The operations and the paths that reach them.

use crate::keys::{READ, WRITE};

macro_rules! operations {
    ($($variant:ident $name:literal $method:literal $path:literal;)*) => {
        /// An operation of the contract.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub(crate) enum Operation { $($variant),* }

        impl Operation {
            /// The contract's name of it, which is the `operationId` in `openapi.yaml`.
            pub(crate) const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),* }
            }

            pub(crate) const fn method(self) -> &'static str {
                match self { $(Self::$variant => $method),* }
            }
        }

        const TABLE: &[(Operation, &str)] = &[$((Operation::$variant, $path)),*];

        /// Name, method and path of every operation, in the order of the contract.
        pub const OPERATIONS: &[(&str, &str, &str)] = &[$(($name, $method, $path)),*];
    };
}

operations! {
    AuthCheck             "auth.check"               "GET"  "/auth";
    IdMapGet              "idMap.get"                "GET"  "/id-map/{kind}/{partner_id}";
    EventsCreate          "events.create"            "POST" "/events";
    EventsList            "events.list"              "GET"  "/events";
    EventsGet             "events.get"               "GET"  "/events/{event_id}";
    EventsUpdate          "events.update"            "PUT"  "/events/{event_id}";
    EventsSetContext      "events.setContext"        "POST" "/events/{event_id}/context";
    AttendeesImport       "attendees.import"         "PUT"  "/events/{event_id}/attendees:import";
    AttendeesList         "attendees.list"           "GET"  "/events/{event_id}/attendees";
    AttendeesGet          "attendees.get"            "GET"  "/events/{event_id}/attendees/{attendee_id}";
    EnrichmentStart       "enrichment.start"         "POST" "/events/{event_id}/attendees:enrich";
    MatchingStart         "matching.start"           "POST" "/events/{event_id}/attendees:match";
    MatchesList           "matches.list"             "GET"  "/events/{event_id}/matches";
    RunsGet               "runs.get"                 "GET"  "/runs/{run_id}";
    ReviewQueueList       "reviewQueue.list"         "GET"  "/review-queue";
    ReviewQueueForEvent   "reviewQueue.listForEvent" "GET"  "/events/{event_id}/review-queue";
    SessionsCreate        "sessions.create"          "POST" "/events/{event_id}/sessions";
    SessionsList          "sessions.list"            "GET"  "/events/{event_id}/sessions";
    SessionsGet           "sessions.get"             "GET"  "/events/{event_id}/sessions/{session_id}";
    SessionsUpdate        "sessions.update"          "PUT"  "/events/{event_id}/sessions/{session_id}";
}

impl Operation {
    /// Scopes go by HTTP method (D).
    pub(crate) fn scope(self) -> &'static str {
        if self.method() == "GET" { READ } else { WRITE }
    }
}

/// Where a request leads.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Found {
    /// An operation, and the path's parameters in order, decoded.
    Operation(Operation, Vec<String>),
    /// The path is one of the API's, the method is not one of its methods (these are).
    WrongMethod(String),
    Nothing,
}

/// The path below the API's base, under either of the two documented spellings; `None` outside of it.
pub(crate) fn below_base(path: &str) -> Option<&str> {
    ["/api/v0/partner", "/v0/partner"].iter().find_map(|base| {
        path.strip_prefix(base)
            .filter(|rest| rest.is_empty() || rest.starts_with('/'))
    })
}

/// Finds the operation for a method (`HEAD` counts as `GET`) and a path below the base.
pub(crate) fn find(method: &str, path: &str) -> Found {
    let Some(segments) = segments(path) else {
        return Found::Nothing;
    };
    let mut allowed: Vec<&str> = Vec::new();
    for (operation, template) in TABLE {
        if let Some(parameters) = fit(template, &segments) {
            if operation.method() == method || (method == "HEAD" && operation.method() == "GET") {
                return Found::Operation(*operation, parameters);
            }
            allowed.push(operation.method());
        }
    }
    if allowed.is_empty() {
        return Found::Nothing;
    }
    if allowed.contains(&"GET") {
        allowed.push("HEAD");
    }
    allowed.push("OPTIONS");
    Found::WrongMethod(allowed.join(", "))
}

/// The path's segments, decoded; none is empty.
fn segments(path: &str) -> Option<Vec<String>> {
    path.strip_prefix('/')?
        .split('/')
        .map(|part| percent_decode(part).filter(|text| !text.is_empty()))
        .collect()
}

fn fit(template: &str, segments: &[String]) -> Option<Vec<String>> {
    let mut parameters = Vec::new();
    let mut parts = template.split('/').skip(1);
    for segment in segments {
        let part = parts.next()?;
        if part.starts_with('{') {
            parameters.push(segment.clone());
        } else if part != segment {
            return None;
        }
    }
    if parts.next().is_some() {
        None
    } else {
        Some(parameters)
    }
}

/// Decodes `%XX`; `None` where the result is no UTF-8. A stray `%` stands for itself.
pub(crate) fn percent_decode(text: &str) -> Option<String> {
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        let escaped = if byte == b'%' { hex_pair(after) } else { None };
        out.push(escaped.unwrap_or(byte));
        rest = if escaped.is_some() {
            after.get(2..).unwrap_or_default()
        } else {
            after
        };
    }
    String::from_utf8(out).ok()
}

fn hex_pair(bytes: &[u8]) -> Option<u8> {
    let digit = |at: usize| bytes.get(at).and_then(|b| char::from(*b).to_digit(16));
    u8::try_from(digit(0)? * 16 + digit(1)?).ok()
}

/// Query parameters, decoded (`+` is a space), the first of each name winning.
#[derive(Debug, Default)]
pub(crate) struct Query(Vec<(String, String)>);

impl Query {
    pub(crate) fn parse(query: &str) -> Self {
        // What does not decode to UTF-8 stays as written: as an empty text, it would count as not given.
        let decode = |text: &str| {
            let spaced = text.replace('+', " ");
            percent_decode(&spaced).unwrap_or(spaced)
        };
        Self(
            query
                .split('&')
                .filter(|pair| !pair.is_empty())
                .map(|pair| {
                    let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
                    (decode(name), decode(value))
                })
                .collect(),
        )
    }

    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str())
    }
}
