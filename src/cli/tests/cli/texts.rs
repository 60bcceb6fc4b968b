// SPDX-License-Identifier: GPL-2.0-or-later
//! The program's part of the locale file.

use std::fs;
use std::path::Path;

use nu_scaler_core::text;

/// All that the program is made of, tests aside.
fn sources() -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let entries = |folder: &Path| fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let folders = ["", "bench", "upscale", "video"];
    let paths = folders.iter().flat_map(|name| entries(&folder.join(name)));
    let sources: Vec<_> = paths
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .map(|path| fs::read_to_string(path).unwrap())
        .collect();
    sources.concat()
}

#[test]
fn every_text_of_the_program_is_used() {
    let sources = sources();
    let keys: Vec<_> = text::english_keys()
        .filter(|key| key.starts_with("Error.") || key.starts_with("Cli."))
        .collect();
    assert!(!keys.is_empty(), "the program has texts");
    for key in keys {
        assert!(sources.contains(&format!("\"{key}\"")), "{key} is not used");
    }
}
