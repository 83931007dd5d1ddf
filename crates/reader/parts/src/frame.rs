//! Cuts JSON text into elements without reading them: only nesting, strings and commas are looked at.

use meshi_partner_core::attendee::json::plain_prefix;

/// Follows one JSON value through any number of chunks.
#[derive(Debug, Clone, Default)]
pub(crate) struct Frame {
    /// How far the data has been looked at.
    at: usize,
    depth: usize,
    in_string: bool,
    after_backslash: bool,
}

impl Frame {
    /// A frame inside of an object that is already open.
    pub(crate) fn in_object() -> Self {
        Self {
            depth: 1,
            ..Self::default()
        }
    }

    /// Goes on with data of which nothing has been looked at.
    pub(crate) fn forget(&mut self) {
        self.at = 0;
    }

    /// Looks on in `data`, which begins with the value (or, after [`Self::forget`], goes on with it). Gives the
    /// place after its last byte, or nothing when more data is needed. A number or word ends before what follows it.
    pub(crate) fn scan(&mut self, data: &[u8]) -> Option<usize> {
        loop {
            if self.in_string && !self.after_backslash {
                self.at += plain_prefix(data.get(self.at..).unwrap_or_default());
            }
            let here = self.at;
            let &byte = data.get(here)?;
            self.at += 1;
            if self.after_backslash {
                self.after_backslash = false;
                continue;
            }
            if self.in_string {
                match byte {
                    b'\\' => self.after_backslash = true,
                    b'"' => {
                        self.in_string = false;
                        if self.depth == 0 {
                            return Some(self.at);
                        }
                    }
                    _ => {}
                }
                continue;
            }
            match byte {
                b'"' => self.in_string = true,
                b'{' | b'[' => self.depth += 1,
                b'}' | b']' => match self.depth {
                    0 => return Some(here),
                    1 => return Some(self.at),
                    _ => self.depth -= 1,
                },
                b',' | b' ' | b'\n' | b'\r' | b'\t' if self.depth == 0 => return Some(here),
                _ => {}
            }
        }
    }
}

/// The keys under which the list of attendees is looked for.
pub(crate) const LISTS: [&str; 7] = [
    "attendees",
    "items",
    "data",
    "guests",
    "entries",
    "results",
    "registrations",
];

/// What the first object of a file turns out to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Opened {
    /// It ended there, without a list of attendees.
    Object(usize),
    /// A list of attendees begins; its first token stands there.
    List(usize),
}

/// Looks at the first object of a file for a list of attendees in it.
#[derive(Debug, Default)]
pub(crate) struct Opening {
    at: usize,
    depth: usize,
    in_string: bool,
    after_backslash: bool,
    /// The last string of the object's own level, as far as it matters.
    key: Vec<u8>,
    /// Whether a `[` under a key of [`LISTS`] has just been met.
    list: bool,
}

impl Opening {
    /// See [`Frame::forget`].
    pub(crate) fn forget(&mut self) {
        self.at = 0;
    }

    /// See [`Frame::scan`].
    pub(crate) fn scan(&mut self, data: &[u8]) -> Option<Opened> {
        while let Some(&byte) = data.get(self.at) {
            let here = self.at;
            self.at += 1;
            if self.in_string {
                if self.after_backslash {
                    self.after_backslash = false;
                } else if byte == b'\\' {
                    self.after_backslash = true;
                } else if byte == b'"' {
                    self.in_string = false;
                    continue;
                }
                if self.depth == 1 && self.key.len() < 32 {
                    self.key.push(byte);
                }
                continue;
            }
            if byte.is_ascii_whitespace() {
                continue;
            }
            if std::mem::take(&mut self.list) && matches!(byte, b'{' | b']') {
                return Some(Opened::List(here));
            }
            match byte {
                b'"' => {
                    self.in_string = true;
                    if self.depth == 1 {
                        self.key.clear();
                    }
                }
                b'{' | b'[' => {
                    self.list = byte == b'['
                        && self.depth == 1
                        && LISTS
                            .iter()
                            .any(|list| list.as_bytes().eq_ignore_ascii_case(&self.key));
                    self.depth += 1;
                }
                b'}' | b']' => {
                    self.depth = self.depth.saturating_sub(1);
                    if self.depth == 0 {
                        return Some(Opened::Object(self.at));
                    }
                }
                _ => {}
            }
        }
        None
    }
}
