// SPDX-License-Identifier: GPL-2.0-or-later
//! What filters and inputs have in common: a Rust type becomes a source type of OBS.

use std::ffi::{CStr, CString, c_char, c_void};
use std::ptr;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::data::Data;
use crate::graphics::{ColorSpace, Graphics};
use crate::panic::{caught, guard};
use crate::properties::Properties;
use crate::source::{Source, SourceRef};
use crate::strings::c_string;
use crate::sys;

/// A source type of OBS that draws: what a [`VideoFilter`](crate::filter::VideoFilter) and a
/// [`VideoInput`](crate::input::VideoInput) have in common. OBS makes one instance for each that the user adds.
///
/// An instance is shared between OBS's threads, which the methods name. A panic in any of them is logged, and until its
/// settings are changed the instance passes the picture through, if it is a filter, or has none.
pub trait VideoSource: Sized + Send + Sync + 'static {
    /// The identifier that is saved with scenes: never to be changed.
    const ID: &'static CStr;

    /// The name in OBS's menus, asked for once.
    fn name() -> String;

    /// Sets the defaults of the settings. Any thread.
    fn defaults(settings: &Data);

    /// A new instance with its saved settings ([`Self::update`] is not called for those). Any thread, often the UI's.
    fn create(source: SourceRef, settings: &Data) -> Self;

    /// The settings were changed. The graphics thread, without the context, or the UI's.
    fn update(&self, settings: &Data);

    /// The panel, for an instance or for none. The UI thread.
    fn properties(this: Option<&Self>) -> Properties;

    /// Width of what is drawn, in pixels. Any thread, often: quick, and no lock that is held while rendering.
    fn width(&self) -> u32;

    /// Height of what is drawn, in pixels. As [`Self::width`].
    fn height(&self) -> u32;

    /// A frame begins, `seconds` after the last one. The graphics thread, without the context.
    fn tick(&self, seconds: f32);

    /// Draws into the current target, once for each view. The graphics thread.
    fn render(&self, graphics: &Graphics);

    /// The colour space that [`Self::render`] draws in, for a reader who prefers these, best first. Any thread.
    fn color_space(&self, preferred: &[ColorSpace]) -> ColorSpace;

    /// The source became visible somewhere.
    fn shown(&self) {}

    /// The source is visible nowhere any more.
    fn hidden(&self) {}

    /// The source came into the picture that is recorded or streamed.
    fn activated(&self) {}

    /// The source left that picture.
    fn deactivated(&self) {}
}

/// What OBS's `void*` points at: made by `create`, given back by `destroy`, only ever read in between.
///
/// OBS calls an instance from several threads at once, hence `T: Sync`; it calls `destroy` last, on any thread, when
/// nobody holds the source any more, hence `T: Send`.
pub(crate) struct Instance<T> {
    /// The instance's own source. It owns the instance, so it is there in every callback, and is used in callbacks only.
    source: *mut sys::obs_source_t,
    /// A callback panicked: nothing is called until the next update.
    failed: AtomicBool,
    video: T,
}

impl<T: VideoSource> Instance<T> {
    /// # Safety
    /// `data` is NULL or what `create` of this type gave, not yet destroyed, and stays so for `'a`.
    pub(crate) unsafe fn of<'a>(data: *mut c_void) -> Option<&'a Self> {
        // SAFETY: the caller's promise: it points at an instance, and nobody has a `&mut` to it.
        unsafe { data.cast::<Self>().as_ref() }
    }

    /// The instance's own source, for use in its callbacks.
    pub(crate) fn source(&self) -> *mut sys::obs_source_t {
        self.source
    }

    /// Runs a method unless the instance failed; notes it when it fails now.
    pub(crate) fn call<R>(&self, method: impl FnOnce(&T) -> R) -> Option<R> {
        if self.failed.load(Ordering::Relaxed) {
            return None;
        }
        let result = caught(|| method(&self.video));
        if result.is_none() {
            self.failed.store(true, Ordering::Relaxed);
        }
        result
    }

    /// What a filter filters, for a failed instance to stand back behind; an input has nothing there.
    fn target(&self) -> Option<Source> {
        // SAFETY: called in callbacks only, where the source is there, and so is OBS's pointer to its target.
        unsafe { Source::from_borrowed(sys::obs_filter_get_target(self.source)) }
    }
}

/// The structure that describes `T` to OBS, with the callbacks of every kind of source.
pub(crate) fn describe<T: VideoSource>() -> sys::obs_source_info {
    let name = c_string(&guard(String::new(), T::name));
    sys::obs_source_info {
        id: T::ID.as_ptr(),
        output_flags: sys::OBS_SOURCE_VIDEO | sys::OBS_SOURCE_SRGB,
        get_name: Some(get_name),
        create: Some(create::<T>),
        destroy: Some(destroy::<T>),
        get_width: Some(get_width::<T>),
        get_height: Some(get_height::<T>),
        get_defaults: Some(get_defaults::<T>),
        get_properties: Some(get_properties::<T>),
        update: Some(update::<T>),
        activate: Some(activate::<T>),
        deactivate: Some(deactivate::<T>),
        show: Some(show::<T>),
        hide: Some(hide::<T>),
        video_tick: Some(video_tick::<T>),
        video_render: Some(video_render::<T>),
        type_data: name.into_raw().cast(),
        free_type_data: Some(free_type_data),
        video_get_color_space: Some(video_get_color_space::<T>),
        ..sys::obs_source_info::default()
    }
}

/// Gives OBS what [`describe`] made. False: OBS refused it (it logs why).
pub(crate) fn register(info: &sys::obs_source_info) -> bool {
    // SAFETY: a complete structure of the size given, whose identifier is static; OBS copies it, owns the type data
    // from here on, and frees it also when it refuses.
    unsafe {
        sys::obs_register_source_s(info, size_of_val(info));
        sys::obs_get_source_output_flags(info.id) == info.output_flags
    }
}

// The callbacks. Each gets from OBS what `Instance::of` asks for: the pointer that `create` gave, before `destroy`; the
// lifetime of the reference ends with the callback.

unsafe extern "C" fn get_name(type_data: *mut c_void) -> *const c_char {
    type_data.cast_const().cast()
}

unsafe extern "C" fn free_type_data(type_data: *mut c_void) {
    if !type_data.is_null() {
        // SAFETY: made by `into_raw` in `describe`, and OBS frees it once.
        drop(unsafe { CString::from_raw(type_data.cast()) });
    }
}

unsafe extern "C" fn create<T: VideoSource>(
    settings: *mut sys::obs_data_t,
    source: *mut sys::obs_source_t,
) -> *mut c_void {
    guard(ptr::null_mut(), || {
        // SAFETY: OBS gives the settings of a source that it is making, and both are there during the callback. Only
        // this thread has them so far.
        let (settings, handle) = unsafe { (Data::from_borrowed(settings), SourceRef::from_raw(source)) };
        let instance = Instance {
            source,
            failed: AtomicBool::new(false),
            video: T::create(handle, &settings.unwrap_or_default()),
        };
        Box::into_raw(Box::new(instance)).cast()
    })
}

unsafe extern "C" fn destroy<T: VideoSource>(data: *mut c_void) {
    guard((), || {
        if !data.is_null() {
            // SAFETY: made by `into_raw` in `create`; OBS destroys it once, after every other callback.
            drop(unsafe { Box::from_raw(data.cast::<Instance<T>>()) });
        }
    });
}

unsafe extern "C" fn get_width<T: VideoSource>(data: *mut c_void) -> u32 {
    guard(0, || {
        // SAFETY: see above.
        let Some(instance) = (unsafe { Instance::<T>::of(data) }) else {
            return 0;
        };
        instance
            .call(T::width)
            .unwrap_or_else(|| instance.target().map_or(0, |target| target.base_width()))
    })
}

unsafe extern "C" fn get_height<T: VideoSource>(data: *mut c_void) -> u32 {
    guard(0, || {
        // SAFETY: see above.
        let Some(instance) = (unsafe { Instance::<T>::of(data) }) else {
            return 0;
        };
        instance
            .call(T::height)
            .unwrap_or_else(|| instance.target().map_or(0, |target| target.base_height()))
    })
}

unsafe extern "C" fn get_defaults<T: VideoSource>(settings: *mut sys::obs_data_t) {
    guard((), || {
        // SAFETY: OBS gives settings that nobody else uses during the callback.
        if let Some(settings) = unsafe { Data::from_borrowed(settings) } {
            T::defaults(&settings);
        }
    });
}

unsafe extern "C" fn get_properties<T: VideoSource>(data: *mut c_void) -> *mut sys::obs_properties_t {
    guard(ptr::null_mut(), || {
        // SAFETY: see above.
        let instance = unsafe { Instance::<T>::of(data) };
        T::properties(instance.map(|instance| &instance.video)).into_raw()
    })
}

unsafe extern "C" fn update<T: VideoSource>(data: *mut c_void, settings: *mut sys::obs_data_t) {
    guard((), || {
        // SAFETY: see above; the settings are there during the callback.
        let (instance, settings) = unsafe { (Instance::<T>::of(data), Data::from_borrowed(settings)) };
        if let (Some(instance), Some(settings)) = (instance, settings) {
            instance.failed.store(false, Ordering::Relaxed);
            instance.call(|video| video.update(&settings));
        }
    });
}

/// Callbacks that only tell the instance something.
macro_rules! notices {
    ($($callback:ident => $method:ident;)*) => {
        $(
            unsafe extern "C" fn $callback<T: VideoSource>(data: *mut c_void) {
                guard((), || {
                    // SAFETY: see above.
                    if let Some(instance) = unsafe { Instance::<T>::of(data) } {
                        instance.call(T::$method);
                    }
                });
            }
        )*
    };
}

notices! {
    activate => activated;
    deactivate => deactivated;
    show => shown;
    hide => hidden;
}

unsafe extern "C" fn video_tick<T: VideoSource>(data: *mut c_void, seconds: f32) {
    guard((), || {
        // SAFETY: see above.
        if let Some(instance) = unsafe { Instance::<T>::of(data) } {
            instance.call(|video| video.tick(seconds));
        }
    });
}

unsafe extern "C" fn video_render<T: VideoSource>(data: *mut c_void, _effect: *mut sys::gs_effect_t) {
    guard((), || {
        // SAFETY: see above; OBS renders with the context entered.
        let (instance, graphics) = unsafe { (Instance::<T>::of(data), Graphics::assume_entered()) };
        if let Some(instance) = instance
            && instance.call(|video| video.render(graphics)).is_none()
            // SAFETY: the instance's own source, in a callback.
            && let Some(source) = unsafe { Source::from_borrowed(instance.source) }
        {
            source.skip_video_filter(graphics);
        }
    });
}

unsafe extern "C" fn video_get_color_space<T: VideoSource>(
    data: *mut c_void,
    count: usize,
    preferred: *const sys::gs_color_space,
) -> sys::gs_color_space {
    guard(sys::GS_CS_SRGB, || {
        let preferred: Vec<ColorSpace> = if preferred.is_null() {
            Vec::new()
        } else {
            // SAFETY: OBS gives a list of the length that it says, there during the callback.
            unsafe { std::slice::from_raw_parts(preferred, count) }
                .iter()
                .map(|&raw| ColorSpace::from_raw(raw))
                .collect()
        };
        // SAFETY: see above.
        let Some(instance) = (unsafe { Instance::<T>::of(data) }) else {
            return sys::GS_CS_SRGB;
        };
        instance
            .call(|video| video.color_space(&preferred))
            .or_else(|| instance.target().map(|target| target.color_space(&preferred)))
            .map_or(sys::GS_CS_SRGB, ColorSpace::to_raw)
    })
}
