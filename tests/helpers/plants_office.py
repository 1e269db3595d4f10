"""Phrases in documents: text documents, tables, slides, books, PDF and the older compound files.

Each function takes words and ordinary paragraphs and gives the bytes of a whole document, made by hand after
its format: ECMA-376 (docx, xlsx, pptx), OASIS OpenDocument 1.3, EPUB 3.3, MS-CFB. PDF is made by reportlab.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterable, Sequence
from importlib import import_module
from io import BytesIO
from random import Random
from typing import Any
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

Words = Sequence[str]
Paragraphs = Sequence[str]

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
_A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
_P = 'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
_S = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_TYPES = f'{_XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"></Types>'
_OASIS = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "text", "table")
)
_COLUMNS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def packed(members: Iterable[tuple[str, str | bytes]], *, stored: Sequence[str] = ()) -> bytes:
    """A zip file of these members; those named in ``stored`` are not compressed."""
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data, ZIP_STORED if name in stored else ZIP_DEFLATED)
    return out.getvalue()


_SHEET_RELATION = (
    f'{_XML}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Target="worksheets/sheet1.xml" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"/></Relationships>'
)


def _run(text: str) -> str:
    return f'<w:r><w:rPr><w:lang w:val="en-US"/></w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def _paragraph(*runs: str) -> str:
    return f'<w:p w:rsidR="00A77B3E"><w:pPr><w:spacing w:after="160"/></w:pPr>{"".join(runs)}</w:p>'


def _docx(body: str, around: Paragraphs, **parts: str) -> bytes:
    inner = "".join(
        [_paragraph(_run(text)) for text in around[:1]]
        + [body]
        + [_paragraph(_run(text)) for text in around[1:]]
    )
    document = f"{_XML}<w:document {_W} {_MC}><w:body>{inner}<w:sectPr/></w:body></w:document>"
    others = [(f"word/{name}.xml", f"{_XML}{text}") for name, text in parts.items()]
    return packed([("[Content_Types].xml", _TYPES), ("word/document.xml", document), *others])


def docx_row(words: Words, around: Paragraphs, _rng: Random) -> bytes:
    """One paragraph of a text document."""
    return _docx(_paragraph(_run(" ".join(words))), around)


def docx_lines(words: Words, around: Paragraphs, _rng: Random) -> bytes:
    """One paragraph for each word."""
    return _docx("".join(_paragraph(_run(word)) for word in words), around)


def docx_breaks(words: Words, around: Paragraphs, _rng: Random) -> bytes:
    """One paragraph, its words set apart by line breaks and tabs that are elements."""
    gaps = ("<w:r><w:br/></w:r>", "<w:r><w:tab/></w:r>")
    runs = (_run(word) + gaps[at % 2] for at, word in enumerate(words))
    return _docx(_paragraph(*runs), around)


def docx_split_runs(words: Words, around: Paragraphs, rng: Random) -> bytes:
    """One paragraph that an editor has cut into runs, inside of words too."""
    text, runs = " ".join(words), list[str]()
    while text:
        size = rng.randint(1, 6)
        runs.append(_run(text[:size]) + '<w:proofErr w:type="spellStart"/>')
        text = text[size:]
    return _docx(_paragraph(*runs), around)


def docx_table(words: Words, around: Paragraphs, _rng: Random) -> bytes:
    """A table with a column of numbers and one of words."""
    rows = "".join(f"<w:tr>{_cell(str(number))}{_cell(word)}</w:tr>" for number, word in enumerate(words, 1))
    return _docx(f"<w:tbl><w:tblPr/>{rows}</w:tbl>", around)


def docx_table_wide(words: Words, around: Paragraphs, _rng: Random) -> bytes:
    """A table of three words a row, without numbers."""
    rows = "".join(
        f"<w:tr>{''.join(map(_cell, words[at : at + 3]))}</w:tr>" for at in range(0, len(words), 3)
    )
    return _docx(f"<w:tbl>{rows}</w:tbl>", around)


def _cell(text: str) -> str:
    return f'<w:tc><w:tcPr><w:tcW w:w="2000" w:type="dxa"/></w:tcPr>{_paragraph(_run(text))}</w:tc>'


def docx_header(words: Words, around: Paragraphs, _rng: Random) -> bytes:
    """In the header of the pages."""
    return _docx("", around, header1=f"<w:hdr {_W}>{_paragraph(_run(' '.join(words)))}</w:hdr>")


def docx_comment(words: Words, around: Paragraphs, _rng: Random) -> bytes:
    """In a comment on the text."""
    comment = f'<w:comment w:id="0">{_paragraph(_run(" ".join(words)))}</w:comment>'
    return _docx("", around, comments=f"<w:comments {_W}>{comment}</w:comments>")


def docx_text_box(words: Words, around: Paragraphs, _rng: Random) -> bytes:
    """In a text box, which is written twice: for newer and for older readers."""
    inner = f"<w:txbxContent>{_paragraph(_run(' '.join(words)))}</w:txbxContent>"
    twice = (
        f'<mc:AlternateContent><mc:Choice Requires="wps">{inner}</mc:Choice>'
        f"<mc:Fallback><w:pict>{inner}</w:pict></mc:Fallback></mc:AlternateContent>"
    )
    return _docx(_paragraph(f"<w:r>{twice}</w:r>"), around)


def _open_document(kind: str, body: str) -> bytes:
    content = (
        f"{_XML}<office:document-content {_OASIS}><office:body>{body}</office:body></office:document-content>"
    )
    mime = f"application/vnd.oasis.opendocument.{kind}"
    return packed([("mimetype", mime), ("content.xml", content)], stored=["mimetype"])


def _odt(body: str, around: Paragraphs) -> bytes:
    texts = [f'<text:p text:style-name="P1">{escape(text)}</text:p>' for text in around]
    return _open_document("text", f"<office:text>{''.join([*texts[:1], body, *texts[1:]])}</office:text>")


def odt_row(words: Words, around: Paragraphs, _rng: Random) -> bytes:
    """One paragraph of an OpenDocument text, some words in another style."""
    pieces = (
        f'<text:span text:style-name="T{at}">{escape(word[:2])}</text:span>{escape(word[2:])}'
        for at, word in enumerate(words)
    )
    return _odt(f"<text:p>{' '.join(pieces)}</text:p>", around)


def odt_list(words: Words, around: Paragraphs, _rng: Random) -> bytes:
    """A list of an OpenDocument text, one item a word: numbers are the reader's."""
    items = "".join(f"<text:list-item><text:p>{escape(w)}</text:p></text:list-item>" for w in words)
    return _odt(f"<text:list>{items}</text:list>", around)


def odt_spaces(words: Words, around: Paragraphs, _rng: Random) -> bytes:
    """Spaces, tabs and breaks that are elements."""
    gaps = ('<text:s text:c="2"/>', "<text:tab/>", "<text:line-break/>")
    inner = "".join(escape(word) + gaps[at % 3] for at, word in enumerate(words))
    return _odt(f"<text:p>{inner}</text:p>", around)


def _calc_cell(text: str) -> str:
    return f'<table:table-cell office:value-type="string"><text:p>{escape(text)}</text:p></table:table-cell>'


def ods_table(words: Words, _around: Paragraphs, _rng: Random) -> bytes:
    """A sheet with a column of numbers and one of words."""
    rows = "".join(
        f'<table:table-row><table:table-cell office:value-type="float" office:value="{number}">'
        f"<text:p>{number}</text:p></table:table-cell>{_calc_cell(word)}</table:table-row>"
        for number, word in enumerate(words, 1)
    )
    sheet = f'<table:table table:name="Sheet1">{rows}</table:table>'
    return _open_document("spreadsheet", f"<office:spreadsheet>{sheet}</office:spreadsheet>")


def _xlsx(rows: Sequence[Sequence[str | int]], *, shared: bool) -> bytes:
    texts = list(dict.fromkeys(value for row in rows for value in row if isinstance(value, str)))
    cells = ""
    for line, row in enumerate(rows, 1):
        inner = (_sheet_cell(value, f"{_COLUMNS[at]}{line}", texts, shared) for at, value in enumerate(row))
        cells += f'<row r="{line}">{"".join(inner)}</row>'
    items = "".join(f"<si><t>{escape(text)}</t></si>" for text in texts)
    strings = f'{_XML}<sst {_S} uniqueCount="{len(texts)}">{items}</sst>'
    sheets = '<sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets>'
    members = [
        ("[Content_Types].xml", _TYPES),
        ("xl/workbook.xml", f"{_XML}<workbook {_S} {_R}>{sheets}</workbook>"),
        ("xl/_rels/workbook.xml.rels", _SHEET_RELATION),
        ("xl/worksheets/sheet1.xml", f"{_XML}<worksheet {_S}><sheetData>{cells}</sheetData></worksheet>"),
    ]
    return packed([*members, ("xl/sharedStrings.xml", strings)] if shared else members)


def _sheet_cell(value: str | int, name: str, texts: list[str], shared: bool) -> str:
    if isinstance(value, int):
        return f'<c r="{name}"><v>{value}</v></c>'
    if shared:
        return f'<c r="{name}" t="s"><v>{texts.index(value)}</v></c>'
    return f'<c r="{name}" t="inlineStr"><is><t>{escape(value)}</t></is></c>'


def _numbered(words: Words, title: str) -> list[list[str | int]]:
    rows: list[list[str | int]] = [[number, word] for number, word in enumerate(words, 1)]
    return [[title], *rows]


def xlsx_shared(words: Words, around: Paragraphs, _rng: Random) -> bytes:
    """A sheet that keeps each text once: a repeated word is there a single time."""
    return _xlsx(_numbered(words, around[0]), shared=True)


def xlsx_inline(words: Words, around: Paragraphs, _rng: Random) -> bytes:
    """A sheet that keeps its texts in the cells, as exports have it."""
    return _xlsx(_numbered(words, around[0]), shared=False)


def xlsx_cell(words: Words, around: Paragraphs, _rng: Random) -> bytes:
    """All words in one cell."""
    return _xlsx([["place", "note"], [around[0], " ".join(words)]], shared=True)


def xlsx_row(words: Words, _around: Paragraphs, _rng: Random) -> bytes:
    """All words in one row, a column each."""
    return _xlsx([list(words)], shared=True)


def pptx_slide(words: Words, around: Paragraphs, _rng: Random) -> bytes:
    """A slide with one paragraph for each word."""
    lines = "".join(f"<a:p><a:r><a:t>{escape(text)}</a:t></a:r></a:p>" for text in (around[0], *words))
    shape = f"<p:sp><p:txBody>{lines}</p:txBody></p:sp>"
    slide = f"{_XML}<p:sld {_A} {_P}><p:cSld><p:spTree>{shape}</p:spTree></p:cSld></p:sld>"
    return packed([("[Content_Types].xml", _TYPES), ("ppt/slides/slide1.xml", slide)])


def pptx_table(words: Words, _around: Paragraphs, _rng: Random) -> bytes:
    """A table on a slide."""
    pairs = ((str(number), word) for number, word in enumerate(words, 1))
    rows = "".join(f"<a:tr>{''.join(map(_slide_cell, pair))}</a:tr>" for pair in pairs)
    frame = f"<p:graphicFrame><a:graphic><a:tbl>{rows}</a:tbl></a:graphic></p:graphicFrame>"
    slide = f"{_XML}<p:sld {_A} {_P}><p:cSld><p:spTree>{frame}</p:spTree></p:cSld></p:sld>"
    return packed([("[Content_Types].xml", _TYPES), ("ppt/slides/slide1.xml", slide)])


def _slide_cell(text: str) -> str:
    return f"<a:tc><a:txBody><a:p><a:r><a:t>{escape(text)}</a:t></a:r></a:p></a:txBody></a:tc>"


def epub_list(words: Words, around: Paragraphs, _rng: Random) -> bytes:
    """A book with the words as a list of one chapter."""
    items = "".join(f"<li>{escape(word)}</li>" for word in words)
    page = (
        f'{_XML}<html xmlns="http://www.w3.org/1999/xhtml"><head><title>One</title></head><body>'
        f"<p>{escape(around[0])}</p><ol>{items}</ol></body></html>"
    )
    members = [("mimetype", "application/epub+zip"), ("OEBPS/chapter1.xhtml", page)]
    return packed(members, stored=["mimetype"])


_PDF_FONTS = {
    "chinese_simplified": "STSong-Light",
    "chinese_traditional": "MSung-Light",
    "japanese": "HeiseiMin-W3",
    "korean": "HYSMyeongJo-Medium",
}
"""Fonts that readers bring along, as reportlab names them."""


def pdf(language: str, draw: Callable[[Any, Words], None], words: Words) -> bytes:
    """A page that ``draw`` has written the words on, in a font that has the letters of ``language``."""
    font = _PDF_FONTS.get(language, "Helvetica")
    if font != "Helvetica":
        fonts = import_module("reportlab.pdfbase.cidfonts")
        import_module("reportlab.pdfbase.pdfmetrics").registerFont(fonts.UnicodeCIDFont(font))
    out = BytesIO()
    canvas = import_module("reportlab.pdfgen.canvas").Canvas(out, invariant=1)
    canvas.setFont(font, 12)
    draw(canvas, words)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def pdf_lines(canvas: Any, words: Words) -> None:
    """One numbered word a line."""
    for number, word in enumerate(words, 1):
        canvas.drawString(72, 780 - 20 * number, f"{number}. {word}")


def pdf_columns(canvas: Any, words: Words) -> None:
    """Two columns, drawn row by row: a reader sees 1 and 7 beside one another."""
    rows = -(-len(words) // 2)
    for row in range(rows):
        for column, number in enumerate((row, row + rows)):
            if number < len(words):
                canvas.drawString(72 + 220 * column, 740 - 20 * row, f"{number + 1}. {words[number]}")


def pdf_row(canvas: Any, words: Words) -> None:
    """Lines of four words each, without numbers."""
    for row in range(0, len(words), 4):
        canvas.drawString(72, 740 - 5 * row, " ".join(words[row : row + 4]))


_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
WORD_HEAD = b"\xec\xa5\xc1\0".ljust(1024, b"\0")
"""What stands before the text of an old text document, its flags all 0. Source: MS-DOC 2.5.1, FibBase."""

_SECTOR = 512
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def compound(stream_name: str, stream: bytes) -> bytes:
    """A compound file with one stream of at least 4,096 bytes. Source: MS-CFB 2.2 to 2.6, version 3."""
    stream = stream.ljust(8 * _SECTOR, b"\0")
    count = -(-len(stream) // _SECTOR)
    chain = [_FAT, _END, *range(3, count + 2), _END]
    if len(chain) > _SECTOR // 4:
        raise ValueError("longer than one sector of its table can tell")
    sizes = (0x3E, 3, 0xFFFE, 9, 6, b"", 0, 1, 1, 0, 0x1000, _END, 0, _END, 0)
    header = struct.pack("<8s16sHHHHH6sIIIIIIIII", _COMPOUND, b"", *sizes)
    header += struct.pack("<109I", 0, *[_FREE] * 108)
    table = struct.pack(f"<{len(chain)}I", *chain).ljust(_SECTOR, b"\xff")
    root = _entry("Root Entry", 5, 1, _END, 0)
    entries = root + _entry(stream_name, 2, _FREE, 2, len(stream)) + _entry("", 0, _FREE, 0, 0) * 2
    return header + table + entries + stream.ljust(count * _SECTOR, b"\0")


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    encoded = (name + "\0").encode("utf-16-le") if name else b""
    head = struct.pack("<64sHBBIII", encoded, len(encoded), kind, 1, _FREE, _FREE, child)
    return head + bytes(36) + struct.pack("<IQ", start, size)
