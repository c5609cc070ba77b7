//! Generated texts in every field of an event: what is drawn of one is read back as that and nothing else, in the front
//! matter, in headings, in the tables of the index and of the agenda, and in the message of a commit.
//!
//! A sample in the suite; the sweep is `PROPTEST_CASES=100000 cargo test --release --test hostile injection`, whose cases
//! are for each field and are the same in every run. `PROPTEST_RNG_SEED=7` makes others.

use std::sync::Arc;

use afterword::document::Document;
use afterword::document::ReadError;
use afterword::document::Reading;
use afterword::event::Event;
use afterword::index::tables;
use afterword::index::upkeep::Entry;
use afterword::index::upkeep::with_rows;
use afterword::markdown::BlockKind;
use afterword::markdown::survey::survey;
use afterword::markdown::table;
use afterword::render::Computed;
use afterword::render::Phase;
use afterword::render::Renderer;
use afterword::render::Whereabouts;
use afterword::render::front_matter;
use afterword::render::structure::breaches;
use afterword::source::Source;
use afterword::template::Template;
use afterword::template::builtin;
use afterword::yaml::write;
use afterword::yaml::write::Yaml;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use proptest::test_runner::TestRunner;

use crate::generated::line;
use crate::generated::text;

/// The text fields of an event and of its topic, and whether they have one line.
const FIELDS: &[(&str, bool)] = &[
    ("series", true),
    ("edition", true),
    ("title", true),
    ("location.name", true),
    ("organizers.name", true),
    ("links.label", true),
    ("pictures.alt", true),
    ("intro", false),
    ("footer", false),
    ("topics.emoji", true),
    ("topics.title", true),
    ("topics.badge", true),
    ("topics.tracking", false),
    ("topics.problem", false),
    ("topics.next_steps", false),
    ("topics.intro", false),
];

const INDEX: &str = "# Events\n\n| Event | Date | Location | Organizer |\n| --- | --- | --- | --- |\n";

fn mapping<const N: usize>(entries: [(&str, Yaml); N]) -> Yaml {
    Yaml::Mapping(entries.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
}

/// An event with that text in that field.
fn event_file(field: &str, value: &str) -> String {
    let plain = |text: &str| Yaml::Text(text.to_owned());
    let said = |name: &str, usual: &str| plain(if name == field { value } else { usual });
    let named = |name: &str, usual: &str| mapping([("name", said(name, usual))]);
    let mut topic = vec![("title".to_owned(), said("topics.title", "Warm starts"))];
    let mut event = vec![
        ("series".to_owned(), said("series", "Kettle Days")),
        ("start".to_owned(), Yaml::Plain("2026-05-04".to_owned())),
        ("location".to_owned(), named("location.name", "The Old Mill")),
        ("organizers".to_owned(), Yaml::Sequence(vec![named("organizers.name", "Kettle Works")])),
    ];
    match field {
        "links.label" => event.push((
            "links".to_owned(),
            Yaml::Sequence(vec![mapping([("label", plain(value)), ("target", plain("/"))])]),
        )),
        "pictures.alt" => event.push((
            "pictures".to_owned(),
            Yaml::Sequence(vec![mapping([("file", plain("images/a.png")), ("alt", plain(value))])]),
        )),
        "edition" | "title" | "intro" | "footer" => event.push((field.to_owned(), plain(value))),
        _ => {}
    }
    if let Some(own) = field.strip_prefix("topics.").filter(|own| *own != "title") {
        topic.push((own.to_owned(), plain(value)));
    }
    let second = mapping([("title", plain("Second")), ("demo", plain("10m"))]);
    event.push(("topics".to_owned(), Yaml::Sequence(vec![Yaml::Mapping(topic), second])));
    write::document(&Yaml::Mapping(event))
}

/// The event that a file says; nothing where it is refused.
fn read(template: &Arc<Template>, text: &str) -> Option<Arc<Event>> {
    let find = |_: &str| Ok(template.clone());
    let reading = Reading { find_template: &find, template: None, style: None, assignments: &[] };
    let attempt = match Document::read(Source::new("event.yaml", text), &reading) {
        Ok(attempt) => attempt,
        Err(ReadError::Invalid(_)) => return None,
        Err(error) => panic!("{error}"),
    };
    let event = Arc::new(attempt.document.event.as_ref().clone());
    (attempt.diagnostics.is_empty() && breaches(&event, template, None).is_empty()).then_some(event)
}

/// Draws the event everywhere, and reads all of it back.
fn check(event: &Arc<Event>, template: &Arc<Template>) {
    let renderer = Renderer::new(template.clone());
    let computed = Computed::of(event, template).unwrap();
    let page = renderer.page(event, None).unwrap();
    let (block, rest) = front_matter::split(&page).unwrap();

    let keys: serde_yaml::Value = serde_yaml::from_str(block).unwrap();
    assert_eq!(keys["title"].as_str(), Some(computed.title.as_str()), "{page}");
    assert_eq!(keys["weight"].as_i64(), Some(computed.weight), "{page}");
    assert_eq!(keys.as_mapping().unwrap().len(), 2, "{page}");

    // Headings at the top: the page's and one for each topic; one within a quotation or a list is no topic.
    let start = page.len() - rest.len();
    let blocks = survey(&page, start).blocks;
    let expected = |level: usize| blocks.iter().filter(|block| block.kind == BlockKind::Heading(level)).count();
    // A footer may have headings of its own.
    if event.footer.is_none() {
        assert_eq!((expected(1), expected(2)), (1, event.topics.len()), "{page}");
    }
    assert!(rest.lines().any(|line| line.trim_end() == format!("# {}", computed.heading).trim_end()), "{page}");

    // A row of the index, and nothing else of it.
    let days = (event.dates.start, event.dates.end);
    let place = event.location.as_ref();
    let entry = Entry { page: "2026-05", days, dates: &computed.dates, place, organizers: &event.organizers };
    let is_page = |page: &str| page == "2026-05";
    let index = with_rows("_index.md", INDEX, 0, &[entry], &is_page).unwrap();
    assert!(index.starts_with("# Events\n\n"), "{index}");
    assert_eq!(index.lines().count(), INDEX.lines().count() + 1, "{index}");
    let found = tables("_index.md", &index, 0, &is_page);
    assert_eq!((found.len(), found[0].rows.len()), (1, 1), "{index}");
    let row = &found[0].rows[0];
    assert_eq!(row.page.as_deref(), Some("2026-05"), "{index}");
    assert_eq!(table::tables(&index, 0)[0].rows[0].cells.len(), 4, "{index}");
    let cell = |column| index[row.cell(column).unwrap().range.clone()].to_owned();
    let unbarred = |text: &str| text.replace("\\|", "|").trim().to_owned();
    if let Some(place) = place.filter(|place| place.url.is_none()) {
        assert_eq!(unbarred(&cell(found[0].columns.place)), unbarred(&place.name), "{index}");
    }
    assert_eq!(unbarred(&cell(found[0].columns.organizer)), unbarred(&event.organizers[0].name), "{index}");
    let again = with_rows("_index.md", &index, 0, &[entry], &is_page);
    assert_eq!(again.as_deref(), Some(index.as_str()), "another row at the second time");

    // The agenda: a row for each topic, of four cells.
    let whereabouts = Whereabouts { page_link: "2026-05.md".to_owned(), ..Whereabouts::default() };
    let agenda = renderer.document(event, "agenda", None, whereabouts).unwrap();
    let rows: Vec<_> = table::tables(&agenda, 0).into_iter().flat_map(|table| table.rows).collect();
    assert_eq!(rows.len(), event.topics.len(), "{agenda}");
    for (row, topic) in rows.iter().zip(&event.topics) {
        assert_eq!(row.cells.len(), 4, "{agenda}");
        let words = [topic.emoji.as_deref().unwrap_or_default(), &topic.title].into_iter();
        let title = words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
        assert_eq!(unbarred(&agenda[row.cells[2].range.clone()]), unbarred(&title), "{agenda}");
    }

    // The message: one line, as it is.
    let message = renderer.commit_message(event, Phase::Add).unwrap();
    assert_eq!(message.trim_end_matches('\n').lines().count(), 1, "{message:?}");
    let name = computed.heading.strip_suffix(" Wrap Up").unwrap();
    assert_eq!(message.trim_end(), format!("docs: Add wrap-up of {name}"));
    match git2::message_prettify(&message, Some(b'#')) {
        Ok(kept) => assert_eq!(kept.trim_end(), message.trim_end(), "git takes something out of the message"),
        Err(error) => assert!(message.contains('\0'), "git refuses the message: {error}"),
    }
}

#[test]
fn any_text_in_any_field_is_read_back_as_itself() {
    let template = Arc::new(builtin::find("hackathon").unwrap().load());
    let asked = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok());
    for (field, is_line) in FIELDS {
        let mut config = ProptestConfig::with_cases(asked.unwrap_or(60));
        if std::env::var_os("PROPTEST_RNG_SEED").is_none() {
            config.rng_seed = RngSeed::Fixed(1);
        }
        config.failure_persistence = None;
        let texts = if *is_line { line().boxed() } else { text().boxed() };
        let drawn = std::cell::Cell::new(0_u32);
        let cases = config.cases;
        let result = TestRunner::new(config).run(&texts, |text| {
            if let Some(event) = read(&template, &event_file(field, &text)) {
                drawn.set(drawn.get() + 1);
                check(&event, &template);
            }
            Ok(())
        });
        eprintln!("{field}: {} of {cases} drawn", drawn.get());
        if let Err(failure) = result {
            panic!("{field}: {failure}");
        }
        assert!(drawn.get() * 5 > cases, "{field}: only {} of {cases} were drawn", drawn.get());
    }
}
