"""Reading one element: its shape, its attributes, and the warnings for what is wrong with them.

A wrong shape is warning 12200 and the part is skipped; a bad value is the verb's own warning and the
default counts (5.1).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from ivr.line.element import Element
from ivr.line.state import CarrierFault, Complaint

SCHEMA = "12200"
"""The code for what the carrier's schema does not know (section 10)."""
BAD_ADDRESS = "11100"
"""The code for an address that is none (section 10)."""
METHODS = ("GET", "POST")
_WHOLE = re.compile(r"[0-9]{1,9}")
_HOST_OF_OURS = re.compile(r"[A-Za-z0-9.\-]+|\[[0-9A-Fa-f:.]+\]")


@dataclass(frozen=True, slots=True)
class Shape:
    """What an element may look like: attributes, children, and whether text means anything in it."""

    attributes: frozenset[str] = frozenset()
    children: frozenset[str] = frozenset()
    text: bool = False
    nesting_code: str = SCHEMA


def shape(*attributes: str, children: tuple[str, ...] = (), text: bool = False) -> Shape:
    """Return a shape from names."""
    return Shape(frozenset(attributes), frozenset(children), text)


@dataclass(frozen=True, slots=True)
class Reading:
    """An element being read; everything wrong with it is added to ``complaints``."""

    element: Element
    complaints: list[Complaint]

    def complain(self, code: str, text: str) -> None:
        """Note a warning about this element."""
        self.complaints.append(Complaint(code, f"<{self.element.tag}>: {text}"))

    def text(self, name: str) -> str | None:
        """Return an attribute as it stands, or None."""
        return self.element.attributes.get(name)

    def choice(self, name: str, *, among: tuple[str, ...], default: str, code: str) -> str:
        """Return an attribute that is one of ``among``."""
        value = self.text(name)
        if value is None or value in among:
            return default if value is None else value
        self.complain(code, f'{name}="{value}" is not one of {", ".join(among)}')
        return default

    def truth(self, name: str, *, default: bool, code: str) -> bool:
        """Return a ``true``/``false`` attribute."""
        word = "true" if default else "false"
        return self.choice(name, among=("true", "false"), default=word, code=code) == "true"

    def method(self, name: str = "method", *, code: str, default: str = "POST") -> str:
        """Return an HTTP method; either case is taken."""
        value = self.text(name)
        if value is not None and value.upper() in METHODS:
            return value.upper()
        return self.choice(name, among=METHODS, default=default, code=code)

    def whole(self, name: str, *, span: tuple[int, int | None], default: int, code: str) -> int:
        """Return a whole number within ``span`` (both ends count; None: no upper one)."""
        value = self.text(name)
        if value is None:
            return default
        low, high = span
        if _WHOLE.fullmatch(value) and int(value) >= low and (high is None or int(value) <= high):
            return int(value)
        upto = "or more" if high is None else f"to {high}"
        self.complain(code, f'{name}="{value}" is not a whole number, {low} {upto}')
        return default

    def address(self, name: str) -> str | None:
        """Return an attribute that is an address, or None. Raises ``CarrierFault`` 11100."""
        value = self.text(name)
        return None if value is None else check_address(value.strip())

    def check_shape(self, expected: Shape) -> list[Element]:
        """Complain about what does not belong here; return the children that do."""
        for name in sorted(self.element.attributes.keys() - expected.attributes):
            self.complain(SCHEMA, f"there is no attribute {name}")
        if not expected.text and self.element.own_text:
            self.complain(SCHEMA, "text means nothing here")
        kept = []
        for child in self.element.children:
            if child.tag in expected.children:
                kept.append(child)
            else:
                self.complain(expected.nesting_code, f"<{child.tag}> may not stand in it")
        return kept


def check_address(value: str) -> str:
    """Return ``value`` if it can be an address, absolute or relative; raise ``CarrierFault`` if not.

    Host names with underscores are refused (2.7).
    """
    try:
        parts = urlsplit(value)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise CarrierFault(BAD_ADDRESS, f'"{value}" is not an address: {error}') from error
    if any(character.isspace() for character in value) or parts.scheme not in {"", "http", "https"}:
        raise CarrierFault(BAD_ADDRESS, f'"{value}" is not an http address')
    if parts.scheme and not host:
        raise CarrierFault(BAD_ADDRESS, f'"{value}" names no host')
    bracketed = f"[{host}]" if host and ":" in host else host
    if bracketed and not _HOST_OF_OURS.fullmatch(bracketed):
        raise CarrierFault("11210", f'"{value}": the carrier refuses the host name {host}')
    return value
