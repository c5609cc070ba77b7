//! The anchors of headings, as GitHub and VitePress really make them.
//!
//! Neither site documents its rule, so each is taken from the code that runs there and was compared with it
//! (see [`Site`]). A heading comes as Markdown and is first reduced to the text the site sees; what differs
//! between the sites there – entities, shortcodes, `{#id}` – is in [`text`].

mod text;

use std::collections::HashMap;
use std::fmt;
use std::str::FromStr;

use unicode_normalization::UnicodeNormalization as _;
use unicode_properties::{GeneralCategory, GeneralCategoryGroup, UnicodeGeneralCategory as _};

/// A site that shows a page and gives its headings anchors.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Site {
    /// GitHub, in repositories, wikis and gists.
    ///
    /// The rule is that of the `TableOfContentsFilter` of [html-pipeline] 2, run by Ruby: `downcase`, remove
    /// `[^\p{Word}\- ]`, replace each blank by `-`. The npm package [github-slugger] imitates it, and its fixtures,
    /// taken from the site, show how duplicates are numbered. Two results of Ruby are not those of github-slugger 2.0:
    /// U+200C and U+200D are kept (`\p{Word}` has them since [ruby/ruby#14372]), and `Σ` is `σ` at the end of a word
    /// too ([Ruby bug 19317]).
    ///
    /// [html-pipeline]: https://github.com/gjtorikian/html-pipeline
    /// [github-slugger]: https://github.com/Flet/github-slugger
    /// [ruby/ruby#14372]: https://github.com/ruby/ruby/pull/14372
    /// [Ruby bug 19317]: https://bugs.ruby-lang.org/issues/19317
    Github,
    /// VitePress 1, as it is configured if its user does not change it.
    ///
    /// The rule is `slugify` of [@mdit-vue/shared] 3, over the text that [markdown-it-anchor] takes from a heading.
    ///
    /// [@mdit-vue/shared]: https://github.com/mdit-vue/mdit-vue
    /// [markdown-it-anchor]: https://github.com/valeriangalliat/markdown-it-anchor
    Vitepress,
}

impl Site {
    /// All sites, in the order in which help and messages name them.
    pub const ALL: [Self; 2] = [Self::Github, Self::Vitepress];

    /// The name in configuration and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Github => "github",
            Self::Vitepress => "vitepress",
        }
    }
}

impl fmt::Display for Site {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Site {
    type Err = UnknownSite;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|site| site.name() == name).ok_or_else(|| UnknownSite { name: name.to_owned() })
    }
}

/// A name that no [`Site`] has.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{name}` is not a known site")]
pub struct UnknownSite {
    /// The name as it was given.
    pub name: String,
}

/// The anchors of the headings of one page, no two of them the same.
///
/// A heading whose anchor is taken gets the first free of `-1`, `-2`, … appended. github-slugger and
/// markdown-it-anchor write that differently, but agree on every result: `foo`, `foo`, `foo-1` are `foo`, `foo-1`,
/// `foo-1-1`.
#[derive(Debug)]
pub struct Anchors {
    site: Site,
    /// Every anchor given, with the last number appended to it.
    given: HashMap<String, usize>,
}

impl Anchors {
    /// The anchors of a page without headings so far.
    pub fn new(site: Site) -> Self {
        Self { site, given: HashMap::new() }
    }

    /// The anchor of the next heading of the page, in the order of the page, all levels alike; see [`anchor`].
    ///
    /// VitePress does not build a page where a heading's `{#id}` is taken; here it is numbered as any other.
    pub fn next(&mut self, heading: &str) -> String {
        let wanted = anchor(self.site, heading);
        let mut free = wanted.clone();
        let mut number = self.given.get(&wanted).copied().unwrap_or_default();
        while self.given.contains_key(&free) {
            number += 1;
            free = format!("{wanted}-{number}");
        }
        // Numbers up to this one are taken for good, so that many equal headings do not try them all again.
        self.given.insert(wanted, number);
        self.given.entry(free.clone()).or_default();
        free
    }
}

/// The anchor a site gives to a heading that is the only one of its page, without `#`.
///
/// The heading is one line of Markdown, without the leading `#`s; what follows a line break is not read. A
/// reference link counts as text, as its definition is elsewhere. The anchor is not percent-encoded, which links in
/// Markdown need not be, and is empty where the site keeps nothing of the heading.
pub fn anchor(site: Site, heading: &str) -> String {
    match site {
        Site::Github => github(&text::on_github(heading)),
        Site::Vitepress => match text::on_vitepress(heading) {
            text::Title::Id(id) => id,
            text::Title::Text(text) => vitepress(&text),
        },
    }
}

fn github(text: &str) -> String {
    let mut anchor = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            ' ' => anchor.push('-'),
            'a'..='z' | '0'..='9' | '-' | '_' => anchor.push(char),
            'A'..='Z' => anchor.push(char.to_ascii_lowercase()),
            '\0'..='\x7f' => {}
            _ => anchor.extend(char.to_lowercase().filter(|lower| is_word(*lower))),
        }
    }
    anchor
}

/// Whether Ruby's `\p{Word}` has a character, as its `tool/enc-unicode.rb` defines it.
fn is_word(char: char) -> bool {
    const ZERO_WIDTH_NON_JOINER: char = '\u{200c}';
    const ZERO_WIDTH_JOINER: char = '\u{200d}';

    char.is_alphabetic()
        || char.general_category_group() == GeneralCategoryGroup::Mark
        || matches!(char.general_category(), GeneralCategory::DecimalNumber | GeneralCategory::ConnectorPunctuation)
        || matches!(char, ZERO_WIDTH_NON_JOINER | ZERO_WIDTH_JOINER)
}

fn vitepress(text: &str) -> String {
    let mut anchor = String::with_capacity(text.len() + 1);
    let mut separated = false;
    for char in text.nfkd() {
        if matches!(char, '\0'..='\x1f' | '\u{300}'..='\u{36f}') {
            continue;
        }
        if is_special(char) {
            separated = true;
            continue;
        }
        if anchor.is_empty() {
            if char.is_ascii_digit() {
                anchor.push('_');
            }
        } else if separated {
            anchor.push('-');
        }
        separated = false;
        anchor.push(char);
    }

    // The whole at once and not each character: JavaScript, as Rust, ends a Greek word with `ς`.
    if anchor.is_ascii() {
        anchor.make_ascii_lowercase();
        return anchor;
    }
    anchor.to_lowercase()
}

/// Whether `rSpecial` of @mdit-vue/shared has a character; its `\s` is that of JavaScript.
fn is_special(char: char) -> bool {
    match char {
        '_' | '“' | '”' | '‘' | '’' | '\u{feff}' => true,
        // White space here, but not in JavaScript.
        '\u{85}' => false,
        _ => char.is_ascii_punctuation() || char.is_whitespace(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Headings with their anchors on GitHub and VitePress, as computed by the code of the sites named at [`Site`].
    const HEADINGS: &[(&str, &str, &str)] = &[
        ("Next steps", "next-steps", "next-steps"),
        ("Dashboard usability improvements", "dashboard-usability-improvements", "dashboard-usability-improvements"),
        ("Release v1.2.3 (beta)", "release-v123-beta", "release-v1-2-3-beta"),
        ("What's new in 2025/07?", "whats-new-in-202507", "what-s-new-in-2025-07"),
        ("2025 in review", "2025-in-review", "_2025-in-review"),
        ("1. First place", "1-first-place", "_1-first-place"),
        ("Foo--bar - baz", "foo--bar---baz", "foo-bar-baz"),
        ("a  b   c", "a--b---c", "a-b-c"),
        ("-a-", "-a-", "a"),
        ("snake_case_name", "snake_case_name", "snake-case-name"),
        ("C# & C++: a + b = c", "c--c-a--b--c", "c-c-a-b-c"),
        ("50% of $5 @ 10:30:00", "50-of-5--103000", "_50-of-5-10-30-00"),
        ("std::io::Read in :app:test", "stdioread-in-apptest", "std-io-read-in-app-test"),
        ("Überblick über Größen", "überblick-über-größen", "uberblick-uber-großen"),
        ("Cafe\u{301} vs café", "cafe\u{301}-vs-café", "cafe-vs-cafe"),
        ("Straße STRAẞE", "straße-straße", "straße-straße"),
        ("İstanbul ışık IŞIK", "i\u{307}stanbul-ışık-işik", "istanbul-ısık-isik"),
        ("ΟΔΟΣ ΣΑΣ", "οδοσ-σασ", "οδος-σας"),
        ("日本語の見出し", "日本語の見出し", "日本語の見出し"),
        ("Привет, мир!", "привет-мир", "привет-мир"),
        ("हिन्दी में", "हिन्दी-में", "हिन्दी-में"),
        ("½ day, x², ① and Ⅷ", "-day-x--and-ⅷ", "_1⁄2-day-x2-1-and-viii"),
        ("“Quoted” – it’s … done — now", "quoted--its--done--now", "quoted-–-it-s-done-—-now"),
        ("🎉 Wrap-up", "-wrap-up", "🎉-wrap-up"),
        ("🗃\u{fe0f} File cabinet", "\u{fe0f}-file-cabinet", "🗃\u{fe0f}-file-cabinet"),
        ("🧑\u{200d}💻 Contributors", "\u{200d}-contributors", "🧑\u{200d}💻-contributors"),
        ("👩🏽\u{200d}🚀 Liftoff", "\u{200d}-liftoff", "👩🏽\u{200d}🚀-liftoff"),
        ("👍🏽 Thanks 🇩🇪", "-thanks-", "👍🏽-thanks-🇩🇪"),
        ("1\u{fe0f}⃣ First", "1\u{fe0f}⃣-first", "_1\u{fe0f}⃣-first"),
        ("🚀", "", "🚀"),
        ("Faster builds ♻\u{fe0f}", "faster-builds-\u{fe0f}", "faster-builds-♻\u{fe0f}"),
        ("می\u{200c}خواهم", "می\u{200c}خواهم", "می\u{200c}خواهم"),
        ("a\u{a0}b\u{3000}c\u{ad}d", "abcd", "a-b-c\u{ad}d"),
        ("`Seed` and `Shoot<T>`s", "seed-and-shootts", "seed-and-shoot-t-s"),
        ("``a ` b`` x", "a--b-x", "a-b-x"),
        ("**Bold** and *it* and __more__ _too_", "bold-and-it-and-more-too", "bold-and-it-and-more-too"),
        ("~~Old~~ new, ~10 left", "old-new-10-left", "old-new-10-left"),
        ("[GEP-28] Plain brackets", "gep-28-plain-brackets", "gep-28-plain-brackets"),
        ("[A *link*](https://example.org/x_y \"t\") here", "a-link-here", "a-link-here"),
        (
            "<https://example.org/a> and https://example.org/b_c",
            "httpsexampleorga-and-httpsexampleorgb_c",
            "https-example-org-a-and-https-example-org-b-c",
        ),
        ("![Logo](logo.png) Name ![x](y.png)", "-name-", "name"),
        ("<b>Tags</b> <!-- and --> stay out <Badge type=\"tip\" text=\"new\" />", "tags--stay-out-", "tags-stay-out"),
        ("Q&A, Q&amp;A, R\\&D &copy;", "qa-qa-rd-", "q-a-q-amp-a-r-amp-d-copy"),
        ("Escaped \\*stars\\* and \\`ticks\\`", "escaped-stars-and-ticks", "escaped-stars-and-ticks"),
        (":tada: Done :+1:", "tada-done-1", "done"),
        ("Party :tada::rocket:", "party-tadarocket", "party"),
        ("Own id {#my-id}", "own-id-my-id", "my-id"),
        ("A class {.wide}", "a-class-wide", "a-class"),
        ("Closed ##", "closed", "closed"),
        ("  Blanks around  ", "blanks-around", "blanks-around"),
        ("tab\tin between", "tabin-between", "tabin-between"),
        ("", "", ""),
    ];

    fn numbered(site: Site, headings: &[&str]) -> Vec<String> {
        let mut anchors = Anchors::new(site);
        headings.iter().map(|heading| anchors.next(heading)).collect()
    }

    #[test]
    fn makes_the_anchors_of_github() {
        for (heading, expected, _) in HEADINGS {
            assert_eq!(anchor(Site::Github, heading), *expected, "{heading}");
        }
    }

    #[test]
    fn makes_the_anchors_of_vitepress() {
        for (heading, _, expected) in HEADINGS {
            assert_eq!(anchor(Site::Vitepress, heading), *expected, "{heading}");
        }
    }

    #[test]
    fn reads_one_line_only() {
        for site in Site::ALL {
            assert_eq!(anchor(site, "One\ntwo"), "one");
            assert_eq!(anchor(site, "One `code`\r\n\n# Two"), "one-code");
        }
    }

    #[test]
    fn reads_no_block_within_a_heading() {
        assert_eq!(anchor(Site::Github, "- [x] a `task`"), "--x-a-task");
        assert_eq!(anchor(Site::Github, "> # a _quote_"), "--a-quote");
        assert_eq!(anchor(Site::Github, "    four *blanks*"), "four-blanks");
    }

    #[test]
    fn numbers_equal_headings_from_the_second() {
        for site in Site::ALL {
            assert_eq!(
                numbered(site, &["Next steps", "Next steps", "Other", "Next *steps*"]),
                ["next-steps", "next-steps-1", "other", "next-steps-2"],
            );
        }
    }

    #[test]
    fn never_gives_a_numbered_anchor_twice() {
        for site in Site::ALL {
            assert_eq!(
                numbered(site, &["echo", "echo", "echo 1", "echo-1", "echo"]),
                ["echo", "echo-1", "echo-1-1", "echo-1-2", "echo-2"],
            );
            assert_eq!(
                numbered(site, &["foxtrot-1", "foxtrot", "foxtrot", "foxtrot 1"]),
                ["foxtrot-1", "foxtrot", "foxtrot-2", "foxtrot-1-1"],
            );
        }
    }

    #[test]
    fn numbers_headings_of_which_nothing_is_left() {
        assert_eq!(numbered(Site::Github, &["🎉", "🚀", "…"]), ["", "-1", "-2"]);
        assert_eq!(numbered(Site::Vitepress, &["…", "!", "🎉"]), ["", "-1", "🎉"]);
    }

    #[test]
    fn numbers_many_equal_headings_in_little_time() {
        let mut anchors = Anchors::new(Site::Github);
        let last = (0..50_000).map(|_| anchors.next("Same")).last();

        assert_eq!(last.as_deref(), Some("same-49999"));
    }

    #[test]
    fn has_a_name_for_every_site() {
        for site in Site::ALL {
            assert_eq!(site.to_string().parse(), Ok(site));
        }
    }

    #[test]
    fn refuses_an_unknown_site() {
        let error = "gitea".parse::<Site>().unwrap_err();

        assert_eq!(error.to_string(), "`gitea` is not a known site");
    }
}
