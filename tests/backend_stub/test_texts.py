from __future__ import annotations

import pytest

TEXTS = "/tmf-api/communicationManagement/v4/communicationMessage"


def text(content="您好", *to):
    return {
        "messageType": "SMS",
        "content": content,
        "sender": {"id": "10086", "phoneNumber": "10086"},
        "receiver": [{"phoneNumber": number} for number in to or ("13800138000",)],
        "tryTimes": 3,
    }


def test_texts_are_kept_and_listed_newest_last(desk):
    for content in ("一", "二", "三"):
        assert desk.post(TEXTS, text(content)).get_json()["state"] == "initial"
    desk.post(TEXTS, text("四", "13900139000"))
    mine = desk.get(f"{TEXTS}?receiver.phoneNumber=13800138000").get_json()
    assert [message["content"] for message in mine] == ["一", "二", "三"]
    assert {message["state"] for message in mine} == {"completed"}
    assert [message["content"] for message in desk.get(TEXTS).get_json()] == ["一", "二", "三", "四"]


@pytest.mark.parametrize(
    "change",
    [
        {"content": ""},
        {"receiver": []},
        {"receiver": [{"email": "a@b"}]},
        {"sender": None},
        {"messageType": "Email"},
    ],
)
def test_an_incomplete_text_is_refused(desk, change):
    assert desk.post(TEXTS, {**text(), **change}).status_code == 400
    assert desk.get(TEXTS).get_json() == []


def test_a_text_can_be_changed_and_removed(desk):
    href = desk.post(TEXTS, text()).get_json()["href"]
    assert desk("PATCH", href, json={"state": "failed"}).get_json()["state"] == "failed"
    assert desk("PATCH", href, json={"state": "lost"}).status_code == 400
    assert desk("PATCH", href, json={"id": "x"}).status_code == 400
    assert desk("PATCH", href, json={"messageType": "Email"}).status_code == 400
    assert desk.get(href).get_json()["messageType"] == "SMS"
    gone = desk("DELETE", href)
    assert (gone.status_code, gone.data, "Content-Type" in gone.headers) == (204, b"", False)
    assert desk.get(href).status_code == 404
