"""The schemas of the files of words: those of a flow, and what several flows say."""

from __future__ import annotations

from ivr.language.lines import line_of
from ivr.language.schema.pieces import (
    NAME,
    Schema,
    described,
    mapped,
    one_or_more,
    reference,
    table,
    text,
    whole,
)
from ivr.model.ids import Language
from ivr.wording.reader import CHOICE_FIELDS, OWN_LANGUAGES, PROMPT_FIELDS

_COMMON = ("yes", "no", "everywhere", "joining", "keys", "carrier", "later")
"""The parts of ``common.yaml`` that are not prompts."""
_ANY = r"^[\s\S]+$"


def prompts_schema(language: Language) -> Schema:
    """Return the schema of ``prompts/<language>/<flow>.yaml``."""
    schema = mapped(NAME, reference("prompt"))
    return whole("prompts/*/*.yaml", schema, _definitions(language))


def common_schema(language: Language) -> Schema:
    """Return the schema of ``prompts/<language>/common.yaml``."""
    parts: dict[str, Schema] = {
        "yes": reference("choice"),
        "no": reference("choice"),
        "everywhere": mapped(NAME, reference("choice")),
        "joining": mapped(NAME, text()),
        "keys": mapped(_ANY, text()),
        "carrier": table({name: text() for name in ("say", "voice", "listen")}, ("say", "voice", "listen")),
        "later": mapped(NAME, mapped(NAME, text())),
    }
    fields = {name: described(parts[name], line_of(f"common.{name}", language)) for name in _COMMON}
    schema = {**mapped(NAME, reference("prompt")), "properties": fields}
    # A field is also like the pattern of a name: what is no prompt is kept out of it.
    schema["patternProperties"] = {
        rf"^(?!({'|'.join(_COMMON)})$)" + NAME.removeprefix("^"): reference("prompt")
    }
    return whole("prompts/*/common.yaml", schema, _definitions(language))


def _definitions(language: Language) -> dict[str, Schema]:
    choice: dict[str, Schema] = {
        "say": text(),
        "heard": one_or_more(text()),
        "in": {"enum": list(OWN_LANGUAGES)},
    }
    prompt: dict[str, Schema] = {
        "choices": mapped(NAME, reference("choice")),
        "yes": reference("choice"),
        "no": reference("choice"),
        "tells": one_or_more(text()),
    }
    return {
        "prompt": _text_or(
            {
                name: described(prompt.get(name, text()), line_of(f"prompt.{name}", language))
                for name in PROMPT_FIELDS
            }
        ),
        "choice": _text_or(
            {
                name: described(choice.get(name, {}), line_of(f"choice.{name}", language))
                for name in CHOICE_FIELDS
            }
        ),
    }


def _text_or(fields: dict[str, Schema]) -> Schema:
    """Return the schema of a line of words, or a map of its parts."""
    return {**table(fields), "type": ["string", "integer", "number", "object"]}
