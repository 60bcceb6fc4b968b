// SPDX-License-Identifier: GPL-2.0-or-later
use std::sync::mpsc;

use super::*;

/// A device with the fate that it is told.
type Fake = Arc<Mutex<Fate>>;

fn fake() -> Fake {
    Arc::new(Mutex::new(Fate::Kept))
}

fn told(device: &Fake) -> Fate {
    *lock(device)
}

fn spawn(open: impl FnOnce() -> Opened<Fake> + Send + 'static) -> std::io::Result<JoinHandle<Opened<Fake>>> {
    thread::Builder::new().spawn(open)
}

fn no_start() -> std::io::Result<JoinHandle<Opened<Fake>>> {
    panic!("a device is opened that should not be");
}

/// Asks until the thread has ended; every thread of these tests ends.
fn settled(slot: &Mutex<Slot<Fake>>, now: Instant) -> State<Fake> {
    loop {
        match get(slot, now, told, no_start) {
            State::Opening => thread::yield_now(),
            state => return state,
        }
    }
}

#[test]
fn opens_once_in_the_background() {
    let slot = Mutex::new(Slot::Empty);
    let now = Instant::now();
    let (go, wait) = mpsc::channel::<()>();
    let start = || {
        spawn(move || {
            wait.recv().expect("the test lets go");
            Ok(fake())
        })
    };
    assert!(matches!(get(&slot, now, told, start), State::Opening));
    assert!(
        matches!(get(&slot, now, told, no_start), State::Opening),
        "still at it"
    );
    go.send(()).expect("the thread waits");
    assert!(matches!(settled(&slot, now), State::Ready(_)));
    assert!(matches!(get(&slot, now, told, no_start), State::Ready(_)));
}

#[test]
fn a_first_failure_is_kept() {
    let slot = Mutex::new(Slot::Empty);
    let now = Instant::now();
    get(&slot, now, told, || spawn(|| Err(GpuError::NoVulkan)));
    assert!(matches!(settled(&slot, now), State::Failed(GpuError::NoVulkan)));
    let much_later = now + Duration::from_secs(3600);
    assert!(matches!(
        get(&slot, much_later, told, no_start),
        State::Failed(GpuError::NoVulkan)
    ));
}

#[test]
fn fault_21_a_first_failure_for_want_of_memory_is_not_the_last() {
    let slot = Mutex::new(Slot::Empty);
    let now = Instant::now();
    get(&slot, now, told, || spawn(|| Err(GpuError::OutOfMemory)));
    assert!(matches!(
        settled(&slot, now),
        State::Failed(GpuError::OutOfMemory)
    ));
    let later = now + FIRST_PAUSE;
    get(&slot, later, told, || spawn(|| Ok(fake())));
    assert!(matches!(settled(&slot, later), State::Ready(_)));
}

#[test]
fn fault_22_a_panic_while_opening_is_a_failure() {
    let slot = Mutex::new(Slot::Empty);
    let now = Instant::now();
    get(&slot, now, told, || spawn(|| panic!("expected by the test")));
    assert!(matches!(
        settled(&slot, now),
        State::Failed(GpuError::DeviceCreation(_))
    ));

    let slot = Mutex::new(Slot::Empty);
    let choosing = || get(&slot, now, told, || panic!("expected by the test"));
    assert!(std::panic::catch_unwind(std::panic::AssertUnwindSafe(choosing)).is_err());
    assert!(matches!(
        get(&slot, now, told, no_start),
        State::Failed(GpuError::DeviceCreation(_))
    ));
}

#[test]
fn fault_4_a_lost_device_is_opened_anew_with_growing_pauses() {
    let slot = Mutex::new(Slot::Empty);
    let mut now = Instant::now();
    let first = fake();
    let device = Arc::clone(&first);
    get(&slot, now, told, || spawn(move || Ok(device)));
    assert!(matches!(settled(&slot, now), State::Ready(_)));

    *lock(&first) = Fate::Lost;
    assert!(
        matches!(get(&slot, now, told, no_start), State::Opening),
        "a pause comes first"
    );
    now += FIRST_PAUSE;
    get(&slot, now, told, || spawn(|| Err(GpuError::OutOfMemory)));
    assert!(matches!(
        settled(&slot, now),
        State::Failed(GpuError::OutOfMemory)
    ));
    now += FIRST_PAUSE;
    assert!(
        matches!(get(&slot, now, told, no_start), State::Failed(_)),
        "the second pause is longer"
    );
    now += FIRST_PAUSE;
    get(&slot, now, told, || spawn(|| Ok(fake())));
    assert!(matches!(settled(&slot, now), State::Ready(_)));
}

#[test]
fn an_outdated_device_is_opened_anew_at_once() {
    let slot = Mutex::new(Slot::Empty);
    let now = Instant::now();
    let first = fake();
    let device = Arc::clone(&first);
    get(&slot, now, told, || spawn(move || Ok(device)));
    assert!(matches!(settled(&slot, now), State::Ready(_)));

    *lock(&first) = Fate::Outdated;
    let second = fake();
    let device = Arc::clone(&second);
    get(&slot, now, told, || spawn(move || Ok(device)));
    let State::Ready(device) = settled(&slot, now) else {
        panic!("there is no device");
    };
    assert!(Arc::ptr_eq(&device, &second));
    drop(device);
    assert_eq!(Arc::strong_count(&first), 1, "the first is kept");
}

#[test]
fn pauses_end_at_the_longest() {
    assert_eq!(pause(1), FIRST_PAUSE);
    assert_eq!(pause(2), FIRST_PAUSE * 2);
    assert_eq!(pause(Losses::MAX), LONGEST_PAUSE);
}

#[test]
fn fault_5_closing_while_opening_waits_for_the_thread() {
    let slot = Mutex::new(Slot::Empty);
    let now = Instant::now();
    let device = fake();
    let alive = Arc::downgrade(&device);
    get(&slot, now, told, || {
        spawn(move || {
            thread::sleep(Duration::from_millis(50));
            Ok(device)
        })
    });
    close(&slot);
    assert!(
        alive.upgrade().is_none(),
        "the device that nobody wants any more is gone"
    );
    assert!(matches!(
        get(&slot, now, told, no_start),
        State::Failed(GpuError::ShutDown)
    ));
}

#[test]
fn fault_5_closing_while_a_thread_is_being_started() {
    let slot = Mutex::new(Slot::Empty);
    let state = get(&slot, Instant::now(), told, || {
        close(&slot);
        spawn(|| Ok(fake()))
    });
    assert!(matches!(state, State::Failed(GpuError::ShutDown)));
}

fn opened(shared: &SharedGpu, choice: &AdapterChoice) -> GpuState {
    loop {
        match shared.get(|| choice.clone()) {
            GpuState::Opening => thread::sleep(Duration::from_millis(5)),
            state => return state,
        }
    }
}

#[test]
fn another_gpu_is_better_than_none() {
    if crate::testing::gpu().is_none() {
        return;
    }
    let shared = SharedGpu::new();
    let elsewhere = AdapterChoice::Uuid {
        device: [0xee; 16],
        driver: [0xee; 16],
    };
    assert!(shared.ready().is_none());
    let GpuState::Ready(gpu) = opened(&shared, &elsewhere) else {
        panic!("no GPU was opened");
    };
    assert!(shared.ready().is_some_and(|ready| Arc::ptr_eq(&ready, &gpu)));
    shared.shutdown();
    assert!(shared.ready().is_none());
}

#[test]
fn an_adapter_that_is_not_there() {
    let shared = SharedGpu::new();
    let GpuState::Failed(message) = opened(&shared, &AdapterChoice::Name("no such GPU".into())) else {
        panic!("a GPU that does not exist was opened");
    };
    // Where there is no Vulkan at all, that is said instead.
    assert!(["Reason.AdapterNotFound", "Reason.NoVulkan"].contains(&message.key));
    shared.shutdown();
}
