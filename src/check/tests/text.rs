//! The rules about text.

use crate::markdown::anchor::Site;

use super::Example;
use super::Scene;

pub(super) const EXAMPLES: &[Example] = &[
    Example {
        code: "trailing-blanks",
        bad: &[(
            "2025-06.md",
            "{HEAD}\n## Warm starts\n\n**Achievements:**\nIt boils.\x20\nA lot.\t\x20\n\x20\x20\n\
             * one  \n  two   \n\n```\nmake tea \n```\n",
        )],
        found: "2025-06.md:15:10: warning: a blank at a line's end | nobody sees it\n\
                2025-06.md:16:7: warning: blanks and tabs at a line's end | nobody sees them\n\
                2025-06.md:17:1: warning: 2 blanks in an empty line | nobody sees them\n\
                2025-06.md:19:6: warning: 3 blanks at a line's end | nobody sees them",
        fixed: Some(
            "{HEAD}\n## Warm starts\n\n**Achievements:**\nIt boils.\nA lot.\n\n* one  \n  two\n\n```\n\
             make tea \n```\n",
        ),
        good: &[
            (
                "2025-06.md",
                "{HEAD}\n## Warm starts\n\n**Achievements:**\nIt boils.  \nA lot, `a b`.\n\n* one  \n  two\n\n\
                 ```\nmake tea \n\n \n```\n\n    make tea \n\n<pre>\nmake tea \n</pre>\n",
            ),
            ("index.md", "---\ntitle: Kettles \n---\n\n# Kettles\n"),
        ],
    },
    Example {
        code: "trailing-blanks",
        bad: &[(
            "2025-06.yaml",
            "series: Kettle Days\nstart: 2025-06-02\nend: 2025-06-06\nlocation:\n  name: The Mill\norganizers:\n\
             - name: Kettle Works\ntopics:\n\
             - title: Warm starts\n  achievements: |\n    It boils. \n    A lot.\n",
        )],
        found: "2025-06.yaml:11:14: warning: a blank at a line's end | nobody sees it",
        fixed: Some(
            "series: Kettle Days\nstart: 2025-06-02\nend: 2025-06-06\nlocation:\n  name: The Mill\norganizers:\n\
             - name: Kettle Works\ntopics:\n- title: Warm starts\n  achievements: |\n    It boils.\n    A lot.\n",
        ),
        good: &[],
    },
    Example {
        code: "tab",
        bad: &[("2025-06.md", "{HEAD}\n## Warm starts\n\n**Achievements:**\nIt\tboils \t\tnow.\n")],
        found: "2025-06.md:15:3: warning: a tab between words | shown as one blank\n\
                2025-06.md:15:10: warning: tabs between words | shown as one blank",
        fixed: Some("{HEAD}\n## Warm starts\n\n**Achievements:**\nIt boils now.\n"),
        good: &[],
    },
    Example {
        code: "tab",
        bad: &[("2025-06.md", "{HEAD}\n## Warm starts\n\n**Achievements:**\n* one\n\t* two\n*\tthree\n")],
        found: "2025-06.md:16:1: warning: a tab in an indentation | as wide as each editor likes | indent by blanks\n\
                2025-06.md:17:2: warning: a tab behind a mark | as wide as each editor likes | write one blank",
        fixed: None,
        good: &[(
            "2025-06.md",
            "{HEAD}\n## Warm starts\n\n**Achievements:**\nIt boils `a\tb`.\n\n```\nall:\n\tmake tea\n```\n\n\
             \tmake tea\n\n<div>\n\t<b>tea</b>\n</div>\n",
        )],
    },
    Example {
        code: "mixed-line-ends",
        bad: &[(
            "2025-06.md",
            "{HEAD}\n## Warm starts\n\n**Achievements:**\nIt boils.\r\nA lot.\nIt whistles.\rLoud.\r\n",
        )],
        found: "2025-06.md:15:1: warning: lines end differently: 15 lines with LF, 2 lines with CRLF and 1 line with \
                a lone CR | not with LF",
        fixed: Some("{HEAD}\n## Warm starts\n\n**Achievements:**\nIt boils.\nA lot.\nIt whistles.\nLoud.\n"),
        good: &[
            ("2025-06.md", "{HEAD}\n## Warm starts\n\n**Achievements:**\nIt boils.\n"),
            ("index.md", "# Kettles\r\n\r\nTea.\r\n"),
        ],
    },
    Example {
        code: "damaged-text",
        bad: &[("2025-06.md", "{HEAD}\n## Warm starts\n\n**Achievements:**\nGrÃ¼ner Tee â€“ schÃ¶n heiÃŸ ðŸ«– now.\n")],
        found: "2025-06.md:15:3: error: `GrÃ¼ner` is damaged: it was `Grüner` | read in a wrong code page and saved \
                again\n\
                2025-06.md:15:13: error: `â€“` is damaged: it was `–` | read in a wrong code page and saved again\n\
                2025-06.md:15:20: error: `schÃ¶n` is damaged: it was `schön` | read in a wrong code page and saved \
                again\n\
                2025-06.md:15:27: error: `heiÃŸ` is damaged: it was `heiß` | read in a wrong code page and saved \
                again\n\
                2025-06.md:15:30: error: `ðŸ«–` is damaged: it was `🫖` | read in a wrong code page and saved again",
        fixed: Some("{HEAD}\n## Warm starts\n\n**Achievements:**\nGrüner Tee – schön heiß 🫖 now.\n"),
        good: &[],
    },
    Example {
        code: "damaged-text",
        bad: &[("2025-06.md", "{HEAD}\n## Warm starts\n\n**Achievements:**\nA ðŸ« pot, GrÃ¼n.\n\nA k\u{fffd}ttle.\n")],
        found: "2025-06.md:15:3: error: a damaged character that cannot be restored with certainty | bytes of it are \
                lost | it may have been 🍫, 🏫, 🐫, 🫁, 🫍, 🫏, 🫐, \u{1fadd}, 𝟫, 🁫 or 🝫\n\
                2025-06.md:15:14: error: `GrÃ¼n` is damaged: it was `Grün` | read in a wrong code page and saved \
                again\n\
                2025-06.md:17:4: error: U+FFFD stands where a character could not be read | its bytes are lost | \
                write it anew",
        fixed: None,
        good: &[(
            "2025-06.md",
            "{HEAD}\n## Warm starts\n\n**Achievements:**\nGrüner Tee – schön heiß 🫖 « à la carte ».\n\n\
             `A k\u{fffd}ttle` with \"\u{fffd}\".\n",
        )],
    },
    Example {
        code: "invisible-character",
        bad: &[(
            "2025-06.md",
            "{HEAD}\n## Warm starts\n\n**Achievements:**\n\
             A ket\u{200b}\u{200b}tle, soft\u{ad}ly, \u{feff}warm\u{2060}ed, \u{fe0f}now 👩\u{200d} x.\n",
        )],
        found: "2025-06.md:15:6: warning: the invisible character U+200B (zero width space), 2 times | nobody sees \
                it\n\
                2025-06.md:15:17: warning: the invisible character U+00AD (soft hyphen) | nobody sees it\n\
                2025-06.md:15:22: warning: the invisible character U+FEFF (byte order mark) | nobody sees it\n\
                2025-06.md:15:27: warning: the invisible character U+2060 (word joiner) | nobody sees it\n\
                2025-06.md:15:32: warning: the invisible character U+FE0F (variation selector) | nobody sees it\n\
                2025-06.md:15:38: warning: the invisible character U+200D (zero width joiner) | nobody sees it",
        fixed: Some("{HEAD}\n## Warm starts\n\n**Achievements:**\nA kettle, softly, warmed, now 👩 x.\n"),
        good: &[],
    },
    Example {
        code: "invisible-character",
        bad: &[(
            "2025-06.md",
            "{HEAD}\n## Warm starts\n\n**Achievements:**\nIt\u{2028}bo\u{8}ils `a\u{200b}b`.\n\n### A\u{200d}B\n",
        )],
        found: "2025-06.md:15:3: warning: the invisible character U+2028 (line separator) | nobody sees it | take it \
                out, or write it as an escape if the text is about it\n\
                2025-06.md:15:6: warning: the invisible character U+0008 (control character) | nobody sees it | take \
                it out, or write it as an escape if the text is about it\n\
                2025-06.md:15:13: warning: the invisible character U+200B (zero width space) | nobody sees it | take \
                it out, or write it as an escape if the text is about it\n\
                2025-06.md:17:6: warning: the invisible character U+200D (zero width joiner) | nobody sees it | take \
                it out, or write it as an escape if the text is about it",
        fixed: None,
        good: &[
            (
                "2025-06.md",
                "{HEAD}\n## Warm starts\n\n**Achievements:**\n\
                 👩\u{200d}💻 🏴\u{200d}☠\u{fe0f} ❤\u{fe0f} 1\u{fe0f}\u{20e3} 10\u{a0}°C @\u{200b}ada می\u{200c}خواهم क्\u{200d}ष 🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}\n",
            ),
            ("index.md", "\u{feff}# Kettles\n"),
        ],
    },
    Example {
        code: "bidirectional-control",
        bad: &[(
            "2025-06.md",
            "{HEAD}\n## Warm starts\n\n**Achievements:**\nA \u{202e}elttek\u{202c} and \u{2067}tea.\n\n\
             A\u{200e} cup\u{2069}, `a\u{2066}b\u{2069}`.\n",
        )],
        found: "2025-06.md:15:3: error: the invisible U+202E (right-to-left override) turns text | turns the text \
                that follows | take it out, and see what the text says without it\n\
                2025-06.md:15:10: error: the invisible U+202C (pop directional formatting) turns text | turns the \
                text that follows | take it out, and see what the text says without it\n\
                2025-06.md:15:16: error: the invisible U+2067 (right-to-left isolate) turns text | not closed in its \
                paragraph | take it out, and see what the text says without it\n\
                2025-06.md:17:2: error: the invisible U+200E (left-to-right mark) turns text | no letter is written \
                from right to left here | take it out, and see what the text says without it\n\
                2025-06.md:17:7: error: the invisible U+2069 (pop directional isolate) turns text | closes nothing | \
                take it out, and see what the text says without it\n\
                2025-06.md:17:12: error: the invisible U+2066 (left-to-right isolate) turns text | in code | take it \
                out, and see what the text says without it\n\
                2025-06.md:17:14: error: the invisible U+2069 (pop directional isolate) turns text | in code | take \
                it out, and see what the text says without it",
        fixed: None,
        good: &[(
            "2025-06.md",
            "{HEAD}\n## Warm starts\n\n**Achievements:**\nTea is \u{2067}תה\u{2069}, תה\u{200f}!\n",
        )],
    },
    Example {
        code: "unclosed-fence",
        bad: &[
            (
                "2025-06.md",
                "{HEAD}\n## Warm starts\n\n**Achievements:**\n* item\n  ```go\n  tea()\n\n<details>\n\
                 <summary>More</summary>\n\nTea.\n\n~~~~\nmake tea\n~~~\n",
            ),
            ("2025-07.md", "{HEAD}\n## Warm starts\n\n**Achievements:**\nIt boils.\n\n<!-- more\n"),
        ],
        found: "2025-06.md:16:3: error: the fence ``` is not closed | all that follows is code | close it with ``` \
                on a line of its own\n\
                2025-06.md:19:1: error: `<details>` is not closed | folds away all that follows | close it with \
                `</details>`\n\
                2025-06.md:24:1: error: the fence ~~~~ is not closed | all that follows is code | close it with ~~~~ \
                on a line of its own\n\
                2025-07.md:17:1: error: the comment is not closed | hides all that follows | close it with `-->`",
        fixed: None,
        good: &[(
            "2025-06.md",
            "{HEAD}\n## Warm starts\n\n**Achievements:**\n``` `a` ```\n\n* item\n  ```go\n  tea()\n  ```\n\n\
             > ```\n> tea\n> ```\n\n<details><summary>More</summary>\n\n~~~~\n```\n~~~\n~~~~\n\n</details>\n\n\
             `` a\nb ``\n\n<!-- <details> -->\n\n   ```\n   tea\n   ```  \n",
        )],
    },
    Example {
        code: "dropped-html",
        bad: &[(
            "2025-06.md",
            "{HEAD}\n## Warm starts\n\n**Achievements:**\nRun kettle <name> with a List<Cup>, or <your-name>.\n\
             \n<iframe src=\"https://tea.example\"></iframe>\n\n<b onclick=\"boil()\">now</b>\n",
        )],
        found: "2025-06.md:15:12: warning: `<name>` is no HTML, and GitHub leaves it out | not shown | write it as \
                code, between backticks\n\
                2025-06.md:15:30: warning: `<Cup>` is no HTML, and GitHub leaves it out | not shown | write it as \
                code, between backticks\n\
                2025-06.md:15:40: warning: `<your-name>` is no HTML, and GitHub leaves it out | not shown | write it \
                as code, between backticks\n\
                2025-06.md:17:1: warning: GitHub lets no `<iframe>` through | filtered out | write it as code, or do \
                without it\n\
                2025-06.md:19:1: warning: GitHub takes `onclick` out of `<b>` | does nothing | do without it",
        fixed: None,
        good: &[(
            "2025-06.md",
            "{HEAD}\n## Warm starts\n\n**Achievements:**\n\
             `<name>` <https://tea.example> <ada@tea.example> a < b > c<br/>\n<!-- <name> -->\n\n\
             <details><summary><kbd>T</kbd></summary>\n\n\
             <Badge type=\"tip\" /> <kettle-card></kettle-card> {{<youtube id>}} {{ tea }}\n</details>\n\n\
             <svg><path d=\"M0 0\"/><circle></svg>\n",
        )],
    },
    Example {
        code: "repeated-word",
        bad: &[(
            "2025-06.md",
            "{HEAD}\n## Warm starts\n\n**Achievements:**\nIt boils the the water. The the cup\nholds tea of\n\
             of all kinds, and and\nwe log in in the morning.\n",
        )],
        found: "2025-06.md:15:14: warning: the word `the` stands twice | again\n\
                2025-06.md:15:29: warning: the word `the` stands twice | again\n\
                2025-06.md:17:1: warning: the word `of` stands twice | again\n\
                2025-06.md:17:19: warning: the word `and` stands twice | again",
        fixed: Some(
            "{HEAD}\n## Warm starts\n\n**Achievements:**\nIt boils the water. The cup\nholds tea\n\
             of all kinds, and\nwe log in in the morning.\n",
        ),
        good: &[],
    },
    Example {
        code: "repeated-word",
        bad: &[(
            "2025-06.md",
            "{HEAD}\n## Warm starts\n\n**Achievements:**\n\
             The kettle kettle whistles for **us us**, with the the the\nwith tea.\n",
        )],
        found: "2025-06.md:15:12: warning: the word `kettle` stands twice | again\n\
                2025-06.md:15:37: warning: the word `us` stands twice | again\n\
                2025-06.md:15:52: warning: the word `the` stands twice | again",
        fixed: None,
        good: &[
            (
                "2025-06.md",
                "{HEAD}\n## Warm starts\n\n**Achievements:**\n\
                 It said that that was had had, very very hot: tap tap tap.\n\
                 No, no. `the the` the `the` The **the**, kettle-kettle kettle.\n\
                 From 10 10 to Duran Duran, x x.\n\n### Tea\nTea boils the [the](https://the.example) kettle.\n\
                 \n| the | the |\n|-|-|\n| the | the |\n\n* the\n* the\n",
            ),
            (
                "2025-07.md",
                "{HEAD}\n## Warm starts\n\n**Achievements:**\n\
                 Der Kessel, den den Mann, der der Tee, und log in in Bonn.\n",
            ),
        ],
    },
];

#[test]
fn vitepress_takes_unknown_elements_for_components_and_double_braces_for_expressions() {
    let told = |text: &str| {
        let page = format!("{{HEAD}}\n## Warm starts\n\n**Achievements:**\n{text}\n");
        Scene::new(&[("2025-06.md", &page)]).shown_by(Site::Vitepress).told()
    };

    let expected = [
        "[dropped-html] 2025-06.md:15:8: warning: `<name>` is no HTML, and VitePress breaks on it | never closed | \
         write it as code, between backticks",
        "[dropped-html] 2025-06.md:15:18: warning: VitePress takes `{{ cup }}` for an expression | \
         not shown as it is written | write it as code, between backticks",
    ];
    assert_eq!(told("Kettle <name> in {{ cup }}."), expected);
    assert_eq!(told("<Badge>tea</Badge> <Cup /> `{{ cup }}` {{ $frontmatter.title }}"), [""; 0]);
    assert_eq!(told("<span v-pre>{{ cup }}</span>\n\n<iframe src=\"https://tea.example\"></iframe>"), [""; 0]);
}

#[test]
fn what_a_template_draws_is_not_the_fault_of_an_event_file() {
    let event = "series: Kettle Days\nstart: 2025-06-02\nend: 2025-06-06\nlocation:\n  name: The Mill\norganizers:\n\
                 - name: Kettle Works\nlabels:\n  achievements: \"**Achievements:** \"\ntopics:\n\
                 - title: Warm starts\n  achievements: It boils.\n";
    assert_eq!(Scene::new(&[("2025-06.yaml", event)]).told(), [""; 0]);
}
