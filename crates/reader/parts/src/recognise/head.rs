//! Finds where a table begins: the row of headers behind blank lines, titles and report preambles, and what parts cells.

use super::claim::{self, Certainty};
use super::content::SAMPLED_ROWS;
use super::normalise::{compact, words};
use super::question::is_listed;
use super::records::{Record, Records, end_of_line, split, text};
use super::words::Meaning;
use crate::error::{ReadError, codes};
use crate::header_line::Header;
use crate::options::{Field, Format, Options};

/// Tried in this order where nothing else tells.
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];
/// The header row is looked for among so many records.
const CANDIDATES: usize = 60;
/// So many cells of a record are looked at.
const CELLS: usize = 512;

/// The head of a table, read.
#[derive(Debug)]
pub struct TableHead {
    /// Where the header row is.
    pub header: Header,
    rows: Vec<Vec<String>>,
}

impl TableHead {
    /// The cells of the first rows.
    pub fn rows(&self) -> &[Vec<String>] {
        &self.rows
    }
}

/// What a decision that was taken before says about where the table begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) delimiter: u8,
    /// The record, counted from 0.
    pub(crate) record: usize,
}

#[derive(Debug)]
struct Candidate {
    delimiter: u8,
    records: Records,
    record: usize,
    /// By this the best is found.
    key: (i32, u32, usize),
}

/// Looks for the header row in the head of a file. None: more of the file is needed, or at its end it holds none.
///
/// # Errors
/// When this is no table, or the row that the caller says is not there.
#[cold]
#[inline(never)]
pub fn find(head: &[u8], at_end: bool, options: &Options) -> Result<Option<TableHead>, ReadError> {
    let start = head.trim_ascii_start();
    if start.starts_with(b"<") {
        let message = "this file is a web page or XML, not a table: export the attendees as CSV (UTF-8)";
        return Err(ReadError::new(codes::MARKUP_FILE, message));
    }
    let end = end_of_line(head);
    let (said, after_sep) = said_delimiter(head, options);
    let fixed = options.recorded_place();
    let said = fixed.map(|place| place.delimiter).or(said);
    let all = said.map_or(DELIMITERS.to_vec(), |delimiter| vec![delimiter]);
    let most = options.first_record() + CANDIDATES + SAMPLED_ROWS;
    let mut best: Option<Candidate> = None;
    for (index, delimiter) in all.into_iter().enumerate() {
        let records = split(
            head,
            delimiter,
            end,
            most.max(fixed.map_or(0, |place| place.record + SAMPLED_ROWS)),
        );
        let Some(candidate) = candidate(head, records, delimiter, after_sep, index == 0, options) else {
            continue;
        };
        if best.as_ref().is_none_or(|best| candidate.key > best.key) {
            best = Some(candidate);
        }
    }
    let Some(best) = best else {
        return match options.header_row {
            Some(row) if at_end => Err(ReadError::new(
                codes::NO_HEADER_ROW,
                format!("headerRow is {row}, but the file has no such row."),
            )),
            _ => Ok(None),
        };
    };
    let Some(record) = best.records.records.get(best.record) else {
        return Ok(None);
    };
    if !record.is_whole && (!at_end || best.records.open_quote.is_some()) {
        return Ok(None);
    }
    let rows = best.records.records.iter().skip(best.record + 1);
    let rows = rows
        .filter(|row| (row.is_whole || at_end) && !row.is_blank(head))
        .take(SAMPLED_ROWS);
    let cells = |row: &Record| {
        row.cells
            .iter()
            .map(|cell| text(head, cell).into_owned())
            .collect()
    };
    Ok(Some(TableHead {
        rows: rows.map(cells).collect(),
        header: Header {
            start: record.start,
            end: record.end,
            next: record.next,
            next_line: record.next_line,
            line: record.line,
            record: best.record,
            delimiter: best.delimiter,
            end_of_line: end,
        },
    }))
}

/// The line of a quote that stays open to the end of the file, which holds no header before it.
pub fn open_quote(head: &[u8], options: &Options) -> Option<u64> {
    let (said, _) = said_delimiter(head, options);
    split(head, said.unwrap_or(b','), end_of_line(head), usize::MAX).open_quote
}

/// The delimiter that the caller, the format or a `sep=` line gives, and whether there is such a line.
fn said_delimiter(head: &[u8], options: &Options) -> (Option<u8>, bool) {
    let given = if options.format == Format::Tsv {
        Some(b'\t')
    } else {
        options.delimiter
    };
    let line = head.trim_ascii_start();
    let line = line
        .split(|byte| matches!(byte, b'\n' | b'\r'))
        .next()
        .unwrap_or_default();
    match line.split_at_checked(4) {
        Some((name, [delimiter])) if name.eq_ignore_ascii_case(b"sep=") => (given.or(Some(*delimiter)), true),
        // A tab at the end of a line is part of it.
        Some((name, [])) if name.eq_ignore_ascii_case(b"sep=") => (given, true),
        _ => (given, false),
    }
}

/// The best header row of one way to part cells.
fn candidate(
    head: &[u8],
    records: Records,
    delimiter: u8,
    after_sep: bool,
    is_first: bool,
    options: &Options,
) -> Option<Candidate> {
    let list = &records.records;
    let is_filled = |index: &usize| list.get(*index).is_some_and(|record| !record.is_blank(head));
    let first = if let Some(place) = options.recorded_place() {
        let key = (1, 0, 0);
        let is_there = place.record < list.len();
        return is_there.then_some(Candidate {
            delimiter,
            record: place.record,
            records,
            key,
        });
    } else if let Some(row) = options.header_row {
        row.saturating_sub(1)
    } else {
        let filled = (options.first_record()..list.len()).find(is_filled)?;
        if after_sep && options.first_record() == 0 {
            (filled + 1..list.len()).find(is_filled)?
        } else {
            filled
        }
    };
    let end = if options.header_row.is_some() {
        first + 1
    } else {
        list.len().min(first + CANDIDATES)
    };
    let mut best: Option<(usize, i32)> = None;
    let mut title: Option<&Record> = None;
    for index in first..end {
        let Some(record) = list.get(index) else { break };
        if record.is_blank(head) && options.header_row.is_none() {
            continue;
        }
        // A line that this does not part is the same for every delimiter: the first one looks at it.
        let points = if record.cells.len() < 2 && !is_first {
            0
        } else {
            points(head, record, title, options)
        };
        if best.is_none_or(|(_, most)| points > most) {
            best = Some((index, points));
        }
        title = Some(record);
    }
    let (mut record, points) = best?;
    if points <= 0 {
        record = first;
    }
    let count = list.get(record)?.cells.len();
    let next: Vec<&Record> = list
        .iter()
        .skip(record + 1)
        .filter(|row| row.is_whole && !row.is_blank(head))
        .take(50)
        .collect();
    let alike = next.iter().filter(|row| row.cells.len() == count).count();
    let share = if count < 2 {
        0
    } else {
        u32::try_from((alike * 10 + 5) / next.len().max(1))
            .unwrap_or(0)
            .min(10)
    };
    Some(Candidate {
        delimiter,
        record,
        key: (points.max(0), share, count),
        records,
    })
}

/// How much a record looks like a header row. Zero and less: not at all.
fn points(head: &[u8], record: &Record, title: Option<&Record>, options: &Options) -> i32 {
    let (mut fields, mut others, mut mapped) = ([false; 8], 0, 0);
    let cells = || record.cells.iter().take(CELLS).map(|cell| text(head, cell));
    let is_address = |text: &str| text.contains('@') && !text.contains(' ') && text.contains('.');
    // An address, also between other delimiters: this is a row of data.
    let pieces = |text: &str| {
        text.split([',', ';', '\t', '|'])
            .any(|piece| is_address(piece.trim()))
    };
    if cells().any(|text| pieces(&text)) {
        return 0;
    }
    for text in cells() {
        let text = text.trim();
        if text.is_empty() {
            continue;
        }
        mapped += i32::from(options.mapping.iter().any(|entry| {
            entry
                .header
                .as_ref()
                .is_some_and(|header| header == text || compact(header) == compact(text))
        }));
        let Some(claim) = claim::read(text).claim else {
            continue;
        };
        match (claim.meaning, claim.certainty) {
            (Meaning::Field(field), Certainty::Known | Certainty::Doubtful | Certainty::Weak) => {
                if let Some(place) = fields.get_mut(field as usize) {
                    *place = true;
                }
            }
            _ => others += 1,
        }
    }
    let known = fields.iter().map(|known| i32::from(*known)).sum::<i32>();
    let has = |field: Field| fields.get(field as usize).copied().unwrap_or(false);
    let is_person = has(Field::Name) || has(Field::FirstName) || has(Field::LastName) || has(Field::Email);
    if known == 0 && mapped == 0 {
        return others.min(3);
    }
    4 * known
        + 6 * mapped
        + others.min(3)
        + if is_person { 2 } else { 0 }
        + title.map_or(0, |title| section(head, title))
}

/// What a line of its own above a header row says about the section below it.
fn section(head: &[u8], title: &Record) -> i32 {
    let mut filled = title
        .cells
        .iter()
        .take(CELLS)
        .map(|cell| text(head, cell))
        .filter(|text| !text.trim().is_empty());
    let (Some(only), None) = (filled.next(), filled.next()) else {
        return 0;
    };
    let words = words(&only);
    let is = |list: &str| words.len() < 6 && words.iter().any(|word| is_listed(word, list));
    if is("host panelist speaker moderator staff organizer presenter") {
        -8
    } else if is("attendee participant registrant guest registration teilnehmer inscrit") {
        4
    } else {
        0
    }
}
