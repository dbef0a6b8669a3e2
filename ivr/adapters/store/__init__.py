"""Calls, turns, obligations and bundles in one SQL database, so that they commit together."""
