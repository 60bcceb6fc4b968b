// SPDX-License-Identifier: GPL-2.0-or-later
//! Pictures with a palette of 256 colours, whose files are smaller than with a number for each channel.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::BufWriter;
use std::path::Path;

use anyhow::{Context, Result};
use image::RgbImage;

/// The most that a byte can count.
const COLOURS: usize = 256;

/// How often the palette is moved to the means of what it stands for; more changes nothing to be seen.
const ROUNDS: usize = 4;

/// A colour of a picture, and how many pixels have it.
type Counted = ([u8; 3], u32);

/// Writes a picture as PNG with a palette: exact up to 256 colours, else with the ones that are nearest on the whole.
///
/// # Errors
/// When the file cannot be written.
pub fn save(picture: &RgbImage, path: &Path) -> Result<()> {
    let mut counts = BTreeMap::<[u8; 3], u32>::new();
    for pixel in picture.pixels() {
        *counts.entry(pixel.0).or_default() += 1;
    }
    let colours: Vec<Counted> = counts.into_iter().collect();
    let palette = palette(&colours);
    let indices: BTreeMap<[u8; 3], u8> = colours
        .iter()
        .map(|&(colour, _)| (colour, nearest(&palette, colour) as u8))
        .collect();
    let pixels: Vec<u8> = picture.pixels().map(|pixel| indices[&pixel.0]).collect();

    let file = File::create(path).with_context(|| format!("writing {}", path.display()))?;
    let mut encoder = png::Encoder::new(BufWriter::new(file), picture.width(), picture.height());
    encoder.set_color(png::ColorType::Indexed);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_palette(palette.concat());
    // Neighbouring indices are not neighbouring colours: differences of them would say nothing.
    encoder.set_filter(png::Filter::NoFilter);
    encoder.set_deflate_compression(png::DeflateCompression::Level(9));
    encoder.write_header()?.write_image_data(&pixels)?;
    Ok(())
}

/// The colours are parted where they lie farthest apart, until there are enough parts; then k-means.
fn palette(colours: &[Counted]) -> Vec<[u8; 3]> {
    let mut parts = vec![colours.to_vec()];
    while parts.len() < COLOURS {
        let widest = (0..parts.len()).max_by(|&a, &b| spread(&parts[a]).1.total_cmp(&spread(&parts[b]).1));
        let Some(part) = widest.filter(|&part| parts[part].len() > 1) else {
            break;
        };
        let (channel, _) = spread(&parts[part]);
        let middle = mean(&parts[part])[channel];
        let (low, high) = parts[part]
            .iter()
            .partition(|(colour, _)| f64::from(colour[channel]) <= middle);
        parts[part] = low;
        parts.push(high);
    }
    let mut palette: Vec<[u8; 3]> = parts.iter().map(|part| rounded(mean(part))).collect();
    for _ in 0..ROUNDS {
        let mut parts = vec![Vec::new(); palette.len()];
        for counted in colours {
            parts[nearest(&palette, counted.0)].push(*counted);
        }
        for (entry, part) in palette.iter_mut().zip(&parts) {
            if !part.is_empty() {
                *entry = rounded(mean(part));
            }
        }
    }
    palette
}

fn nearest(palette: &[[u8; 3]], colour: [u8; 3]) -> usize {
    let distance = |entry: &[u8; 3]| -> u32 {
        let squared = |(a, b): (&u8, &u8)| u32::from(a.abs_diff(*b)).pow(2);
        entry.iter().zip(&colour).map(squared).sum()
    };
    (0..palette.len())
        .min_by_key(|&index| distance(&palette[index]))
        .unwrap_or(0)
}

fn mean(part: &[Counted]) -> [f64; 3] {
    let mut sums = [0.0; 3];
    let mut pixels = 0.0;
    for (colour, count) in part {
        for (sum, value) in sums.iter_mut().zip(colour) {
            *sum += f64::from(*value) * f64::from(*count);
        }
        pixels += f64::from(*count);
    }
    sums.map(|sum| sum / f64::max(pixels, 1.0))
}

fn rounded(colour: [f64; 3]) -> [u8; 3] {
    colour.map(|value| value.round() as u8)
}

/// The channel in which a part's pixels differ most, and the sum of its squared deviations.
fn spread(part: &[Counted]) -> (usize, f64) {
    let mean = mean(part);
    let mut sums = [0.0; 3];
    for (colour, count) in part {
        for channel in 0..3 {
            sums[channel] += (f64::from(colour[channel]) - mean[channel]).powi(2) * f64::from(*count);
        }
    }
    (0..3)
        .map(|channel| (channel, sums[channel]))
        .max_by(|a, b| a.1.total_cmp(&b.1))
        .unwrap_or((0, 0.0))
}
