// SPDX-License-Identifier: GPL-2.0-or-later
//! What there is to choose from: all that a tool needs to build its own panel.

use std::time::Duration;

use nu_scaler_core::gpu::{Gpu, GpuState};
use nu_scaler_core::registry;
use nu_scaler_core::settings::{ChoiceValue, Content, Quality, SettingKind, SettingSpec, TABLE};
use nu_scaler_core::text::{Message, english};
use serde_json::{Value, json};

use super::{Object, object};
use crate::process;
use crate::source::remote as own;

/// How long a client waits for a device that is being opened: its technologies are not known before.
pub(super) const OPENING_LIMIT: Duration = Duration::from_secs(5);

/// `{}`: the technologies as they are on this GPU, which is opened if nothing has asked for it yet, and the settings.
pub(super) fn technologies(_: &Object) -> Result<Object, Message> {
    let gpu = match process::gpu_within(OPENING_LIMIT) {
        GpuState::Ready(gpu) => Ok(gpu),
        GpuState::Opening => Err(Message::new("Remote.GpuOpening")),
        GpuState::Failed(reason) => Err(reason),
    };
    let technologies: Vec<Value> = registry::list(gpu.as_deref())
        .into_iter()
        .map(|listed| {
            json!({
                "id": listed.id.id(),
                "name": listed.name,
                "available": listed.reason.is_none(),
                "reason": listed.reason.map(|reason| reason.to_string()),
            })
        })
        .collect();
    let presets: Vec<Value> = Quality::ALL.iter().map(|quality| preset(*quality)).collect();
    let contents: Vec<Value> = Content::ALL
        .iter()
        .map(|content| describe_content(*content))
        .collect();
    let settings: Vec<Value> = TABLE.iter().map(describe).collect();
    Ok(object(json!({
        "gpu": gpu.as_deref().ok().map(describe_gpu),
        "gpu_reason": gpu.as_ref().err().map(Message::to_string),
        "technologies": technologies,
        "presets": presets,
        "contents": contents,
        "settings": settings,
        "source_settings": own::describe(),
    })))
}

fn describe_gpu(gpu: &Gpu) -> Value {
    let desc = gpu.desc();
    json!({
        "name": desc.name,
        "driver": desc.driver,
        "backend": desc.backend,
        "kind": desc.kind.id(),
        "max_texture_size": desc.max_texture_size,
    })
}

fn preset(quality: Quality) -> Value {
    json!({
        "id": quality.id(),
        "name": english(quality.locale_key()),
        // As the decimal that it is for people.
        "ratio": quality.ratio().to_string().parse::<f64>().ok(),
    })
}

fn describe_content(content: Content) -> Value {
    json!({
        "id": content.id(),
        "name": english(content.locale_key()),
        "settings": content.changes().to_json(),
    })
}

fn describe(spec: &SettingSpec) -> Value {
    let technologies: Vec<Value> = spec
        .technologies
        .iter()
        .map(|technology| json!({ "id": technology.id() }))
        .collect();
    let mut described = object(json!({
        "key": spec.key,
        "name": english(&spec.locale_key()),
        "tip": english(&spec.tip_key()),
        "group": english(spec.group.locale_key()),
        "default": spec.kind.default_value().to_json(),
        "technologies": technologies,
    }));
    described.extend(object(match spec.kind {
        SettingKind::Choice { values, .. } => {
            let choices: Vec<Value> = values.iter().map(choice).collect();
            json!({ "type": "choice", "choices": choices })
        }
        SettingKind::Float {
            min, max, step, unit, ..
        } => {
            json!({ "type": "number", "min": min, "max": max, "step": step, "unit": unit.and_then(english) })
        }
        SettingKind::Integer {
            min, max, step, unit, ..
        } => {
            json!({ "type": "integer", "min": min, "max": max, "step": step, "unit": unit.and_then(english) })
        }
        SettingKind::Switch { .. } => json!({ "type": "switch" }),
    }));
    Value::Object(described)
}

fn choice(value: &ChoiceValue) -> Value {
    json!({ "id": value.id, "name": english(value.locale_key) })
}
