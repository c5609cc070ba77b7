//! The `afterword` program: everything is in the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    afterword::cli::main(std::env::args_os())
}
