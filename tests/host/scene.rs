// SPDX-License-Identifier: GPL-2.0-or-later
//! Scenes, their items and groups.

use std::ffi::CString;
use std::ptr::NonNull;

use anyhow::{Context, Result};
use nu_scaler_obs::sys;

use super::Host;
use super::source::Source;

/// A scene; released on drop.
pub struct Scene(NonNull<sys::obs_scene_t>);

/// One source's place in a scene; valid while the scene holds it.
pub struct SceneItem(NonNull<sys::obs_sceneitem_t>);

impl Host {
    /// Makes an empty scene.
    ///
    /// # Errors
    /// When libobs cannot.
    pub fn scene(&self, name: &str) -> Result<Scene> {
        let name = CString::new(name)?;
        // SAFETY: libobs copies the name and gives a reference that is ours.
        NonNull::new(unsafe { sys::obs_scene_create(name.as_ptr()) })
            .map(Scene)
            .context("no scene")
    }
}

impl Scene {
    /// Adds `source` on top.
    ///
    /// # Errors
    /// When libobs refuses.
    pub fn add(&self, source: &Source) -> Result<SceneItem> {
        // SAFETY: both are held; the item keeps a reference to the source.
        let raw = unsafe { sys::obs_scene_add(self.0.as_ptr(), source.as_ptr()) };
        NonNull::new(raw)
            .map(SceneItem)
            .context("the scene does not take the source")
    }

    /// Puts `items` of this scene into a new group.
    ///
    /// # Errors
    /// When libobs refuses.
    pub fn group(&self, name: &str, items: &[SceneItem]) -> Result<SceneItem> {
        let name = CString::new(name)?;
        let mut raw: Vec<_> = items.iter().map(|item| item.0.as_ptr()).collect();
        // SAFETY: the items are of this scene, and the array lives through the call.
        let group = unsafe {
            sys::obs_scene_insert_group(self.0.as_ptr(), name.as_ptr(), raw.as_mut_ptr(), raw.len())
        };
        NonNull::new(group).map(SceneItem).context("no group")
    }

    /// The scene as a source.
    ///
    /// # Errors
    /// Never for a valid scene.
    pub fn source(&self) -> Result<Source> {
        // SAFETY: the scene is held; a reference of our own is taken of the source that it lends.
        Source::from_raw(unsafe { sys::obs_source_get_ref(sys::obs_scene_get_source(self.0.as_ptr())) })
    }
}

impl SceneItem {
    /// Shows or hides the item.
    pub fn set_visible(&self, visible: bool) {
        // SAFETY: the scene holds the item.
        unsafe { sys::obs_sceneitem_set_visible(self.0.as_ptr(), visible) };
    }

    /// Blends the item in the display encoding, as the scene item's menu has it under "Blending Method: SRGB Off".
    pub fn blend_without_srgb(&self) {
        // SAFETY: the scene holds the item.
        unsafe {
            sys::obs_sceneitem_set_blending_method(self.0.as_ptr(), sys::OBS_BLEND_METHOD_SRGB_OFF);
        }
    }

    /// Moves the item's top left corner.
    pub fn set_position(&self, x: f32, y: f32) {
        let mut position = sys::vec2::default();
        position.__bindgen_anon_1.__bindgen_anon_1 = sys::vec2__bindgen_ty_1__bindgen_ty_1 { x, y };
        // SAFETY: the scene holds the item; the value is copied.
        unsafe { sys::obs_sceneitem_set_pos(self.0.as_ptr(), &raw const position) };
    }

    /// Draws the item `factor` times as large, with OBS's bicubic scaling.
    pub fn scale_bicubic(&self, factor: f32) {
        let mut scale = sys::vec2::default();
        scale.__bindgen_anon_1.__bindgen_anon_1 =
            sys::vec2__bindgen_ty_1__bindgen_ty_1 { x: factor, y: factor };
        // SAFETY: the scene holds the item; the value is copied.
        unsafe {
            sys::obs_sceneitem_set_scale(self.0.as_ptr(), &raw const scale);
            sys::obs_sceneitem_set_scale_filter(self.0.as_ptr(), sys::OBS_SCALE_BICUBIC);
        }
    }

    /// The item's source, a group as a source too.
    ///
    /// # Errors
    /// Never for a valid item.
    pub fn source(&self) -> Result<Source> {
        // SAFETY: the scene holds the item; a reference of our own is taken of the source that it lends.
        Source::from_raw(unsafe { sys::obs_source_get_ref(sys::obs_sceneitem_get_source(self.0.as_ptr())) })
    }

    /// Takes the item out of its scene.
    pub fn remove(self) {
        // SAFETY: the scene holds the item until this call.
        unsafe { sys::obs_sceneitem_remove(self.0.as_ptr()) };
    }
}

impl Drop for Scene {
    fn drop(&mut self) {
        // SAFETY: the reference is ours.
        unsafe { sys::obs_scene_release(self.0.as_ptr()) };
    }
}
