// SPDX-License-Identifier: GPL-2.0-or-later
//! Requests that clients of obs-websocket send to the vendor `nu-scaler`, and the event that they get. `docs/remote.md`
//! has the schema.

mod bench;
mod instances;
mod set;
mod technologies;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use nu_scaler_core::settings::shown;
use nu_scaler_core::text::Message;
use nu_scaler_obs::data::Data;
use nu_scaler_obs::source::SourceRef;
use nu_scaler_obs::websocket::{Vendor, VendorRequests};
use serde_json::{Map, Value, json};

use crate::status::Status;

type Object = Map<String, Value>;

/// What the client sent, and what it is answered, or why it is not.
type Request = fn(&Object) -> Result<Object, Message>;

const REQUESTS: [(&str, Request); 5] = [
    ("list", instances::list),
    ("get_stats", instances::get_stats),
    ("set", set::set),
    ("technologies", technologies::technologies),
    ("bench", bench::bench),
];

/// Keeps the requests answering until the module is unloaded.
static VENDOR: Mutex<Option<Arc<VendorRequests>>> = Mutex::new(None);

/// Registers the vendor; without obs-websocket there is nobody to answer.
pub(crate) fn register() {
    let Some(mut vendor) = Vendor::register("nu-scaler") else {
        log::info!("obs-websocket is not there: no remote control");
        return;
    };
    for (name, request) in REQUESTS {
        if !vendor.add_request(name, move |asked, answer| handle(request, asked, answer)) {
            log::warn!("obs-websocket refused the request {name}");
        }
    }
    *lock(&VENDOR) = Some(Arc::new(vendor.finish()));
}

/// Stops answering, and sends nothing any more.
pub(crate) fn unregister() {
    let vendor = lock(&VENDOR).take();
    drop(vendor);
}

/// Tells the clients what `ours`, a filter or source of ours, does now. To be called in its own callbacks, with no lock
/// held.
pub(crate) fn status_changed(ours: &SourceRef, status: &Status) {
    let vendor = lock(&VENDOR).clone();
    let (Some(vendor), Some(ours)) = (vendor, ours.upgrade()) else {
        return;
    };
    let mut event = Object::new();
    if instances::is_filter(&ours) {
        let Some(parent) = ours.filter_parent() else {
            return;
        };
        event.insert("source".to_owned(), json!(parent.name()));
        event.insert("filter".to_owned(), json!(ours.name()));
    } else {
        event.insert("source".to_owned(), json!(ours.name()));
    }
    if let Value::Object(status) = status.to_json() {
        let told = ["state", "asked", "technology", "reason"];
        event.extend(status.into_iter().filter(|(key, _)| told.contains(&key.as_str())));
    }
    if !vendor.emit("status_changed", &to_data(event)) {
        log::debug!("obs-websocket refused an event");
    }
}

fn handle(request: Request, asked: &Data, answer: &Data) {
    let asked = serde_json::from_str(&asked.to_json()).unwrap_or_default();
    let answered = match request(&asked) {
        Ok(mut answered) => {
            answered.insert("ok".to_owned(), json!(true));
            answered
        }
        // In English whatever OBS's language is: scripts read it.
        Err(reason) => object(json!({ "ok": false, "error": reason.to_string() })),
    };
    answer.apply(&to_data(answered));
}

/// JSON for OBS, which knows no null: what is null is left out.
fn to_data(mut object: Object) -> Data {
    object.values_mut().for_each(leave_nulls_out);
    object.retain(|_, value| !value.is_null());
    Data::from_json(&Value::Object(object).to_string()).unwrap_or_default()
}

fn leave_nulls_out(value: &mut Value) {
    match value {
        Value::Array(values) => values.iter_mut().for_each(leave_nulls_out),
        Value::Object(object) => {
            object.values_mut().for_each(leave_nulls_out);
            object.retain(|_, value| !value.is_null());
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// What `json!` made of braces.
fn object(value: Value) -> Object {
    match value {
        Value::Object(object) => object,
        _ => Object::new(),
    }
}

/// The text under `key` of a request; `None`: there is nothing.
fn text<'a>(request: &'a Object, key: &'static str) -> Result<Option<&'a str>, Message> {
    match request.get(key) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(other) => Err(Message::new("Remote.NotText")
            .with("key", key)
            .with("value", shown(&other.to_string()))),
    }
}

/// What the locks of this module guard is whole after any panic.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nulls_are_left_out() {
        let data = to_data(object(json!({
            "ok": true, "none": null, "inner": { "none": null, "kept": 1, "list": [{ "none": null, "kept": "x" }] },
        })));
        let expected = json!({ "ok": true, "inner": { "kept": 1, "list": [{ "kept": "x" }] } });
        assert_eq!(
            serde_json::from_str::<Value>(&data.to_json()).expect("JSON"),
            expected
        );
    }

    #[test]
    fn a_text_must_be_a_text() {
        let request = object(json!({ "a": "x", "b": null, "c": 5, "d": {"x": "y".repeat(1 << 20)} }));
        assert_eq!(text(&request, "a"), Ok(Some("x")));
        assert_eq!((text(&request, "b"), text(&request, "e")), (Ok(None), Ok(None)));
        for key in ["c", "d"] {
            let reason = text(&request, key).expect_err("it is no text").to_string();
            assert!(reason.contains(&format!("\"{key}\"")), "{reason}");
            assert!(reason.len() < 200, "{}", reason.len());
        }
    }
}
