"""A bundle: every file a call depends on, under one digest.

A call is pinned to the digest it began with; the files are stored beside the calls, so any server, also one
started later, goes on with the very same flows and words.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass

from ivr.checks.checked import Checked
from ivr.model.ids import Digest


@dataclass(frozen=True, slots=True)
class Bundle:
    """Checked files and the digest that names them."""

    digest: Digest
    checked: Checked


def make_bundle(checked: Checked) -> Bundle:
    """Return the bundle of what check handed back."""
    return Bundle(digest_of(checked.files), checked)


def digest_of(files: Mapping[str, str]) -> Digest:
    """Return the SHA-256 of the files' paths and texts, independent of their order."""
    canonical = json.dumps(dict(files), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return Digest(hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest())
