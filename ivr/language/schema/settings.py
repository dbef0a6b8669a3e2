"""The schemas of the settings: hotline, operations, switches and calendar."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ivr.language.calendar import WEEKDAYS
from ivr.language.lines import line_of
from ivr.language.reading_hotline import (
    COVERAGE_FIELDS,
    FIELDS,
    LISTENING_FIELDS,
    MOST_ASKINGS,
    MOST_CHOICES,
    PATIENCE_FIELDS,
    QUEUE_FIELDS,
)
from ivr.language.reading_operations import FIELDS as OPERATION_FIELDS
from ivr.language.reading_operations import NEEDS
from ivr.language.schema.known import Known
from ivr.language.schema.pieces import (
    DURATION,
    KEY,
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
from ivr.language.schema.values import typed
from ivr.language.ways import BUILT_IN
from ivr.model.ids import Language
from ivr.model.office import Effect

_ANY = r"^[\s\S]+$"
_DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_DAYS = rf"^{_DAY}(\.\.{_DAY})?$"
_HOURS = r"^(closed|[0-9]{1,2}:[0-9]{2} ?- ?[0-9]{1,2}:[0-9]{2})$"
_WEEKDAY = rf"^(every_day|holidays|({'|'.join(WEEKDAYS)})(-({'|'.join(WEEKDAYS)}))?)$"
_YES_NO: Schema = {"enum": ["yes", "no"]}


def hotline_schema(known: Known, language: Language) -> Schema:
    """Return the schema of ``flows/hotline.yaml``; a setting it knows nothing about may be anything."""
    flow = offered(known.flows, word(pattern=NAME))
    built_in = dict.fromkeys(BUILT_IN, "")
    settings: dict[str, Schema] = {
        "hotline": text(),
        "start": flow,
        "languages": one_or_more(word()),
        "everywhere": mapped(KEY, reference("everywhere")),
        "patience": table({name: _patience(name, known) for name in PATIENCE_FIELDS}),
        "queues": mapped(NAME, table(_lines("queue", _queue(known), QUEUE_FIELDS, language))),
        "person": flow,
        "coverage": table({name: _whole_number(100) for name in COVERAGE_FIELDS}),
        "listening": table(_lines("listening", _listening(), LISTENING_FIELDS, language)),
        "sms": mapped(_ANY, flow),
        "sms_to_port": mapped(_ANY, flow),
    }
    everywhere: dict[str, Schema] = {"go": reference("place"), "said": {"enum": ["first_menu"]}}
    definitions: dict[str, Schema] = {
        "place": offered({**known.flows, **built_in}, word(pattern=NAME)),
        "everywhere": {
            "type": ["string", "object"],
            "if": {"type": "string"},
            "then": reference("place"),
            "else": table(_lines("everywhere", everywhere, everywhere, language), ("go",)),
        },
        "prompt": offered(known.prompts, word(pattern=NAME)),
    }
    fields = _lines("hotline", settings, FIELDS, language)
    return whole("flows/hotline.yaml", table(fields, ("hotline", "start", "languages")), definitions)


def operations_schema(known: Known, language: Language) -> Schema:
    """Return the schema of ``flows/operations.yaml``."""
    settings: dict[str, Schema] = {
        "effect": {"enum": [one.value for one in Effect]},
        "about": {"enum": ["subscriber", "call"]},
        "takes": mapped(NAME, typed(known, marks=("optional", "secret"))),
        "gives": mapped(NAME, mapped(NAME, typed(known))),
        "needs": {"enum": list(NEEDS)},
        "needs_told": one_or_more(word()),
        "proves": mapped(NAME, word()),
        "owed": _YES_NO,
        "timeout": word(pattern=DURATION),
    }
    operation = table(_lines("operation", settings, OPERATION_FIELDS, language), ("effect", "gives"))
    parts: dict[str, Schema] = {
        "types": mapped(NAME, mapped(NAME, typed(known))),
        "operations": mapped(NAME, operation),
    }
    return whole("flows/operations.yaml", table(_lines("operations", parts, parts, language)), {})


def switches_schema(language: Language) -> Schema:
    """Return the schema of ``flows/switches.yaml``."""
    switch: dict[str, Schema] = {"means": text(), "default": _YES_NO, "longest": word(pattern=DURATION)}
    notice: dict[str, Schema] = {"longest": word(pattern=DURATION)}
    parts: dict[str, Schema] = {
        "switches": mapped(NAME, table(_lines("switch", switch, switch, language), ("means", "longest"))),
        "notices": mapped(NAME, table(_lines("notice", notice, notice, language))),
    }
    return whole("flows/switches.yaml", table(_lines("switches", parts, parts, language)), {})


def calendar_schema(language: Language) -> Schema:
    """Return the schema of ``flows/calendar.yaml``."""
    days = one_or_more(word(pattern=_DAYS))
    parts: dict[str, Schema] = {
        "time_zone": word(),
        "hours": mapped(NAME, mapped(_WEEKDAY, one_or_more(word(pattern=_HOURS)))),
        "holidays": days,
        "worked_weekends": days,
    }
    return whole("flows/calendar.yaml", table(_lines("calendar", parts, parts, language)), {})


def _lines(
    part: str, schemas: Mapping[str, Schema], fields: Iterable[str], language: Language
) -> dict[str, Schema]:
    """Return the schema of each of ``fields`` with the line about it."""
    return {name: described(schemas.get(name, {}), line_of(f"{part}.{name}", language)) for name in fields}


def _patience(name: str, known: Known) -> Schema:
    match name:
        case "wait":
            return word(pattern=DURATION)
        case "at_most":
            return _whole_number(MOST_ASKINGS, least=1)
        case "after_that":
            return reference("place")
        case _:
            return one_or_more(reference("prompt") if known.prompts else word(pattern=NAME))


def _queue(known: Known) -> dict[str, Schema]:
    duration = word(pattern=DURATION)
    return {
        "hours": one_of(known.hours),
        "dial": text(),
        "longest_wait": duration,
        "call_back_after": duration,
        "needs_told": one_or_more(word()),
    }


def _listening() -> dict[str, Schema]:
    seconds = {name: word(pattern=DURATION) for name in LISTENING_FIELDS}
    return {**seconds, "choices": _whole_number(MOST_CHOICES, least=1)}


def _whole_number(most: int, *, least: int = 0) -> Schema:
    return {"type": ["integer", "string"], "minimum": least, "maximum": most, "pattern": "^[0-9]{1,3}$"}
