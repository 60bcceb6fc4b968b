// SPDX-License-Identifier: GPL-2.0-or-later
//! The order of numbered files: frame_2 before frame_10.

use std::cmp::Ordering;

/// Compares names with every run of digits taken as one number, of any length; where that makes them equal (`01` and
/// `1`), as plain text.
pub(crate) fn compare(a: &str, b: &str) -> Ordering {
    let (mut rest_a, mut rest_b) = (a, b);
    while let (Some(first_a), Some(first_b)) = (rest_a.chars().next(), rest_b.chars().next()) {
        let order = if first_a.is_ascii_digit() && first_b.is_ascii_digit() {
            let (number_a, number_b) = (take_number(&mut rest_a), take_number(&mut rest_b));
            // Without leading zeros, the longer number is the greater.
            number_a.len().cmp(&number_b.len()).then(number_a.cmp(number_b))
        } else {
            rest_a = &rest_a[first_a.len_utf8()..];
            rest_b = &rest_b[first_b.len_utf8()..];
            first_a.cmp(&first_b)
        };
        if order.is_ne() {
            return order;
        }
    }
    rest_a.len().cmp(&rest_b.len()).then_with(|| a.cmp(b))
}

/// Takes the digits off the front, and gives them without leading zeros.
fn take_number<'a>(rest: &mut &'a str) -> &'a str {
    let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    let (digits, after) = rest.split_at(end);
    *rest = after;
    digits.trim_start_matches('0')
}

#[cfg(test)]
mod tests {
    use super::compare;

    #[test]
    fn numbers_count_as_numbers() {
        let sorted = [
            "",
            "0.png",
            "1.png",
            "2.png",
            "10.png",
            "a",
            "a1b2",
            "a1b10",
            "a2b1",
            "a99999999999999999999998",
            "a99999999999999999999999",
            "b007",
            "b07",
            "b7",
            "b8",
            "é1",
            "é10",
        ];
        let mut names = sorted;
        names.reverse();
        names.sort_by(|a, b| compare(a, b));
        assert_eq!(names, sorted);
    }
}
