// SPDX-License-Identifier: GPL-2.0-or-later
//! The filters and sources of ours that OBS has: all of them, and the one that a request names.

use std::sync::Arc;

use nu_scaler_core::settings::{TABLE, shown};
use nu_scaler_core::text::Message;
use nu_scaler_obs::data::Data;
use nu_scaler_obs::instance::VideoSource;
use nu_scaler_obs::source::Source;
use serde_json::{Value, json};

use super::{Object, object, text};
use crate::filter::UpscaleFilter;
use crate::source::{UpscaleSource, remote as own};
use crate::store;

/// A filter or source of ours, with the names that OBS's users know it by.
pub(super) struct Instance {
    /// The source that is filtered, or that is ours.
    source: Arc<Source>,
    filter: Option<Source>,
}

/// `{}`: every filter and source of ours that a request can name.
pub(super) fn list(_: &Object) -> Result<Object, Message> {
    let instances: Vec<Value> = all().iter().map(Instance::to_json).collect();
    Ok(object(json!({ "instances": instances })))
}

/// `{"source", "filter"}`: the status of one filter; `{"source"}`: that of a source of ours.
pub(super) fn get_stats(request: &Object) -> Result<Object, Message> {
    let instance = find(request)?;
    Ok(object(json!({
        "enabled": instance.ours().enabled(),
        "showing": instance.source.showing(),
        "status": instance.status()?,
    })))
}

/// OBS's own lists are walked, rather than one of ours kept: what is removed or being destroyed is not named any more,
/// and what is private (other modules' copies, a capture within a source of ours) has no name that a request could
/// give. Nested scenes and groups are in the lists themselves.
fn all() -> Vec<Instance> {
    let mut sources: Vec<Source> = Vec::new();
    for source in Source::all() {
        // A group may be among both inputs and scenes.
        if !source.removed() && !sources.contains(&source) {
            sources.push(source);
        }
    }
    let mut found = Vec::new();
    for source in sources.into_iter().map(Arc::new) {
        let filters = source.filters().into_iter().filter(is_filter);
        found.extend(filters.map(|filter| Instance {
            source: Arc::clone(&source),
            filter: Some(filter),
        }));
        if is_source(&source) {
            found.push(Instance { source, filter: None });
        }
    }
    found
}

/// The filter or source that a request names.
pub(super) fn find(request: &Object) -> Result<Instance, Message> {
    let missing = |key| Message::new("Remote.Missing").with("key", key);
    let source_name = text(request, "source")?.ok_or_else(|| missing("source"))?;
    let filter_name = text(request, "filter")?;
    let source = Source::by_name(source_name)
        .filter(|source| !source.removed())
        .map(Arc::new)
        .ok_or_else(|| Message::new("Remote.NoSource").with("source", shown(source_name)))?;
    let Some(filter_name) = filter_name else {
        return match is_source(&source) {
            true => Ok(Instance { source, filter: None }),
            false => Err(missing("filter")),
        };
    };
    let filter = source.filter_by_name(filter_name).ok_or_else(|| {
        Message::new("Remote.NoFilter")
            .with("source", shown(source_name))
            .with("filter", shown(filter_name))
    })?;
    if !is_filter(&filter) {
        return Err(Message::new("Remote.OtherFilter").with("filter", shown(filter_name)));
    }
    Ok(Instance {
        source,
        filter: Some(filter),
    })
}

/// Whether it is a filter of ours.
pub(super) fn is_filter(source: &Source) -> bool {
    source.type_id().as_bytes() == UpscaleFilter::ID.to_bytes()
}

fn is_source(source: &Source) -> bool {
    source.type_id().as_bytes() == UpscaleSource::ID.to_bytes()
}

impl Instance {
    /// What of it is ours.
    pub(super) fn ours(&self) -> &Source {
        self.filter.as_ref().unwrap_or(&self.source)
    }

    /// Whether it is a filter, or else a source.
    pub(super) fn is_filter(&self) -> bool {
        self.filter.is_some()
    }

    fn to_json(&self) -> Value {
        json!({
            "kind": if self.is_filter() { "filter" } else { "source" },
            "source": self.source.name(),
            "filter": self.filter.as_ref().map(Source::name),
            "enabled": self.ours().enabled(),
            // Who shows a source shows what its filters make of it.
            "showing": self.source.showing(),
            "settings": self.settings(),
            "status": self.status().ok(),
        })
    }

    /// What it does, as its procedure tells scripts too.
    fn status(&self) -> Result<Value, Message> {
        self.ours()
            .call_procedure(c"nu_scaler_status", c"json")
            .and_then(|json| serde_json::from_str(&json).ok())
            .ok_or_else(|| Message::new("Remote.NoStatus"))
    }

    /// Its settings as they are used, every key with its value.
    pub(super) fn settings(&self) -> Object {
        let data = self.ours().settings();
        let (settings, _) = store::read(&data);
        let mut all: Object = TABLE
            .iter()
            .filter_map(|spec| Some((spec.key.to_owned(), settings.value(spec.key)?.to_json())))
            .collect();
        if !self.is_filter() {
            all.extend(own::values(&data));
        }
        all
    }

    /// Changes its settings; an open panel follows.
    pub(super) fn update(&self, write: impl FnOnce(&Data)) {
        let ours = self.ours();
        let changed = Data::new();
        write(&changed);
        store::update(ours, &changed);
        ours.update_properties();
    }
}
