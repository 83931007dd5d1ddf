//! Compares JSON numbers by their text, exactly and without code for floating point.

use core::cmp::Ordering;

/// The decimal digits of the largest finite double. Larger numbers are infinite wherever JSON is read into doubles.
const LARGEST: (i64, &str) = (309, "17976931348623157");
/// Where the first digit of the smallest double stands. Smaller numbers are zero in doubles.
const SMALLEST: i64 = -323;

/// A finite number.
#[derive(Debug, Clone)]
pub(super) struct Number {
    text: Box<str>,
    negative: bool,
    /// The digits stand behind the decimal point, times ten to this power.
    magnitude: i64,
    /// Significant digits, without zeros at either end; none for zero.
    digits: Box<str>,
}

impl Number {
    /// Reads the text of a JSON number; `None` when no finite double holds it.
    pub(super) fn read(text: &str) -> Option<Self> {
        let negative = text.starts_with('-');
        let unsigned = text.strip_prefix('-').unwrap_or(text);
        let (mantissa, exponent) = unsigned.split_once(['e', 'E']).unwrap_or((unsigned, "0"));
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let all = [whole, fraction].concat();
        let digits = all.trim_start_matches('0');
        let skipped = i64::try_from(all.len() - digits.len()).ok()?;
        let magnitude = i64::try_from(whole.len())
            .ok()?
            .saturating_sub(skipped)
            .saturating_add(power(exponent));
        let digits = digits.trim_end_matches('0');
        if digits.is_empty() || magnitude < SMALLEST {
            return Some(Self {
                text: text.into(),
                negative: false,
                magnitude: i64::MIN,
                digits: "".into(),
            });
        }
        let (largest, at_most) = LARGEST;
        if magnitude > largest || (magnitude == largest && digits > at_most) {
            return None;
        }
        Some(Self {
            text: text.into(),
            negative,
            magnitude,
            digits: digits.into(),
        })
    }

    /// The number as the server wrote it.
    pub(super) fn text(&self) -> &str {
        &self.text
    }
}

/// The exponent; one beyond 64 bits counts as the largest or the smallest that there is.
fn power(text: &str) -> i64 {
    let text = text.strip_prefix('+').unwrap_or(text);
    match text.parse() {
        Ok(power) => power,
        Err(_) if text.starts_with('-') => i64::MIN,
        Err(_) => i64::MAX,
    }
}

impl Ord for Number {
    fn cmp(&self, other: &Self) -> Ordering {
        let size = |a: &Self, b: &Self| {
            a.magnitude
                .cmp(&b.magnitude)
                .then_with(|| a.digits.cmp(&b.digits))
        };
        match (self.negative, other.negative) {
            (false, false) => size(self, other),
            (true, true) => size(other, self),
            (false, true) => Ordering::Greater,
            (true, false) => Ordering::Less,
        }
    }
}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Number {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Number {}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn numbers_without_a_finite_double_are_refused() {
        for infinite in [
            "1e309",
            "-1e309",
            "1.8e308",
            "17976931348623159e292",
            "1e99999999999999999999",
        ] {
            assert!(Number::read(infinite).is_none(), "{infinite}");
        }
        for finite in [
            "1.7976931348623157e308",
            "-1.7976931348623157E+308",
            "1e-400",
            "0e99999999999999999999",
        ] {
            assert!(Number::read(finite).is_some(), "{finite}");
        }
    }

    #[test]
    fn different_spellings_of_a_number_are_equal() {
        for same in [
            ["0", "-0.0"],
            ["1", "1.000"],
            ["100", "1e2"],
            ["0.05", "5E-2"],
            ["-12.50", "-0.125e+2"],
            ["1e-99999999999999999999", "0"],
        ] {
            let [a, b] = same.map(|text| Number::read(text).unwrap());
            assert_eq!(a, b, "{same:?}");
        }
    }

    proptest! {
        #[test]
        fn order_is_that_of_doubles(a in any::<f64>(), b in any::<f64>(), near in -3.0..3.0_f64, close in -3.0..3.0_f64) {
            for (a, b) in [(a, b), (near, close), (near, near), (near, a)] {
                for write in [|n: f64| format!("{n}"), |n: f64| format!("{n:e}")] {
                    if a.is_finite() && b.is_finite() {
                        let order = Number::read(&write(a)).unwrap().cmp(&Number::read(&write(b)).unwrap());
                        prop_assert_eq!(Some(order), a.partial_cmp(&b), "{} {}", a, b);
                    }
                }
            }
        }
    }
}
