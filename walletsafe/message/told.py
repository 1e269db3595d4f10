"""Whether a sentence tells the reader to do something, or tells him not to.

"Never enter your words" and "Do not wait: enter your words" hold the same words. What counts is whether the
"not" belongs to the verb, and whether the verb is an order. The words that decide it are in
``resources/knowledge/wording.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from walletsafe.message import wording
from walletsafe.message.passage import Passage
from walletsafe.message.wording import Hit

_REACH = 12  # words that a "not" reaches ahead
_REACH_BACK = 10  # words that it reaches back: verbs stand first in an order
_LONGEST_CLAUSE = 200  # characters
_WORD = re.compile(r"[^\W_]+")
# A full stop within an address or a figure ends nothing, nor does the end of a line: mails are wrapped.
_CLAUSE_END = re.compile(
    r"[,;:!?.](?=\s|$)|[\u2026()\[\]*\u2022\u2013\u2014\"\u201c\u201d\u201e\u00ab\u00bb]|\s-+\s|\n\s*\n"
)
_QUOTES = frozenset('"\u201c\u201d\u201e\u00ab\u00bb')
_ORDERS = (" sie", "ez")  # "geben Sie", "saisissez": the form alone says it
_NAMES_A_DEED = ("ing", "tion")  # "entering", "verification" at the beginning of a sentence order nothing


def is_forbidden(passage: Passage, verb: Hit) -> bool:
    """Whether the reader is told not to do what a verb says."""
    return any(_governs(passage, never, verb) for never in _negations(passage, verb))


def is_amid_warnings(passage: Passage, verb: Hit, object_: Hit) -> bool:
    """Whether words of a warning or of news stand around a verb and its object, whatever they belong to."""
    return passage.is_reported(verb, object_, unless=lambda never: _is_idle(passage, never, verb))


def is_ordered(passage: Passage, verb: Hit) -> bool:
    """Whether a verb is an order to the reader, and not a piece of news or a quotation."""
    text = passage.folded.text
    written = text[verb.start : verb.end]
    if written.endswith(_NAMES_A_DEED):
        return False
    clause, opening = _clause_before(text, verb.start)
    if opening in _QUOTES:
        return False
    if written.endswith(_ORDERS):
        return True
    words = _WORD.findall(clause)
    led = [*_ending_with(words, "leads")]
    if len(led) == len(words) or _begins_line(passage, verb, led):
        return True
    if words[0] == "to" and (led[-1:] == ["you"] or words[-1] != "to"):
        return True  # "to avoid fraud you must enter", "to stop them enter"
    polite = any(word in _names("please") for word in led)
    return polite or (_follows_an_order(words[: len(words) - len(led)]) and bool(led))


def is_ruled_out(passage: Passage, place: Hit) -> bool:
    """Whether a "not" stands right before the name of a place: "not on the computer", "never on a page"."""
    near = passage.between("never", place.first - _NOT_THERE, place.first - 1)
    return any(not _CLAUSE_END.search(passage.folded.text[never.end : place.start]) for never in near)


_NOT_THERE = 5  # words


def _begins_line(passage: Passage, verb: Hit, led: Sequence[str]) -> bool:
    """Whether it stands with a capital on a line of its own."""
    place = passage.folded.starts[verb.start]
    return not led and passage.text[:place].rstrip(" \t").endswith("\n") and passage.text[place].isupper()


def _follows_an_order(words: Sequence[str]) -> bool:
    """Whether what stands before "and enter ..." is an order too: "visit the page"."""
    asked = next((word for word in words if word not in _names("leads")), "")
    return asked in _names("moves")


def _ending_with(words: Sequence[str], group: str) -> Iterator[str]:
    """The last words, backwards, as long as they are of a group."""
    for word in reversed(words):
        if word not in _names(group):
            return
        yield word


def _negations(passage: Passage, verb: Hit) -> Iterator[Hit]:
    near = passage.between("never", verb.first - _REACH, verb.last + _REACH_BACK)
    return (never for never in near if never.sentence == verb.sentence)


def _governs(passage: Passage, never: Hit, verb: Hit) -> bool:
    """Whether a "not" belongs to a verb, before or behind it."""
    text = passage.folded.text
    word = text[never.start : never.end]
    if never.first <= verb.last and verb.first <= never.last:
        return True
    if never.first > verb.last:
        between = text[verb.end : never.start]
        return word.startswith(_BEHIND) and not _CLAUSE_END.search(between) and not _is_cut(between)
    if _is_idle(passage, never, verb):
        return False
    between = text[never.end : verb.start]
    if _CLAUSE_END.search(between):
        # "Never, under any circumstances, enter ..."
        interrupted = word.startswith(_ALWAYS) and between.startswith(",")
        return interrupted or _is_list(between)
    return True


_ALWAYS = ("never", "nie", "jamais", "nunca", "jamas", "mai", "nooit")
_BEHIND = (*_ALWAYS, "nicht", "kein", "niet", "geen", "no one", "nobody", "to anyone", "with anyone")


def _is_idle(passage: Passage, never: Hit, verb: Hit) -> bool:
    """Whether a "not" before a verb has nothing to do with it.

    "Do not wait", "if you do not", "to avoid", "not possible until you": all of them press to do it.
    """
    if never.first >= verb.first:
        return False
    text = passage.folded.text
    between = text[never.end : verb.start]
    following = _WORD.findall(between)
    before = _WORD.findall(_clause_before(text, never.start)[0])
    word = text[never.start : never.end]
    return (
        any(next_ in _names("idle") for next_ in following[:2])
        or (word.startswith("avoid") and before[-1:] == ["to"])
        or (not word.startswith(_ALWAYS) and any(one in _names("turn") for one in before))
        or _is_cut(between)
    )


def _is_list(between: str) -> bool:
    """Whether a "not" belongs to one verb after the other: "do not photograph, upload or send"."""
    pieces = between.split(",")
    return all(len(piece.split()) <= _LONGEST_ITEM and not _CLAUSE_END.search(piece) for piece in pieces)


_LONGEST_ITEM = 2  # words


def _is_cut(between: str) -> bool:
    """Whether something new begins between a "not" and a verb."""
    words = _WORD.findall(between)
    if any(word in _names("turn") or word in _names("please") for word in words):
        return True
    led = [*_ending_with(words, "leads")]
    return len(led) > 1 and any(word in _names("joins") for word in led[1:])


def _clause_before(text: str, end: int) -> tuple[str, str]:
    """The part of the text before ``end`` that belongs to the same clause, and the character before that."""
    before = text[max(end - _LONGEST_CLAUSE, 0) : end]
    ends = [*_CLAUSE_END.finditer(before)]
    return (before[ends[-1].end() :], ends[-1].group()) if ends else (before, "")


@cache
def _names(group: str) -> frozenset[str]:
    return wording.load().names[group]
