"""Declarative call flows for the 10086 hotline.

The layers, top to bottom, are drawn in ``docs/architecture.md`` and enforced by import-linter.
"""
