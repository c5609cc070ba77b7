//! `afterword template`.

use snapbox::str;

use crate::sandbox::Sandbox;

#[test]
fn lists_the_built_in_templates() {
    Sandbox::new().run(&["template", "list"]).code(0).stderr("").stdout(str![[r"
hackathon      The wrap-up of a hackathon: per topic the problem, why it mattered, what was achieved and what comes next.
meetup         The report of an evening of talks: who spoke about what, with slides and recordings.
retrospective  A team's retrospective: what went well, what did not, and who does what until when.

"]]);
}
