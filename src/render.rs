//! Draws an event through its template: the page, byte for byte the same on every machine.
//!
//! Contributors' texts are data, never template. What a template sees is the [`context`]; it reads no
//! files outside its folder, no environment and no clock, and it runs with fuel.

use std::sync::Arc;

use minijinja::Environment;
use minijinja::UndefinedBehavior;
use minijinja::Value;
use minijinja::syntax::SyntaxConfig;

use crate::diagnostic::Report;
use crate::event::Event;
use crate::event::Newline;
use crate::markdown::anchor::Site;
use crate::template::Origin;
use crate::template::Template;

pub mod computed;
pub mod context;
pub mod drawn;
mod fault;
mod filters;
pub mod front_matter;
pub mod structure;
pub mod whereabouts;

pub use computed::Computed;
pub use whereabouts::Whereabouts;

/// Why an event could not be drawn.
#[derive(Debug, thiserror::Error)]
pub enum RenderError {
    /// The template does not have the document.
    #[error("the template `{template}` draws no `{output}`")]
    NoOutput {
        /// The template.
        template: String,
        /// What was asked for.
        output: String,
    },
    /// The template failed at a place.
    #[error("the template has mistakes")]
    Fault(Box<Report>),
    /// The template failed, and nobody knows where.
    #[error("the template `{template}` failed")]
    Template {
        /// The template.
        template: String,
        /// What the engine said.
        #[source]
        error: Box<minijinja::Error>,
    },
    /// The weight is no number.
    #[error("the template `{template}` makes the weight `{weight}`, which is no whole number")]
    Weight {
        /// The template.
        template: String,
        /// What it made.
        weight: String,
    },
    /// The stack for templates could not be had.
    #[error("cannot start a thread to draw in")]
    Thread(#[source] std::io::Error),
}

/// The output that says the message of a commit, and is no document.
pub const COMMIT: &str = "commit";

/// How far a page is, for the message of its commit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Nothing is reported yet.
    Prepare,
    /// The first report.
    Add,
    /// A further one.
    Update,
}

impl Phase {
    /// As templates see it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Prepare => "prepare",
            Self::Add => "add",
            Self::Update => "update",
        }
    }

    fn verb(self) -> &'static str {
        match self {
            Self::Prepare => "Prepare",
            Self::Add => "Add",
            Self::Update => "Update",
        }
    }
}

/// Instructions of the engine that a drawing may take; a topic of ours takes about 200.
const FUEL: u64 = MANY_TOPICS as u64 * FUEL_PER_TOPIC;
/// What larger events get instead for each topic.
const FUEL_PER_TOPIC: u64 = 10_000;
/// From how many topics on an event gets fuel by its size.
const MANY_TOPICS: usize = 200;

/// The stack of a template that is not ours: a chain of operators 256 KB long needs a deep one.
const DEEP_STACK: usize = 256 * 1024 * 1024;

/// Draws events by one template.
pub struct Renderer {
    template: Arc<Template>,
    environment: Environment<'static>,
    site: Site,
}

impl Renderer {
    /// A renderer for that template; its files are compiled when they are first drawn.
    pub fn new(template: Arc<Template>) -> Self {
        let mut environment = Environment::new();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_syntax(syntax());
        environment.set_auto_escape_callback(|_| minijinja::AutoEscape::None);
        environment.set_fuel(Some(FUEL));
        environment.set_debug(template.origin != Origin::BuiltIn);
        filters::add(&mut environment, template.locale);
        let files = template.clone();
        environment.set_loader(move |name| Ok(files.files.get(name).cloned()));
        Self { template, environment, site: Site::Github }
    }

    /// The same for pages that another site than GitHub shows.
    #[must_use]
    pub fn shown_by(self, site: Site) -> Self {
        Self { site, ..self }
    }

    /// The template it draws by.
    pub fn template(&self) -> &Arc<Template> {
        &self.template
    }

    /// The page of an event, with what is computed for it.
    ///
    /// `style` overrules the event's own.
    ///
    /// # Errors
    ///
    /// A template that fails, runs out of fuel, or makes a weight that is no number.
    pub fn page(&self, event: &Arc<Event>, style: Option<&str>) -> Result<String, RenderError> {
        let computed = Computed::of(event, &self.template)?;
        let output = self.template.declaration.outputs.first();
        let file = output.map(|output| output.file.clone()).ok_or_else(|| RenderError::NoOutput {
            template: self.template.declaration.name.clone(),
            output: "page".to_owned(),
        })?;
        let here = (self.site, Whereabouts::default());
        let context = context::of(event, &self.template, style, &Arc::new(computed), here);
        let page = self.draw(&file, context, event.topics.len())?;
        Ok(with_form(page, event))
    }

    /// The message of an event's commit, by the template's output of that name; what it sees besides the [`context`] is
    /// the `phase`. Templates without that output say what the built-in ones do.
    ///
    /// # Errors
    ///
    /// A template that fails, or runs out of fuel.
    pub fn commit_message(&self, event: &Arc<Event>, phase: Phase) -> Result<String, RenderError> {
        let computed = Computed::of(event, &self.template)?;
        let declared = self.template.declaration.outputs.iter().find(|output| output.name == COMMIT);
        let Some(file) = declared.map(|output| output.file.clone()) else {
            return Ok(format!("docs: {} {}", phase.verb(), computed.heading));
        };
        let here = (self.site, Whereabouts::default());
        let context = context::of(event, &self.template, None, &Arc::new(computed), here);
        let context = minijinja::context! { phase => phase.name(), ..context };
        self.draw(&file, context, event.topics.len())
    }

    /// Another document of an event than its page, by the output of that name.
    ///
    /// # Errors
    ///
    /// No such output, and a template that fails, runs out of fuel, or makes a weight that is no number.
    pub fn document(
        &self,
        event: &Arc<Event>,
        name: &str,
        style: Option<&str>,
        whereabouts: Whereabouts,
    ) -> Result<String, RenderError> {
        let output = self.template.declaration.outputs.iter().find(|output| output.name == name);
        let file = output.map(|output| output.file.clone()).ok_or_else(|| RenderError::NoOutput {
            template: self.template.declaration.name.clone(),
            output: name.to_owned(),
        })?;
        let context = self.context(event, style, whereabouts)?;
        self.draw(&file, context, event.topics.len())
    }

    /// What a template sees of an event in a document that goes there.
    ///
    /// # Errors
    ///
    /// A template that makes a weight that is no number.
    pub fn context(
        &self,
        event: &Arc<Event>,
        style: Option<&str>,
        whereabouts: Whereabouts,
    ) -> Result<Value, RenderError> {
        let computed = Computed::of(event, &self.template)?;
        Ok(context::of(event, &self.template, style, &Arc::new(computed), (self.site, whereabouts)))
    }

    /// The anchors of the topics of an event on its page, as the site makes them; none of those that are not on it.
    ///
    /// # Errors
    ///
    /// A template that makes a weight that is no number.
    pub fn anchors(&self, event: &Arc<Event>, style: Option<&str>) -> Result<Vec<Option<String>>, RenderError> {
        let computed = Computed::of(event, &self.template)?;
        Ok(context::anchors(event, &self.template, style, &Arc::new(computed), self.site))
    }

    fn draw(&self, file: &str, context: Value, topics: usize) -> Result<String, RenderError> {
        let draw = move || {
            if topics < MANY_TOPICS {
                return self.environment.get_template(file)?.render(context);
            }
            let mut environment = self.environment.clone();
            environment.set_fuel(Some(FUEL_PER_TOPIC.saturating_mul(topics as u64)));
            environment.get_template(file)?.render(context)
        };
        let drawn = match &self.template.origin {
            Origin::BuiltIn => draw(),
            Origin::Folder(_) => std::thread::scope(|scope| {
                let thread = std::thread::Builder::new().stack_size(DEEP_STACK).spawn_scoped(scope, draw);
                match thread.map_err(RenderError::Thread)?.join() {
                    Ok(drawn) => Ok::<_, RenderError>(drawn),
                    Err(panic) => std::panic::resume_unwind(panic),
                }
            })?,
        };
        drawn.map_err(|error| match fault::report(&error, &self.template) {
            Some(report) => RenderError::Fault(Box::new(report)),
            None => {
                let template = self.template.declaration.name.clone();
                RenderError::Template { template, error: Box::new(error) }
            }
        })
    }
}

/// Jinja's usual delimiters; a tag alone on its line leaves no line.
fn syntax() -> SyntaxConfig {
    let mut syntax = SyntaxConfig::builder();
    syntax.trim_blocks(true).lstrip_blocks(true).keep_trailing_newline(true);
    #[expect(clippy::expect_used, reason = "only delimiters of one's own can be wrong")]
    syntax.build().expect("the default delimiters are valid")
}

/// The page with the line ends and the mark that its file has.
fn with_form(mut page: String, event: &Event) -> String {
    if !event.file.final_newline && page.ends_with('\n') {
        page.pop();
    }
    if event.file.newline == Newline::Crlf {
        page = page.replace("\r\n", "\n").replace('\n', "\r\n");
    }
    if event.file.bom {
        page.insert(0, '\u{feff}');
    }
    page
}
