"""The table that ``ivr check --times`` prints."""

from __future__ import annotations

import json
import re

import pytest
from click.testing import CliRunner

from ivr.cli.main import main
from ivr.diagnostics.visible import width
from ivr.heard.document import as_document
from ivr.heard.table import as_text
from ivr.heard.times import times_of
from ivr.language.specs import Listening
from ivr.model.ids import Language
from tests.heard.hotlines import SETTINGS, hotline, timed
from tests.language.projects import ROOT, project_of, shipped

STEPS = "first: {menu: ask, keys: {1: bye, 2: 余额}}\nbye: {end: told}\n余额: {end: told}\n"
WORDS = "ask: {say: qqq, choices: {bye: a, 余额: bb}}\n"
ENGLISH = """\
How long callers listen, in seconds. Beyond a limit of hotline.yaml: !
Estimated where no audio is built; values are usual ones; of a list, a full page is offered.

A person, from the beginning of the call                   zh-CN
  until the key is said                                     13.0!
  until the queue, if it is pressed                         19.0

main                                       zh-CN:  takes   heard
  first                                              3.0
    1  bye                                           2.0     5.0
    2  余额                                          3.0     8.0
    0  agent                                         5.0!   13.0
    all of it                                               13.0!
    to a person                                      5.0 + 1 key

Each goal, from the beginning of the call                  zh-CN
  main.told                                            5.0 – 8.0"""
CHINESE = """\
来电者要听多久，单位秒；超过 hotline.yaml 上限的标 !
没有做好录音的按字数估算；数值取常见的；列表按满满一页算。

从通话开始到人工                      zh-CN
  听到按哪个键                         13.0!
  当时就按，转到人工                   19.0

main                  zh-CN:   这句    听到
  first                         3.0
    1  bye                      2.0     5.0
    2  余额                     3.0     8.0
    0  agent                    5.0!   13.0
    全部说完                           13.0!
    到人工                       5.0 + 1 键

从通话开始到办成                      zh-CN
  main.told                       5.0 – 8.0"""
LIMITS = Listening(menu_s=12, person_s=12)


@pytest.mark.parametrize(("language", "shown"), [("en", ENGLISH), ("zh-CN", CHINESE)])
def test_the_table_reads_as_it_was_agreed(language: str, shown: str) -> None:
    assert as_text(timed(hotline(STEPS, WORDS)), LIMITS, Language(language)) == shown


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_the_numbers_of_a_column_stand_below_one_another(language: str) -> None:
    project = project_of(shipped())
    lines = as_text(times_of(project), project.hotline.listening, Language(language)).splitlines()
    headings = [line for line in lines if line.endswith(("en", "heard", "听到"))]
    assert len({width(line) for line in headings}) == 1


def test_a_question_nobody_hears_in_a_language_has_a_dash_there() -> None:
    steps = "first: {menu: ask, keys: {1: english}}\nenglish: {language: en, go: second}\nsecond: {menu: ask, keys: {1: end told}}\n"
    words = "ask: {say: q, choices: {english: a, told: b}}\n"
    text = as_text(timed(hotline(steps, words, english=words)), LIMITS, Language("en"))
    rows = {line.split()[0]: line.split()[1:] for line in text.splitlines() if line.startswith("  ")}
    assert (rows["first"], rows["second"]) == (["1.0", "–"], ["–", "1.0"])


def test_who_is_out_of_reach_of_a_person_stands_out() -> None:
    steps = "first: {menu: ask, keys: {1: second, 2: agent}, then: bye}\nsecond: {menu: ask, keys: {1: bye}}\nbye: {end: told}\n"
    words = "ask: {say: q, choices: {bye: a, second: b, agent: c}}\n"
    settings = SETTINGS.replace("star: back, 9: repeat, 0: {go: agent, said: first_menu}", "9: repeat")
    settings = settings.replace("after_that: agent", "after_that: bye")
    assert "never!" in as_text(timed(hotline(steps, words, settings=settings)), LIMITS, Language("en"))


def test_the_document_has_the_same_numbers() -> None:
    document = json.loads(json.dumps(as_document(timed(hotline(STEPS, WORDS)), LIMITS)))
    (asked,) = document["questions"]
    assert (asked["flow"], asked["step"]) == ("main", "first")
    heard = asked["languages"]["zh-CN"]
    assert heard["options"][1] == {
        "key": "2",
        "option": "余额",
        "takes": 3,
        "heard": {"shortest": 8, "longest": 8},
    }
    assert heard["to_a_person"] == {"seconds": 5, "keys": 1}
    assert document["goals"] == {"zh-CN": {"main.told": {"shortest": 5, "longest": 8}}}
    assert document["person"]["zh-CN"]["offered"] == 13


def test_the_command_prints_one_json_document_with_the_times_in_it() -> None:
    result = CliRunner().invoke(main, ["check", "--times", "--json"])
    assert result.exit_code == 0
    document = json.loads(result.stdout)
    assert document["errors"] == 0
    assert document["times"]["languages"] == ["zh-CN", "en"]


def test_the_command_prints_the_table_below_what_it_found() -> None:
    result = CliRunner().invoke(main, ["check", "--times", "--language", "zh-CN"])
    assert result.exit_code == 0
    assert "\n\n来电者要听多久" in result.stdout


def test_the_table_does_not_go_with_one_line_for_each_mistake() -> None:
    result = CliRunner().invoke(main, ["check", "--times", "--format", "short"])
    assert result.exit_code == 2
    assert "--format text or json" in result.stderr


def test_the_page_about_times_shows_what_is_printed() -> None:
    page = (ROOT / "docs" / "times.md").read_text(encoding="utf-8")
    shown = re.search(r"<!-- times -->\n```text\n(.*?)```", page, re.DOTALL)
    assert shown is not None
    project = project_of(shipped())
    printed = as_text(times_of(project), project.hotline.listening, Language("en")).splitlines()
    assert [line for line in shown[1].splitlines() if line not in printed] == []


def test_the_page_about_times_has_the_limits_that_hold() -> None:
    page = (ROOT / "docs" / "times.md").read_text(encoding="utf-8")
    shown = re.search(r"```yaml\n(listening:.*?)```", page, re.DOTALL)
    assert shown is not None
    assert hotline(STEPS, WORDS, settings=SETTINGS + shown[1]).hotline.listening == Listening()
