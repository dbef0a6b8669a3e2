"""Calls nobody wrote down: callers, offices and networks that do anything, and what holds all the same."""
