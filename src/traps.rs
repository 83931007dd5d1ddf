//! Faults on request, in a build for tests alone: what must never happen, so that it can be shown what becomes of it.

use std::hint::black_box;

/// Fails as the path of a request asks for, at one of these moments: `at-once`, before it is sent, or `later`, once it
/// was answered. The path is `/__trap/<moment>/<kind>`.
pub(crate) fn spring(path: &str, moment: &str) {
    let wanted = path
        .strip_prefix("/__trap/")
        .and_then(|rest| rest.strip_prefix(moment)?.strip_prefix('/'));
    match wanted {
        Some("panic") => fail(),
        Some("memory") => exhaust(),
        Some("stack") => {
            black_box(descend(1));
        }
        _ => {}
    }
}

/// Fails outside of any promise.
pub(crate) fn spring_now(run_id: &str) {
    if run_id == "__trap" {
        fail();
    }
}

#[allow(clippy::panic, reason = "what this build is for")]
fn fail() {
    panic!("on request");
}

/// Asks for more memory than a module can have.
fn exhaust() {
    for _ in 0..3 {
        std::mem::forget(black_box(Vec::<u8>::with_capacity(0x7000_0000)));
    }
}

/// Has no end but the stack's.
#[allow(unconditional_recursion, reason = "what this build is for")]
fn descend(depth: u64) -> u64 {
    black_box(descend(black_box(depth) + 1)) + 1
}
