"""How a message hides what it is: characters, hidden text, files, remnants of the tool that sent it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from walletsafe.findings import finding
from walletsafe.message import wording
from walletsafe.message.model import Field, Place, Sign
from walletsafe.message.passage import MOST_PLACES, Passage
from walletsafe.message.reading import Reading

_FEW_INVISIBLE = 3  # fewer happen in texts that were copied from web pages
_FEW_MARKS = 20  # public rules for extortion mails count from 20 on (sublime-security/sublime-rules, MIT)
_LONG_HIDDEN = 400  # characters; honest newsletters hide a preview line, seldom longer than 200
_REMNANT = re.compile(
    r"\{\{[^{}\n]{0,60}\}\}|\*\|[A-Z_:0-9]{2,40}\|\*|(?<!\w)%[A-Z_]{4,30}%|<%[^%\n]{1,60}%>"
)
_NFC_MARK = re.compile(r"(?<=[A-Za-z])[\u0300-\u036f]")


def signs(reading: Reading) -> Iterator[Sign]:
    """What speaks against a message by the way it is made."""
    passages = (reading.name, reading.subject, reading.text)
    yield from _disguises(reading)
    if not reading.is_unreadable:
        yield from _invisible(passages)
    yield from _heaped_marks(reading.text)
    yield from _attachments(reading)
    if reading.concerned:
        yield from _hidden_text(reading)
        yield from _remnants(reading)


def _disguises(reading: Reading) -> Iterator[Sign]:
    if reading.claims.disguised:
        yield Sign(finding("message.disguised_brand"), reading.claims.disguised[:MOST_PLACES])


def _invisible(passages: tuple[Passage, ...]) -> Iterator[Sign]:
    places = [
        Place(passage.field, place, place + 1) for passage in passages for place in passage.folded.hidden
    ]
    if len(places) >= _FEW_INVISIBLE:
        yield Sign(finding("message.invisible_characters", count=len(places)), tuple(places[:MOST_PLACES]))


def _heaped_marks(passage: Passage) -> Iterator[Sign]:
    """Marks on letters that form no letter of any language: a trick against filters."""
    if passage.text.isascii():
        return
    marks = _NFC_MARK.findall(unicodedata.normalize("NFC", passage.text))
    if len(marks) >= _FEW_MARKS:
        yield Sign(finding("message.heaped_marks", count=len(marks)))


def _attachments(reading: Reading) -> Iterator[Sign]:
    risks: dict[str, list[Place]] = {"program": [], "page": []}
    for number, attachment in enumerate(reading.message.attachments):
        risk = wording.load().risky_endings.get(attachment.name.rpartition(".")[2].lower().strip())
        if risk:
            risks[risk].append(Place(Field.ATTACHMENT, 0, len(attachment.name), number))
    if risks["program"]:
        yield Sign(finding("message.program_attached"), tuple(risks["program"][:MOST_PLACES]))
    if risks["page"] and reading.concerned:
        yield Sign(finding("message.page_attached"), tuple(risks["page"][:MOST_PLACES]))


def _hidden_text(reading: Reading) -> Iterator[Sign]:
    hidden = reading.message.hidden_text
    if len(" ".join(hidden.split())) >= _LONG_HIDDEN:
        yield Sign(finding("message.hidden_text"), (Place(Field.HIDDEN_TEXT, 0, len(hidden)),))


def _remnants(reading: Reading) -> Iterator[Sign]:
    places = [
        Place(passage.field, *match.span())
        for passage in (reading.subject, reading.text)
        for match in _REMNANT.finditer(passage.text)
    ]
    if places:
        yield Sign(finding("message.template_remnants"), tuple(places[:MOST_PLACES]))
