r"""What the scan and its reading processes tell each other: one JSON array a line, never a word of a find.

A reader may have been taken over by a file that it read: what it says is foreign, and is held to the forms
below. Names that cannot be decoded travel as lone surrogates (``"\udcff"``), as Python keeps them.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from walletsafe.scan.finds import Grade, Layout, Reason, Trace

LONGEST_LINE = 1 << 20
"""Bytes of a line at most."""

_LONGEST_TEXT = 1000
_MOST_WORDS = 1_000_000
_MOST_BYTES = 1 << 62
_MOST_NUMBERS = 100_000


class BadMessage(ValueError):
    """A line that no reader of ours writes."""


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be read next: folders with names of files. ``careful``: one by one, each announced."""

    files: tuple[tuple[str, tuple[str, ...]], ...]
    careful: bool = False


@dataclass(frozen=True, slots=True)
class Ready:
    """The reader has started."""


@dataclass(frozen=True, slots=True)
class At:
    """The file with this number in the order comes now: whatever happens, it is that file."""

    index: int


@dataclass(frozen=True, slots=True)
class Alive:
    """Work goes on, and so many more bytes were read."""

    size: int


@dataclass(frozen=True, slots=True)
class Finished:
    """These files of the order are done with, for good."""

    indexes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Done:
    """The whole order is done with."""


@dataclass(frozen=True, slots=True)
class Found:
    """A find in file ``index``.

    ``names``: it was found in the first so many names of the path itself, 0 for the content. ``telling`` are
    the numbers of the names of the path that spell the words. ``modified`` is in seconds since 1970.
    ``identity`` tells links to one file apart from others; empty where there is one link alone.
    """

    index: int
    member: str
    trace: Trace
    modified: int
    telling: tuple[int, ...] = ()
    names: int = 0
    identity: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Lost:
    """File ``index``, or something in it, was not read or not to its end."""

    index: int
    member: str
    reason: Reason


@dataclass(frozen=True, slots=True)
class Pictures:
    """So many pictures were read, and so many were left."""

    read: int
    left: int


Message = Ready | At | Alive | Finished | Done | Found | Lost | Pictures

_BARE: dict[str, Message] = {"ready": Ready(), "done": Done()}


def order_line(order: Order) -> bytes:
    """The line for a reader."""
    return json.dumps([order.careful, order.files], separators=(",", ":")).encode() + b"\n"


def parse_order(line: bytes) -> Order:
    """The order in a line of :func:`order_line`: it comes from our own side, and is taken as it is."""
    careful, files = json.loads(line)
    return Order(tuple((folder, tuple(names)) for folder, names in files), careful)


def line_of(message: Message) -> bytes:
    """The line for the scan."""
    return json.dumps(_fields_of(message), separators=(",", ":")).encode() + b"\n"


def _fields_of(message: Message) -> Sequence[object]:
    match message:
        case Ready():
            return ("ready",)
        case Done():
            return ("done",)
        case At(index):
            return "at", index
        case Alive(size):
            return "alive", size
        case Finished(indexes):
            return "finished", indexes
        case Lost(index, member, reason):
            return "lost", index, member, reason
        case Pictures(read, left):
            return "pictures", read, left
        case Found(index, member, trace, modified, telling, names, identity):
            told = (trace.grade, trace.language, trace.words, trace.layout, trace.name)
            return "found", index, member, told, modified, telling, names, identity


def parse(untrusted_line: bytes) -> Message:
    """The message in a line from a reader. Raise :class:`BadMessage` for anything else."""
    try:
        value: object = json.loads(untrusted_line)
        kind, *fields = _items(value)
        if isinstance(kind, str) and not fields:
            return _BARE[kind]
        return _message(kind, fields)
    except (KeyError, RecursionError, ValueError):
        raise BadMessage from None


def _message(kind: object, fields: list[object]) -> Message:
    match kind, fields:
        case "at", [index]:
            return At(_number(index, _MOST_NUMBERS))
        case "alive", [size]:
            return Alive(_number(size, _MOST_BYTES))
        case "finished", [indexes]:
            return Finished(_numbers(indexes, _MOST_NUMBERS))
        case "lost", [index, member, reason]:
            return Lost(_number(index, _MOST_NUMBERS), _text(member), Reason(_text(reason)))
        case "pictures", [read, left]:
            return Pictures(_number(read, _MOST_NUMBERS), _number(left, _MOST_NUMBERS))
        case "found", [index, member, trace, modified, telling, names, identity]:
            return Found(
                _number(index, _MOST_NUMBERS),
                _text(member),
                _trace(trace),
                _number(modified, _MOST_BYTES),
                _numbers(telling, _MOST_NUMBERS),
                _number(names, _MOST_NUMBERS),
                _numbers(identity, 1 << 128),
            )
        case _:
            raise BadMessage


def _trace(value: object) -> Trace:
    grade, language, words, layout, name = _items(value)
    count = _number(words, _MOST_WORDS)
    return Trace(Grade(_text(grade)), _text(language), count, Layout(_text(layout)), _text(name))


def _items(value: object) -> list[object]:
    if not isinstance(value, list):
        raise BadMessage
    return cast("list[object]", value)


def _numbers(value: object, most: int) -> tuple[int, ...]:
    return tuple(_number(item, most) for item in _items(value))


def _number(value: object, most: int) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= most:
        raise BadMessage
    return value


def _text(value: object) -> str:
    if not isinstance(value, str) or len(value) > _LONGEST_TEXT:
        raise BadMessage
    return value
