"""The languages that authors are spoken to in."""

from __future__ import annotations

from collections.abc import Mapping

from ivr.model.ids import Language

CHINESE = Language("zh-CN")
ENGLISH = Language("en")
LANGUAGES = (CHINESE, ENGLISH)


def default_language(environ: Mapping[str, str]) -> Language:
    """Return the language of whoever types: Chinese where the locale is, else English.

    The order LC_ALL, LC_MESSAGES, LANG is POSIX's (Base Definitions, section 8.2); the first set counts.
    """
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if chosen := environ.get(name):
            return CHINESE if chosen.casefold().startswith("zh") else ENGLISH
    return ENGLISH
