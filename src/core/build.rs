//! Validates the shaders at build time.

fn main() {}
