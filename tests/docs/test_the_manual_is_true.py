"""What the README and the manual show is what happens."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from ivr.checks.check import check
from ivr.cli.main import COMMANDS, main
from ivr.diagnostics.tell import tell
from ivr.language.kinds import ANY_STEP, ASKING, KINDS, SAY
from ivr.model.ids import Language

ROOT = Path(__file__).parents[2]
PAGES = (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))
SHOWN_ELSEWHERE = ("make ", ".venv/bin/ivr call --url", ".venv/bin/ivr check --format short")
"""Commands whose output another test here holds against the page, or which are the set-up itself."""


def examples() -> list[tuple[str, str, str]]:
    """Return page, command and expected output of every console block."""
    found = []
    for page in PAGES:
        for block in re.findall(
            r"^ *```console\n(.*?)^ *```", page.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE
        ):
            lines = re.sub(r"^ +(?=\$)|^   (?=\S)", "", block, flags=re.MULTILINE)
            for part in re.split(r"^\$ ", lines, flags=re.MULTILINE)[1:]:
                command, _, output = part.partition("\n")
                if not command.startswith(SHOWN_ELSEWHERE):
                    found.append((page.name, command, output))
    return found


@pytest.mark.parametrize(("page", "command", "output"), examples())
def test_a_command_shown_prints_what_is_shown(page: str, command: str, output: str) -> None:
    program, *arguments = shlex.split(command)
    assert program.endswith("ivr"), f"{page} shows a command nothing here can run: {command}"
    result = CliRunner().invoke(main, arguments)
    assert (result.exit_code, result.output) == (0, output)


def documented_project() -> dict[str, str]:
    text = (ROOT / "docs" / "language.md").read_text(encoding="utf-8")
    return dict(re.findall(r"<!-- file: (\S+) -->\n```yaml\n(.*?)```", text, re.DOTALL))


def test_the_hotline_on_the_language_page_has_no_mistakes() -> None:
    checked, found = check(documented_project())
    assert found == ()
    assert checked is not None


EXCERPTS = re.findall(
    r"<!-- from: (\S+) -->\n```yaml\n(.*?)```",
    (ROOT / "docs" / "language.md").read_text(encoding="utf-8"),
    re.DOTALL,
)


@pytest.mark.parametrize(("file", "excerpt"), EXCERPTS, ids=[file for file, _ in EXCERPTS])
def test_an_example_from_the_flows_stands_there(file: str, excerpt: str) -> None:
    assert excerpt in (ROOT / file).read_text(encoding="utf-8")


def test_every_kind_and_field_stands_on_the_language_page() -> None:
    page = (ROOT / "docs" / "language.md").read_text(encoding="utf-8")
    fields = {one.name for kind in (SAY, *KINDS.values()) for one in kind.fields}
    wanted = {*KINDS, *fields, *(one.name for one in (*ANY_STEP, *ASKING))}
    assert [name for name in sorted(wanted) if not re.search(rf"`{name}\b|\b{name}:", page)] == []


def test_every_command_stands_on_the_commands_page() -> None:
    page = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    assert [name for name in COMMANDS if f"`ivr {name}" not in page] == []


def own_files() -> dict[str, str]:
    return {
        path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8")
        for folder in ("flows", "prompts")
        for path in (ROOT / folder).rglob("*.yaml")
    }


def change(files: dict[str, str], file: str, pattern: str, by: str) -> None:
    changed, times = re.subn(pattern, by, files[file], flags=re.DOTALL)
    assert times == 1, (file, pattern)
    files[file] = changed


def give_it_words(files: dict[str, str]) -> None:
    for language, words in (("zh-CN", "人工服务"), ("en", "a person")):
        pattern = r"(anything_else:\n  say: [^\n]*\n  choices:\n)"
        change(files, f"prompts/{language}/main.yaml", pattern, rf"\1    agent: {words}\n")


def test_the_readme_s_change_of_a_menu_lacks_words_until_they_are_given() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    shown = re.search(r"```yaml\n(   anything_else:.*?)   ```", readme, re.DOTALL)
    place = re.search(r"(flows/main.yaml:\d+:\d+): error\[(\w+)\]", readme)
    assert shown is not None
    assert place is not None
    files = own_files()
    step = re.sub(r"^   ", "  ", shown[1], flags=re.MULTILINE)
    change(files, "flows/main.yaml", r"  anything_else:\n    menu:.*?    after_that: goodbye\n", step)
    _, found = check(files)
    assert {(str(one.span), one.code) for one in found} == {(place[1], place[2])}
    give_it_words(files)
    checked, found = check(files)
    assert (found, checked is not None) == ((), True)


def test_the_five_minutes_end_without_mistakes() -> None:
    page = (ROOT / "docs" / "change-a-menu.md").read_text(encoding="utf-8")
    keys, then = re.findall(r"```yaml\n(    \S[^\n]*\n)```", page)
    shown = re.search(r"<!-- check -->\n```text\n(.*?)```", page, re.DOTALL)
    assert shown is not None
    files = own_files()
    change(files, "flows/main.yaml", r"    keys: \{1: services, 2: goodbye\}\n", keys)
    _, found = check(files)
    told = [f"error[{one.code}]: {tell(one, Language('en')).title}" for one in found]
    assert sorted(told) == shown[1].splitlines()
    change(files, "flows/main.yaml", re.escape(keys), keys + then)
    give_it_words(files)
    checked, found = check(files)
    assert (found, checked is not None) == ((), True)


def test_the_call_in_the_readme_is_what_a_caller_hears(tmp_path: Path) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    block = re.search(r"ivr call --url \S+\n(.*?)```", readme, re.DOTALL)
    assert block is not None
    shown = re.findall(r"^ *([\d.]+)  (\S.*) \[", block[1], re.MULTILINE)
    script = tmp_path / "call.yaml"
    script.write_text("call: A caller presses one\nsteps:\n  - press: 1\n  - hang_up\n", encoding="utf-8")
    result = CliRunner().invoke(main, ["call", "--script", str(script)], env={"IVR_PROJECT": str(ROOT)})
    assert result.exit_code == 0, result.output
    heard = re.findall(r"^ *([\d.]+)  (\S.*) \[", result.output, re.MULTILINE)
    assert heard[: len(shown)] == shown


def test_every_page_that_is_linked_is_there() -> None:
    for page in PAGES:
        for link in re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text(encoding="utf-8")):
            assert (page.parent / link).exists(), (page.name, link)
