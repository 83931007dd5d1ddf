//! Finds the header line of a table, what ends a line, and what parts cells, in bytes that come bit by bit.

/// Looks for the first line that is a header, and for what ends a line and parts cells.
#[derive(Debug, Default)]
pub(crate) struct HeaderScan {
    /// The delimiter that the caller, the format or a `sep=` line gives.
    delimiter: Option<u8>,
    /// Where the line that is being looked at begins, and how far it has been looked at.
    start: usize,
    at: usize,
    in_quotes: bool,
    quote_line: u64,
    /// How often each of [`DELIMITERS`] stands in it outside of quotes.
    counts: [usize; 4],
    /// The line in which it begins, and the one that has been reached in it.
    pub(crate) first_line: u64,
    line: u64,
}

/// Tried in this order when they are equally frequent.
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// The header line: where it is, and where the first row begins.
#[derive(Debug)]
pub(crate) struct Header {
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// Where the first row begins in the head, and in which line of the file.
    pub(crate) next: usize,
    pub(crate) next_line: u64,
    pub(crate) line: u64,
    pub(crate) delimiter: u8,
    pub(crate) end_of_line: u8,
}

impl HeaderScan {
    /// A scan at the first byte of a file; `delimiter` is what the caller or the format says.
    pub(crate) fn new(delimiter: Option<u8>) -> Self {
        Self {
            delimiter,
            first_line: 1,
            line: 1,
            ..Self::default()
        }
    }

    /// Forgets the lines before the one that is being looked at, and says how many bytes of the head they are.
    pub(crate) fn forget(&mut self) -> usize {
        let before = std::mem::take(&mut self.start);
        self.at -= before;
        before
    }

    /// How much of `head` the line takes that is being looked at.
    pub(crate) fn length(&self, head: &[u8]) -> usize {
        head.len() - self.start
    }

    /// The line of a quote that stays open at the end of the file.
    pub(crate) fn open_quote(&self, at_end: bool) -> Option<u64> {
        (at_end && self.in_quotes).then_some(self.quote_line)
    }

    /// Looks on in `head`, which begins with the first line that is not forgotten. Gives nothing when more is
    /// needed, or when the file ends without a header.
    pub(crate) fn scan(&mut self, head: &[u8], at_end: bool) -> Option<Header> {
        loop {
            let Some(&byte) = head.get(self.at) else {
                if !at_end || self.in_quotes {
                    return None;
                }
                return self.header(head, head.len(), head.len(), b'\n');
            };
            let before = if self.at == self.start {
                None
            } else {
                head.get(self.at - 1)
            };
            match byte {
                b'"' if self.in_quotes => self.in_quotes = false,
                b'"' => {
                    let starts_cell = before.is_none_or(|before| {
                        matches!(before, b' ' | b'"')
                            || DELIMITERS.contains(before)
                            || Some(*before) == self.delimiter
                    });
                    self.in_quotes = starts_cell;
                    self.quote_line = self.line;
                }
                b'\n' | b'\r' if self.in_quotes => self.line += u64::from(byte == b'\n'),
                b'\n' | b'\r' => {
                    let next = match (byte, head.get(self.at + 1)) {
                        (b'\n', _) => Some((self.at + 1, b'\n')),
                        (_, Some(b'\n')) => Some((self.at + 2, b'\n')),
                        (_, None) if !at_end => None,
                        _ => Some((self.at + 1, b'\r')),
                    };
                    let (next, end_of_line) = next?;
                    if let Some(header) = self.header(head, self.at, next, end_of_line) {
                        return Some(header);
                    }
                    self.start = next;
                    self.at = next;
                    self.counts = [0; 4];
                    self.line += 1;
                    self.first_line = self.line;
                    continue;
                }
                _ if !self.in_quotes => {
                    for (count, delimiter) in self.counts.iter_mut().zip(DELIMITERS) {
                        *count += usize::from(byte == delimiter);
                    }
                }
                _ => {}
            }
            self.at += 1;
        }
    }

    /// The header that ends at `end`, unless that line is blank or says `sep=;`.
    fn header(&mut self, head: &[u8], end: usize, next: usize, end_of_line: u8) -> Option<Header> {
        let record = head.get(self.start..end).unwrap_or_default();
        if record
            .iter()
            .all(|byte| byte.is_ascii_whitespace() || DELIMITERS.contains(byte))
        {
            return None;
        }
        if let Some((b"sep=" | b"SEP=" | b"Sep=", rest)) = record.split_at_checked(4)
            && let [delimiter] = rest.trim_ascii_end()
        {
            self.delimiter = self.delimiter.or(Some(*delimiter));
            return None;
        }
        let most = DELIMITERS
            .into_iter()
            .zip(self.counts)
            .rev()
            .max_by_key(|(_, count)| *count);
        let delimiter = self
            .delimiter
            .or(most.map(|(delimiter, _)| delimiter))
            .unwrap_or(b',');
        Some(Header {
            start: self.start,
            end,
            next,
            line: self.first_line,
            next_line: self.line + 1,
            delimiter,
            end_of_line,
        })
    }
}
