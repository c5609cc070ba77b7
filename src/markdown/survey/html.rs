//! The tags of raw HTML with their attributes, each with its bytes.

use std::ops::Range;

/// A tag that begins an element.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tag<'h> {
    /// From `<` to `>`.
    pub range: Range<usize>,
    /// The name of its element, as it is written.
    pub name: &'h str,
    /// Its attributes: a name, and where its value stands without quotes.
    pub attributes: Vec<(&'h str, Range<usize>)>,
}

impl Tag<'_> {
    /// Whether it begins an element of that name.
    pub fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }

    /// Where the value of an attribute stands.
    pub fn value(&self, name: &str) -> Option<Range<usize>> {
        let mut attributes = self.attributes.iter();
        attributes.find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, range)| range.clone())
    }
}

/// The tags in raw HTML, in order. What stands in a comment is none, and nothing is behind what does not end.
pub fn tags(html: &str) -> impl Iterator<Item = Tag<'_>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            at += html.get(at..)?.find('<')?;
            let rest = html.get(at..)?;
            if rest.starts_with("<!--") {
                // `<!-->` is a whole comment, so its end may begin with its own beginning.
                let end = rest.get(2..)?.find("-->")?;
                at += 2 + end + 3;
                continue;
            }
            let name = rest.get(1..)?;
            let is_in_name = |c: char| c.is_ascii_alphanumeric() || c == '-';
            let name = name.get(..name.find(|c| !is_in_name(c)).unwrap_or(name.len()))?;
            if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
                at += 1;
                continue;
            }
            let (attributes, end) = attributes(html, at + 1 + name.len())?;
            let range = at..end;
            at = end;
            return Some(Tag { range, name, attributes });
        }
    })
}

type Attributes<'h> = Vec<(&'h str, Range<usize>)>;

/// The attributes from a byte on, and where their tag ends; nothing where a quotation does not end.
fn attributes(html: &str, from: usize) -> Option<(Attributes<'_>, usize)> {
    let mut found = Vec::new();
    let mut at = from;
    loop {
        at = skip(html, at, |c| c.is_whitespace() || c == '/');
        match html.get(at..)?.chars().next() {
            None => return Some((found, at)),
            Some('>') => return Some((found, at + 1)),
            // No name begins with it.
            Some('=') => at += 1,
            Some(_) => {}
        }
        let end = skip(html, at, |c| !c.is_whitespace() && !matches!(c, '=' | '>' | '/'));
        let name = html.get(at..end)?;
        let equals = skip(html, end, char::is_whitespace);
        if !html.get(equals..)?.starts_with('=') {
            at = end;
            continue;
        }
        at = skip(html, equals + 1, char::is_whitespace);
        match html.get(at..)?.chars().next().filter(|c| matches!(c, '"' | '\'')) {
            Some(quote) => {
                let end = at + 1 + html.get(at + 1..)?.find(quote)?;
                found.push((name, at + 1..end));
                at = end + 1;
            }
            None => {
                let end = skip(html, at, |c| !c.is_whitespace() && c != '>');
                found.push((name, at..end));
                at = end;
            }
        }
    }
}

fn skip(text: &str, from: usize, is_skipped: impl Fn(char) -> bool) -> usize {
    let rest = text.get(from..).unwrap_or_default();
    rest.find(|c| !is_skipped(c)).map_or(text.len(), |at| from + at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(html: &str) -> Vec<String> {
        let tell = |tag: Tag<'_>| {
            let attributes = tag.attributes.iter().map(|(name, range)| format!(" {name}={}", &html[range.clone()]));
            format!("{}{}", tag.name, attributes.collect::<String>())
        };
        tags(html).map(tell).collect()
    }

    #[test]
    fn a_tag_is_told_with_its_attributes() {
        let html = "<p align=center><A HREF = 'b.md' hidden title=\"a > b\">x</A><br/> 1 < 2 <img src=a/b.png/>";
        let expected = ["p align=center", "A HREF=b.md title=a > b", "br", "img src=a/b.png/"];
        assert_eq!(told(html), expected);
        assert_eq!(&html[tags(html).nth(1).unwrap().range], "<A HREF = 'b.md' hidden title=\"a > b\">");
    }

    #[test]
    fn a_comment_has_no_tags() {
        assert_eq!(told("<p><!-- <a href=\"b\"> --><i><!--><b><!-- <u>"), ["p", "i", "b"]);
    }

    #[test]
    fn what_does_not_end_is_read_as_far_as_it_is_clear() {
        assert_eq!(told("<a href=\"b\" c"), ["a href=b"]);
        assert_eq!(told("<a href=\"b"), [""; 0]);
        assert_eq!(told("<a = =\"x\" ==> <"), ["a =x ="]);
    }
}
