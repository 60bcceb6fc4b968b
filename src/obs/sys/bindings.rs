// SPDX-License-Identifier: GPL-2.0-or-later
// Written by tests/bindings.rs from the headers of OBS 29; do not edit.

pub const GS_MAX_TEXTURES: u32 = 8;
pub const GS_BUILD_MIPMAPS: u32 = 1;
pub const GS_DYNAMIC: u32 = 2;
pub const GS_RENDER_TARGET: u32 = 4;
pub const GS_GL_DUMMYTEX: u32 = 8;
pub const GS_DUP_BUFFER: u32 = 16;
pub const GS_SHARED_TEX: u32 = 32;
pub const GS_SHARED_KM_TEX: u32 = 64;
pub const GS_SUCCESS: u32 = 0;
pub const GS_ERROR_FAIL: i32 = -1;
pub const GS_ERROR_MODULE_NOT_FOUND: i32 = -2;
pub const GS_ERROR_NOT_SUPPORTED: i32 = -3;
pub const GS_DEVICE_OPENGL: u32 = 1;
pub const GS_DEVICE_DIRECT3D_11: u32 = 2;
pub const GS_FLIP_U: u32 = 1;
pub const GS_FLIP_V: u32 = 2;
pub const GS_CLEAR_COLOR: u32 = 1;
pub const GS_CLEAR_DEPTH: u32 = 2;
pub const GS_CLEAR_STENCIL: u32 = 4;
pub const GS_USE_DEBUG_MARKERS: u32 = 0;
pub const VIDEO_OUTPUT_SUCCESS: u32 = 0;
pub const VIDEO_OUTPUT_INVALIDPARAM: i32 = -1;
pub const VIDEO_OUTPUT_FAIL: i32 = -2;
pub const CALL_PARAM_IN: u32 = 1;
pub const CALL_PARAM_OUT: u32 = 2;
pub const LIBOBS_API_MAJOR_VER: u32 = 29;
pub const LIBOBS_API_MINOR_VER: u32 = 0;
pub const LIBOBS_API_PATCH_VER: u32 = 2;
pub const OBS_ALIGN_CENTER: u32 = 0;
pub const OBS_ALIGN_LEFT: u32 = 1;
pub const OBS_ALIGN_RIGHT: u32 = 2;
pub const OBS_ALIGN_TOP: u32 = 4;
pub const OBS_ALIGN_BOTTOM: u32 = 8;
pub const OBS_OUTPUT_SUCCESS: u32 = 0;
pub const OBS_OUTPUT_BAD_PATH: i32 = -1;
pub const OBS_OUTPUT_CONNECT_FAILED: i32 = -2;
pub const OBS_OUTPUT_INVALID_STREAM: i32 = -3;
pub const OBS_OUTPUT_ERROR: i32 = -4;
pub const OBS_OUTPUT_DISCONNECTED: i32 = -5;
pub const OBS_OUTPUT_UNSUPPORTED: i32 = -6;
pub const OBS_OUTPUT_NO_SPACE: i32 = -7;
pub const OBS_OUTPUT_ENCODE_ERROR: i32 = -8;
pub const OBS_VIDEO_SUCCESS: u32 = 0;
pub const OBS_VIDEO_FAIL: i32 = -1;
pub const OBS_VIDEO_NOT_SUPPORTED: i32 = -2;
pub const OBS_VIDEO_INVALID_PARAM: i32 = -3;
pub const OBS_VIDEO_CURRENTLY_ACTIVE: i32 = -4;
pub const OBS_VIDEO_MODULE_NOT_FOUND: i32 = -5;
pub const OBS_UI_SUCCESS: u32 = 0;
pub const OBS_UI_CANCEL: i32 = -1;
pub const OBS_UI_NOTFOUND: i32 = -2;
pub const OBS_PROPERTIES_DEFER_UPDATE: u32 = 1;
pub const OBS_FONT_BOLD: u32 = 1;
pub const OBS_FONT_ITALIC: u32 = 2;
pub const OBS_FONT_UNDERLINE: u32 = 4;
pub const OBS_FONT_STRIKEOUT: u32 = 8;
pub const OBS_SOURCE_VIDEO: u32 = 1;
pub const OBS_SOURCE_AUDIO: u32 = 2;
pub const OBS_SOURCE_ASYNC: u32 = 4;
pub const OBS_SOURCE_ASYNC_VIDEO: u32 = 5;
pub const OBS_SOURCE_CUSTOM_DRAW: u32 = 8;
pub const OBS_SOURCE_INTERACTION: u32 = 32;
pub const OBS_SOURCE_COMPOSITE: u32 = 64;
pub const OBS_SOURCE_DO_NOT_DUPLICATE: u32 = 128;
pub const OBS_SOURCE_DEPRECATED: u32 = 256;
pub const OBS_SOURCE_DO_NOT_SELF_MONITOR: u32 = 512;
pub const OBS_SOURCE_CAP_DISABLED: u32 = 1024;
pub const OBS_SOURCE_CAP_OBSOLETE: u32 = 1024;
pub const OBS_SOURCE_MONITOR_BY_DEFAULT: u32 = 2048;
pub const OBS_SOURCE_SUBMIX: u32 = 4096;
pub const OBS_SOURCE_CONTROLLABLE_MEDIA: u32 = 8192;
pub const OBS_SOURCE_CEA_708: u32 = 16384;
pub const OBS_SOURCE_SRGB: u32 = 32768;
pub const OBS_SOURCE_CAP_DONT_SHOW_PROPERTIES: u32 = 65536;
pub const OBS_ENCODER_CAP_DEPRECATED: u32 = 1;
pub const OBS_ENCODER_CAP_PASS_TEXTURE: u32 = 2;
pub const OBS_ENCODER_CAP_DYN_BITRATE: u32 = 4;
pub const OBS_ENCODER_CAP_INTERNAL: u32 = 8;
pub const OBS_OUTPUT_VIDEO: u32 = 1;
pub const OBS_OUTPUT_AUDIO: u32 = 2;
pub const OBS_OUTPUT_AV: u32 = 3;
pub const OBS_OUTPUT_ENCODED: u32 = 4;
pub const OBS_OUTPUT_SERVICE: u32 = 8;
pub const OBS_OUTPUT_MULTI_TRACK: u32 = 16;
pub const OBS_OUTPUT_CAN_PAUSE: u32 = 32;
pub const OBS_MOUSE_BUTTON_DEFAULT: u32 = 1;
pub const OBS_SOURCE_FRAME_LINEAR_ALPHA: u32 = 1;
pub const OBS_SOURCE_FLAG_UNUSED_1: u32 = 1;
pub const OBS_SOURCE_FLAG_FORCE_MONO: u32 = 2;
pub const OBS_OUTPUT_DELAY_PRESERVE: u32 = 1;
pub type va_list = __builtin_va_list;
pub const LOG_ERROR: _bindgen_ty_1 = 100;
pub const LOG_WARNING: _bindgen_ty_1 = 200;
pub const LOG_INFO: _bindgen_ty_1 = 300;
pub const LOG_DEBUG: _bindgen_ty_1 = 400;
pub type _bindgen_ty_1 = ::std::os::raw::c_uint;
pub type log_handler_t = ::std::option::Option<
    unsafe extern "C" fn(
        lvl: ::std::os::raw::c_int,
        msg: *const ::std::os::raw::c_char,
        args: *mut __va_list_tag,
        p: *mut ::std::os::raw::c_void,
    ),
>;
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct profiler_name_store {
    _unused: [u8; 0],
}
pub type profiler_name_store_t = profiler_name_store;
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct text_lookup {
    _unused: [u8; 0],
}
pub type lookup_t = text_lookup;
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct input_subsystem {
    _unused: [u8; 0],
}
pub type input_t = input_subsystem;
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct quat {
    _unused: [u8; 0],
}
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct matrix3 {
    _unused: [u8; 0],
}
pub const GS_POINTS: gs_draw_mode = 0;
pub const GS_LINES: gs_draw_mode = 1;
pub const GS_LINESTRIP: gs_draw_mode = 2;
pub const GS_TRIS: gs_draw_mode = 3;
pub const GS_TRISTRIP: gs_draw_mode = 4;
pub type gs_draw_mode = ::std::os::raw::c_uint;
pub const GS_UNKNOWN: gs_color_format = 0;
pub const GS_A8: gs_color_format = 1;
pub const GS_R8: gs_color_format = 2;
pub const GS_RGBA: gs_color_format = 3;
pub const GS_BGRX: gs_color_format = 4;
pub const GS_BGRA: gs_color_format = 5;
pub const GS_R10G10B10A2: gs_color_format = 6;
pub const GS_RGBA16: gs_color_format = 7;
pub const GS_R16: gs_color_format = 8;
pub const GS_RGBA16F: gs_color_format = 9;
pub const GS_RGBA32F: gs_color_format = 10;
pub const GS_RG16F: gs_color_format = 11;
pub const GS_RG32F: gs_color_format = 12;
pub const GS_R16F: gs_color_format = 13;
pub const GS_R32F: gs_color_format = 14;
pub const GS_DXT1: gs_color_format = 15;
pub const GS_DXT3: gs_color_format = 16;
pub const GS_DXT5: gs_color_format = 17;
pub const GS_R8G8: gs_color_format = 18;
pub const GS_RGBA_UNORM: gs_color_format = 19;
pub const GS_BGRX_UNORM: gs_color_format = 20;
pub const GS_BGRA_UNORM: gs_color_format = 21;
pub const GS_RG16: gs_color_format = 22;
pub type gs_color_format = ::std::os::raw::c_uint;
pub const GS_CS_SRGB: gs_color_space = 0;
pub const GS_CS_SRGB_16F: gs_color_space = 1;
pub const GS_CS_709_EXTENDED: gs_color_space = 2;
pub const GS_CS_709_SCRGB: gs_color_space = 3;
pub type gs_color_space = ::std::os::raw::c_uint;
pub const GS_ZS_NONE: gs_zstencil_format = 0;
pub const GS_Z16: gs_zstencil_format = 1;
pub const GS_Z24_S8: gs_zstencil_format = 2;
pub const GS_Z32F: gs_zstencil_format = 3;
pub const GS_Z32F_S8X24: gs_zstencil_format = 4;
pub type gs_zstencil_format = ::std::os::raw::c_uint;
pub const GS_UNSIGNED_SHORT: gs_index_type = 0;
pub const GS_UNSIGNED_LONG: gs_index_type = 1;
pub type gs_index_type = ::std::os::raw::c_uint;
pub const GS_BACK: gs_cull_mode = 0;
pub const GS_FRONT: gs_cull_mode = 1;
pub const GS_NEITHER: gs_cull_mode = 2;
pub type gs_cull_mode = ::std::os::raw::c_uint;
pub const GS_BLEND_ZERO: gs_blend_type = 0;
pub const GS_BLEND_ONE: gs_blend_type = 1;
pub const GS_BLEND_SRCCOLOR: gs_blend_type = 2;
pub const GS_BLEND_INVSRCCOLOR: gs_blend_type = 3;
pub const GS_BLEND_SRCALPHA: gs_blend_type = 4;
pub const GS_BLEND_INVSRCALPHA: gs_blend_type = 5;
pub const GS_BLEND_DSTCOLOR: gs_blend_type = 6;
pub const GS_BLEND_INVDSTCOLOR: gs_blend_type = 7;
pub const GS_BLEND_DSTALPHA: gs_blend_type = 8;
pub const GS_BLEND_INVDSTALPHA: gs_blend_type = 9;
pub const GS_BLEND_SRCALPHASAT: gs_blend_type = 10;
pub type gs_blend_type = ::std::os::raw::c_uint;
pub const GS_BLEND_OP_ADD: gs_blend_op_type = 0;
pub const GS_BLEND_OP_SUBTRACT: gs_blend_op_type = 1;
pub const GS_BLEND_OP_REVERSE_SUBTRACT: gs_blend_op_type = 2;
pub const GS_BLEND_OP_MIN: gs_blend_op_type = 3;
pub const GS_BLEND_OP_MAX: gs_blend_op_type = 4;
pub type gs_blend_op_type = ::std::os::raw::c_uint;
pub const GS_NEVER: gs_depth_test = 0;
pub const GS_LESS: gs_depth_test = 1;
pub const GS_LEQUAL: gs_depth_test = 2;
pub const GS_EQUAL: gs_depth_test = 3;
pub const GS_GEQUAL: gs_depth_test = 4;
pub const GS_GREATER: gs_depth_test = 5;
pub const GS_NOTEQUAL: gs_depth_test = 6;
pub const GS_ALWAYS: gs_depth_test = 7;
pub type gs_depth_test = ::std::os::raw::c_uint;
pub const GS_STENCIL_FRONT: gs_stencil_side = 1;
pub const GS_STENCIL_BACK: gs_stencil_side = 2;
pub const GS_STENCIL_BOTH: gs_stencil_side = 3;
pub type gs_stencil_side = ::std::os::raw::c_uint;
pub const GS_KEEP: gs_stencil_op_type = 0;
pub const GS_ZERO: gs_stencil_op_type = 1;
pub const GS_REPLACE: gs_stencil_op_type = 2;
pub const GS_INCR: gs_stencil_op_type = 3;
pub const GS_DECR: gs_stencil_op_type = 4;
pub const GS_INVERT: gs_stencil_op_type = 5;
pub type gs_stencil_op_type = ::std::os::raw::c_uint;
pub const GS_POSITIVE_X: gs_cube_sides = 0;
pub const GS_NEGATIVE_X: gs_cube_sides = 1;
pub const GS_POSITIVE_Y: gs_cube_sides = 2;
pub const GS_NEGATIVE_Y: gs_cube_sides = 3;
pub const GS_POSITIVE_Z: gs_cube_sides = 4;
pub const GS_NEGATIVE_Z: gs_cube_sides = 5;
pub type gs_cube_sides = ::std::os::raw::c_uint;
pub const GS_FILTER_POINT: gs_sample_filter = 0;
pub const GS_FILTER_LINEAR: gs_sample_filter = 1;
pub const GS_FILTER_ANISOTROPIC: gs_sample_filter = 2;
pub const GS_FILTER_MIN_MAG_POINT_MIP_LINEAR: gs_sample_filter = 3;
pub const GS_FILTER_MIN_POINT_MAG_LINEAR_MIP_POINT: gs_sample_filter = 4;
pub const GS_FILTER_MIN_POINT_MAG_MIP_LINEAR: gs_sample_filter = 5;
pub const GS_FILTER_MIN_LINEAR_MAG_MIP_POINT: gs_sample_filter = 6;
pub const GS_FILTER_MIN_LINEAR_MAG_POINT_MIP_LINEAR: gs_sample_filter = 7;
pub const GS_FILTER_MIN_MAG_LINEAR_MIP_POINT: gs_sample_filter = 8;
pub type gs_sample_filter = ::std::os::raw::c_uint;
pub const GS_ADDRESS_CLAMP: gs_address_mode = 0;
pub const GS_ADDRESS_WRAP: gs_address_mode = 1;
pub const GS_ADDRESS_MIRROR: gs_address_mode = 2;
pub const GS_ADDRESS_BORDER: gs_address_mode = 3;
pub const GS_ADDRESS_MIRRORONCE: gs_address_mode = 4;
pub type gs_address_mode = ::std::os::raw::c_uint;
pub const GS_TEXTURE_2D: gs_texture_type = 0;
pub const GS_TEXTURE_3D: gs_texture_type = 1;
pub const GS_TEXTURE_CUBE: gs_texture_type = 2;
pub type gs_texture_type = ::std::os::raw::c_uint;
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct gs_device_loss {
    pub device_loss_release: ::std::option::Option<unsafe extern "C" fn(data: *mut ::std::os::raw::c_void)>,
    pub device_loss_rebuild: ::std::option::Option<
        unsafe extern "C" fn(device: *mut ::std::os::raw::c_void, data: *mut ::std::os::raw::c_void),
    >,
    pub data: *mut ::std::os::raw::c_void,
}
impl Default for gs_device_loss {
    fn default() -> Self {
        let mut s = ::std::mem::MaybeUninit::<Self>::uninit();
        unsafe {
            ::std::ptr::write_bytes(s.as_mut_ptr(), 0, 1);
            s.assume_init()
        }
    }
}
#[repr(C)]
#[derive(Debug, Default, Copy, Clone)]
pub struct gs_monitor_info {
    pub rotation_degrees: ::std::os::raw::c_int,
    pub x: ::std::os::raw::c_long,
    pub y: ::std::os::raw::c_long,
    pub cx: ::std::os::raw::c_long,
    pub cy: ::std::os::raw::c_long,
}
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct gs_tvertarray {
    pub width: usize,
    pub array: *mut ::std::os::raw::c_void,
}
impl Default for gs_tvertarray {
    fn default() -> Self {
        let mut s = ::std::mem::MaybeUninit::<Self>::uninit();
        unsafe {
            ::std::ptr::write_bytes(s.as_mut_ptr(), 0, 1);
            s.assume_init()
        }
    }
}
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct gs_vb_data {
    pub num: usize,
    pub points: *mut vec3,
    pub normals: *mut vec3,
    pub tangents: *mut vec3,
    pub colors: *mut u32,
    pub num_tex: usize,
    pub tvarray: *mut gs_tvertarray,
}
impl Default for gs_vb_data {
    fn default() -> Self {
        let mut s = ::std::mem::MaybeUninit::<Self>::uninit();
        unsafe {
            ::std::ptr::write_bytes(s.as_mut_ptr(), 0, 1);
            s.assume_init()
        }
    }
}
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct gs_sampler_info {
    pub filter: gs_sample_filter,
    pub address_u: gs_address_mode,
    pub address_v: gs_address_mode,
    pub address_w: gs_address_mode,
    pub max_anisotropy: ::std::os::raw::c_int,
    pub border_color: u32,
}
impl Default for gs_sampler_info {
    fn default() -> Self {
        let mut s = ::std::mem::MaybeUninit::<Self>::uninit();
        unsafe {
            ::std::ptr::write_bytes(s.as_mut_ptr(), 0, 1);
            s.assume_init()
        }
    }
}
#[repr(C)]
#[derive(Debug, Default, Copy, Clone)]
pub struct gs_display_mode {
    pub width: u32,
    pub height: u32,
    pub bits: u32,
    pub freq: u32,
}
#[repr(C)]
#[derive(Debug, Default, Copy, Clone)]
pub struct gs_rect {
    pub x: ::std::os::raw::c_int,
    pub y: ::std::os::raw::c_int,
    pub cx: ::std::os::raw::c_int,
    pub cy: ::std::os::raw::c_int,
}
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct gs_texture {
    _unused: [u8; 0],
}
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct gs_stage_surface {
    _unused: [u8; 0],
}
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct gs_zstencil_buffer {
    _unused: [u8; 0],
}
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct gs_vertex_buffer {
    _unused: [u8; 0],
}
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct gs_index_buffer {
    _unused: [u8; 0],
}
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct gs_sampler_state {
    _unused: [u8; 0],
}
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct gs_shader {
    _unused: [u8; 0],
}
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct gs_swap_chain {
    _unused: [u8; 0],
}
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct gs_timer {
    _unused: [u8; 0],
}
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct gs_texrender {
    _unused: [u8; 0],
}
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct gs_shader_param {
    _unused: [u8; 0],
}
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct gs_effect {
    _unused: [u8; 0],
}
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct gs_effect_technique {
    _unused: [u8; 0],
}
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct gs_effect_pass {
    _unused: [u8; 0],
}
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct gs_effect_param {
    _unused: [u8; 0],
}
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct gs_device {
    _unused: [u8; 0],
}
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct graphics_subsystem {
    _unused: [u8; 0],
}
pub type gs_texture_t = gs_texture;
pub type gs_stagesurf_t = gs_stage_surface;
pub type gs_zstencil_t = gs_zstencil_buffer;
pub type gs_vertbuffer_t = gs_vertex_buffer;
pub type gs_indexbuffer_t = gs_index_buffer;
pub type gs_samplerstate_t = gs_sampler_state;
pub type gs_swapchain_t = gs_swap_chain;
pub type gs_timer_t = gs_timer;
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct gs_timer_range {
    _unused: [u8; 0],
}
pub type gs_timer_range_t = gs_timer_range;
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct gs_texture_render {
    _unused: [u8; 0],
}
pub type gs_texrender_t = gs_texture_render;
pub type gs_shader_t = gs_shader;
pub type gs_sparam_t = gs_shader_param;
pub type gs_effect_t = gs_effect;
pub type gs_technique_t = gs_effect_technique;
pub type gs_epass_t = gs_effect_pass;
pub type gs_eparam_t = gs_effect_param;
pub type gs_device_t = gs_device;
pub type graphics_t = graphics_subsystem;
pub const GS_SHADER_PARAM_UNKNOWN: gs_shader_param_type = 0;
pub const GS_SHADER_PARAM_BOOL: gs_shader_param_type = 1;
pub const GS_SHADER_PARAM_FLOAT: gs_shader_param_type = 2;
pub const GS_SHADER_PARAM_INT: gs_shader_param_type = 3;
pub const GS_SHADER_PARAM_STRING: gs_shader_param_type = 4;
pub const GS_SHADER_PARAM_VEC2: gs_shader_param_type = 5;
pub const GS_SHADER_PARAM_VEC3: gs_shader_param_type = 6;
pub const GS_SHADER_PARAM_VEC4: gs_shader_param_type = 7;
pub const GS_SHADER_PARAM_INT2: gs_shader_param_type = 8;
pub const GS_SHADER_PARAM_INT3: gs_shader_param_type = 9;
pub const GS_SHADER_PARAM_INT4: gs_shader_param_type = 10;
pub const GS_SHADER_PARAM_MATRIX4X4: gs_shader_param_type = 11;
pub const GS_SHADER_PARAM_TEXTURE: gs_shader_param_type = 12;
pub type gs_shader_param_type = ::std::os::raw::c_uint;
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct gs_shader_texture {
    pub tex: *mut gs_texture_t,
    pub srgb: bool,
}
impl Default for gs_shader_texture {
    fn default() -> Self {
        let mut s = ::std::mem::MaybeUninit::<Self>::uninit();
        unsafe {
            ::std::ptr::write_bytes(s.as_mut_ptr(), 0, 1);
            s.assume_init()
        }
    }
}
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct gs_shader_param_info {
    pub type_: gs_shader_param_type,
    pub name: *const ::std::os::raw::c_char,
}
impl Default for gs_shader_param_info {
    fn default() -> Self {
        let mut s = ::std::mem::MaybeUninit::<Self>::uninit();
        unsafe {
            ::std::ptr::write_bytes(s.as_mut_ptr(), 0, 1);
            s.assume_init()
        }
    }
}
pub const GS_SHADER_VERTEX: gs_shader_type = 0;
pub const GS_SHADER_PIXEL: gs_shader_type = 1;
pub type gs_shader_type = ::std::os::raw::c_uint;
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct gs_effect_param_info {
    pub name: *const ::std::os::raw::c_char,
    pub type_: gs_shader_param_type,
}
impl Default for gs_effect_param_info {
    fn default() -> Self {
        let mut s = ::std::mem::MaybeUninit::<Self>::uninit();
        unsafe {
            ::std::ptr::write_bytes(s.as_mut_ptr(), 0, 1);
            s.assume_init()
        }
    }
}
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct gs_window {
    pub id: u32,
    pub display: *mut ::std::os::raw::c_void,
}
impl Default for gs_window {
    fn default() -> Self {
        let mut s = ::std::mem::MaybeUninit::<Self>::uninit();
        unsafe {
            ::std::ptr::write_bytes(s.as_mut_ptr(), 0, 1);
            s.assume_init()
        }
    }
}
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct gs_init_data {
    pub window: gs_window,
    pub cx: u32,
    pub cy: u32,
    pub num_backbuffers: u32,
    pub format: gs_color_format,
    pub zsformat: gs_zstencil_format,
    pub adapter: u32,
}
impl Default for gs_init_data {
    fn default() -> Self {
        let mut s = ::std::mem::MaybeUninit::<Self>::uninit();
        unsafe {
            ::std::ptr::write_bytes(s.as_mut_ptr(), 0, 1);
            s.assume_init()
        }
    }
}
pub const GS_IMAGE_ALPHA_STRAIGHT: gs_image_alpha_mode = 0;
pub const GS_IMAGE_ALPHA_PREMULTIPLY_SRGB: gs_image_alpha_mode = 1;
pub const GS_IMAGE_ALPHA_PREMULTIPLY: gs_image_alpha_mode = 2;
pub type gs_image_alpha_mode = ::std::os::raw::c_uint;
pub const GS_DMABUF_FLAG_NONE: gs_dmabuf_flags = 0;
pub const GS_DMABUF_FLAG_IMPLICIT_MODIFIERS_SUPPORTED: gs_dmabuf_flags = 1;
pub type gs_dmabuf_flags = ::std::os::raw::c_uint;
#[repr(C)]
#[derive(Copy, Clone)]
pub struct vec2 {
    pub __bindgen_anon_1: vec2__bindgen_ty_1,
}
#[repr(C)]
#[derive(Copy, Clone)]
pub union vec2__bindgen_ty_1 {
    pub __bindgen_anon_1: vec2__bindgen_ty_1__bindgen_ty_1,
    pub ptr: [f32; 2usize],
}
#[repr(C)]
#[derive(Debug, Default, Copy, Clone)]
pub struct vec2__bindgen_ty_1__bindgen_ty_1 {
    pub x: f32,
    pub y: f32,
}
impl Default for vec2__bindgen_ty_1 {
    fn default() -> Self {
        let mut s = ::std::mem::MaybeUninit::<Self>::uninit();
        unsafe {
            ::std::ptr::write_bytes(s.as_mut_ptr(), 0, 1);
            s.assume_init()
        }
    }
}
impl Default for vec2 {
    fn default() -> Self {
        let mut s = ::std::mem::MaybeUninit::<Self>::uninit();
        unsafe {
            ::std::ptr::write_bytes(s.as_mut_ptr(), 0, 1);
            s.assume_init()
        }
    }
}
pub type __m128 = [f32; 4usize];
#[repr(C)]
#[repr(align(16))]
#[derive(Copy, Clone)]
pub struct vec4 {
    pub __bindgen_anon_1: vec4__bindgen_ty_1,
}
#[repr(C)]
#[repr(align(16))]
#[derive(Copy, Clone)]
pub union vec4__bindgen_ty_1 {
    pub __bindgen_anon_1: vec4__bindgen_ty_1__bindgen_ty_1,
    pub ptr: [f32; 4usize],
    pub m: __m128,
}
#[repr(C)]
#[derive(Debug, Default, Copy, Clone)]
pub struct vec4__bindgen_ty_1__bindgen_ty_1 {
    pub x: f32,
    pub y: f32,
    pub z: f32,
    pub w: f32,
}
impl Default for vec4__bindgen_ty_1 {
    fn default() -> Self {
        let mut s = ::std::mem::MaybeUninit::<Self>::uninit();
        unsafe {
            ::std::ptr::write_bytes(s.as_mut_ptr(), 0, 1);
            s.assume_init()
        }
    }
}
impl Default for vec4 {
    fn default() -> Self {
        let mut s = ::std::mem::MaybeUninit::<Self>::uninit();
        unsafe {
            ::std::ptr::write_bytes(s.as_mut_ptr(), 0, 1);
            s.assume_init()
        }
    }
}
#[repr(C)]
#[repr(align(16))]
#[derive(Copy, Clone)]
pub struct vec3 {
    pub __bindgen_anon_1: vec3__bindgen_ty_1,
}
#[repr(C)]
#[repr(align(16))]
#[derive(Copy, Clone)]
pub union vec3__bindgen_ty_1 {
    pub __bindgen_anon_1: vec3__bindgen_ty_1__bindgen_ty_1,
    pub ptr: [f32; 4usize],
    pub m: __m128,
}
#[repr(C)]
#[derive(Debug, Default, Copy, Clone)]
pub struct vec3__bindgen_ty_1__bindgen_ty_1 {
    pub x: f32,
    pub y: f32,
    pub z: f32,
    pub w: f32,
}
impl Default for vec3__bindgen_ty_1 {
    fn default() -> Self {
        let mut s = ::std::mem::MaybeUninit::<Self>::uninit();
        unsafe {
            ::std::ptr::write_bytes(s.as_mut_ptr(), 0, 1);
            s.assume_init()
        }
    }
}
impl Default for vec3 {
    fn default() -> Self {
        let mut s = ::std::mem::MaybeUninit::<Self>::uninit();
        unsafe {
            ::std::ptr::write_bytes(s.as_mut_ptr(), 0, 1);
            s.assume_init()
        }
    }
}
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct audio_output {
    _unused: [u8; 0],
}
pub type audio_t = audio_output;
pub const AUDIO_FORMAT_UNKNOWN: audio_format = 0;
pub const AUDIO_FORMAT_U8BIT: audio_format = 1;
pub const AUDIO_FORMAT_16BIT: audio_format = 2;
pub const AUDIO_FORMAT_32BIT: audio_format = 3;
pub const AUDIO_FORMAT_FLOAT: audio_format = 4;
pub const AUDIO_FORMAT_U8BIT_PLANAR: audio_format = 5;
pub const AUDIO_FORMAT_16BIT_PLANAR: audio_format = 6;
pub const AUDIO_FORMAT_32BIT_PLANAR: audio_format = 7;
pub const AUDIO_FORMAT_FLOAT_PLANAR: audio_format = 8;
pub type audio_format = ::std::os::raw::c_uint;
pub const SPEAKERS_UNKNOWN: speaker_layout = 0;
pub const SPEAKERS_MONO: speaker_layout = 1;
pub const SPEAKERS_STEREO: speaker_layout = 2;
pub const SPEAKERS_2POINT1: speaker_layout = 3;
pub const SPEAKERS_4POINT0: speaker_layout = 4;
pub const SPEAKERS_4POINT1: speaker_layout = 5;
pub const SPEAKERS_5POINT1: speaker_layout = 6;
pub const SPEAKERS_7POINT1: speaker_layout = 8;
pub type speaker_layout = ::std::os::raw::c_uint;
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct audio_data {
    pub data: [*mut u8; 8usize],
    pub frames: u32,
    pub timestamp: u64,
}
impl Default for audio_data {
    fn default() -> Self {
        let mut s = ::std::mem::MaybeUninit::<Self>::uninit();
        unsafe {
            ::std::ptr::write_bytes(s.as_mut_ptr(), 0, 1);
            s.assume_init()
        }
    }
}
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct audio_output_data {
    pub data: [*mut f32; 8usize],
}
impl Default for audio_output_data {
    fn default() -> Self {
        let mut s = ::std::mem::MaybeUninit::<Self>::uninit();
        unsafe {
            ::std::ptr::write_bytes(s.as_mut_ptr(), 0, 1);
            s.assume_init()
        }
    }
}
pub type audio_input_callback_t = ::std::option::Option<
    unsafe extern "C" fn(
        param: *mut ::std::os::raw::c_void,
        start_ts: u64,
        end_ts: u64,
        new_ts: *mut u64,
        active_mixers: u32,
        mixes: *mut audio_output_data,
    ) -> bool,
>;
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct audio_output_info {
    pub name: *const ::std::os::raw::c_char,
    pub samples_per_sec: u32,
    pub format: audio_format,
    pub speakers: speaker_layout,
    pub input_callback: audio_input_callback_t,
    pub input_param: *mut ::std::os::raw::c_void,
}
impl Default for audio_output_info {
    fn default() -> Self {
        let mut s = ::std::mem::MaybeUninit::<Self>::uninit();
        unsafe {
            ::std::ptr::write_bytes(s.as_mut_ptr(), 0, 1);
            s.assume_init()
        }
    }
}
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct audio_convert_info {
    pub samples_per_sec: u32,
    pub format: audio_format,
    pub speakers: speaker_layout,
}
impl Default for audio_convert_info {
    fn default() -> Self {
        let mut s = ::std::mem::MaybeUninit::<Self>::uninit();
        unsafe {
            ::std::ptr::write_bytes(s.as_mut_ptr(), 0, 1);
            s.assume_init()
        }
    }
}
pub type audio_output_callback_t = ::std::option::Option<
    unsafe extern "C" fn(param: *mut ::std::os::raw::c_void, mix_idx: usize, data: *mut audio_data),
>;
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct video_frame {
    _unused: [u8; 0],
}
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct video_output {
    _unused: [u8; 0],
}
pub type video_t = video_output;
pub const VIDEO_FORMAT_NONE: video_format = 0;
pub const VIDEO_FORMAT_I420: video_format = 1;
pub const VIDEO_FORMAT_NV12: video_format = 2;
pub const VIDEO_FORMAT_YVYU: video_format = 3;
pub const VIDEO_FORMAT_YUY2: video_format = 4;
pub const VIDEO_FORMAT_UYVY: video_format = 5;
pub const VIDEO_FORMAT_RGBA: video_format = 6;
pub const VIDEO_FORMAT_BGRA: video_format = 7;
pub const VIDEO_FORMAT_BGRX: video_format = 8;
pub const VIDEO_FORMAT_Y800: video_format = 9;
pub const VIDEO_FORMAT_I444: video_format = 10;
pub const VIDEO_FORMAT_BGR3: video_format = 11;
pub const VIDEO_FORMAT_I422: video_format = 12;
pub const VIDEO_FORMAT_I40A: video_format = 13;
pub const VIDEO_FORMAT_I42A: video_format = 14;
pub const VIDEO_FORMAT_YUVA: video_format = 15;
pub const VIDEO_FORMAT_AYUV: video_format = 16;
pub const VIDEO_FORMAT_I010: video_format = 17;
pub const VIDEO_FORMAT_P010: video_format = 18;
pub const VIDEO_FORMAT_I210: video_format = 19;
pub const VIDEO_FORMAT_I412: video_format = 20;
pub const VIDEO_FORMAT_YA2L: video_format = 21;
pub type video_format = ::std::os::raw::c_uint;
pub const VIDEO_TRC_DEFAULT: video_trc = 0;
pub const VIDEO_TRC_SRGB: video_trc = 1;
pub const VIDEO_TRC_PQ: video_trc = 2;
pub const VIDEO_TRC_HLG: video_trc = 3;
pub type video_trc = ::std::os::raw::c_uint;
pub const VIDEO_CS_DEFAULT: video_colorspace = 0;
pub const VIDEO_CS_601: video_colorspace = 1;
pub const VIDEO_CS_709: video_colorspace = 2;
pub const VIDEO_CS_SRGB: video_colorspace = 3;
pub const VIDEO_CS_2100_PQ: video_colorspace = 4;
pub const VIDEO_CS_2100_HLG: video_colorspace = 5;
pub type video_colorspace = ::std::os::raw::c_uint;
pub const VIDEO_RANGE_DEFAULT: video_range_type = 0;
pub const VIDEO_RANGE_PARTIAL: video_range_type = 1;
pub const VIDEO_RANGE_FULL: video_range_type = 2;
pub type video_range_type = ::std::os::raw::c_uint;
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct video_data {
    pub data: [*mut u8; 8usize],
    pub linesize: [u32; 8usize],
    pub timestamp: u64,
}
impl Default for video_data {
    fn default() -> Self {
        let mut s = ::std::mem::MaybeUninit::<Self>::uninit();
        unsafe {
            ::std::ptr::write_bytes(s.as_mut_ptr(), 0, 1);
            s.assume_init()
        }
    }
}
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct video_output_info {
    pub name: *const ::std::os::raw::c_char,
    pub format: video_format,
    pub fps_num: u32,
    pub fps_den: u32,
    pub width: u32,
    pub height: u32,
    pub cache_size: usize,
    pub colorspace: video_colorspace,
    pub range: video_range_type,
}
impl Default for video_output_info {
    fn default() -> Self {
        let mut s = ::std::mem::MaybeUninit::<Self>::uninit();
        unsafe {
            ::std::ptr::write_bytes(s.as_mut_ptr(), 0, 1);
            s.assume_init()
        }
    }
}
pub const VIDEO_SCALE_DEFAULT: video_scale_type = 0;
pub const VIDEO_SCALE_POINT: video_scale_type = 1;
pub const VIDEO_SCALE_FAST_BILINEAR: video_scale_type = 2;
pub const VIDEO_SCALE_BILINEAR: video_scale_type = 3;
pub const VIDEO_SCALE_BICUBIC: video_scale_type = 4;
pub type video_scale_type = ::std::os::raw::c_uint;
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct video_scale_info {
    pub format: video_format,
    pub width: u32,
    pub height: u32,
    pub range: video_range_type,
    pub colorspace: video_colorspace,
}
impl Default for video_scale_info {
    fn default() -> Self {
        let mut s = ::std::mem::MaybeUninit::<Self>::uninit();
        unsafe {
            ::std::ptr::write_bytes(s.as_mut_ptr(), 0, 1);
            s.assume_init()
        }
    }
}
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct calldata {
    pub stack: *mut u8,
    pub size: usize,
    pub capacity: usize,
    pub fixed: bool,
}
impl Default for calldata {
    fn default() -> Self {
        let mut s = ::std::mem::MaybeUninit::<Self>::uninit();
        unsafe {
            ::std::ptr::write_bytes(s.as_mut_ptr(), 0, 1);
            s.assume_init()
        }
    }
}
pub type calldata_t = calldata;
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct signal_handler {
    _unused: [u8; 0],
}
pub type signal_handler_t = signal_handler;
pub type global_signal_callback_t = ::std::option::Option<
    unsafe extern "C" fn(
        arg1: *mut ::std::os::raw::c_void,
        arg2: *const ::std::os::raw::c_char,
        arg3: *mut calldata_t,
    ),
>;
pub type signal_callback_t =
    ::std::option::Option<unsafe extern "C" fn(arg1: *mut ::std::os::raw::c_void, arg2: *mut calldata_t)>;
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct proc_handler {
    _unused: [u8; 0],
}
pub type proc_handler_t = proc_handler;
pub type proc_handler_proc_t =
    ::std::option::Option<unsafe extern "C" fn(arg1: *mut ::std::os::raw::c_void, arg2: *mut calldata_t)>;
#[repr(C)]
#[derive(Debug, Default, Copy, Clone)]
pub struct media_frames_per_second {
    pub numerator: u32,
    pub denominator: u32,
}
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct obs_data {
    _unused: [u8; 0],
}
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct obs_data_item {
    _unused: [u8; 0],
}
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct obs_data_array {
    _unused: [u8; 0],
}
pub type obs_data_t = obs_data;
pub type obs_data_item_t = obs_data_item;
pub type obs_data_array_t = obs_data_array;
pub const OBS_DATA_NULL: obs_data_type = 0;
pub const OBS_DATA_STRING: obs_data_type = 1;
pub const OBS_DATA_NUMBER: obs_data_type = 2;
pub const OBS_DATA_BOOLEAN: obs_data_type = 3;
pub const OBS_DATA_OBJECT: obs_data_type = 4;
pub const OBS_DATA_ARRAY: obs_data_type = 5;
pub type obs_data_type = ::std::os::raw::c_uint;
pub const OBS_DATA_NUM_INVALID: obs_data_number_type = 0;
pub const OBS_DATA_NUM_INT: obs_data_number_type = 1;
pub const OBS_DATA_NUM_DOUBLE: obs_data_number_type = 2;
pub type obs_data_number_type = ::std::os::raw::c_uint;
pub const OBS_PROPERTY_INVALID: obs_property_type = 0;
pub const OBS_PROPERTY_BOOL: obs_property_type = 1;
pub const OBS_PROPERTY_INT: obs_property_type = 2;
pub const OBS_PROPERTY_FLOAT: obs_property_type = 3;
pub const OBS_PROPERTY_TEXT: obs_property_type = 4;
pub const OBS_PROPERTY_PATH: obs_property_type = 5;
pub const OBS_PROPERTY_LIST: obs_property_type = 6;
pub const OBS_PROPERTY_COLOR: obs_property_type = 7;
pub const OBS_PROPERTY_BUTTON: obs_property_type = 8;
pub const OBS_PROPERTY_FONT: obs_property_type = 9;
pub const OBS_PROPERTY_EDITABLE_LIST: obs_property_type = 10;
pub const OBS_PROPERTY_FRAME_RATE: obs_property_type = 11;
pub const OBS_PROPERTY_GROUP: obs_property_type = 12;
pub const OBS_PROPERTY_COLOR_ALPHA: obs_property_type = 13;
pub type obs_property_type = ::std::os::raw::c_uint;
pub const OBS_COMBO_FORMAT_INVALID: obs_combo_format = 0;
pub const OBS_COMBO_FORMAT_INT: obs_combo_format = 1;
pub const OBS_COMBO_FORMAT_FLOAT: obs_combo_format = 2;
pub const OBS_COMBO_FORMAT_STRING: obs_combo_format = 3;
pub type obs_combo_format = ::std::os::raw::c_uint;
pub const OBS_COMBO_TYPE_INVALID: obs_combo_type = 0;
pub const OBS_COMBO_TYPE_EDITABLE: obs_combo_type = 1;
pub const OBS_COMBO_TYPE_LIST: obs_combo_type = 2;
pub type obs_combo_type = ::std::os::raw::c_uint;
pub const OBS_EDITABLE_LIST_TYPE_STRINGS: obs_editable_list_type = 0;
pub const OBS_EDITABLE_LIST_TYPE_FILES: obs_editable_list_type = 1;
pub const OBS_EDITABLE_LIST_TYPE_FILES_AND_URLS: obs_editable_list_type = 2;
pub type obs_editable_list_type = ::std::os::raw::c_uint;
pub const OBS_PATH_FILE: obs_path_type = 0;
pub const OBS_PATH_FILE_SAVE: obs_path_type = 1;
pub const OBS_PATH_DIRECTORY: obs_path_type = 2;
pub type obs_path_type = ::std::os::raw::c_uint;
pub const OBS_TEXT_DEFAULT: obs_text_type = 0;
pub const OBS_TEXT_PASSWORD: obs_text_type = 1;
pub const OBS_TEXT_MULTILINE: obs_text_type = 2;
pub const OBS_TEXT_INFO: obs_text_type = 3;
pub type obs_text_type = ::std::os::raw::c_uint;
pub const OBS_TEXT_INFO_NORMAL: obs_text_info_type = 0;
pub const OBS_TEXT_INFO_WARNING: obs_text_info_type = 1;
pub const OBS_TEXT_INFO_ERROR: obs_text_info_type = 2;
pub type obs_text_info_type = ::std::os::raw::c_uint;
pub const OBS_NUMBER_SCROLLER: obs_number_type = 0;
pub const OBS_NUMBER_SLIDER: obs_number_type = 1;
pub type obs_number_type = ::std::os::raw::c_uint;
pub const OBS_COMBO_INVALID: obs_group_type = 0;
pub const OBS_GROUP_NORMAL: obs_group_type = 1;
pub const OBS_GROUP_CHECKABLE: obs_group_type = 2;
pub type obs_group_type = ::std::os::raw::c_uint;
pub const OBS_BUTTON_DEFAULT: obs_button_type = 0;
pub const OBS_BUTTON_URL: obs_button_type = 1;
pub type obs_button_type = ::std::os::raw::c_uint;
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct obs_properties {
    _unused: [u8; 0],
}
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct obs_property {
    _unused: [u8; 0],
}
pub type obs_properties_t = obs_properties;
pub type obs_property_t = obs_property;
pub type obs_property_clicked_t = ::std::option::Option<
    unsafe extern "C" fn(
        props: *mut obs_properties_t,
        property: *mut obs_property_t,
        data: *mut ::std::os::raw::c_void,
    ) -> bool,
>;
pub type obs_property_modified_t = ::std::option::Option<
    unsafe extern "C" fn(
        props: *mut obs_properties_t,
        property: *mut obs_property_t,
        settings: *mut obs_data_t,
    ) -> bool,
>;
pub type obs_property_modified2_t = ::std::option::Option<
    unsafe extern "C" fn(
        priv_: *mut ::std::os::raw::c_void,
        props: *mut obs_properties_t,
        property: *mut obs_property_t,
        settings: *mut obs_data_t,
    ) -> bool,
>;
pub const INTERACT_NONE: obs_interaction_flags = 0;
pub const INTERACT_CAPS_KEY: obs_interaction_flags = 1;
pub const INTERACT_SHIFT_KEY: obs_interaction_flags = 2;
pub const INTERACT_CONTROL_KEY: obs_interaction_flags = 4;
pub const INTERACT_ALT_KEY: obs_interaction_flags = 8;
pub const INTERACT_MOUSE_LEFT: obs_interaction_flags = 16;
pub const INTERACT_MOUSE_MIDDLE: obs_interaction_flags = 32;
pub const INTERACT_MOUSE_RIGHT: obs_interaction_flags = 64;
pub const INTERACT_COMMAND_KEY: obs_interaction_flags = 128;
pub const INTERACT_NUMLOCK_KEY: obs_interaction_flags = 256;
pub const INTERACT_IS_KEY_PAD: obs_interaction_flags = 512;
pub const INTERACT_IS_LEFT: obs_interaction_flags = 1024;
pub const INTERACT_IS_RIGHT: obs_interaction_flags = 2048;
pub type obs_interaction_flags = ::std::os::raw::c_uint;
pub const MOUSE_LEFT: obs_mouse_button_type = 0;
pub const MOUSE_MIDDLE: obs_mouse_button_type = 1;
pub const MOUSE_RIGHT: obs_mouse_button_type = 2;
pub type obs_mouse_button_type = ::std::os::raw::c_uint;
#[repr(C)]
#[derive(Debug, Default, Copy, Clone)]
pub struct obs_mouse_event {
    pub modifiers: u32,
    pub x: i32,
    pub y: i32,
}
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct obs_key_event {
    pub modifiers: u32,
    pub text: *mut ::std::os::raw::c_char,
    pub native_modifiers: u32,
    pub native_scancode: u32,
    pub native_vkey: u32,
}
impl Default for obs_key_event {
    fn default() -> Self {
        let mut s = ::std::mem::MaybeUninit::<Self>::uninit();
        unsafe {
            ::std::ptr::write_bytes(s.as_mut_ptr(), 0, 1);
            s.assume_init()
        }
    }
}
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct obs_context_data {
    _unused: [u8; 0],
}
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct obs_display {
    _unused: [u8; 0],
}
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct obs_view {
    _unused: [u8; 0],
}
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct obs_source {
    _unused: [u8; 0],
}
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct obs_scene {
    _unused: [u8; 0],
}
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct obs_scene_item {
    _unused: [u8; 0],
}
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct obs_output {
    _unused: [u8; 0],
}
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct obs_encoder {
    _unused: [u8; 0],
}
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct obs_service {
    _unused: [u8; 0],
}
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct obs_module {
    _unused: [u8; 0],
}
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct obs_fader {
    _unused: [u8; 0],
}
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct obs_volmeter {
    _unused: [u8; 0],
}
pub type obs_object_t = obs_context_data;
pub type obs_display_t = obs_display;
pub type obs_view_t = obs_view;
pub type obs_source_t = obs_source;
pub type obs_scene_t = obs_scene;
pub type obs_sceneitem_t = obs_scene_item;
pub type obs_output_t = obs_output;
pub type obs_encoder_t = obs_encoder;
pub type obs_service_t = obs_service;
pub type obs_module_t = obs_module;
pub type obs_fader_t = obs_fader;
pub type obs_volmeter_t = obs_volmeter;
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct obs_weak_object {
    _unused: [u8; 0],
}
pub type obs_weak_object_t = obs_weak_object;
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct obs_weak_source {
    _unused: [u8; 0],
}
pub type obs_weak_source_t = obs_weak_source;
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct obs_weak_output {
    _unused: [u8; 0],
}
pub type obs_weak_output_t = obs_weak_output;
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct obs_weak_encoder {
    _unused: [u8; 0],
}
pub type obs_weak_encoder_t = obs_weak_encoder;
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct obs_weak_service {
    _unused: [u8; 0],
}
pub type obs_weak_service_t = obs_weak_service;
pub type obs_missing_file_cb = ::std::option::Option<
    unsafe extern "C" fn(
        src: *mut ::std::os::raw::c_void,
        new_path: *const ::std::os::raw::c_char,
        data: *mut ::std::os::raw::c_void,
    ),
>;
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct obs_missing_file {
    _unused: [u8; 0],
}
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct obs_missing_files {
    _unused: [u8; 0],
}
pub type obs_missing_file_t = obs_missing_file;
pub type obs_missing_files_t = obs_missing_files;
pub const OBS_MISSING_FILE_SOURCE: obs_missing_file_src = 0;
pub const OBS_MISSING_FILE_SCRIPT: obs_missing_file_src = 1;
pub type obs_missing_file_src = ::std::os::raw::c_uint;
pub const OBS_SOURCE_TYPE_INPUT: obs_source_type = 0;
pub const OBS_SOURCE_TYPE_FILTER: obs_source_type = 1;
pub const OBS_SOURCE_TYPE_TRANSITION: obs_source_type = 2;
pub const OBS_SOURCE_TYPE_SCENE: obs_source_type = 3;
pub type obs_source_type = ::std::os::raw::c_uint;
pub const OBS_BALANCE_TYPE_SINE_LAW: obs_balance_type = 0;
pub const OBS_BALANCE_TYPE_SQUARE_LAW: obs_balance_type = 1;
pub const OBS_BALANCE_TYPE_LINEAR: obs_balance_type = 2;
pub type obs_balance_type = ::std::os::raw::c_uint;
pub const OBS_ICON_TYPE_UNKNOWN: obs_icon_type = 0;
pub const OBS_ICON_TYPE_IMAGE: obs_icon_type = 1;
pub const OBS_ICON_TYPE_COLOR: obs_icon_type = 2;
pub const OBS_ICON_TYPE_SLIDESHOW: obs_icon_type = 3;
pub const OBS_ICON_TYPE_AUDIO_INPUT: obs_icon_type = 4;
pub const OBS_ICON_TYPE_AUDIO_OUTPUT: obs_icon_type = 5;
pub const OBS_ICON_TYPE_DESKTOP_CAPTURE: obs_icon_type = 6;
pub const OBS_ICON_TYPE_WINDOW_CAPTURE: obs_icon_type = 7;
pub const OBS_ICON_TYPE_GAME_CAPTURE: obs_icon_type = 8;
pub const OBS_ICON_TYPE_CAMERA: obs_icon_type = 9;
pub const OBS_ICON_TYPE_TEXT: obs_icon_type = 10;
pub const OBS_ICON_TYPE_MEDIA: obs_icon_type = 11;
pub const OBS_ICON_TYPE_BROWSER: obs_icon_type = 12;
pub const OBS_ICON_TYPE_CUSTOM: obs_icon_type = 13;
pub const OBS_ICON_TYPE_PROCESS_AUDIO_OUTPUT: obs_icon_type = 14;
pub type obs_icon_type = ::std::os::raw::c_uint;
pub const OBS_MEDIA_STATE_NONE: obs_media_state = 0;
pub const OBS_MEDIA_STATE_PLAYING: obs_media_state = 1;
pub const OBS_MEDIA_STATE_OPENING: obs_media_state = 2;
pub const OBS_MEDIA_STATE_BUFFERING: obs_media_state = 3;
pub const OBS_MEDIA_STATE_PAUSED: obs_media_state = 4;
pub const OBS_MEDIA_STATE_STOPPED: obs_media_state = 5;
pub const OBS_MEDIA_STATE_ENDED: obs_media_state = 6;
pub const OBS_MEDIA_STATE_ERROR: obs_media_state = 7;
pub type obs_media_state = ::std::os::raw::c_uint;
pub type obs_source_enum_proc_t = ::std::option::Option<
    unsafe extern "C" fn(
        parent: *mut obs_source_t,
        child: *mut obs_source_t,
        param: *mut ::std::os::raw::c_void,
    ),
>;
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct obs_source_audio_mix {
    pub output: [audio_output_data; 6usize],
}
impl Default for obs_source_audio_mix {
    fn default() -> Self {
        let mut s = ::std::mem::MaybeUninit::<Self>::uninit();
        unsafe {
            ::std::ptr::write_bytes(s.as_mut_ptr(), 0, 1);
            s.assume_init()
        }
    }
}
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct obs_source_info {
    pub id: *const ::std::os::raw::c_char,
    pub type_: obs_source_type,
    pub output_flags: u32,
    pub get_name: ::std::option::Option<
        unsafe extern "C" fn(type_data: *mut ::std::os::raw::c_void) -> *const ::std::os::raw::c_char,
    >,
    pub create: ::std::option::Option<
        unsafe extern "C" fn(
            settings: *mut obs_data_t,
            source: *mut obs_source_t,
        ) -> *mut ::std::os::raw::c_void,
    >,
    pub destroy: ::std::option::Option<unsafe extern "C" fn(data: *mut ::std::os::raw::c_void)>,
    pub get_width: ::std::option::Option<unsafe extern "C" fn(data: *mut ::std::os::raw::c_void) -> u32>,
    pub get_height: ::std::option::Option<unsafe extern "C" fn(data: *mut ::std::os::raw::c_void) -> u32>,
    pub get_defaults: ::std::option::Option<unsafe extern "C" fn(settings: *mut obs_data_t)>,
    pub get_properties: ::std::option::Option<
        unsafe extern "C" fn(data: *mut ::std::os::raw::c_void) -> *mut obs_properties_t,
    >,
    pub update: ::std::option::Option<
        unsafe extern "C" fn(data: *mut ::std::os::raw::c_void, settings: *mut obs_data_t),
    >,
    pub activate: ::std::option::Option<unsafe extern "C" fn(data: *mut ::std::os::raw::c_void)>,
    pub deactivate: ::std::option::Option<unsafe extern "C" fn(data: *mut ::std::os::raw::c_void)>,
    pub show: ::std::option::Option<unsafe extern "C" fn(data: *mut ::std::os::raw::c_void)>,
    pub hide: ::std::option::Option<unsafe extern "C" fn(data: *mut ::std::os::raw::c_void)>,
    pub video_tick:
        ::std::option::Option<unsafe extern "C" fn(data: *mut ::std::os::raw::c_void, seconds: f32)>,
    pub video_render: ::std::option::Option<
        unsafe extern "C" fn(data: *mut ::std::os::raw::c_void, effect: *mut gs_effect_t),
    >,
    pub filter_video: ::std::option::Option<
        unsafe extern "C" fn(
            data: *mut ::std::os::raw::c_void,
            frame: *mut obs_source_frame,
        ) -> *mut obs_source_frame,
    >,
    pub filter_audio: ::std::option::Option<
        unsafe extern "C" fn(
            data: *mut ::std::os::raw::c_void,
            audio: *mut obs_audio_data,
        ) -> *mut obs_audio_data,
    >,
    pub enum_active_sources: ::std::option::Option<
        unsafe extern "C" fn(
            data: *mut ::std::os::raw::c_void,
            enum_callback: obs_source_enum_proc_t,
            param: *mut ::std::os::raw::c_void,
        ),
    >,
    pub save: ::std::option::Option<
        unsafe extern "C" fn(data: *mut ::std::os::raw::c_void, settings: *mut obs_data_t),
    >,
    pub load: ::std::option::Option<
        unsafe extern "C" fn(data: *mut ::std::os::raw::c_void, settings: *mut obs_data_t),
    >,
    pub mouse_click: ::std::option::Option<
        unsafe extern "C" fn(
            data: *mut ::std::os::raw::c_void,
            event: *const obs_mouse_event,
            type_: i32,
            mouse_up: bool,
            click_count: u32,
        ),
    >,
    pub mouse_move: ::std::option::Option<
        unsafe extern "C" fn(
            data: *mut ::std::os::raw::c_void,
            event: *const obs_mouse_event,
            mouse_leave: bool,
        ),
    >,
    pub mouse_wheel: ::std::option::Option<
        unsafe extern "C" fn(
            data: *mut ::std::os::raw::c_void,
            event: *const obs_mouse_event,
            x_delta: ::std::os::raw::c_int,
            y_delta: ::std::os::raw::c_int,
        ),
    >,
    pub focus: ::std::option::Option<unsafe extern "C" fn(data: *mut ::std::os::raw::c_void, focus: bool)>,
    pub key_click: ::std::option::Option<
        unsafe extern "C" fn(data: *mut ::std::os::raw::c_void, event: *const obs_key_event, key_up: bool),
    >,
    pub filter_remove: ::std::option::Option<
        unsafe extern "C" fn(data: *mut ::std::os::raw::c_void, source: *mut obs_source_t),
    >,
    pub type_data: *mut ::std::os::raw::c_void,
    pub free_type_data: ::std::option::Option<unsafe extern "C" fn(type_data: *mut ::std::os::raw::c_void)>,
    pub audio_render: ::std::option::Option<
        unsafe extern "C" fn(
            data: *mut ::std::os::raw::c_void,
            ts_out: *mut u64,
            audio_output: *mut obs_source_audio_mix,
            mixers: u32,
            channels: usize,
            sample_rate: usize,
        ) -> bool,
    >,
    pub enum_all_sources: ::std::option::Option<
        unsafe extern "C" fn(
            data: *mut ::std::os::raw::c_void,
            enum_callback: obs_source_enum_proc_t,
            param: *mut ::std::os::raw::c_void,
        ),
    >,
    pub transition_start: ::std::option::Option<unsafe extern "C" fn(data: *mut ::std::os::raw::c_void)>,
    pub transition_stop: ::std::option::Option<unsafe extern "C" fn(data: *mut ::std::os::raw::c_void)>,
    pub get_defaults2: ::std::option::Option<
        unsafe extern "C" fn(type_data: *mut ::std::os::raw::c_void, settings: *mut obs_data_t),
    >,
    pub get_properties2: ::std::option::Option<
        unsafe extern "C" fn(
            data: *mut ::std::os::raw::c_void,
            type_data: *mut ::std::os::raw::c_void,
        ) -> *mut obs_properties_t,
    >,
    pub audio_mix: ::std::option::Option<
        unsafe extern "C" fn(
            data: *mut ::std::os::raw::c_void,
            ts_out: *mut u64,
            audio_output: *mut audio_output_data,
            channels: usize,
            sample_rate: usize,
        ) -> bool,
    >,
    pub icon_type: obs_icon_type,
    pub media_play_pause:
        ::std::option::Option<unsafe extern "C" fn(data: *mut ::std::os::raw::c_void, pause: bool)>,
    pub media_restart: ::std::option::Option<unsafe extern "C" fn(data: *mut ::std::os::raw::c_void)>,
    pub media_stop: ::std::option::Option<unsafe extern "C" fn(data: *mut ::std::os::raw::c_void)>,
    pub media_next: ::std::option::Option<unsafe extern "C" fn(data: *mut ::std::os::raw::c_void)>,
    pub media_previous: ::std::option::Option<unsafe extern "C" fn(data: *mut ::std::os::raw::c_void)>,
    pub media_get_duration:
        ::std::option::Option<unsafe extern "C" fn(data: *mut ::std::os::raw::c_void) -> i64>,
    pub media_get_time: ::std::option::Option<unsafe extern "C" fn(data: *mut ::std::os::raw::c_void) -> i64>,
    pub media_set_time:
        ::std::option::Option<unsafe extern "C" fn(data: *mut ::std::os::raw::c_void, miliseconds: i64)>,
    pub media_get_state:
        ::std::option::Option<unsafe extern "C" fn(data: *mut ::std::os::raw::c_void) -> obs_media_state>,
    pub version: u32,
    pub unversioned_id: *const ::std::os::raw::c_char,
    pub missing_files: ::std::option::Option<
        unsafe extern "C" fn(data: *mut ::std::os::raw::c_void) -> *mut obs_missing_files_t,
    >,
    pub video_get_color_space: ::std::option::Option<
        unsafe extern "C" fn(
            data: *mut ::std::os::raw::c_void,
            count: usize,
            preferred_spaces: *const gs_color_space,
        ) -> gs_color_space,
    >,
}
impl Default for obs_source_info {
    fn default() -> Self {
        let mut s = ::std::mem::MaybeUninit::<Self>::uninit();
        unsafe {
            ::std::ptr::write_bytes(s.as_mut_ptr(), 0, 1);
            s.assume_init()
        }
    }
}
pub const OBS_ENCODER_AUDIO: obs_encoder_type = 0;
pub const OBS_ENCODER_VIDEO: obs_encoder_type = 1;
pub type obs_encoder_type = ::std::os::raw::c_uint;
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct encoder_packet {
    pub data: *mut u8,
    pub size: usize,
    pub pts: i64,
    pub dts: i64,
    pub timebase_num: i32,
    pub timebase_den: i32,
    pub type_: obs_encoder_type,
    pub keyframe: bool,
    pub dts_usec: i64,
    pub sys_dts_usec: i64,
    pub priority: ::std::os::raw::c_int,
    pub drop_priority: ::std::os::raw::c_int,
    pub track_idx: usize,
    pub encoder: *mut obs_encoder_t,
}
impl Default for encoder_packet {
    fn default() -> Self {
        let mut s = ::std::mem::MaybeUninit::<Self>::uninit();
        unsafe {
            ::std::ptr::write_bytes(s.as_mut_ptr(), 0, 1);
            s.assume_init()
        }
    }
}
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct encoder_frame {
    pub data: [*mut u8; 8usize],
    pub linesize: [u32; 8usize],
    pub frames: u32,
    pub pts: i64,
}
impl Default for encoder_frame {
    fn default() -> Self {
        let mut s = ::std::mem::MaybeUninit::<Self>::uninit();
        unsafe {
            ::std::ptr::write_bytes(s.as_mut_ptr(), 0, 1);
            s.assume_init()
        }
    }
}
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct obs_encoder_info {
    pub id: *const ::std::os::raw::c_char,
    pub type_: obs_encoder_type,
    pub codec: *const ::std::os::raw::c_char,
    pub get_name: ::std::option::Option<
        unsafe extern "C" fn(type_data: *mut ::std::os::raw::c_void) -> *const ::std::os::raw::c_char,
    >,
    pub create: ::std::option::Option<
        unsafe extern "C" fn(
            settings: *mut obs_data_t,
            encoder: *mut obs_encoder_t,
        ) -> *mut ::std::os::raw::c_void,
    >,
    pub destroy: ::std::option::Option<unsafe extern "C" fn(data: *mut ::std::os::raw::c_void)>,
    pub encode: ::std::option::Option<
        unsafe extern "C" fn(
            data: *mut ::std::os::raw::c_void,
            frame: *mut encoder_frame,
            packet: *mut encoder_packet,
            received_packet: *mut bool,
        ) -> bool,
    >,
    pub get_frame_size:
        ::std::option::Option<unsafe extern "C" fn(data: *mut ::std::os::raw::c_void) -> usize>,
    pub get_defaults: ::std::option::Option<unsafe extern "C" fn(settings: *mut obs_data_t)>,
    pub get_properties: ::std::option::Option<
        unsafe extern "C" fn(data: *mut ::std::os::raw::c_void) -> *mut obs_properties_t,
    >,
    pub update: ::std::option::Option<
        unsafe extern "C" fn(data: *mut ::std::os::raw::c_void, settings: *mut obs_data_t) -> bool,
    >,
    pub get_extra_data: ::std::option::Option<
        unsafe extern "C" fn(
            data: *mut ::std::os::raw::c_void,
            extra_data: *mut *mut u8,
            size: *mut usize,
        ) -> bool,
    >,
    pub get_sei_data: ::std::option::Option<
        unsafe extern "C" fn(
            data: *mut ::std::os::raw::c_void,
            sei_data: *mut *mut u8,
            size: *mut usize,
        ) -> bool,
    >,
    pub get_audio_info: ::std::option::Option<
        unsafe extern "C" fn(data: *mut ::std::os::raw::c_void, info: *mut audio_convert_info),
    >,
    pub get_video_info: ::std::option::Option<
        unsafe extern "C" fn(data: *mut ::std::os::raw::c_void, info: *mut video_scale_info),
    >,
    pub type_data: *mut ::std::os::raw::c_void,
    pub free_type_data: ::std::option::Option<unsafe extern "C" fn(type_data: *mut ::std::os::raw::c_void)>,
    pub caps: u32,
    pub get_defaults2: ::std::option::Option<
        unsafe extern "C" fn(settings: *mut obs_data_t, type_data: *mut ::std::os::raw::c_void),
    >,
    pub get_properties2: ::std::option::Option<
        unsafe extern "C" fn(
            data: *mut ::std::os::raw::c_void,
            type_data: *mut ::std::os::raw::c_void,
        ) -> *mut obs_properties_t,
    >,
    pub encode_texture: ::std::option::Option<
        unsafe extern "C" fn(
            data: *mut ::std::os::raw::c_void,
            handle: u32,
            pts: i64,
            lock_key: u64,
            next_key: *mut u64,
            packet: *mut encoder_packet,
            received_packet: *mut bool,
        ) -> bool,
    >,
}
impl Default for obs_encoder_info {
    fn default() -> Self {
        let mut s = ::std::mem::MaybeUninit::<Self>::uninit();
        unsafe {
            ::std::ptr::write_bytes(s.as_mut_ptr(), 0, 1);
            s.assume_init()
        }
    }
}
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct obs_output_info {
    pub id: *const ::std::os::raw::c_char,
    pub flags: u32,
    pub get_name: ::std::option::Option<
        unsafe extern "C" fn(type_data: *mut ::std::os::raw::c_void) -> *const ::std::os::raw::c_char,
    >,
    pub create: ::std::option::Option<
        unsafe extern "C" fn(
            settings: *mut obs_data_t,
            output: *mut obs_output_t,
        ) -> *mut ::std::os::raw::c_void,
    >,
    pub destroy: ::std::option::Option<unsafe extern "C" fn(data: *mut ::std::os::raw::c_void)>,
    pub start: ::std::option::Option<unsafe extern "C" fn(data: *mut ::std::os::raw::c_void) -> bool>,
    pub stop: ::std::option::Option<unsafe extern "C" fn(data: *mut ::std::os::raw::c_void, ts: u64)>,
    pub raw_video: ::std::option::Option<
        unsafe extern "C" fn(data: *mut ::std::os::raw::c_void, frame: *mut video_data),
    >,
    pub raw_audio: ::std::option::Option<
        unsafe extern "C" fn(data: *mut ::std::os::raw::c_void, frames: *mut audio_data),
    >,
    pub encoded_packet: ::std::option::Option<
        unsafe extern "C" fn(data: *mut ::std::os::raw::c_void, packet: *mut encoder_packet),
    >,
    pub update: ::std::option::Option<
        unsafe extern "C" fn(data: *mut ::std::os::raw::c_void, settings: *mut obs_data_t),
    >,
    pub get_defaults: ::std::option::Option<unsafe extern "C" fn(settings: *mut obs_data_t)>,
    pub get_properties: ::std::option::Option<
        unsafe extern "C" fn(data: *mut ::std::os::raw::c_void) -> *mut obs_properties_t,
    >,
    pub unused1: ::std::option::Option<unsafe extern "C" fn(data: *mut ::std::os::raw::c_void)>,
    pub get_total_bytes:
        ::std::option::Option<unsafe extern "C" fn(data: *mut ::std::os::raw::c_void) -> u64>,
    pub get_dropped_frames: ::std::option::Option<
        unsafe extern "C" fn(data: *mut ::std::os::raw::c_void) -> ::std::os::raw::c_int,
    >,
    pub type_data: *mut ::std::os::raw::c_void,
    pub free_type_data: ::std::option::Option<unsafe extern "C" fn(type_data: *mut ::std::os::raw::c_void)>,
    pub get_congestion: ::std::option::Option<unsafe extern "C" fn(data: *mut ::std::os::raw::c_void) -> f32>,
    pub get_connect_time_ms: ::std::option::Option<
        unsafe extern "C" fn(data: *mut ::std::os::raw::c_void) -> ::std::os::raw::c_int,
    >,
    pub encoded_video_codecs: *const ::std::os::raw::c_char,
    pub encoded_audio_codecs: *const ::std::os::raw::c_char,
    pub raw_audio2: ::std::option::Option<
        unsafe extern "C" fn(data: *mut ::std::os::raw::c_void, idx: usize, frames: *mut audio_data),
    >,
}
impl Default for obs_output_info {
    fn default() -> Self {
        let mut s = ::std::mem::MaybeUninit::<Self>::uninit();
        unsafe {
            ::std::ptr::write_bytes(s.as_mut_ptr(), 0, 1);
            s.assume_init()
        }
    }
}
#[repr(C)]
#[derive(Debug, Default, Copy, Clone)]
pub struct obs_service_resolution {
    pub cx: ::std::os::raw::c_int,
    pub cy: ::std::os::raw::c_int,
}
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct obs_service_info {
    pub id: *const ::std::os::raw::c_char,
    pub get_name: ::std::option::Option<
        unsafe extern "C" fn(type_data: *mut ::std::os::raw::c_void) -> *const ::std::os::raw::c_char,
    >,
    pub create: ::std::option::Option<
        unsafe extern "C" fn(
            settings: *mut obs_data_t,
            service: *mut obs_service_t,
        ) -> *mut ::std::os::raw::c_void,
    >,
    pub destroy: ::std::option::Option<unsafe extern "C" fn(data: *mut ::std::os::raw::c_void)>,
    pub activate: ::std::option::Option<
        unsafe extern "C" fn(data: *mut ::std::os::raw::c_void, settings: *mut obs_data_t),
    >,
    pub deactivate: ::std::option::Option<unsafe extern "C" fn(data: *mut ::std::os::raw::c_void)>,
    pub update: ::std::option::Option<
        unsafe extern "C" fn(data: *mut ::std::os::raw::c_void, settings: *mut obs_data_t),
    >,
    pub get_defaults: ::std::option::Option<unsafe extern "C" fn(settings: *mut obs_data_t)>,
    pub get_properties: ::std::option::Option<
        unsafe extern "C" fn(data: *mut ::std::os::raw::c_void) -> *mut obs_properties_t,
    >,
    pub initialize: ::std::option::Option<
        unsafe extern "C" fn(data: *mut ::std::os::raw::c_void, output: *mut obs_output_t) -> bool,
    >,
    pub get_url: ::std::option::Option<
        unsafe extern "C" fn(data: *mut ::std::os::raw::c_void) -> *const ::std::os::raw::c_char,
    >,
    pub get_key: ::std::option::Option<
        unsafe extern "C" fn(data: *mut ::std::os::raw::c_void) -> *const ::std::os::raw::c_char,
    >,
    pub get_username: ::std::option::Option<
        unsafe extern "C" fn(data: *mut ::std::os::raw::c_void) -> *const ::std::os::raw::c_char,
    >,
    pub get_password: ::std::option::Option<
        unsafe extern "C" fn(data: *mut ::std::os::raw::c_void) -> *const ::std::os::raw::c_char,
    >,
    pub deprecated_1: ::std::option::Option<unsafe extern "C" fn() -> bool>,
    pub apply_encoder_settings: ::std::option::Option<
        unsafe extern "C" fn(
            data: *mut ::std::os::raw::c_void,
            video_encoder_settings: *mut obs_data_t,
            audio_encoder_settings: *mut obs_data_t,
        ),
    >,
    pub type_data: *mut ::std::os::raw::c_void,
    pub free_type_data: ::std::option::Option<unsafe extern "C" fn(type_data: *mut ::std::os::raw::c_void)>,
    pub get_output_type: ::std::option::Option<
        unsafe extern "C" fn(data: *mut ::std::os::raw::c_void) -> *const ::std::os::raw::c_char,
    >,
    pub get_supported_resolutions: ::std::option::Option<
        unsafe extern "C" fn(
            data: *mut ::std::os::raw::c_void,
            resolutions: *mut *mut obs_service_resolution,
            count: *mut usize,
        ),
    >,
    pub get_max_fps: ::std::option::Option<
        unsafe extern "C" fn(data: *mut ::std::os::raw::c_void, fps: *mut ::std::os::raw::c_int),
    >,
    pub get_max_bitrate: ::std::option::Option<
        unsafe extern "C" fn(
            data: *mut ::std::os::raw::c_void,
            video_bitrate: *mut ::std::os::raw::c_int,
            audio_bitrate: *mut ::std::os::raw::c_int,
        ),
    >,
    pub get_supported_video_codecs: ::std::option::Option<
        unsafe extern "C" fn(data: *mut ::std::os::raw::c_void) -> *mut *const ::std::os::raw::c_char,
    >,
}
impl Default for obs_service_info {
    fn default() -> Self {
        let mut s = ::std::mem::MaybeUninit::<Self>::uninit();
        unsafe {
            ::std::ptr::write_bytes(s.as_mut_ptr(), 0, 1);
            s.assume_init()
        }
    }
}
pub const OBS_FADER_CUBIC: obs_fader_type = 0;
pub const OBS_FADER_IEC: obs_fader_type = 1;
pub const OBS_FADER_LOG: obs_fader_type = 2;
pub type obs_fader_type = ::std::os::raw::c_uint;
pub const SAMPLE_PEAK_METER: obs_peak_meter_type = 0;
pub const TRUE_PEAK_METER: obs_peak_meter_type = 1;
pub type obs_peak_meter_type = ::std::os::raw::c_uint;
pub type obs_fader_changed_t =
    ::std::option::Option<unsafe extern "C" fn(param: *mut ::std::os::raw::c_void, db: f32)>;
pub type obs_volmeter_updated_t = ::std::option::Option<
    unsafe extern "C" fn(
        param: *mut ::std::os::raw::c_void,
        magnitude: *const f32,
        peak: *const f32,
        input_peak: *const f32,
    ),
>;
pub type obs_hotkey_id = usize;
pub type obs_hotkey_pair_id = usize;
pub const OBS_KEY_NONE: obs_key = 0;
pub const OBS_KEY_RETURN: obs_key = 1;
pub const OBS_KEY_ENTER: obs_key = 2;
pub const OBS_KEY_ESCAPE: obs_key = 3;
pub const OBS_KEY_TAB: obs_key = 4;
pub const OBS_KEY_BACKTAB: obs_key = 5;
pub const OBS_KEY_BACKSPACE: obs_key = 6;
pub const OBS_KEY_INSERT: obs_key = 7;
pub const OBS_KEY_DELETE: obs_key = 8;
pub const OBS_KEY_PAUSE: obs_key = 9;
pub const OBS_KEY_PRINT: obs_key = 10;
pub const OBS_KEY_SYSREQ: obs_key = 11;
pub const OBS_KEY_CLEAR: obs_key = 12;
pub const OBS_KEY_HOME: obs_key = 13;
pub const OBS_KEY_END: obs_key = 14;
pub const OBS_KEY_LEFT: obs_key = 15;
pub const OBS_KEY_UP: obs_key = 16;
pub const OBS_KEY_RIGHT: obs_key = 17;
pub const OBS_KEY_DOWN: obs_key = 18;
pub const OBS_KEY_PAGEUP: obs_key = 19;
pub const OBS_KEY_PAGEDOWN: obs_key = 20;
pub const OBS_KEY_SHIFT: obs_key = 21;
pub const OBS_KEY_CONTROL: obs_key = 22;
pub const OBS_KEY_META: obs_key = 23;
pub const OBS_KEY_ALT: obs_key = 24;
pub const OBS_KEY_ALTGR: obs_key = 25;
pub const OBS_KEY_CAPSLOCK: obs_key = 26;
pub const OBS_KEY_NUMLOCK: obs_key = 27;
pub const OBS_KEY_SCROLLLOCK: obs_key = 28;
pub const OBS_KEY_F1: obs_key = 29;
pub const OBS_KEY_F2: obs_key = 30;
pub const OBS_KEY_F3: obs_key = 31;
pub const OBS_KEY_F4: obs_key = 32;
pub const OBS_KEY_F5: obs_key = 33;
pub const OBS_KEY_F6: obs_key = 34;
pub const OBS_KEY_F7: obs_key = 35;
pub const OBS_KEY_F8: obs_key = 36;
pub const OBS_KEY_F9: obs_key = 37;
pub const OBS_KEY_F10: obs_key = 38;
pub const OBS_KEY_F11: obs_key = 39;
pub const OBS_KEY_F12: obs_key = 40;
pub const OBS_KEY_F13: obs_key = 41;
pub const OBS_KEY_F14: obs_key = 42;
pub const OBS_KEY_F15: obs_key = 43;
pub const OBS_KEY_F16: obs_key = 44;
pub const OBS_KEY_F17: obs_key = 45;
pub const OBS_KEY_F18: obs_key = 46;
pub const OBS_KEY_F19: obs_key = 47;
pub const OBS_KEY_F20: obs_key = 48;
pub const OBS_KEY_F21: obs_key = 49;
pub const OBS_KEY_F22: obs_key = 50;
pub const OBS_KEY_F23: obs_key = 51;
pub const OBS_KEY_F24: obs_key = 52;
pub const OBS_KEY_F25: obs_key = 53;
pub const OBS_KEY_F26: obs_key = 54;
pub const OBS_KEY_F27: obs_key = 55;
pub const OBS_KEY_F28: obs_key = 56;
pub const OBS_KEY_F29: obs_key = 57;
pub const OBS_KEY_F30: obs_key = 58;
pub const OBS_KEY_F31: obs_key = 59;
pub const OBS_KEY_F32: obs_key = 60;
pub const OBS_KEY_F33: obs_key = 61;
pub const OBS_KEY_F34: obs_key = 62;
pub const OBS_KEY_F35: obs_key = 63;
pub const OBS_KEY_MENU: obs_key = 64;
pub const OBS_KEY_HYPER_L: obs_key = 65;
pub const OBS_KEY_HYPER_R: obs_key = 66;
pub const OBS_KEY_HELP: obs_key = 67;
pub const OBS_KEY_DIRECTION_L: obs_key = 68;
pub const OBS_KEY_DIRECTION_R: obs_key = 69;
pub const OBS_KEY_SPACE: obs_key = 70;
pub const OBS_KEY_EXCLAM: obs_key = 71;
pub const OBS_KEY_QUOTEDBL: obs_key = 72;
pub const OBS_KEY_NUMBERSIGN: obs_key = 73;
pub const OBS_KEY_DOLLAR: obs_key = 74;
pub const OBS_KEY_PERCENT: obs_key = 75;
pub const OBS_KEY_AMPERSAND: obs_key = 76;
pub const OBS_KEY_APOSTROPHE: obs_key = 77;
pub const OBS_KEY_PARENLEFT: obs_key = 78;
pub const OBS_KEY_PARENRIGHT: obs_key = 79;
pub const OBS_KEY_ASTERISK: obs_key = 80;
pub const OBS_KEY_PLUS: obs_key = 81;
pub const OBS_KEY_COMMA: obs_key = 82;
pub const OBS_KEY_MINUS: obs_key = 83;
pub const OBS_KEY_PERIOD: obs_key = 84;
pub const OBS_KEY_SLASH: obs_key = 85;
pub const OBS_KEY_0: obs_key = 86;
pub const OBS_KEY_1: obs_key = 87;
pub const OBS_KEY_2: obs_key = 88;
pub const OBS_KEY_3: obs_key = 89;
pub const OBS_KEY_4: obs_key = 90;
pub const OBS_KEY_5: obs_key = 91;
pub const OBS_KEY_6: obs_key = 92;
pub const OBS_KEY_7: obs_key = 93;
pub const OBS_KEY_8: obs_key = 94;
pub const OBS_KEY_9: obs_key = 95;
pub const OBS_KEY_NUMEQUAL: obs_key = 96;
pub const OBS_KEY_NUMASTERISK: obs_key = 97;
pub const OBS_KEY_NUMPLUS: obs_key = 98;
pub const OBS_KEY_NUMCOMMA: obs_key = 99;
pub const OBS_KEY_NUMMINUS: obs_key = 100;
pub const OBS_KEY_NUMPERIOD: obs_key = 101;
pub const OBS_KEY_NUMSLASH: obs_key = 102;
pub const OBS_KEY_NUM0: obs_key = 103;
pub const OBS_KEY_NUM1: obs_key = 104;
pub const OBS_KEY_NUM2: obs_key = 105;
pub const OBS_KEY_NUM3: obs_key = 106;
pub const OBS_KEY_NUM4: obs_key = 107;
pub const OBS_KEY_NUM5: obs_key = 108;
pub const OBS_KEY_NUM6: obs_key = 109;
pub const OBS_KEY_NUM7: obs_key = 110;
pub const OBS_KEY_NUM8: obs_key = 111;
pub const OBS_KEY_NUM9: obs_key = 112;
pub const OBS_KEY_COLON: obs_key = 113;
pub const OBS_KEY_SEMICOLON: obs_key = 114;
pub const OBS_KEY_QUOTE: obs_key = 115;
pub const OBS_KEY_LESS: obs_key = 116;
pub const OBS_KEY_EQUAL: obs_key = 117;
pub const OBS_KEY_GREATER: obs_key = 118;
pub const OBS_KEY_QUESTION: obs_key = 119;
pub const OBS_KEY_AT: obs_key = 120;
pub const OBS_KEY_A: obs_key = 121;
pub const OBS_KEY_B: obs_key = 122;
pub const OBS_KEY_C: obs_key = 123;
pub const OBS_KEY_D: obs_key = 124;
pub const OBS_KEY_E: obs_key = 125;
pub const OBS_KEY_F: obs_key = 126;
pub const OBS_KEY_G: obs_key = 127;
pub const OBS_KEY_H: obs_key = 128;
pub const OBS_KEY_I: obs_key = 129;
pub const OBS_KEY_J: obs_key = 130;
pub const OBS_KEY_K: obs_key = 131;
pub const OBS_KEY_L: obs_key = 132;
pub const OBS_KEY_M: obs_key = 133;
pub const OBS_KEY_N: obs_key = 134;
pub const OBS_KEY_O: obs_key = 135;
pub const OBS_KEY_P: obs_key = 136;
pub const OBS_KEY_Q: obs_key = 137;
pub const OBS_KEY_R: obs_key = 138;
pub const OBS_KEY_S: obs_key = 139;
pub const OBS_KEY_T: obs_key = 140;
pub const OBS_KEY_U: obs_key = 141;
pub const OBS_KEY_V: obs_key = 142;
pub const OBS_KEY_W: obs_key = 143;
pub const OBS_KEY_X: obs_key = 144;
pub const OBS_KEY_Y: obs_key = 145;
pub const OBS_KEY_Z: obs_key = 146;
pub const OBS_KEY_BRACKETLEFT: obs_key = 147;
pub const OBS_KEY_BACKSLASH: obs_key = 148;
pub const OBS_KEY_BRACKETRIGHT: obs_key = 149;
pub const OBS_KEY_ASCIICIRCUM: obs_key = 150;
pub const OBS_KEY_UNDERSCORE: obs_key = 151;
pub const OBS_KEY_QUOTELEFT: obs_key = 152;
pub const OBS_KEY_BRACELEFT: obs_key = 153;
pub const OBS_KEY_BAR: obs_key = 154;
pub const OBS_KEY_BRACERIGHT: obs_key = 155;
pub const OBS_KEY_ASCIITILDE: obs_key = 156;
pub const OBS_KEY_NOBREAKSPACE: obs_key = 157;
pub const OBS_KEY_EXCLAMDOWN: obs_key = 158;
pub const OBS_KEY_CENT: obs_key = 159;
pub const OBS_KEY_STERLING: obs_key = 160;
pub const OBS_KEY_CURRENCY: obs_key = 161;
pub const OBS_KEY_YEN: obs_key = 162;
pub const OBS_KEY_BROKENBAR: obs_key = 163;
pub const OBS_KEY_SECTION: obs_key = 164;
pub const OBS_KEY_DIAERESIS: obs_key = 165;
pub const OBS_KEY_COPYRIGHT: obs_key = 166;
pub const OBS_KEY_ORDFEMININE: obs_key = 167;
pub const OBS_KEY_GUILLEMOTLEFT: obs_key = 168;
pub const OBS_KEY_NOTSIGN: obs_key = 169;
pub const OBS_KEY_HYPHEN: obs_key = 170;
pub const OBS_KEY_REGISTERED: obs_key = 171;
pub const OBS_KEY_MACRON: obs_key = 172;
pub const OBS_KEY_DEGREE: obs_key = 173;
pub const OBS_KEY_PLUSMINUS: obs_key = 174;
pub const OBS_KEY_TWOSUPERIOR: obs_key = 175;
pub const OBS_KEY_THREESUPERIOR: obs_key = 176;
pub const OBS_KEY_ACUTE: obs_key = 177;
pub const OBS_KEY_MU: obs_key = 178;
pub const OBS_KEY_PARAGRAPH: obs_key = 179;
pub const OBS_KEY_PERIODCENTERED: obs_key = 180;
pub const OBS_KEY_CEDILLA: obs_key = 181;
pub const OBS_KEY_ONESUPERIOR: obs_key = 182;
pub const OBS_KEY_MASCULINE: obs_key = 183;
pub const OBS_KEY_GUILLEMOTRIGHT: obs_key = 184;
pub const OBS_KEY_ONEQUARTER: obs_key = 185;
pub const OBS_KEY_ONEHALF: obs_key = 186;
pub const OBS_KEY_THREEQUARTERS: obs_key = 187;
pub const OBS_KEY_QUESTIONDOWN: obs_key = 188;
pub const OBS_KEY_AGRAVE: obs_key = 189;
pub const OBS_KEY_AACUTE: obs_key = 190;
pub const OBS_KEY_ACIRCUMFLEX: obs_key = 191;
pub const OBS_KEY_ATILDE: obs_key = 192;
pub const OBS_KEY_ADIAERESIS: obs_key = 193;
pub const OBS_KEY_ARING: obs_key = 194;
pub const OBS_KEY_AE: obs_key = 195;
pub const OBS_KEY_CCEDILLA: obs_key = 196;
pub const OBS_KEY_EGRAVE: obs_key = 197;
pub const OBS_KEY_EACUTE: obs_key = 198;
pub const OBS_KEY_ECIRCUMFLEX: obs_key = 199;
pub const OBS_KEY_EDIAERESIS: obs_key = 200;
pub const OBS_KEY_IGRAVE: obs_key = 201;
pub const OBS_KEY_IACUTE: obs_key = 202;
pub const OBS_KEY_ICIRCUMFLEX: obs_key = 203;
pub const OBS_KEY_IDIAERESIS: obs_key = 204;
pub const OBS_KEY_ETH: obs_key = 205;
pub const OBS_KEY_NTILDE: obs_key = 206;
pub const OBS_KEY_OGRAVE: obs_key = 207;
pub const OBS_KEY_OACUTE: obs_key = 208;
pub const OBS_KEY_OCIRCUMFLEX: obs_key = 209;
pub const OBS_KEY_OTILDE: obs_key = 210;
pub const OBS_KEY_ODIAERESIS: obs_key = 211;
pub const OBS_KEY_MULTIPLY: obs_key = 212;
pub const OBS_KEY_OOBLIQUE: obs_key = 213;
pub const OBS_KEY_UGRAVE: obs_key = 214;
pub const OBS_KEY_UACUTE: obs_key = 215;
pub const OBS_KEY_UCIRCUMFLEX: obs_key = 216;
pub const OBS_KEY_UDIAERESIS: obs_key = 217;
pub const OBS_KEY_YACUTE: obs_key = 218;
pub const OBS_KEY_THORN: obs_key = 219;
pub const OBS_KEY_SSHARP: obs_key = 220;
pub const OBS_KEY_DIVISION: obs_key = 221;
pub const OBS_KEY_YDIAERESIS: obs_key = 222;
pub const OBS_KEY_MULTI_KEY: obs_key = 223;
pub const OBS_KEY_CODEINPUT: obs_key = 224;
pub const OBS_KEY_SINGLECANDIDATE: obs_key = 225;
pub const OBS_KEY_MULTIPLECANDIDATE: obs_key = 226;
pub const OBS_KEY_PREVIOUSCANDIDATE: obs_key = 227;
pub const OBS_KEY_MODE_SWITCH: obs_key = 228;
pub const OBS_KEY_KANJI: obs_key = 229;
pub const OBS_KEY_MUHENKAN: obs_key = 230;
pub const OBS_KEY_HENKAN: obs_key = 231;
pub const OBS_KEY_ROMAJI: obs_key = 232;
pub const OBS_KEY_HIRAGANA: obs_key = 233;
pub const OBS_KEY_KATAKANA: obs_key = 234;
pub const OBS_KEY_HIRAGANA_KATAKANA: obs_key = 235;
pub const OBS_KEY_ZENKAKU: obs_key = 236;
pub const OBS_KEY_HANKAKU: obs_key = 237;
pub const OBS_KEY_ZENKAKU_HANKAKU: obs_key = 238;
pub const OBS_KEY_TOUROKU: obs_key = 239;
pub const OBS_KEY_MASSYO: obs_key = 240;
pub const OBS_KEY_KANA_LOCK: obs_key = 241;
pub const OBS_KEY_KANA_SHIFT: obs_key = 242;
pub const OBS_KEY_EISU_SHIFT: obs_key = 243;
pub const OBS_KEY_EISU_TOGGLE: obs_key = 244;
pub const OBS_KEY_HANGUL: obs_key = 245;
pub const OBS_KEY_HANGUL_START: obs_key = 246;
pub const OBS_KEY_HANGUL_END: obs_key = 247;
pub const OBS_KEY_HANGUL_HANJA: obs_key = 248;
pub const OBS_KEY_HANGUL_JAMO: obs_key = 249;
pub const OBS_KEY_HANGUL_ROMAJA: obs_key = 250;
pub const OBS_KEY_HANGUL_JEONJA: obs_key = 251;
pub const OBS_KEY_HANGUL_BANJA: obs_key = 252;
pub const OBS_KEY_HANGUL_PREHANJA: obs_key = 253;
pub const OBS_KEY_HANGUL_POSTHANJA: obs_key = 254;
pub const OBS_KEY_HANGUL_SPECIAL: obs_key = 255;
pub const OBS_KEY_DEAD_GRAVE: obs_key = 256;
pub const OBS_KEY_DEAD_ACUTE: obs_key = 257;
pub const OBS_KEY_DEAD_CIRCUMFLEX: obs_key = 258;
pub const OBS_KEY_DEAD_TILDE: obs_key = 259;
pub const OBS_KEY_DEAD_MACRON: obs_key = 260;
pub const OBS_KEY_DEAD_BREVE: obs_key = 261;
pub const OBS_KEY_DEAD_ABOVEDOT: obs_key = 262;
pub const OBS_KEY_DEAD_DIAERESIS: obs_key = 263;
pub const OBS_KEY_DEAD_ABOVERING: obs_key = 264;
pub const OBS_KEY_DEAD_DOUBLEACUTE: obs_key = 265;
pub const OBS_KEY_DEAD_CARON: obs_key = 266;
pub const OBS_KEY_DEAD_CEDILLA: obs_key = 267;
pub const OBS_KEY_DEAD_OGONEK: obs_key = 268;
pub const OBS_KEY_DEAD_IOTA: obs_key = 269;
pub const OBS_KEY_DEAD_VOICED_SOUND: obs_key = 270;
pub const OBS_KEY_DEAD_SEMIVOICED_SOUND: obs_key = 271;
pub const OBS_KEY_DEAD_BELOWDOT: obs_key = 272;
pub const OBS_KEY_DEAD_HOOK: obs_key = 273;
pub const OBS_KEY_DEAD_HORN: obs_key = 274;
pub const OBS_KEY_BACK: obs_key = 275;
pub const OBS_KEY_FORWARD: obs_key = 276;
pub const OBS_KEY_STOP: obs_key = 277;
pub const OBS_KEY_REFRESH: obs_key = 278;
pub const OBS_KEY_VOLUMEDOWN: obs_key = 279;
pub const OBS_KEY_VOLUMEMUTE: obs_key = 280;
pub const OBS_KEY_VOLUMEUP: obs_key = 281;
pub const OBS_KEY_BASSBOOST: obs_key = 282;
pub const OBS_KEY_BASSUP: obs_key = 283;
pub const OBS_KEY_BASSDOWN: obs_key = 284;
pub const OBS_KEY_TREBLEUP: obs_key = 285;
pub const OBS_KEY_TREBLEDOWN: obs_key = 286;
pub const OBS_KEY_MEDIAPLAY: obs_key = 287;
pub const OBS_KEY_MEDIASTOP: obs_key = 288;
pub const OBS_KEY_MEDIAPREVIOUS: obs_key = 289;
pub const OBS_KEY_MEDIANEXT: obs_key = 290;
pub const OBS_KEY_MEDIARECORD: obs_key = 291;
pub const OBS_KEY_MEDIAPAUSE: obs_key = 292;
pub const OBS_KEY_MEDIATOGGLEPLAYPAUSE: obs_key = 293;
pub const OBS_KEY_HOMEPAGE: obs_key = 294;
pub const OBS_KEY_FAVORITES: obs_key = 295;
pub const OBS_KEY_SEARCH: obs_key = 296;
pub const OBS_KEY_STANDBY: obs_key = 297;
pub const OBS_KEY_OPENURL: obs_key = 298;
pub const OBS_KEY_LAUNCHMAIL: obs_key = 299;
pub const OBS_KEY_LAUNCHMEDIA: obs_key = 300;
pub const OBS_KEY_LAUNCH0: obs_key = 301;
pub const OBS_KEY_LAUNCH1: obs_key = 302;
pub const OBS_KEY_LAUNCH2: obs_key = 303;
pub const OBS_KEY_LAUNCH3: obs_key = 304;
pub const OBS_KEY_LAUNCH4: obs_key = 305;
pub const OBS_KEY_LAUNCH5: obs_key = 306;
pub const OBS_KEY_LAUNCH6: obs_key = 307;
pub const OBS_KEY_LAUNCH7: obs_key = 308;
pub const OBS_KEY_LAUNCH8: obs_key = 309;
pub const OBS_KEY_LAUNCH9: obs_key = 310;
pub const OBS_KEY_LAUNCHA: obs_key = 311;
pub const OBS_KEY_LAUNCHB: obs_key = 312;
pub const OBS_KEY_LAUNCHC: obs_key = 313;
pub const OBS_KEY_LAUNCHD: obs_key = 314;
pub const OBS_KEY_LAUNCHE: obs_key = 315;
pub const OBS_KEY_LAUNCHF: obs_key = 316;
pub const OBS_KEY_LAUNCHG: obs_key = 317;
pub const OBS_KEY_LAUNCHH: obs_key = 318;
pub const OBS_KEY_MONBRIGHTNESSUP: obs_key = 319;
pub const OBS_KEY_MONBRIGHTNESSDOWN: obs_key = 320;
pub const OBS_KEY_KEYBOARDLIGHTONOFF: obs_key = 321;
pub const OBS_KEY_KEYBOARDBRIGHTNESSUP: obs_key = 322;
pub const OBS_KEY_KEYBOARDBRIGHTNESSDOWN: obs_key = 323;
pub const OBS_KEY_POWEROFF: obs_key = 324;
pub const OBS_KEY_WAKEUP: obs_key = 325;
pub const OBS_KEY_EJECT: obs_key = 326;
pub const OBS_KEY_SCREENSAVER: obs_key = 327;
pub const OBS_KEY_WWW: obs_key = 328;
pub const OBS_KEY_MEMO: obs_key = 329;
pub const OBS_KEY_LIGHTBULB: obs_key = 330;
pub const OBS_KEY_SHOP: obs_key = 331;
pub const OBS_KEY_HISTORY: obs_key = 332;
pub const OBS_KEY_ADDFAVORITE: obs_key = 333;
pub const OBS_KEY_HOTLINKS: obs_key = 334;
pub const OBS_KEY_BRIGHTNESSADJUST: obs_key = 335;
pub const OBS_KEY_FINANCE: obs_key = 336;
pub const OBS_KEY_COMMUNITY: obs_key = 337;
pub const OBS_KEY_AUDIOREWIND: obs_key = 338;
pub const OBS_KEY_BACKFORWARD: obs_key = 339;
pub const OBS_KEY_APPLICATIONLEFT: obs_key = 340;
pub const OBS_KEY_APPLICATIONRIGHT: obs_key = 341;
pub const OBS_KEY_BOOK: obs_key = 342;
pub const OBS_KEY_CD: obs_key = 343;
pub const OBS_KEY_CALCULATOR: obs_key = 344;
pub const OBS_KEY_TODOLIST: obs_key = 345;
pub const OBS_KEY_CLEARGRAB: obs_key = 346;
pub const OBS_KEY_CLOSE: obs_key = 347;
pub const OBS_KEY_COPY: obs_key = 348;
pub const OBS_KEY_CUT: obs_key = 349;
pub const OBS_KEY_DISPLAY: obs_key = 350;
pub const OBS_KEY_DOS: obs_key = 351;
pub const OBS_KEY_DOCUMENTS: obs_key = 352;
pub const OBS_KEY_EXCEL: obs_key = 353;
pub const OBS_KEY_EXPLORER: obs_key = 354;
pub const OBS_KEY_GAME: obs_key = 355;
pub const OBS_KEY_GO: obs_key = 356;
pub const OBS_KEY_ITOUCH: obs_key = 357;
pub const OBS_KEY_LOGOFF: obs_key = 358;
pub const OBS_KEY_MARKET: obs_key = 359;
pub const OBS_KEY_MEETING: obs_key = 360;
pub const OBS_KEY_MENUKB: obs_key = 361;
pub const OBS_KEY_MENUPB: obs_key = 362;
pub const OBS_KEY_MYSITES: obs_key = 363;
pub const OBS_KEY_NEWS: obs_key = 364;
pub const OBS_KEY_OFFICEHOME: obs_key = 365;
pub const OBS_KEY_OPTION: obs_key = 366;
pub const OBS_KEY_PASTE: obs_key = 367;
pub const OBS_KEY_PHONE: obs_key = 368;
pub const OBS_KEY_CALENDAR: obs_key = 369;
pub const OBS_KEY_REPLY: obs_key = 370;
pub const OBS_KEY_RELOAD: obs_key = 371;
pub const OBS_KEY_ROTATEWINDOWS: obs_key = 372;
pub const OBS_KEY_ROTATIONPB: obs_key = 373;
pub const OBS_KEY_ROTATIONKB: obs_key = 374;
pub const OBS_KEY_SAVE: obs_key = 375;
pub const OBS_KEY_SEND: obs_key = 376;
pub const OBS_KEY_SPELL: obs_key = 377;
pub const OBS_KEY_SPLITSCREEN: obs_key = 378;
pub const OBS_KEY_SUPPORT: obs_key = 379;
pub const OBS_KEY_TASKPANE: obs_key = 380;
pub const OBS_KEY_TERMINAL: obs_key = 381;
pub const OBS_KEY_TOOLS: obs_key = 382;
pub const OBS_KEY_TRAVEL: obs_key = 383;
pub const OBS_KEY_VIDEO: obs_key = 384;
pub const OBS_KEY_WORD: obs_key = 385;
pub const OBS_KEY_XFER: obs_key = 386;
pub const OBS_KEY_ZOOMIN: obs_key = 387;
pub const OBS_KEY_ZOOMOUT: obs_key = 388;
pub const OBS_KEY_AWAY: obs_key = 389;
pub const OBS_KEY_MESSENGER: obs_key = 390;
pub const OBS_KEY_WEBCAM: obs_key = 391;
pub const OBS_KEY_MAILFORWARD: obs_key = 392;
pub const OBS_KEY_PICTURES: obs_key = 393;
pub const OBS_KEY_MUSIC: obs_key = 394;
pub const OBS_KEY_BATTERY: obs_key = 395;
pub const OBS_KEY_BLUETOOTH: obs_key = 396;
pub const OBS_KEY_WLAN: obs_key = 397;
pub const OBS_KEY_UWB: obs_key = 398;
pub const OBS_KEY_AUDIOFORWARD: obs_key = 399;
pub const OBS_KEY_AUDIOREPEAT: obs_key = 400;
pub const OBS_KEY_AUDIORANDOMPLAY: obs_key = 401;
pub const OBS_KEY_SUBTITLE: obs_key = 402;
pub const OBS_KEY_AUDIOCYCLETRACK: obs_key = 403;
pub const OBS_KEY_TIME: obs_key = 404;
pub const OBS_KEY_HIBERNATE: obs_key = 405;
pub const OBS_KEY_VIEW: obs_key = 406;
pub const OBS_KEY_TOPMENU: obs_key = 407;
pub const OBS_KEY_POWERDOWN: obs_key = 408;
pub const OBS_KEY_SUSPEND: obs_key = 409;
pub const OBS_KEY_CONTRASTADJUST: obs_key = 410;
pub const OBS_KEY_MEDIALAST: obs_key = 411;
pub const OBS_KEY_CALL: obs_key = 412;
pub const OBS_KEY_CAMERA: obs_key = 413;
pub const OBS_KEY_CAMERAFOCUS: obs_key = 414;
pub const OBS_KEY_CONTEXT1: obs_key = 415;
pub const OBS_KEY_CONTEXT2: obs_key = 416;
pub const OBS_KEY_CONTEXT3: obs_key = 417;
pub const OBS_KEY_CONTEXT4: obs_key = 418;
pub const OBS_KEY_FLIP: obs_key = 419;
pub const OBS_KEY_HANGUP: obs_key = 420;
pub const OBS_KEY_NO: obs_key = 421;
pub const OBS_KEY_SELECT: obs_key = 422;
pub const OBS_KEY_YES: obs_key = 423;
pub const OBS_KEY_TOGGLECALLHANGUP: obs_key = 424;
pub const OBS_KEY_VOICEDIAL: obs_key = 425;
pub const OBS_KEY_LASTNUMBERREDIAL: obs_key = 426;
pub const OBS_KEY_EXECUTE: obs_key = 427;
pub const OBS_KEY_PRINTER: obs_key = 428;
pub const OBS_KEY_PLAY: obs_key = 429;
pub const OBS_KEY_SLEEP: obs_key = 430;
pub const OBS_KEY_ZOOM: obs_key = 431;
pub const OBS_KEY_CANCEL: obs_key = 432;
pub const OBS_KEY_MOUSE1: obs_key = 433;
pub const OBS_KEY_MOUSE2: obs_key = 434;
pub const OBS_KEY_MOUSE3: obs_key = 435;
pub const OBS_KEY_MOUSE4: obs_key = 436;
pub const OBS_KEY_MOUSE5: obs_key = 437;
pub const OBS_KEY_MOUSE6: obs_key = 438;
pub const OBS_KEY_MOUSE7: obs_key = 439;
pub const OBS_KEY_MOUSE8: obs_key = 440;
pub const OBS_KEY_MOUSE9: obs_key = 441;
pub const OBS_KEY_MOUSE10: obs_key = 442;
pub const OBS_KEY_MOUSE11: obs_key = 443;
pub const OBS_KEY_MOUSE12: obs_key = 444;
pub const OBS_KEY_MOUSE13: obs_key = 445;
pub const OBS_KEY_MOUSE14: obs_key = 446;
pub const OBS_KEY_MOUSE15: obs_key = 447;
pub const OBS_KEY_MOUSE16: obs_key = 448;
pub const OBS_KEY_MOUSE17: obs_key = 449;
pub const OBS_KEY_MOUSE18: obs_key = 450;
pub const OBS_KEY_MOUSE19: obs_key = 451;
pub const OBS_KEY_MOUSE20: obs_key = 452;
pub const OBS_KEY_MOUSE21: obs_key = 453;
pub const OBS_KEY_MOUSE22: obs_key = 454;
pub const OBS_KEY_MOUSE23: obs_key = 455;
pub const OBS_KEY_MOUSE24: obs_key = 456;
pub const OBS_KEY_MOUSE25: obs_key = 457;
pub const OBS_KEY_MOUSE26: obs_key = 458;
pub const OBS_KEY_MOUSE27: obs_key = 459;
pub const OBS_KEY_MOUSE28: obs_key = 460;
pub const OBS_KEY_MOUSE29: obs_key = 461;
pub const OBS_KEY_BACKSLASH_RT102: obs_key = 462;
pub const OBS_KEY_OPEN: obs_key = 463;
pub const OBS_KEY_FIND: obs_key = 464;
pub const OBS_KEY_REDO: obs_key = 465;
pub const OBS_KEY_UNDO: obs_key = 466;
pub const OBS_KEY_FRONT: obs_key = 467;
pub const OBS_KEY_PROPS: obs_key = 468;
pub const OBS_KEY_VK_CANCEL: obs_key = 469;
pub const OBS_KEY_0x07: obs_key = 470;
pub const OBS_KEY_0x0A: obs_key = 471;
pub const OBS_KEY_0x0B: obs_key = 472;
pub const OBS_KEY_0x0E: obs_key = 473;
pub const OBS_KEY_0x0F: obs_key = 474;
pub const OBS_KEY_0x16: obs_key = 475;
pub const OBS_KEY_VK_JUNJA: obs_key = 476;
pub const OBS_KEY_VK_FINAL: obs_key = 477;
pub const OBS_KEY_0x1A: obs_key = 478;
pub const OBS_KEY_VK_ACCEPT: obs_key = 479;
pub const OBS_KEY_VK_MODECHANGE: obs_key = 480;
pub const OBS_KEY_VK_SELECT: obs_key = 481;
pub const OBS_KEY_VK_PRINT: obs_key = 482;
pub const OBS_KEY_VK_EXECUTE: obs_key = 483;
pub const OBS_KEY_VK_HELP: obs_key = 484;
pub const OBS_KEY_0x30: obs_key = 485;
pub const OBS_KEY_0x31: obs_key = 486;
pub const OBS_KEY_0x32: obs_key = 487;
pub const OBS_KEY_0x33: obs_key = 488;
pub const OBS_KEY_0x34: obs_key = 489;
pub const OBS_KEY_0x35: obs_key = 490;
pub const OBS_KEY_0x36: obs_key = 491;
pub const OBS_KEY_0x37: obs_key = 492;
pub const OBS_KEY_0x38: obs_key = 493;
pub const OBS_KEY_0x39: obs_key = 494;
pub const OBS_KEY_0x3A: obs_key = 495;
pub const OBS_KEY_0x3B: obs_key = 496;
pub const OBS_KEY_0x3C: obs_key = 497;
pub const OBS_KEY_0x3D: obs_key = 498;
pub const OBS_KEY_0x3E: obs_key = 499;
pub const OBS_KEY_0x3F: obs_key = 500;
pub const OBS_KEY_0x40: obs_key = 501;
pub const OBS_KEY_0x41: obs_key = 502;
pub const OBS_KEY_0x42: obs_key = 503;
pub const OBS_KEY_0x43: obs_key = 504;
pub const OBS_KEY_0x44: obs_key = 505;
pub const OBS_KEY_0x45: obs_key = 506;
pub const OBS_KEY_0x46: obs_key = 507;
pub const OBS_KEY_0x47: obs_key = 508;
pub const OBS_KEY_0x48: obs_key = 509;
pub const OBS_KEY_0x49: obs_key = 510;
pub const OBS_KEY_0x4A: obs_key = 511;
pub const OBS_KEY_0x4B: obs_key = 512;
pub const OBS_KEY_0x4C: obs_key = 513;
pub const OBS_KEY_0x4D: obs_key = 514;
pub const OBS_KEY_0x4E: obs_key = 515;
pub const OBS_KEY_0x4F: obs_key = 516;
pub const OBS_KEY_0x50: obs_key = 517;
pub const OBS_KEY_0x51: obs_key = 518;
pub const OBS_KEY_0x52: obs_key = 519;
pub const OBS_KEY_0x53: obs_key = 520;
pub const OBS_KEY_0x54: obs_key = 521;
pub const OBS_KEY_0x55: obs_key = 522;
pub const OBS_KEY_0x56: obs_key = 523;
pub const OBS_KEY_0x57: obs_key = 524;
pub const OBS_KEY_0x58: obs_key = 525;
pub const OBS_KEY_0x59: obs_key = 526;
pub const OBS_KEY_0x5A: obs_key = 527;
pub const OBS_KEY_VK_LWIN: obs_key = 528;
pub const OBS_KEY_VK_RWIN: obs_key = 529;
pub const OBS_KEY_VK_APPS: obs_key = 530;
pub const OBS_KEY_0x5E: obs_key = 531;
pub const OBS_KEY_VK_SLEEP: obs_key = 532;
pub const OBS_KEY_VK_SEPARATOR: obs_key = 533;
pub const OBS_KEY_0x88: obs_key = 534;
pub const OBS_KEY_0x89: obs_key = 535;
pub const OBS_KEY_0x8A: obs_key = 536;
pub const OBS_KEY_0x8B: obs_key = 537;
pub const OBS_KEY_0x8C: obs_key = 538;
pub const OBS_KEY_0x8D: obs_key = 539;
pub const OBS_KEY_0x8E: obs_key = 540;
pub const OBS_KEY_0x8F: obs_key = 541;
pub const OBS_KEY_VK_OEM_FJ_JISHO: obs_key = 542;
pub const OBS_KEY_VK_OEM_FJ_LOYA: obs_key = 543;
pub const OBS_KEY_VK_OEM_FJ_ROYA: obs_key = 544;
pub const OBS_KEY_0x97: obs_key = 545;
pub const OBS_KEY_0x98: obs_key = 546;
pub const OBS_KEY_0x99: obs_key = 547;
pub const OBS_KEY_0x9A: obs_key = 548;
pub const OBS_KEY_0x9B: obs_key = 549;
pub const OBS_KEY_0x9C: obs_key = 550;
pub const OBS_KEY_0x9D: obs_key = 551;
pub const OBS_KEY_0x9E: obs_key = 552;
pub const OBS_KEY_0x9F: obs_key = 553;
pub const OBS_KEY_VK_LSHIFT: obs_key = 554;
pub const OBS_KEY_VK_RSHIFT: obs_key = 555;
pub const OBS_KEY_VK_LCONTROL: obs_key = 556;
pub const OBS_KEY_VK_RCONTROL: obs_key = 557;
pub const OBS_KEY_VK_LMENU: obs_key = 558;
pub const OBS_KEY_VK_RMENU: obs_key = 559;
pub const OBS_KEY_VK_BROWSER_BACK: obs_key = 560;
pub const OBS_KEY_VK_BROWSER_FORWARD: obs_key = 561;
pub const OBS_KEY_VK_BROWSER_REFRESH: obs_key = 562;
pub const OBS_KEY_VK_BROWSER_STOP: obs_key = 563;
pub const OBS_KEY_VK_BROWSER_SEARCH: obs_key = 564;
pub const OBS_KEY_VK_BROWSER_FAVORITES: obs_key = 565;
pub const OBS_KEY_VK_BROWSER_HOME: obs_key = 566;
pub const OBS_KEY_VK_VOLUME_MUTE: obs_key = 567;
pub const OBS_KEY_VK_VOLUME_DOWN: obs_key = 568;
pub const OBS_KEY_VK_VOLUME_UP: obs_key = 569;
pub const OBS_KEY_VK_MEDIA_NEXT_TRACK: obs_key = 570;
pub const OBS_KEY_VK_MEDIA_PREV_TRACK: obs_key = 571;
pub const OBS_KEY_VK_MEDIA_STOP: obs_key = 572;
pub const OBS_KEY_VK_MEDIA_PLAY_PAUSE: obs_key = 573;
pub const OBS_KEY_VK_LAUNCH_MAIL: obs_key = 574;
pub const OBS_KEY_VK_LAUNCH_MEDIA_SELECT: obs_key = 575;
pub const OBS_KEY_VK_LAUNCH_APP1: obs_key = 576;
pub const OBS_KEY_VK_LAUNCH_APP2: obs_key = 577;
pub const OBS_KEY_0xB8: obs_key = 578;
pub const OBS_KEY_0xB9: obs_key = 579;
pub const OBS_KEY_0xC1: obs_key = 580;
pub const OBS_KEY_0xC2: obs_key = 581;
pub const OBS_KEY_0xC3: obs_key = 582;
pub const OBS_KEY_0xC4: obs_key = 583;
pub const OBS_KEY_0xC5: obs_key = 584;
pub const OBS_KEY_0xC6: obs_key = 585;
pub const OBS_KEY_0xC7: obs_key = 586;
pub const OBS_KEY_0xC8: obs_key = 587;
pub const OBS_KEY_0xC9: obs_key = 588;
pub const OBS_KEY_0xCA: obs_key = 589;
pub const OBS_KEY_0xCB: obs_key = 590;
pub const OBS_KEY_0xCC: obs_key = 591;
pub const OBS_KEY_0xCD: obs_key = 592;
pub const OBS_KEY_0xCE: obs_key = 593;
pub const OBS_KEY_0xCF: obs_key = 594;
pub const OBS_KEY_0xD0: obs_key = 595;
pub const OBS_KEY_0xD1: obs_key = 596;
pub const OBS_KEY_0xD2: obs_key = 597;
pub const OBS_KEY_0xD3: obs_key = 598;
pub const OBS_KEY_0xD4: obs_key = 599;
pub const OBS_KEY_0xD5: obs_key = 600;
pub const OBS_KEY_0xD6: obs_key = 601;
pub const OBS_KEY_0xD7: obs_key = 602;
pub const OBS_KEY_0xD8: obs_key = 603;
pub const OBS_KEY_0xD9: obs_key = 604;
pub const OBS_KEY_0xDA: obs_key = 605;
pub const OBS_KEY_VK_OEM_8: obs_key = 606;
pub const OBS_KEY_0xE0: obs_key = 607;
pub const OBS_KEY_VK_OEM_AX: obs_key = 608;
pub const OBS_KEY_VK_ICO_HELP: obs_key = 609;
pub const OBS_KEY_VK_ICO_00: obs_key = 610;
pub const OBS_KEY_VK_PROCESSKEY: obs_key = 611;
pub const OBS_KEY_VK_ICO_CLEAR: obs_key = 612;
pub const OBS_KEY_VK_PACKET: obs_key = 613;
pub const OBS_KEY_0xE8: obs_key = 614;
pub const OBS_KEY_VK_OEM_RESET: obs_key = 615;
pub const OBS_KEY_VK_OEM_JUMP: obs_key = 616;
pub const OBS_KEY_VK_OEM_PA1: obs_key = 617;
pub const OBS_KEY_VK_OEM_PA2: obs_key = 618;
pub const OBS_KEY_VK_OEM_PA3: obs_key = 619;
pub const OBS_KEY_VK_OEM_WSCTRL: obs_key = 620;
pub const OBS_KEY_VK_OEM_CUSEL: obs_key = 621;
pub const OBS_KEY_VK_OEM_ATTN: obs_key = 622;
pub const OBS_KEY_VK_OEM_FINISH: obs_key = 623;
pub const OBS_KEY_VK_OEM_COPY: obs_key = 624;
pub const OBS_KEY_VK_OEM_AUTO: obs_key = 625;
pub const OBS_KEY_VK_OEM_ENLW: obs_key = 626;
pub const OBS_KEY_VK_ATTN: obs_key = 627;
pub const OBS_KEY_VK_CRSEL: obs_key = 628;
pub const OBS_KEY_VK_EXSEL: obs_key = 629;
pub const OBS_KEY_VK_EREOF: obs_key = 630;
pub const OBS_KEY_VK_PLAY: obs_key = 631;
pub const OBS_KEY_VK_ZOOM: obs_key = 632;
pub const OBS_KEY_VK_NONAME: obs_key = 633;
pub const OBS_KEY_VK_PA1: obs_key = 634;
pub const OBS_KEY_VK_OEM_CLEAR: obs_key = 635;
pub const OBS_KEY_LAST_VALUE: obs_key = 636;
pub type obs_key = ::std::os::raw::c_uint;
pub use self::obs_key as obs_key_t;
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct obs_key_combination {
    pub modifiers: u32,
    pub key: obs_key_t,
}
impl Default for obs_key_combination {
    fn default() -> Self {
        let mut s = ::std::mem::MaybeUninit::<Self>::uninit();
        unsafe {
            ::std::ptr::write_bytes(s.as_mut_ptr(), 0, 1);
            s.assume_init()
        }
    }
}
pub type obs_key_combination_t = obs_key_combination;
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct obs_hotkey {
    _unused: [u8; 0],
}
pub type obs_hotkey_t = obs_hotkey;
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct obs_hotkey_binding {
    _unused: [u8; 0],
}
pub type obs_hotkey_binding_t = obs_hotkey_binding;
pub const OBS_HOTKEY_REGISTERER_FRONTEND: obs_hotkey_registerer_type = 0;
pub const OBS_HOTKEY_REGISTERER_SOURCE: obs_hotkey_registerer_type = 1;
pub const OBS_HOTKEY_REGISTERER_OUTPUT: obs_hotkey_registerer_type = 2;
pub const OBS_HOTKEY_REGISTERER_ENCODER: obs_hotkey_registerer_type = 3;
pub const OBS_HOTKEY_REGISTERER_SERVICE: obs_hotkey_registerer_type = 4;
pub type obs_hotkey_registerer_type = ::std::os::raw::c_uint;
pub use self::obs_hotkey_registerer_type as obs_hotkey_registerer_t;
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct obs_hotkeys_translations {
    pub insert: *const ::std::os::raw::c_char,
    pub del: *const ::std::os::raw::c_char,
    pub home: *const ::std::os::raw::c_char,
    pub end: *const ::std::os::raw::c_char,
    pub page_up: *const ::std::os::raw::c_char,
    pub page_down: *const ::std::os::raw::c_char,
    pub num_lock: *const ::std::os::raw::c_char,
    pub scroll_lock: *const ::std::os::raw::c_char,
    pub caps_lock: *const ::std::os::raw::c_char,
    pub backspace: *const ::std::os::raw::c_char,
    pub tab: *const ::std::os::raw::c_char,
    pub print: *const ::std::os::raw::c_char,
    pub pause: *const ::std::os::raw::c_char,
    pub left: *const ::std::os::raw::c_char,
    pub right: *const ::std::os::raw::c_char,
    pub up: *const ::std::os::raw::c_char,
    pub down: *const ::std::os::raw::c_char,
    pub shift: *const ::std::os::raw::c_char,
    pub alt: *const ::std::os::raw::c_char,
    pub control: *const ::std::os::raw::c_char,
    pub meta: *const ::std::os::raw::c_char,
    pub menu: *const ::std::os::raw::c_char,
    pub space: *const ::std::os::raw::c_char,
    pub numpad_num: *const ::std::os::raw::c_char,
    pub numpad_divide: *const ::std::os::raw::c_char,
    pub numpad_multiply: *const ::std::os::raw::c_char,
    pub numpad_minus: *const ::std::os::raw::c_char,
    pub numpad_plus: *const ::std::os::raw::c_char,
    pub numpad_decimal: *const ::std::os::raw::c_char,
    pub apple_keypad_num: *const ::std::os::raw::c_char,
    pub apple_keypad_divide: *const ::std::os::raw::c_char,
    pub apple_keypad_multiply: *const ::std::os::raw::c_char,
    pub apple_keypad_minus: *const ::std::os::raw::c_char,
    pub apple_keypad_plus: *const ::std::os::raw::c_char,
    pub apple_keypad_decimal: *const ::std::os::raw::c_char,
    pub apple_keypad_equal: *const ::std::os::raw::c_char,
    pub mouse_num: *const ::std::os::raw::c_char,
    pub escape: *const ::std::os::raw::c_char,
}
impl Default for obs_hotkeys_translations {
    fn default() -> Self {
        let mut s = ::std::mem::MaybeUninit::<Self>::uninit();
        unsafe {
            ::std::ptr::write_bytes(s.as_mut_ptr(), 0, 1);
            s.assume_init()
        }
    }
}
pub type obs_hotkey_func = ::std::option::Option<
    unsafe extern "C" fn(
        data: *mut ::std::os::raw::c_void,
        id: obs_hotkey_id,
        hotkey: *mut obs_hotkey_t,
        pressed: bool,
    ),
>;
pub type obs_hotkey_active_func = ::std::option::Option<
    unsafe extern "C" fn(
        data: *mut ::std::os::raw::c_void,
        id: obs_hotkey_pair_id,
        hotkey: *mut obs_hotkey_t,
        pressed: bool,
    ) -> bool,
>;
pub type obs_hotkey_enum_func = ::std::option::Option<
    unsafe extern "C" fn(
        data: *mut ::std::os::raw::c_void,
        id: obs_hotkey_id,
        key: *mut obs_hotkey_t,
    ) -> bool,
>;
pub type obs_hotkey_binding_enum_func = ::std::option::Option<
    unsafe extern "C" fn(
        data: *mut ::std::os::raw::c_void,
        idx: usize,
        binding: *mut obs_hotkey_binding_t,
    ) -> bool,
>;
pub type obs_hotkey_callback_router_func = ::std::option::Option<
    unsafe extern "C" fn(data: *mut ::std::os::raw::c_void, id: obs_hotkey_id, pressed: bool),
>;
pub type obs_hotkey_atomic_update_func =
    ::std::option::Option<unsafe extern "C" fn(arg1: *mut ::std::os::raw::c_void)>;
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct dstr {
    _unused: [u8; 0],
}
pub const OBS_ORDER_MOVE_UP: obs_order_movement = 0;
pub const OBS_ORDER_MOVE_DOWN: obs_order_movement = 1;
pub const OBS_ORDER_MOVE_TOP: obs_order_movement = 2;
pub const OBS_ORDER_MOVE_BOTTOM: obs_order_movement = 3;
pub type obs_order_movement = ::std::os::raw::c_uint;
pub const OBS_NO_DIRECT_RENDERING: obs_allow_direct_render = 0;
pub const OBS_ALLOW_DIRECT_RENDERING: obs_allow_direct_render = 1;
pub type obs_allow_direct_render = ::std::os::raw::c_uint;
pub const OBS_SCALE_DISABLE: obs_scale_type = 0;
pub const OBS_SCALE_POINT: obs_scale_type = 1;
pub const OBS_SCALE_BICUBIC: obs_scale_type = 2;
pub const OBS_SCALE_BILINEAR: obs_scale_type = 3;
pub const OBS_SCALE_LANCZOS: obs_scale_type = 4;
pub const OBS_SCALE_AREA: obs_scale_type = 5;
pub type obs_scale_type = ::std::os::raw::c_uint;
pub const OBS_BLEND_METHOD_DEFAULT: obs_blending_method = 0;
pub const OBS_BLEND_METHOD_SRGB_OFF: obs_blending_method = 1;
pub type obs_blending_method = ::std::os::raw::c_uint;
pub const OBS_BLEND_NORMAL: obs_blending_type = 0;
pub const OBS_BLEND_ADDITIVE: obs_blending_type = 1;
pub const OBS_BLEND_SUBTRACT: obs_blending_type = 2;
pub const OBS_BLEND_SCREEN: obs_blending_type = 3;
pub const OBS_BLEND_MULTIPLY: obs_blending_type = 4;
pub const OBS_BLEND_LIGHTEN: obs_blending_type = 5;
pub const OBS_BLEND_DARKEN: obs_blending_type = 6;
pub type obs_blending_type = ::std::os::raw::c_uint;
pub const OBS_BOUNDS_NONE: obs_bounds_type = 0;
pub const OBS_BOUNDS_STRETCH: obs_bounds_type = 1;
pub const OBS_BOUNDS_SCALE_INNER: obs_bounds_type = 2;
pub const OBS_BOUNDS_SCALE_OUTER: obs_bounds_type = 3;
pub const OBS_BOUNDS_SCALE_TO_WIDTH: obs_bounds_type = 4;
pub const OBS_BOUNDS_SCALE_TO_HEIGHT: obs_bounds_type = 5;
pub const OBS_BOUNDS_MAX_ONLY: obs_bounds_type = 6;
pub type obs_bounds_type = ::std::os::raw::c_uint;
#[repr(C)]
#[derive(Copy, Clone)]
pub struct obs_transform_info {
    pub pos: vec2,
    pub rot: f32,
    pub scale: vec2,
    pub alignment: u32,
    pub bounds_type: obs_bounds_type,
    pub bounds_alignment: u32,
    pub bounds: vec2,
}
impl Default for obs_transform_info {
    fn default() -> Self {
        let mut s = ::std::mem::MaybeUninit::<Self>::uninit();
        unsafe {
            ::std::ptr::write_bytes(s.as_mut_ptr(), 0, 1);
            s.assume_init()
        }
    }
}
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct obs_video_info {
    pub graphics_module: *const ::std::os::raw::c_char,
    pub fps_num: u32,
    pub fps_den: u32,
    pub base_width: u32,
    pub base_height: u32,
    pub output_width: u32,
    pub output_height: u32,
    pub output_format: video_format,
    pub adapter: u32,
    pub gpu_conversion: bool,
    pub colorspace: video_colorspace,
    pub range: video_range_type,
    pub scale_type: obs_scale_type,
}
impl Default for obs_video_info {
    fn default() -> Self {
        let mut s = ::std::mem::MaybeUninit::<Self>::uninit();
        unsafe {
            ::std::ptr::write_bytes(s.as_mut_ptr(), 0, 1);
            s.assume_init()
        }
    }
}
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct obs_audio_info {
    pub samples_per_sec: u32,
    pub speakers: speaker_layout,
}
impl Default for obs_audio_info {
    fn default() -> Self {
        let mut s = ::std::mem::MaybeUninit::<Self>::uninit();
        unsafe {
            ::std::ptr::write_bytes(s.as_mut_ptr(), 0, 1);
            s.assume_init()
        }
    }
}
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct obs_audio_info2 {
    pub samples_per_sec: u32,
    pub speakers: speaker_layout,
    pub max_buffering_ms: u32,
    pub fixed_buffering: bool,
}
impl Default for obs_audio_info2 {
    fn default() -> Self {
        let mut s = ::std::mem::MaybeUninit::<Self>::uninit();
        unsafe {
            ::std::ptr::write_bytes(s.as_mut_ptr(), 0, 1);
            s.assume_init()
        }
    }
}
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct obs_audio_data {
    pub data: [*mut u8; 8usize],
    pub frames: u32,
    pub timestamp: u64,
}
impl Default for obs_audio_data {
    fn default() -> Self {
        let mut s = ::std::mem::MaybeUninit::<Self>::uninit();
        unsafe {
            ::std::ptr::write_bytes(s.as_mut_ptr(), 0, 1);
            s.assume_init()
        }
    }
}
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct obs_source_audio {
    pub data: [*const u8; 8usize],
    pub frames: u32,
    pub speakers: speaker_layout,
    pub format: audio_format,
    pub samples_per_sec: u32,
    pub timestamp: u64,
}
impl Default for obs_source_audio {
    fn default() -> Self {
        let mut s = ::std::mem::MaybeUninit::<Self>::uninit();
        unsafe {
            ::std::ptr::write_bytes(s.as_mut_ptr(), 0, 1);
            s.assume_init()
        }
    }
}
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct obs_source_cea_708 {
    pub data: *const u8,
    pub packets: u32,
    pub timestamp: u64,
}
impl Default for obs_source_cea_708 {
    fn default() -> Self {
        let mut s = ::std::mem::MaybeUninit::<Self>::uninit();
        unsafe {
            ::std::ptr::write_bytes(s.as_mut_ptr(), 0, 1);
            s.assume_init()
        }
    }
}
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct obs_source_frame {
    pub data: [*mut u8; 8usize],
    pub linesize: [u32; 8usize],
    pub width: u32,
    pub height: u32,
    pub timestamp: u64,
    pub format: video_format,
    pub color_matrix: [f32; 16usize],
    pub full_range: bool,
    pub max_luminance: u16,
    pub color_range_min: [f32; 3usize],
    pub color_range_max: [f32; 3usize],
    pub flip: bool,
    pub flags: u8,
    pub trc: u8,
    pub refs: ::std::os::raw::c_long,
    pub prev_frame: bool,
}
impl Default for obs_source_frame {
    fn default() -> Self {
        let mut s = ::std::mem::MaybeUninit::<Self>::uninit();
        unsafe {
            ::std::ptr::write_bytes(s.as_mut_ptr(), 0, 1);
            s.assume_init()
        }
    }
}
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct obs_source_frame2 {
    pub data: [*mut u8; 8usize],
    pub linesize: [u32; 8usize],
    pub width: u32,
    pub height: u32,
    pub timestamp: u64,
    pub format: video_format,
    pub range: video_range_type,
    pub color_matrix: [f32; 16usize],
    pub color_range_min: [f32; 3usize],
    pub color_range_max: [f32; 3usize],
    pub flip: bool,
    pub flags: u8,
    pub trc: u8,
}
impl Default for obs_source_frame2 {
    fn default() -> Self {
        let mut s = ::std::mem::MaybeUninit::<Self>::uninit();
        unsafe {
            ::std::ptr::write_bytes(s.as_mut_ptr(), 0, 1);
            s.assume_init()
        }
    }
}
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct obs_cmdline_args {
    pub argc: ::std::os::raw::c_int,
    pub argv: *mut *mut ::std::os::raw::c_char,
}
impl Default for obs_cmdline_args {
    fn default() -> Self {
        let mut s = ::std::mem::MaybeUninit::<Self>::uninit();
        unsafe {
            ::std::ptr::write_bytes(s.as_mut_ptr(), 0, 1);
            s.assume_init()
        }
    }
}
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct obs_module_failure_info {
    pub failed_modules: *mut *mut ::std::os::raw::c_char,
    pub count: usize,
}
impl Default for obs_module_failure_info {
    fn default() -> Self {
        let mut s = ::std::mem::MaybeUninit::<Self>::uninit();
        unsafe {
            ::std::ptr::write_bytes(s.as_mut_ptr(), 0, 1);
            s.assume_init()
        }
    }
}
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct obs_module_info {
    pub bin_path: *const ::std::os::raw::c_char,
    pub data_path: *const ::std::os::raw::c_char,
}
impl Default for obs_module_info {
    fn default() -> Self {
        let mut s = ::std::mem::MaybeUninit::<Self>::uninit();
        unsafe {
            ::std::ptr::write_bytes(s.as_mut_ptr(), 0, 1);
            s.assume_init()
        }
    }
}
pub type obs_find_module_callback_t = ::std::option::Option<
    unsafe extern "C" fn(param: *mut ::std::os::raw::c_void, info: *const obs_module_info),
>;
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct obs_module_info2 {
    pub bin_path: *const ::std::os::raw::c_char,
    pub data_path: *const ::std::os::raw::c_char,
    pub name: *const ::std::os::raw::c_char,
}
impl Default for obs_module_info2 {
    fn default() -> Self {
        let mut s = ::std::mem::MaybeUninit::<Self>::uninit();
        unsafe {
            ::std::ptr::write_bytes(s.as_mut_ptr(), 0, 1);
            s.assume_init()
        }
    }
}
pub type obs_find_module_callback2_t = ::std::option::Option<
    unsafe extern "C" fn(param: *mut ::std::os::raw::c_void, info: *const obs_module_info2),
>;
pub type obs_enum_module_callback_t = ::std::option::Option<
    unsafe extern "C" fn(param: *mut ::std::os::raw::c_void, module: *mut obs_module_t),
>;
pub const OBS_EFFECT_DEFAULT: obs_base_effect = 0;
pub const OBS_EFFECT_DEFAULT_RECT: obs_base_effect = 1;
pub const OBS_EFFECT_OPAQUE: obs_base_effect = 2;
pub const OBS_EFFECT_SOLID: obs_base_effect = 3;
pub const OBS_EFFECT_BICUBIC: obs_base_effect = 4;
pub const OBS_EFFECT_LANCZOS: obs_base_effect = 5;
pub const OBS_EFFECT_BILINEAR_LOWRES: obs_base_effect = 6;
pub const OBS_EFFECT_PREMULTIPLIED_ALPHA: obs_base_effect = 7;
pub const OBS_EFFECT_REPEAT: obs_base_effect = 8;
pub const OBS_EFFECT_AREA: obs_base_effect = 9;
pub type obs_base_effect = ::std::os::raw::c_uint;
pub type obs_load_source_cb = ::std::option::Option<
    unsafe extern "C" fn(private_data: *mut ::std::os::raw::c_void, source: *mut obs_source_t),
>;
pub type obs_save_source_filter_cb = ::std::option::Option<
    unsafe extern "C" fn(data: *mut ::std::os::raw::c_void, source: *mut obs_source_t) -> bool,
>;
pub const OBS_OBJ_TYPE_INVALID: obs_obj_type = 0;
pub const OBS_OBJ_TYPE_SOURCE: obs_obj_type = 1;
pub const OBS_OBJ_TYPE_OUTPUT: obs_obj_type = 2;
pub const OBS_OBJ_TYPE_ENCODER: obs_obj_type = 3;
pub const OBS_OBJ_TYPE_SERVICE: obs_obj_type = 4;
pub type obs_obj_type = ::std::os::raw::c_uint;
pub type obs_enum_audio_device_cb = ::std::option::Option<
    unsafe extern "C" fn(
        data: *mut ::std::os::raw::c_void,
        name: *const ::std::os::raw::c_char,
        id: *const ::std::os::raw::c_char,
    ) -> bool,
>;
pub type obs_task_t = ::std::option::Option<unsafe extern "C" fn(param: *mut ::std::os::raw::c_void)>;
pub const OBS_TASK_UI: obs_task_type = 0;
pub const OBS_TASK_GRAPHICS: obs_task_type = 1;
pub const OBS_TASK_AUDIO: obs_task_type = 2;
pub const OBS_TASK_DESTROY: obs_task_type = 3;
pub type obs_task_type = ::std::os::raw::c_uint;
pub type obs_task_handler_t = ::std::option::Option<
    unsafe extern "C" fn(task: obs_task_t, param: *mut ::std::os::raw::c_void, wait: bool),
>;
pub type obs_source_audio_capture_t = ::std::option::Option<
    unsafe extern "C" fn(
        param: *mut ::std::os::raw::c_void,
        source: *mut obs_source_t,
        audio_data: *const audio_data,
        muted: bool,
    ),
>;
pub type obs_source_caption_t = ::std::option::Option<
    unsafe extern "C" fn(
        param: *mut ::std::os::raw::c_void,
        source: *mut obs_source_t,
        captions: *const obs_source_cea_708,
    ),
>;
pub const OBS_DEINTERLACE_MODE_DISABLE: obs_deinterlace_mode = 0;
pub const OBS_DEINTERLACE_MODE_DISCARD: obs_deinterlace_mode = 1;
pub const OBS_DEINTERLACE_MODE_RETRO: obs_deinterlace_mode = 2;
pub const OBS_DEINTERLACE_MODE_BLEND: obs_deinterlace_mode = 3;
pub const OBS_DEINTERLACE_MODE_BLEND_2X: obs_deinterlace_mode = 4;
pub const OBS_DEINTERLACE_MODE_LINEAR: obs_deinterlace_mode = 5;
pub const OBS_DEINTERLACE_MODE_LINEAR_2X: obs_deinterlace_mode = 6;
pub const OBS_DEINTERLACE_MODE_YADIF: obs_deinterlace_mode = 7;
pub const OBS_DEINTERLACE_MODE_YADIF_2X: obs_deinterlace_mode = 8;
pub type obs_deinterlace_mode = ::std::os::raw::c_uint;
pub const OBS_DEINTERLACE_FIELD_ORDER_TOP: obs_deinterlace_field_order = 0;
pub const OBS_DEINTERLACE_FIELD_ORDER_BOTTOM: obs_deinterlace_field_order = 1;
pub type obs_deinterlace_field_order = ::std::os::raw::c_uint;
pub const OBS_MONITORING_TYPE_NONE: obs_monitoring_type = 0;
pub const OBS_MONITORING_TYPE_MONITOR_ONLY: obs_monitoring_type = 1;
pub const OBS_MONITORING_TYPE_MONITOR_AND_OUTPUT: obs_monitoring_type = 2;
pub type obs_monitoring_type = ::std::os::raw::c_uint;
pub const OBS_TRANSITION_SOURCE_A: obs_transition_target = 0;
pub const OBS_TRANSITION_SOURCE_B: obs_transition_target = 1;
pub type obs_transition_target = ::std::os::raw::c_uint;
pub const OBS_TRANSITION_MODE_AUTO: obs_transition_mode = 0;
pub const OBS_TRANSITION_MODE_MANUAL: obs_transition_mode = 1;
pub type obs_transition_mode = ::std::os::raw::c_uint;
pub const OBS_TRANSITION_SCALE_MAX_ONLY: obs_transition_scale_type = 0;
pub const OBS_TRANSITION_SCALE_ASPECT: obs_transition_scale_type = 1;
pub const OBS_TRANSITION_SCALE_STRETCH: obs_transition_scale_type = 2;
pub type obs_transition_scale_type = ::std::os::raw::c_uint;
pub type obs_transition_video_render_callback_t = ::std::option::Option<
    unsafe extern "C" fn(
        data: *mut ::std::os::raw::c_void,
        a: *mut gs_texture_t,
        b: *mut gs_texture_t,
        t: f32,
        cx: u32,
        cy: u32,
    ),
>;
pub type obs_transition_audio_mix_callback_t =
    ::std::option::Option<unsafe extern "C" fn(data: *mut ::std::os::raw::c_void, t: f32) -> f32>;
pub const OBS_SCENE_DUP_REFS: obs_scene_duplicate_type = 0;
pub const OBS_SCENE_DUP_COPY: obs_scene_duplicate_type = 1;
pub const OBS_SCENE_DUP_PRIVATE_REFS: obs_scene_duplicate_type = 2;
pub const OBS_SCENE_DUP_PRIVATE_COPY: obs_scene_duplicate_type = 3;
pub type obs_scene_duplicate_type = ::std::os::raw::c_uint;
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct obs_sceneitem_order_info {
    pub group: *mut obs_sceneitem_t,
    pub item: *mut obs_sceneitem_t,
}
impl Default for obs_sceneitem_order_info {
    fn default() -> Self {
        let mut s = ::std::mem::MaybeUninit::<Self>::uninit();
        unsafe {
            ::std::ptr::write_bytes(s.as_mut_ptr(), 0, 1);
            s.assume_init()
        }
    }
}
pub type obs_scene_atomic_update_func =
    ::std::option::Option<unsafe extern "C" fn(arg1: *mut ::std::os::raw::c_void, scene: *mut obs_scene_t)>;
#[repr(C)]
#[derive(Debug, Default, Copy, Clone)]
pub struct obs_sceneitem_crop {
    pub left: ::std::os::raw::c_int,
    pub top: ::std::os::raw::c_int,
    pub right: ::std::os::raw::c_int,
    pub bottom: ::std::os::raw::c_int,
}
pub const OBS_NIX_PLATFORM_X11_GLX: obs_nix_platform_type = 0;
pub const OBS_NIX_PLATFORM_X11_EGL: obs_nix_platform_type = 1;
pub const OBS_NIX_PLATFORM_WAYLAND: obs_nix_platform_type = 2;
pub type obs_nix_platform_type = ::std::os::raw::c_uint;
#[repr(C)]
#[derive(Copy, Clone)]
pub struct axisang {
    pub __bindgen_anon_1: axisang__bindgen_ty_1,
}
#[repr(C)]
#[derive(Copy, Clone)]
pub union axisang__bindgen_ty_1 {
    pub __bindgen_anon_1: axisang__bindgen_ty_1__bindgen_ty_1,
    pub ptr: [f32; 4usize],
}
#[repr(C)]
#[derive(Debug, Default, Copy, Clone)]
pub struct axisang__bindgen_ty_1__bindgen_ty_1 {
    pub x: f32,
    pub y: f32,
    pub z: f32,
    pub w: f32,
}
impl Default for axisang__bindgen_ty_1 {
    fn default() -> Self {
        let mut s = ::std::mem::MaybeUninit::<Self>::uninit();
        unsafe {
            ::std::ptr::write_bytes(s.as_mut_ptr(), 0, 1);
            s.assume_init()
        }
    }
}
impl Default for axisang {
    fn default() -> Self {
        let mut s = ::std::mem::MaybeUninit::<Self>::uninit();
        unsafe {
            ::std::ptr::write_bytes(s.as_mut_ptr(), 0, 1);
            s.assume_init()
        }
    }
}
#[repr(C)]
#[repr(align(16))]
#[derive(Copy, Clone)]
pub struct matrix4 {
    pub x: vec4,
    pub y: vec4,
    pub z: vec4,
    pub t: vec4,
}
impl Default for matrix4 {
    fn default() -> Self {
        let mut s = ::std::mem::MaybeUninit::<Self>::uninit();
        unsafe {
            ::std::ptr::write_bytes(s.as_mut_ptr(), 0, 1);
            s.assume_init()
        }
    }
}
pub type __builtin_va_list = [__va_list_tag; 1usize];
#[repr(C)]
#[derive(Debug, Copy, Clone)]
pub struct __va_list_tag {
    pub gp_offset: ::std::os::raw::c_uint,
    pub fp_offset: ::std::os::raw::c_uint,
    pub overflow_arg_area: *mut ::std::os::raw::c_void,
    pub reg_save_area: *mut ::std::os::raw::c_void,
}
impl Default for __va_list_tag {
    fn default() -> Self {
        let mut s = ::std::mem::MaybeUninit::<Self>::uninit();
        unsafe {
            ::std::ptr::write_bytes(s.as_mut_ptr(), 0, 1);
            s.assume_init()
        }
    }
}
unsafe extern "C" {
    pub fn base_get_log_handler(handler: *mut log_handler_t, param: *mut *mut ::std::os::raw::c_void);
    pub fn base_set_log_handler(handler: log_handler_t, param: *mut ::std::os::raw::c_void);
    pub fn blog(log_level: ::std::os::raw::c_int, format: *const ::std::os::raw::c_char, ...);
    pub fn bmalloc(size: usize) -> *mut ::std::os::raw::c_void;
    pub fn bfree(ptr: *mut ::std::os::raw::c_void);
    pub fn bnum_allocs() -> ::std::os::raw::c_long;
    pub fn text_lookup_create(path: *const ::std::os::raw::c_char) -> *mut lookup_t;
    pub fn text_lookup_add(lookup: *mut lookup_t, path: *const ::std::os::raw::c_char) -> bool;
    pub fn text_lookup_destroy(lookup: *mut lookup_t);
    pub fn text_lookup_getstr(
        lookup: *mut lookup_t,
        lookup_val: *const ::std::os::raw::c_char,
        out: *mut *const ::std::os::raw::c_char,
    ) -> bool;
    pub fn gs_shader_destroy(shader: *mut gs_shader_t);
    pub fn gs_shader_get_num_params(shader: *const gs_shader_t) -> ::std::os::raw::c_int;
    pub fn gs_shader_get_param_by_idx(shader: *mut gs_shader_t, param: u32) -> *mut gs_sparam_t;
    pub fn gs_shader_get_param_by_name(
        shader: *mut gs_shader_t,
        name: *const ::std::os::raw::c_char,
    ) -> *mut gs_sparam_t;
    pub fn gs_shader_get_viewproj_matrix(shader: *const gs_shader_t) -> *mut gs_sparam_t;
    pub fn gs_shader_get_world_matrix(shader: *const gs_shader_t) -> *mut gs_sparam_t;
    pub fn gs_shader_get_param_info(param: *const gs_sparam_t, info: *mut gs_shader_param_info);
    pub fn gs_shader_set_bool(param: *mut gs_sparam_t, val: bool);
    pub fn gs_shader_set_float(param: *mut gs_sparam_t, val: f32);
    pub fn gs_shader_set_int(param: *mut gs_sparam_t, val: ::std::os::raw::c_int);
    pub fn gs_shader_set_matrix3(param: *mut gs_sparam_t, val: *const matrix3);
    pub fn gs_shader_set_matrix4(param: *mut gs_sparam_t, val: *const matrix4);
    pub fn gs_shader_set_vec2(param: *mut gs_sparam_t, val: *const vec2);
    pub fn gs_shader_set_vec3(param: *mut gs_sparam_t, val: *const vec3);
    pub fn gs_shader_set_vec4(param: *mut gs_sparam_t, val: *const vec4);
    pub fn gs_shader_set_texture(param: *mut gs_sparam_t, val: *mut gs_texture_t);
    pub fn gs_shader_set_val(param: *mut gs_sparam_t, val: *const ::std::os::raw::c_void, size: usize);
    pub fn gs_shader_set_default(param: *mut gs_sparam_t);
    pub fn gs_shader_set_next_sampler(param: *mut gs_sparam_t, sampler: *mut gs_samplerstate_t);
    pub fn gs_effect_destroy(effect: *mut gs_effect_t);
    pub fn gs_effect_get_technique(
        effect: *const gs_effect_t,
        name: *const ::std::os::raw::c_char,
    ) -> *mut gs_technique_t;
    pub fn gs_effect_get_current_technique(effect: *const gs_effect_t) -> *mut gs_technique_t;
    pub fn gs_technique_begin(technique: *mut gs_technique_t) -> usize;
    pub fn gs_technique_end(technique: *mut gs_technique_t);
    pub fn gs_technique_begin_pass(technique: *mut gs_technique_t, pass: usize) -> bool;
    pub fn gs_technique_begin_pass_by_name(
        technique: *mut gs_technique_t,
        name: *const ::std::os::raw::c_char,
    ) -> bool;
    pub fn gs_technique_end_pass(technique: *mut gs_technique_t);
    pub fn gs_technique_get_pass_by_idx(technique: *const gs_technique_t, pass: usize) -> *mut gs_epass_t;
    pub fn gs_technique_get_pass_by_name(
        technique: *const gs_technique_t,
        name: *const ::std::os::raw::c_char,
    ) -> *mut gs_epass_t;
    pub fn gs_effect_get_num_params(effect: *const gs_effect_t) -> usize;
    pub fn gs_effect_get_param_by_idx(effect: *const gs_effect_t, param: usize) -> *mut gs_eparam_t;
    pub fn gs_effect_get_param_by_name(
        effect: *const gs_effect_t,
        name: *const ::std::os::raw::c_char,
    ) -> *mut gs_eparam_t;
    pub fn gs_param_get_num_annotations(param: *const gs_eparam_t) -> usize;
    pub fn gs_param_get_annotation_by_idx(param: *const gs_eparam_t, annotation: usize) -> *mut gs_eparam_t;
    pub fn gs_param_get_annotation_by_name(
        param: *const gs_eparam_t,
        name: *const ::std::os::raw::c_char,
    ) -> *mut gs_eparam_t;
    pub fn gs_effect_loop(effect: *mut gs_effect_t, name: *const ::std::os::raw::c_char) -> bool;
    pub fn gs_effect_update_params(effect: *mut gs_effect_t);
    pub fn gs_effect_get_viewproj_matrix(effect: *const gs_effect_t) -> *mut gs_eparam_t;
    pub fn gs_effect_get_world_matrix(effect: *const gs_effect_t) -> *mut gs_eparam_t;
    pub fn gs_effect_get_param_info(param: *const gs_eparam_t, info: *mut gs_effect_param_info);
    pub fn gs_effect_set_bool(param: *mut gs_eparam_t, val: bool);
    pub fn gs_effect_set_float(param: *mut gs_eparam_t, val: f32);
    pub fn gs_effect_set_int(param: *mut gs_eparam_t, val: ::std::os::raw::c_int);
    pub fn gs_effect_set_matrix4(param: *mut gs_eparam_t, val: *const matrix4);
    pub fn gs_effect_set_vec2(param: *mut gs_eparam_t, val: *const vec2);
    pub fn gs_effect_set_vec3(param: *mut gs_eparam_t, val: *const vec3);
    pub fn gs_effect_set_vec4(param: *mut gs_eparam_t, val: *const vec4);
    pub fn gs_effect_set_texture(param: *mut gs_eparam_t, val: *mut gs_texture_t);
    pub fn gs_effect_set_texture_srgb(param: *mut gs_eparam_t, val: *mut gs_texture_t);
    pub fn gs_effect_set_val(param: *mut gs_eparam_t, val: *const ::std::os::raw::c_void, size: usize);
    pub fn gs_effect_set_default(param: *mut gs_eparam_t);
    pub fn gs_effect_get_val_size(param: *mut gs_eparam_t) -> usize;
    pub fn gs_effect_get_val(param: *mut gs_eparam_t) -> *mut ::std::os::raw::c_void;
    pub fn gs_effect_get_default_val_size(param: *mut gs_eparam_t) -> usize;
    pub fn gs_effect_get_default_val(param: *mut gs_eparam_t) -> *mut ::std::os::raw::c_void;
    pub fn gs_effect_set_next_sampler(param: *mut gs_eparam_t, sampler: *mut gs_samplerstate_t);
    pub fn gs_effect_set_color(param: *mut gs_eparam_t, argb: u32);
    pub fn gs_texrender_create(format: gs_color_format, zsformat: gs_zstencil_format) -> *mut gs_texrender_t;
    pub fn gs_texrender_destroy(texrender: *mut gs_texrender_t);
    pub fn gs_texrender_begin(texrender: *mut gs_texrender_t, cx: u32, cy: u32) -> bool;
    pub fn gs_texrender_begin_with_color_space(
        texrender: *mut gs_texrender_t,
        cx: u32,
        cy: u32,
        space: gs_color_space,
    ) -> bool;
    pub fn gs_texrender_end(texrender: *mut gs_texrender_t);
    pub fn gs_texrender_reset(texrender: *mut gs_texrender_t);
    pub fn gs_texrender_get_texture(texrender: *const gs_texrender_t) -> *mut gs_texture_t;
    pub fn gs_texrender_get_format(texrender: *const gs_texrender_t) -> gs_color_format;
    pub fn gs_get_device_name() -> *const ::std::os::raw::c_char;
    pub fn gs_get_device_type() -> ::std::os::raw::c_int;
    pub fn gs_enum_adapters(
        callback: ::std::option::Option<
            unsafe extern "C" fn(
                param: *mut ::std::os::raw::c_void,
                name: *const ::std::os::raw::c_char,
                id: u32,
            ) -> bool,
        >,
        param: *mut ::std::os::raw::c_void,
    );
    pub fn gs_create(
        graphics: *mut *mut graphics_t,
        module: *const ::std::os::raw::c_char,
        adapter: u32,
    ) -> ::std::os::raw::c_int;
    pub fn gs_destroy(graphics: *mut graphics_t);
    pub fn gs_enter_context(graphics: *mut graphics_t);
    pub fn gs_leave_context();
    pub fn gs_get_context() -> *mut graphics_t;
    pub fn gs_get_device_obj() -> *mut ::std::os::raw::c_void;
    pub fn gs_matrix_push();
    pub fn gs_matrix_pop();
    pub fn gs_matrix_identity();
    pub fn gs_matrix_transpose();
    pub fn gs_matrix_set(matrix: *const matrix4);
    pub fn gs_matrix_get(dst: *mut matrix4);
    pub fn gs_matrix_mul(matrix: *const matrix4);
    pub fn gs_matrix_rotquat(rot: *const quat);
    pub fn gs_matrix_rotaa(rot: *const axisang);
    pub fn gs_matrix_translate(pos: *const vec3);
    pub fn gs_matrix_scale(scale: *const vec3);
    pub fn gs_matrix_rotaa4f(x: f32, y: f32, z: f32, angle: f32);
    pub fn gs_matrix_translate3f(x: f32, y: f32, z: f32);
    pub fn gs_matrix_scale3f(x: f32, y: f32, z: f32);
    pub fn gs_render_start(b_new: bool);
    pub fn gs_render_stop(mode: gs_draw_mode);
    pub fn gs_render_save() -> *mut gs_vertbuffer_t;
    pub fn gs_vertex2f(x: f32, y: f32);
    pub fn gs_vertex3f(x: f32, y: f32, z: f32);
    pub fn gs_normal3f(x: f32, y: f32, z: f32);
    pub fn gs_color(color: u32);
    pub fn gs_texcoord(x: f32, y: f32, unit: ::std::os::raw::c_int);
    pub fn gs_vertex2v(v: *const vec2);
    pub fn gs_vertex3v(v: *const vec3);
    pub fn gs_normal3v(v: *const vec3);
    pub fn gs_color4v(v: *const vec4);
    pub fn gs_texcoord2v(v: *const vec2, unit: ::std::os::raw::c_int);
    pub fn gs_get_input() -> *mut input_t;
    pub fn gs_get_effect() -> *mut gs_effect_t;
    pub fn gs_effect_create_from_file(
        file: *const ::std::os::raw::c_char,
        error_string: *mut *mut ::std::os::raw::c_char,
    ) -> *mut gs_effect_t;
    pub fn gs_effect_create(
        effect_string: *const ::std::os::raw::c_char,
        filename: *const ::std::os::raw::c_char,
        error_string: *mut *mut ::std::os::raw::c_char,
    ) -> *mut gs_effect_t;
    pub fn gs_vertexshader_create_from_file(
        file: *const ::std::os::raw::c_char,
        error_string: *mut *mut ::std::os::raw::c_char,
    ) -> *mut gs_shader_t;
    pub fn gs_pixelshader_create_from_file(
        file: *const ::std::os::raw::c_char,
        error_string: *mut *mut ::std::os::raw::c_char,
    ) -> *mut gs_shader_t;
    pub fn gs_texture_create_from_file(file: *const ::std::os::raw::c_char) -> *mut gs_texture_t;
    pub fn gs_create_texture_file_data(
        file: *const ::std::os::raw::c_char,
        format: *mut gs_color_format,
        cx: *mut u32,
        cy: *mut u32,
    ) -> *mut u8;
    pub fn gs_create_texture_file_data2(
        file: *const ::std::os::raw::c_char,
        alpha_mode: gs_image_alpha_mode,
        format: *mut gs_color_format,
        cx: *mut u32,
        cy: *mut u32,
    ) -> *mut u8;
    pub fn gs_create_texture_file_data3(
        file: *const ::std::os::raw::c_char,
        alpha_mode: gs_image_alpha_mode,
        format: *mut gs_color_format,
        cx: *mut u32,
        cy: *mut u32,
        space: *mut gs_color_space,
    ) -> *mut u8;
    pub fn gs_draw_sprite(tex: *mut gs_texture_t, flip: u32, width: u32, height: u32);
    pub fn gs_draw_sprite_subregion(tex: *mut gs_texture_t, flip: u32, x: u32, y: u32, cx: u32, cy: u32);
    pub fn gs_draw_cube_backdrop(
        cubetex: *mut gs_texture_t,
        rot: *const quat,
        left: f32,
        right: f32,
        top: f32,
        bottom: f32,
        znear: f32,
    );
    pub fn gs_reset_viewport();
    pub fn gs_set_2d_mode();
    pub fn gs_set_3d_mode(fovy: f64, znear: f64, zvar: f64);
    pub fn gs_viewport_push();
    pub fn gs_viewport_pop();
    pub fn gs_texture_set_image(tex: *mut gs_texture_t, data: *const u8, linesize: u32, invert: bool);
    pub fn gs_cubetexture_set_image(
        cubetex: *mut gs_texture_t,
        side: u32,
        data: *const ::std::os::raw::c_void,
        linesize: u32,
        invert: bool,
    );
    pub fn gs_perspective(fovy: f32, aspect: f32, znear: f32, zfar: f32);
    pub fn gs_blend_state_push();
    pub fn gs_blend_state_pop();
    pub fn gs_reset_blend_state();
    pub fn gs_swapchain_create(data: *const gs_init_data) -> *mut gs_swapchain_t;
    pub fn gs_resize(x: u32, y: u32);
    pub fn gs_update_color_space();
    pub fn gs_get_size(x: *mut u32, y: *mut u32);
    pub fn gs_get_width() -> u32;
    pub fn gs_get_height() -> u32;
    pub fn gs_texture_create(
        width: u32,
        height: u32,
        color_format: gs_color_format,
        levels: u32,
        data: *mut *const u8,
        flags: u32,
    ) -> *mut gs_texture_t;
    pub fn gs_cubetexture_create(
        size: u32,
        color_format: gs_color_format,
        levels: u32,
        data: *mut *const u8,
        flags: u32,
    ) -> *mut gs_texture_t;
    pub fn gs_voltexture_create(
        width: u32,
        height: u32,
        depth: u32,
        color_format: gs_color_format,
        levels: u32,
        data: *mut *const u8,
        flags: u32,
    ) -> *mut gs_texture_t;
    pub fn gs_zstencil_create(width: u32, height: u32, format: gs_zstencil_format) -> *mut gs_zstencil_t;
    pub fn gs_stagesurface_create(
        width: u32,
        height: u32,
        color_format: gs_color_format,
    ) -> *mut gs_stagesurf_t;
    pub fn gs_samplerstate_create(info: *const gs_sampler_info) -> *mut gs_samplerstate_t;
    pub fn gs_vertexshader_create(
        shader: *const ::std::os::raw::c_char,
        file: *const ::std::os::raw::c_char,
        error_string: *mut *mut ::std::os::raw::c_char,
    ) -> *mut gs_shader_t;
    pub fn gs_pixelshader_create(
        shader: *const ::std::os::raw::c_char,
        file: *const ::std::os::raw::c_char,
        error_string: *mut *mut ::std::os::raw::c_char,
    ) -> *mut gs_shader_t;
    pub fn gs_vertexbuffer_create(data: *mut gs_vb_data, flags: u32) -> *mut gs_vertbuffer_t;
    pub fn gs_indexbuffer_create(
        type_: gs_index_type,
        indices: *mut ::std::os::raw::c_void,
        num: usize,
        flags: u32,
    ) -> *mut gs_indexbuffer_t;
    pub fn gs_timer_create() -> *mut gs_timer_t;
    pub fn gs_timer_range_create() -> *mut gs_timer_range_t;
    pub fn gs_get_texture_type(texture: *const gs_texture_t) -> gs_texture_type;
    pub fn gs_load_vertexbuffer(vertbuffer: *mut gs_vertbuffer_t);
    pub fn gs_load_indexbuffer(indexbuffer: *mut gs_indexbuffer_t);
    pub fn gs_load_texture(tex: *mut gs_texture_t, unit: ::std::os::raw::c_int);
    pub fn gs_load_samplerstate(samplerstate: *mut gs_samplerstate_t, unit: ::std::os::raw::c_int);
    pub fn gs_load_vertexshader(vertshader: *mut gs_shader_t);
    pub fn gs_load_pixelshader(pixelshader: *mut gs_shader_t);
    pub fn gs_load_default_samplerstate(b_3d: bool, unit: ::std::os::raw::c_int);
    pub fn gs_get_vertex_shader() -> *mut gs_shader_t;
    pub fn gs_get_pixel_shader() -> *mut gs_shader_t;
    pub fn gs_get_color_space() -> gs_color_space;
    pub fn gs_get_render_target() -> *mut gs_texture_t;
    pub fn gs_get_zstencil_target() -> *mut gs_zstencil_t;
    pub fn gs_set_render_target(tex: *mut gs_texture_t, zstencil: *mut gs_zstencil_t);
    pub fn gs_set_render_target_with_color_space(
        tex: *mut gs_texture_t,
        zstencil: *mut gs_zstencil_t,
        space: gs_color_space,
    );
    pub fn gs_set_cube_render_target(
        cubetex: *mut gs_texture_t,
        side: ::std::os::raw::c_int,
        zstencil: *mut gs_zstencil_t,
    );
    pub fn gs_enable_framebuffer_srgb(enable: bool);
    pub fn gs_framebuffer_srgb_enabled() -> bool;
    pub fn gs_get_linear_srgb() -> bool;
    pub fn gs_set_linear_srgb(linear_srgb: bool) -> bool;
    pub fn gs_copy_texture(dst: *mut gs_texture_t, src: *mut gs_texture_t);
    pub fn gs_copy_texture_region(
        dst: *mut gs_texture_t,
        dst_x: u32,
        dst_y: u32,
        src: *mut gs_texture_t,
        src_x: u32,
        src_y: u32,
        src_w: u32,
        src_h: u32,
    );
    pub fn gs_stage_texture(dst: *mut gs_stagesurf_t, src: *mut gs_texture_t);
    pub fn gs_begin_frame();
    pub fn gs_begin_scene();
    pub fn gs_draw(draw_mode: gs_draw_mode, start_vert: u32, num_verts: u32);
    pub fn gs_end_scene();
    pub fn gs_load_swapchain(swapchain: *mut gs_swapchain_t);
    pub fn gs_clear(clear_flags: u32, color: *const vec4, depth: f32, stencil: u8);
    pub fn gs_is_present_ready() -> bool;
    pub fn gs_present();
    pub fn gs_flush();
    pub fn gs_set_cull_mode(mode: gs_cull_mode);
    pub fn gs_get_cull_mode() -> gs_cull_mode;
    pub fn gs_enable_blending(enable: bool);
    pub fn gs_enable_depth_test(enable: bool);
    pub fn gs_enable_stencil_test(enable: bool);
    pub fn gs_enable_stencil_write(enable: bool);
    pub fn gs_enable_color(red: bool, green: bool, blue: bool, alpha: bool);
    pub fn gs_blend_function(src: gs_blend_type, dest: gs_blend_type);
    pub fn gs_blend_function_separate(
        src_c: gs_blend_type,
        dest_c: gs_blend_type,
        src_a: gs_blend_type,
        dest_a: gs_blend_type,
    );
    pub fn gs_blend_op(op: gs_blend_op_type);
    pub fn gs_depth_function(test: gs_depth_test);
    pub fn gs_stencil_function(side: gs_stencil_side, test: gs_depth_test);
    pub fn gs_stencil_op(
        side: gs_stencil_side,
        fail: gs_stencil_op_type,
        zfail: gs_stencil_op_type,
        zpass: gs_stencil_op_type,
    );
    pub fn gs_set_viewport(
        x: ::std::os::raw::c_int,
        y: ::std::os::raw::c_int,
        width: ::std::os::raw::c_int,
        height: ::std::os::raw::c_int,
    );
    pub fn gs_get_viewport(rect: *mut gs_rect);
    pub fn gs_set_scissor_rect(rect: *const gs_rect);
    pub fn gs_ortho(left: f32, right: f32, top: f32, bottom: f32, znear: f32, zfar: f32);
    pub fn gs_frustum(left: f32, right: f32, top: f32, bottom: f32, znear: f32, zfar: f32);
    pub fn gs_projection_push();
    pub fn gs_projection_pop();
    pub fn gs_swapchain_destroy(swapchain: *mut gs_swapchain_t);
    pub fn gs_texture_destroy(tex: *mut gs_texture_t);
    pub fn gs_texture_get_width(tex: *const gs_texture_t) -> u32;
    pub fn gs_texture_get_height(tex: *const gs_texture_t) -> u32;
    pub fn gs_texture_get_color_format(tex: *const gs_texture_t) -> gs_color_format;
    pub fn gs_texture_map(tex: *mut gs_texture_t, ptr: *mut *mut u8, linesize: *mut u32) -> bool;
    pub fn gs_texture_unmap(tex: *mut gs_texture_t);
    pub fn gs_texture_is_rect(tex: *const gs_texture_t) -> bool;
    pub fn gs_texture_get_obj(tex: *mut gs_texture_t) -> *mut ::std::os::raw::c_void;
    pub fn gs_cubetexture_destroy(cubetex: *mut gs_texture_t);
    pub fn gs_cubetexture_get_size(cubetex: *const gs_texture_t) -> u32;
    pub fn gs_cubetexture_get_color_format(cubetex: *const gs_texture_t) -> gs_color_format;
    pub fn gs_voltexture_destroy(voltex: *mut gs_texture_t);
    pub fn gs_voltexture_get_width(voltex: *const gs_texture_t) -> u32;
    pub fn gs_voltexture_get_height(voltex: *const gs_texture_t) -> u32;
    pub fn gs_voltexture_get_depth(voltex: *const gs_texture_t) -> u32;
    pub fn gs_voltexture_get_color_format(voltex: *const gs_texture_t) -> gs_color_format;
    pub fn gs_stagesurface_destroy(stagesurf: *mut gs_stagesurf_t);
    pub fn gs_stagesurface_get_width(stagesurf: *const gs_stagesurf_t) -> u32;
    pub fn gs_stagesurface_get_height(stagesurf: *const gs_stagesurf_t) -> u32;
    pub fn gs_stagesurface_get_color_format(stagesurf: *const gs_stagesurf_t) -> gs_color_format;
    pub fn gs_stagesurface_map(
        stagesurf: *mut gs_stagesurf_t,
        data: *mut *mut u8,
        linesize: *mut u32,
    ) -> bool;
    pub fn gs_stagesurface_unmap(stagesurf: *mut gs_stagesurf_t);
    pub fn gs_zstencil_destroy(zstencil: *mut gs_zstencil_t);
    pub fn gs_samplerstate_destroy(samplerstate: *mut gs_samplerstate_t);
    pub fn gs_vertexbuffer_destroy(vertbuffer: *mut gs_vertbuffer_t);
    pub fn gs_vertexbuffer_flush(vertbuffer: *mut gs_vertbuffer_t);
    pub fn gs_vertexbuffer_flush_direct(vertbuffer: *mut gs_vertbuffer_t, data: *const gs_vb_data);
    pub fn gs_vertexbuffer_get_data(vertbuffer: *const gs_vertbuffer_t) -> *mut gs_vb_data;
    pub fn gs_indexbuffer_destroy(indexbuffer: *mut gs_indexbuffer_t);
    pub fn gs_indexbuffer_flush(indexbuffer: *mut gs_indexbuffer_t);
    pub fn gs_indexbuffer_flush_direct(
        indexbuffer: *mut gs_indexbuffer_t,
        data: *const ::std::os::raw::c_void,
    );
    pub fn gs_indexbuffer_get_data(indexbuffer: *const gs_indexbuffer_t) -> *mut ::std::os::raw::c_void;
    pub fn gs_indexbuffer_get_num_indices(indexbuffer: *const gs_indexbuffer_t) -> usize;
    pub fn gs_indexbuffer_get_type(indexbuffer: *const gs_indexbuffer_t) -> gs_index_type;
    pub fn gs_timer_destroy(timer: *mut gs_timer_t);
    pub fn gs_timer_begin(timer: *mut gs_timer_t);
    pub fn gs_timer_end(timer: *mut gs_timer_t);
    pub fn gs_timer_get_data(timer: *mut gs_timer_t, ticks: *mut u64) -> bool;
    pub fn gs_timer_range_destroy(timer: *mut gs_timer_range_t);
    pub fn gs_timer_range_begin(range: *mut gs_timer_range_t);
    pub fn gs_timer_range_end(range: *mut gs_timer_range_t);
    pub fn gs_timer_range_get_data(
        range: *mut gs_timer_range_t,
        disjoint: *mut bool,
        frequency: *mut u64,
    ) -> bool;
    pub fn gs_nv12_available() -> bool;
    pub fn gs_p010_available() -> bool;
    pub fn gs_is_monitor_hdr(monitor: *mut ::std::os::raw::c_void) -> bool;
    pub fn gs_debug_marker_begin(color: *const f32, markername: *const ::std::os::raw::c_char);
    pub fn gs_debug_marker_begin_format(color: *const f32, format: *const ::std::os::raw::c_char, ...);
    pub fn gs_debug_marker_end();
    pub fn gs_texture_create_from_dmabuf(
        width: ::std::os::raw::c_uint,
        height: ::std::os::raw::c_uint,
        drm_format: u32,
        color_format: gs_color_format,
        n_planes: u32,
        fds: *const ::std::os::raw::c_int,
        strides: *const u32,
        offsets: *const u32,
        modifiers: *const u64,
    ) -> *mut gs_texture_t;
    pub fn gs_query_dmabuf_capabilities(
        dmabuf_flags: *mut gs_dmabuf_flags,
        drm_formats: *mut *mut u32,
        n_formats: *mut usize,
    ) -> bool;
    pub fn gs_query_dmabuf_modifiers_for_format(
        drm_format: u32,
        modifiers: *mut *mut u64,
        n_modifiers: *mut usize,
    ) -> bool;
    pub fn gs_texture_create_from_pixmap(
        width: u32,
        height: u32,
        color_format: gs_color_format,
        target: u32,
        pixmap: *mut ::std::os::raw::c_void,
    ) -> *mut gs_texture_t;
    pub fn audio_output_open(audio: *mut *mut audio_t, info: *mut audio_output_info)
    -> ::std::os::raw::c_int;
    pub fn audio_output_close(audio: *mut audio_t);
    pub fn audio_output_connect(
        video: *mut audio_t,
        mix_idx: usize,
        conversion: *const audio_convert_info,
        callback: audio_output_callback_t,
        param: *mut ::std::os::raw::c_void,
    ) -> bool;
    pub fn audio_output_disconnect(
        video: *mut audio_t,
        mix_idx: usize,
        callback: audio_output_callback_t,
        param: *mut ::std::os::raw::c_void,
    );
    pub fn audio_output_active(audio: *const audio_t) -> bool;
    pub fn audio_output_get_block_size(audio: *const audio_t) -> usize;
    pub fn audio_output_get_planes(audio: *const audio_t) -> usize;
    pub fn audio_output_get_channels(audio: *const audio_t) -> usize;
    pub fn audio_output_get_sample_rate(audio: *const audio_t) -> u32;
    pub fn audio_output_get_info(audio: *const audio_t) -> *const audio_output_info;
    pub fn video_format_from_fourcc(fourcc: u32) -> video_format;
    pub fn video_format_get_parameters(
        color_space: video_colorspace,
        range: video_range_type,
        matrix: *mut f32,
        min_range: *mut f32,
        max_range: *mut f32,
    ) -> bool;
    pub fn video_format_get_parameters_for_format(
        color_space: video_colorspace,
        range: video_range_type,
        format: video_format,
        matrix: *mut f32,
        min_range: *mut f32,
        max_range: *mut f32,
    ) -> bool;
    pub fn video_output_open(video: *mut *mut video_t, info: *mut video_output_info)
    -> ::std::os::raw::c_int;
    pub fn video_output_close(video: *mut video_t);
    pub fn video_output_connect(
        video: *mut video_t,
        conversion: *const video_scale_info,
        callback: ::std::option::Option<
            unsafe extern "C" fn(param: *mut ::std::os::raw::c_void, frame: *mut video_data),
        >,
        param: *mut ::std::os::raw::c_void,
    ) -> bool;
    pub fn video_output_disconnect(
        video: *mut video_t,
        callback: ::std::option::Option<
            unsafe extern "C" fn(param: *mut ::std::os::raw::c_void, frame: *mut video_data),
        >,
        param: *mut ::std::os::raw::c_void,
    );
    pub fn video_output_active(video: *const video_t) -> bool;
    pub fn video_output_get_info(video: *const video_t) -> *const video_output_info;
    pub fn video_output_lock_frame(
        video: *mut video_t,
        frame: *mut video_frame,
        count: ::std::os::raw::c_int,
        timestamp: u64,
    ) -> bool;
    pub fn video_output_unlock_frame(video: *mut video_t);
    pub fn video_output_get_frame_time(video: *const video_t) -> u64;
    pub fn video_output_stop(video: *mut video_t);
    pub fn video_output_stopped(video: *mut video_t) -> bool;
    pub fn video_output_get_format(video: *const video_t) -> video_format;
    pub fn video_output_get_width(video: *const video_t) -> u32;
    pub fn video_output_get_height(video: *const video_t) -> u32;
    pub fn video_output_get_frame_rate(video: *const video_t) -> f64;
    pub fn video_output_get_skipped_frames(video: *const video_t) -> u32;
    pub fn video_output_get_total_frames(video: *const video_t) -> u32;
    pub fn calldata_get_data(
        data: *const calldata_t,
        name: *const ::std::os::raw::c_char,
        out: *mut ::std::os::raw::c_void,
        size: usize,
    ) -> bool;
    pub fn calldata_set_data(
        data: *mut calldata_t,
        name: *const ::std::os::raw::c_char,
        in_: *const ::std::os::raw::c_void,
        new_size: usize,
    );
    pub fn calldata_get_string(
        data: *const calldata_t,
        name: *const ::std::os::raw::c_char,
        str_: *mut *const ::std::os::raw::c_char,
    ) -> bool;
    pub fn signal_handler_create() -> *mut signal_handler_t;
    pub fn signal_handler_destroy(handler: *mut signal_handler_t);
    pub fn signal_handler_add(
        handler: *mut signal_handler_t,
        signal_decl: *const ::std::os::raw::c_char,
    ) -> bool;
    pub fn signal_handler_connect(
        handler: *mut signal_handler_t,
        signal: *const ::std::os::raw::c_char,
        callback: signal_callback_t,
        data: *mut ::std::os::raw::c_void,
    );
    pub fn signal_handler_connect_ref(
        handler: *mut signal_handler_t,
        signal: *const ::std::os::raw::c_char,
        callback: signal_callback_t,
        data: *mut ::std::os::raw::c_void,
    );
    pub fn signal_handler_disconnect(
        handler: *mut signal_handler_t,
        signal: *const ::std::os::raw::c_char,
        callback: signal_callback_t,
        data: *mut ::std::os::raw::c_void,
    );
    pub fn signal_handler_connect_global(
        handler: *mut signal_handler_t,
        callback: global_signal_callback_t,
        data: *mut ::std::os::raw::c_void,
    );
    pub fn signal_handler_disconnect_global(
        handler: *mut signal_handler_t,
        callback: global_signal_callback_t,
        data: *mut ::std::os::raw::c_void,
    );
    pub fn signal_handler_remove_current();
    pub fn signal_handler_signal(
        handler: *mut signal_handler_t,
        signal: *const ::std::os::raw::c_char,
        params: *mut calldata_t,
    );
    pub fn proc_handler_create() -> *mut proc_handler_t;
    pub fn proc_handler_destroy(handler: *mut proc_handler_t);
    pub fn proc_handler_add(
        handler: *mut proc_handler_t,
        decl_string: *const ::std::os::raw::c_char,
        proc_: proc_handler_proc_t,
        data: *mut ::std::os::raw::c_void,
    );
    pub fn proc_handler_call(
        handler: *mut proc_handler_t,
        name: *const ::std::os::raw::c_char,
        params: *mut calldata_t,
    ) -> bool;
    pub fn obs_data_create() -> *mut obs_data_t;
    pub fn obs_data_create_from_json(json_string: *const ::std::os::raw::c_char) -> *mut obs_data_t;
    pub fn obs_data_create_from_json_file(json_file: *const ::std::os::raw::c_char) -> *mut obs_data_t;
    pub fn obs_data_create_from_json_file_safe(
        json_file: *const ::std::os::raw::c_char,
        backup_ext: *const ::std::os::raw::c_char,
    ) -> *mut obs_data_t;
    pub fn obs_data_addref(data: *mut obs_data_t);
    pub fn obs_data_release(data: *mut obs_data_t);
    pub fn obs_data_get_json(data: *mut obs_data_t) -> *const ::std::os::raw::c_char;
    pub fn obs_data_get_last_json(data: *mut obs_data_t) -> *const ::std::os::raw::c_char;
    pub fn obs_data_save_json(data: *mut obs_data_t, file: *const ::std::os::raw::c_char) -> bool;
    pub fn obs_data_save_json_safe(
        data: *mut obs_data_t,
        file: *const ::std::os::raw::c_char,
        temp_ext: *const ::std::os::raw::c_char,
        backup_ext: *const ::std::os::raw::c_char,
    ) -> bool;
    pub fn obs_data_apply(target: *mut obs_data_t, apply_data: *mut obs_data_t);
    pub fn obs_data_erase(data: *mut obs_data_t, name: *const ::std::os::raw::c_char);
    pub fn obs_data_clear(data: *mut obs_data_t);
    pub fn obs_data_set_string(
        data: *mut obs_data_t,
        name: *const ::std::os::raw::c_char,
        val: *const ::std::os::raw::c_char,
    );
    pub fn obs_data_set_int(
        data: *mut obs_data_t,
        name: *const ::std::os::raw::c_char,
        val: ::std::os::raw::c_longlong,
    );
    pub fn obs_data_set_double(data: *mut obs_data_t, name: *const ::std::os::raw::c_char, val: f64);
    pub fn obs_data_set_bool(data: *mut obs_data_t, name: *const ::std::os::raw::c_char, val: bool);
    pub fn obs_data_set_obj(data: *mut obs_data_t, name: *const ::std::os::raw::c_char, obj: *mut obs_data_t);
    pub fn obs_data_set_array(
        data: *mut obs_data_t,
        name: *const ::std::os::raw::c_char,
        array: *mut obs_data_array_t,
    );
    pub fn obs_data_get_defaults(data: *mut obs_data_t) -> *mut obs_data_t;
    pub fn obs_data_set_default_string(
        data: *mut obs_data_t,
        name: *const ::std::os::raw::c_char,
        val: *const ::std::os::raw::c_char,
    );
    pub fn obs_data_set_default_int(
        data: *mut obs_data_t,
        name: *const ::std::os::raw::c_char,
        val: ::std::os::raw::c_longlong,
    );
    pub fn obs_data_set_default_double(data: *mut obs_data_t, name: *const ::std::os::raw::c_char, val: f64);
    pub fn obs_data_set_default_bool(data: *mut obs_data_t, name: *const ::std::os::raw::c_char, val: bool);
    pub fn obs_data_set_default_obj(
        data: *mut obs_data_t,
        name: *const ::std::os::raw::c_char,
        obj: *mut obs_data_t,
    );
    pub fn obs_data_set_default_array(
        data: *mut obs_data_t,
        name: *const ::std::os::raw::c_char,
        arr: *mut obs_data_array_t,
    );
    pub fn obs_data_set_autoselect_string(
        data: *mut obs_data_t,
        name: *const ::std::os::raw::c_char,
        val: *const ::std::os::raw::c_char,
    );
    pub fn obs_data_set_autoselect_int(
        data: *mut obs_data_t,
        name: *const ::std::os::raw::c_char,
        val: ::std::os::raw::c_longlong,
    );
    pub fn obs_data_set_autoselect_double(
        data: *mut obs_data_t,
        name: *const ::std::os::raw::c_char,
        val: f64,
    );
    pub fn obs_data_set_autoselect_bool(
        data: *mut obs_data_t,
        name: *const ::std::os::raw::c_char,
        val: bool,
    );
    pub fn obs_data_set_autoselect_obj(
        data: *mut obs_data_t,
        name: *const ::std::os::raw::c_char,
        obj: *mut obs_data_t,
    );
    pub fn obs_data_get_string(
        data: *mut obs_data_t,
        name: *const ::std::os::raw::c_char,
    ) -> *const ::std::os::raw::c_char;
    pub fn obs_data_get_int(
        data: *mut obs_data_t,
        name: *const ::std::os::raw::c_char,
    ) -> ::std::os::raw::c_longlong;
    pub fn obs_data_get_double(data: *mut obs_data_t, name: *const ::std::os::raw::c_char) -> f64;
    pub fn obs_data_get_bool(data: *mut obs_data_t, name: *const ::std::os::raw::c_char) -> bool;
    pub fn obs_data_get_obj(data: *mut obs_data_t, name: *const ::std::os::raw::c_char) -> *mut obs_data_t;
    pub fn obs_data_get_array(
        data: *mut obs_data_t,
        name: *const ::std::os::raw::c_char,
    ) -> *mut obs_data_array_t;
    pub fn obs_data_get_default_string(
        data: *mut obs_data_t,
        name: *const ::std::os::raw::c_char,
    ) -> *const ::std::os::raw::c_char;
    pub fn obs_data_get_default_int(
        data: *mut obs_data_t,
        name: *const ::std::os::raw::c_char,
    ) -> ::std::os::raw::c_longlong;
    pub fn obs_data_get_default_double(data: *mut obs_data_t, name: *const ::std::os::raw::c_char) -> f64;
    pub fn obs_data_get_default_bool(data: *mut obs_data_t, name: *const ::std::os::raw::c_char) -> bool;
    pub fn obs_data_get_default_obj(
        data: *mut obs_data_t,
        name: *const ::std::os::raw::c_char,
    ) -> *mut obs_data_t;
    pub fn obs_data_get_default_array(
        data: *mut obs_data_t,
        name: *const ::std::os::raw::c_char,
    ) -> *mut obs_data_array_t;
    pub fn obs_data_get_autoselect_string(
        data: *mut obs_data_t,
        name: *const ::std::os::raw::c_char,
    ) -> *const ::std::os::raw::c_char;
    pub fn obs_data_get_autoselect_int(
        data: *mut obs_data_t,
        name: *const ::std::os::raw::c_char,
    ) -> ::std::os::raw::c_longlong;
    pub fn obs_data_get_autoselect_double(data: *mut obs_data_t, name: *const ::std::os::raw::c_char) -> f64;
    pub fn obs_data_get_autoselect_bool(data: *mut obs_data_t, name: *const ::std::os::raw::c_char) -> bool;
    pub fn obs_data_get_autoselect_obj(
        data: *mut obs_data_t,
        name: *const ::std::os::raw::c_char,
    ) -> *mut obs_data_t;
    pub fn obs_data_get_autoselect_array(
        data: *mut obs_data_t,
        name: *const ::std::os::raw::c_char,
    ) -> *mut obs_data_array_t;
    pub fn obs_data_array_create() -> *mut obs_data_array_t;
    pub fn obs_data_array_addref(array: *mut obs_data_array_t);
    pub fn obs_data_array_release(array: *mut obs_data_array_t);
    pub fn obs_data_array_count(array: *mut obs_data_array_t) -> usize;
    pub fn obs_data_array_item(array: *mut obs_data_array_t, idx: usize) -> *mut obs_data_t;
    pub fn obs_data_array_push_back(array: *mut obs_data_array_t, obj: *mut obs_data_t) -> usize;
    pub fn obs_data_array_insert(array: *mut obs_data_array_t, idx: usize, obj: *mut obs_data_t);
    pub fn obs_data_array_push_back_array(array: *mut obs_data_array_t, array2: *mut obs_data_array_t);
    pub fn obs_data_array_erase(array: *mut obs_data_array_t, idx: usize);
    pub fn obs_data_array_enum(
        array: *mut obs_data_array_t,
        cb: ::std::option::Option<
            unsafe extern "C" fn(data: *mut obs_data_t, param: *mut ::std::os::raw::c_void),
        >,
        param: *mut ::std::os::raw::c_void,
    );
    pub fn obs_data_has_user_value(data: *mut obs_data_t, name: *const ::std::os::raw::c_char) -> bool;
    pub fn obs_data_has_default_value(data: *mut obs_data_t, name: *const ::std::os::raw::c_char) -> bool;
    pub fn obs_data_has_autoselect_value(data: *mut obs_data_t, name: *const ::std::os::raw::c_char) -> bool;
    pub fn obs_data_item_has_user_value(data: *mut obs_data_item_t) -> bool;
    pub fn obs_data_item_has_default_value(data: *mut obs_data_item_t) -> bool;
    pub fn obs_data_item_has_autoselect_value(data: *mut obs_data_item_t) -> bool;
    pub fn obs_data_unset_user_value(data: *mut obs_data_t, name: *const ::std::os::raw::c_char);
    pub fn obs_data_unset_default_value(data: *mut obs_data_t, name: *const ::std::os::raw::c_char);
    pub fn obs_data_unset_autoselect_value(data: *mut obs_data_t, name: *const ::std::os::raw::c_char);
    pub fn obs_data_item_unset_user_value(data: *mut obs_data_item_t);
    pub fn obs_data_item_unset_default_value(data: *mut obs_data_item_t);
    pub fn obs_data_item_unset_autoselect_value(data: *mut obs_data_item_t);
    pub fn obs_data_first(data: *mut obs_data_t) -> *mut obs_data_item_t;
    pub fn obs_data_item_byname(
        data: *mut obs_data_t,
        name: *const ::std::os::raw::c_char,
    ) -> *mut obs_data_item_t;
    pub fn obs_data_item_next(item: *mut *mut obs_data_item_t) -> bool;
    pub fn obs_data_item_release(item: *mut *mut obs_data_item_t);
    pub fn obs_data_item_remove(item: *mut *mut obs_data_item_t);
    pub fn obs_data_item_gettype(item: *mut obs_data_item_t) -> obs_data_type;
    pub fn obs_data_item_numtype(item: *mut obs_data_item_t) -> obs_data_number_type;
    pub fn obs_data_item_get_name(item: *mut obs_data_item_t) -> *const ::std::os::raw::c_char;
    pub fn obs_data_item_set_string(item: *mut *mut obs_data_item_t, val: *const ::std::os::raw::c_char);
    pub fn obs_data_item_set_int(item: *mut *mut obs_data_item_t, val: ::std::os::raw::c_longlong);
    pub fn obs_data_item_set_double(item: *mut *mut obs_data_item_t, val: f64);
    pub fn obs_data_item_set_bool(item: *mut *mut obs_data_item_t, val: bool);
    pub fn obs_data_item_set_obj(item: *mut *mut obs_data_item_t, val: *mut obs_data_t);
    pub fn obs_data_item_set_array(item: *mut *mut obs_data_item_t, val: *mut obs_data_array_t);
    pub fn obs_data_item_set_default_string(
        item: *mut *mut obs_data_item_t,
        val: *const ::std::os::raw::c_char,
    );
    pub fn obs_data_item_set_default_int(item: *mut *mut obs_data_item_t, val: ::std::os::raw::c_longlong);
    pub fn obs_data_item_set_default_double(item: *mut *mut obs_data_item_t, val: f64);
    pub fn obs_data_item_set_default_bool(item: *mut *mut obs_data_item_t, val: bool);
    pub fn obs_data_item_set_default_obj(item: *mut *mut obs_data_item_t, val: *mut obs_data_t);
    pub fn obs_data_item_set_default_array(item: *mut *mut obs_data_item_t, val: *mut obs_data_array_t);
    pub fn obs_data_item_set_autoselect_string(
        item: *mut *mut obs_data_item_t,
        val: *const ::std::os::raw::c_char,
    );
    pub fn obs_data_item_set_autoselect_int(item: *mut *mut obs_data_item_t, val: ::std::os::raw::c_longlong);
    pub fn obs_data_item_set_autoselect_double(item: *mut *mut obs_data_item_t, val: f64);
    pub fn obs_data_item_set_autoselect_bool(item: *mut *mut obs_data_item_t, val: bool);
    pub fn obs_data_item_set_autoselect_obj(item: *mut *mut obs_data_item_t, val: *mut obs_data_t);
    pub fn obs_data_item_set_autoselect_array(item: *mut *mut obs_data_item_t, val: *mut obs_data_array_t);
    pub fn obs_data_item_get_string(item: *mut obs_data_item_t) -> *const ::std::os::raw::c_char;
    pub fn obs_data_item_get_int(item: *mut obs_data_item_t) -> ::std::os::raw::c_longlong;
    pub fn obs_data_item_get_double(item: *mut obs_data_item_t) -> f64;
    pub fn obs_data_item_get_bool(item: *mut obs_data_item_t) -> bool;
    pub fn obs_data_item_get_obj(item: *mut obs_data_item_t) -> *mut obs_data_t;
    pub fn obs_data_item_get_array(item: *mut obs_data_item_t) -> *mut obs_data_array_t;
    pub fn obs_data_item_get_default_string(item: *mut obs_data_item_t) -> *const ::std::os::raw::c_char;
    pub fn obs_data_item_get_default_int(item: *mut obs_data_item_t) -> ::std::os::raw::c_longlong;
    pub fn obs_data_item_get_default_double(item: *mut obs_data_item_t) -> f64;
    pub fn obs_data_item_get_default_bool(item: *mut obs_data_item_t) -> bool;
    pub fn obs_data_item_get_default_obj(item: *mut obs_data_item_t) -> *mut obs_data_t;
    pub fn obs_data_item_get_default_array(item: *mut obs_data_item_t) -> *mut obs_data_array_t;
    pub fn obs_data_item_get_autoselect_string(item: *mut obs_data_item_t) -> *const ::std::os::raw::c_char;
    pub fn obs_data_item_get_autoselect_int(item: *mut obs_data_item_t) -> ::std::os::raw::c_longlong;
    pub fn obs_data_item_get_autoselect_double(item: *mut obs_data_item_t) -> f64;
    pub fn obs_data_item_get_autoselect_bool(item: *mut obs_data_item_t) -> bool;
    pub fn obs_data_item_get_autoselect_obj(item: *mut obs_data_item_t) -> *mut obs_data_t;
    pub fn obs_data_item_get_autoselect_array(item: *mut obs_data_item_t) -> *mut obs_data_array_t;
    pub fn obs_data_set_vec2(data: *mut obs_data_t, name: *const ::std::os::raw::c_char, val: *const vec2);
    pub fn obs_data_set_vec3(data: *mut obs_data_t, name: *const ::std::os::raw::c_char, val: *const vec3);
    pub fn obs_data_set_vec4(data: *mut obs_data_t, name: *const ::std::os::raw::c_char, val: *const vec4);
    pub fn obs_data_set_quat(data: *mut obs_data_t, name: *const ::std::os::raw::c_char, val: *const quat);
    pub fn obs_data_set_default_vec2(
        data: *mut obs_data_t,
        name: *const ::std::os::raw::c_char,
        val: *const vec2,
    );
    pub fn obs_data_set_default_vec3(
        data: *mut obs_data_t,
        name: *const ::std::os::raw::c_char,
        val: *const vec3,
    );
    pub fn obs_data_set_default_vec4(
        data: *mut obs_data_t,
        name: *const ::std::os::raw::c_char,
        val: *const vec4,
    );
    pub fn obs_data_set_default_quat(
        data: *mut obs_data_t,
        name: *const ::std::os::raw::c_char,
        val: *const quat,
    );
    pub fn obs_data_set_autoselect_vec2(
        data: *mut obs_data_t,
        name: *const ::std::os::raw::c_char,
        val: *const vec2,
    );
    pub fn obs_data_set_autoselect_vec3(
        data: *mut obs_data_t,
        name: *const ::std::os::raw::c_char,
        val: *const vec3,
    );
    pub fn obs_data_set_autoselect_vec4(
        data: *mut obs_data_t,
        name: *const ::std::os::raw::c_char,
        val: *const vec4,
    );
    pub fn obs_data_set_autoselect_quat(
        data: *mut obs_data_t,
        name: *const ::std::os::raw::c_char,
        val: *const quat,
    );
    pub fn obs_data_get_vec2(data: *mut obs_data_t, name: *const ::std::os::raw::c_char, val: *mut vec2);
    pub fn obs_data_get_vec3(data: *mut obs_data_t, name: *const ::std::os::raw::c_char, val: *mut vec3);
    pub fn obs_data_get_vec4(data: *mut obs_data_t, name: *const ::std::os::raw::c_char, val: *mut vec4);
    pub fn obs_data_get_quat(data: *mut obs_data_t, name: *const ::std::os::raw::c_char, val: *mut quat);
    pub fn obs_data_get_default_vec2(
        data: *mut obs_data_t,
        name: *const ::std::os::raw::c_char,
        val: *mut vec2,
    );
    pub fn obs_data_get_default_vec3(
        data: *mut obs_data_t,
        name: *const ::std::os::raw::c_char,
        val: *mut vec3,
    );
    pub fn obs_data_get_default_vec4(
        data: *mut obs_data_t,
        name: *const ::std::os::raw::c_char,
        val: *mut vec4,
    );
    pub fn obs_data_get_default_quat(
        data: *mut obs_data_t,
        name: *const ::std::os::raw::c_char,
        val: *mut quat,
    );
    pub fn obs_data_get_autoselect_vec2(
        data: *mut obs_data_t,
        name: *const ::std::os::raw::c_char,
        val: *mut vec2,
    );
    pub fn obs_data_get_autoselect_vec3(
        data: *mut obs_data_t,
        name: *const ::std::os::raw::c_char,
        val: *mut vec3,
    );
    pub fn obs_data_get_autoselect_vec4(
        data: *mut obs_data_t,
        name: *const ::std::os::raw::c_char,
        val: *mut vec4,
    );
    pub fn obs_data_get_autoselect_quat(
        data: *mut obs_data_t,
        name: *const ::std::os::raw::c_char,
        val: *mut quat,
    );
    pub fn obs_data_set_frames_per_second(
        data: *mut obs_data_t,
        name: *const ::std::os::raw::c_char,
        fps: media_frames_per_second,
        option: *const ::std::os::raw::c_char,
    );
    pub fn obs_data_set_default_frames_per_second(
        data: *mut obs_data_t,
        name: *const ::std::os::raw::c_char,
        fps: media_frames_per_second,
        option: *const ::std::os::raw::c_char,
    );
    pub fn obs_data_set_autoselect_frames_per_second(
        data: *mut obs_data_t,
        name: *const ::std::os::raw::c_char,
        fps: media_frames_per_second,
        option: *const ::std::os::raw::c_char,
    );
    pub fn obs_data_get_frames_per_second(
        data: *mut obs_data_t,
        name: *const ::std::os::raw::c_char,
        fps: *mut media_frames_per_second,
        option: *mut *const ::std::os::raw::c_char,
    ) -> bool;
    pub fn obs_data_get_default_frames_per_second(
        data: *mut obs_data_t,
        name: *const ::std::os::raw::c_char,
        fps: *mut media_frames_per_second,
        option: *mut *const ::std::os::raw::c_char,
    ) -> bool;
    pub fn obs_data_get_autoselect_frames_per_second(
        data: *mut obs_data_t,
        name: *const ::std::os::raw::c_char,
        fps: *mut media_frames_per_second,
        option: *mut *const ::std::os::raw::c_char,
    ) -> bool;
    pub fn obs_data_item_set_frames_per_second(
        item: *mut *mut obs_data_item_t,
        fps: media_frames_per_second,
        option: *const ::std::os::raw::c_char,
    );
    pub fn obs_data_item_set_default_frames_per_second(
        item: *mut *mut obs_data_item_t,
        fps: media_frames_per_second,
        option: *const ::std::os::raw::c_char,
    );
    pub fn obs_data_item_set_autoselect_frames_per_second(
        item: *mut *mut obs_data_item_t,
        fps: media_frames_per_second,
        option: *const ::std::os::raw::c_char,
    );
    pub fn obs_data_item_get_frames_per_second(
        item: *mut obs_data_item_t,
        fps: *mut media_frames_per_second,
        option: *mut *const ::std::os::raw::c_char,
    ) -> bool;
    pub fn obs_data_item_get_default_frames_per_second(
        item: *mut obs_data_item_t,
        fps: *mut media_frames_per_second,
        option: *mut *const ::std::os::raw::c_char,
    ) -> bool;
    pub fn obs_data_item_get_autoselect_frames_per_second(
        item: *mut obs_data_item_t,
        fps: *mut media_frames_per_second,
        option: *mut *const ::std::os::raw::c_char,
    ) -> bool;
    pub fn obs_properties_create() -> *mut obs_properties_t;
    pub fn obs_properties_create_param(
        param: *mut ::std::os::raw::c_void,
        destroy: ::std::option::Option<unsafe extern "C" fn(param: *mut ::std::os::raw::c_void)>,
    ) -> *mut obs_properties_t;
    pub fn obs_properties_destroy(props: *mut obs_properties_t);
    pub fn obs_properties_set_flags(props: *mut obs_properties_t, flags: u32);
    pub fn obs_properties_get_flags(props: *mut obs_properties_t) -> u32;
    pub fn obs_properties_set_param(
        props: *mut obs_properties_t,
        param: *mut ::std::os::raw::c_void,
        destroy: ::std::option::Option<unsafe extern "C" fn(param: *mut ::std::os::raw::c_void)>,
    );
    pub fn obs_properties_get_param(props: *mut obs_properties_t) -> *mut ::std::os::raw::c_void;
    pub fn obs_properties_first(props: *mut obs_properties_t) -> *mut obs_property_t;
    pub fn obs_properties_get(
        props: *mut obs_properties_t,
        property: *const ::std::os::raw::c_char,
    ) -> *mut obs_property_t;
    pub fn obs_properties_get_parent(props: *mut obs_properties_t) -> *mut obs_properties_t;
    pub fn obs_properties_remove_by_name(
        props: *mut obs_properties_t,
        property: *const ::std::os::raw::c_char,
    );
    pub fn obs_properties_apply_settings(props: *mut obs_properties_t, settings: *mut obs_data_t);
    pub fn obs_properties_add_bool(
        props: *mut obs_properties_t,
        name: *const ::std::os::raw::c_char,
        description: *const ::std::os::raw::c_char,
    ) -> *mut obs_property_t;
    pub fn obs_properties_add_int(
        props: *mut obs_properties_t,
        name: *const ::std::os::raw::c_char,
        description: *const ::std::os::raw::c_char,
        min: ::std::os::raw::c_int,
        max: ::std::os::raw::c_int,
        step: ::std::os::raw::c_int,
    ) -> *mut obs_property_t;
    pub fn obs_properties_add_float(
        props: *mut obs_properties_t,
        name: *const ::std::os::raw::c_char,
        description: *const ::std::os::raw::c_char,
        min: f64,
        max: f64,
        step: f64,
    ) -> *mut obs_property_t;
    pub fn obs_properties_add_int_slider(
        props: *mut obs_properties_t,
        name: *const ::std::os::raw::c_char,
        description: *const ::std::os::raw::c_char,
        min: ::std::os::raw::c_int,
        max: ::std::os::raw::c_int,
        step: ::std::os::raw::c_int,
    ) -> *mut obs_property_t;
    pub fn obs_properties_add_float_slider(
        props: *mut obs_properties_t,
        name: *const ::std::os::raw::c_char,
        description: *const ::std::os::raw::c_char,
        min: f64,
        max: f64,
        step: f64,
    ) -> *mut obs_property_t;
    pub fn obs_properties_add_text(
        props: *mut obs_properties_t,
        name: *const ::std::os::raw::c_char,
        description: *const ::std::os::raw::c_char,
        type_: obs_text_type,
    ) -> *mut obs_property_t;
    pub fn obs_properties_add_path(
        props: *mut obs_properties_t,
        name: *const ::std::os::raw::c_char,
        description: *const ::std::os::raw::c_char,
        type_: obs_path_type,
        filter: *const ::std::os::raw::c_char,
        default_path: *const ::std::os::raw::c_char,
    ) -> *mut obs_property_t;
    pub fn obs_properties_add_list(
        props: *mut obs_properties_t,
        name: *const ::std::os::raw::c_char,
        description: *const ::std::os::raw::c_char,
        type_: obs_combo_type,
        format: obs_combo_format,
    ) -> *mut obs_property_t;
    pub fn obs_properties_add_color(
        props: *mut obs_properties_t,
        name: *const ::std::os::raw::c_char,
        description: *const ::std::os::raw::c_char,
    ) -> *mut obs_property_t;
    pub fn obs_properties_add_color_alpha(
        props: *mut obs_properties_t,
        name: *const ::std::os::raw::c_char,
        description: *const ::std::os::raw::c_char,
    ) -> *mut obs_property_t;
    pub fn obs_properties_add_button(
        props: *mut obs_properties_t,
        name: *const ::std::os::raw::c_char,
        text: *const ::std::os::raw::c_char,
        callback: obs_property_clicked_t,
    ) -> *mut obs_property_t;
    pub fn obs_properties_add_button2(
        props: *mut obs_properties_t,
        name: *const ::std::os::raw::c_char,
        text: *const ::std::os::raw::c_char,
        callback: obs_property_clicked_t,
        priv_: *mut ::std::os::raw::c_void,
    ) -> *mut obs_property_t;
    pub fn obs_properties_add_font(
        props: *mut obs_properties_t,
        name: *const ::std::os::raw::c_char,
        description: *const ::std::os::raw::c_char,
    ) -> *mut obs_property_t;
    pub fn obs_properties_add_editable_list(
        props: *mut obs_properties_t,
        name: *const ::std::os::raw::c_char,
        description: *const ::std::os::raw::c_char,
        type_: obs_editable_list_type,
        filter: *const ::std::os::raw::c_char,
        default_path: *const ::std::os::raw::c_char,
    ) -> *mut obs_property_t;
    pub fn obs_properties_add_frame_rate(
        props: *mut obs_properties_t,
        name: *const ::std::os::raw::c_char,
        description: *const ::std::os::raw::c_char,
    ) -> *mut obs_property_t;
    pub fn obs_properties_add_group(
        props: *mut obs_properties_t,
        name: *const ::std::os::raw::c_char,
        description: *const ::std::os::raw::c_char,
        type_: obs_group_type,
        group: *mut obs_properties_t,
    ) -> *mut obs_property_t;
    pub fn obs_property_set_modified_callback(p: *mut obs_property_t, modified: obs_property_modified_t);
    pub fn obs_property_set_modified_callback2(
        p: *mut obs_property_t,
        modified: obs_property_modified2_t,
        priv_: *mut ::std::os::raw::c_void,
    );
    pub fn obs_property_modified(p: *mut obs_property_t, settings: *mut obs_data_t) -> bool;
    pub fn obs_property_button_clicked(p: *mut obs_property_t, obj: *mut ::std::os::raw::c_void) -> bool;
    pub fn obs_property_set_visible(p: *mut obs_property_t, visible: bool);
    pub fn obs_property_set_enabled(p: *mut obs_property_t, enabled: bool);
    pub fn obs_property_set_description(p: *mut obs_property_t, description: *const ::std::os::raw::c_char);
    pub fn obs_property_set_long_description(
        p: *mut obs_property_t,
        long_description: *const ::std::os::raw::c_char,
    );
    pub fn obs_property_name(p: *mut obs_property_t) -> *const ::std::os::raw::c_char;
    pub fn obs_property_description(p: *mut obs_property_t) -> *const ::std::os::raw::c_char;
    pub fn obs_property_long_description(p: *mut obs_property_t) -> *const ::std::os::raw::c_char;
    pub fn obs_property_get_type(p: *mut obs_property_t) -> obs_property_type;
    pub fn obs_property_enabled(p: *mut obs_property_t) -> bool;
    pub fn obs_property_visible(p: *mut obs_property_t) -> bool;
    pub fn obs_property_next(p: *mut *mut obs_property_t) -> bool;
    pub fn obs_property_int_min(p: *mut obs_property_t) -> ::std::os::raw::c_int;
    pub fn obs_property_int_max(p: *mut obs_property_t) -> ::std::os::raw::c_int;
    pub fn obs_property_int_step(p: *mut obs_property_t) -> ::std::os::raw::c_int;
    pub fn obs_property_int_type(p: *mut obs_property_t) -> obs_number_type;
    pub fn obs_property_int_suffix(p: *mut obs_property_t) -> *const ::std::os::raw::c_char;
    pub fn obs_property_float_min(p: *mut obs_property_t) -> f64;
    pub fn obs_property_float_max(p: *mut obs_property_t) -> f64;
    pub fn obs_property_float_step(p: *mut obs_property_t) -> f64;
    pub fn obs_property_float_type(p: *mut obs_property_t) -> obs_number_type;
    pub fn obs_property_float_suffix(p: *mut obs_property_t) -> *const ::std::os::raw::c_char;
    pub fn obs_property_text_type(p: *mut obs_property_t) -> obs_text_type;
    pub fn obs_property_text_monospace(p: *mut obs_property_t) -> bool;
    pub fn obs_property_text_info_type(p: *mut obs_property_t) -> obs_text_info_type;
    pub fn obs_property_text_info_word_wrap(p: *mut obs_property_t) -> bool;
    pub fn obs_property_path_type(p: *mut obs_property_t) -> obs_path_type;
    pub fn obs_property_path_filter(p: *mut obs_property_t) -> *const ::std::os::raw::c_char;
    pub fn obs_property_path_default_path(p: *mut obs_property_t) -> *const ::std::os::raw::c_char;
    pub fn obs_property_list_type(p: *mut obs_property_t) -> obs_combo_type;
    pub fn obs_property_list_format(p: *mut obs_property_t) -> obs_combo_format;
    pub fn obs_property_int_set_limits(
        p: *mut obs_property_t,
        min: ::std::os::raw::c_int,
        max: ::std::os::raw::c_int,
        step: ::std::os::raw::c_int,
    );
    pub fn obs_property_float_set_limits(p: *mut obs_property_t, min: f64, max: f64, step: f64);
    pub fn obs_property_int_set_suffix(p: *mut obs_property_t, suffix: *const ::std::os::raw::c_char);
    pub fn obs_property_float_set_suffix(p: *mut obs_property_t, suffix: *const ::std::os::raw::c_char);
    pub fn obs_property_text_set_monospace(p: *mut obs_property_t, monospace: bool);
    pub fn obs_property_text_set_info_type(p: *mut obs_property_t, type_: obs_text_info_type);
    pub fn obs_property_text_set_info_word_wrap(p: *mut obs_property_t, word_wrap: bool);
    pub fn obs_property_button_set_type(p: *mut obs_property_t, type_: obs_button_type);
    pub fn obs_property_button_set_url(p: *mut obs_property_t, url: *mut ::std::os::raw::c_char);
    pub fn obs_property_list_clear(p: *mut obs_property_t);
    pub fn obs_property_list_add_string(
        p: *mut obs_property_t,
        name: *const ::std::os::raw::c_char,
        val: *const ::std::os::raw::c_char,
    ) -> usize;
    pub fn obs_property_list_add_int(
        p: *mut obs_property_t,
        name: *const ::std::os::raw::c_char,
        val: ::std::os::raw::c_longlong,
    ) -> usize;
    pub fn obs_property_list_add_float(
        p: *mut obs_property_t,
        name: *const ::std::os::raw::c_char,
        val: f64,
    ) -> usize;
    pub fn obs_property_list_insert_string(
        p: *mut obs_property_t,
        idx: usize,
        name: *const ::std::os::raw::c_char,
        val: *const ::std::os::raw::c_char,
    );
    pub fn obs_property_list_insert_int(
        p: *mut obs_property_t,
        idx: usize,
        name: *const ::std::os::raw::c_char,
        val: ::std::os::raw::c_longlong,
    );
    pub fn obs_property_list_insert_float(
        p: *mut obs_property_t,
        idx: usize,
        name: *const ::std::os::raw::c_char,
        val: f64,
    );
    pub fn obs_property_list_item_disable(p: *mut obs_property_t, idx: usize, disabled: bool);
    pub fn obs_property_list_item_disabled(p: *mut obs_property_t, idx: usize) -> bool;
    pub fn obs_property_list_item_remove(p: *mut obs_property_t, idx: usize);
    pub fn obs_property_list_item_count(p: *mut obs_property_t) -> usize;
    pub fn obs_property_list_item_name(p: *mut obs_property_t, idx: usize) -> *const ::std::os::raw::c_char;
    pub fn obs_property_list_item_string(p: *mut obs_property_t, idx: usize)
    -> *const ::std::os::raw::c_char;
    pub fn obs_property_list_item_int(p: *mut obs_property_t, idx: usize) -> ::std::os::raw::c_longlong;
    pub fn obs_property_list_item_float(p: *mut obs_property_t, idx: usize) -> f64;
    pub fn obs_property_editable_list_type(p: *mut obs_property_t) -> obs_editable_list_type;
    pub fn obs_property_editable_list_filter(p: *mut obs_property_t) -> *const ::std::os::raw::c_char;
    pub fn obs_property_editable_list_default_path(p: *mut obs_property_t) -> *const ::std::os::raw::c_char;
    pub fn obs_property_frame_rate_clear(p: *mut obs_property_t);
    pub fn obs_property_frame_rate_options_clear(p: *mut obs_property_t);
    pub fn obs_property_frame_rate_fps_ranges_clear(p: *mut obs_property_t);
    pub fn obs_property_frame_rate_option_add(
        p: *mut obs_property_t,
        name: *const ::std::os::raw::c_char,
        description: *const ::std::os::raw::c_char,
    ) -> usize;
    pub fn obs_property_frame_rate_fps_range_add(
        p: *mut obs_property_t,
        min: media_frames_per_second,
        max: media_frames_per_second,
    ) -> usize;
    pub fn obs_property_frame_rate_option_insert(
        p: *mut obs_property_t,
        idx: usize,
        name: *const ::std::os::raw::c_char,
        description: *const ::std::os::raw::c_char,
    );
    pub fn obs_property_frame_rate_fps_range_insert(
        p: *mut obs_property_t,
        idx: usize,
        min: media_frames_per_second,
        max: media_frames_per_second,
    );
    pub fn obs_property_frame_rate_options_count(p: *mut obs_property_t) -> usize;
    pub fn obs_property_frame_rate_option_name(
        p: *mut obs_property_t,
        idx: usize,
    ) -> *const ::std::os::raw::c_char;
    pub fn obs_property_frame_rate_option_description(
        p: *mut obs_property_t,
        idx: usize,
    ) -> *const ::std::os::raw::c_char;
    pub fn obs_property_frame_rate_fps_ranges_count(p: *mut obs_property_t) -> usize;
    pub fn obs_property_frame_rate_fps_range_min(
        p: *mut obs_property_t,
        idx: usize,
    ) -> media_frames_per_second;
    pub fn obs_property_frame_rate_fps_range_max(
        p: *mut obs_property_t,
        idx: usize,
    ) -> media_frames_per_second;
    pub fn obs_property_group_type(p: *mut obs_property_t) -> obs_group_type;
    pub fn obs_property_group_content(p: *mut obs_property_t) -> *mut obs_properties_t;
    pub fn obs_property_button_type(p: *mut obs_property_t) -> obs_button_type;
    pub fn obs_property_button_url(p: *mut obs_property_t) -> *const ::std::os::raw::c_char;
    pub fn obs_proprety_text_type(p: *mut obs_property_t) -> obs_text_type;
    pub fn obs_missing_files_create() -> *mut obs_missing_files_t;
    pub fn obs_missing_file_create(
        path: *const ::std::os::raw::c_char,
        callback: obs_missing_file_cb,
        src_type: ::std::os::raw::c_int,
        src: *mut ::std::os::raw::c_void,
        data: *mut ::std::os::raw::c_void,
    ) -> *mut obs_missing_file_t;
    pub fn obs_missing_files_add_file(files: *mut obs_missing_files_t, file: *mut obs_missing_file_t);
    pub fn obs_missing_files_count(files: *mut obs_missing_files_t) -> usize;
    pub fn obs_missing_files_get_file(
        files: *mut obs_missing_files_t,
        idx: ::std::os::raw::c_int,
    ) -> *mut obs_missing_file_t;
    pub fn obs_missing_files_destroy(files: *mut obs_missing_files_t);
    pub fn obs_missing_files_append(dst: *mut obs_missing_files_t, src: *mut obs_missing_files_t);
    pub fn obs_missing_file_issue_callback(
        file: *mut obs_missing_file_t,
        new_path: *const ::std::os::raw::c_char,
    );
    pub fn obs_missing_file_get_path(file: *mut obs_missing_file_t) -> *const ::std::os::raw::c_char;
    pub fn obs_missing_file_get_source_name(file: *mut obs_missing_file_t) -> *const ::std::os::raw::c_char;
    pub fn obs_missing_file_release(file: *mut obs_missing_file_t);
    pub fn obs_missing_file_destroy(file: *mut obs_missing_file_t);
    pub fn obs_register_source_s(info: *const obs_source_info, size: usize);
    pub fn obs_register_encoder_s(info: *const obs_encoder_info, size: usize);
    pub fn obs_register_output_s(info: *const obs_output_info, size: usize);
    pub fn obs_register_service_s(info: *const obs_service_info, size: usize);
    pub fn obs_fader_create(type_: obs_fader_type) -> *mut obs_fader_t;
    pub fn obs_fader_destroy(fader: *mut obs_fader_t);
    pub fn obs_fader_set_db(fader: *mut obs_fader_t, db: f32) -> bool;
    pub fn obs_fader_get_db(fader: *mut obs_fader_t) -> f32;
    pub fn obs_fader_set_deflection(fader: *mut obs_fader_t, def: f32) -> bool;
    pub fn obs_fader_get_deflection(fader: *mut obs_fader_t) -> f32;
    pub fn obs_fader_set_mul(fader: *mut obs_fader_t, mul: f32) -> bool;
    pub fn obs_fader_get_mul(fader: *mut obs_fader_t) -> f32;
    pub fn obs_fader_attach_source(fader: *mut obs_fader_t, source: *mut obs_source_t) -> bool;
    pub fn obs_fader_detach_source(fader: *mut obs_fader_t);
    pub fn obs_fader_add_callback(
        fader: *mut obs_fader_t,
        callback: obs_fader_changed_t,
        param: *mut ::std::os::raw::c_void,
    );
    pub fn obs_fader_remove_callback(
        fader: *mut obs_fader_t,
        callback: obs_fader_changed_t,
        param: *mut ::std::os::raw::c_void,
    );
    pub fn obs_volmeter_create(type_: obs_fader_type) -> *mut obs_volmeter_t;
    pub fn obs_volmeter_destroy(volmeter: *mut obs_volmeter_t);
    pub fn obs_volmeter_attach_source(volmeter: *mut obs_volmeter_t, source: *mut obs_source_t) -> bool;
    pub fn obs_volmeter_detach_source(volmeter: *mut obs_volmeter_t);
    pub fn obs_volmeter_set_peak_meter_type(
        volmeter: *mut obs_volmeter_t,
        peak_meter_type: obs_peak_meter_type,
    );
    pub fn obs_volmeter_set_update_interval(volmeter: *mut obs_volmeter_t, ms: ::std::os::raw::c_uint);
    pub fn obs_volmeter_get_update_interval(volmeter: *mut obs_volmeter_t) -> ::std::os::raw::c_uint;
    pub fn obs_volmeter_get_nr_channels(volmeter: *mut obs_volmeter_t) -> ::std::os::raw::c_int;
    pub fn obs_volmeter_add_callback(
        volmeter: *mut obs_volmeter_t,
        callback: obs_volmeter_updated_t,
        param: *mut ::std::os::raw::c_void,
    );
    pub fn obs_volmeter_remove_callback(
        volmeter: *mut obs_volmeter_t,
        callback: obs_volmeter_updated_t,
        param: *mut ::std::os::raw::c_void,
    );
    pub fn obs_mul_to_db(mul: f32) -> f32;
    pub fn obs_db_to_mul(db: f32) -> f32;
    pub fn obs_hotkey_get_id(key: *const obs_hotkey_t) -> obs_hotkey_id;
    pub fn obs_hotkey_get_name(key: *const obs_hotkey_t) -> *const ::std::os::raw::c_char;
    pub fn obs_hotkey_get_description(key: *const obs_hotkey_t) -> *const ::std::os::raw::c_char;
    pub fn obs_hotkey_get_registerer_type(key: *const obs_hotkey_t) -> obs_hotkey_registerer_t;
    pub fn obs_hotkey_get_registerer(key: *const obs_hotkey_t) -> *mut ::std::os::raw::c_void;
    pub fn obs_hotkey_get_pair_partner_id(key: *const obs_hotkey_t) -> obs_hotkey_id;
    pub fn obs_hotkey_binding_get_key_combination(
        binding: *mut obs_hotkey_binding_t,
    ) -> obs_key_combination_t;
    pub fn obs_hotkey_binding_get_hotkey_id(binding: *mut obs_hotkey_binding_t) -> obs_hotkey_id;
    pub fn obs_hotkey_binding_get_hotkey(binding: *mut obs_hotkey_binding_t) -> *mut obs_hotkey_t;
    pub fn obs_hotkey_set_name(id: obs_hotkey_id, name: *const ::std::os::raw::c_char);
    pub fn obs_hotkey_set_description(id: obs_hotkey_id, desc: *const ::std::os::raw::c_char);
    pub fn obs_hotkey_pair_set_names(
        id: obs_hotkey_pair_id,
        name0: *const ::std::os::raw::c_char,
        name1: *const ::std::os::raw::c_char,
    );
    pub fn obs_hotkey_pair_set_descriptions(
        id: obs_hotkey_pair_id,
        desc0: *const ::std::os::raw::c_char,
        desc1: *const ::std::os::raw::c_char,
    );
    pub fn obs_hotkeys_set_translations_s(translations: *mut obs_hotkeys_translations, size: usize);
    pub fn obs_hotkeys_set_audio_hotkeys_translations(
        mute: *const ::std::os::raw::c_char,
        unmute: *const ::std::os::raw::c_char,
        push_to_mute: *const ::std::os::raw::c_char,
        push_to_talk: *const ::std::os::raw::c_char,
    );
    pub fn obs_hotkeys_set_sceneitem_hotkeys_translations(
        show: *const ::std::os::raw::c_char,
        hide: *const ::std::os::raw::c_char,
    );
    pub fn obs_hotkey_register_frontend(
        name: *const ::std::os::raw::c_char,
        description: *const ::std::os::raw::c_char,
        func: obs_hotkey_func,
        data: *mut ::std::os::raw::c_void,
    ) -> obs_hotkey_id;
    pub fn obs_hotkey_register_encoder(
        encoder: *mut obs_encoder_t,
        name: *const ::std::os::raw::c_char,
        description: *const ::std::os::raw::c_char,
        func: obs_hotkey_func,
        data: *mut ::std::os::raw::c_void,
    ) -> obs_hotkey_id;
    pub fn obs_hotkey_register_output(
        output: *mut obs_output_t,
        name: *const ::std::os::raw::c_char,
        description: *const ::std::os::raw::c_char,
        func: obs_hotkey_func,
        data: *mut ::std::os::raw::c_void,
    ) -> obs_hotkey_id;
    pub fn obs_hotkey_register_service(
        service: *mut obs_service_t,
        name: *const ::std::os::raw::c_char,
        description: *const ::std::os::raw::c_char,
        func: obs_hotkey_func,
        data: *mut ::std::os::raw::c_void,
    ) -> obs_hotkey_id;
    pub fn obs_hotkey_register_source(
        source: *mut obs_source_t,
        name: *const ::std::os::raw::c_char,
        description: *const ::std::os::raw::c_char,
        func: obs_hotkey_func,
        data: *mut ::std::os::raw::c_void,
    ) -> obs_hotkey_id;
    pub fn obs_hotkey_pair_register_frontend(
        name0: *const ::std::os::raw::c_char,
        description0: *const ::std::os::raw::c_char,
        name1: *const ::std::os::raw::c_char,
        description1: *const ::std::os::raw::c_char,
        func0: obs_hotkey_active_func,
        func1: obs_hotkey_active_func,
        data0: *mut ::std::os::raw::c_void,
        data1: *mut ::std::os::raw::c_void,
    ) -> obs_hotkey_pair_id;
    pub fn obs_hotkey_pair_register_encoder(
        encoder: *mut obs_encoder_t,
        name0: *const ::std::os::raw::c_char,
        description0: *const ::std::os::raw::c_char,
        name1: *const ::std::os::raw::c_char,
        description1: *const ::std::os::raw::c_char,
        func0: obs_hotkey_active_func,
        func1: obs_hotkey_active_func,
        data0: *mut ::std::os::raw::c_void,
        data1: *mut ::std::os::raw::c_void,
    ) -> obs_hotkey_pair_id;
    pub fn obs_hotkey_pair_register_output(
        output: *mut obs_output_t,
        name0: *const ::std::os::raw::c_char,
        description0: *const ::std::os::raw::c_char,
        name1: *const ::std::os::raw::c_char,
        description1: *const ::std::os::raw::c_char,
        func0: obs_hotkey_active_func,
        func1: obs_hotkey_active_func,
        data0: *mut ::std::os::raw::c_void,
        data1: *mut ::std::os::raw::c_void,
    ) -> obs_hotkey_pair_id;
    pub fn obs_hotkey_pair_register_service(
        service: *mut obs_service_t,
        name0: *const ::std::os::raw::c_char,
        description0: *const ::std::os::raw::c_char,
        name1: *const ::std::os::raw::c_char,
        description1: *const ::std::os::raw::c_char,
        func0: obs_hotkey_active_func,
        func1: obs_hotkey_active_func,
        data0: *mut ::std::os::raw::c_void,
        data1: *mut ::std::os::raw::c_void,
    ) -> obs_hotkey_pair_id;
    pub fn obs_hotkey_pair_register_source(
        source: *mut obs_source_t,
        name0: *const ::std::os::raw::c_char,
        description0: *const ::std::os::raw::c_char,
        name1: *const ::std::os::raw::c_char,
        description1: *const ::std::os::raw::c_char,
        func0: obs_hotkey_active_func,
        func1: obs_hotkey_active_func,
        data0: *mut ::std::os::raw::c_void,
        data1: *mut ::std::os::raw::c_void,
    ) -> obs_hotkey_pair_id;
    pub fn obs_hotkey_unregister(id: obs_hotkey_id);
    pub fn obs_hotkey_pair_unregister(id: obs_hotkey_pair_id);
    pub fn obs_hotkey_load_bindings(id: obs_hotkey_id, combinations: *mut obs_key_combination_t, num: usize);
    pub fn obs_hotkey_load(id: obs_hotkey_id, data: *mut obs_data_array_t);
    pub fn obs_hotkeys_load_encoder(encoder: *mut obs_encoder_t, hotkeys: *mut obs_data_t);
    pub fn obs_hotkeys_load_output(output: *mut obs_output_t, hotkeys: *mut obs_data_t);
    pub fn obs_hotkeys_load_service(service: *mut obs_service_t, hotkeys: *mut obs_data_t);
    pub fn obs_hotkeys_load_source(source: *mut obs_source_t, hotkeys: *mut obs_data_t);
    pub fn obs_hotkey_pair_load(
        id: obs_hotkey_pair_id,
        data0: *mut obs_data_array_t,
        data1: *mut obs_data_array_t,
    );
    pub fn obs_hotkey_save(id: obs_hotkey_id) -> *mut obs_data_array_t;
    pub fn obs_hotkey_pair_save(
        id: obs_hotkey_pair_id,
        p_data0: *mut *mut obs_data_array_t,
        p_data1: *mut *mut obs_data_array_t,
    );
    pub fn obs_hotkeys_save_encoder(encoder: *mut obs_encoder_t) -> *mut obs_data_t;
    pub fn obs_hotkeys_save_output(output: *mut obs_output_t) -> *mut obs_data_t;
    pub fn obs_hotkeys_save_service(service: *mut obs_service_t) -> *mut obs_data_t;
    pub fn obs_hotkeys_save_source(source: *mut obs_source_t) -> *mut obs_data_t;
    pub fn obs_enum_hotkeys(func: obs_hotkey_enum_func, data: *mut ::std::os::raw::c_void);
    pub fn obs_enum_hotkey_bindings(func: obs_hotkey_binding_enum_func, data: *mut ::std::os::raw::c_void);
    pub fn obs_hotkey_inject_event(hotkey: obs_key_combination_t, pressed: bool);
    pub fn obs_hotkey_enable_background_press(enable: bool);
    pub fn obs_hotkey_enable_strict_modifiers(enable: bool);
    pub fn obs_hotkey_set_callback_routing_func(
        func: obs_hotkey_callback_router_func,
        data: *mut ::std::os::raw::c_void,
    );
    pub fn obs_hotkey_trigger_routed_callback(id: obs_hotkey_id, pressed: bool);
    pub fn obs_hotkey_enable_callback_rerouting(enable: bool);
    pub fn obs_hotkey_update_atomic(func: obs_hotkey_atomic_update_func, data: *mut ::std::os::raw::c_void);
    pub fn obs_key_to_str(key: obs_key_t, str_: *mut dstr);
    pub fn obs_key_combination_to_str(key: obs_key_combination_t, str_: *mut dstr);
    pub fn obs_key_from_virtual_key(code: ::std::os::raw::c_int) -> obs_key_t;
    pub fn obs_key_to_virtual_key(key: obs_key_t) -> ::std::os::raw::c_int;
    pub fn obs_key_to_name(key: obs_key_t) -> *const ::std::os::raw::c_char;
    pub fn obs_key_from_name(name: *const ::std::os::raw::c_char) -> obs_key_t;
    pub fn obs_find_data_file(file: *const ::std::os::raw::c_char) -> *mut ::std::os::raw::c_char;
    pub fn obs_add_data_path(path: *const ::std::os::raw::c_char);
    pub fn obs_remove_data_path(path: *const ::std::os::raw::c_char) -> bool;
    pub fn obs_startup(
        locale: *const ::std::os::raw::c_char,
        module_config_path: *const ::std::os::raw::c_char,
        store: *mut profiler_name_store_t,
    ) -> bool;
    pub fn obs_shutdown();
    pub fn obs_initialized() -> bool;
    pub fn obs_get_version() -> u32;
    pub fn obs_get_version_string() -> *const ::std::os::raw::c_char;
    pub fn obs_set_cmdline_args(argc: ::std::os::raw::c_int, argv: *const *const ::std::os::raw::c_char);
    pub fn obs_get_cmdline_args() -> obs_cmdline_args;
    pub fn obs_set_locale(locale: *const ::std::os::raw::c_char);
    pub fn obs_get_locale() -> *const ::std::os::raw::c_char;
    pub fn obs_get_profiler_name_store() -> *mut profiler_name_store_t;
    pub fn obs_reset_video(ovi: *mut obs_video_info) -> ::std::os::raw::c_int;
    pub fn obs_reset_audio(oai: *const obs_audio_info) -> bool;
    pub fn obs_reset_audio2(oai: *const obs_audio_info2) -> bool;
    pub fn obs_get_video_info(ovi: *mut obs_video_info) -> bool;
    pub fn obs_get_video_sdr_white_level() -> f32;
    pub fn obs_get_video_hdr_nominal_peak_level() -> f32;
    pub fn obs_set_video_levels(sdr_white_level: f32, hdr_nominal_peak_level: f32);
    pub fn obs_get_audio_info(oai: *mut obs_audio_info) -> bool;
    pub fn obs_open_module(
        module: *mut *mut obs_module_t,
        path: *const ::std::os::raw::c_char,
        data_path: *const ::std::os::raw::c_char,
    ) -> ::std::os::raw::c_int;
    pub fn obs_init_module(module: *mut obs_module_t) -> bool;
    pub fn obs_get_module(name: *const ::std::os::raw::c_char) -> *mut obs_module_t;
    pub fn obs_get_module_lib(module: *mut obs_module_t) -> *mut ::std::os::raw::c_void;
    pub fn obs_module_get_locale_string(
        mod_: *const obs_module_t,
        lookup_string: *const ::std::os::raw::c_char,
        translated_string: *mut *const ::std::os::raw::c_char,
    ) -> bool;
    pub fn obs_module_get_locale_text(
        mod_: *const obs_module_t,
        text: *const ::std::os::raw::c_char,
    ) -> *const ::std::os::raw::c_char;
    pub fn obs_log_loaded_modules();
    pub fn obs_get_module_file_name(module: *mut obs_module_t) -> *const ::std::os::raw::c_char;
    pub fn obs_get_module_name(module: *mut obs_module_t) -> *const ::std::os::raw::c_char;
    pub fn obs_get_module_author(module: *mut obs_module_t) -> *const ::std::os::raw::c_char;
    pub fn obs_get_module_description(module: *mut obs_module_t) -> *const ::std::os::raw::c_char;
    pub fn obs_get_module_binary_path(module: *mut obs_module_t) -> *const ::std::os::raw::c_char;
    pub fn obs_get_module_data_path(module: *mut obs_module_t) -> *const ::std::os::raw::c_char;
    pub fn obs_add_module_path(bin: *const ::std::os::raw::c_char, data: *const ::std::os::raw::c_char);
    pub fn obs_load_all_modules();
    pub fn obs_module_failure_info_free(mfi: *mut obs_module_failure_info);
    pub fn obs_load_all_modules2(mfi: *mut obs_module_failure_info);
    pub fn obs_post_load_modules();
    pub fn obs_find_modules(callback: obs_find_module_callback_t, param: *mut ::std::os::raw::c_void);
    pub fn obs_find_modules2(callback: obs_find_module_callback2_t, param: *mut ::std::os::raw::c_void);
    pub fn obs_enum_modules(callback: obs_enum_module_callback_t, param: *mut ::std::os::raw::c_void);
    pub fn obs_module_load_locale(
        module: *mut obs_module_t,
        default_locale: *const ::std::os::raw::c_char,
        locale: *const ::std::os::raw::c_char,
    ) -> *mut lookup_t;
    pub fn obs_find_module_file(
        module: *mut obs_module_t,
        file: *const ::std::os::raw::c_char,
    ) -> *mut ::std::os::raw::c_char;
    pub fn obs_module_get_config_path(
        module: *mut obs_module_t,
        file: *const ::std::os::raw::c_char,
    ) -> *mut ::std::os::raw::c_char;
    pub fn obs_enum_source_types(idx: usize, id: *mut *const ::std::os::raw::c_char) -> bool;
    pub fn obs_enum_input_types(idx: usize, id: *mut *const ::std::os::raw::c_char) -> bool;
    pub fn obs_enum_input_types2(
        idx: usize,
        id: *mut *const ::std::os::raw::c_char,
        unversioned_id: *mut *const ::std::os::raw::c_char,
    ) -> bool;
    pub fn obs_get_latest_input_type_id(
        unversioned_id: *const ::std::os::raw::c_char,
    ) -> *const ::std::os::raw::c_char;
    pub fn obs_enum_filter_types(idx: usize, id: *mut *const ::std::os::raw::c_char) -> bool;
    pub fn obs_enum_transition_types(idx: usize, id: *mut *const ::std::os::raw::c_char) -> bool;
    pub fn obs_enum_output_types(idx: usize, id: *mut *const ::std::os::raw::c_char) -> bool;
    pub fn obs_enum_encoder_types(idx: usize, id: *mut *const ::std::os::raw::c_char) -> bool;
    pub fn obs_enum_service_types(idx: usize, id: *mut *const ::std::os::raw::c_char) -> bool;
    pub fn obs_enter_graphics();
    pub fn obs_leave_graphics();
    pub fn obs_get_audio() -> *mut audio_t;
    pub fn obs_get_video() -> *mut video_t;
    pub fn obs_video_active() -> bool;
    pub fn obs_set_output_source(channel: u32, source: *mut obs_source_t);
    pub fn obs_get_output_source(channel: u32) -> *mut obs_source_t;
    pub fn obs_enum_sources(
        enum_proc: ::std::option::Option<
            unsafe extern "C" fn(arg1: *mut ::std::os::raw::c_void, arg2: *mut obs_source_t) -> bool,
        >,
        param: *mut ::std::os::raw::c_void,
    );
    pub fn obs_enum_scenes(
        enum_proc: ::std::option::Option<
            unsafe extern "C" fn(arg1: *mut ::std::os::raw::c_void, arg2: *mut obs_source_t) -> bool,
        >,
        param: *mut ::std::os::raw::c_void,
    );
    pub fn obs_enum_all_sources(
        enum_proc: ::std::option::Option<
            unsafe extern "C" fn(arg1: *mut ::std::os::raw::c_void, arg2: *mut obs_source_t) -> bool,
        >,
        param: *mut ::std::os::raw::c_void,
    );
    pub fn obs_enum_outputs(
        enum_proc: ::std::option::Option<
            unsafe extern "C" fn(arg1: *mut ::std::os::raw::c_void, arg2: *mut obs_output_t) -> bool,
        >,
        param: *mut ::std::os::raw::c_void,
    );
    pub fn obs_enum_encoders(
        enum_proc: ::std::option::Option<
            unsafe extern "C" fn(arg1: *mut ::std::os::raw::c_void, arg2: *mut obs_encoder_t) -> bool,
        >,
        param: *mut ::std::os::raw::c_void,
    );
    pub fn obs_enum_services(
        enum_proc: ::std::option::Option<
            unsafe extern "C" fn(arg1: *mut ::std::os::raw::c_void, arg2: *mut obs_service_t) -> bool,
        >,
        param: *mut ::std::os::raw::c_void,
    );
    pub fn obs_get_source_by_name(name: *const ::std::os::raw::c_char) -> *mut obs_source_t;
    pub fn obs_get_transition_by_name(name: *const ::std::os::raw::c_char) -> *mut obs_source_t;
    pub fn obs_get_output_by_name(name: *const ::std::os::raw::c_char) -> *mut obs_output_t;
    pub fn obs_get_encoder_by_name(name: *const ::std::os::raw::c_char) -> *mut obs_encoder_t;
    pub fn obs_get_service_by_name(name: *const ::std::os::raw::c_char) -> *mut obs_service_t;
    pub fn obs_get_base_effect(effect: obs_base_effect) -> *mut gs_effect_t;
    pub fn obs_get_default_rect_effect() -> *mut gs_effect_t;
    pub fn obs_get_signal_handler() -> *mut signal_handler_t;
    pub fn obs_get_proc_handler() -> *mut proc_handler_t;
    pub fn obs_render_main_view();
    pub fn obs_render_main_texture();
    pub fn obs_render_main_texture_src_color_only();
    pub fn obs_get_main_texture() -> *mut gs_texture_t;
    pub fn obs_set_master_volume(volume: f32);
    pub fn obs_get_master_volume() -> f32;
    pub fn obs_save_source(source: *mut obs_source_t) -> *mut obs_data_t;
    pub fn obs_load_source(data: *mut obs_data_t) -> *mut obs_source_t;
    pub fn obs_load_private_source(data: *mut obs_data_t) -> *mut obs_source_t;
    pub fn obs_source_save(source: *mut obs_source_t);
    pub fn obs_source_load(source: *mut obs_source_t);
    pub fn obs_source_load2(source: *mut obs_source_t);
    pub fn obs_load_sources(
        array: *mut obs_data_array_t,
        cb: obs_load_source_cb,
        private_data: *mut ::std::os::raw::c_void,
    );
    pub fn obs_save_sources() -> *mut obs_data_array_t;
    pub fn obs_save_sources_filtered(
        cb: obs_save_source_filter_cb,
        data: *mut ::std::os::raw::c_void,
    ) -> *mut obs_data_array_t;
    pub fn obs_obj_get_type(obj: *mut ::std::os::raw::c_void) -> obs_obj_type;
    pub fn obs_obj_get_id(obj: *mut ::std::os::raw::c_void) -> *const ::std::os::raw::c_char;
    pub fn obs_obj_invalid(obj: *mut ::std::os::raw::c_void) -> bool;
    pub fn obs_obj_get_data(obj: *mut ::std::os::raw::c_void) -> *mut ::std::os::raw::c_void;
    pub fn obs_obj_is_private(obj: *mut ::std::os::raw::c_void) -> bool;
    pub fn obs_audio_monitoring_available() -> bool;
    pub fn obs_enum_audio_monitoring_devices(cb: obs_enum_audio_device_cb, data: *mut ::std::os::raw::c_void);
    pub fn obs_set_audio_monitoring_device(
        name: *const ::std::os::raw::c_char,
        id: *const ::std::os::raw::c_char,
    ) -> bool;
    pub fn obs_get_audio_monitoring_device(
        name: *mut *const ::std::os::raw::c_char,
        id: *mut *const ::std::os::raw::c_char,
    );
    pub fn obs_add_tick_callback(
        tick: ::std::option::Option<unsafe extern "C" fn(param: *mut ::std::os::raw::c_void, seconds: f32)>,
        param: *mut ::std::os::raw::c_void,
    );
    pub fn obs_remove_tick_callback(
        tick: ::std::option::Option<unsafe extern "C" fn(param: *mut ::std::os::raw::c_void, seconds: f32)>,
        param: *mut ::std::os::raw::c_void,
    );
    pub fn obs_add_main_render_callback(
        draw: ::std::option::Option<
            unsafe extern "C" fn(param: *mut ::std::os::raw::c_void, cx: u32, cy: u32),
        >,
        param: *mut ::std::os::raw::c_void,
    );
    pub fn obs_remove_main_render_callback(
        draw: ::std::option::Option<
            unsafe extern "C" fn(param: *mut ::std::os::raw::c_void, cx: u32, cy: u32),
        >,
        param: *mut ::std::os::raw::c_void,
    );
    pub fn obs_add_raw_video_callback(
        conversion: *const video_scale_info,
        callback: ::std::option::Option<
            unsafe extern "C" fn(param: *mut ::std::os::raw::c_void, frame: *mut video_data),
        >,
        param: *mut ::std::os::raw::c_void,
    );
    pub fn obs_remove_raw_video_callback(
        callback: ::std::option::Option<
            unsafe extern "C" fn(param: *mut ::std::os::raw::c_void, frame: *mut video_data),
        >,
        param: *mut ::std::os::raw::c_void,
    );
    pub fn obs_add_raw_audio_callback(
        mix_idx: usize,
        conversion: *const audio_convert_info,
        callback: audio_output_callback_t,
        param: *mut ::std::os::raw::c_void,
    );
    pub fn obs_remove_raw_audio_callback(
        mix_idx: usize,
        callback: audio_output_callback_t,
        param: *mut ::std::os::raw::c_void,
    );
    pub fn obs_get_video_frame_time() -> u64;
    pub fn obs_get_active_fps() -> f64;
    pub fn obs_get_average_frame_time_ns() -> u64;
    pub fn obs_get_frame_interval_ns() -> u64;
    pub fn obs_get_total_frames() -> u32;
    pub fn obs_get_lagged_frames() -> u32;
    pub fn obs_nv12_tex_active() -> bool;
    pub fn obs_p010_tex_active() -> bool;
    pub fn obs_apply_private_data(settings: *mut obs_data_t);
    pub fn obs_set_private_data(settings: *mut obs_data_t);
    pub fn obs_get_private_data() -> *mut obs_data_t;
    pub fn obs_queue_task(
        type_: obs_task_type,
        task: obs_task_t,
        param: *mut ::std::os::raw::c_void,
        wait: bool,
    );
    pub fn obs_in_task_thread(type_: obs_task_type) -> bool;
    pub fn obs_wait_for_destroy_queue() -> bool;
    pub fn obs_set_ui_task_handler(handler: obs_task_handler_t);
    pub fn obs_object_get_ref(object: *mut obs_object_t) -> *mut obs_object_t;
    pub fn obs_object_release(object: *mut obs_object_t);
    pub fn obs_weak_object_addref(weak: *mut obs_weak_object_t);
    pub fn obs_weak_object_release(weak: *mut obs_weak_object_t);
    pub fn obs_object_get_weak_object(object: *mut obs_object_t) -> *mut obs_weak_object_t;
    pub fn obs_weak_object_get_object(weak: *mut obs_weak_object_t) -> *mut obs_object_t;
    pub fn obs_weak_object_expired(weak: *mut obs_weak_object_t) -> bool;
    pub fn obs_weak_object_references_object(weak: *mut obs_weak_object_t, object: *mut obs_object_t)
    -> bool;
    pub fn obs_view_create() -> *mut obs_view_t;
    pub fn obs_view_destroy(view: *mut obs_view_t);
    pub fn obs_view_set_source(view: *mut obs_view_t, channel: u32, source: *mut obs_source_t);
    pub fn obs_view_get_source(view: *mut obs_view_t, channel: u32) -> *mut obs_source_t;
    pub fn obs_view_render(view: *mut obs_view_t);
    pub fn obs_view_add(view: *mut obs_view_t) -> *mut video_t;
    pub fn obs_view_add2(view: *mut obs_view_t, ovi: *mut obs_video_info) -> *mut video_t;
    pub fn obs_view_remove(view: *mut obs_view_t);
    pub fn obs_display_create(graphics_data: *const gs_init_data, backround_color: u32)
    -> *mut obs_display_t;
    pub fn obs_display_destroy(display: *mut obs_display_t);
    pub fn obs_display_resize(display: *mut obs_display_t, cx: u32, cy: u32);
    pub fn obs_display_update_color_space(display: *mut obs_display_t);
    pub fn obs_display_add_draw_callback(
        display: *mut obs_display_t,
        draw: ::std::option::Option<
            unsafe extern "C" fn(param: *mut ::std::os::raw::c_void, cx: u32, cy: u32),
        >,
        param: *mut ::std::os::raw::c_void,
    );
    pub fn obs_display_remove_draw_callback(
        display: *mut obs_display_t,
        draw: ::std::option::Option<
            unsafe extern "C" fn(param: *mut ::std::os::raw::c_void, cx: u32, cy: u32),
        >,
        param: *mut ::std::os::raw::c_void,
    );
    pub fn obs_display_set_enabled(display: *mut obs_display_t, enable: bool);
    pub fn obs_display_enabled(display: *mut obs_display_t) -> bool;
    pub fn obs_display_set_background_color(display: *mut obs_display_t, color: u32);
    pub fn obs_display_size(display: *mut obs_display_t, width: *mut u32, height: *mut u32);
    pub fn obs_source_get_display_name(id: *const ::std::os::raw::c_char) -> *const ::std::os::raw::c_char;
    pub fn obs_source_create(
        id: *const ::std::os::raw::c_char,
        name: *const ::std::os::raw::c_char,
        settings: *mut obs_data_t,
        hotkey_data: *mut obs_data_t,
    ) -> *mut obs_source_t;
    pub fn obs_source_create_private(
        id: *const ::std::os::raw::c_char,
        name: *const ::std::os::raw::c_char,
        settings: *mut obs_data_t,
    ) -> *mut obs_source_t;
    pub fn obs_source_duplicate(
        source: *mut obs_source_t,
        desired_name: *const ::std::os::raw::c_char,
        create_private: bool,
    ) -> *mut obs_source_t;
    pub fn obs_source_addref(source: *mut obs_source_t);
    pub fn obs_source_release(source: *mut obs_source_t);
    pub fn obs_weak_source_addref(weak: *mut obs_weak_source_t);
    pub fn obs_weak_source_release(weak: *mut obs_weak_source_t);
    pub fn obs_source_get_ref(source: *mut obs_source_t) -> *mut obs_source_t;
    pub fn obs_source_get_weak_source(source: *mut obs_source_t) -> *mut obs_weak_source_t;
    pub fn obs_weak_source_get_source(weak: *mut obs_weak_source_t) -> *mut obs_source_t;
    pub fn obs_weak_source_expired(weak: *mut obs_weak_source_t) -> bool;
    pub fn obs_weak_source_references_source(weak: *mut obs_weak_source_t, source: *mut obs_source_t)
    -> bool;
    pub fn obs_source_remove(source: *mut obs_source_t);
    pub fn obs_source_removed(source: *const obs_source_t) -> bool;
    pub fn obs_source_set_hidden(source: *mut obs_source_t, hidden: bool);
    pub fn obs_source_is_hidden(source: *mut obs_source_t) -> bool;
    pub fn obs_source_get_output_flags(source: *const obs_source_t) -> u32;
    pub fn obs_get_source_output_flags(id: *const ::std::os::raw::c_char) -> u32;
    pub fn obs_get_source_defaults(id: *const ::std::os::raw::c_char) -> *mut obs_data_t;
    pub fn obs_get_source_properties(id: *const ::std::os::raw::c_char) -> *mut obs_properties_t;
    pub fn obs_source_get_missing_files(source: *const obs_source_t) -> *mut obs_missing_files_t;
    pub fn obs_source_replace_missing_file(
        cb: obs_missing_file_cb,
        source: *mut obs_source_t,
        new_path: *const ::std::os::raw::c_char,
        data: *mut ::std::os::raw::c_void,
    );
    pub fn obs_is_source_configurable(id: *const ::std::os::raw::c_char) -> bool;
    pub fn obs_source_configurable(source: *const obs_source_t) -> bool;
    pub fn obs_source_properties(source: *const obs_source_t) -> *mut obs_properties_t;
    pub fn obs_source_update(source: *mut obs_source_t, settings: *mut obs_data_t);
    pub fn obs_source_reset_settings(source: *mut obs_source_t, settings: *mut obs_data_t);
    pub fn obs_source_video_render(source: *mut obs_source_t);
    pub fn obs_source_get_width(source: *mut obs_source_t) -> u32;
    pub fn obs_source_get_height(source: *mut obs_source_t) -> u32;
    pub fn obs_source_get_color_space(
        source: *mut obs_source_t,
        count: usize,
        preferred_spaces: *const gs_color_space,
    ) -> gs_color_space;
    pub fn obs_source_get_texcoords_centered(source: *mut obs_source_t) -> bool;
    pub fn obs_filter_get_parent(filter: *const obs_source_t) -> *mut obs_source_t;
    pub fn obs_filter_get_target(filter: *const obs_source_t) -> *mut obs_source_t;
    pub fn obs_source_default_render(source: *mut obs_source_t);
    pub fn obs_source_filter_add(source: *mut obs_source_t, filter: *mut obs_source_t);
    pub fn obs_source_filter_remove(source: *mut obs_source_t, filter: *mut obs_source_t);
    pub fn obs_source_filter_set_order(
        source: *mut obs_source_t,
        filter: *mut obs_source_t,
        movement: obs_order_movement,
    );
    pub fn obs_source_get_settings(source: *const obs_source_t) -> *mut obs_data_t;
    pub fn obs_source_get_name(source: *const obs_source_t) -> *const ::std::os::raw::c_char;
    pub fn obs_source_set_name(source: *mut obs_source_t, name: *const ::std::os::raw::c_char);
    pub fn obs_source_get_type(source: *const obs_source_t) -> obs_source_type;
    pub fn obs_source_get_id(source: *const obs_source_t) -> *const ::std::os::raw::c_char;
    pub fn obs_source_get_unversioned_id(source: *const obs_source_t) -> *const ::std::os::raw::c_char;
    pub fn obs_source_get_signal_handler(source: *const obs_source_t) -> *mut signal_handler_t;
    pub fn obs_source_get_proc_handler(source: *const obs_source_t) -> *mut proc_handler_t;
    pub fn obs_source_set_volume(source: *mut obs_source_t, volume: f32);
    pub fn obs_source_get_volume(source: *const obs_source_t) -> f32;
    pub fn obs_source_get_speaker_layout(source: *mut obs_source_t) -> speaker_layout;
    pub fn obs_source_set_balance_value(source: *mut obs_source_t, balance: f32);
    pub fn obs_source_get_balance_value(source: *const obs_source_t) -> f32;
    pub fn obs_source_set_sync_offset(source: *mut obs_source_t, offset: i64);
    pub fn obs_source_get_sync_offset(source: *const obs_source_t) -> i64;
    pub fn obs_source_enum_active_sources(
        source: *mut obs_source_t,
        enum_callback: obs_source_enum_proc_t,
        param: *mut ::std::os::raw::c_void,
    );
    pub fn obs_source_enum_active_tree(
        source: *mut obs_source_t,
        enum_callback: obs_source_enum_proc_t,
        param: *mut ::std::os::raw::c_void,
    );
    pub fn obs_source_enum_full_tree(
        source: *mut obs_source_t,
        enum_callback: obs_source_enum_proc_t,
        param: *mut ::std::os::raw::c_void,
    );
    pub fn obs_source_active(source: *const obs_source_t) -> bool;
    pub fn obs_source_showing(source: *const obs_source_t) -> bool;
    pub fn obs_source_set_flags(source: *mut obs_source_t, flags: u32);
    pub fn obs_source_get_flags(source: *const obs_source_t) -> u32;
    pub fn obs_source_set_audio_mixers(source: *mut obs_source_t, mixers: u32);
    pub fn obs_source_get_audio_mixers(source: *const obs_source_t) -> u32;
    pub fn obs_source_inc_showing(source: *mut obs_source_t);
    pub fn obs_source_inc_active(source: *mut obs_source_t);
    pub fn obs_source_dec_showing(source: *mut obs_source_t);
    pub fn obs_source_dec_active(source: *mut obs_source_t);
    pub fn obs_source_enum_filters(
        source: *mut obs_source_t,
        callback: obs_source_enum_proc_t,
        param: *mut ::std::os::raw::c_void,
    );
    pub fn obs_source_get_filter_by_name(
        source: *mut obs_source_t,
        name: *const ::std::os::raw::c_char,
    ) -> *mut obs_source_t;
    pub fn obs_source_filter_count(source: *const obs_source_t) -> usize;
    pub fn obs_source_copy_filters(dst: *mut obs_source_t, src: *mut obs_source_t);
    pub fn obs_source_copy_single_filter(dst: *mut obs_source_t, filter: *mut obs_source_t);
    pub fn obs_source_enabled(source: *const obs_source_t) -> bool;
    pub fn obs_source_set_enabled(source: *mut obs_source_t, enabled: bool);
    pub fn obs_source_muted(source: *const obs_source_t) -> bool;
    pub fn obs_source_set_muted(source: *mut obs_source_t, muted: bool);
    pub fn obs_source_push_to_mute_enabled(source: *mut obs_source_t) -> bool;
    pub fn obs_source_enable_push_to_mute(source: *mut obs_source_t, enabled: bool);
    pub fn obs_source_get_push_to_mute_delay(source: *mut obs_source_t) -> u64;
    pub fn obs_source_set_push_to_mute_delay(source: *mut obs_source_t, delay: u64);
    pub fn obs_source_push_to_talk_enabled(source: *mut obs_source_t) -> bool;
    pub fn obs_source_enable_push_to_talk(source: *mut obs_source_t, enabled: bool);
    pub fn obs_source_get_push_to_talk_delay(source: *mut obs_source_t) -> u64;
    pub fn obs_source_set_push_to_talk_delay(source: *mut obs_source_t, delay: u64);
    pub fn obs_source_add_audio_capture_callback(
        source: *mut obs_source_t,
        callback: obs_source_audio_capture_t,
        param: *mut ::std::os::raw::c_void,
    );
    pub fn obs_source_remove_audio_capture_callback(
        source: *mut obs_source_t,
        callback: obs_source_audio_capture_t,
        param: *mut ::std::os::raw::c_void,
    );
    pub fn obs_source_add_caption_callback(
        source: *mut obs_source_t,
        callback: obs_source_caption_t,
        param: *mut ::std::os::raw::c_void,
    );
    pub fn obs_source_remove_caption_callback(
        source: *mut obs_source_t,
        callback: obs_source_caption_t,
        param: *mut ::std::os::raw::c_void,
    );
    pub fn obs_source_set_deinterlace_mode(source: *mut obs_source_t, mode: obs_deinterlace_mode);
    pub fn obs_source_get_deinterlace_mode(source: *const obs_source_t) -> obs_deinterlace_mode;
    pub fn obs_source_set_deinterlace_field_order(
        source: *mut obs_source_t,
        field_order: obs_deinterlace_field_order,
    );
    pub fn obs_source_get_deinterlace_field_order(source: *const obs_source_t)
    -> obs_deinterlace_field_order;
    pub fn obs_source_set_monitoring_type(source: *mut obs_source_t, type_: obs_monitoring_type);
    pub fn obs_source_get_monitoring_type(source: *const obs_source_t) -> obs_monitoring_type;
    pub fn obs_source_get_private_settings(item: *mut obs_source_t) -> *mut obs_data_t;
    pub fn obs_source_backup_filters(source: *mut obs_source_t) -> *mut obs_data_array_t;
    pub fn obs_source_restore_filters(source: *mut obs_source_t, array: *mut obs_data_array_t);
    pub fn obs_source_get_type_data(source: *mut obs_source_t) -> *mut ::std::os::raw::c_void;
    pub fn obs_source_draw_set_color_matrix(
        color_matrix: *const matrix4,
        color_range_min: *const vec3,
        color_range_max: *const vec3,
    );
    pub fn obs_source_draw(
        image: *mut gs_texture_t,
        x: ::std::os::raw::c_int,
        y: ::std::os::raw::c_int,
        cx: u32,
        cy: u32,
        flip: bool,
    );
    pub fn obs_source_output_video(source: *mut obs_source_t, frame: *const obs_source_frame);
    pub fn obs_source_output_video2(source: *mut obs_source_t, frame: *const obs_source_frame2);
    pub fn obs_source_set_async_rotation(source: *mut obs_source_t, rotation: ::std::os::raw::c_long);
    pub fn obs_source_output_cea708(source: *mut obs_source_t, captions: *const obs_source_cea_708);
    pub fn obs_source_preload_video(source: *mut obs_source_t, frame: *const obs_source_frame);
    pub fn obs_source_preload_video2(source: *mut obs_source_t, frame: *const obs_source_frame2);
    pub fn obs_source_show_preloaded_video(source: *mut obs_source_t);
    pub fn obs_source_set_video_frame(source: *mut obs_source_t, frame: *const obs_source_frame);
    pub fn obs_source_set_video_frame2(source: *mut obs_source_t, frame: *const obs_source_frame2);
    pub fn obs_source_output_audio(source: *mut obs_source_t, audio: *const obs_source_audio);
    pub fn obs_source_update_properties(source: *mut obs_source_t);
    pub fn obs_source_get_frame(source: *mut obs_source_t) -> *mut obs_source_frame;
    pub fn obs_source_release_frame(source: *mut obs_source_t, frame: *mut obs_source_frame);
    pub fn obs_source_process_filter_begin(
        filter: *mut obs_source_t,
        format: gs_color_format,
        allow_direct: obs_allow_direct_render,
    ) -> bool;
    pub fn obs_source_process_filter_begin_with_color_space(
        filter: *mut obs_source_t,
        format: gs_color_format,
        space: gs_color_space,
        allow_direct: obs_allow_direct_render,
    ) -> bool;
    pub fn obs_source_process_filter_end(
        filter: *mut obs_source_t,
        effect: *mut gs_effect_t,
        width: u32,
        height: u32,
    );
    pub fn obs_source_process_filter_tech_end(
        filter: *mut obs_source_t,
        effect: *mut gs_effect_t,
        width: u32,
        height: u32,
        tech_name: *const ::std::os::raw::c_char,
    );
    pub fn obs_source_skip_video_filter(filter: *mut obs_source_t);
    pub fn obs_source_add_active_child(parent: *mut obs_source_t, child: *mut obs_source_t) -> bool;
    pub fn obs_source_remove_active_child(parent: *mut obs_source_t, child: *mut obs_source_t);
    pub fn obs_source_send_mouse_click(
        source: *mut obs_source_t,
        event: *const obs_mouse_event,
        type_: i32,
        mouse_up: bool,
        click_count: u32,
    );
    pub fn obs_source_send_mouse_move(
        source: *mut obs_source_t,
        event: *const obs_mouse_event,
        mouse_leave: bool,
    );
    pub fn obs_source_send_mouse_wheel(
        source: *mut obs_source_t,
        event: *const obs_mouse_event,
        x_delta: ::std::os::raw::c_int,
        y_delta: ::std::os::raw::c_int,
    );
    pub fn obs_source_send_focus(source: *mut obs_source_t, focus: bool);
    pub fn obs_source_send_key_click(source: *mut obs_source_t, event: *const obs_key_event, key_up: bool);
    pub fn obs_source_set_default_flags(source: *mut obs_source_t, flags: u32);
    pub fn obs_source_get_base_width(source: *mut obs_source_t) -> u32;
    pub fn obs_source_get_base_height(source: *mut obs_source_t) -> u32;
    pub fn obs_source_audio_pending(source: *const obs_source_t) -> bool;
    pub fn obs_source_get_audio_timestamp(source: *const obs_source_t) -> u64;
    pub fn obs_source_get_audio_mix(source: *const obs_source_t, audio: *mut obs_source_audio_mix);
    pub fn obs_source_set_async_unbuffered(source: *mut obs_source_t, unbuffered: bool);
    pub fn obs_source_async_unbuffered(source: *const obs_source_t) -> bool;
    pub fn obs_source_set_async_decoupled(source: *mut obs_source_t, decouple: bool);
    pub fn obs_source_async_decoupled(source: *const obs_source_t) -> bool;
    pub fn obs_source_set_audio_active(source: *mut obs_source_t, show: bool);
    pub fn obs_source_audio_active(source: *const obs_source_t) -> bool;
    pub fn obs_source_get_last_obs_version(source: *const obs_source_t) -> u32;
    pub fn obs_source_media_play_pause(source: *mut obs_source_t, pause: bool);
    pub fn obs_source_media_restart(source: *mut obs_source_t);
    pub fn obs_source_media_stop(source: *mut obs_source_t);
    pub fn obs_source_media_next(source: *mut obs_source_t);
    pub fn obs_source_media_previous(source: *mut obs_source_t);
    pub fn obs_source_media_get_duration(source: *mut obs_source_t) -> i64;
    pub fn obs_source_media_get_time(source: *mut obs_source_t) -> i64;
    pub fn obs_source_media_set_time(source: *mut obs_source_t, ms: i64);
    pub fn obs_source_media_get_state(source: *mut obs_source_t) -> obs_media_state;
    pub fn obs_source_media_started(source: *mut obs_source_t);
    pub fn obs_source_media_ended(source: *mut obs_source_t);
    pub fn obs_transition_get_source(
        transition: *mut obs_source_t,
        target: obs_transition_target,
    ) -> *mut obs_source_t;
    pub fn obs_transition_clear(transition: *mut obs_source_t);
    pub fn obs_transition_get_active_source(transition: *mut obs_source_t) -> *mut obs_source_t;
    pub fn obs_transition_start(
        transition: *mut obs_source_t,
        mode: obs_transition_mode,
        duration_ms: u32,
        dest: *mut obs_source_t,
    ) -> bool;
    pub fn obs_transition_set(transition: *mut obs_source_t, source: *mut obs_source_t);
    pub fn obs_transition_set_manual_time(transition: *mut obs_source_t, t: f32);
    pub fn obs_transition_set_manual_torque(transition: *mut obs_source_t, torque: f32, clamp: f32);
    pub fn obs_transition_set_scale_type(transition: *mut obs_source_t, type_: obs_transition_scale_type);
    pub fn obs_transition_get_scale_type(transition: *const obs_source_t) -> obs_transition_scale_type;
    pub fn obs_transition_set_alignment(transition: *mut obs_source_t, alignment: u32);
    pub fn obs_transition_get_alignment(transition: *const obs_source_t) -> u32;
    pub fn obs_transition_set_size(transition: *mut obs_source_t, cx: u32, cy: u32);
    pub fn obs_transition_get_size(transition: *const obs_source_t, cx: *mut u32, cy: *mut u32);
    pub fn obs_transition_enable_fixed(transition: *mut obs_source_t, enable: bool, duration_ms: u32);
    pub fn obs_transition_fixed(transition: *mut obs_source_t) -> bool;
    pub fn obs_transition_get_time(transition: *mut obs_source_t) -> f32;
    pub fn obs_transition_force_stop(transition: *mut obs_source_t);
    pub fn obs_transition_video_render(
        transition: *mut obs_source_t,
        callback: obs_transition_video_render_callback_t,
    );
    pub fn obs_transition_video_render2(
        transition: *mut obs_source_t,
        callback: obs_transition_video_render_callback_t,
        placeholder_texture: *mut gs_texture_t,
    );
    pub fn obs_transition_video_get_color_space(transition: *mut obs_source_t) -> gs_color_space;
    pub fn obs_transition_video_render_direct(
        transition: *mut obs_source_t,
        target: obs_transition_target,
    ) -> bool;
    pub fn obs_transition_audio_render(
        transition: *mut obs_source_t,
        ts_out: *mut u64,
        audio: *mut obs_source_audio_mix,
        mixers: u32,
        channels: usize,
        sample_rate: usize,
        mix_a_callback: obs_transition_audio_mix_callback_t,
        mix_b_callback: obs_transition_audio_mix_callback_t,
    ) -> bool;
    pub fn obs_transition_swap_begin(tr_dest: *mut obs_source_t, tr_source: *mut obs_source_t);
    pub fn obs_transition_swap_end(tr_dest: *mut obs_source_t, tr_source: *mut obs_source_t);
    pub fn obs_scene_create(name: *const ::std::os::raw::c_char) -> *mut obs_scene_t;
    pub fn obs_scene_create_private(name: *const ::std::os::raw::c_char) -> *mut obs_scene_t;
    pub fn obs_scene_duplicate(
        scene: *mut obs_scene_t,
        name: *const ::std::os::raw::c_char,
        type_: obs_scene_duplicate_type,
    ) -> *mut obs_scene_t;
    pub fn obs_scene_addref(scene: *mut obs_scene_t);
    pub fn obs_scene_release(scene: *mut obs_scene_t);
    pub fn obs_scene_get_ref(scene: *mut obs_scene_t) -> *mut obs_scene_t;
    pub fn obs_scene_get_source(scene: *const obs_scene_t) -> *mut obs_source_t;
    pub fn obs_scene_from_source(source: *const obs_source_t) -> *mut obs_scene_t;
    pub fn obs_scene_find_source(
        scene: *mut obs_scene_t,
        name: *const ::std::os::raw::c_char,
    ) -> *mut obs_sceneitem_t;
    pub fn obs_scene_find_source_recursive(
        scene: *mut obs_scene_t,
        name: *const ::std::os::raw::c_char,
    ) -> *mut obs_sceneitem_t;
    pub fn obs_scene_find_sceneitem_by_id(scene: *mut obs_scene_t, id: i64) -> *mut obs_sceneitem_t;
    pub fn obs_scene_enum_items(
        scene: *mut obs_scene_t,
        callback: ::std::option::Option<
            unsafe extern "C" fn(
                arg1: *mut obs_scene_t,
                arg2: *mut obs_sceneitem_t,
                arg3: *mut ::std::os::raw::c_void,
            ) -> bool,
        >,
        param: *mut ::std::os::raw::c_void,
    );
    pub fn obs_scene_reorder_items(
        scene: *mut obs_scene_t,
        item_order: *const *mut obs_sceneitem_t,
        item_order_size: usize,
    ) -> bool;
    pub fn obs_scene_reorder_items2(
        scene: *mut obs_scene_t,
        item_order: *mut obs_sceneitem_order_info,
        item_order_size: usize,
    ) -> bool;
    pub fn obs_source_is_scene(source: *const obs_source_t) -> bool;
    pub fn obs_scene_add(scene: *mut obs_scene_t, source: *mut obs_source_t) -> *mut obs_sceneitem_t;
    pub fn obs_scene_atomic_update(
        scene: *mut obs_scene_t,
        func: obs_scene_atomic_update_func,
        data: *mut ::std::os::raw::c_void,
    );
    pub fn obs_sceneitem_addref(item: *mut obs_sceneitem_t);
    pub fn obs_sceneitem_release(item: *mut obs_sceneitem_t);
    pub fn obs_sceneitem_remove(item: *mut obs_sceneitem_t);
    pub fn obs_sceneitems_add(scene: *mut obs_scene_t, data: *mut obs_data_array_t);
    pub fn obs_sceneitem_save(item: *mut obs_sceneitem_t, arr: *mut obs_data_array_t);
    pub fn obs_sceneitem_set_id(sceneitem: *mut obs_sceneitem_t, id: i64);
    pub fn obs_scene_sceneitem_from_source(
        scene: *mut obs_scene_t,
        source: *mut obs_source_t,
    ) -> *mut obs_sceneitem_t;
    pub fn obs_scene_save_transform_states(scene: *mut obs_scene_t, all_items: bool) -> *mut obs_data_t;
    pub fn obs_scene_load_transform_states(state: *const ::std::os::raw::c_char);
    pub fn obs_sceneitem_get_order_position(item: *mut obs_sceneitem_t) -> ::std::os::raw::c_int;
    pub fn obs_sceneitem_get_scene(item: *const obs_sceneitem_t) -> *mut obs_scene_t;
    pub fn obs_sceneitem_get_source(item: *const obs_sceneitem_t) -> *mut obs_source_t;
    pub fn obs_sceneitem_select(item: *mut obs_sceneitem_t, select: bool);
    pub fn obs_sceneitem_selected(item: *const obs_sceneitem_t) -> bool;
    pub fn obs_sceneitem_locked(item: *const obs_sceneitem_t) -> bool;
    pub fn obs_sceneitem_set_locked(item: *mut obs_sceneitem_t, lock: bool) -> bool;
    pub fn obs_sceneitem_set_pos(item: *mut obs_sceneitem_t, pos: *const vec2);
    pub fn obs_sceneitem_set_rot(item: *mut obs_sceneitem_t, rot_deg: f32);
    pub fn obs_sceneitem_set_scale(item: *mut obs_sceneitem_t, scale: *const vec2);
    pub fn obs_sceneitem_set_alignment(item: *mut obs_sceneitem_t, alignment: u32);
    pub fn obs_sceneitem_set_order(item: *mut obs_sceneitem_t, movement: obs_order_movement);
    pub fn obs_sceneitem_set_order_position(item: *mut obs_sceneitem_t, position: ::std::os::raw::c_int);
    pub fn obs_sceneitem_set_bounds_type(item: *mut obs_sceneitem_t, type_: obs_bounds_type);
    pub fn obs_sceneitem_set_bounds_alignment(item: *mut obs_sceneitem_t, alignment: u32);
    pub fn obs_sceneitem_set_bounds(item: *mut obs_sceneitem_t, bounds: *const vec2);
    pub fn obs_sceneitem_get_id(item: *const obs_sceneitem_t) -> i64;
    pub fn obs_sceneitem_get_pos(item: *const obs_sceneitem_t, pos: *mut vec2);
    pub fn obs_sceneitem_get_rot(item: *const obs_sceneitem_t) -> f32;
    pub fn obs_sceneitem_get_scale(item: *const obs_sceneitem_t, scale: *mut vec2);
    pub fn obs_sceneitem_get_alignment(item: *const obs_sceneitem_t) -> u32;
    pub fn obs_sceneitem_get_bounds_type(item: *const obs_sceneitem_t) -> obs_bounds_type;
    pub fn obs_sceneitem_get_bounds_alignment(item: *const obs_sceneitem_t) -> u32;
    pub fn obs_sceneitem_get_bounds(item: *const obs_sceneitem_t, bounds: *mut vec2);
    pub fn obs_sceneitem_get_info(item: *const obs_sceneitem_t, info: *mut obs_transform_info);
    pub fn obs_sceneitem_set_info(item: *mut obs_sceneitem_t, info: *const obs_transform_info);
    pub fn obs_sceneitem_get_draw_transform(item: *const obs_sceneitem_t, transform: *mut matrix4);
    pub fn obs_sceneitem_get_box_transform(item: *const obs_sceneitem_t, transform: *mut matrix4);
    pub fn obs_sceneitem_get_box_scale(item: *const obs_sceneitem_t, scale: *mut vec2);
    pub fn obs_sceneitem_visible(item: *const obs_sceneitem_t) -> bool;
    pub fn obs_sceneitem_set_visible(item: *mut obs_sceneitem_t, visible: bool) -> bool;
    pub fn obs_sceneitem_set_crop(item: *mut obs_sceneitem_t, crop: *const obs_sceneitem_crop);
    pub fn obs_sceneitem_get_crop(item: *const obs_sceneitem_t, crop: *mut obs_sceneitem_crop);
    pub fn obs_sceneitem_set_scale_filter(item: *mut obs_sceneitem_t, filter: obs_scale_type);
    pub fn obs_sceneitem_get_scale_filter(item: *mut obs_sceneitem_t) -> obs_scale_type;
    pub fn obs_sceneitem_set_blending_method(item: *mut obs_sceneitem_t, method: obs_blending_method);
    pub fn obs_sceneitem_get_blending_method(item: *mut obs_sceneitem_t) -> obs_blending_method;
    pub fn obs_sceneitem_set_blending_mode(item: *mut obs_sceneitem_t, type_: obs_blending_type);
    pub fn obs_sceneitem_get_blending_mode(item: *mut obs_sceneitem_t) -> obs_blending_type;
    pub fn obs_sceneitem_force_update_transform(item: *mut obs_sceneitem_t);
    pub fn obs_sceneitem_defer_update_begin(item: *mut obs_sceneitem_t);
    pub fn obs_sceneitem_defer_update_end(item: *mut obs_sceneitem_t);
    pub fn obs_sceneitem_get_private_settings(item: *mut obs_sceneitem_t) -> *mut obs_data_t;
    pub fn obs_scene_add_group(
        scene: *mut obs_scene_t,
        name: *const ::std::os::raw::c_char,
    ) -> *mut obs_sceneitem_t;
    pub fn obs_scene_insert_group(
        scene: *mut obs_scene_t,
        name: *const ::std::os::raw::c_char,
        items: *mut *mut obs_sceneitem_t,
        count: usize,
    ) -> *mut obs_sceneitem_t;
    pub fn obs_scene_add_group2(
        scene: *mut obs_scene_t,
        name: *const ::std::os::raw::c_char,
        signal: bool,
    ) -> *mut obs_sceneitem_t;
    pub fn obs_scene_insert_group2(
        scene: *mut obs_scene_t,
        name: *const ::std::os::raw::c_char,
        items: *mut *mut obs_sceneitem_t,
        count: usize,
        signal: bool,
    ) -> *mut obs_sceneitem_t;
    pub fn obs_scene_get_group(
        scene: *mut obs_scene_t,
        name: *const ::std::os::raw::c_char,
    ) -> *mut obs_sceneitem_t;
    pub fn obs_sceneitem_is_group(item: *mut obs_sceneitem_t) -> bool;
    pub fn obs_sceneitem_group_get_scene(group: *const obs_sceneitem_t) -> *mut obs_scene_t;
    pub fn obs_sceneitem_group_ungroup(group: *mut obs_sceneitem_t);
    pub fn obs_sceneitem_group_ungroup2(group: *mut obs_sceneitem_t, signal: bool);
    pub fn obs_sceneitem_group_add_item(group: *mut obs_sceneitem_t, item: *mut obs_sceneitem_t);
    pub fn obs_sceneitem_group_remove_item(group: *mut obs_sceneitem_t, item: *mut obs_sceneitem_t);
    pub fn obs_sceneitem_get_group(
        scene: *mut obs_scene_t,
        item: *mut obs_sceneitem_t,
    ) -> *mut obs_sceneitem_t;
    pub fn obs_source_is_group(source: *const obs_source_t) -> bool;
    pub fn obs_scene_is_group(scene: *const obs_scene_t) -> bool;
    pub fn obs_sceneitem_group_enum_items(
        group: *mut obs_sceneitem_t,
        callback: ::std::option::Option<
            unsafe extern "C" fn(
                arg1: *mut obs_scene_t,
                arg2: *mut obs_sceneitem_t,
                arg3: *mut ::std::os::raw::c_void,
            ) -> bool,
        >,
        param: *mut ::std::os::raw::c_void,
    );
    pub fn obs_group_from_source(source: *const obs_source_t) -> *mut obs_scene_t;
    pub fn obs_sceneitem_defer_group_resize_begin(item: *mut obs_sceneitem_t);
    pub fn obs_sceneitem_defer_group_resize_end(item: *mut obs_sceneitem_t);
    pub fn obs_sceneitem_set_show_transition(item: *mut obs_sceneitem_t, transition: *mut obs_source_t);
    pub fn obs_sceneitem_set_show_transition_duration(item: *mut obs_sceneitem_t, duration_ms: u32);
    pub fn obs_sceneitem_get_show_transition(item: *mut obs_sceneitem_t) -> *mut obs_source_t;
    pub fn obs_sceneitem_get_show_transition_duration(item: *mut obs_sceneitem_t) -> u32;
    pub fn obs_sceneitem_set_hide_transition(item: *mut obs_sceneitem_t, transition: *mut obs_source_t);
    pub fn obs_sceneitem_set_hide_transition_duration(item: *mut obs_sceneitem_t, duration_ms: u32);
    pub fn obs_sceneitem_get_hide_transition(item: *mut obs_sceneitem_t) -> *mut obs_source_t;
    pub fn obs_sceneitem_get_hide_transition_duration(item: *mut obs_sceneitem_t) -> u32;
    pub fn obs_sceneitem_set_transition(
        item: *mut obs_sceneitem_t,
        show: bool,
        transition: *mut obs_source_t,
    );
    pub fn obs_sceneitem_get_transition(item: *mut obs_sceneitem_t, show: bool) -> *mut obs_source_t;
    pub fn obs_sceneitem_set_transition_duration(item: *mut obs_sceneitem_t, show: bool, duration_ms: u32);
    pub fn obs_sceneitem_get_transition_duration(item: *mut obs_sceneitem_t, show: bool) -> u32;
    pub fn obs_sceneitem_do_transition(item: *mut obs_sceneitem_t, visible: bool);
    pub fn obs_sceneitem_transition_load(item: *mut obs_scene_item, data: *mut obs_data_t, show: bool);
    pub fn obs_sceneitem_transition_save(item: *mut obs_scene_item, show: bool) -> *mut obs_data_t;
    pub fn obs_scene_prune_sources(scene: *mut obs_scene_t);
    pub fn obs_output_get_display_name(id: *const ::std::os::raw::c_char) -> *const ::std::os::raw::c_char;
    pub fn obs_output_create(
        id: *const ::std::os::raw::c_char,
        name: *const ::std::os::raw::c_char,
        settings: *mut obs_data_t,
        hotkey_data: *mut obs_data_t,
    ) -> *mut obs_output_t;
    pub fn obs_output_addref(output: *mut obs_output_t);
    pub fn obs_output_release(output: *mut obs_output_t);
    pub fn obs_weak_output_addref(weak: *mut obs_weak_output_t);
    pub fn obs_weak_output_release(weak: *mut obs_weak_output_t);
    pub fn obs_output_get_ref(output: *mut obs_output_t) -> *mut obs_output_t;
    pub fn obs_output_get_weak_output(output: *mut obs_output_t) -> *mut obs_weak_output_t;
    pub fn obs_weak_output_get_output(weak: *mut obs_weak_output_t) -> *mut obs_output_t;
    pub fn obs_weak_output_references_output(weak: *mut obs_weak_output_t, output: *mut obs_output_t)
    -> bool;
    pub fn obs_output_get_name(output: *const obs_output_t) -> *const ::std::os::raw::c_char;
    pub fn obs_output_start(output: *mut obs_output_t) -> bool;
    pub fn obs_output_stop(output: *mut obs_output_t);
    pub fn obs_output_set_delay(output: *mut obs_output_t, delay_sec: u32, flags: u32);
    pub fn obs_output_get_delay(output: *const obs_output_t) -> u32;
    pub fn obs_output_get_active_delay(output: *const obs_output_t) -> u32;
    pub fn obs_output_force_stop(output: *mut obs_output_t);
    pub fn obs_output_active(output: *const obs_output_t) -> bool;
    pub fn obs_output_get_flags(output: *const obs_output_t) -> u32;
    pub fn obs_get_output_flags(id: *const ::std::os::raw::c_char) -> u32;
    pub fn obs_output_defaults(id: *const ::std::os::raw::c_char) -> *mut obs_data_t;
    pub fn obs_get_output_properties(id: *const ::std::os::raw::c_char) -> *mut obs_properties_t;
    pub fn obs_output_properties(output: *const obs_output_t) -> *mut obs_properties_t;
    pub fn obs_output_update(output: *mut obs_output_t, settings: *mut obs_data_t);
    pub fn obs_output_can_pause(output: *const obs_output_t) -> bool;
    pub fn obs_output_pause(output: *mut obs_output_t, pause: bool) -> bool;
    pub fn obs_output_paused(output: *const obs_output_t) -> bool;
    pub fn obs_output_get_settings(output: *const obs_output_t) -> *mut obs_data_t;
    pub fn obs_output_get_signal_handler(output: *const obs_output_t) -> *mut signal_handler_t;
    pub fn obs_output_get_proc_handler(output: *const obs_output_t) -> *mut proc_handler_t;
    pub fn obs_output_set_media(output: *mut obs_output_t, video: *mut video_t, audio: *mut audio_t);
    pub fn obs_output_video(output: *const obs_output_t) -> *mut video_t;
    pub fn obs_output_audio(output: *const obs_output_t) -> *mut audio_t;
    pub fn obs_output_set_mixer(output: *mut obs_output_t, mixer_idx: usize);
    pub fn obs_output_get_mixer(output: *const obs_output_t) -> usize;
    pub fn obs_output_set_mixers(output: *mut obs_output_t, mixers: usize);
    pub fn obs_output_get_mixers(output: *const obs_output_t) -> usize;
    pub fn obs_output_set_video_encoder(output: *mut obs_output_t, encoder: *mut obs_encoder_t);
    pub fn obs_output_set_audio_encoder(output: *mut obs_output_t, encoder: *mut obs_encoder_t, idx: usize);
    pub fn obs_output_get_video_encoder(output: *const obs_output_t) -> *mut obs_encoder_t;
    pub fn obs_output_get_audio_encoder(output: *const obs_output_t, idx: usize) -> *mut obs_encoder_t;
    pub fn obs_output_set_service(output: *mut obs_output_t, service: *mut obs_service_t);
    pub fn obs_output_get_service(output: *const obs_output_t) -> *mut obs_service_t;
    pub fn obs_output_set_reconnect_settings(
        output: *mut obs_output_t,
        retry_count: ::std::os::raw::c_int,
        retry_sec: ::std::os::raw::c_int,
    );
    pub fn obs_output_get_total_bytes(output: *const obs_output_t) -> u64;
    pub fn obs_output_get_frames_dropped(output: *const obs_output_t) -> ::std::os::raw::c_int;
    pub fn obs_output_get_total_frames(output: *const obs_output_t) -> ::std::os::raw::c_int;
    pub fn obs_output_set_preferred_size(output: *mut obs_output_t, width: u32, height: u32);
    pub fn obs_output_get_width(output: *const obs_output_t) -> u32;
    pub fn obs_output_get_height(output: *const obs_output_t) -> u32;
    pub fn obs_output_get_id(output: *const obs_output_t) -> *const ::std::os::raw::c_char;
    pub fn obs_output_caption(output: *mut obs_output_t, captions: *const obs_source_cea_708);
    pub fn obs_output_output_caption_text1(output: *mut obs_output_t, text: *const ::std::os::raw::c_char);
    pub fn obs_output_output_caption_text2(
        output: *mut obs_output_t,
        text: *const ::std::os::raw::c_char,
        display_duration: f64,
    );
    pub fn obs_output_get_congestion(output: *mut obs_output_t) -> f32;
    pub fn obs_output_get_connect_time_ms(output: *mut obs_output_t) -> ::std::os::raw::c_int;
    pub fn obs_output_reconnecting(output: *const obs_output_t) -> bool;
    pub fn obs_output_set_last_error(output: *mut obs_output_t, message: *const ::std::os::raw::c_char);
    pub fn obs_output_get_last_error(output: *mut obs_output_t) -> *const ::std::os::raw::c_char;
    pub fn obs_output_get_supported_video_codecs(
        output: *const obs_output_t,
    ) -> *const ::std::os::raw::c_char;
    pub fn obs_output_get_supported_audio_codecs(
        output: *const obs_output_t,
    ) -> *const ::std::os::raw::c_char;
    pub fn obs_output_get_type_data(output: *mut obs_output_t) -> *mut ::std::os::raw::c_void;
    pub fn obs_output_set_video_conversion(output: *mut obs_output_t, conversion: *const video_scale_info);
    pub fn obs_output_set_audio_conversion(output: *mut obs_output_t, conversion: *const audio_convert_info);
    pub fn obs_output_can_begin_data_capture(output: *const obs_output_t, flags: u32) -> bool;
    pub fn obs_output_initialize_encoders(output: *mut obs_output_t, flags: u32) -> bool;
    pub fn obs_output_begin_data_capture(output: *mut obs_output_t, flags: u32) -> bool;
    pub fn obs_output_end_data_capture(output: *mut obs_output_t);
    pub fn obs_output_signal_stop(output: *mut obs_output_t, code: ::std::os::raw::c_int);
    pub fn obs_output_get_pause_offset(output: *mut obs_output_t) -> u64;
    pub fn obs_encoder_get_display_name(id: *const ::std::os::raw::c_char) -> *const ::std::os::raw::c_char;
    pub fn obs_video_encoder_create(
        id: *const ::std::os::raw::c_char,
        name: *const ::std::os::raw::c_char,
        settings: *mut obs_data_t,
        hotkey_data: *mut obs_data_t,
    ) -> *mut obs_encoder_t;
    pub fn obs_audio_encoder_create(
        id: *const ::std::os::raw::c_char,
        name: *const ::std::os::raw::c_char,
        settings: *mut obs_data_t,
        mixer_idx: usize,
        hotkey_data: *mut obs_data_t,
    ) -> *mut obs_encoder_t;
    pub fn obs_encoder_addref(encoder: *mut obs_encoder_t);
    pub fn obs_encoder_release(encoder: *mut obs_encoder_t);
    pub fn obs_weak_encoder_addref(weak: *mut obs_weak_encoder_t);
    pub fn obs_weak_encoder_release(weak: *mut obs_weak_encoder_t);
    pub fn obs_encoder_get_ref(encoder: *mut obs_encoder_t) -> *mut obs_encoder_t;
    pub fn obs_encoder_get_weak_encoder(encoder: *mut obs_encoder_t) -> *mut obs_weak_encoder_t;
    pub fn obs_weak_encoder_get_encoder(weak: *mut obs_weak_encoder_t) -> *mut obs_encoder_t;
    pub fn obs_weak_encoder_references_encoder(
        weak: *mut obs_weak_encoder_t,
        encoder: *mut obs_encoder_t,
    ) -> bool;
    pub fn obs_encoder_set_name(encoder: *mut obs_encoder_t, name: *const ::std::os::raw::c_char);
    pub fn obs_encoder_get_name(encoder: *const obs_encoder_t) -> *const ::std::os::raw::c_char;
    pub fn obs_get_encoder_codec(id: *const ::std::os::raw::c_char) -> *const ::std::os::raw::c_char;
    pub fn obs_get_encoder_type(id: *const ::std::os::raw::c_char) -> obs_encoder_type;
    pub fn obs_encoder_get_codec(encoder: *const obs_encoder_t) -> *const ::std::os::raw::c_char;
    pub fn obs_encoder_get_type(encoder: *const obs_encoder_t) -> obs_encoder_type;
    pub fn obs_encoder_set_scaled_size(encoder: *mut obs_encoder_t, width: u32, height: u32);
    pub fn obs_encoder_scaling_enabled(encoder: *const obs_encoder_t) -> bool;
    pub fn obs_encoder_get_width(encoder: *const obs_encoder_t) -> u32;
    pub fn obs_encoder_get_height(encoder: *const obs_encoder_t) -> u32;
    pub fn obs_encoder_get_sample_rate(encoder: *const obs_encoder_t) -> u32;
    pub fn obs_encoder_get_frame_size(encoder: *const obs_encoder_t) -> usize;
    pub fn obs_encoder_set_preferred_video_format(encoder: *mut obs_encoder_t, format: video_format);
    pub fn obs_encoder_get_preferred_video_format(encoder: *const obs_encoder_t) -> video_format;
    pub fn obs_encoder_defaults(id: *const ::std::os::raw::c_char) -> *mut obs_data_t;
    pub fn obs_encoder_get_defaults(encoder: *const obs_encoder_t) -> *mut obs_data_t;
    pub fn obs_get_encoder_properties(id: *const ::std::os::raw::c_char) -> *mut obs_properties_t;
    pub fn obs_encoder_properties(encoder: *const obs_encoder_t) -> *mut obs_properties_t;
    pub fn obs_encoder_update(encoder: *mut obs_encoder_t, settings: *mut obs_data_t);
    pub fn obs_encoder_get_extra_data(
        encoder: *const obs_encoder_t,
        extra_data: *mut *mut u8,
        size: *mut usize,
    ) -> bool;
    pub fn obs_encoder_get_settings(encoder: *const obs_encoder_t) -> *mut obs_data_t;
    pub fn obs_encoder_set_video(encoder: *mut obs_encoder_t, video: *mut video_t);
    pub fn obs_encoder_set_audio(encoder: *mut obs_encoder_t, audio: *mut audio_t);
    pub fn obs_encoder_video(encoder: *const obs_encoder_t) -> *mut video_t;
    pub fn obs_encoder_audio(encoder: *const obs_encoder_t) -> *mut audio_t;
    pub fn obs_encoder_active(encoder: *const obs_encoder_t) -> bool;
    pub fn obs_encoder_get_type_data(encoder: *mut obs_encoder_t) -> *mut ::std::os::raw::c_void;
    pub fn obs_encoder_get_id(encoder: *const obs_encoder_t) -> *const ::std::os::raw::c_char;
    pub fn obs_get_encoder_caps(encoder_id: *const ::std::os::raw::c_char) -> u32;
    pub fn obs_encoder_get_caps(encoder: *const obs_encoder_t) -> u32;
    pub fn obs_duplicate_encoder_packet(dst: *mut encoder_packet, src: *const encoder_packet);
    pub fn obs_free_encoder_packet(packet: *mut encoder_packet);
    pub fn obs_encoder_packet_ref(dst: *mut encoder_packet, src: *mut encoder_packet);
    pub fn obs_encoder_packet_release(packet: *mut encoder_packet);
    pub fn obs_encoder_create_rerouted(
        encoder: *mut obs_encoder_t,
        reroute_id: *const ::std::os::raw::c_char,
    ) -> *mut ::std::os::raw::c_void;
    pub fn obs_encoder_paused(output: *const obs_encoder_t) -> bool;
    pub fn obs_encoder_get_last_error(encoder: *mut obs_encoder_t) -> *const ::std::os::raw::c_char;
    pub fn obs_encoder_set_last_error(encoder: *mut obs_encoder_t, message: *const ::std::os::raw::c_char);
    pub fn obs_encoder_get_pause_offset(encoder: *const obs_encoder_t) -> u64;
    pub fn obs_service_get_display_name(id: *const ::std::os::raw::c_char) -> *const ::std::os::raw::c_char;
    pub fn obs_service_create(
        id: *const ::std::os::raw::c_char,
        name: *const ::std::os::raw::c_char,
        settings: *mut obs_data_t,
        hotkey_data: *mut obs_data_t,
    ) -> *mut obs_service_t;
    pub fn obs_service_create_private(
        id: *const ::std::os::raw::c_char,
        name: *const ::std::os::raw::c_char,
        settings: *mut obs_data_t,
    ) -> *mut obs_service_t;
    pub fn obs_service_addref(service: *mut obs_service_t);
    pub fn obs_service_release(service: *mut obs_service_t);
    pub fn obs_weak_service_addref(weak: *mut obs_weak_service_t);
    pub fn obs_weak_service_release(weak: *mut obs_weak_service_t);
    pub fn obs_service_get_ref(service: *mut obs_service_t) -> *mut obs_service_t;
    pub fn obs_service_get_weak_service(service: *mut obs_service_t) -> *mut obs_weak_service_t;
    pub fn obs_weak_service_get_service(weak: *mut obs_weak_service_t) -> *mut obs_service_t;
    pub fn obs_weak_service_references_service(
        weak: *mut obs_weak_service_t,
        service: *mut obs_service_t,
    ) -> bool;
    pub fn obs_service_get_name(service: *const obs_service_t) -> *const ::std::os::raw::c_char;
    pub fn obs_service_defaults(id: *const ::std::os::raw::c_char) -> *mut obs_data_t;
    pub fn obs_get_service_properties(id: *const ::std::os::raw::c_char) -> *mut obs_properties_t;
    pub fn obs_service_properties(service: *const obs_service_t) -> *mut obs_properties_t;
    pub fn obs_service_get_type(service: *const obs_service_t) -> *const ::std::os::raw::c_char;
    pub fn obs_service_update(service: *mut obs_service_t, settings: *mut obs_data_t);
    pub fn obs_service_get_settings(service: *const obs_service_t) -> *mut obs_data_t;
    pub fn obs_service_get_url(service: *const obs_service_t) -> *const ::std::os::raw::c_char;
    pub fn obs_service_get_key(service: *const obs_service_t) -> *const ::std::os::raw::c_char;
    pub fn obs_service_get_username(service: *const obs_service_t) -> *const ::std::os::raw::c_char;
    pub fn obs_service_get_password(service: *const obs_service_t) -> *const ::std::os::raw::c_char;
    pub fn obs_service_apply_encoder_settings(
        service: *mut obs_service_t,
        video_encoder_settings: *mut obs_data_t,
        audio_encoder_settings: *mut obs_data_t,
    );
    pub fn obs_service_get_type_data(service: *mut obs_service_t) -> *mut ::std::os::raw::c_void;
    pub fn obs_service_get_id(service: *const obs_service_t) -> *const ::std::os::raw::c_char;
    pub fn obs_service_get_supported_resolutions(
        service: *const obs_service_t,
        resolutions: *mut *mut obs_service_resolution,
        count: *mut usize,
    );
    pub fn obs_service_get_max_fps(service: *const obs_service_t, fps: *mut ::std::os::raw::c_int);
    pub fn obs_service_get_max_bitrate(
        service: *const obs_service_t,
        video_bitrate: *mut ::std::os::raw::c_int,
        audio_bitrate: *mut ::std::os::raw::c_int,
    );
    pub fn obs_service_get_supported_video_codecs(
        service: *const obs_service_t,
    ) -> *mut *const ::std::os::raw::c_char;
    pub fn obs_service_get_output_type(service: *const obs_service_t) -> *const ::std::os::raw::c_char;
    pub fn obs_source_frame_init(frame: *mut obs_source_frame, format: video_format, width: u32, height: u32);
    pub fn obs_source_frame_copy(dst: *mut obs_source_frame, src: *const obs_source_frame);
    pub fn obs_source_get_icon_type(id: *const ::std::os::raw::c_char) -> obs_icon_type;
    pub fn obs_set_nix_platform(platform: obs_nix_platform_type);
    pub fn obs_get_nix_platform() -> obs_nix_platform_type;
    pub fn obs_set_nix_platform_display(display: *mut ::std::os::raw::c_void);
    pub fn obs_get_nix_platform_display() -> *mut ::std::os::raw::c_void;
    pub fn os_quick_read_utf8_file(path: *const ::std::os::raw::c_char) -> *mut ::std::os::raw::c_char;
    pub fn os_quick_write_utf8_file(
        path: *const ::std::os::raw::c_char,
        str_: *const ::std::os::raw::c_char,
        len: usize,
        marker: bool,
    ) -> bool;
    pub fn os_quick_write_utf8_file_safe(
        path: *const ::std::os::raw::c_char,
        str_: *const ::std::os::raw::c_char,
        len: usize,
        marker: bool,
        temp_ext: *const ::std::os::raw::c_char,
        backup_ext: *const ::std::os::raw::c_char,
    ) -> bool;
    pub fn os_quick_read_mbs_file(path: *const ::std::os::raw::c_char) -> *mut ::std::os::raw::c_char;
    pub fn os_quick_write_mbs_file(
        path: *const ::std::os::raw::c_char,
        str_: *const ::std::os::raw::c_char,
        len: usize,
    ) -> bool;
    pub fn os_sleep_ms(duration: u32);
    pub fn os_gettime_ns() -> u64;
}
