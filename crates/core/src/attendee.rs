//! An attendee row: its rules and its wire form.
