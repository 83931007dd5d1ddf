//! Sorting in place: a heap sort, since the standard library's sorts are many times as much code.

/// Sorts by `before`, a strict total order. Equal items end in any order.
pub(super) fn sort<T>(items: &mut [T], before: &dyn Fn(&T, &T) -> bool) {
    for at in (0..items.len() / 2).rev() {
        sink(items, at, before);
    }
    let mut left = items;
    while let Some(last) = left.len().checked_sub(1).filter(|last| *last > 0) {
        left.swap(0, last);
        left = left.split_at_mut(last).0;
        sink(left, 0, before);
    }
}

/// Moves the item at `at` down to where both items below it come before it.
fn sink<T>(items: &mut [T], mut at: usize, before: &dyn Fn(&T, &T) -> bool) {
    loop {
        let mut last = at;
        for below in [2 * at + 1, 2 * at + 2] {
            let pair = items.get(last).zip(items.get(below));
            if pair.is_some_and(|(one, other)| before(one, other)) {
                last = below;
            }
        }
        if last == at {
            return;
        }
        items.swap(at, last);
        at = last;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn it_sorts(mut items in prop::collection::vec(any::<u8>(), 0..70)) {
            let mut expected = items.clone();
            expected.sort_unstable();
            sort(&mut items, &|a, b| a < b);
            prop_assert_eq!(items, expected);
        }
    }
}
