//! English for messages: numbers with their nouns, and lists as a sentence has them.

use std::fmt::{self, Display};

/// A number of things: `1 error`, `2 errors`. For nouns whose plural takes an `s`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Count(
    /// How many.
    pub usize,
    /// Of what, in the singular.
    pub &'static str,
);

impl Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(number, noun) = self;
        let ending = if *number == 1 { "" } else { "s" };
        write!(f, "{number} {noun}{ending}")
    }
}

/// The item between backticks, as messages quote values.
pub fn ticked(item: impl Display) -> String {
    format!("`{item}`")
}

/// The items as a sentence counts them all up: `a`, `a and b`, `a, b and c`.
pub fn list_and(items: impl IntoIterator<Item: Display>) -> String {
    list(items, "and")
}

/// The items as a sentence leaves a choice: `a`, `a or b`, `a, b or c`.
pub fn list_or(items: impl IntoIterator<Item: Display>) -> String {
    list(items, "or")
}

fn list(items: impl IntoIterator<Item: Display>, conjunction: &str) -> String {
    let mut items: Vec<String> = items.into_iter().map(|item| item.to_string()).collect();
    match items.pop() {
        Some(last) if !items.is_empty() => format!("{} {conjunction} {last}", items.join(", ")),
        last => last.unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_is_singular_and_every_other_number_plural() {
        assert_eq!(Count(0, "error").to_string(), "0 errors");
        assert_eq!(Count(1, "error").to_string(), "1 error");
        assert_eq!(Count(2, "error").to_string(), "2 errors");
    }

    #[test]
    fn a_list_has_its_conjunction_before_the_last_item() {
        assert_eq!(list_and([""; 0]), "");
        assert_eq!(list_and(["a"]), "a");
        assert_eq!(list_or(["a", "b"]), "a or b");
        assert_eq!(list_and(["a", "b", "c"].map(ticked)), "`a`, `b` and `c`");
    }
}
