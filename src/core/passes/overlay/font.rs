// SPDX-License-Identifier: GPL-2.0-or-later
//! The overlay's font: every glyph drawn for it, pixel by pixel, in `font.txt`.
//!
//! The file has blocks of a line of characters and [`HEIGHT`] lines of their pixels; a glyph is [`WIDTH`] columns, with
//! one between them. Seven lines are above the base line and two below it.

use std::collections::HashMap;
use std::sync::LazyLock;

/// Columns of a glyph.
pub(super) const WIDTH: usize = 5;
/// Lines of a glyph.
pub(super) const HEIGHT: usize = 9;

/// The lines of a glyph, the leftmost pixel in the highest of [`WIDTH`] bits.
pub(super) type Glyph = [u8; HEIGHT];

/// What is shown of a character that the font has not: a box.
const MISSING: char = '□';

static GLYPHS: LazyLock<HashMap<char, Glyph>> = LazyLock::new(|| parse(include_str!("font.txt")));

/// Whether the font can show a text.
pub(super) fn has(text: &str) -> bool {
    text.chars().all(|c| c == ' ' || GLYPHS.contains_key(&c))
}

/// The glyph of a character, or the box; `None` for the space.
pub(super) fn glyph(character: char) -> Option<&'static Glyph> {
    if character == ' ' {
        return None;
    }
    GLYPHS.get(&character).or_else(|| GLYPHS.get(&MISSING))
}

fn parse(file: &str) -> HashMap<char, Glyph> {
    let lines: Vec<&str> = file.lines().filter(|line| !line.is_empty()).collect();
    let mut glyphs = HashMap::new();
    for block in lines.chunks_exact(1 + HEIGHT) {
        let (characters, rows) = (block[0].chars().step_by(WIDTH + 1), &block[1..]);
        for (index, character) in characters.enumerate() {
            let mut glyph = [0; HEIGHT];
            for (line, row) in glyph.iter_mut().zip(rows) {
                let pixels = row.chars().skip(index * (WIDTH + 1)).take(WIDTH);
                *line = pixels.fold(0, |line, pixel| line << 1 | u8::from(pixel == '#'));
            }
            glyphs.insert(character, glyph);
        }
    }
    glyphs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_is_blocks_of_glyphs() {
        let lines: Vec<&str> = include_str!("font.txt").lines().collect();
        let mut count = 0;
        for block in lines.split(|line| line.is_empty()) {
            assert_eq!(block.len(), 1 + HEIGHT, "{block:?}");
            let characters = block[0].chars().step_by(WIDTH + 1).count();
            count += characters;
            for row in &block[1..] {
                assert_eq!(row.chars().count(), characters * (WIDTH + 1) - 1, "{row:?}");
                let strange = row
                    .chars()
                    .enumerate()
                    .find(|(column, pixel)| match column % (WIDTH + 1) {
                        WIDTH => *pixel != ' ',
                        _ => !matches!(pixel, '.' | '#'),
                    });
                assert_eq!(strange, None, "{row:?}");
            }
        }
        assert_eq!(GLYPHS.len(), count, "no character stands there twice");
    }

    #[test]
    fn every_printable_character_of_ascii_and_the_signs_have_glyphs_of_their_own() {
        let characters = ('!'..='~').chain(['·', '×', '→', '…', MISSING]);
        let mut known: HashMap<Glyph, char> = HashMap::new();
        for character in characters {
            let glyph = GLYPHS[&character];
            assert_ne!(glyph, [0; HEIGHT], "{character}");
            if let Some(other) = known.insert(glyph, character) {
                panic!("{character} looks like {other}");
            }
        }
    }

    #[test]
    fn what_the_font_lacks_is_a_box() {
        assert!(has("AMD FSR 1 · ×1.50") && !has("総計"));
        assert_eq!(glyph('総'), glyph(MISSING));
        assert_eq!(glyph(' '), None);
    }
}
