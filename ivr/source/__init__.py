"""YAML text as a tree of located text.

The tree is built from parser events with a stack, never by recursion: a file cannot exhaust anything. All
scalars stay text exactly as written (``0000``, ``12:30``, ``no``, ``null``); the table of kinds types them
later. Whatever YAML has for programs (anchors, aliases, tags, merge keys, several documents) is refused.
"""
