"""What each API means by its resources, and the list of all of them."""

from __future__ import annotations

from backend_stub.resources import Resource
from backend_stub.rules.balances import ADJUST, BUCKET, TOP_UP
from backend_stub.rules.bills import BILL, RATE
from backend_stub.rules.customers import CUSTOMER
from backend_stub.rules.orders import ORDERS, PRODUCTS
from backend_stub.rules.texts import TEXT
from backend_stub.rules.tickets import TICKET

RESOURCES: tuple[Resource, ...] = (
    BUCKET,
    TOP_UP,
    ADJUST,
    BILL,
    RATE,
    CUSTOMER,
    PRODUCTS,
    ORDERS,
    TICKET,
    TEXT,
)
