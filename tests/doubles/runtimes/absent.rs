// SPDX-License-Identifier: GPL-2.0-or-later
//! Runtimes that are not there, or are something else.

use std::path::Path;

use anyhow::{Result, ensure};

use crate::scenario::{CORE, DLSS, Scenario, VIDEO, XESS};

/// What each technology says where only these files are.
fn reasons(scenario: &Scenario, platform: &str) -> Result<Option<[String; 3]>> {
    let script =
        format!("open {platform}; why dlss; why rtx_video; why xess; job dlss 64x36 96x54; frames 1; close");
    let Some(outcome) = scenario.play(&script)? else {
        return Ok(None);
    };
    let why = outcome.of("why");
    ensure!(
        why.len() == 3 && outcome.of("plan").len() == 1,
        "{:?}",
        outcome.said
    );
    Ok(Some([0, 1, 2].map(|index| why[index].to_owned())))
}

#[test]
fn fault_18_without_any_file() -> Result<()> {
    let Some([dlss, video, xess]) = reasons(&Scenario::new(&[])?, "linux")? else {
        return Ok(());
    };
    // Where there is NVIDIA's driver, its core is found, and the features are what is missing.
    for (why, name) in [(dlss, "NVIDIA DLSS"), (video, "NVIDIA RTX Video")] {
        let without_driver = why.contains(CORE) && why.contains(name);
        ensure!(without_driver || why.contains("Reason.RuntimeMissing"), "{why}");
    }
    ensure!(xess.contains("XeSS exists for Windows only"), "{xess}");
    Ok(())
}

#[test]
fn fault_18_the_file_and_the_folder_that_lack_are_named() -> Result<()> {
    let scenario = Scenario::new(&[CORE])?;
    let folder = scenario.path().display().to_string();
    let Some([dlss, video, _]) = reasons(&scenario, "linux")? else {
        return Ok(());
    };
    ensure!(
        dlss.contains("libnvidia-ngx-dlss.so with any version") && dlss.contains(&folder),
        "{dlss}"
    );
    ensure!(
        video.contains("libnvidia-ngx-vsr.so with any version") && video.contains(&folder),
        "{video}"
    );

    // Others that were given are named too.
    let scenario = Scenario::new(&[CORE])?;
    let absent = scenario.path().join("absent");
    let given = format!("{}:some/where:{}", scenario.path().display(), absent.display());
    let Some([dlss, ..]) = reasons(&scenario.with("PLAY_FOLDER", &given), "linux")? else {
        return Ok(());
    };
    ensure!(
        dlss.starts_with("Reason.RuntimeMissingHere")
            && dlss.contains(&format!("{}, some/where", absent.display())),
        "{dlss}"
    );

    let scenario = Scenario::new(&["_nvngx.dll"])?.with("DOUBLE_ORDER", "windows");
    let Some([dlss, video, xess]) = reasons(&scenario, "windows")? else {
        return Ok(());
    };
    ensure!(dlss.contains("nvngx_dlss.dll"), "{dlss}");
    ensure!(video.contains("nvngx_vsr.dll"), "{video}");
    ensure!(xess.contains("libxess.dll"), "{xess}");
    Ok(())
}

#[test]
fn fault_18_on_another_system() -> Result<()> {
    let Some(reasons) = reasons(&Scenario::new(&[CORE, DLSS, VIDEO, XESS])?, "other")? else {
        return Ok(());
    };
    for why in reasons {
        ensure!(why.starts_with("Reason.RuntimePlatform"), "{why}");
    }
    Ok(())
}

#[test]
fn fault_18_a_library_for_another_processor() -> Result<()> {
    // The place of the processor in the header of an ELF file.
    let other = |bytes: &mut Vec<u8>| bytes[18..20].copy_from_slice(&0xf3_u16.to_le_bytes());
    for file in [CORE, DLSS] {
        let scenario = Scenario::new(&[CORE, DLSS])?;
        scenario.patch(file, other)?;
        let Some([dlss, ..]) = reasons(&scenario, "linux")? else {
            return Ok(());
        };
        ensure!(
            dlss.starts_with("Reason.RuntimeArchitecture") && dlss.contains(file),
            "{dlss}"
        );
    }
    Ok(())
}

#[test]
fn fault_18_what_is_no_library_or_half_of_one() -> Result<()> {
    let scenario = Scenario::new(&[CORE, DLSS])?;
    scenario.patch(CORE, |bytes| *bytes = b"<!DOCTYPE html>".to_vec())?;
    let Some([dlss, ..]) = reasons(&scenario, "linux")? else {
        return Ok(());
    };
    ensure!(dlss.starts_with("Reason.RuntimeNotALibrary"), "{dlss}");

    // A download that broke off.
    let scenario = Scenario::new(&[CORE, DLSS])?;
    scenario.patch(CORE, |bytes| bytes.truncate(bytes.len() / 2))?;
    let Some([dlss, ..]) = reasons(&scenario, "linux")? else {
        return Ok(());
    };
    ensure!(
        dlss.starts_with("Reason.RuntimeNotWhole") && dlss.contains(CORE),
        "{dlss}"
    );
    Ok(())
}

#[test]
fn fault_18_what_lies_at_the_place_is_told() -> Result<()> {
    type Make = fn(&Path) -> std::io::Result<()>;
    let cases: [(&str, Make, &str); 3] = [
        (CORE, |path| std::fs::create_dir(path), "RuntimeIsFolder"),
        (
            CORE,
            |path| std::os::unix::fs::symlink("nowhere", path),
            "RuntimeIsLink",
        ),
        (DLSS, |path| std::fs::write(path, ""), "RuntimeEmpty"),
    ];
    for (file, make, expected) in cases {
        let scenario = Scenario::new(&[if file == CORE { DLSS } else { CORE }])?;
        let path = scenario.path().join(file);
        make(&path)?;
        let Some([dlss, ..]) = reasons(&scenario, "linux")? else {
            return Ok(());
        };
        ensure!(
            dlss.starts_with(&format!("Reason.{expected} ")) && dlss.contains(&path.display().to_string()),
            "{dlss}"
        );
    }
    // Both that the user has to mend.
    let scenario = Scenario::new(&[])?;
    std::fs::create_dir(scenario.path().join(CORE))?;
    let Some([dlss, ..]) = reasons(&scenario, "linux")? else {
        return Ok(());
    };
    ensure!(
        dlss.contains("is a folder") && dlss.contains("libnvidia-ngx-dlss.so with any version"),
        "{dlss}"
    );
    Ok(())
}

#[test]
fn fault_18_a_library_for_the_other_system_is_told() -> Result<()> {
    for (files, platform, [found, system, needed]) in [
        (
            [CORE, "nvngx_dlss.dll"],
            "linux",
            ["nvngx_dlss.dll", "Windows", "libnvidia-ngx-dlss.so"],
        ),
        (["_nvngx.dll", DLSS], "windows", [DLSS, "Linux", "nvngx_dlss.dll"]),
    ] {
        let order = if platform == "windows" { "windows" } else { "" };
        let scenario = Scenario::new(&files)?.with("DOUBLE_ORDER", order);
        let Some([dlss, ..]) = reasons(&scenario, platform)? else {
            return Ok(());
        };
        let words = [found, system, needed];
        ensure!(words.iter().all(|word| dlss.contains(word)), "{dlss}");
    }
    Ok(())
}

#[test]
fn fault_18_another_library_under_the_name_is_told() -> Result<()> {
    let scenario = Scenario::new(&[CORE, DLSS, VIDEO])?;
    scenario.patch(DLSS, |bytes| {
        let name = b"NVSDK_NGX_";
        let places: Vec<_> = (0..bytes.len() - name.len())
            .filter(|place| bytes[*place..].starts_with(name))
            .collect();
        for place in places {
            bytes[place] = b'X';
        }
    })?;
    let Some([dlss, video, _]) = reasons(&scenario, "linux")? else {
        return Ok(());
    };
    ensure!(
        dlss.starts_with("Reason.RuntimeOtherLibrary") && dlss.contains(DLSS),
        "{dlss}"
    );
    assert_eq!(video, "ready");
    Ok(())
}

#[test]
fn fault_18_a_bad_file_does_not_hide_a_good_one() -> Result<()> {
    // In a folder behind it, and the core at the driver's place.
    let [bad, good, driver] = [
        Scenario::new(&[])?,
        Scenario::new(&[DLSS])?,
        Scenario::new(&[CORE])?,
    ];
    for file in [CORE, DLSS] {
        std::fs::write(bad.path().join(file), "<!DOCTYPE html>")?;
    }
    let folders = format!("{}:{}", bad.path().display(), good.path().display());
    let bad = bad
        .with("PLAY_FOLDER", &folders)
        .with("LD_LIBRARY_PATH", &driver.path().display().to_string());
    let Some(outcome) = bad.play("open linux; why dlss; job dlss 64x36 96x54; frames 1; close")? else {
        return Ok(());
    };
    assert_eq!(
        (outcome.of("why"), outcome.of("plan")),
        (vec!["ready"], vec!["dlss"])
    );
    let logged = outcome.of("log");
    for file in [CORE, DLSS] {
        let place = bad.path().join(file).display().to_string();
        ensure!(
            logged.iter().any(|line| line.contains(&place)),
            "{file}: {logged:?}"
        );
    }
    // NGX is not told of the folder with the bad one.
    let told = format!("folders={}", good.path().display());
    ensure!(outcome.given("Init")[0].ends_with(&told), "{:?}", outcome.calls);
    Ok(())
}

/// Writes another name over one, so that the library lacks it.
fn rename(bytes: &mut [u8], name: &str) {
    let name = format!("\0{name}\0");
    let places: Vec<_> = (0..bytes.len() - name.len())
        .filter(|place| bytes[*place..].starts_with(name.as_bytes()))
        .collect();
    assert!(!places.is_empty(), "{name} is not in the file");
    for place in places {
        bytes[place + name.len() - 2] = b'_';
    }
}

#[test]
fn fault_18_a_library_that_lacks_a_function() -> Result<()> {
    let scenario = Scenario::new(&[CORE, DLSS])?;
    scenario.patch(CORE, |bytes| rename(bytes, "NVSDK_NGX_VULKAN_EvaluateFeature"))?;
    let Some([dlss, ..]) = reasons(&scenario, "linux")? else {
        return Ok(());
    };
    ensure!(
        dlss.contains("NVSDK_NGX_VULKAN_EvaluateFeature") && dlss.contains(CORE),
        "{dlss}"
    );

    let scenario = Scenario::new(&[XESS])?;
    scenario.patch(XESS, |bytes| rename(bytes, "xessVKExecute"))?;
    let Some([_, _, xess]) = reasons(&scenario, "windows")? else {
        return Ok(());
    };
    ensure!(xess.contains("xessVKExecute") && xess.contains(XESS), "{xess}");
    Ok(())
}
