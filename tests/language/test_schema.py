"""The editor's schemas: no false error on what the reader takes, and a mark on what it does not."""

from __future__ import annotations

import copy
import fnmatch
import json
import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import jsonschema
import pytest
import yaml
from click.testing import CliRunner

from ivr.cli.main import main
from ivr.cli.schema import FILES as EVERY_FILE
from ivr.diagnostics.languages import CHINESE, ENGLISH, LANGUAGES
from ivr.language import reading_hotline, reading_operations
from ivr.language.kinds import ANY_STEP, KINDS, SAY
from ivr.language.lines import line_of_field, line_of_kind, lines
from ivr.language.reader import read_project
from ivr.language.schema.every import FILES, schemas
from ivr.language.schema.known import NOTHING_KNOWN, Known, names_of
from ivr.language.schema.pieces import Schema
from ivr.scripts.schema import script_schemas
from ivr.wording.reader import CHOICE_FIELDS, PROMPT_FIELDS
from tests.language.projects import ROOT, shipped

PROJECT, _ = read_project(shipped())
assert PROJECT is not None
KNOWN: Known = names_of(PROJECT)
SCHEMAS: Mapping[str, Schema] = schemas(KNOWN, ENGLISH)


class EditorsYaml(yaml.CSafeLoader):
    """YAML 1.2 as editors read it: numbers are numbers, ``yes`` and ``no`` are text."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012 -- PyYAML's own way


for tag, pattern, first in (
    ("bool", r"true|false", "tf"),
    ("null", r"null|~|", ["n", "~", ""]),
    ("int", r"[-+]?[0-9]+", "-+0123456789"),
    ("float", r"[-+]?[0-9]+\.[0-9]+", "-+0123456789"),
):
    EditorsYaml.add_implicit_resolver(
        f"tag:yaml.org,2002:{tag}", re.compile(rf"^(?:{pattern})$"), list(first)
    )
EditorsYaml.add_constructor("tag:yaml.org,2002:int", lambda loader, node: int(loader.construct_scalar(node)))


def as_an_editor_reads(text: str) -> object:
    def keys_are_text(value: object) -> object:
        if isinstance(value, dict):
            return {str(key): keys_are_text(one) for key, one in value.items()}
        return [keys_are_text(one) for one in value] if isinstance(value, list) else value

    return keys_are_text(yaml.load(text, Loader=EditorsYaml))  # noqa: S506 -- a safe loader of our own


def schema_of(file: str) -> str:
    """The name of the schema an editor's settings give to ``file``."""
    for name, globs in FILES.items():
        wanted = [one for one in globs if not one.startswith("!")]
        unwanted = [one[1:] for one in globs if one.startswith("!")]
        if any(fnmatch.fnmatch(file, one) for one in wanted) and not any(
            fnmatch.fnmatch(file, one) for one in unwanted
        ):
            return name
    raise AssertionError(file)


def mistakes(text: str, name: str, known: Mapping[str, Schema] = SCHEMAS) -> list[str]:
    validator = jsonschema.Draft7Validator(known[name])
    return [f"{one.json_path}: {one.message}" for one in validator.iter_errors(as_an_editor_reads(text))]


def documented() -> dict[str, str]:
    page = (ROOT / "docs" / "language.md").read_text(encoding="utf-8")
    return dict(re.findall(r"<!-- file: (\S+) -->\n```yaml\n(.*?)```", page, re.DOTALL))


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("known", [NOTHING_KNOWN, KNOWN], ids=["nothing known", "ours"])
def test_every_schema_is_a_json_schema(name: str, known: Known) -> None:
    for language in LANGUAGES:
        jsonschema.Draft7Validator.check_schema(schemas(known, language)[name])


@pytest.mark.parametrize("file", sorted(shipped()))
def test_no_file_of_ours_has_a_false_error(file: str) -> None:
    assert mistakes(shipped()[file], schema_of(file)) == []


def test_the_documented_hotline_has_no_false_error() -> None:
    files = documented()
    project, found = read_project(files)
    assert (found, project is not None) == ((), True)
    assert project is not None
    known = schemas(names_of(project), CHINESE)
    assert [mistakes(text, schema_of(file), known) for file, text in files.items()] == [[]] * len(files)


def test_a_hotline_of_which_nothing_is_known_yet_has_no_false_error() -> None:
    known = schemas(NOTHING_KNOWN, ENGLISH)
    assert [mistakes(text, schema_of(file), known) for file, text in shipped().items()] == [[]] * len(
        shipped()
    )


def flow(steps: str) -> str:
    return f"flow: main\noutcomes: {{told: done}}\nsteps:\n{steps}\n"


RIGHT = [
    "  问候: {say: 欢迎, go: 菜单}\n  菜单: {menu: 菜单, keys: {1: 问候, 10086: end told, star: back, hash: agent}}",
    "  a: {collect: x, digits: 6, save: y, go: a}\n  b: {collect: x, digits: 6-11, finish: hash, save: y, go: a}",
    "  a: {menu: x, keys: {1: {go: a, when: not switch.storm}}, at_most: 3, no_input: [], barge_in: no}",
    "  a: {menu: x, keys: {1: a}, no_input: hello, after_that: agent}",
    "  a: {flow: agent, go: a}\n  b: {flow: agent, go: {call_back: a, others: end}}",
    "  a: {do: get_balance, save: b, go: {ok: a, not_ours: a, unavailable: end told}}",
    "  a: {decide: [{when: b.left < 10, go: a}, {otherwise: end told}]}",
    "  a: {say: not_written_yet, go: b}\n  b: {end: told}",
    "  a: {pace: slow, go: b}\n  b: {pace: usual, menu: x, keys: {1: slower}}",
    "  a: {say: x, with: {n: 3, kind: '\"a\"'}, go: a}",
    "  a: {record: x, longest: 60s, save: y, needs_told: recording, go: {recorded: a, silent: repeat}}",
]


@pytest.mark.parametrize("steps", RIGHT)
def test_what_may_be_written_is_not_marked(steps: str) -> None:
    assert mistakes(flow(steps), "flow") == []


WRONG = [
    ("flow", "flow: main\nsteps: {a: {end: told}}"),
    ("flow", "flow: my flow\noutcomes: {told: done}\nsteps: {a: {end: told}}"),
    ("flow", "flow: main\noutcomes: {told: good}\nsteps: {a: {end: told}}"),
    ("flow", "flow: main\noutcomes: {told: {gives: {}}}\nsteps: {a: {end: told}}"),
    ("flow", "flow: main\noutcomes: {told: done}\nsteps: {}"),
    ("flow", "flow: main\noutcomes: {told: done}\nvoice: x\nsteps: {a: {end: told}}"),
    ("flow", "flow: main\noutcomes: {told: done}\nchannels: [fax]\nsteps: {a: {end: told}}"),
    ("flow", flow("  A B: {end: told}")),
    ("flow", flow("  A:B: {end: told}")),
    ("flow", flow("  repeat: {end: told}")),
    ("flow", flow("  a: {say: x}")),
    ("flow", flow("  a: {meun: x, keys: {1: a}}")),
    ("flow", flow("  a: {menu: x, keys: {1: a}, shortest: 1s}")),
    ("flow", flow("  a: {menu: x, keys: {x: a}}")),
    ("flow", flow("  a: {menu: x, keys: {1: [a]}}")),
    ("flow", flow("  a: {menu: x, keys: {1: {when: yes}}}")),
    ("flow", flow("  a: {menu: x, keys: {1: a}, wait: 6}")),
    ("flow", flow("  a: {menu: x, keys: {1: a}, at_most: 10}")),
    ("flow", flow("  a: {menu: x, keys: {1: a}, barge_in: true}")),
    ("flow", flow("  a: {do: get_balanse, go: {ok: a, unavailable: a}}")),
    ("flow", flow("  a: {do: get_balance, go: {ok: a, not_ours: a}}")),
    ("flow", flow("  a: {do: get_balance, go: {ok: a, not_ours: a, unavailable: a, refused: a}}")),
    ("flow", flow("  a: {do: get_balance, go: a}")),
    ("flow", flow("  a: {confirm: x, go: {yes: a, now: a}}")),
    ("flow", flow("  a: {transfer: agent, go: {answered: a, nobody: a, failed: a}}")),
    ("flow", flow("  a: {flow: agnet, go: a}")),
    ("flow", flow("  a: {notice: openning, go: a}")),
    ("flow", flow("  a: {language: fr, go: a}")),
    ("flow", flow("  a: {pace: fast, go: a}")),
    ("flow", flow("  slower: {end: told}")),
    ("flow", flow("  a: {collect: x, digits: six, save: y, go: a}")),
    ("flow", flow("  a: {decide: [{go: a}]}")),
    ("flow", flow("  a: {decide: {when: yes, go: a}}")),
    ("flow", flow("  a: {record: x, longest: 60, save: y, go: {recorded: a, silent: a}}")),
    ("hotline", 'hotline: "10086"\nstart: main'),
    ("hotline", 'hotline: "10086"\nstart: main\nlanguages: [en]\npersn: agent'),
    ("hotline", 'hotline: "10086"\nstart: main\nlanguages: [en]\neverywhere: {0: {go: agent, said: always}}'),
    ("hotline", 'hotline: "10086"\nstart: main\nlanguages: [en]\nqueues: {a: {hour: x}}'),
    ("operations", "operations: {look: {effect: reads, gives: {ok: {}}}}"),
    ("operations", "operations: {look: {effect: read}}"),
    ("operations", "operations: {look: {effect: read, gives: {ok: {}}, owed: true}}"),
    ("switches", "switches: {storm: {means: x}}"),
    ("switches", "switches: {storm: {means: x, longest: long}}"),
    ("calendar", "hours: {office: {monday: 08:00-18:00}}"),
    ("calendar", "holidays: [tomorrow]"),
    ("prompts", "welcome: {sya: 您好}"),
    ("prompts", "welcome: [a, b]"),
    ("common", "everywhere: {agent: {herd: [x]}}"),
    ("common", "later: {end_services: 已取消}"),
]


@pytest.mark.parametrize(("name", "text"), WRONG)
def test_what_the_reader_refuses_is_marked(name: str, text: str) -> None:
    assert mistakes(text, name) != []


def descriptions(schema: object) -> Iterator[tuple[str, Schema]]:
    if isinstance(schema, dict):
        for name, one in schema.get("properties", {}).items():
            yield name, one
        for one in schema.values():
            yield from descriptions(one)
    elif isinstance(schema, list):
        for one in schema:
            yield from descriptions(one)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_field_of_every_file_says_what_it_is_for(language: str) -> None:
    told = schemas(NOTHING_KNOWN, CHINESE if language == "zh-CN" else ENGLISH)
    silent = {
        name
        for schema in told.values()
        for name, one in descriptions(schema)
        if not one.get("description") and name != "do"  # a contract's condition repeats it
    }
    assert silent - {
        *reading_hotline.PATIENCE_FIELDS, *reading_hotline.COVERAGE_FIELDS,  # told by their parents
        "say", "voice", "listen",  # the carrier's own words
        *(outcome for kind in KINDS.values() for outcome in kind.outcomes), "call_back",
    } == set()  # fmt: skip


def test_no_setting_the_reader_knows_is_missing() -> None:
    def fields(name: str, part: Callable[[dict], dict] = lambda schema: schema) -> set[str]:
        return set(part(copy.deepcopy(dict(SCHEMAS[name])))["properties"])

    assert fields("hotline") == set(reading_hotline.FIELDS)
    operation = fields(
        "operations", lambda s: next(iter(s["properties"]["operations"]["patternProperties"].values()))
    )
    assert operation == set(reading_operations.FIELDS)
    assert fields("prompts", lambda s: s["definitions"]["prompt"]) == set(PROMPT_FIELDS)
    assert fields("prompts", lambda s: s["definitions"]["choice"]) == set(CHOICE_FIELDS)
    for kind in (SAY, *KINDS.values()):
        own = fields("flow", lambda s, kind=kind: s["definitions"][f"step_{kind.name}"])
        offered = set(KINDS) if kind is SAY else {kind.name}
        assert own == {one.name for one in (*kind.fields, *ANY_STEP)} | offered


def test_a_name_is_offered_with_what_it_means() -> None:
    definitions = SCHEMAS["flow"]["definitions"]
    assert isinstance(definitions, dict)
    operations = definitions["step_do"]["properties"]["do"]["oneOf"]
    assert {"const": "get_balance", "description": "read; ok, not_ours, unavailable"} in operations
    prompts = {one.get("const"): one.get("description", "") for one in definitions["prompt"]["anyOf"]}
    assert prompts["welcome"] == "main: 您好，欢迎致电中国移动。"
    assert "balance: 对不起，现在查不到余额，请稍后再试。" in prompts["sorry"]
    expressions = {one.get("const"): one.get("description") for one in definitions["expression"]["anyOf"]}
    assert expressions["switch.storm"] == PROJECT.switches["storm"].means


def test_both_languages_have_a_line_about_everything() -> None:
    chinese, english = lines(CHINESE), lines(ENGLISH)
    for kind in (SAY, *KINDS.values()):
        assert line_of_kind(kind, CHINESE)
        assert all(line_of_field(one, kind, CHINESE) for one in (*kind.fields, *ANY_STEP))
    kinds = {kind.name for kind in (SAY, *KINDS.values())}
    of_kinds = {f"{kind.name}.{one.name}" for kind in (SAY, *KINDS.values()) for one in kind.fields} | {
        name for name in chinese if name.split(".")[0] in ("kind", "field")
    }
    assert {name for name in chinese if name not in of_kinds} <= english.keys()
    assert english.keys() <= chinese.keys()
    assert {name.partition(".")[2] for name in chinese if name.startswith("kind.")} == kinds


def ran(project: Path, *arguments: str, **env: str) -> tuple[int, str]:
    result = CliRunner().invoke(
        main, ["schema", *arguments], env={"IVR_PROJECT": str(project), "LC_ALL": "C", **env}
    )
    return result.exit_code, result.stdout


def test_the_command_prints_one_json_document_in_the_language_of_whoever_types() -> None:
    code, shown = ran(ROOT, LC_ALL="zh_CN.UTF-8")
    assert code == 0
    assert json.loads(shown)["properties"]["steps"]["description"] == "步骤；从第一步开始。"
    assert json.loads(ran(ROOT, "calendar")[1])["title"] == "flows/calendar.yaml"


def test_a_file_that_is_broken_while_it_is_edited_does_not_take_the_other_names_away(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "flows", tmp_path / "flows")
    (tmp_path / "flows" / "balance.yaml").write_text("flow: [", encoding="utf-8")
    code, shown = ran(tmp_path, "--write")
    assert code == 0
    assert shown.splitlines() == [f".ivr/{name}.schema.json" for name in EVERY_FILE]
    written = (tmp_path / ".ivr" / "flow.schema.json").read_text(encoding="utf-8")
    assert '"get_balance"' in written


FEWER = 4
"""Every fourth call script says enough; all of them take seconds."""
SCRIPTS = script_schemas(KNOWN, CHINESE)


def scripts() -> Mapping[str, str]:
    found = sorted((ROOT / "tests" / "calls").rglob("*.yaml"))[::FEWER]
    return {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in found}


def test_no_call_script_of_ours_has_a_false_error() -> None:
    wrong = {
        file: found
        for file, text in scripts().items()
        if (found := mistakes(text, "usual" if file.endswith("/usual.yaml") else "script", SCRIPTS))
    }
    assert wrong == {}


@pytest.mark.parametrize(
    "text",
    [
        "steps: [hang_up]",
        "call: x\nsteps: [hang up]",
        "call: x\nsteps: [press]",
        "call: x\nsteps: [{pres: 1}]",
        "call: x\nsteps: [{transfer: gone}]",
        "call: x\nsteps: [{wait: 20}]",
        "call: x\nsteps: [hang_up]\nbackend: {get_balanse: ok}",
        "call: x\nsteps: [hang_up]\nbackend: {get_balance: fine}",
        "call: x\nsteps: [hang_up]\nbackend: {get_balance: [ok, fine]}",
        "call: x\nsteps: [hang_up]\nbackend: {get_balance: {fine: {}}}",
        "call: x\nsteps: [hang_up]\nswitches: {strom: on}",
        "call: x\nsteps: [hang_up]\nexpect: {endet: main.finished}",
        "call: x\nsteps: [hang_up]\nexpect: {never: get_balanse}",
        "call: x\nsteps: [hang_up]\nexpect: {pace: fast}",
    ],
)
def test_what_a_call_script_may_not_hold_is_marked(text: str) -> None:
    assert mistakes(text, "script", SCRIPTS) != []


def test_the_editor_s_settings_name_every_schema_and_its_files() -> None:
    settings = json.loads((ROOT / ".vscode" / "settings.json").read_text(encoding="utf-8"))
    assert settings["yaml.schemas"] == {
        f".ivr/{name}.schema.json": globs[0] if len(globs) == 1 else list(globs)
        for name, globs in EVERY_FILE.items()
    }
