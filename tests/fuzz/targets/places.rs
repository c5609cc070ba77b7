//! What holds of every report, whatever it is about.

use afterword::diagnostic::Diagnostic;
use afterword::source::Source;

/// Every place that is named lies in its text, and every message says something.
pub fn stand_in_their_texts(diagnostics: &[Diagnostic], sources: &[Source]) {
    for diagnostic in diagnostics {
        assert!(!diagnostic.message.is_empty(), "{diagnostic:?}");
        for label in std::iter::once(&diagnostic.primary).chain(&diagnostic.related) {
            let source = sources.get(label.source).unwrap_or_else(|| panic!("of no source: {diagnostic:?}"));
            assert!(source.text.get(label.span.range()).is_some(), "{diagnostic:?} in {source:?}");
            let position = source.position(label.span.start);
            assert!(position.line > 0 && position.column > 0, "{diagnostic:?}");
        }
    }
}
