"""What several folders of tests share."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from tests.web.inside import BUNDLE, Inside, bundles_compiled_once

# The same examples in every run before a change lands; new ones on a developer's own machine.
settings.register_profile("landing", derandomize=True)
if os.environ.get("CI"):
    settings.load_profile("landing")


@pytest.fixture(scope="session", autouse=True)
def one_compilation() -> Iterator[None]:
    """Compile each bundle once for all tests, which takes longer than most of them."""
    with bundles_compiled_once():
        yield


@pytest.fixture
def open_inside(tmp_path: Path) -> Iterator[Callable[..., Inside]]:
    """Give what opens a process of the hotline on this test's database, with the project's flows live.

    What an office or a messenger was told and nobody asked for fails the test.
    """
    opened: list[Inside] = []

    def open_(**how: Any) -> Inside:
        one = Inside(tmp_path / "calls.db", **how)
        opened.append(one)
        if one.services.bundles.live() is None:
            one.publish(BUNDLE)
        return one

    yield open_
    for one in opened:
        one.close()
    for one in opened:
        assert not one.office.unused()
        assert not one.messenger.told


@pytest.fixture
def inside(open_inside: Callable[..., Inside]) -> Inside:
    """Give one process of the hotline."""
    return open_inside()
