//! One text field at a time with anything in it: headings, front matter, rows of tables and the message of the commit
//! say that text and nothing else, or the event is refused.
//!
//! Each field runs a sample; `PROPTEST_CASES=100000 cargo test --release --test hostile injection` runs 100,000 texts for
//! each. What is generated is the same in every run; `PROPTEST_RNG_SEED=7` generates other texts.

use std::cell::Cell;
use std::sync::Arc;

use afterword::document::Document;
use afterword::document::ReadError;
use afterword::document::Reading;
use afterword::event::Event;
use afterword::event::FieldValue;
use afterword::event::FrontMatter;
use afterword::event::Text;
use afterword::index;
use afterword::index::upkeep::Entry;
use afterword::index::upkeep::with_rows;
use afterword::markdown::BlockKind;
use afterword::markdown::survey::survey;
use afterword::markdown::table::tables;
use afterword::render::Computed;
use afterword::render::Phase;
use afterword::render::Renderer;
use afterword::render::Whereabouts;
use afterword::render::front_matter::split;
use afterword::render::structure::breaches;
use afterword::source::Source;
use afterword::template::builtin;
use afterword::yaml::write;
use afterword::yaml::write::Yaml;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use crate::generated;

/// A sample in the suite; as many as the environment asks for in a sweep.
fn cases() -> ProptestConfig {
    let asked = std::env::var_os("PROPTEST_CASES").is_some();
    let config = if asked { ProptestConfig::default() } else { ProptestConfig::with_cases(60) };
    let seed = if std::env::var_os("PROPTEST_RNG_SEED").is_some() { config.rng_seed } else { RngSeed::Fixed(8) };
    ProptestConfig { failure_persistence: None, rng_seed: seed, ..config }
}

/// A line of what pages are made of, and of what parts the cells of a table.
fn line() -> impl Strategy<Value = String> {
    let bars = &["|", "\\|", "\\", "\\\\", "`", " ", "a", "||", "](x)", "[", "`|`", "<!--", "-->", "\u{2028}"][..];
    let barred = prop::collection::vec(prop::sample::select(bars), 1..7).prop_map(|parts| parts.concat());
    prop_oneof![2 => generated::line(), 1 => barred]
}

/// The fields of an event, one of them said otherwise. A topic's begin with `topics.`.
fn event_file(field: &str, text: &str) -> String {
    let said = |key: &str, usual: &str| Yaml::Text(if key == field { text } else { usual }.to_owned());
    let map = |entries: &[(&str, Yaml)]| {
        Yaml::Mapping(entries.iter().map(|(key, value)| ((*key).to_owned(), value.clone())).collect())
    };
    let mut topic = vec![
        ("emoji", said("topics.emoji", "🔥")),
        ("title", said("topics.title", "Warm starts")),
        ("owners", Yaml::Sequence(vec![Yaml::Text("ada".to_owned())])),
        ("tracking", said("topics.tracking", "#12")),
        ("problem", said("topics.problem", "The first cup takes four minutes.")),
        ("achievements", Yaml::Sequence(vec![said("topics.achievements", "It boils.")])),
        (
            "pictures",
            Yaml::Sequence(vec![map(&[("file", said("topics.file", "a.png")), ("alt", said("topics.alt", "A"))])]),
        ),
    ];
    if field == "topics.badge" {
        topic.push(("badge", said(field, "")));
    }
    if field == "topics.intro" {
        topic.push(("intro", said(field, "")));
    }
    if field == "topics.next_steps" {
        topic.push(("next_steps", said(field, "")));
    }
    let mut event = vec![
        ("series", said("series", "Kettle Days")),
        ("edition", said("edition", "Spring")),
        ("start", Yaml::Plain("2026-05-04".to_owned())),
        ("location", map(&[("name", said("location", "The Old Mill")), ("url", said("url", "https://mill.example"))])),
        (
            "organizers",
            Yaml::Sequence(vec![
                map(&[("name", said("organizer", "Kettle Works"))]),
                map(&[("name", said("another", "Tea Guild")), ("url", said("organizer_url", "https://tea.example"))]),
            ]),
        ),
        ("links", Yaml::Sequence(vec![map(&[("label", said("label", "Topics")), ("target", said("target", "/"))])])),
        ("pictures", Yaml::Sequence(vec![map(&[("file", said("file", "a.png")), ("alt", said("alt", "All"))])])),
    ];
    if ["title", "post_title", "intro", "footer"].contains(&field) {
        event.push((field, said(field, "")));
    }
    if field == "labels" {
        event.push(("labels", map(&[("problem", said(field, ""))])));
    }
    if field == "front_matter" {
        event.push(("front_matter", map(&[("outline", said(field, ""))])));
    }
    let second = map(&[("title", Yaml::Text("One log".to_owned()))]);
    event.push(("topics", Yaml::Sequence(vec![map(&topic), second])));
    write::document(&map(&event))
}

/// The event, unless it is refused.
fn read(file: &str, renderer: &Renderer) -> Option<Arc<Event>> {
    let find = |_: &str| Ok(renderer.template().clone());
    let reading = Reading { find_template: &find, template: None, style: None, assignments: &[] };
    let attempt = match Document::read(Source::new("event.yaml", file), &reading) {
        Ok(attempt) => attempt,
        Err(ReadError::Invalid(_)) => return None,
        Err(error) => panic!("{error}"),
    };
    let is_sound = attempt.diagnostics.is_empty()
        && breaches(&attempt.document.event, &attempt.document.template, None).is_empty();
    is_sound.then_some(attempt.document.event)
}

/// What the event says in that field.
fn said(event: &Event, field: &str) -> Option<String> {
    let topic = &event.topics[0];
    let section = |name: &str| topic.sections.iter().find(|(key, _)| key.as_ref() == name).map(|(_, text)| text);
    match field {
        "series" => event.series.clone(),
        "edition" => event.edition.clone(),
        "title" => event.title.clone(),
        "location" => Some(event.location.as_ref()?.name.clone()),
        "url" => event.location.as_ref()?.url.clone(),
        "organizer" => Some(event.organizers[0].name.clone()),
        "another" => Some(event.organizers[1].name.clone()),
        "organizer_url" => event.organizers[1].url.clone(),
        "label" => Some(event.links[0].label.clone()),
        "target" => Some(event.links[0].target.clone()),
        "file" => Some(event.pictures[0].file.clone()),
        "alt" => Some(event.pictures[0].alt.clone()),
        "intro" => event.intro.clone(),
        "footer" => event.footer.clone(),
        "labels" => Some(event.labels[0].1.clone()),
        "front_matter" => match &event.front_matter {
            FrontMatter::Map(entries) => match &entries[0].1 {
                Yaml::Plain(text) | Yaml::Text(text) | Yaml::Quoted(text) | Yaml::Markdown(text) => Some(text.clone()),
                _ => None,
            },
            _ => None,
        },
        "post_title" => event.fields.iter().find_map(|(key, value)| match value {
            FieldValue::Text(text) if key.as_ref() == field => Some(text.clone()),
            _ => None,
        }),
        "topics.title" => Some(topic.title.clone()),
        "topics.emoji" => topic.emoji.clone(),
        "topics.badge" => topic.badge.clone(),
        "topics.tracking" => topic.tracking.clone(),
        "topics.intro" => topic.intro.clone(),
        "topics.file" => Some(topic.pictures[0].file.clone()),
        "topics.alt" => Some(topic.pictures[0].alt.clone()),
        "topics.problem" | "topics.next_steps" => match section(field.trim_start_matches("topics."))? {
            Text::Markdown(text) => Some(text.clone()),
            Text::List(_) => None,
        },
        "topics.achievements" => match section("achievements")? {
            Text::List(items) => items.first().cloned(),
            Text::Markdown(_) => None,
        },
        field => panic!("nobody knows `{field}`"),
    }
}

/// A cell as what it shows: a backslash before a bar belongs to the table, unless another one makes it a sign.
fn shown(cell: &str) -> String {
    let mut shown = String::new();
    let mut is_escaped = false;
    for character in cell.chars() {
        if character == '|' && is_escaped {
            shown.pop();
        }
        is_escaped = character == '\\' && !is_escaped;
        shown.push(character);
    }
    shown.trim().to_owned()
}

/// Fails unless the page has the headings of its event, and front matter that says its title and weight.
fn check_page(event: &Arc<Event>, own: Option<&str>, computed: &Computed, renderer: &Renderer) {
    let page = renderer.page(event, None).unwrap();
    let (block, rest) = split(&page).unwrap();
    let front: serde_yaml::Mapping = serde_yaml::from_str(block).unwrap_or_else(|error| panic!("{error}\n{block}"));
    assert_eq!(front["title"].as_str(), Some(computed.title.as_str()), "{block}");
    assert_eq!(front["weight"].as_i64(), Some(-202_605), "{block}");
    assert_eq!(front.get("outline").and_then(serde_yaml::Value::as_str), own, "{block}");
    assert_eq!(front.len(), 2 + usize::from(own.is_some()), "{block}");

    let end =
        event.footer.as_ref().map_or(rest.len(), |footer| rest.rfind(footer.trim_end_matches(['\n', '\r'])).unwrap());
    let found =
        survey(&rest[..end], 0).blocks.into_iter().filter(|block| matches!(block.kind, BlockKind::Heading(1 | 2)));
    let found: Vec<String> = found.map(|block| rest[block.range].trim_end().to_owned()).collect();
    let topic = |topic: &afterword::event::Topic| {
        let parts = [topic.emoji.as_deref(), Some(topic.title.as_str()), topic.badge.as_deref()];
        format!("## {}", parts.into_iter().flatten().collect::<Vec<_>>().join(" ")).trim_end().to_owned()
    };
    let mut expected = vec![format!("# {}", computed.heading).trim_end().to_owned()];
    expected.extend(event.topics.iter().map(topic));
    assert_eq!(found, expected, "{page}");
}

/// Fails unless the event's row in each manner of table has four cells that say what it says, and the others stay.
fn check_index(event: &Event, computed: &Computed) {
    let day = event.dates.start;
    let entry = Entry {
        page: "2026-05",
        days: (day, day),
        dates: &computed.dates,
        place: event.location.as_ref(),
        organizers: &event.organizers,
    };
    let link = |link: &afterword::event::Link| match &link.url {
        Some(url) => format!("[{}]({url})", link.name),
        None => link.name.clone(),
    };
    let place = event.location.as_ref().unwrap();
    let linked = event.organizers.iter().map(link).collect::<Vec<_>>().join(", ");
    let named = event.organizers.iter().map(|one| one.name.clone()).collect::<Vec<_>>().join(", ");
    for (text, place, organizers) in [
        (
            "| Date | Location | Organizer | Wrap Up |\n|---|---|---|---|\n| 01.06.2026 | [A](https://a.example) | [B](https://b.example) | [Summary](./2026-06.md) |\n| 02.03.2026 | [C](https://c.example) | [D](https://d.example) | [Summary](./2026-03.md) |\n",
            link(place),
            linked,
        ),
        (
            "|Date|Location|Organizer|Wrap Up|\n|-|-|-|-|\n|01.06.2026|A|B|[Summary](./2026-06.md)|\n|02.03.2026|C|D|[Summary](./2026-03.md)|\n",
            place.name.clone(),
            named.clone(),
        ),
        (
            "Date|Wrap Up|Organizer|Location\n-|-|-|-\n01.06.2026|[Summary](./2026-06.md)|B|A\n02.03.2026|[Summary](./2026-03.md)|D|C\n",
            place.name.clone(),
            named,
        ),
    ] {
        let kept = with_rows("_index.md", text, 0, &[entry], &|_| true).unwrap();
        let found = index::tables("_index.md", &kept, 0, &|_| true);
        let [table] = found.as_slice() else { panic!("{} tables\n{kept}", found.len()) };
        let pages: Vec<Option<&str>> = table.rows.iter().map(|row| row.page.as_deref()).collect();
        assert_eq!(pages, [Some("2026-06"), Some("2026-05"), Some("2026-03")], "{kept}");
        let cell = |column: Option<usize>| shown(&kept[table.rows[1].cell(column).unwrap().range.clone()]);
        assert_eq!(cell(table.columns.place), shown(&place), "{kept}");
        assert_eq!(cell(table.columns.organizer), shown(&organizers), "{kept}");
        assert_eq!(cell(table.columns.dates), "04.05.2026", "{kept}");
        assert_eq!(with_rows("_index.md", &kept, 0, &[entry], &|_| true).unwrap(), kept, "a second time");
        let others: Vec<&str> = kept.lines().filter(|line| !line.contains("04.05.2026")).collect();
        assert_eq!(others, text.lines().collect::<Vec<_>>());
    }
}

/// Fails unless the agenda has a row of four cells for each topic, and the post and the commit say what they should.
fn check_documents(event: &Arc<Event>, post_title: Option<&str>, renderer: &Renderer) {
    let whereabouts = || Whereabouts { page_link: "./2026-05.md".to_owned(), ..Whereabouts::default() };
    for alignment in [whereabouts().alignment, None] {
        let whereabouts = Whereabouts { alignment, ..whereabouts() };
        let agenda = renderer.document(event, "agenda", None, whereabouts).unwrap();
        let found = tables(&agenda, 0);
        let [table] = found.as_slice() else { panic!("{} tables\n{agenda}", found.len()) };
        assert_eq!(table.rows.len(), event.topics.len(), "{agenda}");
        for (row, topic) in table.rows.iter().zip(&event.topics) {
            let parts = [topic.emoji.as_deref(), Some(topic.title.as_str())];
            let title = parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
            let cells: Vec<String> = row.cells.iter().map(|cell| shown(&agenda[cell.range.clone()])).collect();
            assert_eq!(cells[2], shown(&title), "{agenda}");
            assert_eq!(cells[1], "`5m`", "{agenda}");
            assert!(cells[3].starts_with("[Summary](./2026-05.md#"), "{agenda}");
        }
    }

    let post = renderer.document(event, "post", None, whereabouts()).unwrap();
    let (block, _) = split(&post).unwrap();
    let front: serde_yaml::Mapping = serde_yaml::from_str(block).unwrap_or_else(|error| panic!("{error}\n{block}"));
    assert_eq!(front.len(), 2, "{block}");
    assert!(front["title"].is_string() && front["title"] == front["linkTitle"], "{block}");
    if let Some(title) = post_title {
        assert_eq!(front["title"].as_str(), Some(title), "{block}");
    }

    let message = renderer.commit_message(event, Phase::Prepare).unwrap();
    let parts = [event.series.as_deref(), event.edition.as_deref(), Some("05/2026")];
    let names = parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
    assert_eq!(message, format!("docs: Prepare page of {names}\n"));
    assert_eq!(message.find(['\n', '\r']), Some(message.len() - 1), "{message:?}");
    match git2::message_prettify(&message, Some(b'#')) {
        Ok(kept) => assert_eq!(kept.trim_end(), message.trim_end(), "git takes something out of the message"),
        Err(error) => assert!(message.contains('\0'), "git refuses the message: {error}"),
    }
}

/// Tries texts in a field; some of them must pass.
fn check(field: &str, texts: BoxedStrategy<String>) {
    let renderer = Renderer::new(Arc::new(builtin::find("hackathon").unwrap().load()));
    let (passed, refused) = (Cell::new(0_u32), Cell::new(0_u32));
    proptest!(cases(), |(text in texts)| {
        let file = event_file(field, &text);
        let Some(event) = read(&file, &renderer) else {
            refused.set(refused.get() + 1);
            return Ok(());
        };
        passed.set(passed.get() + 1);
        let computed = Computed::of(&event, renderer.template()).unwrap();
        assert_eq!(said(&event, field).as_deref(), Some(text.as_str()), "{file}");
        let only = |key: &str| (field == key).then_some(text.as_str());
        check_page(&event, only("front_matter"), &computed, &renderer);
        check_index(&event, &computed);
        check_documents(&event, only("post_title"), &renderer);
    });
    eprintln!("{field}: {} drawn, {} refused", passed.get(), refused.get());
    assert!(passed.get() * 10 > refused.get(), "{field}: only {} of {} drawn", passed.get(), refused.get());
}

macro_rules! fields {
    ($($name:ident $field:literal $texts:expr;)*) => {
        $(#[test] fn $name() { check($field, $texts.boxed()); })*

        /// The fields that are tried.
        const FIELDS: &[&str] = &[$($field),*];
    };
}

fields! {
    a_series_is_read_back "series" line();
    an_edition_is_read_back "edition" line();
    a_title_is_read_back "title" line();
    a_place_is_read_back "location" line();
    the_address_of_a_place_is_read_back "url" line();
    an_organizer_is_read_back "organizer" line();
    another_organizer_is_read_back "another" line();
    the_address_of_an_organizer_is_read_back "organizer_url" line();
    the_label_of_a_link_is_read_back "label" line();
    the_target_of_a_link_is_read_back "target" line();
    the_file_of_a_picture_is_read_back "file" line();
    the_words_for_a_picture_are_read_back "alt" line();
    front_matter_is_read_back "front_matter" generated::text();
    the_title_of_a_post_is_read_back "post_title" line();
    a_label_is_read_back "labels" line();
    an_introduction_is_read_back "intro" generated::text();
    a_footer_is_read_back "footer" generated::text();
    the_title_of_a_topic_is_read_back "topics.title" line();
    the_emoji_of_a_topic_is_read_back "topics.emoji" line();
    the_badge_of_a_topic_is_read_back "topics.badge" line();
    the_tracking_of_a_topic_is_read_back "topics.tracking" line();
    the_introduction_of_a_topic_is_read_back "topics.intro" generated::text();
    a_section_is_read_back "topics.problem" generated::text();
    another_section_is_read_back "topics.next_steps" generated::text();
    an_item_of_a_section_is_read_back "topics.achievements" generated::text();
    the_file_of_a_picture_of_a_topic_is_read_back "topics.file" line();
    the_words_for_a_picture_of_a_topic_are_read_back "topics.alt" line();
}

#[test]
fn at_least_27_fields_are_tried() {
    let fields: std::collections::BTreeSet<&str> = FIELDS.iter().copied().collect();
    assert!(fields.len() >= 27 && fields.len() == FIELDS.len(), "{fields:?}");
}
