//! Made-up attendees, the same in every run.

use std::fmt::Write as _;

const FIRST: [&str; 10] = [
    "Ada", "Grace", "Łucja", "Nnamdi", "Mei", "José", "Priya", "Tomás", "Ingrid", "Yusuf",
];
const LAST: [&str; 10] = [
    "Okafor",
    "Lindqvist",
    "Ng",
    "García",
    "O'Neill",
    "Kowalska",
    "Haddad",
    "Tanaka",
    "Silva",
    "Meyer",
];
const TITLES: [&str; 5] = [
    "Head of Growth",
    "Founder, CEO",
    "VP \"Platform\"",
    "Data Engineer",
    "Product Manager",
];
const COMPANIES: [&str; 5] = [
    "Northwind",
    "Contoso, Ltd.",
    "Globex",
    "Initech",
    "Umbrella Health",
];

/// How the cells of a file are written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cells {
    /// As they are; what would need quotes is left out of them.
    Plain,
    /// All in quotes.
    Quoted,
    /// As people leave them: with blanks around them, and two where one would do.
    Odd,
}

fn pick<'a>(list: &[&'a str], index: u64) -> &'a str {
    let index = usize::try_from(index).unwrap_or_default() % list.len().max(1);
    list.get(index).copied().unwrap_or_default()
}

/// Id, name, address, profile, title and company of an attendee.
fn attendee(index: u64) -> [String; 6] {
    let (first, last) = (pick(&FIRST, index * 7), pick(&LAST, index * 3 + (index >> 4)));
    [
        format!("reg-{index:07}"),
        format!("{first} {last}"),
        format!("person.{index}@example.com"),
        format!("https://www.linkedin.com/in/person-{index}"),
        pick(&TITLES, index * 11).to_owned(),
        pick(&COMPANIES, index * 13).to_owned(),
    ]
}

const FIELDS: [&str; 6] = ["attendee_id", "name", "email", "linkedin_url", "title", "company"];

/// The attendee as one JSON object.
pub(crate) fn object(index: u64, out: &mut String) {
    let mut before = '{';
    for (field, value) in FIELDS.iter().zip(attendee(index)) {
        // The one character of these values that JSON escapes.
        let value = value.replace('"', "\\\"");
        let _ = write!(out, "{before}\"{field}\":\"{value}\"");
        before = ',';
    }
    out.push('}');
}

/// Several as a JSON list.
pub(crate) fn objects(count: u64) -> String {
    let mut list = String::from("[");
    for index in 0..count {
        if index > 0 {
            list.push(',');
        }
        object(index, &mut list);
    }
    list.push(']');
    list
}

fn cell(value: &str, cells: Cells, out: &mut String) {
    match cells {
        Cells::Plain => out.extend(value.chars().filter(|letter| !matches!(letter, ',' | '"'))),
        Cells::Quoted => {
            let _ = write!(out, "\"{}\"", value.replace('"', "\"\""));
        }
        Cells::Odd => {
            out.push(' ');
            cell(&value.replace(' ', "  "), Cells::Plain, out);
            out.push(' ');
        }
    }
}

/// A file of so many rows, with so many columns beside those of an attendee.
pub(crate) fn csv(rows: u64, cells: Cells, more: u64) -> String {
    let mut file = String::new();
    for (index, field) in FIELDS.iter().enumerate() {
        if index > 0 {
            file.push(',');
        }
        cell(field, cells, &mut file);
    }
    for column in 0..more {
        let _ = write!(file, ",Question {column}");
    }
    file.push_str("\r\n");
    for row in 0..rows {
        for (index, value) in attendee(row).iter().enumerate() {
            if index > 0 {
                file.push(',');
            }
            cell(value, cells, &mut file);
        }
        for column in 0..more {
            let _ = write!(file, ",{}", pick(&["", "yes", "maybe later"], row + column));
        }
        file.push_str("\r\n");
    }
    file
}
