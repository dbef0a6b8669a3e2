"""The back office as the hotline asks it: ten operations, each with the outcomes of its contract."""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING, Self

from ivr.adapters.clock import SystemClock
from ivr.adapters.office.balance import get_balance, get_charges
from ivr.adapters.office.exchange import Exchange
from ivr.adapters.office.faults import Misshapen, Unavailable, Unsure
from ivr.adapters.office.http import NotSent, Transport
from ivr.adapters.office.identity import check_password, who_calls
from ivr.adapters.office.masking import masked
from ivr.adapters.office.orders import end_services
from ivr.adapters.office.products import list_paid_services
from ivr.adapters.office.tickets import ask_call_back, latest_complaint, lodge_complaint
from ivr.model.office import NOT_OURS, UNAVAILABLE, UNSURE, Effect, OfficeAnswer
from ivr.model.values import Record

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

    from ivr.model.ids import Msisdn
    from ivr.model.office import OfficeRequest
    from ivr.model.values import Value
    from ivr.ports import Clock

_log = logging.getLogger("ivr.office")


class TmForumOffice:
    """A back office that speaks TM Forum v4 for the hotline's operations; safe between threads.

    ``transport`` is open to whoever else talks to the same office, such as the messenger.
    """

    def __init__(
        self,
        base_url: str,
        *,
        token: str | None = None,
        clock: Clock | None = None,
        pause: Callable[[float], None] = time.sleep,
        transport: Transport | None = None,
    ) -> None:
        self.transport = transport or Transport(base_url, token=token)
        self._clock: Clock = clock or SystemClock()
        self._pause = pause

    def perform(self, request: OfficeRequest, *, within_s: float) -> OfficeAnswer:
        """Do what ``request`` asks; an outcome of its contract, whatever the office does.

        ``unavailable`` speaks of this attempt only: for a key that was *unsure* before, it does not say that
        the earlier attempt did nothing.
        """
        deadline = self.transport.deadline(within_s)
        exchange = Exchange(self.transport, request.key, deadline, self._pause)
        answer = self._answered(request, exchange)
        spent_ms = round((within_s - deadline.left()) * 1000)
        _log.info(
            "%s for %s: %s in %d ms",
            request.operation,
            masked(request.subscriber),
            answer.outcome,
            spent_ms,
        )
        return answer

    def close(self) -> None:
        """Close the connections to the office."""
        self.transport.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _answered(self, request: OfficeRequest, exchange: Exchange) -> OfficeAnswer:
        try:
            return self._asked(request, exchange)
        except Unavailable as trouble:
            _log.warning("%s: %s", request.operation, trouble)
            return OfficeAnswer(UNAVAILABLE, reached=not isinstance(trouble.__cause__, NotSent))
        except Misshapen as trouble:
            _log.warning("%s: %s is not what it should be", request.operation, trouble)
        except Unsure as trouble:
            _log.warning("%s: %s", request.operation, trouble)
            return OfficeAnswer(UNSURE)
        return OfficeAnswer(UNAVAILABLE)

    def _asked(self, request: OfficeRequest, exchange: Exchange) -> OfficeAnswer:
        match request.operation:
            case "lodge_complaint":
                return lodge_complaint(exchange, request)
            case "ask_call_back":
                return ask_call_back(exchange, request)
        if request.subscriber is None:
            return OfficeAnswer(NOT_OURS if request.effect is Effect.READ else UNAVAILABLE)
        return self._about_subscriber(request, request.subscriber, exchange)

    def _about_subscriber(self, request: OfficeRequest, number: Msisdn, exchange: Exchange) -> OfficeAnswer:
        arguments = request.arguments
        match request.operation:
            case "who_calls":
                return who_calls(exchange, number, self._clock.now())
            case "check_password":
                return check_password(exchange, number, str(arguments["password"]))
            case "get_balance" | "text_balance":
                return get_balance(exchange, number)
            case "get_charges":
                return get_charges(exchange, number)
            case "list_paid_services":
                port = arguments.get("port")
                return list_paid_services(exchange, number, port if isinstance(port, str) else None)
            case "end_services":
                return end_services(exchange, number, _services(arguments["services"]))
            case "latest_complaint":
                return latest_complaint(exchange, number)
            case _:
                raise Unavailable("the office has no such operation")


def _services(named: Value) -> tuple[Record, ...]:
    """Return the services named; one alone fits where a list is taken."""
    listed = named if isinstance(named, tuple) else (named,)
    services = tuple(service for service in listed if isinstance(service, Record))
    if len(services) != len(listed):
        raise Unavailable("what is to be ended is not a list of services")
    return services
