"""The pages of the manual that are made from the code: ``docs/reference.md``, ``docs/rules/`` and a picture.

``make docs`` writes them, and the table in ``docs/office.md``; tests hold them against what would be written.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta, timezone
from pathlib import Path

from ivr.adapters.files import read_files
from ivr.diagnostics.codes import codes, page, variants
from ivr.diagnostics.languages import CHINESE, ENGLISH, LANGUAGES
from ivr.diagnostics.manual import manual_page
from ivr.drawing.flow import picture_of
from ivr.drawing.setting import set_picture
from ivr.drawing.svg import to_svg
from ivr.drawing.view import View
from ivr.language.expressions import FUNCTIONS, MOST_CHARACTERS
from ivr.language.judging import ALWAYS
from ivr.language.kinds import ANY_STEP, KINDS, SAY, Field, Kind
from ivr.language.lines import lines
from ivr.language.reader import read_project
from ivr.language.types import Basic, RecordType
from ivr.language.ways import ways
from ivr.wording.kinds import HOLE_KINDS, read
from ivr.wording.typed import EXAMPLES, typed_value

ROOT = Path(__file__).parents[2]
REFERENCE = "docs/reference.md"
RULES = "docs/rules"
PICTURE, PICTURED = "docs/prove_it.svg", "prove_it"
_CHINA = timezone(timedelta(hours=8))
_MADE = "<!-- Made by `make docs` from the code; change the code, not this page. -->"
_ABOUT = """\
Every kind of step, field, setting, way, expression and hole. [The language](language.md) explains them with
examples; editors show these lines too (`ivr schema`)."""
_EXAMPLES: Mapping[str, str] = {
    "say": "{say: sorry, go: goodbye}",
    "menu": "{menu: services, keys: {1: balance, 0: end told}, then: goodbye}",
    "collect": "{collect: which_number, digits: 11, save: number, go: look_up}",
    "confirm": "{confirm: call_you_back, go: {yes: look_up, no: end told}}",
    "decide": "{decide: [{when: subscriber.proven, go: look_up}, {otherwise: goodbye}]}",
    "do": "{do: get_balance, save: account, go: {ok: goodbye, unavailable: goodbye}}",
    "record": "{record: tell_us, longest: 120s, save: words, go: {recorded: goodbye, silent: goodbye}}",
    "transfer": "{transfer: agents, go: {answered: goodbye, nobody: goodbye, failed: goodbye}}",
    "flow": "{flow: balance, go: {told: goodbye, others: end}}",
    "notice": "{notice: opening, go: goodbye}",
    "end": "{end: told}",
    "hang_up": "{hang_up: told}",
}
"""One step of each kind."""
_PARTS = {
    "flow": "A flow's file",
    "outcome": "An outcome, when it is a map",
    "key": "A key, when it is a map",
    "branch": "A line of `decide`",
    "hotline": "`flows/hotline.yaml`",
    "everywhere": "A key of `everywhere`, when it is a map",
    "queue": "A queue",
    "listening": "`listening`",
    "operations": "`flows/operations.yaml`",
    "operation": "An operation",
    "switches": "`flows/switches.yaml`",
    "switch": "A switch",
    "notice": "A place for notices",
    "calendar": "`flows/calendar.yaml`",
    "prompt": "A prompt, when it is a map",
    "choice": "A choice, when it is a map",
    "common": "`prompts/LANGUAGE/common.yaml`, beside its prompts",
    "script": "A call script",
    "act": "A step of a call script",
    "expect": "What a call script expects",
}
_HOTLINE = """\
hotline: "10086"
start: main
languages: [en]
everywhere: {star: back, 9: repeat}
patience: {no_input: [x], no_match: [y], after_that: balance}
"""
_OPERATIONS = "operations: {get_balance: {effect: read, gives: {ok: {left: money}}}}\n"
_BALANCE = "flow: balance\noutcomes: {told: done, sorry: trouble}\nsteps: {a: {end: told}}\n"


def pages() -> dict[str, str]:
    """Return every page that is made, by its file."""
    made = {REFERENCE: _reference(), f"{RULES}/README.md": _index(), PICTURE: _picture()}
    return made | {f"{RULES}/{code}.md": _rule(code) for code in codes()}


def write() -> None:
    """Write every page, and take away those of rules that are no more."""
    made = pages()
    (ROOT / RULES).mkdir(exist_ok=True)
    for old in (ROOT / RULES).glob("*.md"):
        if old.relative_to(ROOT).as_posix() not in made:
            old.unlink()
    for file, text in made.items():
        (ROOT / file).write_text(text, encoding="utf-8")
    from tests.office_table import table  # noqa: PLC0415 -- its calls take half a minute; nothing else needs them

    table.write()


def _picture() -> str:
    """Return the picture that the page on pictures shows; its links lead back to that page."""
    project, _ = read_project(read_files(ROOT)[0])
    assert project is not None
    view = View(project, ENGLISH)
    return to_svg(
        set_picture(picture_of(project.flows[PICTURED], view)), view, address=lambda _: "pictures.md"
    )


def _reference() -> str:
    return (
        "\n\n".join(
            (
                "# Reference of the language",
                _MADE,
                _ABOUT,
                "## Kinds of steps",
                *(part for kind in (SAY, *KINDS.values()) for part in _kind(kind)),
                "## Fields of every step",
                _fields(ANY_STEP),
                "## Settings",
                *_settings(),
                "## Expressions",
                *_expressions(),
                "## Holes",
                _holes(),
            )
        )
        + "\n"
    )


def _kind(kind: Kind) -> Iterator[str]:
    yield f"### {'*(none)*' if kind is SAY else f'`{kind.name}`'}"
    behind = "" if kind is SAY else f" Behind `{kind.name}:` stands {kind.subject.value}."
    yield kind.doc + behind
    if kind.fields:
        yield _fields(kind.fields)
    yield f"```yaml\nhere: {_EXAMPLES[kind.name]}\n```"
    yield _ways(kind)


def _ways(kind: Kind) -> str:
    """Return the ways out of the example, as the table of ways has them."""
    text = f"flow: main\noutcomes: {{told: done, sorry: trouble}}\nsteps:\n  here: {_EXAMPLES[kind.name]}\n"
    files = {
        "flows/hotline.yaml": _HOTLINE,
        "flows/operations.yaml": _OPERATIONS,
        "flows/balance.yaml": _BALANCE,
        "flows/main.yaml": text,
    }
    project, found = read_project(files)
    if project is None or found:
        raise AssertionError((kind.name, found))
    out = ways(project.flows["main"].steps["here"], project)
    rows = [(f"`{way.name}`", way.why.value, f"`{way.target}`") for way in out]
    return _table(("Way out of it", "taken when", "leads to"), rows)


def _fields(fields: tuple[Field, ...]) -> str:
    rows = [(f"`{one.name}`{' *' if one.required else ''}", one.form.value, one.doc) for one in fields]
    starred = "\n\n\\* must be there" if any(one.required for one in fields) else ""
    return _table(("Field", "is", "means"), rows) + starred


def _settings() -> Iterator[str]:
    known = lines(ENGLISH)
    for part, heading in _PARTS.items():
        rows = [
            (f"`{name.partition('.')[2]}`", line)
            for name, line in known.items()
            if name.startswith(f"{part}.")
        ]
        yield f"### {heading}"
        yield _table(("Setting", "means"), rows)


def _expressions() -> Iterator[str]:
    yield (
        f"In `with`, `when`, `list` and `subscriber`, at most {MOST_CHARACTERS} characters: names with dots, numbers,"
        " quoted text, `yes` and `no`, `< <= > >= == !=`, `and or not`, `+ -`, and the functions "
        + ", ".join(f"`{name}`" for name in FUNCTIONS)
        + ". Types: "
        + ", ".join(f"`{one.value}`" for one in Basic)
        + ", records, and `list of` any of them."
    )
    rows = [row for name, of in ALWAYS.items() for row in _always(name, of)]
    yield _table(("Always known", "type"), [*rows, ("`switch.NAME`", "yesno")])


def _always(name: str, of: object) -> Iterator[tuple[str, str]]:
    match of:
        case RecordType(parts=parts):
            for part, part_of in parts:
                yield from _always(f"{name}.{part}", part_of)
        case Basic():
            yield f"`{name}`", of.value
        case _:
            raise AssertionError(of)


def _holes() -> str:
    rows = []
    for kind in HOLE_KINDS.values():
        example = EXAMPLES.get(kind.name)
        spoken = ["", ""]
        if example is not None and kind.spoken:
            value = typed_value(kind.name, example, _CHINA)
            spoken = [read(kind.name, value, language=language) for language in (CHINESE, ENGLISH)]
        takes = ", ".join(sorted(kind.accepts))
        rows.append((f"`{{x:{kind.name}}}`", takes, kind.doc, example or "", *spoken))
    return _table(("Hole", "takes", "reads", "for example", "Mandarin", "English"), rows)


def _index() -> str:
    rows = [
        (
            f"[{code}]({code}.md)",
            _severities(code),
            _line(page(code, ENGLISH).finds),
            _line(page(code, CHINESE).finds),
        )
        for code in codes()
    ]
    about = "What `ivr check` and `ivr test` can say. `ivr explain CODE` prints the same pages."
    return "\n\n".join(("# Rules", _MADE, about, _table(("Code", "", "Finds", "查什么"), rows))) + "\n"


def _rule(code: str) -> str:
    """Return the manual page of a rule, in both languages."""
    parts = [f"# {code}", _MADE]
    for language in LANGUAGES:
        _, *rest = manual_page(code, language).split("\n\n", 1)
        parts.append(f"```text\n{rest[0].rstrip()}\n```")
    return "\n\n".join(parts) + "\n"


def _severities(code: str) -> str:
    return ", ".join(dict.fromkeys(one.severity.value for one in variants(code).values()))


def _line(text: str) -> str:
    return text.splitlines()[0]


def _table(heading: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    lines_ = [heading, tuple("---" for _ in heading), *rows]
    return "\n".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |" for row in lines_)


if __name__ == "__main__":
    write()
