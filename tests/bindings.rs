// SPDX-License-Identifier: GPL-2.0-or-later
//! The checked-in libobs bindings equal what bindgen makes of the OBS 29 headers.
//!
//! The bindings are checked in so that neither libobs-dev nor libclang is needed to build the plugin. This test
//! needs both, and the headers of that version: with others it says so and compares nothing.
//! `UPDATE_BINDINGS=1 cargo test -p nu-scaler-tests --test bindings` writes the file anew.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, anyhow, ensure};

/// Every function of libobs that the plugin or the test host may call, as regular expressions.
const FUNCTIONS: &[&str] = &[
    "obs_.*",
    "gs_.*",
    "base_set_log_handler",
    "base_get_log_handler",
    "blog",
    "bmalloc",
    "bfree",
    "bnum_allocs",
    "video_.*",
    "audio_output_.*",
    "calldata_.*",
    "proc_handler_.*",
    "signal_handler_.*",
    "text_lookup_.*",
    "os_gettime_ns",
    "os_sleep_ms",
    "os_quick_.*",
];

/// Constants and types that no function of the list above names by itself.
const CONSTANTS: &[&str] = &[
    "OBS_.*",
    "GS_.*",
    "LIBOBS_API_.*",
    "LOG_.*",
    "CALL_PARAM_.*",
    "VIDEO_.*",
    "PARSE_.*",
];
const TYPES: &[&str] = &[
    "obs_.*",
    "gs_.*",
    "vec4",
    "matrix4",
    "calldata",
    "log_handler_t",
    "video_.*",
];

/// What the lists above catch but must not be called, or names a certain build of OBS.
const LEFT_OUT: &[&str] = &[
    "OBS_(VERSION|RELEASE|BETA|INSTALL|DATA_PATH|PLUGIN|COMMIT|QT).*",
    "obs_.*_ui",
    "video_output_(inc|dec)_texture_.*",
];

/// The version that the bindings are made from.
const MAJOR: &str = "29";

/// What pkg-config knows of the installed headers.
fn pkg_config(question: &str) -> Result<String> {
    let answer = Command::new("pkg-config")
        .args([question, "libobs"])
        .output()
        .context("pkg-config")?;
    ensure!(
        answer.status.success(),
        "the OBS headers are not installed (libobs-dev)"
    );
    Ok(String::from_utf8(answer.stdout)?.trim().to_owned())
}

/// Whether headers of this version are those that the bindings are made from.
fn is_ours(version: &str) -> bool {
    version.split('.').next() == Some(MAJOR)
}

fn generate(root: &Path) -> Result<String> {
    let flags = pkg_config("--cflags")?;
    let mut builder = bindgen::Builder::default()
        .header(root.join("src/obs/sys/wrapper.h").display().to_string())
        .clang_args(flags.split_whitespace())
        .rust_target(bindgen::RustTarget::stable(85, 0).map_err(|error| anyhow!("{error}"))?)
        .rust_edition(bindgen::RustEdition::Edition2024)
        .rustfmt_configuration_file(Some(root.join("rustfmt.toml")))
        .disable_header_comment()
        .raw_line("// SPDX-License-Identifier: GPL-2.0-or-later")
        .raw_line("// Written by tests/bindings.rs from the headers of OBS 29; do not edit.")
        .prepend_enum_name(false)
        .merge_extern_blocks(true)
        .generate_comments(false)
        .derive_default(true)
        // `long` inside obs_source_frame differs between the systems; sys/mod.rs asserts the layouts that matter.
        .layout_tests(false);
    for function in FUNCTIONS {
        builder = builder.allowlist_function(function);
    }
    for constant in CONSTANTS {
        builder = builder.allowlist_var(constant);
    }
    for name in TYPES {
        builder = builder.allowlist_type(name);
    }
    for name in LEFT_OUT {
        builder = builder.blocklist_item(name);
    }
    Ok(builder.generate()?.to_string())
}

#[test]
fn other_versions_are_told_apart() {
    for version in ["29.0.2.1", "29.1.3", "29"] {
        assert!(is_ours(version), "{version}");
    }
    for version in ["28.1.2", "30.0.0", "290.1", "2.9", ""] {
        assert!(!is_ours(version), "{version}");
    }
}

#[test]
fn bindings_equal_the_headers() -> Result<()> {
    let version = pkg_config("--modversion")?;
    if !is_ours(&version) {
        ensure!(
            std::env::var_os("UPDATE_BINDINGS").is_none(),
            "the bindings are made from the headers of OBS {MAJOR}, not {version}"
        );
        // Not through `eprintln!`, whose text the test runner keeps to itself when a test passes.
        writeln!(
            std::io::stderr(),
            "SKIP: the bindings are those of OBS {MAJOR}, the installed headers are of OBS {version}"
        )?;
        return Ok(());
    }
    let root: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .context("workspace root")?
        .to_owned();
    let file = root.join("src/obs/sys/bindings.rs");
    let fresh = generate(&root)?;
    if std::env::var_os("UPDATE_BINDINGS").is_some() {
        std::fs::write(&file, &fresh)?;
    }
    let kept = std::fs::read_to_string(&file).with_context(|| file.display().to_string())?;
    ensure!(
        kept == fresh,
        "{} differs from the headers of OBS {version}; UPDATE_BINDINGS=1 writes it anew",
        file.display()
    );
    Ok(())
}
