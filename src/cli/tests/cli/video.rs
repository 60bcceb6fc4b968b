// SPDX-License-Identifier: GPL-2.0-or-later
//! Upscaling videos.

use std::fs;
use std::path::Path;
use std::process::Command;

use super::common::{command, finish, has_ffmpeg, has_gpu, names, run};

/// ffmpeg with these arguments (none has a space in it), in `folder`; gives what it writes to its standard output.
#[track_caller]
fn ffmpeg(folder: &Path, arguments: &str) -> Vec<u8> {
    let mut command = Command::new("ffmpeg");
    command.args(["-nostdin", "-v", "error", "-y"]);
    let made = command.args(arguments.split_whitespace()).current_dir(folder);
    let made = made.output().unwrap();
    assert!(
        made.status.success(),
        "{arguments}: {}",
        String::from_utf8_lossy(&made.stderr)
    );
    made.stdout
}

/// What ffprobe tells of a video's picture: the values of these entries.
fn probed(folder: &Path, entries: &str, video: &str) -> String {
    let mut command = Command::new("ffprobe");
    command.args(["-v", "error", "-select_streams", "v:0", "-of", "csv=p=0"]);
    command.args(["-show_entries", &format!("stream={entries}"), video]);
    let told = command.current_dir(folder).output().unwrap();
    String::from_utf8(told.stdout).unwrap().trim().to_owned()
}

#[test]
fn a_video_keeps_its_colours() {
    if !has_gpu() || !has_ffmpeg() {
        return;
    }
    const COLOR: [u8; 3] = [200, 40, 100];
    let folder = tempfile::tempdir().unwrap();
    for (height, filters, tags) in [
        (720, "scale=out_color_matrix=bt709:out_range=tv", ""),
        (576, "scale=out_color_matrix=bt601:out_range=tv", ""),
        (
            720,
            "scale=out_color_matrix=bt601:out_range=tv",
            "-colorspace smpte170m",
        ),
        (
            576,
            "scale=out_color_matrix=bt709:out_range=tv",
            "-colorspace bt709",
        ),
        (
            720,
            "scale=out_color_matrix=bt709:out_range=pc",
            "-colorspace bt709 -color_range pc",
        ),
        (
            576,
            "scale=out_color_matrix=bt601:out_range=pc",
            "-color_range pc",
        ),
        (720, "format=gbrp", "-c:v ffv1 -pix_fmt gbrp"),
    ] {
        let [red, green, blue] = COLOR;
        let format = if tags.contains("gbrp") {
            ""
        } else {
            ",format=yuv420p"
        };
        let picture =
            format!("color=c=0x{red:02X}{green:02X}{blue:02X}:size=32x{height}:rate=10:duration=0.2");
        ffmpeg(
            folder.path(),
            &format!("-f lavfi -i {picture},format=rgb24 -vf {filters}{format} -crf 1 {tags} in.mkv"),
        );
        run(
            folder.path(),
            "upscale in.mkv out.mkv --technology fallback --scale 1 --sharpness 0",
        )
        .done();
        assert_eq!(probed(folder.path(), "color_space", "out.mkv"), "bt709");
        let made = ffmpeg(
            folder.path(),
            "-i out.mkv -frames:v 1 -f rawvideo -pix_fmt rgb24 -",
        );
        let pixel = &made[made.len() / 2..][..3];
        let worst = pixel.iter().zip(COLOR).map(|(a, b)| a.abs_diff(b)).max();
        assert!(worst <= Some(3), "{height} {filters} {tags}: {pixel:?}");
    }
}

#[test]
fn a_video_keeps_what_its_colours_are_said_to_be() {
    if !has_gpu() || !has_ffmpeg() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let picture = "-f lavfi -i testsrc=size=32x32:rate=10:duration=0.2,format=yuv420p";
    for (tags, expected) in [
        (
            "-color_primaries smpte170m -color_trc smpte170m",
            "tv,bt709,smpte170m,smpte170m",
        ),
        (
            "-color_primaries bt470bg -color_trc gamma28",
            "tv,bt709,bt470bg,bt470bg",
        ),
        ("", "tv,bt709,bt709,bt709"),
    ] {
        ffmpeg(folder.path(), &format!("{picture} {tags} in.mkv"));
        run(folder.path(), "upscale in.mkv out.mkv --scale 2").done();
        let told = probed(
            folder.path(),
            "color_range,color_space,color_transfer,color_primaries",
            "out.mkv",
        );
        assert_eq!(told, expected, "{tags}");
    }
    fs::remove_file(folder.path().join("out.mkv")).unwrap();
    for transfer in ["smpte2084", "arib-std-b67"] {
        ffmpeg(folder.path(), &format!("{picture} -color_trc {transfer} in.mkv"));
        let refused = run(folder.path(), "upscale in.mkv out.mkv --scale 2");
        let error = refused.error(1);
        assert!(error.contains("in.mkv: HDR") && error.contains("OBS"), "{error}");
    }
    assert_eq!(names(folder.path()), ["in.mkv"]);
}

#[test]
fn a_video_of_pixels_that_are_no_squares_keeps_its_shape() {
    if !has_gpu() || !has_ffmpeg() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    ffmpeg(
        folder.path(),
        "-f lavfi -i testsrc=size=64x48:rate=10:duration=0.2 -vf setsar=4/3 in.mp4",
    );
    for (flags, pixel) in [("--scale 2", "4:3"), ("--size 128x72", "1:1")] {
        for output in ["out.mkv", "out.mp4"] {
            run(folder.path(), &format!("upscale in.mp4 {output} {flags}")).done();
            let told = probed(folder.path(), "sample_aspect_ratio", output);
            assert!(
                told == pixel || (told == "N/A" && pixel == "1:1"),
                "{output} {flags}: {told}"
            );
        }
    }
}

#[test]
fn a_sound_that_a_video_cannot_hold_is_told_with_what_can() {
    if !has_gpu() || !has_ffmpeg() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    ffmpeg(
        folder.path(),
        "-f lavfi -i testsrc=size=32x32:rate=10:duration=0.5 -f lavfi -i sine=duration=0.5 -c:a pcm_s16le in.mkv",
    );
    let refused = run(folder.path(), "upscale in.mkv out.mp4");
    let error = refused.error(1);
    assert!(
        error.starts_with("out.mp4: ") && error.contains("pcm_s16le") && error.contains("use .mkv"),
        "{error}"
    );
    assert_eq!(names(folder.path()), ["in.mkv"]);
    run(folder.path(), "upscale in.mkv out.mkv").done();
}

#[test]
fn a_video_keeps_its_frames_and_its_sound() {
    if !has_gpu() || !has_ffmpeg() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let made = Command::new("ffmpeg")
        .args([
            "-v",
            "error",
            "-f",
            "lavfi",
            "-i",
            "testsrc=size=64x48:rate=10:duration=1",
        ])
        .args([
            "-f",
            "lavfi",
            "-i",
            "sine=duration=1",
            "-c:v",
            "libx264",
            "-c:a",
            "aac",
            "in.mp4",
        ])
        .current_dir(folder.path())
        .output()
        .unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    for output in ["out.mkv", "out.mp4"] {
        let done = run(
            folder.path(),
            &format!("upscale in.mp4 {output} --technology fsr3 --scale 2"),
        );
        done.done();
        assert!(
            done.stdout.contains("64x48 to 128x96, frames: 10"),
            "{}",
            done.stdout
        );
        let probed = Command::new("ffprobe")
            .args(["-v", "error", "-count_frames", "-of", "csv=p=0"])
            .args([
                "-show_entries",
                "stream=codec_type,width,height,nb_read_frames",
                output,
            ])
            .current_dir(folder.path())
            .output()
            .unwrap();
        let probed = String::from_utf8(probed.stdout).unwrap();
        assert!(probed.contains("video,128,96,10"), "{output}: {probed}");
        assert!(probed.contains("audio,"), "{output}: {probed}");
    }
    assert_eq!(names(folder.path()), ["in.mp4", "out.mkv", "out.mp4"]);
}

#[test]
fn a_video_that_cannot_be_made_leaves_nothing() {
    if !has_gpu() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("in.mp4"), "no video").unwrap();
    let arguments = "upscale in.mp4 out.mkv";
    let without = finish(command(folder.path(), arguments).env("PATH", "/nonexistent"));
    let error = without.error(1);
    assert!(error.contains("ffmpeg") && error.contains("install"), "{error}");
    if has_ffmpeg() {
        let damaged = run(folder.path(), arguments);
        assert!(
            damaged.error(1).starts_with("in.mp4: ffmpeg: "),
            "{}",
            damaged.stderr
        );
    }
    assert_eq!(names(folder.path()), ["in.mp4"]);
}

/// The times of a video's pictures or sound, in seconds and in order.
fn times(folder: &Path, stream: &str, video: &str) -> Vec<f64> {
    let mut command = Command::new("ffprobe");
    command.args(["-v", "error", "-select_streams", stream, "-of", "csv=p=0"]);
    command.args(["-show_entries", "packet=pts_time", video]);
    let told = command.current_dir(folder).output().unwrap();
    let told = String::from_utf8(told.stdout).unwrap();
    let times = told
        .lines()
        .map(|line| line.trim_end_matches(',').parse().unwrap());
    let mut times: Vec<f64> = times.collect();
    times.sort_by(f64::total_cmp);
    times
}

#[test]
fn a_video_gets_frames_in_between() {
    if !has_gpu() || !has_ffmpeg() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    ffmpeg(
        folder.path(),
        "-f lavfi -i testsrc2=size=64x48:rate=10:duration=1 -f lavfi -i sine=duration=1 in.mkv",
    );
    let done = run(
        folder.path(),
        "upscale in.mkv out.mkv --scale 2 --frame-generation 3",
    );
    done.done();
    assert!(done.stdout.contains("frames: 28"), "{}", done.stdout);
    assert_eq!(probed(folder.path(), "r_frame_rate", "out.mkv"), "30/1");
    let made = times(folder.path(), "v:0", "out.mkv");
    assert_eq!(made.len(), 28);
    assert!((made[27] - 0.9).abs() < 0.002, "{made:?}");
    assert!(!times(folder.path(), "a:0", "out.mkv").is_empty());
}

#[test]
fn no_frame_of_an_uneven_video_is_lost() {
    if !has_gpu() || !has_ffmpeg() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    // Ten at 30 a second, then ten at 10 a second.
    let uneven = "setpts='if(lt(N,10),N,10+(N-10)*3)/30/TB'";
    ffmpeg(
        folder.path(),
        &format!("-f lavfi -i testsrc2=size=64x48:rate=30 -frames:v 20 -vf {uneven} -vsync vfr in.mkv"),
    );
    let before = times(folder.path(), "v:0", "in.mkv");
    assert_eq!(before.len(), 20);
    run(folder.path(), "upscale in.mkv out.mkv --scale 2").done();
    let after = times(folder.path(), "v:0", "out.mkv");
    for time in before {
        assert!(
            after.iter().any(|other| (time - other).abs() < 0.006),
            "{time}: {after:?}"
        );
    }
}

#[test]
fn pictures_that_begin_later_than_the_sound_still_do() {
    if !has_gpu() || !has_ffmpeg() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    ffmpeg(
        folder.path(),
        "-f lavfi -itsoffset 0.4 -i testsrc=size=64x48:rate=10:duration=1 -f lavfi -i sine=duration=1.4 \
         -c:v libx264 -bf 0 -c:a aac in.ts",
    );
    for (input, output) in [
        ("in.ts", "out.mkv"),
        ("in.ts", "out.mp4"),
        ("out.mkv", "again.mkv"),
    ] {
        run(folder.path(), &format!("upscale {input} {output} --scale 1")).done();
        let begin = |stream| times(folder.path(), stream, output)[0];
        let later = begin("v:0") - begin("a:0");
        assert!((later - 0.4).abs() < 0.06, "{output}: {later}");
    }
}

#[test]
fn what_of_a_video_is_not_kept_is_told() {
    if !has_gpu() || !has_ffmpeg() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    fs::write(
        folder.path().join("in.srt"),
        "1\n00:00:00,100 --> 00:00:00,400\nHello\n",
    )
    .unwrap();
    ffmpeg(
        folder.path(),
        "-f lavfi -i testsrc=size=63x48:rate=10:duration=0.5 -i in.srt -map 0:v -map 1:s -metadata title=A_film \
         -pix_fmt yuv444p10le in.mkv",
    );
    for output in ["out.mkv", "out.mp4"] {
        let done = run(folder.path(), &format!("upscale in.mkv {output} --size 95x72"));
        assert_eq!(done.status, 0, "{}", done.stderr);
        let notes: Vec<_> = done.stderr.lines().collect();
        assert_eq!(notes.len(), 2, "{}", done.stderr);
        assert!(
            notes[0].contains(&format!("{output}: is 96x72 instead of 95x72")),
            "{notes:?}"
        );
        assert!(
            notes[1].starts_with("warning: in.mkv: ") && notes[1].contains("8 bits"),
            "{notes:?}"
        );
        assert_eq!(
            probed(folder.path(), "width,height,pix_fmt", output),
            "96,72,yuv420p"
        );
        let text = ffmpeg(folder.path(), &format!("-i {output} -map 0:s -f srt -"));
        assert!(String::from_utf8(text).unwrap().contains("Hello"), "{output}");
        let told = ffmpeg(folder.path(), &format!("-i {output} -f ffmetadata -"));
        assert!(
            String::from_utf8(told).unwrap().contains("title=A_film"),
            "{output}"
        );
    }
}

#[test]
fn a_video_that_is_cut_short_is_told() {
    if !has_gpu() || !has_ffmpeg() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("in.mp4");
    ffmpeg(
        folder.path(),
        "-f lavfi -i testsrc2=size=64x48:rate=10:duration=5 -movflags +faststart in.mp4",
    );
    let whole = fs::read(&path).unwrap();
    fs::write(&path, &whole[..whole.len() * 2 / 3]).unwrap();
    let done = run(folder.path(), "upscale in.mp4 out.mkv --scale 2");
    assert_eq!(done.status, 0, "{}", done.stderr);
    assert_eq!(done.stderr.lines().count(), 1, "{}", done.stderr);
    assert!(
        done.stderr.starts_with("warning: in.mp4: not all of it"),
        "{}",
        done.stderr
    );
    assert!(!times(folder.path(), "v:0", "out.mkv").is_empty());
}

#[cfg(unix)]
#[test]
fn a_video_that_does_not_fit_is_an_error_and_replaces_nothing() {
    if !has_gpu() || !has_ffmpeg() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    ffmpeg(
        folder.path(),
        "-f lavfi -i testsrc2=size=320x180:rate=10:duration=3 in.mp4",
    );
    let program = command(folder.path(), "");
    for output in ["out.mkv", "out.mp4"] {
        fs::write(folder.path().join(output), "before").unwrap();
        for blocks in [8, 100, 200, 300] {
            // As on a disk that is full: what is larger cannot be written.
            let mut limited = Command::new("sh");
            limited.args([
                "-c",
                &format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$@\""),
                "sh",
            ]);
            limited
                .arg(program.get_program())
                .args(["upscale", "in.mp4", output, "--scale", "2"]);
            let run = finish(
                limited
                    .current_dir(folder.path())
                    .env("XDG_RUNTIME_DIR", std::env::temp_dir()),
            );
            assert!(
                run.error(1).starts_with(&format!("{output}: ffmpeg: ")),
                "{blocks}: {}",
                run.stderr
            );
            assert_eq!(fs::read(folder.path().join(output)).unwrap(), b"before");
        }
    }
    assert_eq!(names(folder.path()), ["in.mp4", "out.mkv", "out.mp4"]);
}

#[cfg(unix)]
#[test]
fn nothing_is_left_of_an_interrupted_video() {
    use std::process::Stdio;
    use std::time::Duration;

    use super::common::{send, wait_for_file};

    if !has_gpu() || !has_ffmpeg() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    ffmpeg(
        folder.path(),
        "-f lavfi -i testsrc=size=320x180:rate=25:duration=20 -preset ultrafast in.mp4",
    );
    let out = folder.path().join("out");
    fs::create_dir(&out).unwrap();
    for wait in [0, 30, 100, 300, 1000] {
        let mut program = command(folder.path(), "upscale in.mp4 out/a.mkv --scale 2")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        wait_for_file(&out);
        std::thread::sleep(Duration::from_millis(wait));
        send(&program, "TERM");
        assert!(!program.wait().unwrap().success(), "it was done before");
        assert_eq!(names(&out), [""; 0], "after {wait} ms");
        // Long enough for an ffmpeg that went on.
        std::thread::sleep(Duration::from_millis(500));
        assert_eq!(names(&out), [""; 0], "later, after {wait} ms");
    }
}
