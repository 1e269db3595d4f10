"""A report on paper: the words of the text form, to be selected, closed, and marked on every page."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from tests.helpers.people import check, virtual
from tests.helpers.reports import a_call, a_lesson, downloads
from tests.unit.test_texts import filled
from walletsafe import report, texts
from walletsafe.findings import REGISTRY, CheckResult, Outcome, Report, finding
from walletsafe.paper.blocks import PaperSize
from walletsafe.report.document import made_line
from walletsafe.report.pdf import as_pdf

VIEWING = {"/ViewerPreferences", "/MarkInfo"}


def everything(*, demo: bool = False) -> Report:
    checks = CheckResult("device", Outcome.PASSED, tuple(filled(each) for each in REGISTRY))
    return Report("device", demo, {"model": "nano-s", "firmware": "2.1.0"}, (checks,), "2026-11-28")


def pages(made: Report, size: PaperSize = PaperSize.A4) -> list[str]:
    """The text of each page, blanks and line ends alike."""
    return [" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(as_pdf(made, size))).pages]


def without_blanks(text: str) -> str:
    return "".join(text.split())


def test_it_says_all_that_the_text_form_says() -> None:
    said = without_blanks(" ".join(pages(everything())))
    for finding_id in REGISTRY:
        words = texts.finding_text(filled(finding_id))
        for text in (words.title, words.meaning, words.next_step):
            assert without_blanks(text)[:60] in said
    words_of_report = texts.report_text()
    for text in (words_of_report.note, *words_of_report.not_proven, made_line(everything()), "nano-s"):
        assert without_blanks(text) in said


@pytest.mark.parametrize("size", PaperSize)
def test_every_page_of_a_demo_is_marked_and_no_other(size: PaperSize) -> None:
    demo = pages(everything(demo=True), size)
    assert len(demo) > 5
    # In the running line, besides what stands on the page itself.
    assert all(f"of {len(demo)} DEMO " in page for page in demo)
    assert texts.report_text().demo in demo[0]
    assert not any("DEMO" in page for page in pages(everything(), size))
    assert all(f"Page {number} of {len(demo)}" in page for number, page in enumerate(demo, start=1))
    assert all(texts.report_text().footer in page for page in demo)


def test_every_kind_can_be_set(tmp_path: Path) -> None:
    for made in (check(virtual("genuine-flex")), a_call(0), a_lesson(wrong=3), *downloads(tmp_path)):
        text = without_blanks(" ".join(pages(made)))
        assert without_blanks(texts.report_text(made.kind).title) in text
        for entry in made.record:
            assert without_blanks(entry.text) in text
        if made.kind in {"device", "download"}:
            assert without_blanks(str(report.as_json(made)["code"])) in text


def test_the_same_report_gives_the_same_bytes() -> None:
    assert as_pdf(everything()) == as_pdf(everything())


def test_foreign_text_is_neither_markup_nor_a_box() -> None:
    hostile = finding("genuine.sideloaded_app", apps="<b>&amp;</b><br/> \u5e01 \u202e", count=1)
    checks = (CheckResult("genuine", Outcome.PASSED, (hostile,)),)
    text = without_blanks(" ".join(pages(Report("device", False, {}, checks, "2026-11-28"))))
    assert "<b>&amp;</b><br/>\\u{5E01}\\u{202E}" in text


def test_the_file_is_closed_and_says_nothing_about_its_maker(tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    report.save(everything(), path)
    file = PdfReader(path)
    assert set(file.root_object) <= {"/Type", "/Pages", "/PageMode", "/Lang", "/Outlines", *VIEWING}
    for page in file.pages:
        assert not {"/Annots", "/AA"} & set(page)
    told = " ".join(str(value) for value in (file.metadata or {}).values())
    assert str(tmp_path) not in told
    assert "2026" not in told
    assert path.stat().st_mode & 0o777 == 0o600
