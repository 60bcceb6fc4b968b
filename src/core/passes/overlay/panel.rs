// SPDX-License-Identifier: GPL-2.0-or-later
//! What the overlay shows, and how it is laid out: in pixels of the font, whatever the size of the picture.

use super::font;

/// Characters of a line.
pub const COLUMNS: usize = 32;
/// Lines of text. The first two say what runs, the others are figures; a gap is between them.
pub const LINES: usize = 6;
/// Frames of the graph.
pub const BARS: usize = 192;

const HEAD_LINES: usize = 2;
/// Between the panel's edge and what is in it.
const PADDING: usize = 5;
/// From a character to the next, and from a line to the next.
const ADVANCE: usize = font::WIDTH + 1;
const PITCH: usize = font::HEIGHT + 1;
const GAP: usize = 3;
/// From the graph's corner to what stands in it.
const CAPTION_INSET: usize = 2;

/// Where the graph is.
pub(super) const GRAPH_ORIGIN: [u32; 2] = [PADDING as u32, (PADDING + LINES * PITCH + 2 * GAP) as u32];
pub(super) const GRAPH_WIDTH: u32 = BARS as u32;
pub(super) const GRAPH_HEIGHT: u32 = 28;
/// The panel's size.
pub(super) const WIDTH: usize = 2 * PADDING + BARS;
pub(super) const HEIGHT: usize = GRAPH_ORIGIN[1] as usize + GRAPH_HEIGHT as usize + PADDING;

// A bar is one pixel of the font wide, and as many stand side by side as the text is wide.
const _: () = assert!(BARS == COLUMNS * ADVANCE);

/// The colour of a character. The shader knows their numbers.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum Ink {
    /// What names something.
    Label = 2,
    /// What is to be read.
    Value = 3,
    /// What is to be seen first.
    Accent = 4,
}

/// The panel around the rounded corners, and its ground.
const NONE: u8 = 0;
const GROUND: u8 = 1;

/// The text of the overlay: a grid of characters, filled anew each time that it changes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Readout {
    cells: [[(char, Ink); COLUMNS]; LINES],
    /// Stands within the graph, at its top.
    caption: [char; COLUMNS],
}

impl Default for Readout {
    fn default() -> Self {
        Self {
            cells: [[(' ', Ink::Label); COLUMNS]; LINES],
            caption: [' '; COLUMNS],
        }
    }
}

impl Readout {
    /// Whether the font has all characters of a text; a box stands for those that it lacks.
    #[must_use]
    pub fn can_show(text: &str) -> bool {
        font::has(text)
    }

    /// Writes a text from a column on; what is beyond the line's end is cut off.
    pub fn write(&mut self, line: usize, column: usize, ink: Ink, text: &str) {
        let cells = self.cells.get_mut(line).into_iter().flatten().skip(column);
        for (cell, character) in cells.zip(text.chars()) {
            *cell = (character, ink);
        }
    }

    /// Writes a text that ends before a column; what is beyond the line's beginning is cut off.
    pub fn write_before(&mut self, line: usize, column: usize, ink: Ink, text: &str) {
        let length = text.chars().count();
        let hidden = length.saturating_sub(column);
        let shown: String = text.chars().skip(hidden).collect();
        self.write(line, column.saturating_sub(length), ink, &shown);
    }

    /// Writes what the height of the graph stands for.
    pub fn caption(&mut self, text: &str) {
        self.caption = [' '; COLUMNS];
        for (cell, character) in self.caption.iter_mut().zip(text.chars()) {
            *cell = character;
        }
    }

    /// The panel, an ink in each pixel of the font.
    pub(super) fn draw(&self) -> Vec<u8> {
        let mut pixels = vec![GROUND; WIDTH * HEIGHT];
        for corner in [0, WIDTH - 1, (HEIGHT - 1) * WIDTH, HEIGHT * WIDTH - 1] {
            pixels[corner] = NONE;
        }
        for (line, cells) in self.cells.iter().enumerate() {
            let gap = if line < HEAD_LINES { 0 } else { GAP };
            let origin = [PADDING, PADDING + line * PITCH + gap];
            draw_line(&mut pixels, origin, cells.iter().copied());
        }
        let caption = self.caption.iter().map(|character| (*character, Ink::Label));
        let origin = GRAPH_ORIGIN.map(|side| side as usize + CAPTION_INSET);
        draw_line(&mut pixels, origin, caption.take(COLUMNS - 1));
        pixels
    }
}

fn draw_line(pixels: &mut [u8], [x, y]: [usize; 2], cells: impl Iterator<Item = (char, Ink)>) {
    for (column, (character, ink)) in cells.enumerate() {
        let x = x + column * ADVANCE;
        for (row, line) in font::glyph(character).into_iter().flatten().enumerate() {
            for bit in (0..font::WIDTH).filter(|bit| line >> (font::WIDTH - 1 - bit) & 1 == 1) {
                pixels[(y + row) * WIDTH + x + bit] = ink as u8;
            }
        }
    }
}
