"""The editor's schemas of call scripts and of what they share, in the shape of those of flows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from ivr.language.lines import line_of
from ivr.language.reading_flows import PACES
from ivr.language.schema.known import Known
from ivr.language.schema.pieces import (
    NAME,
    Schema,
    described,
    mapped,
    offered,
    one_of,
    one_or_more,
    reference,
    table,
    text,
    whole,
    word,
)
from ivr.line.asks import Transferred
from ivr.model.ids import Language
from ivr.model.office import UNAVAILABLE, UNSURE
from ivr.scripts import reading_expect
from ivr.scripts.reading import FIELDS, USUAL_FIELDS
from ivr.scripts.reading_steps import AFTER, WORDS
from ivr.scripts.spec import CLOSED, DOES_NOT_ANSWER, IS_DOWN

FILES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "script": ("tests/calls/**/*.yaml", "!tests/calls/**/usual.yaml"),
        "usual": ("tests/calls/**/usual.yaml",),
    }
)
"""Each schema and the files it is for, as an editor's settings list them."""
_ALONE = ("silence", "hang_up", "again", "leave_message")
"""Steps that may stand without a value."""
_DURATION = r"^[0-9]+(\.[0-9]+)?[smhd]$"
_RESULTS = tuple(one.value for one in Transferred)


def script_schemas(known: Known, language: Language) -> Mapping[str, Schema]:
    """Return the schemas of ``FILES`` for a project with the names ``known``."""
    return {
        "script": _whole("tests/calls/**/*.yaml", FIELDS, ("call", "steps"), known, language),
        "usual": _whole("tests/calls/**/usual.yaml", USUAL_FIELDS, (), known, language),
    }


def _whole(
    title: str, fields: Iterable[str], required: tuple[str, ...], known: Known, language: Language
) -> Schema:
    steps: Schema = {"type": ["array", "string"], "items": reference("step")}
    on_off: Schema = {"enum": ["on", "off"]}
    queue: Schema = {"enum": [*_RESULTS, CLOSED]}
    settings: dict[str, Schema] = {
        "call": text(),
        "by": {"enum": ["voice"]},
        "from": text(),
        "language": one_of(known.languages) if known.languages else text(),
        "at": text(),
        "switches": _by_name(known.switches, on_off),
        "notices": _by_name(known.notices, {"type": ["string", "integer", "number", "object"]}),
        "queues": _by_name(known.queues, queue),
        "backend": _backend(known),
        "steps": steps,
        "expect": reference("expect"),
        "blocks": mapped(NAME, steps),
    }
    definitions: dict[str, Schema] = {
        "step": _step(known, language),
        "expect": _expect(known, language),
        "prompts": offered(
            known.prompts, {"type": ["string", "array", "object"], "items": reference("prompt")}
        ),
        "prompt": offered(known.prompts, {"type": ["string", "object"]}),
    }
    own = {name: described(settings.get(name, {}), line_of(f"script.{name}", language)) for name in fields}
    return whole(title, table(own, required), definitions)


def _by_name(names: Mapping[str, str], value: Schema) -> Schema:
    """Return the schema of a map from names of the project to values."""
    if not names:
        return mapped(NAME, value)
    return table({name: described(value, said) for name, said in names.items()})


def _backend(known: Known) -> Schema:
    if not known.ways:
        return {"type": "object"}
    answers = {name: _answers(ways, known.operations[name]) for name, ways in known.ways.items()}
    return table(answers)


def _answers(ways: tuple[str, ...], said: str) -> Schema:
    """Return the schema of what an operation answers: an outcome or a fault, or several in turn."""
    outcomes = [one for one in ways if one not in (UNAVAILABLE, UNSURE)]
    words = [*outcomes, DOES_NOT_ANSWER, IS_DOWN]
    fields: dict[str, Schema] = {name: {} for name in words}
    answer: list[Schema] = [{"enum": words}, table({**fields, AFTER: word(pattern=_DURATION)})]
    several: Schema = {"type": "array", "items": {"anyOf": answer}}
    return described({"anyOf": [*answer, several]}, said)


def _step(known: Known, language: Language) -> Schema:
    values: dict[str, Schema] = {
        "hear": reference("prompts"),
        "not_hear": reference("prompts"),
        "get_text": reference("prompts"),
        "press": text(),
        "say": text(),
        "leave_message": {"type": ["string", "null"], "pattern": _DURATION},
        "transfer": {"enum": list(_RESULTS)},
        "at": offered(
            {f"{flow}.{step}": "" for step, flows in known.steps.items() for flow in flows.split(", ")},
            word(),
        ),
        "wait": word(pattern=_DURATION),
        "block": word(pattern=NAME),
        AFTER: word(pattern=_DURATION),
    }
    fields = {
        name: described(values.get(name, {}), line_of(f"act.{name}", language)) for name in (*WORDS, AFTER)
    }
    alone: list[Schema] = [described({"const": name}, line_of(f"act.{name}", language)) for name in _ALONE]
    return {
        "type": ["string", "object"],
        "if": {"type": "string"},
        "then": {"oneOf": alone},
        "else": {**table(fields), "minProperties": 1, "maxProperties": 2},
    }


def _expect(known: Known, language: Language) -> Schema:
    operation = one_of(known.operations)
    asked: Schema = (
        {"type": "object"} if not known.operations else table({name: {} for name in known.operations})
    )
    settings: dict[str, Schema] = {
        "ended": text(),
        "backend": {
            "type": ["array", "string", "object"],
            "items": {
                "type": ["string", "object"],
                "if": {"type": "string"},
                "then": operation,
                "else": asked,
            },
        },
        "never": one_or_more(operation),
        "texts": reference("prompts"),
        "dead_air": word(pattern=_DURATION),
        "pace": {"enum": list(PACES)},
    }
    return table(
        {
            name: described(settings.get(name, {}), line_of(f"expect.{name}", language))
            for name in reading_expect.FIELDS
        }
    )
