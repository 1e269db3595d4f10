"""Put in order: words written without numbers, in columns or in rows, and which way they are to be read."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from walletsafe import phrases, texts, wordlists
from walletsafe.practice.drills.exercise import Exercise, Kind, Paper, dealt_sheet
from walletsafe.practice.sheets import Sheet

NAME = "put-in-order"

WANTED = 6
"""How many words are to be put in order: enough to see which way somebody reads."""

_COLUMNS = (2, 3, 3, 3, 4)
_CLUE_FROM = 3


def make(rng: Random, level: int) -> Exercise:
    """An exercise that tells how the paper was written; from level 3 on only by the number of one word."""
    sheet = dealt_sheet(rng, level)
    paper = Paper(
        texts.words("practice", "order.paper"),
        sheet.words,
        numbered=False,
        columns=_COLUMNS[level - 1],
        downwards=rng.random() < 1 / 2,
    )
    as_seen = [index for row in paper.rows for index in row]
    return Exercise(
        drill=NAME,
        level=level,
        kind=Kind.IN_ORDER,
        sheet=sheet,
        question=_question(rng, paper, level),
        choices=tuple(sheet.words[index] for index in as_seen),
        because=tuple(
            texts.words("practice", "order.number_of", word=sheet.words[index], number=index + 1)
            for index in as_seen
        ),
        right=tuple(as_seen.index(index) for index in range(WANTED)),
        explanation=_explanation(sheet, paper),
        papers=(paper,),
    )


def _question(rng: Random, paper: Paper, level: int) -> str:
    if level < _CLUE_FROM:
        key = "order.question_down" if paper.downwards else "order.question_rows"
        return texts.words("practice", key, columns=paper.columns, wanted=WANTED)
    # Words 2 to 6 stand at another place when the paper is read the other way.
    number = rng.randint(2, WANTED)
    word = paper.words[number - 1]
    return texts.words("practice", "order.question_clue", word=word, number=number, wanted=WANTED)


def _explanation(sheet: Sheet, paper: Paper) -> str:
    key = "order.down" if paper.downwards else "order.rows"
    way = texts.words("practice", key, words=", ".join(sheet.words[:WANTED]))
    misread = [sheet.words[index] for index in _the_other_way(paper)]
    places = wordlists.places(sheet.language)
    fits = phrases.entropy_of([places[word] for word in misread]) is not None
    other = texts.words("practice", "order.other_way", words=", ".join(misread[:3]))
    caught = texts.words("practice", "order.passes" if fits else "order.caught")
    return "\n".join([way, f"{other} {caught}", texts.words("practice", "order.advice")])


def _the_other_way(paper: Paper) -> Sequence[int]:
    """The indices of the words for somebody who reads rows for columns, or columns for rows."""
    if paper.downwards:
        return [index for row in paper.rows for index in row]
    return [row[column] for column in range(paper.columns) for row in paper.rows]
