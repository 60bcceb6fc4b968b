// SPDX-License-Identifier: GPL-2.0-or-later
//! Composes the shaders of `shaders/`, validates every variant and writes what the crate needs to
//! know of them. An invalid shader fails the build with its file, line and message.
//!
//! Beyond WGSL a shader may have lines `#include "shared/name.wgsl"` (each file is taken once) and
//! the words `STORAGE_FORMAT`, for the texel format that the variant writes, and `REAL`, for the type of its
//! numbers: a shader with that word is there in single and in half precision. What stands between the lines
//! `#repeat WORD FIRST END` and `#end` is there once for each number from FIRST to before END, the word
//! replaced by it: not every driver unrolls loops. `const TILE_WIDTH` and `const TILE_HEIGHT` say how many
//! output pixels a workgroup writes where that is not its size.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, process};

use naga::valid::{Capabilities, ValidationFlags, Validator};

/// Folders of shaders within `shaders/`, and what precedes the names of theirs.
const FOLDERS: [(&str, &str); 5] = [
    ("", ""),
    ("bench", "bench_"),
    ("fsr3", "fsr3_"),
    ("generation", "generation_"),
    ("motion", "motion_"),
];

/// Texel formats a shader may write: those of `PixelFormat`.
const STORAGE_FORMATS: [&str; 5] = [
    "rgba8unorm",
    "bgra8unorm",
    "rgb10a2unorm",
    "rgba16float",
    "rgba32float",
];

/// What a variant in half precision begins with.
///
/// On the line of the file's first comment, so that lines keep their numbers.
const ENABLE_HALF: &str = "enable f16; ";

fn main() {
    if let Err(message) = run() {
        eprintln!("{message}");
        process::exit(1);
    }
}

fn run() -> Result<(), String> {
    let root = PathBuf::from(variable("CARGO_MANIFEST_DIR")?).join("../../shaders");
    let out = PathBuf::from(variable("OUT_DIR")?);
    println!("cargo::rerun-if-changed=build.rs");
    // A directory is watched with all that is in it.
    println!("cargo::rerun-if-changed={}", root.display());

    let mut code = String::new();
    let mut names = Vec::new();
    for (folder, prefix) in FOLDERS {
        for file in shaders_in(&root.join(folder))? {
            let name = format!("{prefix}{file}");
            let composed = Composed::new(&root, &Path::new(folder).join(format!("{file}.wgsl")))?;
            let mut description = String::new();
            for format in STORAGE_FORMATS {
                let source = composed.source.replace("STORAGE_FORMAT", format);
                description = composed.describe(&name, &source.replace("REAL", "f32"))?;
                if composed.has_half() {
                    composed.describe(&name, &format!("{ENABLE_HALF}{}", source.replace("REAL", "f16")))?;
                }
            }
            let path = out.join(format!("{name}.wgsl"));
            fs::write(&path, &composed.source).map_err(|error| format!("{}: {error}", path.display()))?;
            code.push_str(&description);
            names.push(name.to_uppercase());
        }
    }
    let _ = writeln!(code, "/// Every shader.");
    let all: Vec<String> = names.iter().map(|name| format!("&{name}")).collect();
    let _ = writeln!(code, "pub static ALL: &[&Shader] = &[{}];", all.join(", "));
    let path = out.join("shaders.rs");
    fs::write(&path, code).map_err(|error| format!("{}: {error}", path.display()))
}

/// Names of the shaders in a folder, in order.
fn shaders_in(folder: &Path) -> Result<Vec<String>, String> {
    let complaint = |path: &Path, problem: &dyn std::fmt::Display| format!("{}: {problem}", path.display());
    let mut names = Vec::new();
    for entry in fs::read_dir(folder).map_err(|error| complaint(folder, &error))? {
        let path = entry.map_err(|error| complaint(folder, &error))?.path();
        if path.extension().is_some_and(|extension| extension == "wgsl") {
            let name = path.file_stem().and_then(|stem| stem.to_str());
            names.push(name.ok_or_else(|| complaint(&path, &"no valid name"))?.to_owned());
        }
    }
    names.sort();
    Ok(names)
}

fn variable(name: &str) -> Result<String, String> {
    env::var(name).map_err(|error| format!("{name}: {error}"))
}

/// Lines that stand in a shader several times.
struct Repeat {
    word: String,
    range: std::ops::Range<u32>,
    /// With their numbers.
    body: Vec<(String, usize)>,
}

impl Repeat {
    /// From what stands behind `#repeat`.
    fn new(arguments: &str) -> Option<Self> {
        let mut arguments = arguments.split_whitespace();
        let repeat = Self {
            word: arguments.next()?.to_owned(),
            range: arguments.next()?.parse().ok()?..arguments.next()?.parse().ok()?,
            body: Vec::new(),
        };
        arguments.next().is_none().then_some(repeat)
    }

    /// The lines again and again, each with its number, the word replaced by the number of the repetition.
    fn lines(&self) -> impl Iterator<Item = (String, usize)> {
        self.range.clone().flat_map(move |index| {
            let line =
                move |(line, number): &(String, usize)| (replace_word(line, &self.word, index), *number);
            self.body.iter().map(line)
        })
    }
}

/// `line` with `index` as a `u32` in place of `word`, but not of longer words that contain it.
fn replace_word(line: &str, word: &str, index: u32) -> String {
    let is_part = |character: char| character.is_alphanumeric() || character == '_';
    let mut result = String::new();
    let mut rest = line;
    while let Some(start) = rest.find(word) {
        let (before, found) = rest.split_at(start);
        let after = &found[word.len()..];
        result.push_str(before);
        if before.ends_with(is_part) || after.starts_with(is_part) {
            result.push_str(word);
        } else {
            let _ = write!(result, "{index}u");
        }
        rest = after;
    }
    result + rest
}

/// A shader with its includes in place.
struct Composed {
    source: String,
    /// File and line number of each line of `source`.
    origin: Vec<(PathBuf, usize)>,
    included: Vec<PathBuf>,
}

impl Composed {
    fn new(root: &Path, file: &Path) -> Result<Self, String> {
        let mut composed = Self {
            source: String::new(),
            origin: Vec::new(),
            included: Vec::new(),
        };
        composed.append(root, file)?;
        Ok(composed)
    }

    /// The shader's own file.
    fn file(&self) -> &Path {
        self.included.first().map_or(Path::new(""), PathBuf::as_path)
    }

    /// Whether there is a variant in half precision too.
    fn has_half(&self) -> bool {
        self.source.contains("REAL")
    }

    fn append(&mut self, root: &Path, file: &Path) -> Result<(), String> {
        if self.included.iter().any(|known| known == file) {
            return Ok(());
        }
        self.included.push(file.to_owned());
        let text = fs::read_to_string(root.join(file))
            .map_err(|error| format!("shaders/{}: {error}", file.display()))?;
        let mut repeated: Option<Repeat> = None;
        for (index, line) in text.lines().enumerate() {
            let fail = |problem: &str| format!("shaders/{}:{}: {problem}", file.display(), index + 1);
            if let Some(arguments) = line.strip_prefix("#repeat") {
                let repeat = Repeat::new(arguments).ok_or_else(|| fail("expected #repeat WORD FIRST END"))?;
                if repeated.replace(repeat).is_some() {
                    return Err(fail("a #repeat within another"));
                }
                continue;
            }
            if line == "#end" {
                let repeat = repeated.take().ok_or_else(|| fail("an #end without #repeat"))?;
                for (line, number) in repeat.lines() {
                    self.source.push_str(&line);
                    self.source.push('\n');
                    self.origin.push((file.to_owned(), number));
                }
                continue;
            }
            if let Some(repeat) = &mut repeated {
                repeat.body.push((line.to_owned(), index + 1));
                continue;
            }
            let Some(directive) = line.strip_prefix("#include") else {
                self.source.push_str(line);
                self.source.push('\n');
                self.origin.push((file.to_owned(), index + 1));
                continue;
            };
            let included = directive
                .trim()
                .strip_prefix('"')
                .and_then(|rest| rest.strip_suffix('"'))
                .ok_or_else(|| {
                    format!(
                        "shaders/{}:{}: expected #include \"file\"",
                        file.display(),
                        index + 1
                    )
                })?;
            self.append(root, Path::new(included))
                .map_err(|error| format!("{error} (shaders/{}:{})", file.display(), index + 1))?;
        }
        if repeated.is_some() {
            return Err(format!("shaders/{}: a #repeat without #end", file.display()));
        }
        Ok(())
    }

    /// `message` with the file and line that the position in `source` came from.
    fn complaint(&self, source: &str, offset: Option<usize>, message: &str) -> String {
        let origin = offset
            .and_then(|offset| source.get(..offset))
            .and_then(|before| self.origin.get(before.matches('\n').count()))
            .or(self.origin.first());
        match origin {
            Some((file, line)) => format!("shaders/{}:{line}: {message}", file.display()),
            None => message.to_owned(),
        }
    }

    /// Parses and validates `source`, a variant of this shader, and returns the code of its
    /// `Shader` static.
    fn describe(&self, name: &str, source: &str) -> Result<String, String> {
        let module = naga::front::wgsl::parse_str(source).map_err(|error| {
            let offset = error.location(source).map(|location| location.offset as usize);
            self.complaint(source, offset, &error.emit_to_string(source))
        })?;
        Validator::new(ValidationFlags::all(), Capabilities::SHADER_FLOAT16)
            .validate(&module)
            .map_err(|error| {
                let offset = error.location(source).map(|location| location.offset as usize);
                self.complaint(source, offset, &error.emit_to_string(source))
            })?;
        let fail = |message: &str| self.complaint(source, None, message);

        let [entry] = module.entry_points.as_slice() else {
            return Err(fail("expected one entry point"));
        };
        let tile = [
            constant(&module, "TILE_WIDTH").unwrap_or(entry.workgroup_size[0]),
            constant(&module, "TILE_HEIGHT").unwrap_or(entry.workgroup_size[1]),
        ];
        let mut code = String::new();
        let _ = writeln!(
            code,
            "/// `shaders/{}`\npub static {}: Shader = Shader {{",
            self.file().display(),
            name.to_uppercase()
        );
        let _ = writeln!(code, "    name: {name:?},");
        let _ = writeln!(code, "    entry_point: {:?},", entry.name);
        let _ = writeln!(code, "    tile: {tile:?},");
        let _ = writeln!(
            code,
            "    source: Cow::Borrowed(include_str!(concat!(env!(\"OUT_DIR\"), \"/{name}.wgsl\"))),"
        );
        let _ = writeln!(code, "    has_half: {},", self.has_half());
        let _ = writeln!(code, "    bindings: &[{}],", bindings(&module).map_err(fail)?);
        let _ = writeln!(code, "    uniform: {},", uniform(&module));
        let _ = writeln!(code, "}};");
        Ok(code)
    }
}

/// The value of a module-scope `const` of type `u32`.
fn constant(module: &naga::Module, name: &str) -> Option<u32> {
    let (_, constant) = module
        .constants
        .iter()
        .find(|(_, constant)| constant.name.as_deref() == Some(name))?;
    match module.global_expressions[constant.init] {
        naga::Expression::Literal(naga::Literal::U32(value)) => Some(value),
        _ => None,
    }
}

/// The list of `Binding`s of group 0, ordered by number.
fn bindings(module: &naga::Module) -> Result<String, &'static str> {
    let mut bindings = Vec::new();
    for (_, global) in module.global_variables.iter() {
        let Some(binding) = &global.binding else {
            continue;
        };
        if binding.group != 0 {
            return Err("expected every binding in group 0");
        }
        let kind = match (&global.space, &module.types[global.ty].inner) {
            (naga::AddressSpace::Uniform, _) => "Uniform",
            (
                _,
                naga::TypeInner::Image {
                    class: naga::ImageClass::Storage { format, .. },
                    ..
                },
            ) => match format {
                naga::StorageFormat::Rg32Float => "VectorTexture",
                _ => "StorageTexture",
            },
            (_, naga::TypeInner::Image { .. }) => "Texture",
            _ => return Err("a binding of unknown kind"),
        };
        bindings.push((binding.binding, kind));
    }
    bindings.sort_unstable();
    let list: Vec<String> = bindings
        .iter()
        .map(|(index, kind)| format!("Binding {{ index: {index}, kind: BindingKind::{kind} }}"))
        .collect();
    Ok(list.join(", "))
}

/// The `Option<UniformLayout>` of the uniform block.
fn uniform(module: &naga::Module) -> String {
    let block = module
        .global_variables
        .iter()
        .find(|(_, global)| global.space == naga::AddressSpace::Uniform)
        .map(|(_, global)| &module.types[global.ty].inner);
    let Some(naga::TypeInner::Struct { members, span }) = block else {
        return "None".to_owned();
    };
    let members: Vec<String> = members
        .iter()
        .map(|member| {
            let size = module.types[member.ty].inner.size(module.to_ctx());
            let name = member.name.as_deref().unwrap_or_default();
            format!("({name:?}, {}, {size})", member.offset)
        })
        .collect();
    format!(
        "Some(UniformLayout {{ size: {span}, members: &[{}] }})",
        members.join(", ")
    )
}
