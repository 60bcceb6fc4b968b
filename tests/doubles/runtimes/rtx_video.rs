// SPDX-License-Identifier: GPL-2.0-or-later

use anyhow::{Result, ensure};

use crate::scenario::{CORE, DLSS, Scenario, VIDEO};

#[test]
fn automatic_takes_it_where_it_is() -> Result<()> {
    let scenario = Scenario::new(&[CORE, VIDEO])?;
    let Some(outcome) =
        scenario.play("open linux; why rtx_video; job auto 64x36 96x54; frames 2; picture; close")?
    else {
        return Ok(());
    };
    assert_eq!(outcome.of("why"), ["ready"]);
    assert_eq!(outcome.of("plan"), ["rtx_video"]);
    assert!(
        outcome.of("picture")[0].starts_with("bilinear"),
        "{:?}",
        outcome.said
    );
    assert_eq!(
        outcome.given("CreateFeature1"),
        ["CreateFeature1 feature=16 input=(0, 0) output=(0, 0)"]
    );
    assert_eq!(outcome.names().last(), Some(&"Shutdown1"));
    Ok(())
}

#[test]
fn the_quality_is_its_level() -> Result<()> {
    for (quality, level) in [("performance", 1), ("balanced", 2), ("quality", 3), ("ultra", 4)] {
        let scenario = Scenario::new(&[CORE, VIDEO])?;
        let script = format!("open linux; job rtx_video 64x36 96x54 {quality}; frames 1; close");
        let Some(outcome) = scenario.play(&script)? else {
            return Ok(());
        };
        let frame = format!("EvaluateFeature feature=16 level={level}");
        assert_eq!(outcome.given("EvaluateFeature"), [frame]);
    }
    Ok(())
}

#[test]
fn automatic_never_takes_what_is_made_for_games() -> Result<()> {
    let scenario = Scenario::new(&[CORE, DLSS])?;
    let Some(outcome) = scenario.play("open linux; why dlss; job auto 64x36 96x54; frames 1; close")? else {
        return Ok(());
    };
    assert_eq!(outcome.of("why"), ["ready"]);
    // Nor is there a word of what nobody asked for.
    assert_eq!(outcome.of("plan"), ["fsr"]);
    Ok(())
}

#[test]
fn pictures_of_more_than_8_bits_are_left_to_others() -> Result<()> {
    let scenario = Scenario::new(&[CORE, VIDEO])?;
    let script =
        "open linux; job rtx_video 64x36 96x54 half; frames 1; job auto 64x36 96x54 half; frames 1; close";
    let Some(outcome) = scenario.play(script)? else {
        return Ok(());
    };
    let plans = outcome.of("plan");
    ensure!(
        plans[0].starts_with("fsr") && plans[0].contains("8 bits"),
        "{plans:?}"
    );
    assert_eq!(plans[1], "fsr");
    Ok(())
}

#[test]
fn fault_18_automatic_goes_on_with_fsr_and_says_why() -> Result<()> {
    let scenario = Scenario::new(&[CORE, VIDEO])?.with("DOUBLE_FAIL", "EvaluateFeature=0xBAD00008@2");
    let Some(outcome) = scenario.play("open linux; job auto 64x36 96x54 alpha; frames 3; picture; close")?
    else {
        return Ok(());
    };
    let plans = outcome.of("plan");
    assert_eq!((plans.len(), plans[0]), (2, "rtx_video"));
    ensure!(
        plans[1].starts_with("fsr") && plans[1].contains("format"),
        "{plans:?}"
    );
    assert!(outcome.of("picture")[0].starts_with("fsr"));
    Ok(())
}

#[test]
fn both_features_run_beside_each_other() -> Result<()> {
    let scenario = Scenario::new(&[CORE, DLSS, VIDEO])?;
    let script = "open linux; job rtx_video 64x36 96x54; frames 1; job dlss 64x36 96x54; frames 1; close";
    let Some(outcome) = scenario.play(script)? else {
        return Ok(());
    };
    assert_eq!(outcome.of("plan"), ["rtx_video", "dlss"]);
    assert_eq!((outcome.count("Init"), outcome.count("Shutdown1")), (1, 1));
    Ok(())
}
