// SPDX-License-Identifier: GPL-2.0-or-later
//! The OBS plugin: a video filter that takes the frames of the source it is added to, upscales them on the
//! GPU and gives them back to the scene, and a source that shows another one so.
//!
//! | module | what it holds |
//! |---|---|
//! | [`filter`] | what OBS calls of a filter: what is filtered |
//! | [`source`] | what OBS calls of a source: what is shown |
//! | [`instance`] | what is behind it: settings, sizes, engines, status |
//! | [`engine`] | one source's frames, and what is drawn when the GPU can't |
//! | [`engines`] | one engine for each light that views blend in |
//! | [`path`] | the textures and the pipeline of one size
//! | [`budget`], [`economy`] | when a cheaper way is taken, to keep to a time budget, and which |
//! | [`worker`] | the thread that compiles pipelines, so that the graphics thread never does |
//! | [`hotkeys`] | what the user's keys do |
//! | [`panel`] | the property panel, made from the core's settings table |
//! | [`statistics`] | the times of the last seconds' frames |
//! | [`overlay`] | what is written into the picture |
//! | [`status`] | what runs and why: for the panel, the log and tools |
//! | [`remote`] | requests of obs-websocket clients, and what they are told |

mod budget;
mod economy;
mod engine;
mod engines;
mod filter;
mod hotkeys;
mod instance;
mod overlay;
mod panel;
mod path;
mod process;
mod remote;
mod runtimes;
mod source;
mod statistics;
mod status;
mod store;
mod worker;

// The tests of this crate call libobs directly; the plugin itself never links it, because the host
// process provides its symbols under a library name that differs between versions.
#[cfg(test)]
#[link(name = "obs")]
unsafe extern "C" {}

nu_scaler_obs::declare_module! {
    name: "nu-scaler",
    description: "Upscales captured frames on the GPU",
    author: "The Nu Scaler developers",
    load: load,
    post_load: post_load,
    unload: unload,
}

fn load() -> bool {
    log::info!("version {}", env!("CARGO_PKG_VERSION"));
    runtimes::load();
    nu_scaler_obs::filter::register_filter::<filter::UpscaleFilter>()
        && nu_scaler_obs::input::register_input::<source::UpscaleSource>()
}

fn post_load() {
    remote::register();
}

fn unload() {
    remote::unregister();
    process::shut_down();
}
