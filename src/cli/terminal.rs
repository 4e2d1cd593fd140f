//! What the command line knows of the terminal it runs in.

use crate::io;
use crate::report::Look;
use std::io::{IsTerminal, Write};
use std::sync::{Arc, Condvar, Mutex};
use std::thread::JoinHandle;
use std::time::Duration;

/// Colours on a terminal whose owner did not ask for none; none in a pipe or a file.
pub(super) fn look() -> Look {
    Look { colour: std::io::stdout().is_terminal() && !io::asks_no_colour() }
}

/// A line on the terminal that says what is being done, from the first second on. Silent in a pipe.
pub(super) struct Progress {
    stage: Arc<(Mutex<State>, Condvar)>,
    ticker: Option<JoinHandle<()>>,
}

#[derive(Default)]
struct State {
    stage: &'static str,
    done: bool,
}

impl Progress {
    /// Starts; the line is taken away when this is dropped.
    pub(super) fn start() -> Self {
        let stage = Arc::new((Mutex::new(State::default()), Condvar::new()));
        let ticker = std::io::stderr().is_terminal().then(|| {
            let stage = Arc::clone(&stage);
            std::thread::spawn(move || tick(&stage))
        });
        Self { stage, ticker }
    }

    /// Says what is being done now.
    pub(super) fn stage(&self, stage: &'static str) {
        if let Ok(mut state) = self.stage.0.lock() {
            state.stage = stage;
        }
    }
}

/// Between two looks at the clock.
const TICK: Duration = Duration::from_millis(250);
/// Ticks before the line appears.
const QUIET: u32 = 4;

fn tick(stage: &(Mutex<State>, Condvar)) {
    let mut ticks: u32 = 0;
    let Ok(mut state) = stage.0.lock() else { return };
    while !state.done {
        let Ok((next, _)) = stage.1.wait_timeout(state, TICK) else { return };
        state = next;
        ticks += 1;
        if ticks > QUIET && !state.done && !state.stage.is_empty() {
            let mut out = std::io::stderr().lock();
            let _ = write!(out, "\r\u{1b}[K{}… {}秒", state.stage, ticks / 4);
            let _ = out.flush();
        }
    }
    if ticks > QUIET {
        let _ = write!(std::io::stderr().lock(), "\r\u{1b}[K");
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Ok(mut state) = self.stage.0.lock() {
            state.done = true;
        }
        self.stage.1.notify_all();
        if let Some(ticker) = self.ticker.take() {
            let _ = ticker.join();
        }
    }
}
