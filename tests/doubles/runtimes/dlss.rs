// SPDX-License-Identifier: GPL-2.0-or-later

use anyhow::{Result, ensure};

use crate::scenario::{CORE, DLSS, Scenario, VIDEO};

const LIFE: [&str; 5] = [
    "GetFeatureInstanceExtensionRequirements",
    "GetFeatureDeviceExtensionRequirements",
    "Init",
    "GetCapabilityParameters",
    "OptimalSettings",
];

#[test]
fn a_job_from_its_beginning_to_its_end() -> Result<()> {
    let scenario = Scenario::new(&[CORE, DLSS])?.with("DOUBLE_EXTENSIONS", "VK_KHR_push_descriptor");
    let Some(outcome) =
        scenario.play("open linux; why dlss; job dlss 64x36 96x54; frames 3; picture; drop; close")?
    else {
        return Ok(());
    };
    assert_eq!(outcome.of("why"), ["ready"]);
    assert_eq!(outcome.of("plan"), ["dlss"]);
    assert!(
        outcome.of("picture")[0].starts_with("bilinear"),
        "{:?}",
        outcome.said
    );
    let names = outcome.names();
    let mut expected: Vec<&str> = LIFE.to_vec();
    expected.extend(["AllocateParameters", "CreateFeature1"]);
    expected.extend(["EvaluateFeature"; 3]);
    expected.extend([
        "ReleaseFeature",
        "DestroyParameters",
        "DestroyParameters",
        "Shutdown1",
    ]);
    let mut seen = names.clone();
    // As often as the way is looked for.
    seen.dedup_by(|a, b| a == b && *a == "OptimalSettings");
    assert_eq!(seen, expected);
    let folder = scenario.path().display().to_string();
    assert!(
        outcome.given("Init")[0].ends_with(&format!("folders={folder}")),
        "{:?}",
        outcome.calls
    );
    // Quality, for the ratio of 1.5.
    assert_eq!(
        outcome.given("CreateFeature1"),
        ["CreateFeature1 feature=1 input=(64, 36) output=(96, 54) mode=Some(I32(2))"]
    );
    Ok(())
}

#[test]
fn the_mode_follows_the_sizes() -> Result<()> {
    let jobs = [
        ("96x54 96x54", None),
        ("74x42 96x54", Some("2")),
        ("64x36 96x54", Some("2")),
        ("56x32 96x54", Some("1")),
        ("48x27 96x54", Some("0")),
        ("32x18 96x54", Some("3")),
    ];
    for (sizes, mode) in jobs {
        let scenario = Scenario::new(&[CORE, DLSS])?;
        let script = format!("open linux; job dlss {sizes}; frames 1; close");
        let Some(outcome) = scenario.play(&script)? else {
            return Ok(());
        };
        assert_eq!(outcome.of("plan"), ["dlss"], "{sizes}");
        let made = outcome.given("CreateFeature1");
        match mode {
            Some(mode) => ensure!(made[0].ends_with(&format!("mode=Some(I32({mode}))")), "{made:?}"),
            // There is nothing to upscale.
            None => ensure!(made.is_empty(), "{made:?}"),
        }
    }
    // Between what its modes take.
    let scenario = Scenario::new(&[CORE, DLSS])?;
    let Some(outcome) = scenario.play("open linux; job dlss 40x22 96x54; frames 1; picture; close")? else {
        return Ok(());
    };
    let plan = outcome.of("plan")[0];
    assert!(
        plan.starts_with("fsr") && plan.contains("40x22") && plan.contains("96x54"),
        "{plan}"
    );
    assert!(outcome.of("picture")[0].starts_with("fsr"));
    Ok(())
}

/// The first frame has no past, and what was before a cut is none.
#[test]
fn the_past_is_forgotten_at_cuts() -> Result<()> {
    let scenario = Scenario::new(&[CORE, DLSS])?;
    let script = "open linux; job dlss 192x108 288x162; frames 10; cut; frames 10; picture; close";
    let Some(outcome) = scenario.play(script)? else {
        return Ok(());
    };
    let frames = outcome.given("EvaluateFeature");
    let resets: Vec<_> = (0..frames.len())
        .filter(|index| frames[*index].ends_with("reset=Some(I32(1))"))
        .collect();
    // What is known of a picture arrives behind it.
    ensure!(
        resets.len() == 2 && resets[0] == 0 && (11..=13).contains(&resets[1]),
        "{resets:?} of {}",
        frames.len()
    );
    Ok(())
}

#[test]
fn every_kind_of_frame() -> Result<()> {
    for kind in ["", "alpha", "half", "half alpha"] {
        let scenario = Scenario::new(&[CORE, DLSS])?;
        let script = format!("open linux; job dlss 64x36 96x54 {kind}; frames 2; picture; close");
        let Some(outcome) = scenario.play(&script)? else {
            return Ok(());
        };
        assert!(
            outcome.of("picture")[0].starts_with("bilinear"),
            "{kind}: {:?}",
            outcome.said
        );
    }
    Ok(())
}

#[test]
fn other_sizes_make_another_feature_behind_the_first_one() -> Result<()> {
    let scenario = Scenario::new(&[CORE, DLSS])?;
    let script =
        "open linux; job dlss 64x36 96x54; frames 2; job dlss 80x40 160x80; frames 2; picture; close";
    let Some(outcome) = scenario.play(script)? else {
        return Ok(());
    };
    let order: Vec<_> = outcome
        .names()
        .into_iter()
        .filter(|name| ["CreateFeature1", "EvaluateFeature", "ReleaseFeature", "Shutdown1"].contains(name))
        .collect();
    let job = [
        "CreateFeature1",
        "EvaluateFeature",
        "EvaluateFeature",
        "ReleaseFeature",
    ];
    let expected: Vec<_> = job.iter().chain(&job).chain(&["Shutdown1"]).copied().collect();
    // The old one goes before the new one is made: both need memory.
    assert_eq!(order, expected);
    assert!(outcome.of("picture")[0].starts_with("bilinear"));
    Ok(())
}

/// What is drawn or done behind the upscaling is no reason to make the feature anew, or to forget the frames so far.
#[test]
fn other_steps_leave_the_feature_as_it_is() -> Result<()> {
    for kind in ["", "alpha", "half"] {
        let scenario = Scenario::new(&[CORE, DLSS])?;
        let changes = "frames 2; change overlay; frames 2; change overlay; frames 2; change sharpness; frames 2; \
            change sharpness; frames 2; picture; change compare; frames 2";
        let script = format!("open linux; job dlss 64x36 96x54 {kind}; {changes}; close");
        let Some(outcome) = scenario.play(&script)? else {
            return Ok(());
        };
        assert_eq!(outcome.of("plan"), ["dlss"; 6], "{kind}");
        assert_eq!(outcome.count("CreateFeature1"), 1, "{kind}: {:?}", outcome.calls);
        let frames = outcome.given("EvaluateFeature");
        let resets = frames
            .iter()
            .filter(|frame| frame.ends_with("reset=Some(I32(1))"));
        assert_eq!((frames.len(), resets.count()), (12, 1), "{kind}: {frames:?}");
        assert!(outcome.of("picture")[0].starts_with("bilinear"), "{kind}");
    }
    Ok(())
}

#[test]
fn fault_4_a_lost_device_takes_ngx_along_and_the_next_one_starts_it_anew() -> Result<()> {
    let scenario = Scenario::new(&[CORE, DLSS])?;
    let script = "open linux; job dlss 64x36 96x54; frames 2; lose; close; \
        open linux; job dlss 64x36 96x54; frames 2; picture; close";
    let Some(outcome) = scenario.play(script)? else {
        return Ok(());
    };
    for call in ["Init", "CreateFeature1", "ReleaseFeature", "Shutdown1"] {
        assert_eq!(outcome.count(call), 2, "{call}");
    }
    assert!(outcome.of("picture")[0].starts_with("bilinear"));
    Ok(())
}

/// As a benchmark does beside the filters, and a device that is opened before all have let go of a lost one.
#[test]
fn a_second_device_has_ngx_of_its_own() -> Result<()> {
    let scenario = Scenario::new(&[CORE, DLSS])?;
    let script = "open linux; job dlss 64x36 96x54; frames 1; open linux; job dlss 64x36 96x54; \
        frames 2; picture; close";
    let Some(outcome) = scenario.play(script)? else {
        return Ok(());
    };
    for call in ["Init", "CreateFeature1", "ReleaseFeature", "Shutdown1"] {
        assert_eq!(outcome.count(call), 2, "{call}");
    }
    assert!(outcome.of("picture")[0].starts_with("bilinear"));
    Ok(())
}

/// NGX takes one call at a time, whichever device it is for. The calls are slow, so that they would meet.
#[test]
fn calls_for_two_devices_do_not_overlap() -> Result<()> {
    let slow = "Init=20,GetCapabilityParameters=20,Shutdown1=20,EvaluateFeature=5";
    let scenario = Scenario::new(&[CORE, DLSS])?.with("DOUBLE_SLOW", slow);
    let Some(outcome) = scenario.play("open linux; job dlss 64x36 96x54; frames 1; beside linux; close")?
    else {
        return Ok(());
    };
    assert_eq!((outcome.count("Init"), outcome.count("Shutdown1")), (4, 4));
    Ok(())
}

#[test]
fn fault_15_what_was_prepared_and_never_used_is_let_go() -> Result<()> {
    let scenario = Scenario::new(&[CORE, DLSS])?;
    let Some(outcome) = scenario.play("open linux; job dlss 64x36 96x54; close")? else {
        return Ok(());
    };
    assert_eq!(
        (outcome.count("CreateFeature1"), outcome.count("ReleaseFeature")),
        (1, 1)
    );
    assert_eq!(outcome.names().last(), Some(&"Shutdown1"));
    Ok(())
}

#[test]
fn fault_18_an_error_at_frame_100_is_told_once_and_that_frame_has_its_picture() -> Result<()> {
    let scenario = Scenario::new(&[CORE, DLSS])?.with("DOUBLE_FAIL", "EvaluateFeature=0xBAD0000B@100");
    let script = "open linux; job dlss 64x36 96x54; frames 99; picture; frames 1; picture; frames 5; \
        picture; job dlss 64x36 96x54; frames 1; close";
    let Some(outcome) = scenario.play(script)? else {
        return Ok(());
    };
    let pictures: Vec<_> = outcome
        .of("picture")
        .iter()
        .map(|line| line.split(' ').next())
        .collect();
    assert_eq!(pictures, [Some("bilinear"), Some("fsr"), Some("fsr")]);
    assert_eq!(outcome.count("EvaluateFeature"), 100);
    let plans = outcome.of("plan");
    assert_eq!((plans.len(), plans[0]), (3, "dlss"));
    for plan in &plans[1..] {
        ensure!(
            plan.starts_with("fsr") && plan.contains("cannot be started"),
            "{plan}"
        );
    }
    assert_eq!(outcome.of("log").len(), 1, "{:?}", outcome.said);
    Ok(())
}

#[test]
fn fault_18_every_call_may_fail() -> Result<()> {
    // What keeps DLSS from being there at all, or from the job.
    for call in [
        "Init",
        "GetCapabilityParameters",
        "AllocateParameters",
        "CreateFeature1",
    ] {
        let scenario = Scenario::new(&[CORE, DLSS])?.with("DOUBLE_FAIL", &format!("{call}=0xBAD00002"));
        let Some(outcome) = scenario.play("open linux; job dlss 64x36 96x54; frames 2; picture; close")?
        else {
            return Ok(());
        };
        let plan = outcome.of("plan")[0];
        ensure!(
            plan.starts_with("fsr") && plan.contains("the system reports an error"),
            "{call}: {plan}"
        );
        ensure!(plan.contains("0xbad00002"), "{call}: {plan}");
        assert!(outcome.of("picture")[0].starts_with("fsr"), "{call}");
        assert_eq!(outcome.count("Init"), 1, "{call}");
        let started = usize::from(call != "Init");
        assert_eq!(outcome.count("Shutdown1"), started, "{call}");
    }
    // What it can go on without.
    for call in [
        "GetFeatureInstanceExtensionRequirements",
        "GetFeatureDeviceExtensionRequirements",
        "ReleaseFeature",
        "Shutdown1",
    ] {
        let scenario = Scenario::new(&[CORE, DLSS])?.with("DOUBLE_FAIL", &format!("{call}=0xBAD00002"));
        let script = "open linux; job dlss 64x36 96x54; frames 2; picture; close";
        let Some(outcome) = scenario.play_unchecked(script)? else {
            return Ok(());
        };
        assert_eq!(outcome.of("plan"), ["dlss"], "{call}");
        assert!(outcome.of("picture")[0].starts_with("bilinear"), "{call}");
        assert_eq!(outcome.of("log").len(), 1, "{call}: {:?}", outcome.said);
    }
    Ok(())
}

#[test]
fn fault_18_what_ngx_says_of_itself_is_told() -> Result<()> {
    let absent = "SuperSampling.Available=0";
    let cases = [
        (
            format!("{absent},SuperSampling.FeatureInitResult=0xBAD00001"),
            "does not have the feature",
        ),
        (
            format!("{absent},SuperSampling.FeatureInitResult=0xBAD0000C"),
            "too old",
        ),
        (
            format!("{absent},SuperSampling.FeatureInitResult=0xBAD00011"),
            "not allowed",
        ),
        (
            format!(
                "{absent},SuperSampling.NeedsUpdatedDriver=1,SuperSampling.MinDriverVersionMajor=550,\
                SuperSampling.MinDriverVersionMinor=7"
            ),
            "550.07",
        ),
        (
            format!("{absent},SuperSampling.FeatureInitResult=1"),
            "this GPU or its driver has no NVIDIA DLSS",
        ),
        (
            format!("{absent},SuperSampling.FeatureInitResult=1,SuperSampling.NeedsUpdatedDriver=1"),
            "NVIDIA DLSS needs a later NVIDIA driver",
        ),
    ];
    for (numbers, expected) in cases {
        let scenario = Scenario::new(&[CORE, DLSS])?.with("DOUBLE_SET", &numbers);
        let Some(outcome) = scenario.play("open linux; why dlss; job dlss 64x36 96x54; close")? else {
            return Ok(());
        };
        let why = outcome.of("why")[0];
        ensure!(why.contains(expected), "{why}");
        assert!(outcome.of("plan")[0].starts_with("fsr"));
        assert_eq!(outcome.names().last(), Some(&"Shutdown1"));
    }
    Ok(())
}

/// A file that looks right, and that the system does not load: it wants another library, which is not there.
#[test]
fn fault_18_a_feature_that_ngx_cannot_load_is_told() -> Result<()> {
    let scenario = Scenario::new(&[CORE, DLSS])?;
    scenario.patch(DLSS, |bytes| {
        let wanted = b"libc.so.6\0";
        let at = bytes.windows(wanted.len()).position(|part| part == wanted);
        bytes[at.expect("every library wants it") + 3] = b'?';
    })?;
    let Some(outcome) = scenario.play("open linux; why dlss; job dlss 64x36 96x54; frames 1; close")? else {
        return Ok(());
    };
    let why = outcome.of("why")[0];
    ensure!(
        why.contains("the feature's library was not found") && why.contains("0xbad00004"),
        "{why}"
    );
    assert!(outcome.of("plan")[0].starts_with("fsr"));
    assert_eq!(outcome.names().last(), Some(&"Shutdown1"));
    Ok(())
}

#[test]
fn fault_21_what_lacks_memory_leaves_the_picture_to_fsr() -> Result<()> {
    let scenario = Scenario::new(&[CORE, DLSS])?.with("DOUBLE_FAIL", "CreateFeature1=0xBAD0000D");
    let script = "open linux; job dlss 64x36 96x54; frames 2; picture; job dlss 64x36 96x54; close";
    let Some(outcome) = scenario.play(script)? else {
        return Ok(());
    };
    for plan in outcome.of("plan") {
        ensure!(
            plan.starts_with("fsr") && plan.contains("not enough graphics memory"),
            "{plan}"
        );
    }
    assert!(outcome.of("picture")[0].starts_with("fsr"));
    assert_eq!(outcome.count("CreateFeature1"), 1, "not asked again at once");
    Ok(())
}

#[test]
fn extensions_that_the_driver_lacks_are_named() -> Result<()> {
    let scenario = Scenario::new(&[CORE, DLSS])?.with("DOUBLE_EXTENSIONS", "VK_NVX_binary_import");
    let Some(outcome) = scenario.play("open linux; why dlss; job dlss 64x36 96x54; frames 1; close")? else {
        return Ok(());
    };
    let why = outcome.of("why")[0];
    if why == "ready" {
        println!("SKIP: this driver has the extension");
        return Ok(());
    }
    ensure!(
        why.contains("VK_NVX_binary_import") && why.contains("NVIDIA DLSS"),
        "{why}"
    );
    assert!(outcome.of("plan")[0].starts_with("fsr"));
    assert_eq!(outcome.count("Init"), 0, "it was started in vain");

    // The other feature has no need of it.
    let scenario = Scenario::new(&[CORE, DLSS, VIDEO])?.with(
        "DOUBLE_EXTENSIONS",
        "1:VK_NVX_binary_import,16:VK_KHR_push_descriptor",
    );
    let Some(outcome) =
        scenario.play("open linux; why dlss; why rtx_video; job rtx_video 64x36 96x54; frames 1; close")?
    else {
        return Ok(());
    };
    let why = outcome.of("why");
    ensure!(
        why[0].contains("VK_NVX_binary_import") && why[1] == "ready",
        "{why:?}"
    );
    assert_eq!(outcome.of("plan"), ["rtx_video"]);
    Ok(())
}

/// A size that nothing is offered for is one thing, and a query that fails another.
#[test]
fn fault_18_a_query_that_fails_has_its_code_in_the_reason() -> Result<()> {
    let failing = ("DOUBLE_FAIL", "OptimalSettings=0xBAD00007");
    let absent = ("DOUBLE_SET", "DLSSOptimalSettingsCallback=0");
    for ((variable, value), expected) in [
        (
            failing,
            "NVIDIA DLSS fails: it was not started (NGX DLSSOptimalSettings, 0xbad00007)",
        ),
        (absent, "this GPU or its driver has no NVIDIA DLSS"),
    ] {
        let scenario = Scenario::new(&[CORE, DLSS])?.with(variable, value);
        let Some(outcome) = scenario.play("open linux; job dlss 64x36 96x54; frames 1; close")? else {
            return Ok(());
        };
        assert_eq!(outcome.of("plan"), [format!("fsr {expected}")]);
    }
    Ok(())
}

/// The library's order of the functions, and ours, are each wrong for the other system.
#[test]
fn windows_orders_the_functions_of_the_parameters_differently() -> Result<()> {
    let scenario = Scenario::new(&["_nvngx.dll", "nvngx_dlss.dll"])?.with("DOUBLE_ORDER", "windows");
    let Some(outcome) =
        scenario.play("open windows; why dlss; job dlss 64x36 96x54; frames 2; picture; close")?
    else {
        return Ok(());
    };
    assert_eq!(outcome.of("why"), ["ready"]);
    assert_eq!(outcome.of("plan"), ["dlss"]);
    assert!(outcome.of("picture")[0].starts_with("bilinear"));
    Ok(())
}
