"""A small hotline whose audio is built: one second for each character, so that times can be read off the words."""

from __future__ import annotations

from collections.abc import Mapping

from ivr.heard.times import Asked, Times, times_of
from ivr.language.specs import Project
from ivr.wording.speech import Utterance
from tests.language.projects import project_of

SETTINGS = """\
hotline: "10086"
start: main
languages: [zh-CN]
everywhere: {star: back, 9: repeat, 0: {go: agent, said: first_menu}}
patience: {no_input: [x], no_match: [x], after_that: agent}
queues: {agents: {}}
"""
COMMON = """\
joining: {press: "{offer:text}{key:text}", between: "/", and_more: "&"}
keys: {"0": "0", "1": "1", "2": "2", "3": "3", "4": "4", "5": "5", "7": "7", "8": "8", "*": "*", "#": "#"}
everywhere: {agent: pppp}
paging: {say: x, choices: {next: nn, previous: pp}}
x: x
"""
AGENT = """\
flow: agent
outcomes: {talked: done, nobody: trouble}
steps:
  through: {say: wait, transfer: agents, go: {answered: talked, nobody: sorry, failed: sorry}}
  talked: {hang_up: talked}
  sorry: {end: nobody}
"""
AGENT_WORDS = "wait: wwwww\n"
MAIN = "flow: main\noutcomes: {told: done}\nsteps:\n"


def one_second_a_character(utterance: Utterance) -> float:
    return float(len(utterance.text))


def hotline(
    steps: str,
    words: str,
    *,
    settings: str = SETTINGS,
    english: str | None = None,
    **files: str,
) -> Project:
    """A hotline whose flow `main` has ``steps``; ``files`` are other flows by name, and ``name_words`` theirs.

    ``english`` are the English words of `main`; then the hotline speaks English too.
    """
    found = {
        "flows/hotline.yaml": settings,
        "flows/main.yaml": MAIN + "".join(f"  {line}\n" for line in steps.splitlines()),
        "flows/agent.yaml": AGENT,
        "prompts/zh-CN/common.yaml": COMMON,
        "prompts/zh-CN/main.yaml": words,
        "prompts/zh-CN/agent.yaml": AGENT_WORDS,
    }
    for name, text in files.items():
        flow = name.removesuffix("_words")
        found[f"prompts/zh-CN/{flow}.yaml" if name != flow else f"flows/{flow}.yaml"] = text
    if english is not None:
        found["flows/hotline.yaml"] = settings.replace("[zh-CN]", "[zh-CN, en]")
        found |= {"prompts/en/common.yaml": COMMON, "prompts/en/main.yaml": english}
    return project_of(found)


def timed(project: Project) -> Times:
    return times_of(project, one_second_a_character)


def asked(project: Project, step: str, language: str = "zh-CN") -> Asked:
    """The question ``step`` of flow main, or ``flow.step``."""
    flow, _, name = f"main.{step}".rpartition(".")
    flow = flow.rpartition(".")[2]
    (found,) = (one for one in timed(project).asked if one.node == (language, flow, name))
    return found


def options(one: Asked) -> Mapping[str, tuple[float, float]]:
    """Each option's key: what its words take, and when its key has been said at the latest."""
    return {option.key: (option.takes_s, option.heard_s.longest_s) for option in one.question.options}


def goals(project: Project, language: str = "zh-CN") -> Mapping[str, tuple[float, float]]:
    found = timed(project).goals[language]
    return {str(goal): (heard.shortest_s, heard.longest_s) for goal, heard in found.items()}
