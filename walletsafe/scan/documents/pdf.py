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
from itertools import islice
from typing import Any

from walletsafe.scan.documents.budget import Budget
from walletsafe.scan.documents.faults import spared
from walletsafe.scan.documents.parts import Part, Picture, Source, Unreadable, inside
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
_MOST_PICTURES = 100
_SMALLEST_SIDE = 50
"""Pixels of a picture that may show a phrase."""

_FEW_CHARACTERS = 200
_JPEG = "DCTDecode"
_MOST_ATTACHMENTS = 100

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
        without_text: list[int] = []
        yield from text_pieces(source.member, _texts(document, source.member, budget, without_text))
        for number in range(min(document.count_attachments(), _MOST_ATTACHMENTS)):
            yield from spared(_attachment(document, number, source.member), source.member, budget)
        yield from spared(_pictures(document, source.member, budget, without_text), source.member, budget)


def _texts(document: _Pdfium, member: str, budget: Budget, without_text: list[int]) -> Iterator[str]:
    """What the pages say, and where nothing, their numbers in ``without_text``."""
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
        told = _page(document, number, member, budget)
        if len(told) < _FEW_CHARACTERS:
            without_text.append(number)
        yield told


def _page(document: _Pdfium, number: int, member: str, budget: Budget) -> str:
    """The text of a page; nothing, and noted so, where PDFium cannot read it."""
    import pypdfium2

    try:
        with closing(document[number]) as page, closing(page.get_textpage()) as text:
            told: str = text.get_text_range()
            arranged = list(_arranged(text)) if len(told) <= _MOST_CHARACTERS else []
            return "\n\n".join((told, *arranged, *_notes(page))) + "\n"
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


def _notes(page: _Pdfium) -> Iterator[str]:
    """What was written onto a page: notes, and the fields of a form."""
    import pypdfium2.raw

    pdfium: _Pdfium = pypdfium2.raw
    for number in range(min(pdfium.FPDFPage_GetAnnotCount(page), _MOST_PLACES)):
        note = pdfium.FPDFPage_GetAnnot(page, number)
        if not note:
            continue
        for key in _NOTES:
            size = pdfium.FPDFAnnot_GetStringValue(note, key, None, 0)
            if 2 < size <= _LONGEST_NOTE:
                buffer = (ctypes.c_ushort * (size // 2))()
                pdfium.FPDFAnnot_GetStringValue(note, key, buffer, size)
                yield bytes(buffer).decode("utf-16-le", "replace").rstrip("\0")
        pdfium.FPDFPage_CloseAnnot(note)


def _attachment(document: _Pdfium, number: int, member: str) -> Iterator[Part]:
    attachment = document.get_attachment(number)
    name = attachment.get_name()
    yield Source(BytesIO(bytes(attachment.get_data())), name, inside(member, name))


def _pictures(document: _Pdfium, member: str, budget: Budget, pages: Sequence[int]) -> Iterator[Part]:
    """The photographs on pages without text, which are sheets that somebody scanned. Others are noted."""
    import pypdfium2.raw as pdfium

    for number in pages[:_MOST_PICTURES]:
        budget.check()
        with closing(document[number]) as page:
            found = page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=2)
            for picture in islice(found, _MOST_PICTURES):
                width, height = picture.get_px_size()
                if min(width, height) < _SMALLEST_SIDE:
                    continue
                if picture.get_filters() == [_JPEG]:
                    yield Picture(member, bytes(picture.get_data()))
                else:
                    budget.note(member, Reason.PICTURE)
    if len(pages) > _MOST_PICTURES:
        budget.note(member, Reason.PICTURE)
