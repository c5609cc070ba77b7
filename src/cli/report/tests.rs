use proptest::prelude::*;

use super::*;
use crate::document;
use crate::render::Renderer;
use crate::template::builtin;
use crate::terminal::captured::Captured;

/// What a hand, a merge or a careless script does to a file.
#[derive(Clone, Debug)]
enum Slip {
    Remove(usize, usize),
    Insert(usize, &'static str),
    Byte(usize, u8),
    MoveLine(usize, usize),
    RepeatLine(usize),
    Indent(usize, &'static str),
    Cut(usize),
}

/// Pieces that mean something to YAML, to Markdown, or to neither.
const PIECES: &[&str] = &[
    ":",
    ": ",
    "-",
    "- ",
    "#",
    " #",
    "\"",
    "'",
    "[",
    "]",
    "{",
    "}",
    ",",
    "&a ",
    "*a",
    "!",
    "!!str ",
    "|",
    "|+",
    ">-",
    "?",
    "? ",
    "%",
    "@",
    "`",
    "```",
    "~~~",
    "<!--",
    "<div>",
    "\t",
    " ",
    "\n",
    "\n\n",
    "\r",
    "\r\n",
    "---",
    "\n---\n",
    "...",
    "\\",
    "\\u12",
    "\0",
    "\u{85}",
    "\u{2028}",
    "\u{feff}",
    "\u{fffe}",
    "🫖",
    "ü",
    "e\u{301}",
    "##",
    "\n## x\n",
    "**Next Steps:**",
    "=======",
    "<<<<<<< HEAD\n",
    "null",
    "~",
    "true",
    "2026-02-30",
    "<<: *a\n",
    "template: meetup\n",
    "style: headings\n",
];

fn slip() -> impl Strategy<Value = Slip> {
    let at = || 0usize..4000;
    prop_oneof![
        (at(), 1usize..30).prop_map(|(at, length)| Slip::Remove(at, length)),
        (at(), prop::sample::select(PIECES)).prop_map(|(at, piece)| Slip::Insert(at, piece)),
        (at(), any::<u8>()).prop_map(|(at, byte)| Slip::Byte(at, byte)),
        (at(), at()).prop_map(|(from, to)| Slip::MoveLine(from, to)),
        at().prop_map(Slip::RepeatLine),
        (at(), prop::sample::select(&[" ", "  ", "    ", "\t", "- "][..])).prop_map(|(at, by)| Slip::Indent(at, by)),
        at().prop_map(Slip::Cut),
    ]
}

fn apply(slip: &Slip, text: &mut Vec<u8>) {
    let place = |at: usize, text: &[u8]| at % (text.len() + 1);
    let mut lines = |change: &dyn Fn(&mut Vec<Vec<u8>>)| {
        let mut lines: Vec<Vec<u8>> = text.split_inclusive(|&byte| byte == b'\n').map(<[u8]>::to_vec).collect();
        if !lines.is_empty() {
            change(&mut lines);
        }
        *text = lines.concat();
    };
    match *slip {
        Slip::MoveLine(from, to) => lines(&|lines| {
            let line = lines.remove(from % lines.len());
            lines.insert(to % (lines.len() + 1), line);
        }),
        Slip::RepeatLine(at) => lines(&|lines| {
            let at = at % lines.len();
            lines.insert(at, lines[at].clone());
        }),
        Slip::Indent(at, by) => lines(&|lines| {
            let at = at % lines.len();
            lines[at].splice(0..0, by.bytes());
        }),
        Slip::Remove(at, length) => {
            let start = place(at, text);
            let end = text.len().min(start + length);
            text.drain(start..end);
        }
        Slip::Insert(at, piece) => {
            let at = place(at, text);
            text.splice(at..at, piece.bytes());
        }
        Slip::Byte(at, byte) => {
            let at = place(at, text);
            text.splice(at..at, [byte]);
        }
        Slip::Cut(at) => text.truncate(place(at, text)),
    }
}

/// Reads and draws an event, as `render` does; hands back what is wrong with it.
fn rendered(name: &str, bytes: Vec<u8>) -> Result<String, Report> {
    let source = document::decode(name, bytes)?;
    let find = |name: &str| match builtin::find(name) {
        Some(template) => Ok(Arc::new(template.load())),
        None => Err(TemplateError::Unknown { name: name.to_owned(), known: vec!["hackathon".to_owned()] }),
    };
    let reading = Reading { find_template: &find, template: None, style: None, assignments: &[] };
    match read_checked(source, &reading) {
        Ok(document) => Ok(Renderer::new(document.template.clone()).page(&document.event, None).unwrap()),
        Err(Failure::Report(report)) => Err(*report),
        Err(Failure::Error(error)) => panic!("{error}"),
    }
}

fn example(template: &str) -> &'static str {
    let files = builtin::find(template).unwrap().files;
    files.iter().find(|(name, _)| Path::new(name).file_name() == Some("example.yaml".as_ref())).unwrap().1
}

proptest! {
    #[test]
    fn a_damaged_event_file_renders_or_is_refused_with_its_places(
        template in prop::sample::select(&["hackathon", "meetup", "retrospective"][..]),
        slips in prop::collection::vec(slip(), 1..6),
    ) {
        let mut text = example(template).as_bytes().to_vec();
        slips.iter().for_each(|slip| apply(slip, &mut text));
        let Err(report) = rendered("e.yaml", text) else { return Ok(()) };

        prop_assert!(report.has_errors());
        for diagnostic in &report.diagnostics {
            for label in [&diagnostic.primary].into_iter().chain(&diagnostic.related) {
                let text = &report.sources[label.source].text;
                prop_assert!(text.get(label.span.range()).is_some(), "{diagnostic:?}");
            }
            prop_assert!(diagnostic.help.is_some(), "no help: {diagnostic:?}");
            prop_assert!(!diagnostic.message.ends_with('.'), "{diagnostic:?}");
            prop_assert!(!diagnostic.message.starts_with("this is no YAML"), "the parser's own words: {diagnostic:?}");
        }
        for format in [Format::Human, Format::Json] {
            let mut captured = Captured::default();
            Emitter::new(format).emit(&report, &mut captured.terminal);
            let place = match format {
                Format::Human => captured.stderr().contains("--> e.yaml:"),
                _ => captured.stdout().contains(r#""file":"e.yaml""#),
            };
            prop_assert!(place);
        }
    }
}
