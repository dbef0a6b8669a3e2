"""The schema of a flow's file."""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce

from ivr.language import kinds
from ivr.language.expressions import MOST_CHARACTERS
from ivr.language.judging import ALWAYS
from ivr.language.kinds import ANY_STEP, KINDS, SAY, Field, Form, Kind
from ivr.language.lines import line_of, line_of_field, line_of_kind
from ivr.language.reading_flows import CHANNELS, CLASSES, FIELDS, MOST_TRIES, PACES, RESERVED
from ivr.language.reading_hotline import MOST_ASKINGS
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
from ivr.language.types import RecordType
from ivr.language.ways import BUILT_IN
from ivr.model.ids import Language

_NOT_RESERVED = rf"^(?!({'|'.join(RESERVED)})$)" + NAME.removeprefix("^")
_ENDING = rf"^end {NAME[1:]}"
_OPEN_KINDS = (kinds.FLOW, kinds.TRANSFER)
"""Kinds whose outcomes are not in the table of kinds alone: other names than the known ones are let pass."""


def flow_schema(known: Known, language: Language) -> Schema:
    """Return the schema of ``flows/*.yaml`` for a project with the names ``known``."""
    header: dict[str, Schema] = {
        "flow": word(pattern=NAME),
        "about": text(),
        "channels": one_or_more({"enum": list(CHANNELS)}),
        "takes": mapped(NAME, typed(known)),
        "outcomes": mapped(NAME, reference("outcome")),
        "steps": mapped(_NOT_RESERVED, reference("step"), minProperties=1),
    }
    fields = {name: described(header.get(name, {}), line_of(f"flow.{name}", language)) for name in FIELDS}
    definitions = {
        "step": _step(),
        **{f"step_{kind.name}": _kind(kind, known, language) for kind in (SAY, *KINDS.values())},
        "outcome": _outcome(known, language),
        "place": _place(known, {}),
        "place_or_flow": _place(known, known.flows),
        "step_name": offered(known.steps, word(pattern=NAME)),
        "outcome_name": offered(known.outcomes, word(pattern=NAME)),
        "prompt": offered(known.prompts, word(pattern=NAME)),
        "expression": offered(_conditions(known), text(maxLength=MOST_CHARACTERS)),
        "key": _key(language),
        "branch": _branch(language),
    }
    return whole("flows/*.yaml", table(fields, ("flow", "outcomes", "steps")), definitions)


def _step() -> Schema:
    """Return the schema of any step: the one chain that tells the kinds apart."""
    chain = reduce(
        lambda rest, kind: {
            "if": {"required": [kind.name]},
            "then": reference(f"step_{kind.name}"),
            "else": rest,
        },
        reversed(KINDS.values()),
        reference(f"step_{SAY.name}"),
    )
    return {"type": "object", **chain}


def _kind(kind: Kind, known: Known, language: Language) -> Schema:
    fields = {one.name: _field(one, kind, known, language) for one in (*kind.fields, *ANY_STEP)}
    required = [one.name for one in kind.fields if one.required]
    if kind is SAY:  # a step that has no kind yet: each is offered, and one that is there is never seen here
        fields |= {one.name: {"description": line_of_kind(one, language)} for one in KINDS.values()}
    else:
        subject = _form(kind.subject, kind, known)
        fields = {kind.name: described(subject, line_of_kind(kind, language)), **fields}
    schema = table(fields, required)
    if kind is kinds.DO and known.ways:
        schema["allOf"] = [_contract(name, outcomes) for name, outcomes in known.ways.items()]
    return schema


def _contract(operation: str, outcomes: tuple[str, ...]) -> Schema:
    """Return what an operation asks of its ``do``: a line for every outcome, no others."""
    lines = table({outcome: reference("place") for outcome in outcomes}, outcomes)
    return {
        "if": {"properties": {"do": {"const": operation}}, "required": ["do"]},
        "then": {"properties": {"go": lines}},
    }


def _field(field: Field, kind: Kind, known: Known, language: Language) -> Schema:
    return described(_form(field.form, kind, known, field.name), line_of_field(field, kind, language))


def _form(form: Form, kind: Kind, known: Known, name: str = "") -> Schema:  # noqa: C901, PLR0912 -- one case per form
    match form:
        case Form.PROMPT:
            return reference("prompt")
        case Form.PROMPTS:
            return one_or_more(reference("prompt"))
        case Form.PLACE | Form.GO:
            return reference("place")
        case Form.PLACE_OR_FLOW:
            return reference("place_or_flow")
        case Form.GO_BY_OUTCOME:
            return _outcomes(kind)
        case Form.GO_EITHER:
            return {
                "type": ["string", "object"],
                "if": {"type": "string"},
                "then": reference("place"),
                "else": _outcomes(kind),
            }
        case Form.KEYS:
            return mapped(KEY, reference("key"))
        case Form.ANSWERS:
            return mapped(KEY, text())
        case Form.BRANCHES:
            return {"type": "array", "minItems": 1, "items": reference("branch")}
        case Form.ARGUMENTS:
            return mapped(NAME, reference("expression"))
        case Form.EXPRESSION:
            return reference("expression")
        case Form.OPERATION:
            return one_of(known.operations)
        case Form.FLOW:
            return one_of(known.flows)
        case Form.QUEUE:
            return one_of(known.queues)
        case Form.NOTICE:
            return one_of(known.notices)
        case Form.LANGUAGE:
            return one_of(known.languages) if known.languages else text()
        case Form.PACE:
            return {"enum": list(PACES)}
        case Form.OUTCOME:
            return reference("outcome_name")
        case Form.STEP:
            return reference("step_name")
        case Form.NAME:
            return word(pattern=NAME)
        case Form.DURATION:
            return word(pattern=DURATION)
        case Form.COUNT:
            most = MOST_TRIES if name == "tries" else MOST_ASKINGS
            return {"type": ["integer", "string"], "minimum": 1, "maximum": most, "pattern": f"^[1-{most}]$"}
        case Form.LENGTHS:
            return {"type": ["integer", "string"], "minimum": 1, "pattern": "^[0-9]{1,2}( ?- ?[0-9]{1,2})?$"}
        case Form.FINISH:
            return {"enum": ["star", "hash"]}
        case Form.SENSITIVITY:
            return {"enum": ["secret", "personal"]}
        case Form.WORDS:
            return one_or_more(text())
        case Form.YES_NO:
            return {"enum": ["yes", "no"]}
        case Form.NOTHING:
            return {}


def _outcomes(kind: Kind) -> Schema:
    """Return the schema of a ``go`` by what happened."""
    names = (*kind.outcomes, *((kinds.CALL_BACK,) if kind is kinds.TRANSFER else ()))
    if kind.outcomes:
        return table({name: reference("place") for name in names}, kind.outcomes)
    return mapped(NAME, reference("place"))


def _place(known: Known, flows: Mapping[str, str]) -> Schema:
    built_in = dict.fromkeys((*BUILT_IN, "end"), "")
    endings = {f"end {name}": said for name, said in known.outcomes.items()}
    otherwise = word(pattern=f"({NAME})|({_ENDING})")
    return offered({**known.steps, **flows, **built_in, **endings}, otherwise)


def _conditions(known: Known) -> Mapping[str, str]:
    """Return what can be asked anywhere; the values of a flow are its own."""
    asked = {f"switch.{name}": means for name, means in known.switches.items()}
    always = [
        f"{name}.{part}" if part else name
        for name, of in ALWAYS.items()
        for part in ([one for one, _ in of.parts] if isinstance(of, RecordType) else [""])
    ]
    return {**asked, **{f'open("{name}")': "" for name in known.queues}, **dict.fromkeys(always, "")}


def _outcome(known: Known, language: Language) -> Schema:
    fields: dict[str, Schema] = {
        "is": described({"enum": list(CLASSES)}, line_of("outcome.is", language)),
        "gives": described(mapped(NAME, typed(known)), line_of("outcome.gives", language)),
    }
    whole_map = table(fields, ("is",))
    return {
        "type": ["string", "object"],
        "if": {"type": "string"},
        "then": {"enum": list(CLASSES)},
        "else": whole_map,
    }


def _key(language: Language) -> Schema:
    fields: dict[str, Schema] = {
        "go": described(reference("place_or_flow"), line_of("key.go", language)),
        "when": described(reference("expression"), line_of("key.when", language)),
    }
    return {
        "type": ["string", "object"],
        "if": {"type": "string"},
        "then": reference("place_or_flow"),
        "else": table(fields, ("go",)),
    }


def _branch(language: Language) -> Schema:
    forms = {"when": "expression", "go": "place", "otherwise": "place"}
    fields = {
        name: described(reference(form), line_of(f"branch.{name}", language)) for name, form in forms.items()
    }
    return {
        **table(fields),
        "if": {"required": ["otherwise"]},
        "else": {"required": ["when", "go"]},
    }
