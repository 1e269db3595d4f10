"""Which kind of message a file is, by its content and name. All messages are our own and synthetic."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.helpers import mails
from tests.unit.test_picture import ADDRESS, code, data
from walletsafe.errors import BrokenFile, MailTooComplex
from walletsafe.message import files, mail
from walletsafe.message.model import Kind

COPIED = "From: Jo <jo@x.example>\nSubject: hi\n\nDinner at eight?\n"
SOURCE = "Return-Path: <jo@x.example>\n" + COPIED
SMS = "Your parcel waits at parcel.example.com\n"
LINE = "From jo@x.example Mon Jan  5 10:00:00 2026\n"


@pytest.mark.parametrize(
    ("name", "content", "kind", "sender"),
    [
        ("a.eml", COPIED.encode(), Kind.MAIL, "jo@x.example"),
        ("a.txt", SOURCE.encode(), Kind.MAIL, "jo@x.example"),
        ("a.txt", b"\xef\xbb\xbf" + SOURCE.encode(), Kind.MAIL, "jo@x.example"),
        ("a.txt", COPIED.encode(), Kind.MAIL, "jo@x.example"),
        ("a.txt", COPIED.encode("utf-16"), Kind.MAIL, "jo@x.example"),
        ("a.txt", SMS.encode(), Kind.SMS, ""),
        ("a.txt", b" https://ledger.com-check.app/start\n", Kind.HOST, ""),
        ("a.txt", "gr\u00fc\u00dfe".encode("cp1252"), Kind.SMS, ""),
        ("a", data(code(ADDRESS)), Kind.LETTER, ""),
        ("a.mbox", (LINE + SOURCE).encode(), Kind.MAIL, "jo@x.example"),
    ],
)
def test_the_kind_shows(tmp_path: Path, name: str, content: bytes, kind: Kind, sender: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    (message,) = files.read(path)
    assert (message.kind, message.sender.mailbox) == (kind, sender)
    assert "\ufffd" not in message.text


def test_a_name_of_a_text_wins_over_what_begins_like_a_picture(tmp_path: Path) -> None:
    start = b"BM" + bytes(4) + b"    "
    for name, content, kind in (
        ("a.eml", data(code(ADDRESS)), Kind.MAIL),
        ("a.txt", b"\xff\xd8\xff Ledger", Kind.SMS),
        ("a", b"BMO: your Ledger is blocked", Kind.SMS),
        ("a", start.replace(b"\x00", b"-"), Kind.SMS),
    ):
        (tmp_path / name).write_bytes(content)
        assert [message.kind for message in files.read(tmp_path / name)] == [kind]


def test_a_kind_that_is_given_wins(tmp_path: Path) -> None:
    path = tmp_path / "a.eml"
    path.write_text(SOURCE)
    assert [message.kind for message in files.read(path, Kind.LETTER)] == [Kind.LETTER]
    path = tmp_path / "a.txt"
    path.write_text("ledger.com-check.app")
    assert [message.kind for message in files.read(path, Kind.SMS)] == [Kind.SMS]
    path.write_text(SMS)
    assert [message.kind for message in files.read(path, Kind.MAIL)] == [Kind.MAIL]


def test_only_the_source_of_a_mail_is_read_as_one(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Hello,\nMessage-ID: is a word here\n")
    assert [message.kind for message in files.read(path)] == [Kind.SMS]


def test_a_mailbox_gives_its_mails_and_one_that_is_refused_does_not_hide_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def parse_all(untrusted_mail: bytes) -> object:
        if b"bomb" in untrusted_mail:
            raise MailTooComplex
        return real(untrusted_mail)

    real = mail.parse_all
    monkeypatch.setattr(mail, "parse_all", parse_all)
    path = tmp_path / "a.mbox"
    path.write_text("\n".join(LINE + SOURCE.replace("Dinner", word) for word in ("one", "bomb", "two")))
    for messages in (files.read(path), files.parse(path.read_bytes(), "-")):
        assert next(messages).text.startswith("one")
        with pytest.raises(MailTooComplex):
            next(messages)
        assert next(messages).text.startswith("two")
        assert list(messages) == []


def test_a_mail_that_carries_another_gives_two_messages(tmp_path: Path) -> None:
    path = tmp_path / "a.eml"
    path.write_bytes(mails.FORWARDED)
    for messages in (files.read(path), files.parse(LINE.encode() + mails.FORWARDED, "-")):
        assert [(message.sender.mailbox, message.was_carried) for message in messages] == [
            ("reader@home.example", False),
            ("orders@mailer.example", True),
        ]


def test_what_cannot_be_read_raises_when_it_is_asked_for(tmp_path: Path) -> None:
    binary = tmp_path / "a.bin"
    binary.write_bytes(b"%PDF\x00\x01")
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for path, problem in (
        (binary, "not-text"),
        (pipe, "no-file"),
        (tmp_path, "folder"),
        (tmp_path / "no", "not-there"),
    ):
        messages = files.read(path)
        with pytest.raises(BrokenFile) as caught:
            next(messages)
        assert caught.value.params["problem"] == problem
