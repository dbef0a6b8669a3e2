from __future__ import annotations

import html
import re

TEXTS = "/tmf-api/communicationManagement/v4/communicationMessage"
TICKETS = "/tmf-api/troubleTicket/v4/troubleTicket"
ORDERS = "/tmf-api/productOrderingManagement/v4/productOrder"


def words(page):
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page)))


def test_the_page_shows_accounts_orders_tickets_and_texts(desk):
    desk.post(
        ORDERS,
        {
            "externalId": "ord-7",
            "productOrderItem": [{"id": "1", "action": "delete", "product": {"id": "S1"}}],
        },
    )
    desk.post(TICKETS, {"description": "没有信号", "severity": "Major", "ticketType": "complaint.network"})
    desk.post(
        TEXTS,
        {
            "messageType": "SMS",
            "content": "已取消",
            "sender": {"phoneNumber": "10086"},
            "receiver": [{"phoneNumber": "13800138000"}],
        },
    )
    page = words(desk.get("/").text)
    for shown in (
        "13800138000 cust-1001 active 20.50 2026-12-31 手机报（terminated）、天气预报（active）",
        "13200132000 ported_out",
        "po-1 ord-7 2026-11-25T06:00:00.000Z completed delete S1：completed",
        "complaint.network acknowledged 没有信号",
        "cm-1 13800138000 2026-11-25T06:00:00.000Z completed 已取消",
    ):
        assert shown in page


def test_the_page_shows_no_password_and_has_no_script(desk):
    page = desk.get("/").text
    assert "246810" not in page
    assert "<script" not in page


def test_what_callers_say_cannot_become_markup(desk):
    desk.post(TICKETS, {"description": "<script>alert(1)</script>", "severity": "Minor", "ticketType": "<b>"})
    page = desk.get("/").text
    assert "<script" not in page
    assert "&lt;script&gt;" in page


def test_the_page_takes_nothing(desk):
    assert desk("POST", "/").status_code == 405
