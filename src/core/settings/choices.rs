// SPDX-License-Identifier: GPL-2.0-or-later
//! The settings whose value is one of a list of names.

/// Declares an enum whose variants have an id (settings value, file name, command-line name) and a key in the
/// locale file, both from one list.
macro_rules! choices {
    (
        $(#[$meta:meta])*
        pub enum $Name:ident in $prefix:literal {
            $( $(#[$variant_meta:meta])* $Variant:ident = $id:literal, )+
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
        pub enum $Name { $( $(#[$variant_meta])* $Variant, )+ }

        impl $Name {
            /// Every value, in the order in which people see them.
            pub const ALL: &[Self] = &[$( Self::$Variant, )+];

            /// The name in settings and on the command line.
            pub const fn id(self) -> &'static str {
                match self { $( Self::$Variant => $id, )+ }
            }

            /// The value with this name, if there is one. Exact: no other case, no space.
            pub fn from_id(id: &str) -> Option<Self> {
                match id { $( $id => Some(Self::$Variant), )+ _ => None }
            }

            /// The key of its name for people.
            pub const fn locale_key(self) -> &'static str {
                match self { $( Self::$Variant => concat!($prefix, ".", $id), )+ }
            }
        }
    };
}

choices! {
    /// A way to upscale.
    pub enum TechnologyId in "Technology" {
        /// FidelityFX Super Resolution 1: edge-adaptive spatial upscaling, then sharpening.
        Fsr = "fsr",
        /// FidelityFX Super Resolution 3: temporal.
        Fsr3 = "fsr3",
        /// NVIDIA DLSS.
        Dlss = "dlss",
        /// NVIDIA RTX Video Super Resolution.
        RtxVideo = "rtx_video",
        /// Intel XeSS.
        Xess = "xess",
        /// NVIDIA Image Scaling.
        Nis = "nis",
        /// Nu Scaler's own neural network.
        Nu = "nu",
        /// The classic kernels, see [`Algorithm`]; runs on everything.
        Fallback = "fallback",
    }
}

choices! {
    /// What the picture shows: choosing it sets other settings once, see [`Content::changes`].
    pub enum Content in "Content" {
        /// Not said.
        None = "none",
        /// What a game renders in three dimensions.
        Game3d = "game_3d",
        /// Large pixels, each of them meant.
        PixelArt = "pixel_art",
        /// Drawn lines around even colours.
        Anime = "anime",
        /// What a lens saw, with its noise.
        Camera = "camera",
        /// Letters: of a desktop, a terminal, slides.
        Text = "text",
    }
}

choices! {
    /// How much is asked of the upscaling: the smaller the ratio, the better the picture.
    pub enum Quality in "Quality" {
        /// 1.5 times per axis.
        Quality = "quality",
        /// 1.3 times per axis.
        Ultra = "ultra",
        /// 1.7 times per axis.
        Balanced = "balanced",
        /// 2 times per axis.
        Performance = "performance",
    }
}

choices! {
    /// Where the output size comes from.
    pub enum ScaleMode in "ScaleMode" {
        /// The ratio of the quality, [`Quality::ratio`].
        Preset = "preset",
        /// `scale_factor` times the input.
        Factor = "factor",
        /// As large as fits the canvas, aspect kept.
        Canvas = "canvas",
        /// Exactly `width` by `height`.
        Size = "size",
    }
}

choices! {
    /// A kernel of the fallback technology.
    pub enum Algorithm in "Algorithm" {
        /// The nearest pixel.
        Nearest = "nearest",
        /// Linear between the nearest 2x2 pixels.
        Bilinear = "bilinear",
        /// Catmull-Rom cubic.
        Bicubic = "bicubic",
        /// Mitchell-Netravali cubic.
        Mitchell = "mitchell",
        /// Sinc with a sinc window, 2 lobes.
        Lanczos2 = "lanczos2",
        /// Sinc with a sinc window, 3 lobes.
        Lanczos3 = "lanczos3",
        /// Sinc with a piecewise cubic window, 3 lobes: the spline through 36 pixels.
        Spline36 = "spline36",
        /// Sinc with a jinc window, 3 lobes.
        Ginseng = "ginseng",
        /// Lanczos with 3 lobes, steered along the edges of the picture and kept within the nearest 2x2 pixels.
        Steered = "steered",
        /// Mean over the pixel's area.
        Area = "area",
    }
}

choices! {
    /// What the fallback technology's kernels weigh: light has its own sums.
    pub enum Light in "Light" {
        /// The values as they are shown and stored.
        Encoded = "encoded",
        /// Linear light, as lenses and eyes blur.
        Linear = "linear",
        /// Linear light with both its ends compressed, so that rims along edges show less.
        Sigmoid = "sigmoid",
    }
}

choices! {
    /// How the upscaled picture is shown beside the plain one.
    pub enum Compare in "Compare" {
        /// Not at all.
        Off = "off",
        /// Plain on the left of a line, upscaled on the right.
        Split = "split",
        /// The absolute difference of the two.
        Difference = "difference",
    }
}

/// What the user asked for: a technology, or the best one that works here.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum TechnologyChoice {
    /// The best that is available for the job.
    Auto,
    /// This one; something else only with a reason.
    Only(TechnologyId),
}

impl TechnologyChoice {
    /// `auto`, or the technology's id.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Only(technology) => technology.id(),
        }
    }

    /// The choice with this name, if there is one.
    pub fn from_id(id: &str) -> Option<Self> {
        match id {
            "auto" => Some(Self::Auto),
            _ => TechnologyId::from_id(id).map(Self::Only),
        }
    }

    /// The key of its name for people.
    pub const fn locale_key(self) -> &'static str {
        match self {
            Self::Auto => "Technology.auto",
            Self::Only(technology) => technology.locale_key(),
        }
    }
}

/// The name of the setting `algorithm` that stands for [`Quality::algorithm`] and [`Algorithm::REDUCING`].
pub(super) const ALGORITHM_PRESET: &str = "preset";

impl Algorithm {
    /// The setting `algorithm` with this name, if there is one; within, nothing stands for the quality's own.
    pub fn choice_from_id(id: &str) -> Option<Option<Self>> {
        match id {
            ALGORITHM_PRESET => Some(None),
            _ => Self::from_id(id).map(Some),
        }
    }

    /// The kernel that the setting `algorithm` = `preset` stands for where a picture only becomes smaller: the nearest
    /// of them to what a game renders at the smaller size from two thirds down; above, near to it (`docs/quality.md`).
    pub const REDUCING: Self = Self::Area;

    /// Whether it overshoots at edges (its kernel has negative lobes), which is what `antiringing` takes back.
    pub const fn rings(self) -> bool {
        matches!(
            self,
            Self::Bicubic | Self::Mitchell | Self::Lanczos2 | Self::Lanczos3 | Self::Spline36 | Self::Ginseng
        )
    }

    /// Whether its result may lie beyond the pixels that it is made of. [`Algorithm::Steered`] takes that back by
    /// itself where it enlarges, and not where it reduces.
    pub const fn overshoots(self) -> bool {
        self.rings() || matches!(self, Self::Steered)
    }
}

impl Quality {
    /// Output over input, per axis: the ratios published for FSR 1, which every spatial technology here shares.
    pub const fn ratio(self) -> f32 {
        match self {
            Self::Ultra => 1.3,
            Self::Quality => 1.5,
            Self::Balanced => 1.7,
            Self::Performance => 2.0,
        }
    }

    /// The kernel that the setting `algorithm` = `preset` stands for where a picture is enlarged: at every preset's
    /// ratio the nearest of them to game pictures (`docs/quality.md`).
    pub const fn algorithm(self) -> Algorithm {
        match self {
            Self::Ultra | Self::Quality | Self::Balanced | Self::Performance => Algorithm::Steered,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_come_back() {
        for &value in TechnologyId::ALL {
            assert_eq!(TechnologyId::from_id(value.id()), Some(value));
            assert_eq!(
                TechnologyChoice::from_id(value.id()),
                Some(TechnologyChoice::Only(value))
            );
        }
        assert_eq!(TechnologyChoice::from_id("auto"), Some(TechnologyChoice::Auto));
        assert!(
            Content::ALL
                .iter()
                .all(|&value| Content::from_id(value.id()) == Some(value))
        );
        assert!(
            Quality::ALL
                .iter()
                .all(|&value| Quality::from_id(value.id()) == Some(value))
        );
        assert!(
            ScaleMode::ALL
                .iter()
                .all(|&value| ScaleMode::from_id(value.id()) == Some(value))
        );
        assert!(
            Algorithm::ALL
                .iter()
                .all(|&value| Algorithm::from_id(value.id()) == Some(value))
        );
        assert!(
            Light::ALL
                .iter()
                .all(|&value| Light::from_id(value.id()) == Some(value))
        );
        assert!(
            Compare::ALL
                .iter()
                .all(|&value| Compare::from_id(value.id()) == Some(value))
        );
    }

    #[test]
    fn other_names_are_unknown() {
        for id in ["", "FSR", " fsr", "fsr4", "preset\0"] {
            assert_eq!(TechnologyChoice::from_id(id), None);
            assert_eq!(Algorithm::from_id(id), None);
        }
    }
}
