//! What spreadsheets put around a cell's text, and rows that are no people.

use std::borrow::Cow;

use meshi_partner_core::attendee::rules;

/// A cell with one of these first is a formula to a spreadsheet, and gets an apostrophe before it where a file is written
/// with care.
const FORMULA: [char; 10] = ['=', '+', '-', '@', '|', '%', '＝', '＋', '－', '＠'];

/// Whether [`meant`] may change a cell that begins with this byte.
#[inline]
pub fn may_be_marked(first: Option<&u8>) -> bool {
    matches!(first, Some(b'=' | b'\''))
}

/// The text that is meant by a cell: `="00123"` is `00123`, and `'=1+1` is `=1+1`.
#[inline]
pub fn meant(cell: Cow<'_, str>) -> Cow<'_, str> {
    let start = cell.trim_start_matches(' ');
    if may_be_marked(start.as_bytes().first()) {
        unmarked(cell)
    } else {
        cell
    }
}

#[cold]
fn unmarked(cell: Cow<'_, str>) -> Cow<'_, str> {
    let text = rules::trim(&cell);
    if let Some(inner) = text.strip_prefix("=\"").and_then(|inner| inner.strip_suffix('"')) {
        return Cow::Owned(inner.replace("\"\"", "\""));
    }
    let Some(guarded) = text.strip_prefix('\'') else {
        return cell;
    };
    let begins = guarded.trim_start_matches(|c: char| c.is_whitespace() || c == '\0');
    let blank = guarded.get(..guarded.len() - begins.len()).unwrap_or_default();
    if begins.starts_with(FORMULA) || blank.contains(['\t', '\r']) {
        Cow::Owned(guarded.to_owned())
    } else {
        cell
    }
}

/// What the label of a row of totals begins with, in small letters.
const TOTALS: [&str; 14] = [
    "total",
    "grand total",
    "sum",
    "summe",
    "gesamt",
    "insgesamt",
    "somme",
    "totaal",
    "suma",
    "razem",
    "celkem",
    "合計",
    "合计",
    "총계",
];
const LONGEST_LABEL: usize = 64;

/// Whether a cell may be the label of a row of totals. Quick, and true more often than [`is_total`].
#[inline]
pub fn may_be_total(cell: &[u8]) -> bool {
    let starts = matches!(
        cell.first(),
        Some(b't' | b'T' | b's' | b'S' | b'g' | b'G' | b'i' | b'I' | b'r' | b'R' | b'c' | b'C' | 0x80..)
    );
    starts && cell.len() <= LONGEST_LABEL && begins_total(cell)
}

fn begins_total(cell: &[u8]) -> bool {
    let first = cell.first().map(u8::to_ascii_lowercase);
    TOTALS.iter().map(|label| label.as_bytes()).any(|label| {
        // Every row comes by here: most are told by one byte.
        label.first() == first.as_ref()
            && cell
                .get(..label.len())
                .is_some_and(|start| start.eq_ignore_ascii_case(label))
    })
}

/// Whether a trimmed cell is the label of a row of totals: `Total`, `Total attendees: 42`.
#[cold]
pub fn is_total(cell: &str) -> bool {
    const COUNTED: [&str; 16] = [
        "attendees",
        "attendee",
        "registrations",
        "registered",
        "guests",
        "participants",
        "records",
        "rows",
        "tickets",
        "orders",
        "count",
        "teilnehmer",
        "participantes",
        "of",
        "number",
        "general",
    ];
    if !may_be_total(cell.as_bytes()) {
        return false;
    }
    let lower = cell.to_lowercase();
    let words = lower
        .split(|c: char| !c.is_alphabetic())
        .filter(|word| !word.is_empty());
    words.into_iter().all(|word| {
        word == "grand"
            || TOTALS.contains(&word)
            || word == "totals"
            || word == "totale"
            || COUNTED.contains(&word)
    })
}
