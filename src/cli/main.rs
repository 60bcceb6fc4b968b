//! The program `nu-scaler`.

fn main() {}
