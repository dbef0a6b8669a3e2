"""The back office's stub, as somebody who looks into it sees it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import httpx

from tests.hotline.patience import NO_TLS

TEXTS = "/tmf-api/communicationManagement/v4/communicationMessage"
PRODUCTS = "/tmf-api/productInventory/v4/product"
ORDERS = "/tmf-api/productOrderingManagement/v4/productOrder"
TICKETS = "/tmf-api/troubleTicket/v4/troubleTicket"


@dataclass(frozen=True, slots=True)
class TheOffice:
    """The stub, as somebody who looks into it sees it."""

    url: str

    def all(self, resource: str) -> list[dict[str, Any]]:
        everything = {"limit": 10_000}
        found = httpx.get(f"{self.url}{resource}", params=everything, trust_env=False, verify=NO_TLS)
        assert found.status_code in (200, 206), found.text
        listed: list[dict[str, Any]] = found.json()
        return listed

    def texts(self, to: str | None = None) -> list[dict[str, Any]]:
        return [one for one in self.all(TEXTS) if to is None or one["receiver"][0]["phoneNumber"] == to]

    def active(self, number: str) -> list[str]:
        """Return the names of what ``number`` has."""
        return [
            one["name"]
            for one in self.all(PRODUCTS)
            if one["status"] == "active"
            and {"name": "msisdn", "value": number} in one["productCharacteristic"]
        ]

    def tickets(self, caller: str | None = None) -> list[dict[str, Any]]:
        return [
            one
            for one in self.all(TICKETS)
            if caller is None or caller in {party["id"] for party in one["relatedParty"]}
        ]

    @contextmanager
    def misbehaving(self, operation: str, mode: str, **how: float) -> Iterator[None]:
        address = f"{self.url}/faults/{operation}"
        told = httpx.put(address, json={"mode": mode, **how}, trust_env=False, verify=NO_TLS)
        assert told.status_code == 200, told.text
        try:
            yield
        finally:
            httpx.delete(address, trust_env=False, verify=NO_TLS)
