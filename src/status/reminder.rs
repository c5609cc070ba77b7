//! A message that asks for what is owed, ready to paste: each person with each topic, and where it is written.

use std::fmt::Write as _;

use crate::grammar::list_and;

use super::Status;
use super::TopicStatus;

/// The message, in Markdown. `name` is the event's heading; `address` tells where a topic is edited.
///
/// Nothing is owed: nothing is said.
pub fn reminder(status: &Status, name: &str, address: impl Fn(&TopicStatus) -> Option<String>) -> String {
    let mut text = String::new();
    for (index, topic) in status.owing().enumerate() {
        if index == 0 {
            // A String takes everything.
            let _ = writeln!(text, "{name} still waits for some of its texts:\n");
        }
        let who = match topic.owners.as_slice() {
            [] => "somebody".to_owned(),
            owners => list_and(owners.iter().map(|owner| format!("@{owner}"))),
        };
        let what = list_and(status.owed_labels(topic));
        let _ = writeln!(text, "- {who}: {what} of **{}**", topic.title);
        if let Some(address) = address(topic) {
            let _ = writeln!(text, "  {address}");
        }
    }
    text
}
