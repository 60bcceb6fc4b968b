// SPDX-License-Identifier: GPL-2.0-or-later
//! What the header of a library says, read before the system is asked to load it: a file that is none, or one for
//! another processor, is told apart by name instead of by what a loader makes of it. Of one that is not whole, Linux's
//! would make the end of the process.

use std::fs::{self, File};
use std::io::{ErrorKind, Read, Seek, SeekFrom};
use std::path::Path;

use super::search::shown;
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
    let of = |key| Message::new(key).with("file", shown(path));
    let unreadable = |error: std::io::Error| of("Reason.RuntimeUnreadable").with("detail", error.to_string());
    let content = fs::metadata(path).map_err(|error| {
        let is_link = path.symlink_metadata().is_ok_and(|content| content.is_symlink());
        match error.kind() {
            ErrorKind::NotFound if is_link => of("Reason.RuntimeIsLink"),
            _ => unreadable(error),
        }
    })?;
    // What is no file may keep who opens it waiting.
    if content.is_dir() {
        return Err(of("Reason.RuntimeIsFolder"));
    }
    if !content.is_file() {
        return Err(of("Reason.RuntimeNotAFile"));
    }
    if content.len() == 0 {
        return Err(of("Reason.RuntimeEmpty"));
    }
    let header = Header::read(path).map_err(unreadable)?;
    let machine = if cfg!(windows) { header.pe } else { header.elf };
    let Some(Machine { number, wide }) = machine else {
        return Err(of("Reason.RuntimeNotALibrary"));
    };
    let found = PROCESSORS.iter().find(|processor| {
        let known = if cfg!(windows) {
            processor.pe
        } else {
            processor.elf
        };
        known == number
    });
    let is_wide = cfg!(target_pointer_width = "64");
    if wide == is_wide && found.is_some_and(|found| found.name == std::env::consts::ARCH) {
        return match header.is_whole {
            true => Ok(()),
            false => Err(of("Reason.RuntimeNotWhole")),
        };
    }
    let mut found = found.map_or_else(|| format!("{number:#x}"), |found| found.name.to_owned());
    if found == std::env::consts::ARCH {
        // The processor is right, and its programs are of the other width.
        let kind = if cfg!(windows) { "PE" } else { "ELF" };
        let bits = if wide { 64 } else { 32 };
        found = format!("{found} ({kind}{bits})");
    }
    Err(of("Reason.RuntimeArchitecture")
        .with("found", found)
        .with("wanted", std::env::consts::ARCH))
}

/// Whether a library that [`check`] finds good has a function whose name begins so.
pub(super) fn has_function(path: &Path, prefix: &str) -> bool {
    let names = File::open(path).map(|mut file| match cfg!(windows) {
        true => names_of_pe(&mut file),
        false => names_of_elf(&mut file),
    });
    // Each name ends with a 0, and so does what is in front of the first one.
    let begins = |names: Vec<u8>| {
        let mut names = names.split(|byte| *byte == 0);
        names.any(|name| name.starts_with(prefix.as_bytes()))
    };
    names.ok().flatten().is_some_and(begins)
}

/// What a library's header says that it is made for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Machine {
    number: u16,
    /// Whether addresses have 64 bits.
    wide: bool,
}

/// The processor of either kind of library; `None` where the file is no such library.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
struct Header {
    elf: Option<Machine>,
    pe: Option<Machine>,
    /// Whether all is there that an ELF file says of itself. (Windows looks itself.)
    is_whole: bool,
}

impl Header {
    fn read(path: &Path) -> std::io::Result<Self> {
        let mut file = File::open(path)?;
        let start = read(&mut file, 0, 64)?;
        let mut header = Self {
            elf: elf(&start),
            pe: None,
            is_whole: true,
        };
        if header.elf.is_some_and(|machine| machine.wide) {
            header.is_whole = is_whole(&mut file, &start)?;
        }
        if start.starts_with(b"MZ")
            && let Some(offset) = number(&start, 0x3c)
        {
            header.pe = pe(&read(&mut file, offset.into(), 26)?);
        }
        Ok(header)
    }
}

/// What is in a file from `offset` on, as far as it goes.
fn read(file: &mut File, offset: u64, length: u64) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    file.seek(SeekFrom::Start(offset))?;
    file.take(length).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// What a shared library in ELF of 32 or 64 bits, low byte first, is made for.
fn elf(start: &[u8]) -> Option<Machine> {
    const SHARED: u16 = 3;
    const WIDE: u8 = 2;
    let is_elf = start.starts_with(b"\x7fELF") && start.get(5) == Some(&1);
    (is_elf && half(start, 16) == Some(SHARED)).then_some(())?;
    Some(Machine {
        number: half(start, 18)?,
        wide: start.get(4) == Some(&WIDE),
    })
}

/// What a library is made for whose PE header begins so.
fn pe(header: &[u8]) -> Option<Machine> {
    header.starts_with(b"PE\0\0").then_some(())?;
    Some(Machine {
        number: half(header, 4)?,
        wide: half(header, 24)? == PE_WIDE,
    })
}

/// The mark of a PE file's optional header of 64 bits.
const PE_WIDE: u16 = 0x20b;

/// Bytes of a segment's entry in ELF of 64 bits.
const ENTRY: u16 = 56;

/// Whether the file reaches as far as its segments do, and its table of sections, which is at the end; of 64 bits, as all
/// that is loaded here.
fn is_whole(file: &mut File, start: &[u8]) -> std::io::Result<bool> {
    let length = file.seek(SeekFrom::End(0))?;
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
    let table = read(file, offset, bytes)?;
    let reaches = |segment: &[u8]| {
        let end = long(segment, 8)?.checked_add(long(segment, 32)?)?;
        Some(end <= length)
    };
    let mut segments = table.chunks(ENTRY.into());
    Ok(table.len() as u64 == bytes && segments.all(|segment| reaches(segment) == Some(true)))
}

/// The names that an ELF file of 64 bits has for the linking of programs, each with a 0 behind it.
fn names_of_elf(file: &mut File) -> Option<Vec<u8>> {
    /// Kinds of segments.
    const LOADED: u32 = 1;
    const DYNAMIC: u32 = 2;
    /// Kinds of the dynamic segment's entries, of which each is two numbers.
    const NAMES: u64 = 5;
    const NAMES_LENGTH: u64 = 10;
    let start = read(file, 0, 64).ok()?;
    let length = u64::from(ENTRY) * u64::from(half(&start, 56)?);
    let segments = read(file, long(&start, 32)?, length).ok()?;
    let of_kind = |kind| {
        let segments = segments.chunks_exact(ENTRY.into());
        segments.filter(move |segment| number(segment, 0) == Some(kind))
    };
    let dynamic = of_kind(DYNAMIC).next()?;
    let dynamic = read(file, long(dynamic, 8)?, long(dynamic, 32)?).ok()?;
    let value = |kind| {
        let mut entries = dynamic.chunks_exact(16);
        let entry = entries.find(|entry| long(entry, 0) == Some(kind))?;
        long(entry, 8)
    };
    // Where it is in memory; the file has it where the segment is that is loaded there.
    let address = value(NAMES)?;
    let offset = of_kind(LOADED).find_map(|segment| {
        let within = address.checked_sub(long(segment, 16)?)?;
        (within < long(segment, 32)?).then_some(long(segment, 8)?.checked_add(within)?)
    })?;
    read(file, offset, value(NAMES_LENGTH)?).ok()
}

/// The part of a PE file in which the names of its functions are, each with a 0 behind it.
fn names_of_pe(file: &mut File) -> Option<Vec<u8>> {
    /// Bytes of the header before the optional one, and of a section's entry.
    const HEADER: u64 = 24;
    const SECTION: u64 = 40;
    let header = u64::from(number(&read(file, 0, 64).ok()?, 0x3c)?);
    let start = read(file, header, HEADER).ok()?;
    let optional = read(file, header + HEADER, half(&start, 20)?.into()).ok()?;
    let tables = if half(&optional, 0)? == PE_WIDE { 112 } else { 96 };
    // The first table is that of what the library has for others.
    let (address, length) = (number(&optional, tables)?, number(&optional, tables + 4)?);
    let sections = header + HEADER + optional.len() as u64;
    let sections = read(file, sections, SECTION * u64::from(half(&start, 6)?)).ok()?;
    let offset = sections.chunks_exact(SECTION as usize).find_map(|section| {
        let within = address.checked_sub(number(section, 12)?)?;
        (within < number(section, 16)?).then_some(number(section, 20)?.checked_add(within)?)
    })?;
    read(file, offset.into(), length.into()).ok()
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
        bytes.extend([0; 18]);
        bytes.extend(PE_WIDE.to_le_bytes());
        bytes
    }

    #[test]
    fn both_kinds_of_headers_are_read() {
        let none = Header {
            is_whole: true,
            ..Header::default()
        };
        let machine = |number| Some(Machine { number, wide: true });
        let elf = |number| Header {
            elf: machine(number),
            ..none
        };
        let pe = |number| Header {
            pe: machine(number),
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
        // Of 32 bits for this processor.
        let mut narrow = elf_of(3, 62);
        narrow[4] = 1;
        let narrow = reason("narrow", &narrow).unwrap_err();
        assert!(narrow.contains("x86_64 (ELF32)"), "{narrow}");
    }

    #[test]
    fn a_windows_library_says_how_wide_it_is() {
        let mut bytes = pe_of(0x8664);
        bytes[0x98..0x9a].copy_from_slice(&0x10b_u16.to_le_bytes());
        let narrow = Machine {
            number: 0x8664,
            wide: false,
        };
        assert_eq!(header("narrow", &bytes).pe, Some(narrow));
    }

    #[test]
    #[cfg(unix)]
    fn fault_18_what_is_no_file_is_told_for_what_it_is() {
        let folder = tempfile::tempdir().expect("a folder can be made");
        let path = |name| folder.path().join(name);
        std::fs::create_dir(path("folder.so")).expect("a folder can be made");
        std::os::unix::fs::symlink("nowhere", path("link.so")).expect("a link can be made");
        std::os::unix::net::UnixListener::bind(path("socket.so")).expect("a socket can be made");
        File::create(path("empty.so")).expect("a file can be made");
        for (name, key) in [
            ("folder.so", "Reason.RuntimeIsFolder"),
            ("link.so", "Reason.RuntimeIsLink"),
            ("socket.so", "Reason.RuntimeNotAFile"),
            ("empty.so", "Reason.RuntimeEmpty"),
        ] {
            let reason = check(&path(name)).unwrap_err();
            assert_eq!(reason.key, key);
            let place = shown(&path(name));
            assert!(
                reason.to_string().contains(&place),
                "{reason} does not name {place}"
            );
        }
    }

    #[test]
    #[cfg(all(target_os = "linux", target_pointer_width = "64"))]
    fn functions_are_found_in_a_library_of_this_system() {
        let maps = std::fs::read_to_string("/proc/self/maps").expect("the process has its list");
        let mut files = maps.split_whitespace().filter(|word| word.starts_with('/'));
        let libc = files
            .find(|file| file.contains("libc.so"))
            .expect("every program has it");
        let has = |prefix| has_function(Path::new(libc), prefix);
        assert!(has("mallo") && has("malloc"));
        assert!(!has("NVSDK_NGX_") && !has("alloc_"));
        assert!(!of_file("none", &elf_of(3, 62), |path| has_function(path, "")));
    }

    #[test]
    fn functions_are_found_in_a_windows_library() {
        // One section, at 0x1000 in memory and at 0x200 in the file, with the names.
        let mut bytes = pe_of(0x8664);
        bytes[0x86..0x88].copy_from_slice(&1_u16.to_le_bytes());
        bytes[0x94..0x96].copy_from_slice(&240_u16.to_le_bytes());
        bytes.resize(0x98 + 240 + 40, 0);
        let mut put = |at: usize, value: u32| bytes[at..at + 4].copy_from_slice(&value.to_le_bytes());
        let section = 0x98 + 240;
        for (at, value) in [
            (0x98 + 112, 0x1010),
            (0x98 + 116, 32),
            (section + 12, 0x1000),
            (section + 16, 0x100),
            (section + 20, 0x200),
        ] {
            put(at, value);
        }
        bytes.resize(0x210, 0);
        bytes.extend(b"name.dll\0NVSDK_NGX_Init\0");
        bytes.resize(0x300, 0);
        let has = |prefix: &str| {
            of_file("dll", &bytes, |path| {
                let names = names_of_pe(&mut File::open(path).expect("it is there")).expect("it has names");
                names
                    .split(|byte| *byte == 0)
                    .any(|name| name.starts_with(prefix.as_bytes()))
            })
        };
        assert!(has("NVSDK_NGX_") && !has("NGX_"));
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
