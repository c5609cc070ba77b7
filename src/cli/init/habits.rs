//! What the events of a project have in common.

use std::path::Path;
use std::path::PathBuf;

use crate::document::write::event_entries;
use crate::event::Event;
use crate::fs;
use crate::grammar::Count;
use crate::grammar::list_and;
use crate::grammar::ticked;
use crate::index;
use crate::markdown::anchor::Site;
use crate::project::Project;
use crate::project::configuration::INDEX;
use crate::project::configuration::PICTURES;
use crate::render::front_matter;
use crate::template::DEFAULT;
use crate::terminal::Terminal;
use crate::wizard::knowledge::Known;
use crate::yaml::write::Yaml;

use super::super::Error;
use super::super::event_folders;
use super::super::inputs::path_name;
use super::super::neighbours;
use super::super::places::Place;
use super::super::report::find_template;
use super::super::sites;

/// What is worth saying, each with the reason for it.
#[derive(Debug, Default)]
pub(super) struct Habits {
    /// Keys with their values, in the order of the file.
    pub(super) keys: Vec<Habit>,
    /// Fields of new events, likewise.
    pub(super) defaults: Vec<Habit>,
}

/// A key or a field, its value, and why it is there.
#[derive(Debug)]
pub(super) struct Habit {
    pub(super) key: &'static str,
    pub(super) value: Yaml,
    pub(super) reason: String,
}

/// The largest index that is looked at.
const MAX_BYTES: u64 = 1024 * 1024;

impl Habits {
    /// Looks at all that lies below the root.
    pub(super) fn find(place: &Place, terminal: &mut Terminal) -> Result<Self, Error> {
        let project = &place.project;
        let mut habits = Self::default();
        let Some((folder, known)) = folder(place, terminal) else {
            habits.anchors(project);
            return Ok(habits);
        };
        let events = Count(known.len(), "event");
        let newest = known.first().map(name_of).unwrap_or_default();
        let below = folder.strip_prefix(&project.root).map(path_name).unwrap_or_default();
        if !below.is_empty() {
            habits.key("pages", &below, format!("The folder with the wrap-ups: {events}, the newest is {newest}."));
        }
        habits.index(&folder, &below);
        habits.pictures(&known);
        habits.template_and_style(&known, &newest);
        habits.anchors(project);
        habits.fields(&known, project)?;
        Ok(habits)
    }

    fn key(&mut self, key: &'static str, text: &str, reason: String) {
        self.keys.push(Habit { key, value: Yaml::Text(text.to_owned()), reason });
    }

    fn index(&mut self, folder: &Path, below: &str) {
        let read = |name: &'static str| fs::read(&folder.join(name), MAX_BYTES).ok().map(|bytes| (name, bytes));
        let has_table = |(name, bytes): &(&'static str, Vec<u8>)| {
            let text = String::from_utf8_lossy(bytes);
            let start = front_matter::split(&text).map_or(0, |(_, rest)| text.len() - rest.len());
            let path = if below.is_empty() { (*name).to_owned() } else { format!("{below}/{name}") };
            let is_page = |page: &str| page.rsplit('/').next().is_some_and(|page| is_file(folder, page));
            let tables = index::tables(&path, &text, start, &is_page);
            tables.iter().flat_map(|table| &table.rows).any(|row| row.page.as_deref().is_some_and(is_page))
        };
        let found = INDEX.iter().filter_map(|name| read(name)).filter(has_table);
        let names: Vec<&str> = found.map(|(name, _)| name).collect();
        match names.as_slice() {
            [] => {}
            [name] => self.key("index", name, "The file beside them whose table lists them.".to_owned()),
            names => self.keys.push(Habit {
                key: "index",
                value: Yaml::Sequence(names.iter().map(|name| Yaml::Text((*name).to_owned())).collect()),
                reason: "The files beside them whose tables list them.".to_owned(),
            }),
        }
    }

    fn pictures(&mut self, known: &[Known]) {
        let pictures = known.iter().flat_map(|known| &known.event.pictures).filter(|one| !one.file.contains("://"));
        let folders = pictures.map(|picture| {
            let file = picture.file.strip_prefix("./").unwrap_or(&picture.file);
            file.rsplit_once('/').map_or("", |(folder, _)| folder)
        });
        let folders: Vec<&str> = folders.collect();
        let Some(first) = folders.first().filter(|first| folders.iter().all(|folder| folder == *first)) else { return };
        if *first != PICTURES.trim_end_matches('/') && !first.is_empty() && !first.starts_with(['/', '.']) {
            self.key("pictures", first, "Where their pictures lie.".to_owned());
        }
    }

    fn template_and_style(&mut self, known: &[Known], newest: &str) {
        let templates = distinct(known.iter().map(|known| template_of(&known.event).to_owned()));
        if let [template] = templates.as_slice()
            && template != DEFAULT
        {
            self.key("template", template, "The template of them all.".to_owned());
        }
        let Some(style) = known.first().and_then(|newest| newest.event.style.clone()) else { return };
        let others = distinct(known.iter().filter_map(|known| known.event.style.clone()));
        let others: Vec<String> = others.into_iter().filter(|other| *other != style).map(ticked).collect();
        let before = if others.is_empty() { String::new() } else { format!("; others are in {}", list_and(others)) };
        self.key("style", &style, format!("The style of {newest}{before}."));
    }

    fn anchors(&mut self, project: &Project) {
        if let Some(site) = sites::guess(project) {
            let reason =
                if site == Site::Vitepress { "There is a folder `.vitepress`." } else { "It shows the pages." };
            self.key("anchors", &site.to_string(), reason.to_owned());
        }
    }

    /// Fields that all events share, and the footer of the newest.
    fn fields(&mut self, known: &[Known], project: &Project) -> Result<(), Error> {
        let Some(newest) = known.first() else { return Ok(()) };
        let declaration = &find_template(project, template_of(&newest.event), false)?.declaration;
        let value = |event: &Event, wanted: &str| {
            let mut entries = event_entries(event, declaration).into_iter();
            entries.find(|(key, _)| key == wanted).map(|(_, value)| value)
        };
        for key in ["series", "location", "organizers", "front_matter"] {
            let Some(said) = value(&newest.event, key).filter(is_shared) else { continue };
            let all = known.iter().all(|known| value(&known.event, key).as_ref() == Some(&said));
            let reason = match known.len() {
                // One event alone has no habits but its name.
                1 if key == "series" => format!("As in {}.", name_of(newest)),
                2 if all => "The same in both events.".to_owned(),
                3.. if all => format!("The same in all {}.", Count(known.len(), "event")),
                2.. if key == "series" => format!("As in {}; others differ.", name_of(newest)),
                _ => continue,
            };
            self.defaults.push(Habit { key, value: said, reason });
        }
        if let Some(footer) = value(&newest.event, "footer") {
            self.defaults.push(Habit { key: "footer", value: footer, reason: format!("As in {}.", name_of(newest)) });
        }
        Ok(())
    }
}

/// The folder with the most wrap-ups, and the events in it, newest first.
fn folder(place: &Place, terminal: &mut Terminal) -> Option<(PathBuf, Vec<Known>)> {
    if place.project.is_strange {
        return None;
    }
    let mut folders = place.with_wrap_ups().to_vec();
    if !folders.contains(&place.folder) {
        folders.push(place.folder.clone());
    }
    let read = |folder: PathBuf| {
        let mut known = neighbours::read(&folder, &place.project, None);
        // Event folders of the project are in none of them.
        let is_in = |file: &Path| file.ancestors().skip(1).take(2).any(|above| above == folder);
        known.retain(|known| is_in(&known.path));
        (!known.is_empty()).then_some((folder, known))
    };
    let mut found: Vec<(PathBuf, Vec<Known>)> = folders.into_iter().filter_map(read).collect();
    // Of as many events the folder with the newest one is the one in use.
    found.sort_by_key(|(_, known)| (known.len(), known.first().map(|newest| newest.event.dates.start)));
    let most = found.pop()?;
    if !found.is_empty() {
        let others = found.iter().map(|(folder, known)| {
            let below = folder.strip_prefix(&place.project.root).unwrap_or(folder);
            let name = if below.as_os_str().is_empty() { ".".to_owned() } else { path_name(below) };
            format!("{} ({})", ticked(name), Count(known.len(), "event"))
        });
        terminal.note(&format!("there are events in other folders as well: {}", list_and(others)));
    }
    Some(most)
}

fn template_of(event: &Event) -> &str {
    event.template.as_deref().unwrap_or(DEFAULT)
}

fn is_file(folder: &Path, page: &str) -> bool {
    folder.join(format!("{page}.md")).is_file()
}

/// The name of an event's file or folder.
fn name_of(known: &Known) -> String {
    let path = event_folders::argument(&known.path);
    path.file_name().map(|name| ticked(name.to_string_lossy())).unwrap_or_default()
}

/// Front matter that is kept verbatim is of one page.
fn is_shared(value: &Yaml) -> bool {
    !matches!(value, Yaml::Text(text) if text.contains('\n'))
}

fn distinct(items: impl Iterator<Item = String>) -> Vec<String> {
    let mut distinct: Vec<String> = Vec::new();
    for item in items {
        if !distinct.contains(&item) {
            distinct.push(item);
        }
    }
    distinct
}
