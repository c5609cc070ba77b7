//! The front matter of an event file: keys, or the page's block verbatim.

use crate::diagnostic::Diagnostic;
use crate::event::FrontMatter;
use crate::yaml::Node;
use crate::yaml::Scalar;
use crate::yaml::Style;
use crate::yaml::Value;
use crate::yaml::read;
use crate::yaml::write::Yaml;

use super::locate::line_place;
use super::reader::Reader;

impl Reader<'_> {
    /// A mapping, or text that stands on the page as it is.
    pub(super) fn front_matter(&mut self, node: Node<'_>) -> FrontMatter {
        if let Some(front_matter) = self.flow(&node, Self::front_matter) {
            return front_matter;
        }
        if let Value::Scalar(Scalar { text, .. }) = &node.value
            && let Some(mistake) = mistake(text)
        {
            let place = line_place(&node, mistake.offset, self.sources);
            let diagnostic = Diagnostic::error("invalid-front-matter", mistake.message, place, mistake.label);
            self.push(diagnostic.help(mistake.help));
            return FrontMatter::Computed;
        }
        match node.value {
            Value::Mapping(entries) => FrontMatter::Map(
                entries.into_iter().map(|entry| (entry.key.into_owned(), value(&entry.value))).collect(),
            ),
            Value::Scalar(Scalar { text, .. }) => FrontMatter::Verbatim(text.into_owned()),
            Value::Sequence(_) => {
                self.wrong_type(
                    &node,
                    "front_matter",
                    "a mapping, or text taken verbatim",
                    "write each line as `key: value`",
                );
                FrontMatter::Computed
            }
        }
    }
}

/// The keys of a page's block of front matter in their order; nothing where it is no mapping that can be read.
pub fn keys_of_block(block: &str) -> Option<Vec<(String, Yaml)>> {
    let parsed = read::parse(0, block).ok().filter(|parsed| parsed.diagnostics.is_empty() && parsed.omitted == 0)?;
    match parsed.root.value {
        Value::Mapping(entries) => {
            Some(entries.into_iter().map(|entry| (entry.key.into_owned(), value(&entry.value))).collect())
        }
        Value::Scalar(_) | Value::Sequence(_) => None,
    }
}

/// A value as the front matter holds it: what was bare stays bare.
fn value(node: &Node<'_>) -> Yaml {
    Yaml::of(node, &|node, Scalar { text, style }| match style {
        Style::Plain if node.is_null() && text.is_empty() => Yaml::Null,
        Style::Plain => Yaml::Plain(text.clone().into_owned()),
        Style::Quoted | Style::Block | Style::Argument => Yaml::Text(text.clone().into_owned()),
    })
}

/// Why a block cannot stand between the fences of a page.
struct Mistake {
    /// Where in the block.
    offset: usize,
    message: String,
    label: String,
    help: String,
}

fn mistake(block: &str) -> Option<Mistake> {
    let is_fence = |line: &&str| line.trim_end() == "---";
    if let Some(line) = block.lines().find(is_fence) {
        return Some(Mistake {
            offset: line.as_ptr() as usize - block.as_ptr() as usize,
            message: "a line `---` would end the front matter".to_owned(),
            label: "read as its end".to_owned(),
            help: "leave it out: the page gets its own".to_owned(),
        });
    }
    let diagnostic = faults(0, block).into_iter().next()?;
    Some(Mistake {
        offset: diagnostic.primary.span.range().start,
        message: diagnostic.message,
        label: diagnostic.primary.text,
        help: diagnostic.help.unwrap_or_default(),
    })
}

/// What is wrong with a block of front matter that begins at byte `base` of its source: `no-mapping`, or what the reader
/// of YAML complains of, under its codes.
pub fn faults(base: usize, block: &str) -> Vec<Diagnostic> {
    let complaints = match read::parse_at(0, base, block) {
        Ok(parsed) if matches!(parsed.root.value, Value::Mapping(_)) => parsed.diagnostics,
        Ok(parsed) => {
            let (place, kind) = (parsed.root.place, parsed.root.kind());
            let fault = Diagnostic::error("no-mapping", "the front matter is no mapping of keys", place, kind);
            return vec![fault.help("write each line as `key: value`")];
        }
        // Nothing but comments: title and weight join them.
        Err(diagnostic) if diagnostic.code == "empty" => Vec::new(),
        Err(diagnostic) => vec![diagnostic],
    };
    let told = |complaint: Diagnostic| {
        let message = format!("the front matter is no YAML: {}", complaint.message);
        Diagnostic { message, ..complaint }
    };
    complaints.into_iter().map(told).collect()
}
