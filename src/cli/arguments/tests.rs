// SPDX-License-Identifier: GPL-2.0-or-later

use super::*;
use clap::CommandFactory;

#[test]
fn the_command_line_is_consistent() {
    Arguments::command().debug_assert();
}

#[test]
fn defaults_are_those_of_the_table() {
    let arguments = Arguments::try_parse_from(["nu-scaler", "upscale", "a", "b"]).unwrap();
    let Command::Upscale(arguments) = arguments.command else {
        panic!("upscale was parsed as something else")
    };
    assert_eq!(arguments.settings().unwrap(), Settings::default());
}

/// What the flags of `upscale` amount to.
fn parse(flags: &str) -> Settings {
    let arguments = Arguments::try_parse_from(format!("nu-scaler upscale a b {flags}").split_whitespace());
    match arguments.unwrap().command {
        Command::Upscale(arguments) => arguments.settings().unwrap(),
        _ => panic!("upscale was parsed as something else"),
    }
}

#[test]
fn a_content_sets_what_no_flag_says() {
    let set_by = |content: Content| Settings {
        content,
        ..Settings::read(&content.changes()).0
    };
    for &content in Content::ALL {
        assert_eq!(parse(&format!("--content {}", content.id())), set_by(content));
    }
    let settings = parse("--content camera --sharpness 0.9 --noise-limit=false --quality ultra");
    assert_eq!(
        settings,
        Settings {
            sharpness: 0.9,
            noise_limit: false,
            quality: Quality::Ultra,
            ..set_by(Content::Camera)
        }
    );
    let settings = parse("--content pixel_art --quality ultra --algorithm preset --technology fsr");
    assert_eq!(
        (settings.scale_mode, settings.algorithm, settings.technology),
        (ScaleMode::Preset, None, TechnologyChoice::Only(TechnologyId::Fsr))
    );
    // A kernel still asks for kernels.
    let settings = parse("--content game_3d --algorithm lanczos3");
    assert_eq!(
        settings.technology,
        TechnologyChoice::Only(TechnologyId::Fallback)
    );
}

#[test]
fn flags_become_settings() {
    let settings = parse("--size 20x30 --algorithm area --sharpness 1");
    assert_eq!(
        (settings.scale_mode, settings.width, settings.height),
        (ScaleMode::Size, 20, 30)
    );
    assert_eq!(
        (settings.algorithm, settings.sharpness),
        (Some(Algorithm::Area), 1.0)
    );
    let settings = parse("--scale 2.5 --quality ultra");
    assert_eq!(
        (settings.scale_mode, settings.scale_factor),
        (ScaleMode::Factor, 2.5)
    );
    assert_eq!(settings.quality, Quality::Ultra);
    assert!(parse("--noise-limit").noise_limit && !parse("--noise-limit=false").noise_limit);
}

#[test]
fn a_benchmark_is_of_the_usual_sizes_or_of_the_one_asked_for() {
    let sizes = |flags: &str| {
        let arguments = format!("nu-scaler bench {flags}");
        match Arguments::try_parse_from(arguments.split_whitespace())
            .unwrap()
            .command
        {
            Command::Bench(arguments) => arguments.sizes(),
            _ => panic!("bench was parsed as something else"),
        }
    };
    assert_eq!(sizes("--frames 3 --technology fsr,fallback"), None);
    assert_eq!(
        sizes("--scale 2"),
        Some([Size::new(1280, 720), Size::new(2560, 1440)])
    );
    assert_eq!(
        sizes("--input 64x36"),
        Some([Size::new(64, 36), Size::new(96, 54)])
    );
}

#[test]
fn the_nearest_name_is_offered() {
    let offered = |key: &str, id: &str| {
        let SettingKind::Choice { values, .. } = row(key).kind else {
            panic!("{key} is no choice")
        };
        nearest(id, values)
    };
    assert_eq!(offered("technology", "FRS"), Some("fsr"));
    assert_eq!(offered("technology", "fallbak"), Some("fallback"));
    assert_eq!(offered("algorithm", "lancos3"), Some("lanczos3"));
    assert_eq!(offered("quality", "perf"), Some("performance"));
    assert_eq!(offered("quality", "zzz"), None);
    assert_eq!(offered("quality", ""), None);
}

#[test]
fn numbers_out_of_range_or_none_are_refused() {
    assert!(technology("auto").is_err() && technology("fsr") == Ok(TechnologyId::Fsr));
    for number in ["0.99", "4.01", "-1", "NaN", "inf", "-inf", "1e999", "two", ""] {
        assert!(float("scale_factor", number).is_err(), "{number:?}");
    }
    assert_eq!(float("scale_factor", "1"), Ok(1.0));
    assert_eq!(float("scale_factor", "4"), Ok(4.0));
    for text in [
        "",
        "1920",
        "0x10",
        "10x0",
        "16385x1",
        "-5x5",
        "axb",
        "99999999999x1",
    ] {
        assert!(size(text).is_err(), "{text:?}");
    }
    assert_eq!(size("16384x1"), Ok(Size::new(16384, 1)));
}
