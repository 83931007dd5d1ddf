//! Who the people behind ids are, as far as the server says.

use std::collections::BTreeMap;
use std::rc::Rc;

use crate::attendee::json::write_string;
use crate::value::{Object, Value};

/// What is told of a person beside the id.
const FIELDS: [&str; 4] = ["name", "email", "title", "company"];

/// The people of one result.
#[derive(Debug)]
pub(super) struct Names {
    /// JSON text of each person, once known.
    people: BTreeMap<Rc<str>, Option<Box<str>>>,
    /// Whether everybody listed is kept, or only those who are needed.
    everybody: bool,
    /// Everybody who was listed, in the list's order; of a result that needs some only, nobody.
    order: Vec<Rc<str>>,
    missing: usize,
    named: bool,
}

impl Names {
    pub(super) fn new(everybody: bool) -> Self {
        Self {
            people: BTreeMap::new(),
            everybody,
            order: Vec::new(),
            missing: 0,
            named: true,
        }
    }

    /// Says that the result names this person.
    pub(super) fn need(&mut self, id: &str) {
        if !self.people.contains_key(id) {
            self.people.insert(id.into(), None);
            self.missing += 1;
        }
    }

    /// How many of the people needed are not known yet.
    pub(super) fn missing(&self) -> usize {
        self.missing
    }

    /// The people needed who are not known yet.
    pub(super) fn unknown(&self) -> Vec<Rc<str>> {
        let unknown = self.people.iter().filter(|(_, person)| person.is_none());
        unknown.map(|(id, _)| Rc::clone(id)).collect()
    }

    /// Takes an attendee that the server listed. One without an id is nobody.
    pub(super) fn list(&mut self, attendee: &Value) {
        let Some(attendee) = attendee.as_object() else {
            return;
        };
        let Some(id) = attendee.get("attendee_id").and_then(Value::as_str) else {
            return;
        };
        self.learn(id, attendee);
    }

    /// Takes the attendee that the server gave for `id`; says whether it is that one.
    pub(super) fn found(&mut self, id: &str, attendee: &Value) -> bool {
        let Some(attendee) = attendee.as_object() else {
            return false;
        };
        let same = attendee.get("attendee_id").and_then(Value::as_str) == Some(id);
        if same {
            self.learn(id, attendee);
        }
        same
    }

    fn learn(&mut self, id: &str, attendee: &Object) {
        match self.people.get_mut(id) {
            Some(person) if person.is_none() => {
                *person = Some(told(id, attendee));
                self.missing = self.missing.saturating_sub(1);
            }
            None if self.everybody && !id.is_empty() => {
                let id: Rc<str> = id.into();
                self.order.push(Rc::clone(&id));
                let person = told(&id, attendee);
                self.people.insert(id, Some(person));
            }
            // Somebody who is known, or not needed.
            _ => {}
        }
    }

    /// The server lists nobody: ids stand alone.
    pub(super) fn forget(&mut self) {
        self.people.clear();
        self.order.clear();
        self.missing = 0;
        self.named = false;
    }

    /// Whether the server lists people.
    pub(super) fn named(&self) -> bool {
        self.named
    }

    /// Whether the person is known.
    pub(super) fn has(&self, id: &str) -> bool {
        self.people.get(id).is_some_and(Option::is_some)
    }

    /// Everybody who was listed, in the list's order.
    pub(super) fn listed(&self) -> impl Iterator<Item = &Rc<str>> {
        self.order.iter()
    }

    /// Appends the person as JSON: the id alone, where no more is known.
    pub(super) fn write(&self, id: &str, out: &mut String) {
        if let Some(Some(person)) = self.people.get(id) {
            out.push_str(person);
        } else {
            out.push_str("{\"attendee_id\":");
            write_string(id, out);
            out.push('}');
        }
    }
}

/// A person as JSON text. A field that is blank, or not text, is left out.
fn told(id: &str, attendee: &Object) -> Box<str> {
    let mut json = String::from("{\"attendee_id\":");
    write_string(id, &mut json);
    for field in FIELDS {
        let text = attendee.get(field).and_then(Value::as_str);
        if let Some(text) = text.filter(|text| !text.trim().is_empty()) {
            json.push(',');
            write_string(field, &mut json);
            json.push(':');
            write_string(text, &mut json);
        }
    }
    json.push('}');
    json.into()
}
