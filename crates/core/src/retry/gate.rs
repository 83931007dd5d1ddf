//! Who may send now: the limits that a client has set itself, and the wait that the server asked of all its calls.
//!
//! It answers those who ask and never wakes anyone: each call sleeps by timers of its own and asks again, so that no
//! request of a worker depends on another's.

use core::time::Duration;

use super::jitter::Jitter;
use crate::time::{Instant, millis};

/// What a client allows itself.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Limits {
    /// Requests a second, evenly spaced and without a burst: two are never closer than a second by this. None: no limit.
    pub per_second: Option<f64>,
    /// Requests at the same time. None: no limit.
    pub concurrent: Option<u32>,
    /// The longest wait of one call's answer that all calls keep; a longer one is that call's alone.
    pub max_hold: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            per_second: None,
            concurrent: None,
            max_hold: super::Policy::default().max_retry_after,
        }
    }
}

/// What a call waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pause {
    /// To try again.
    Retry,
    /// The server told this client to slow down.
    Hold,
    /// The client's own limit of requests a second.
    Rate,
    /// The client's own limit of requests at the same time.
    Seat,
}

/// What a call is told that wants to send.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Entry {
    /// Send.
    Go,
    /// Ask again after this wait.
    Wait(Pause, Duration),
    /// It cannot be in the time that is left; the wait that it would take, where that is known.
    TooLate(Pause, Option<Duration>),
}

/// A call's place at the gate.
#[derive(Debug, Default)]
pub(super) struct Turn {
    /// From 1, in the order of asking; 0 is none.
    ticket: u64,
    seated: bool,
    /// The reserved moment, in microseconds.
    slot: Option<u64>,
}

/// Who waits, or sits, until when it has to be heard of again.
#[derive(Debug, Clone)]
struct Place {
    ticket: u64,
    until: Instant,
}

/// The first in the queue looks again after this, the second after twice as long, and so on.
const STEP: Duration = Duration::from_millis(5);
const LONGEST_STEP: u32 = 20;
/// Who is not heard of for so long after it should have been is gone: its host has stopped it without a word, as workers
/// are. It must not keep its seat, nor its place in the queue.
const GRACE: Duration = Duration::from_secs(1);
/// After a hold the calls come back spread over up to so much.
const SPREAD: Duration = Duration::from_secs(1);

#[derive(Debug, Clone)]
pub(super) struct Gate {
    /// Between two requests, in microseconds; 0 without a limit.
    interval: u64,
    seats: Option<usize>,
    max_hold: Duration,
    /// The next free moment, in microseconds.
    next: u64,
    held_until: Instant,
    seen: Instant,
    tickets: u64,
    /// In the order of their tickets.
    queue: Vec<Place>,
    taken: Vec<Place>,
}

impl Gate {
    pub(super) fn new(limits: Limits) -> Self {
        Self {
            interval: limits.per_second.map_or(0, interval),
            seats: limits
                .concurrent
                .map(|most| usize::try_from(most.max(1)).unwrap_or(usize::MAX)),
            max_hold: limits.max_hold,
            next: 0,
            held_until: Instant::default(),
            seen: Instant::default(),
            tickets: 0,
            queue: Vec::new(),
            taken: Vec::new(),
        }
    }

    /// All calls keep `wait`, if it is short enough; whether others were told so before.
    pub(super) fn hold(&mut self, wait: Duration, now: Instant) -> bool {
        self.see(now);
        if wait > self.max_hold {
            return false;
        }
        let before = self.held_until > now;
        self.held_until = self.held_until.max(now + wait);
        before
    }

    /// Whether the call may send now, with an attempt of at most `attempt` and `left` until its deadline.
    pub(super) fn enter(
        &mut self,
        turn: &mut Turn,
        attempt: Duration,
        left: Duration,
        now: Instant,
        jitter: &mut Jitter,
    ) -> Entry {
        self.see(now);
        let entry = self.decide(turn, left, now, jitter);
        match entry {
            Entry::Go => {
                turn.slot = None;
                self.renew(turn, now + attempt.min(left));
            }
            // Who is held back leaves the place to others: they come back when the hold is over.
            Entry::TooLate(..) | Entry::Wait(Pause::Hold, _) => self.leave(turn),
            Entry::Wait(_, wait) => self.renew(turn, now + wait),
        }
        entry
    }

    /// The attempt is over, or the call is.
    pub(super) fn leave(&mut self, turn: &mut Turn) {
        if let Some(slot) = turn.slot.take() {
            // The last one that was reserved is free again; one in the middle is lost.
            if self.next == slot.saturating_add(self.interval) {
                self.next = slot;
            }
        }
        if turn.ticket == 0 {
            return;
        }
        let places = if turn.seated {
            &mut self.taken
        } else {
            &mut self.queue
        };
        places.retain(|place| place.ticket != turn.ticket);
        *turn = Turn::default();
    }

    fn decide(&mut self, turn: &mut Turn, left: Duration, now: Instant, jitter: &mut Jitter) -> Entry {
        let rest = now.until(self.held_until);
        if !rest.is_zero() {
            if rest >= left {
                return Entry::TooLate(Pause::Hold, Some(rest));
            }
            return Entry::Wait(Pause::Hold, rest + spread(rest, left, jitter));
        }
        if let Some(wait) = self.no_seat(turn, now) {
            if wait >= left {
                return Entry::TooLate(Pause::Seat, None);
            }
            return Entry::Wait(Pause::Seat, wait);
        }
        if self.interval == 0 || turn.slot.is_some() {
            return Entry::Go;
        }
        let at = now.as_millis().saturating_mul(1000);
        let slot = self.next.max(at);
        let wait = Duration::from_millis((slot - at).div_ceil(1000));
        if wait >= left {
            return Entry::TooLate(Pause::Rate, Some(wait));
        }
        self.next = slot.saturating_add(self.interval);
        if wait.is_zero() {
            return Entry::Go;
        }
        turn.slot = Some(slot);
        Entry::Wait(Pause::Rate, wait)
    }

    /// When to look again for a seat; none where the call has one.
    fn no_seat(&mut self, turn: &mut Turn, now: Instant) -> Option<Duration> {
        let seats = self.seats?;
        self.queue.retain(|place| place.until >= now);
        self.taken.retain(|place| place.until >= now);
        if turn.seated && self.taken.iter().any(|place| place.ticket == turn.ticket) {
            return None;
        }
        turn.seated = false;
        if turn.ticket == 0 {
            self.tickets += 1;
            turn.ticket = self.tickets;
        }
        let place = self
            .queue
            .binary_search_by_key(&turn.ticket, |place| place.ticket);
        let (Ok(ahead) | Err(ahead)) = place;
        let free = seats.saturating_sub(self.taken.len());
        let mine = Place {
            ticket: turn.ticket,
            until: now,
        };
        if ahead < free {
            if place.is_ok() {
                self.queue.remove(ahead);
            }
            self.taken.push(mine);
            turn.seated = true;
            return None;
        }
        if place.is_err() {
            self.queue.insert(ahead, mine);
        }
        let steps = u32::try_from(ahead - free + 1).unwrap_or(LONGEST_STEP);
        Some(STEP * steps.min(LONGEST_STEP))
    }

    /// The call is heard of again at `until`, or it is gone.
    fn renew(&mut self, turn: &Turn, until: Instant) {
        let places = if turn.seated {
            &mut self.taken
        } else {
            &mut self.queue
        };
        if let Some(place) = places.iter_mut().find(|place| place.ticket == turn.ticket) {
            place.until = until + GRACE;
        }
    }

    /// A clock that was set back takes every moment back with it, so that nobody waits for a time that was.
    fn see(&mut self, now: Instant) {
        let back = millis(now.until(self.seen));
        self.seen = now;
        if back == 0 {
            return;
        }
        let earlier = |at: Instant| Instant::from_millis(at.as_millis().saturating_sub(back));
        self.held_until = earlier(self.held_until);
        self.next = self.next.saturating_sub(back.saturating_mul(1000));
        for place in self.queue.iter_mut().chain(&mut self.taken) {
            place.until = earlier(place.until);
        }
    }
}

/// What is added to a wait that others keep too, within the time that is left.
pub(super) fn spread(wait: Duration, left: Duration, jitter: &mut Jitter) -> Duration {
    let room = left.saturating_sub(wait) / 2;
    jitter.up_to(SPREAD.min(wait).min(room))
}

#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a cast of a float saturates, and what is no number becomes 0"
)]
fn interval(per_second: f64) -> u64 {
    ((1e6 / per_second).ceil() as u64).max(1)
}

#[cfg(test)]
#[path = "gate_tests.rs"]
mod tests;
