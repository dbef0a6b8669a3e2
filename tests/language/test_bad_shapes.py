"""Every bad shape of a field is told at its place, and everything at once."""

from __future__ import annotations

import pytest

from ivr.diagnostics.diagnostic import Diagnostic
from tests.language.projects import HOTLINE, told


def flow_with(steps: str) -> dict[str, str]:
    return {"flows/main.yaml": f"flow: main\noutcomes: {{told: done}}\nsteps:\n{steps}\n"}


BAD_STEPS = [
    ("  a: {do: x, sve: y, go: {ok: b}}", "Y002.unknown_field", "4:14"),
    ("  a: {menu: x, keys: {1: b}, shortest: 1s}", "Y002.unknown_field", "4:30"),
    ("  a: {say: x, then: b, go: b}", "Y002.unknown_field", "4:15"),
    ("  a: {end: told, go: b}", "Y002.unknown_field", "4:18"),
    ("  a: {meun: x, keys: {1: b}}", "Y002.unknown_kind", "4:7"),
    ("  a: {menu: x, do: y}", "Y002.two_kinds", "4:16"),
    ("  a: hello", "Y002.not_a_map", "4:6"),
    ("  a: [x]", "Y002.not_a_map", "4:6"),
    ("  back: {end: told}", "Y002.bad_name", "4:3"),
    ("  otherwise: {end: told}", "Y002.bad_name", "4:3"),
    ("  1a: {end: told}", "Y002.bad_name", "4:3"),
    ("  a-b: {end: told}", "Y002.bad_name", "4:3"),
    ("  a: {say: [x], go: b}", "Y002.not_text", "4:12"),
    ("  a: {say: x y, go: b}", "Y002.bad_name", "4:12"),
    ('  a: {say: "", go: b}', "Y002.not_text", "4:12"),
    ("  a: {say: x, go: {ok: b}}", "Y002.not_text", "4:19"),
    ("  a: {say: x, go: [b]}", "Y002.not_text", "4:19"),
    ('  a: {say: x, go: ""}', "Y002.not_text", "4:19"),
    ("  a: {do: x, go: b}", "Y002.not_a_map", "4:18"),
    ("  a: {do: x, go: {ok: [b]}}", "Y002.not_text", "4:23"),
    ("  a: {flow: x, go: [b]}", "Y002.not_a_map", "4:20"),
    ("  a: {menu: x, keys: [b]}", "Y002.not_a_map", "4:22"),
    ("  a: {menu: x, keys: {x: b}}", "Y002.bad_key", "4:23"),
    ("  a: {menu: x, keys: {１: b}}", "Y001.full_width", "4:23"),
    ("  a: {menu: x, keys: {1: [b]}}", "Y002.not_a_map", "4:26"),
    ("  a: {menu: x, keys: {1: {go: b, if: c}}}", "Y002.unknown_field", "4:34"),
    ("  a: {menu: x, keys: {1: {when: yes}}}", "Y002.missing_field", "4:26"),
    ("  a: {menu: x, keys: {1: b}, wait: 6}", "Y002.bad_duration", "4:36"),
    ("  a: {menu: x, keys: {1: b}, wait: 0s}", "Y002.bad_duration", "4:36"),
    ("  a: {menu: x, keys: {1: b}, wait: 8w}", "Y002.bad_duration", "4:36"),
    ("  a: {menu: x, keys: {1: b}, at_most: 0}", "Y002.bad_number", "4:39"),
    ("  a: {menu: x, keys: {1: b}, at_most: 10}", "Y002.bad_number", "4:39"),
    ("  a: {menu: x, keys: {1: b}, at_most: three}", "Y002.bad_number", "4:39"),
    ("  a: {menu: x, keys: {1: b}, no_input: {a: b}}", "Y002.not_a_list", "4:40"),
    ("  a: {menu: x, keys: {1: b}, barge_in: true}", "Y002.bad_choice", "4:40"),
    ("  a: {pace: fast, go: b}", "Y002.bad_choice", "4:13"),
    ("  slower: {go: b}", "Y002.bad_name", "4:3"),
    ("  a: {decide: x}", "Y002.not_a_map", "4:15"),
    ("  a: {decide: {when: yes, go: b}}", "Y002.not_a_list", "4:15"),
    ("  a: {decide: [{when: yes}]}", "Y002.missing_field", "4:16"),
    ("  a: {decide: [{go: b}]}", "Y002.missing_field", "4:16"),
    ("  a: {decide: [{when: yes, got: b}]}", "Y002.unknown_field", "4:28"),
    ("  a: {decide: [{when: a <, go: b}]}", "E401.syntax", "4:23"),
    ("  a: {say: x, with: [y], go: b}", "Y002.not_a_map", "4:21"),
    ("  a: {say: x, with: {y: [1]}, go: b}", "Y002.not_text", "4:25"),
    ("  a: {say: x, with: {y: 2 ** 9}, go: b}", "E401.not_in_language", "4:25"),
    ("  a: {say: x, with: {1: y}, go: b}", "Y002.bad_name", "4:22"),
]


def places(found: tuple[Diagnostic, ...], file: str) -> list[tuple[str, str]]:
    return [
        (f"{one.code}.{one.variant}", f"{one.span.line}:{one.span.column}")
        for one in found
        if one.span.file == file
    ]


@pytest.mark.parametrize(("step", "rule", "place"), BAD_STEPS)
def test_a_bad_step_is_told_at_its_place(step: str, rule: str, place: str) -> None:
    assert (rule, place) in places(told(flow_with(step)), "flows/main.yaml")


@pytest.mark.parametrize(
    ("file", "text", "rule", "place"),
    [
        ("flows/main.yaml", "flow: main\nsteps: {a: {end: told}}", "Y002.missing_field", "1:1"),
        ("flows/main.yaml", "outcomes: {told: done}\nsteps: {a: {end: told}}", "Y002.missing_field", "1:1"),
        ("flows/main.yaml", "flow: main\noutcomes: {told: done}", "Y002.missing_field", "1:1"),
        ("flows/main.yaml", "flow: main\noutcomes: {told: good}\nsteps: {a: {end: told}}", "Y002.bad_class", "2:18"),
        ("flows/main.yaml", "flow: main\noutcomes: {told: [x]}\nsteps: {a: {end: told}}", "Y002.not_text", "2:18"),
        ("flows/main.yaml", "flow: main\noutcomes: {told: {is: done, has: x}}\nsteps: {a: {end: told}}", "Y002.unknown_field", "2:29"),
        ("flows/main.yaml", "flow: main\noutcomes: {told: {gives: {a: text}}}\nsteps: {a: {end: told}}", "Y002.missing_field", "2:18"),
        ("flows/main.yaml", "flow: main\noutcomes: done\nsteps: {a: {end: told}}", "Y002.not_a_map", "2:11"),
        ("flows/main.yaml", "flow: main\noutcomes: {told: done}\nsteps: {}", "Y002.missing_field", "3:8"),
        ("flows/main.yaml", "flow: main\nsteps: []\noutcomes: {told: done}", "Y002.not_a_map", "2:8"),
        ("flows/main.yaml", "flow: main\nchannels: [fax]\noutcomes: {told: done}\nsteps: {a: {end: told}}", "Y002.bad_choice", "2:12"),
        ("flows/main.yaml", "flow: main\ntakes: {n: mony}\noutcomes: {told: done}\nsteps: {a: {end: told}}", "Y002.bad_type", "2:12"),
        ("flows/main.yaml", "flow: my flow\noutcomes: {told: done}\nsteps: {a: {end: told}}", "Y002.bad_name", "1:7"),
        ("flows/main.yaml", "- a\n- b", "Y002.not_a_map", "1:1"),
        ("flows/main.yaml", "hello", "Y002.not_a_map", "1:1"),
        ("flows/main.yaml", "flow: main\nvoice: x\noutcomes: {told: done}\nsteps: {a: {end: told}}", "Y002.unknown_field", "2:1"),
        ("flows/hotline.yaml", "start: main\nlanguages: [en]", "Y002.missing_field", "1:1"),
        ("flows/hotline.yaml", HOTLINE + "persn: agent", "Y002.unknown_field", "4:1"),
        ("flows/hotline.yaml", HOTLINE + "patience: [x]", "Y002.not_a_map", "4:11"),
        ("flows/hotline.yaml", HOTLINE + "patience: {wait: soon}", "Y002.bad_duration", "4:18"),
        ("flows/hotline.yaml", HOTLINE + "patience: {at_most: 99}", "Y002.bad_number", "4:21"),
        ("flows/hotline.yaml", HOTLINE + "patience: {tries: 3}", "Y002.unknown_field", "4:12"),
        ("flows/hotline.yaml", HOTLINE + "everywhere: {x: back}", "Y002.bad_key", "4:14"),
        ("flows/hotline.yaml", HOTLINE + "everywhere: {0: {go: a, said: always}}", "Y002.bad_choice", "4:31"),
        ("flows/hotline.yaml", HOTLINE + "everywhere: {0: {said: first_menu}}", "Y002.missing_field", "4:17"),
        ("flows/hotline.yaml", HOTLINE + "queues: {agents: always}", "Y002.not_a_map", "4:18"),
        ("flows/hotline.yaml", HOTLINE + "queues: {agents: {hour: x}}", "Y002.unknown_field", "4:19"),
        ("flows/operations.yaml", "operations: {look: {gives: {}}}", "Y002.missing_field", "1:20"),
        ("flows/operations.yaml", "operations: {look: {effect: reads, gives: {ok: {}}}}", "Y002.bad_choice", "1:29"),
        ("flows/operations.yaml", "operations: {look: {effect: read, gives: {ok: {}}, for: x}}", "Y002.unknown_field", "1:52"),
        ("flows/operations.yaml", "operations: {look: {effect: read, gives: {ok: {n: numbr}}}}", "Y002.bad_type", "1:51"),
        ("flows/operations.yaml", "operations: {look: {effect: read, gives: {ok: [n]}}}", "Y002.not_a_map", "1:47"),
        ("flows/operations.yaml", "operations: {look: {effect: read, gives: {ok: {}}, timeout: 3}}", "Y002.bad_duration", "1:61"),
        ("flows/operations.yaml", "operations: {look: {effect: read, gives: {ok: {}}, takes: {n: optional}}}", "Y002.bad_type", "1:63"),
        ("flows/operations.yaml", "types: {port: {s: list of service}, service: {n: text}}", "Y002.bad_type", "1:19"),
    ],
)  # fmt: skip
def test_a_bad_file_is_told_at_its_place(file: str, text: str, rule: str, place: str) -> None:
    assert (rule, place) in places(told({file: text}), file)


def test_a_mistyped_word_is_told_with_the_near_one() -> None:
    (found,) = told(flow_with("  a: {do: x, sve: y, go: {ok: a}}"))
    assert found.near == ("save",)


def test_everything_wrong_is_told_at_once() -> None:
    found = told(flow_with("  a: {do: x, sve: y, go: b}\n  b: {decide: x}\n  c: hello"))
    assert len(found) >= 4
