//! Where a part begins: as a new one, or as an earlier isolate left it.

use super::key::KeyScope;
use super::outcome::Outcome;
use super::part::{self, Part, RowRef};
use super::saved::{self, Left};
use super::{Base, Import, Open};
use crate::error::{Error, Result};
use crate::poll::{Kept, Poll};

impl Import {
    /// Takes a full base part. It is held until the next one is full, or nothing more comes for now: the keys of two are made
    /// at once.
    pub(super) fn full(&mut self, part: Part) {
        let Some(first) = self.held.take() else {
            self.held = Some(part);
            return;
        };
        if self.error.is_none()
            && let Err(error) = first.make_keys(&part, &self.scope())
        {
            self.error = Some(error);
        }
        self.began(first);
        self.began(part);
    }

    /// Takes the part that is held.
    pub(super) fn begin_held(&mut self) {
        if let Some(part) = self.held.take() {
            self.began(part);
        }
    }

    /// Takes a full base part: sends it, or books it as an earlier isolate left it.
    fn began(&mut self, part: Part) {
        if self.error.is_some() {
            self.ready.push_back(part);
            return;
        }
        let digest = match digest(&part, &self.scope()) {
            Ok(digest) => digest,
            Err(error) => {
                self.ready.push_back(part);
                self.error = Some(error);
                return;
            }
        };
        let index = part.place.base as usize;
        let (known, left) = match &mut self.resumed {
            Some(saved) => saved.take(index),
            None => (None, Vec::new()),
        };
        let is_known = known.is_some();
        if let Some(outcome) = &known {
            if outcome.digest != digest {
                self.error.get_or_insert_with(saved::other_source);
            } else if !self.ledger.restore(outcome, &settled(&part, &left)) {
                self.error.get_or_insert_with(saved::damaged);
            }
            if self.error.is_some() {
                self.ready.push_back(part);
                return;
            }
        }
        self.bases.push(Base {
            unsettled: 0,
            outcome: known.unwrap_or_else(|| Outcome {
                digest,
                ..Outcome::default()
            }),
        });
        self.place(part, is_known, &left);
    }

    /// Puts a part, or its halves, where an earlier isolate had them. Where it is known what the base part came to, a part
    /// of which nothing is left is settled.
    fn place(&mut self, part: Part, is_known: bool, left: &[Left]) {
        match standing(part.place.path, part.rows.len(), left) {
            Standing::Left(left) => self.place_left(part, left),
            Standing::Halved => match part.halves() {
                Ok((first, second)) => {
                    self.place(first, is_known, left);
                    self.place(second, is_known, left);
                }
                Err((part, error)) => {
                    self.ready.push_back(*part);
                    self.error.get_or_insert(error);
                }
            },
            Standing::Unmentioned if is_known => {}
            Standing::Unmentioned => self.place_left(part, None),
        }
    }

    /// Puts a part that is not settled where it goes on.
    fn place_left(&mut self, mut part: Part, left: Option<&Left>) {
        if let Some(left) = left {
            part.attempt.clone_from(&left.attempt);
            if let Some(run_id) = &left.run {
                self.follow_again(part, run_id, left.kept);
                return;
            }
        }
        if self.maybe_sent > 0 {
            self.maybe_sent -= 1;
            part.seen = true;
        }
        self.opened(part.place.base);
        self.ready.push_back(part);
    }

    /// Goes on with the run of a part that was started before.
    fn follow_again(&mut self, part: Part, run_id: &str, kept: Kept) {
        match Poll::new(run_id, self.poll_options()) {
            Ok(mut poll) => {
                poll.go_on(kept);
                self.ledger.progress.sent += part.rows.len() as u64;
                self.ledger.progress.parts += 1;
                let place = part.place;
                // Two parts of a token may name one run: it is followed for each, as the token says.
                self.owners.take(run_id, place);
                let open = Open::Following {
                    part,
                    poll: Box::new(poll),
                    in_flight: false,
                };
                self.opened(place.base);
                self.open.insert(place, open);
            }
            Err(error) => {
                self.open.insert(part.place, Open::Sending { part });
                self.error.get_or_insert(error);
            }
        }
    }
}

/// What a token knows the attendees of a base part by: the first 48 bits of the part's key.
fn digest(part: &Part, scope: &KeyScope<'_>) -> Result<String> {
    let key = part.key(scope)?;
    let digest = key.get(4..16).map(str::to_owned);
    digest.ok_or_else(|| Error::internal("the key of a part is too short"))
}

/// How a part stood.
enum Standing<'a> {
    /// It was not settled; what is known of it, if it is a part at all.
    Left(Option<&'a Left>),
    /// Parts below it were not.
    Halved,
    /// Nothing is said of it.
    Unmentioned,
}

fn standing(path: u64, rows: usize, left: &[Left]) -> Standing<'_> {
    if let Some(left) = left.iter().find(|left| left.path == path) {
        return Standing::Left(Some(left));
    }
    if !left.iter().any(|left| saved::is_below(left.path, path)) {
        return Standing::Unmentioned;
    }
    if part::is_divisible(rows, path) {
        Standing::Halved
    } else {
        // There is nothing below it, whatever is said: it is sent.
        Standing::Left(None)
    }
}

/// The rows of a base part that are settled, in their order: those of the parts of which nothing is left.
fn settled(part: &Part, left: &[Left]) -> Vec<RowRef> {
    let mut settled = Vec::new();
    let mut parts = vec![(part.place.path, part.rows.as_slice())];
    while let Some((path, rows)) = parts.pop() {
        match standing(path, rows.len(), left) {
            Standing::Left(_) => {}
            Standing::Unmentioned => settled.extend_from_slice(rows),
            Standing::Halved => {
                let (first, second) = rows.split_at(part::middle(rows.len()));
                parts.extend([(path * 2 + 1, second), (path * 2, first)]);
            }
        }
    }
    settled
}
