//! The route table: the API at a glance, and the only place that knows a path.

use crate::encode;
use crate::error::{Error, Issue, Result};
pub use crate::method::Method;

/// Where a fact on the API comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Provenance {
    /// Meshi's partner documentation says it.
    Documented,
    /// The reading most consistent with what the documentation says; `routes` replaces it.
    Inferred,
}

/// One row of the table.
#[derive(Debug, Clone, Copy)]
pub struct Route {
    /// The operation's name, such as `events.create`.
    pub name: &'static str,
    /// Its method. The scope follows from it: reads need `partner:read`, writes `partner:write`.
    pub method: Method,
    /// The path below the base, with `{placeholders}`.
    pub path: &'static str,
    /// Where the path comes from.
    pub provenance: Provenance,
}

macro_rules! operations {
    ($($id:ident $name:literal = $method:ident $path:literal $provenance:ident;)+) => {
        /// Every operation of CONTRACT.md.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Operation {
            $(#[doc = concat!("`", $name, "`: `", stringify!($method), " ", $path, "` (", stringify!($provenance), ")")] $id,)+
        }

        impl Operation {
            /// All of them, in the order of the table.
            pub const ALL: &'static [Self] = &[$(Self::$id,)+];

            /// The row of this operation.
            pub const fn route(self) -> Route {
                match self {
                    $(Self::$id => Route {
                        name: $name,
                        method: Method::$method,
                        path: $path,
                        provenance: Provenance::$provenance,
                    },)+
                }
            }
        }
    };
}

operations! {
    AuthCheck               "auth.check"                = Get  "/auth"                                       Documented;
    IdMapGet                "idMap.get"                 = Get  "/id-map/{kind}/{partner_id}"                 Documented;
    EventsCreate            "events.create"             = Post "/events"                                     Documented;
    EventsList              "events.list"               = Get  "/events"                                     Documented;
    EventsGet               "events.get"                = Get  "/events/{event_id}"                          Inferred;
    EventsUpdate            "events.update"             = Put  "/events/{event_id}"                          Inferred;
    EventsSetContext        "events.setContext"         = Post "/events/{event_id}/context"                  Documented;
    AttendeesImport         "attendees.import"          = Put  "/events/{event_id}/attendees:import"         Documented;
    AttendeesList           "attendees.list"            = Get  "/events/{event_id}/attendees"                Inferred;
    AttendeesGet            "attendees.get"             = Get  "/events/{event_id}/attendees/{attendee_id}"  Inferred;
    EnrichmentStart         "enrichment.start"          = Post "/events/{event_id}/attendees:enrich"         Inferred;
    MatchingStart           "matching.start"            = Post "/events/{event_id}/attendees:match"          Inferred;
    MatchesList             "matches.list"              = Get  "/events/{event_id}/matches"                  Inferred;
    RunsGet                 "runs.get"                  = Get  "/runs/{run_id}"                              Documented;
    ReviewQueueList         "reviewQueue.list"          = Get  "/review-queue"                               Documented;
    ReviewQueueListForEvent "reviewQueue.listForEvent"  = Get  "/events/{event_id}/review-queue"             Documented;
    SessionsCreate          "sessions.create"           = Post "/events/{event_id}/sessions"                 Inferred;
    SessionsList            "sessions.list"             = Get  "/events/{event_id}/sessions"                 Inferred;
    SessionsGet             "sessions.get"              = Get  "/events/{event_id}/sessions/{session_id}"    Inferred;
    SessionsUpdate          "sessions.update"           = Put  "/events/{event_id}/sessions/{session_id}"    Inferred;
}

impl Operation {
    /// The operation's name, such as `events.create`.
    pub const fn name(self) -> &'static str {
        self.route().name
    }

    /// The operation of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|operation| operation.name() == name)
    }
}

/// The table with the caller's replacements over it.
#[derive(Debug, Clone, Default)]
pub struct Routes {
    replaced: Vec<(Operation, String)>,
}

impl Routes {
    /// Replaces the path template of the operation called `name`. The new one has the same placeholders; it may have a query.
    ///
    /// # Errors
    /// A config error that names the option, for an unknown operation or a template that does not fit.
    pub fn replace(&mut self, name: &str, template: &str) -> Result<()> {
        let option = format!("routes[\"{name}\"]");
        let Some(operation) = Operation::named(name) else {
            let known: Vec<_> = Operation::ALL.iter().map(|o| o.name()).collect();
            return Err(Error::config(
                &option,
                format!("no such operation; the operations are {}", known.join(", ")),
            ));
        };
        if !template.starts_with('/') || template.starts_with("//") {
            return Err(Error::config(
                &option,
                "a path template starts with one \"/\", below the base URL",
            ));
        }
        if template
            .bytes()
            .any(|b| b <= b' ' || b == 0x7f || b == b'#' || b == b'\\')
            || has_dot_segment(template)
        {
            return Err(Error::config(
                &option,
                "a path template has no white space, \"#\", \"\\\" or dot segments",
            ));
        }
        let (wanted, given) = (placeholders(operation.route().path), placeholders(template));
        if wanted.iter().any(|name| !given.contains(name)) || given.iter().any(|name| !wanted.contains(name))
        {
            return Err(Error::config(
                &option,
                format!(
                    "the template must hold exactly the placeholders of {}",
                    operation.route().path
                ),
            ));
        }
        self.replaced.retain(|(other, _)| *other != operation);
        self.replaced.push((operation, template.to_owned()));
        Ok(())
    }

    /// The path of `operation` with `values` filled in, each percent-encoded.
    ///
    /// # Errors
    /// An internal error when a placeholder has no value: the callers in this crate give them all.
    pub fn path(&self, operation: Operation, values: &[(&str, &str)]) -> Result<String> {
        let replaced = self
            .replaced
            .iter()
            .find(|(other, _)| *other == operation)
            .map(|(_, path)| path.as_str());
        let mut rest = replaced.unwrap_or(operation.route().path);
        let mut path = String::with_capacity(rest.len() + 32);
        while let Some((before, after)) = parted(rest, b'{') {
            let Some((name, after)) = parted(after, b'}') else {
                break;
            };
            let Some((_, value)) = values.iter().find(|(other, _)| *other == name) else {
                return Err(Error::internal(format!(
                    "no value for {{{name}}} of {}",
                    operation.name()
                )));
            };
            path.push_str(before);
            encode::component(value, &mut path);
            rest = after;
        }
        path.push_str(rest);
        Ok(path)
    }
}

/// What stands before and behind the first `mark`, an ASCII character: for texts so short that the standard library's search
/// takes longer to begin than to end.
fn parted(text: &str, mark: u8) -> Option<(&str, &str)> {
    let at = text.bytes().position(|byte| byte == mark)?;
    Some((text.get(..at)?, text.get(at + 1..)?))
}

/// Whether a URL parser would walk up or drop a segment of this path. `%2e` counts as a dot there.
pub fn has_dot_segment(path: &str) -> bool {
    let path = path.split_once(['?', '#']).map_or(path, |(path, _)| path);
    path.split(['/', '\\']).any(|segment| {
        let mut rest = segment.as_bytes();
        let mut dots = 0;
        // Dots alone are looked for; more than two of them are a name like any other.
        while let [b'.', after @ ..] | [b'%', b'2', b'e' | b'E', after @ ..] = rest {
            rest = after;
            dots += 1;
        }
        rest.is_empty() && (1..=2).contains(&dots)
    })
}

/// A path given by hand to `meshi.request`: below the base, and not out of it.
///
/// # Errors
/// A validation error that says what the path must be.
pub fn check_custom_path(path: &str) -> Result<()> {
    let problem = if !path.starts_with('/') || path.starts_with("//") {
        Some("must start with one \"/\"; it is taken below the base URL")
    } else if path
        .bytes()
        .any(|b| b <= b' ' || b == 0x7f || b == b'\\' || b == b'#')
    {
        Some("must not hold white space, control characters, \"\\\" or \"#\": percent-encode them")
    } else if has_dot_segment(path) {
        Some("must not hold \".\" or \"..\" segments")
    } else {
        None
    };
    match problem {
        Some(problem) => Err(Error::validation(vec![Issue::new(
            "path",
            "INVALID_PATH",
            problem,
        )])),
        None => Ok(()),
    }
}

fn placeholders(template: &str) -> Vec<&str> {
    template
        .split('{')
        .skip(1)
        .filter_map(|part| part.split_once('}').map(|(name, _)| name))
        .collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    #[test]
    fn every_row_has_its_own_name_and_call() {
        for (i, a) in Operation::ALL.iter().enumerate() {
            assert_eq!(Operation::named(a.name()), Some(*a));
            for b in Operation::ALL.iter().skip(i + 1) {
                assert_ne!(a.name(), b.name());
                assert!(a.route().method != b.route().method || a.route().path != b.route().path);
            }
        }
    }

    #[test]
    fn a_value_never_leaves_its_segment() {
        let routes = Routes::default();
        let path = |id| routes.path(Operation::EventsGet, &[("event_id", id)]).unwrap();
        assert_eq!(path("summit-2026"), "/events/summit-2026");
        assert_eq!(path("a:b"), "/events/a%3Ab");
        assert_eq!(path("../x?y#z"), "/events/..%2Fx%3Fy%23z");
        assert_eq!(path("{event_id}"), "/events/%7Bevent_id%7D");
        assert!(routes.path(Operation::EventsGet, &[]).is_err());
    }

    #[test]
    fn a_replacement_must_fit() {
        let mut routes = Routes::default();
        for (name, template) in [
            ("events.fetch", "/x"),
            ("matching.start", "x/{event_id}"),
            ("matching.start", "//host/{event_id}"),
            ("matching.start", "/x"),
            ("matching.start", "/x/{event_id}/{other}"),
            ("matching.start", "/x/../{event_id}"),
            ("matching.start", "/x/%2E%2e/{event_id}"),
            ("matching.start", "/x y/{event_id}"),
            ("matching.start", "/x\u{7f}/{event_id}"),
            ("matching.start", "/x/{event_id}\r\n"),
            ("matching.start", "/x#/{event_id}"),
            ("matching.start", "/x\\{event_id}"),
        ] {
            let error = routes.replace(name, template).unwrap_err();
            assert_eq!(
                error.option.as_deref(),
                Some(&*format!("routes[\"{name}\"]")),
                "{template}"
            );
        }
        routes
            .replace("matching.start", "/matches:start?event={event_id}")
            .unwrap();
        let path = routes
            .path(Operation::MatchingStart, &[("event_id", "a b")])
            .unwrap();
        assert_eq!(path, "/matches:start?event=a%20b");
    }

    #[test]
    fn a_custom_path_stays_below_the_base() {
        for bad in [
            "",
            "events",
            "//evil.example",
            "/a/../b",
            "/a/%2e%2E",
            "/a b",
            "/a\r\nb",
            "/a\\..\\b",
            "/a#b",
            "/.",
        ] {
            assert!(check_custom_path(bad).is_err(), "{bad:?}");
        }
        for good in ["/events", "/events/x:y?limit=2", "/a..b/c", "/%41"] {
            assert!(check_custom_path(good).is_ok(), "{good:?}");
        }
    }
}
