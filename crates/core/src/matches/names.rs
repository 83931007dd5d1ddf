//! Who the people behind ids are, as far as the server says.

use std::rc::Rc;

use super::index::Index;
use crate::attendee::json::write_string;
use crate::value::{Object, Value};

/// What is told of a person beside the id.
const FIELDS: [&str; 4] = ["name", "email", "title", "company"];

/// The people of one result.
#[derive(Debug)]
pub(super) struct Names {
    index: Index,
    /// JSON text of each person, once known.
    people: Vec<Option<Box<str>>>,
    /// Whether everybody listed is kept, or only those who are needed.
    everybody: bool,
    missing: usize,
    named: bool,
}

impl Names {
    pub(super) fn new(everybody: bool) -> Self {
        Self {
            index: Index::default(),
            people: Vec::new(),
            everybody,
            missing: 0,
            named: true,
        }
    }

    /// Says that the result names this person.
    pub(super) fn need(&mut self, id: &str) {
        if self.index.add(id).is_some() {
            self.people.push(None);
            self.missing += 1;
        }
    }

    /// How many of the people needed are not known yet.
    pub(super) fn missing(&self) -> usize {
        self.missing
    }

    /// The people needed who are not known yet.
    pub(super) fn unknown(&self) -> Vec<Rc<str>> {
        let people = self.index.ids().iter().zip(&self.people);
        let unknown = people.filter(|(_, person)| person.is_none());
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
        let known = self.index.find(id).and_then(|number| self.people.get_mut(number));
        match known {
            Some(person) if person.is_none() => {
                *person = Some(told(id, attendee));
                self.missing = self.missing.saturating_sub(1);
            }
            None if self.everybody && !id.is_empty() => {
                self.index.add(id);
                self.people.push(Some(told(id, attendee)));
            }
            // Somebody who is known, or not needed.
            _ => {}
        }
    }

    /// The server lists nobody: ids stand alone.
    pub(super) fn forget(&mut self) {
        self.index = Index::default();
        self.people.clear();
        self.missing = 0;
        self.named = false;
    }

    /// Whether the server lists people.
    pub(super) fn named(&self) -> bool {
        self.named
    }

    /// Whether the person is known.
    pub(super) fn has(&self, id: &str) -> bool {
        self.get(id).is_some()
    }

    fn get(&self, id: &str) -> Option<&str> {
        self.people.get(self.index.find(id)?)?.as_deref()
    }

    /// Everybody who was listed, in the list's order, of a result that has everybody.
    pub(super) fn listed(&self) -> &[Rc<str>] {
        self.index.ids()
    }

    /// Appends the person as JSON: the id alone, where no more is known.
    pub(super) fn write(&self, id: &str, out: &mut String) {
        if let Some(person) = self.get(id) {
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
