use proptest::prelude::*;

use super::*;

use self::damage::Keeping;
use self::damage::damaged;
use self::damage::truth;

mod damage;
mod healthy;

/// The text after a repair, and whether there was one.
fn repaired(text: &str) -> String {
    repair(text, &[]).map_or_else(|| text.to_owned(), |repair| repair.text)
}

/// The code page, how often, and the text; then what is left, each with its candidates.
fn told(text: &str, known: &[&str]) -> String {
    let Some(repair) = repair(text, known) else { return "healthy".to_owned() };
    let mut lines = vec![format!("{}, {} times: {}", repair.code_page, repair.times, repair.text)];
    for one in &repair.left {
        let candidates: Vec<String> = one.candidates.iter().map(|one| one.escape_debug().collect()).collect();
        lines.push(format!("{}: {}", &text[one.span.range()], candidates.join(" ")));
    }
    lines.join("\n")
}

/// Fails unless the repair tells of itself what it did.
fn check_consistency(text: &str, repair: &Repair) {
    let mut again = String::new();
    let mut done = 0;
    for one in &repair.restored {
        again.push_str(&text[done..one.span.range().start]);
        again.push(one.character);
        done = one.span.range().end;
    }
    again.push_str(&text[done..]);
    assert_eq!(again, repair.text);
    for pair in repair.left.windows(2) {
        assert!(pair[0].span.end <= pair[1].span.start, "{:?}", repair.left);
    }
    for one in &repair.left {
        assert!(!text[one.span.range()].is_ascii());
        let is_free = |restored: &Restored| restored.span.end <= one.span.start || one.span.end <= restored.span.start;
        assert!(repair.restored.iter().all(is_free), "{one:?} was restored");
    }
    assert_eq!(repair.times == 0, repair.restored.is_empty());
}

fn words() -> impl Strategy<Value = &'static str> {
    let words: Vec<&str> = healthy::TEXTS.iter().flat_map(|text| text.split_ascii_whitespace()).collect();
    prop::sample::select(words)
}

fn blank() -> impl Strategy<Value = &'static str> {
    prop_oneof![6 => Just(" "), 2 => Just("\n"), 1 => Just("\n\n"), 1 => Just(" - ")]
}

/// Words of all languages on one page, each with what follows it.
fn pages() -> impl Strategy<Value = Vec<(&'static str, &'static str)>> {
    prop::collection::vec((words(), blank()), 1..30)
}

fn text(page: &[(&str, &str)]) -> String {
    page.iter().flat_map(|(word, blank)| [*word, *blank]).collect()
}

fn code_pages() -> impl Strategy<Value = CodePage> {
    prop::sample::select(CodePage::ALL.to_vec())
}

/// A sample in the suite; as many as the environment asks for in a sweep.
fn cases(sample: u32) -> ProptestConfig {
    let asked = std::env::var_os("PROPTEST_CASES").is_some();
    let config = if asked { ProptestConfig::default() } else { ProptestConfig::with_cases(sample) };
    ProptestConfig { failure_persistence: None, ..config }
}

/// So much is on the page that any damage shows.
const TELLTALE: &str = "🚀 für alle\n";

proptest! {
    #![proptest_config(cases(500))]

    #[test]
    fn a_healthy_page_is_never_changed(page in pages()) {
        prop_assert_eq!(repair(&text(&page), &[]), None);
    }

    #[test]
    fn where_nothing_may_be_damaged_nothing_is_found(
        characters in prop::collection::vec(
            prop_oneof![
                any::<char>(),
                prop::char::range('\u{80}', '\u{ff}'),
                prop::sample::select("ÂÃâðŸŒ€™šžıŞ√¬«»–—“”’…ﬁ?\u{fffd} a\n".chars().collect::<Vec<char>>()),
            ],
            0..12,
        ),
    ) {
        let text: String = characters.into_iter().collect();
        let known = ["- 🗓️ **Date:**", "ü"];
        prop_assert!(may_be_damaged(&text) || repair(&text, &known).is_none(), "{:?}", repair(&text, &known));
    }

    #[test]
    fn a_page_damaged_throughout_comes_back(page in pages(), code_page in code_pages(), times in 1..=2_u8) {
        let page = format!("{TELLTALE}{}", text(&page));
        let damaged = (0..times).fold(page.clone(), |text, _| damaged(&text, code_page, Keeping::Controls));
        let repair = repair(&damaged, &[]).unwrap();
        check_consistency(&damaged, &repair);
        prop_assert_eq!(&repair.text, &page);
        prop_assert_eq!((repair.times, &repair.left[..]), (times, &[][..]));
    }

    #[test]
    fn of_a_page_that_lost_bytes_nothing_is_restored_but_what_it_was(
        page in pages(),
        code_page in code_pages(),
        keeping in prop::sample::select(vec![Keeping::Dropped, Keeping::Replaced, Keeping::Questioned]),
    ) {
        let page = format!("{TELLTALE}{}", text(&page));
        let damaged = damaged(&page, code_page, keeping);
        let truth = truth(&page, code_page, keeping);
        let repair = repair(&damaged, &[]).unwrap();
        check_consistency(&damaged, &repair);
        for one in &repair.restored {
            prop_assert!(truth.contains(&(one.span.range(), one.character)), "{:?} {}", one, damaged);
        }
        for one in &repair.left {
            // Where a question mark may be one, it is none of the span's.
            let is_same = |range: &Range<usize>| {
                let end = one.span.range().end;
                range.start == one.span.range().start && (range.end == end || damaged[end..range.end].trim_matches('?').is_empty())
            };
            let is_among = |(range, was): &(Range<usize>, char)| is_same(range) && one.candidates.contains(was);
            prop_assert!(one.candidates.is_empty() || truth.iter().any(is_among), "{:?} {}", one, damaged);
        }
    }

    #[test]
    fn a_damaged_paragraph_is_restored_among_healthy_ones(
        before in pages(),
        pasted in pages(),
        after in pages(),
        code_page in code_pages(),
    ) {
        let pasted = format!("{TELLTALE}{}", text(&pasted).replace("\n\n", "\n"));
        let page = |pasted: &str| format!("{}\n\n{pasted}\n\n{}", text(&before), text(&after));
        let damaged = page(&damaged(&pasted, code_page, Keeping::Controls));
        prop_assert_eq!(repaired(&damaged), page(&pasted));
    }

    #[test]
    fn among_healthy_words_a_damaged_one_is_restored_or_stays(
        page in pages(),
        which in prop::collection::vec(any::<bool>(), 30),
        code_page in code_pages(),
    ) {
        // Without a sign of health a paragraph can be of damage throughout by chance.
        let mut mixed = "→ ".to_owned();
        let mut expected = Vec::new();
        for ((word, blank), is_damaged) in page.iter().zip(which) {
            if is_damaged {
                let truth = truth(word, code_page, Keeping::Controls).into_iter();
                expected.extend(truth.map(|(range, was)| (mixed.len() + range.start..mixed.len() + range.end, was)));
                mixed.push_str(&damaged(word, code_page, Keeping::Controls));
            } else {
                mixed.push_str(word);
            }
            mixed.push_str(blank);
            if *blank == "\n\n" {
                mixed.push_str("→ ");
            }
        }
        for one in repair(&mixed, &[]).into_iter().flat_map(|repair| repair.restored) {
            prop_assert!(expected.contains(&(one.span.range(), one.character)), "{:?} of {}", one, mixed);
        }
    }

    #[test]
    fn any_text_at_all_is_read(text in any::<String>()) {
        if let Some(repair) = repair(&text, &["📍 **Location:**"]) {
            check_consistency(&text, &repair);
        }
    }

    #[test]
    fn any_bytes_read_in_any_code_page_are_read(
        bytes in prop::collection::vec(prop_oneof![1 => 0x20..0x7F_u8, 1 => 0x80..0xC0_u8, 1 => 0xC2..0xF5_u8], 0..60),
        code_page in code_pages(),
    ) {
        let text: String = bytes.iter().filter_map(|byte| code_page.character(*byte)).collect();
        if let Some(repair) = repair(&text, &["📍 **Location:**"]) {
            check_consistency(&text, &repair);
        }
    }
}

#[test]
fn healthy_texts_in_many_languages_are_healthy() {
    for text in healthy::TEXTS.iter().chain(healthy::ABOUT_ENCODINGS) {
        assert_eq!(repair(text, &[]), None, "{text}");
    }
}

#[test]
fn each_of_these_texts_comes_back_from_each_code_page_once_and_twice() {
    for text in healthy::TEXTS.iter().chain(&healthy::ABOUT_ENCODINGS[1..]) {
        for code_page in CodePage::ALL {
            let once = damaged(text, code_page, Keeping::Controls);
            assert_eq!(repaired(&once), *text, "{code_page}: {once}");
            let twice = damaged(&once, code_page, Keeping::Controls);
            assert_eq!(repaired(&twice), *text, "{code_page}: {twice}");
        }
    }
}

/// The header line's picture by what is known; joiner and selectors by their place; the other pictures not.
const LOSING: &str = "- 📍 **Location:** ⚡️ Fast 🧑‍🔧 and 📍, “so” – 🏷️ Á";
const KNOWN: &[&str] = &["- 📍 **Location:**"];

#[test]
fn what_is_certain_without_the_dropped_bytes_is_restored_and_the_rest_told() {
    assert_eq!(
        told(&damaged(LOSING, CodePage::Windows1252, Keeping::Dropped), KNOWN),
        "Windows-1252, 1 times: - 📍 **Location:** ⚡️ Fast 🧑‍🔧 and ðŸ“, “soâ€ – ðŸ·️ Ã\n\
         ðŸ“: 🍓 🏓 🐓 📁 📍 📏 📐 📝 𝟓 🁓 🝓\n\
         â€: \\u{2001} \\u{200d} \\u{200f} ‐ ” ⁀ ⍀ ⏀ ␀ ❀\n\
         ðŸ·: 🍷 🏷 🐷"
    );
}

#[test]
fn a_sign_for_a_lost_byte_says_where_it_was() {
    for (keeping, sign) in [(Keeping::Replaced, "\u{FFFD}"), (Keeping::Questioned, "?")] {
        let expected = "Windows-1252, 1 times: - 📍 **Location:** ⚡️ Fast 🧑‍🔧 and ðŸ“#, “soâ€# – ðŸ#·️ Ã#\n\
             ðŸ“#: 📁 📍 📏 📐 📝\n\
             â€#: \\u{2001} \\u{200d} \\u{200f} ‐ ”\n\
             ðŸ#·: 🍷 🏷 🐷\n\
             Ã#: Á Í Ï Ð Ý";
        let damaged = damaged(LOSING, CodePage::Windows1252, keeping);
        assert_eq!(told(&damaged, KNOWN), expected.replace('#', sign));
    }
}

#[test]
fn a_question_mark_may_be_one() {
    assert_eq!(
        told("âš¡ï¸? Really", &[]),
        "Windows-1252, 1 times: ⚡ï¸? Really\nï¸: \\u{fe01} \\u{fe0d} \\u{fe0e} \\u{fe0f} ︐".replace(" \\u{fe0e}", "")
    );
}

#[test]
fn a_known_text_counts_only_as_a_whole() {
    let left = "ğŸ“: 🍓 🎓 🏓 🐓 📁 📍 📎 📏 📐 📝 📞 𝟓 🁓 🝓 🞓";
    assert_eq!(told("- ğŸ“ **Location:** x", KNOWN), "Windows-1254, 1 times: - 📍 **Location:** x");
    assert_eq!(told("- ğŸ“ **Place:** x", KNOWN), format!("Windows-1254, 0 times: - ğŸ“ **Place:** x\n{left}"));
    assert_eq!(told("ğŸ“ x", &["📍"]), format!("Windows-1254, 0 times: ğŸ“ x\n{left}"));
    // Two that would look the same say nothing.
    let both = &["- 📍 **Location:**", "- 📝 **Location:**"];
    assert_eq!(told("- ğŸ“ **Location:**", both), format!("Windows-1254, 0 times: - ğŸ“ **Location:**\n{left}"));
}

#[test]
fn short_texts_are_told_from_what_people_write() {
    for (text, expected) in [
        ("fÃ¼r 🚀ðŸš€ é", "Windows-1252, 1 times: für 🚀🚀 é"),
        ("fÃ¼r “Ã¤” é", "Windows-1252, 1 times: für “Ã¤” é\nÃ¤: ä"),
        ("f√ºr sch√∂n", "Mac Roman, 1 times: für schön"),
        ("20Â°C, Ã\u{A0} la", "Windows-1252, 1 times: 20°C, à la"),
        ("ï»¿# x", "Windows-1252, 1 times: \u{FEFF}# x"),
        ("Itâ€™s", "Windows-1252, 1 times: It’s"),
        ("ÃƒÂ¼", "Windows-1252, 2 times: ü"),
        ("Ä°stanbul ÅŸey", "Windows-1252, 1 times: İstanbul şey"),
        ("Ã alone, `â€`, √π", "healthy"),
    ] {
        assert_eq!(told(text, &[]), expected);
    }
}

#[test]
fn what_people_write_stays_beside_damage() {
    // The end of a French quotation is a Chinese character as well, but not one that ends a French word.
    assert_eq!(told("fÃ¼r: un café\u{A0}»", &[]), "Windows-1252, 1 times: für: un café\u{A0}»");
}

#[test]
fn what_is_left_says_nothing_of_what_stands_beside_it() {
    // A picture that lost a byte and a restored quotation mark look whole together; `Ã…` is what the page says.
    let page = "🚀\n\nNGÃ… 📍“";
    let damaged = damaged(page, CodePage::Windows1254, Keeping::Dropped);
    assert!(repaired(&damaged).contains("NGÃ… "), "{damaged}");
}

#[test]
fn two_characters_can_be_strange_together() {
    // Each could be a letter and a sign; a sign before a letter is none.
    assert_eq!(told("Ð®Ð»", &[]), "Windows-1252, 1 times: Юл");
}

#[test]
fn a_joiner_is_certain_between_pictures_only() {
    let left = "â€: \\u{2001} \\u{200d} \\u{200f} ‐ ” ⁀ ⍀ ⏀ ␀ ❀";
    assert_eq!(told("ðŸš€â€ðŸš€", &[]), "Windows-1252, 1 times: 🚀\u{200D}🚀");
    assert_eq!(told("xâ€ðŸš€", &[]), format!("Windows-1252, 1 times: xâ€🚀\n{left}"));
    assert_eq!(told("ðŸš€â€ x", &[]), format!("Windows-1252, 1 times: 🚀â€ x\n{left}"));
}

/// Each of these once took a minute, or would have.
#[test]
fn long_texts_take_time_in_proportion() {
    for unit in ["ğŸ", "ï¸", "Ã¼", "`Ã¼`", "ï¸?", "\u{FE0F}ï¸", "ÃƒÂ¼"] {
        let text = unit.repeat(200_000 / unit.len());
        let start = std::time::Instant::now();
        std::hint::black_box(repair(&text, KNOWN));
        assert!(start.elapsed().as_secs() < 20, "{unit}: {:?}", start.elapsed());
    }
}
