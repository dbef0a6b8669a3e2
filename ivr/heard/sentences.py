"""The words round the table of times, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from ivr.diagnostics.languages import CHINESE
from ivr.model.ids import Language

_SENTENCES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "what": (
            "How long callers listen, in seconds. Beyond a limit of hotline.yaml: !",
            "来电者要听多久，单位秒；超过 hotline.yaml 上限的标 !",
        ),
        "how": (
            "Estimated where no audio is built; values are usual ones; of a list, a full page is offered.",
            "没有做好录音的按字数估算；数值取常见的；列表按满满一页算。",
        ),
        "person": ("A person, from the beginning of the call", "从通话开始到人工"),
        "offered": ("until the key is said", "听到按哪个键"),
        "reached": ("until the queue, if it is pressed", "当时就按，转到人工"),
        "takes": ("takes", "这句"),
        "by": ("heard", "听到"),
        "all": ("all of it", "全部说完"),
        "to_a_person": ("to a person", "到人工"),
        "away": ("{seconds} + {keys} keys", "{seconds} + {keys} 键"),
        "one_key_away": ("{seconds} + {keys} key", "{seconds} + {keys} 键"),
        "out_of_reach": ("never", "到不了"),
        "goals": ("Each goal, from the beginning of the call", "从通话开始到办成"),
    }
)


def sentence(name: str, language: Language, **facts: str) -> str:
    """Return a heading or a cell of the table."""
    english, chinese = _SENTENCES[name]
    return (chinese if language == CHINESE else english).format(**facts)
