"""The browser phone as somebody uses it who only sees the page."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from werkzeug.serving import make_server

from ivr.model.ids import Msisdn
from ivr.ports import Subscribed
from ivr.web.app import open_hotline
from ivr.web.config import WebConfig
from tests.web.fakes import BALANCE
from tests.web.inside import TOKEN, Inside, words

pytestmark = pytest.mark.xdist_group("browser")  # one Chromium is enough

NUMBER = "13800138000"
SOON_MS = 15_000
LOOK_MS, MOST_LOOKS = 500, 120
"""A minute of the page's time, in steps a caller would not notice."""
BEEPS_MS = 1_500
"""Longer than between two beeps of the made-up microphone."""


class Texts:
    """The back office's list of texts, filled by what the hotline sends."""

    def __init__(self, inside: Inside) -> None:
        self._inside = inside

    def subscribers(self) -> tuple[Subscribed, ...]:
        return (Subscribed(Msisdn(NUMBER), "20.50 元"),)

    def texts(self, number: Msisdn) -> tuple[str, ...]:
        return tuple(one.text for one in self._inside.messenger.sent if one.to == number)


@pytest.fixture
def page(inside: Inside, chromium: Any) -> Iterator[Any]:
    """Give the page, with every error of its script kept as a failure."""
    server = make_server("127.0.0.1", 0, _nothing, threaded=True)
    origin = f"http://127.0.0.1:{server.server_port}"
    hotline = open_hotline(WebConfig(origin, (TOKEN,)), replace(inside.services), phone_book=Texts(inside))
    server.app = hotline.app  # which had to know the server's port
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    page = chromium.new_page()
    page.set_default_timeout(SOON_MS)
    page.clock.install()  # a call takes its time; the test does not
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(origin)
    yield page
    page.close()
    server.shutdown()
    thread.join()
    server.server_close()
    hotline.close()
    assert not wrong
    assert all(url.startswith((origin, "data:", "blob:")) for url in asked)


def later(page: Any, holds: Callable[[], bool]) -> None:
    """Let the page's time pass until ``holds``."""
    for _ in range(MOST_LOOKS):
        if holds():
            return
        page.clock.run_for(LOOK_MS)
        page.wait_for_timeout(10)  # the answers of the server take real time
    pytest.fail(page.inner_text("#heard"))


def heard(page: Any, text: str) -> None:
    later(page, lambda: page.locator("#heard li", has_text=text).count() > 0)


def shows(page: Any, state: str) -> None:
    later(page, lambda: state in page.inner_text("#state"))


def _nothing(_environ: object, _start: object) -> list[bytes]:
    return []


def test_a_balance_is_heard_by_pressing_a_key_and_texted(page: Any) -> None:
    page.click("#dial")
    heard(page, words("main.services"))
    page.click('[data-key="1"]')  # into the prompt, by the mouse
    heard(page, words("balance.left", left=BALANCE.values["left"], until=BALANCE.values["valid_until"]))
    assert page.locator("#heard li.cut", has_text=words("main.services")).count() == 1
    page.keyboard.press("1")
    later(page, lambda: page.locator("#texts li", has_text="话费余额").count() == 1)
    page.click("#hang_up")
    shows(page, "已挂断")
    assert page.is_enabled("#dial")


def test_what_is_said_into_the_microphone_is_heard_again(page: Any) -> None:
    page.click("#dial")
    heard(page, words("main.services"))
    page.keyboard.press("3")
    heard(page, words("complaint.about_what"))
    page.keyboard.press("4")
    shows(page, "录音")
    page.wait_for_timeout(BEEPS_MS)
    page.clock.run_for(BEEPS_MS)
    with page.expect_request(
        lambda request: "/recording/" in request.url and request.method == "GET"
    ) as played:
        page.keyboard.press("#")
        heard(page, "您的录音")
    assert played.value.response().body()[:4] == b"RIFF"
    page.click("#hang_up")


def test_words_typed_are_words_said(page: Any) -> None:
    page.click("#dial")
    heard(page, words("main.services"))
    page.fill("#words", "查话费")
    page.press("#words", "Enter")
    heard(page, words("balance.left", left=BALANCE.values["left"], until=BALANCE.values["valid_until"]))
    page.click("#hang_up")


def test_a_number_that_is_none_is_told_and_can_be_mended(page: Any) -> None:
    page.fill("#who", "12345")
    page.click("#dial")
    heard(page, "eleven digits")
    assert page.is_enabled("#dial")
