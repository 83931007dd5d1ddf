//! Lists: which page is next, and when there is no next. An empty page with a cursor is not the end; a repeated cursor is an
//! error, and so is a long row of empty pages: either way a traversal ends, whatever a server answers.

use crate::check::{Field, INVALID_FIELD, INVALID_ID, Issues, Query, Rule};
use crate::error::{Error, Result};
use crate::ids::Seen;
use crate::request::Request;
use crate::resource::PAGE;
use crate::route::{Operation, Routes};

/// Under which names a page's array is looked for, after the resource's own (I).
pub const ITEM_NAMES: [&str; 3] = ["items", "data", "results"];
/// Under which names its cursor is (I).
pub const CURSOR_NAMES: [&str; 2] = ["next_cursor", "cursor"];

/// Empty pages in a row, at most: a server that filters its pages gives some, and none gives so many.
pub const MOST_EMPTY: u32 = 1_000;

/// One traversal of a list.
#[derive(Debug)]
pub struct Pages {
    operation: Operation,
    ids: Vec<(&'static str, String)>,
    query: Query,
    seen: Seen,
    /// Pages in a row that were empty.
    empty: u32,
    ended: bool,
}

/// What a list is filtered by, beside its page.
const MATCH_FILTERS: [Field; 3] = [
    Field::optional("attendee_id", Rule::Id, INVALID_ID),
    Field::optional("session_id", Rule::Id, INVALID_ID),
    Field::optional("run_id", Rule::AnyText, INVALID_FIELD),
];

impl Pages {
    /// A list of an org or, with `event_id`, of one event. `query` is JSON text.
    ///
    /// # Errors
    /// A validation error that names the parameter.
    pub fn new(operation: Operation, event_id: Option<&str>, query: &str) -> Result<Self> {
        Self::with_parameters(operation, event_id, query, &[])
    }

    /// Like [`new`](Self::new), for an interface whose own parameters `others` do not reach the core: the message about an
    /// unknown parameter names them as well.
    ///
    /// # Errors
    /// A validation error that names the parameter.
    pub fn with_parameters(
        operation: Operation,
        event_id: Option<&str>,
        query: &str,
        others: &[&str],
    ) -> Result<Self> {
        let mut issues = Issues::default();
        if let Some(id) = event_id {
            issues.id("event_id", id);
        }
        issues.into_result()?;
        let [limit, cursor] = PAGE;
        let [attendee, session, run] = MATCH_FILTERS;
        let query = match operation {
            Operation::MatchesList => Query::parse(query, &[limit, cursor, attendee, session, run], others)?,
            _ => Query::parse(query, &PAGE, others)?,
        };
        let mut seen = Seen::default();
        if let Some(cursor) = query.cursor() {
            seen.insert(cursor);
        }
        let ids = event_id
            .map(|id| ("event_id", id.to_owned()))
            .into_iter()
            .collect();
        Ok(Self {
            operation,
            ids,
            query,
            seen,
            empty: 0,
            ended: false,
        })
    }

    /// Under which name the array stands first: the resource's own.
    pub const fn resource(&self) -> &'static str {
        match self.operation {
            Operation::EventsList => "events",
            Operation::SessionsList => "sessions",
            Operation::AttendeesList => "attendees",
            Operation::MatchesList => "matches",
            _ => "review_queue",
        }
    }

    /// The request of the next page; nothing after the last.
    ///
    /// # Errors
    /// An internal error only.
    pub fn next(&self, routes: &Routes) -> Result<Option<Request>> {
        if self.ended {
            return Ok(None);
        }
        let ids: Vec<(&str, &str)> = self.ids.iter().map(|(name, id)| (*name, id.as_str())).collect();
        let mut path = routes.path(self.operation, &ids)?;
        self.query.append_to(&mut path);
        Ok(Some(Request::get(self.operation.name(), path)))
    }

    /// Takes the cursor of the page that came, and whether it had no items; no cursor or an empty one ends the list.
    ///
    /// # Errors
    /// A pagination error when the cursor came before, or with the last of [`MOST_EMPTY`] empty pages in a row.
    pub fn came(&mut self, cursor: Option<&str>, empty: bool) -> Result<()> {
        self.empty = if empty { self.empty.saturating_add(1) } else { 0 };
        let Some(cursor) = cursor.filter(|cursor| !cursor.is_empty()) else {
            self.ended = true;
            return Ok(());
        };
        let error = if !self.seen.insert(cursor) {
            Error::repeated_cursor(cursor)
        } else if self.empty >= MOST_EMPTY {
            Error::empty_pages(self.empty, cursor)
        } else {
            self.query.set_cursor(cursor);
            return Ok(());
        };
        self.ended = true;
        Err(error)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::HashSet;

    #[test]
    fn pages_follow_their_cursors_to_the_end() {
        let mut pages = Pages::new(
            Operation::MatchesList,
            Some("e"),
            r#"{"limit":2,"attendee_id":"a"}"#,
        )
        .unwrap();
        let routes = Routes::default();
        let path = |pages: &Pages| pages.next(&routes).unwrap().map(|r| r.path);
        assert_eq!(
            path(&pages).as_deref(),
            Some("/events/e/matches?attendee_id=a&limit=2")
        );
        pages.came(Some("c 1"), false).unwrap();
        assert_eq!(
            path(&pages).as_deref(),
            Some("/events/e/matches?attendee_id=a&cursor=c%201&limit=2")
        );
        pages.came(None, false).unwrap();
        assert_eq!(path(&pages), None);
    }

    #[test]
    fn each_list_has_its_own_name_for_what_it_lists() {
        let named = |operation| Pages::new(operation, None, "").unwrap().resource();
        for (operation, name) in [
            (Operation::EventsList, "events"),
            (Operation::SessionsList, "sessions"),
            (Operation::AttendeesList, "attendees"),
            (Operation::MatchesList, "matches"),
            (Operation::ReviewQueueList, "review_queue"),
            (Operation::ReviewQueueListForEvent, "review_queue"),
        ] {
            assert_eq!(named(operation), name);
        }
    }

    #[test]
    fn a_cursor_that_came_before_ends_it() {
        let mut pages = Pages::new(Operation::EventsList, None, r#"{"cursor":"start"}"#).unwrap();
        pages.came(Some("a"), false).unwrap();
        for again in ["a", "start"] {
            assert_eq!(
                pages.came(Some(again), false).unwrap_err().cursor.as_deref(),
                Some(again)
            );
        }
        assert!(pages.next(&Routes::default()).unwrap().is_none());
    }

    #[test]
    fn the_cursor_of_the_last_page_is_null_or_empty() {
        for last in [None, Some("")] {
            let mut pages = Pages::new(Operation::EventsList, None, "").unwrap();
            pages.came(last, true).unwrap();
            assert!(pages.next(&Routes::default()).unwrap().is_none());
        }
    }

    #[test]
    fn empty_pages_are_gone_over_but_not_for_good() {
        let mut pages = Pages::new(Operation::EventsList, None, "").unwrap();
        let mut cursors = (0..).map(|n: u32| n.to_string());
        let mut came = |pages: &mut Pages, empty| pages.came(cursors.next().as_deref(), empty);
        for _ in 0..2 {
            for _ in 1..MOST_EMPTY {
                came(&mut pages, true).unwrap();
            }
            came(&mut pages, false).unwrap();
        }
        for _ in 1..MOST_EMPTY {
            came(&mut pages, true).unwrap();
        }
        let error = came(&mut pages, true).unwrap_err();
        assert_eq!(
            (error.code.as_str(), error.cursor.as_deref()),
            ("TOO_MANY_EMPTY_PAGES", Some("2999"))
        );
        assert!(pages.next(&Routes::default()).unwrap().is_none());
    }

    #[test]
    fn bad_queries_are_refused() {
        assert!(Pages::new(Operation::EventsList, None, r#"{"attendee_id":"a"}"#).is_err());
        assert!(Pages::new(Operation::MatchesList, Some("a/b"), "").is_err());
        assert!(Pages::new(Operation::MatchesList, Some("a"), r#"{"attendee_id":"a/b"}"#).is_err());
    }

    proptest! {
        /// Whatever cursors a server gives, a traversal asks for each page at most once, and so ends.
        #[test]
        fn a_traversal_ends(cursors in proptest::collection::vec(proptest::option::of("[a-c]{0,2}"), 0..40)) {
            let mut pages = Pages::new(Operation::EventsList, None, "").unwrap();
            let mut asked = HashSet::new();
            for cursor in cursors {
                let Some(request) = pages.next(&Routes::default()).unwrap() else { break };
                prop_assert!(asked.insert(request.path));
                let _ = pages.came(cursor.as_deref(), false);
            }
            prop_assert!(asked.len() <= 13);
        }
    }
}
