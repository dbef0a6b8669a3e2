"""The four renderings, letter for letter."""

from __future__ import annotations

import json

import pytest

from ivr.diagnostics.diagnostic import NEAR, Related, problem
from ivr.diagnostics.languages import CHINESE, ENGLISH, default_language
from ivr.diagnostics.show import Form, exit_code, in_order, show
from ivr.diagnostics.span import Span

FLOW = "\n".join(
    [
        *("#" for _ in range(14)),
        "  main_menu:",
        "    menu: main_menu",
        "    keys:",
        "       5: english",
        "       0: agnet",
        "  余额不足: {say: 您的余额不足, go: 充直}",
    ]
)
SOURCES = {"flows/main.yaml": FLOW}
NOWHERE = problem(
    "F001.unknown_place",
    Span("flows/main.yaml", 19, 11, 5),
    near=("agent",),
    related=(Related(Span("flows/agent.yaml", 1, 7), NEAR),),
    name="agnet",
    step="main_menu",
)
WIDE = problem(
    "F001.unknown_place",
    Span("flows/main.yaml", 20, 27, 2),
    near=("充值", "充值卡"),
    name="充直",
    step="余额不足",
)
NEVER = problem("F004.never_ends_with", Span("flows/main.yaml", 3, 1), outcome="given_up")
TWICE = problem(
    "Y001.duplicate",
    Span("flows/main.yaml", 19, 8),
    related=(Related(Span("flows/main.yaml", 5, 1), "first"),),
    key="0",
)


def shown(*diagnostics, form=Form.TEXT, language=ENGLISH, sources=SOURCES):
    return show(diagnostics, sources, form=form, language=language)


def test_the_text_form_in_english():
    assert (
        shown(NOWHERE)
        == """\
error[F001]: `main_menu` leads nowhere: there is no `agnet`
  --> flows/main.yaml:19:11
   |
18 |        5: english
19 |        0: agnet
   |           ^^^^^ neither a step of this flow nor a flow
   |
   = why:  a caller who gets there would be cut off
   = help: did you mean `agent` (flows/agent.yaml:1)?
   = more: ivr explain F001

1 error"""
    )


def test_the_text_form_in_chinese_counts_wide_characters_as_two_columns():
    assert (
        shown(WIDE, language=CHINESE)
        == """\
错误[F001]：`余额不足` 无处可去：没有 `充直`
  --> flows/main.yaml:20:27
   |
19 |        0: agnet
20 |   余额不足: {say: 您的余额不足, go: 充直}
   |                                     ^^^^ 既不是本流程的步骤，也不是流程
   |
   = 影响：走到那里的来电者会被断线
   = 改法：是不是想写 `充值`或`充值卡`？
   = 详见：ivr explain F001

1 个错误"""
    )


def test_a_second_place_is_shown_too():
    assert (
        shown(TWICE)
        == """\
error[Y001]: `0` is written twice
  --> flows/main.yaml:19:8
   |
18 |        5: english
19 |        0: agnet
   |        ^ the second time
   |
  ::: flows/main.yaml:5:1
   |
 4 | #
 5 | #
   | - the first time
   |
   = why:  only one of the two could hold, and callers might get the wrong one
   = help: give one of them another name or key, or take one away
   = more: ivr explain Y001

1 error"""
    )


def test_a_file_nobody_could_read_is_told_without_its_line():
    missing = problem("Y005.missing", Span("flows/hotline.yaml", 1, 1), file="flows/hotline.yaml")
    assert (
        shown(missing)
        == """\
error[Y005]: there is no file `flows/hotline.yaml`
 --> flows/hotline.yaml:1:1
  |
  = not found
  |
  = why:  callers would get nothing of what it should hold
  = help: make the file, or correct its name where it is mentioned
  = more: ivr explain Y005

1 error"""
    )


def test_diagnostics_are_sorted_by_place_and_told_once():
    other = problem("F002.unreachable", Span("flows/a.yaml", 30, 1), step="x")
    assert in_order([NOWHERE, TWICE, NEVER, other, NOWHERE]) == (other, NEVER, TWICE, NOWHERE)


@pytest.mark.parametrize(
    ("diagnostics", "english", "chinese"),
    [
        ((), "No mistakes found: these flows can take calls.", "没有发现问题，这些流程可以接听来电了。"),
        ((NEVER,), "1 warning", "1 个警告"),
        ((NOWHERE, WIDE, NEVER), "2 errors, 1 warning", "2 个错误、1 个警告"),
    ],
)
def test_the_last_line_counts_errors_and_warnings_or_is_friendly(diagnostics, english, chinese):
    assert shown(*diagnostics).splitlines()[-1] == english
    assert shown(*diagnostics, language=CHINESE).splitlines()[-1] == chinese


def test_the_short_form_is_one_line_each():
    assert shown(NOWHERE, NEVER, form=Form.SHORT).splitlines() == [
        "flows/main.yaml:3:1: warning[F004]: no step ends this flow `given_up`",
        "flows/main.yaml:19:11: error[F001]: `main_menu` leads nowhere: there is no `agnet`",
    ]
    assert shown(WIDE, form=Form.SHORT, language=CHINESE) == (
        "flows/main.yaml:20:27: error[F001]: `余额不足` 无处可去：没有 `充直`"
    )


def test_the_json_form_is_one_document():
    document = json.loads(shown(NOWHERE, NEVER, TWICE, form=Form.JSON))
    assert (document["errors"], document["warnings"]) == (2, 1)
    nowhere = document["diagnostics"][2]
    assert {
        key: nowhere[key] for key in ("code", "severity", "file", "line", "column", "title", "why", "help")
    } == {
        "code": "F001",
        "severity": "error",
        "file": "flows/main.yaml",
        "line": 19,
        "column": 11,
        "title": "`main_menu` leads nowhere: there is no `agnet`",
        "why": "a caller who gets there would be cut off",
        "help": "did you mean `agent` (flows/agent.yaml:1)?",
    }
    assert document["diagnostics"][1]["related"] == [
        {"file": "flows/main.yaml", "line": 5, "column": 1, "label": "the first time"}
    ]


def test_the_json_form_of_nothing_is_a_document_too():
    assert json.loads(shown(form=Form.JSON)) == {"diagnostics": [], "errors": 0, "warnings": 0}


def test_the_github_form_escapes_what_a_workflow_command_would_take_for_its_own():
    loop = problem("F009.loop", Span("flows/a,b:c.yaml", 3, 4, 2), path=("50%", "x"))
    assert shown(loop, form=Form.GITHUB) == (
        "::error file=flows/a%2Cb%3Ac.yaml,line=3,col=4,endColumn=6,"
        "title=F009 the call can go round 50%25 → x without ever asking the caller anything::leads round"
        "%0Awhy:  the caller would hear the same over and over, or nothing, until the call is broken off"
        "%0Ahelp: let one of these steps lead out, or ask the caller a question on the way"
    )


@pytest.mark.parametrize("form", list(Form))
def test_nothing_an_author_writes_reaches_the_terminal_as_a_command(form):
    nasty = "a\x1b[2Jb\nc\u202ed\ud800"
    told = problem("F002.unreachable", Span(nasty, 1, 2, 3), step=nasty)
    text = shown(told, form=form, sources={nasty: nasty})
    assert not {"\x1b", "\u202e", "\ud800"} & set(text)
    assert text.encode("utf-8")


def test_a_line_of_a_thousand_words_is_cut_round_the_token():
    line = "x " * 5_000 + "agnet" + " y" * 5_000
    told = problem("F001.unknown_place", Span("f.yaml", 1, 10_001, 5), name="agnet", step="s")
    source, caret = shown(told, sources={"f.yaml": line}).splitlines()[3:5]
    assert len(source) < 140
    assert source[caret.index("^") : caret.rindex("^") + 1] == "agnet"


def test_a_very_long_name_leaves_the_title_one_readable_line():
    title = shown(problem("F002.unreachable", Span("f", 1, 1), step="长" * 500)).splitlines()[0]
    assert len(title) < 120


def test_near_names_take_the_place_of_the_help_in_both_languages():
    three = problem("B301.unknown_operation", Span("f", 1, 1), near=("a", "b", "c"), name="d")
    assert "= help: did you mean `a`, `b` or `c`?" in shown(three)
    assert "= 改法：是不是想写 `a`、`b`或`c`？" in shown(three, language=CHINESE)


def test_several_names_are_joined_the_way_each_language_does():
    parts = problem(
        "E401.unknown_part",
        Span("f", 1, 1),
        name="balance",
        whole="account",
        parts=("left", "owed", "valid_until"),
    )
    assert "it has: left, owed, valid_until" in shown(parts)
    assert "它有：left、owed、valid_until" in shown(parts, language=CHINESE)


def test_only_errors_fail_and_strict_lets_warnings_fail_too():
    assert exit_code([]) == 0
    assert exit_code([NEVER]) == 0
    assert exit_code([NEVER], strict=True) == 1
    assert exit_code([], strict=True) == 0
    assert exit_code([NEVER, NOWHERE]) == 1


@pytest.mark.parametrize(
    ("environ", "language"),
    [
        ({}, ENGLISH),
        ({"LANG": "zh_CN.UTF-8"}, CHINESE),
        ({"LANG": "en_GB.UTF-8"}, ENGLISH),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, ENGLISH),
        ({"LANG": "C", "LC_ALL": "zh_TW"}, CHINESE),
        ({"LANG": "zh_CN", "LC_ALL": ""}, CHINESE),
    ],
)
def test_the_language_is_that_of_the_locale(environ, language):
    assert default_language(environ) == language
