"""The base project of the tests of rules, and edits to it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

HERE = Path(__file__).parent


def files_under(folder: Path) -> dict[str, str]:
    """Return the text of every file of flows and prompts under ``folder``, by path."""
    found = sorted(path for part in ("flows", "prompts") for path in (folder / part).rglob("*.yaml"))
    return {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in found}


BASE: Mapping[str, str] = files_under(HERE / "base")
OURS: Mapping[str, str] = files_under(HERE.parent.parent)
"""The flows and prompts of this hotline."""
AS_IT_STOOD: Mapping[str, str] = files_under(HERE / "hotline")
"""The same as it stood when mistakes were first made in it, so that no change of a flow changes those."""


def edited(edits: Mapping[str, Mapping[str, str]], drop: tuple[str, ...] = ()) -> dict[str, str]:
    """Return the base with each old text replaced by its new one, and without the folders ``drop``.

    ``flows/x.yaml#2`` edits ``flows/x.yaml`` once more. An old text that is not there exactly once is a mistake
    in the test.
    """
    files = {file: text for file, text in BASE.items() if not file.startswith(drop or ("-",))}
    for key, replacements in edits.items():
        file = key.partition("#")[0]
        for old, new in replacements.items():
            if files[file].count(old) != 1:
                raise ValueError(f"{old!r} is {files[file].count(old)} times in {file}")
            files[file] = files[file].replace(old, new)
    return files
