//! The one way out where an invariant is broken and no error can leave.

/// What an invariant holds to be there.
///
/// Where a `Result` can leave, [`Error::internal`](crate::Error::internal) is the way: the call fails, and the next one works.
/// This is for the places where none can, and where any other value would be sent as if it were the caller's. It ends the
/// program; in WebAssembly that is a trap, which rejects the calls under way and renews the module.
pub fn held<T>(value: Option<T>) -> T {
    match value {
        Some(value) => value,
        None => broken(),
    }
}

#[cold]
#[inline(never)]
fn broken() -> ! {
    std::process::abort()
}
