// SPDX-License-Identifier: GPL-2.0-or-later
//! What the header of a library says, read before the system is asked to load it: a file that is none, or one for
//! another processor, is told apart by name instead of by what a loader makes of it. Of one that is not whole, Linux's
//! would make the end of the process.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::Path;

use super::search::name_of;
use crate::text::Message;

/// A processor, as the headers number it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Processor {
    name: &'static str,
    /// `e_machine` of the ELF header.
    elf: u16,
    /// `Machine` of the PE file header.
    pe: u16,
}

const PROCESSORS: [Processor; 4] = [
    Processor {
        name: "x86_64",
        elf: 62,
        pe: 0x8664,
    },
    Processor {
        name: "aarch64",
        elf: 183,
        pe: 0xaa64,
    },
    Processor {
        name: "x86",
        elf: 3,
        pe: 0x014c,
    },
    Processor {
        name: "arm",
        elf: 40,
        pe: 0x01c4,
    },
];

/// Checks that a file is a library of this system for this processor, and is whole.
///
/// # Errors
/// What it is instead, for the user.
pub(super) fn check(path: &Path) -> Result<(), Message> {
    let header = Header::read(path).map_err(|error| {
        Message::new("Reason.RuntimeUnreadable")
            .with("file", name_of(path))
            .with("detail", error.to_string())
    })?;
    let file = || name_of(path);
    let machine = if cfg!(windows) { header.pe } else { header.elf };
    let Some(machine) = machine else {
        return Err(Message::new("Reason.RuntimeNotALibrary").with("file", file()));
    };
    let number = |processor: &Processor| {
        if cfg!(windows) {
            processor.pe
        } else {
            processor.elf
        }
    };
    let found = PROCESSORS.iter().find(|processor| number(processor) == machine);
    if found.is_some_and(|found| found.name == std::env::consts::ARCH) {
        return match header.is_whole {
            true => Ok(()),
            false => Err(Message::new("Reason.RuntimeNotWhole").with("file", file())),
        };
    }
    let found = found.map_or_else(|| format!("{machine:#x}"), |found| found.name.to_owned());
    Err(Message::new("Reason.RuntimeArchitecture")
        .with("file", file())
        .with("found", found)
        .with("wanted", std::env::consts::ARCH))
}

/// The processor of either kind of library; `None` where the file is no such library.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
struct Header {
    elf: Option<u16>,
    pe: Option<u16>,
    /// Whether all is there that an ELF file says of itself. (Windows looks itself.)
    is_whole: bool,
}

impl Header {
    fn read(path: &Path) -> std::io::Result<Self> {
        let mut file = File::open(path)?;
        let mut start = Vec::new();
        file.by_ref().take(64).read_to_end(&mut start)?;
        let mut header = Self {
            elf: elf(&start),
            pe: None,
            is_whole: true,
        };
        if header.elf.is_some() {
            header.is_whole = is_whole(&mut file, &start)?;
        }
        if start.starts_with(b"MZ")
            && let Some(offset) = number(&start, 0x3c)
        {
            let mut signature = Vec::new();
            file.seek(SeekFrom::Start(offset.into()))?;
            file.take(6).read_to_end(&mut signature)?;
            header.pe = signature
                .starts_with(b"PE\0\0")
                .then(|| half(&signature, 4))
                .flatten();
        }
        Ok(header)
    }
}

/// The processor of a shared library in ELF of 32 or 64 bits, low byte first.
fn elf(start: &[u8]) -> Option<u16> {
    const SHARED: u16 = 3;
    let is_elf = start.starts_with(b"\x7fELF") && start.get(5) == Some(&1);
    (is_elf && half(start, 16) == Some(SHARED))
        .then(|| half(start, 18))
        .flatten()
}

/// Whether the file reaches as far as its segments do, and its table of sections, which is at the end; of 64 bits, as all
/// that is loaded here.
fn is_whole(file: &mut File, start: &[u8]) -> std::io::Result<bool> {
    const WIDE: u8 = 2;
    /// Bytes of a segment's entry.
    const ENTRY: u16 = 56;
    let length = file.seek(SeekFrom::End(0))?;
    if start.get(4) != Some(&WIDE) {
        return Ok(true);
    }
    // Where a table is, how large its entries are, and how many it has.
    let table = |offset, size, count| {
        let bytes = u64::from(half(start, size)?) * u64::from(half(start, count)?);
        Some((long(start, offset)?, bytes))
    };
    let (Some((offset, bytes)), Some((sections, sections_bytes))) = (table(32, 54, 56), table(40, 58, 60))
    else {
        return Ok(false);
    };
    // With entries of another size it is none, and its table might be larger than the memory.
    let fits = bytes == 0 || half(start, 54) == Some(ENTRY);
    if !fits
        || sections
            .checked_add(sections_bytes)
            .is_none_or(|end| end > length)
    {
        return Ok(false);
    }
    file.seek(SeekFrom::Start(offset))?;
    let mut table = Vec::new();
    file.take(bytes).read_to_end(&mut table)?;
    let reaches = |segment: &[u8]| {
        let end = long(segment, 8)?.checked_add(long(segment, 32)?)?;
        Some(end <= length)
    };
    let mut segments = table.chunks(ENTRY.into());
    Ok(table.len() as u64 == bytes && segments.all(|segment| reaches(segment) == Some(true)))
}

fn long(bytes: &[u8], at: usize) -> Option<u64> {
    bytes.get(at..at + 8)?.try_into().ok().map(u64::from_le_bytes)
}

fn half(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..at + 2)?.try_into().ok().map(u16::from_le_bytes)
}

fn number(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..at + 4)?.try_into().ok().map(u32::from_le_bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is found out about a file with this content.
    fn of_file<T>(name: &str, bytes: &[u8], find: impl FnOnce(&Path) -> T) -> T {
        let folder = tempfile::tempdir().expect("a folder can be made");
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).expect("the file can be written");
        find(&path)
    }

    fn header(name: &str, bytes: &[u8]) -> Header {
        of_file(name, bytes, |path| {
            Header::read(path).expect("the file can be read")
        })
    }

    fn elf_of(kind: u16, machine: u16) -> Vec<u8> {
        let mut bytes = b"\x7fELF\x02\x01\x01".to_vec();
        bytes.resize(64, 0);
        bytes[16..18].copy_from_slice(&kind.to_le_bytes());
        bytes[18..20].copy_from_slice(&machine.to_le_bytes());
        bytes
    }

    fn pe_of(machine: u16) -> Vec<u8> {
        let mut bytes = b"MZ".to_vec();
        bytes.resize(0x80, 0);
        bytes[0x3c] = 0x80;
        bytes.extend(b"PE\0\0");
        bytes.extend(machine.to_le_bytes());
        bytes
    }

    #[test]
    fn both_kinds_of_headers_are_read() {
        let none = Header {
            is_whole: true,
            ..Header::default()
        };
        let elf = |machine| Header {
            elf: Some(machine),
            ..none
        };
        let pe = |machine| Header {
            pe: Some(machine),
            ..none
        };
        assert_eq!(header("shared", &elf_of(3, 62)), elf(62));
        assert_eq!(header("executable", &elf_of(2, 62)), none);
        assert_eq!(header("dll", &pe_of(0x8664)), pe(0x8664));
        assert_eq!(header("cut", &pe_of(0x8664)[..0x83]), none);
        for (name, bytes) in [("empty", b"".as_slice()), ("text", b"no library"), ("dos", b"MZ")] {
            assert_eq!(header(name, bytes), none, "{name}");
        }
    }

    #[test]
    #[cfg(all(target_os = "linux", target_arch = "x86_64"))]
    fn fault_18_a_library_for_another_processor_is_named() {
        let reason = |name: &str, bytes: &[u8]| {
            of_file(name, bytes, |path| {
                check(path).map_err(|reason| reason.to_string())
            })
        };
        assert_eq!(reason("right", &elf_of(3, 62)), Ok(()));
        let arm = reason("arm", &elf_of(3, 183)).unwrap_err();
        assert!(arm.contains("aarch64") && arm.contains("x86_64"), "{arm}");
        let other = reason("odd", &elf_of(3, 0xf00)).unwrap_err();
        assert!(other.contains("0xf00"), "{other}");
        // A Windows library on Linux.
        assert!(reason("dll", &pe_of(0x8664)).unwrap_err().contains("no library"));
    }

    #[test]
    fn fault_18_a_library_that_ends_early_is_not_whole() {
        // One segment: its entry behind the header, its content behind that.
        let mut bytes = elf_of(3, 62);
        bytes[32] = 64;
        bytes[54] = 56;
        bytes[56] = 1;
        let mut segment = [0_u8; 56];
        segment[8] = 120;
        segment[32] = 10;
        bytes.extend(segment);
        bytes.extend([0; 10]);
        assert!(header("whole", &bytes).is_whole);
        for length in [129, 120, 70, 64] {
            assert!(!header("cut", &bytes[..length]).is_whole, "{length}");
        }
    }

    #[test]
    fn fault_18_a_table_of_entries_of_another_size_is_none() {
        let mut bytes = elf_of(3, 62);
        bytes[32] = 64;
        bytes[54..58].fill(0xff);
        bytes.extend([0; 64]);
        assert!(!header("huge", &bytes).is_whole);
    }

    #[test]
    fn fault_18_what_cannot_be_read_says_why() {
        let reason = check(Path::new("/nonexistent/libname.so")).unwrap_err();
        assert_eq!(reason.key, "Reason.RuntimeUnreadable");
    }
}
