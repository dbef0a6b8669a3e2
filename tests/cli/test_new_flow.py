"""`ivr new flow`: what it writes works, nothing that is there is touched, and what it tells is enough."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from ivr.adapters.files import read_files
from ivr.checks.check import check
from ivr.cli.main import main
from ivr.diagnostics.diagnostic import Diagnostic
from tests.language.projects import ROOT


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for part in ("flows", "prompts"):
        shutil.copytree(ROOT / part, tmp_path / part)
    return tmp_path


def ran(project: Path, *arguments: str, locale: str = "C") -> tuple[int, str, str]:
    env = {"IVR_PROJECT": str(project), "LC_ALL": locale}
    result = CliRunner().invoke(main, ["new", "flow", *arguments], env=env)
    return result.exit_code, result.stdout, result.stderr


def found_in(project: Path, name: str) -> list[Diagnostic]:
    files, unread = read_files(project)
    assert unread == ()
    return [one for one in check(files)[1] if name in one.span.file or name in str(one.facts)]


def add(project: Path, file: str, after: str, line: str) -> None:
    path = project / file
    text = path.read_text(encoding="utf-8")
    assert text.count(after) == 1, (file, after)
    path.write_text(text.replace(after, after + line), encoding="utf-8")


@pytest.mark.parametrize("name", ["roaming", "漫游"])
def test_a_new_flow_has_no_mistake_but_that_nothing_leads_to_it(project: Path, name: str) -> None:
    code, shown, _ = ran(project, name)
    assert code == 0
    written = [f"flows/{name}.yaml", f"prompts/zh-CN/{name}.yaml", f"prompts/en/{name}.yaml"]
    assert shown.splitlines()[:3] == written
    assert [one.code for one in found_in(project, name)] == ["F011"]


def test_what_it_tells_to_write_is_all_a_call_needs_to_come_to_it(project: Path) -> None:
    _, shown, _ = ran(project, "roaming")
    key = re.search(r"In flows/main.yaml, add to the keys of `anything_else`:  (.*)", shown)
    then = re.search(r"where the call goes on afterwards:  (.*)", shown)
    assert key is not None
    assert then is not None
    add(project, "flows/main.yaml", "keys: {1: services, 2: goodbye", f", {key[1]}")
    add(project, "flows/main.yaml", "    menu: anything_else\n", f"    {then[1]}\n")
    words = re.findall(r"In (\S+), under anything_else, choices:, .*:  (roaming): …", shown)
    assert len(words) == 2
    for file, choice in words:
        text = (project / file).read_text(encoding="utf-8")
        after = re.search(r"anything_else:\n  say: .*\n  choices:\n", text)
        assert after is not None
        add(project, file, after[0], f"    {choice}: {'漫游' if 'zh' in file else 'For roaming'}\n")
    assert found_in(project, "roaming") == []


@pytest.mark.parametrize(
    ("press", "offered"),
    [
        ("{offer:text}: {key:text}", "For something else"),
        ("For {offer:text}, press {key:text}", "something else"),
    ],
)
def test_what_it_offers_in_english_suits_the_way_offers_are_put(
    project: Path, press: str, offered: str
) -> None:
    common = project / "prompts" / "en" / "common.yaml"
    words = re.sub(r"joining:\n.*\n", f'joining:\n  press: "{press}"\n', common.read_text(encoding="utf-8"))
    common.write_text(words, encoding="utf-8")
    assert ran(project, "roaming")[0] == 0
    written = (project / "prompts" / "en" / "roaming.yaml").read_text(encoding="utf-8")
    assert f"say: {offered}," in written


def test_a_new_flow_is_never_written_over_another(project: Path) -> None:
    before = (project / "flows" / "balance.yaml").read_bytes()
    code, shown, complaint = ran(project, "balance")
    assert (code, shown) == (2, "")
    assert "there is a flow `balance` already, in flows/balance.yaml" in complaint
    assert (project / "flows" / "balance.yaml").read_bytes() == before


def test_words_that_are_there_are_not_written_over_either(project: Path) -> None:
    words = project / "prompts" / "en" / "roaming.yaml"
    words.write_text("hello: Hello.\n", encoding="utf-8")
    code, _, complaint = ran(project, "roaming")
    assert code == 2
    assert "nothing was written: prompts/en/roaming.yaml is there already" in complaint
    assert not (project / "flows" / "roaming.yaml").exists()
    assert words.read_text(encoding="utf-8") == "hello: Hello.\n"


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("a-b", "`a-b` cannot be the name of a flow"),
        ("../x", "`../x` cannot be the name of a flow"),
        ("end", "`end` cannot be the name of a flow"),
        ("common", "`common` cannot be the name of a flow"),
        ("hotline", "`hotline` cannot be the name of a flow"),
        ("services", "`services` is a step in flows/main.yaml"),
        ("get_balance", "`get_balance` is asked of the back office"),
        ("opening_words", "`opening_words`"),
    ],
)
def test_a_name_that_means_something_else_is_refused(project: Path, name: str, why: str) -> None:
    code, shown, complaint = ran(project, name)
    assert code in (1, 2)
    assert shown == ""
    assert why in complaint
    assert not list(project.glob("**/opening_words.yaml"))


def test_it_is_told_in_chinese_to_whoever_works_in_chinese(project: Path) -> None:
    assert (
        "在 flows/main.yaml 里，给 `anything_else` 的 keys 加上：  3: roaming"
        in ran(project, "roaming", locale="zh_CN.UTF-8")[1]
    )


def test_a_hotline_that_cannot_be_read_gets_no_new_flow(tmp_path: Path) -> None:
    code, _, complaint = ran(tmp_path, "roaming")
    assert code == 2
    assert "there is no hotline here that can be read" in complaint


def test_an_editor_that_was_set_up_knows_the_new_flow(project: Path) -> None:
    (project / ".ivr").mkdir()
    assert ran(project, "roaming")[0] == 0
    assert '"roaming"' in (project / ".ivr" / "flow.schema.json").read_text(encoding="utf-8")
