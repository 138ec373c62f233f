//! The command line program; all it does is in the library.

/// Texts, trees and tables are many small allocations: a model is compiled in two thirds of the time the system's allocator takes.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    merisier::cli::main()
}
