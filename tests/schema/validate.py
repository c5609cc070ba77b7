"""Judges YAML documents by JSON Schemas, with nothing of the program under test.

Standard input holds `{"schemas": {NAME: SCHEMA}, "documents": [{"name", "schema", "path" or "text"}]}`. For each schema
and each document comes one line of JSON: `{"name", "verdict", "why"}`, where the verdict is `valid`, `refused` or, for
what is no YAML, `unreadable`.
"""

import json
import re
import sys

import yaml
from jsonschema import Draft202012Validator
from jsonschema.exceptions import SchemaError, best_match


class CoreLoader(yaml.SafeLoader):
    """Types by the core schema of YAML 1.2 (10.3.2): a day is a text, and so are `on` and `no`."""

    yaml_implicit_resolvers = {}

    def construct_mapping(self, node, deep=False):
        mapping = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise yaml.constructor.ConstructorError(None, None, "a key that is no text", key.start_mark)
            mapping[key.value] = self.construct_object(value, deep=deep)
        return mapping

    def flatten_mapping(self, node):
        """A merge key is a key like any other."""


def number(loader, node):
    text = node.value
    if text.startswith("0x"):
        return int(text[2:], 16)
    return int(text[2:], 8) if text.startswith("0o") else int(text)


SCALARS = {
    "null": (r"~|null|Null|NULL|", lambda loader, node: None),
    "bool": (r"true|True|TRUE|false|False|FALSE", lambda loader, node: node.value.lower() == "true"),
    "int": (r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+", number),
    "float": (r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", lambda loader, node: float(node.value)),
}
for name, (pattern, construct) in SCALARS.items():
    tag = f"tag:yaml.org,2002:{name}"
    CoreLoader.add_implicit_resolver(tag, re.compile(f"^(?:{pattern})$"), None)
    CoreLoader.add_constructor(tag, construct)
CoreLoader.add_constructor("tag:yaml.org,2002:timestamp", lambda loader, node: node.value)


def judge(document, validators):
    source = document["text"] if "text" in document else open(document["path"], "rb").read()
    try:
        data = yaml.load(source, CoreLoader)
        # What no JSON can hold is nothing that a schema could judge.
        json.dumps(data)
        error = best_match(validators[document["schema"]].iter_errors(data))
    except (yaml.YAMLError, TypeError, ValueError, RecursionError) as unreadable:
        return "unreadable", str(unreadable).splitlines()[0]
    return ("valid", "") if error is None else ("refused", f"{error.json_path}: {error.message}")


def say(name, verdict, why):
    print(json.dumps({"name": name, "verdict": verdict, "why": why[:200]}))


def main():
    asked = json.load(sys.stdin)
    validators = {}
    for name, schema in asked["schemas"].items():
        try:
            Draft202012Validator.check_schema(schema)
            say(f"schema {name}", "valid", "")
        except SchemaError as error:
            say(f"schema {name}", "refused", f"{error.json_path}: {error.message}")
        validators[name] = Draft202012Validator(schema)
    for document in asked["documents"]:
        say(document["name"], *judge(document, validators))


if __name__ == "__main__":
    main()
