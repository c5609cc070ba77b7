//! The project and the repository around each event, found once for each folder.

use std::cell::OnceCell;
use std::cell::RefCell;
use std::collections::HashMap;
use std::collections::HashSet;
use std::env;
use std::path::Component;
use std::path::Path;
use std::path::PathBuf;
use std::rc::Rc;

use crate::fs;
use crate::fs::Root;
use crate::git::GitError;
use crate::git::Repository;
use crate::project::Project;
use crate::project::Surroundings;
use crate::project::UserFolders;
use crate::project::pages::Pages;
use crate::terminal::Terminal;

use super::choice;
use super::configured;
use super::inputs::path_name;

/// A folder with what lies around it.
#[derive(Clone)]
pub(super) struct Place {
    /// The folder, as the system names it.
    pub(super) folder: PathBuf,
    pub(super) project: std::sync::Arc<Project>,
    pub(super) repository: Option<Rc<Repository>>,
    pub(super) root: Root,
    pub(super) pages: Rc<RefCell<Pages>>,
    /// Found when somebody asks, once for all places of the project.
    with_wrap_ups: Rc<OnceCell<Vec<PathBuf>>>,
}

impl Place {
    /// The folders of the project that have wrap-ups, in order; absolute.
    pub(super) fn with_wrap_ups(&self) -> &[PathBuf] {
        self.with_wrap_ups.get_or_init(|| choice::below(&self.project.root))
    }

    /// The name by which a page in this folder is remembered: its path below the root.
    pub(super) fn key(&self, file_name: &Path) -> PathBuf {
        self.folder.strip_prefix(&self.project.root).unwrap_or(&self.folder).join(file_name)
    }

    /// Another folder of the same project, which may yet be to be made.
    pub(super) fn at(&self, folder: PathBuf) -> Self {
        Self { folder, ..self.clone() }
    }

    /// The folder with wrap-ups that is configured, as it is written from the working directory; `""` is that itself.
    pub(super) fn pages_folder(&self) -> Option<PathBuf> {
        let folder = self.project.configuration.pages_folder()?;
        Some(from_here(&self.project.root.join(folder)))
    }
}

/// All the places a command has to do with.
#[derive(Default)]
pub(super) struct Places {
    user: UserFolders,
    places: HashMap<PathBuf, Rc<Place>>,
    roots: HashMap<PathBuf, Root>,
    pages: HashMap<Option<PathBuf>, Rc<RefCell<Pages>>>,
    /// By the root of their project.
    with_wrap_ups: HashMap<PathBuf, Rc<OnceCell<Vec<PathBuf>>>>,
    /// Whether nobody cares what the projects are set to.
    ignores_configuration: bool,
    /// What was warned of already.
    warnings: HashSet<String>,
}

impl Places {
    /// None yet; the user's folders come from the environment.
    pub(super) fn new() -> Self {
        Self { user: user_folders(), ..Self::default() }
    }

    /// The same for what works whatever the projects are set to.
    pub(super) fn unconfigured() -> Self {
        Self { ignores_configuration: true, ..Self::new() }
    }

    /// The place of a folder, where `""` is the working directory.
    pub(super) fn of(&mut self, folder: &Path, terminal: &mut Terminal) -> Result<Rc<Place>, super::Error> {
        if let Some(place) = self.places.get(folder) {
            return Ok(place.clone());
        }
        let root = Root::open(folder).map_err(super::Error::Read)?;
        let absolute = root.path().to_owned();
        let repository = match Repository::discover(&absolute) {
            Ok(repository) => repository.map(Rc::new),
            Err(error) => {
                let help = error.hint().map(|hint| format!("; {hint}")).unwrap_or_default();
                let warning = format!("{error}: nothing of it is read{help}");
                if self.warnings.insert(warning.clone()) {
                    terminal.warning(&warning);
                }
                if matches!(error, GitError::Owner { .. }) {
                    return self.insert(folder, absolute, Surroundings::Strange, None, terminal);
                }
                None
            }
        };
        let found = repository.clone();
        let work = found.as_ref().and_then(|found| found.work_folder().canonicalize().ok());
        let surroundings = match (&found, &work) {
            (Some(found), Some(work)) => Surroundings::Repository { work, git: found.git_folder() },
            _ => Surroundings::None,
        };
        self.insert(folder, absolute, surroundings, repository, terminal)
    }

    fn insert(
        &mut self,
        folder: &Path,
        absolute: PathBuf,
        surroundings: Surroundings<'_>,
        repository: Option<Rc<Repository>>,
        terminal: &Terminal,
    ) -> Result<Rc<Place>, super::Error> {
        let mut project = Project::around(&absolute, surroundings, self.user.clone());
        if !self.ignores_configuration {
            configured::load(&mut project, terminal)?;
        }
        let root = Root::open(&project.root).map_err(super::Error::Read)?;
        let state = project.state_folder();
        let pages = self.pages.entry(state.clone());
        let pages = pages.or_insert_with(|| Rc::new(RefCell::new(Pages::load(state.as_deref())))).clone();
        let with_wrap_ups = self.with_wrap_ups.entry(project.root.clone()).or_default().clone();
        let project = std::sync::Arc::new(project);
        let place = Rc::new(Place { folder: absolute, project, repository, root, pages, with_wrap_ups });
        self.places.insert(folder.to_owned(), place.clone());
        Ok(place)
    }

    /// A folder that the user named as a root of its own; opened once, since a run may write more pages than a process
    /// may have open folders.
    pub(super) fn root(&mut self, folder: &Path) -> Result<Root, fs::Error> {
        if let Some(root) = self.roots.get(folder) {
            return Ok(root.clone());
        }
        let root = Root::open(folder)?;
        self.roots.insert(folder.to_owned(), root.clone());
        Ok(root)
    }

    /// Keeps what was remembered.
    pub(super) fn save(&self) -> Result<(), fs::Error> {
        self.pages.values().try_for_each(|pages| pages.borrow().save())
    }
}

/// The folder a path lies in, as far as the path tells.
pub(super) fn folder_of(path: &Path) -> &Path {
    path.parent().unwrap_or(Path::new(""))
}

/// An absolute path as a relative one from the working directory.
pub(super) fn from_here(path: &Path) -> PathBuf {
    let here = env::current_dir().and_then(|here| here.canonicalize()).unwrap_or_default();
    let mut ways: Vec<Component<'_>> = path.components().collect();
    let mut base: Vec<Component<'_>> = here.components().collect();
    let common = ways.iter().zip(&base).take_while(|(one, other)| one == other).count();
    ways.drain(..common);
    base.drain(..common);
    let up = base.iter().map(|_| Component::ParentDir);
    up.chain(ways).collect()
}

/// The same for a message or data.
pub(super) fn shown_from_here(path: &Path) -> String {
    path_name(&from_here(path))
}

/// The XDG folders, or their defaults (XDG Base Directory Specification 0.8).
fn user_folders() -> UserFolders {
    let absolute = |name: &str| env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let home = absolute("HOME").or_else(|| absolute("USERPROFILE"));
    let folder = |variable: &str, default: &str| {
        let base = absolute(variable).or_else(|| Some(home.as_ref()?.join(default)))?;
        Some(base.join("afterword"))
    };
    UserFolders { config: folder("XDG_CONFIG_HOME", ".config"), state: folder("XDG_STATE_HOME", ".local/state") }
}
