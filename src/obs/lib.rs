//! The only crate that speaks libobs: bindings and safe wrappers.
