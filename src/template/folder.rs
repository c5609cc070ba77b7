//! Reads a template from its folder: the declaration with its mistakes and their places, and the files that draw.

use std::collections::BTreeMap;
use std::path::Path;
use std::path::PathBuf;

use crate::diagnostic::Diagnostic;
use crate::diagnostic::Place;
use crate::diagnostic::Report;
use crate::fs;
use crate::source::Source;
use crate::source::Span;
use crate::yaml::Node;
use crate::yaml::read;

use super::DECLARATION_FILE;
use super::Declaration;
use super::Locale;
use super::MAX_BYTES;
use super::Origin;
use super::Template;
use super::reading;
use super::schema;
use super::tags;
use super::validation;
use super::validation::Beside;

/// Why there is no template.
#[derive(Debug, thiserror::Error)]
pub enum TemplateError {
    /// No template has that name.
    #[error("unknown template `{name}`")]
    Unknown {
        /// The name that was asked for.
        name: String,
        /// The names there are.
        known: Vec<String>,
    },
    /// A file of it could not be read.
    #[error(transparent)]
    Read(#[from] fs::Error),
    /// The folder could not be listed.
    #[error("cannot list the template folder `{folder}`")]
    List {
        /// The folder, as it is shown.
        folder: String,
        /// Why.
        source: std::io::Error,
    },
    /// Together its files are too large.
    #[error("the template in `{folder}` is larger than {MAX_BYTES} bytes")]
    TooLarge {
        /// The folder, as it is shown.
        folder: String,
    },
    /// A symlink leads out of where the template may be.
    #[error("`{path}` is a symlink that leads out of the template's folder")]
    Outside {
        /// The file, as it is shown.
        path: String,
    },
    /// The declaration has mistakes.
    #[error("the template has mistakes")]
    Invalid(Report),
}

/// What a folder must be for its template to be read.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wanted<'w> {
    /// The name by which the template was looked for, which must be the name it calls itself.
    pub name: Option<&'w str>,
    /// The folder that no symlink may lead out of: a stranger's template must not put a file of the user's on a page.
    pub within: Option<&'w Path>,
}

/// Reads the template in a folder; `shown` is what messages call the folder.
///
/// # Errors
///
/// No readable `template.yaml`, one with mistakes, a `*.jinja` that is no UTF-8 or no template of a sensible size, and
/// what is not as wanted.
pub fn load(folder: &Path, shown: &str, wanted: Wanted<'_>) -> Result<Template, TemplateError> {
    let folder = Folder { path: folder, shown, within: wanted.within.and_then(|within| within.canonicalize().ok()) };
    let declaration = folder.read(DECLARATION_FILE)?;
    let mut files = BTreeMap::new();
    let mut size = 0;
    for name in folder.drawing_files()? {
        let source = text(&format!("{shown}/{name}"), folder.read(&name)?).map_err(TemplateError::Invalid)?;
        size += source.text.len() as u64;
        if size > MAX_BYTES {
            return Err(TemplateError::TooLarge { folder: shown.to_owned() });
        }
        if let Some(span) = tags::first_too_long(&source.text) {
            let message = format!("a tag of a template is at most {} bytes long", tags::LONGEST);
            let diagnostic = Diagnostic::error("too-large", message, Place { source: 0, span }, "begins here")
                .help("part it with `{% set name = … %}`");
            let report = Report { sources: vec![source], diagnostics: vec![diagnostic], omitted: 0 };
            return Err(TemplateError::Invalid(report));
        }
        // A checkout on Windows may have put these line ends there; the page's own are the event's matter.
        files.insert(name, source.text.replace("\r\n", "\n"));
    }
    let beside = Beside { name: wanted.name, files: files.keys().map(String::as_str).collect() };
    let file = format!("{shown}/{DECLARATION_FILE}");
    let declaration = parse(&file, declaration, &beside).map_err(TemplateError::Invalid)?;
    Ok(Template { declaration, files, origin: Origin::Folder(shown.to_owned()), locale: Locale::ENGLISH })
}

/// A template's folder while it is read.
struct Folder<'f> {
    path: &'f Path,
    shown: &'f str,
    /// Without symlinks.
    within: Option<PathBuf>,
}

impl Folder<'_> {
    fn read(&self, name: &str) -> Result<Vec<u8>, TemplateError> {
        let path = self.path.join(name);
        if let (Some(within), Ok(real)) = (&self.within, path.canonicalize())
            && !real.starts_with(within)
        {
            return Err(TemplateError::Outside { path: format!("{}/{name}", self.shown) });
        }
        Ok(fs::read(&path, MAX_BYTES)?)
    }

    /// The names of the files that draw, in order.
    fn drawing_files(&self) -> Result<Vec<String>, TemplateError> {
        let failed = |source| TemplateError::List { folder: self.shown.to_owned(), source };
        let mut names = Vec::new();
        for entry in std::fs::read_dir(self.path).map_err(failed)? {
            let name = entry.map_err(failed)?.file_name();
            names.extend(name.into_string().ok().filter(|name| name.ends_with(".jinja")));
        }
        names.sort();
        Ok(names)
    }
}

/// Reads a declaration, with every mistake at its place: what is no YAML, no declaration, or does not fit together.
fn parse(name: &str, bytes: Vec<u8>, beside: &Beside<'_>) -> Result<Declaration, Report> {
    let source = text(name, bytes)?;
    let (read, mistakes) = match read::parse(0, &source.text) {
        Ok(parsed) => judge(&parsed, beside),
        Err(diagnostic) => (None, vec![diagnostic]),
    };
    match read {
        Some(declaration) if mistakes.is_empty() => Ok(declaration),
        _ => {
            let mut report = Report { sources: vec![source], ..Report::default() };
            mistakes.into_iter().for_each(|mistake| report.push(mistake));
            report.sort();
            Err(report)
        }
    }
}

/// The declaration in a tree, and everything that is wrong with it.
fn judge(parsed: &read::Parsed<'_>, beside: &Beside<'_>) -> (Option<Declaration>, Vec<Diagnostic>) {
    let reading::Read { data, mut diagnostics, made_up } = reading::read(&parsed.root, &schema::of_templates());
    diagnostics.extend(parsed.diagnostics.iter().cloned());
    let declaration: Declaration = match serde_json::from_value(data) {
        Ok(declaration) => declaration,
        Err(error) => {
            let place = parsed.root.place;
            diagnostics.push(Diagnostic::error("invalid-template", error.to_string(), place, "in this template"));
            return (None, diagnostics);
        }
    };
    for validation::Mistake { path, message, help } in validation::mistakes(&declaration, beside) {
        // What was made up in place of a mistake is none of the author's.
        if made_up.iter().any(|made_up| made_up.starts_with(&path) || path.starts_with(made_up)) {
            continue;
        }
        let place = nearest(&parsed.root, &path).place;
        let mut diagnostic = Diagnostic::error("invalid-template", message, place, "here");
        diagnostic.help = help;
        diagnostics.push(diagnostic);
    }
    (Some(declaration), diagnostics)
}

fn text(name: &str, bytes: Vec<u8>) -> Result<Source, Report> {
    let without_mark = |text: String| text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text);
    String::from_utf8(bytes).map(|text| Source::new(name, without_mark(text))).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let source = Source::new(name, String::from_utf8_lossy(error.as_bytes()));
        let place = Place { source: 0, span: Span::new(at, at) };
        let diagnostic = Diagnostic::error("not-utf-8", "the template is not UTF-8", place, "here");
        Report { sources: vec![source], diagnostics: vec![diagnostic], omitted: 0 }
    })
}

/// The node at a path, or the last one on the way there.
fn nearest<'n, 'a>(root: &'n Node<'a>, path: &[crate::yaml::Step]) -> &'n Node<'a> {
    (0..=path.len()).rev().find_map(|length| root.at(path.get(..length)?)).unwrap_or(root)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::template::builtin::BUILT_IN;

    #[test]
    fn a_declaration_reads_the_same_as_when_it_was_compiled_in() {
        for built_in in BUILT_IN {
            let text = built_in.files.iter().find(|(name, _)| *name == DECLARATION_FILE).unwrap().1;
            let files = built_in.files.iter().map(|(name, _)| *name).collect();
            let beside = Beside { name: Some(built_in.name), files };
            let read = parse(DECLARATION_FILE, text.into(), &beside).unwrap();
            assert_eq!(format!("{read:?}"), format!("{:?}", built_in.load().declaration));
        }
    }
}
