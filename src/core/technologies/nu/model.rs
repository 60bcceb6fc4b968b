// SPDX-License-Identifier: GPL-2.0-or-later
//! The networks: which there are, and their weights as `training/export.py` writes them.
//!
//! The weights are part of the program: nothing to be found, installed or lost, and they are a few thousand numbers.
//! Who trains others tries them without building anything: `NU_SCALER_MODELS` names a folder from which they are read
//! instead. They are checked all the same.

use std::borrow::Cow;
use std::ffi::OsString;
use std::path::Path;
use std::sync::LazyLock;

use crate::settings::Quality;
use crate::text::Message;

/// A size of network.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum ModelId {
    /// The quickest.
    Small,
    /// In between.
    Medium,
    /// The one that comes nearest.
    Large,
}

impl ModelId {
    /// Every size, the quickest first.
    pub const ALL: [Self; 3] = [Self::Small, Self::Medium, Self::Large];

    /// The one for a quality.
    #[must_use]
    pub const fn of(quality: Quality) -> Self {
        match quality {
            Quality::Performance => Self::Small,
            Quality::Balanced | Quality::Quality => Self::Medium,
            Quality::Ultra => Self::Large,
        }
    }

    /// Its name for tools and people.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Small => "nu-s",
            Self::Medium => "nu-m",
            Self::Large => "nu-l",
        }
    }

    /// The name of its file.
    fn file(self) -> String {
        format!("{}.nuw", self.name())
    }

    const fn built_in(self) -> &'static [u8] {
        match self {
            Self::Small => include_bytes!("../../../../data/models/nu-s.nuw"),
            Self::Medium => include_bytes!("../../../../data/models/nu-m.nuw"),
            Self::Large => include_bytes!("../../../../data/models/nu-l.nuw"),
        }
    }

    /// The network, read when it is first asked for.
    ///
    /// # Errors
    /// What is wrong with its weights, for the user.
    pub fn model(self) -> Result<&'static Model, Message> {
        static MODELS: LazyLock<[Result<Model, Message>; 3]> = LazyLock::new(|| {
            // An empty name stands for none, as variables are often unset.
            let folder = std::env::var_os("NU_SCALER_MODELS").filter(|folder| !folder.is_empty());
            ModelId::ALL.map(|id| id.read(folder.as_ref()))
        });
        MODELS[self as usize].as_ref().map_err(Clone::clone)
    }

    /// Reads the weights, from a folder if there is one.
    fn read(self, folder: Option<&OsString>) -> Result<Model, Message> {
        let bytes = match folder {
            None => Cow::Borrowed(self.built_in()),
            Some(folder) => std::fs::read(Path::new(folder).join(self.file()))
                .map(Cow::Owned)
                .map_err(|error| {
                    Message::new("Reason.Model.Missing")
                        .with("file", self.file())
                        .with("detail", error.to_string())
                })?,
        };
        Model::parse(&bytes).map_err(|problem| {
            let key = match problem {
                Problem::Version => "Reason.Model.Version",
                Problem::Damaged => "Reason.Model.Damaged",
            };
            Message::new(key).with("file", self.file())
        })
    }
}

/// A network: its layers in turn.
#[derive(Clone, PartialEq, Debug)]
pub struct Model {
    /// The first takes luma, the last gives what each pixel of 2x2 gains.
    pub layers: Vec<Layer>,
}

/// A 3x3 convolution, and what follows on it.
#[derive(Clone, PartialEq, Debug)]
pub struct Layer {
    /// Channels that it takes.
    pub inputs: usize,
    /// Channels that it gives.
    pub outputs: usize,
    /// For each output, input, row and column.
    weights: Vec<f32>,
    /// For each output.
    pub bias: Vec<f32>,
    /// For each output: of a sum `x` and its product with this, the larger is handed on. 1 leaves the sum as it is.
    pub slope: Vec<f32>,
}

impl Layer {
    /// The weight of an input at a place, from the top left, in the sum of an output.
    #[must_use]
    pub fn weight(&self, output: usize, input: usize, column: usize, row: usize) -> f32 {
        self.weights[((output * self.inputs + input) * 3 + row) * 3 + column]
    }

    /// Multiplications for a pixel.
    #[must_use]
    pub fn products(&self) -> usize {
        self.weights.len()
    }
}

/// Why bytes are no network.
#[derive(Clone, Copy, PartialEq, Debug)]
enum Problem {
    /// They are one of another version.
    Version,
    /// They are not what was written.
    Damaged,
}

const MAGIC: &[u8; 8] = b"NuModel\n";
const VERSION: u32 = 1;
/// Lumas, and channels of the result.
const ENDS: [usize; 2] = [1, 4];
const MOST_LAYERS: usize = 8;
const MOST_CHANNELS: usize = 16;

impl Model {
    /// | bytes | |
    /// |---|---|
    /// | 8 | `NuModel` and a line feed |
    /// | 4 | version |
    /// | 4 | number of layers |
    /// | 4 each | channels, of the input and of every layer's output |
    /// | 4 each | of layer after layer the weights, the bias, the slopes |
    /// | 8 | [`hash`] of all that |
    ///
    /// Numbers are little-endian; those behind the channels are 32-bit floats.
    fn parse(bytes: &[u8]) -> Result<Self, Problem> {
        let (content, sum) = bytes.split_last_chunk().ok_or(Problem::Damaged)?;
        let mut reader = Reader(content);
        if reader.take::<8>()? != *MAGIC {
            return Err(Problem::Damaged);
        }
        if reader.number()? != VERSION {
            return Err(Problem::Version);
        }
        if hash(content) != u64::from_le_bytes(*sum) {
            return Err(Problem::Damaged);
        }
        let count = reader.number()? as usize;
        if !(2..=MOST_LAYERS).contains(&count) {
            return Err(Problem::Damaged);
        }
        let channels: Vec<usize> = (0..=count)
            .map(|_| reader.number().map(|number| number as usize))
            .collect::<Result<_, _>>()?;
        let between = &channels[1..count];
        let fits = |count: &usize| count.is_multiple_of(4) && (4..=MOST_CHANNELS).contains(count);
        if [channels[0], channels[count]] != ENDS || !between.iter().all(fits) {
            return Err(Problem::Damaged);
        }
        let layers = channels
            .windows(2)
            .map(|pair| {
                let (inputs, outputs) = (pair[0], pair[1]);
                Ok(Layer {
                    inputs,
                    outputs,
                    weights: reader.floats(inputs * outputs * 9)?,
                    bias: reader.floats(outputs)?,
                    slope: reader.floats(outputs)?,
                })
            })
            .collect::<Result<_, Problem>>()?;
        match reader.0.is_empty() {
            true => Ok(Self { layers }),
            false => Err(Problem::Damaged),
        }
    }
}

/// FNV-1a, of 64 bits: enough to tell that a byte is not what it was.
fn hash(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

/// What is left of bytes that are read.
struct Reader<'a>(&'a [u8]);

impl Reader<'_> {
    fn take<const N: usize>(&mut self) -> Result<[u8; N], Problem> {
        let (taken, rest) = self.0.split_first_chunk().ok_or(Problem::Damaged)?;
        self.0 = rest;
        Ok(*taken)
    }

    fn number(&mut self) -> Result<u32, Problem> {
        self.take().map(u32::from_le_bytes)
    }

    /// Finite ones: what would spread over the picture is no weight.
    fn floats(&mut self, count: usize) -> Result<Vec<f32>, Problem> {
        let float = |_| {
            let value = f32::from_le_bytes(self.take()?);
            if value.is_finite() {
                Ok(value)
            } else {
                Err(Problem::Damaged)
            }
        };
        (0..count).map(float).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_network_that_is_built_in_is_whole() {
        for id in ModelId::ALL {
            let model = id.read(None).expect("the file is whole");
            let ends = [
                model.layers[0].inputs,
                model.layers[model.layers.len() - 1].outputs,
            ];
            assert_eq!(ends, ENDS, "{id:?}");
        }
        let products = ModelId::ALL.map(|id| {
            let layers = id.read(None).expect("the file is whole").layers;
            layers.iter().map(Layer::products).sum::<usize>()
        });
        assert!(products.is_sorted(), "the quickest first: {products:?}");
    }

    #[test]
    fn every_byte_counts() {
        let whole = ModelId::Small.built_in();
        for index in 0..whole.len() {
            let mut damaged = whole.to_vec();
            damaged[index] ^= 0x10;
            assert!(Model::parse(&damaged).is_err(), "byte {index}");
        }
        for length in [0, 1, 8, 20, whole.len() - 1] {
            assert_eq!(
                Model::parse(&whole[..length]),
                Err(Problem::Damaged),
                "{length} bytes"
            );
        }
        let longer = [whole, &[0; 8]].concat();
        assert_eq!(Model::parse(&longer), Err(Problem::Damaged));
    }

    #[test]
    fn what_the_weights_lack_is_said() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().as_os_str().to_owned();
        let key = |id: ModelId| id.read(Some(&path)).err().map(|message| message.key);
        assert_eq!(key(ModelId::Small), Some("Reason.Model.Missing"));

        let mut bytes = ModelId::Small.built_in().to_vec();
        let write = |bytes: &[u8]| std::fs::write(folder.path().join("nu-s.nuw"), bytes).expect("written");
        write(&bytes);
        assert_eq!(key(ModelId::Small), None);
        write(&bytes[..100]);
        assert_eq!(key(ModelId::Small), Some("Reason.Model.Damaged"));
        bytes[8] = 2;
        write(&bytes);
        assert_eq!(key(ModelId::Small), Some("Reason.Model.Version"));
    }

    #[test]
    fn the_hash_is_fnv() {
        assert_eq!(hash(b""), 0xcbf2_9ce4_8422_2325);
        assert_eq!(hash(b"foobar"), 0x8594_4171_f739_67e8);
    }
}
