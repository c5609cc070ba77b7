//! JSON Schemas (2020-12) made from declarations.

use serde_json::Value;

use super::Declaration;

/// The schema of event files by a template.
pub fn of_events(_declaration: &Declaration) -> Value {
    Value::Null
}

/// The schema of `template.yaml`.
pub fn of_templates() -> Value {
    schemars::schema_for!(Declaration).to_value()
}
