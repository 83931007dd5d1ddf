//! Precision and recall of the recogniser over files as exporters make them, as a table.
//!
//! Each folder beside this file is a set, told apart. `known` holds layouts that exporters document; the others were made by
//! somebody who never saw the dictionaries. A set is an exam: what was found when it was read for the first time is kept in
//! [`FIRST_RUNS`], since the dictionaries may have been mended by it since.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test ends where its premise fails"
)]
#![allow(clippy::print_stdout, reason = "the table is what it is for")]
#![allow(clippy::cast_precision_loss, reason = "figures for reading")]

mod common;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use common::read_with;
use meshi_partner_reader::Options;
use serde_json::Value;

/// A set, and the precision and recall over it when it was read for the first time. `blind` had been read before these were kept.
const FIRST_RUNS: &[(&str, f64, f64)] = &[("blind2", 0.9500, 0.4043)];

/// Sets that MISS the targets, with what they must not fall below meanwhile. Nothing was tuned to them; once a set meets the
/// targets, it leaves this list.
const MISSES: &[(&str, f64, f64)] = &[("blind2", 0.95, 0.40)];

/// What was found and missed of one field.
#[derive(Debug, Default, Clone, Copy)]
struct Count {
    right: u32,
    /// Taken for the field, and is not.
    wrong: u32,
    /// Is the field, and was not taken for it.
    missed: u32,
}

impl Count {
    fn precision(self) -> f64 {
        f64::from(self.right) / f64::from((self.right + self.wrong).max(1))
    }
    fn recall(self) -> f64 {
        f64::from(self.right) / f64::from((self.right + self.missed).max(1))
    }
    fn is_empty(self) -> bool {
        self.right + self.wrong + self.missed == 0
    }
}

/// What a set of files came to.
#[derive(Debug, Default)]
struct Report {
    files: usize,
    columns: usize,
    fields: BTreeMap<String, Count>,
    /// Columns that are not read as the file's description says, and files that are refused.
    faults: Vec<String>,
    /// Attendees that are not as the file's description says.
    people: Vec<String>,
    /// Columns that were missed and of which nothing was said.
    silent: Vec<String>,
}

impl Report {
    fn total(&self) -> Count {
        self.fields.values().fold(Count::default(), |sum, count| Count {
            right: sum.right + count.right,
            wrong: sum.wrong + count.wrong,
            missed: sum.missed + count.missed,
        })
    }

    fn field(&mut self, name: &str) -> &mut Count {
        self.fields.entry(name.to_owned()).or_default()
    }

    fn table(&self, name: &str) -> String {
        let mut text = format!("{name}: {} files, {} columns\n", self.files, self.columns);
        let mut line = |name: &str, count: Count| {
            writeln!(
                text,
                "  {name:<14} right {:>4}  wrong {:>3}  missed {:>3}  precision {:.4}  recall {:.4}",
                count.right,
                count.wrong,
                count.missed,
                count.precision(),
                count.recall()
            )
            .unwrap();
        };
        for (field, count) in &self.fields {
            line(field, *count);
        }
        line("all", self.total());
        for fault in self.faults.iter().chain(&self.people) {
            writeln!(text, "  - {fault}").unwrap();
        }
        text
    }
}

fn sets() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/recognition");
    let mut sets: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap())
        .filter(|entry| entry.path().is_dir())
        .map(|entry| entry.file_name().into_string().unwrap())
        .collect();
    sets.sort();
    sets
}

fn files(folder: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/recognition")
        .join(folder);
    let Ok(entries) = std::fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut files: Vec<PathBuf> = entries
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|end| end == "json") && source_of(path).is_some())
        .collect();
    files.sort();
    files
}

/// The attendee file beside its description.
fn source_of(description: &Path) -> Option<PathBuf> {
    ["csv", "tsv", "ndjson"]
        .into_iter()
        .map(|end| description.with_extension(end))
        .find(|path| path.exists())
}

fn check(report: &mut Report, description: &Path) {
    let name = description.file_stem().unwrap().to_string_lossy().into_owned();
    let told: Value = serde_json::from_slice(&std::fs::read(description).unwrap()).unwrap();
    let (out, reader, end) = read_with(
        std::fs::read(source_of(description).unwrap()).unwrap(),
        Options::default(),
    );
    report.files += 1;
    let columns = told["columns"].as_array().unwrap();
    report.columns += columns.len();
    if let Err(error) = &end {
        // A file that nobody's name can be read from is refused as a whole.
        let is_wanted = told["attendees"] == 0 && error.code == "NO_NAME_COLUMN";
        if !is_wanted {
            report.faults.push(format!("{name}: {error}"));
            for column in columns {
                let field = column["field"].as_str().unwrap();
                if field != "raw" && field != "ignored" {
                    report.field(field).missed += 1;
                }
            }
        }
        return;
    }
    let found: Vec<Value> = reader
        .columns()
        .iter()
        .map(|column| serde_json::to_value(column).unwrap())
        .collect();
    if found.len() != columns.len() {
        report.faults.push(format!(
            "{name}: has {} columns, and {} were found",
            columns.len(),
            found.len()
        ));
    }
    for (at, column) in columns.iter().enumerate() {
        let wanted = column["field"].as_str().unwrap();
        let header = &column["header"];
        let read = found
            .get(at)
            .map_or("(nothing)", |found| found["field"].as_str().unwrap());
        if wanted == read {
            if wanted != "raw" {
                report.field(wanted).right += 1;
            }
            continue;
        }
        report
            .faults
            .push(format!("{name}: {header} is {wanted}, read as {read}"));
        if wanted != "raw" {
            report.field(wanted).missed += 1;
            if read == "raw" && found.get(at).is_some_and(|found| found["suggestion"].is_null()) {
                report.silent.push(format!("{name}: {header} is {wanted}"));
            }
        }
        if read != "raw" {
            report.field(read).wrong += 1;
        }
    }
    for (what, count, wanted) in [
        ("attendees", out.rows().len(), &told["attendees"]),
        ("rejected rows", out.rejected().len(), &told["rejected"]),
    ] {
        if wanted.as_u64().is_some_and(|wanted| wanted != count as u64) {
            report
                .people
                .push(format!("{name}: {count} {what}, not {wanted}"));
        }
    }
    if let Some(wanted) = told["first"].as_object() {
        let rows = out.rows();
        let first = rows.first().copied().unwrap_or(&Value::Null);
        for (key, value) in wanted {
            if first[key] != *value {
                report.people.push(format!(
                    "{name}: the first attendee's {key} is {}, not {value}",
                    first[key]
                ));
            }
        }
    }
}

fn report(folder: &str) -> Report {
    let mut found = Report::default();
    for file in files(folder) {
        check(&mut found, &file);
    }
    println!("{}", found.table(folder));
    found
}

/// Columns that are missed and of which nothing can be said: the header is in no dictionary, and the cells could be anything.
const SILENT: &[&str] = &[];

/// Whether the targets are met; every doubtful column carries a suggestion.
fn assert_targets(set: &str, found: &Report, precision: f64, recall: f64) {
    let total = found.total();
    assert!(total.precision() >= precision, "{}", found.table(set));
    assert!(total.recall() >= recall, "{}", found.table(set));
    let silent: Vec<&String> = found
        .silent
        .iter()
        .filter(|column| !SILENT.contains(&column.as_str()))
        .collect();
    assert!(silent.is_empty(), "{set}: nothing was said of these: {silent:?}");
    for (field, count) in &found.fields {
        assert!(!count.is_empty(), "{field} is not in the files");
    }
}

#[test]
fn exports_that_are_documented_are_read_right() {
    let found = report("known");
    assert!(found.files >= 30, "{} files", found.files);
    assert_targets("known", &found, 0.995, 0.95);
    assert!(found.people.is_empty(), "{}", found.table("known"));
}

#[test]
fn files_of_somebody_who_never_saw_the_dictionaries_are_read_right() {
    let sets: Vec<String> = sets().into_iter().filter(|set| set != "known").collect();
    assert!(sets.iter().any(|set| set == "blind"), "{sets:?}");
    for set in sets {
        let found = report(&set);
        if let Some((_, precision, recall)) = FIRST_RUNS.iter().find(|(name, ..)| *name == set) {
            println!("{set}: at its first run precision {precision:.4}, recall {recall:.4}\n");
        }
        assert!(found.files >= 10, "{} files", found.files);
        let total = found.total();
        if let Some((_, precision, recall)) = MISSES.iter().find(|(name, ..)| *name == set) {
            println!(
                "{set} MISSES the targets; nothing is said of {} columns: {:?}\n",
                found.silent.len(),
                found.silent
            );
            assert!(total.precision() >= *precision, "{}", found.table(&set));
            assert!(total.recall() >= *recall, "{}", found.table(&set));
            let meets = total.precision() >= 0.98 && total.recall() >= 0.9;
            assert!(!meets, "{set} meets the targets: take it off MISSES");
        } else {
            assert_targets(&set, &found, 0.98, 0.9);
        }
    }
}
