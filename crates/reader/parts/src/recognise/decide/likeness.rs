//! Whether the cells of a column are those of a field.

use crate::options::Field;
use crate::recognise::content::Content;

/// Whether the cells are surely something else.
pub(super) fn is_against(field: Field, content: &Content) -> bool {
    let is = |count| content.mostly(count, 50);
    let yes_no = content.mostly(content.yes_no, 60);
    match field {
        Field::AttendeeId => false,
        Field::Name | Field::FirstName | Field::LastName => {
            yes_no || content.mostly(content.numbers, 60) || is(content.emails) || is(content.urls)
        }
        Field::Email => content.emails == 0 && (yes_no || is(content.numbers) || is(content.urls)),
        Field::LinkedinUrl => content.profiles == 0 && (yes_no || is(content.numbers) || is(content.emails)),
        Field::Title => {
            yes_no
                || is(content.numbers)
                || is(content.emails)
                || is(content.urls)
                || is(content.salutations)
                || is(content.roles)
        }
        Field::Company => {
            yes_no || is(content.numbers) || is(content.emails) || is(content.urls) || is(content.salutations)
        }
    }
}

/// Whether at least half of the cells under a header with LinkedIn in it are profiles: the others may be of another network.
pub(super) fn is_half_linkedin(field: Field, content: &Content) -> bool {
    field == Field::LinkedinUrl && content.mostly(content.profiles, 50)
}

/// Whether the cells look like the field's.
pub(super) fn is_for(field: Field, content: &Content) -> bool {
    match field {
        Field::AttendeeId => false,
        Field::Email | Field::LinkedinUrl => is_proof(field, content),
        _ => content.mostly(content.names, 60),
    }
}

/// Whether the cells can hardly be anything else.
pub(super) fn is_proof(field: Field, content: &Content) -> bool {
    match field {
        Field::Email => content.mostly(content.emails, 80),
        Field::LinkedinUrl => content.mostly(content.profiles, 80),
        _ => false,
    }
}
