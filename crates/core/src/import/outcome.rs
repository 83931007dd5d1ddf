//! What one base part came to; small enough for a token.

use crate::fields::{Fit, Unfit, list, members, or_default, required, text, whole};
use crate::value::{Object, Value};

/// Neighbours that were refused alike.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Refused {
    pub(crate) first: u64,
    pub(crate) count: u64,
    pub(crate) code: String,
}

/// A run that has ended, or that was not waited for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SettledRun {
    pub(crate) id: String,
    pub(crate) status: String,
    /// Whether it had already ended when the write was answered.
    pub(crate) replayed: bool,
    /// Whether failed runs stood before it.
    pub(crate) chained: bool,
}

const REPLAYED: u64 = 1;
const CHAINED: u64 = 2;

impl SettledRun {
    fn to_value(&self) -> Value {
        let mut run: Vec<Value> = vec![self.id.as_str().into(), self.status.as_str().into()];
        let flags = u64::from(self.replayed) * REPLAYED + u64::from(self.chained) * CHAINED;
        if flags > 0 {
            run.push(flags.into());
        }
        Value::Array(run)
    }

    fn read(run: &Value) -> Fit<Self> {
        let (id, status, flags) = match run.as_array() {
            Some([id, status]) => (id, status, 0),
            Some([id, status, flags]) => (id, status, whole(flags)?),
            _ => return Err(Unfit),
        };
        Ok(Self {
            id: text(id)?,
            status: text(status)?,
            replayed: flags & REPLAYED > 0,
            chained: flags & CHAINED > 0,
        })
    }
}

/// What one base part came to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Outcome {
    /// Of its content, so that another source is not taken for the same.
    pub(crate) digest: String,
    pub(crate) imported: u64,
    pub(crate) unidentified: u64,
    /// Rows whose run had already ended when their write was answered.
    pub(crate) replayed: u64,
    pub(crate) runs: Vec<SettledRun>,
    pub(crate) refused: Vec<Refused>,
}

impl Outcome {
    pub(crate) fn refuse(&mut self, row: u64, code: &str) {
        match self.refused.last_mut() {
            Some(last) if last.first + last.count == row && last.code == code => last.count += 1,
            _ => self.refused.push(Refused {
                first: row,
                count: 1,
                code: code.to_owned(),
            }),
        }
    }

    /// The refused rows with their codes, if this can be what became of rows with these numbers, in their order. It may come
    /// from a token, which anybody can write.
    pub(crate) fn refused_of(&self, rows: &[u64]) -> Option<Vec<(u64, &str)>> {
        let counts = self.refused.iter().map(|refused| refused.count);
        let accounted = [self.imported, self.unidentified].into_iter().chain(counts);
        let accounted = accounted.fold(0_u64, u64::saturating_add);
        if accounted != rows.len() as u64 || self.replayed > accounted {
            return None;
        }
        let mut codes = vec![None; rows.len()];
        for group in &self.refused {
            for row in group.first..group.first.checked_add(group.count)? {
                let code = codes.get_mut(rows.binary_search(&row).ok()?)?;
                if code.replace(group.code.as_str()).is_some() {
                    return None;
                }
            }
        }
        let refused = rows.iter().zip(codes);
        Some(refused.filter_map(|(row, code)| Some((*row, code?))).collect())
    }

    /// Takes in what a part below this base part came to.
    pub(crate) fn merge(&mut self, part: Self) {
        self.imported += part.imported;
        self.unidentified += part.unidentified;
        self.replayed += part.replayed;
        self.runs.extend(part.runs);
        self.refused.extend(part.refused);
    }

    pub(crate) fn to_value(&self) -> Value {
        let mut outcome = Object::default();
        outcome.insert("d", self.digest.as_str().into());
        outcome.insert("i", self.imported.into());
        if self.unidentified > 0 {
            outcome.insert("u", self.unidentified.into());
        }
        if self.replayed > 0 {
            outcome.insert("p", self.replayed.into());
        }
        outcome.insert("r", self.runs.iter().map(SettledRun::to_value).collect());
        if !self.refused.is_empty() {
            outcome.insert("x", self.refused_to_value());
        }
        Value::Object(outcome)
    }

    /// By code, a list of first row and count, first row and count.
    fn refused_to_value(&self) -> Value {
        let mut by_code = Object::default();
        for group in &self.refused {
            let mut numbers = match by_code.remove(&group.code) {
                Some(Value::Array(numbers)) => numbers,
                _ => Vec::new(),
            };
            numbers.extend([group.first.into(), group.count.into()]);
            by_code.insert(&group.code, Value::Array(numbers));
        }
        Value::Object(by_code)
    }

    pub(crate) fn read(outcome: &Value) -> Fit<Self> {
        let outcome = members(outcome)?;
        Ok(Self {
            digest: required(outcome, "d", text)?,
            imported: required(outcome, "i", whole)?,
            unidentified: or_default(outcome, "u", whole)?,
            replayed: or_default(outcome, "p", whole)?,
            runs: required(outcome, "r", |runs| list(runs, SettledRun::read))?,
            refused: or_default(outcome, "x", read_refused)?,
        })
    }
}

fn read_refused(by_code: &Value) -> Fit<Vec<Refused>> {
    let mut refused = Vec::new();
    for (code, numbers) in members(by_code)?.iter() {
        let (pairs, []) = numbers.as_array().ok_or(Unfit)?.as_chunks::<2>() else {
            return Err(Unfit);
        };
        for [first, count] in pairs {
            refused.push(Refused {
                first: whole(first)?,
                count: whole(count)?,
                code: code.to_owned(),
            });
        }
    }
    Ok(refused)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn outcome(imported: u64, refused: &[(u64, u64, &str)]) -> Outcome {
        let refused = refused.iter().map(|(first, count, code)| Refused {
            first: *first,
            count: *count,
            code: (*code).to_owned(),
        });
        Outcome {
            imported,
            refused: refused.collect(),
            ..Outcome::default()
        }
    }

    #[test]
    fn it_has_to_be_of_its_rows() {
        let rows = [3, 4, 7, 8, 9];
        let fits = |imported, refused: &[_]| outcome(imported, refused).refused_of(&rows).is_some();
        assert!(fits(5, &[]) && fits(3, &[(3, 1, "A"), (7, 1, "B")]) && fits(0, &[(3, 2, "A"), (7, 3, "A")]));
        for (imported, refused) in [
            (4, &[] as &[_]),
            (6, &[]),
            (u64::MAX, &[(3, 6, "A")]),
            (4, &[(5, 1, "A")]),
            (3, &[(4, 2, "A")]),
            (3, &[(3, 1, "A"), (3, 1, "B")]),
            (4, &[(u64::MAX, 1, "A")]),
            (5, &[(3, u64::MAX, "A")]),
            (6, &[(3, u64::MAX, "A"), (3, u64::MAX, "A")]),
        ] {
            assert!(!fits(imported, refused), "{imported} {refused:?}");
        }
    }

    proptest! {
        #[test]
        fn what_was_refused_is_read_again(rows in proptest::collection::btree_map(1u64..400, prop_oneof!["A", "B"], 0..200)) {
            let mut outcome = Outcome::default();
            for (row, code) in &rows {
                outcome.refuse(*row, code);
            }
            let read = Outcome::read(&outcome.to_value()).unwrap();
            let numbers: Vec<u64> = rows.keys().copied().collect();
            let expected: Vec<(u64, &str)> = rows.iter().map(|(row, code)| (*row, code.as_str())).collect();
            prop_assert_eq!(read.refused_of(&numbers), Some(expected));
        }
    }
}
