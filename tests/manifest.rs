// SPDX-License-Identifier: GPL-2.0-or-later
//! `data/manifest.json`, which OBS shows of a plugin, says what the plugin itself says.

use std::fs;

use anyhow::Result;
use nu_scaler_tests::places;
use serde_json::Value;

#[test]
fn the_manifest_has_the_plugin_s_version() -> Result<()> {
    let file = places::repository()?.join("data/manifest.json");
    let manifest: Value = serde_json::from_str(&fs::read_to_string(file)?)?;
    assert_eq!(manifest["version"], env!("CARGO_PKG_VERSION"));
    assert_eq!(manifest["id"], "nu-scaler");
    Ok(())
}
