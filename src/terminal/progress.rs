//! Progress of work that takes long enough to wonder about.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// Work shorter than this shows nothing.
const PATIENCE: Duration = Duration::from_millis(250);

/// The bar of a [`Progress`], once there is one; [`Terminal`](super::Terminal) shares it so as not to write over it.
pub(super) type Bar = OnceLock<ProgressBar>;

/// How far a piece of work is: a bar where somebody looks and it takes long, nothing elsewhere.
///
/// It is shared by reference between threads. Dropping it clears its line.
#[derive(Debug)]
pub struct Progress {
    what: String,
    length: u64,
    done: AtomicU64,
    /// When it may first be seen; never, where nobody looks.
    visible_from: Option<Instant>,
    bar: Arc<Bar>,
}

impl Progress {
    /// The progress of `length` steps of `what`, drawn on standard error if `visible`.
    pub(super) fn new(length: usize, what: String, visible: bool) -> Self {
        Self {
            what,
            length: length as u64,
            done: AtomicU64::new(0),
            visible_from: visible.then(|| Instant::now() + PATIENCE),
            bar: Arc::default(),
        }
    }

    /// The bar, shared.
    pub(super) fn bar(&self) -> &Arc<Bar> {
        &self.bar
    }

    /// Whether it would be seen if it took long.
    #[cfg(test)]
    pub(super) fn is_visible(&self) -> bool {
        self.visible_from.is_some()
    }

    /// Counts one more step as done.
    pub fn inc(&self) {
        let done = self.done.fetch_add(1, Ordering::Relaxed) + 1;
        let Some(visible_from) = self.visible_from else {
            return;
        };
        if Instant::now() >= visible_from {
            self.bar.get_or_init(|| self.draw()).set_position(done);
        }
    }

    fn draw(&self) -> ProgressBar {
        let style = ProgressStyle::with_template("{msg} [{bar:30}] {pos}/{len}")
            .unwrap_or_else(|_| ProgressStyle::default_bar())
            .progress_chars("=> ");
        ProgressBar::with_draw_target(Some(self.length), ProgressDrawTarget::stderr())
            .with_style(style)
            .with_message(self.what.clone())
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(bar) = self.bar.get() {
            bar.finish_and_clear();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::thread;

    use super::*;

    #[test]
    fn short_work_and_work_that_nobody_sees_never_make_a_bar() {
        for visible in [true, false] {
            let progress = Progress::new(8, "rendering".to_owned(), visible);
            thread::scope(|scope| {
                for _ in 0..8 {
                    scope.spawn(|| progress.inc());
                }
            });
            assert_eq!(progress.done.load(Ordering::Relaxed), 8);
            assert!(progress.bar.get().is_none());
        }
    }

    #[test]
    fn long_work_makes_a_bar_at_the_step_it_has_come_to() {
        let mut progress = Progress::new(8, "rendering".to_owned(), true);
        progress.inc();
        progress.visible_from = Some(Instant::now());
        progress.inc();
        progress.inc();
        let bar = progress.bar.get().unwrap();
        assert_eq!((bar.position(), bar.length()), (3, Some(8)));

        let bar = bar.clone();
        drop(progress);
        assert!(bar.is_finished());
    }
}
