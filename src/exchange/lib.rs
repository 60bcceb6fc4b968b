//! A frame's way between the renderer of OBS and wgpu.
