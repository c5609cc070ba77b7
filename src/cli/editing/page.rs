//! A page with answers changed, where it is the source: its other bytes stay.

use std::path::Path;
use std::sync::Arc;

use crate::event::Event;
use crate::import::Hints;
use crate::import::Imported;
use crate::import::change::Change;
use crate::import::change::ChangeError;
use crate::import::change::changed;
use crate::render::Renderer;
use crate::terminal::Terminal;
use crate::wizard::Answers;

use super::super::Error;
use super::super::inputs::path_name;
use super::super::inputs::typed;
use super::super::lost;

/// The text of the page with those answers, which are meant to be that event; nothing where it cannot show one of them,
/// which has been told then.
pub(super) fn page_with(
    answers: &Answers,
    meant: &Arc<Event>,
    (path, page): (&Path, &Imported),
    renderer: &Renderer,
    series: &[String],
    terminal: &mut Terminal,
) -> Result<Option<String>, Error> {
    let places: Vec<Option<usize>> = answers.unmarked_topics().into_iter().map(|(place, _)| place).collect();
    let change = Change { page, meant, places: &places };
    let hints = Hints { name: path.file_stem().and_then(|stem| stem.to_str()), series, ..Hints::default() };
    match changed(&change, renderer, &hints) {
        Ok(text) => Ok(Some(text)),
        Err(ChangeError::Lost(answers)) => {
            let other = format!("afterword import {}", typed(path));
            lost::tell(&path_name(path), &answers, &other, terminal);
            Ok(None)
        }
        Err(ChangeError::Import(error)) => Err(error.into()),
    }
}
