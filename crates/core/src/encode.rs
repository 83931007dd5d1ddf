//! Percent-encoding of what goes into a path or a query.

/// Appends `value` with every byte but the unreserved ones of RFC 3986 encoded.
pub fn component(value: &str, out: &mut String) {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    // As ids are: nothing has to be looked at twice.
    if value.bytes().all(is_unreserved) {
        out.push_str(value);
        return;
    }
    for byte in value.bytes() {
        if is_unreserved(byte) {
            out.push(char::from(byte));
        } else {
            out.push('%');
            for nibble in [byte >> 4, byte & 15] {
                out.push(HEX.get(usize::from(nibble)).map_or('0', |b| char::from(*b)));
            }
        }
    }
}

const fn is_unreserved(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~')
}

/// Appends `name=value` to the query of `path`.
pub fn query(path: &mut String, name: &str, value: &str) {
    path.push(if path.contains('?') { '&' } else { '?' });
    component(name, path);
    path.push('=');
    component(value, path);
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_encoded_holds_no_delimiter_and_decodes_to_itself(value in ".*") {
            let mut encoded = String::new();
            component(&value, &mut encoded);
            prop_assert!(encoded.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._~%".contains(&b)));
            let mut bytes = Vec::new();
            let mut rest = encoded.bytes();
            while let Some(byte) = rest.next() {
                if byte == b'%' {
                    let pair: String = rest.by_ref().take(2).map(char::from).collect();
                    bytes.push(u8::from_str_radix(&pair, 16).unwrap_or_default());
                } else {
                    bytes.push(byte);
                }
            }
            prop_assert_eq!(bytes, value.as_bytes());
        }
    }

    #[test]
    fn a_query_is_started_once() {
        let mut path = String::from("/events");
        query(&mut path, "limit", "2");
        query(&mut path, "cursor", "a&b=c");
        assert_eq!(path, "/events?limit=2&cursor=a%26b%3Dc");
    }
}
