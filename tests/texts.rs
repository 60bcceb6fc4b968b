// SPDX-License-Identifier: GPL-2.0-or-later
//! Every text that the plugin or the program shows is in the English locale files, and every text there is shown; the
//! other languages have what OBS shows.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use nu_scaler_core::settings::{SettingKind, TABLE};
use nu_scaler_tests::places;

/// The languages of the panel, as OBS names them.
const LANGUAGES: &[&str] = &[
    "de-DE", "en-US", "es-ES", "fr-FR", "it-IT", "ja-JP", "ko-KR", "pl-PL", "pt-BR", "ru-RU", "tr-TR",
    "uk-UA", "zh-CN", "zh-TW",
];

/// The texts of a locale file by their keys.
fn texts(file: &Path) -> Result<BTreeMap<String, String>> {
    let mut texts = BTreeMap::new();
    let content = fs::read_to_string(file).with_context(|| format!("reading {}", file.display()))?;
    for line in content
        .lines()
        .filter(|line| !line.trim().is_empty() && !line.starts_with(['#', ';']))
    {
        let parts = line
            .split_once('=')
            .and_then(|(key, text)| Some((key, text.strip_prefix('"')?.strip_suffix('"')?)));
        let (key, text) = parts.with_context(|| format!("{}: not Key=\"Text\": {line}", file.display()))?;
        ensure!(
            texts.insert(key.to_owned(), text.to_owned()).is_none(),
            "{}: {key} is there twice",
            file.display()
        );
        ensure!(!text.is_empty(), "{}: {key} is empty", file.display());
    }
    Ok(texts)
}

fn english() -> Result<BTreeMap<String, String>> {
    let mut english = of_obs()?;
    english.extend(texts(&places::repository()?.join("locale/program/en-US.ini"))?);
    Ok(english)
}

/// What OBS shows, in English.
fn of_obs() -> Result<BTreeMap<String, String>> {
    texts(&places::repository()?.join("locale/en-US.ini"))
}

/// What stands between double quotes in a Rust source, escapes aside; tests are left out.
fn literals(source: &str) -> Vec<&str> {
    let code = source.split("#[cfg(test)]\nmod tests {").next().unwrap_or(source);
    code.lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .flat_map(|line| line.split('"').skip(1).step_by(2))
        .collect()
}

/// All Rust sources of the crates whose texts users see.
fn sources(folder: &Path, found: &mut Vec<String>) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let path = entry.path();
        if entry.file_type()?.is_dir() {
            if entry.file_name() != "tests" {
                sources(&path, found)?;
            }
        } else if path.extension().is_some_and(|end| end == "rs") {
            found.push(fs::read_to_string(&path)?);
        }
    }
    Ok(())
}

fn all_sources() -> Result<Vec<String>> {
    let mut found = Vec::new();
    for folder in ["src/core", "src/exchange", "src/plugin", "src/cli"] {
        sources(&places::repository()?.join(folder), &mut found)?;
    }
    ensure!(found.len() > 10, "the sources were not found");
    Ok(found)
}

/// The keys that the table of settings makes: those of the settings, their explanations and their choices. All others
/// stand in the sources as they are.
fn keys_of_settings() -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    for setting in TABLE {
        keys.insert(setting.locale_key());
        keys.insert(setting.tip_key());
        if let SettingKind::Choice { values, .. } = &setting.kind {
            keys.extend(values.iter().map(|value| value.locale_key.to_owned()));
        }
    }
    keys
}

/// Whether a literal has the form of a key: words in capitals with dots between, its first word one that the locale
/// file has.
fn is_key(literal: &str, families: &BTreeSet<&str>) -> bool {
    let mut words = literal.split('.');
    let family = words.next().is_some_and(|word| families.contains(word));
    let rest: Vec<&str> = words.collect();
    let word = |word: &&str| {
        !word.is_empty()
            && word
                .chars()
                .all(|letter| letter.is_ascii_alphanumeric() || letter == '_')
    };
    family && !rest.is_empty() && rest.iter().all(word)
}

#[test]
fn every_key_used_has_a_text() -> Result<()> {
    let texts = english()?;
    let families: BTreeSet<&str> = texts.keys().filter_map(|key| key.split('.').next()).collect();
    let sources = all_sources()?;
    let mut used: BTreeSet<String> = keys_of_settings();
    for source in &sources {
        used.extend(
            literals(source)
                .into_iter()
                .filter(|literal| is_key(literal, &families))
                .map(str::to_owned),
        );
    }
    ensure!(used.len() > 30, "the keys were not found: {used:?}");
    let missing: Vec<_> = used.iter().filter(|key| !texts.contains_key(*key)).collect();
    ensure!(missing.is_empty(), "not in en-US.ini: {missing:?}");
    Ok(())
}

#[test]
fn every_text_is_used() -> Result<()> {
    let sources = all_sources()?;
    let written: BTreeSet<&str> = sources.iter().flat_map(|source| literals(source)).collect();
    let of_settings = keys_of_settings();
    let texts = english()?;
    let unused: Vec<_> = texts
        .keys()
        .filter(|key| !written.contains(key.as_str()) && !of_settings.contains(*key))
        .collect();
    ensure!(unused.is_empty(), "in en-US.ini but never shown: {unused:?}");
    Ok(())
}

#[test]
fn every_language_has_every_text_with_the_same_placeholders() -> Result<()> {
    let english = of_obs()?;
    let mut languages = BTreeSet::new();
    for entry in fs::read_dir(places::repository()?.join("locale"))? {
        let path = entry?.path();
        if path.is_dir() {
            continue;
        }
        let translation = texts(&path)?;
        for (key, text) in &translation {
            let original = english
                .get(key)
                .with_context(|| format!("{}: {key} is unknown", path.display()))?;
            ensure!(
                placeholders(text) == placeholders(original),
                "{}: {key}: {text}",
                path.display()
            );
        }
        let missing: Vec<_> = english
            .keys()
            .filter(|key| !translation.contains_key(*key))
            .collect();
        ensure!(missing.is_empty(), "{}: without {missing:?}", path.display());
        languages.insert(
            path.file_stem()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned(),
        );
    }
    let languages: Vec<_> = languages.iter().map(String::as_str).collect();
    ensure!(languages == LANGUAGES, "{languages:?}");
    Ok(())
}

/// The names in braces.
fn placeholders(text: &str) -> BTreeSet<&str> {
    text.split('{')
        .skip(1)
        .filter_map(|rest| rest.split_once('}'))
        .map(|(name, _)| name)
        .collect()
}
