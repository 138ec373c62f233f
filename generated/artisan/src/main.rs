//! Starts the application; everything else is in the library beside it.

use std::process::ExitCode;

fn main() -> ExitCode {
    app::core::cli::run(&app::APP)
}
