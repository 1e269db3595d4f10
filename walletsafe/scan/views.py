"""The texts that bytes may stand for: decoded, and with whatever hides letters undone.

The words of a phrase may be cut to pieces by tags, written as numbers, broken by the lines of a mail. Each
view undoes one such thing, and is only made where there are signs of it: most text has none. Steps that
often come together follow one another (a page in a mail: base64, then escapes, then tags, then entities).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from walletsafe.scan import encodings, escapes, mail_parts, markup

MAX_TEXTS = 48
"""More texts are made of no bytes. Real files stay far below: it bounds the work that a hostile one makes."""

_LAYERS = 2
"""How deep the codings of mail may lie in one another: base64 in base64, a quoted page in base64."""

# Soft hyphen, joiners, marks of direction: nobody sees them inside words and between them.
_INVISIBLE = re.compile("[\u00ad\u034f\u180e\u200b-\u200f\u2060-\u2064\ufeff]+")


def texts(untrusted_data: bytes) -> Iterator[str]:
    """Yield the texts that these bytes may stand for, no text twice, the plain decoding first.

    The bytes are a file, or a part of one that may begin and end in the middle of anything. Never raises,
    takes linear time, and no text has more letters than there are bytes. Where nothing needs undoing there is
    one text.
    """
    seen: set[int] = set()
    every = (
        text
        for data in _layers(encodings.narrowed(untrusted_data), _LAYERS)
        for plain in encodings.decoded(data)
        for text in (_views(plain.text) if plain.likely else (plain.text,))
    )
    yield from islice(_new(every, seen), MAX_TEXTS)


def _new(candidates: Iterator[str], seen: set[int]) -> Iterator[str]:
    """Leave out what was there before. By hash, so that the texts themselves need not be kept."""
    for text in candidates:
        if hash(text) not in seen:
            seen.add(hash(text))
            yield text


def _layers(data: bytes, depth: int) -> Iterator[bytes]:
    """Yield the bytes, and those that are coded in them as mail does."""
    yield data
    if not depth:
        return
    for undo in (mail_parts.without_quotes, mail_parts.base64_blocks):
        if (inner := undo(data)) is not None:
            yield from _layers(inner, depth - 1)


def _views(plain: str) -> Iterator[str]:
    for text in _undone(plain):
        yield text
        if not text.isascii() and _INVISIBLE.search(text):
            yield _INVISIBLE.sub("", text)
            yield _INVISIBLE.sub(" ", text)


def _undone(plain: str) -> Iterator[str]:
    yield plain
    if (document := markup.without_rtf(plain)) is not None:
        yield document
    if (article := markup.without_latex(plain)) is not None:
        yield article
    if (listed := escapes.values(plain)) is not None:
        yield _without_escapes(markup.without_entities(listed) or listed)
    text = plain
    # Each may have been written twice: a request in a record of requests.
    for undo in (*[escapes.without_backslashes] * 2, *[escapes.without_percents] * 2):
        if (simpler := undo(text)) is not None:
            text = simpler
            yield text
    yield from _without_markup(text)


def _without_escapes(text: str) -> str:
    return escapes.without_backslashes(text) or text


def _without_markup(text: str) -> Iterator[str]:
    """Yield the text without tags and entities; markup that was itself written as entities is undone too."""
    found = False
    for bare in markup.without_tags(text):
        found = True
        named = markup.without_entities(bare)
        yield bare if named is None else named
        if named is not None and "<" in named and "&lt;" in text:
            yield from markup.without_tags(named)
    if not found and (named := markup.without_entities(text)) is not None:
        yield named
        yield from markup.without_tags(named)
