"""``ivr call`` as people and programs use it: contract.md section 2."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner, Result
from werkzeug.serving import make_server

from ivr.cli.call import call

if TYPE_CHECKING:
    from conftest import TinyHotline

TOKEN = "12345"
ORIGIN = "http://hotline.example"
MENU = '<Say language="cmn-CN">您好</Say><Gather numDigits="1" action="/key"><Say language="cmn-CN">请按键</Say></Gather>'
Run = Callable[..., Result]


@pytest.fixture
def run(hotline: TinyHotline, new_id: Callable[[str], str], tmp_path: Path) -> Run:
    """Run the command with the hotline as this project; ``steps`` become a script file."""

    @contextmanager
    def open_project() -> Iterator[tuple[TinyHotline, str, str]]:
        yield hotline, f"{ORIGIN}/voice", TOKEN

    def command(*arguments: str, steps: str | None = None, typed: str = "") -> Result:
        if steps is not None:
            script = tmp_path / "script.yaml"
            script.write_text(steps, encoding="utf-8")
            arguments = (*arguments, "--script", str(script))
        wiring = {"open_project": open_project, "new_id": new_id}
        return CliRunner().invoke(call, list(arguments), obj=wiring, input=typed)

    return command


def document(result: Result) -> dict[str, Any]:
    return json.loads(result.stdout)


def test_the_document_is_the_one_of_the_contract(run: Run, hotline: TinyHotline) -> None:
    hotline.pages |= {"/voice": MENU, "/key": "<Hangup/>"}
    result = run("--json", steps="steps:\n  - press: 1\n")
    assert result.exit_code == 0, result.output
    assert document(result) == {
        "call": "CA00000000000000000000000000000001",
        "ended": "hangup",
        "heard": [
            {"at": 0.0, "kind": "say", "text": "您好", "language": "cmn-CN", "url": "", "cut": False},
            {"at": 0.5, "kind": "say", "text": "请按键", "language": "cmn-CN", "url": "", "cut": False},
        ],
        "requests": [
            {"at": 0.0, "method": "POST", "url": f"{ORIGIN}/voice", "params": {}},
            {
                "at": 2.25,
                "method": "POST",
                "url": f"{ORIGIN}/key",
                "params": {"Digits": "1", "FinishedOnKey": "", "msg": "Gather End"},
            },
        ],
        "warnings": [],
    }
    assert "您好" in result.stdout


def test_the_project_is_called_signed_with_its_own_token(run: Run, hotline: TinyHotline) -> None:
    hotline.pages["/voice"] = "<Hangup/>"
    assert run("--json", steps="steps: []").exit_code == 0
    assert hotline.signed_rightly(f"{ORIGIN}/voice")
    form = hotline.received[0]["form"]
    assert (form["From"], form["To"]) == ("+8613800138000", "10086")


def test_who_calls_is_the_option_then_the_script(run: Run, hotline: TinyHotline) -> None:
    hotline.pages["/voice"] = "<Hangup/>"
    run("--json", steps="from: 13900139000\nsteps: []")
    run("--json", "--from", "anonymous", "--to", "106", steps="from: 13900139000\nsteps: []")
    assert [request["form"]["From"] for request in hotline.received] == ["+8613900139000", "anonymous"]
    assert hotline.received[1]["form"]["To"] == "106"


def test_a_warning_fails_the_call_and_the_document_is_printed(run: Run, hotline: TinyHotline) -> None:
    hotline.pages["/voice"] = "<Gather><Record/></Gather><Hangup/>"
    result = run("--json", steps="steps: []")
    assert result.exit_code == 1
    assert document(result)["warnings"] == [
        {"code": "13320", "text": "<Gather>: <Record> may not stand in it"}
    ]


def test_an_error_fails_the_call(run: Run) -> None:
    result = run("--json", steps="steps: []")
    assert (result.exit_code, document(result)["ended"]) == (1, "error:11200")


def test_a_script_the_call_had_no_time_for_fails(run: Run, hotline: TinyHotline) -> None:
    hotline.pages["/voice"] = "<Hangup/>"
    result = run("--json", steps="steps:\n  - press: 1\n")
    assert result.exit_code == 1
    assert document(result)["ended"] == "hangup"
    assert "line 2, step 1 (press: 1): the call was over before it" in result.stderr


def test_a_bad_script_is_wrong_usage_with_its_place(run: Run) -> None:
    result = run("--json", steps="steps:\n  - press: one\n")
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "script.yaml:2: `press: one` are no keys" in result.stderr


@pytest.mark.parametrize("option", ["--url", "--status", "--fallback"])
def test_an_address_that_is_none_is_wrong_usage(run: Run, option: str) -> None:
    assert run(option, "localhost:8000/voice", steps="steps: []").exit_code == 2


def test_a_script_that_is_not_there_is_wrong_usage(run: Run) -> None:
    assert run("--script", "/no/such.yaml").exit_code == 2


def test_without_a_project_an_address_is_needed() -> None:
    result = CliRunner().invoke(call, ["--json"], input="")
    assert result.exit_code == 2
    assert "--url" in result.stderr


def test_status_and_fallback_are_called(run: Run, hotline: TinyHotline) -> None:
    hotline.pages |= {"/fallback": "<Say>sorry</Say>", "/status": "<Hangup/>"}
    result = run(
        "--json", "--status", f"{ORIGIN}/status", "--fallback", f"{ORIGIN}/fallback", steps="steps: []"
    )
    sent = document(result)["requests"]
    assert [request["url"] for request in sent] == [
        f"{ORIGIN}/voice",
        f"{ORIGIN}/fallback",
        f"{ORIGIN}/status",
    ]
    assert sent[1]["params"] == {"ErrorCode": "11200", "ErrorUrl": f"{ORIGIN}/voice"}
    assert (document(result)["ended"], result.exit_code) == ("exhausted", 1)


def test_a_call_can_be_read_as_lines(run: Run, hotline: TinyHotline) -> None:
    hotline.pages |= {"/voice": MENU, "/key": "<Hangup/>"}
    lines = run(steps="steps:\n  - press: 1\n").stdout.splitlines()
    assert lines[0].split() == ["0.0", "->", "POST", f"{ORIGIN}/voice"]
    assert lines[1].split() == ["0.0", "您好", "[cmn-CN]"]
    assert lines[3].startswith(f"    2.2  -> POST {ORIGIN}/key Digits=1")
    assert lines[-1] == "ended: hangup"


def test_somebody_types_and_the_call_can_be_made_again_from_what_was_saved(
    run: Run, hotline: TinyHotline, tmp_path: Path
) -> None:
    hotline.pages |= {
        "/voice": MENU,
        "/key": '<Gather input="dtmf speech" action="/said"/>',
        "/said": "<Hangup/>",
    }
    saved = tmp_path / "saved.yaml"
    result = run("--save", str(saved), typed="?\n1\n投诉\n")
    assert result.exit_code == 0, result.output
    assert "您好 [cmn-CN]" in result.stdout
    assert "[listening]" in result.stdout
    again = run("--json", steps=saved.read_text(encoding="utf-8"))
    assert again.exit_code == 0
    sent = document(again)["requests"]
    assert [request["params"].get("Digits") or request["params"].get("SpeechResult") for request in sent] == [
        None,
        "1",
        "投诉",
    ]


def test_json_while_typing_keeps_stdout_to_the_document(run: Run, hotline: TinyHotline) -> None:
    hotline.pages |= {"/voice": MENU, "/key": "<Hangup/>"}
    result = run("--json", typed="1\n")
    assert document(result)["ended"] == "hangup"
    assert "您好" in result.stderr


def test_the_projects_clock_is_told_the_lines_time(hotline: TinyHotline) -> None:
    hotline.pages |= {"/voice": MENU, "/key": "<Hangup/>"}
    told: list[float] = []

    @contextmanager
    def open_project() -> Iterator[tuple[TinyHotline, str, None]]:
        yield hotline, f"{ORIGIN}/voice", None

    result = CliRunner().invoke(
        call, ["--json"], obj={"open_project": open_project, "tell_time": told.append}, input="1\n"
    )
    assert result.exit_code == 0, result.output
    assert told[-1] == pytest.approx(2.25)
    assert told == sorted(told)


def test_any_application_can_be_called_over_real_http(hotline: TinyHotline, tmp_path: Path) -> None:
    hotline.pages |= {"/voice": MENU, "/key": "<Hangup/>"}
    script = tmp_path / "script.yaml"
    script.write_text("steps: [{press: 1, after: 0.6s}]", encoding="utf-8")
    server = make_server("127.0.0.1", 0, hotline)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        url = f"http://127.0.0.1:{server.server_port}/voice"
        arguments = ["--url", url, "--token", TOKEN, "--json", "--real-time", "--script", str(script)]
        result = CliRunner().invoke(call, arguments)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
    assert result.exit_code == 0, result.output
    assert document(result)["ended"] == "hangup"
    assert document(result)["requests"][1]["params"]["Digits"] == "1"
    assert document(result)["requests"][1]["at"] >= 0.6
    assert hotline.signed_rightly(url.replace("/voice", "/key"))
