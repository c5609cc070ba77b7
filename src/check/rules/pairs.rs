//! Rules about an event file and the page that it makes. What they find takes more than both texts: what was written
//! last, and what the last commit has.

use crate::diagnostic::Severity;

use super::super::rule::Check;
use super::super::rule::Rule;

pub(super) const RULES: &[Rule] = &[
    Rule {
        code: "missing-page",
        severity: Severity::Warning,
        summary: "an event file has no page",
        explanation: "Nobody reads the event file on the site. `afterword render` writes its page.",
        bad: "2025-06.yaml without 2025-06.md\n",
        good: "2025-06.yaml and 2025-06.md\n",
        has_fix: false,
        check: Check::Elsewhere,
    },
    Rule {
        code: "stale-page",
        severity: Severity::Error,
        summary: "a page is older than its event file",
        explanation: "The event file was changed since its page was written, and nobody rendered it: what `render \
                      --check` tells.",
        bad: "achievements: The kettle starts in a minute.   (in the event file alone)\n",
        good: "afterword render 2025-06.yaml\n",
        has_fix: false,
        check: Check::Elsewhere,
    },
    Rule {
        code: "edited-page",
        severity: Severity::Error,
        summary: "a page was edited by hand, and its event file does not know",
        explanation: "The next `render` refuses to overwrite such a page. `afterword sync` takes the edits into the \
                      event file.",
        bad: "The kettle starts in a minute.   (on the page alone)\n",
        good: "afterword sync 2025-06.yaml\n",
        has_fix: false,
        check: Check::Elsewhere,
    },
    Rule {
        code: "sides-disagree",
        severity: Severity::Error,
        summary: "an event file and its page were both edited, and do not say the same",
        explanation: "Neither is the newer one. `afterword sync` carries each edit to the other side, and names what \
                      both sides changed: what `sync --check` tells.",
        bad: "a new topic in the event file, a polished title on the page\n",
        good: "afterword sync 2025-06.yaml\n",
        has_fix: false,
        check: Check::Elsewhere,
    },
];
