"""Reads whatever file a message came in: what it is shows in its first bytes, its text and its name."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from functools import partial
from io import BytesIO
from itertools import chain
from pathlib import Path

from walletsafe.cancel import CancelToken
from walletsafe.errors import BrokenFile
from walletsafe.files import read_bounded
from walletsafe.message import mail, mbox, picture, plain
from walletsafe.message.charsets import text_from
from walletsafe.message.model import Kind, Message

# Lines that stand at the top of a mail's source, and not of a mail as people copy it from the screen.
_SOURCE_LINE = re.compile(
    rb"^(?:received|return-path|delivered-to|mime-version|message-id|dkim-signature|content-type|x-[a-z-]{1,40})"
    rb":[ \t]",
    re.IGNORECASE | re.MULTILINE,
)
_HEAD = re.compile(rb"(?:[!-9;-~]{1,76}:.*\n|[ \t]+\S.*\n){1,400}")
_LONGEST_HEAD = 512 << 10
_START = 1000
_LEADING = re.compile(rb"(?:\xef\xbb\xbf)?\s{0,100}")


def read(path: Path, kind: Kind | None = None, cancel: CancelToken | None = None) -> Iterator[Message]:
    """Return the messages in a file, read as they are asked for: one, or each of a mailbox (``.mbox``).

    A mail that came inside another one follows it.

    Without ``kind``: what begins as a mail or a mailbox does is mail, a picture is a letter with QR codes
    (unless its name ends in ``.eml`` or ``.txt``), text that names its sender at the top is a mail, one web
    address and nothing else is a host, other text a text message (SMS).

    Asking for the next message raises for one that cannot be read; where others follow, ask again:

    BrokenFile: As :func:`walletsafe.files.read_bounded` with 64 MB at most (of a mailbox: each mail), or no
    text (``not-text``). Cancelled: ``cancel`` ended the reading of a picture. PictureUnreadable,
    PictureTooLarge, PictureWithoutCode and MailTooComplex: as :mod:`~walletsafe.message.picture` and
    :mod:`~walletsafe.message.mail` say.
    """
    if kind in {None, Kind.MAIL} and mbox.looks_like_mbox(_start_of(path)):
        return chain.from_iterable(map(_mails, mbox.split_mbox(path)))
    return chain.from_iterable(map(partial(_read_one, kind=kind, cancel=cancel), (path,)))


def parse(untrusted_data: bytes, untrusted_name: str, kind: Kind | None = None) -> Iterator[Message]:
    """Return the messages in the bytes of a file of this name, else as :func:`read`."""
    if kind in {None, Kind.MAIL} and mbox.looks_like_mbox(untrusted_data[:_START]):
        return chain.from_iterable(map(_mails, mbox.split(untrusted_name, BytesIO(untrusted_data))))
    parse_one = partial(_parse_one, untrusted_name=untrusted_name, kind=kind)
    return chain.from_iterable(map(parse_one, (untrusted_data,)))


# What follows is made of generators: one that raises ends itself, and not the chain in which it stands.


def _mails(untrusted_mail: bytes) -> Iterator[Message]:
    yield from mail.parse_all(untrusted_mail)


def _read_one(path: Path, kind: Kind | None, cancel: CancelToken | None) -> Iterator[Message]:
    yield from _parse_one(read_bounded(path, mail.LONGEST_MAIL), path.name, kind, cancel)


def _parse_one(
    untrusted_data: bytes, untrusted_name: str, kind: Kind | None, cancel: CancelToken | None = None
) -> Iterator[Message]:
    named_text = untrusted_name.lower().endswith((".eml", ".txt"))
    if kind in {None, Kind.LETTER} and not named_text and picture.is_picture(untrusted_data):
        yield picture.parse(untrusted_data, cancel)
        return
    named_so = untrusted_name.lower().endswith(".eml")
    if kind in {None, Kind.MAIL} and (named_so or _is_source(untrusted_data)):
        yield from mail.parse_all(untrusted_data)
        return
    untrusted_text = text_of(untrusted_data, untrusted_name)
    if kind is Kind.HOST or (kind is None and plain.is_host(untrusted_text)):
        yield plain.host(untrusted_text)
        return
    yield plain.read(untrusted_text, kind or (Kind.MAIL if plain.has_head(untrusted_text) else Kind.SMS))


def _start_of(path: Path) -> bytes:
    try:
        if not path.is_file():  # a pipe could keep us waiting
            return b""
        with path.open("rb") as file:
            return file.read(_START)
    except OSError:
        return b""


def text_of(untrusted_data: bytes, untrusted_name: str) -> str:
    """The text in a file of this name. Raise :class:`~walletsafe.errors.BrokenFile` for what is no text."""
    in_utf16 = untrusted_data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    untrusted_text = text_from(untrusted_data, "utf-16" if in_utf16 else "")
    if "\x00" in untrusted_text:
        raise BrokenFile(file=untrusted_name, line=0, problem="not-text")
    return untrusted_text


def _is_source(untrusted_data: bytes) -> bool:
    """Whether this begins as the source of a mail does: at least one header that no screen shows."""
    start = _LEADING.match(untrusted_data)
    head = _HEAD.match(untrusted_data, start.end() if start else 0, _LONGEST_HEAD)
    return head is not None and _SOURCE_LINE.search(head.group()) is not None
