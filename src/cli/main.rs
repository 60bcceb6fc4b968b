// SPDX-License-Identifier: GPL-2.0-or-later
//! The program `nu-scaler`: the core's upscaling on image files.
//!
//! Exit status: 0 done, 1 failed (one line `error: ...` on standard error), 2 wrong usage.
#![forbid(unsafe_code)]

mod arguments;
mod error;
mod image_file;
mod natural_order;
mod output_file;
mod pixels;
mod technologies;
mod upscale;

use std::io;
use std::process::ExitCode;

use clap::Parser;
use clap::error::ErrorKind;

use arguments::{Arguments, Command};
use error::CliError;

const WRONG_USAGE: u8 = 2;

fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => return explain(&error),
    };
    let done = match arguments.command {
        Command::Upscale(arguments) => upscale::run(&arguments),
        Command::Technologies { json } => technologies::run(json),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        // Whoever reads has seen enough, as `head` has.
        Err(CliError::StandardOutput(error)) if error.kind() == io::ErrorKind::BrokenPipe => {
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("error: {}", error::one_line(&error.to_string()));
            ExitCode::FAILURE
        }
    }
}

/// Help and version are no errors; a value that is not accepted is one line; the rest (a missing or unknown
/// argument) is clap's text, which shows the usage.
fn explain(error: &clap::Error) -> ExitCode {
    if error.kind() == ErrorKind::ValueValidation {
        let text = error.to_string();
        eprintln!("{}", text.lines().next().unwrap_or_default());
        return ExitCode::from(WRONG_USAGE);
    }
    // Nothing can be told to a reader that has closed the pipe.
    let _ = error.print();
    match error.use_stderr() {
        true => ExitCode::from(WRONG_USAGE),
        false => ExitCode::SUCCESS,
    }
}
