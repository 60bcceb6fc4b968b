// SPDX-License-Identifier: GPL-2.0-or-later
//! A source with the filter in a scene on the canvas, and the core's own result to compare with.

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use image::RgbaImage;
use nu_scaler_core::frame::Size;
use nu_scaler_core::gpu::{AdapterChoice, Gpu};
use nu_scaler_core::offline::{ImageUpscaler, PixelAlpha, Pixels, Samples};
use nu_scaler_core::runtimes::{Platform, Search};
use nu_scaler_core::settings::{Settings, Store};
use nu_scaler_tests::host::pattern::picture;
use nu_scaler_tests::host::scene::{Scene, SceneItem};
use nu_scaler_tests::host::{Host, Options, Source};
use nu_scaler_tests::pictures;
use nu_scaler_tests::process::wait_until;
use serde_json::{Value, json};

/// The filter's type in OBS.
pub(crate) const FILTER: &str = "nu_scaler_filter";

/// How long making the device and the pipelines may take on a busy machine.
pub(crate) const PREPARE_LIMIT: Duration = Duration::from_secs(60);

/// Frames by each way of exchanging them.
pub(crate) const ZERO_COPY: Options = Options {
    environment: &[("NU_SCALER_EXCHANGE", "gl_vulkan")],
    ..Options::DEFAULT
};
pub(crate) const STAGING: Options = Options {
    environment: &[("NU_SCALER_EXCHANGE", "staging")],
    ..Options::DEFAULT
};

/// The plainest settings with an effect: FSR without sharpening, enlarging by `scale`.
pub(crate) fn fsr(scale: f64) -> Value {
    json!({ "technology": "fsr", "scale_mode": "factor", "scale_factor": scale, "sharpness": 0.0 })
}

/// A source with one filter of ours, in a scene that the main view draws.
pub(crate) struct Stage<'h> {
    pub(crate) host: &'h Host,
    pub(crate) filter: Source,
    pub(crate) item: SceneItem,
    pub(crate) source: Source,
    pub(crate) scene: Scene,
}

impl<'h> Stage<'h> {
    /// Puts `source` into a new scene on the canvas and adds the filter.
    pub(crate) fn new(host: &'h Host, source: Source, settings: &Value) -> Result<Self> {
        let scene = host.scene("stage")?;
        let item = scene.add(&source)?;
        host.output(Some(&scene.source()?));
        let filter = source.add_filter(FILTER, "upscale", settings)?;
        Ok(Self {
            host,
            filter,
            item,
            source,
            scene,
        })
    }

    /// Waits until the filter's status is as `wanted` says; gives it.
    pub(crate) fn wait_for(&self, what: &str, wanted: impl Fn(&Value) -> bool) -> Result<Value> {
        let status = || self.filter.status();
        wait_until(what, PREPARE_LIMIT, || {
            self.host.ticks(1)?;
            Ok(Some(status()?).filter(&wanted))
        })
        .with_context(|| format!("the status: {:?}", status()))
    }

    /// Waits until the technology draws at the source's present size.
    pub(crate) fn wait_upscaling(&self) -> Result<Value> {
        self.wait_for("the filter to upscale", |status| {
            let (width, height) = self.source.base_size();
            status["state"] == "upscaling" && status["input"] == format!("{width}x{height}")
        })
    }

    /// Waits until the technology draws, whatever the filter's input is (other filters may stand before it).
    pub(crate) fn wait_upscaling_any(&self) -> Result<Value> {
        self.wait_for("the filter to upscale", |status| status["state"] == "upscaling")
    }

    /// Waits until the filtered source looks like `expected`, each sample within `tolerance`: settings take a tick, and
    /// a new pipeline is used once it is compiled.
    pub(crate) fn wait_for_picture(&self, expected: &RgbaImage, tolerance: u8) -> Result<()> {
        let mut last = None;
        wait_until("the expected pixels", PREPARE_LIMIT, || {
            self.host.ticks(1)?;
            last = pictures::largest_difference(&self.source.pixels()?, expected);
            Ok(last
                .is_some_and(|difference| difference <= tolerance)
                .then_some(()))
        })
        .with_context(|| {
            let (size, wanted) = (self.source.size(), expected.dimensions());
            format!(
                "largest difference {last:?}, size {size:?} for {wanted:?}, {:?}",
                self.filter.status()
            )
        })
    }
}

/// The core's result for the same settings: `picture` is premultiplied, as OBS hands it to the filter.
pub(crate) fn core_result(settings: &Value, picture: &RgbaImage) -> Result<RgbaImage> {
    static GPU: OnceLock<Arc<Gpu>> = OnceLock::new();
    let gpu = match GPU.get() {
        Some(gpu) => Arc::clone(gpu),
        None => {
            // The doubles of vendors' runtimes are the plugin's.
            let none = Search::new(Vec::new(), Platform::Linux);
            let opened = Gpu::open_with(&AdapterChoice::Any, &none).context("the core's own device")?;
            Arc::clone(GPU.get_or_init(|| opened))
        }
    };
    let (settings, corrections) = Settings::read(&Json(settings));
    ensure!(
        corrections.is_empty(),
        "the core corrects the settings: {corrections:?}"
    );
    let input = Size::new(picture.width(), picture.height());
    let output = settings.output_size(input, None, gpu.max_texture_size());
    let pixels = Pixels {
        size: input,
        samples: Samples::U8(picture.as_raw().clone()),
        alpha: PixelAlpha::PremultipliedLinear,
    };
    let result = ImageUpscaler::new(gpu).upscale(&settings, &pixels, output)?;
    let Samples::U8(samples) = result.pixels.samples else {
        anyhow::bail!("8 bits became something else")
    };
    RgbaImage::from_raw(output.width, output.height, samples).context("the result's size")
}

/// Settings of the core from the same JSON that the plugin gets.
struct Json<'a>(&'a Value);

impl Store for Json<'_> {
    fn text(&self, key: &str) -> Option<String> {
        self.0[key].as_str().map(str::to_owned)
    }

    fn number(&self, key: &str) -> Option<f64> {
        self.0[key].as_f64()
    }

    fn switch(&self, key: &str) -> Option<bool> {
        self.0[key].as_bool()
    }
}

/// An opaque picture with flat parts, gradients, hard edges and noise, different for each `seed`.
pub(crate) fn busy_picture(width: u32, height: u32, seed: u32) -> RgbaImage {
    picture(width, height, |x, y| {
        let noise = hash(x, y, seed);
        match (x * 4 / width.max(1), y * 2 / height.max(1)) {
            (0, _) => [(x * 255 / width) as u8, (y * 255 / height) as u8, 128, 255],
            (1, _) => {
                if (x / 3 + y / 3 + seed).is_multiple_of(2) {
                    [255; 4]
                } else {
                    [0, 0, 0, 255]
                }
            }
            (2, 0) => [noise as u8, (noise >> 8) as u8, (noise >> 16) as u8, 255],
            _ => [200, 30, (seed * 40) as u8, 255],
        }
    })
}

/// An opaque picture without any detail, whose mean no scaling changes, be it in linear light or not.
pub(crate) fn smooth_picture(width: u32, height: u32) -> RgbaImage {
    picture(width, height, |x, y| {
        [
            (x * 150 / width) as u8 + 50,
            (y * 150 / height) as u8 + 50,
            90,
            255,
        ]
    })
}

/// A busy picture with straight alpha of every value, fully transparent and fully opaque parts.
pub(crate) fn translucent_picture(width: u32, height: u32, seed: u32) -> RgbaImage {
    let mut image = busy_picture(width, height, seed);
    for (x, y, pixel) in image.enumerate_pixels_mut() {
        pixel.0[3] = match y * 4 / height.max(1) {
            0 => 255,
            1 => 0,
            2 => (x * 255 / width) as u8,
            _ => (hash(x, y, seed + 1) >> 24) as u8,
        };
    }
    image
}

/// Any pixel's own number, without a pattern that a kernel could take for a picture.
fn hash(x: u32, y: u32, seed: u32) -> u32 {
    let mut value =
        x.wrapping_mul(0x9e37_79b1) ^ y.wrapping_mul(0x85eb_ca77) ^ seed.wrapping_mul(0xc2b2_ae3d);
    value ^= value >> 15;
    value = value.wrapping_mul(0x2c1b_3c6d);
    value ^ (value >> 13)
}
