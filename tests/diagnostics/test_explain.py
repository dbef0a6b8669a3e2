"""``ivr explain`` prints a rule's manual page."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from ivr.cli.explain import explain
from ivr.diagnostics.codes import codes


def ran(*arguments, env=None):
    return CliRunner(env=env or {"LC_ALL": "C"}).invoke(explain, list(arguments))


def test_a_page_has_its_four_parts_in_english():
    result = ran("F005")
    assert result.exit_code == 0
    assert (
        result.output
        == """\
F005 (error)

What it finds
  A step that does not say where to go next.

Why it matters to a caller
  The caller would hear the step and then nothing; the call would stop there.

Example
  news: {say: news}

Instead
  news: {say: news, go: services}
"""
    )


def test_a_page_has_its_four_parts_in_chinese():
    assert (
        ran("F005", "--language", "zh-CN").output
        == """\
F005 (错误)

查什么
  没有写下一步去哪里的步骤。

对来电者的影响
  来电者听完这一步就什么也没有了，通话会停在那里。

例子
  news: {say: news}

应改为
  news: {say: news, go: services}
"""
    )


def test_a_chinese_locale_is_answered_in_chinese():
    assert "查什么" in ran("F005", env={"LC_ALL": "", "LANG": "zh_CN.UTF-8", "LC_MESSAGES": ""}).output


@pytest.mark.parametrize("typed", ["f005", "F005.no_way_on", " F005 "])
def test_a_code_may_be_typed_carelessly(typed):
    assert ran(typed).output == ran("F005").output


def test_an_unknown_code_is_wrong_usage_and_near_codes_are_named():
    result = ran("F05")
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.startswith(
        "There is no code `F05`. Without a code, `ivr explain` lists them all. did you mean"
    )
    assert "`F005`" in result.stderr


def test_a_code_like_no_other_gets_no_guesses():
    result = ran("hello\x1b[2J")
    assert result.exit_code == 2
    assert "did you mean" not in result.stderr
    assert "\x1b" not in result.stderr


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_without_a_code_every_code_gets_a_line(language):
    result = ran("--language", language)
    assert result.exit_code == 0
    assert [line.split("  ")[0] for line in result.output.splitlines()] == list(codes())
