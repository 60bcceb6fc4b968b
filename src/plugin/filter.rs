// SPDX-License-Identifier: GPL-2.0-or-later
//! What OBS calls: the filter `nu_scaler_filter`.

use std::ffi::CStr;

use nu_scaler_obs::data::Data;
use nu_scaler_obs::filter::VideoFilter;
use nu_scaler_obs::graphics::{ColorSpace, Graphics};
use nu_scaler_obs::instance::VideoSource;
use nu_scaler_obs::module;
use nu_scaler_obs::properties::Properties;
use nu_scaler_obs::source::{Source, SourceRef};

use crate::engine::By;
use crate::hotkeys::{Hotkeys, Owner};
use crate::instance::{Instance, Sizes, own_space};
use crate::panel;

/// The filter: upscales what the filters before it, or its source, draw.
pub(crate) struct UpscaleFilter {
    instance: Instance,
    hotkeys: Hotkeys,
}

impl VideoFilter for UpscaleFilter {}

impl VideoSource for UpscaleFilter {
    const ID: &'static CStr = c"nu_scaler_filter";

    fn name() -> String {
        module::text("Filter.Name")
    }

    fn defaults(data: &Data) {
        panel::set_defaults(data);
    }

    fn create(source: SourceRef, data: &Data) -> Self {
        Self {
            hotkeys: Hotkeys::new(source.clone(), Owner::Filter),
            instance: Instance::new(source, data),
        }
    }

    fn update(&self, data: &Data) {
        self.instance.update(data);
    }

    fn properties(this: Option<&Self>) -> Properties {
        panel::build(this.map(|filter| filter.instance.shown()), |_| ())
    }

    fn width(&self) -> u32 {
        self.sizes().map_or(0, |sizes| sizes.output.width)
    }

    fn height(&self) -> u32 {
        self.sizes().map_or(0, |sizes| sizes.output.height)
    }

    fn tick(&self, _seconds: f32) {
        let source = self.instance.source();
        let (parent, on) = (source.filter_parent(), source.enabled());
        self.instance
            .tick(on, parent.as_ref().is_some_and(Source::showing));
        self.hotkeys.tick(parent.as_ref(), on);
    }

    fn render(&self, graphics: &Graphics) {
        let source = self.instance.source();
        let unfiltered = || source.skip_video_filter(graphics);
        let drawn = self.sizes().is_some_and(|sizes| {
            // `obs_source_process_filter_begin` would do the same but keeps its texture to itself.
            let draw_target = |graphics: &Graphics| {
                source.render_filter_target(graphics);
            };
            let by = By::technology(self.hotkeys.comparing());
            self.instance.draw(graphics, sizes, by, draw_target, unfiltered)
        });
        // Without a picture, and where the source draws itself through this same filter: once is enough.
        if !drawn {
            unfiltered();
        }
    }

    fn color_space(&self, _preferred: &[ColorSpace]) -> ColorSpace {
        let target = self.instance.source().filter_target();
        target.as_ref().map_or(ColorSpace::Srgb, own_space)
    }
}

impl UpscaleFilter {
    /// The sizes of the next frame; `None` while the source has no picture. OBS lays the scene out with what is drawn,
    /// whatever draws it.
    fn sizes(&self) -> Option<Sizes> {
        let target = self.instance.source().filter_target()?;
        self.instance.sizes(target.base_size(), own_space(&target))
    }
}
