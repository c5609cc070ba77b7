//! What each stage costs from an event file to its page: `cargo bench --bench stages`.
#![expect(clippy::indexing_slicing, clippy::unwrap_used, reason = "an input that fails is a mistake of the bench")]

use std::sync::Arc;

use afterword::document::Document;
use afterword::document::Reading;
use afterword::encoding;
use afterword::import;
use afterword::import::Hints;
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

/// A usual page, one of 1 MB and one of 10 MB.
const PAGES: &[usize] = &[events::USUAL, 1_000, 10_000];

/// The page of an event in that style.
fn page(renderer: &Renderer, topics: usize, style: &str) -> String {
    let event = document(&events::event(1, topics), renderer.template()).event;
    renderer.page(&event, Some(style)).unwrap()
}

/// Reads a page, the proof that its event draws it again included.
fn read_page(bencher: Bencher<'_, '_>, page: &str, renderer: &Renderer) {
    let source = || Source::new("page.md", page);
    bencher
        .counter(BytesCount::of_str(page))
        .with_inputs(source)
        .bench_local_values(|source| import::page(source, renderer, &Hints::default()).unwrap());
}

#[divan::bench(args = PAGES)]
fn read_a_page_in_blocks(bencher: Bencher<'_, '_>, topics: usize) {
    let renderer = Renderer::new(template());
    read_page(bencher, &page(&renderer, topics, "block"), &renderer);
}

#[divan::bench(args = PAGES)]
fn read_a_page_with_headings(bencher: Bencher<'_, '_>, topics: usize) {
    let renderer = Renderer::new(template());
    read_page(bencher, &page(&renderer, topics, "headings"), &renderer);
}

#[divan::bench(args = PAGES)]
fn read_a_page_in_lines(bencher: Bencher<'_, '_>, topics: usize) {
    let renderer = Renderer::new(template());
    read_page(bencher, &page(&renderer, topics, "inline"), &renderer);
}

/// Each topic is drawn for itself to find the one.
#[divan::bench(args = PAGES)]
fn read_a_page_with_a_verbatim_topic(bencher: Bencher<'_, '_>, topics: usize) {
    let renderer = Renderer::new(template());
    let page = page(&renderer, topics, "block").replacen("\n\n**Achievements", "\n\n\n**Achievements", 1);
    read_page(bencher, &page, &renderer);
}

#[divan::bench(args = PAGES)]
fn look_for_damaged_text(bencher: Bencher<'_, '_>, topics: usize) {
    let renderer = Renderer::new(template());
    let page = page(&renderer, topics, "block");
    bencher.counter(BytesCount::of_str(&page)).bench_local(|| encoding::repair(divan::black_box(&page), &[]));
}
