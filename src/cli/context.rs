//! `afterword context`: what templates see.

use std::path::PathBuf;

use clap::Args;

use crate::render::Computed;
use crate::terminal::Terminal;

use super::Error;
use super::Outcome;
use super::choice;
use super::drawing::Drawing;
use super::drawing::Read;
use super::event_folders;
use super::places::Places;
use super::render::seen_from_here;
use super::report::tell_in;
use super::shared::Format;
use super::shared::ReadingArgs;

/// Print the JSON that templates see of an event.
///
/// Every field and section of the template is there, `null` where the event says nothing, with what is computed: id,
/// title, weight, heading, dates in words, and where links lead: `page_link` is the page from the working directory, for
/// other documents from where they go, and empty on the page itself.
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  afterword context 2025-06.yaml | jq -r '.topics[].title'")]
pub(super) struct ContextArgs {
    /// An event file, an event folder, a page, an id, or `-` for standard input; the newest event if left out.
    #[arg(value_name = "EVENT")]
    event: Option<PathBuf>,
    /// How mistakes are told.
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: Format,
    #[command(flatten)]
    reading: ReadingArgs,
}

pub(super) fn run(args: &ContextArgs, terminal: &mut Terminal) -> Result<Outcome, Error> {
    let drawing = Drawing::new(&args.reading)?.knowing_series();
    let mut places = Places::new();
    let event = choice::event(args.event.as_ref(), &mut places, terminal)?;
    let input = event_folders::input(&event, &mut places, terminal)?;
    let place = places.of(input.folder_around(), terminal)?;
    match drawing.read_input(&input, &place.project) {
        Ok(Read { event, renderer, .. }) => {
            let id = Computed::of(&event, renderer.template())?.id;
            let whereabouts = seen_from_here(&input, &id, &mut places, terminal)?;
            let context = renderer.context(&event, drawing.style(), whereabouts)?;
            // A context is plain data: strings, numbers, lists and maps with text for keys.
            let json = serde_json::to_string_pretty(&context)
                .map_err(|error| Error::Generate { what: "context", source: error.into() })?;
            terminal.json(&json);
            Ok(Outcome::Done)
        }
        Err(failure) => tell_in(args.format.into(), failure, terminal),
    }
}
