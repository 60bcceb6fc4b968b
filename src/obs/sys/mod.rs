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
