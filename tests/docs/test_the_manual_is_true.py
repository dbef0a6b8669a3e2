"""What the README and the manual show is what happens."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from ivr.checks.check import check
from ivr.cli.main import COMMANDS, main
from ivr.language.kinds import ANY_STEP, ASKING, KINDS, SAY

ROOT = Path(__file__).parents[2]
PAGES = (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))
SHOWN_ELSEWHERE = ("make ", ".venv/bin/ivr call --url", ".venv/bin/ivr check --format short")
"""Commands whose output another test here holds against the page, or which are the set-up itself."""


def examples() -> list[tuple[str, str, str]]:
    """Return page, command and expected output of every console block."""
    found = []
    for page in PAGES:
        for block in re.findall(r"^ *```console\n(.*?)^ *```", page.read_text(encoding="utf-8"), re.S | re.M):
            lines = re.sub(r"^ +(?=\$)|^   (?=\S)", "", block, flags=re.M)
            for part in re.split(r"^\$ ", lines, flags=re.M)[1:]:
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
    return dict(re.findall(r"<!-- file: (\S+) -->\n```yaml\n(.*?)```", text, re.S))


def test_the_hotline_on_the_language_page_has_no_mistakes() -> None:
    checked, found = check(documented_project())
    assert found == ()
    assert checked is not None


def test_every_kind_and_field_stands_on_the_language_page() -> None:
    page = (ROOT / "docs" / "language.md").read_text(encoding="utf-8")
    fields = {one.name for kind in (SAY, *KINDS.values()) for one in kind.fields}
    wanted = {*KINDS, *fields, *(one.name for one in (*ANY_STEP, *ASKING))}
    assert [name for name in sorted(wanted) if not re.search(rf"`{name}\b|\b{name}:", page)] == []


def test_every_command_stands_on_the_commands_page() -> None:
    page = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    assert [name for name in COMMANDS if f"`ivr {name}" not in page] == []


def test_the_readme_s_change_of_a_menu_lacks_words_until_they_are_given() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    shown = re.search(r"```yaml\n(   services:.*?)   ```", readme, re.S)
    assert shown is not None
    change = re.sub(r"^   ", "  ", shown[1], flags=re.M)
    files = {
        path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8")
        for folder in ("flows", "prompts")
        for path in (ROOT / folder).rglob("*.yaml")
    }
    main_flow = files["flows/main.yaml"]
    files["flows/main.yaml"] = re.sub(
        r"  services:\n    menu: services\n.*?    then: anything_else[^\n]*\n", change, main_flow, flags=re.S
    )
    assert files["flows/main.yaml"] != main_flow
    _, found = check(files)
    assert {one.code for one in found} == {"P105"}
    for language, words in (("zh-CN", "人工服务"), ("en", "a person")):
        file = f"prompts/{language}/main.yaml"
        files[file] = files[file].replace("  choices:\n", f"  choices:\n    agent: {words}\n", 1)
    checked, found = check(files)
    assert (found, checked is not None) == ((), True)


def test_the_call_in_the_readme_is_what_a_caller_hears(tmp_path: Path) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    block = re.search(r"ivr call --url \S+\n(.*?)```", readme, re.S)
    assert block is not None
    shown = re.findall(r"^ *([\d.]+)  (\S.*) \[", block[1], re.M)
    script = tmp_path / "call.yaml"
    script.write_text("call: A caller presses one\nsteps:\n  - press: 1\n  - hang_up\n", encoding="utf-8")
    result = CliRunner().invoke(main, ["call", "--script", str(script)], env={"IVR_PROJECT": str(ROOT)})
    assert result.exit_code == 0, result.output
    heard = re.findall(r"^ *([\d.]+)  (\S.*) \[", result.output, re.M)
    assert heard[: len(shown)] == shown
