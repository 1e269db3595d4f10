"""PDF files: the text of their pages as it is read, their notes, forms and attachments.

A page's text comes in the order in which it was written there, which need not be the one that people read it
in. So a page of few words is also told line by line and column by column, by where its words stand. PDFium
reads the file, in this process: whoever calls has to expect that a file made to harm ends it.
"""

from __future__ import annotations

import ctypes
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from io import BytesIO
from typing import Any

from walletsafe.scan.documents import pdf_pictures
from walletsafe.scan.documents.budget import Budget
from walletsafe.scan.documents.faults import spared
from walletsafe.scan.documents.parts import Part, Source, Unreadable, inside
from walletsafe.scan.documents.streams import text_pieces
from walletsafe.scan.finds import Reason

PAGES = 2000
SECONDS = 30.0
"""Of this process's own work, for one file."""

_PASSWORD_WANTED = 4
"""PDFium's FPDF_ERR_PASSWORD."""

_MOST_PLACES = 300
_MOST_CHARACTERS = 6000
"""A page of more is running text."""

_SAME_LINE = 3.0
_SAME_COLUMN = 20.0
"""Points (1/72 inch) that words in a line or a column may be off."""

_NOTES = (b"Contents", b"V")
"""What an annotation says, and the value of a field of a form. Source: PDF 1.7 reference, 8.4.1 and 8.6.2."""

_LONGEST_NOTE = 1 << 20
_MOST_NOTES = 1000
"""On one page."""

_Box = tuple[float, float, float, float]
_Pdfium = Any
"""An object of the library, which has no complete types."""


def read(source: Source, budget: Budget) -> Iterator[Part]:
    """What a PDF file says and holds."""
    import pypdfium2

    try:
        opened: _Pdfium = pypdfium2.PdfDocument(source.file)
    except pypdfium2.PdfiumError as error:
        problem: object = vars(error).get("err_code")
        raise Unreadable(Reason.ENCRYPTED if problem == _PASSWORD_WANTED else Reason.DAMAGED) from None
    with closing(opened) as document:
        pictured: list[int] = []
        yield from text_pieces(source.member, _texts(document, source.member, budget, pictured))
        for number in range(document.count_attachments()):
            budget.enter()
            yield from spared(_attachment(document, number, source.member, budget), source.member, budget)
        yield from spared(pdf_pictures.read(document, source.member, budget, pictured), source.member, budget)


def _texts(document: _Pdfium, member: str, budget: Budget, pictured: list[int]) -> Iterator[str]:
    """What the pages say. The numbers of those with pictures go into ``pictured``."""
    yield "\n".join(document.get_metadata_dict(skip_empty=True).values()) + "\n"
    end = time.process_time() + SECONDS
    for number in range(len(document)):
        budget.check()
        if number >= PAGES:
            budget.note(member, Reason.TOO_LARGE)
            return
        if time.process_time() > end:
            budget.note(member, Reason.TOO_SLOW)
            return
        yield _page(document, number, member, budget, pictured)


def _page(document: _Pdfium, number: int, member: str, budget: Budget, pictured: list[int]) -> str:
    """The text of a page; nothing, and noted so, where PDFium cannot read it."""
    import pypdfium2

    try:
        with closing(document[number]) as page, closing(page.get_textpage()) as text:
            if any(pdf_pictures.on(page)):
                pictured.append(number)
            told: str = text.get_text_range()
            arranged = list(_arranged(text)) if len(told) <= _MOST_CHARACTERS else []
            return "\n\n".join((told, *arranged, *_notes(page, member, budget))) + "\n"
    except pypdfium2.PdfiumError:
        budget.note(member, Reason.DAMAGED)
        return ""


def _arranged(text: _Pdfium) -> Iterator[str]:
    """The text of a page by lines, and by columns, where that is another order than that of the file."""
    count = text.count_rects()
    if not 1 < count <= _MOST_PLACES:
        return
    boxes: list[_Box] = [text.get_rect(number) for number in range(count)]
    orders = dict.fromkeys((_by_lines(boxes), _by_columns(boxes)))
    orders.pop(tuple(range(count)), None)
    words = [text.get_text_bounded(*box) for box in boxes] if orders else []
    for order in orders:
        yield "\n".join(words[number] for number in order)


def _by_lines(boxes: Sequence[_Box]) -> tuple[int, ...]:
    heights = _grouped([-box[1] for box in boxes], _SAME_LINE)
    return tuple(sorted(range(len(boxes)), key=lambda number: (heights[number], boxes[number][0])))


def _by_columns(boxes: Sequence[_Box]) -> tuple[int, ...]:
    columns = _grouped([box[0] for box in boxes], _SAME_COLUMN)
    return tuple(sorted(range(len(boxes)), key=lambda number: (columns[number], -boxes[number][1])))


def _grouped(places: Sequence[float], near: float) -> list[int]:
    """The number of the group that each place belongs to: a group ends where the next place is not near."""
    groups = [0] * len(places)
    group = 0
    previous = float("-inf")
    for number in sorted(range(len(places)), key=places.__getitem__):
        group += places[number] - previous > near
        groups[number] = group
        previous = places[number]
    return groups


def _notes(page: _Pdfium, member: str, budget: Budget) -> Iterator[str]:
    """What was written onto a page: notes, and the fields of a form."""
    import pypdfium2.raw

    pdfium: _Pdfium = pypdfium2.raw
    count = pdfium.FPDFPage_GetAnnotCount(page)
    if count > _MOST_NOTES:
        budget.note(member, Reason.TOO_LARGE)
    for number in range(min(count, _MOST_NOTES)):
        note = pdfium.FPDFPage_GetAnnot(page, number)
        if not note:
            continue
        for key in _NOTES:
            size = pdfium.FPDFAnnot_GetStringValue(note, key, None, 0)
            if size > _LONGEST_NOTE:
                budget.note(member, Reason.TOO_LARGE)
            elif size > 2:
                buffer = (ctypes.c_ushort * (size // 2))()
                pdfium.FPDFAnnot_GetStringValue(note, key, buffer, size)
                yield bytes(buffer).decode("utf-16-le", "replace").rstrip("\0")
        pdfium.FPDFPage_CloseAnnot(note)


def _attachment(document: _Pdfium, number: int, member: str, budget: Budget) -> Iterator[Part]:
    attachment = document.get_attachment(number)
    name = attachment.get_name()
    content = bytes(attachment.get_data())
    budget.spend(len(content))
    yield Source(BytesIO(content), name, inside(member, name))
