//! What the end of an attempt means. This is the only place that decides which faults are retryable and which requests the
//! server may have carried out: calls, imports, flows and `events.ensure` all ask here.

/// How far an attempt got.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// The request never left this host: the connection failed before it, or a limit held it back.
    Unsent,
    /// The request may have left this host, and no complete answer arrived.
    Unanswered,
    /// The server answered with a status.
    Answered,
    /// The server answered 2xx with a body that cannot be read.
    Unreadable,
}

/// Whether the server carried the request out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Effect {
    /// It did not.
    None,
    /// It may have.
    Unknown,
    /// It did.
    Done,
}

/// What the end of an attempt means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Verdict {
    /// Whether the same request may succeed later.
    pub retryable: bool,
    /// Whether the server carried it out.
    pub effect: Effect,
    /// Whether a wait that the answer asks for holds back every call of the client, and not only this one.
    pub holds_client: bool,
}

/// Classifies the end of an attempt. `status` and `code` count only in [`Phase::Answered`]; a `status` of 0 is an opaque
/// redirect.
///
/// | phase | status | code | retryable | effect | holds the client |
/// | --- | --- | --- | --- | --- | --- |
/// | unsent | | | yes | none | no |
/// | unanswered | | | yes | unknown | no |
/// | unreadable | | | no | done | no |
/// | answered | 2xx | | no | done | no |
/// | answered | 408 | | yes | unknown | no |
/// | answered | 409 | ends with `IN_PROGRESS` | yes | unknown | no |
/// | answered | 429 | | yes | none | yes |
/// | answered | 503 | | yes | unknown | yes |
/// | answered | other 5xx | | yes | unknown | no |
/// | answered | all others | | no | none | no |
pub fn classify(status: u16, code: &str, phase: Phase) -> Verdict {
    let (retryable, effect) = match (phase, status) {
        (Phase::Unsent, _) | (Phase::Answered, 429) => (true, Effect::None),
        (Phase::Unanswered, _) | (Phase::Answered, 408 | 500..) => (true, Effect::Unknown),
        // The first request under this key is still being carried out.
        (Phase::Answered, 409) if code.ends_with("IN_PROGRESS") => (true, Effect::Unknown),
        (Phase::Unreadable, _) | (Phase::Answered, 200..300) => (false, Effect::Done),
        (Phase::Answered, _) => (false, Effect::None),
    };
    Verdict {
        retryable,
        effect,
        holds_client: phase == Phase::Answered && matches!(status, 429 | 503),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CODES: [&str; 7] = [
        "",
        "SOME_CODE",
        "HTTP_409",
        "PARTNER_ID_CONFLICT",
        "IDEMPOTENCY_KEY_CONFLICT",
        "IDEMPOTENCY_IN_PROGRESS",
        "PARTNER_RATE_LIMIT_EXCEEDED",
    ];

    /// The table of the contract, written a second time in the words of a reader.
    #[test]
    fn every_status_code_and_phase_means_what_the_table_says() {
        for status in 0..=u16::MAX {
            for code in CODES {
                for phase in [
                    Phase::Unsent,
                    Phase::Unanswered,
                    Phase::Answered,
                    Phase::Unreadable,
                ] {
                    let in_progress = status == 409 && code == "IDEMPOTENCY_IN_PROGRESS";
                    let server_fault = status >= 500;
                    let (retryable, effect, holds_client) = match phase {
                        Phase::Unsent => (true, Effect::None, false),
                        Phase::Unanswered => (true, Effect::Unknown, false),
                        Phase::Unreadable => (false, Effect::Done, false),
                        Phase::Answered if status == 429 => (true, Effect::None, true),
                        Phase::Answered if status == 503 => (true, Effect::Unknown, true),
                        Phase::Answered if server_fault || status == 408 || in_progress => {
                            (true, Effect::Unknown, false)
                        }
                        Phase::Answered if (200..300).contains(&status) => (false, Effect::Done, false),
                        Phase::Answered => (false, Effect::None, false),
                    };
                    let expected = Verdict {
                        retryable,
                        effect,
                        holds_client,
                    };
                    assert_eq!(
                        classify(status, code, phase),
                        expected,
                        "{status} {code} {phase:?}"
                    );
                }
            }
        }
    }
}
