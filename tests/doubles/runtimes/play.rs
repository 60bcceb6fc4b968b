// SPDX-License-Identifier: GPL-2.0-or-later
//! The part of a test that runs in a process of its own: a device, jobs and frames, as the plugin makes them.

use std::sync::Arc;
use std::thread;

use anyhow::{Context as _, Result, bail};
use nu_scaler_core::frame::{AlphaMode, ColorSpace, FrameDesc, PixelFormat, Size};
use nu_scaler_core::gpu::{AdapterChoice, Gpu, GpuError, Part};
use nu_scaler_core::pass::Work;
use nu_scaler_core::pipeline::{Pipeline, Plan};
use nu_scaler_core::registry;
use nu_scaler_core::runtimes::{Platform, Search};
use nu_scaler_core::settings::{
    Algorithm, Compare, Light, Quality, Settings, TechnologyChoice, TechnologyId,
};

/// Prints what the validation layer says.
struct Validation;

impl log::Log for Validation {
    fn enabled(&self, metadata: &log::Metadata<'_>) -> bool {
        metadata.level() <= log::Level::Warn
    }

    fn log(&self, record: &log::Record<'_>) {
        let text = record.args().to_string();
        let kinds = ["VALIDATION", "PERFORMANCE", "InstanceFlags::VALIDATION requested"];
        if record.target().starts_with("wgpu_hal::vulkan") && kinds.iter().any(|kind| text.starts_with(kind))
        {
            println!("validation: {text}");
        } else if record.target().starts_with("nu_scaler") {
            println!("log: {text}");
        }
    }

    fn flush(&self) {}
}

#[derive(Default)]
struct Player {
    gpu: Option<Arc<Gpu>>,
    job: Option<Job>,
    pipeline: Option<Pipeline>,
    last: Option<wgpu::Texture>,
}

struct Job {
    settings: Settings,
    input: FrameDesc,
    output: Size,
    /// Counts what the pictures are of.
    scene: u32,
}

/// What the test asks for: words, and a `;` between two requests.
#[test]
#[ignore = "the other tests run it in a process of its own"]
fn play() -> Result<()> {
    log::set_logger(&Validation).map_err(|error| anyhow::anyhow!("{error}"))?;
    log::set_max_level(log::LevelFilter::Warn);
    let script = std::env::var("PLAY")?;
    // Behind what the test's runner has begun a line with.
    println!();
    let mut player = Player::default();
    for request in script.split(';') {
        let words: Vec<&str> = request.split_whitespace().collect();
        if !player.act(&words).with_context(|| request.to_owned())? {
            return Ok(());
        }
    }
    drop(player);
    println!("played");
    Ok(())
}

impl Player {
    fn gpu(&self) -> Result<&Arc<Gpu>> {
        self.gpu.as_ref().context("no device is open")
    }

    /// False: the machine lacks what the play needs.
    fn act(&mut self, words: &[&str]) -> Result<bool> {
        match words {
            ["open", platform] => return self.open(platform),
            ["why", technology] => {
                let id = TechnologyId::from_id(technology).context("no technology")?;
                let technology = registry::technology(id);
                match technology.availability(self.gpu()?) {
                    Ok(()) => println!("why: ready"),
                    Err(reason) => println!("why: {} ({reason})", reason.key),
                }
            }
            ["job", technology, input, output, rest @ ..] => {
                let size = |text: &str| text.parse().map_err(|_| anyhow::anyhow!("{text} is no size"));
                self.pipeline = None;
                self.job = Some(job(technology, size(input)?, size(output)?, rest)?);
                self.fit()?;
            }
            ["change", setting] => self.change(setting)?,
            ["frames", count] => {
                for _ in 0..count.parse::<u32>()? {
                    self.frame()?;
                }
            }
            ["cut"] => self.job.as_mut().context("no job")?.scene += 1,
            ["picture"] => self.compare()?,
            ["beside", platform] => self.beside(platform)?,
            ["lose"] => self.gpu()?.device().destroy(),
            ["drop"] => self.pipeline = None,
            ["close"] => {
                self.pipeline = None;
                self.last = None;
                self.gpu = None;
            }
            _ => bail!("unknown"),
        }
        Ok(true)
    }

    fn open(&mut self, platform: &str) -> Result<bool> {
        match Gpu::open_with(&AdapterChoice::Any, &search(platform)?) {
            Ok(gpu) => self.gpu = Some(gpu),
            Err(GpuError::NoVulkan) => {
                println!("SKIP: this machine has no Vulkan driver");
                return Ok(false);
            }
            Err(error) => bail!("{error}"),
        }
        Ok(true)
    }

    /// Finds the way for the job and prepares it, as the plugin's compiling thread does.
    fn fit(&mut self) -> Result<()> {
        let gpu = Arc::clone(self.gpu()?);
        let job = self.job.as_ref().context("no job")?;
        let mut plan = Plan::resolve(&gpu, &job.settings, job.input, job.output);
        while let Err(error) = Pipeline::prepare(&gpu, &plan) {
            let next = Plan::resolve(&gpu, &job.settings, job.input, job.output);
            if next == plan {
                bail!("{error}");
            }
            plan = next;
        }
        anyhow::ensure!(Pipeline::is_prepared(&gpu, &plan), "it is not prepared");
        let note = plan.note().map_or_else(String::new, ToString::to_string);
        println!("plan: {} {note}", plan.technology().id());
        self.pipeline = Some(Pipeline::create(&gpu, &plan)?);
        Ok(())
    }

    /// Changes a setting as the plugin does, while the picture goes on.
    fn change(&mut self, setting: &str) -> Result<()> {
        let gpu = Arc::clone(self.gpu()?);
        let job = self.job.as_mut().context("no job")?;
        match setting {
            "overlay" => job.settings.overlay ^= true,
            "compare" => job.settings.compare = Compare::Split,
            "sharpness" => job.settings.sharpness = 0.5 - job.settings.sharpness,
            _ => bail!("unknown"),
        }
        let pipeline = self.pipeline.take().context("no pipeline")?;
        let plan = Plan::resolve(&gpu, &job.settings, job.input, job.output);
        anyhow::ensure!(plan != *pipeline.plan(), "the same plan");
        Pipeline::prepare(&gpu, &plan.following(pipeline.plan()))?;
        println!("plan: {}", plan.technology().id());
        self.pipeline = Some(pipeline.change(&gpu, &plan)?);
        Ok(())
    }

    fn frame(&mut self) -> Result<()> {
        let gpu = Arc::clone(self.gpu()?);
        let job = self.job.as_ref().context("no job")?;
        let pipeline = self.pipeline.as_mut().context("no pipeline")?;
        let output = run(&gpu, pipeline, job)?;
        self.last = Some(output);
        let part = Part::Technology(pipeline.plan().technology());
        if gpu.has_failed(part) {
            self.fit()?;
        }
        Ok(())
    }

    /// Makes frames while another thread opens devices, as where the folder of runtimes is chosen anew.
    fn beside(&mut self, platform: &str) -> Result<()> {
        let search = search(platform)?;
        let open = || (0..3).try_for_each(|_| Gpu::open_with(&AdapterChoice::Any, &search).map(drop));
        thread::scope(|scope| {
            let opening = scope.spawn(open);
            while !opening.is_finished() {
                self.frame()?;
            }
            let opened = opening
                .join()
                .map_err(|_| anyhow::anyhow!("the thread panicked"))?;
            opened.map_err(|error| anyhow::anyhow!("{error}"))
        })
    }

    /// Says whose picture the last one is: that of the doubles, which is bilinear (XeSS's in linear light), or FSR's.
    fn compare(&self) -> Result<()> {
        let gpu = self.gpu()?;
        let job = self.job.as_ref().context("no job")?;
        let last = pixels(gpu, self.last.as_ref().context("no picture")?)?;
        let known = [
            ("bilinear", TechnologyId::Fallback, Light::Encoded),
            ("linear", TechnologyId::Fallback, Light::Linear),
            ("fsr", TechnologyId::Fsr, Light::Encoded),
        ];
        let mut differences = Vec::new();
        for (name, technology, light) in known {
            let settings = Settings {
                technology: TechnologyChoice::Only(technology),
                algorithm: Some(Algorithm::Bilinear),
                light,
                ..Settings::default()
            };
            let plan = Plan::resolve(gpu, &settings, job.input, job.output);
            let mut pipeline = Pipeline::create(gpu, &plan)?;
            let other = pixels(gpu, &run(gpu, &mut pipeline, job)?)?;
            let largest = last.iter().zip(&other).map(|(a, b)| (a - b).abs());
            differences.push((largest.fold(0.0, f32::max), name));
        }
        differences.sort_by(|a, b| a.0.total_cmp(&b.0));
        let (difference, name) = differences[0];
        // Two roundings to 8 bits, and the fractions of a hardware's filter.
        let name = if difference <= 2.5 / 255.0 { name } else { "other" };
        println!("picture: {name} {:.4}", difference);
        Ok(())
    }
}

/// Where the play has its runtimes.
fn search(platform: &str) -> Result<Search> {
    let platform = match platform {
        "linux" => Platform::Linux,
        "windows" => Platform::Windows,
        _ => Platform::Other,
    };
    let folders = std::env::var_os("PLAY_FOLDER").context("no folder")?;
    Ok(Search::new(std::env::split_paths(&folders).collect(), platform))
}

fn job(technology: &str, input: Size, output: Size, rest: &[&str]) -> Result<Job> {
    let mut job = Job {
        settings: Settings {
            technology: TechnologyChoice::from_id(technology).context("no technology")?,
            ..Settings::default()
        },
        input: FrameDesc {
            size: input,
            format: PixelFormat::Rgba8,
            alpha: AlphaMode::Opaque,
            color_space: ColorSpace::Srgb,
        },
        output,
        scene: 0,
    };
    for word in rest {
        match *word {
            "half" => job.input.format = PixelFormat::Rgba16Float,
            "alpha" => job.input.alpha = AlphaMode::Premultiplied,
            quality => job.settings.quality = Quality::from_id(quality).context("no quality")?,
        }
    }
    Ok(job)
}

fn texture(gpu: &Gpu, size: Size, format: PixelFormat) -> wgpu::Texture {
    gpu.device().create_texture(&wgpu::TextureDescriptor {
        label: Some("frame"),
        size: wgpu::Extent3d {
            width: size.width,
            height: size.height,
            depth_or_array_layers: 1,
        },
        mip_level_count: 1,
        sample_count: 1,
        dimension: wgpu::TextureDimension::D2,
        format: format.texture_format(),
        usage: wgpu::TextureUsages::TEXTURE_BINDING
            | wgpu::TextureUsages::STORAGE_BINDING
            | wgpu::TextureUsages::COPY_SRC
            | wgpu::TextureUsages::COPY_DST,
        view_formats: &[],
    })
}

/// A picture of slopes and edges, of the job's kind; each scene has other ones.
fn picture(frame: &FrameDesc, scene: u32) -> Vec<u8> {
    let mut bytes = Vec::new();
    for y in 0..frame.size.height {
        for x in 0..frame.size.width {
            let alpha = match frame.alpha {
                AlphaMode::Opaque => 255,
                _ => (x * 9 % 256) as u8,
            };
            let covered = |value: u32| ((value % 256) * u32::from(alpha) / 255) as u8;
            let pixel = [
                covered(x * (5 + 8 * scene)),
                covered(y * (7 + 12 * scene)),
                covered(80 * (x / 8 + y / (8 >> scene))),
                alpha,
            ];
            match frame.format {
                PixelFormat::Rgba16Float => bytes.extend(pixel.into_iter().flat_map(half)),
                _ => bytes.extend(pixel),
            }
        }
    }
    bytes
}

/// A code of 8 bits as the half float from 0 to 1 that is nearest from below; 0 for the smallest ones.
fn half(code: u8) -> [u8; 2] {
    let bits = (f32::from(code) / 255.0).to_bits();
    let exponent = (bits >> 23) as i32 - 127 + 15;
    let half = if exponent <= 0 {
        0
    } else {
        (exponent as u32) << 10 | (bits >> 13 & 0x3ff)
    };
    (half as u16).to_le_bytes()
}

fn run(gpu: &Gpu, pipeline: &mut Pipeline, job: &Job) -> Result<wgpu::Texture> {
    let input = texture(gpu, job.input.size, job.input.format);
    let output = texture(gpu, job.output, job.input.format);
    gpu.queue().write_texture(
        input.as_image_copy(),
        &picture(&job.input, job.scene),
        wgpu::TexelCopyBufferLayout {
            offset: 0,
            bytes_per_row: Some(job.input.size.width * job.input.format.bytes_per_pixel()),
            rows_per_image: None,
        },
        input.size(),
    );
    let mut work = Work::new(gpu);
    pipeline.set_live(&job.settings);
    pipeline.record(gpu, &mut work, &input, &output);
    let submission = gpu.check(|| gpu.submit(work.finish()))?;
    pipeline.after_submit(gpu);
    gpu.wait(submission)?;
    Ok(output)
}

/// The values of a texture, from 0 to 1.
fn pixels(gpu: &Gpu, texture: &wgpu::Texture) -> Result<Vec<f32>> {
    let texel = texture
        .format()
        .block_copy_size(None)
        .context("no colour format")?;
    let row = texture.width() * texel;
    let padded = row.next_multiple_of(wgpu::COPY_BYTES_PER_ROW_ALIGNMENT);
    let buffer = gpu.device().create_buffer(&wgpu::BufferDescriptor {
        label: Some("pixels"),
        size: u64::from(padded) * u64::from(texture.height()),
        usage: wgpu::BufferUsages::COPY_DST | wgpu::BufferUsages::MAP_READ,
        mapped_at_creation: false,
    });
    let mut work = Work::new(gpu);
    work.encoder().copy_texture_to_buffer(
        texture.as_image_copy(),
        wgpu::TexelCopyBufferInfo {
            buffer: &buffer,
            layout: wgpu::TexelCopyBufferLayout {
                offset: 0,
                bytes_per_row: Some(padded),
                rows_per_image: None,
            },
        },
        texture.size(),
    );
    let submission = gpu.submit(work.finish());
    buffer.map_async(wgpu::MapMode::Read, .., |_| ());
    gpu.wait(submission)?;
    let mapped = buffer.get_mapped_range(..)?;
    let rows = mapped
        .chunks_exact(padded as usize)
        .map(|padded| &padded[..row as usize]);
    let bytes: Vec<u8> = rows.flatten().copied().collect();
    if texel == 4 {
        return Ok(bytes.iter().map(|code| f32::from(*code) / 255.0).collect());
    }
    let (halves, _) = bytes.as_chunks::<2>();
    Ok(halves
        .iter()
        .map(|half| number(u16::from_le_bytes(*half)))
        .collect())
}

/// The number that a half float stands for, denormals being 0.
fn number(half: u16) -> f32 {
    let exponent = u32::from(half >> 10 & 0x1f);
    if exponent == 0 {
        return 0.0;
    }
    let bits = (exponent + 127 - 15) << 23 | u32::from(half & 0x3ff) << 13;
    f32::from_bits(bits | u32::from(half & 0x8000) << 16)
}
