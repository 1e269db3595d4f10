"""Setting in type: what stands in the files, what does not, and that nothing else is read for them."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from walletsafe.paper.blocks import (
    Block,
    Box,
    Columns,
    Crossed,
    Fold,
    Gap,
    Mark,
    NumberedWords,
    PageEnd,
    PaperSize,
    Paragraph,
    Points,
    Role,
    Rows,
    Running,
    Together,
    Tone,
)
from walletsafe.paper.flow import printable
from walletsafe.paper.sheet import typeset

ROOT = Path(__file__).parents[2]
RUNNING = Running("Title", "DEMO", "Nobody ever needs your words.", "Page {page} of {pages}", "Test")
WORDS = ("zoo", "abandon", "cable", "lamp", "river")
EVERY_BLOCK: tuple[Block, ...] = (
    Paragraph("A heading", Role.TITLE),
    Paragraph("Two\nlines", Role.SMALL, Tone.DANGER, centred=True),
    Points(("first", "second"), Mark.NUMBER, first=4),
    Points(("dotted",)),
    Points(("ticked",), Mark.TICK),
    Rows(("Check", "Outcome"), (("Genuine", "Passed"), ("Firmware", "Newer")), (2, 1)),
    NumberedWords(WORDS, 2, Role.LEAD),
    Gap(5),
    Crossed(60),
    Box((Paragraph("In a box"), Points(("deep",))), Tone.DEMO),
    Columns(((Paragraph("on the left"),), (Paragraph("on the right"), NumberedWords(WORDS, 1)))),
    Together((Paragraph("together"),)),
    PageEnd(),
    Fold(((Paragraph("panel one"),), (Paragraph("panel two"),)), 2, 85.6, 54.0),
)
FORBIDDEN = {
    *("/URI", "/JS", "/JavaScript", "/Launch", "/OpenAction", "/AA", "/AcroForm", "/EmbeddedFiles"),
    *("/Annots", "/RichMedia", "/SubmitForm", "/GoToR", "/XFA"),
}


def read(content: bytes) -> PdfReader:
    return PdfReader(BytesIO(content), strict=True)


def said(content: bytes) -> str:
    """All the text that can be selected, with single blanks."""
    return " ".join(" ".join(page.extract_text() for page in read(content).pages).split())


def objects(content: bytes) -> Iterator[DictionaryObject]:
    """Every dictionary in the file."""
    reader = read(content)
    waiting: list[object] = [reader.trailer]
    seen: set[int] = set()
    while waiting:
        value = waiting.pop()
        if isinstance(value, IndirectObject):
            if value.idnum not in seen:
                seen.add(value.idnum)
                waiting.append(value.get_object())
        elif isinstance(value, DictionaryObject):
            yield value
            waiting.extend(dict.values(value))
        elif isinstance(value, ArrayObject):
            waiting.extend(list.__iter__(value))


def fonts(content: bytes) -> list[DictionaryObject]:
    return [found for found in objects(content) if found.get("/Type") == "/Font"]


def one(*blocks: Block, size: PaperSize = PaperSize.A4) -> bytes:
    return typeset(RUNNING, blocks, size)


def test_the_same_blocks_give_the_same_bytes() -> None:
    assert one(*EVERY_BLOCK) == one(*EVERY_BLOCK)
    assert one(*EVERY_BLOCK) != one(*EVERY_BLOCK[1:])


@pytest.mark.parametrize(("size", "points"), [(PaperSize.A4, (595, 842)), (PaperSize.LETTER, (612, 792))])
def test_pages_are_as_large_as_the_paper(size: PaperSize, points: tuple[int, int]) -> None:
    for page in read(one(*EVERY_BLOCK, size=size)).pages:
        assert (round(page.mediabox.width), round(page.mediabox.height)) == points


def test_everything_that_is_said_can_be_selected() -> None:
    text = said(one(*EVERY_BLOCK))
    for needle in (
        "A heading",
        "Two lines",
        "4. first 5. second",
        "\u2022 dotted",
        "ticked",
        "Check Outcome Genuine Passed Firmware Newer",
        "1. zoo 4. lamp 2. abandon 5. river 3. cable",
        "In a box",
        "deep",
        "on the left",
        "on the right",
        "together",
        "panel one",
        "panel two",
    ):
        assert needle in text


def test_title_mark_foot_and_numbers_stand_on_every_page() -> None:
    pages = read(one(*EVERY_BLOCK, PageEnd(), Paragraph("end"))).pages
    assert len(pages) == 3
    for number, page in enumerate(pages, start=1):
        text = page.extract_text()
        for needle in ("Title", "DEMO", "Nobody ever needs your words.", f"Page {number} of 3"):
            assert needle in text


def test_without_a_mark_there_is_none() -> None:
    plain = typeset(Running("Title", "", "Foot", "{page}", "Test"), (Paragraph("x"),), PaperSize.A4)
    assert "DEMO" not in said(plain)


def test_every_font_is_in_the_file() -> None:
    found = fonts(one(*EVERY_BLOCK))
    assert {str(font["/BaseFont"]).split("+")[1] for font in found} == {
        "BitstreamVeraSans-Roman",
        "BitstreamVeraSans-Bold",
    }
    for font in found:
        descriptor = font["/FontDescriptor"].get_object()
        assert isinstance(descriptor, DictionaryObject)
        assert "/FontFile2" in descriptor
        assert "/ToUnicode" in font


def test_there_is_nothing_in_it_that_acts_or_leads_elsewhere() -> None:
    content = one(*EVERY_BLOCK, Paragraph("ledger.com <a href='http://x.example'>x</a> mailto:a@b.example"))
    keys = {str(key) for found in objects(content) for key in found}
    assert keys & FORBIDDEN == set()
    assert "/Font" in keys, "the walk sees the inside of the file"


def test_it_tells_nothing_about_who_made_it_where_and_when() -> None:
    about = read(one(*EVERY_BLOCK)).metadata
    assert about is not None
    told = {key: str(value) for key, value in about.items()}
    assert told["/Title"] == "Title"
    assert {told.pop(key) for key in ("/Author", "/Creator")} == {"WalletSafe"}
    assert told.pop("/CreationDate").startswith("D:2000")
    assert told.pop("/ModDate").startswith("D:2000")
    assert "ReportLab" in told.pop("/Producer")
    assert set(told) <= {"/Title", "/Subject", "/Keywords", "/Trapped"}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("<b>bold</b> & <br/> &amp; <img src='/etc/passwd'/>", None),
        ("caf\u00e9 \u201cquoted\u201d \u20ac", None),
        ("\u65e5\u672c", "\\u{65E5}\\u{672C}"),
        ("a\u202eb", "a\\u{202E}b"),
        ("a\x00b\tc", "a\\u{0000}b\\u{0009}c"),
        ("\U0001f600", "\\u{1F600}"),
        ("a\u00adb\u00a0c", "a\\u{00AD}b\\u{00A0}c"),
    ],
)
def test_foreign_text_is_plain_and_nothing_of_it_is_hidden(text: str, wanted: str | None) -> None:
    assert (wanted or text) in said(one(Paragraph(text)))


def squeezed(text: str) -> str:
    return "".join(text.split())


@settings(max_examples=60)
@given(st.lists(st.text(st.characters(), max_size=120), min_size=1, max_size=4))
def test_any_text_is_set_and_read_again(texts: Sequence[str]) -> None:
    shown = squeezed("".join(page.extract_text() for page in read(one(*map(Paragraph, texts))).pages))
    for text in texts:
        assert squeezed("".join(printable(line) for line in text.split("\n"))) in shown
    assert printable("".join(texts)) == printable(printable("".join(texts)))


LONG = "word " * 3000


@pytest.mark.parametrize(
    "block",
    [
        Paragraph(LONG),
        Points((LONG,)),
        Rows(("a", "b"), ((LONG, "x"),), (1, 1)),
        Box((Paragraph("Head", Role.LEAD), Paragraph(LONG))),
        Columns(((Paragraph(LONG),), ())),
        Together((Paragraph(LONG),)),
    ],
    ids=lambda block: type(block).__name__,
)
def test_what_is_longer_than_a_page_goes_on_overleaf(block: Block) -> None:
    content = one(block)
    assert len(read(content).pages) > 2
    assert squeezed(said(content)).replace("words", "").count("word") == 3000


def test_a_word_wider_than_its_column_is_broken_and_not_cut_off() -> None:
    text = said(one(Rows(("a", "b"), (("x" * 500, "Q" * 900),), (1, 9))))
    assert (text.count("x"), text.count("Q")) == (500, 900)


def test_the_head_of_a_table_is_repeated() -> None:
    content = one(Rows(("Head", "Other"), (("row", "x"),) * 120, (1, 1)))
    assert all("Head" in page.extract_text() for page in read(content).pages)


def test_a_heading_stays_with_what_follows_it() -> None:
    blocks = (Gap(650), Paragraph("A heading", Role.LEAD), Paragraph("line\n" * 4))
    first, second = read(one(*blocks)).pages
    assert "heading" not in first.extract_text()
    assert "heading" in second.extract_text()


def test_what_does_not_fit_into_its_panel_is_an_error_and_never_cut_off() -> None:
    with pytest.raises(ValueError, match="does not fit"):
        one(Fold(((Paragraph(LONG),), (Paragraph("x"),)), 2, 85.6, 54.0))


def test_a_panel_is_as_large_as_it_says() -> None:
    drawn = read(one(Fold(((Paragraph("x"),),) * 4, 2, 85.6, 54.0))).pages[0].get_contents()
    assert drawn is not None
    lines = re.findall(rb"n ([\d.]+) ([\d.]+) m ([\d.]+) ([\d.]+) l", drawn.get_data())
    ends = [[float(number) * 25.4 / 72 for number in line] for line in lines]
    sizes = [(round(abs(x - to_x), 1), round(abs(y - to_y), 1)) for x, y, to_x, to_y in ends]
    assert sizes.count((171.2, 0.0)) == 3, "its upper edge, its lower edge and the fold"
    assert sizes.count((0.0, 108.0)) == 3


PROBE = """
import sys
before = set(sys.modules)  # what measures the coverage is there already
from walletsafe.paper.blocks import PaperSize, Paragraph, Running
from walletsafe.paper.sheet import typeset
assert "reportlab" not in sys.modules, "loaded before anything is set"
asked, opened = set(), set()
def watch(event, told):
    if event == "import":
        asked.add(told[0])
    elif event == "open":
        opened.add(str(told[0]))
sys.addaudithook(watch)
content = typeset(Running("T", "", "F", "{page}", "S"), (Paragraph("x"),), PaperSize.A4)
elsewhere = {name for name in asked - set(sys.modules) if name.split(".")[0] not in sys.stdlib_module_names}
assert not elsewhere - {"org.python.core", "org.python", "org"}, elsewhere  # which Python's own copy asks for
opened = {path for path in opened if path.startswith(sys.argv[1])}
assert not opened, opened
assert not {"socket", "ssl", "urllib.request", "http.client", "PySide6"} & (set(sys.modules) - before)
sys.stdout.buffer.write(content)
"""
IN_THE_HOME = (".reportlab_mods", ".reportlab_settings")
MODULES = (
    *("reportlab_mods.py", "reportlab_settings.py", "_rl_accel.py"),
    *("pyphen.py", "rlbidi.py", "uharfbuzz.py"),
)
VARIABLES = {
    "RL_pageCompression": "0",
    "RL_renderPMBackend": "nonsense",
    "RL_documentLang": "xx",
    "EVAL_DEBUG": "nonsense",
    "SOURCE_DATE_EPOCH": "1800000000",
}


def lay_traps(folder: Path, names: Sequence[str]) -> None:
    """Files that leave a trace where they are executed, and change settings."""
    for name in names:
        sprung = folder / f"sprung {name}"
        (folder / name).write_text(
            f"open({str(sprung)!r}, 'w').close(); pageCompression = 0; canvas_basefontname = 'Times-Roman'"
        )


def sprung(folder: Path) -> set[str]:
    """The names of the traps that were executed."""
    return {found.name.removeprefix("sprung ") for found in folder.glob("sprung *")}


def run_among_traps(folder: Path, script: str, **more: str) -> subprocess.CompletedProcess[bytes]:
    asked = {**os.environ, "HOME": str(folder), "PYTHONPATH": f"{folder}{os.pathsep}{ROOT}", **more}
    return subprocess.run(
        [sys.executable, "-W", "ignore", "-c", script, str(folder)],
        capture_output=True,
        check=False,
        env=asked,
        cwd=folder,
    )


@pytest.mark.parametrize("names", [IN_THE_HOME, MODULES], ids=["home", "modules"])
def test_nothing_of_the_home_and_of_the_folder_is_run_or_heeded(names: Sequence[str], tmp_path: Path) -> None:
    lay_traps(tmp_path, names)
    done = run_among_traps(tmp_path, PROBE, **VARIABLES)
    assert done.returncode == 0, done.stderr.decode()
    assert sprung(tmp_path) == set()
    plain = typeset(Running("T", "", "F", "{page}", "S"), (Paragraph("x"),), PaperSize.A4)
    assert done.stdout == plain


@pytest.mark.parametrize("names", [IN_THE_HOME, MODULES], ids=["home", "modules"])
def test_the_traps_of_the_test_before_would_be_sprung_without_our_care(
    names: Sequence[str], tmp_path: Path
) -> None:
    lay_traps(tmp_path, names)
    run_among_traps(tmp_path, "import reportlab.platypus")
    assert sprung(tmp_path) == set(names)
