"""``ivr serve``, ``publish``, ``releases`` and ``calls`` as people type them: contract, sections 2 and 3."""

from __future__ import annotations

import http.client
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import httpx
import pytest

from ivr.caller.transport import over_network, sign
from ivr.cli.settings import read_settings
from ivr.cli.wiring import web_config
from ivr.line.asks import Failure, Fetch, Reply
from tests.hotline.calling import call
from tests.hotline.office import TheOffice
from tests.hotline.patience import eventually, free_port
from tests.hotline.running import IVR, address_in, dispositions, environment, is_ready, ivr, served, typed
from tests.web.inside import CALLER, ROOT, TOKEN, bundle_of, standard, started_over, words


def say_otherwise(text: str) -> str:
    return text.replace("请选择您要的服务。", "请选。").replace("您好，欢迎致电中国移动。", "新年好。")


NEWER = bundle_of({"prompts/zh-CN/main.yaml": say_otherwise})
NEW = started_over(NEWER)


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """Give a project of this test's own."""
    for name in ("flows", "prompts"):
        shutil.copytree(ROOT / name, tmp_path / name)
    settings = tmp_path / "flows/hotline.yaml"  # there are no scripts here, so none are asked for
    settings.write_text(
        re.sub(r"^coverage:.*?(?=^\S|\Z)", "", settings.read_text(), flags=re.DOTALL | re.MULTILINE)
    )
    return tmp_path


def rewrite(files: Path) -> None:
    main = files / "prompts/zh-CN/main.yaml"
    main.write_text(say_otherwise(main.read_text()))


def test_without_a_token_it_listens_on_loopback_only(files: Path) -> None:
    for host in ("0.0.0.0", "hotline.example"):
        found = ivr(files, "serve", "--host", host, TWILIO_AUTH_TOKEN="")
        assert found.returncode == 2
        assert found.stdout == ""
        (line,) = found.stderr.splitlines()
        assert "TWILIO_AUTH_TOKEN" in line
        assert host in line


@pytest.mark.parametrize(
    ("settings", "named"),
    [
        ({"IVR_PROJECT": "/no/such/folder"}, "IVR_PROJECT"),
        ({"IVR_OFFICE_URL": "office"}, "IVR_OFFICE_URL"),
        ({"IVR_PUBLIC_URL": "https://x.example/?a=1"}, "IVR_PUBLIC_URL"),
        ({"IVR_PUBLIC_URL": "http://[::1"}, "IVR_PUBLIC_URL"),
        ({"IVR_OFFICE_URL": "http://[::1"}, "IVR_OFFICE_URL"),
        ({"IVR_OFFICE_URL": "http://office.example:port"}, "IVR_OFFICE_URL"),
        ({"IVR_RECORDINGS_URL": "http://office.example:99999"}, "IVR_RECORDINGS_URL"),
        ({"IVR_TRUST_CALLER_ID": "true"}, "IVR_TRUST_CALLER_ID"),
        ({"IVR_DATABASE_URL": "postgresql://db/ivr"}, "IVR_DATABASE_URL"),
        ({"IVR_DATABASE_URL": "sqlite://"}, "IVR_DATABASE_URL"),
        ({"IVR_DATABASE_URL": "nonsense"}, "IVR_DATABASE_URL"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named_in_one_line(
    files: Path, settings: dict[str, str], named: str
) -> None:
    found = typed(files, "releases", **settings)
    assert found.exit_code == 2, found.output
    (line,) = found.stderr.splitlines()
    assert named in line


@pytest.mark.parametrize(("written", "trusts"), [({}, False), ({"IVR_TRUST_CALLER_ID": "yes"}, True)])
def test_callers_numbers_are_trusted_only_where_somebody_says_so(
    files: Path, written: dict[str, str], trusts: bool
) -> None:
    settings = read_settings({"IVR_PROJECT": str(files), **written})
    assert web_config(settings, "http://127.0.0.1:8010").trusts_caller_id is trusts


def test_wrong_usage_exits_2(files: Path) -> None:
    for wrong in (
        ("serve", "--port", "0"),
        ("serve", "--workers", "0"),
        ("calls", "--limit", "0"),
        ("nothing",),
    ):
        assert typed(files, *wrong).exit_code == 2


def test_publishing_twice_is_one_release(files: Path) -> None:
    assert typed(files, "publish").exit_code == 0
    assert typed(files, "publish").exit_code == 0
    rewrite(files)
    assert typed(files, "publish").exit_code == 0
    found = typed(files, "releases", "--json")
    newer, older = (one["digest"] for one in json.loads(found.stdout)["releases"])
    assert newer != older
    assert len(typed(files, "releases").stdout.splitlines()) == 2


def test_publishing_broken_flows_exits_1_and_changes_nothing(files: Path) -> None:
    typed(files, "publish")
    before = typed(files, "releases", "--json").stdout
    main = files / "flows/main.yaml"
    main.write_text(main.read_text().replace("1: balance", "1: blance"))
    found = typed(files, "publish")
    assert found.exit_code == 1
    assert "flows/main.yaml:" in found.stderr
    assert "blance" in found.stderr
    assert typed(files, "releases", "--json").stdout == before


def test_serving_broken_flows_for_the_first_time_exits_1(files: Path) -> None:
    main = files / "flows/main.yaml"
    main.write_text(main.read_text().replace("1: balance", "1: blance"))
    found = ivr(files, "serve", IVR_OFFICE_URL="http://127.0.0.1:9")
    assert found.returncode == 1
    assert "flows/main.yaml:" in found.stderr


def test_no_calls_and_no_releases_are_empty_lists(files: Path) -> None:
    assert json.loads(typed(files, "calls", "--json").stdout) == {"calls": []}
    assert json.loads(typed(files, "releases", "--json").stdout) == {"releases": []}
    assert typed(files, "calls").stdout == ""


# while it serves ------------------------------------------------------------------------------------


def test_what_is_published_meanwhile_is_for_new_calls_on_every_worker(files: Path, office: TheOffice) -> None:
    port = free_port()

    class Publishing:
        """Publishes other words, and restarts the hotline, in the middle of the call."""

        def __init__(self) -> None:
            self.url = ""
            self.sent = 0

        def send(self, fetch: Fetch) -> Reply | Failure:
            with closing(over_network(token=TOKEN)) as transport:
                reply = transport.send(fetch)
            self.sent += 1
            if self.sent == 1:
                rewrite(files)
                found = ivr(files, "publish")
                assert found.returncode == 0, found.stderr
                for _ in range(6):  # on whichever worker
                    new = call(self.url, "hang_up")
                    assert new.heard[0] == words("main.welcome", program=NEW)
            return reply

    sender = Publishing()
    with served(files, "--workers", "2", office=office.url, port=port) as sender.url:
        one = call(sender.url, "press: 9", "hang_up", sender=sender)
        assert one.heard[0] == words("main.welcome")
        assert one.heard.count(words("main.services")) == 2
        assert words("main.services", program=NEW) not in one.heard
        client = httpx.Client(trust_env=False)
        with client:
            half = standard("CAhalf", CALLER, "10086")
            for turn in ("/voice", "/voice/turn/1"):
                signed = {"X-Twilio-Signature": sign(TOKEN, sender.url + turn, half.items())}
                assert client.post(sender.url + turn, data=half, headers=signed).status_code == 200
        ivr_before = (files / "prompts/zh-CN/main.yaml").read_text()
    (files / "prompts/zh-CN/main.yaml").write_text(ivr_before.replace("请选。", "再选。"))
    assert ivr(files, "publish").returncode == 0
    with served(files, office=office.url, port=port) as url, httpx.Client(trust_env=False) as client:
        nine = half | {"Digits": "9"}
        signed = {"X-Twilio-Signature": sign(TOKEN, f"{url}/voice/turn/2", nine.items())}
        assert (
            words("main.services", program=NEW)
            in client.post(f"{url}/voice/turn/2", data=nine, headers=signed).text
        )


@pytest.fixture(scope="module")
def hotline(project: Path, office: TheOffice) -> Iterator[str]:
    with served(project, office=office.url) as url:
        yield url


def raw(url: str, method: str, address: str, body: bytes, **headers: str) -> tuple[int, bytes]:
    parts = urlsplit(url)
    with closing(http.client.HTTPConnection(str(parts.hostname), parts.port, timeout=10)) as connection:
        connection.request(
            method,
            address,
            body,
            {
                "Content-Type": "application/x-www-form-urlencoded",
                **{name.replace("_", "-"): value for name, value in headers.items()},
            },
        )
        answer = connection.getresponse()
        return answer.status, answer.read()


def test_over_the_wire_a_megabyte_is_413_and_a_get_405_and_the_unsigned_403(hotline: str) -> None:
    form = standard("CAwire", CALLER, "10086")
    big = urlencode(form | {"Pad": "x" * 2**20}).encode()
    assert raw(hotline, "POST", "/voice", big)[0] == 413
    assert raw(hotline, "GET", "/voice", b"")[0] == 405
    assert raw(hotline, "POST", "/voice", urlencode(form).encode())[0] == 403
    right = sign(TOKEN, f"{hotline}/voice", form.items())
    assert raw(hotline, "POST", "/voice", urlencode(form).encode(), X_Twilio_Signature=right)[0] == 200
    assert raw(hotline, "POST", "/voice/turn/1", urlencode(form).encode(), X_Twilio_Signature=right)[0] == 403
    forged = {"X_Twilio_Signature": right, "X_Forwarded_Host": "evil.example", "Host": "evil.example"}
    assert raw(hotline, "POST", "/voice", urlencode(form).encode(), **forged)[0] == 200


@pytest.mark.parametrize(
    "head",
    [
        "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
        "Content-Length: 5\r\nContent-Length: 6\r\n",
        "Transfer-Encoding: xchunked\r\n",
    ],
)
def test_a_request_two_servers_could_read_differently_is_refused(hotline: str, head: str) -> None:

    parts = urlsplit(hotline)
    with socket.create_connection((str(parts.hostname), parts.port or 80), timeout=5) as connection:
        connection.sendall(
            f"POST /voice HTTP/1.1\r\nHost: x\r\n{head}\r\n0\r\n\r\nGET /livez HTTP/1.1\r\nHost: x\r\n\r\n".encode()
        )
        answer = b""
        while piece := connection.recv(4096):
            answer += piece
    assert b"alive" not in answer
    assert answer == b"" or answer.split()[1] in {b"400", b"501"}


def test_the_list_of_calls_is_newest_first(hotline: str, project: Path) -> None:
    first = call(hotline, "hang_up")
    second = call(hotline, "press: 1", "hang_up")
    found = list(dispositions(project))
    assert found.index(second.sid) < found.index(first.sid)
    shown = ivr(project, "calls", "--limit", "1").stdout
    assert second.sid in shown
    assert "hung up at balance.more" in shown
    assert first.sid not in shown


def test_the_embedded_office_comes_and_goes_with_the_hotline(files: Path) -> None:

    port = free_port()
    with (files / "log").open("w") as log:
        process = subprocess.Popen(
            [*IVR, "serve", "--port", str(port)],
            env=environment(files),
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            start_new_session=True,
        )
    assert process.stdout is not None
    url = address_in(process.stdout.readline())
    try:
        assert eventually(lambda: is_ready(url), within_s=20)
        assert any("二十元五角" in text for text in call(url, "press: 1", "hang_up").heard)
        group = process.pid
        began = time.monotonic()
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)
        process.stdout.close()
    assert time.monotonic() - began < 10

    def empty() -> bool:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        return False

    assert eventually(empty)
