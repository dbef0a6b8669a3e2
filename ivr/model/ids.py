"""Identifiers, validated once at the edge and typed from there on."""

from __future__ import annotations

import re
from typing import NewType

from ivr.errors import BadValue

CallSid = NewType("CallSid", str)
"""The carrier's name for a call. Opaque: Twilio's is ``CA`` and 32 hex digits, others differ."""
Msisdn = NewType("Msisdn", str)
"""A mobile number as eleven bare digits, such as ``13800138000``."""
Language = NewType("Language", str)
"""A language as the project names it: ``zh-CN``, ``en``."""
Digest = NewType("Digest", str)
"""Lower-case hex SHA-256 of an artefact."""

CALL_SID_LENGTH = 256
"""Longest call id taken; TwiML carriers differ, so ids are opaque up to this many characters."""
_CALL_SID = re.compile(rf"[A-Za-z0-9:_.\-]{{1,{CALL_SID_LENGTH}}}")
_MSISDN = re.compile(r"1[3-9][0-9]{9}")
_COUNTRY = "86"
_MSISDN_LENGTH = 11


def call_sid(text: str) -> CallSid:
    """Return ``text`` as a call id, or raise ``BadValue``."""
    if not _CALL_SID.fullmatch(text):
        raise BadValue("a call id is 1 to 256 letters, digits, ':', '_', '.' or '-'")
    return CallSid(text)


def msisdn(text: str) -> Msisdn | None:
    """Return the number in ``text`` as eleven bare digits, or None when it is withheld or foreign.

    ``+8613800138000``, ``8613800138000`` and ``13800138000`` are the same number; behind a plus stands a
    country, so ``+13800138000`` is North American. Words such as ``anonymous`` are what carriers send for a
    withheld one.
    """
    written = text.strip()
    bare = written.removeprefix("+")
    if len(bare) == len(_COUNTRY) + _MSISDN_LENGTH and bare.startswith(_COUNTRY):
        bare = bare.removeprefix(_COUNTRY)
    elif bare != written:
        return None
    return Msisdn(bare) if _MSISDN.fullmatch(bare) else None
