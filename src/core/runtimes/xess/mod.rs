// SPDX-License-Identifier: GPL-2.0-or-later
//! Intel's XeSS on Vulkan.

mod abi;
#[expect(unsafe_code, reason = "calls XeSS, whose interface is C")]
mod runtime;

pub(super) use runtime::Found;
pub(crate) use runtime::{Context, Frame, Xess};
