"""The pictures of this project's own flows, made once for all tests of drawing."""

from __future__ import annotations

from functools import cache
from xml.etree import ElementTree as ET

from ivr.drawing.flow import picture_of
from ivr.drawing.hotline import picture_of_hotline
from ivr.drawing.picture import Picture
from ivr.drawing.setting import SetPicture, set_picture
from ivr.drawing.svg import to_svg
from ivr.drawing.view import Never, View
from ivr.model.ids import Language
from tests.web.inside import BUNDLE, ZH

PROJECT = BUNDLE.checked.project
WHOLE = "the whole hotline"
EVERY_PICTURE = (WHOLE, *PROJECT.flows)
IN_CHINESE = View(PROJECT, ZH)
SVG = "{http://www.w3.org/2000/svg}"


def view(language: Language = ZH, never: Never | None = None) -> View:
    return View(PROJECT, language) if never is None else View(PROJECT, language, never)


def picture(name: str, seen: View = IN_CHINESE) -> Picture:
    return picture_of_hotline(seen) if name == WHOLE else picture_of(PROJECT.flows[name], seen)


@cache
def set_(name: str, language: Language = ZH) -> SetPicture:
    return set_picture(picture(name, view(language)))


def document(drawn: SetPicture, seen: View = IN_CHINESE) -> ET.Element:
    return ET.fromstring(to_svg(drawn, seen, address=lambda flow: f"{flow}.svg"))  # noqa: S314 -- our own document
