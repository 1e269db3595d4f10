"""Office documents: which of their files hold what text, and how it is read.

Formats: ECMA-376 (docx, xlsx, pptx), OpenDocument 1.3 (odt, ods, odp). Pictures and whatever else lies in
them is handed on, and so are files that only say how a document looks: what stands in them may be anything.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import BinaryIO
from zipfile import ZipInfo

from walletsafe.scan.documents import markup, sheets
from walletsafe.scan.documents.budget import Budget
from walletsafe.scan.documents.faults import spared
from walletsafe.scan.documents.parts import Part, Text, Unreadable, inside
from walletsafe.scan.documents.zips import Archive
from walletsafe.scan.finds import Reason

Way = Callable[[BinaryIO, str], Iterator[Part]]
"""How the text is taken out of a file in a document, given the place of that file."""

_OFFICE = "[content_types].xml"
_OPEN_DOCUMENT = "content.xml"
_MANIFEST = "meta-inf/manifest.xml"
_MIMETYPE = "mimetype"
_SHARED = "xl/sharedstrings.xml"
_SHEET = re.compile(r"xl/(?:worksheets|macrosheets|dialogsheets)/[^/]*\.xml")
_VALUES = re.compile(r"docprops/.*\.xml|meta\.xml|xl/(?:tables|externallinks)/.*\.xml")
_LOOKS = re.compile(
    r".*\.rels|.*/theme/.*|.*/(?:slidelayouts|slidemasters)/.*|(?:word|xl)/(?:styles|fonttable|websettings|calcchain"
    r"|stylewitheffects|numbering|settings)\.xml|settings\.xml|meta-inf/.*|\[content_types\]\.xml|xl/metadata\.xml"
)
_RUNNING_TEXT = re.compile(r"(?:word|xl|ppt|visio)/.*\.xml|(?:object[^/]*/)?(?:content|styles)\.xml")
_MANIFEST_LIMIT = 1 << 20


def is_document(archive: Archive) -> bool:
    """Whether this archive is an office document."""
    return archive.named(_OFFICE) is not None or _is_open_document(archive)


def _is_open_document(archive: Archive) -> bool:
    """Whether it has the content of one, and one of the two files that say so."""
    signs = (archive.named(_MANIFEST), archive.named(_MIMETYPE))
    return archive.named(_OPEN_DOCUMENT) is not None and any(signs)


class Document:
    """An office document, asked file by file how to read it."""

    def __init__(self, archive: Archive, place: str, budget: Budget) -> None:
        self._archive = archive
        self._place = place
        self._budget = budget
        self._shared: list[str] = []
        self._cells = sheets.open_cells if _holds_sheets(archive) else markup.texts

    def read_first(self) -> Iterator[Part]:
        """Read what the other files refer to. Raises ``Unreadable`` where all of them are encrypted."""
        manifest = self._archive.named(_MANIFEST)
        if manifest is not None and _is_open_document(self._archive):
            with self._archive.open(manifest) as file:
                if b"encryption-data" in file.read(_MANIFEST_LIMIT):
                    raise Unreadable(Reason.ENCRYPTED)
        shared = self._archive.named(_SHARED)
        if shared is not None:
            yield from spared(self._share(shared), inside(self._place, shared.filename), self._budget)

    def _share(self, shared: ZipInfo) -> Iterator[Part]:
        try:
            with self._archive.open(shared) as file:
                self._shared = sheets.shared_strings(file)
        except Unreadable:  # too many of them: then in their own order, which is better than none
            with self._archive.open(shared) as file:
                yield from markup.texts(file, inside(self._place, shared.filename))
            raise

    def way(self, name: str) -> Way | None:
        """How to read the file of this name; ``None`` for one that is no text of the document."""
        name = name.lower().lstrip("/")
        if name == _SHARED:
            return _nothing
        if _LOOKS.fullmatch(name):
            return None
        if _SHEET.fullmatch(name):
            return self._sheet
        if name == _OPEN_DOCUMENT:
            return self._cells
        if _VALUES.fullmatch(name):
            return markup.values
        return markup.texts if _RUNNING_TEXT.fullmatch(name) else None

    def _sheet(self, file: BinaryIO, member: str) -> Iterator[Text]:
        return sheets.excel_cells(file, member, self._shared)


def _nothing(file: BinaryIO, member: str) -> Iterator[Part]:
    del file, member
    return iter(())


def _holds_sheets(archive: Archive) -> bool:
    kind = archive.named(_MIMETYPE)
    if kind is None or kind.file_size > 200:
        return False
    with archive.open(kind) as file:
        return b"spreadsheet" in file.read(200)
