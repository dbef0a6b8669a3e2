"""A figure of the benchmark, and how it is shown."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass

import click


@dataclass(frozen=True, slots=True)
class Figure:
    """A measurement and what it is compared with, both in ``unit`` and of the same run."""

    name: str
    value: float
    unit: str
    beside: str
    other: float

    @property
    def ratio(self) -> float:
        """How many times what it is compared with."""
        return self.value / self.other


def show(figures: Iterable[Figure], *, json_: bool, **more: float) -> None:
    """Print ``figures``, one a line or as one JSON document, to which ``more`` is added."""
    if json_:
        rows = [{**asdict(one), "ratio": round(one.ratio, 2)} for one in figures]
        click.echo(json.dumps({"figures": rows, **more}))
        return
    for one in figures:
        compared = f"{one.other:8.1f} {one.unit}  {one.beside}"
        click.echo(f"{one.value:8.1f} {one.unit}  {one.name:<42}{one.ratio:6.1f} x {compared}")
