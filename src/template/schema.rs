//! JSON Schemas (2020-12) of the files that people write: event files by their template's declaration, and
//! `template.yaml` by the types that read it.
//!
//! A schema says what a reader would say without knowing the text around a value. It cannot tell that an event ends
//! before it starts or that a text breaks the page, nor a key that is given twice.

mod events;
mod shapes;
mod templates;

pub use events::of_events;
pub use templates::of_templates;

/// The dialect of all schemas.
pub const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";
