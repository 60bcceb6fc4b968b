// SPDX-License-Identifier: GPL-2.0-or-later
//! What the plugin may cost when OBS starts and when the filter is added.

use std::time::Duration;

use anyhow::{Result, ensure};
use nu_scaler_tests::host::pattern::{Pattern, picture};
use nu_scaler_tests::host::{Host, Options, Video};
use nu_scaler_tests::host_test;

use crate::common::{Stage, fsr};

/// What OBS's start may take longer with the plugin.
const START: Duration = Duration::from_millis(50);

/// Slow enough that a software rasteriser keeps up, with room for the busy machine of a test run.
const FPS: u32 = 10;

const WITHOUT: Options = Options {
    plugin: false,
    ..Options::DEFAULT
};

// What a user's OBS does, without the validation layer, which compiles everything once more.
const SLOW_CANVAS: Options = Options {
    video: Video {
        width: 640,
        height: 360,
        fps: FPS,
    },
    environment: &[("WGPU_VALIDATION", "0")],
    ..Options::DEFAULT
};

host_test!(loading_delays_obs_little, WITHOUT, |host| {
    let took = host.load_plugin()?;
    println!("loading took {took:?}");
    ensure!(
        took < START,
        "loading the plugin took {took:?}, at most {START:?} are allowed"
    );
    Ok(())
});

host_test!(
    adding_the_filter_loses_no_more_than_a_frame,
    SLOW_CANVAS,
    |host| {
        let usual = host.longest_tick(|| host.ticks(10))?;
        let longest = host.longest_tick(|| add_and_wait(host))?;
        println!("longest tick: {usual:?} before, {longest:?} while the filter is added");
        let frame = Duration::from_secs(1) / FPS;
        ensure!(
            longest < 2 * frame + usual.saturating_sub(frame),
            "the graphics thread stood still for {longest:?}, a frame has {frame:?}"
        );
        Ok(())
    }
);

fn add_and_wait(host: &Host) -> Result<()> {
    let pattern = Pattern::new(picture(320, 180, |x, y| [x as u8, y as u8, 128, 255]));
    let stage = Stage::new(host, host.pattern("game", &pattern)?, &fsr(2.0))?;
    stage.wait_for("the technology to draw", |status| status["state"] == "upscaling")?;
    host.ticks(3)
}
