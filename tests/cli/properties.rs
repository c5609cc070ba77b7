//! Any text in any field: what holds for all of them, tried on generated ones.
//!
//! Each property runs a sample; `PROPTEST_CASES=100000 cargo test --release --test cli properties` runs a long sweep. What
//! is generated is the same in every run; `PROPTEST_RNG_SEED=7` generates other texts.

use std::sync::Arc;

use afterword::document::Document;
use afterword::document::ReadError;
use afterword::document::Reading;
use afterword::render::Renderer;
use afterword::render::structure::Breach;
use afterword::render::structure::breaches;
use afterword::source::Source;
use afterword::template::Template;
use afterword::template::builtin;
use afterword::yaml::Step;
use afterword::yaml::write;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use self::plan::Plan;
use self::plan::benign_plans;
use self::plan::plans;
use self::reading::first_fault;

mod checking;
mod front_matter;
mod hostile;
mod pages;
mod plan;
mod reading;

/// A sample in the suite; as many as the environment asks for in a sweep.
fn cases(sample: u32) -> ProptestConfig {
    let asked = std::env::var_os("PROPTEST_CASES").is_some();
    let config = if asked { ProptestConfig::default() } else { ProptestConfig::with_cases(sample) };
    let seed = if std::env::var_os("PROPTEST_RNG_SEED").is_some() { config.rng_seed } else { RngSeed::Fixed(1) };
    ProptestConfig { failure_persistence: None, rng_seed: seed, ..config }
}

fn template() -> Arc<Template> {
    Arc::new(builtin::find("hackathon").unwrap().load())
}

///
/// Nothing where a required text is of blanks only: that is missing, which is not what is tried here.
fn read_event(template: &Arc<Template>, text: &str) -> Option<Document> {
    let find = |_: &str| Ok(template.clone());
    let reading = Reading { find_template: &find, template: None, style: None, assignments: &[] };
    let attempt = Document::read(Source::new("event.yaml", text), &reading).unwrap_or_else(|error| match error {
        ReadError::Invalid(report) => panic!("{:#?}\n{text}", report.diagnostics),
        error => panic!("{error}"),
    });
    if attempt.diagnostics.iter().any(|one| one.code == "missing-field") {
        return None;
    }
    assert!(attempt.diagnostics.is_empty(), "{:#?}\n{text}", attempt.diagnostics);
    Some(attempt.document)
}

/// Fails unless a breach's place is the line of the file, or the quoted text, that holds the byte it tells of.
fn check_place(document: &Document, breach: &Breach) {
    let file = &document.sources[0].text;
    let value: serde_yaml::Value = serde_yaml::from_str(file).unwrap();
    let value = breach.path.iter().fold(&value, |value, step| match step {
        Step::Key(key) => &value[key.as_ref()],
        Step::Index(index) => &value[index],
    });
    let text = value.as_str().unwrap_or_else(|| panic!("{:?} leads to {value:?}", breach.path));
    let place = document.places([(breach.path.as_slice(), breach.offset)], &[])[0];
    let found = document.sources[usize::from(place.source)].slice(place.span);
    assert!(text.is_char_boundary(breach.offset), "{breach:?}");
    let line = text[..breach.offset].matches('\n').count();
    let line = text.split('\n').nth(line).unwrap().trim();
    let is_line = found == line;
    let is_scalar = serde_yaml::from_str::<String>(found).is_ok_and(|found| found == text);
    assert!(is_line || is_scalar, "{breach:?} is placed at {found:?}, not at {line:?}");
    assert!(!found.is_empty(), "{breach:?} has no place");
}

fn check(plan: &Plan, template: &Arc<Template>) -> bool {
    let text = write::document(&plan.yaml());
    let Some(document) = read_event(template, &text) else { return false };
    let (declared, marks) = plan.page();
    let page = Renderer::new(template.clone()).page(&document.event, None).unwrap();
    let (_, rest) = afterword::render::front_matter::split(&page).unwrap();
    assert_eq!(rest, format!("---\n{declared}{}", plan.footer()));

    let fault = first_fault(plan, &declared, &marks);
    let breaches = breaches(&document.event, template, None);
    match (&fault, breaches.as_slice()) {
        (None, []) => true,
        (Some(_), [_, ..]) => {
            breaches.iter().for_each(|breach| check_place(&document, breach));
            false
        }
        (Some(fault), []) => panic!("not refused, but {fault}:\n{declared}"),
        (None, [breach, ..]) => panic!("refused without need: {breach:?}\n{declared}"),
    }
}

#[test]
fn any_text_in_any_field_leaves_the_structure_as_declared_or_is_refused_with_its_place() {
    let template = template();
    let drawn = std::cell::Cell::new(0);
    let refused = std::cell::Cell::new(0);
    proptest!(cases(400), |(plan in plans())| {
        let count = if check(&plan, &template) { &drawn } else { &refused };
        count.set(count.get() + 1);
    });
    eprintln!("{} drawn, {} refused", drawn.get(), refused.get());
    assert!(drawn.get() > 50 && refused.get() > 50, "{} drawn, {} refused", drawn.get(), refused.get());
}

#[test]
fn what_people_write_is_never_refused() {
    let template = template();
    proptest!(cases(200), |(plan in benign_plans())| {
        assert!(check(&plan, &template), "refused");
    });
}
