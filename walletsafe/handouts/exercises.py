"""Words to copy and copies to compare. All of them are practice words, dealt for this paper."""

from __future__ import annotations

from functools import partial
from random import Random
from typing import Final, cast

from walletsafe import phrases, texts
from walletsafe.handouts.words import lines, say
from walletsafe.paper.blocks import (
    Block,
    Box,
    Columns,
    Gap,
    Mark,
    NumberedWords,
    PageEnd,
    Paragraph,
    Points,
    Role,
    Together,
    Tone,
)
from walletsafe.phrases import Card
from walletsafe.practice import sheets
from walletsafe.practice.drills import slips
from walletsafe.practice.drills.exercise import LEVELS, Exercise
from walletsafe.practice.sheets import Sheet

_SHEETS: Final = 4


_practice = partial(texts.words, "practice")


def practice_sheets(rng: Random) -> tuple[Block, ...]:
    """Four cards with different numbers, a page each."""
    numbers = rng.sample(range(phrases.CARDS), _SHEETS)
    pages = [_practice_page(sheets.dealt(Card(number))) for number in numbers]
    return tuple(block for page in pages for block in (*page, PageEnd()))[:-1]


def _practice_page(sheet: Sheet) -> tuple[Block, ...]:
    number = cast("int", sheet.number)
    steps = (step.format(number=number) for step in lines("practice", "how"))
    name = _practice(
        "sheet.dealt",
        number=number,
        language=_practice(f"languages.{sheet.language}"),
        count=len(sheet.words),
    )
    return (
        Paragraph(name, Role.TITLE),
        Paragraph(say("practice.how_title"), Role.LEAD),
        Points(tuple(steps), Mark.NUMBER),
        Gap(10),
        Box(
            (
                Paragraph(say("practice.mark"), Role.STRONG, Tone.DEMO),
                NumberedWords(sheet.words, 3, Role.TITLE),
                Gap(4),
                Paragraph(say("practice.mark"), Role.STRONG, Tone.DEMO),
            ),
            Tone.DEMO,
        ),
        Gap(6),
        Paragraph(_practice("sheet.warning"), Role.STRONG, Tone.DEMO),
    )


def find_the_slip(rng: Random) -> tuple[Block, ...]:
    """One copy of each level, and then the solutions."""
    copies = [slips.make(rng, level) for level in LEVELS]
    return (
        Paragraph(texts.words("practice", "drill_titles.find-the-slip"), Role.TITLE),
        Paragraph(say("slips.lead")),
        *(_copy(number, copy) for number, copy in enumerate(copies, start=1)),
        Gap(6),
        Paragraph(_practice("sheet.warning"), Role.STRONG, Tone.DEMO),
        PageEnd(),
        Paragraph(say("slips.solutions"), Role.TITLE),
        *(_solution(number, copy) for number, copy in enumerate(copies, start=1)),
    )


def _copy(number: int, exercise: Exercise) -> Block:
    papers = tuple(
        (Paragraph(paper.title, Role.STRONG), NumberedWords(paper.words, 2)) for paper in exercise.papers
    )
    heading = Paragraph(say("slips.exercise", number=number), Role.LEAD)
    return Together((heading, Paragraph(exercise.question), Columns(papers), Gap(8)))


def _solution(number: int, exercise: Exercise) -> Block:
    return Together(
        (Paragraph(say("slips.exercise", number=number), Role.LEAD), Paragraph(exercise.explanation))
    )
