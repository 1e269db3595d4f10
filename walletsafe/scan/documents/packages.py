"""Whatever is a zip archive: documents with their text, and archives member by member."""

from __future__ import annotations

import re
from collections.abc import Iterator
from zipfile import ZipInfo

from walletsafe.scan.documents.budget import Budget
from walletsafe.scan.documents.faults import spared
from walletsafe.scan.documents.office import Document, Way, is_document
from walletsafe.scan.documents.parts import Data, Part, Source, Text, inside
from walletsafe.scan.documents.zips import Archive

_SHEET = re.compile(r"/?xl/worksheets/sheet([0-9]{1,4})\.xml", re.IGNORECASE)


def read(source: Source, budget: Budget) -> Iterator[Part]:
    """What a zip archive holds: of a document its text, of others each member, and all comments."""
    with Archive(source.file, budget) as archive:
        document = Document(archive, source.member, budget) if is_document(archive) else None
        if document is None:
            yield Text(source.member, "\n".join(member.filename for member in archive.members))
        else:
            yield from document.read_first()
        if archive.comment:
            yield Data(source.member, archive.comment)
        for member in archive.members:
            way = document.way(member.filename) if document else None
            place = inside(source.member, _told_name(member.filename) if document else member.filename)
            yield from spared(_member(archive, member, place, way), place, budget)


def _told_name(untrusted_name: str) -> str:
    """The name of a file in a document; of a sheet its number, by which people know it."""
    sheet = _SHEET.fullmatch(untrusted_name)
    return f"sheet {sheet[1]}" if sheet else untrusted_name


def _member(archive: Archive, member: ZipInfo, place: str, way: Way | None) -> Iterator[Part]:
    with archive.open(member) as file:
        if way is None:
            yield Source(file, member.filename.rpartition("/")[2], place)
        else:
            yield from way(file, place)
