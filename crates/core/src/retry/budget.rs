//! The retry budget of a client: what retries cost, so that they do not multiply the load of an outage.

/// The size of a retry budget, and its prices.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BudgetOptions {
    /// The most tokens that the budget holds, and what it starts with. 0: nothing is retried, but for a 429 that says when.
    pub tokens: u32,
    /// What a retry costs. 0: retries are free.
    pub cost: u32,
    /// What a retry costs after an attempt that ran out of time.
    pub timeout_cost: u32,
}

impl Default for BudgetOptions {
    fn default() -> Self {
        Self {
            tokens: 500,
            cost: 5,
            timeout_cost: 10,
        }
    }
}

/// What a call that succeeds at its first attempt pays in.
const FIRST_SUCCESS: u32 = 1;

/// Tokens that the calls of one client share. Only successes fill the budget again, time does not: as long as an outage
/// lasts, nothing says that retries are worth more than they were.
#[derive(Debug, Clone, Copy)]
pub(super) struct Budget {
    options: BudgetOptions,
    left: u32,
}

impl Budget {
    pub(super) const fn new(options: BudgetOptions) -> Self {
        Self {
            options,
            left: options.tokens,
        }
    }

    /// Pays for a retry, after an attempt that `timed_out` or failed in another way. Returns the price, or nothing where
    /// the budget does not hold it.
    pub(super) fn pay(&mut self, timed_out: bool) -> Option<u32> {
        let cost = if timed_out {
            self.options.timeout_cost
        } else {
            self.options.cost
        };
        if self.options.tokens == 0 {
            return None;
        }
        self.left = self.left.checked_sub(cost)?;
        Some(cost)
    }

    /// A retry succeeded: refunds what it cost.
    pub(super) fn refund(&mut self, cost: u32) {
        self.fill(cost);
    }

    /// A call succeeded at its first attempt.
    pub(super) fn first_success(&mut self) {
        self.fill(FIRST_SUCCESS);
    }

    fn fill(&mut self, tokens: u32) {
        self.left = self.left.saturating_add(tokens).min(self.options.tokens);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn it_holds_a_hundred_retries_or_fifty_after_timeouts() {
        for (timed_out, retries) in [(false, 100), (true, 50)] {
            let mut budget = Budget::new(BudgetOptions::default());
            let paid = (0..1_000).filter(|_| budget.pay(timed_out).is_some()).count();
            assert_eq!(paid, retries);
            (0..4).for_each(|_| budget.first_success());
            assert_eq!(budget.pay(false), None);
            budget.first_success();
            assert_eq!(budget.pay(false), Some(5));
            budget.refund(5);
            assert_eq!(budget.pay(false), Some(5));
        }
    }

    #[test]
    fn a_budget_without_tokens_refuses_every_retry_and_one_without_a_cost_none() {
        let mut none = Budget::new(BudgetOptions {
            tokens: 0,
            cost: 0,
            timeout_cost: 0,
        });
        none.first_success();
        assert_eq!((none.pay(false), none.pay(true)), (None, None));
        let mut free = Budget::new(BudgetOptions {
            cost: 0,
            timeout_cost: 0,
            ..BudgetOptions::default()
        });
        assert!((0..10_000).all(|n| free.pay(n % 2 == 0) == Some(0)));
    }

    proptest! {
        /// Whatever happens, what was paid is at most what the budget held and what was paid in.
        #[test]
        fn it_never_gives_more_than_it_holds(
            tokens in 0u32..2_000, cost in 0u32..50, timeout_cost in 0u32..50,
            events in proptest::collection::vec(0u8..4, 0..400),
        ) {
            let mut budget = Budget::new(BudgetOptions { tokens, cost, timeout_cost });
            let (mut paid, mut got) = (0u64, 0u64);
            for event in events {
                match event {
                    0 | 1 => paid += u64::from(budget.pay(event == 1).unwrap_or(0)),
                    2 => { budget.refund(cost); got += u64::from(cost); }
                    _ => { budget.first_success(); got += 1; }
                }
                prop_assert!(budget.left <= tokens);
                prop_assert!(paid <= u64::from(tokens) + got);
            }
        }
    }
}
