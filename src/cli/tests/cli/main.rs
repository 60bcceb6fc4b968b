// SPDX-License-Identifier: GPL-2.0-or-later
//! The program as its users meet it.

mod bench;
mod common;
mod compare;
mod errors;
mod flow;
mod generation;
mod runtimes;
mod sequence;
mod technologies;
mod texts;
mod upscale;
mod video;
