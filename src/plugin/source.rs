// SPDX-License-Identifier: GPL-2.0-or-later
//! What OBS calls: the source `nu_scaler_source`, which shows another source, a window, a screen or a part of one,
//! upscaled.

mod captures;
mod child;
mod panel;
pub(crate) mod remote;
mod wish;

use std::cell::RefCell;
use std::ffi::CStr;
use std::ptr;

use nu_scaler_obs::data::Data;
use nu_scaler_obs::graphics::{ColorSpace, Graphics, Size};
use nu_scaler_obs::input::{Interaction, Pointer, VideoInput};
use nu_scaler_obs::instance::VideoSource;
use nu_scaler_obs::module;
use nu_scaler_obs::properties::Properties;
use nu_scaler_obs::source::{Source, SourceRef};

use crate::engine::By;
use crate::hotkeys::{Hotkeys, Owner};
use crate::instance::{Instance, Sizes, own_space};
use child::Child;
use wish::{Region, Wish};

/// The source. What it shows is left as it is.
pub(crate) struct UpscaleSource {
    instance: Instance,
    child: Child,
    hotkeys: Hotkeys,
}

/// What the next frame is made of.
struct View {
    source: Source,
    /// The part of the source that is shown.
    region: Option<Region>,
    sizes: Sizes,
}

impl VideoSource for UpscaleSource {
    const ID: &'static CStr = c"nu_scaler_source";

    fn name() -> String {
        module::text("Source.Name")
    }

    fn defaults(data: &Data) {
        wish::set_defaults(data);
        crate::panel::set_defaults(data);
    }

    fn create(source: SourceRef, data: &Data) -> Self {
        Self {
            child: Child::new(source.clone(), Wish::read(data)),
            hotkeys: Hotkeys::new(source.clone(), Owner::Source(wish::UPSCALE)),
            instance: Instance::new(source, data),
        }
    }

    fn update(&self, data: &Data) {
        self.child.wish(Wish::read(data));
        self.instance.update(data);
    }

    fn properties(this: Option<&Self>) -> Properties {
        crate::panel::build(this.map(|source| source.instance.shown()), |rows| {
            let shown = this.map(|source| panel::Shown {
                own: source.instance.source().clone(),
                wish: source.child.wished(),
                capture: source.child.capture(),
            });
            panel::add(rows, shown);
        })
    }

    fn width(&self) -> u32 {
        self.view().map_or(0, |view| view.sizes.output.width)
    }

    fn height(&self) -> u32 {
        self.view().map_or(0, |view| view.sizes.output.height)
    }

    fn tick(&self, _seconds: f32) {
        let own = self.instance.source().upgrade();
        // Switched off, it is drawn all the same.
        self.instance
            .tick(true, own.as_ref().is_some_and(Source::showing));
        let waiting = self.child.follow().err();
        self.instance.wait_for_picture(waiting);
        self.hotkeys.tick(own.as_ref(), self.child.upscales());
    }

    fn render(&self, graphics: &Graphics) {
        let Some(view) = self.view() else {
            return;
        };
        let draw = |graphics: &Graphics| match view.region {
            None => view.source.render(graphics),
            Some(region) => graphics.with_offset(-(region.x as f32), -(region.y as f32), || {
                view.source.render(graphics);
            }),
        };
        let by = if self.child.upscales() {
            By::technology(self.hotkeys.comparing())
        } else {
            By::Obs
        };
        self.instance.draw(graphics, view.sizes, by, draw, || {
            // Without a texture there is nothing to cut a region out with, and no more than that may be seen.
            if view.region.is_none() {
                view.source.render(graphics);
            }
        });
    }

    fn color_space(&self, _preferred: &[ColorSpace]) -> ColorSpace {
        let space = self.once(|| self.child.source().as_ref().map(own_space));
        space.unwrap_or(ColorSpace::Srgb)
    }
}

impl VideoInput for UpscaleSource {
    fn active_child(&self) -> Option<Source> {
        self.child.source()
    }

    fn save(&self, settings: &Data) {
        self.child.save(settings);
    }

    fn interact(&self, interaction: Interaction<'_>) {
        let Some(view) = self.view() else {
            return;
        };
        // From pixels of ours to pixels of what is shown.
        let scaled = |at: i32, input: u32, output: u32, start: u32| {
            let at = i64::from(at) * i64::from(input) / i64::from(output.max(1)) + i64::from(start);
            i32::try_from(at).unwrap_or(i32::MAX)
        };
        let (input, output) = (view.sizes.input, view.sizes.output);
        let (left, top) = view.region.map_or((0, 0), |region| (region.x, region.y));
        let interaction = interaction.map_pointer(|pointer| Pointer {
            x: scaled(pointer.x, input.width, output.width, left),
            y: scaled(pointer.y, input.height, output.height, top),
            ..pointer
        });
        self.once(|| {
            view.source.interact(interaction);
            Some(())
        });
    }
}

impl UpscaleSource {
    /// What the next frame is made of; `None` while there is no picture.
    fn view(&self) -> Option<View> {
        self.once(|| self.view_of(self.child.picture()?))
    }

    fn view_of(&self, source: Source) -> Option<View> {
        let whole = source.size();
        let region = self.child.region();
        let region = region.map(|region| region.within(whole.width, whole.height));
        let size = region.map_or(whole, |region| Size::new(region.width, region.height));
        let sizes = self.instance.sizes(size, own_space(&source))?;
        Some(View {
            source,
            region,
            sizes,
        })
    }

    /// Asks what is shown something; `None` where that asks us again, further up the same call. OBS refuses loops of
    /// sources that it knows of; other plugins have sources that show one without telling it.
    fn once<R>(&self, ask: impl FnOnce() -> Option<R>) -> Option<R> {
        thread_local! {
            /// The sources of ours that this thread is asking, the last one last.
            static ASKING: RefCell<Vec<*const UpscaleSource>> = const { RefCell::new(Vec::new()) };
        }
        struct Asked;
        impl Drop for Asked {
            fn drop(&mut self) {
                ASKING.with_borrow_mut(Vec::pop);
            }
        }
        if ASKING.with_borrow(|asking| asking.contains(&ptr::from_ref(self))) {
            return None;
        }
        ASKING.with_borrow_mut(|asking| asking.push(ptr::from_ref(self)));
        let _asked = Asked;
        ask()
    }
}
