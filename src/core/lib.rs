//! Nu Scaler's core: frames in, frames out. It knows wgpu and has never heard of OBS.

pub mod frame;
pub mod settings;
pub mod text;
