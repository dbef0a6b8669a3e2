"""A frame being walked."""

from __future__ import annotations

from dataclasses import dataclass, field

from ivr.model.call import Asking, Frame
from ivr.model.ids import Msisdn
from ivr.model.values import Record, Value


@dataclass(slots=True)
class Live:
    """A frame being walked: the mutable model ``transitions`` drives."""

    flow: str
    state: str
    values: dict[str, Value] = field(default_factory=dict)
    asking: Asking = field(default_factory=Asking)
    behind: list[str] = field(default_factory=list)
    subscriber: Msisdn | None = None
    tries: dict[str, Value] = field(default_factory=dict)
    on_hang_up: str | None = None

    @classmethod
    def thaw(cls, frame: Frame) -> Live:
        """Return a working copy of a stored frame."""
        return cls(
            flow=frame.flow,
            state=frame.state,
            values=dict(frame.values),
            asking=frame.asking,
            behind=list(frame.behind),
            subscriber=frame.subscriber,
            tries=dict(frame.tries),
            on_hang_up=frame.on_hang_up,
        )

    def freeze(self) -> Frame:
        """Return the frame to be stored."""
        return Frame(
            flow=self.flow,
            state=self.state,
            values=Record(self.values),
            asking=self.asking,
            behind=tuple(self.behind),
            subscriber=self.subscriber,
            tries=Record(self.tries),
            on_hang_up=self.on_hang_up,
        )
