// SPDX-License-Identifier: GPL-2.0-or-later
//! Explanations in lines that can be read: OBS's tooltips break a line only where the screen ends.

use nu_scaler_obs::module::text;

/// How long a line is, in Latin letters.
const COLUMNS: usize = 80;

/// What may not begin a line in the scripts that write without spaces.
const CLOSING: &str = "。、，；：！？）」』”》…ー々";

/// The explanation with this key, in the user's language.
pub(crate) fn tip(key: &str) -> String {
    wrapped(&text(key))
}

fn wrapped(text: &str) -> String {
    let mut wrapped = String::with_capacity(text.len() + text.len() / COLUMNS);
    let mut column = 0;
    for part in parts(text) {
        let width = width(part);
        if column > 0 && column + width > COLUMNS {
            wrapped.truncate(wrapped.trim_end().len());
            wrapped.push('\n');
            column = 0;
        }
        wrapped.push_str(part);
        column += part.chars().map(columns).sum::<usize>();
    }
    wrapped
}

/// The pieces of a text between which a line may end: words with the space behind them, and single characters of scripts
/// without spaces.
fn parts(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let mut characters = rest.char_indices().peekable();
        while let Some((_, character)) = characters.next() {
            let Some(&(end, next)) = characters.peek() else {
                break;
            };
            let may_end = character == ' ' || columns(character) == 2 || columns(next) == 2;
            if may_end && next != ' ' && !CLOSING.contains(next) {
                let (part, left) = rest.split_at(end);
                rest = left;
                return Some(part);
            }
        }
        let last = std::mem::take(&mut rest);
        (!last.is_empty()).then_some(last)
    })
}

/// How wide a piece is at the end of a line.
fn width(part: &str) -> usize {
    part.trim_end().chars().map(columns).sum()
}

/// Two for the characters of Chinese, Japanese and Korean.
fn columns(character: char) -> usize {
    match character {
        '\u{1100}'..='\u{115f}'
        | '\u{2e80}'..='\u{d7a3}'
        | '\u{f900}'..='\u{faff}'
        | '\u{ff00}'..='\u{ff60}' => 2,
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_between_words() {
        let text = "Adds half of what FSR costs. ".repeat(20);
        let wrapped = wrapped(text.trim_end());
        assert!(wrapped.lines().count() > 5);
        for line in wrapped.lines() {
            assert!(line.len() <= COLUMNS && line.trim() == line, "{line:?}");
        }
        assert_eq!(wrapped.replace('\n', " "), text.trim_end());
    }

    #[test]
    fn lines_of_scripts_without_spaces_end_anywhere_but_before_a_mark() {
        let text = "出力のピクセル数に応じて増えます。".repeat(8);
        let wrapped = wrapped(&text);
        assert!(wrapped.lines().count() > 2);
        for line in wrapped.lines() {
            let columns: usize = line.chars().map(columns).sum();
            assert!(columns <= COLUMNS && !line.starts_with('。'), "{line}");
        }
        assert_eq!(wrapped.replace('\n', ""), text);
    }

    #[test]
    fn what_is_short_or_one_word_stays() {
        for text in ["", "Costs nothing.", &"x".repeat(200)] {
            assert_eq!(wrapped(text), text);
        }
    }
}
