//! Faults on request: what goes wrong, in which operation, and how often.

use serde::Deserialize;
use serde_json::{Value, json};

use crate::error::code_for_status;
use crate::http::Response;
use crate::route::OPERATIONS;

/// When a broken connection strikes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Drop {
    /// Before the request is looked at: nothing took effect.
    Before,
    /// After it took effect: only the answer is lost.
    After,
}

/// What the answer's body is replaced by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Garble {
    /// An HTML page, as a proxy in between sends it.
    Html,
    /// The real body, cut in half.
    Truncated,
    /// Nothing.
    Empty,
}

/// One thing that goes wrong with a request whose key, scope and route are right. Without `status`, `drop`, `body` or `runStatus` it only delays.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct Fault {
    /// The operation that it strikes, such as `attendees.import`; any where it is absent.
    pub operation: Option<String>,
    /// How many matching requests it strikes.
    pub times: u32,
    /// How many matching requests it lets pass first, of those that no earlier fault struck. A later fault may strike them.
    pub skip: u32,
    /// The status of the error that is answered instead.
    pub status: Option<u16>,
    /// That error's code; else the usual one of the status.
    pub code: Option<String>,
    /// That error's message.
    pub message: Option<String>,
    /// The value of `Retry-After`, verbatim.
    pub retry_after: Option<String>,
    /// Whether the request takes effect although an error is answered.
    pub takes_effect: bool,
    /// Breaks the connection instead of answering.
    pub drop: Option<Drop>,
    /// Replaces the body.
    pub body: Option<Garble>,
    /// For an operation that starts a run: the statuses that the run shows, one a poll, the last one for good.
    pub run_status: Option<Vec<String>>,
    /// Latency before the answer, in milliseconds.
    pub delay_ms: u64,
}

impl Default for Fault {
    fn default() -> Self {
        Self {
            operation: None,
            times: 1,
            skip: 0,
            status: None,
            code: None,
            message: None,
            retry_after: None,
            takes_effect: false,
            drop: None,
            body: None,
            run_status: None,
            delay_ms: 0,
        }
    }
}

impl Fault {
    /// Reads a fault from JSON text.
    ///
    /// # Errors
    ///
    /// Where the text is not an object, or a field is unknown or of another type: the message names the field.
    pub fn parse(text: &str) -> Result<Self, String> {
        let Ok(Value::Object(fields)) = serde_json::from_str(text) else {
            return Err("must be an object".to_owned());
        };
        // A value that is read from a tree has no line and no column, and alone in its object it is the one that is wrong.
        for (name, value) in &fields {
            let alone = json!({ name.as_str(): value });
            if let Err(error) = serde_json::from_value::<Self>(alone) {
                let problem = error.to_string();
                return Err(if problem.starts_with("unknown field") {
                    problem
                } else {
                    format!("{name}: {problem}")
                });
            }
        }
        serde_json::from_value(Value::Object(fields)).map_err(|error| error.to_string())
    }

    fn check(&self) -> Result<(), String> {
        if let Some(operation) = &self.operation
            && !OPERATIONS.iter().any(|(name, ..)| name == operation)
        {
            return Err(format!(
                "operation: there is no {operation}; use one such as attendees.import"
            ));
        }
        if self.times == 0 {
            return Err("times: a fault that never strikes is none; use 1 or more".to_owned());
        }
        if self.status.is_some_and(|status| !(200..=599).contains(&status)) {
            return Err("status: use one from 200 to 599".to_owned());
        }
        let bad_header = |text: &String| !text.bytes().all(|b| (0x20..0x7f).contains(&b));
        if self.retry_after.as_ref().is_some_and(bad_header) {
            return Err("retryAfter: use characters that a header can hold".to_owned());
        }
        if self.run_status.as_ref().is_some_and(Vec::is_empty) {
            return Err("runStatus: name at least one status".to_owned());
        }
        Ok(())
    }

    /// Whether the request is answered without being carried out.
    pub(crate) fn forestalls(&self) -> bool {
        match self.drop {
            Some(Drop::Before) => true,
            Some(Drop::After) => false,
            None => self.status.is_some_and(|status| status >= 300) && !self.takes_effect,
        }
    }

    /// Turns the honest answer into the faulty one.
    pub(crate) fn spoil(&self, honest: Response, correlation_id: &str) -> Response {
        if self.drop.is_some() {
            return Response {
                delay_ms: self.delay_ms,
                ..Response::hang_up()
            };
        }
        let mut response = honest;
        if let Some(status) = self.status {
            response.status = status;
            if status >= 300 {
                let code = self
                    .code
                    .clone()
                    .unwrap_or_else(|| code_for_status(status).to_owned());
                let message = self
                    .message
                    .clone()
                    .unwrap_or_else(|| "a fault that was asked for".to_owned());
                let body = json!({ "code": code, "message": message, "correlation_id": correlation_id });
                response.body = body.to_string().into_bytes();
                response.set("content-type", "application/json");
            }
        }
        if let Some(retry_after) = &self.retry_after {
            response.set("retry-after", retry_after);
        }
        match self.body {
            Some(Garble::Html) => {
                response.set("content-type", "text/html; charset=utf-8");
                response.body = b"<!doctype html><html><body><h1>Bad gateway</h1></body></html>".to_vec();
            }
            Some(Garble::Truncated) => response.body.truncate(response.body.len() / 2),
            Some(Garble::Empty) => response.body.clear(),
            None => {}
        }
        response.delay_ms = self.delay_ms;
        response
    }
}

/// The faults that are still to come, in the order in which they were asked for.
#[derive(Debug, Clone, Default)]
pub struct FaultPlan(Vec<Fault>);

impl FaultPlan {
    /// Adds a fault behind those already there.
    ///
    /// # Errors
    ///
    /// Where the fault could never strike, or no shell could show it: the message names the field.
    pub fn push(&mut self, fault: Fault) -> Result<(), String> {
        fault.check()?;
        self.0.push(fault);
        Ok(())
    }

    /// Forgets all of them.
    pub fn clear(&mut self) {
        self.0.clear();
    }

    /// How many requests will still be struck.
    pub fn pending(&self) -> u64 {
        self.0.iter().map(|fault| u64::from(fault.times)).sum()
    }

    /// The fault that strikes this request, if one does: the first that matches and has let enough pass. Those before it let
    /// this request pass; those behind it do not see it.
    pub(crate) fn strike(&mut self, operation: &str) -> Option<Fault> {
        let at = self.0.iter_mut().position(|fault| {
            let matches = fault.operation.as_deref().is_none_or(|of| of == operation);
            let passes = matches && fault.skip > 0;
            fault.skip -= u32::from(passes);
            matches && !passes
        })?;
        let fault = self.0.get_mut(at)?;
        fault.times = fault.times.saturating_sub(1);
        let struck = fault.clone();
        if fault.times == 0 {
            self.0.remove(at);
        }
        Some(struck)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn fault() -> impl Strategy<Value = Fault> {
        let operation = proptest::option::of(prop_oneof![Just("runs.get"), Just("auth.check")]);
        (operation, 0u32..4, 1u32..4, 500u16..599).prop_map(|(operation, skip, times, status)| Fault {
            operation: operation.map(str::to_owned),
            skip,
            times,
            status: Some(status),
            ..Fault::default()
        })
    }

    proptest! {
        /// Each fault is a counter of its own over the requests that reach it: none that was struck before.
        #[test]
        fn every_fault_strikes_as_often_and_as_late_as_it_says(
            faults in proptest::collection::vec(fault(), 0..6),
            requests in proptest::collection::vec(prop_oneof![Just("runs.get"), Just("auth.check"), Just("events.get")], 0..60),
        ) {
            let mut plan = FaultPlan::default();
            for fault in &faults {
                plan.push(fault.clone()).unwrap();
            }
            let mut reached = vec![0; faults.len()];
            for operation in requests {
                let expected = faults.iter().zip(&mut reached).find_map(|(fault, reached)| {
                    let matches = fault.operation.as_deref().is_none_or(|of| of == operation);
                    *reached += u32::from(matches);
                    let strikes = matches && *reached > fault.skip && *reached <= fault.skip + fault.times;
                    strikes.then_some(fault.status)
                });
                prop_assert_eq!(plan.strike(operation).map(|fault| fault.status), expected);
            }
        }
    }

    #[test]
    fn a_fault_that_lets_pass_hides_none_behind_it() {
        let mut plan = FaultPlan::default();
        for (skip, status) in [(1, 503), (0, 429)] {
            let fault = Fault {
                skip,
                status: Some(status),
                ..Fault::default()
            };
            plan.push(fault).unwrap();
        }
        let statuses: Vec<Option<u16>> = (0..3)
            .map(|_| plan.strike("auth.check").and_then(|fault| fault.status))
            .collect();
        assert_eq!(statuses, [Some(429), Some(503), None]);
    }
}
