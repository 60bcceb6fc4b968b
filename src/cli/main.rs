// SPDX-License-Identifier: GPL-2.0-or-later
//! The program `nu-scaler`: the core's upscaling on image files, and what it is worth and what it costs.
//!
//! Exit status: 0 done, 1 failed (one line `error: ...` on standard error), 2 wrong usage. Where something is done otherwise
//! than it would be, a line `warning: ...` on standard error says so.
#![forbid(unsafe_code)]

mod arguments;
mod bench;
mod compare;
mod error;
mod flow;
mod folder;
mod image_file;
mod natural_order;
mod output_file;
mod pixels;
mod stand_in;
mod technologies;
mod unfinished;
mod upscale;
mod video;

use std::io;
use std::process::ExitCode;

use clap::Parser;
use clap::error::ErrorKind;

use arguments::{Arguments, Command};
use error::CliError;

const WRONG_USAGE: u8 = 2;

fn main() -> ExitCode {
    let done = match Arguments::try_parse() {
        Ok(arguments) => run(&arguments.command).map(|()| ExitCode::SUCCESS),
        Err(error) => explain(&error),
    };
    match done {
        Ok(code) => code,
        // Whoever reads has seen enough, as `head` has.
        Err(CliError::StandardOutput(error)) if error.kind() == io::ErrorKind::BrokenPipe => {
            ExitCode::SUCCESS
        }
        Err(error) => {
            error::report(&error.to_string());
            ExitCode::FAILURE
        }
    }
}

fn run(command: &Command) -> Result<(), CliError> {
    match command {
        Command::Upscale(arguments) => upscale::run(arguments),
        Command::Compare(arguments) => compare::run(arguments),
        Command::Flow(arguments) => flow::run(arguments),
        Command::Bench(arguments) => bench::run(arguments),
        Command::Technologies { json } => technologies::run(*json),
    }
}

/// Help and version are no errors; a value that is not accepted is one line; the rest (a missing or unknown
/// argument) is clap's text, which shows the usage.
fn explain(error: &clap::Error) -> Result<ExitCode, CliError> {
    if error.kind() == ErrorKind::ValueValidation {
        let text = error.to_string();
        // The last paragraph points to the help. The value may have line breaks of its own.
        let (text, _) = text.rsplit_once("\n\n").unwrap_or((&text, ""));
        error::report(text.strip_prefix("error: ").unwrap_or(text));
        return Ok(ExitCode::from(WRONG_USAGE));
    }
    match (error.use_stderr(), error.print()) {
        // Where standard error cannot be written there is nobody to tell.
        (true, _) => Ok(ExitCode::from(WRONG_USAGE)),
        (false, printed) => Ok(printed.map(|()| ExitCode::SUCCESS)?),
    }
}
