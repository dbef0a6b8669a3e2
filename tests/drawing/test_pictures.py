"""A picture says what ``ways(step)`` says: no step and no way is left out, none is made up."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ivr.drawing.flow import is_light
from ivr.drawing.hotline import picture_of_hotline
from ivr.drawing.picture import Arrow, Picture, Shape
from ivr.drawing.view import Never, View
from ivr.language.kinds import END, HANG_UP
from ivr.language.ways import ToStep, everywhere_keys, place_of, ways
from ivr.source.nodes import Text
from tests.drawing.seen import PROJECT, WHOLE, picture, view
from tests.web.inside import EN, ZH


def arrow(drawn: Picture, start: str, end: str) -> Arrow:
    return next(one for one in drawn.arrows if (one.start, one.end) == (start, end))


def texts(drawn: Picture, start: str, end: str) -> list[str]:
    return [line.text for line in arrow(drawn, start, end).lines]


def box(drawn: Picture, name: str) -> object:
    return next(one for one in drawn.boxes if one.name == name)


@pytest.mark.parametrize("name", PROJECT.flows)
def test_every_step_is_a_box_and_every_way_to_a_step_an_arrow(name: str) -> None:
    flow, drawn = PROJECT.flows[name], picture(name)
    assert {*flow.steps} <= {one.name for one in drawn.boxes}
    led = {(one.start, one.end) for one in drawn.arrows}
    for step in flow.steps.values():
        for way in ways(step, PROJECT):
            match place_of(way.target, flow, PROJECT):
                case ToStep(step=target):
                    assert (str(step.name), target) in led
                case _:
                    pass


@pytest.mark.parametrize("name", PROJECT.flows)
def test_nothing_leads_anywhere_that_no_way_leads_to(name: str) -> None:
    flow, drawn = PROJECT.flows[name], picture(name)
    for step in flow.steps.values():
        everywhere = {f"key:{one.key}" for one in everywhere_keys(step, PROJECT)}
        targets = {str(way.target) for way in ways(step, PROJECT) if way.name not in everywhere}
        places = {str(target).removeprefix(f"{step.name}>") for target in targets}
        ends = {one.end.removeprefix(f"{step.name}>") for one in drawn.arrows if one.start == step.name}
        assert ends - {"="} <= places
        assert bool(ends) == bool(places and step.kind not in (END, HANG_UP))


@pytest.mark.parametrize("name", PROJECT.flows)
def test_what_is_pale_is_silence_hanging_up_or_failure(name: str) -> None:
    flow, drawn = PROJECT.flows[name], picture(name)
    for step in flow.steps.values():
        found = {str(way.target): is_light(way, step, PROJECT) for way in ways(step, PROJECT)}
        for one in drawn.arrows:
            if one.start == step.name and one.light:
                assert found.get(one.end.removeprefix(f"{step.name}>"), True)


def test_a_step_that_sets_the_pace_says_so() -> None:
    (found,) = (one for one in picture("main").boxes if one.name == "a_senior")
    assert found.does == ("pace slow",)


def test_the_keys_of_a_menu_stand_on_the_arrows_with_their_words() -> None:
    drawn = picture("cancel_services")
    assert texts(drawn, "offer", "all") == ["1 全部取消"]
    assert texts(drawn, "offer", "which_port") == ["3 取消一个端口的业务", "如果 count(found.ports) > 1"]
    assert texts(drawn, "which", "one") == ["1-5 选一项", "8 下一页，7 上一页"]
    assert arrow(drawn, "offer", "offer>agent").light


def test_a_reader_of_english_is_shown_the_english_prompts() -> None:
    drawn = picture("cancel_services", view(EN))
    assert texts(drawn, "offer", "all") == ["1 To cancel all"]
    assert texts(drawn, "offer", "offer>agent") == ["silence, wrong keys"]


def test_a_choice_offered_in_another_language_is_shown_in_it() -> None:
    assert texts(picture("main"), "services", "other_language") == ["5 For English"]
    assert texts(picture("main", view(EN)), "services", "other_language") == ["5 普通话"]


def test_answers_that_lead_to_one_place_share_an_arrow() -> None:
    assert texts(picture("complaint"), "about_what", "reachable") == [
        "1 费用问题", "2 网络问题", "3 服务问题", "4 其他问题",
    ]  # fmt: skip


def test_a_yes_has_its_key_and_own_words_and_silence_means_no() -> None:
    drawn = picture("cancel_these")
    assert texts(drawn, "sure", "cancel") == ["1 确定停止"]
    assert texts(drawn, "sure", "kept") == ["2 保留业务", "没有回答"]


def test_digits_tries_and_the_words_of_a_question_are_shown() -> None:
    drawn = picture("prove_it")
    assert texts(drawn, "ask", "check") == ["输入6位"]
    assert texts(drawn, "ask", "refused") == ["超过3次"]
    assert "请输入" in str(box(drawn, "ask"))


def test_each_kind_of_step_has_its_shape() -> None:
    shapes = {one.name: one.shape for one in (*picture("agent").boxes, *picture("balance").boxes)}
    assert {name: shapes[name] for name in ("anyone_there", "put_through", "talked", "call_you_back")} == {
        "anyone_there": Shape.DECIDE,
        "put_through": Shape.WORK,
        "talked": Shape.END,
        "call_you_back": Shape.ASK,
    }
    assert (shapes["prove"], shapes["look_up"], shapes["tell_left"]) == (Shape.FLOW, Shape.WORK, Shape.SAY)


def test_a_flow_that_ends_as_the_called_one_ended_is_drawn_once() -> None:
    lines = texts(picture("cancel_services"), "all", "all>=")
    assert "cancelled" in lines
    assert "being_checked" in lines
    assert "kept" not in lines


def test_the_whole_hotline_has_every_flow_and_what_leads_to_it() -> None:
    drawn = picture(WHOLE)
    assert {one.flow for one in drawn.boxes} == {None, *PROJECT.flows}
    assert texts(drawn, "main", "balance") == ["1 查询余额"]
    assert texts(drawn, "balance", "prove_it") == ["prove", "prove_other"]
    assert arrow(drawn, "prove_it", "agent").light
    assert arrow(drawn, "start:", "main")


def test_only_what_no_script_took_is_red() -> None:
    never = Never({"cancel_these.sorry"}, {"cancel_these.cancel on:unavailable"})
    drawn = picture("cancel_these", view(never=never))
    assert [one.name for one in drawn.boxes if one.never] == ["sorry"]
    assert [(one.start, one.end) for one in drawn.arrows if one.never] == [("cancel", "sorry")]


def test_of_two_ways_on_one_arrow_only_the_line_of_the_untaken_one_is_red() -> None:
    drawn = picture("cancel_these", view(never=Never(ways={"cancel_these.sure unanswered"})))
    found = arrow(drawn, "sure", "kept")
    assert not found.never
    assert [line.text for line in found.lines if line.never] == ["没有回答"]


def test_a_flow_nobody_entered_is_red_in_the_whole() -> None:
    steps = {f"balance.{name}" for name in PROJECT.flows["balance"].steps}
    drawn = picture(WHOLE, view(never=Never(steps, {"main.services key:1"})))
    assert [one.name for one in drawn.boxes if one.never] == ["balance"]
    assert arrow(drawn, "main", "balance").never
    assert arrow(drawn, "balance", "prove_it").never


def test_an_arrow_with_a_wrong_key_and_an_answer_on_it_is_not_pale() -> None:
    found = arrow(picture("main"), "anything_else", "goodbye")
    assert [line.text for line in found.lines] == ["2 结束通话", "不按或按错"]
    assert not found.light


def test_an_outcome_that_is_trouble_is_pale() -> None:
    drawn = picture("balance")
    assert arrow(drawn, "prove", "a_person").light  # refused
    assert not arrow(drawn, "prove", "look_up").light


def test_texts_that_start_a_flow_lead_to_it_in_the_whole() -> None:
    start = PROJECT.hotline.start
    texts_ = tuple((Text(words, start.span), Text("balance", start.span)) for words in ("0000", "YE"))
    hotline = replace(PROJECT.hotline, sms=(*texts_, (Text("10086", start.span), start)))
    drawn = picture_of_hotline(View(replace(PROJECT, hotline=hotline), ZH))
    assert texts(drawn, "start:", "balance") == ["发短信：0000, YE"]
    assert arrow(drawn, "start:", "main").lines == ()


def test_a_reader_of_a_language_the_hotline_does_not_speak_is_shown_its_first() -> None:
    wording = replace(PROJECT.wording, languages={ZH: PROJECT.wording.languages[ZH]})
    drawn = picture("cancel_these", View(replace(PROJECT, wording=wording), EN))
    assert texts(drawn, "sure", "kept") == ["2 保留业务", "no answer"]


def test_of_many_steps_that_lead_to_one_flow_a_few_are_named() -> None:
    begin, step = PROJECT.flows["balance"], PROJECT.flows["balance"].steps["prove"]
    steps = {f"prove_{n}": replace(step, name=Text(f"prove_{n}", step.span)) for n in range(6)}
    flows = {**PROJECT.flows, "balance": replace(begin, steps=steps)}
    drawn = picture_of_hotline(View(replace(PROJECT, flows=flows), EN))
    assert texts(drawn, "balance", "prove_it") == ["prove_0", "prove_1", "prove_2", "and 3 more"]


def test_a_line_two_steps_share_is_red_only_when_no_script_took_either() -> None:
    never = Never(ways={"balance.another_number patience_over"})
    lines = {
        line.text: line.never for line in arrow(picture(WHOLE, view(never=never)), "balance", "agent").lines
    }
    assert lines == {"不按或按错": True, "a_person": False}
    both = Never(ways={"cancel_services.which patience_over"})
    shared = arrow(picture(WHOLE, view(never=both)), "cancel_services", "agent")
    assert [line.text for line in shared.lines if line.never] == []
