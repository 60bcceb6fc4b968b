// SPDX-License-Identifier: GPL-2.0-or-later
//! Text for people. It stands in `locale/` only: what OBS shows in `en-US.ini` and its translations, the rest of what
//! the program prints in `program/en-US.ini`. Code passes [`Message`]s around, which name a text and what goes into its
//! gaps.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;
use std::sync::LazyLock;

/// What is written into a gap of a text.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Value {
    /// This, as it is: a number, a file's name, what a driver says.
    Text(String),
    /// The text with this key, so that names are translated too.
    Key(Cow<'static, str>),
    /// Another text with values of its own.
    Message(Box<Message>),
}

/// A text for people: a key of the locale file, and values for the `{name}` gaps in that text.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Message {
    /// Key in the locale file.
    pub key: &'static str,
    /// Name of a gap, and what to write there.
    pub args: Vec<(&'static str, Value)>,
}

impl Message {
    /// The text `key`, without values yet.
    pub const fn new(key: &'static str) -> Self {
        Self {
            key,
            args: Vec::new(),
        }
    }

    /// Fills the gap `{name}` with a value that is shown as it is.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.args.push((name, Value::Text(value.into())));
        self
    }

    /// Fills the gap `{name}` with the text `key`.
    #[must_use]
    pub fn with_key(mut self, name: &'static str, key: impl Into<Cow<'static, str>>) -> Self {
        self.args.push((name, Value::Key(key.into())));
        self
    }

    /// Fills the gap `{name}` with another text.
    #[must_use]
    pub fn with_message(mut self, name: &'static str, value: Self) -> Self {
        self.args.push((name, Value::Message(Box::new(value))));
        self
    }

    /// By what programs know it: its key, or that of the first text in it, without the kind of text in front.
    #[must_use]
    pub fn code(&self) -> &'static str {
        let first = self.args.iter().find_map(|(_, value)| match value {
            Value::Message(message) => Some(message.code()),
            Value::Text(_) | Value::Key(_) => None,
        });
        first.unwrap_or_else(|| self.key.split_once('.').map_or(self.key, |(_, code)| code))
    }

    /// The text in the language of `lookup`; what it does not have is taken from English, and what English does not
    /// have is shown as its key.
    pub fn render(&self, lookup: impl Fn(&str) -> Option<String>) -> String {
        self.render_with(&lookup)
    }

    fn render_with(&self, lookup: &dyn Fn(&str) -> Option<String>) -> String {
        let text = |key: &str| {
            lookup(key)
                .or_else(|| english(key).map(str::to_owned))
                .unwrap_or_else(|| key.to_owned())
        };
        fill(&text(self.key), |name| {
            let (_, value) = self.args.iter().find(|(arg, _)| *arg == name)?;
            Some(match value {
                Value::Text(value) => value.clone(),
                Value::Key(key) => text(key),
                Value::Message(message) => message.render_with(lookup),
            })
        })
    }
}

/// In English.
impl fmt::Display for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.render(|_| None))
    }
}

/// The English text of a key.
pub fn english(key: &str) -> Option<&'static str> {
    static ENGLISH: LazyLock<HashMap<&str, String>> = LazyLock::new(|| all_english().collect());
    ENGLISH.get(key).map(String::as_str)
}

/// Every key of the English files, as often as it stands there. For tests over the files.
pub fn english_keys() -> impl Iterator<Item = &'static str> {
    all_english().map(|(key, _)| key)
}

fn all_english() -> impl Iterator<Item = (&'static str, String)> {
    [
        include_str!("../../locale/en-US.ini"),
        include_str!("../../locale/program/en-US.ini"),
    ]
    .into_iter()
    .flat_map(parse)
}

/// Reads a locale file as OBS does: lines `Key=Value` or `Key="Value"`, `#` comments, and in the value the escapes
/// `\n`, `\t`, `\"` and `\\`. Other lines are skipped.
fn parse(file: &str) -> impl Iterator<Item = (&str, String)> {
    file.trim_start_matches('\u{feff}')
        .lines()
        .map(str::trim)
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| {
            let (key, value) = line.split_once('=')?;
            let value = value.trim();
            let value = value
                .strip_prefix('"')
                .and_then(|value| value.strip_suffix('"'))
                .unwrap_or(value);
            Some((key.trim(), unescape(value)))
        })
}

fn unescape(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        match character {
            '\\' => match characters.next() {
                Some('n') => plain.push('\n'),
                Some('t') => plain.push('\t'),
                Some(other) => plain.push(other),
                None => plain.push('\\'),
            },
            other => plain.push(other),
        }
    }
    plain
}

/// Replaces each `{name}` for which there is a value, in one pass: braces within a value are left alone.
fn fill(template: &str, value: impl Fn(&str) -> Option<String>) -> String {
    let mut filled = String::with_capacity(template.len());
    let mut rest = template;
    while let Some(start) = rest.find('{') {
        filled.push_str(&rest[..start]);
        rest = &rest[start..];
        match rest.find('}').and_then(|end| Some((value(&rest[1..end])?, end))) {
            Some((value, end)) => {
                filled.push_str(&value);
                rest = &rest[end + 1..];
            }
            None => {
                filled.push('{');
                rest = &rest[1..];
            }
        }
    }
    filled + rest
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::{Group, SettingKind, TABLE};
    use std::collections::HashSet;
    use std::path::Path;

    #[test]
    fn gaps_are_filled_once() {
        let value = |name: &str| match name {
            "a" => Some("{b}".to_owned()),
            "b" => Some("two".to_owned()),
            _ => None,
        };
        assert_eq!(
            fill("{a}, {b}, {c}, {, {{b}} }", value),
            "{b}, two, {c}, {, {two} }"
        );
        assert_eq!(fill("", value), "");
        assert_eq!(fill("a {b", value), "a {b");
    }

    #[test]
    fn a_message_uses_the_language_then_english_then_the_key() {
        let message = Message::new("Reason.SettingUnknown")
            .with_key("setting", "Setting.quality")
            .with("value", "Quality.ultra")
            .with_key("used", "Quality.quality");
        let lookup = |key: &str| match key {
            "Reason.SettingUnknown" => Some("{setting}: {value} unbekannt, {used} gilt".to_owned()),
            "Setting.quality" => Some("Qualität".to_owned()),
            _ => None,
        };
        assert_eq!(
            message.render(lookup),
            "Qualität: Quality.ultra unbekannt, Quality gilt"
        );
        assert_eq!(Message::new("Nowhere.ToBeFound").to_string(), "Nowhere.ToBeFound");
    }

    #[test]
    fn a_message_in_another_is_in_the_same_language() {
        let inner = |key| Message::new(key).with("file", "a.so");
        let message = Message::new("Reason.RuntimeBoth")
            .with_message("first", inner("Reason.RuntimeEmpty"))
            .with_message("second", inner("Reason.RuntimeIsFolder"));
        let lookup = |key: &str| (key == "Reason.RuntimeEmpty").then(|| "{file} ist leer".to_owned());
        let text = message.render(lookup);
        assert!(text.starts_with("a.so ist leer"), "{text}");
        assert!(
            text.ends_with(&inner("Reason.RuntimeIsFolder").to_string()),
            "{text}"
        );
        assert_eq!(message.code(), "RuntimeEmpty");
        assert_eq!(Message::new("Reason.Model.Damaged").code(), "Model.Damaged");
    }

    #[test]
    fn a_locale_file_is_read_as_obs_reads_it() {
        let file = "\u{feff}# comment\nA=\"a \\\"b\\\"\\n=\\\\\"\r\n B = plain \n\nrubbish\nC=\"\"\n";
        let read: Vec<_> = parse(file).collect();
        assert_eq!(
            read,
            [
                ("A", "a \"b\"\n=\\".to_owned()),
                ("B", "plain".to_owned()),
                ("C", String::new())
            ]
        );
    }

    #[test]
    fn no_english_key_stands_twice_or_empty() {
        let mut seen = HashSet::new();
        for key in english_keys() {
            assert!(seen.insert(key), "{key} stands twice");
            assert!(
                english(key).is_some_and(|text| !text.is_empty()),
                "{key} is empty"
            );
        }
    }

    #[test]
    fn every_key_of_the_settings_table_is_there() {
        let mut keys: Vec<String> = Group::ALL
            .iter()
            .map(|group| group.locale_key().to_owned())
            .collect();
        for spec in TABLE {
            keys.extend([spec.locale_key(), spec.tip_key()]);
            match spec.kind {
                SettingKind::Choice { values, .. } => {
                    keys.extend(values.iter().map(|value| value.locale_key.to_owned()));
                }
                SettingKind::Float { unit, .. } | SettingKind::Integer { unit, .. } => {
                    keys.extend(unit.map(str::to_owned));
                }
                SettingKind::Switch { .. } => {}
            }
        }
        for key in keys {
            assert!(english(&key).is_some(), "{key} is missing");
        }
    }

    /// Literals that look like keys, in this crate and in the program.
    #[test]
    fn every_key_written_in_the_sources_is_there() {
        let sources = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
        let mut checked = 0;
        for folder in ["core", "cli"] {
            for file in rust_files(&sources.join(folder)) {
                let source = std::fs::read_to_string(&file).unwrap();
                for literal in source.split('"') {
                    let is_key = ["Reason.", "Status.", "Group.", "Unit.", "Error.", "Cli."]
                        .iter()
                        .any(|prefix| {
                            let rest = literal.strip_prefix(prefix).unwrap_or_default();
                            !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_alphanumeric())
                        });
                    if is_key {
                        checked += 1;
                        assert!(
                            english(literal).is_some(),
                            "{literal}, used in {}, is missing",
                            file.display()
                        );
                    }
                }
            }
        }
        assert!(checked > 0, "no source was read");
    }

    fn rust_files(folder: &Path) -> Vec<std::path::PathBuf> {
        let mut files = Vec::new();
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                files.extend(rust_files(&path));
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                files.push(path);
            }
        }
        files
    }
}
