// SPDX-License-Identifier: GPL-2.0-or-later
//! The compute shaders of `shaders/`, composed, validated and reflected by the build script.

use std::borrow::Cow;

use crate::frame::PixelFormat;
use crate::precision::Precision;

/// The word in a shader that stands for the texel format that it writes; `build.rs` knows it too.
const STORAGE_FORMAT: &str = "STORAGE_FORMAT";
/// The word that stands for the type of its numbers; `build.rs` knows it too.
const REAL: &str = "REAL";

/// One shader file: a compute entry point.
#[derive(Debug)]
pub struct Shader {
    /// File name without its extension.
    pub name: &'static str,
    /// The compute entry point.
    pub entry_point: &'static str,
    /// Output pixels, horizontally and vertically, that one workgroup writes.
    pub tile: [u32; 2],
    /// WGSL, but for the storage format and the precision.
    source: Cow<'static, str>,
    /// Whether it is also there in half precision.
    pub has_half: bool,
    /// The bindings of group 0, ordered by number.
    pub bindings: &'static [Binding],
    /// Layout of the uniform block, where it has one.
    pub uniform: Option<UniformLayout>,
}

/// A binding of group 0.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Binding {
    /// Its number in the group.
    pub index: u32,
    /// What is bound.
    pub kind: BindingKind,
}

/// What a shader's binding takes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum BindingKind {
    /// The uniform block.
    Uniform,
    /// A texture that is read by coordinates.
    Texture,
    /// A texture that is written.
    StorageTexture,
    /// A texture of two floats a texel that is written, whatever the frames' format is.
    VectorTexture,
}

/// Layout of a uniform block as WGSL lays it out.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct UniformLayout {
    /// Size in bytes, padding at the end included.
    pub size: usize,
    /// Name, offset and size in bytes of each member.
    pub members: &'static [(&'static str, usize, usize)],
}

impl Shader {
    /// The source of the variant that writes `format`. In half precision only where [`Shader::has_half`].
    pub fn source(&self, format: PixelFormat, precision: Precision) -> String {
        let source = self.source.replace(STORAGE_FORMAT, format.wgsl());
        match precision {
            Precision::Single => source.replace(REAL, "f32"),
            Precision::Half => format!("enable f16; {}", source.replace(REAL, "f16")),
        }
    }

    /// The same shader under another name, with `code` in place of the line that is `marker`.
    pub(crate) fn completed(&self, name: &'static str, marker: &str, code: &str) -> Self {
        Self {
            name,
            source: self.source.replace(marker, code.trim_start()).into(),
            ..*self
        }
    }
}

include!(concat!(env!("OUT_DIR"), "/shaders.rs"));

/// Asserts in a test that a `#[repr(C)]` struct is laid out as the shader's uniform block is.
#[cfg(test)]
macro_rules! assert_uniform_layout {
    ($shader:expr, $type:ty { $($member:ident),+ $(,)? }) => {{
        let layout = $shader.uniform.expect("the shader has a uniform block");
        assert_eq!(layout.size, size_of::<$type>());
        let members = [$((
            stringify!($member),
            std::mem::offset_of!($type, $member),
            $crate::shaders::size_of_member(|value: &$type| size_of_val(&value.$member)),
        )),+];
        assert_eq!(layout.members, members);
    }};
}
#[cfg(test)]
pub(crate) use assert_uniform_layout;

/// Size of a member that `read` picks from a value of the struct.
#[cfg(test)]
pub(crate) fn size_of_member<T: bytemuck::Zeroable>(read: impl FnOnce(&T) -> usize) -> usize {
    read(&T::zeroed())
}
