"""Mails, and other files in which programs keep what people wrote."""

from __future__ import annotations

import json
import quopri
import random
from collections.abc import Callable, Sequence

import pytest

from tests.helpers import containers
from tests.helpers.containers import LANGUAGES, mail, opened, text_of, zipped
from walletsafe.scan.documents import is_container

CHANCE = random.Random(20261129)


def phrase(language: str = "english", length: int = 12) -> list[str]:
    return containers.phrase(CHANCE, language, length)


MAILS: tuple[tuple[str, Callable[[Sequence[str]], bytes]], ...] = (
    (
        "quoted-printable",
        lambda words: mail(
            quopri.encodestring(text_of(words)),
            "Content-Type: text/plain; charset=utf-8",
            "Content-Transfer-Encoding: quoted-printable",
        ),
    ),
    (
        "soft breaks in words",
        lambda words: mail(
            b"=\n".join(
                quopri.encodestring(" ".join(words)[at : at + 5].encode())
                for at in range(0, len(" ".join(words)), 5)
            ),
            "Content-Type: text/plain; charset=utf-8",
            "Content-Transfer-Encoding: Quoted-Printable",
        ),
    ),
    (
        "base64",
        lambda words: mail(
            containers.base64_lines(text_of(words)),
            "Content-Type: text/plain; charset=utf-8",
            "Content-Transfer-Encoding: base64",
        ),
    ),
    (
        "utf-16 in base64",
        lambda words: mail(
            containers.base64_lines(" ".join(words).encode("utf-16")),
            "Content-Type: text/plain; charset=utf-16",
            "Content-Transfer-Encoding: base64",
        ),
    ),
    (
        "gb18030",
        lambda words: mail(" ".join(words).encode("gb18030"), "Content-Type: text/plain; charset=gb18030"),
    ),
    ("plain", lambda words: mail(text_of(words), "Content-Type: text/plain; charset=utf-8")),
    (
        "in parts",
        lambda words: mail(
            b"preamble\n--=_a\nContent-Type: multipart/alternative; boundary=bb\n\n--bb\n\nnothing\n--bb\n"
            b"Content-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: base64\n\n"
            + containers.base64_lines(text_of(words))
            + b"\n--bb--\n--=_a--\n",
            'Content-Type: multipart/mixed; boundary="=_a"',
        ),
    ),
    (
        "mail in a mail",
        lambda words: mail(
            b"--a\nContent-Type: message/rfc822\n\nSubject: x\nContent-Type: text/plain; charset=utf-8\n"
            b"Content-Transfer-Encoding: base64\n\n" + containers.base64_lines(text_of(words)) + b"\n--a--\n",
            "Content-Type: multipart/mixed; boundary=a",
        ),
    ),
    (
        "zip attached",
        lambda words: mail(
            b'--a\nContent-Type: application/zip; name="n.zip"\nContent-Transfer-Encoding: base64\n\n'
            + containers.base64_lines(zipped([("note.txt", text_of(words))]))
            + b"\n--a--\n",
            "Content-Type: multipart/mixed; boundary=a",
        ),
    ),
)


@pytest.mark.parametrize(("name", "make"), MAILS, ids=[name for name, _ in MAILS])
def test_a_mail_shows_its_words(name: str, make: Callable[[Sequence[str]], bytes]) -> None:
    for language in LANGUAGES:
        words = phrase(language)
        if name == "gb18030" and language == "korean":
            continue
        data = make(words)
        for written in (data, data.replace(b"\n", b"\r\n"), b"1234\n" + data):
            assert is_container(written[:1024], "mail")
            assert opened(written).shows(words, "gb18030" if name == "plain gb" else "utf-8"), language


def test_every_mail_of_a_mailbox() -> None:
    phrases_in = [phrase(language) for language in LANGUAGES]
    box = b""
    for number, words in enumerate(phrases_in):
        encoding = ("base64", "quoted-printable", "8bit")[number % 3]
        encode = (containers.base64_lines, quopri.encodestring, bytes)[number % 3]
        body = encode(text_of(words))
        made = mail(body, "Content-Type: text/plain; charset=utf-8", f"Content-Transfer-Encoding: {encoding}")
        box += b"From a@b.example Mon Jan  5 09:59:58 2026\n" + made + b"\n\n"
    seen = opened(box, "Inbox")
    assert all(seen.shows(words) for words in phrases_in)
    assert {"1.eml", "2.eml", "4.eml", "5.eml"} <= {member for member, _ in seen.pieces}
    assert seen.lost == []


def test_a_mailbox_is_read_in_steps() -> None:
    words = phrase()
    filler = b"From a@b.example Mon Jan  5 09:59:58 2026\n" + mail(b"x " * 50_000)
    last = mail(containers.base64_lines(text_of(words)), "Content-Transfer-Encoding: base64")
    box = filler.rstrip() + b"\n\n" + (filler + b"\n\n") * 50 + b"From x y\n" + last
    seen = opened(box)
    assert seen.shows(words)
    assert "52.eml" in dict(seen.pieces)


def test_what_headers_say_is_told() -> None:
    words = phrase("french")
    encoded = containers.base64_lines(" ".join(words).encode()).decode().replace("\n", "")
    subject = f"Subject: =?utf-8?B?{encoded}?="
    assert opened(mail(b"nothing", subject)).tells(words)


def test_a_session_of_firefox_tells_its_values() -> None:
    for language in LANGUAGES:
        words = phrase(language)
        fields = ",".join(f'"word-{n}": "{word}"' for n, word in enumerate(words))
        escaped = ",".join(f'{{"index": {n}, "word" : {json.dumps(word)}}}' for n, word in enumerate(words))
        for json_text in (f'{{"a": {{{fields}}}}}', f"[{escaped}]"):
            seen = opened(containers.session(json_text))
            assert seen.tells(words), language


def pdf_drawn(words: Sequence[str], order: Callable[[int], int], *, numbered: bool = False) -> bytes:
    """Two columns, the first half of the words in the left one, drawn in the order of ``order``."""
    half = len(words) // 2
    placed = [
        (72.0 + 228 * (at // half), 700.0 - 20 * (at % half), f"{at + 1}. {word}" if numbered else word)
        for at, word in enumerate(words)
    ]
    return containers.pdf(sorted(placed, key=lambda drawn: order(placed.index(drawn))))


@pytest.mark.parametrize("length", [12, 24])
def test_the_columns_of_a_pdf_are_told(length: int) -> None:
    words = phrase("english", length)
    half = length // 2
    row_by_row = pdf_drawn(words, lambda at: at % half * 2 + at // half)
    shuffled = pdf_drawn(words, lambda at: at * 7 % 25)
    rows = [(72.0 + 90 * (at % 4), 700.0 - 20 * (at // 4), word) for at, word in enumerate(words)]
    for data in (pdf_drawn(words, lambda at: at), row_by_row, shuffled, containers.pdf(reversed(rows))):
        assert opened(data).tells(words)


def test_streams_of_a_compound_file() -> None:
    for language in LANGUAGES:
        words = phrase(language)
        text = " ".join(words)
        attached = containers.zipped([("note.txt", text_of(words))])
        note = containers.compound({"__substg1.0_1000001F": text.encode("utf-16-le"), "other": b"x" * 5000})
        assert opened(note).tells(words)
        word = containers.compound({"WordDocument": bytes(512) + text.encode("utf-16-le")})
        assert opened(word).shows(words, "utf-16-le")
        assert opened(word).tells(words) == (language not in {"english", "french", "czech"})
        mailed = containers.compound({"__attach_1/__substg1.0_37010102": attached, "top": b"y" * 70})
        assert opened(mailed).shows(words)
        assert "__attach_1/__substg1.0_37010102/note.txt" in dict(opened(mailed).pieces)


@pytest.mark.parametrize("size", [1, 2, 3, 786_432, 2_000_001])
def test_attachments_come_out_whole(size: int) -> None:
    content = CHANCE.randbytes(size)
    lines = containers.base64_lines(content)
    for written in (lines, lines.replace(b"\n", b"\r\n > "), lines.rstrip(b"=")):
        made = mail(written, "Content-Transfer-Encoding: base64", "Content-Type: a/b")
        told = [piece for member, piece in opened(made).pieces if member == "1"]
        assert told == [content]
