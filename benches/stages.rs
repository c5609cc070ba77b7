//! What each stage costs from an event file to its page: `cargo bench --bench stages`.
#![expect(clippy::unwrap_used, reason = "an input that fails is a mistake of the bench")]

use std::sync::Arc;

use afterword::document::Document;
use afterword::document::Reading;
use afterword::project::Project;
use afterword::project::Surroundings;
use afterword::project::UserFolders;
use afterword::render::Renderer;
use afterword::render::structure;
use afterword::source::Source;
use afterword::template::Template;
use afterword::template::builtin;
use afterword::yaml::read;
use divan::Bencher;
use divan::counter::BytesCount;

mod events;

fn main() {
    divan::main();
}

/// A usual event, and one of a kind nobody has seen yet.
const TOPICS: &[usize] = &[events::USUAL, 1000];

fn template() -> Arc<Template> {
    Arc::new(builtin::find("hackathon").unwrap().load())
}

fn document(text: &str, template: &Arc<Template>) -> Document {
    let find = |_: &str| Ok(template.clone());
    let reading = Reading { find_template: &find, template: None, style: None, assignments: &[] };
    Document::read(Source::new("event.yaml", text), &reading).unwrap().document
}

#[divan::bench]
fn load_the_template() -> Arc<Template> {
    template()
}

#[divan::bench]
fn compile_the_template(bencher: Bencher<'_, '_>) {
    let template = template();
    let event = document(&events::event(1, 0), &template).event;
    bencher.bench_local(|| Renderer::new(template.clone()).page(&event, None).unwrap());
}

#[divan::bench(args = TOPICS)]
fn parse_the_yaml(bencher: Bencher<'_, '_>, topics: usize) {
    let text = events::event(1, topics);
    bencher.counter(BytesCount::of_str(&text)).bench_local(|| read::parse(0, divan::black_box(&text)).unwrap());
}

#[divan::bench(args = TOPICS)]
fn read_the_event(bencher: Bencher<'_, '_>, topics: usize) {
    let text = events::event(1, topics);
    let template = template();
    bencher.counter(BytesCount::of_str(&text)).bench_local(|| document(&text, &template));
}

#[divan::bench(args = TOPICS)]
fn check_the_structure(bencher: Bencher<'_, '_>, topics: usize) {
    let text = events::event(1, topics);
    let template = template();
    let event = document(&text, &template).event;
    bencher.counter(BytesCount::of_str(&text)).bench_local(|| structure::breaches(&event, &template, None));
}

#[divan::bench(args = TOPICS)]
fn draw_the_page(bencher: Bencher<'_, '_>, topics: usize) {
    let text = events::event(1, topics);
    let template = template();
    let event = document(&text, &template).event;
    let renderer = Renderer::new(template);
    bencher.counter(BytesCount::of_str(&text)).bench_local(|| renderer.page(&event, None).unwrap());
}

#[divan::bench(args = TOPICS)]
fn all_of_it(bencher: Bencher<'_, '_>, topics: usize) {
    let text = events::event(1, topics);
    let folder = std::env::temp_dir();
    bencher.counter(BytesCount::of_str(&text)).bench_local(|| {
        let project = Project::around(&folder, Surroundings::None, UserFolders::default());
        let find = |name: &str| project.template(name);
        let reading = Reading { find_template: &find, template: None, style: None, assignments: &[] };
        let document = Document::read(Source::new("event.yaml", &*text), &reading).unwrap().document;
        let breaches = structure::breaches(&document.event, &document.template, None);
        assert!(breaches.is_empty());
        Renderer::new(document.template.clone()).page(&document.event, None).unwrap()
    });
}
