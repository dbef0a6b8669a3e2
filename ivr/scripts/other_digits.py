"""Digits that nobody may see become others, the same ones wherever they come again."""

from __future__ import annotations

from dataclasses import dataclass, field

from ivr.model.ids import msisdn

OTHER_DIGITS = "246810"
"""What secret digits become: the password of the stub's first subscriber (contract, section 6)."""

OTHER_NUMBER = "13900139000"
"""What a number that was not stored becomes: the stub's second subscriber."""
NETWORK = 3
"""The first digits of a mobile number, which name its network and nobody."""
FEWEST = 2
"""One key is no secret, and may be a command: star and 0 ask for a person (flow-language design, rule 8)."""


@dataclass(slots=True)
class OtherDigits:
    """Digits that nobody may see, and those that stand for them: of the same length, each its own."""

    _known: dict[str, str] = field(default_factory=dict)

    def of(self, keys: str) -> str:
        """Return ``keys`` with other digits; star and hash stay."""
        return "".join(self._run(run) for run in _runs(keys))

    def are_known(self, keys: str) -> bool:
        """Return whether ``keys`` have been replaced before."""
        return keys in self._known

    def _run(self, digits: str) -> str:
        if not digits.isdecimal() or len(digits) < FEWEST:
            return digits
        if digits not in self._known:
            self._known[digits] = self._new(digits)
        return self._known[digits]

    def _new(self, digits: str) -> str:
        """Return other digits; a mobile number stays one, or a call would take it for a slip."""
        kept = digits[:NETWORK] if msisdn(digits) is not None else ""
        return kept + self._others(digits[len(kept) :], {one[len(kept) :] for one in self._known.values()})

    def _others(self, digits: str, used: set[str]) -> str:
        size, taken = len(digits), used | {digits}
        first = int((OTHER_DIGITS * (size // len(OTHER_DIGITS) + 1))[:size])
        others = (f"{(first + more) % 10**size:0{size}d}" for more in range(10**size))
        return next((one for one in others if one not in taken), digits[::-1])


def _runs(keys: str) -> list[str]:
    runs: list[str] = []
    for key in keys:
        if runs and key.isdecimal() and runs[-1].isdecimal():
            runs[-1] += key
        else:
            runs.append(key)
    return runs
