"""The one table of step kinds: what each is called, what stands behind it, which fields it takes.

The reader, the editor's schema, the checks and the documentation ask this table and know nothing about
kinds by themselves.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Form(Enum):
    """How a field is written."""

    PROMPT = "the name of a prompt"
    PROMPTS = "a list of prompt names"
    PLACE = "a place: a step, `end OUTCOME`, `back`, `repeat`, `slower` or `start_over`"
    PLACE_OR_FLOW = "a place, or a flow"
    GO = "a place"
    GO_BY_OUTCOME = "a map from what happened to a place"
    GO_EITHER = "a place, or a map from what happened to a place"
    KEYS = "a map from keys to places or flows"
    ANSWERS = "a map from keys to meanings"
    BRANCHES = "a list of `when` and `go`, the last with `otherwise`"
    ARGUMENTS = "a map from names to expressions"
    EXPRESSION = "an expression"
    NAME = "a name"
    OPERATION = "the name of an operation"
    FLOW = "the name of a flow"
    QUEUE = "the name of a queue"
    OUTCOME = "an outcome of this flow"
    NOTICE = "a place for notices"
    STEP = "a step of this flow"
    DURATION = "a duration such as 6s"
    COUNT = "a whole number"
    LENGTHS = "how many digits: 6, or 6-11"
    FINISH = "star or hash"
    SENSITIVITY = "secret or personal"
    WORDS = "a list of words"
    YES_NO = "yes or no"
    LANGUAGE = "a language of this hotline"
    PACE = "usual or slow"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Field:
    """One field a step may have: its name, how it is written, and a line for authors."""

    name: str
    form: Form
    doc: str
    required: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Kind:
    """One kind of step; there is one value of each, so that two are the same only if they are one.

    ``name`` is the key that says so; ``subject`` how what stands behind it is written. ``asks``: the caller
    must answer before the call goes on. ``outcomes``: what can happen, where that is fixed.
    """

    name: str
    doc: str
    subject: Form
    fields: tuple[Field, ...] = ()
    asks: bool = False
    outcomes: tuple[str, ...] = ()

    def field(self, name: str) -> Field | None:
        """Return the field called ``name`` that a step of this kind may have."""
        return next((one for one in (*self.fields, *ANY_STEP) if one.name == name), None)


ANY_STEP = (
    Field("say", Form.PROMPT, "Spoken first."),
    Field("with", Form.ARGUMENTS, "Values for the prompt, the text, and what is called."),
    Field("text", Form.PROMPT, "Also sent to the caller's own phone."),
    Field("language", Form.LANGUAGE, "The language of the call from here on."),
    Field("pace", Form.PACE, "How fast the call goes from here on: `slow` words, and longer waits."),
    Field("subscriber", Form.EXPRESSION, "Whom the call is about until this flow ends; drops every proof."),
    Field(
        "if_caller_hangs_up", Form.STEP, "From here on a hang-up still leads to this step, without the line."
    ),
    Field("tries", Form.COUNT, "How often this step may be entered in one run of its flow."),
    Field("out_of_tries", Form.PLACE, "Where next, without a word, when the tries are used up."),
)
"""Fields every step may have."""

ASKING = (
    Field("wait", Form.DURATION, "How long to wait for an answer."),
    Field("no_input", Form.PROMPTS, "Said after the first, second … silence; then the question again."),
    Field("no_match", Form.PROMPTS, "Said after the first, second … wrong key; then the question again."),
    Field("at_most", Form.COUNT, "How often the question is asked in all."),
    Field("barge_in", Form.YES_NO, "Whether a key may interrupt the words; yes unless written."),
)
"""Fields of every step that asks."""

AFTER_THAT = Field("after_that", Form.PLACE_OR_FLOW, "Where next when patience is over.")
SENSITIVE = Field("sensitive", Form.SENSITIVITY, "How what is kept is treated.")

SAY = Kind(
    "say",
    "Say something, then move on.",
    Form.NOTHING,
    (Field("go", Form.GO, "Where next.", required=True),),
)
MENU = Kind(
    "menu",
    "Offer choices.",
    Form.PROMPT,
    (
        Field("keys", Form.KEYS, "Each key and where it leads; offered in this order."),
        Field("answers", Form.ANSWERS, "Each key and what it means; the meaning is kept in `save`."),
        Field("list", Form.EXPRESSION, "Pick one of these, kept in `save`."),
        Field("each", Form.PROMPT, "The words for one item of the list."),
        Field("save", Form.NAME, "The name for the answer or the pick."),
        Field("go", Form.GO, "Where next after an answer or a pick."),
        Field("then", Form.PLACE, "Where next when a flow started by a key is done."),
        AFTER_THAT,
        *ASKING,
    ),
    asks=True,
)
COLLECT = Kind(
    "collect",
    "Take digits.",
    Form.PROMPT,
    (
        Field("digits", Form.LENGTHS, "How many.", required=True),
        Field("finish", Form.FINISH, "The key that ends the entry; needed when the length is open."),
        Field("save", Form.NAME, "The name for the digits.", required=True),
        SENSITIVE,
        Field("go", Form.GO, "Where next.", required=True),
        AFTER_THAT,
        *ASKING,
    ),
    asks=True,
)
CONFIRM = Kind(
    "confirm",
    "Ask a yes/no question: 1 or 2, or said.",
    Form.PROMPT,
    (
        Field("go", Form.GO_BY_OUTCOME, "Where yes leads, and no.", required=True),
        Field("unanswered", Form.PLACE, "Where next when patience is over; else that counts as no."),
        *ASKING,
    ),
    asks=True,
    outcomes=("yes", "no"),
)
DECIDE = Kind("decide", "The system branches: the first line that holds.", Form.BRANCHES)
DO = Kind(
    "do",
    "Ask the back office.",
    Form.OPERATION,
    (
        Field("go", Form.GO_BY_OUTCOME, "Where each outcome leads.", required=True),
        Field("save", Form.NAME, "The name for what came back."),
    ),
)
RECORD = Kind(
    "record",
    "The caller's own words.",
    Form.PROMPT,
    (
        Field("shortest", Form.DURATION, "Less than this is silence; 1s unless written."),
        Field("longest", Form.DURATION, "Where the recording ends by itself.", required=True),
        Field("finish", Form.FINISH, "The key that ends it; hash unless written."),
        Field("save", Form.NAME, "The name for the recording.", required=True),
        SENSITIVE,
        Field("needs_told", Form.WORDS, "What the caller must have been told before; `recording` always."),
        Field("go", Form.GO_BY_OUTCOME, "Where next.", required=True),
    ),
    asks=True,
    outcomes=("recorded", "silent"),
)
TRANSFER = Kind(
    "transfer",
    "Put the caller through to a person.",
    Form.QUEUE,
    (
        Field("go", Form.GO_BY_OUTCOME, "Where each result leads.", required=True),
        Field("while_waiting", Form.PROMPT, "Said again and again while the caller waits."),
    ),
    outcomes=("answered", "nobody", "failed"),
)
FLOW = Kind(
    "flow",
    "Another flow, then back.",
    Form.FLOW,
    (
        Field("go", Form.GO_EITHER, "Where each outcome leads, or one place for all.", required=True),
        Field("save", Form.NAME, "The name for what its outcome gives."),
    ),
)
NOTICE = Kind(
    "notice",
    "What operators have put up there; nothing when nothing is up.",
    Form.NOTICE,
    (Field("go", Form.GO, "Where next.", required=True),),
)
END = Kind("end", "This flow is done.", Form.OUTCOME)
HANG_UP = Kind("hang_up", "This flow and the call are over.", Form.OUTCOME)

CALL_BACK = "call_back"
"""The result of a transfer when the queue offers to call back and the caller wants that."""
OTHERS = "others"
"""In the `go` of a flow: every outcome that has no line of its own."""

KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (MENU, COLLECT, CONFIRM, DECIDE, DO, RECORD, TRANSFER, FLOW, NOTICE, END, HANG_UP)
}
"""Every kind that has a key of its own; a step without one is a ``SAY``."""
