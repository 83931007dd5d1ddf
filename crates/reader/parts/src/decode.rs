//! From the bytes of a file to text: byte order marks, UTF-16, and what is no text at all.
//!
//! Text leaves as bytes that are UTF-8 wherever the file is in order. Whether a row's bytes really are is decided
//! row by row in [`Charset`], since only then can a bad row be named and the others go on.

use std::borrow::Cow;

use crate::error::{ReadError, codes};
use crate::options::Encoding;

/// So many bytes are looked at before anything is decided.
const HEAD: usize = 8;

/// A byte that is in no UTF-8 text: it stands for what could not be decoded, and makes its row a rejected one.
const UNDECODABLE: u8 = 0xFF;

#[derive(Debug)]
enum State {
    /// The first bytes, fewer than [`HEAD`] so far.
    Head(Vec<u8>),
    /// Bytes pass as they are.
    Bytes,
    /// UTF-16, with what is left over of the chunk before.
    Units {
        little_endian: bool,
        odd_byte: Option<u8>,
        high: Option<u16>,
    },
}

/// Turns chunks of a file into chunks of text.
#[derive(Debug)]
pub struct Decoder {
    encoding: Encoding,
    state: State,
    scratch: Vec<u8>,
}

impl Decoder {
    /// A decoder at the first byte of a file.
    pub fn new(encoding: Encoding) -> Self {
        Self {
            encoding,
            state: State::Head(Vec::new()),
            scratch: Vec::new(),
        }
    }

    /// The text of the next chunk, and its encoding as far as it is settled: UTF-8 after a mark or from UTF-16,
    /// else what the caller said.
    ///
    /// # Errors
    /// When the first bytes are those of a file that is no text.
    pub fn decode<'a>(&'a mut self, chunk: &'a [u8]) -> Result<(&'a [u8], Encoding), ReadError> {
        if let State::Head(head) = &mut self.state {
            if head.len() + chunk.len() < HEAD {
                head.extend_from_slice(chunk);
                return Ok((&[], self.encoding));
            }
            let head = std::mem::take(head);
            if head.is_empty() {
                let mark = self.settle(chunk)?;
                let encoding = self.encoding;
                return Ok((self.convert(chunk.get(mark..).unwrap_or_default()), encoding));
            }
            let start = [&head, chunk].concat();
            let mark = self.settle(&start)?;
            let rest = start.get(mark..).unwrap_or_default();
            if matches!(self.state, State::Bytes) {
                self.scratch.clear();
                self.scratch.extend_from_slice(rest);
            } else {
                self.convert(rest);
            }
            return Ok((&self.scratch, self.encoding));
        }
        let encoding = self.encoding;
        Ok((self.convert(chunk), encoding))
    }

    /// What is left at the end of the file.
    ///
    /// # Errors
    /// As [`Self::decode`].
    pub fn finish(&mut self) -> Result<(&[u8], Encoding), ReadError> {
        let mut rest = Vec::new();
        if let State::Head(head) = &mut self.state {
            let head = std::mem::take(head);
            let mark = self.settle(&head)?;
            rest.extend_from_slice(self.convert(head.get(mark..).unwrap_or_default()));
        }
        if let State::Units { odd_byte, high, .. } = &mut self.state
            && (odd_byte.take().is_some() | high.take().is_some())
        {
            rest.push(UNDECODABLE);
        }
        self.scratch = rest;
        Ok((&self.scratch, self.encoding))
    }

    /// Decides by the first bytes and gives the length of the byte order mark.
    #[cold]
    #[inline(never)]
    fn settle(&mut self, head: &[u8]) -> Result<usize, ReadError> {
        refuse_binary(head)?;
        let units = |little_endian| State::Units {
            little_endian,
            odd_byte: None,
            high: None,
        };
        let (state, mark) = match (self.encoding, head) {
            (Encoding::Windows1252, _) => (State::Bytes, 0),
            (_, [0xEF, 0xBB, 0xBF, ..]) => {
                self.encoding = Encoding::Utf8;
                (State::Bytes, 3)
            }
            (_, [0xFF, 0xFE, ..]) => (units(true), 2),
            (_, [0xFE, 0xFF, ..]) => (units(false), 2),
            (Encoding::Utf16Le, _) => (units(true), 0),
            (Encoding::Utf16Be, _) => (units(false), 0),
            (Encoding::Auto, [first, 0, second, 0, ..]) if *first != 0 && *second != 0 => (units(true), 0),
            (Encoding::Auto, [0, first, 0, second, ..]) if *first != 0 && *second != 0 => (units(false), 0),
            _ => (State::Bytes, 0),
        };
        if matches!(state, State::Units { .. }) {
            self.encoding = Encoding::Utf8;
        }
        self.state = state;
        Ok(mark)
    }

    fn convert<'a>(&'a mut self, chunk: &'a [u8]) -> &'a [u8] {
        let State::Units {
            little_endian,
            odd_byte,
            high,
        } = &mut self.state
        else {
            return chunk;
        };
        let out = &mut self.scratch;
        out.clear();
        out.reserve(chunk.len() * 3 / 2);
        for &byte in chunk {
            let Some(first) = odd_byte.take() else {
                *odd_byte = Some(byte);
                continue;
            };
            let pair = [first, byte];
            let unit = if *little_endian {
                u16::from_le_bytes(pair)
            } else {
                u16::from_be_bytes(pair)
            };
            if unit < 0x80 && high.is_none() {
                out.push(byte.max(first));
                continue;
            }
            push_unit(unit, high, out);
        }
        out
    }
}

fn push_unit(unit: u16, high: &mut Option<u16>, out: &mut Vec<u8>) {
    let is_low = (0xDC00..0xE000).contains(&unit);
    let code = match high.take() {
        Some(high) if is_low => 0x1_0000 + ((u32::from(high) - 0xD800) << 10) + (u32::from(unit) - 0xDC00),
        waiting => {
            if waiting.is_some() {
                out.push(UNDECODABLE);
            }
            if (0xD800..0xDC00).contains(&unit) {
                *high = Some(unit);
                return;
            }
            u32::from(unit)
        }
    };
    match char::from_u32(code) {
        Some(c) => out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes()),
        None => out.push(UNDECODABLE),
    }
}

/// Refuses what is no text, by its first bytes.
fn refuse_binary(head: &[u8]) -> Result<(), ReadError> {
    const KINDS: [(&[u8], &str); 11] = [
        (
            b"PK\x03\x04",
            "an Excel workbook or another zipped file: open it and export the sheet as CSV (UTF-8)",
        ),
        (b"PK\x05\x06", "an empty zip archive: export the attendees as CSV"),
        (
            b"\xD0\xCF\x11\xE0",
            "an old Excel workbook (.xls): open it and export the sheet as CSV (UTF-8)",
        ),
        (b"%PDF", "a PDF: export the attendees as CSV instead"),
        (b"\x1F\x8B", "compressed with gzip: unpack it first"),
        (b"\x89PNG", "an image: export the attendees as CSV"),
        (b"\xFF\xD8\xFF", "an image: export the attendees as CSV"),
        (b"GIF8", "an image: export the attendees as CSV"),
        (b"7z\xBC\xAF", "a 7z archive: unpack it first"),
        (b"\x28\xB5\x2F\xFD", "compressed with zstd: unpack it first"),
        (b"{\\rtf", "a rich-text document: export the attendees as CSV"),
    ];
    match KINDS.iter().find(|(magic, _)| head.starts_with(magic)) {
        Some((_, kind)) => Err(ReadError::new(codes::BINARY_FILE, format!("this file is {kind}"))),
        None => Ok(()),
    }
}

/// Which characters the bytes of a file's rows are; the first row that is not ASCII decides.
#[derive(Debug, Clone, Copy)]
pub struct Charset {
    encoding: Encoding,
    /// Whether the caller said so, and it was not found out.
    given: bool,
}

impl Charset {
    /// What is known before the first row.
    pub fn new(encoding: Encoding) -> Self {
        Self {
            encoding,
            given: encoding != Encoding::Auto,
        }
    }

    /// Whether the file is known to be UTF-8.
    pub fn is_utf8(&self) -> bool {
        self.encoding == Encoding::Utf8
    }

    /// The text of one row.
    ///
    /// # Errors
    /// What keeps its bytes from being text, to be read after "the row".
    #[inline]
    pub fn text<'a>(&mut self, bytes: &'a [u8]) -> Result<Cow<'a, str>, &'static str> {
        match std::str::from_utf8(bytes) {
            Ok(text) if self.encoding == Encoding::Utf8 || text.is_ascii() => Ok(Cow::Borrowed(text)),
            Ok(text) if self.encoding == Encoding::Auto => {
                self.encoding = Encoding::Utf8;
                Ok(Cow::Borrowed(text))
            }
            _ => self.other(bytes),
        }
    }

    #[cold]
    fn other<'a>(&mut self, bytes: &'a [u8]) -> Result<Cow<'a, str>, &'static str> {
        if self.encoding == Encoding::Utf8 {
            return Err(
                "holds bytes that are not valid UTF-8, which the rest of the file is: \
                        save the file as UTF-8 again",
            );
        }
        if !self.given && has_utf8_character(bytes) {
            return Err("mixes UTF-8 with another encoding: save the file as UTF-8 again");
        }
        let text = windows_1252(bytes)
            .ok_or("holds bytes that are neither UTF-8 nor Windows-1252: save the file as UTF-8 again")?;
        self.encoding = Encoding::Windows1252;
        Ok(Cow::Owned(text))
    }
}

/// Whether some character beyond ASCII stands there as UTF-8, which text in Windows-1252 all but never has.
fn has_utf8_character(mut bytes: &[u8]) -> bool {
    loop {
        match std::str::from_utf8(bytes) {
            Ok(text) => return !text.is_ascii(),
            Err(error) => {
                let (valid, rest) = bytes
                    .split_at_checked(error.valid_up_to())
                    .unwrap_or((bytes, &[]));
                if !valid.is_ascii() {
                    return true;
                }
                bytes = rest
                    .get(error.error_len().unwrap_or(rest.len())..)
                    .unwrap_or_default();
            }
        }
    }
}

/// The text of bytes in Windows-1252.
pub(crate) fn windows_1252(bytes: &[u8]) -> Option<String> {
    const HIGH: [char; 32] = [
        '€', '\0', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\0', 'Ž', '\0', '\0', '‘', '’',
        '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\0', 'ž', 'Ÿ',
    ];
    bytes
        .iter()
        .map(|&byte| match byte {
            0x80..=0x9F => HIGH.get(usize::from(byte - 0x80)).copied().filter(|c| *c != '\0'),
            _ => Some(char::from(byte)),
        })
        .collect()
}
