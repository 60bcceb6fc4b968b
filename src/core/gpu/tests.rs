// SPDX-License-Identifier: GPL-2.0-or-later
use super::*;
use crate::testing;

#[test]
fn the_device_is_described() {
    let Some(gpu) = testing::gpu() else { return };
    let desc = gpu.desc();
    assert!(!desc.name.is_empty());
    assert!(gpu.max_texture_size() >= 4096, "Vulkan promises as much");
    assert_eq!(
        gpu.device().limits().max_texture_dimension_2d,
        gpu.max_texture_size()
    );
    assert!(adapters().contains(desc), "the device's adapter is listed");
    assert_eq!((gpu.lost(), gpu.take_error()), (None, None));
    testing::assert_no_validation_messages();
}

#[test]
fn a_device_is_found_again_by_its_uuids() {
    let Some(gpu) = testing::gpu() else { return };
    let (Some(device), Some(driver)) = (gpu.desc().device_uuid, gpu.desc().driver_uuid) else {
        println!("SKIP: the driver tells no UUIDs");
        return;
    };
    let again = Gpu::open(&AdapterChoice::Uuid { device, driver }).expect("the adapter exists");
    assert_eq!(again.desc(), gpu.desc());
}

#[test]
fn fault_4_a_lost_device_says_so() {
    let Ok(gpu) = testing::open_gpu() else {
        println!("SKIP: no Vulkan device");
        return;
    };
    let encoder = gpu
        .device()
        .create_command_encoder(&wgpu::CommandEncoderDescriptor::default());
    let submission = gpu.submit([encoder.finish()]);
    gpu.device().destroy();
    assert!(matches!(gpu.wait(submission), Err(GpuError::Lost(_))));
    assert!(gpu.lost().is_some());
    assert!(matches!(gpu.check(|| ()), Err(GpuError::Lost(_))));
}

#[test]
fn fault_21_what_fails_for_a_while_may_work_again() {
    let Ok(gpu) = testing::open_gpu() else {
        println!("SKIP: no Vulkan device");
        return;
    };
    let [part, other] = [Part::Sharpening, Part::Overlay];
    let reason = || Message::new("Reason.OutOfMemory");
    let before = gpu.failure_changes();
    gpu.set_failed_for(part, reason(), Duration::from_secs(60));
    gpu.set_failed(other, reason());
    assert_eq!(gpu.failure(part), Some(reason()));
    assert_eq!(gpu.failure_changes(), before + 2);
    gpu.set_failed(other, Message::new("Reason.GpuRefused"));
    assert_eq!(
        gpu.failure(other),
        Some(reason()),
        "why it failed first explains more"
    );
    lock(&gpu.failures).forget(Instant::now() + Duration::from_secs(60));
    assert!(!gpu.has_failed(part) && gpu.has_failed(other));
    assert_eq!(gpu.failure_changes(), before + 3);
}

#[test]
fn errors_are_taken_once_and_never_panic() {
    let Ok(gpu) = testing::open_gpu() else {
        println!("SKIP: no Vulkan device");
        return;
    };
    let too_large = || {
        gpu.device().create_buffer(&wgpu::BufferDescriptor {
            label: Some("too large"),
            size: u64::MAX,
            usage: wgpu::BufferUsages::COPY_DST,
            mapped_at_creation: false,
        })
    };
    assert!(matches!(gpu.check(too_large), Err(GpuError::Refused(_))));
    assert_eq!(gpu.take_error(), None, "a checked error is not reported twice");
    drop(too_large());
    assert!(gpu.take_error().is_some_and(|error| error.contains("too large")));
    assert_eq!(gpu.take_error(), None);
    assert_eq!(gpu.lost(), None);
}

#[test]
fn fault_15_a_device_leaves_nothing_behind() {
    let Ok(gpu) = testing::open_gpu() else {
        println!("SKIP: no Vulkan device");
        return;
    };
    let texture = testing::create_texture(
        &gpu,
        crate::frame::Size::new(64, 64),
        crate::frame::PixelFormat::Rgba8,
    );
    testing::download(&gpu, &texture);
    drop((texture, gpu));
    testing::assert_no_validation_messages();
}

#[test]
fn fault_19_a_machine_without_a_driver() {
    let child = std::process::Command::new(std::env::current_exe().expect("the test's own path"))
        .args(["--exact", "gpu::tests::there_is_no_driver", "--ignored"])
        // The loader's old and new name of the list of drivers.
        .envs(["VK_ICD_FILENAMES", "VK_DRIVER_FILES"].map(|name| (name, "/nonexistent.json")))
        .output()
        .expect("the test can run itself");
    let output = String::from_utf8_lossy(&child.stdout);
    assert!(child.status.success() && output.contains("1 passed"), "{output}");
}

#[test]
#[ignore = "fault_19_a_machine_without_a_driver runs it with the drivers hidden"]
fn there_is_no_driver() {
    assert_eq!(adapters(), []);
    assert!(matches!(Gpu::open(&AdapterChoice::Any), Err(GpuError::NoVulkan)));
}
