// SPDX-License-Identifier: GPL-2.0-or-later

use anyhow::{Result, ensure};

use crate::scenario::{Scenario, XESS};

#[test]
fn a_job_from_its_beginning_to_its_end() -> Result<()> {
    let scenario = Scenario::new(&[XESS])?.with("DOUBLE_EXTENSIONS", "VK_KHR_push_descriptor");
    let Some(outcome) =
        scenario.play("open windows; why xess; job xess 64x36 96x54; frames 3; picture; drop; close")?
    else {
        return Ok(());
    };
    assert_eq!(outcome.of("why"), ["ready"]);
    assert_eq!(outcome.of("plan"), ["xess"]);
    assert!(
        outcome.of("picture")[0].starts_with("linear"),
        "{:?}",
        outcome.said
    );
    let mut seen = outcome.names();
    // Seven qualities, as often as the way is looked for.
    seen.dedup_by(|a, b| a == b && *a == "xessGetOptimalInputResolution");
    let mut expected = vec![
        "xessGetVersion",
        "xessVKGetRequiredInstanceExtensions",
        "xessVKGetRequiredDeviceExtensions",
        "xessVKGetRequiredDeviceFeatures",
        "xessVKCreateContext",
        "xessGetOptimalInputResolution",
        "xessVKCreateContext",
        "xessVKInit",
    ];
    expected.extend(["xessVKExecute"; 3]);
    expected.extend(["xessDestroyContext"; 2]);
    assert_eq!(seen, expected);
    Ok(())
}

/// The first frame has no past, and what was before a cut is none.
#[test]
fn the_past_is_forgotten_at_cuts() -> Result<()> {
    let scenario = Scenario::new(&[XESS])?;
    let script = "open windows; job xess 192x108 288x162; frames 10; cut; frames 10; picture; close";
    let Some(outcome) = scenario.play(script)? else {
        return Ok(());
    };
    let frames = outcome.given("xessVKExecute");
    let resets: Vec<_> = (0..frames.len())
        .filter(|index| frames[*index].ends_with("reset=1"))
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
fn the_quality_follows_the_sizes() -> Result<()> {
    let jobs = [
        ("96x54 120x68", 105),
        ("80x45 120x68", 104),
        ("70x40 120x68", 103),
        ("60x34 120x68", 102),
        ("52x30 120x68", 101),
        ("40x23 120x68", 100),
        ("119x68 120x68", 106),
    ];
    for (sizes, quality) in jobs {
        let scenario = Scenario::new(&[XESS])?;
        let script = format!("open windows; job xess {sizes}; frames 1; picture; close");
        let Some(outcome) = scenario.play(&script)? else {
            return Ok(());
        };
        let made = outcome.given("xessVKInit");
        ensure!(
            made[0].contains(&format!("quality={quality} ")),
            "{sizes}: {made:?}"
        );
        assert!(
            outcome.of("picture")[0].starts_with("linear"),
            "{sizes}: {:?}",
            outcome.said
        );
    }
    Ok(())
}

#[test]
fn fault_18_every_call_may_fail() -> Result<()> {
    for call in [
        "xessGetVersion",
        "xessVKGetRequiredDeviceExtensions",
        "xessVKCreateContext",
        "xessGetOptimalInputResolution",
        "xessVKInit",
        "xessVKExecute",
    ] {
        let scenario = Scenario::new(&[XESS])?.with("DOUBLE_FAIL", &format!("{call}=-2"));
        let Some(outcome) = scenario.play("open windows; job xess 64x36 96x54; frames 2; picture; close")?
        else {
            return Ok(());
        };
        let plans = outcome.of("plan");
        let last = plans[plans.len() - 1];
        ensure!(
            last.starts_with("fsr Intel XeSS fails: this driver is not made for it") && last.contains(call),
            "{call}: {plans:?}"
        );
        assert!(outcome.of("picture")[0].starts_with("fsr"), "{call}");
        let made = outcome.count("xessVKCreateContext");
        let destroyed = outcome.count("xessDestroyContext");
        assert_eq!(
            made - usize::from(call == "xessVKCreateContext"),
            destroyed,
            "{call}"
        );
    }
    Ok(())
}

#[test]
fn fault_18_an_older_version_is_named() -> Result<()> {
    let scenario = Scenario::new(&[XESS])?.with("DOUBLE_VERSION", "1.3.1");
    let Some(outcome) = scenario.play("open windows; why xess; close")? else {
        return Ok(());
    };
    let why = outcome.of("why")[0];
    ensure!(
        why.contains("1.3") && why.contains("2.0") && why.contains(XESS),
        "{why}"
    );
    Ok(())
}

#[test]
fn a_device_that_cannot_be_made_with_it_is_made_without() -> Result<()> {
    let scenario = Scenario::new(&[XESS])?.with("DOUBLE_FEATURE", "absent");
    let Some(outcome) =
        scenario.play("open windows; why xess; job xess 64x36 96x54; frames 1; picture; close")?
    else {
        return Ok(());
    };
    let why = outcome.of("why")[0];
    if why == "ready" {
        println!("SKIP: this driver has the feature");
        return Ok(());
    }
    ensure!(why.starts_with("Reason.RuntimeDevice"), "{why}");
    assert!(outcome.of("plan")[0].starts_with("fsr"));
    assert_eq!(outcome.count("xessVKCreateContext"), 0);
    Ok(())
}

/// The calls are slow, so that they would meet.
#[test]
fn calls_for_two_devices_do_not_overlap() -> Result<()> {
    let slow = "xessGetVersion=20,xessVKCreateContext=20,xessDestroyContext=20,xessVKExecute=5";
    let scenario = Scenario::new(&[XESS])?.with("DOUBLE_SLOW", slow);
    let Some(outcome) =
        scenario.play("open windows; job xess 64x36 96x54; frames 1; beside windows; close")?
    else {
        return Ok(());
    };
    assert_eq!(outcome.count("xessGetVersion"), 4);
    Ok(())
}

#[test]
fn fault_4_a_lost_device_takes_its_contexts_along() -> Result<()> {
    let scenario = Scenario::new(&[XESS])?;
    let script = "open windows; job xess 64x36 96x54; frames 2; lose; close; \
        open windows; job xess 64x36 96x54 alpha; frames 2; close";
    let Some(outcome) = scenario.play(script)? else {
        return Ok(());
    };
    assert_eq!(
        (
            outcome.count("xessVKCreateContext"),
            outcome.count("xessDestroyContext")
        ),
        (4, 4)
    );
    Ok(())
}
