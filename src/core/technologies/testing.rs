// SPDX-License-Identifier: GPL-2.0-or-later
//! What the tests of technologies and passes share: pictures, their way through the GPU, and how far results differ.

use half::f16;

use crate::frame::{AlphaMode, ColorSpace, FrameDesc, PixelFormat, Size};
use crate::gpu::Gpu;
use crate::pass::{Recorder, Work};
use crate::precision::Precision;
use crate::reference::{self, Image};
use crate::settings::{Algorithm, Light};
use crate::technologies::nu::model::ModelId;
use crate::technology::{Job, Technology};
use crate::testing;

pub(crate) const ALPHAS: [AlphaMode; 3] = [
    AlphaMode::Opaque,
    AlphaMode::Premultiplied,
    AlphaMode::PremultipliedLinear,
];

/// Formats and alphas that go together on this GPU; says which formats it lacks.
pub(crate) fn formats_and_alphas(gpu: &Gpu) -> Vec<(PixelFormat, AlphaMode)> {
    let supported = |format: &&PixelFormat| {
        let supported = gpu.supports(**format);
        if !supported {
            println!("SKIP: this GPU does not write {format:?}");
        }
        supported
    };
    // Two bits of alpha are for opaque pictures.
    let fits = |(format, alpha): &(PixelFormat, AlphaMode)| {
        *format != PixelFormat::Rgb10a2 || *alpha == AlphaMode::Opaque
    };
    let formats = PixelFormat::ALL.iter().filter(supported);
    formats
        .flat_map(|format| ALPHAS.map(|alpha| (*format, alpha)))
        .filter(fits)
        .collect()
}

pub(crate) fn frame(size: Size, format: PixelFormat, alpha: AlphaMode) -> FrameDesc {
    FrameDesc {
        size,
        format,
        alpha,
        color_space: ColorSpace::Srgb,
    }
}

pub(crate) fn job(frame: FrameDesc, output: Size, algorithm: Algorithm) -> Job {
    Job {
        input: frame,
        output,
        result_alpha: frame.alpha,
        algorithm,
        light: Light::Encoded,
        antiringing: 0.0,
        sharpness: 0.0,
        network: ModelId::Medium,
        precision: Some(Precision::Single),
    }
}

/// A picture of 8-bit values with noise, flat areas, edges and ramps, all of which the technologies treat differently.
pub(crate) fn picture(seed: u64, size: Size, alpha: AlphaMode) -> Image {
    let noise = testing::noise(seed, size.area() as usize * 4 + 64);
    let noise = |index: usize| f32::from(noise[index % noise.len()]) / 255.0;
    let working = Image::from_fn(size, |x, y| {
        let block = (x / 5 + 7 * (y / 5)) as usize;
        let colour = |channel: usize| match block % 4 {
            0 => noise((x + y * size.width) as usize * 4 + channel),
            1 => noise(4 * block + channel),
            2 => (x % 5 + y % 5) as f32 / 8.0 * noise(block + channel),
            _ => f32::from(u8::from((x + y) % 5 < 2)) * noise(2 * block + channel),
        };
        let opacity = match alpha {
            AlphaMode::Opaque => 1.0,
            AlphaMode::Premultiplied | AlphaMode::PremultipliedLinear => (2.0 * colour(3)).min(1.0),
        };
        [
            colour(0) * opacity,
            colour(1) * opacity,
            colour(2) * opacity,
            opacity,
        ]
    });
    reference::to_stored(&working, alpha).quantized()
}

/// The picture's pixels in a format.
pub(crate) fn to_bytes(image: &Image, format: PixelFormat) -> Vec<u8> {
    let values = image.pixels.as_flattened();
    match format {
        PixelFormat::Rgba8 => image.to_rgba8(),
        PixelFormat::Bgra8 => swapped(image.to_rgba8()),
        PixelFormat::Rgb10a2 => image
            .pixels
            .iter()
            .flat_map(|pixel| {
                let code =
                    |value: f32, largest: f32| (value.clamp(0.0, 1.0) * largest).round_ties_even() as u32;
                let [r, g, b] = [pixel[0], pixel[1], pixel[2]].map(|value| code(value, 1023.0));
                (r | g << 10 | b << 20 | code(pixel[3], 3.0) << 30).to_le_bytes()
            })
            .collect(),
        PixelFormat::Rgba16Float => values
            .iter()
            .flat_map(|value| f16::from_f32(*value).to_ne_bytes())
            .collect(),
        PixelFormat::Rgba32Float => bytemuck::cast_slice(values).to_vec(),
    }
}

/// Red and blue exchanged.
fn swapped(mut bytes: Vec<u8>) -> Vec<u8> {
    let (pixels, _) = bytes.as_chunks_mut::<4>();
    pixels.iter_mut().for_each(|pixel| pixel.swap(0, 2));
    bytes
}

/// The picture of pixels in a format.
pub(crate) fn from_bytes(size: Size, format: PixelFormat, bytes: &[u8]) -> Image {
    let values: Vec<f32> = match format {
        PixelFormat::Rgba8 => return Image::from_rgba8(size, bytes),
        PixelFormat::Bgra8 => return Image::from_rgba8(size, &swapped(bytes.to_vec())),
        PixelFormat::Rgb10a2 => {
            let (pixels, _) = bytes.as_chunks::<4>();
            pixels
                .iter()
                .map(|pixel| u32::from_le_bytes(*pixel))
                .flat_map(|pixel| {
                    let colour = |shift: u32| (pixel >> shift & 1023) as f32 / 1023.0;
                    [colour(0), colour(10), colour(20), (pixel >> 30) as f32 / 3.0]
                })
                .collect()
        }
        PixelFormat::Rgba16Float => {
            let (values, _) = bytes.as_chunks::<2>();
            values
                .iter()
                .map(|value| f16::from_ne_bytes(*value).to_f32())
                .collect()
        }
        PixelFormat::Rgba32Float => bytemuck::pod_collect_to_vec(bytes),
    };
    let (pixels, _) = values.as_chunks::<4>();
    Image {
        size,
        pixels: pixels.to_vec(),
    }
}

/// The picture as it is once it was stored in a format.
pub(crate) fn stored(image: &Image, format: PixelFormat) -> Image {
    from_bytes(image.size, format, &to_bytes(image, format))
}

/// What `record` makes of pictures in `format` on the GPU; its last view is the output's.
pub(crate) fn run(
    gpu: &Gpu,
    inputs: &[&Image],
    format: PixelFormat,
    output: Size,
    record: impl FnOnce(&mut Recorder<'_>, &[wgpu::TextureView], &wgpu::TextureView),
) -> Image {
    let view = |texture: &wgpu::Texture| texture.create_view(&wgpu::TextureViewDescriptor::default());
    let inputs: Vec<_> = inputs
        .iter()
        .map(|image| {
            view(&testing::upload(
                gpu,
                image.size,
                format,
                &to_bytes(image, format),
            ))
        })
        .collect();
    let result = testing::create_texture(gpu, output, format);
    let mut work = Work::new(gpu);
    record(&mut Recorder::new(gpu, &mut work), &inputs, &view(&result));
    gpu.submit(work.finish());
    from_bytes(output, format, &testing::download(gpu, &result))
}

/// What a technology makes of a picture on the GPU.
pub(crate) fn upscale(gpu: &Gpu, technology: &dyn Technology, job: &Job, input: &Image) -> Image {
    technology.prepare(gpu, job).expect("the technology runs");
    assert!(technology.is_prepared(gpu, job));
    let mut upscaler = technology.create(gpu, job).expect("the technology runs");
    run(
        gpu,
        &[input],
        job.input.format,
        job.output,
        |recorder, inputs, output| {
            upscaler.record(recorder, &inputs[0], output);
        },
    )
}

/// Fails unless all but `share` of the values differ by at most `tolerance`.
#[track_caller]
pub(crate) fn assert_close(actual: &Image, expected: &Image, tolerance: f32, share: f64, what: &str) {
    assert_eq!(actual.size, expected.size, "{what}");
    let values = actual
        .pixels
        .as_flattened()
        .iter()
        .zip(expected.pixels.as_flattened());
    let beyond: Vec<_> = values
        .filter(|(actual, expected)| {
            // So that a NaN is beyond any tolerance.
            let within = (*actual - *expected).abs() <= tolerance;
            !within
        })
        .collect();
    let allowed = (share * (actual.pixels.len() * 4) as f64) as usize;
    assert!(
        beyond.len() <= allowed,
        "{what}: {} of {} values are off, the first is {:?}",
        beyond.len(),
        actual.pixels.len() * 4,
        beyond[0]
    );
}

/// How far a result may be off in a format whose arithmetic is right: a code where values are rounded to 8 bits, some
/// last places elsewhere.
pub(crate) fn tolerance(format: PixelFormat) -> f32 {
    match format {
        PixelFormat::Rgba8 | PixelFormat::Bgra8 => 1.01 / 255.0,
        PixelFormat::Rgb10a2 => 1.01 / 1023.0,
        PixelFormat::Rgba16Float => 0.002,
        PixelFormat::Rgba32Float => 1e-4,
    }
}
