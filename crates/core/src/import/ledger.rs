//! The account of an import: every row that was read stands in it exactly once.

use std::collections::BTreeMap;

use serde::Serialize;

use super::end::{UNCONFIRMED, UNIDENTIFIED};
use super::outcome::{Outcome, SettledRun};
use super::part::{Part, RowRef};
use crate::attendee::{Rejection, Warning, write_rejections};
use crate::ids::id_hash;
use crate::resource::runs::{self, Run, RunError};
use crate::value::{Object, Value};

/// How far an import is, in rows, but for the last two.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Progress {
    /// Read from the source.
    pub read: u64,
    /// Taken by the server.
    pub sent: u64,
    /// Imported: where runs are waited for, by runs that have ended.
    pub imported: u64,
    /// Refused, here or there.
    pub rejected: u64,
    /// Payloads that the server took.
    pub parts: u64,
    /// Of their runs, those that have ended.
    pub ended: u64,
}

#[derive(Debug, Default)]
pub(crate) struct Ledger {
    pub(crate) progress: Progress,
    rejected: Vec<Rejection>,
    /// The first [`MOST_WARNINGS`].
    warnings: Vec<Warning>,
    warnings_total: u64,
    /// Rows that a filter kept out.
    skipped: u64,
    runs: Vec<String>,
    unidentified: u64,
    /// Rows of runs that ended `partial` and do not say which rows they imported.
    untold: u64,
    /// Rows whose run had already ended when their write was answered.
    replayed: u64,
}

/// A report has no more warnings than this; it says how many there were.
const MOST_WARNINGS: usize = 1_000;

/// The first error of each attendee that a run names, by the hash of the id: a lookup does not depend on their number.
fn first_errors(errors: &[RunError]) -> BTreeMap<u64, &RunError> {
    let mut first = BTreeMap::new();
    for error in errors {
        if let Some(id) = &error.attendee_id {
            first.entry(id_hash(id)).or_insert(error);
        }
    }
    first
}

/// A run of which no more is known, as JSON text.
fn bare_run(run_id: &str, status: &str, replayed: bool) -> String {
    let mut run = Object::default();
    if replayed {
        run.insert("replayed", Value::Bool(true));
    }
    run.insert("run_id", run_id.into());
    run.insert("status", status.into());
    Value::Object(run).to_json()
}

impl Ledger {
    pub(crate) fn reject(&mut self, rejection: Rejection) {
        self.progress.rejected += 1;
        self.rejected.push(rejection);
    }

    pub(crate) fn warn(&mut self, warning: Warning) {
        self.warnings_total += 1;
        if self.warnings.len() < MOST_WARNINGS {
            self.warnings.push(warning);
        }
    }

    pub(crate) fn skip(&mut self) {
        self.skipped += 1;
    }

    /// Rows of which it is only known that they were not imported, or not whether.
    pub(crate) fn reject_rows(&mut self, rows: &[RowRef], code: &'static str, message: &str) {
        for row in rows {
            self.reject(Rejection {
                row: row.number,
                attendee_id: None,
                field: None,
                code: code.into(),
                message: message.to_owned(),
            });
        }
    }

    /// A run that was started and is not known to have ended.
    pub(crate) fn run_goes_on(&mut self, run_id: &str, json: Option<&str>) {
        let unseen = || bare_run(run_id, "unknown", false);
        self.runs.push(json.map_or_else(unseen, str::to_owned));
    }

    /// Books a part whose run has ended, or was not waited for.
    pub(crate) fn settle(&mut self, part: &Part, run: &Run, json: &str, failed: bool, outcome: &mut Outcome) {
        let rows = part.rows.as_slice();
        self.runs.push(if part.replayed {
            runs::as_replayed(json)
        } else {
            json.to_owned()
        });
        outcome.runs.push(SettledRun {
            id: run.run_id.clone(),
            status: run.status.clone(),
            replayed: part.replayed,
            chained: part.attempt.is_chained(),
        });
        if part.replayed {
            self.replayed += rows.len() as u64;
            outcome.replayed += rows.len() as u64;
        }
        let errors = run.errors.as_deref().unwrap_or(&[]);
        let first_error = first_errors(errors);
        let names_row = || rows.iter().any(|row| first_error.contains_key(&row.id));
        let failed_rows = failed_count(run, rows.len());
        if run.status == "partial" && failed_rows.is_none() && !names_row() {
            self.leave_unconfirmed(rows, run, outcome);
            return;
        }
        let for_all = failed.then(|| errors.iter().find(|error| error.attendee_id.is_none()));
        let mut named = 0;
        for row in rows {
            let error = first_error.get(&row.id).copied();
            let (code, message) = match (error, for_all) {
                (Some(error), _) | (None, Some(Some(error))) => (error.code.clone(), error.message.clone()),
                (None, Some(None)) => (
                    "RUN_FAILED".to_owned(),
                    format!("the import run {} failed", run.run_id),
                ),
                (None, None) => continue,
            };
            named += 1;
            outcome.refuse(row.number, &code);
            self.reject(Rejection {
                row: row.number,
                attendee_id: error.and_then(|error| error.attendee_id.clone()),
                field: None,
                code: code.into(),
                message,
            });
        }
        // A run may say that more failed than it names: those are imported as little as the others.
        let first = rows.first().map_or(0, |row| row.number);
        let rows = rows.len() as u64;
        let unidentified = failed_rows.unwrap_or(0).saturating_sub(named).min(rows - named);
        self.leave_unidentified(unidentified, first, &run.run_id);
        self.progress.imported += rows - named - unidentified;
        outcome.imported += rows - named - unidentified;
        outcome.unidentified += unidentified;
    }

    /// Books rows that a run says failed, and does not name. `first` is the first row of its part.
    fn leave_unidentified(&mut self, count: u64, first: u64, run_id: &str) {
        if count == 0 {
            return;
        }
        self.unidentified += count;
        self.warn(Warning {
            row: first,
            attendee_id: None,
            field: None,
            code: UNIDENTIFIED.into(),
            message: format!(
                "The import run {run_id}, whose first row this is, says that {count} more of its rows failed than it names."
            ),
        });
    }

    /// Books rows of which some were imported and some were not, and nobody knows which.
    fn leave_unconfirmed(&mut self, rows: &[RowRef], run: &Run, outcome: &mut Outcome) {
        self.untold += rows.len() as u64;
        for row in rows {
            outcome.refuse(row.number, UNCONFIRMED);
        }
        self.reject_rows(rows, UNCONFIRMED, &untold_message(&run.run_id));
    }

    /// Whether every row that was not imported was refused, as far as is known.
    pub(crate) fn is_nothing_imported(&self) -> bool {
        self.progress.read > 0 && self.progress.imported == 0 && self.untold == 0
    }

    /// Books a base part of these rows as an earlier isolate left it. False: it cannot have.
    pub(crate) fn restore(&mut self, outcome: &Outcome, rows: &[RowRef]) -> bool {
        let numbers: Vec<u64> = rows.iter().map(|row| row.number).collect();
        let Some(refused) = outcome.refused_of(&numbers) else {
            return false;
        };
        self.progress.imported += outcome.imported;
        self.progress.sent += rows.len() as u64;
        self.progress.parts += outcome.runs.len() as u64;
        self.progress.ended += outcome.runs.len() as u64;
        let last = outcome.runs.last().map_or("", |run| run.id.as_str());
        let first = numbers.first().copied().unwrap_or(0);
        self.leave_unidentified(outcome.unidentified, first, last);
        self.replayed += outcome.replayed;
        let partial = || outcome.runs.iter().find(|run| run.status == "partial");
        for (row, code) in refused {
            let message = match partial().filter(|_| code == UNCONFIRMED) {
                Some(run) => {
                    self.untold += 1;
                    untold_message(&run.id)
                }
                None => "the server refused the row before the flow was resumed".to_owned(),
            };
            self.reject(Rejection {
                row,
                attendee_id: None,
                field: None,
                code: code.to_owned().into(),
                message,
            });
        }
        for run in &outcome.runs {
            self.runs.push(bare_run(&run.id, &run.status, run.replayed));
        }
        true
    }

    /// The report, as JSON text.
    pub(crate) fn report(&mut self) -> String {
        self.rejected.sort_unstable_by_key(|rejection| rejection.row);
        let mut report = [
            "{\"total\":",
            &self.progress.read.to_string(),
            ",\"imported\":",
            &self.progress.imported.to_string(),
            ",\"rejected\":",
        ]
        .concat();
        write_rejections(&self.rejected, &mut report);
        report.push_str(",\"warnings\":");
        write_rejections(&self.warnings, &mut report);
        for (member, count) in [
            (",\"warningsTotal\":", self.warnings_total),
            (",\"skipped\":", self.skipped),
            (",\"unidentified\":", self.unidentified),
            (",\"replayed\":", self.replayed),
        ] {
            report.push_str(member);
            report.push_str(&count.to_string());
        }
        report.push_str(",\"runs\":");
        self.write_runs(&mut report);
        report.push('}');
        report
    }

    /// Appends the runs, as the text of a JSON list.
    pub(crate) fn write_runs(&self, out: &mut String) {
        // There can be thousands: they are copied once.
        out.reserve_exact(self.runs.iter().map(|run| run.len() + 1).sum::<usize>() + 2);
        out.push('[');
        for (index, run) in self.runs.iter().enumerate() {
            if index > 0 {
                out.push(',');
            }
            out.push_str(run);
        }
        out.push(']');
    }
}

fn untold_message(run_id: &str) -> String {
    format!("The import run {run_id} ended partial and does not say which rows it imported.")
}

/// How many of so many rows the run says that it failed; none where it does not say so, or says what cannot be.
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "a count is whole and between 0 and the number of rows, which are far below 2^53, else it counts as none"
)]
fn failed_count(run: &Run, rows: usize) -> Option<u64> {
    let counts = run.counts.unwrap_or_default();
    let readable = |count: Option<f64>| {
        count
            .filter(|n| n.fract() == 0.0 && (0.0..=rows as f64).contains(n))
            .map(|n| n as u64)
    };
    let rest = || readable(counts.total)?.checked_sub(readable(counts.succeeded)?);
    readable(counts.failed).or_else(|| rest().filter(|_| run.status == "partial"))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The numbers, codes and ids of the rows that a run's errors reject, of rows with the ids `a` to `d`.
    fn rejected(status: &str, errors: &str) -> Vec<(u64, String, Option<String>)> {
        let mut part = Part::new(0);
        for (number, id) in (1..).zip(["a", "b", "c", "d"]) {
            part.push(number, id_hash(id), "{}");
        }
        let json = format!(r#"{{"run_id":"r","status":"{status}","errors":[{errors}]}}"#);
        let run = Run::from_json(&json).unwrap();
        let mut ledger = Ledger::default();
        ledger.settle(&part, &run, &json, status == "failed", &mut Outcome::default());
        let told = ledger.rejected.into_iter();
        told.map(|told| (told.row, told.code.into_owned(), told.attendee_id))
            .collect()
    }

    #[test]
    fn a_row_has_the_first_error_of_its_attendee_and_else_that_of_a_failed_run() {
        let error =
            |id: &str, code: &str| format!(r#"{{"attendee_id":"{id}","code":"{code}","message":""}}"#);
        let named = [
            error("c", "FIRST"),
            error("a", "ONLY"),
            error("c", "SECOND"),
            error("x", "NONE"),
        ]
        .join(",");
        let told = |row: u64, code: &str, id: Option<&str>| (row, code.to_owned(), id.map(str::to_owned));
        assert_eq!(rejected("succeeded", ""), []);
        let unconfirmed: Vec<_> = (1..=4).map(|row| told(row, UNCONFIRMED, None)).collect();
        assert_eq!(rejected("partial", ""), unconfirmed);
        assert_eq!(
            rejected("partial", &named),
            [told(1, "ONLY", Some("a")), told(3, "FIRST", Some("c"))]
        );
        assert_eq!(
            rejected(
                "failed",
                &[named.as_str(), r#"{"code":"ALL","message":""}"#].join(",")
            ),
            [
                told(1, "ONLY", Some("a")),
                told(2, "ALL", None),
                told(3, "FIRST", Some("c")),
                told(4, "ALL", None)
            ]
        );
        assert_eq!(rejected("failed", "").first(), Some(&told(1, "RUN_FAILED", None)));
    }
}
