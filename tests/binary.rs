// SPDX-License-Identifier: GPL-2.0-or-later
//! The built plugin as a file: small, without a tie to one libobs, and with nothing to offer but a module's entry points.

use anyhow::{Context, Result, ensure};
use nu_scaler_tests::places;
use object::read::elf::{Dyn, ElfFile64, FileHeader};
use object::{Endianness, Object, ObjectSymbol, elf};

/// The stripped plugin's largest size in bytes, so that nothing large is linked without anybody's knowing. With the
/// interfaces of vendors' runtimes, the estimation of motion, what is built on it, and the networks it has 6,700,000.
const LARGEST: usize = 6_900_000;

/// What OBS looks for in a module.
const ENTRY_POINTS: &[&str] = &[
    "obs_current_module",
    "obs_module_author",
    "obs_module_description",
    "obs_module_free_locale",
    "obs_module_load",
    "obs_module_name",
    "obs_module_post_load",
    "obs_module_set_locale",
    "obs_module_set_pointer",
    "obs_module_unload",
    "obs_module_ver",
];

/// Those without which OBS does not load it.
const NEEDED: &[&str] = &["obs_module_load", "obs_module_set_pointer", "obs_module_ver"];

fn plugin() -> Result<Vec<u8>> {
    std::fs::read(places::plugin_binary()?).context("reading the plugin")
}

#[test]
fn the_plugin_is_small() -> Result<()> {
    let bytes = plugin()?;
    ensure!(bytes.len() <= LARGEST, "{} bytes", bytes.len());
    let file = ElfFile64::<Endianness>::parse(&*bytes)?;
    ensure!(file.symbols().next().is_none(), "the plugin is not stripped");
    Ok(())
}

#[test]
fn the_plugin_exports_only_entry_points() -> Result<()> {
    let bytes = plugin()?;
    let file = ElfFile64::<Endianness>::parse(&*bytes)?;
    let exports: Vec<&str> = file
        .dynamic_symbols()
        .filter(|symbol| symbol.is_definition())
        .map(|symbol| symbol.name())
        .collect::<Result<_, _>>()?;
    for name in &exports {
        ensure!(ENTRY_POINTS.contains(name), "{name} is exported");
    }
    for name in NEEDED {
        ensure!(exports.contains(name), "{name} is missing");
    }
    Ok(())
}

#[test]
fn the_plugin_is_not_tied_to_one_libobs() -> Result<()> {
    let bytes = plugin()?;
    let file = ElfFile64::<Endianness>::parse(&*bytes)?;
    let endian = file.endian();
    let header = file.elf_header();
    let sections = header.sections(endian, &*bytes)?;
    let (entries, link) = sections.dynamic(endian, &*bytes)?.context("no dynamic section")?;
    let strings = sections.strings(endian, &*bytes, link)?;
    let mut libraries = Vec::new();
    for entry in entries.iter().filter(|entry| entry.tag(endian) == elf::DT_NEEDED) {
        let name = entry.string(endian, strings)?;
        libraries.push(String::from_utf8_lossy(name).into_owned());
    }
    ensure!(
        libraries.iter().any(|name| name.starts_with("libc.so")),
        "not read: {libraries:?}"
    );
    for name in &libraries {
        ensure!(!name.starts_with("libobs"), "linked to {name}");
        // What every Linux has; the rest is opened at run time, or comes with OBS.
        let common = [
            "libc.so",
            "libgcc_s.so",
            "libm.so",
            "ld-linux",
            "libdl.so",
            "libpthread.so",
        ];
        ensure!(
            common.iter().any(|known| name.starts_with(known)),
            "linked to {name}"
        );
    }
    Ok(())
}
