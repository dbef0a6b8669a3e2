"""What callers will notice, as ``ivr diff`` tells it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from ivr.diagnostics.languages import LANGUAGES
from tests.hotline.designing import (
    NEW,
    OLD,
    break_it,
    edit,
    greet,
    release,
    small_project,
    swap_keys,
    two_releases,
)
from tests.hotline.running import typed


@pytest.fixture
def files(tmp_path: Path) -> Path:
    return small_project(tmp_path)


def test_without_a_difference_it_says_so(files: Path) -> None:
    release(files)
    assert "No difference" in typed(files, "diff").stdout
    assert "没有区别" in typed(files, "diff", "live", "live", "--language", "zh-CN").stdout
    edit(files / "flows/main.yaml", "flow: main", "# a remark\nflow: main")
    found = typed(files, "diff").stdout
    assert "callers will notice nothing" in found
    assert "0 of 1 call scripts" in found


def test_what_callers_will_notice_is_told_with_words_times_and_scripts(files: Path) -> None:
    release(files)
    greet(files, NEW)
    found = typed(files, "diff").stdout
    assert f"    - {OLD}\n    + {NEW}\n" in found
    assert re.search(r"Callers in zh-CN get there \d\.\d s later:\n    `", found)
    assert "1 of 1 call scripts are heard otherwise" in found
    assert "tests/calls/hears.yaml: A caller hears the greeting and the services" in found
    backwards = typed(files, "diff", "files", "live", "--no-scripts").stdout
    assert f"    - {NEW}\n    + {OLD}\n" in backwards
    assert "sooner" in backwards
    assert "hears.yaml" not in backwards


def test_two_releases_are_compared_by_number_or_digest(files: Path) -> None:
    older, newer = two_releases(files)
    document = json.loads(typed(files, "diff", "1", newer[:8], "--json").stdout)
    assert (document["old"], document["new"], document["same"]) == (older, newer, False)
    assert [(one["language"], one["prompt"]) for one in document["words"]] == [("zh-CN", "main.welcome")]
    assert {one["language"] for one in document["times"]} == {"zh-CN", "en"}
    assert [(one["before"], one["now"]) for one in document["scripts"]["differ"]] == [([OLD], [NEW])]


def test_a_key_that_leads_elsewhere_is_told_at_its_menu_in_both_languages(files: Path) -> None:
    release(files)
    swap_keys(files)
    for language in LANGUAGES:
        found = typed(files, "diff", "--no-scripts", "--language", language).stdout
        (menu,) = re.findall(r"^  `main\.services`.*\n((?:    .*\n)+)", found, re.MULTILINE)
        assert len(menu.splitlines()) == 4


def test_what_cannot_be_compared_says_why(files: Path) -> None:
    assert typed(files, "diff").exit_code == 2
    release(files)
    for wrong in ("9", "abc", "abcdef", "nothing"):
        found = typed(files, "diff", wrong)
        assert found.exit_code == 2
        assert wrong in found.stderr
    break_it(files)
    found = typed(files, "diff")
    assert found.exit_code == 1
    assert "blance" in found.stderr
