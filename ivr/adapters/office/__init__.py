"""The back office over TM Forum's v4 interfaces: transport, strict reading, one module per family."""

from __future__ import annotations

from ivr.adapters.office.client import TmForumOffice

__all__ = ["TmForumOffice"]
