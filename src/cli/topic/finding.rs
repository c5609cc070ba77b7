//! Which topic is meant: by its number, its title, or the beginning of one.

use crate::diagnostic::suggestion::did_you_mean;
use crate::event::Topic;
use crate::grammar::Count;
use crate::grammar::list_or;
use crate::markdown::slug::slug;

use super::super::Error;

/// The place, from 0, of the topic that is meant.
pub(super) fn find(topics: &[Topic], wanted: &str) -> Result<usize, Error> {
    let wanted = wanted.trim();
    let number = wanted.parse::<usize>().ok().filter(|number| (1..=topics.len()).contains(number));
    if let Some(number) = number {
        return Ok(number - 1);
    }
    let ways: [fn(&Topic, &str) -> bool; 3] = [is_title, begins_title, begins_slug];
    let found = ways.iter().map(|way| topics.iter().enumerate().filter(|(_, topic)| way(topic, wanted)).collect());
    let found: Vec<(usize, &Topic)> =
        found.into_iter().find(|found: &Vec<_>| !found.is_empty() && !wanted.is_empty()).unwrap_or_default();
    match found.as_slice() {
        [(place, _)] => Ok(*place),
        [] => Err(unknown(topics, wanted)),
        several => Err(Error::Usage {
            message: format!("`{wanted}` may be {}", Count(several.len(), "topic")),
            help: format!("is it {}?", list_or(several.iter().map(|(place, topic)| numbered(*place, topic)))),
        }),
    }
}

fn unknown(topics: &[Topic], wanted: &str) -> Error {
    let message = match wanted.parse::<usize>() {
        Ok(_) => format!("there is no topic {wanted}: the event has {}", Count(topics.len(), "topic")),
        Err(_) => format!("there is no topic `{wanted}`"),
    };
    let near = did_you_mean(wanted, topics.iter().map(|topic| topic.title.as_str()));
    Error::Usage { message, help: near.unwrap_or_else(|| "`afterword topic list EVENT` lists them".to_owned()) }
}

fn numbered(place: usize, topic: &Topic) -> String {
    format!("{} `{}`", place + 1, topic.title)
}

/// Whether two titles are the same, whatever their case.
pub(super) fn is_same_title(one: &str, other: &str) -> bool {
    folded(one) == folded(other)
}

fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

fn is_title(topic: &Topic, wanted: &str) -> bool {
    let with_emoji = topic.emoji.as_ref().map(|emoji| format!("{emoji} {}", topic.title));
    is_same_title(&topic.title, wanted) || with_emoji.is_some_and(|title| is_same_title(&title, wanted))
}

fn begins_title(topic: &Topic, wanted: &str) -> bool {
    folded(&topic.title).starts_with(&folded(wanted))
}

fn begins_slug(topic: &Topic, wanted: &str) -> bool {
    let wanted = slug(wanted);
    !wanted.is_empty() && slug(&topic.title).starts_with(&wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(wanted: &str) -> Result<usize, String> {
        let topic = |emoji: Option<&str>, title: &str| Topic {
            emoji: emoji.map(str::to_owned),
            title: title.to_owned(),
            ..Topic::default()
        };
        let topics = [
            topic(Some("🔥"), "Warm Starts for `brewd`"),
            topic(None, "Warm starts"),
            topic(None, "2025 in Kettles"),
            topic(None, "Tea, on request"),
        ];
        find(&topics, wanted).map_err(|error| format!("{error}: {}", error.hint().unwrap_or_default()))
    }

    #[test]
    fn a_topic_is_found_by_its_number_its_title_and_the_beginning_of_one() {
        for (wanted, place) in [
            ("1", 0),
            ("4", 3),
            ("warm starts", 1),
            (" Warm  Starts ", 1),
            ("🔥 Warm starts for `brewd`", 0),
            ("warm starts f", 0),
            ("2025", 2),
            ("tea-on", 3),
            ("warm-starts-for", 0),
        ] {
            assert_eq!(found(wanted), Ok(place), "{wanted}");
        }
    }

    #[test]
    fn what_may_be_several_or_none_is_told() {
        let told = ["war", "9", "Tea on reqest", "x", ""].map(|wanted| found(wanted).unwrap_err()).join("\n");
        assert_eq!(
            told,
            "`war` may be 2 topics: is it 1 `Warm Starts for `brewd`` or 2 `Warm starts`?\n\
             there is no topic 9: the event has 4 topics: `afterword topic list EVENT` lists them\n\
             there is no topic `Tea on reqest`: did you mean `Tea, on request`?\n\
             there is no topic `x`: `afterword topic list EVENT` lists them\n\
             there is no topic ``: `afterword topic list EVENT` lists them"
        );
    }
}
