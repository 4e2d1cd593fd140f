//! The `ouchi` command.

fn main() -> std::process::ExitCode {
    ouchi::cli::run()
}
