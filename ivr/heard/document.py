"""The times as one document for programs: seconds throughout, unrounded beyond a hundredth."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby
from typing import TypeAlias

from ivr.heard.questions import Option
from ivr.heard.seconds import Stretch
from ivr.heard.times import Asked, Offered, Times
from ivr.language.specs import Listening

Document: TypeAlias = Mapping[str, object]
_DECIMALS = 2


def as_document(times: Times, limits: Listening) -> Document:
    """Return ``times`` as maps, lists, text and numbers."""
    return {
        "languages": list(times.languages),
        "limits": {
            "choices": limits.choices,
            "option": limits.option_s,
            "menu": limits.menu_s,
            "person": limits.person_s,
        },
        "person": {language: _offered(offer) for language, offer in times.offers.items()},
        "questions": [
            {"flow": flow, "step": step, "languages": {one.node.language: _asked(one) for one in asked}}
            for (flow, step), asked in groupby(times.asked, key=lambda one: (one.node.flow, one.node.step))
        ],
        "goals": {
            language: {str(goal): _stretch(heard) for goal, heard in goals.items()}
            for language, goals in times.goals.items()
        },
    }


def _asked(asked: Asked) -> Document:
    question = asked.question
    return {
        "begins": None if asked.begins_s is None else round(asked.begins_s, _DECIMALS),
        "words": _stretch(question.words),
        "options": [_option(one) for one in question.options],
        "takes": round(question.longest_s, _DECIMALS),
        "to_a_person": None
        if asked.person is None
        else {"seconds": round(asked.person.heard_s, _DECIMALS), "keys": asked.person.keys},
    }


def _option(option: Option) -> Document:
    takes, heard = round(option.takes_s, _DECIMALS), _stretch(option.heard_s)
    return {"key": option.key, "option": option.name, "takes": takes, "heard": heard}


def _offered(offer: Offered) -> Document:
    return {
        "flow": offer.asked.node.flow,
        "step": offer.asked.node.step,
        "key": offer.option.key,
        "offered": round(offer.offered_s, _DECIMALS),
        "reached": round(offer.reached_s, _DECIMALS),
    }


def _stretch(stretch: Stretch) -> Document:
    return {
        "shortest": round(stretch.shortest_s, _DECIMALS),
        "longest": round(stretch.longest_s, _DECIMALS),
    }
