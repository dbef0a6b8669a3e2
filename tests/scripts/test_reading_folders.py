"""What the scripts of a folder share."""

from __future__ import annotations

from ivr.caller.steps import Press
from ivr.scripts.reading import read_scripts, read_usual
from ivr.scripts.spec import CallScript
from tests.scripts.reading import PROJECT, acts, good

SHARED = """
backend: {get_balance: is_down, list_items: is_down}
blocks: {begin: [{press: 1}], other: [{press: 2}]}
"""


def test_a_script_s_own_answers_and_blocks_go_before_those_of_its_folder():
    usual, found = read_usual("usual.yaml", SHARED, project=PROJECT)
    assert found == ()
    script = good(
        "call: A call\nbackend: {get_balance: not_ours}\nsteps: [{block: begin}, {block: other}]\n"
        "blocks: {begin: [{press: 3}]}",
        usual,
    )
    assert {str(one.operation): (one.answers[0].outcome, one.usual) for one in script.backend} == {
        "get_balance": ("not_ours", False),
        "list_items": ("", True),
    }
    assert acts(script) == [Press("3"), Press("2")]


def pressed(script: CallScript) -> str:
    return "".join(step.keys for step in acts(script) if isinstance(step, Press))


def test_what_folders_share_holds_below_and_the_nearest_goes_first():
    uses = "call: A call\nsteps: [{block: begin}, {block: other}]"
    files = {
        "tests/calls/usual.yaml": SHARED,
        "tests/calls/near/usual.yaml": "backend: {get_balance: not_ours}\nblocks: {begin: [{press: 9}, {block: other}]}",
        "tests/calls/a.yaml": uses,
        "tests/calls/near/b.yaml": uses,
        "tests/calls/near/deep/c.yaml": uses,
        "tests/calls/nearer/d.yaml": uses,
    }
    scripts, found = read_scripts(files, project=PROJECT)
    assert found == ()
    assert [(one.file, pressed(one)) for one in scripts] == [
        ("tests/calls/a.yaml", "12"),
        ("tests/calls/near/b.yaml", "922"),
        ("tests/calls/near/deep/c.yaml", "922"),
        ("tests/calls/nearer/d.yaml", "12"),
    ]
    outcome = {one.file: one.backend[0].answers[0].outcome for one in scripts}
    assert outcome["tests/calls/a.yaml"] == ""
    assert outcome["tests/calls/near/deep/c.yaml"] == "not_ours"


def test_one_bad_script_does_not_stop_the_others():
    files = {
        "calls/bad.yaml": "call: A call\nsteps: [hng_up]",
        "calls/broken.yaml": "call: [",
        "calls/good.yaml": "call: A call\nsteps: [hang_up]",
    }
    scripts, found = read_scripts(files, project=PROJECT)
    assert [one.file for one in scripts] == ["calls/good.yaml"]
    assert [(one.span.file, one.code) for one in found] == [
        ("calls/bad.yaml", "T805"),
        ("calls/broken.yaml", "Y001"),
    ]


def test_below_a_bad_folder_scripts_are_told_their_own_mistakes_and_not_played():
    files = {
        "calls/usual.yaml": "backend: {get_balance: oka}",
        "calls/near/usual.yaml": "blocks: {begin: [silence]}",
        "calls/near/a.yaml": "call: A call\nsteps: [{block: begin}]",
        "calls/near/b.yaml": "call: A call\nsteps: [hng_up]",
    }
    scripts, found = read_scripts(files, project=PROJECT)
    assert scripts == ()
    assert [(one.span.file, one.variant) for one in found] == [
        ("calls/near/b.yaml", "unknown"),
        ("calls/usual.yaml", "unknown_outcome"),
    ]


def test_a_block_that_may_stand_in_a_broken_file_is_not_missed():
    files = {
        "calls/usual.yaml": "blocks: {begin: [}",
        "calls/near/usual.yaml": "blocks: {more: [{block: begin}]}",
        "calls/near/a.yaml": "call: A call\nsteps: [{block: begin}]",
    }
    scripts, found = read_scripts(files, project=PROJECT)
    assert scripts == ()
    assert [(one.span.file, one.code) for one in found] == [("calls/usual.yaml", "Y001")]


def test_a_mistake_in_a_shared_block_is_told_once_however_many_use_it():
    files = {
        "calls/usual.yaml": "blocks: {begin: [{hear: wellcome}]}",
        "calls/a.yaml": "call: A call\nsteps: [{block: begin}]",
        "calls/b.yaml": "call: A call\nsteps: [{block: begin}, {block: begin}]",
    }
    scripts, found = read_scripts(files, project=PROJECT)
    assert scripts == ()
    assert [(one.span.file, one.code) for one in found] == [("calls/usual.yaml", "T802")]
