//! The corpus as it is written: a command, the files it finds, and what it must say.
//!
//! ```text
//! === what is wrong
//! $ check --format short
//! >>> file .afterword/config.yaml
//! pagse: x
//! >>> says 2
//! error[unknown-key]: …
//! ```
//!
//! What stands before the first `===` is there in every case of the file. `>>> file NAME escaped` takes `\xff`, `\u{9b}`,
//! `\n`, `\r`, `\t`, `\\`, `\*1000{text}` for a thousand times that text, and a `\` that ends a line for no line end.
//! `>>> folder NAME`, `>>> link NAME TARGET`, `>>> repository` and `>>> standard input` say the rest of a scene. A
//! message without a place is `>>> says 2 of no place`, which is for what is wrong with no line of a file.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

/// A bad input.
#[derive(Clone, Debug, Default)]
pub(crate) struct Case {
    pub(crate) name: String,
    pub(crate) command: String,
    pub(crate) parts: Vec<Part>,
    /// The parts that all cases of its file have.
    pub(crate) common: Vec<Part>,
    pub(crate) code: i32,
    pub(crate) has_place: bool,
    pub(crate) says: String,
    pub(crate) prints: String,
}

/// A part of the scene: its first line without the mark, and the lines after it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Part {
    pub(crate) head: String,
    pub(crate) body: String,
}

impl Part {
    /// The content, as bytes.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        if self.head.ends_with(" escaped") { unescape(&self.body) } else { self.body.clone().into_bytes() }
    }

    pub(crate) fn words(&self) -> Vec<&str> {
        self.head.strip_suffix(" escaped").unwrap_or(&self.head).split(' ').collect()
    }
}

/// A file of the corpus.
pub(crate) struct Group {
    pub(crate) name: String,
    opening: String,
    pub(crate) cases: Vec<Case>,
}

impl Group {
    pub(crate) fn read(path: &Path) -> Self {
        let text = fs::read_to_string(path).unwrap();
        let (opening, rest) = match text.find("\n=== ") {
            Some(at) => text.split_at(at + 1),
            None => panic!("{}: no case", path.display()),
        };
        let common = parts(opening).1;
        let cases = rest.split("=== ").skip(1).map(|text| Case::read(text, &common)).collect();
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        Self { name, opening: opening.to_owned(), cases }
    }

    pub(crate) fn write(&self, path: &Path) {
        let mut text = self.opening.clone();
        self.cases.iter().for_each(|case| case.write(&mut text));
        fs::write(path, text).unwrap();
    }
}

impl Case {
    fn read(text: &str, common: &[Part]) -> Self {
        let (opening, parts) = parts(text);
        let (name, command) = opening.split_once('\n').unwrap();
        let command = command.trim_end().strip_prefix("$ ").unwrap_or_else(|| panic!("no command: {name}"));
        let mut case =
            Self { name: name.to_owned(), command: command.to_owned(), common: common.to_vec(), ..Self::default() };
        case.has_place = true;
        for part in parts {
            match part.words().as_slice() {
                ["says", code, place @ ..] => {
                    case.code = code.parse().unwrap();
                    case.has_place = *place != ["of", "no", "place"];
                    case.says = part.body;
                }
                ["prints"] => case.prints = part.body,
                _ => case.parts.push(part),
            }
        }
        case
    }

    fn write(&self, text: &mut String) {
        write!(text, "=== {}\n$ {}\n", self.name, self.command).unwrap();
        for part in &self.parts {
            write!(text, ">>> {}\n{}", part.head, part.body).unwrap();
        }
        let place = if self.has_place { "" } else { " of no place" };
        write!(text, ">>> says {}{place}\n{}", self.code, self.says).unwrap();
        if !self.prints.is_empty() {
            write!(text, ">>> prints\n{}", self.prints).unwrap();
        }
    }
}

/// What stands before the first part, and the parts.
fn parts(text: &str) -> (String, Vec<Part>) {
    let mut opening = String::new();
    let mut parts: Vec<Part> = Vec::new();
    for line in text.split_inclusive('\n') {
        if let Some(head) = line.strip_prefix(">>> ") {
            parts.push(Part { head: head.trim_end().to_owned(), body: String::new() });
        } else {
            parts.last_mut().map_or(&mut opening, |part| &mut part.body).push_str(line);
        }
    }
    (opening, parts)
}

fn unescape(text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('\\') {
        bytes.extend(before.bytes());
        let mut left = after.chars();
        let kind = left.next().unwrap();
        rest = left.as_str();
        match kind {
            '\n' => {}
            '\\' => bytes.push(b'\\'),
            'n' => bytes.push(b'\n'),
            'r' => bytes.push(b'\r'),
            't' => bytes.push(b'\t'),
            'x' => {
                bytes.push(u8::from_str_radix(&rest[..2], 16).unwrap());
                rest = &rest[2..];
            }
            'u' => {
                let (code, after) = rest.strip_prefix('{').unwrap().split_once('}').unwrap();
                let character = char::from_u32(u32::from_str_radix(code, 16).unwrap()).unwrap();
                bytes.extend(character.to_string().bytes());
                rest = after;
            }
            '*' => {
                let (count, after) = rest.split_once('{').unwrap();
                let (text, after) = after.split_once('}').unwrap();
                bytes.extend(unescape(text).repeat(count.parse().unwrap()));
                rest = after;
            }
            other => panic!("`\\{other}` means nothing"),
        }
    }
    bytes.extend(rest.bytes());
    bytes
}
