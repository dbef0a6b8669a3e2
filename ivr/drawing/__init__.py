"""Flows as pictures: what ``ways(step)`` says, as SVG that needs no browser, or as mermaid text."""
