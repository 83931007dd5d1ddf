//! Reads what an object holds, each field by its name: what a derived reader would do, at a fraction of its size.

use crate::value::{Object, Value};

/// The text is no JSON, or has a value of another kind than was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Unfit;

pub(crate) type Fit<T> = Result<T, Unfit>;

/// Reads the text of a JSON object.
pub(crate) fn object(text: &str) -> Fit<Object> {
    match Value::parse(text) {
        Ok(Value::Object(object)) => Ok(object),
        _ => Err(Unfit),
    }
}

/// A field that may be missing or null.
pub(crate) fn optional<T>(object: &Object, name: &str, read: fn(&Value) -> Fit<T>) -> Fit<Option<T>> {
    match object.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(value) => read(value).map(Some),
    }
}

/// A field that must be there.
pub(crate) fn required<T>(object: &Object, name: &str, read: fn(&Value) -> Fit<T>) -> Fit<T> {
    read(object.get(name).ok_or(Unfit)?)
}

/// A field that may be missing, and is not null.
pub(crate) fn or_default<T: Default>(object: &Object, name: &str, read: fn(&Value) -> Fit<T>) -> Fit<T> {
    object.get(name).map_or_else(|| Ok(T::default()), read)
}

pub(crate) fn text(value: &Value) -> Fit<String> {
    value.as_str().map(str::to_owned).ok_or(Unfit)
}

pub(crate) fn flag(value: &Value) -> Fit<bool> {
    value.as_bool().ok_or(Unfit)
}

pub(crate) fn whole(value: &Value) -> Fit<u64> {
    value.as_u64().ok_or(Unfit)
}

pub(crate) fn small(value: &Value) -> Fit<u32> {
    whole(value)?.try_into().map_err(|_| Unfit)
}

pub(crate) fn members(value: &Value) -> Fit<&Object> {
    value.as_object().ok_or(Unfit)
}

pub(crate) fn list<T>(value: &Value, read: fn(&Value) -> Fit<T>) -> Fit<Vec<T>> {
    value.as_array().ok_or(Unfit)?.iter().map(read).collect()
}

/// A number: exact where it is whole and below 2^53, as counts are; else as near as its first 19 digits say.
#[allow(clippy::cast_precision_loss, reason = "said above")]
pub(crate) fn number(value: &Value) -> Fit<f64> {
    let Value::Number(text) = value else {
        return Err(Unfit);
    };
    let (digits, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    // What no i32 holds is out of any range.
    let mut exponent: i32 = exponent.parse().map_err(|_| Unfit)?;
    let digits = if digits.contains('.') {
        digits.trim_end_matches('0')
    } else {
        digits
    };
    let (mut mantissa, mut fraction) = (0_u64, false);
    for digit in digits.bytes() {
        match digit {
            b'.' => fraction = true,
            b'0'..=b'9' if mantissa < u64::MAX / 10 - 1 => {
                mantissa = mantissa * 10 + u64::from(digit - b'0');
                exponent = exponent.saturating_sub(i32::from(fraction));
            }
            b'0'..=b'9' => exponent = exponent.saturating_add(i32::from(!fraction)),
            _ => {}
        }
    }
    let mut number = mantissa as f64;
    for _ in 0..exponent.unsigned_abs().min(400) {
        number = if exponent < 0 {
            number / 10.0
        } else {
            number * 10.0
        };
    }
    if !number.is_finite() {
        return Err(Unfit);
    }
    Ok(if digits.starts_with('-') { -number } else { number })
}

#[cfg(test)]
#[allow(
    clippy::unwrap_used,
    clippy::cast_precision_loss,
    reason = "a test fails by panicking, and its numbers are below 2^53"
)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str) -> Fit<f64> {
        number(&Value::parse(text).unwrap())
    }

    proptest! {
        #[test]
        fn whole_numbers_are_exact(n in -(1_i64 << 53)..1 << 53) {
            prop_assert_eq!(read(&n.to_string()), Ok(n as f64));
            prop_assert_eq!(read(&format!("{n}.0")), Ok(n as f64));
        }

        #[test]
        fn others_are_near(n in -1e9_f64..1e9) {
            let near = read(&n.to_string()).unwrap();
            prop_assert!((near - n).abs() <= n.abs() * 1e-14, "{} {}", near, n);
        }
    }

    #[test]
    fn exponents_count_and_what_is_out_of_range_does_not_fit() {
        assert_eq!(read("12e2"), Ok(1_200.0));
        assert_eq!(read("1200e-2"), Ok(12.0));
        assert_eq!(read("-0.5E+1"), Ok(-5.0));
        assert_eq!(read("0e999999"), Ok(0.0));
        for bad in ["1e999", "1e99999999999", "\"1\"", "null"] {
            assert_eq!(read(bad), Err(Unfit), "{bad}");
        }
    }
}
