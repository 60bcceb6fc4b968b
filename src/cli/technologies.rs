// SPDX-License-Identifier: GPL-2.0-or-later
//! `nu-scaler technologies`: what this version knows, and what of it runs on which GPU.

use std::io::{self, Write};
use std::sync::Arc;

use nu_scaler_core::gpu::{self, AdapterDesc, AdapterKind, Gpu, GpuError};
use nu_scaler_core::registry::{self, Listed};
use nu_scaler_core::text::Message;
use serde::Serialize;

use crate::error::{CliError, one_line};

/// The answer, in the shape of the JSON.
#[derive(Serialize)]
struct Report {
    /// As on the adapter that is taken when none is named.
    technologies: Vec<Technology>,
    /// The one that is taken when none is named first.
    adapters: Vec<Adapter>,
}

#[derive(Clone, Serialize)]
struct Technology {
    id: &'static str,
    name: &'static str,
    available: bool,
    /// Why it is not available, for programs: it stays where the text is worded anew.
    code: Option<&'static str>,
    /// The same for people.
    reason: Option<String>,
}

#[derive(Serialize)]
struct Adapter {
    name: String,
    driver: String,
    backend: &'static str,
    kind: &'static str,
    #[serde(skip)]
    kind_key: &'static str,
    max_texture_size: u32,
    technologies: Vec<Technology>,
}

/// Key of the name for people.
const fn kind_key(kind: AdapterKind) -> &'static str {
    match kind {
        AdapterKind::Discrete => "Cli.Discrete",
        AdapterKind::Integrated => "Cli.Integrated",
        AdapterKind::Software => "Cli.Software",
        AdapterKind::Other => "Cli.OtherKind",
    }
}

/// Prints the list; without any Vulkan too, where it says that nothing is available and why.
pub(crate) fn run(json: bool) -> Result<(), CliError> {
    let adapters: Vec<_> = gpu::adapters().into_iter().map(adapter).collect();
    let technologies = match adapters.first() {
        Some(adapter) => adapter.technologies.clone(),
        None => technologies(&Err(GpuError::NoVulkan)),
    };
    let report = Report {
        technologies,
        adapters,
    };
    let mut out = io::stdout().lock();
    match json {
        true => writeln!(
            out,
            "{}",
            serde_json::to_string_pretty(&report).map_err(io::Error::from)?
        )?,
        false => print_table(&mut out, &report)?,
    }
    Ok(())
}

fn adapter(desc: AdapterDesc) -> Adapter {
    Adapter {
        technologies: technologies(&Gpu::open(&desc.choice())),
        kind: desc.kind.id(),
        kind_key: kind_key(desc.kind),
        name: desc.name,
        driver: desc.driver,
        backend: desc.backend,
        max_texture_size: desc.max_texture_size,
    }
}

/// Every technology, as it is on this GPU, or as it is where none could be opened.
fn technologies(gpu: &Result<Arc<Gpu>, GpuError>) -> Vec<Technology> {
    let gpu = gpu.as_deref().map_err(GpuError::message);
    let technology = |listed: Listed| {
        let code = listed.reason.as_ref().map(Message::code);
        let reason = listed.reason.map(|reason| one_line(&reason.to_string()));
        Technology {
            id: listed.id.id(),
            name: listed.name,
            available: reason.is_none(),
            code,
            reason,
        }
    };
    registry::list(gpu.as_ref().copied())
        .into_iter()
        .map(technology)
        .collect()
}

fn print_table(out: &mut impl Write, report: &Report) -> io::Result<()> {
    if report.adapters.is_empty() {
        return print_technologies(out, &report.technologies);
    }
    for (i, adapter) in report.adapters.iter().enumerate() {
        if i > 0 {
            writeln!(out)?;
        }
        let Adapter {
            name,
            driver,
            backend,
            kind_key,
            max_texture_size,
            technologies,
            ..
        } = adapter;
        writeln!(out, "{name}")?;
        let line = Message::new("Cli.Gpu")
            .with_key("kind", *kind_key)
            .with("backend", *backend)
            .with("driver", driver)
            .with("limit", max_texture_size.to_string());
        writeln!(out, "  {line}")?;
        print_technologies(out, technologies)?;
    }
    Ok(())
}

fn print_technologies(out: &mut impl Write, technologies: &[Technology]) -> io::Result<()> {
    let width = |text: fn(&Technology) -> &str| {
        technologies
            .iter()
            .map(|t| text(t).len())
            .max()
            .unwrap_or_default()
    };
    let available = Message::new("Cli.Available").to_string();
    let (id_width, name_width) = (width(|t| t.id), width(|t| t.name));
    for Technology { id, name, reason, .. } in technologies {
        let state = reason.as_deref().unwrap_or(&available);
        writeln!(out, "  {id:id_width$}  {name:name_width$}  {state}")?;
    }
    Ok(())
}
