// SPDX-License-Identifier: GPL-2.0-or-later
//! The source's own settings as remote control tells, checks and describes them.

use nu_scaler_core::settings::{SettingValue, shown};
use nu_scaler_core::text::{Message, english};
use nu_scaler_obs::data::Data;
use serde_json::{Map, Value, json};

use super::wish::{Holds, Kind, MOST_PIXELS, NAME, Row, TABLE, Wish, pixels};
use crate::store;

/// The keys of the settings.
pub(crate) fn keys() -> impl Iterator<Item = &'static str> {
    TABLE.iter().map(|row| row.key)
}

/// Every setting in `data`, as it is used.
pub(crate) fn values(data: &Data) -> Map<String, Value> {
    let wish = Wish::read(data);
    let _turn = store::turn();
    let value = |row: &Row| match row.holds {
        Holds::Kind => json!(wish.kind.id()),
        Holds::Name => json!(wish.chosen(row.key)),
        Holds::Pixels(..) => json!(pixels(data, row.key)),
        Holds::Switch(default) => json!(data.switch(row.key).unwrap_or(default)),
    };
    let entry = |row: &Row| (row.key.to_owned(), value(row));
    TABLE.iter().map(entry).collect()
}

/// The value that JSON gives for the setting `key`, or why it is none; `None`: that is no setting of the source's own.
pub(crate) fn check(key: &str, value: &Value) -> Option<(&'static str, Result<SettingValue, Message>)> {
    let row = TABLE.iter().find(|row| row.key == key)?;
    let refused = |reason| {
        Message::new(reason)
            .with("setting", row.key)
            .with("value", shown(&value.to_string()))
    };
    let checked = match row.holds {
        Holds::Kind => check_kind(value).unwrap_or_else(|| {
            let ids: Vec<_> = Kind::ALL.iter().map(|kind| kind.id()).collect();
            Err(refused("Reason.Change.Choice").with("accepted", ids.join(", ")))
        }),
        Holds::Name => (value.as_str())
            .map(|text| SettingValue::Text(text.to_owned()))
            .ok_or_else(|| refused("Remote.SettingNotText")),
        Holds::Switch(_) => (value.as_bool())
            .map(SettingValue::Switch)
            .ok_or_else(|| refused("Reason.Change.Switch")),
        Holds::Pixels(_, least) => {
            let range = f64::from(least)..=f64::from(MOST_PIXELS);
            let whole = value.as_f64().filter(|number| number.fract() == 0.0);
            whole
                .filter(|number| range.contains(number))
                .map(SettingValue::Number)
                .ok_or_else(|| {
                    refused("Reason.Change.Whole")
                        .with("min", least.to_string())
                        .with("max", MOST_PIXELS.to_string())
                })
        }
    };
    Some((row.key, checked))
}

/// `None`: there is no such kind. What this OBS has no capture for is refused.
fn check_kind(value: &Value) -> Option<Result<SettingValue, Message>> {
    let kind = value.as_str().and_then(Kind::from_id)?;
    Some(match kind.capture() {
        Some(Err(reason)) => Err(reason),
        Some(Ok(_)) | None => Ok(SettingValue::Text(kind.id().to_owned())),
    })
}

/// The name of an existing source that is to be shown by these values, if there is one.
pub(crate) fn shown_name<'a>(values: &'a [(&'static str, SettingValue)]) -> Option<&'a str> {
    values.iter().find_map(|(key, value)| match value {
        SettingValue::Text(name) if *key == NAME => Some(name.as_str()),
        _ => None,
    })
}

/// Puts checked values into `data`.
pub(crate) fn write(data: &Data, values: &[(&'static str, SettingValue)]) {
    for (key, value) in values {
        match value {
            SettingValue::Text(text) => data.set_text(key, text),
            // Pixels, in their range.
            SettingValue::Number(number) => data.set_integer(key, *number as i64),
            SettingValue::Switch(switch) => data.set_switch(key, *switch),
        }
    }
}

/// The settings, for whoever builds a panel of them.
pub(crate) fn describe() -> Vec<Value> {
    TABLE.iter().map(describe_row).collect()
}

fn describe_row(row: &Row) -> Value {
    let kinds: Vec<Value> = row.kinds.iter().map(|kind| json!({ "id": kind.id() })).collect();
    let mut described = json!({
        "key": row.key,
        "name": english(row.label),
        "tip": english(row.tip),
        "source_kinds": kinds,
    });
    let more = match row.holds {
        Holds::Kind => {
            let choice = |kind: &Kind| {
                let possible = !matches!(kind.capture(), Some(Err(_)));
                json!({ "id": kind.id(), "name": english(kind.locale_key()), "built": possible })
            };
            let choices: Vec<Value> = Kind::ALL.iter().map(choice).collect();
            json!({ "type": "choice", "default": Kind::Source.id(), "choices": choices })
        }
        Holds::Name => json!({ "type": "text", "default": "" }),
        Holds::Switch(default) => json!({ "type": "switch", "default": default }),
        Holds::Pixels(default, least) => {
            json!({ "type": "integer", "default": default, "min": least, "max": MOST_PIXELS, "step": 1 })
        }
    };
    if let (Some(described), Value::Object(more)) = (described.as_object_mut(), more) {
        described.extend(more);
    }
    described
}
