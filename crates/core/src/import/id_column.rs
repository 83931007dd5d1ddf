//! What is said of an id that comes twice: it depends on where ids come from.

use crate::attendee::IdSource;

/// Where the ids of a file come from.
#[derive(Debug, Default)]
pub(crate) enum IdColumn {
    #[default]
    Given,
    Column(String),
    Email,
    NumberAndEmail,
}

impl From<IdSource<'_>> for IdColumn {
    fn from(source: IdSource<'_>) -> Self {
        match source {
            IdSource::Given => Self::Given,
            IdSource::Column(header) => Self::Column(header.to_owned()),
            IdSource::Email => Self::Email,
            IdSource::NumberAndEmail => Self::NumberAndEmail,
        }
    }
}

impl IdColumn {
    /// The message of a row whose id an earlier row has.
    pub(crate) fn duplicate(&self) -> String {
        match self {
            Self::Given => "an earlier row has this attendee_id; that row is the one that counts".to_owned(),
            Self::Column(header) => format!(
                "an earlier row has this attendee_id; that row is the one that counts: if the column {header:?} \
                 is not each person's own id, say with mapping: {{ attendee_id: \"…\" }} which column is, or with \
                 mapping: {{ attendee_id: null }} that none is"
            ),
            Self::Email => "an earlier row has the same e-mail address, from which the attendee_id is derived; that row \
                            is the one that counts: say with mapping: { attendee_id: \"…\" } which column is an id"
                .to_owned(),
            Self::NumberAndEmail => "an earlier row has the same number and e-mail address or name, from which the \
                                     attendee_id is derived; that row is the one that counts: say with \
                                     mapping: { attendee_id: \"…\" } which column is an id"
                .to_owned(),
        }
    }
}
