//! The templates that come with the program, their declarations turned into JSON when it was built.

use std::collections::BTreeMap;

use super::Declaration;
use super::Locale;
use super::Origin;
use super::Template;

/// A template as it is compiled in.
#[derive(Clone, Copy, Debug)]
pub struct BuiltIn {
    /// Its name.
    pub name: &'static str,
    /// Its declaration as JSON.
    declaration: &'static str,
    /// Its files by name, `template.yaml` and the example included.
    pub files: &'static [(&'static str, &'static str)],
}

include!(concat!(env!("OUT_DIR"), "/builtin.rs"));

/// The built-in template of that name.
pub fn find(name: &str) -> Option<&'static BuiltIn> {
    BUILT_IN.iter().find(|template| template.name == name)
}

impl BuiltIn {
    /// The template, ready for use.
    pub fn load(&self) -> Template {
        // The build has read the same text through the same types.
        #[expect(clippy::expect_used, reason = "a test loads every built-in template")]
        let declaration: Declaration =
            serde_json::from_str(self.declaration).expect("a built-in declaration is readable");
        let jinja = self.files.iter().filter(|(name, _)| name.ends_with(".jinja"));
        let files: BTreeMap<_, _> = jinja.map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
        Template { declaration, files, origin: Origin::BuiltIn, locale: Locale::ENGLISH }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_built_in_template_loads_under_its_own_name() {
        for built_in in BUILT_IN {
            assert_eq!(built_in.load().declaration.name, built_in.name);
        }
    }
}
