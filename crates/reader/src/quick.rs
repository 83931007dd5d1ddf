//! An ordinary row in one pass: its cells are copied into the attendee's JSON and looked at on the way.
//!
//! Anything out of the ordinary, and so all that is wrong, is left to the careful way of [`Writer`](meshi_partner_reader_parts::row::Writer),
//! which gives the same for every row that is taken here.

use meshi_partner_core::attendee::Row;
use meshi_partner_core::attendee::json::plain_prefix;
use meshi_partner_core::attendee::words::plain;
use meshi_partner_core::attendee::words::{BLOCK, Look, Room};
use meshi_partner_reader_parts::cell::{may_be_marked, may_be_total};
use meshi_partner_reader_parts::id::derived;
use meshi_partner_reader_parts::options::Field;
use meshi_partner_reader_parts::plan::{Plan, Use};
use meshi_partner_reader_parts::row::is_placeholder;

use crate::csv::{Cell, Inner};

/// Writes ordinary rows.
#[derive(Debug)]
pub(crate) struct Quick {
    room: Room,
    /// The column of each field of [`Field::ALL`].
    sources: [Option<usize>; 8],
    /// Columns that go into `raw`, each with its key: JSON text, with the colon and a block behind it.
    raw: Vec<(usize, Vec<u8>)>,
    /// The cells of a row without the spaces around them.
    trimmed: Vec<Cell>,
    /// What the keys take in a row.
    keys: usize,
    columns: usize,
    /// Whether every column is looked at, whatever stands in the row.
    sees_all: bool,
}

/// What [`Quick`] must know of a row.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Record<'a> {
    /// The row and what follows it.
    pub(crate) data: &'a [u8],
    pub(crate) length: usize,
    pub(crate) cells: &'a [Cell],
    /// Whether the file is known to be UTF-8.
    pub(crate) utf8: bool,
}

impl<'a> Record<'a> {
    /// The row's own text.
    #[inline]
    fn text(self) -> Option<&'a [u8]> {
        let text = self.data.get(..self.length)?;
        Some(text.strip_suffix(b"\r").unwrap_or(text))
    }
}

/// Behind each key, so that it can be copied by blocks.
const BEHIND: [u8; BLOCK] = [0; BLOCK];
/// More than the keys of the fields, a scheme and a derived id take.
const FIELDS: usize = 160;

impl Quick {
    pub(crate) fn new(plan: &Plan) -> Self {
        let sources = Field::ALL.map(|field| plan.source(field));
        let raw: Vec<_> = plan
            .raw
            .iter()
            .map(|(column, key)| (*column, [key.as_bytes(), &BEHIND].concat()))
            .collect();
        // With a full name, its halves are not looked at.
        let unseen = |used| match used {
            Use::Ignored => true,
            Use::Raw => false,
            Use::Field(field) => {
                matches!(field, Field::FirstName | Field::LastName) && plan.source(Field::Name).is_some()
            }
        };
        Self {
            room: Room::default(),
            sources,
            trimmed: Vec::new(),
            keys: raw.iter().map(|(_, key)| key.len()).sum(),
            raw,
            columns: plan.columns.len(),
            sees_all: !plan.columns.iter().any(|column| unseen(column.used)),
        }
    }

    /// The row as an attendee, if it is an ordinary one.
    #[inline]
    pub(crate) fn row(&mut self, number: u64, record: Record<'_>) -> Option<Row<'_>> {
        let id = match self.write(record) {
            Some(id) => id,
            None => self.write_trimmed(record)?,
        };
        let json = std::str::from_utf8(self.room.written()).ok()?;
        Some(Row {
            number,
            attendee_id: json.get(ID.len()..ID.len() + id)?,
            json,
        })
    }

    /// As [`Self::write`], of cells that have spaces around them.
    #[cold]
    fn write_trimmed(&mut self, record: Record<'_>) -> Option<usize> {
        let length = record.text()?.len();
        let mut trimmed = std::mem::take(&mut self.trimmed);
        trimmed.clear();
        trimmed.extend(
            record
                .cells
                .iter()
                .map_while(|cell| cell.trimmed(record.data, length)),
        );
        let cells = trimmed.as_slice();
        let id = if cells.len() < record.cells.len() || cells == record.cells {
            None
        } else {
            self.write(Record { cells, ..record })
        };
        self.trimmed = trimmed;
        id
    }

    /// Gives the length of the id.
    #[allow(clippy::too_many_lines, reason = "one pass, a step a field")]
    fn write(&mut self, record: Record<'_>) -> Option<usize> {
        let Record { data, cells, .. } = record;
        let length = record.text()?.len();
        if cells.len() > self.columns || !(self.sees_all || is_clean(data.get(..length)?, record.utf8)) {
            return None;
        }
        let [id, name, first, last, email, linkedin, title, company] = self.sources;
        let inner = |source: Option<usize>| match source.and_then(|index| cells.get(index)) {
            Some(cell) => cell.inner(data, length),
            None => Some(Inner::default()),
        };
        let mut to = Writer {
            room: &mut self.room,
            utf8: record.utf8,
        };
        // Of a cell that goes into `raw`, each byte may be escaped.
        to.room.begin(2 * length + self.keys + FIELDS);

        let (has_ids, id, email) = (id.is_some(), inner(id)?, inner(email)?);
        let label = cells.first().and_then(|cell| cell.inner(data, length))?;
        if may_be_total(label.text()) || may_be_total(id.text()) {
            return None;
        }
        to.room.put(ID)?;
        if id.length == 0 {
            // An id that is missing is worth a warning.
            if has_ids {
                return None;
            }
            let email = email.text();
            if !plain::is_plain_email(email) {
                return None;
            }
            to.room.put(&derived(email))?;
        } else {
            to.copy(id, Wanted::Tidy)?;
            if !plain::is_id(id.text()) {
                return None;
            }
        }
        let id = to.room.len() - ID.len();
        let name = inner(name)?;
        to.room.put(b"\",\"name\":\"")?;
        if name.length == 0 {
            let (first, last) = (inner(first)?, inner(last)?);
            to.copy(first, Wanted::Tidy)?;
            if first.length > 0 && last.length > 0 {
                to.room.put(b" ")?;
            }
            to.copy(last, Wanted::Tidy)?;
            if first.length + last.length == 0 {
                return None;
            }
        } else {
            to.copy(name, Wanted::Tidy)?;
        }
        if to.is_there(email)? {
            to.room.put(b"\",\"email\":\"")?;
            to.copy(email, Wanted::Tidy)?;
            if !plain::is_plain_email(email.text()) {
                return None;
            }
        }
        let linkedin = inner(linkedin)?;
        if to.is_there(linkedin)? {
            to.room.put(b"\",\"linkedin_url\":\"https://")?;
            let scheme = linkedin.length - plain::plain_linkedin(linkedin.text())?.len();
            let rest = Inner {
                from: linkedin.from.get(scheme..)?,
                length: linkedin.length - scheme,
                ..linkedin
            };
            to.copy(rest, Wanted::OneWord)?;
        }
        let title = inner(title)?;
        if to.is_there(title)? {
            to.room.put(b"\",\"title\":\"")?;
            to.copy(title, Wanted::Tidy)?;
        }
        let company = inner(company)?;
        if to.is_there(company)? {
            to.room.put(b"\",\"company\":\"")?;
            to.copy(company, Wanted::Tidy)?;
        }
        to.room.put(b"\"")?;
        let mut open = false;
        for (column, key) in &self.raw {
            let cell = inner(Some(*column))?;
            if cell.length == 0 {
                continue;
            }
            if open {
                to.room.put(b"\",")?;
            } else {
                to.room.put(b",\"raw\":{")?;
                open = true;
            }
            to.room
                .copy(key, key.len() - BEHIND.len(), &mut Look::default())?;
            to.room.put(b"\"")?;
            to.raw(cell)?;
        }
        if open {
            to.room.put(b"\"}")?;
        }
        to.room.put(b"}")?;
        Some(id)
    }
}

const ID: &[u8; 16] = b"{\"attendee_id\":\"";

/// Whether a row's bytes are surely text without a zero byte.
fn is_clean(bytes: &[u8], utf8: bool) -> bool {
    !bytes.contains(&0) && (bytes.is_ascii() || (utf8 && std::str::from_utf8(bytes).is_ok()))
}

struct Writer<'w> {
    room: &'w mut Room,
    utf8: bool,
}

/// What a cell must be already, to be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wanted {
    Any,
    Tidy,
    OneWord,
}

impl Writer<'_> {
    /// Whether a cell holds something.
    #[inline]
    fn is_there(&self, cell: Inner<'_>) -> Option<bool> {
        if cell.length > 4 {
            return Some(true);
        }
        let text = cell.text();
        if is_placeholder(text) {
            // The first row that is not ASCII decides on the file's encoding.
            return (self.utf8 || text.is_ascii()).then_some(false);
        }
        Some(!text.is_empty())
    }

    /// Writes a cell that is as wanted.
    #[inline]
    fn copy(&mut self, cell: Inner<'_>, wanted: Wanted) -> Option<()> {
        let plain = self.write(cell.from, cell.length, cell.doubled, wanted)?;
        plain.then_some(())
    }

    /// Writes a cell that need only be trimmed.
    #[inline]
    fn raw(&mut self, cell: Inner<'_>) -> Option<()> {
        let at = self.room.len();
        if !self.write(cell.from, cell.length, cell.doubled, Wanted::Any)? {
            self.room.back_to(at);
            self.escaped(cell)?;
        }
        Some(())
    }

    /// Writes a cell that holds what JSON must escape, other than with a number.
    #[cold]
    fn escaped(&mut self, cell: Inner<'_>) -> Option<()> {
        let is_end = |byte: Option<&u8>| byte.is_some_and(|byte| *byte > b' ' && *byte != 0x7F);
        if !is_end(cell.text().first()) || !is_end(cell.text().last()) {
            return None;
        }
        let (mut rest, mut left) = (cell.from, cell.length);
        loop {
            let plain = plain_prefix(rest.get(..left)?);
            self.room.copy(rest, plain, &mut Look::default())?;
            if plain == left {
                return Some(());
            }
            let (escape, length) = match rest.get(plain..left)? {
                [b'"', b'"', ..] if cell.doubled => (b"\\\"", 2),
                [b'\\', ..] => (b"\\\\", 1),
                [b'\n', ..] => (b"\\n", 1),
                [b'\r', ..] => (b"\\r", 1),
                [b'\t', ..] => (b"\\t", 1),
                _ => return None,
            };
            self.room.put(escape)?;
            rest = rest.get(plain + length..)?;
            left -= plain + length;
        }
    }

    /// Writes text with each run of spaces as one.
    #[cold]
    fn squeezed(&mut self, text: &[u8]) -> Option<()> {
        let mut before = 0;
        for &byte in text {
            if byte != b' ' || before != b' ' {
                self.room.put(&[byte])?;
            }
            before = byte;
        }
        Some(())
    }

    /// Writes a cell that is as wanted and holds no gap beyond ASCII; whether it holds nothing that JSON must escape.
    fn write(&mut self, from: &[u8], length: usize, doubled: bool, wanted: Wanted) -> Option<bool> {
        let (text, at) = (from.get(..length)?, self.room.len());
        if may_be_marked(text.first()) {
            return None;
        }
        let mut look = Look::default();
        let (mut rest, mut left) = (from, length);
        loop {
            let quote = if doubled {
                rest.get(..left)?.iter().position(|byte| *byte == b'"')
            } else {
                None
            };
            self.room.copy(rest, quote.unwrap_or(left), &mut look)?;
            let Some(quote) = quote else { break };
            if quote + 2 > left || *rest.get(quote + 1)? != b'"' {
                return None;
            }
            self.room.put(b"\\\"")?;
            look.at_letter();
            rest = rest.get(quote + 2..)?;
            left -= quote + 2;
        }
        if text.last() == Some(&b' ') || (!look.is_tight() && text.first() == Some(&b' ')) {
            return None;
        }
        match wanted {
            Wanted::Tidy if !look.is_tight() => {
                if doubled {
                    return None;
                }
                self.room.back_to(at);
                self.squeezed(text)?;
            }
            Wanted::OneWord if !look.is_one_word() => return None,
            Wanted::Any | Wanted::Tidy | Wanted::OneWord => {}
        }
        let ordinary = look.is_ascii() || (self.utf8 && !plain::may_hold_gap(text));
        ordinary.then_some(look.needs_no_escape())
    }
}

impl<'a> Inner<'a> {
    #[inline]
    fn text(self) -> &'a [u8] {
        self.from.get(..self.length).unwrap_or_default()
    }
}
