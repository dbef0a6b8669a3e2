"""Pieces of JSON Schema, in the shape editors take best."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeAlias

Schema: TypeAlias = dict[str, object]

NAME = r"^[^\x00-\x40\x5b-\x5e\x60\x7b-\x7f][^\x00-\x2f\x3a-\x40\x5b-\x5e\x60\x7b-\x7f]*$"
"""Letters of any script, digits and underscores, no digit first; Python and JavaScript agree on this much."""
KEY = r"^([0-9]+|star|hash)$"
"""A key of a phone, or several in a row."""
DURATION = r"^[0-9]+[smhd]$"
WRITTEN = ["string", "integer", "number"]
"""What YAML makes of text: an unquoted 10086 is a number to an editor."""


def text(description: str = "", **more: object) -> Schema:
    """Return the schema of text, however YAML reads it."""
    return described({"type": WRITTEN, **more}, description)


def word(description: str = "", **more: object) -> Schema:
    """Return the schema of text that YAML never takes for a number."""
    return described({"type": "string", **more}, description)


def one_of(names: Mapping[str, str]) -> Schema:
    """Return the schema of one of ``names``, each offered with what is said of it."""
    if not names:
        return word(pattern=NAME)
    return {"type": "string", "oneOf": [described({"const": name}, said) for name, said in names.items()]}


def offered(names: Mapping[str, str], otherwise: Schema) -> Schema:
    """Return the schema of ``otherwise``, with ``names`` offered."""
    known: list[Schema] = [described({"const": name}, said) for name, said in names.items()]
    return {"anyOf": [*known, otherwise]} if known else otherwise


def one_or_more(item: Schema) -> Schema:
    """Return the schema of a list; one thing fits where a list of it is taken."""
    return {"type": [*WRITTEN, "array"], "items": item, "if": {"type": "array"}, "else": item}


def table(properties: Mapping[str, Schema], required: Iterable[str] = ()) -> Schema:
    """Return the schema of a map with these fields and no others."""
    schema: Schema = {"type": "object", "properties": dict(properties), "additionalProperties": False}
    if wanted := list(required):
        schema["required"] = wanted
    return schema


def mapped(pattern: str, value: Schema, **more: object) -> Schema:
    """Return the schema of a map whose keys are like ``pattern``."""
    return {"type": "object", "patternProperties": {pattern: value}, "additionalProperties": False, **more}


def described(schema: Schema, description: str) -> Schema:
    """Return ``schema`` with what an editor shows about it."""
    return {**schema, "description": description} if description else schema


def reference(name: str) -> Schema:
    """Return a reference to a definition of the same schema."""
    return {"$ref": f"#/definitions/{name}"}


def whole(title: str, schema: Schema, definitions: Mapping[str, Schema]) -> Schema:
    """Return a schema that stands alone."""
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": title,
        **schema,
        "definitions": dict(definitions),
    }
