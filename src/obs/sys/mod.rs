// SPDX-License-Identifier: GPL-2.0-or-later
//! The C interface of libobs 29, as bindgen writes it: no safety added. `tests/bindings.rs` keeps it equal to the
//! headers.
//!
//! OBS only ever appends to its structures and adds functions, so that what is bound here holds in every later
//! version; what later versions removed must not be called: `obs_source_addref`, `obs_render_main_view`,
//! `obs_get_default_rect_effect`, `obs_sceneitem_get_info`, `obs_sceneitem_set_info`, `obs_*_ui`.

#![expect(
    missing_docs,
    non_camel_case_types,
    non_upper_case_globals,
    reason = "the names are those of C, documented in the headers of OBS"
)]
#![expect(
    clippy::undocumented_unsafe_blocks,
    reason = "bindgen zeroes plain C structures in its Default"
)]

mod bindings;
pub use bindings::*;

/// OBS takes a source's structure of this size (28 and 29) or shorter; later versions only append.
const _: () = assert!(size_of::<obs_source_info>() == 400);
/// These are written by us and read by OBS, or the other way about, without a size beside them.
const _: () = assert!(size_of::<obs_video_info>() == 56 && size_of::<calldata>() == 32);
const _: () = assert!(size_of::<vec4>() == 16 && align_of::<vec4>() == 16 && size_of::<vec2>() == 8);
