// SPDX-License-Identifier: GPL-2.0-or-later
//! The list of technologies, as JSON and as a table, with Vulkan and without.

use std::path::Path;

use super::common::{Run, has_gpu, run, run_without_vulkan};
use serde_json::Value;

const IDS: [&str; 8] = [
    "fsr",
    "fsr3",
    "dlss",
    "rtx_video",
    "xess",
    "nis",
    "nu",
    "fallback",
];
/// Those that run on every GPU.
const EVERYWHERE: [&str; 5] = ["fsr", "fsr3", "nis", "nu", "fallback"];

fn report(run: &Run) -> Value {
    run.done();
    serde_json::from_str(&run.stdout).expect("the report is JSON")
}

/// Checks the shape, and gives the ids of those that are available.
fn available(technologies: &Value) -> Vec<&str> {
    let technologies = technologies.as_array().expect("a list");
    let ids: Vec<_> = technologies
        .iter()
        .map(|technology| technology["id"].as_str().unwrap())
        .collect();
    assert_eq!(ids, IDS);
    for technology in technologies {
        assert!(!technology["name"].as_str().unwrap().is_empty());
        let [reason, code] = [&technology["reason"], &technology["code"]];
        match technology["available"].as_bool().unwrap() {
            true => assert!(reason.is_null() && code.is_null(), "{technology}"),
            false => {
                let is_text = |value: &Value| value.as_str().is_some_and(|text| !text.is_empty());
                assert!(is_text(reason) && is_text(code), "{technology}");
            }
        }
    }
    ids.into_iter()
        .zip(technologies)
        .filter(|(_, technology)| technology["available"] == true)
        .map(|(id, _)| id)
        .collect()
}

#[test]
fn every_technology_is_listed_for_every_adapter() {
    if !has_gpu() {
        return;
    }
    let report = report(&run(Path::new("."), "technologies --json"));
    let available_here = available(&report["technologies"]);
    assert!(
        EVERYWHERE.iter().all(|id| available_here.contains(id)),
        "{available_here:?}"
    );
    for adapter in report["adapters"].as_array().unwrap() {
        assert!(!adapter["name"].as_str().unwrap().is_empty());
        assert!(["discrete", "integrated", "software", "other"].contains(&adapter["kind"].as_str().unwrap()));
        assert!(adapter["max_texture_size"].as_u64().unwrap() >= 2048);
        available(&adapter["technologies"]);
    }
}

#[test]
fn fault_19_without_vulkan_all_are_listed_with_the_reason() {
    let report = report(&run_without_vulkan(Path::new("."), "technologies --json"));
    assert_eq!(report["adapters"], Value::Array(vec![]));
    assert_eq!(available(&report["technologies"]), [""; 0]);
    for technology in report["technologies"].as_array().unwrap() {
        let reason = technology["reason"].as_str().unwrap();
        assert!(reason.contains("Vulkan"), "{technology}");
    }
}

#[test]
fn people_get_a_table() {
    for run in [
        run(Path::new("."), "technologies"),
        run_without_vulkan(Path::new("."), "technologies"),
    ] {
        run.done();
        for id in IDS {
            assert!(
                run.stdout
                    .lines()
                    .any(|line| line.split_whitespace().next() == Some(id)),
                "{}",
                run.stdout
            );
        }
    }
}
