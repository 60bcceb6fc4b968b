// SPDX-License-Identifier: GPL-2.0-or-later
//! The command line. Whatever is also a setting has its help, default and range from the table of settings.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};
use nu_scaler_core::frame::{ParseSizeError, Size};
use nu_scaler_core::metrics::AMPLIFICATION;
use nu_scaler_core::settings::{
    Algorithm, ChoiceValue, Content, Light, Quality, ScaleMode, SettingKind, SettingSpec, Settings,
    TechnologyChoice, TechnologyId, profile, spec,
};
use nu_scaler_core::text::{self, Message};

use crate::error::CliError;
use crate::image_file;

#[derive(Debug, Parser)]
#[command(name = "nu-scaler", version, about = say("Cli.About"), after_help = say("Cli.Environment"),
          disable_help_subcommand = true)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    #[command(about = say("Cli.Upscale"), after_help = say("Cli.Environment"))]
    Upscale(UpscaleArguments),
    #[command(about = say("Cli.Compare"), after_help = say("Cli.Compare.Details"))]
    Compare(CompareArguments),
    #[command(about = say("Cli.Flow"), after_help = say("Cli.Flow.Details"))]
    Flow(FlowArguments),
    #[command(about = say("Cli.Bench"), after_help = say("Cli.Bench.Details"))]
    Bench(BenchArguments),
    #[command(about = say("Cli.Technologies"), after_help = say("Cli.Environment"))]
    Technologies {
        #[arg(long, help = say("Cli.Json"))]
        json: bool,
    },
}

#[derive(Debug, Args)]
pub(crate) struct UpscaleArguments {
    #[arg(value_name = "IN", help = with_formats("Cli.Input"))]
    pub(crate) input: PathBuf,

    #[arg(value_name = "OUT", help = say("Cli.Output"))]
    pub(crate) output: PathBuf,

    #[arg(long, value_name = "FILE", help = say("Cli.Profile"))]
    profile: Option<PathBuf>,

    #[arg(long, value_name = "C", help = help_with_default("content"),
          value_parser = |id: &str| choice("content", id, Content::from_id))]
    content: Option<Content>,

    #[arg(long, value_name = "T", help = help_with_default("technology"),
          value_parser = |id: &str| choice("technology", id, TechnologyChoice::from_id))]
    technology: Option<TechnologyChoice>,

    #[arg(long, value_name = "Q", help = help_with_default("quality"),
          value_parser = |id: &str| choice("quality", id, Quality::from_id))]
    quality: Option<Quality>,

    /// Without `--scale` and `--size` the quality gives the ratio.
    #[arg(long, value_name = "F", help = help("scale_factor"), conflicts_with = "size",
          allow_negative_numbers = true, value_parser = |number: &str| float("scale_factor", number))]
    scale: Option<f32>,

    #[arg(long, value_name = "WxH", help = size_help(), allow_hyphen_values = true,
          value_parser = size)]
    size: Option<Size>,

    #[arg(long, value_name = "A", help = help_with_default("algorithm"),
          value_parser = |id: &str| choice("algorithm", id, Algorithm::choice_from_id).map(AlgorithmChoice))]
    algorithm: Option<AlgorithmChoice>,

    #[arg(long, value_name = "L", help = help_with_default("light"),
          value_parser = |id: &str| choice("light", id, Light::from_id))]
    light: Option<Light>,

    #[arg(long, value_name = "S", help = help_with_default("sharpness"),
          allow_negative_numbers = true, value_parser = |number: &str| float("sharpness", number))]
    sharpness: Option<f32>,

    #[arg(long, value_name = "ON", help = help_with_default("noise_limit"), num_args = 0..=1, require_equals = true,
          default_missing_value = "true")]
    noise_limit: Option<bool>,

    #[arg(long, value_name = "A", help = help_with_default("antiringing"),
          allow_negative_numbers = true, value_parser = |number: &str| float("antiringing", number))]
    antiringing: Option<f32>,

    #[arg(long, value_name = "N", help = frame_generation_help(), allow_negative_numbers = true,
          value_parser = frame_generation)]
    pub(crate) frame_generation: Option<u8>,

    #[arg(long, conflicts_with = "frame_generation", help = say("Cli.Resume"))]
    pub(crate) resume: bool,

    #[arg(long, value_name = "NAME", help = say("Cli.Adapter"))]
    pub(crate) adapter: Option<String>,
}

/// How many times as many frames there can be. More would only be slower motion.
const MULTIPLES: [u8; 2] = [2, 4];

fn frame_generation_help() -> String {
    let [min, max] = MULTIPLES;
    format!("{} {}", say("Cli.FrameGeneration"), range("Cli.Range", min, max))
}

/// Reads how many times as many frames there are to be.
fn frame_generation(number: &str) -> Result<u8, String> {
    let [min, max] = MULTIPLES;
    match number.parse::<u8>() {
        Ok(number) if (min..=max).contains(&number) => Ok(number),
        Ok(_) => Err(range("Error.OutOfRange", min, max)),
        Err(_) => Err(range("Error.NotANumber", min, max)),
    }
}

#[derive(Debug, Args)]
pub(crate) struct CompareArguments {
    #[arg(value_name = "TRUTH", help = with_formats("Cli.Truth"))]
    pub(crate) truth: PathBuf,

    #[arg(value_name = "IMAGE", help = with_formats("Cli.Image"))]
    pub(crate) image: PathBuf,

    #[arg(long, value_name = "OUT", help = difference_help())]
    pub(crate) difference: Option<PathBuf>,

    #[arg(long, help = say("Cli.Json"))]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct FlowArguments {
    #[arg(value_name = "IN", help = with_formats("Cli.Flow.Input"))]
    pub(crate) input: PathBuf,

    #[arg(value_name = "NEXT", help = say("Cli.Flow.Next"))]
    pub(crate) next: Option<PathBuf>,

    #[arg(value_name = "OUT", help = say("Cli.Flow.Output"))]
    pub(crate) output: Option<PathBuf>,

    #[arg(long, value_name = "PIXELS", help = say("Cli.Flow.Scale"), allow_negative_numbers = true, value_parser = motion)]
    pub(crate) scale: Option<f32>,

    #[arg(long, help = say("Cli.Json"))]
    pub(crate) json: bool,

    #[arg(long, value_name = "NAME", help = say("Cli.Adapter"))]
    pub(crate) adapter: Option<String>,
}

/// The least motion and the most that can be drawn in full colour, in pixels.
const MOTIONS: [f32; 2] = [0.01, 16384.0];

/// Reads a length of motion.
fn motion(number: &str) -> Result<f32, String> {
    let [min, max] = MOTIONS;
    match number.parse::<f32>() {
        Ok(number) if (min..=max).contains(&number) => Ok(number),
        Ok(_) => Err(range("Error.OutOfRange", min, max)),
        Err(_) => Err(range("Error.NotANumber", min, max)),
    }
}

#[derive(Debug, Args)]
pub(crate) struct BenchArguments {
    #[arg(long, help = say("Cli.Json"))]
    pub(crate) json: bool,

    /// With neither this nor `--scale` all usual sizes are measured.
    #[arg(long, value_name = "WxH", help = say("Cli.Bench.Input"), allow_hyphen_values = true, value_parser = size)]
    input: Option<Size>,

    #[arg(long, value_name = "F", help = help("scale_factor"), allow_negative_numbers = true,
          value_parser = |number: &str| float("scale_factor", number))]
    scale: Option<f32>,

    #[arg(long = "technology", value_name = "T", help = technologies_help(), value_delimiter = ',',
          value_parser = technology)]
    pub(crate) technologies: Vec<TechnologyId>,

    #[arg(long, value_name = "N", help = say("Cli.Bench.Frames"), value_parser = clap::value_parser!(u32).range(1..=MOST_FRAMES))]
    pub(crate) frames: Option<u32>,

    #[arg(long, value_name = "NAME", help = say("Cli.Adapter"))]
    pub(crate) adapter: Option<String>,

    #[arg(long, value_name = "FILE.svg", help = say("Cli.Bench.Plot"))]
    pub(crate) plot: Option<PathBuf>,

    #[arg(long, value_name = "FOLDER", help = with_formats("Cli.Bench.Pictures"))]
    pub(crate) pictures: Option<PathBuf>,
}

/// The most frames that can be asked for: hours on the slowest device.
const MOST_FRAMES: i64 = 100_000;

/// The size that frames have where only a ratio is given.
const BENCH_INPUT: Size = Size::new(1280, 720);

impl BenchArguments {
    /// The sizes of input and output, if any was asked for.
    pub(crate) fn sizes(&self) -> Option<[Size; 2]> {
        if self.input.is_none() && self.scale.is_none() {
            return None;
        }
        let input = self.input.unwrap_or(BENCH_INPUT);
        let defaults = Settings::default();
        let settings = Settings {
            scale_mode: ScaleMode::Factor,
            scale_factor: self.scale.unwrap_or(defaults.scale_factor),
            ..defaults
        };
        Some([input, settings.output_size(input, None, u32::MAX)])
    }
}

impl UpscaleArguments {
    /// The settings that the flags amount to: what is given by itself, else what the content sets, else what the profile
    /// has, else the default.
    pub(crate) fn settings(&self) -> Result<Settings, CliError> {
        let profile = self.profile.as_ref().map(|path| {
            profile::load(path).map_err(|reason| CliError::Profile {
                path: path.clone(),
                reason,
            })
        });
        let mut changes = profile.transpose()?.unwrap_or_default();
        if let Some(content) = self.content {
            changes.extend(content.changes());
        }
        let (base, _) = Settings::read(&changes);
        let size = self.size.unwrap_or(Size::new(base.width, base.height));
        let kernels = self.chooses_kernels();
        Ok(Settings {
            content: self.content.unwrap_or(base.content),
            technology: match self.technology {
                None | Some(TechnologyChoice::Auto) if kernels => {
                    TechnologyChoice::Only(TechnologyId::Fallback)
                }
                asked => asked.unwrap_or(base.technology),
            },
            quality: self.quality.unwrap_or(base.quality),
            scale_mode: match (self.scale, self.size, self.quality) {
                (Some(_), ..) => ScaleMode::Factor,
                (None, Some(_), _) => ScaleMode::Size,
                (None, None, Some(_)) => ScaleMode::Preset,
                (None, None, None) => base.scale_mode,
            },
            scale_factor: self.scale.unwrap_or(base.scale_factor),
            width: size.width,
            height: size.height,
            algorithm: self.algorithm.map_or(base.algorithm, |algorithm| algorithm.0),
            light: self.light.unwrap_or(base.light),
            sharpness: self.sharpness.unwrap_or(base.sharpness),
            noise_limit: self.noise_limit.unwrap_or(base.noise_limit),
            antiringing: self.antiringing.unwrap_or(base.antiringing),
            ..base
        })
    }

    /// Who chooses a kernel, or how it works, wants kernels.
    fn chooses_kernels(&self) -> bool {
        self.algorithm.is_some_and(|algorithm| algorithm.0.is_some())
            || self.light.is_some_and(|light| light != Settings::default().light)
            || self.antiringing.is_some_and(|antiringing| antiringing > 0.0)
    }
}

/// A kernel, or that of the quality. A type of its own, because clap takes an `Option` for an optional flag.
#[derive(Clone, Copy, Debug)]
struct AlgorithmChoice(Option<Algorithm>);

fn row(key: &str) -> &'static SettingSpec {
    spec(key).unwrap_or_else(|| unreachable!("the table of settings has {key}"))
}

/// A text without gaps.
fn say(key: &'static str) -> String {
    Message::new(key).to_string()
}

/// The setting's explanation, and the values that it takes.
fn help(key: &str) -> String {
    let row = row(key);
    let tip = text::english(&row.tip_key()).unwrap_or_default();
    let values = match row.kind {
        SettingKind::Choice { values, .. } => Message::new("Cli.OneOf").with("ids", ids(values)).to_string(),
        SettingKind::Float { min, max, .. } => range("Cli.Range", min, max),
        SettingKind::Integer { min, max, .. } => range("Cli.Range", min, max),
        SettingKind::Switch { .. } => String::new(),
    };
    format!("{tip} {values}").trim_end().to_owned()
}

/// The same, and the value that holds where none is given, by itself or otherwise.
fn help_with_default(key: &str) -> String {
    let default = Message::new("Cli.Default").with("value", default(key));
    format!("{} {default}", help(key))
}

/// A text about a range.
fn range(key: &'static str, min: impl ToString, max: impl ToString) -> String {
    Message::new(key)
        .with("min", min.to_string())
        .with("max", max.to_string())
        .to_string()
}

/// A text that names the formats of images.
fn with_formats(key: &'static str) -> String {
    Message::new(key)
        .with("accepted", image_file::accepted())
        .to_string()
}

fn difference_help() -> String {
    Message::new("Cli.Difference")
        .with("times", AMPLIFICATION.to_string())
        .to_string()
}

fn size_help() -> String {
    let (_, max) = side_range();
    Message::new("Cli.Size").with("max", max.to_string()).to_string()
}

fn ids(values: &[ChoiceValue]) -> String {
    values.iter().map(|value| value.id).collect::<Vec<_>>().join(", ")
}

/// The default as it is written on the command line.
fn default(key: &str) -> String {
    match row(key).kind {
        SettingKind::Choice { default, .. } => default.to_owned(),
        SettingKind::Float { default, .. } => default.to_string(),
        SettingKind::Integer { default, .. } => default.to_string(),
        SettingKind::Switch { default } => default.to_string(),
    }
}

/// Reads a name; an unknown one is answered with the nearest and all that are accepted.
fn choice<T>(key: &str, id: &str, from_id: impl Fn(&str) -> Option<T>) -> Result<T, String> {
    if let Some(value) = from_id(id) {
        return Ok(value);
    }
    Err(unknown(id, values(key)))
}

/// The values of a choice.
fn values(key: &str) -> &'static [ChoiceValue] {
    let SettingKind::Choice { values, .. } = row(key).kind else {
        unreachable!("{key} is a choice")
    };
    values
}

/// What is said about a name that none of the values has.
fn unknown(id: &str, values: &[ChoiceValue]) -> String {
    let accepted = ids(values);
    let message = match nearest(id, values) {
        Some(nearest) => Message::new("Error.NotKnownButNear").with("nearest", nearest),
        None => Message::new("Error.NotKnown"),
    };
    message.with("accepted", accepted).to_string()
}

/// The values of the setting that are one technology.
fn technologies() -> Vec<ChoiceValue> {
    let values = values("technology").iter();
    values
        .filter(|value| TechnologyId::from_id(value.id).is_some())
        .copied()
        .collect()
}

/// Reads a technology's name.
fn technology(id: &str) -> Result<TechnologyId, String> {
    TechnologyId::from_id(id).ok_or_else(|| unknown(id, &technologies()))
}

fn technologies_help() -> String {
    Message::new("Cli.Bench.Technology")
        .with("ids", ids(&technologies()))
        .to_string()
}

/// The name that `id` was most likely meant to be: one that begins with it, or else the one with the fewest mistakes;
/// nothing where more than half of it would be mistakes.
fn nearest(id: &str, values: &[ChoiceValue]) -> Option<&'static str> {
    let id = id.to_lowercase();
    let begun = values
        .iter()
        .find(|value| id.len() > 1 && value.id.starts_with(&id));
    let likeness = |value: &ChoiceValue| strsim::normalized_damerau_levenshtein(&id, value.id);
    // The first of equals, as `max_by` gives the last.
    let alike = values
        .iter()
        .rev()
        .max_by(|a, b| likeness(a).total_cmp(&likeness(b)));
    begun
        .or(alike.filter(|value| likeness(value) >= 0.5))
        .map(|value| value.id)
}

/// Reads a number within the setting's range; NaN is in no range.
fn float(key: &str, number: &str) -> Result<f32, String> {
    let SettingKind::Float { min, max, .. } = row(key).kind else {
        unreachable!("{key} is a number")
    };
    match number.parse::<f64>() {
        Ok(number) if (min..=max).contains(&number) => Ok(number as f32),
        Ok(_) => Err(range("Error.OutOfRange", min, max)),
        Err(_) => Err(range("Error.NotANumber", min, max)),
    }
}

/// The sides that a picture may have, in pixels: longer ones than the setting's, up to the texture limit of today's GPUs.
/// No stream waits for an image file.
pub(crate) fn side_range() -> (u32, u32) {
    let SettingKind::Integer { min, .. } = row("width").kind else {
        unreachable!("a width is whole")
    };
    (min, 16_384)
}

fn size(text: &str) -> Result<Size, String> {
    let size: Size = text.parse().map_err(|error: ParseSizeError| error.to_string())?;
    let (min, max) = side_range();
    match [size.width, size.height]
        .iter()
        .all(|side| (min..=max).contains(side))
    {
        true => Ok(size),
        false => Err(range("Error.SideOutOfRange", min, max)),
    }
}

#[cfg(test)]
mod tests;
