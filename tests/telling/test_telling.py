"""`ivr tell`: every way of every step is a sentence, in both languages, and it is the truth."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

import pytest
from click.testing import CliRunner

from ivr.cli.main import main
from ivr.diagnostics.languages import CHINESE, ENGLISH, LANGUAGES
from ivr.diagnostics.span import Span
from ivr.diagnostics.tell import holes
from ivr.language.expressions import Expression, parse_expression
from ivr.language.reader import read_project
from ivr.language.specs import Flow, Project, Step
from ivr.language.ways import BUILT_IN, ways
from ivr.model.ids import Language
from ivr.telling.about import About, sentences
from ivr.telling.conditions import condition
from ivr.telling.flow import page_of, tell_flow
from ivr.telling.step import tell_step
from ivr.telling.way import tell_way
from tests.language.projects import ROOT, shipped

PROJECT, FOUND = read_project(shipped())
assert PROJECT is not None
SHIPPED: Project = PROJECT
EVERY_STEP = [(flow, step) for flow in SHIPPED.flows.values() for step in flow.steps.values()]
ENDS = (".", "!", "?", "。", "！", "？")


def told(flow: Flow, step: Step, language: Language, project: Project = SHIPPED) -> tuple[str, ...]:
    return tell_step(step, flow=flow, project=project, language=language)


def test_both_languages_have_the_same_sentences_with_the_same_holes() -> None:
    chinese, english = sentences(CHINESE), sentences(ENGLISH)
    assert chinese.keys() == english.keys()
    assert {name: holes(said) for name, said in chinese.items()} == {
        name: holes(said) for name, said in english.items()
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_ways_out_of_a_step_sound_the_same(language: Language) -> None:
    for flow, step in EVERY_STEP:
        out = ways(step, SHIPPED)
        said = [tell_way(way, step, flow=flow, project=SHIPPED, language=language) for way in out]
        assert len(set(said)) == len(out), (flow.name, step.name, said)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_place_a_step_leads_to_stands_in_its_sentences(language: Language) -> None:
    for flow, step in EVERY_STEP:
        said = " ".join(told(flow, step, language))
        for way in ways(step, SHIPPED):
            where = str(way.target).removeprefix("end ").removeprefix("hang_up ")
            assert f"`{where}`" in said or where in BUILT_IN or "same" in said or "同样" in said, (
                flow.name,
                step.name,
                way.name,
            )


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_is_whole(language: Language) -> None:
    for flow, step in EVERY_STEP:
        for sentence in told(flow, step, language):
            assert sentence.removesuffix("”").endswith(ENDS), sentence
            assert "{" not in sentence


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_a_caller_hears_or_reads_at_a_step_stands_in_it(language: Language) -> None:
    for flow, step in EVERY_STEP:
        said = " ".join(told(flow, step, language))
        assert "None" not in said
        for name, is_text in (
            (step.say, False),
            (step.subject if step.kind.asks else None, False),
            (step.text, True),
        ):
            if name is None:
                continue
            prompt = SHIPPED.wording.prompt(language, str(flow.name), str(name))
            assert prompt is not None
            words = prompt.text if is_text else prompt.say
            assert words is not None
            assert all(part.strip() in said for part in words if isinstance(part, str))


HOTLINE = """\
hotline: "10086"
start: main
languages: [zh-CN]
everywhere: {0: {go: agent, said: first_menu}}
patience: {wait: 6s, no_input: [hello, hello], no_match: [no_such_key], at_most: 3, after_that: agent}
queues: {agents: {longest_wait: 60s, call_back_after: 15s}}
"""
OPERATIONS = """\
operations:
  look: {effect: read, gives: {ok: {left: money}}}
  note: {effect: write, owed: yes, gives: {ok: {}}}
  wipe: {effect: destructive, gives: {ok: {}}}
"""
WORDS = """\
question: {say: "还有{left:money}，怎么办？", again: 怎么办？, choices: {here: 再来, yes: 是的, agent: 人工}}
line: "{name:text}"
"""
COMMON = "hello: 喂？\nno_such_key: 没有。\neverywhere: {agent: 人工}\n"
AGENT = "flow: agent\noutcomes: {done: done, busy: trouble}\nsteps: {there: {end: done}}\n"


def small(step: str) -> tuple[Flow, Step, Project]:
    """Return a step ``here`` of a small project in Chinese, given in braces."""
    files = {
        "flows/hotline.yaml": HOTLINE,
        "flows/operations.yaml": OPERATIONS,
        "flows/agent.yaml": AGENT,
        "flows/main.yaml": f"flow: main\noutcomes: {{told: done}}\nsteps:\n  here: {step}\n",
        "prompts/zh-CN/main.yaml": WORDS,
        "prompts/zh-CN/common.yaml": COMMON,
    }
    project, found = read_project(files)
    assert found == ()
    assert project is not None
    flow = project.flows["main"]
    return flow, flow.steps["here"], project


SAID = {
    "{menu: question, keys: {1: here}}": [
        "The caller is asked “还有[amount]，怎么办？”",
        "When it is asked again: “怎么办？”",
        "Key 1, “再来”: the call goes on at `here`.",
        "As everywhere, 0 begins the flow `agent`.",
        "After 6 seconds of silence the caller hears “喂？” and the question again.",
        "After the next silence: “喂？”",
        "After a wrong key the caller hears “没有。” and the question again.",
        "If that does not help, or the question has been asked 3 times in all, the flow `agent` begins.",
    ],
    "{menu: question, keys: {1: end told, star: start_over}, no_input: [], no_match: [], after_that: here}": [
        "Key 1: this flow ends as `told`.",
        "Key star: the call starts over.",
        "After 6 seconds of silence, or an answer that does not fit, the call goes on at `here`.",
    ],
    "{menu: question, list: items, each: line, save: it, go: here}": [
        "Keys 1 to 5 pick one of `items`, each offered as “[name]”; 8 offers the next five and 7 the previous.",
        "When one has been picked, the call goes on at `here`.",
    ],
    "{menu: question, answers: {1: yes}, save: it, go: here}": ["Key 1, “是的”, means `yes`."],
    "{menu: question, keys: {1: {go: agent, when: count(x) > 1}}, then: here}": [
        "Key 1, “人工”, only if the number of `x` is above 1: the flow `agent` begins.",
        "When the flow that was chosen is done, the call goes on at `here`.",
    ],
    "{collect: question, digits: 6-11, finish: hash, save: it, sensitive: secret, go: here}": [
        "The answer is 6 to 11 digits.",
        "The hash key ends it.",
        "It is secret. It is never said, written down or kept.",
        "After an entry that does not fit the caller hears “没有。” and the question again.",
    ],
    "{confirm: question, no_input: [], unanswered: here, go: {yes: here, no: end told}}": [
        "Yes (key 1, “是的”): the call goes on at `here`.",
        "After 6 seconds of silence, or if that does not help, the call goes on at `here`.",
    ],
    "{record: question, longest: 60s, save: it, tries: 1, out_of_tries: here, go: {recorded: here, silent: back}}": [
        "After a tone the caller speaks, for 60 seconds at most; the hash key ends it. Less than 1 second counts as nothing said.",
        "If nothing is said, the caller is back at the question before.",
        "A caller can come here once; after that the call goes on at `here`.",
    ],
    "{do: look, save: it, go: {ok: here, unavailable: here}}": [
        "The office is asked for `look`.",
        "If the office cannot answer now, the call goes on at `here`.",
    ],
    "{do: note, with: {kind: it, words: words}, go: {ok: here, unsure: here, unavailable: end told}}": [
        "The office is asked to do `note` with `kind` (`it`) and `words`.",
        "If it was sent but no answer came, so that it may have been done, the call goes on at `here`; what became of it is found out later.",
        "If the office cannot do it now, it is kept and done later, and this flow ends as `told`.",
    ],
    "{do: wipe, go: {ok: here, unsure: here, unavailable: here}}": [
        "The office is asked to do `wipe`, which cannot be undone.",
        "If the office cannot do it now, so that surely nothing was done, the call goes on at `here`.",
    ],
    "{transfer: agents, go: {answered: here, nobody: here, failed: here, call_back: here}}": [
        "The caller waits for a person in the queue `agents`, for 60 seconds at most.",
        "After 15 seconds of waiting, key 1 is offered: a call back instead.",
        "If the caller wants to be called back, the call goes on at `here`.",
    ],
    "{flow: agent, go: here}": ["If `agent` ends as `done` or `busy`, the call goes on at `here`."],
    "{flow: agent, go: {busy: here, others: end}}": [
        "If `agent` ends as `busy`, the call goes on at `here`.",
        "If `agent` ends as `done`, this flow ends the same way.",
    ],
    "{pace: slow, go: here}": [
        "From here on the caller is spoken to slowly, and answers are waited for longer.",
    ],
    "{pace: usual, go: here}": ["From here on the call goes at the usual pace."],
    "{menu: question, keys: {1: slower}}": ["Key 1: the question is said again, slowly from here on."],
    "{language: en, subscriber: it, if_caller_hangs_up: here, go: here}": [
        "From here on the call is in English.",
        "From here on the flow is about another number, `it`, and nothing has been proven for it.",
        "From here on, even after the caller hangs up, the call goes on at `here`.",
    ],
    "{decide: [{otherwise: here}]}": ["In every case the call goes on at `here`."],
    "{hang_up: told}": ["The flow ends as `told` (done), and the call with it."],
}


@pytest.mark.parametrize("step", SAID)
def test_what_a_step_means_is_told(step: str) -> None:
    flow, here, project = small(step)
    said = told(flow, here, ENGLISH, project)
    assert [sentence for sentence in SAID[step] if sentence not in said] == [], said
    assert all(told(flow, here, CHINESE, project))


def test_what_cannot_be_undone_is_told_where_the_question_is() -> None:
    flow, step, project = small("{confirm: question, go: {yes: here, no: here}}")
    assert not any("cannot be undone" in one for one in told(flow, step, ENGLISH, project))
    cancel = SHIPPED.flows["cancel_these"]
    assert any(
        "`end_services`, which cannot be undone" in one for one in told(cancel, cancel.steps["sure"], ENGLISH)
    )


CONDITIONS: Mapping[str, tuple[str, str]] = {
    'subscriber.number == ""': (
        "it is not known which number the call is about",
        "不知道所办的是哪个号码",
    ),
    'caller.number != ""': ("the caller's number is known", "看得到来电号码"),
    "not switch.storm": ("the switch `storm` is off", "开关 `storm` 关闭"),
    'open("agents")': ("the queue `agents` is open", "队列 `agents` 正在服务"),
    'language != "en"': ("the call is not in English", "通话不用英语"),
    'channel == "sms"': ("it is a text conversation", "是短信"),
    "subscriber.proven": ("the caller has proven that it is their number", "来电者已经证明是本人"),
    "account.left < 10.50": ("`account.left` is below 10.50", "`account.left` 小于 10.50"),
    "a + b - 1 >= 2": ("`a` plus `b` minus 1 is at least 2", "`a` 加 `b` 减 1 不小于 2"),
    "days_until(last.due) < 0": ("`last.due` has passed", "`last.due` 已经过了"),
    "days_until(last.due) > 3": ("the days until `last.due` is above 3", "距 `last.due` 的天数大于 3"),
    "x == yes": ("`x` is yes", "`x` 是 “是”"),
    'kind == "网络"': ("`kind` is “网络”", "`kind` 是 “网络”"),
    "a and (b or not c)": (
        "`a` is yes and (`b` is yes or `c` is no)",
        "`a` 为是，而且（`b` 为是，或者 `c` 为否）",
    ),
    "not (a and b)": (
        "it is not so that (`a` is yes and `b` is yes)",
        "并非（`a` 为是，而且 `b` 为是）",
    ),
}


@pytest.mark.parametrize("text", CONDITIONS)
def test_a_condition_is_told_in_words(text: str) -> None:
    read = parse_expression(text, Span("flows/x.yaml", 1, 1))
    assert isinstance(read, Expression)
    flow = SHIPPED.flows["main"]
    said = tuple(condition(read.tree, About(flow, SHIPPED, language)) for language in (ENGLISH, CHINESE))
    assert said == CONDITIONS[text]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_whole_flow_is_told_step_by_step(language: Language) -> None:
    for flow in SHIPPED.flows.values():
        page = page_of(tell_flow(flow, project=SHIPPED, language=language))
        headings = re.findall(r"^(\w+)$", page, re.MULTILINE)
        assert headings == list(flow.steps)
        assert flow.about in page.splitlines()[0]


def test_what_is_so_of_a_whole_flow_stands_at_its_head() -> None:
    def facts(name: str) -> tuple[str, ...]:
        return tell_flow(SHIPPED.flows[name], project=SHIPPED, language=ENGLISH).facts

    assert "Every call to 10086 begins with this flow." in facts("main")
    assert "The first menu of a call offers one more: key 0, “For a person”." in facts("main")
    assert any(one.startswith("It looks at the switch `storm`: ") for one in facts("main"))
    assert "It needs `services` (list of service)." in facts("cancel_these")
    assert any("`some_cancelled` or `being_checked` (somebody" in one for one in facts("cancel_these"))
    assert len(facts("agent")) == 1


def test_a_project_in_one_language_is_told_in_the_other_with_its_own_words() -> None:
    flow, step, project = small("{menu: question, keys: {1: here}}")
    assert "按 1，“再来”：转到 `here`。" in told(flow, step, CHINESE, project)
    assert "Key 1, “再来”: the call goes on at `here`." in told(flow, step, ENGLISH, project)


def ran(*arguments: str, **env: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(
        main, ["tell", *arguments], env={"IVR_PROJECT": str(ROOT), "LC_ALL": "C", **env}
    )
    return result.exit_code, result.stdout, result.stderr


def test_a_chinese_locale_is_told_in_chinese() -> None:
    code, shown, _ = ran("prove_it", LC_ALL="zh_CN.UTF-8")
    assert code == 0
    assert shown.startswith("prove_it：")


def test_without_a_flow_every_flow_is_told_also_as_json() -> None:
    code, shown, _ = ran("--json", "--language", "en")
    assert code == 0
    assert [one["name"] for one in json.loads(shown)["flows"]] == list(SHIPPED.flows)


def test_a_flow_that_is_not_there_is_wrong_usage_and_near_ones_are_named() -> None:
    code, shown, complaint = ran("balanse")
    assert (code, shown) == (2, "")
    assert "there is no `balanse`; there is balance" in complaint
