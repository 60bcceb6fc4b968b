// SPDX-License-Identifier: GPL-2.0-or-later
//! What is to be measured, and how long.

use std::time::Duration;

use crate::frame::Size;
use crate::gpu::{AdapterDesc, AdapterKind};
use crate::offline::Pixels;
use crate::settings::TechnologyId;
use crate::text::Message;

/// Sizes from and to which captures are usually upscaled.
const SIZES: [[Size; 2]; 4] = [
    [Size::new(1280, 720), Size::new(1920, 1080)],
    [Size::new(1920, 1080), Size::new(2560, 1440)],
    [Size::new(1920, 1080), Size::new(3840, 2160)],
    [Size::new(3840, 2160), Size::new(7680, 4320)],
];
/// How many of them a software device is asked for: the largest takes it minutes.
const SOFTWARE_SIZES: usize = 3;

/// What to measure.
#[derive(Clone, Debug)]
pub struct Options {
    /// Sizes of input and output.
    pub sizes: Vec<[Size; 2]>,
    /// The technologies; all that can run on the device where it is empty.
    pub technologies: Vec<TechnologyId>,
    /// Whether half precision is measured too, where the device has it.
    pub half: bool,
    /// Frames of everything, at most.
    pub frames: u32,
    /// Frames before those, which do not count.
    pub warm_up: u32,
    /// How long a pair of sizes may take. A round begins while there is time; there are at least [`LEAST_FRAMES`].
    pub time_limit: Option<Duration>,
    /// Pictures by which quality is judged; the benchmark's own where it is empty.
    pub pictures: Vec<Pixels>,
    /// What was left out, for the report.
    pub notes: Vec<Message>,
}

/// Frames that are measured even where time is short.
pub const LEAST_FRAMES: u32 = 5;

impl Options {
    /// What a device of this kind can be asked for without trying anyone's patience: about five minutes.
    #[must_use]
    pub fn for_device(device: &AdapterDesc) -> Self {
        let is_software = device.kind == AdapterKind::Software;
        let (fits, beyond): (Vec<_>, Vec<_>) = SIZES
            .into_iter()
            .partition(|[_, output]| output.longest_side() <= device.max_texture_size);
        let mut notes: Vec<Message> = beyond
            .iter()
            .map(|[_, output]| {
                Message::new("Bench.BeyondDevice")
                    .with("output", output.to_string())
                    .with("limit", device.max_texture_size.to_string())
            })
            .collect();
        let mut sizes = fits;
        if is_software {
            notes.push(Message::new("Bench.Software"));
            sizes.truncate(SOFTWARE_SIZES);
        }
        Self {
            sizes,
            technologies: Vec::new(),
            // A processor converts every number, which takes ten times as long and is never chosen.
            half: !is_software,
            frames: if is_software { 20 } else { 200 },
            warm_up: if is_software { 1 } else { 20 },
            time_limit: Some(Duration::from_secs(75)),
            pictures: Vec::new(),
            notes,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn device(kind: AdapterKind, max_texture_size: u32) -> AdapterDesc {
        AdapterDesc {
            name: "device".to_owned(),
            driver: "driver".to_owned(),
            backend: "vulkan",
            kind,
            device_uuid: None,
            driver_uuid: None,
            max_texture_size,
        }
    }

    #[test]
    fn a_device_is_asked_for_what_it_can_do() {
        let options = Options::for_device(&device(AdapterKind::Discrete, 16384));
        assert_eq!((options.sizes.as_slice(), options.notes.len()), (&SIZES[..], 0));
        assert!(options.frames >= 100);
        let options = Options::for_device(&device(AdapterKind::Discrete, 4096));
        assert_eq!((options.sizes.as_slice(), options.notes.len()), (&SIZES[..3], 1));
        let options = Options::for_device(&device(AdapterKind::Software, 16384));
        assert_eq!(options.sizes.len(), SOFTWARE_SIZES);
        assert_eq!(options.notes, [Message::new("Bench.Software")]);
    }
}
