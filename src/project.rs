//! The surroundings of an event: the root that nothing is written outside of, where templates lie, and what this
//! program remembers.

use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;

use crate::fs::portable_name;
use crate::template::DECLARATION_FILE;
use crate::template::DEFAULT;
use crate::template::Template;
use crate::template::builtin;
use crate::template::folder;
use crate::template::folder::TemplateError;
use crate::template::folder::Wanted;

pub mod configuration;
pub mod drafts;
pub mod pages;

use self::configuration::Configuration;

/// The folder of a project's own files.
pub const FOLDER: &str = ".afterword";

/// Folders of the user, from the platform.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UserFolders {
    /// For templates and configuration: `~/.config/afterword`.
    pub config: Option<PathBuf>,
    /// For what is remembered outside of repositories: `~/.local/state/afterword`.
    pub state: Option<PathBuf>,
}

/// Where an event lies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Project {
    /// The folder that nothing is written outside of.
    pub root: PathBuf,
    /// `.afterword`, where there is one.
    pub folder: Option<PathBuf>,
    /// Whether it lies in a repository of somebody else, of which nothing is read unasked.
    pub is_strange: bool,
    /// What it is set to; the usual until somebody reads it.
    pub configuration: Configuration,
    user: UserFolders,
    git_folder: Option<PathBuf>,
}

/// What is known of the repository around an event.
#[derive(Clone, Copy, Debug)]
pub enum Surroundings<'a> {
    /// There is none.
    None,
    /// There is one: its working tree and git directory.
    Repository {
        /// The folder of the working tree.
        work: &'a Path,
        /// The git directory of this working tree.
        git: &'a Path,
    },
    /// There is one of somebody else: nothing of it is read.
    Strange,
}

impl Project {
    /// The project around a folder, which must be absolute.
    pub fn around(folder: &Path, surroundings: Surroundings<'_>, user: UserFolders) -> Self {
        let (work, git) = match surroundings {
            Surroundings::Repository { work, git } => (Some(work), Some(git)),
            Surroundings::None | Surroundings::Strange => (None, None),
        };
        let is_strange = matches!(surroundings, Surroundings::Strange);
        let mut upwards = folder.ancestors().take_while(|folder| work.is_none_or(|work| folder.starts_with(work)));
        let marked = upwards.find(|folder| !is_strange && folder.join(FOLDER).is_dir());
        let root = marked.or(work).unwrap_or(folder);
        Self {
            root: root.to_owned(),
            folder: marked.map(|folder| folder.join(FOLDER)),
            is_strange,
            configuration: Configuration::default(),
            user,
            git_folder: git.map(Path::to_owned),
        }
    }

    /// The folder of what this program remembers about the project, if there is a place for it.
    pub fn state_folder(&self) -> Option<PathBuf> {
        if let Some(git) = &self.git_folder {
            return Some(git.join("afterword"));
        }
        let root = pages::fingerprint(self.root.as_os_str().as_encoded_bytes());
        Some(self.user.state.as_ref()?.join(root.get(..16)?))
    }

    /// The template of that name, or in that folder: the project's, the user's, or a built-in one.
    ///
    /// # Errors
    ///
    /// No such template, or one that cannot be read.
    pub fn template(&self, name: &str) -> Result<Arc<Template>, TemplateError> {
        let own = self.folder.as_deref().map(|folder| folder.join("templates"));
        for folder in self.template_folders() {
            // A name comes from a file somebody else may have written: it must not lead anywhere.
            let candidate = folder.join(name);
            if portable_name(name).is_ok() && candidate.join(DECLARATION_FILE).is_file() {
                // The user's own folder may be full of symlinks; that of a project may be a stranger's.
                let within = (own.as_ref() == Some(&folder)).then_some(self.root.as_path());
                let wanted = Wanted { name: Some(name), within };
                return folder::load(&candidate, &shown(&candidate), wanted).map(|template| self.localized(template));
            }
        }
        match builtin::find(name) {
            Some(built_in) => Ok(self.localized(built_in.load())),
            None => {
                let known = self.templates().into_iter().map(|(name, _)| name).collect();
                Err(TemplateError::Unknown { name: name.to_owned(), known })
            }
        }
    }

    /// A template in the language that the project is set to.
    pub fn localized(&self, template: Template) -> Arc<Template> {
        Arc::new(match self.configuration.locale {
            Some(locale) => template.in_language(locale),
            None => template,
        })
    }

    /// The template of events that name none.
    pub fn default_template(&self) -> &str {
        self.configuration.template.as_ref().map_or(DEFAULT, |said| &said.text)
    }

    /// The names of all templates, in order, with the folder of those that are not built in.
    pub fn templates(&self) -> Vec<(String, Option<PathBuf>)> {
        let mut found: Vec<(String, Option<PathBuf>)> = Vec::new();
        for folder in self.template_folders() {
            let Ok(entries) = std::fs::read_dir(&folder) else { continue };
            for entry in entries.flatten() {
                let Ok(name) = entry.file_name().into_string() else { continue };
                let is_new = !found.iter().any(|(known, _)| *known == name);
                if is_new && entry.path().join(DECLARATION_FILE).is_file() {
                    found.push((name, Some(entry.path())));
                }
            }
        }
        for built_in in builtin::BUILT_IN {
            if !found.iter().any(|(known, _)| known == built_in.name) {
                found.push((built_in.name.to_owned(), None));
            }
        }
        found.sort();
        found
    }

    /// Where templates are looked for, first one first.
    pub fn template_folders(&self) -> Vec<PathBuf> {
        let folders = [self.folder.as_ref(), self.user.config.as_ref()];
        folders.into_iter().flatten().map(|folder| folder.join("templates")).collect()
    }
}

/// A folder as messages show it: relative to the working directory where it lies below it, with `/` on every system.
fn shown(folder: &Path) -> String {
    let current = std::env::current_dir().unwrap_or_default();
    let relative = folder.strip_prefix(&current).unwrap_or(folder).display().to_string();
    if std::path::MAIN_SEPARATOR == '/' { relative } else { relative.replace(std::path::MAIN_SEPARATOR, "/") }
}
