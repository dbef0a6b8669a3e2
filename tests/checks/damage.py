"""What a slip of the hand does to a file, or a half-written edit."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import strategies as st

from tests.checks.project import BASE, OURS

TOKENS = sorted(
    {word for text in (*OURS.values(), *BASE.values()) for line in text.splitlines() for word in line.split()}
)

Damage = Callable[[str], str]


@st.composite
def line_damage(draw: st.DrawFn) -> Damage:
    """Delete, double or replace one line."""
    where = draw(st.integers(0, 200))
    how = draw(st.sampled_from(("delete", "double", "swap", "token", "indent")))
    token, new = draw(st.integers(0, 20)), draw(st.sampled_from(TOKENS))

    def damage(text: str) -> str:
        lines = text.splitlines()
        if not lines:
            return text
        at = where % len(lines)
        match how:
            case "delete":
                del lines[at]
            case "double":
                lines.insert(at, lines[at])
            case "swap":
                lines[at], lines[-1] = lines[-1], lines[at]
            case "indent":
                lines[at] = "  " + lines[at]
            case _:
                words = lines[at].split(" ")
                words[token % len(words)] = new
                lines[at] = " ".join(words)
        return "\n".join(lines) + "\n"

    return damage
