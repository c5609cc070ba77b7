//! The schema of `template.yaml`.

use schemars::Schema;
use schemars::generate::SchemaSettings;
use schemars::transform::RecursiveTransform;
use serde_json::Map;
use serde_json::Value;
use serde_json::json;

use crate::template::Declaration;

use super::DIALECT;
use super::shapes::SCALAR;
use super::shapes::SCALAR_OR_NULL;

/// The schema of `template.yaml`.
pub fn of_templates() -> Value {
    let settings = SchemaSettings::draft2020_12().with_transform(RecursiveTransform(polish));
    let made = settings.into_generator().into_root_schema_for::<Declaration>().to_value();

    // What it is comes first, for people who open it.
    let mut schema = Map::new();
    schema.insert("$schema".to_owned(), Value::from(DIALECT));
    for key in ["title", "description"] {
        schema.extend(made.get(key).map(|value| (key.to_owned(), value.clone())));
    }
    if let Value::Object(rest) = made {
        for (key, value) in rest {
            schema.entry(key).or_insert(value);
        }
    }
    Value::Object(schema)
}

fn polish(schema: &mut Schema) {
    // Every one of them is the empty value of its type.
    schema.remove("default");
    if let Some(Value::String(text)) = schema.get_mut("description") {
        // Comments in the source are broken to fit its lines.
        *text = text.replace('\n', " ");
    }
    if ["const", "pattern"].into_iter().all(|keyword| schema.get(keyword).is_none()) {
        schema.get_mut("type").into_iter().for_each(widen);
    }
}

/// What looks like a number needs no quotes where a text is meant.
fn widen(types: &mut Value) {
    let is_optional = *types == json!(["string", "null"]);
    if is_optional || *types == json!("string") {
        *types = if is_optional { json!(SCALAR_OR_NULL) } else { json!(SCALAR) };
    }
}
