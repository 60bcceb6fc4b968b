// SPDX-License-Identifier: GPL-2.0-or-later

use super::*;
use crate::frame::{AlphaMode, ColorSpace, PixelFormat};
use crate::pass::Work;
use crate::reference::{self, Image};
use crate::technologies::testing::{
    assert_close, formats_and_alphas, frame, from_bytes, picture, stored, to_bytes, tolerance,
};
use crate::testing;

#[test]
fn the_uniform_block_is_the_shaders() {
    shaders::assert_uniform_layout!(
        shaders::OVERLAY,
        Uniform {
            origin,
            scale,
            graph_width,
            graph_origin,
            graph_height,
            late,
            bars,
        }
    );
}

/// The colours of the shader, as it has them.
const GROUND: [f32; 4] = [0.035, 0.043, 0.055, 0.82];
const VALUE: [f32; 4] = [0.95, 0.97, 0.98, 1.0];
const BAR: [f32; 4] = [0.33, 0.41, 0.50, 1.0];
const LATE_BAR: [f32; 4] = [0.96, 0.66, 0.20, 1.0];
const ACCENT: [f32; 4] = [0.36, 0.80, 0.96, 1.0];

/// Large enough for the whole panel at a font pixel of one.
const SMALL: Size = Size::new(230, 120);

/// `colour` over an opaque pixel.
fn over(colour: [f32; 4], [r, g, b, _]: [f32; 4]) -> [f32; 4] {
    let mix = |front: f32, back: f32| front * colour[3] + back * (1.0 - colour[3]);
    [mix(colour[0], r), mix(colour[1], g), mix(colour[2], b), 1.0]
}

fn readout(line: usize, text: &str) -> Readout {
    let mut readout = Readout::default();
    readout.write(line, 0, Ink::Value, text);
    readout
}

/// The stored pixels of `image` with an overlay on them.
fn drawn(gpu: &Gpu, desc: &FrameDesc, image: &[u8], readout: &Readout, graph: &Graph) -> Vec<u8> {
    Overlay::prepare(gpu, desc).expect("the overlay runs");
    assert!(Overlay::is_prepared(gpu, desc));
    let mut overlay = Overlay::create(gpu, desc).expect("the overlay runs");
    overlay.set_readout(readout);
    overlay.set_graph(graph);
    let texture = testing::upload(gpu, desc.size, desc.format, image);
    let mut work = Work::new(gpu);
    let view = texture.create_view(&wgpu::TextureViewDescriptor::default());
    overlay.record(&mut Recorder::new(gpu, &mut work), &view);
    gpu.submit(work.finish());
    testing::download(gpu, &texture)
}

/// A picture of one opaque colour with an overlay on it.
fn drawn_on(gpu: &Gpu, size: Size, colour: [f32; 4], readout: &Readout, graph: &Graph) -> Image {
    let desc = frame(size, PixelFormat::Rgba8, AlphaMode::Opaque);
    let image = Image::from_fn(size, |_, _| colour);
    let bytes = drawn(gpu, &desc, &to_bytes(&image, desc.format), readout, graph);
    from_bytes(size, desc.format, &bytes)
}

#[test]
fn text_is_the_fonts_pixels_at_every_scale() {
    let Some(gpu) = testing::gpu() else { return };
    // The first two cells of the panel, by eye.
    let expected = [
        "#####......",
        "#..........",
        "#.....#...#",
        "####...#.#.",
        "#.......#..",
        "#......#.#.",
        "#.....#...#",
    ];
    let backdrop = [0.5, 0.25, 0.75, 1.0];
    for (size, scale) in [(SMALL, 1), (Size::new(480, 600), 2), (Size::new(900, 2160), 4)] {
        let result = drawn_on(&gpu, size, backdrop, &readout(0, "Fx"), &Graph::default());
        let place = Place::new(size);
        assert_eq!((place.scale, place.origin), (scale, [5 * scale; 2]), "{size}");
        let ground = over(
            GROUND,
            Image::from_fn(Size::new(1, 1), |_, _| backdrop)
                .quantized()
                .pixels[0],
        );
        for y in 0..9 * scale {
            for x in 0..11 * scale {
                let [column, row] = [x / scale, y / scale].map(|index| index as usize);
                let set = expected.get(row).and_then(|line| line.as_bytes().get(column)) == Some(&b'#');
                let colour = if set { VALUE } else { ground };
                // The text begins five pixels of the font within the panel.
                let [x, y] = [x, y].map(|side| i64::from(side + 10 * scale));
                let pixel = result.at(x, y);
                let off = pixel.iter().zip(colour).map(|(one, other)| (one - other).abs());
                assert!(
                    off.fold(0.0, f32::max) < 1.01 / 255.0,
                    "scale {scale}, {column},{row}: {pixel:?} is not {colour:?}"
                );
            }
        }
    }
    testing::assert_no_validation_messages();
}

#[test]
fn the_rest_of_the_picture_keeps_every_bit_in_every_format() {
    let Some(gpu) = testing::gpu() else { return };
    for (format, alpha) in formats_and_alphas(&gpu) {
        let desc = frame(SMALL, format, alpha);
        let image = picture(3, SMALL, alpha);
        let before = to_bytes(&image, format);
        let after = drawn(&gpu, &desc, &before, &readout(2, "60.0 fps"), &Graph::default());
        let (origin, size) = ([5, 5], [panel::WIDTH as u32, panel::HEIGHT as u32]);
        let bytes = format.bytes_per_pixel() as usize;
        let mut touched = 0;
        for y in 0..SMALL.height {
            for x in 0..SMALL.width {
                let inside = [x, y]
                    .iter()
                    .zip(origin.iter().zip(size))
                    .all(|(at, (first, side))| (*first..first + side).contains(at));
                let start = (y * SMALL.width + x) as usize * bytes;
                let same = before[start..start + bytes] == after[start..start + bytes];
                assert!(inside || same, "{format:?} {alpha:?}: {x},{y}");
                touched += u32::from(!same);
            }
        }
        assert!(
            touched > size[0] * size[1] / 2,
            "{format:?} {alpha:?}: {touched} pixels"
        );

        // And inside, the ground lies over what was there, wherever no text is: in the panel's first row.
        let source = reference::to_working(&stored(&image, format), alpha);
        let result = reference::to_working(&from_bytes(SMALL, format, &after), alpha);
        let row =
            |image: &Image| Image::from_fn(Size::new(size[0] - 2, 1), |x, _| image.at(i64::from(x) + 6, 5));
        let expected = Image::from_fn(Size::new(size[0] - 2, 1), |x, _| {
            let [r, g, b, a] = row(&source).at(x.into(), 0);
            let mix = |front: f32, back: f32| front * GROUND[3] + back * (1.0 - GROUND[3]);
            [
                mix(GROUND[0], r),
                mix(GROUND[1], g),
                mix(GROUND[2], b),
                mix(1.0, a),
            ]
        });
        let tolerance = 2.0 * tolerance(format);
        assert_close(
            &row(&result),
            &expected,
            tolerance,
            0.0,
            &format!("{format:?} {alpha:?}"),
        );
    }
    testing::assert_no_validation_messages();
}

#[test]
fn fault_27_the_overlay_is_as_bright_as_paper_and_dims_what_is_brighter() {
    let Some(gpu) = testing::gpu() else { return };
    let sdr = {
        let white = drawn_on(&gpu, SMALL, [1.0; 4], &readout(0, "Fx"), &Graph::default());
        white.at(10 + 6, 10)
    };
    for (space, paper) in [
        (ColorSpace::Srgb16F, 1.0),
        (ColorSpace::Rec709Extended, 1.0),
        (ColorSpace::Rec709Scrgb, 203.0 / 80.0),
    ] {
        for format in [PixelFormat::Rgba16Float, PixelFormat::Rgba32Float] {
            for light in [paper, 40.0 * paper] {
                let desc = FrameDesc {
                    color_space: space,
                    ..frame(SMALL, format, AlphaMode::PremultipliedLinear)
                };
                let image = Image::from_fn(SMALL, |_, _| [light, light, light, 1.0]);
                let bytes = to_bytes(&image, format);
                let bytes = drawn(&gpu, &desc, &bytes, &readout(0, "Fx"), &Graph::default());
                let result = from_bytes(SMALL, format, &bytes);
                let what = format!("{space:?} {format:?} on {light}");
                let encoded = |x, y| {
                    let [r, g, b, alpha] = result.at(x, y);
                    assert_eq!(alpha, 1.0, "{what}");
                    let light = [r / paper, g / paper, b / paper, alpha];
                    let pixel = Image::from_fn(Size::new(1, 1), |_, _| light);
                    let [r, g, b, _] = reference::encode(&pixel, ColorSpace::Srgb16F).at(0, 0);
                    [r, g, b]
                };
                let near = |actual: [f32; 3], expected: [f32; 3]| {
                    let off = actual
                        .iter()
                        .zip(expected)
                        .map(|(one, other)| (one - other).abs());
                    let off = off.fold(0.0, f32::max);
                    assert!(off < 0.004, "{what}: {actual:?} is not {expected:?}");
                };
                near(encoded(10, 10), [0.95, 0.97, 0.98]);
                near(encoded(10 + 6, 10), [sdr[0], sdr[1], sdr[2]]);
            }
        }
    }
    testing::assert_no_validation_messages();
}

#[test]
fn what_is_no_number_does_not_show_through_text() {
    let Some(gpu) = testing::gpu() else { return };
    let desc = FrameDesc {
        color_space: ColorSpace::Rec709Extended,
        ..frame(SMALL, PixelFormat::Rgba32Float, AlphaMode::Opaque)
    };
    let image = Image::from_fn(SMALL, |_, _| [f32::NAN, f32::INFINITY, f32::NEG_INFINITY, 1.0]);
    let bytes = to_bytes(&image, desc.format);
    let bytes = drawn(&gpu, &desc, &bytes, &readout(0, "Fx"), &Graph::default());
    let result = from_bytes(SMALL, desc.format, &bytes);
    assert!(
        result.at(10, 10).iter().all(|value| (0.8..=1.0).contains(value)),
        "{:?}",
        result.at(10, 10)
    );
}

#[test]
fn the_graph_ends_with_the_latest_frame_and_marks_late_ones() {
    let Some(gpu) = testing::gpu() else { return };
    // From the right: half of the height, a quarter of it our own; more than there is, all of it late; nothing.
    let graph = Graph::new(20.0, 15.0, [[10.0, 5.0], [50.0, 0.0], [0.0, 0.0]]);
    let result = drawn_on(&gpu, SMALL, [0.0, 0.0, 0.0, 1.0], &Readout::default(), &graph);
    let [left, top] = panel::GRAPH_ORIGIN.map(|side| side + 5);
    let right = left + panel::GRAPH_WIDTH - 1;
    let height = panel::GRAPH_HEIGHT;
    let is = |x: u32, y: u32, [r, g, b, a]: [f32; 4]| {
        let off = result.at(x.into(), y.into()).into_iter().zip([r, g, b, a]);
        off.map(|(one, other)| (one - other).abs()).fold(0.0, f32::max) < 1.01 / 255.0
    };
    let count = |x: u32, colour| (top..top + height).filter(|y| is(x, *y, colour)).count() as u32;
    assert_eq!(
        [count(right, ACCENT), count(right, BAR)],
        [height / 4, height / 4]
    );
    assert!(is(right, top + height - 1, ACCENT), "it stands on the ground");
    assert_eq!(count(right - 1, LATE_BAR), height);
    let all = |x| [ACCENT, BAR, LATE_BAR].map(|colour| count(x, colour));
    for x in [left, right - 2, right + 1] {
        assert_eq!(all(x), [0; 3], "{x}");
    }
    testing::assert_no_validation_messages();
}

#[test]
fn the_panel_grows_with_the_picture_and_fits_into_it() {
    let place = |width, height| Place::new(Size::new(width, height));
    let scales = [
        (640, 360),
        (1280, 720),
        (1920, 1080),
        (2560, 1440),
        (3840, 2160),
        (7680, 4320),
    ]
    .map(|(width, height)| place(width, height).scale);
    assert_eq!(scales, [1, 2, 2, 3, 4, 8]);
    assert_eq!(place(400, 2160).scale, 1, "a narrow picture");
    for (width, height) in [(1, 1), (3, 2), (96, 72), (300, 20), (7, 900)] {
        let Place { origin, size, .. } = place(width, height);
        assert!(!size.is_empty(), "{width}x{height}");
        assert!(
            origin[0] + size.width <= width && origin[1] + size.height <= height,
            "{width}x{height}"
        );
    }
}

#[test]
fn fault_3_pictures_smaller_than_the_panel() {
    let Some(gpu) = testing::gpu() else { return };
    for (width, height) in [(1, 1), (3, 2), (17, 1), (96, 72)] {
        let size = Size::new(width, height);
        let result = drawn_on(&gpu, size, [1.0; 4], &readout(0, "Fx"), &Graph::default());
        assert_eq!(result.size, size);
    }
    testing::assert_no_validation_messages();
}

#[test]
fn lines_are_cut_off_at_both_ends() {
    let mut readout = Readout::default();
    readout.write(0, COLUMNS - 2, Ink::Value, "abc");
    readout.write_before(1, 2, Ink::Value, "abc");
    readout.write(LINES, 0, Ink::Value, "nowhere");
    let mut expected = Readout::default();
    expected.write(0, COLUMNS - 2, Ink::Value, "a");
    expected.write(0, COLUMNS - 1, Ink::Value, "b");
    expected.write(1, 0, Ink::Value, "bc");
    assert_eq!(readout, expected);
    assert_ne!(readout, Readout::default());
}
