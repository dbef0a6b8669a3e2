"""A small project as its designer edits it: flows, prompts and one call script that is quickly played."""

from __future__ import annotations

import json
import re
import shutil
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from ivr.adapters.files import read_files
from ivr.adapters.store.bundles import SqlBundles
from ivr.adapters.store.database import Database
from ivr.bundle.bundle import digest_of
from tests.hotline.running import typed
from tests.web.inside import ROOT

OLD, NEW = "您好，欢迎致电中国移动。", "新年好，欢迎致电中国移动。"
HEARS = """\
call: A caller hears the greeting and the services
steps:
  - hear: [welcome, services]
  - hang_up
"""


def small_project(folder: Path) -> Path:
    """Make a project with one call script, which asks for no coverage."""
    project = folder / "project"
    for name in ("flows", "prompts"):
        shutil.copytree(ROOT / name, project / name)
    edit(project / "flows/hotline.yaml", r"coverage:.*?(?=^\S|\Z)", "")
    scripts = project / "tests/calls"
    scripts.mkdir(parents=True)
    shutil.copy(ROOT / "tests/calls/usual.yaml", scripts)
    (scripts / "hears.yaml").write_text(HEARS, encoding="utf-8")
    return project


def edit(file: Path, pattern: str, by: str) -> None:
    before = file.read_text(encoding="utf-8")
    after, times = re.subn(pattern, by, before, count=1, flags=re.DOTALL | re.MULTILINE)
    assert times == 1, (file, pattern)
    file.write_text(after, encoding="utf-8")


def greet(project: Path, by: str, instead_of: str = OLD) -> None:
    edit(project / "prompts/zh-CN/main.yaml", instead_of, by)


def break_it(project: Path) -> None:
    edit(project / "flows/main.yaml", "1: balance", "1: blance")


def mend_it(project: Path) -> None:
    edit(project / "flows/main.yaml", "1: blance", "1: balance")


def on(database: Path) -> dict[str, str]:
    return {"IVR_DATABASE_URL": f"sqlite:///{database}"}


def listed(project: Path) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(typed(project, "releases", "--json").stdout)["releases"]
    return found


def published(project: Path, *arguments: str) -> str:
    found = typed(project, "publish", *arguments)
    assert found.exit_code == 0, found.output
    return found.stdout


def swap_keys(project: Path) -> None:
    """Let key 1 of the main menu lead to complaints and key 3 to the balance."""
    edit(project / "flows/main.yaml", "1: balance", "1: complaint")
    edit(project / "flows/main.yaml", "3: complaint", "3: balance")


def release(files: Path) -> str:
    """Make the files live as they are, without the checks and scripts of ``ivr publish``; return the digest."""
    read, _ = read_files(files)
    digest = digest_of(read)
    with closing(Database(f"sqlite:///{files}/var/ivr.db")) as database:
        SqlBundles(database).keep(digest, read)
        SqlBundles(database).release(digest, datetime.now(UTC))
    return digest


def two_releases(files: Path) -> tuple[str, str]:
    """Make the files live as they are and then with another greeting; return both digests."""
    older = release(files)
    greet(files, NEW)
    return older, release(files)
