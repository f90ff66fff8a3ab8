//! The command `linkc`: reads the arguments, calls the command, returns its exit code.

mod cli;

use std::process::ExitCode;

use mimalloc::MiMalloc;

/// A large link config is a million small allocations, on all processors: `benches/lint.rs` needs three quarters of the
/// time with this one.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    cli::run()
}
