"""Handouts: what must stand on them, what must not, and that every word is nobody's."""

from __future__ import annotations

import re
import string
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from random import Random

import pytest
from pypdf import PdfReader

from tests.helpers.strings import strings
from walletsafe import handouts, phrases, texts, wordlists
from walletsafe.errors import BrokenFile, UnknownHandout
from walletsafe.guard import find_runs
from walletsafe.guidance import calls, plans
from walletsafe.handouts import card, checklist, exercises, poster
from walletsafe.paper.blocks import (
    Block,
    Box,
    Columns,
    Fold,
    NumberedWords,
    PageEnd,
    PaperSize,
    Paragraph,
    Points,
    Rows,
    Together,
)
from walletsafe.phrases import Card
from walletsafe.redact import preflight

PAGES = {
    "practice-sheets": 4,
    "find-the-slip": 4,
    "emergency-card": 1,
    "never-type-it": 1,
    "call-checklist": 1,
}
PRACTICE = ("practice-sheets", "find-the-slip")
EVERY = [(name, size) for name in PAGES for size in PaperSize]


def pages(name: str, size: PaperSize = PaperSize.A4, seed: int = 3) -> list[str]:
    """The text of each page that can be selected."""
    reader = PdfReader(BytesIO(handouts.make(name, size, Random(seed))), strict=True)
    return [page.extract_text() for page in reader.pages]


def flat(text: str) -> str:
    return " ".join(text.split())


def inside(blocks: tuple[Block, ...]) -> Iterator[Block]:
    """All blocks, also those within others."""
    for block in blocks:
        yield block
        if isinstance(block, Box | Together):
            yield from inside(block.blocks)
        for part in block.columns if isinstance(block, Columns) else ():
            yield from inside(part)
        for part in block.panels if isinstance(block, Fold) else ():
            yield from inside(part)


def numbered(text: str) -> dict[int, str]:
    """The words of a page by their numbers."""
    return {int(number): word for number, word in re.findall(r"\b(\d+)\.\s+([a-z]+)\b", text)}


def test_each_has_a_title_and_says_what_is_in_it() -> None:
    assert handouts.names() == tuple(PAGES)
    for name in handouts.names():
        assert handouts.title(name)
        assert handouts.summary(name).endswith(".")


@pytest.mark.parametrize("name", ["", "poster", "../practice-sheets", "Practice sheets"])
def test_another_name_is_refused(name: str, tmp_path: Path) -> None:
    for ask in (handouts.title, handouts.summary):
        with pytest.raises(UnknownHandout):
            ask(name)
    with pytest.raises(UnknownHandout):
        handouts.make(name, PaperSize.A4)
    with pytest.raises(UnknownHandout):
        handouts.save(name, PaperSize.A4, tmp_path / "x.pdf")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("name", "size"), EVERY)
def test_each_has_its_pages_on_both_papers(name: str, size: PaperSize) -> None:
    found = pages(name, size)
    assert len(found) == PAGES[name]
    for number, text in enumerate(found, start=1):
        assert f"Page {number} of {len(found)}" in text
        assert texts.report_text().footer in text
        assert handouts.title(name) in text
        assert len(flat(text)) > 300, "no page is nearly empty"


@pytest.mark.parametrize("name", PAGES)
def test_words_to_practise_are_marked_on_every_page_and_nothing_else_is(name: str) -> None:
    assert {"PRACTICE" in text for text in pages(name)} == {name in PRACTICE}


@pytest.mark.parametrize("seed", range(4))
def test_the_words_of_a_sheet_are_those_of_its_card(seed: int) -> None:
    numbers: set[int] = set()
    for text in pages("practice-sheets", seed=seed):
        words = numbered(text)
        dealt = tuple(words[number] for number in range(1, 25))
        known = phrases.recognise_words(dealt)
        assert isinstance(known, Card)
        assert phrases.deal(known) == dealt
        assert f"Practice card {known.number}: English, 24 words" in text
        assert f"name the card: {known.number}." in flat(text)
        assert text.count("never for real coins") == 2
        assert texts.words("practice", "sheet.warning") in flat(text)
        numbers.add(known.number)
    assert len(numbers) == 4


def test_a_sheet_is_no_finding_of_our_own_guard() -> None:
    for block in inside(exercises.practice_sheets(Random(1))):
        if isinstance(block, NumberedWords):
            assert not find_runs(" ".join(block.words))


@pytest.mark.parametrize("name", PRACTICE)
def test_the_same_chance_gives_the_same_file_and_no_other_does(name: str) -> None:
    made = [handouts.make(name, PaperSize.A4, Random(seed)) for seed in (1, 1, 2)]
    assert made[0] == made[1] != made[2]
    assert handouts.make(name, PaperSize.A4) != handouts.make(name, PaperSize.A4)


@pytest.mark.parametrize("seed", range(8))
def test_a_copy_differs_from_practice_words_and_the_solution_says_where(seed: int) -> None:
    blocks = exercises.find_the_slip(Random(seed))
    (end,) = (place for place, block in enumerate(blocks) if isinstance(block, PageEnd))
    copies = [block for block in blocks[:end] if isinstance(block, Together)]
    solutions = [block for block in blocks[end:] if isinstance(block, Together)]
    assert len(copies) == len(solutions) == 5
    for copy, solution in zip(copies, solutions, strict=True):
        screen, paper = (block.words for block in inside((copy,)) if isinstance(block, NumberedWords))
        assert isinstance(phrases.recognise_words(screen), Card)
        assert set(paper) <= set(wordlists.words("english"))
        wrong = [number for number in range(len(screen)) if screen[number] != paper[number]]
        assert len(wrong) in {1, 2}
        told = flat(" ".join(block.text for block in inside((solution,)) if isinstance(block, Paragraph)))
        assert all(
            re.search(rf"\bWords? (\d+ and )?{number + 1}\b|\bWords? {number + 1}\b", told)
            for number in wrong
        )


@pytest.mark.parametrize("size", PaperSize)
def test_the_solutions_are_on_the_last_page_alone(size: PaperSize) -> None:
    *before, last = (flat(text) for text in pages("find-the-slip", size))
    assert "Solutions" in last
    for text in before:
        for told in ("Solutions", "would refuse", "would accept", "one letter apart", "changed places. Each"):
            assert told not in text


def test_who_prints_on_both_sides_is_told_where_the_solutions_come() -> None:
    assert PAGES["find-the-slip"] % 2 == 0, "they stand on the back of a copy"
    assert "on one side" in handouts.summary("find-the-slip")


def test_the_card_says_the_first_steps_in_the_words_of_the_plan() -> None:
    (text,) = pages("emergency-card")
    said, plan = flat(text), plans.load(plans.WORDS)
    steps = [step.text for step in plan.steps_for(())][:5]
    places = [said.index(f"{number}. {step}") for number, step in enumerate(steps, start=1)]
    assert places == sorted(places)
    for needle in (
        texts.words("window", "home.rule"),
        "Hang up first.",
        "Ledger calls nobody.",
        plan.recovery,
        *plan.not_to_do[:4],
        "There is no number on this card to call.",
    ):
        assert needle in said


def test_the_card_is_as_large_as_a_bank_card_and_names_nobody_to_call() -> None:
    (fold,) = (block for block in card.emergency_card() if isinstance(block, Fold))
    assert (fold.width, fold.height, len(fold.panels), fold.columns) == (85.6, 54.0, 6, 2)
    assert not re.search(r"\d{3}|\+\d", flat(pages("emergency-card")[0]).replace("0.1.0", ""))


def test_the_poster_says_the_one_rule() -> None:
    said = flat(pages("never-type-it")[0])
    for needle in (
        "Never type it.",
        "24 words is the Ledger.",
        "Nobody ever needs your words.",
        "not this program",
    ):
        assert needle in said


def test_the_list_begins_with_the_question_whether_somebody_else_is_there() -> None:
    said = flat(pages("call-checklist")[0])
    scripts = [calls.load(name) for name in calls.names()]
    opening = scripts[0].steps[0]
    assert "Is someone else telling you what to click" in opening.say[-1]
    places = [
        *(said.index(line) for line in opening.say),
        *(said.index(f"{answer.text}: {answer.meaning}") for answer in opening.answers),
        said.index("I will never ask for your words"),
        said.index("What never to ask"),
        *(said.index(script.title) for script in scripts),
        said.index("Before you hang up"),
        said.index(scripts[0].closing.never[-1]),
        said.index("no place on this sheet for words, names or numbers"),
    ]
    assert places == sorted(places)
    for never in (
        "recovery phrase, the PIN or the passphrase",
        "a serial number, a name",
        "steer the screen",
    ):
        assert never in said
    assert all(script.step(calls.BEGIN).title in said for script in scripts)


@pytest.mark.parametrize("seed", range(3))
def test_there_is_nowhere_to_write_words_down(seed: int) -> None:
    """No line that is empty, none that is only a number, and no row of underscores or dots."""
    made = (
        *exercises.practice_sheets(Random(seed)),
        *exercises.find_the_slip(Random(seed)),
        *card.emergency_card(),
        *poster.never_type_it(),
        *checklist.call_checklist(),
    )
    for block in inside(made):
        written: tuple[str, ...] = ()
        if isinstance(block, NumberedWords):
            written = block.words
        elif isinstance(block, Points):
            written = block.texts
        elif isinstance(block, Rows):
            written = tuple(cell for row in block.rows for cell in row)
        elif isinstance(block, Paragraph):
            written = (block.text,)
        assert all(set(text) & set(string.ascii_letters) for text in written)
        assert not any(re.search(r"_{2}|\.{3}", text) for text in written)


@pytest.mark.parametrize("name", [name for name in PAGES if name not in PRACTICE])
def test_advice_looks_like_no_secret(name: str) -> None:
    assert preflight(flat(" ".join(pages(name)))) == ()


def test_the_words_keep_the_house_style() -> None:
    for text in strings(texts.section("handouts")):
        assert not set("!\u2013\u2014") & set(text)
        assert not re.search(r"\bsafe(ly)?\b|https?:|www\.", text, re.IGNORECASE), text


def test_a_file_is_written_whole_and_others_may_read_it(tmp_path: Path) -> None:
    path = tmp_path / "poster.pdf"
    handouts.save("never-type-it", PaperSize.LETTER, path)
    assert path.read_bytes() == handouts.make("never-type-it", PaperSize.LETTER)
    (tmp_path / "ordinary").write_bytes(b"")
    assert path.stat().st_mode == (tmp_path / "ordinary").stat().st_mode
    assert sorted(found.name for found in tmp_path.iterdir()) == ["ordinary", "poster.pdf"]


def test_a_file_that_is_there_is_replaced_only_when_told_so(tmp_path: Path) -> None:
    path = tmp_path / "poster.pdf"
    path.write_bytes(b"mine")
    with pytest.raises(BrokenFile) as refused:
        handouts.save("never-type-it", PaperSize.A4, path)
    assert (refused.value.params["problem"], path.read_bytes()) == ("exists", b"mine")
    handouts.save("never-type-it", PaperSize.A4, path, replace=True)
    assert path.read_bytes().startswith(b"%PDF-")


def test_a_file_that_comes_while_the_page_is_set_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "poster.pdf"

    def slow(*_: object) -> bytes:
        path.write_bytes(b"mine")
        return b"%PDF-"

    monkeypatch.setattr(handouts, "make", slow)
    with pytest.raises(BrokenFile) as refused:
        handouts.save("never-type-it", PaperSize.A4, path)
    assert (refused.value.params["problem"], path.read_bytes()) == ("exists", b"mine")
    assert list(tmp_path.iterdir()) == [path]


def test_a_link_that_leads_nowhere_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "poster.pdf"
    path.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(BrokenFile):
        handouts.save("never-type-it", PaperSize.A4, path)
    assert path.is_symlink()
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("name", [".profile", ".pdf", "authorized_keys", "poster.pdf.desktop", "poster"])
@pytest.mark.parametrize("replace", [False, True])
def test_a_file_of_another_kind_is_never_written(name: str, replace: bool, tmp_path: Path) -> None:
    with pytest.raises(BrokenFile) as refused:
        handouts.save("never-type-it", PaperSize.A4, tmp_path / name, replace=replace)
    assert refused.value.params["problem"] == "not-pdf"
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_be_is_said(tmp_path: Path) -> None:
    for path, problem in (
        (tmp_path, "folder"),
        (tmp_path / "nowhere" / "x.pdf", "no-folder"),
        (tmp_path / "x\x00.pdf", "not-writable"),
    ):
        with pytest.raises(BrokenFile) as refused:
            handouts.save("never-type-it", PaperSize.A4, path)
        assert refused.value.params["problem"] == problem
        assert texts.error_line(refused.value)
    assert list(tmp_path.iterdir()) == []
