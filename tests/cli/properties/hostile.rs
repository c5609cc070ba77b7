//! Texts as nobody should write them, and texts as everybody does.

use proptest::prelude::*;

/// What a page could take for something of its own.
const FRAGMENTS: &[&str] = &[
    "# ",
    "## ",
    "### ",
    "###### ",
    "#",
    "===",
    "---",
    "***",
    "- - -",
    "___",
    "```",
    "~~~",
    "````",
    "```rust",
    "`",
    "    ```",
    "  ~~~",
    "<!--",
    "-->",
    "<!-- x -->",
    "<!-->",
    "<script>",
    "</script>",
    "<pre>",
    "<?",
    "?>",
    "<![CDATA[",
    "]]>",
    "<!X",
    "<div>",
    "</div>",
    "<b>",
    "> ",
    ">",
    "- ",
    "* ",
    "+ ",
    "1. ",
    "2) ",
    "-",
    "*",
    "\t",
    "    ",
    "  ",
    " ",
    "**Achievements:**",
    "**next steps**:",
    "**Problem**",
    "### Next Steps",
    "### issue ##",
    "**Code**: x",
    "**Motivation/Benefits:** ",
    "[x]: y",
    "[x]:",
    "[^1]: n",
    "[^1]",
    "| a | b |",
    "|---|---|",
    "|---|",
    "a | b",
    ":--",
    "- | -",
    "{{ 7*7 }}",
    "{% raw %}",
    "{# #}",
    "\\",
    "\\#",
    "🏎️",
    "👩‍💻",
    "❄\u{fe0e}",
    "שלום",
    "\u{202e}",
    "\0",
    "\u{1}",
    "\u{b}",
    "\u{c}",
    "\u{7f}",
    "\u{85}",
    "\u{feff}",
    "\u{2028}",
    "\u{a0}",
    "\u{3000}",
    "$$",
    ":::",
    "![a](b)",
    "(",
    "]",
    ")",
    "\"",
    "'",
    "&lt;",
    "!",
    "word",
    "Some words.",
    "a",
    ": ",
    " #",
    "@",
    "%",
    "**",
    "_",
    "...",
];

const LINE_ENDS: &[&str] = &["\n", "\n", "\n", "\n\n", "\n\n", "\r", "\r\n"];

const BENIGN: &[&str] = &[
    "The first cup takes *four* minutes.",
    "* Boilers remember\n* and forget",
    "1. Measure\n2. Cut",
    "See https://kettle.example/issues/12 and `brewd --help`.",
    "```yaml\n# A comment\nkettle: on\n```",
    "~~~\n## not a heading\n~~~",
    "| Cup | Minutes |\n|---|---|\n| first | 4 |",
    "> Quoted by **Ada**: it boils.",
    "**Note:** nothing burned.",
    "#### Results",
    "    indented code",
    "<details>\n<summary>More</summary>\n\nInside.\n\n</details>",
    "<!-- a remark -->",
    "First line  \nsecond line",
    "***",
    "- [x] done\n- [ ] not done\n  - nested",
    "Costs 5 $ — #1 of all, 50 % off & <3.",
    "A term\n: of the art",
    "[link]: https://kettle.example",
    "Steam[^1].\n\n[^1]: Hot.",
];

/// One line, of at least one character.
pub(super) fn line() -> impl Strategy<Value = String> {
    let hostile = prop::collection::vec(prop::sample::select(FRAGMENTS), 1..5).prop_map(|parts| parts.concat());
    prop_oneof![
        4 => prop::sample::select(&["Warm starts", "One log", "The Old Mill", "a", "Kettle `brewd` & co"][..]).prop_map(str::to_owned),
        4 => hostile,
        1 => any::<String>().prop_map(|text| format!("{}x", text.replace(['\n', '\r'], " "))),
    ]
}

/// A text of any number of lines.
pub(super) fn text() -> impl Strategy<Value = String> {
    prop_oneof![6 => benign(), 4 => hostile(), 1 => any::<String>()]
}

/// A text that does no harm wherever it stands.
pub(super) fn benign() -> impl Strategy<Value = String> {
    let first = prop::sample::select(&BENIGN[..4]);
    let others = prop::collection::vec(prop::sample::select(BENIGN), 0..3);
    let end = prop::sample::select(&["", "\n", "\n\n", " "][..]);
    (first, others, end)
        .prop_map(|(first, others, end)| format!("{}{end}", [&[first], others.as_slice()].concat().join("\n\n")))
}

fn hostile() -> impl Strategy<Value = String> {
    let part = prop_oneof![3 => prop::sample::select(FRAGMENTS), 2 => prop::sample::select(LINE_ENDS)];
    prop::collection::vec(part, 0..9).prop_map(|parts| parts.concat())
}
