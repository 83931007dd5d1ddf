//! A decision on a file's columns in a form that a resume token can hold: no header text, no data.

use meshi_partner_core::attendee::words::sip::Wide;
use meshi_partner_core::value::{Object, Value};

use crate::header_line::Header;
use crate::options::Field;
use crate::recognise::VERSION;
use crate::recognise::head::Place;

/// What was decided on a file when it was first read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recorded {
    pub(crate) place: Option<Place>,
    /// Of the headers.
    pub(crate) fingerprint: String,
    /// By column.
    pub(crate) fields: Vec<Option<Field>>,
    /// The column of the order's number.
    pub(crate) order: Option<usize>,
}

/// One letter a column, in the order of [`Field::ALL`].
const LETTERS: &[u8; 8] = b"inflkmtc";
const RAW: char = '-';

impl Recorded {
    /// Takes in where the table begins.
    pub fn begin_at(&mut self, header: &Header) {
        self.place = Some(Place {
            delimiter: header.delimiter,
            record: header.record,
        });
    }

    /// The decision as a value of a token.
    pub fn to_value(&self) -> Value {
        let letter = |field: &Option<Field>| {
            let letter = field.and_then(|field| LETTERS.get(field as usize));
            letter.map_or(RAW, |letter| char::from(*letter))
        };
        let mut value = Object::default();
        value.insert("v", VERSION.into());
        value.insert("h", self.fingerprint.as_str().into());
        let fields: String = self.fields.iter().map(letter).collect();
        value.insert("c", fields.trim_end_matches(RAW).into());
        if let Some(order) = self.order {
            value.insert("o", (order as u64).into());
        }
        if let Some(place) = self.place {
            value.insert("d", u64::from(place.delimiter).into());
            value.insert("r", (place.record as u64).into());
        }
        Value::Object(value)
    }

    /// Reads what [`Self::to_value`] wrote. Anybody can write a token: none, if it is not such a value.
    pub fn from_value(value: &Value) -> Option<Self> {
        let value = value.as_object()?;
        let number = |key: &str| value.get(key).and_then(Value::as_u64);
        let index = |key: &str| number(key).and_then(|number| usize::try_from(number).ok());
        if number("v")? > VERSION {
            return None;
        }
        let letters = value.get("c")?.as_str()?;
        let field = |letter: u8| match LETTERS.iter().position(|known| *known == letter) {
            Some(at) => Some(Field::ALL.get(at).copied()),
            None => (letter == b'-').then_some(None),
        };
        let fields: Vec<Option<Field>> = letters.bytes().map(field).collect::<Option<_>>()?;
        let is_twice =
            |field: &Option<Field>| field.is_some() && fields.iter().filter(|it| *it == field).count() > 1;
        if fields.len() > crate::recognise::MOST_COLUMNS || fields.iter().any(is_twice) {
            return None;
        }
        let place = match (number("d"), index("r")) {
            (Some(delimiter), Some(record)) if record <= 4_096 => Some(Place {
                delimiter: u8::try_from(delimiter).ok().filter(u8::is_ascii)?,
                record,
            }),
            (None, None) => None,
            _ => return None,
        };
        Some(Self {
            place,
            fingerprint: value.get("h")?.as_str()?.to_owned(),
            fields,
            order: index("o"),
        })
    }
}

/// The digest of headers, by which a file is told from another one.
pub(crate) fn fingerprint<'a>(headers: impl IntoIterator<Item = &'a str>) -> String {
    let mut hasher = Wide::new(u64::from_le_bytes(*b"meshi-pa"), u64::from_le_bytes(*b"rtner/hd"));
    for header in headers {
        hasher.write(header.as_bytes());
        hasher.write(&[0]);
    }
    let [first, second] = hasher.finish();
    format!("{first:016x}{second:016x}")
}
