"""Machines are made from the ways and from nothing else, take no text to look up, and are shared by threads."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from types import MappingProxyType

import pytest
from transitions import Machine

from ivr.engine.advance import advance, begin
from ivr.engine.live import Live
from ivr.engine.machine import FlatMachine
from ivr.engine.program import AtStep, BuiltIn, Ended, Program, Started
from ivr.errors import CannotCompile
from ivr.language.ways import ToFlow, Why, place_of, ways
from ivr.model.events import Arrived, Digits, Returned, Silence
from ivr.model.ids import CallSid, Msisdn
from ivr.model.money import Money
from ivr.model.office import OfficeAnswer
from ivr.model.values import Record, Value
from tests.engine.phone import MORNING, compiled
from tests.language.projects import shipped


def machine_of(program: Program, name: str) -> Machine:
    """The machine itself, which the engine does not know."""
    built = program.machines[name]
    assert isinstance(built, FlatMachine)
    return built.machine


def moves_of(machine: Machine) -> set[tuple[str, str]]:
    return {
        (source, trigger)
        for trigger, event in machine.events.items()
        for source, transitions in event.transitions.items()
        if transitions
    }


def said_by_ways(program: Program, name: str) -> set[tuple[str, str]]:
    """Each state and trigger the ways speak of: a branch is ``decide``; a started flow comes back or is left."""
    project = program.project
    flow = project.flows[name]
    found: set[tuple[str, str]] = set()
    for step in flow.steps.values():
        for way in ways(step, project):
            if way.name == "then" or way.why is Why.HANG_UP:  # a hang-up may come at a later step
                continue
            found.add((str(step.name), "decide" if way.name.startswith("decide:") else way.name))
            if isinstance(place_of(way.target, flow, project), ToFlow):
                started = f"start:{way.target}:{step.name}:{way.name}"
                found |= {(started, "then"), (started, "left")}
    return found


FLOWS = sorted(compiled(shipped()).project.flows)


@pytest.mark.parametrize("name", FLOWS)
def test_a_machine_moves_exactly_as_the_ways_say(hotline: Program, name: str) -> None:
    said = said_by_ways(hotline, name)
    assert moves_of(machine_of(hotline, name)) == said
    assert len(said) >= len(hotline.project.flows[name].steps)


def test_every_shipped_flow_has_its_machine(hotline: Program) -> None:
    assert hotline.machines.keys() == hotline.project.flows.keys() == set(FLOWS)


def test_branches_are_tried_in_their_order(hotline: Program) -> None:
    transitions = machine_of(hotline, "balance").events["decide"].transitions["which_answer"]
    assert [one.dest for one in transitions] == ["tell_owed", "tell_zero", "tell_low", "tell_left"]
    assert [len(one.conditions) for one in transitions] == [1, 1, 1, 0]


def test_no_text_is_left_for_the_library_to_look_up(hotline: Program) -> None:
    """A text given as a callback would be imported and run."""
    for name in hotline.machines:
        machine = machine_of(hotline, name)
        callbacks = [*machine.before_state_change, *machine.after_state_change, *machine.prepare_event]
        callbacks += [*machine.finalize_event, *machine.on_exception, *machine.on_final]
        for state in machine.states.values():
            callbacks += [*state.on_enter, *state.on_exit]
        for event in machine.events.values():
            for one in (one for some in event.transitions.values() for one in some):
                callbacks += [*one.prepare, *one.before, *one.after, *(test.func for test in one.conditions)]
        assert callbacks
        assert all(callable(callback) for callback in callbacks)


def test_a_machine_keeps_no_call_and_adds_no_ways_of_its_own(hotline: Program) -> None:
    for name in hotline.machines:
        machine = machine_of(hotline, name)
        assert machine.models == []
        assert not any(trigger.startswith("to_") for trigger in machine.events)
        assert not machine.has_queue


def test_every_state_means_something(hotline: Program) -> None:
    for name, built in hotline.machines.items():
        assert built.landings.keys() == set(machine_of(hotline, name).states)
        for step in hotline.project.flows[name].steps:
            assert built.landings[step] == AtStep(hotline.project.flows[name].steps[step])
    main = hotline.machines["main"].landings
    assert main["start:balance:services:key:1"] == Started("balance", "services")
    assert main["built_in:back"] == BuiltIn("back")
    assert main["end:finished"] == Ended("finished")


class Track:
    def __init__(self, **values: Value) -> None:
        self.values = values
        self.way: list[str] = []

    def value(self, name: str) -> Value:
        return self.values[name]

    def today(self) -> date:
        return MORNING.date()

    def day_of(self, moment: datetime) -> date:
        return moment.date()

    def is_open(self, queue: str) -> bool:
        return True

    def took(self, step: str, way: str) -> None:
        self.way.append(f"{step} {way}")


def test_a_way_that_is_closed_moves_nothing(hotline: Program) -> None:
    main, frame, track = (
        hotline.machines["main"],
        Live("main", "services"),
        Track(switch=Record({"storm": True})),
    )
    assert not main.fire("key:4", frame, track)
    assert (frame.state, track.way) == ("services", [])
    assert main.fire("key:4", frame, Track(switch=Record({"storm": False})))
    assert frame.state == "start:other_services:services:key:4"


@pytest.mark.parametrize("trigger", ["key:7", "on:ok", "nonsense", "to_goodbye", "__init__"])
def test_a_way_that_is_not_there_is_a_bug_of_ours_and_loud(hotline: Program, trigger: str) -> None:
    with pytest.raises(CannotCompile):
        hotline.machines["main"].fire(trigger, Live("main", "services"), Track())


def test_a_flow_that_leads_nowhere_cannot_be_compiled() -> None:
    files = shipped() | {
        "flows/agent.yaml": "flow: agent\noutcomes: {a: done}\nsteps:\n  x: {say: y, go: nowhere}\n"
    }
    with pytest.raises(CannotCompile, match="nowhere"):
        compiled(files)


def test_a_state_is_found_in_the_file_it_was_written_in(hotline: Program) -> None:
    assert hotline.where("main", "services").startswith("flows/main.yaml:")
    assert hotline.where("main", "start:balance:services:key:1") == hotline.where("main", "services")
    assert hotline.where("main", "end:finished") == "flows/main.yaml:1"


@contextmanager
def switching(seconds: float) -> Iterator[None]:
    before = sys.getswitchinterval()
    sys.setswitchinterval(seconds)
    yield
    sys.setswitchinterval(before)


def a_call(program: Program, number: int, keys: str) -> list[tuple[str, str]]:
    """What becomes of one call, move by move; the office says the call's own number."""
    arrived = Arrived(MORNING, CallSid(f"CA{number}"), Msisdn(f"1380013{number:04}"), "10086")
    move = begin(program, arrived)
    seen: list[tuple[str, str]] = []
    for key in ("", *keys):
        if key:
            move = advance(program, move.call, Silence(MORNING) if key == "-" else Digits(MORNING, key))
        while move.asked is not None:
            values: Mapping[str, Value] = {"so_far": Money(number)}
            if move.asked.request.operation == "get_balance":
                values = {"left": Money(number), "owed": Money(0), "valid_until": date(2026, 12, 31)}
            answer = OfficeAnswer("ok", Record({"age": 1, "needs_person": False, **values}))
            move = advance(program, move.call, Returned(MORNING, move.asked.request.key, answer))
        seen.append((repr(move.verbs), f"{move.call.top.flow}.{move.call.top.state}"))
    return seen


def test_eight_threads_on_one_machine_do_not_disturb_each_other(hotline: Program) -> None:
    keys = "79*151229-1*1-2"
    alone = {number: a_call(hotline, number, keys) for number in range(8)}
    found: dict[int, list[list[tuple[str, str]]]] = {number: [] for number in range(8)}
    start = threading.Barrier(8)

    def run(number: int) -> None:
        start.wait()
        for _ in range(12):
            found[number].append(a_call(hotline, number, keys))

    with switching(1e-5):
        threads = [threading.Thread(target=run, args=(number,)) for number in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    for number, calls in found.items():
        assert len(calls) == 12
        assert all(call == alone[number] for call in calls)


def test_a_program_cannot_be_changed() -> None:
    program = compiled(shipped())
    assert isinstance(program.machines, MappingProxyType)
    assert isinstance(program.machines["main"], FlatMachine)
    assert isinstance(program.machines["main"].landings, MappingProxyType)
