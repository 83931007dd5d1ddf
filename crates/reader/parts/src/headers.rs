//! The headers of a table, made distinct, and what the caller says on them.

use std::collections::HashMap;

use crate::column::Use;
use crate::error::ReadError;
use crate::options::{Field, Options};
use crate::plan_error::unknown_column;
use crate::recognise::normalise::compact;
use crate::recognise::steps::step;

/// Headers by what the caller may call them.
struct Index<'h> {
    headers: &'h [String],
    exact: HashMap<String, usize>,
    folded: HashMap<String, usize>,
}

impl<'h> Index<'h> {
    fn new(headers: &'h [String]) -> Self {
        let (mut exact, mut folded) = (HashMap::new(), HashMap::new());
        for (index, header) in headers.iter().enumerate() {
            exact.entry(header.clone()).or_insert(index);
            folded.entry(compact(header)).or_insert(index);
        }
        Self {
            headers,
            exact,
            folded,
        }
    }

    /// The column that the caller means by `header`: of that text, else of that folded text.
    fn find(&self, header: &str) -> Option<usize> {
        let folded = || Some(compact(header)).filter(|folded| !folded.is_empty());
        let exact = self.exact.get(header).copied();
        exact.or_else(|| self.folded.get(&folded()?).copied())
    }

    /// [`Self::find`], where a column that is not there is an error if `strict`.
    fn find_or(&self, strict: bool, option: &str, header: &str) -> Result<Option<usize>, ReadError> {
        match self.find(header) {
            None if strict => Err(unknown_column(option, header, self.headers)),
            found => Ok(found),
        }
    }
}

/// What the caller says on each column, and the fields that are settled by it.
pub(crate) type Said = (Vec<Option<Use>>, Vec<Field>);

pub(crate) fn said(headers: &[String], options: &Options, strict: bool) -> Result<Said, ReadError> {
    let mut said = vec![None; headers.len()];
    let mut settled = Vec::new();
    if options.mapping.is_empty() && options.ignore.is_empty() {
        return Ok((said, settled));
    }
    let index = Index::new(headers);
    let mut set = |column: Option<usize>, used: Use| {
        if let Some(place) = column.and_then(|column| said.get_mut(column)) {
            *place = Some(used);
        }
    };
    for header in &options.ignore {
        set(index.find_or(strict, "ignore", header)?, Use::Ignored);
    }
    for entry in &options.mapping {
        settled.push(entry.field);
        if let Some(header) = &entry.header {
            let option = ["mapping.", entry.field.name()].concat();
            set(index.find_or(strict, &option, header)?, Use::Field(entry.field));
        }
    }
    Ok((said, settled))
}

/// The headers, made distinct. Linear, also where all are equal.
pub(crate) fn distinct(given: &[&str]) -> Vec<String> {
    let mut taken: HashMap<String, usize> = HashMap::with_capacity(given.len());
    let mut next: HashMap<String, usize> = HashMap::new();
    let mut headers = Vec::with_capacity(given.len());
    for (index, header) in given.iter().enumerate() {
        let base = if header.is_empty() {
            format!("Column {}", index + 1)
        } else {
            (*header).to_owned()
        };
        let mut header = base.clone();
        step(1 + header.len());
        if taken.contains_key(&header) {
            let count = next.entry(base.clone()).or_insert(1);
            while taken.contains_key(&header) {
                *count += 1;
                step(1 + header.len());
                header = format!("{base} ({count})");
            }
        }
        taken.insert(header.clone(), index);
        headers.push(header);
    }
    headers
}

/// The option and header of the first column that the caller names and that is not among `headers`.
pub(crate) fn missing(headers: &[String], options: &Options) -> Result<(), ReadError> {
    said(headers, options, true).map(|_| ())
}
