//! Answers that a page cannot show: told one by one, before anything is written.

use crate::import::change::Lost;
use crate::import::change::Why;
use crate::terminal::Terminal;

/// Whether one of them is nowhere on the page, not even to be read as something else.
pub(super) fn is_any_left_out(lost: &[Lost]) -> bool {
    lost.iter().any(|lost| lost.why == Why::Left)
}

/// Warns of answers that a page does not give back as they were given.
pub(super) fn warn(page: &str, lost: &[Lost], terminal: &mut Terminal) {
    for lost in lost.iter().filter(|lost| lost.why != Why::Undrawn) {
        let answer = named(lost);
        terminal.warning(&format!("{answer} will not be read back from `{page}` as it was answered"));
    }
}

fn named(Lost { key, topic, .. }: &Lost) -> String {
    let of = topic.as_ref().map(|topic| format!(" of `{topic}`")).unwrap_or_default();
    format!("`{key}`{of}")
}

/// Says which answers a page would lose, and what can be done about each; `other` is the command that makes an event file,
/// which loses none.
pub(super) fn tell(page: &str, lost: &[Lost], other: &str, terminal: &mut Terminal) {
    let in_editor = || format!("change it in an editor; what is irregular there: afterword import -n {page}");
    for one in lost {
        let answer = named(one);
        let (reason, help) = match one.why {
            Why::Head => ("all before the first topic is kept as it stands".to_owned(), in_editor()),
            Why::Body => ("the topic is kept as it stands".to_owned(), in_editor()),
            Why::Tail => ("all after the last topic is kept as it stands".to_owned(), in_editor()),
            Why::Left => (
                "a topic that is dropped or moved leaves the page, and the page is all there is of it".to_owned(),
                format!("remove the topic, or keep the event in an event file: {other}"),
            ),
            Why::Undrawn => {
                ("the page has no place for it".to_owned(), format!("keep the event in an event file: {other}"))
            }
            Why::Other => (
                "it would be read as something else".to_owned(),
                format!("say it in other words, or keep the event in an event file: {other}"),
            ),
        };
        let error = Unshown { page: page.to_owned(), answer, reason };
        terminal.error(&error, Some(&help));
    }
}

#[derive(Debug, thiserror::Error)]
#[error("`{page}` cannot show {answer}: {reason}")]
struct Unshown {
    page: String,
    answer: String,
    reason: String,
}
