"""XML text to a small tree, as strictly as the carrier reads it (5.1)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NoReturn
from xml.parsers import expat  # entities cannot be declared: every DOCTYPE is refused below

from ivr.line.state import CarrierFault

_BOM = b"\xef\xbb\xbf"


@dataclass(slots=True, eq=False)
class Element:
    """An element; ``pieces`` are its texts and child elements in order."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    pieces: list[str | Element] = field(default_factory=list)

    @property
    def children(self) -> list[Element]:
        """The child elements in order."""
        return [piece for piece in self.pieces if isinstance(piece, Element)]

    @property
    def own_text(self) -> str:
        """The text directly inside, surrounding whitespace removed (5.1)."""
        return "".join(piece for piece in self.pieces if isinstance(piece, str)).strip()


def walk(element: Element) -> Iterator[str | Element]:
    """Yield every text and element inside, in document order, however deep."""
    left: list[str | Element] = list(reversed(element.pieces))
    while left:
        piece = left.pop()
        yield piece
        if isinstance(piece, Element):
            left.extend(reversed(piece.pieces))


def spoken_text(element: Element) -> str:
    """Return all text inside with runs of whitespace as one space; ``sub`` gives its alias (6.1)."""
    texts: list[str] = []
    left: list[str | Element] = list(reversed(element.pieces))
    while left:
        piece = left.pop()
        match piece:
            case str():
                texts.append(piece)
            case Element(tag="sub") if "alias" in piece.attributes:
                texts.append(piece.attributes["alias"])
            case Element():
                left.extend(reversed(piece.pieces))
    return " ".join("".join(texts).split())


def written_length(element: Element) -> int:
    """Return how many characters stand inside, tags and all whitespace included (6.1)."""
    length = 0
    for piece in walk(element):
        match piece:
            case str():
                length += len(piece)
            case Element(tag, attributes):
                length += len(f"<{tag}></{tag}>" if piece.pieces else f"<{tag}/>")
                length += sum(len(f' {name}="{value}"') for name, value in attributes.items())
    return length


def read_xml(body: bytes, *, charset: str | None = None) -> Element:
    """Return the root of ``body``. ``charset`` is the one of the Content-Type, if any.

    Raises ``CarrierFault`` 11770 for nothing at all, 12100 for what is not well-formed or has a DOCTYPE,
    12102 when the root is not ``Response``.
    """
    if not body:
        raise CarrierFault("11770", "the body is empty")
    if body.startswith(_BOM):
        raise CarrierFault("12100", "a byte order mark stands before the XML")
    root = _parse(body, charset)
    if root.tag != "Response":
        raise CarrierFault("12102", f"the root element is <{root.tag}>, not <Response>")
    return root


def _parse(body: bytes, charset: str | None) -> Element:
    top = Element("")
    stack = [top]

    def start(tag: str, attributes: dict[str, str]) -> None:
        element = Element(tag, attributes)
        stack[-1].pieces.append(element)
        stack.append(element)

    def text(data: str) -> None:
        stack[-1].pieces.append(data)

    try:
        parser = expat.ParserCreate(charset)
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = _refuse_doctype
        parser.StartElementHandler = start
        parser.EndElementHandler = lambda _tag: stack.pop()
        parser.CharacterDataHandler = text
        parser.Parse(body, True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise CarrierFault("12100", f"the document is not well-formed XML: {error}") from error
    return top.children[0]


def _refuse_doctype(*_declaration: object) -> NoReturn:
    raise CarrierFault("12100", "the document has a DOCTYPE")
