"""From text to specs: every form of every field, and a project as a whole."""

from __future__ import annotations

from types import MappingProxyType

from ivr.language import kinds
from ivr.language.reader import read_project
from ivr.language.types import Basic, ListType, RecordType
from ivr.model.office import Effect
from tests.language.projects import HOTLINE, flow_of, project_of, shipped, step_of, told


def test_the_shipped_project_is_read_without_a_word() -> None:
    project, found = read_project(shipped())
    assert found == ()
    assert project is not None
    files = {
        file.removeprefix("flows/").removesuffix(".yaml") for file in shipped() if file.startswith("flows/")
    }
    assert set(project.flows) == files - {"hotline", "operations", "switches", "calendar"}
    assert project.flows["main"].first == "opening"
    assert project.hotline.person == "agent"  # the flow of key 0


# a flow's header


def test_a_header_says_everything() -> None:
    flow = flow_of(
        "flow: main\nabout: What it is for.\nchannels: [voice, sms]\n"
        "takes: {number: phone, all: list of digits}\n"
        "outcomes: {told: done, asked: {is: open, gives: {left: money}}, failed: trouble}\n"
        "steps: {here: {end: told}}\n"
    )
    assert (flow.about, flow.channels, flow.file) == (
        "What it is for.",
        frozenset({"voice", "sms"}),
        "flows/main.yaml",
    )
    assert flow.takes == (("number", Basic.PHONE), ("all", ListType(Basic.DIGITS)))
    assert [(one.name, one.means, one.gives) for one in flow.outcomes] == [
        ("told", "done", ()),
        ("asked", "open", (("left", Basic.MONEY),)),
        ("failed", "trouble", ()),
    ]
    asked = flow.outcome("asked")
    assert asked is not None
    assert asked.means == "open"
    assert flow.outcome("other") is None


def test_what_a_header_leaves_out_is_voice_and_nothing_taken() -> None:
    flow = flow_of("flow: main\noutcomes: {told: done}\nsteps: {here: {end: told}}\n")
    assert (flow.about, flow.channels, flow.takes) == ("", frozenset({"voice"}), ())


def test_one_channel_fits_where_a_list_is_taken() -> None:
    assert flow_of(
        "flow: main\nchannels: sms\noutcomes: {told: done}\nsteps: {here: {end: told}}\n"
    ).channels == {"sms"}


def test_chinese_step_and_variable_names_work() -> None:
    flow = flow_of(
        "flow: main\noutcomes: {已告知: done}\nsteps:\n"
        "  查询余额: {do: get_balance, save: 账户, go: {ok: 余额不足}}\n"
        "  余额不足: {say: 提示, with: {余额: 账户.left}, end: 已告知}\n"
    )
    assert list(flow.steps) == ["查询余额", "余额不足"]
    assert flow.steps["查询余额"].save == "账户"
    assert flow.steps["余额不足"].arguments[0].value.names[0].parts == ("账户", "left")


# steps


def test_a_step_without_a_kind_says_and_goes_on() -> None:
    step = step_of("say: hello\ntext: note\nlanguage: en\npace: slow\nwith: {a: b.c, n: 1}\ngo: there")
    assert (step.kind, step.say, step.text, step.language, step.go) == (
        kinds.SAY,
        "hello",
        "note",
        "en",
        {"": "there"},
    )
    assert step.pace == "slow"
    assert [(one.name, one.value.text) for one in step.arguments] == [("a", "b.c"), ("n", "1")]


def test_a_menu_says_everything() -> None:
    step = step_of(
        "menu: services\nkeys:\n  1: balance\n  2: {go: other, when: language != 'en'}\n  star: back\n  hash: end told\n"
        "  12: repeat\n"
        "then: more\nafter_that: agent\nwait: 10s\nno_input: [a, b]\nno_match: c\nat_most: 4\nbarge_in: no"
    )
    assert (step.kind, step.subject, step.then, step.after_that) == (kinds.MENU, "services", "more", "agent")
    assert [(one.key, one.target, one.when and one.when.text) for one in step.keys] == [
        ("1", "balance", None),
        ("2", "other", "language != 'en'"),
        ("star", "back", None),
        ("hash", "end told", None),
        ("12", "repeat", None),
    ]
    assert (step.wait_s, step.no_input, step.no_match, step.at_most, step.barge_in) == (
        10,
        ("a", "b"),
        ("c",),
        4,
        False,
    )


def test_what_a_step_leaves_out_is_none_and_an_empty_list_is_kept() -> None:
    step = step_of("menu: more\nkeys: {1: a}\nno_input: []")
    assert (step.no_input, step.no_match, step.at_most, step.wait_s) == ((), None, None, None)
    assert (step.say, step.text, step.save, step.after_that, step.then) == (None,) * 5
    assert step.barge_in


def test_a_confirm_has_yes_no_and_unanswered() -> None:
    step = step_of("confirm: sure\ngo: {yes: a, no: end told}\nunanswered: b\nwait: 2m")
    assert (step.kind, step.subject, step.unanswered, step.wait_s) == (kinds.CONFIRM, "sure", "b", 120)
    assert step.go == {"yes": "a", "no": "end told"}


def test_a_decide_keeps_its_branches_in_order() -> None:
    step = step_of("decide:\n- {when: a.b > 1, go: x}\n- {when: no, go: y}\n- otherwise: z")
    assert step.kind is kinds.DECIDE
    assert [(one.target, one.when and one.when.text) for one in step.branches] == [
        ("x", "a.b > 1"),
        ("y", "no"),
        ("z", None),
    ]


def test_a_do_a_transfer_and_a_flow_name_what_they_ask() -> None:
    do = step_of("do: get_balance\nsave: account\nwith: {n: 1}\ngo: {ok: a, unavailable: b}")
    assert (do.kind, do.subject, do.save, do.go) == (
        kinds.DO,
        "get_balance",
        "account",
        {"ok": "a", "unavailable": "b"},
    )
    transfer = step_of("transfer: agents\nwhile_waiting: hold\ngo: {answered: a, nobody: b, failed: b}")
    assert (transfer.kind, transfer.subject, transfer.while_waiting) == (kinds.TRANSFER, "agents", "hold")
    assert step_of("flow: other\ngo: a").go == {"": "a"}
    assert step_of("flow: other\ngo: {told: a}").go == {"told": "a"}


def test_end_and_hang_up_name_an_outcome() -> None:
    assert (step_of("end: told").kind, step_of("end: told").subject) == (kinds.END, "told")
    assert step_of("say: bye\nhang_up: told").kind is kinds.HANG_UP


def test_every_word_of_a_step_knows_its_place() -> None:
    step = flow_of("flow: main\noutcomes: {told: done}\nsteps:\n  here: {say: hello, go: there}\n").steps[
        "here"
    ]
    assert step.say is not None
    assert [str(span) for span in (step.span, step.say.span, step.go_span, step.go[""].span)] == [
        "flows/main.yaml:4:3",
        "flows/main.yaml:4:15",
        "flows/main.yaml:4:22",
        "flows/main.yaml:4:26",
    ]


def test_a_spec_cannot_be_changed_afterwards() -> None:
    assert isinstance(step_of("say: a\ngo: b").go, MappingProxyType)
    assert isinstance(project_of({}).flows, MappingProxyType)


# settings and the contract


def test_settings_say_everything() -> None:
    project = project_of(
        {
            "flows/hotline.yaml": 'hotline: "10086"\nstart: main\nlanguages: [zh-CN, en]\n'
            "everywhere: {star: back, 0: {go: agent, said: first_menu}}\n"
            "patience: {wait: 5s, no_input: [a], no_match: [b, c], at_most: 2, after_that: agent}\n"
            'queues: {agents: {dial: "+8610086", longest_wait: 2m}, others: {}}\nperson: help\n'
        }
    )
    hotline = project.hotline
    assert (hotline.number, hotline.start, hotline.languages) == ("10086", "main", ("zh-CN", "en"))
    assert [(one.key, one.target, one.said) for one in hotline.everywhere] == [
        ("star", "back", False),
        ("0", "agent", True),
    ]
    patience = hotline.patience
    assert (patience.wait_s, patience.no_input, patience.no_match) == (5, ("a",), ("b", "c"))
    assert (patience.at_most, patience.after_that) == (2, "agent")
    assert (hotline.queues["agents"].dial, hotline.queues["agents"].longest_wait_s) == ("+8610086", 120)
    assert (hotline.queues["others"].dial, hotline.queues["others"].longest_wait_s) == (None, 60)
    assert hotline.person == "help"


def test_a_small_hotline_has_defaults() -> None:
    hotline = project_of({}).hotline
    assert (hotline.everywhere, hotline.queues, hotline.person) == ((), {}, None)
    assert (hotline.patience.wait_s, hotline.patience.after_that) == (6, None)
    project = project_of({})
    assert (project.switches, project.notices, project.calendar.time_zone) == ({}, {}, "Asia/Shanghai")


def test_without_at_most_every_line_of_patience_is_used() -> None:
    written = HOTLINE + "patience: {no_input: [a], no_match: [b, c]}\n"
    assert project_of({"flows/hotline.yaml": written}).hotline.patience.at_most == 3


def test_the_contract_says_everything() -> None:
    project = project_of(
        {
            "flows/operations.yaml": "types:\n  service: {name: text, price: money}\n"
            "  port: {code: digits, services: list of service}\n"
            "operations:\n  end_services:\n    effect: destructive\n    about: call\n"
            "    takes: {services: list of service, password: secret digits, words: optional audio, "
            "both: optional secret text}\n"
            "    gives: {ok: {}, partly: {left: list of port, due: moment}}\n"
            "    needs: proof\n    needs_told: [price]\n    proves: {ok: subscriber}\n    owed: yes\n    timeout: 3s\n"
            "  look: {effect: read, gives: {ok: {}}}\n"
        }
    )
    end = project.operations["end_services"]
    assert (end.effect, end.about_call, end.needs, end.proves, end.owed, end.timeout_s) == (
        Effect.DESTRUCTIVE, True, "proof", frozenset({"ok"}), True, 3.0,
    )  # fmt: skip
    service = RecordType("service", (("name", Basic.TEXT), ("price", Basic.MONEY)))
    port = RecordType("port", (("code", Basic.DIGITS), ("services", ListType(service))))
    assert [(one.name, one.type, one.optional, one.secret) for one in end.takes] == [
        ("services", ListType(service), False, False),
        ("password", Basic.DIGITS, False, True),
        ("words", Basic.AUDIO, True, False),
        ("both", Basic.TEXT, True, True),
    ]
    partly = end.outcome("partly")
    assert partly is not None
    assert partly.gives == (("left", ListType(port)), ("due", Basic.MOMENT))
    assert end.ways == ("ok", "partly", "unsure", "unavailable")
    assert project.operations["look"].ways == ("ok", "unavailable")
    assert project.operations["look"].timeout_s == 8.0


# a project as a whole


def test_a_project_without_settings_is_told_so() -> None:
    project, found = read_project(
        {"flows/main.yaml": "flow: main\noutcomes: {a: done}\nsteps: {a: {end: a}}"}
    )
    assert project is None
    assert [(one.code, one.variant) for one in found] == [("Y002", "missing_file")]


def test_a_file_that_cannot_be_read_leaves_no_project_and_the_others_are_still_read() -> None:
    project, found = read_project(
        {
            "flows/hotline.yaml": HOTLINE,
            "flows/a.yaml": "flow: [",
            "flows/main.yaml": "flow: main\noutcomes: {a: good}\nsteps: {a: {end: a}}",
        }
    )
    assert project is None
    assert {one.span.file for one in found} == {"flows/a.yaml", "flows/main.yaml"}


def test_two_files_with_the_same_flow_are_told() -> None:
    text = "flow: main\noutcomes: {a: done}\nsteps: {a: {end: a}}"
    found = told({"flows/main.yaml": text, "flows/other.yaml": text})
    assert [(one.code, one.span.file) for one in found] == [("F014", "flows/other.yaml")]
