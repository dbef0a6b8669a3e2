"""Obligations without a caller."""
