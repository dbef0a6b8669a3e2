"""How long words take to say when nobody has rendered them: the one estimate there is."""

from __future__ import annotations

import re

HAN_S = 0.25
"""Seconds to say one Han character; source: reference/twiml.md, 13.1. The built voice says 3.7 a second."""
OTHER_S = 0.07
"""Seconds to say any other character, punctuation included (13.1)."""
_HAN = re.compile(r"[\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f]")


def speaking_s(text: str) -> float:
    """Return how long ``text`` takes to say, in seconds; whitespace takes none."""
    han = len(_HAN.findall(text))
    return han * HAN_S + (sum(map(len, text.split())) - han) * OTHER_S
