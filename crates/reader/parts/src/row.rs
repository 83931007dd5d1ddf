//! From the values of one row to an attendee, or to what is wrong with it.

use std::borrow::Cow;

use meshi_partner_core::attendee::{
    Attendee, FIELD_LEFT_OUT, ID_DERIVED, INVALID_ATTENDEES, Issue, Rejection, Row, Sink, Warning, json,
    rules,
};

use crate::cell::is_total;
use crate::id::{derive_id, derive_number_id, derive_text_id};
use crate::options::Field;
use crate::plan::{IdRule, Plan};
use crate::recognise::content::bare_address;

/// Buffers that live as long as the reader, so that a row allocates nothing.
#[derive(Debug, Default)]
pub struct Writer {
    json: String,
    id: String,
    name: String,
}

/// Where a row stands in the file, for messages.
#[derive(Debug, Clone, Copy)]
pub struct Place {
    /// The data row, counted from 1.
    pub row: u64,
    /// The line of the file, where it has lines.
    pub line: Option<u64>,
}

impl Place {
    fn prefix(self) -> String {
        self.line
            .map_or_else(String::new, |line| format!("line {line}: "))
    }

    /// The rejection of the row as a whole.
    #[cold]
    pub fn reject(self, attendee_id: Option<&str>, problem: &str) -> Rejection {
        Rejection {
            row: self.row,
            attendee_id: attendee_id.filter(|id| rules::is_id(id)).map(str::to_owned),
            field: None,
            code: Cow::Borrowed(INVALID_ATTENDEES),
            message: [&self.prefix(), problem].concat(),
        }
    }
}

/// Whether trimmed text is a mark for "nothing" in a cell that may be empty.
pub fn is_placeholder(text: &[u8]) -> bool {
    matches!(text, [b'-'] | [b'-', b'-'])
        || (text.len() <= 4
            && ["n/a", "none", "null", "#n/a", "—", "–"]
                .iter()
                .any(|mark| text.eq_ignore_ascii_case(mark.as_bytes())))
}

/// A value that is longer than this, the white space around it too, is no mark for "nothing".
pub const LONGEST_MARK: usize = 16;

/// A value that may be missing, without the marks that people put for "nothing".
#[inline]
fn optional(value: Option<Cow<'_, str>>) -> Option<Cow<'_, str>> {
    value.filter(|value| value.len() > LONGEST_MARK || !is_placeholder(rules::trim(value).as_bytes()))
}

/// A row's place, the plan it is read by, and what of it is no field.
#[derive(Debug, Clone, Copy)]
pub struct At<'a> {
    /// Where it stands.
    pub place: Place,
    /// What its columns are.
    pub plan: &'a Plan,
    /// The first cell of a table's row that holds something, and its column.
    pub first: Option<(usize, &'a str)>,
    /// The number of an order, where [`Plan::order`] names its column.
    pub number: &'a str,
}

/// Gives what stands in a field's column.
pub type Values<'v, 'a> = &'v dyn Fn(Field) -> Option<Cow<'a, str>>;

impl Writer {
    /// Gives the row to `sink`, as an attendee or as a rejection with `issues` and all others.
    ///
    /// A full name is kept in the order in which it is written: `Okafor, Ngozi` stays so. To turn it would be a guess, since
    /// `Ada Lovelace, PhD` and `Meridian Events, Inc.` have a comma as well; [`Column::samples`](crate::column::Column) shows it.
    ///
    /// `raw` appends the members of the attendee's `raw` object, with commas between them.
    pub fn write<'a>(
        &mut self,
        at: At<'_>,
        value: Values<'_, 'a>,
        mut issues: Vec<Issue>,
        raw: &dyn Fn(&mut String),
        sink: &mut dyn Sink,
    ) {
        let At {
            place, plan, first, ..
        } = at;
        let Self { json, id, name } = self;
        let full = value(Field::Name).filter(|full| !rules::trim(full).is_empty());
        let full = full.unwrap_or_else(|| {
            name.clear();
            name.push_str(rules::trim(&value(Field::FirstName).unwrap_or_default()));
            name.push(' ');
            name.push_str(rules::trim(&value(Field::LastName).unwrap_or_default()));
            Cow::Borrowed(rules::trim(name))
        });
        let mut attendee = Attendee {
            attendee_id: value(Field::AttendeeId).unwrap_or_default(),
            name: full,
            email: optional(value(Field::Email)),
            linkedin_url: optional(value(Field::LinkedinUrl)),
            title: optional(value(Field::Title)),
            company: optional(value(Field::Company)),
            raw: None,
        };
        attendee.tidy();
        if let Some(email) = &mut attendee.email
            && rules::email_problem(email).is_some()
        {
            *email = Cow::Owned(bare_address(email).to_owned());
        }
        if is_totals(first, &attendee) {
            sink.reject(place.reject(
                None,
                "the row looks like a total of the rows above it, not like a person: it is left out",
            ));
            return;
        }
        let given = Self::give_id(&mut attendee, at, id);
        let has_id = given != Given::None;
        let is_optional = |field: &str| match field {
            "linkedin_url" | "title" | "company" => true,
            // An id that stands on the address cannot do without it.
            "email" => has_id && given != Given::ByEmail,
            _ => false,
        };
        let mut left_out: Vec<Issue> = issues.extract_if(.., |issue| is_optional(issue.field)).collect();
        for issue in attendee.check() {
            // A fault that is already named is not named again as another.
            if (issue.field != "attendee_id" || has_id)
                && !issues.iter().any(|known| known.field == issue.field)
            {
                if is_optional(issue.field) {
                    left_out.push(issue);
                } else {
                    issues.push(issue);
                }
            }
        }
        if !has_id
            && !issues
                .iter()
                .any(|issue| matches!(issue.field, "attendee_id" | "email"))
        {
            issues.push(Issue::id(no_id(plan)));
        }
        if !issues.is_empty() {
            // Whoever mends the row mends all of it.
            issues.append(&mut left_out);
            sink.reject(rejection(place, plan, &attendee, issues));
            return;
        }
        for issue in left_out {
            match issue.field {
                "linkedin_url" => attendee.linkedin_url = None,
                "email" => attendee.email = None,
                _ => {}
            }
            sink.warn(warning(place, plan, &attendee, issue));
        }
        match given {
            Given::ByText => sink.warn(text_warning(place, plan, &attendee)),
            Given::ByEmail if plan.ids == IdRule::Column => sink.warn(derived_warning(place, &attendee)),
            Given::ByEmail | Given::Own | Given::ByNumber | Given::None => {}
        }
        json.clear();
        attendee.write_fields(json);
        let before = json.len();
        json.push_str(",\"raw\":{");
        let empty = json.len();
        raw(json);
        if json.len() == empty {
            json.truncate(before);
        } else {
            json.push('}');
        }
        json.push('}');
        sink.row(Row {
            number: place.row,
            attendee_id: &attendee.attendee_id,
            json,
        });
    }

    /// Derives an id where the row has none of its own, or one that the server does not take.
    fn give_id<'b>(attendee: &mut Attendee<'b>, at: At<'_>, id: &'b mut String) -> Given {
        let given = if rules::id_problem(&attendee.attendee_id).is_none() {
            return Given::Own;
        } else if !attendee.attendee_id.is_empty() {
            derive_text_id(&attendee.attendee_id, id);
            Given::ByText
        } else if at.plan.ids == IdRule::Number {
            let email = attendee.email.as_deref();
            let email = email.filter(|email| rules::email_problem(email).is_none());
            let number = rules::trim(at.number);
            if email.is_none() && (number.is_empty() || attendee.name.is_empty()) {
                return Given::None;
            }
            derive_number_id(number, email, &attendee.name, id);
            Given::ByNumber
        } else if let Some(email) = attendee.email.as_deref() {
            derive_id(email, id);
            Given::ByEmail
        } else {
            return Given::None;
        };
        attendee.attendee_id = Cow::Borrowed(id.as_str());
        given
    }
}

/// Where a row's id comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Given {
    /// It has none.
    None,
    /// It stands in the row.
    Own,
    /// Derived from what stands in the column of ids.
    ByText,
    /// Derived from the number of an order, and the e-mail address or the name.
    ByNumber,
    /// Derived from the e-mail address alone.
    ByEmail,
}

/// Whether a row is one of totals, of which `first` is the first cell that holds something, and its column.
fn is_totals(first: Option<(usize, &str)>, attendee: &Attendee<'_>) -> bool {
    let Some((column, label)) = first else {
        return false;
    };
    let id = attendee.attendee_id.as_ref();
    attendee.email.is_none()
        && attendee.linkedin_url.is_none()
        && (column == 0 || id.is_empty() || is_total(id))
        && is_total(rules::trim(label))
        // Somebody can be called Sum.
        && (attendee.name.is_empty() || is_total(&attendee.name) || !attendee.name.contains(char::is_alphabetic))
}

fn warning(place: Place, plan: &Plan, attendee: &Attendee<'_>, issue: Issue) -> Warning {
    let mut warning = rejection(place, plan, attendee, vec![issue]);
    warning.code = Cow::Borrowed(FIELD_LEFT_OUT);
    warning.message.push_str("; the field is left out");
    warning
}

#[cold]
fn derived_warning(place: Place, attendee: &Attendee<'_>) -> Warning {
    id_warning(
        place,
        attendee,
        "the row has no id: it is derived from the e-mail address",
    )
}

#[cold]
fn text_warning(place: Place, plan: &Plan, attendee: &Attendee<'_>) -> Warning {
    let header = plan.header(Field::AttendeeId).unwrap_or_default();
    let problem = format!(
        "column {header:?}: the value is not an id that the server takes, so the id is derived from it; if the \
         column is not an id, say so with mapping: {{ attendee_id: null }}"
    );
    id_warning(place, attendee, &problem)
}

fn id_warning(place: Place, attendee: &Attendee<'_>, problem: &str) -> Warning {
    Warning {
        row: place.row,
        attendee_id: Some(attendee.attendee_id.clone().into_owned()),
        field: Some("attendee_id".to_owned()),
        code: Cow::Borrowed(ID_DERIVED),
        message: [&place.prefix(), problem].concat(),
    }
}

/// Appends one member of a `raw` object: `key` is JSON text with its colon.
#[inline]
pub fn raw_member(key: &str, value: &str, out: &mut String) {
    raw_json_member(key, "", out);
    json::write_string(value, out);
}

/// [`raw_member`] for a value that is JSON text.
#[inline]
pub fn raw_json_member(key: &str, value: &str, out: &mut String) {
    if !out.ends_with('{') {
        out.push(',');
    }
    out.push_str(key);
    out.push_str(value);
}

fn no_id(plan: &Plan) -> &'static str {
    if plan.ids == IdRule::Number {
        return "the row has no e-mail address, and not both a number and a name, to derive an id from: give one";
    }
    match (plan.source(Field::AttendeeId), plan.source(Field::Email)) {
        (Some(_), Some(_)) => "the row has neither an id nor an e-mail address to derive one from: give one",
        (Some(_), None) => "the row has no id: give one",
        (None, Some(_)) => {
            "the row has no e-mail address to derive an id from, and the file has no id column: \
             give one, or say with mapping: { attendee_id: \"…\" } which column is the id"
        }
        (None, None) => {
            "the file has neither an id nor an e-mail column: say with mapping: { attendee_id: \"…\" } or \
             mapping: { email: \"…\" } which column is one"
        }
    }
}

#[cold]
fn rejection(place: Place, plan: &Plan, attendee: &Attendee<'_>, mut issues: Vec<Issue>) -> Rejection {
    for issue in &mut issues {
        let field = Field::parse(issue.field);
        let header = field.and_then(|field| plan.header(field)).or_else(|| {
            let halves = [Field::FirstName, Field::LastName];
            if issue.field == "name" {
                halves.iter().find_map(|half| plan.header(*half))
            } else {
                None
            }
        });
        if issue.field == "attendee_id" && header.is_some() {
            let hint = "; if the column is not an id, say so with mapping: { attendee_id: null }";
            issue.message = Cow::Owned([&issue.message, hint].concat());
        }
        if let Some(header) = header {
            issue.message = Cow::Owned(format!("column {header:?}: {}", issue.message));
        }
    }
    let mut rejection = Rejection::of(place.row, Some(&attendee.attendee_id), &place.prefix(), &issues);
    rejection.field = rejection.field.filter(|field| !field.is_empty());
    rejection
}
