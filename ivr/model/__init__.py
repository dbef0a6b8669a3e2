"""The words: immutable values every layer shares. Imports nothing of ours but ``ivr.errors``."""
