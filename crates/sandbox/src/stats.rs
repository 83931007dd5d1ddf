//! Counts of what was asked and of what took effect, so that a test can tell a retry from a duplicate.

use std::collections::BTreeMap;

use serde::Serialize;

/// Counts since the start or the last reset.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Stats {
    /// Every request that reached the sandbox, faulty ones included.
    pub requests: u64,
    /// The same for each operation.
    pub operations: BTreeMap<&'static str, OperationStats>,
}

/// Counts of one operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct OperationStats {
    /// Requests for it.
    pub requests: u64,
    /// Those that changed something: something was created, updated, or a new run started.
    pub effects: u64,
    /// Those that were answered with an earlier run because of their idempotency key.
    pub replays: u64,
    /// Those that were answered with an error or a broken connection.
    pub failures: u64,
}
