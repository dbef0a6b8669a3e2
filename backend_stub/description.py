"""The office in OpenAPI: what it answers, and what it is asked with. See ``openapi.yaml``."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml

from backend_stub.documents import Document

ADDRESS = "/openapi.json"
_FILE = Path(__file__).with_name("openapi.yaml")
_OURS = "x-"
"""How the keys begin under which the file keeps what it says more than once."""


@cache
def description() -> Document:
    """Return the description, shared and not to be changed. Its references stand as they are written."""
    whole = yaml.load(_FILE.read_bytes(), Loader=yaml.CSafeLoader)
    return {name: part for name, part in whole.items() if not name.startswith(_OURS)}


def referred(reference: str) -> Document:
    """Return what ``#/components/schemas/Note`` and its like stand for. Raises KeyError."""
    found = description()
    for name in reference.removeprefix("#/").split("/"):
        part = found[name]
        if not isinstance(part, dict):
            raise KeyError(reference)
        found = part
    return found


def schema(name: str) -> Document:
    """Return the schema of this name. Raises KeyError."""
    return referred(f"#/components/schemas/{name}")
