// SPDX-License-Identifier: GPL-2.0-or-later
//! What people are told when another technology makes a picture than the one that would.

use nu_scaler_core::offline::Upscaled;
use nu_scaler_core::settings::TechnologyChoice;
use nu_scaler_core::text::Message;

/// Sees to it that each change is told once, whatever the number of pictures behind it.
pub(crate) struct StandIn {
    asked: TechnologyChoice,
    /// Whether there are more pictures than one.
    is_sequence: bool,
    /// The reason that was told last.
    told: Option<Message>,
}

impl StandIn {
    pub(crate) fn new(asked: TechnologyChoice, is_sequence: bool) -> Self {
        Self {
            asked,
            is_sequence,
            told: None,
        }
    }

    /// What is to be told of a picture: what happened at it, where that is news.
    pub(crate) fn news(&mut self, place: impl FnOnce() -> String, upscaled: &Upscaled) -> Option<Message> {
        if upscaled.note == self.told {
            return None;
        }
        self.told.clone_from(&upscaled.note);
        let key = match &upscaled.note {
            None => "Cli.Again",
            // Something else than the technology is left out.
            Some(_) if self.asked == TechnologyChoice::Only(upscaled.technology) => "Cli.Note",
            Some(_) if self.is_sequence => "Cli.FromHereOn",
            Some(_) => "Cli.Instead",
        };
        let news = Message::new(key)
            .with("place", place())
            .with_key("technology", upscaled.technology.locale_key());
        Some(match &upscaled.note {
            Some(reason) => news.with_message("reason", reason.clone()),
            None => news,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use nu_scaler_core::frame::Size;
    use nu_scaler_core::offline::{PixelAlpha, Pixels, Samples};
    use nu_scaler_core::settings::TechnologyId::{Fsr, RtxVideo};

    #[test]
    fn each_change_is_told_once_with_its_reason() {
        let upscaled = |technology, note: Option<&'static str>| Upscaled {
            pixels: Pixels {
                size: Size::new(1, 1),
                samples: Samples::U8(vec![0; 4]),
                alpha: PixelAlpha::None,
            },
            technology,
            note: note.map(Message::new),
            gpu_time: None,
        };
        let mut all = StandIn::new(TechnologyChoice::Auto, true);
        let mut news = |frame: u32, technology, note| {
            let news = all.news(|| format!("frame {frame}"), &upscaled(technology, note));
            news.map(|news| news.to_string())
        };
        let reason = Some("Reason.OutOfMemory");
        assert_eq!(news(1, RtxVideo, None), None);
        let expected = "frame 2: the GPU is out of memory; AMD FSR 1 from here on";
        assert_eq!(news(2, Fsr, reason).as_deref(), Some(expected));
        assert_eq!(news(3, Fsr, reason), None);
        let expected = "frame 4: NVIDIA RTX Video again";
        assert_eq!(news(4, RtxVideo, None).as_deref(), Some(expected));
        assert!(news(5, Fsr, reason).is_some());

        let of_one = |asked| {
            let news = StandIn::new(asked, false).news(|| "a.png".to_owned(), &upscaled(Fsr, reason));
            news.map(|news| news.to_string())
        };
        let expected = "a.png: the GPU is out of memory; AMD FSR 1 instead";
        assert_eq!(of_one(TechnologyChoice::Auto).as_deref(), Some(expected));
        let expected = "a.png: the GPU is out of memory";
        assert_eq!(of_one(TechnologyChoice::Only(Fsr)).as_deref(), Some(expected));
    }
}
