// SPDX-License-Identifier: GPL-2.0-or-later
//! Changing settings: all of what is asked for, or nothing.

use nu_scaler_core::settings::{Changes, SettingValue, TABLE, shown, spec};
use nu_scaler_core::text::Message;
use nu_scaler_obs::data::Data;
use serde_json::{Value, json};

use super::instances::{Instance, find};
use super::{Object, object};
use crate::source::remote as own;
use crate::store;

/// Switches a filter on and off; not one of its settings in OBS, but for a client one like the others.
const ENABLED: &str = "enabled";

/// What is asked for, found to be possible.
struct Wanted {
    common: Changes,
    /// The source's own settings.
    own: Vec<(&'static str, SettingValue)>,
    enabled: Option<bool>,
}

/// `{"source", "filter", "settings"}`: new values for some settings. A content sets what suits it, as far as nothing
/// else is asked for beside it.
pub(super) fn set(request: &Object) -> Result<Object, Message> {
    let instance = find(request)?;
    let settings = match request.get("settings") {
        Some(Value::Object(settings)) => settings,
        Some(Value::Array(_)) => {
            // Of its values OBS only hands on those that are objects.
            return Err(Message::new("Remote.NotObjectButList").with("key", "settings"));
        }
        Some(other) => {
            return Err(Message::new("Remote.NotObject")
                .with("key", "settings")
                .with("value", shown(&other.to_string())));
        }
        None => return Err(Message::new("Remote.NoSettings")),
    };
    if settings.is_empty() {
        return Err(Message::new("Remote.NoSettings"));
    }
    let wanted = Wanted::check(settings, &instance)?;
    if wanted.common.iter().count() + wanted.own.len() > 0 {
        instance.update(|data| wanted.write(data));
    }
    if let Some(enabled) = wanted.enabled {
        instance.ours().set_enabled(enabled);
    }
    Ok(object(json!({
        "enabled": instance.ours().enabled(),
        "settings": instance.settings(),
    })))
}

impl Wanted {
    fn check(settings: &Object, instance: &Instance) -> Result<Self, Message> {
        let mut wanted = Self {
            common: Changes::default(),
            own: Vec::new(),
            enabled: None,
        };
        let mut common = Object::new();
        for (key, value) in settings {
            if spec(key).is_some() {
                common.insert(key.clone(), value.clone());
            } else if instance.is_filter() && key == ENABLED {
                wanted.enabled = Some(switch(value)?);
            } else if let Some((key, checked)) = own::check(key, value).filter(|_| !instance.is_filter()) {
                wanted.own.push((key, checked?));
            } else {
                return Err(unknown(key, instance));
            }
        }
        wanted.common = Changes::from_json(&common)?;
        if let Some(name) = own::shown_name(&wanted.own)
            && instance.ours().is_named(name)
        {
            return Err(Message::new("Reason.Source.Loop").with("name", name));
        }
        Ok(wanted)
    }

    fn write(&self, data: &Data) {
        store::write(data, &self.common);
        own::write(data, &self.own);
    }
}

fn switch(value: &Value) -> Result<bool, Message> {
    value.as_bool().ok_or_else(|| {
        Message::new("Reason.Change.Switch")
            .with("setting", ENABLED)
            .with("value", shown(&value.to_string()))
    })
}

fn unknown(key: &str, instance: &Instance) -> Message {
    if key == ENABLED {
        return Message::new("Remote.SourceHasUpscale");
    }
    let mut accepted: Vec<&str> = TABLE.iter().map(|spec| spec.key).collect();
    if instance.is_filter() {
        accepted.push(ENABLED);
    } else {
        accepted.extend(own::keys());
    }
    Message::new("Reason.Change.UnknownKey")
        .with("setting", shown(key))
        .with("accepted", accepted.join(", "))
}
