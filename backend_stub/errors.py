"""What the office refuses, as a value that becomes a TM Forum Error."""

from __future__ import annotations

from backend_stub.documents import Document


class BackOfficeError(Exception):
    """The root of everything raised on purpose here."""


class Refused(BackOfficeError):
    """A request the office turns down: an HTTP status and the fields of a TM Forum Error.

    ``code`` is a string that programs compare, ``reason`` a sentence for people.
    """

    def __init__(self, status: int, code: str, reason: str) -> None:
        super().__init__(reason)
        self.status = status
        self.code = code
        self.reason = reason

    def body(self) -> Document:
        """Return the TM Forum Error; ``status`` and ``code`` are strings there (v4.0.0, Error)."""
        return {"@type": "Error", "code": self.code, "reason": self.reason, "status": str(self.status)}


class BadData(BackOfficeError):
    """The subscribers' file cannot be used; the message names the file, the subscriber and the field."""
