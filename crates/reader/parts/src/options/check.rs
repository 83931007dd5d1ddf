//! What the types of options do not say of them.

use super::{Format, Options, wrong};
use crate::error::OptionsError;

impl Options {
    /// Checks what the types do not.
    ///
    /// # Errors
    /// When the delimiter cannot delimit, a bound is out of its range, or a field is mapped twice.
    #[cold]
    #[inline(never)]
    pub fn check(&self) -> Result<(), OptionsError> {
        if let Some(delimiter) = self.delimiter {
            if !delimiter.is_ascii()
                || delimiter.is_ascii_alphanumeric()
                || b"\"\r\n \0.@_-".contains(&delimiter)
            {
                return Err(wrong(
                    "delimiter",
                    "must be a mark that separates cells, such as \",\", \";\" or \"\\t\"",
                ));
            }
            if !matches!(self.format, Format::Auto | Format::Csv | Format::Tsv) {
                return Err(wrong(
                    "delimiter",
                    "only a table has one: leave it out, or set format to \"csv\"",
                ));
            }
            if self.format == Format::Tsv && delimiter != b'\t' {
                return Err(wrong(
                    "delimiter",
                    "a TSV file has tabs: leave it out, or set format to \"csv\"",
                ));
            }
        }
        if self.header_row.is_some() && self.skip_rows > 0 {
            return Err(wrong(
                "skipRows",
                "says where the table begins, and so does headerRow: give one of them.",
            ));
        }
        for (option, is_given) in [
            ("skipRows", self.skip_rows > 0),
            ("headerRow", self.header_row.is_some()),
        ] {
            if is_given && matches!(self.format, Format::Json | Format::Ndjson) {
                return Err(wrong(
                    option,
                    "is for tables: leave it out, or set format to \"csv\".",
                ));
            }
        }
        let (least, most) = Self::MAX_RECORD_BYTES_RANGE;
        if !(least..=most).contains(&self.max_record_bytes) {
            return Err(wrong("maxRecordBytes", format!("must be from {least} to {most}")));
        }
        for (index, entry) in self.mapping.iter().enumerate() {
            let option = || ["mapping.", entry.field.name()].concat();
            for earlier in self.mapping.iter().take(index) {
                if earlier.field == entry.field {
                    return Err(wrong(option(), "is given twice"));
                }
                if entry.header.is_some() && earlier.header == entry.header {
                    let other = earlier.field.name();
                    return Err(wrong(
                        option(),
                        format!("names the same column as mapping.{other}"),
                    ));
                }
            }
            if let Some(header) = &entry.header
                && self.ignore.contains(header)
            {
                return Err(wrong(option(), "names a column that ignore leaves out"));
            }
        }
        Ok(())
    }
}
