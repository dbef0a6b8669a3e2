"""Words a running hotline had no sound of, such as the name of a service: left in a folder to be rendered.

A request only leaves the words there; a process of its own renders them, and later callers hear one voice.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import time
from pathlib import Path

from ivr.adapters.voice.adding import Adding
from ivr.adapters.voice.built import read_index, write_whole
from ivr.errors import CannotSpeak
from ivr.model.ids import Language
from ivr.speech.clip import Shape, Wanted

ASKED = "asked"
MOST_ASKED = 200
"""Most words that wait; an office that names more at once has them rendered bit by bit."""
MOST_KEPT = 2000
"""Most sounds kept of such words, at two paces: some 25 MB."""
KEPT_S = 30 * 24 * 3600
"""How long such a sound is kept; then whoever says the words first asks for it again."""
OFFICE = "(office)"
"""The place of words that stand in no prompt."""


def ask_for(folder: Path, words: str, language: Language) -> None:
    """Leave ``words`` to be rendered, unless too many wait; what cannot be left is said by the carrier."""
    name = hashlib.sha256(f"{language}|{words}".encode()).hexdigest()
    with contextlib.suppress(OSError):
        if len(list((folder / ASKED).glob("*.json"))) < MOST_ASKED:
            text = json.dumps({"words": words, "language": language}, ensure_ascii=False)
            write_whole(folder / ASKED / f"{name}.json", text.encode())


def render_asked(folder: Path, adding: Adding) -> int:
    """Render what was asked for, as pieces at every pace that is built; return how many sounds are new.

    Words are taken from the folder before: those that cannot be rendered are not tried for ever.
    """
    wanted: list[Wanted] = []
    index = read_index(folder)
    paces = () if index is None else tuple(dict.fromkeys(one.wanted.pace for one in index.clips))
    kept = 0 if index is None else sum(one.wanted.place == OFFICE for one in index.clips)
    for path in sorted((folder / ASKED).glob("*.json")):
        with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
            asked = json.loads(path.read_text(encoding="utf-8"))
            words, language = str(asked["words"]), Language(str(asked["language"]))
            wanted += [Wanted(words, language, Shape.PIECE, OFFICE, pace) for pace in paces]
        path.unlink(missing_ok=True)
    if not wanted or kept + len(wanted) > MOST_KEPT:
        return 0
    with contextlib.suppress(CannotSpeak, OSError):  # the carrier goes on saying them
        return adding.add(wanted, until=time.time() + KEPT_S)
    return 0
