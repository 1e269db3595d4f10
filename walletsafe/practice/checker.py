"""Compares what a learner copied with the sheet it was copied from. It takes the words of that sheet alone.

A program that checks any words is what thieves build. This one is told its sheet first, and stops where the
words look like those of another: :func:`must_stop`. There is no way from here to a seed, a key or an address.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain, repeat

from walletsafe import guard, phrases, wordlists
from walletsafe.practice.nearest import may_be_slip, nearest
from walletsafe.practice.sheets import Sheet

STRANGERS_IN_A_ROW = 4
"""The foreign word at which the checker stops. A word of the sheet ends the row."""

STRANGERS_IN_ALL = 7
"""The same for all the words together: strangers mixed with words of the sheet."""

_CHINESE = re.compile(f"[{wordlists.CHINESE}]+")


class WordState(StrEnum):
    """What one copied word is. Permanent names."""

    RIGHT = "right"
    OTHER_PLACE = "other-place"
    OTHER_WORD = "other-word"
    NOT_IN_LIST = "not-in-list"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class WordNote:
    """What is said of the word at ``position`` (from 1). ``near``: decomposed list words it may be meant as.

    ``RIGHT`` is the word of the sheet at this place. ``OTHER_PLACE`` stands on the sheet somewhere else,
    ``OTHER_WORD`` in the list but not on the sheet. ``in_list`` tells of the sheet's own list.
    """

    position: int
    state: WordState
    in_list: bool
    near: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Judgement:
    """What is said of a whole copy: every word, and three answers that are never folded into one.

    ``count_right``: as many words as the sheet has. ``words_known``: all of them stand in the list.
    ``checksum_right``: ``None`` where the first two do not hold, since there is nothing to compute then.
    ``same``: the copy is the sheet.
    """

    notes: tuple[WordNote, ...]
    count: int
    wanted: int
    count_right: bool
    words_known: bool
    checksum_right: bool | None
    same: bool


def judge(sheet: Sheet, untrusted_words: Sequence[str]) -> Judgement:
    """Compare a copy with its sheet, word by word; an empty word is a place that was left out."""
    typed = [spelled(word) for word in untrusted_words]
    wanted = chain(sheet.words, repeat(""))
    placed = enumerate(zip(typed, wanted, strict=False), start=1)
    notes = tuple(_note(sheet, position, word, right) for position, (word, right) in placed)
    count = sum(1 for word in typed if word)
    places = wordlists.places(sheet.language)
    known = [places[word] for word in typed if word in places]
    words_known = len(known) == count and count > 0
    countable = words_known and count in phrases.LENGTHS
    return Judgement(
        notes=notes,
        count=count,
        wanted=len(sheet.words),
        count_right=count == len(sheet.words),
        words_known=words_known,
        checksum_right=phrases.entropy_of(known) is not None if countable else None,
        same=tuple(typed) == sheet.words,
    )


def must_stop(sheet: Sheet, untrusted_words: Sequence[str]) -> bool:
    """Whether these words look like another phrase than the sheet's, so that nothing more may be typed.

    Counted is what is not on the sheet: words of any list, and whatever cannot be a slip in a word of the
    sheet. A foreign word that is misspelled, cut to its first letters or run together with another one is
    still foreign, and the hint at the nearest word would mend it. A slip neither counts nor ends a row.
    """
    spellings = sheet.spellings
    in_a_row = in_all = 0
    for word in _one_by_one(untrusted_words):
        if wordlists.folded(word) in spellings:
            in_a_row = 0
        elif guard.is_list_word(word) or not may_be_slip(word, spellings):
            in_a_row += 1
            in_all += 1
        if in_a_row >= STRANGERS_IN_A_ROW or in_all >= STRANGERS_IN_ALL:
            return True
    return False


def _one_by_one(untrusted_words: Sequence[str]) -> Iterator[str]:
    """Yield the words; Chinese ones are characters, written without a space between them."""
    for word in untrusted_words:
        if _CHINESE.fullmatch(word):
            yield from word
        elif word:
            yield word


def spelled(untrusted_word: str) -> str:
    """A typed word as the list would have it: decomposed, lower case, without spaces around."""
    return wordlists.decomposed(untrusted_word.strip().lower())


def _note(sheet: Sheet, position: int, word: str, wanted: str) -> WordNote:
    if not word:
        return WordNote(position, WordState.MISSING, in_list=False)
    in_list = word in wordlists.places(sheet.language)
    if word == wanted:
        return WordNote(position, WordState.RIGHT, in_list)
    if word in sheet.words:
        return WordNote(position, WordState.OTHER_PLACE, in_list)
    if in_list:
        return WordNote(position, WordState.OTHER_WORD, in_list)
    near = nearest(word, sheet.language) if may_be_slip(word, sheet.spellings) else ()
    return WordNote(position, WordState.NOT_IN_LIST, in_list, near)
