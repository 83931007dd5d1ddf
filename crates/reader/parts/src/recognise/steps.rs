//! Counts what is done with a head, for the test that this grows no faster than the head. Outside of tests it is nothing.

#[cfg(test)]
thread_local! {
    static STEPS: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
}

/// Adds to the count: to be called in every loop over columns, cells or characters.
#[inline]
pub(crate) fn step(count: usize) {
    #[cfg(test)]
    STEPS.set(STEPS.get() + count);
    #[cfg(not(test))]
    let _ = count;
}

/// What was counted in this thread since the last call.
#[cfg(test)]
pub(crate) fn taken() -> usize {
    STEPS.take()
}
