//! The rules about links.

use super::Example;
use super::Scene;

pub(super) const EXAMPLES: &[Example] = &[
    Example {
        code: "malformed-link",
        bad: &[
            (
                "2025-06.md",
                "{HEAD}\n## 🫖 Warm starts\n\n\
             [Kettle] (https://kettle.example) and (Pot)[https://pot.example/a].\n\
             [Cup](https://cup.example\n\n\
             [Tin](htps://tin.example), [Jar](https://https://jar.example).\n\n\
             * [Mug](https//mug.example) or https:/mug.example/b\n\
             * [https://spoon.example](The spoon we took)\n\
             * [Tea](./green tea.md), [Leaf]((https://leaf.example)), [Bud]([https://bud.example)\n",
            ),
            (
                "2025-07.md",
                "{HEAD}\n## 🫖 Warm starts\n\n\
                 [Lid](), [Sieve](TBD), [Bag](./the bag.md), [Box](https://), [Cup](https://cup.example or\n\n\
                 * [a [pot](https://pot.example) of tea](https://tea.example), [Jar](https://http://jar.example)\n\
                 * [Pot] (./pot.md), (the [pot])[https://pot.example]\n",
            ),
            ("green tea.md", ""),
        ],
        found: "2025-06.md:14:1: error: a blank parts text and target of a link | no link | leave the blank out\n\
            2025-06.md:14:39: error: the brackets of a link are swapped | no link | write `[text](target)`\n\
            2025-06.md:15:1: error: the link does not end | `)` is missing | end it by `)`\n\
            2025-06.md:17:7: error: `htps://` is no scheme | misspelt\n\
            2025-06.md:17:34: error: `https://https://jar.example` begins twice | one is too much\n\
            2025-06.md:19:9: error: `https//mug.example` is no URL: `//` stands for `://` | misspelt\n\
            2025-06.md:19:32: error: `https:/mug.example/b` is no URL: `:/` stands for `://` | misspelt\n\
            2025-06.md:20:3: error: text and target are swapped: `The spoon we took` is no target | no link | write `[text](target)`\n\
            2025-06.md:21:9: error: a blank ends the target of a link: `./green tea.md` is none | no link | write `%20` for a blank; what is said of a link stands in quotation marks\n\
            2025-06.md:21:33: error: `(https://leaf.example)` begins with a bracket | no part of the target\n\
            2025-06.md:21:64: error: `[https://bud.example` begins with a bracket | no part of the target\n\
            2025-07.md:14:1: error: the link leads nowhere | no target | write the target, or only the text\n\
            2025-07.md:14:18: error: `TBD` is a placeholder | leads nowhere | write the target, or only the text\n\
            2025-07.md:14:30: error: a blank ends the target of a link: `./the bag.md` is none | no link | write `%20` for a blank; what is said of a link stands in quotation marks\n\
            2025-07.md:14:51: error: `https://` has no host | leads nowhere\n\
            2025-07.md:14:62: error: the link does not end | `)` is missing | end it by `)`\n\
            2025-07.md:16:41: error: a link in the text of another one: only the inner one is a link | not the target of a link\n\
            2025-07.md:16:69: error: `https://http://jar.example` begins twice | one is too much\n\
            2025-07.md:17:3: error: a blank parts text and target of a link | no link | leave the blank out\n\
            2025-07.md:17:21: error: the brackets of a link are swapped | no link | write `[text](target)`",
        fixed: None,
        good: &[(
            "2025-06.md",
            "{HEAD}\n## 🫖 Warm starts\n\n\
             - [ ] (https://kettle.example)\n- [x] (https://kettle.example)\n\n\
             See [1] (https://kettle.example), [^2] (https://pot.example), f(x)[0] and `[a] (https://b.example)`.\n\
             [Kettle] (see above), [optional](if it boils), \\[a] (https://b.example), [Top](#), https://b.example//c.\n\
             [Ref]({{< ref \"other.md\" >}}), links that begin with https:// or http://, http/2 and ftp://c.example,\n\
             [Archive](https://web.archive.example/web/https://d.example), [c](https://d.example \"e f\").\n\n\
             [^2]: A note.\n",
        )],
    },
    Example {
        code: "malformed-link",
        bad: &[(
            "2025-06.md",
            "{HEAD}\n## 🫖 Warm starts\n\n[Tin](htps://tin.example), [Jar](https://https://jar.example), https:/mug.example/b\n",
        )],
        found: "2025-06.md:14:7: error: `htps://` is no scheme | misspelt\n\
                2025-06.md:14:34: error: `https://https://jar.example` begins twice | one is too much\n\
                2025-06.md:14:64: error: `https:/mug.example/b` is no URL: `:/` stands for `://` | misspelt",
        fixed: Some(
            "{HEAD}\n## 🫖 Warm starts\n\n[Tin](https://tin.example), [Jar](https://jar.example), https://mug.example/b\n",
        ),
        good: &[],
    },
    Example {
        code: "http-link",
        bad: &[
            (
                "2025-06.md",
                "{HEAD}\n## 🫖 Warm starts\n\n\
             [Kettle](http://github.com/kettle-works/kettle), http://kettle-works.github.io/docs and\n\
             <a href=\"http://crates.io/crates/kettle\">the crate</a>, [Tin][tin].\n\n\
             [tin]: http://en.wikipedia.org/wiki/Tin\n",
            ),
            ("2025-07.md", "{HEAD}\n[Pot](http://www.pot-makers.org:80/), [Tin](http://github.com:80/a&amp;b)\n"),
        ],
        found: "2025-06.md:14:10: warning: `http://github.com/kettle-works/kettle` is read over `http:` | `https:` is meant\n\
            2025-06.md:14:50: warning: `http://kettle-works.github.io/docs` is read over `http:` | `https:` is meant\n\
            2025-06.md:15:10: warning: `http://crates.io/crates/kettle` is read over `http:` | `https:` is meant\n\
            2025-06.md:17:8: warning: `http://en.wikipedia.org/wiki/Tin` is read over `http:` | `https:` is meant\n\
            2025-07.md:12:7: warning: `http://www.pot-makers.org:80/` is read over `http:` | not `https:` | try whether `https:` leads there as well\n\
            2025-07.md:12:39: warning: `http://github.com:80/a&b` is read over `http:` | not `https:` | try whether `https:` leads there as well",
        fixed: Some(
            "{HEAD}\n\
            ## 🫖 Warm starts\n\n\
            [Kettle](https://github.com/kettle-works/kettle), https://kettle-works.github.io/docs and\n\
            <a href=\"https://crates.io/crates/kettle\">the crate</a>, [Tin][tin].\n\n\
            [tin]: https://en.wikipedia.org/wiki/Tin\n",
        ),
        good: &[(
            "2025-06.md",
            "{HEAD}\n## 🫖 Warm starts\n\n\
             http://localhost:8080/a, http://127.0.0.1/b, http://[::1]/c, http://kettle/d, http://kettle.local,\n\
             http://kettle.internal/, http://kettle.example, http://www.w3.org/2000/svg, http://pot-makers.org:8080/,\n\
             https://github.com/?u=http://github.com, `http://github.com`, www.github.com, http://{host}.io/\n",
        )],
    },
    Example {
        code: "dead-link",
        bad: &[
            (
                "events/2025-06.md",
                "{HEAD}\n## 🫖 Warm starts\n\n\
                 [Last](./2025-03.md), [all](../index.md#events), [files](tea.pdf), [host](www.kettle.example/a),\n\
                 <a href='pots/'>pots</a>, [mail](tea@kettle.example), [Pot][pot], [index](./INDEX.md)\n\n\
                 [pot]: <pots/clay pot.md>\n",
            ),
            ("events/index.md", "# Events\n"),
            ("tea.pdf", ""),
        ],
        found: "events/2025-06.md:14:8: error: `./2025-03.md` leads to no file | not there\n\
            events/2025-06.md:14:29: error: `../index.md` leads to no file | not there | did you mean `./index.md`?\n\
            events/2025-06.md:14:58: error: `tea.pdf` leads to no file | not there | did you mean `../tea.pdf`?\n\
            events/2025-06.md:14:75: error: `www.kettle.example/a` leads to no file | not there | `https://` is missing before a host\n\
            events/2025-06.md:15:10: error: `pots/` leads to no file | not there\n\
            events/2025-06.md:15:34: error: `tea@kettle.example` leads to no file | not there | `mailto:` is missing before an address\n\
            events/2025-06.md:15:75: error: `./INDEX.md` leads to no file | not there | did you mean `./index.md`?\n\
            events/2025-06.md:17:9: error: `pots/clay pot.md` leads to no file | not there",
        fixed: None,
        good: &[
            (
                "events/2025-06.md",
                "{HEAD}\n## 🫖 Warm starts\n\n\
                 [a](2025-03.md) [b](./2025-03) [c](2025-03/) [d](../2025-03/) [e](2025-03.html?x) [f](./pots)\n\
                 [g](pots/clay%20pot.md) [h](/nobody/knows/) [i](../../../out.md) [j](/) [k](#) [l](mailto:tea@b.example)\n\
                 [m](//c.example/d) [n](tel:+123) [o]({{< ref \"x.md\" >}}) [p](.) [q](..) [r](2025-06.md) [s](2025-09.md)\n\
                 [t](../pots/) [u](pots/kettle)\n",
            ),
            ("events/2025-03.md", "{HEAD}"),
            (
                "events/2025-09.yaml",
                "series: Kettle Days\nstart: 2025-09-01\nend: 2025-09-05\nlocation: {name: The Mill}\norganizers: [{name: Kettle Works}]\n",
            ),
            ("events/pots/clay pot.md", ""),
            ("events/pots/kettle/README.md", ""),
        ],
    },
    Example {
        code: "dead-anchor",
        bad: &[
            (
                "events/2025-06.md",
                "{HEAD}\n[Cold](#%F0%9F%A7%8A-Cold-Starts-of-the-Kettle), [new](./2025-03.md#-green-teas-and-black)\n\n\
                 ## 🫖 Warm starts in winter\n\nTea.\n\n## 🧊 Cold starts of a kettle\n\nTea.\n",
            ),
            ("events/2025-03.md", "{HEAD}\n## 🍵 Green Tea & Black\n\nTea.\n"),
            (
                "reviews/agenda.md",
                "[Green](../events/2025-03.md#-green-tea-black) [notes](notes.md#nothing) [all](../events/#events)\n",
            ),
            ("reviews/notes.md", "# Notes\n"),
            (
                "events/index.md",
                "# Events\n\n[Warm](2025-06.md#warm-starts) [site](2025-06.md#🫖-warm-starts-in-winter) [tea](#tea)\n\
                 [one](2025-06.md#cold-starts-of-kettles) [two](2025-06.md#cold-kettles-starting)\n",
            ),
        ],
        found: "events/2025-06.md:12:8: error: no heading of this page has the anchor `#🧊-Cold-Starts-of-the-Kettle` | leads nowhere | the heading is `#-cold-starts-of-a-kettle` now\n\
            events/2025-06.md:12:56: error: no heading of `events/2025-03.md` has the anchor `#-green-teas-and-black` | leads nowhere | the heading is `#-green-tea--black` now\n\
            events/index.md:3:8: error: no heading of `events/2025-06.md` has the anchor `#warm-starts` | leads nowhere | did you mean `#-warm-starts-in-winter`?\n\
            events/index.md:3:39: error: no heading of `events/2025-06.md` has the anchor `#🫖-warm-starts-in-winter` | leads nowhere | that is the anchor on VitePress; on GitHub it is `#-warm-starts-in-winter`\n\
            events/index.md:3:81: error: no heading of this page has the anchor `#tea` | leads nowhere\n\
            events/index.md:4:7: error: no heading of `events/2025-06.md` has the anchor `#cold-starts-of-kettles` | leads nowhere | did you mean `#-cold-starts-of-a-kettle`?\n\
            events/index.md:4:48: error: no heading of `events/2025-06.md` has the anchor `#cold-kettles-starting` | leads nowhere | did you mean `#-cold-starts-of-a-kettle`?\n\
            reviews/agenda.md:1:9: error: no heading of `events/2025-03.md` has the anchor `#-green-tea-black` | leads nowhere | the heading is `#-green-tea--black` now",
        fixed: Some(
            "{HEAD}\n\
            [Cold](#-cold-starts-of-a-kettle), [new](./2025-03.md#-green-tea--black)\n\n\
            ## 🫖 Warm starts in winter\n\n\
            Tea.\n\n\
            ## 🧊 Cold starts of a kettle\n\n\
            Tea.\n",
        ),
        good: &[
            (
                "2025-06.md",
                "{HEAD}\n[a](#-warm-starts) [b](#-Warm-Starts) [c](#top) [d](#) [e](2025-03.md#%EF%B8%8F-caf%C3%A9)\n\
                 [f](2025-03.md#L12) [g](2025-03.md#L1-L5) [h](#user-content-x) [i](#:~:text=tea) [j](#fn1) [k](#own)\n\
                 [l](2025-03.md#html-heading) [m](2025-03.md#set) [n](kettle.go#Run) [o](#-warm-starts-1) [p](2025-03/#set)\n\n\
                 ## 🫖 Warm starts\n\nTea.\n\n## 🫖 Warm starts\n\nTea.\n\n## Named {#own}\n\nTea.\n",
            ),
            ("2025-03.md", "{HEAD}\n## 🗃️ Café\n\n<h2>HTML <b>heading</b></h2>\n\n<a name=set></a>\n"),
            ("kettle.go", ""),
        ],
    },
    Example {
        code: "repeated-link",
        bad: &[(
            "2025-06.md",
            "{HEAD}\n## 🫖 Warm starts\n\n**Code/Pull Requests:**\n\
             * [A kettle](https://kettle.example/1)\n* https://kettle.example/2\n* https://kettle.example/1/\n\
             * https://kettle.example/2\n\n\
             ## 🧊 Cold starts\n\n**Code/Pull Requests:** https://pot.example/a, https://pot.example/b, https://pot.example/a\n",
        )],
        found: "2025-06.md:17:3: warning: the list has `https://kettle.example/1/` already | a second time\n\
            2025-06.md:18:3: warning: the list has `https://kettle.example/2` already | a second time\n\
            2025-06.md:22:71: warning: the list has `https://pot.example/a` already | a second time",
        fixed: None,
        good: &[(
            "2025-06.md",
            "{HEAD}\n## 🫖 Warm starts\n\n**Issue:**\n* https://kettle.example/1\n\n\
             **Code/Pull Requests:**\n* https://kettle.example/1\n* https://kettle.example/2\n* Again: https://kettle.example/2\n\n\
             ## 🧊 Cold starts\n\n**Code/Pull Requests:**\n* https://kettle.example/1\n",
        )],
    },
    Example {
        code: "pull-files-link",
        bad: &[(
            "2025-06.md",
            "{HEAD}\n## 🫖 Warm starts\n\n\
             * https://github.com/kettle-works/kettle/pull/1/files\n\
             * [Two](https://github.com/kettle-works/kettle/pull/2/commits/)\n\
             * <https://github.com/kettle-works/kettle/pull/3/files?diff=split&w=1>\n\
             * [Four](https://gitlab.com/kettle/works/pot/-/merge_requests/4/diffs \"Four\"), [Five][5]\n\n\
             [5]: https://github.com/kettle-works/kettle/pull/5/checks\n",
        )],
        found: "2025-06.md:14:3: warning: the link leads to the files of a pull request | the pull request itself is meant\n\
            2025-06.md:15:9: warning: the link leads to the commits of a pull request | the pull request itself is meant\n\
            2025-06.md:16:4: warning: the link leads to the files of a pull request | the pull request itself is meant\n\
            2025-06.md:17:10: warning: the link leads to the files of a merge request | the merge request itself is meant\n\
            2025-06.md:19:6: warning: the link leads to the checks of a pull request | the pull request itself is meant",
        fixed: Some(
            "{HEAD}\n\
            ## 🫖 Warm starts\n\n\
            * https://github.com/kettle-works/kettle/pull/1\n\
            * [Two](https://github.com/kettle-works/kettle/pull/2)\n\
            * <https://github.com/kettle-works/kettle/pull/3>\n\
            * [Four](https://gitlab.com/kettle/works/pot/-/merge_requests/4 \"Four\"), [Five][5]\n\n\
            [5]: https://github.com/kettle-works/kettle/pull/5\n",
        ),
        good: &[(
            "2025-06.md",
            "{HEAD}\n## 🫖 Warm starts\n\n\
             * https://github.com/kettle-works/kettle/pull/1\n\
             * https://github.com/kettle-works/kettle/pull/1/files#diff-0123\n\
             * https://github.com/kettle-works/kettle/pull/1/commits/0123abc\n\
             * https://github.com/kettle-works/kettle/pull/1/files/0123abc..4567def\n\
             * https://github.com/kettle-works/kettle/pull/1/checks?check_run_id=12\n\
             * https://gitlab.com/kettle/pot/-/merge_requests/4/diffs?commit_id=0123abc\n\
             * https://github.com/kettle-works/kettle/issues/1/files `https://github.com/a/b/pull/1/files`\n",
        )],
    },
    Example {
        code: "link-number",
        bad: &[(
            "2025-06.md",
            "{HEAD}\n## 🫖 Warm starts\n\n\
             * [#123](https://github.com/kettle-works/kettle/pull/124)\n\
             * [Boil – kettle-works/kettle#12](https://github.com/kettle-works/pot/pull/12)\n\
             * [PR #7](https://github.com/kettle-works/kettle/issues/8#issuecomment-7)\n\
             * [pot!5](https://gitlab.com/kettle/works/pot/-/merge_requests/6), [kettle-works/pot#3][4]\n\
             * [https://github.com/kettle-works/pot/pull/1](https://github.com/kettle-works/pot/pull/2)\n\n\
             [4]: https://github.com/kettle-works/pot/discussions/4\n",
        )],
        found: "2025-06.md:14:10: warning: the text names `#123`, and the link leads to `124` | pull 124 | one of text and target is a copy that was forgotten\n\
            2025-06.md:15:35: warning: the text names `kettle-works/kettle#12`, and the link leads to `kettle-works/pot` | pull 12 | one of text and target is a copy that was forgotten\n\
            2025-06.md:16:11: warning: the text names `#7`, and the link leads to `8` | issue 8 | one of text and target is a copy that was forgotten\n\
            2025-06.md:17:11: warning: the text names `pot!5`, and the link leads to `6` | merge request 6 | one of text and target is a copy that was forgotten\n\
            2025-06.md:17:68: warning: the text names `kettle-works/pot#3`, and the link leads to `4` | discussion 4 | one of text and target is a copy that was forgotten\n\
            2025-06.md:18:48: warning: the text is the URL of another one than the link leads to | pull 2 | one of text and target is a copy that was forgotten",
        fixed: None,
        good: &[(
            "2025-06.md",
            "{HEAD}\n## 🫖 Warm starts\n\n\
             * [#123](https://github.com/kettle-works/kettle/pull/123), [`#9`](https://github.com/a/b/issues/9)\n\
             * [Boil – Kettle-Works/Kettle#12](https://github.com/kettle-works/kettle/pull/12)\n\
             * [Follow-up of #11](https://github.com/kettle-works/kettle/pull/12)\n\
             * [Attempt #2](https://github.com/kettle-works/kettle/pull/12), [k/k#12](https://github.com/kettle-works/kettle/pull/12)\n\
             * [#1 and #2](https://github.com/kettle-works/kettle/pull/3), [C#](https://github.com/kettle-works/kettle/pull/3)\n\
             * [works/pot!6](https://gitlab.com/kettle/works/pot/-/merge_requests/6), [Release 12](https://github.com/a/b/pull/3)\n\
             * [Hello#12](https://kettle.example/13), [Color #123abc](https://github.com/a/b/pull/3)\n",
        )],
    },
];

/// What `dead-anchor` says of an agenda that links to a page.
fn agenda(links: &str, now: &str, before: &str) -> (Vec<String>, Option<String>) {
    let files = [("events/2025-06.md", now), ("agenda.md", links)];
    let scene = Scene::new(&files).once("events/2025-06.md", before);
    let mut told = scene.told();
    told.retain(|line| line.starts_with("[dead-anchor] agenda.md:"));
    let help = |line: String| line.rsplit(" | ").next().unwrap_or_default().to_owned();
    (told.into_iter().map(help).collect(), scene.fixed("agenda.md"))
}

#[test]
fn a_heading_that_was_renamed_is_known_from_the_history() {
    let before = "# Days\n\n## 🫖 Warm starts\n\n## 🧊 Cold starts\n\n## 🍵 Tea\n\n## Mugs for all\n";
    let now = "{HEAD}\n## 🍵 Tea\n\n## 🧊 Iced cold water\n\n## 🫖 A kettle that is warm\n\n## More mugs\n";
    let links =
        "[a](events/2025-06.md#-warm-starts) [b](events/2025-06.md#-cold-starts) [c](events/2025-06.md#mugs-for-all)\n";
    let (told, fixed) = agenda(links, now, before);
    let expected = [
        "the heading is `#-a-kettle-that-is-warm` now",
        "the heading is `#-iced-cold-water` now",
        "did you mean `#more-mugs`?",
    ];
    assert_eq!(told, expected);
    let expected = "[a](events/2025-06.md#-a-kettle-that-is-warm) [b](events/2025-06.md#-iced-cold-water) \
                    [c](events/2025-06.md#mugs-for-all)\n";
    assert_eq!(fixed.as_deref(), Some(expected));
}

#[test]
fn a_heading_between_the_same_two_is_the_same_if_it_has_a_word_of_it() {
    let before = "# Days\n\n## Milk\n\n## Starts from cold water\n\n## Tea\n";
    let links = "[a](events/2025-06.md#starts-from-cold-water)\n";
    let (told, _) = agenda(links, "{HEAD}\n## Milk\n\n## Faster starts\n\n## Tea\n\n## Water\n", before);
    assert_eq!(told, ["the heading is `#faster-starts` now"]);
    // Another topic in the place of one that was dropped.
    let (told, fixed) = agenda(links, "{HEAD}\n## Milk\n\n## Sugar\n\n## Tea\n", before);
    assert_eq!((told, fixed), (vec!["did you mean `#sugar`?".to_owned()], None));
}

#[test]
fn a_heading_that_was_there_before_is_not_what_another_one_is_called_now() {
    let before = "# Days\n\n## Cold water starts\n\n## Warm water starts\n";
    let links = "[a](events/2025-06.md#cold-water-starts)\n";
    let (told, fixed) = agenda(links, "{HEAD}\n## Warm water starts\n", before);
    assert_eq!((told, fixed), (vec!["did you mean `#warm-water-starts`?".to_owned()], None));
}

#[test]
fn numbers_tell_headings_apart() {
    let (told, fixed) = agenda("[a](events/2025-06.md#kettle-phase-1)\n", "{HEAD}\n## Kettle phase 2\n", "");
    assert_eq!((told, fixed), (vec!["did you mean `#kettle-phase-2`?".to_owned()], None));
}

#[test]
fn the_emoji_beside_a_link_says_which_heading_is_meant() {
    let now = "{HEAD}\n## 🧊 Respecting ice in water boilers\n\n## 🍵 Boilers for green tea\n";
    let row = "| 🧊 Boilers set `IceToBeMelted` | [Summary](events/2025-06.md#-boilers-set-icetobemelted) |\n";
    let (told, fixed) = agenda(&format!("| Topic | Page |\n|---|---|\n{row}"), now, "");
    assert_eq!(told, ["did you mean `#-boilers-for-green-tea`?"]);
    assert_eq!(fixed, None);
    let row = row.replace("Boilers set", "Water boilers set").replace("-boilers-set", "-water-boilers-set");
    let (told, _) = agenda(&format!("| Topic | Page |\n|---|---|\n{row}"), now, "");
    assert_eq!(told, ["the heading is `#-respecting-ice-in-water-boilers` now"]);
}

#[test]
fn a_page_that_lists_no_event_is_told_of_links_to_events_only() {
    let files = [
        ("events/2025-06.md", "{HEAD}"),
        ("notes.md", "# Notes\n"),
        (
            "agenda.md",
            "[a](notes.md#gone) [b](#gone) [c](gone.md) [d] (https://d.example)\n[e](events/2025-06.md#gone)\n",
        ),
    ];
    let told = Scene::new(&files).told();
    let expected =
        "[dead-anchor] agenda.md:2:5: error: no heading of `events/2025-06.md` has the anchor `#gone` | leads nowhere";
    assert_eq!(told, [expected]);
}

#[test]
fn a_target_may_be_missing_before_the_event_is_over() {
    let page = "{HEAD}\n[Slides](TBD) [Recording]()\n";
    assert_eq!(Scene::new(&[("2025-06.md", page)]).on("2025-06-04").told(), [""; 0]);
}

#[test]
fn a_link_of_an_event_file_is_told_and_mended_there() {
    let event = "series: Kettle Days\nstart: 2025-06-02\nend: 2025-06-06\nlocation: {name: The Mill}\n\
                 organizers: [{name: Kettle Works}]\ntopics:\n  - title: Tea\n    achievements: |\n      \
                 See http://github.com/kettle-works and\n      [all](./all.md) of [it](#te).\n";
    let scene = Scene::new(&[("2025-06.yaml", event)]);
    let mut told = scene.told();
    told.retain(|line| line.contains("link]") || line.contains("anchor]"));
    let expected = [
        "[http-link] 2025-06.yaml:9:11: warning: `http://github.com/kettle-works` is read over `http:` | `https:` is meant",
        "[dead-link] 2025-06.yaml:10:13: error: `./all.md` leads to no file | not there",
        "[dead-anchor] 2025-06.yaml:10:31: error: no heading of this page has the anchor `#te` | leads nowhere | did you mean `#tea`?",
    ];
    assert_eq!(told, expected);
    assert_eq!(scene.fixed("2025-06.yaml"), Some(event.replace("http://", "https://")));
}

/// The agenda of a review was made of the page before its titles were polished.
#[test]
fn every_anchor_of_the_agenda_is_mended_rightly() {
    let Some(folder) = std::env::var_os("AFTERWORD_CORPUS") else {
        eprintln!("skipped: AFTERWORD_CORPUS names no corpus");
        return;
    };
    #[expect(clippy::disallowed_methods, reason = "a test's own files")]
    let read = |name: &str| std::fs::read_to_string(std::path::Path::new(&folder).join(name)).unwrap();
    let (page, agenda) = (read("wrap-ups/2025-11.md"), read("review-agenda-2025-12-03.md"));
    let expected = [
        (11, "-use-self-hosted-shoot-cluster-for-single-node-e2e-tests"),
        (13, "%EF%B8%8F%E2%80%8D-force-restore-operation-annotation-for-shoots"),
        (15, "-allow-relocating-backup-buckets"),
        (16, "%EF%B8%8F-go-build-cache-in-prow"),
        (17, "%EF%B8%8F-mcm-update-machines-updates-during-in-place-updates"),
        (18, "-pull-gardener-node-agent-from-registry-mirror"),
        (20, "%EF%B8%8F-respect-terminating-nodes-in-load-balancing"),
        (22, "-use-go-tools--drop-vgopath"),
        (23, "-evaluation-of-nft-mode-in-kube-proxy"),
        (24, "-gardenadmflow-package-handle-siginfo-t"),
        (25, "%EF%B8%8F%EF%B8%8F-load-balancer-controller-for-provider-local"),
    ];
    let files = [("hackathons/2025-11.md", page.as_str()), ("reviews/agenda.md", agenda.as_str())];
    let known = Scene::new(&files).once("hackathons/2025-11.md", &read("wrap-ups/2025-11-prepared.md"));
    for scene in [Scene::new(&files), known] {
        let (subjects, findings) = scene.findings();
        let mended = subjects.iter().zip(&findings).filter(|(subject, _)| subject.path == "reviews/agenda.md");
        let mended = mended.flat_map(|(subject, findings)| findings.iter().map(|finding| (&subject.source, finding)));
        let mended: Vec<(usize, &str)> = mended
            .map(|(source, finding)| {
                let line = source.text[..finding.primary.span.range().start].lines().count();
                (line, finding.fix.as_ref().map_or("", |fix| fix.replacement.as_str()))
            })
            .collect();
        assert_eq!(mended, expected);
    }
}

#[test]
fn many_links_take_little_time() {
    let started = std::time::Instant::now();
    let pieces = [
        "* [#1](http://github.com/a/b/pull/2/files)\n",
        "* https://github.com/a/b/pull/2/files ",
        "* [a](./b.md#c)\n* https://d.example\n",
        "[a] (https://b.example ",
        "[a](https://b.example ",
        "(a)[https://b.example (",
        "[a](#b) ",
        "htps://b.example https:/c.example ",
        "[[[[[[[[ ](./a b) ",
    ];
    // Each link is dead, and each heading is similar to it.
    let dead = (0..5_000).map(|n| format!("[a](#tea-{n}-kettle) [b](#kettles{n})\n## Tea kettle of {n}\n"));
    let pages = pieces.map(|piece| piece.repeat(10_000)).into_iter().chain([dead.collect()]);
    for page in pages {
        let (_, findings) = Scene::new(&[("index.md", page.as_str())]).findings();
        assert_eq!(findings.len(), 1);
    }
    // Seconds even here, where nothing is optimized; minutes, if any of them took the square of it.
    assert!(started.elapsed().as_secs() < 60, "{:?}", started.elapsed());
}
