//! The core's hot paths, each to be run once and counted: instructions, allocations, bytes. No clock, no chance, no host.
//!
//! `cargo xtask counts` compiles this to WebAssembly as the client is compiled, and calls the functions of its module `exports`.
//! A path is prepared first, which costs nothing that counts, and then run.
#![allow(
    clippy::unnecessary_wraps,
    reason = "every path is prepared by a function of one kind, and some of these cannot fail"
)]

mod call;
#[cfg(target_family = "wasm")]
mod exports;
mod fixtures;
mod flow;
mod import;
mod read;
mod work;

/// A path that is ready to be run. It gives how many units it did, and nothing where it did not do what it is there for.
pub type Ready = Box<dyn FnOnce() -> Option<u64>>;

/// A path through the core.
#[derive(Debug, Clone, Copy)]
pub struct Path {
    /// Its name in tables and in the budget.
    pub name: &'static str,
    /// What it goes through, for people.
    pub about: &'static str,
    /// What one unit is.
    pub unit: &'static str,
    /// How many units it does.
    pub units: u64,
    /// Makes what it needs. None where that fails.
    pub prepare: fn() -> Option<Ready>,
}

/// All of them.
pub const PATHS: &[Path] = &[
    Path {
        name: "call",
        about: "a read: route, request, sent, answered 200",
        unit: "call",
        units: call::CALLS,
        prepare: call::at_once,
    },
    Path {
        name: "call-429",
        about: "the same with a 429 and its wait in between",
        unit: "call",
        units: call::CALLS,
        prepare: call::after_429,
    },
    Path {
        name: "body",
        about: "a small body, events.create, from JSON text to a request",
        unit: "body",
        units: call::CALLS,
        prepare: call::body,
    },
    Path {
        name: "page-turn",
        about: "from one page of a list to the next",
        unit: "page",
        units: call::CALLS,
        prepare: call::pages,
    },
    Path {
        name: "page-tree",
        about: "a page of matches from JSON text to a tree",
        unit: "match",
        units: read::MATCHES,
        prepare: read::page,
    },
    Path {
        name: "payload",
        about: "attendee objects, from JSON text to one validated body",
        unit: "row",
        units: import::OBJECTS,
        prepare: import::payload,
    },
    Path {
        name: "parts",
        about: "the same to validated parts, sent and reported",
        unit: "row",
        units: import::OBJECTS,
        prepare: import::parts,
    },
    Path {
        name: "csv-plain",
        about: "a CSV file without quotes to validated parts, sent and reported",
        unit: "row",
        units: import::ROWS,
        prepare: import::csv_plain,
    },
    Path {
        name: "csv-quoted",
        about: "the same with every cell in quotes, some doubled",
        unit: "row",
        units: import::ROWS,
        prepare: import::csv_quoted,
    },
    Path {
        name: "csv-wide",
        about: "the same with thirty columns, of which most go into raw",
        unit: "row",
        units: import::ROWS,
        prepare: import::csv_wide,
    },
    Path {
        name: "csv-odd",
        about: "the plain one with blanks around all cells, and two where one would do",
        unit: "row",
        units: import::ROWS,
        prepare: import::csv_odd,
    },
    Path {
        name: "json",
        about: "the same attendees as a JSON file",
        unit: "row",
        units: import::ROWS,
        prepare: import::json,
    },
    Path {
        name: "ndjson",
        about: "the same as lines of JSON",
        unit: "row",
        units: import::ROWS,
        prepare: import::ndjson,
    },
    Path {
        name: "ledger",
        about: "the outcome of ten runs that name one in a hundred of their rows, and the report",
        unit: "row",
        units: import::ROWS,
        prepare: import::ledger,
    },
    Path {
        name: "ledger-named",
        about: "the outcome of ten runs that name each of their rows, and the report",
        unit: "row",
        units: import::ROWS,
        prepare: import::ledger_named,
    },
    Path {
        name: "token",
        about: "a flow with an import of fifty parts, written down and read again",
        unit: "part",
        units: flow::PARTS,
        prepare: flow::token,
    },
    Path {
        name: "flow",
        about: "a whole flow in an isolate of its own for each answer",
        unit: "isolate",
        units: flow::ISOLATES,
        prepare: flow::stepped,
    },
    Path {
        name: "poll",
        about: "a run polled to its end",
        unit: "poll",
        units: read::POLLS,
        prepare: read::poll,
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_path_does_all_of_its_units_again_and_again() {
        for path in PATHS {
            for _ in 0..2 {
                let run = (path.prepare)().unwrap_or_else(|| panic!("{} cannot be prepared", path.name));
                assert_eq!(run(), Some(path.units), "{}", path.name);
            }
        }
    }

    #[test]
    fn each_has_a_name_of_its_own() {
        let mut names: Vec<&str> = PATHS.iter().map(|path| path.name).collect();
        names.sort_unstable();
        assert!(names.is_sorted_by(|a, b| a < b), "{names:?}");
    }
}
