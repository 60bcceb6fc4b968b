// SPDX-License-Identifier: GPL-2.0-or-later
//! Requests that clients of obs-websocket send to the vendor `nu-scaler`. `docs/remote.md` has the schema.

use std::sync::{Mutex, MutexGuard, PoisonError};

use nu_scaler_core::text::Message;
use nu_scaler_obs::data::Data;
use nu_scaler_obs::instance::VideoSource;
use nu_scaler_obs::source::Source;
use nu_scaler_obs::websocket::{Vendor, VendorRequests};

use crate::filter::UpscaleFilter;
use crate::source::UpscaleSource;

/// Keeps the requests answering until the module is unloaded.
static REQUESTS: Mutex<Option<VendorRequests>> = Mutex::new(None);

/// Registers the vendor; without obs-websocket there is nobody to answer.
pub(crate) fn register() {
    let Some(mut vendor) = Vendor::register("nu-scaler") else {
        log::info!("obs-websocket is not there: no remote control");
        return;
    };
    if !vendor.add_request("get_stats", get_stats) {
        log::warn!("obs-websocket refused the request get_stats");
    }
    *lock() = Some(vendor.finish());
}

/// Stops answering.
pub(crate) fn unregister() {
    *lock() = None;
}

fn lock() -> MutexGuard<'static, Option<VendorRequests>> {
    REQUESTS.lock().unwrap_or_else(PoisonError::into_inner)
}

/// `{"source", "filter"}`: the status of one filter; `{"source"}`: that of a source of ours.
fn get_stats(request: &Data, response: &mut Data) {
    let outcome = find(request).and_then(|found| {
        found
            .call_procedure(c"nu_scaler_status", c"json")
            .and_then(|json| Data::from_json(&json))
            .ok_or_else(|| Message::new("Remote.NoStatus"))
    });
    match outcome {
        Ok(status) => {
            response.set_switch("ok", true);
            response.set_object("status", &status);
        }
        Err(reason) => {
            response.set_switch("ok", false);
            // In English whatever OBS's language is: scripts read it.
            response.set_text("error", &reason.to_string());
        }
    }
}

fn find(request: &Data) -> Result<Source, Message> {
    let name = |key| {
        request
            .text(key)
            .ok_or_else(|| Message::new("Remote.Missing").with("key", key))
    };
    let source_name = name("source")?;
    let source = Source::by_name(&source_name)
        .ok_or_else(|| Message::new("Remote.NoSource").with("source", &source_name))?;
    if request.text("filter").is_none() && source.type_id().as_bytes() == UpscaleSource::ID.to_bytes() {
        return Ok(source);
    }
    let filter_name = name("filter")?;
    let filter = source.filter_by_name(&filter_name).ok_or_else(|| {
        Message::new("Remote.NoFilter")
            .with("source", &source_name)
            .with("filter", &filter_name)
    })?;
    if filter.type_id().as_bytes() != UpscaleFilter::ID.to_bytes() {
        return Err(Message::new("Remote.OtherFilter").with("filter", filter_name));
    }
    Ok(filter)
}
