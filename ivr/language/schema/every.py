"""Every schema of a project, and the files each is for."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from ivr.language.schema.flows import flow_schema
from ivr.language.schema.known import Known
from ivr.language.schema.pieces import Schema
from ivr.language.schema.settings import (
    calendar_schema,
    hotline_schema,
    operations_schema,
    switches_schema,
)
from ivr.language.schema.words import common_schema, prompts_schema
from ivr.model.ids import Language

FILES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "flow": (
            "flows/*.yaml",
            "!flows/hotline.yaml",
            "!flows/operations.yaml",
            "!flows/switches.yaml",
            "!flows/calendar.yaml",
        ),
        "hotline": ("flows/hotline.yaml",),
        "operations": ("flows/operations.yaml",),
        "switches": ("flows/switches.yaml",),
        "calendar": ("flows/calendar.yaml",),
        "prompts": ("prompts/*/*.yaml", "!prompts/*/common.yaml"),
        "common": ("prompts/*/common.yaml",),
    }
)
"""Each schema and the files it is for, as an editor's settings list them."""


def schemas(known: Known, language: Language) -> Mapping[str, Schema]:
    """Return the schema of every kind of file, by the names of ``FILES``, told in ``language``."""
    return {
        "flow": flow_schema(known, language),
        "hotline": hotline_schema(known, language),
        "operations": operations_schema(known, language),
        "switches": switches_schema(language),
        "calendar": calendar_schema(language),
        "prompts": prompts_schema(language),
        "common": common_schema(language),
    }
