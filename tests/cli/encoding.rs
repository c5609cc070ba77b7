//! The page that was handed to this project damaged, against the page as it was published.

use afterword::encoding::CodePage;
use afterword::encoding::Repair;
use afterword::encoding::repair;

use crate::corpus::corpus;

/// The header lines of the built-in template, as far as the page has them.
const HEADER: &[&str] = &["- 🗓️ **Date:**", "- 📍 **Location:**", "- 👤 **Organizer:**", "- 📘 **Topics:**"];

/// Which part of `damaged` each character of `page` beyond ASCII became, found without what is on trial: as
/// Windows-1254 by another hand has it, undefined bytes dropped.
fn alignment(page: &str, damaged: &str) -> Vec<(std::ops::Range<usize>, char)> {
    let mut aligned = Vec::new();
    let mut at = 0;
    for character in page.chars() {
        let start = at;
        let mut buffer = [0; 4];
        for byte in character.encode_utf8(&mut buffer).bytes() {
            let undefined = [0x81, 0x8D, 0x8E, 0x8F, 0x90, 0x9D, 0x9E].contains(&byte);
            if !undefined {
                let read = encoding_rs::WINDOWS_1254.decode_without_bom_handling(&[byte]).0.into_owned();
                assert!(damaged[at..].starts_with(&read), "{character} at {at}: no {read}");
                at += read.len();
            }
        }
        if !character.is_ascii() {
            aligned.push((start..at, character));
        }
    }
    assert_eq!(at, damaged.len());
    aligned
}

/// How many characters are restored and how many left, each checked against what it was.
fn check(repaired: &Repair, aligned: &[(std::ops::Range<usize>, char)]) -> (usize, usize) {
    let (mut restored, mut left) = (repaired.restored.iter().peekable(), repaired.left.iter().peekable());
    for (range, character) in aligned {
        if let Some(one) = restored.next_if(|one| one.span.range() == *range) {
            assert_eq!(one.character, *character);
        } else {
            let one = left.next_if(|one| one.span.range() == *range).expect("every damaged character is told of");
            assert!(one.candidates.contains(character), "{character} is not in {:?}", one.candidates);
        }
    }
    assert_eq!((restored.next(), left.next()), (None, None));
    (repaired.restored.len(), repaired.left.len())
}

#[test]
fn the_page_as_given_is_restored_as_far_as_that_is_certain() {
    let Some(corpus) = corpus() else { return };
    let page = std::fs::read_to_string(corpus.join("wrap-ups/2025-06.md")).unwrap();
    let damaged = std::fs::read_to_string(corpus.join("seed-as-given.txt")).unwrap();
    let aligned = alignment(&page, &damaged);
    assert_eq!(aligned.len(), 83);

    let repaired = repair(&damaged, HEADER).unwrap();
    assert_eq!((repaired.code_page, repaired.times), (CodePage::Windows1254, 1));
    assert_eq!(check(&repaired, &aligned), (73, 10));

    // Without the header lines the picture of the place is one of several.
    let repaired = repair(&damaged, &[]).unwrap();
    assert_eq!(check(&repaired, &aligned), (72, 11));
}

#[test]
fn no_page_of_the_corpus_is_changed() {
    let Some(corpus) = corpus() else { return };
    let mut healthy = 0;
    for folder in ["", "wrap-ups", "events"] {
        for entry in std::fs::read_dir(corpus.join(folder)).unwrap() {
            let path = entry.unwrap().path();
            if path.is_file() && !path.ends_with("seed-as-given.txt") {
                assert_eq!(repair(&std::fs::read_to_string(&path).unwrap(), HEADER), None, "{}", path.display());
                healthy += 1;
            }
        }
    }
    assert!(healthy >= 10, "only {healthy} files in the corpus");
}

/// The text as it is after its UTF-8 was read in a code page, undefined bytes kept as the Encoding Standard keeps them.
fn misread(text: &str, code_page: &'static encoding_rs::Encoding) -> String {
    code_page.decode_without_bom_handling(text.as_bytes()).0.into_owned()
}

#[test]
fn every_page_of_the_corpus_comes_back_from_damage_without_loss() {
    let Some(corpus) = corpus() else { return };
    let mut tried = 0;
    for entry in std::fs::read_dir(corpus.join("wrap-ups")).unwrap() {
        let path = entry.unwrap().path();
        let page = std::fs::read_to_string(&path).unwrap();
        for code_page in [encoding_rs::WINDOWS_1252, encoding_rs::WINDOWS_1254, encoding_rs::MACINTOSH] {
            if page.is_ascii() {
                continue;
            }
            let once = misread(&page, code_page);
            let twice = misread(&once, code_page);
            for (damaged, times) in [(once, 1), (twice, 2)] {
                let repaired = repair(&damaged, &[]).unwrap();
                assert!(repaired.text == page, "{} {} {times}", path.display(), code_page.name());
                assert_eq!((repaired.times, repaired.left), (times, Vec::new()));
                tried += 1;
            }
        }
    }
    assert!(tried >= 18, "only {tried} in the corpus");
}
