"""The subscribers' file: YAML to checked values. Everything wrong is told with file, subscriber and field."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TypeVar

import yaml

from backend_stub.errors import BadData
from backend_stub.money import parse_yuan

LARGEST_FILE_BYTES = 4 * 1024 * 1024
"""Some ten thousand subscribers; more than a stub is for."""
STATUSES = ("active", "suspended", "ported_out")
KINDS = ("individual", "corporate")

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Charge:
    """A line of a bill."""

    name: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Service:
    """Something a subscriber has. ``contract`` is set when it cannot be ended."""

    id: str
    name: str
    provider: str
    port: str | None
    price: Decimal
    paid_content: bool
    contract: str | None


@dataclass(frozen=True, slots=True)
class Subscriber:
    """A number and everything about it."""

    msisdn: str
    service_password: str
    balance: Decimal
    status: str
    kind: str = "individual"
    valid_until: date | None = None
    born: date | None = None
    vip: bool = False
    needs_person: bool = False
    mail_notice: bool = False
    bill: tuple[Charge, ...] = ()
    last_bill: tuple[Charge, ...] = ()
    services: tuple[Service, ...] = ()


@dataclass(frozen=True, slots=True)
class Voucher:
    """A card's number and what it is worth."""

    code: str
    value: Decimal


@dataclass(frozen=True, slots=True)
class Data:
    """All of a file."""

    subscribers: tuple[Subscriber, ...]
    vouchers: tuple[Voucher, ...]


class _Fields:
    """A mapping of the file, read field by field; ``where`` names it in messages."""

    def __init__(self, value: object, where: str) -> None:
        if not isinstance(value, Mapping):
            raise BadData(f"{where}: expected fields, each with a name")
        self._left = {str(name): item for name, item in value.items()}
        self.where = where

    def take(self, name: str, read: Callable[[str], _T], *, default: _T | None = None) -> _T:
        """Read one text. Raises BadData if it is missing without a default, or wrong."""
        if name not in self._left:
            if default is None:
                raise BadData(f"{self.where}: {name} is missing")
            return default
        return self._read(name, read)

    def take_maybe(self, name: str, read: Callable[[str], _T]) -> _T | None:
        """Read one text, or return None if it is not there."""
        return self._read(name, read) if name in self._left else None

    def take_list(self, name: str, read: Callable[[_Fields], _T]) -> tuple[_T, ...]:
        """Read a list of mappings; an absent one is empty."""
        value = self._left.pop(name, [])
        if not isinstance(value, list):
            raise BadData(f"{self.where}: {name} must be a list")
        return tuple(
            self._closed(read, _Fields(item, f"{self.where}, {name} {place}"))
            for place, item in enumerate(value, start=1)
        )

    def close(self) -> None:
        """Raise BadData if there are fields nobody knows."""
        if self._left:
            raise BadData(f"{self.where}: unknown field {', '.join(sorted(self._left))}")

    def rename(self, where: str) -> None:
        """Be called something better from now on."""
        self.where = where

    def _read(self, name: str, read: Callable[[str], _T]) -> _T:
        value = self._left.pop(name)
        if not isinstance(value, str):
            raise BadData(f"{self.where}: {name} must be one value, not a list or fields")
        try:
            return read(value)
        except ValueError as wrong:
            raise BadData(f"{self.where}: {name}: {wrong}") from wrong

    @staticmethod
    def _closed(read: Callable[[_Fields], _T], fields: _Fields) -> _T:
        result = read(fields)
        fields.close()
        return result


def read_data(path: Path) -> Data:
    """Read the subscribers' file. Raises BadData."""
    try:
        text = path.read_bytes()
    except OSError as wrong:
        raise BadData(f"{path}: cannot be read: {wrong.strerror}") from wrong
    if len(text) > LARGEST_FILE_BYTES:
        raise BadData(f"{path}: larger than {LARGEST_FILE_BYTES} bytes")
    try:
        # The base loader makes every scalar text: 007 stays 007, and an unquoted 20.50 keeps its nought.
        value = yaml.load(text, Loader=yaml.CBaseLoader)  # noqa: S506 - it builds text, lists and maps only
    except (yaml.YAMLError, RecursionError) as wrong:
        raise BadData(f"{path}: not YAML: {wrong}") from wrong
    fields = _Fields(value, str(path))
    data = Data(fields.take_list("subscribers", _subscriber), fields.take_list("vouchers", _voucher))
    fields.close()
    _check_unique(str(path), "msisdn", [subscriber.msisdn for subscriber in data.subscribers])
    _check_unique(str(path), "voucher", [voucher.code for voucher in data.vouchers])
    return data


def _subscriber(fields: _Fields) -> Subscriber:
    msisdn = fields.take("msisdn", _pattern(r"1[0-9]{10}", "eleven digits beginning with 1"))
    fields.rename(f"{fields.where} ({msisdn})")
    subscriber = Subscriber(
        msisdn=msisdn,
        service_password=fields.take("service_password", _pattern(r"[0-9]{4,16}", "4 to 16 digits")),
        balance=fields.take("balance", parse_yuan),
        status=fields.take("status", _one_of(STATUSES)),
        kind=fields.take("kind", _one_of(KINDS), default="individual"),
        valid_until=fields.take_maybe("valid_until", date.fromisoformat),
        born=fields.take_maybe("born", date.fromisoformat),
        vip=fields.take("vip", _yes_no, default=False),
        needs_person=fields.take("needs_person", _yes_no, default=False),
        mail_notice=fields.take("mail_notice", _yes_no, default=False),
        bill=fields.take_list("bill", _charge),
        last_bill=fields.take_list("last_bill", _charge),
        services=fields.take_list("services", _service),
    )
    _check_unique(fields.where, "service id", [service.id for service in subscriber.services])
    return subscriber


def _service(fields: _Fields) -> Service:
    return Service(
        id=fields.take("id", _pattern(r"[0-9A-Za-z][0-9A-Za-z_.-]{0,63}", "letters and digits")),
        name=fields.take("name", _text),
        provider=fields.take("provider", _text, default="中国移动"),
        port=fields.take_maybe("port", _pattern(r"[0-9]{3,20}", "3 to 20 digits")),
        price=fields.take("price", _price, default=Decimal("0.00")),
        paid_content=fields.take("paid_content", _yes_no, default=False),
        contract=fields.take_maybe("contract", _text),
    )


def _charge(fields: _Fields) -> Charge:
    return Charge(fields.take("name", _text), fields.take("amount", _price))


def _voucher(fields: _Fields) -> Voucher:
    code = fields.take("code", _pattern(r"[0-9A-Za-z]{8,32}", "8 to 32 letters and digits"))
    return Voucher(code, fields.take("value", _price))


def _check_unique(where: str, what: str, values: list[str]) -> None:
    for value in values:
        if values.count(value) > 1:
            raise BadData(f"{where}: {what} {value} is there twice")


def _pattern(pattern: str, meaning: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        if not re.fullmatch(pattern, text, re.ASCII):
            raise ValueError(f"{text!r} is not {meaning}")
        return text

    return read


def _one_of(words: tuple[str, ...]) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text not in words:
            raise ValueError(f"{text!r} is none of {', '.join(words)}")
        return text

    return read


def _yes_no(text: str) -> bool:
    words = {"true": True, "yes": True, "false": False, "no": False}
    if text.lower() not in words:
        raise ValueError(f"{text!r} is neither true nor false")
    return words[text.lower()]


def _text(text: str) -> str:
    if not text.strip():
        raise ValueError("is empty")
    return text


def _price(text: str) -> Decimal:
    amount = parse_yuan(text)
    if amount < 0:
        raise ValueError(f"{text!r} is below zero")
    return amount
