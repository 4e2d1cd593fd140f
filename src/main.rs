//! The `ouchi` command.

/// Making a page asks for memory hundreds of times, on both cores at once.
#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    ouchi::cli::run()
}
