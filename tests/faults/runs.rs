//! The runs that are disturbed, what then puts each right, and the judgement of what one left.

use crate::events;
use crate::events::EVENTS;
use crate::scene::COMMIT;
use crate::scene::EVENT;
use crate::scene::Scene;
use crate::state::End;
use crate::state::State;
use crate::state::leftovers;

/// A command, and the exit codes that it may have.
type Step = (&'static [&'static str], &'static [i32]);

/// A run to disturb.
pub(crate) struct Run {
    pub(crate) name: &'static str,
    prepare: fn() -> Scene,
    pub(crate) arguments: &'static [&'static str],
    /// The commands that put it right, given what it left. Nobody has to look first: a command that has nothing left to
    /// do says so.
    healing: fn(&Scene) -> &'static [Step],
}

const RENDER: &[&str] = &["render", EVENTS[0], EVENTS[1], EVENTS[2]];
const SYNC: &[&str] = &["sync", EVENTS[0]];
const SYNC_FOLDER: &[&str] = &["sync", EVENTS[2]];
const FIX: &[&str] = &["check", "--fix", "agenda.md", "events"];
const NEW_FILE: &str = "events/2026-08.yaml";
const NEW: &[&str] = &[
    "new",
    NEW_FILE,
    "--no-input",
    "--set",
    "series=Kettle Days",
    "--set",
    "start=2026-08-03",
    "--set",
    "location={name: The Old Mill}",
    "--set",
    "organizers=[{name: Kettle Works}]",
    "--set",
    "topics=[{title: Cups of Tea}]",
];
const RENDER_NEW: &[Step] = &[(&["render", NEW_FILE], &[0])];
const ADD: &[&str] = &["topic", "add", EVENTS[0], "Cups of Tea @ada"];
const ADD_TO_FOLDER: &[&str] = &["topic", "add", EVENTS[2], "Cups of Tea @ada"];
const SET: &[&str] = &["topic", "edit", EVENTS[0], "One Log", "--set", "achievements=They write one, and it is read."];
const REMOVE: &[&str] = &["topic", "remove", EVENTS[2], "One Log"];
const REMOVED_FILE: &str = "events/2026-05/topics/20-one-log.md";
const COMMIT_FOLDER: &[&str] = &["commit", EVENTS[2]];
const ON_BRANCH: &[&str] = &["commit", EVENT, "-b", "wrap-up"];
const UNDO: &[&str] = &["undo"];

/// All of them.
pub(crate) const ALL: &[Run] = &[
    Run { name: "render", prepare: events::moved, arguments: RENDER, healing: |_| &[(RENDER, &[0])] },
    Run { name: "sync", prepare: events::edited, arguments: SYNC, healing: |_| &[(SYNC, &[0])] },
    Run {
        name: "sync of a folder",
        prepare: events::edited_folder,
        arguments: SYNC_FOLDER,
        healing: |_| &[(SYNC_FOLDER, &[0])],
    },
    Run { name: "check --fix", prepare: events::wrong, arguments: FIX, healing: |_| &[(FIX, &[0])] },
    Run {
        name: "new",
        prepare: events::folder,
        arguments: NEW,
        // Once there is the event file, its page is a matter of `render`.
        healing: |scene| if scene.exists(NEW_FILE) { RENDER_NEW } else { &[(NEW, &[0])] },
    },
    Run {
        name: "topic add",
        prepare: events::folder,
        arguments: ADD,
        healing: |_| &[(ADD, &[0]), (&["render", EVENTS[0]], &[0])],
    },
    Run {
        name: "topic add to a folder",
        prepare: events::folder,
        arguments: ADD_TO_FOLDER,
        healing: |_| &[(ADD_TO_FOLDER, &[0]), (&["render", EVENTS[2]], &[0])],
    },
    Run {
        name: "topic remove from a folder",
        prepare: events::folder,
        arguments: REMOVE,
        healing: |scene| if scene.exists(REMOVED_FILE) { &[(REMOVE, &[0])] } else { &[(&["render", EVENTS[2]], &[0])] },
    },
    Run {
        name: "topic edit",
        prepare: events::folder,
        arguments: SET,
        healing: |_| &[(SET, &[0]), (&["render", EVENTS[0]], &[0])],
    },
    Run {
        name: "commit of a folder",
        prepare: events::moved,
        arguments: COMMIT_FOLDER,
        healing: |_| &[(COMMIT_FOLDER, &[0])],
    },
    Run { name: "commit", prepare: Scene::busy, arguments: COMMIT, healing: |_| &[(COMMIT, &[0])] },
    Run {
        name: "commit -b",
        prepare: Scene::busy,
        arguments: ON_BRANCH,
        // Where the disturbed run had done its work, the branch is there already.
        healing: |_| &[(ON_BRANCH, &[0, 3]), (COMMIT, &[0])],
    },
    Run {
        name: "undo",
        prepare: || {
            let scene = Scene::busy();
            scene.succeed(COMMIT);
            scene
        },
        arguments: UNDO,
        healing: |_| &[(UNDO, &[0, 3])],
    },
    Run {
        name: "undo of -b",
        prepare: || {
            let scene = Scene::busy();
            scene.succeed(ON_BRANCH);
            scene
        },
        arguments: UNDO,
        healing: |_| &[(UNDO, &[0, 3])],
    },
];

/// A run with the scene it begins in, and the states before and after it.
pub(crate) struct Prepared {
    pub(crate) run: &'static Run,
    pub(crate) scene: Scene,
    pub(crate) old: State,
    pub(crate) new: State,
}

impl Prepared {
    /// The run of that name.
    pub(crate) fn named(name: &str) -> Self {
        Self::of(ALL.iter().find(|run| run.name == name).unwrap())
    }

    pub(crate) fn of(run: &'static Run) -> Self {
        let scene = (run.prepare)();
        let old = State::of(&scene);
        let undisturbed = scene.copy();
        undisturbed.succeed(run.arguments);
        let new = State::of(&undisturbed);
        assert_ne!(old, new, "{} does nothing", run.name);
        assert_eq!(leftovers(&undisturbed), Vec::<String>::new());
        Self { run, scene, old, new }
    }

    /// What is wrong with what a disturbed run left, and with what becomes of it by the next one.
    pub(crate) fn judge(&self, scene: &Scene, end: End, said: &str) -> Vec<String> {
        let left = State::of(scene);
        let mut violations = left.faults(scene, (&self.old, &self.new), (end, self.run.arguments == FIX), said);
        scene.git(&["fsck", "--strict", "--no-progress"]);

        let mut healing = String::new();
        for (arguments, codes) in (self.run.healing)(scene) {
            let (code, said) = scene.run(arguments);
            if !codes.contains(&code) {
                violations.push(format!("the next run ends with {code}"));
            }
            healing.push_str(&said);
        }
        let healed = State::of(scene);
        if healed != self.new {
            violations.push(format!("the next run does not put it right: {}", healed.unlike(&self.new)));
        }
        let left = leftovers(scene);
        if !left.is_empty() {
            violations.push(format!("the next run leaves {}", left.join(", ")));
        }
        let told = |violation| format!("  ended: {end:?}\n  {violation}\n  said: {said}  then: {healing}");
        violations.into_iter().map(told).collect()
    }
}
