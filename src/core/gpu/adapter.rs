// SPDX-License-Identifier: GPL-2.0-or-later
//! Which GPUs there are and which one is taken.

use std::ffi::CStr;
use std::fmt;

use super::{GpuError, vulkan};

/// Which adapter a device is opened on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AdapterChoice {
    /// The fastest kind that there is: discrete, integrated, other, software.
    Any,
    /// The first whose name contains this text, whatever the case.
    Name(String),
    /// The one that another API names by these UUIDs (OpenGL's `GL_DEVICE_UUID_EXT` and `GL_DRIVER_UUID_EXT`,
    /// `VkPhysicalDeviceIDProperties`). An adapter that matches both is preferred to one that is the
    /// same device under another driver.
    Uuid {
        /// Identifies the physical device.
        device: [u8; 16],
        /// Identifies the driver build.
        driver: [u8; 16],
    },
}

impl fmt::Display for AdapterChoice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Any => f.write_str("*"),
            Self::Name(name) => write!(f, "\"{name}\""),
            Self::Uuid { device, .. } => {
                f.write_str("UUID ")?;
                device.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
            }
        }
    }
}

/// What kind of hardware an adapter is; in the order in which [`AdapterChoice::Any`] prefers them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AdapterKind {
    /// A card with memory of its own.
    Discrete,
    /// A part of the processor, sharing its memory.
    Integrated,
    /// Virtual or unknown.
    Other,
    /// A rasteriser on the CPU, such as lavapipe.
    Software,
}

impl AdapterKind {
    /// Its name in the JSON for tools.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Discrete => "discrete",
            Self::Integrated => "integrated",
            Self::Other => "other",
            Self::Software => "software",
        }
    }
}

impl From<wgpu::DeviceType> for AdapterKind {
    fn from(kind: wgpu::DeviceType) -> Self {
        match kind {
            wgpu::DeviceType::DiscreteGpu => Self::Discrete,
            wgpu::DeviceType::IntegratedGpu => Self::Integrated,
            wgpu::DeviceType::Cpu => Self::Software,
            wgpu::DeviceType::VirtualGpu | wgpu::DeviceType::Other => Self::Other,
        }
    }
}

/// Facts about one adapter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AdapterDesc {
    /// The driver's name for the device.
    pub name: String,
    /// The driver and its version, as the driver words it.
    pub driver: String,
    /// The API that it is driven with.
    pub backend: &'static str,
    /// What kind of hardware it is.
    pub kind: AdapterKind,
    /// The UUID of the device, where the driver tells it (Vulkan 1.1).
    pub device_uuid: Option<[u8; 16]>,
    /// The UUID of the driver, where the driver tells it (Vulkan 1.1).
    pub driver_uuid: Option<[u8; 16]>,
    /// The largest width and height of a texture, in pixels.
    pub max_texture_size: u32,
}

impl AdapterDesc {
    /// What opens a device on this adapter again.
    #[must_use]
    pub fn choice(&self) -> AdapterChoice {
        match (self.device_uuid, self.driver_uuid) {
            (Some(device), Some(driver)) => AdapterChoice::Uuid { device, driver },
            _ => AdapterChoice::Name(self.name.clone()),
        }
    }

    fn of(adapter: &wgpu::Adapter) -> Self {
        let info = adapter.get_info();
        let (device_uuid, driver_uuid) = vulkan::uuids(adapter).unzip();
        let driver = [info.driver, info.driver_info]
            .into_iter()
            .filter(|part| !part.is_empty());
        Self {
            name: info.name,
            driver: driver.collect::<Vec<_>>().join(" "),
            backend: "Vulkan",
            kind: info.device_type.into(),
            device_uuid,
            driver_uuid,
            max_texture_size: adapter.limits().max_texture_dimension_2d,
        }
    }
}

/// All adapters of this machine, the one that [`AdapterChoice::Any`] takes first. Empty where there is no Vulkan.
///
/// Asks every installed driver: some milliseconds to some hundreds of them.
#[must_use]
pub fn adapters() -> Vec<AdapterDesc> {
    let instance = instance(wgpu::InstanceFlags::empty(), &[]);
    let mut found: Vec<_> = enumerate(&instance).into_iter().map(|(_, desc)| desc).collect();
    found.sort_by_key(|desc| desc.kind);
    found
}

/// A connection to the Vulkan loader, with these extensions unless it refuses them. Without a loader it has no adapters.
pub(super) fn instance(flags: wgpu::InstanceFlags, extensions: &[&'static CStr]) -> wgpu::Instance {
    let flags = flags.with_env();
    let plain = || vulkan::instance(flags, &[]).filter(|_| !extensions.is_empty());
    vulkan::instance(flags, extensions)
        .or_else(plain)
        .unwrap_or_else(|| {
            wgpu::Instance::new(wgpu::InstanceDescriptor {
                backends: wgpu::Backends::empty(),
                ..wgpu::InstanceDescriptor::new_without_display_handle()
            })
        })
}

pub(super) fn enumerate(instance: &wgpu::Instance) -> Vec<(wgpu::Adapter, AdapterDesc)> {
    let adapters = pollster::block_on(instance.enumerate_adapters(wgpu::Backends::VULKAN));
    let describe = |adapter: wgpu::Adapter| {
        let desc = AdapterDesc::of(&adapter);
        (adapter, desc)
    };
    adapters.into_iter().map(describe).collect()
}

/// The index of the adapter that `choice` means.
pub(super) fn choose(choice: &AdapterChoice, adapters: &[&AdapterDesc]) -> Result<usize, GpuError> {
    if adapters.is_empty() {
        return Err(GpuError::NoVulkan);
    }
    let best = |accept: &dyn Fn(&AdapterDesc) -> bool| {
        let accepted = adapters.iter().enumerate().filter(|(_, desc)| accept(desc));
        accepted.min_by_key(|(_, desc)| desc.kind).map(|(index, _)| index)
    };
    let chosen = match choice {
        AdapterChoice::Any => best(&|_| true),
        AdapterChoice::Name(name) => {
            let name = name.to_lowercase();
            best(&|desc| desc.name.to_lowercase().contains(&name))
        }
        AdapterChoice::Uuid { device, driver } => {
            let same_device = |desc: &AdapterDesc| desc.device_uuid.as_ref() == Some(device);
            best(&|desc| same_device(desc) && desc.driver_uuid.as_ref() == Some(driver))
                .or_else(|| best(&same_device))
        }
    };
    chosen.ok_or_else(|| GpuError::AdapterNotFound {
        wanted: choice.to_string(),
        found: adapters
            .iter()
            .map(|desc| desc.name.as_str())
            .collect::<Vec<_>>()
            .join(", "),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn adapter(name: &str, kind: AdapterKind, device: u8, driver: u8) -> AdapterDesc {
        AdapterDesc {
            name: name.to_owned(),
            driver: String::new(),
            backend: "Vulkan",
            kind,
            device_uuid: Some([device; 16]),
            driver_uuid: Some([driver; 16]),
            max_texture_size: 16384,
        }
    }

    /// Two GPUs (one of them under two drivers) and a software rasteriser.
    fn machine() -> Vec<AdapterDesc> {
        vec![
            adapter("llvmpipe", AdapterKind::Software, 1, 1),
            adapter("Integrated Graphics 7", AdapterKind::Integrated, 2, 2),
            adapter("Big Card (open driver)", AdapterKind::Discrete, 3, 3),
            adapter("Big Card (vendor driver)", AdapterKind::Discrete, 3, 4),
        ]
    }

    fn chosen(choice: &AdapterChoice) -> Result<usize, GpuError> {
        choose(choice, &machine().iter().collect::<Vec<_>>())
    }

    #[test]
    fn any_prefers_the_fastest_kind() {
        assert_eq!(chosen(&AdapterChoice::Any), Ok(2));
    }

    #[test]
    fn a_name_matches_a_part_in_any_case() {
        assert_eq!(chosen(&AdapterChoice::Name("LLVM".into())), Ok(0));
        assert_eq!(chosen(&AdapterChoice::Name("vendor".into())), Ok(3));
    }

    #[test]
    fn an_unknown_name_lists_what_there_is() {
        let Err(GpuError::AdapterNotFound { wanted, found }) = chosen(&AdapterChoice::Name("voodoo".into()))
        else {
            panic!("an adapter that does not exist was found");
        };
        assert_eq!(wanted, "\"voodoo\"");
        assert!(found.contains("llvmpipe") && found.contains("Big Card (vendor driver)"));
    }

    #[test]
    fn fault_20_the_adapter_of_the_renderer_is_taken() {
        let uuid = |device, driver| AdapterChoice::Uuid {
            device: [device; 16],
            driver: [driver; 16],
        };
        assert_eq!(chosen(&uuid(3, 4)), Ok(3), "device and driver");
        assert_eq!(chosen(&uuid(2, 9)), Ok(1), "the same device under another driver");
        assert!(matches!(
            chosen(&uuid(9, 9)),
            Err(GpuError::AdapterNotFound { .. })
        ));
    }

    #[test]
    fn fault_19_no_adapter_at_all() {
        assert_eq!(choose(&AdapterChoice::Any, &[]), Err(GpuError::NoVulkan));
    }
}
