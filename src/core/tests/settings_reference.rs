// SPDX-License-Identifier: GPL-2.0-or-later
//! `docs/settings.md` is made from the table of settings. This test makes it anew and compares; with `UPDATE_DOCS=1`
//! it writes it.

use std::fmt::Write;
use std::path::Path;

use nu_scaler_core::settings::{Group, SettingKind, SettingSpec, TABLE, TechnologyId};
use nu_scaler_core::text::english;

const INTRODUCTION: &str = "\
# Settings

Every setting of the filter, with its key in OBS's settings (scene collections, scripts, obs-websocket) and its
values. The property panel and the command line are made from the same table, `src/core/settings/table.rs`; this
file too: `UPDATE_DOCS=1 cargo test -p nu-scaler-core --test settings_reference` writes it.

Values that make no sense (of another type, unknown, not a number) count as the default, numbers beyond the range as
its nearest end; the log says so.
";

fn text(key: &str) -> &'static str {
    english(key).unwrap_or_else(|| panic!("{key} is missing in the locale file"))
}

fn code(id: &str) -> String {
    format!("`{id}`")
}

fn joined<T>(items: impl IntoIterator<Item = T>, each: impl Fn(T) -> String) -> String {
    items.into_iter().map(each).collect::<Vec<_>>().join(", ")
}

fn values(kind: SettingKind) -> (String, String) {
    let with_unit = |unit: Option<&str>| unit.map(|unit| format!(" {}", text(unit))).unwrap_or_default();
    match kind {
        SettingKind::Choice { values, default } => (joined(values, |value| code(value.id)), code(default)),
        SettingKind::Float {
            default,
            min,
            max,
            unit,
            ..
        } => (format!("{min} to {max}{}", with_unit(unit)), default.to_string()),
        SettingKind::Integer {
            default,
            min,
            max,
            unit,
            ..
        } => (format!("{min} to {max}{}", with_unit(unit)), default.to_string()),
        SettingKind::Switch { default } => ("`true`, `false`".to_owned(), code(&default.to_string())),
    }
}

fn row(spec: &SettingSpec) -> String {
    let (values, default) = values(spec.kind);
    let technologies = match spec.technologies.len() == TechnologyId::ALL.len() {
        true => "all".to_owned(),
        false => joined(spec.technologies, |technology| code(technology.id())),
    };
    format!(
        "| `{}` | {values} | {default} | {technologies} | **{}.** {} |\n",
        spec.key,
        text(&spec.locale_key()),
        text(&spec.tip_key())
    )
}

fn reference() -> String {
    let mut page = INTRODUCTION.to_owned();
    for &group in Group::ALL {
        write!(page, "\n## {}\n\n", text(group.locale_key())).unwrap();
        page.push_str("| key | values | default | technologies | what it does |\n|---|---|---|---|---|\n");
        TABLE
            .iter()
            .filter(|spec| spec.group == group)
            .for_each(|spec| page.push_str(&row(spec)));
    }
    page.push_str("\n## Names\n\n");
    page.push_str("| setting | value | name |\n|---|---|---|\n");
    for spec in TABLE {
        if let SettingKind::Choice { values, .. } = spec.kind {
            for value in values {
                writeln!(
                    page,
                    "| `{}` | `{}` | {} |",
                    spec.key,
                    value.id,
                    text(value.locale_key)
                )
                .unwrap();
            }
        }
    }
    page
}

#[test]
fn the_settings_reference_is_up_to_date() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/settings.md");
    let reference = reference();
    if std::env::var_os("UPDATE_DOCS").is_some_and(|value| value == "1") {
        std::fs::write(&path, &reference).unwrap();
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        written.replace("\r\n", "\n") == reference,
        "docs/settings.md is not what the table of settings gives; write it with UPDATE_DOCS=1"
    );
}
