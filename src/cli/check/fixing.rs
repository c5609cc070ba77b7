//! Mends what can be mended for certain: every file as a whole, all files at once.

use crate::check::fixes;
use crate::check::fixes::Fixed;
use crate::fs::Batch;
use crate::fs::MEMORY_LIMIT;
use crate::grammar::Count;
use crate::outputs::unified_diff;
use crate::terminal::Terminal;
use crate::yaml::read::MAX_BYTES;

use super::super::Error;
use super::super::line_ends::BYTE_ORDER_MARK;
use super::super::render::show_diff;
use super::Checked;
use super::Format;
use super::Looked;

/// How often files are looked at again: a fix may make room for another one.
pub(super) const MOST_ROUNDS: usize = 10;

/// Prints what would be mended.
pub(super) fn show(checked: &Checked, terminal: &mut Terminal) {
    for (file, fixed) in fixed(checked) {
        let Some(source) = file.report.sources.first() else { continue };
        show_diff(&unified_diff(&source.name, &source.text, &fixed.text), terminal);
    }
}

/// Writes what is mended; returns how many findings that were.
pub(super) fn write(checked: &Checked, format: Format, terminal: &mut Terminal) -> Result<usize, Error> {
    let mut batch = Batch::new(MEMORY_LIMIT);
    let (mut count, mut files) = (0, 0);
    for (file, fixed) in fixed(checked) {
        let (Some(target), Some(source)) = (&file.target, file.report.sources.first()) else { continue };
        let on_disk = target.read(MAX_BYTES).map_err(Error::Write)?.unwrap_or_default();
        // An event file's mark is no part of its text.
        let mark = on_disk.strip_suffix(source.text.as_bytes());
        let Some(mark) = mark.filter(|mark| mark.is_empty() || *mark == BYTE_ORDER_MARK) else {
            return Err(Error::Usage {
                message: format!("`{}` was changed while it was looked at", source.name),
                help: "run `check --fix` again".to_owned(),
            });
        };
        batch.put(target.clone(), [mark, fixed.text.as_bytes()].concat()).map_err(Error::Write)?;
        count += fixed.count;
        files += 1;
    }
    if count > 0 {
        batch.finish()?;
        if format.is_for_people() {
            terminal.status(&format!("Mended {} in {}.", Count(count, "finding"), Count(files, "file")));
        }
    }
    Ok(count)
}

fn fixed(checked: &Checked) -> impl Iterator<Item = (&Looked, Fixed)> {
    checked.files.iter().filter_map(|file| {
        let source = file.report.sources.first()?;
        Some((file, fixes::apply(&source.text, &file.report.diagnostics, file.is_page)?))
    })
}
