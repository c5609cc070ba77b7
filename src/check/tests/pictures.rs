//! The rules about pictures.

use super::Example;
use super::Scene;

pub(super) const EXAMPLES: &[Example] = &[
    Example {
        code: "missing-picture",
        bad: &[("a/2025-06.md", "{HEAD}\n![A kettle](./images/a.png) <img src=\"images/b%20c.png\" alt=\"B\">\n")],
        found: "a/2025-06.md:12:13: error: the picture `a/images/a.png` is missing | no such file | add it, or leave the picture out until it is there\n\
                a/2025-06.md:12:39: error: the picture `a/images/b c.png` is missing | no such file | add it, or leave the picture out until it is there",
        fixed: None,
        good: &[
            (
                "a/2025-06.md",
                "{HEAD}\n![A](https://a.example/a.png) ![B](/static/b.png) ![C](./images/c.svg?raw=true) ![D](/images/d.svg)\n",
            ),
            ("a/images/c.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>"),
            ("images/d.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>"),
        ],
    },
    Example {
        code: "empty-picture",
        bad: &[("2025-06.md", "{HEAD}\n![A kettle](images/a.png)\n"), ("images/a.png", "")],
        found: "2025-06.md:12:13: error: the picture `images/a.png` is empty (0 bytes) | nothing to show | add it once more",
        fixed: None,
        good: &[],
    },
    Example {
        code: "broken-picture",
        bad: &[
            ("2025-06.md", "{HEAD}\n![A kettle](images/a.png)\n"),
            ("images/a.png", "<html><body>Not found</body></html>"),
        ],
        found: "2025-06.md:12:13: error: the picture `images/a.png` cannot be shown: it is no picture: it holds a page of HTML | broken | add it once more",
        fixed: None,
        good: &[
            ("2025-06.md", "{HEAD}\n![A kettle](images/a.png)\n"),
            ("images/a.png", "version https://git-lfs.github.com/spec/v1\noid sha256:4665a5\nsize 12345\n"),
        ],
    },
    Example {
        code: "picture-extension",
        bad: &[
            ("2025-06.md", "{HEAD}\n![A kettle](images/a.png)\n"),
            ("images/a.png", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>"),
        ],
        found: "2025-06.md:12:13: warning: the picture `images/a.png` is a SVG | another format | rename it: its ending is `.svg`",
        fixed: None,
        good: &[],
    },
    Example {
        code: "missing-alt",
        bad: &[(
            "2025-06.md",
            "{HEAD}\n![](https://a.example/a.png) ![b.png](https://a.example/b.png) <img src=\"https://a.example/c.png\">\n",
        )],
        found: "2025-06.md:12:5: warning: the picture `https://a.example/a.png` has no alternative text | nothing stands for it | say in a few words what it shows\n\
                2025-06.md:12:39: warning: the picture `https://a.example/b.png` has no alternative text | the name of the file | say in a few words what it shows\n\
                2025-06.md:12:74: warning: the picture `https://a.example/c.png` has no alternative text | nothing stands for it | say in a few words what it shows",
        fixed: None,
        good: &[(
            "2025-06.md",
            "{HEAD}\n![A kettle](https://a.example/a.png) <img src=\"https://a.example/c.png\" alt=\"\">\n",
        )],
    },
    Example {
        code: "unreferenced-picture",
        bad: &[
            ("a/2025-06.md", "{HEAD}\n![A kettle](images/a.svg)\n"),
            ("a/2025-07.md", "{HEAD}"),
            ("a/images/a.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>"),
            ("a/images/2025-07/b.svg", "<svg  xmlns=\"http://www.w3.org/2000/svg\"/>"),
        ],
        found: "a/2025-07.md:6:1: warning: no page shows `a/images/2025-07/b.svg` | beside this page | show it, or take it out of the repository",
        fixed: None,
        good: &[
            ("a/2025-06.md", "{HEAD}\n[A kettle](images/a.svg)\n"),
            ("a/images/a.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>"),
        ],
    },
    Example {
        code: "identical-pictures",
        bad: &[
            ("2025-06.md", "{HEAD}\n![A](images/2025-06.svg) ![B](images/2024-06.svg)\n"),
            ("images/2024-06.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>"),
            ("images/2025-06.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>"),
        ],
        found: "2025-06.md:6:1: warning: `images/2024-06.svg` and `images/2025-06.svg` are the same picture | beside this page | keep the one that is meant",
        fixed: None,
        good: &[],
    },
];

/// The rules that tests of their own show, since their pictures are no texts.
pub(super) const SHOWN: &[&str] = &["large-picture", "picture-position"];

#[test]
fn a_picture_has_a_budget() {
    let page = "{HEAD}\n![A kettle](images/a.svg)\n";
    let svg = |blanks: usize| format!("<svg xmlns=\"http://www.w3.org/2000/svg\">{}</svg>", " ".repeat(blanks));
    let scene = Scene::new(&[("2025-06.md", page)]).with("images/a.svg", svg(2_900_000).as_bytes());
    let expected = "[large-picture] 2025-06.md:12:13: warning: the picture `images/a.svg` has 2.9 MB, and 1.0 MB is enough | large | make it smaller, or a WebP";
    assert_eq!(scene.told(), [expected]);
    assert_eq!(Scene::new(&[("2025-06.md", page)]).with("images/a.svg", svg(900_000).as_bytes()).told(), [""; 0]);
}

/// A JPEG of one pixel whose EXIF data has a latitude, as an encoder writes it.
fn jpeg_with_position() -> Vec<u8> {
    let tiff: &[u8] = b"MM\0*\0\0\0\x08\0\x01\x88\x25\0\x04\0\0\0\x01\0\0\0\x1a\0\0\0\0\
                        \0\x01\0\x02\0\x05\0\0\0\x03\0\0\0\x2c\0\0\0\0\
                        \0\0\0\x30\0\0\0\x01\0\0\0\x0c\0\0\0\x01\0\0\0\x05\0\0\0\x01";
    let mut segment = b"Exif\0\0".to_vec();
    segment.extend_from_slice(tiff);
    let length = u16::try_from(segment.len() + 2).unwrap().to_be_bytes();
    let mut bytes = b"\xff\xd8\xff\xe1".to_vec();
    bytes.extend(length);
    bytes.extend(segment);
    bytes
}

#[test]
fn a_picture_that_tells_where_it_was_taken_is_told() {
    let page = "{HEAD}\n![A kettle](images/a.jpg)\n";
    let scene = Scene::new(&[("2025-06.md", page)]).with("images/a.jpg", &jpeg_with_position());
    let expected = "[picture-position] 2025-06.md:12:13: warning: the picture `images/a.jpg` tells where it was taken | GPS data in it | take it out: exiftool -gps:all= 'images/a.jpg'";
    let told = scene.told();
    assert!(told.iter().any(|line| line == expected), "{told:#?}");
}
