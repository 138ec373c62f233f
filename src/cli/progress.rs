//! What goes on while something takes long: a moving line on a terminal, one line a finished phase everywhere.

use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::terminal::{GREEN, PLAIN, RED, Terminal};
use crate::diag::{Lang, Text};

/// A phase under way. It shows nothing for half a second, then a moving line where someone watches.
pub(super) struct Phase {
    terminal: Terminal,
    title: Text,
    start: Instant,
    bar: ProgressBar,
}

const PATIENCE: Duration = Duration::from_millis(500);
const TICK: Duration = Duration::from_millis(100);

impl Phase {
    /// Begins a phase.
    pub(super) fn begin(terminal: Terminal, title: Text) -> Self {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
        bar.set_style(
            ProgressStyle::with_template("{spinner:.cyan} {msg}").unwrap_or_else(|_| ProgressStyle::default_spinner()),
        );
        Phase { terminal, title, start: Instant::now(), bar }
    }

    /// Says how far it is: `87/130 · axum`.
    pub(super) fn at(&self, detail: &str) {
        if self.terminal.is_watched() && self.start.elapsed() > PATIENCE && self.bar.is_hidden() {
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
            self.bar.enable_steady_tick(TICK);
        }
        let separator = if detail.is_empty() { "" } else { " " };
        self.bar.set_message(format!("{}{separator}{detail}", self.title.get(self.terminal.lang)));
    }

    /// Ends well.
    pub(super) fn done(self, detail: &str) {
        self.end(&format!("{GREEN}✓{PLAIN}"), detail);
    }

    /// Ends badly; why is said next.
    pub(super) fn failed(self) {
        self.end(&format!("{RED}✗{PLAIN}"), "");
    }

    fn end(self, sign: &str, detail: &str) {
        self.bar.finish_and_clear();
        let separator = if detail.is_empty() { "" } else { " · " };
        let (title, time) = (self.title.get(self.terminal.lang), duration(self.start.elapsed(), self.terminal.lang));
        self.terminal.talk_raw(&format!("{sign} {title}{separator}{detail} · {time}\n"));
    }
}

/// `38 ms`, `4.2 s`, `1 min 12 s`; the comma in French.
fn duration(time: Duration, lang: Lang) -> String {
    let text = match time.as_secs() {
        0 => format!("{} ms", time.as_millis()),
        1..60 => format!("{:.1} s", time.as_secs_f64()),
        seconds => format!("{} min {} s", seconds / 60, seconds % 60),
    };
    if lang == Lang::Fr { text.replace('.', ",") } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_read_well() {
        assert_eq!(duration(Duration::from_millis(38), Lang::Fr), "38 ms");
        assert_eq!(duration(Duration::from_millis(4210), Lang::En), "4.2 s");
        assert_eq!(duration(Duration::from_millis(4210), Lang::Fr), "4,2 s");
        assert_eq!(duration(Duration::from_secs(72), Lang::En), "1 min 12 s");
    }
}
