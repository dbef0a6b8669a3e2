"""A project's files into one ``Project``, collecting every diagnostic on the way."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from ivr.diagnostics.diagnostic import Diagnostic, Related, problem
from ivr.diagnostics.span import Span
from ivr.language.calendar import Calendar
from ivr.language.reading_calendar import read_calendar
from ivr.language.reading_flows import read_flow
from ivr.language.reading_hotline import read_hotline
from ivr.language.reading_operations import read_operations
from ivr.language.reading_operators import read_notices, read_switches
from ivr.language.reading_types import read_records
from ivr.language.specs import Flow, Project
from ivr.language.types import RecordType
from ivr.shape import Found
from ivr.source.nodes import Table, Text
from ivr.source.reading import MOST_KEPT, read_source
from ivr.wording.reader import read_wording

HOTLINE = "flows/hotline.yaml"
OPERATIONS = "flows/operations.yaml"
SWITCHES = "flows/switches.yaml"
CALENDAR = "flows/calendar.yaml"
NOT_FLOWS = frozenset({HOTLINE, OPERATIONS, SWITCHES, CALENDAR})


def read_project(files: Mapping[str, str]) -> tuple[Project | None, tuple[Diagnostic, ...]]:
    """Return the project in ``files`` (``flows/…`` and ``prompts/…``, path to text) and what is wrong in it.

    None when a file could not be read, or the settings are missing: what would follow from that is not
    worth telling. Never raises, whatever the texts.
    """
    found: Found = []
    read = ((file, _tree(file, text, found)) for file, text in sorted(files.items()))
    trees = {file: tree for file, tree in read if tree is not None}
    unread = [file for file in files if file not in trees]
    if HOTLINE not in files:
        found.append(problem("Y002.missing_file", Span(HOTLINE, 1, 1), file=HOTLINE))
    hotline = read_hotline(trees[HOTLINE], found) if HOTLINE in trees else None
    contract, turned = trees.get(OPERATIONS), trees.get(SWITCHES)
    calendar = read_calendar(trees[CALENDAR], found) if CALENDAR in trees else Calendar()
    switches = MappingProxyType({}) if turned is None else read_switches(turned, found)
    notices = MappingProxyType({}) if turned is None else read_notices(turned, found)
    records = {} if contract is None else read_records(contract.get("types"), [])
    operations = MappingProxyType({}) if contract is None else read_operations(contract, found)
    flows: dict[str, Flow] = {}
    for file in trees:
        if file.startswith("flows/") and file not in NOT_FLOWS:
            flow, wrong = _flow(file, files[file], tuple(records.values()))
            found.extend(wrong)
            if flow is None:
                continue
            if flow.name in flows:
                first = (Related(flows[str(flow.name)].name.span, "first"),)
                found.append(problem("F014.two_things", flow.name.span, related=first, name=str(flow.name)))
            flows.setdefault(str(flow.name), flow)
    languages = () if hotline is None else hotline.languages
    words = [(*_prompt_file(file), file, files[file]) for file in trees if file.startswith("prompts/")]
    wording, wrong = read_wording(words, languages)
    found.extend(wrong)
    if hotline is None or unread:
        return None, tuple(found)
    project = Project(hotline, operations, MappingProxyType(flows), wording, switches, notices, calendar)
    return project, tuple(found)


@lru_cache(maxsize=MOST_KEPT)
def _flow(
    file: str, text: str, records: tuple[RecordType, ...]
) -> tuple[Flow | None, tuple[Diagnostic, ...]]:
    found: Found = []
    tree = _tree(file, text, [])
    flow = None if tree is None else read_flow(file, tree, {one.name: one for one in records}, found)
    return flow, tuple(found)


def _tree(file: str, text: str, found: Found) -> Table | None:
    node, wrong = read_source(file, text)
    found.extend(wrong)
    if isinstance(node, Table):
        return node
    if isinstance(node, Text) and not node.strip():
        return Table((), node.span)
    if node is not None:
        found.append(problem("Y002.not_a_map", node.span, what=file))
    return None


def _prompt_file(file: str) -> tuple[str, str]:
    """Return language and flow of ``prompts/<language>/<flow>.yaml``."""
    _, language, name = (*file.split("/", 2), "", "")[:3]
    return language, name.removesuffix(".yaml")
