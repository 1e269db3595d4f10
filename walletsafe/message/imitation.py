"""Finds the brand in the labels of a host that is not the vendor's.

Principles instead of lists of bad hosts: the brand as a word of its own, joined to words of the vendor's
world, cut by a hyphen, with one letter wrong, or in letters that only look like it. A ledger is an ordinary
thing as well (a book of accounts, a newspaper), so that some forms need a second sign: a place where anybody
can have a page, or a word of the vendor's world beside it.
"""

from __future__ import annotations

import re
import string
from collections.abc import Iterator, Sequence
from functools import cache

from walletsafe.message import domains
from walletsafe.message.folding import fold, skeleton

BRAND = "ledger"
_LITERAL, _TYPO = "literal", "typo"
_SEPARATORS = re.compile(r"[\W_]+")
_UNREADABLE = re.compile(r"[^\W\x00-\x7f]")
_LETTERS = string.ascii_lowercase + string.digits
_WINDOWS = range(len(BRAND) - 1, len(BRAND) + 2)
_MIN_TYPO = 5  # a shorter word with a letter wrong may be any word


def find(labels: Sequence[str], *, shared: bool) -> tuple[str, str] | None:
    """The trick by which ``labels`` imitate the brand, and the label that does; ``None`` where none does.

    ``labels`` are those that somebody chose, in Unicode and in their order: without the public ending and
    without the name of the hosting service. ``shared`` says that they stand at such a service.
    """
    words = [_words(fold(label).text) for label in labels]
    everything = [word for some in words for word in some]
    if not _may_hold_brand("".join(everything)):
        return None
    beside: list[str] = []  # words nearer to the ending: the same person chose them
    for place in reversed(range(len(labels))):
        trick = _trick(labels[place], words[place], beside, shared=shared)
        if trick == _LITERAL:
            trick = _literal_trick(labels[place], shared=shared, registered=place == len(labels) - 1)
        if trick:
            return trick, labels[place]
        beside += words[place]
    return ("split-brand", ".".join(labels)) if _is_split(everything) else None


_HALVES = (BRAND[:3], BRAND[3:], BRAND[:2] + BRAND[3] + BRAND[2] + BRAND[4:])


def _may_hold_brand(letters: str) -> bool:
    """Whether there is anything to look at closely: nearly all hosts end here.

    One wrong letter leaves one half of the brand as it is, unless it swaps the two in the middle.
    """
    seen = skeleton(letters)
    return any(half in letters or half in seen for half in _HALVES)


def _trick(label: str, words: Sequence[str], beside: Sequence[str], *, shared: bool) -> str:
    """How one label imitates: ``literal``, ``typo``, ``homoglyph``, ``punycode``, ``split-brand`` or not."""
    if kind := _kind(words, beside, shared=shared):
        return kind if label.isascii() else "punycode"
    if BRAND not in "".join(words) and _kind(_words(skeleton(label)), beside, shared=shared) == _LITERAL:
        return "homoglyph" if label.isascii() else "punycode"
    return "split-brand" if _is_split(words) else ""


def _literal_trick(label: str, *, shared: bool, registered: bool) -> str:
    if shared:
        return "free-hosting"
    if not registered:
        return "brand-in-subdomain"
    return "wrong-ending" if label in _official_names() else "brand-with-words"


def _kind(words: Sequence[str], beside: Sequence[str], *, shared: bool) -> str:
    """Whether the words of a label hold the brand: ``literal``, with one letter wrong (``typo``) or not."""
    kinds = set[str]()
    for word in words:
        company = [other for other in words if other != word]
        if BRAND in word and _is_literal(word, company, beside, shared=shared):
            return _LITERAL
        if _is_typo(word, [*company, *beside], shared=shared):
            kinds.add(_TYPO)
    return kinds.pop() if kinds else ""


def _is_literal(word: str, company: Sequence[str], beside: Sequence[str], *, shared: bool) -> bool:
    """Whether a word that holds the brand means the vendor: not where it is a book of accounts or a paper."""
    if _begins_by_chance(word):
        return False
    if shared or any(_is_made_of(other, _vendor_words()) for other in (*company, *beside)):
        return True
    parts = [part.strip(string.digits) for part in word.split(BRAND)]
    if not any(parts):
        return not company or any(other not in domains.load().ordinary_words for other in company)
    return any(_names_the_vendors_world(part) for part in parts)


def _is_typo(word: str, others: Sequence[str], *, shared: bool) -> bool:
    """Whether a word is the brand with one letter wrong, alone or joined to the vendor's words."""
    known = domains.load()
    core = word.strip(string.digits)
    near = core in known.near_words
    if not near and (word in _typos() or core in _typos()):
        return True
    if near or core.removesuffix("s") in _typos():
        return shared or any(_is_made_of(other, known.vendor_words) for other in others)
    return not _begins_by_chance(word) and any(
        _stands_among(word[:start], word[end:], strict=not shared and word[start:end] in known.near_words)
        for start, end in _typos_in(word)
    )


def _stands_among(before: str, after: str, *, strict: bool) -> bool:
    """Whether what stands around a misspelt brand within a word is of the vendor's world.

    ``strict`` counts neither common nor misspelt words.
    """
    words = domains.load().vendor_words if strict else _misspelt_words()
    return _is_made_of(before, words) and _is_made_of(after, words)


def _is_split(words: Sequence[str]) -> bool:
    """Whether the brand, or the brand among the vendor's words, is cut in two or more words."""
    for first in range(len(words)):
        for last in range(first + 1, min(first + len(BRAND), len(words))):
            joined = "".join(words[first : last + 1])
            start = joined.find(BRAND, max(len(words[first]) - len(BRAND) + 1, 0))
            before, after = joined[: max(start, 0)], joined[start + len(BRAND) :]
            crosses = 0 <= start < len(words[first]) and len(after) < len(words[last])
            if crosses and _stands_among(before, after, strict=False):
                return True
    return False


def _words(text: str) -> list[str]:
    """The words of a folded text; a letter that has no plain look-alike counts as any wrong letter."""
    return [word for word in _SEPARATORS.split(_UNREADABLE.sub("x", text)) if word]


def _begins_by_chance(word: str) -> bool:
    """Whether it begins with a word such as "knowledge", which holds most of the brand."""
    return word.startswith(tuple(domains.load().holding_words))


def _names_the_vendors_world(part: str) -> bool:
    """Whether what stands before or after the brand in a word holds a word of the vendor's world."""
    known = domains.load()
    if not part or part in known.ordinary_words:
        return False
    return _is_made_of(part, _vendor_words()) or any(
        word in part for word in known.vendor_words if len(word) > 3
    )


def _is_made_of(text: str, words: frozenset[str]) -> bool:
    """Whether a text is made of ``words`` and figures and nothing else; an empty one is."""
    ends = {0}
    for end in range(1, len(text) + 1):
        figure = end - 1 in ends and text[end - 1].isdigit()
        if figure or any(
            start in ends and text[start:end] in words for start in range(max(end - 15, 0), end)
        ):
            ends.add(end)
    return len(text) in ends


def _typos_in(text: str) -> Iterator[tuple[int, int]]:
    """Where in a text the brand stands with one letter wrong."""
    typos = _typos()
    for size in _WINDOWS:
        for start in range(len(text) - size + 1):
            if text[start : start + size] in typos:
                yield start, start + size


@cache
def _official_names() -> frozenset[str]:
    return frozenset(domain.partition(".")[0] for domain in domains.load().official)


@cache
def _typos() -> frozenset[str]:
    return frozenset(one_letter_wrong(BRAND))


@cache
def _vendor_words() -> frozenset[str]:
    """Words of the vendor's world and common ones, also as a hasty eye reads them."""
    words = domains.load().vendor_words | domains.load().common_words
    return words | {skeleton(word) for word in words}


@cache
def _misspelt_words() -> frozenset[str]:
    """The words that may stand around a misspelt or cut brand: also these with one letter wrong."""
    long_words = (word for word in domains.load().vendor_words if len(word) >= _MIN_TYPO)
    return _vendor_words().union(*(one_letter_wrong(word) for word in long_words))


def one_letter_wrong(word: str) -> set[str]:
    """All words at a Damerau-Levenshtein distance of 1: a letter left out, added, changed, or two swapped."""
    cuts = [(word[:place], word[place:]) for place in range(len(word) + 1)]
    left_out = {before + after[1:] for before, after in cuts if after}
    swapped = {before + after[1] + after[0] + after[2:] for before, after in cuts if len(after) > 1}
    changed = {before + letter + after[1:] for before, after in cuts if after for letter in _LETTERS}
    added = {before + letter + after for before, after in cuts for letter in _LETTERS}
    return (left_out | swapped | changed | added) - {word}
