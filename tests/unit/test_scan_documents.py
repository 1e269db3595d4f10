"""Every kind of document and archive hands out the words that lie in it, in their order."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

import pytest

from tests.helpers import containers
from tests.helpers.containers import LANGUAGES, docx, opened, paragraph, xlsx, zipped
from walletsafe.scan.documents import is_container
from walletsafe.scan.exact import find
from walletsafe.scan.finds import Grade

CHANCE = random.Random(20261129)


def phrase(language: str = "english", length: int = 12) -> list[str]:
    return containers.phrase(CHANCE, language, length)


def with_repeat(words: list[str]) -> list[str]:
    return [*words[:5], words[2], words[2], *words[5:]]


def cell(place: str, content: str, kind: str = "s") -> str:
    inner = f"<is><t>{content}</t></is>" if kind == "inlineStr" else f"<v>{content}</v>"
    return f'<c r="{place}" t="{kind}">{inner}</c>'


def docx_paragraphs(words: Sequence[str]) -> bytes:
    return docx("".join(map(paragraph, words)))


def docx_split_runs(words: Sequence[str]) -> bytes:
    gap = "<w:r><w:t> </w:t></w:r>"
    return docx(f"<w:p>{gap.join(map(containers.split_run, words))}</w:p>")


def docx_line_breaks(words: Sequence[str]) -> bytes:
    return docx(f"<w:p><w:r>{'<w:br/>'.join(f'<w:t>{word}</w:t>' for word in words)}</w:r></w:p>")


def docx_tabs(words: Sequence[str]) -> bytes:
    return docx(f"<w:p><w:r>{'<w:tab/>'.join(f'<w:t>{word}</w:t>' for word in words)}</w:r></w:p>")


def docx_table(words: Sequence[str]) -> bytes:
    return docx(paragraph("before") + containers.table(words, 3) + paragraph("after"))


def docx_header(words: Sequence[str]) -> bytes:
    return docx(paragraph("body"), header1=f"<w:hdr>{paragraph(' '.join(words))}</w:hdr>")


def docx_footnote(words: Sequence[str]) -> bytes:
    return docx(
        paragraph("body"),
        footnotes=f"<w:footnotes><w:footnote>{paragraph(' '.join(words))}</w:footnote></w:footnotes>",
    )


def docx_comment(words: Sequence[str]) -> bytes:
    return docx(
        paragraph("body"),
        comments=f"<w:comments><w:comment>{paragraph(' '.join(words))}</w:comment></w:comments>",
    )


def docx_text_box(words: Sequence[str]) -> bytes:
    box = f"<v:textbox><w:txbxContent>{''.join(map(paragraph, words))}</w:txbxContent></v:textbox>"
    return docx(f"<w:p><w:r><w:t>before</w:t></w:r><w:r>{box}</w:r><w:r><w:t>after</w:t></w:r></w:p>")


def docx_around_text_box(words: Sequence[str]) -> bytes:
    box = f"<w:r><w:txbxContent>{paragraph('something else')}</w:txbxContent></w:r>"
    runs = [f"<w:r><w:t>{word} </w:t></w:r>" for word in words]
    return docx(f"<w:p>{''.join(runs[:5])}{box}{''.join(runs[5:])}</w:p>")


def docx_corrected(words: Sequence[str]) -> bytes:
    deleted = "<w:del w:id='1'><w:r><w:delText>other </w:delText></w:r></w:del>"
    runs = [f"<w:r><w:t>{word} </w:t></w:r>" for word in words]
    return docx(f"<w:p>{''.join(runs[:3])}{deleted}{''.join(runs[3:])}</w:p>")


def docx_utf16(words: Sequence[str]) -> bytes:
    text = f"<w:document>{paragraph(' '.join(words))}</w:document>"
    return zipped([("[Content_Types].xml", "<Types/>"), ("word/document.xml", text.encode("utf-16"))])


def docx_description(words: Sequence[str]) -> bytes:
    return docx(f"<w:p><w:drawing><wp:docPr id='1' name='x' descr='{' '.join(words)}'/></w:drawing></w:p>")


def docx_property(words: Sequence[str]) -> bytes:
    keywords = f"<cp:coreProperties><cp:keywords>{' '.join(words)}</cp:keywords></cp:coreProperties>"
    return zipped([("[Content_Types].xml", "<Types/>"), ("docProps/core.xml", keywords)])


def docx_marked(words: Sequence[str]) -> bytes:
    return docx(paragraph("&amp;".join(words)))


def docx_character_data(words: Sequence[str]) -> bytes:
    return docx(paragraph(f"<![CDATA[{' '.join(words)}]]>"))


def xlsx_shared_down(words: Sequence[str]) -> bytes:
    kinds = sorted(set(words))
    rows = [f'<row r="{n}">{cell(f"A{n}", str(kinds.index(word)))}</row>' for n, word in enumerate(words, 1)]
    return xlsx("".join(rows), [f"<t>{kind}</t>" for kind in kinds])


def xlsx_shared_across(words: Sequence[str]) -> bytes:
    kinds = sorted(set(words))
    cells = (cell(f"{chr(65 + n)}1", str(kinds.index(word))) for n, word in enumerate(words))
    return xlsx(
        f'<row r="1">{"".join(cells)}</row>', [f"<r><t>{k[:1]}</t></r><r><t>{k[1:]}</t></r>" for k in kinds]
    )


def xlsx_inline_down(words: Sequence[str]) -> bytes:
    rows = [f"<row>{cell(f'B{n}', word, 'inlineStr')}</row>" for n, word in enumerate(words, 1)]
    return xlsx("".join(rows))


def xlsx_numbered_with_prose(words: Sequence[str]) -> bytes:
    """In a column between others: only told down the columns are the words one after another."""
    rows = [
        cell(f"A{n}", str(n), "n") + cell(f"B{n}", word, "inlineStr") + cell(f"D{n}", "some note", "str")
        for n, word in enumerate(words, 1)
    ]
    return xlsx("".join(f"<row>{row}</row>" for row in rows))


def xlsx_prefixed(words: Sequence[str]) -> bytes:
    sheet = "".join(
        f'<x:row><x:c r="A{n}" t="str"><x:f>A1</x:f><x:v>{w}</x:v></x:c></x:row>' for n, w in enumerate(words)
    )
    return xlsx(sheet)


def xlsx_reading(words: Sequence[str]) -> bytes:
    """Japanese texts have their reading beside them, which does not come between."""
    strings = [f"<t>{word}</t><rPh sb='0' eb='1'><t>yomi</t></rPh>" for word in words]
    rows = [f"<row>{cell(f'A{n + 1}', str(n))}</row>" for n in range(len(words))]
    return xlsx("".join(rows), strings)


def xlsx_comment(words: Sequence[str]) -> bytes:
    return xlsx(
        "", comments1=f"<comments><comment><text><r><t>{' '.join(words)}</t></r></text></comment></comments>"
    )


def pptx_slides(words: Sequence[str]) -> bytes:
    text = "".join(f"<a:p><a:r><a:t>{word}</a:t></a:r></a:p>" for word in words)
    return zipped([("[Content_Types].xml", "<Types/>"), ("ppt/slides/slide1.xml", f"<p:sld>{text}</p:sld>")])


def pptx_notes(words: Sequence[str]) -> bytes:
    text = f"<a:p><a:r><a:t>{' '.join(words)}</a:t></a:r></a:p>"
    return zipped(
        [
            ("[Content_Types].xml", "<Types/>"),
            ("ppt/notesSlides/notesSlide1.xml", f"<p:notes>{text}</p:notes>"),
        ]
    )


def odt_spans(words: Sequence[str]) -> bytes:
    spans = "<text:s/>".join(f"{w[:1]}<text:span text:style-name='T1'>{w[1:]}</text:span>" for w in words)
    return containers.open_document("text", f"<text:p>{spans}</text:p>")


def odt_table(words: Sequence[str]) -> bytes:
    cells = "".join(f"<table:table-cell><text:p>{word}</text:p></table:table-cell>" for word in words)
    return containers.open_document(
        "text", f"<table:table><table:table-row>{cells}</table:table-row></table:table>"
    )


def odt_header(words: Sequence[str]) -> bytes:
    return containers.open_document(
        "text", "", styles=f"<style:header><text:p>{' '.join(words)}</text:p></style:header>"
    )


def odt_around_note(words: Sequence[str]) -> bytes:
    note = (
        "<office:annotation office:name='1'><dc:date>x</dc:date><text:p>remark</text:p></office:annotation>"
    )
    return containers.open_document(
        "text", f"<text:p>{' '.join(words[:4])} {note}{' '.join(words[4:])}</text:p>"
    )


def odp_slides(words: Sequence[str]) -> bytes:
    boxes = "".join(
        f"<draw:frame><draw:text-box><text:p>{word}</text:p></draw:text-box></draw:frame>" for word in words
    )
    return containers.open_document("presentation", f"<draw:page>{boxes}</draw:page>")


def ods_cells(words: Sequence[str]) -> bytes:
    """LibreOffice writes equal neighbours once."""
    cells: list[tuple[str, int]] = []
    for word in words:
        if cells and cells[-1][0] == word:
            cells[-1] = word, cells[-1][1] + 1
        else:
            cells.append((word, 1))
    written = "".join(
        f'<table:table-cell table:number-columns-repeated="{count}">'
        f"<text:p>{word}</text:p></table:table-cell>"
        for word, count in cells
    )
    filler = '<table:table-cell table:number-columns-repeated="16000"/>'
    row = f"<table:table-row>{written}{filler}</table:table-row>"
    return containers.open_document("spreadsheet", f"<table:table>{row}</table:table>")


def ods_rows(words: Sequence[str]) -> bytes:
    rows = "".join(
        f"<table:table-row><table:table-cell><text:p>row</text:p></table:table-cell>"
        f"<table:table-cell><text:p>{word}</text:p></table:table-cell></table:table-row>"
        for word in words
    )
    return containers.open_document("spreadsheet", f"<table:table>{rows}</table:table>")


DOCUMENTS: tuple[Callable[[Sequence[str]], bytes], ...] = (
    docx_paragraphs,
    docx_split_runs,
    docx_line_breaks,
    docx_tabs,
    docx_table,
    docx_header,
    docx_footnote,
    docx_comment,
    docx_text_box,
    docx_around_text_box,
    docx_corrected,
    docx_utf16,
    docx_description,
    docx_property,
    docx_marked,
    docx_character_data,
    xlsx_shared_down,
    xlsx_shared_across,
    xlsx_inline_down,
    xlsx_numbered_with_prose,
    xlsx_prefixed,
    xlsx_reading,
    xlsx_comment,
    pptx_slides,
    pptx_notes,
    odt_spans,
    odt_table,
    odt_header,
    odt_around_note,
    odp_slides,
    ods_cells,
    ods_rows,
)


@pytest.mark.parametrize("make", DOCUMENTS)
def test_a_document_tells_its_words_in_order(make: Callable[[Sequence[str]], bytes]) -> None:
    for language in LANGUAGES:
        for length in (12, 24):
            words = with_repeat(phrase(language, length))
            data = make(words)
            assert is_container(data[:1024], "document")
            seen = opened(data)
            assert seen.tells(words), (language, length)
            assert seen.lost == []


def test_members_of_a_document_that_are_no_text_of_it() -> None:
    picture = b"\x89PNG\r\n\x1a\n" + bytes(600_000)
    words = phrase()
    data = zipped(
        [
            ("[Content_Types].xml", "<Types/>"),
            ("word/document.xml", paragraph("body")),
            ("word/media/image1.png", picture),
            (
                "word/embeddings/book.xlsx",
                xlsx(f"<row>{''.join(cell(f'A{n}', w, 'str') for n, w in enumerate(words))}</row>"),
            ),
        ]
    )
    seen = opened(data)
    assert seen.pictures == [("word/media/image1.png", picture)]
    assert seen.tells(words)
    assert sum(len(piece) for member, piece in seen.pieces if member.endswith("png")) <= 2 * (256 << 10)


@pytest.mark.parametrize("step", range(1, 7))
def test_text_comes_in_pieces_that_overlap(step: int) -> None:
    """Wherever a piece ends: files are read half a mebibyte at a time."""
    words = phrase()
    planted = "".join(map(paragraph, words))
    filler = "abc <x/>123 " * ((step * (512 << 10) - len(planted) // 2) // 12)
    seen = opened(docx(filler + planted + "abc <x/>123 " * 300_000))
    assert len(seen.texts) > 1
    assert seen.tells(words)


def docx_sheet(rows: list[list[str]]) -> bytes:
    cells = ("".join(f"<w:tc><w:tcPr/>{paragraph(text)}</w:tc>" for text in row) for row in rows)
    return docx(paragraph("before") + f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>")


def pptx_sheet(rows: list[list[str]]) -> bytes:
    cells = ("".join(f"<a:tc><a:p><a:t>{text}</a:t></a:p></a:tc>" for text in row) for row in rows)
    rows_told = "".join(f"<a:tr h='1'>{row}</a:tr>" for row in cells)
    table = f"<a:tbl>{rows_told}</a:tbl>"
    return zipped([("[Content_Types].xml", "<Types/>"), ("ppt/slides/slide1.xml", f"<p:sld>{table}</p:sld>")])


def odt_sheet(rows: list[list[str]]) -> bytes:
    cells = (
        "".join(f"<table:table-cell><text:p>{text}</text:p></table:table-cell>" for text in row)
        for row in rows
    )
    table = "".join(f"<table:table-row>{row}</table:table-row>" for row in cells)
    return containers.open_document("text", f"<table:table>{table}</table:table>")


@pytest.mark.parametrize("numbered", [True, False])
@pytest.mark.parametrize("make", [docx_sheet, pptx_sheet, odt_sheet])
def test_a_phrase_in_two_columns_is_told_whole(
    make: Callable[[list[list[str]]], bytes], numbered: bool
) -> None:
    for _ in range(5):
        words = phrase(length=24)
        rows = [
            [str(number), words[number - 1], str(number + 12), words[number + 11]]
            if numbered
            else [words[number - 1], words[number + 11]]
            for number in range(1, 13)
        ]
        seen = opened(make(rows))
        found = {
            frozenset(one.untrusted_words)
            for _, text in seen.texts
            for one in find(text)
            if one.trace.grade is Grade.RECOVERY_PHRASE and one.trace.words == 24
        }
        assert found == {frozenset(words)}


def test_an_empty_cell_keeps_its_place_and_a_table_without_end_is_told() -> None:
    table = f"<w:tbl><w:tr><w:tc/><w:tc>{paragraph('abc')}</w:tc><w:tc>{paragraph('xyz')}"
    assert "\tabc\txyz" in [text for _, text in opened(docx(table)).texts]
