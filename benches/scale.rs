//! Times whole builds at the sizes of a city, a prefecture and the country: see `docs/speed.md`.
#![allow(clippy::disallowed_methods, clippy::print_stdout, reason = "a benchmark prints and makes its own folders")]

#[path = "scale/inputs.rs"]
mod inputs;

use std::path::Path;

fn main() {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    if let [command, folder, facilities] = words.as_slice()
        && command == "inputs"
    {
        let made = inputs::write(Path::new(folder), facilities.parse().expect("a number"));
        println!("{} bytes", made.bytes);
    }
}
