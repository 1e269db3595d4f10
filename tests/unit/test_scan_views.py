"""Words survive in one of the views, whatever encoding, markup, escape or mail part they lie in.

Outside references: the codecs, ``quopri``, ``base64``, ``json``, ``html``, ``urllib`` and ``email`` of the
standard library write what is read here.
"""

from __future__ import annotations

import base64
import html
import json
import quopri
import random
import re
import unicodedata
import urllib.parse
from collections.abc import Callable, Sequence
from email.header import Header
from email.message import EmailMessage
from email.policy import SMTP
from time import process_time
from typing import Literal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from walletsafe import wordlists
from walletsafe.phrases import words_of
from walletsafe.scan import views, wide

LANGUAGES = wordlists.STANDARD
CHINESE = ("chinese_simplified", "chinese_traditional")
EAST_ASIAN = (*CHINESE, "japanese", "korean")
LATIN = tuple(language for language in LANGUAGES if language not in EAST_ASIAN)
Form = Literal["NFC", "NFD"]
Writer = Callable[[Sequence[str]], bytes]


def phrase(language: str, seed: int = 1, form: Form = "NFC", size: int = 16) -> list[str]:
    words = words_of(random.Random(f"{language}{seed}").randbytes(size), language)
    return [unicodedata.normalize(form, word) for word in words]


def tokens(text: str) -> str:
    """All runs of letters, folded, each Chinese character by itself."""
    runs = re.findall(
        rf"[{wordlists.CHINESE}]|(?:(?![{wordlists.CHINESE}])[^\W\d_][\u0300-\u036f\u3099\u309a]*)+", text
    )
    return " ".join(["", *(wordlists.folded(run) for run in runs), ""])


def survives(words: Sequence[str], data: bytes) -> bool:
    wanted = " ".join(["", *(wordlists.folded(word) for word in words), ""])
    return any(wanted in tokens(text) for text in views.texts(data))


def alone(words: Sequence[str], data: bytes) -> bool:
    """Whether they survive among other things too, and in a part that is cut out of a bigger file."""
    around = b"Some prose stands here, and more.\r\n", b"\r\nAnd some more of it."
    return survives(words, data) and survives(words, around[0] + data + around[1])


def noise(size: int, seed: int = 7) -> bytes:
    return random.Random(seed).randbytes(size)


# Encodings


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"]
)
def test_unicode_with_and_without_a_mark(language: str, form: Form, encoding: str) -> None:
    words = phrase(language, form=form)
    assert survives(words, "\n".join(words).encode(encoding))
    assert survives(words, ("Notes\r\n" + " ".join(words) + "\r\n").encode(encoding))


@pytest.mark.parametrize("encoding", ["utf-16-be", "utf-32-be"])
def test_a_mark_of_the_other_order(encoding: str) -> None:
    words = phrase("spanish")
    assert survives(words, ("\ufeff" + " ".join(words)).encode(encoding))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_wide_text_in_a_binary_at_any_offset(language: str, encoding: str) -> None:
    words = phrase(language)
    text = " ".join(words).encode(encoding)
    for before in range(64, 68):
        for edge in (b"\xff\xff\xff\xff", b"\0\0\0\0", b"\x2a\x01", b"\xff", b"\x2d\x4e", b"\n"):
            assert survives(words, noise(before) + edge + text + edge + noise(99)), (before, edge)


@pytest.mark.parametrize(
    ("encoding", "languages"),
    [
        ("cp1252", LATIN),
        ("iso8859-1", LATIN),
        ("iso8859-15", LATIN),
        ("cp1250", ("czech", "english", "italian", "portuguese")),
        ("mac_roman", LATIN),
        ("cp850", LATIN),
        ("cp932", ("japanese",)),
        ("euc_jp", ("japanese",)),
        ("iso2022_jp", ("japanese",)),
        ("gb18030", EAST_ASIAN),
        ("gbk", ("chinese_simplified",)),
        ("big5", ("chinese_traditional",)),
        ("euc_kr", ("korean",)),
    ],
)
@pytest.mark.parametrize("seed", range(4))
def test_encodings_of_old(encoding: str, languages: Sequence[str], seed: int) -> None:
    for language in languages:
        words = phrase(language, seed)
        assert survives(words, " ".join(words).encode(encoding)), language
        assert survives(words, "\n".join(words).encode(encoding)), language


def test_spanish_in_the_encoding_of_central_europe() -> None:
    # It has no n with a tilde: what stands there is an n with another accent.
    words = phrase("spanish", 2)
    assert survives(words, " ".join(words).replace("\u00f1", "\u0144").encode("cp1250"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_set_apart_by_empty_bytes(language: str) -> None:
    words = phrase(language)
    assert survives(words, b"\0".join(word.encode() for word in words))


def test_wide_text_is_not_seen_as_letters_set_apart() -> None:
    for encoding in ("utf-16-le", "utf-16-be", "utf-32-le"):
        texts = list(views.texts(b"\xfd\xfe\xfd" + " ".join(phrase("english")).encode(encoding) + b"\xff"))
        assert not [text for text in texts if re.search(r"(?:\b[a-z]\b\W*){5}", text)]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("cut", [1, 2])
def test_letters_cut_at_both_ends(language: str, cut: int) -> None:
    words = phrase(language)
    cut_letter = "\u20ac".encode()
    assert survives(words, cut_letter[cut:] + b" " + " ".join(words).encode() + b" " + cut_letter[:cut])
    # Cut letters alone make no other encodings likely.
    assert len(list(views.texts(cut_letter[cut:] + "\u00e9 ".encode() + cut_letter[:cut]))) == 1


def test_wide_text_after_letters_of_four_bytes_is_seen_once() -> None:
    words = phrase("english")
    text = "\U0001f600" * 300 + " ".join(words)
    for encoding in ("utf-16-le", "utf-16-be"):
        found = wide.texts_in(b"\xff" + text.encode(encoding))
        assert [tokens(one).count(f" {words[3]} ") for one in found] == [1]


def test_wide_letters_of_another_script_do_not_stick_to_words() -> None:
    words = phrase("english")
    sign = phrase("korean")[0][0]
    assert survives(words, b"\xff" + f"{sign}{' '.join(words)}{sign}".encode("utf-16-le"))


@pytest.mark.parametrize("encoding", ["cp932", "euc_jp", "gb18030", "big5", "euc_kr"])
def test_east_asian_letters_of_old_cut_at_both_ends(encoding: str) -> None:
    language = {"big5": "chinese_traditional", "gb18030": "chinese_simplified", "euc_kr": "korean"}.get(
        encoding
    )
    words = phrase(language or "japanese")
    for separator in (" ", "\n"):
        data = separator.join([words[0], *words, words[0]]).encode(encoding)
        assert survives(words, data[1:-1]), separator


def test_ascii_in_what_is_no_text() -> None:
    words = phrase("english")
    for seed in range(20):
        data = noise(200, seed) + b"\xff" + " ".join(words).encode() + b"\xff" + noise(200, -seed)
        assert survives(words, data)


def test_a_part_in_another_encoding_does_not_spoil_the_rest() -> None:
    french, spanish = phrase("french"), phrase("spanish")
    data = " ".join(french).encode() + b"\n" + " ".join(spanish).encode("cp1252")
    assert survives(french, data)
    assert survives(spanish, data)


# Markup


def tagged(before: str, after: str, between: str = "") -> Writer:
    return lambda words: between.join(f"{before}{word}{after}" for word in words).encode()


def halves(before: str, between: str, after: str) -> Writer:
    return lambda words: " ".join(f"{before}{word[:2]}{between}{word[2:]}{after}" for word in words).encode()


def numbered(entity: str) -> Writer:
    return lambda words: "".join(entity.format(ord(letter)) for letter in " ".join(words)).encode()


MARKUP: dict[str, Writer] = {
    "items": tagged("<li>", "</li>"),
    "items with attributes": tagged('<LI class="a b" data-x=1>', "</LI>\n"),
    "cells": tagged("<td>", "</td>"),
    "breaks": tagged("", "<br/>"),
    "spans without gaps": tagged("<span>", "</span>"),
    "numbers in spans": lambda words: "".join(
        f"<span>{n}</span><span>{w}</span>" for n, w in enumerate(words, 1)
    ).encode(),
    "runs that cut words": halves("", "</span><span lang=EN-US style='mso-x:y'>", ""),
    "bold halves": halves("<b>", "</b>", ""),
    "office": halves("<p class=MsoNormal><span>", "<o:p></o:p>", "</span></p>"),
    "word's own": halves(
        "<w:p><w:r><w:t>", "</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>", "</w:t></w:r></w:p>"
    ),
    "elements": tagged("<word>", "</word>"),
    "elements with a number": tagged('<w n="1">', "</w>"),
    "attributes": tagged('<word value="', '"/>'),
    "attributes in single quotes": tagged("<word index='3' value='", "'/>"),
    "attribute with named gaps": lambda words: f'<node TEXT="{"&#xa;".join(words)}"/><a b="c"/>'.encode() * 7,
    "comment": lambda words: f"<p>x</p><!-- {' '.join(words)} --><p>y</p>".encode(),
    "character data": lambda words: f"<p>x</p><![CDATA[{' '.join(words)}]]><p>y</p>".encode(),
    "script": lambda words: f"<script>var x = '{' '.join(words)}';</script>".encode(),
    "named gaps": lambda words: "&nbsp;".join(words).encode(),
    "named gaps and tags": lambda words: b"<p>" + "&nbsp;&ndash;&thinsp;".join(words).encode() + b"</p>",
    "decimal letters": numbered("&#{};"),
    "hexadecimal letters": numbered("&#x{:X};"),
    "decimal letters without an end": numbered("&#{:05}"),
    "letters named twice": numbered("&amp;#{};"),
    "ascii alone": lambda words: " ".join(words).encode("ascii", "xmlcharrefreplace"),
    "tags written as entities": lambda words: html.escape("".join(f"<li>{w}</li>" for w in words)).encode(),
    "page in a feed": lambda words: (
        f"<item>{html.escape(''.join(f'<li>{w}</li>' for w in words))}</item>".encode()
    ),
    "soft hyphens": lambda words: " ".join(f"{w[:1]}&shy;{w[1:]}" for w in words).encode(),
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", MARKUP)
def test_markup(language: str, name: str) -> None:
    words = phrase(language)
    assert alone(words, MARKUP[name](words))


def test_rtf_has_letters_in_halves_and_pages_that_nobody_knows() -> None:
    # A letter of another plane, and fewer stand-ins than are announced.
    for body in (r"a\u-10179 ?\u-8704 ?b", r"a\uc4\u-10179 ?{\b}b", r"a\u-10179 ?\'62"):
        _, document, *_ = views.texts((RTF % body).replace("1252", "9999").encode())
        assert re.search("a\ufffd+ ?b", document.replace("?", ""))


def test_a_page_in_an_old_encoding() -> None:
    for language, encoding in (
        ("french", "cp1252"),
        ("japanese", "cp932"),
        ("chinese_simplified", "gb18030"),
    ):
        words = phrase(language)
        assert survives(words, "".join(f"<li>{word}</li>" for word in words).encode(encoding)), language


def test_a_row_of_a_table_is_one_line_with_tabs() -> None:
    words = phrase("english")
    rows = "".join(
        f"<tr>\n  <td>\n<p>{number}</p></td>\n <td><div>{word}\n</div></td>\n</tr>\n"
        for number, word in enumerate(words, 1)
    )
    wanted = "".join(rf"\n\s*\t{number}\t{word}" for number, word in enumerate(words, 1))
    texts = list(views.texts(f"<table>\n{rows}</table>".encode()))
    assert any(re.search(wanted, text) for text in texts)


RTF = r"{\rtf1\ansi\ansicpg1252{\fonttbl\f0\fswiss Helvetica;}\f0\fs24 %s}"


def rtf_letters(text: str, fallback: str) -> str:
    units = memoryview(text.encode("utf-16-le")).cast("h")
    return "".join(chr(unit) if 0 < unit < 128 else f"\\u{unit}{fallback}" for unit in units)


FALLBACKS = (("", "?"), ("", " ?"), ("", "\\'3f"), ("\\uc0", " "), ("\\uc2", "\\'82\\'a0"))
"""How a document begins that has letters by number, and what stands behind each for readers of old."""

RTF_GAPS = (" ", "\\par\r\n", "\\line ", "\\tab ", "\\~", "\\cell ", "\\emdash ")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_rtf(language: str, form: Form) -> None:
    words = phrase(language, form=form)
    for start, fallback in FALLBACKS:
        for gap in RTF_GAPS:
            body = start + " " + gap.join(rtf_letters(word, fallback) for word in words)
            assert survives(words, (RTF % body).encode()), (start, fallback, gap)


@pytest.mark.parametrize(
    ("language", "page"),
    [
        ("french", 1252),
        ("spanish", 1252),
        ("japanese", 932),
        ("chinese_simplified", 936),
        ("chinese_traditional", 950),
    ],
)
def test_rtf_with_letters_of_a_page(language: str, page: int) -> None:
    words = phrase(language)
    raw = "\\par ".join("".join(f"\\'{byte:02x}" for byte in word.encode(f"cp{page}")) for word in words)
    assert survives(words, (RTF % raw).replace("1252", str(page)).encode())


def test_rtf_that_cuts_words_and_a_part_without_its_head() -> None:
    words = phrase("english")
    body = "\\par\n".join(f"{{\\b {word[:2]}}}\\b0 {word[2:]}" for word in words)
    assert survives(words, (RTF % body).encode())
    assert survives(words, body.encode())
    assert survives(words, (RTF % body).replace("1252", "9999").encode())
    assert alone(words, (RTF % body).encode())


@pytest.mark.parametrize("language", LATIN)
def test_latex(language: str) -> None:
    words = phrase(language)
    listed = "".join(f"\\item[{number}] \\textbf{{{word}}}\n" for number, word in enumerate(words, 1))
    assert survives(words, f"\\begin{{enumerate}}\n{listed}\\end{{enumerate}}".encode())
    assert survives(words, b"\\begin{tabular}{ll}\n" + "\\\\".join(words).encode())
    cut = " ".join(f"{word[:2]}\\-{word[2:]}" for word in words)
    assert survives(words, f"\\emph{{x}} {cut}".encode())
    accents = unicodedata.normalize("NFD", " ".join(words))
    for mark, command in (("\u0301", "'"), ("\u0300", "`"), ("\u0303", "~")):
        accents = re.sub(f"(.){mark}", rf"\\{command}{{\1}}", accents)
    assert survives(words, f"\\section{{x}} {accents}".encode())


# Escapes


def objects(words: Sequence[str]) -> list[dict[str, object]]:
    return [{"index": index, "word": word} for index, word in enumerate(words)]


def in_json(
    make: Callable[[Sequence[str]], object], *, ascii_only: bool, indent: int | None = None
) -> Writer:
    return lambda words: json.dumps(make(words), ensure_ascii=ascii_only, indent=indent).encode()


ESCAPES: dict[str, Writer] = {
    "array": in_json(list, ascii_only=True),
    "keys that are numbers": in_json(lambda words: dict(enumerate(words)), ascii_only=True),
    "keys with words in them": in_json(
        lambda words: {f"srp-word-{n}": word for n, word in enumerate(words)}, ascii_only=True
    ),
    "objects": in_json(objects, ascii_only=True),
    "objects, pretty": in_json(objects, ascii_only=False, indent=2),
    "lines in a string": in_json("\n".join, ascii_only=True),
    "tabs in a string": in_json("\t".join, ascii_only=False),
    "a page in a string": in_json(lambda words: "".join(f"<li>{w}</li>\n" for w in words), ascii_only=True),
    "json in json": in_json(lambda words: json.dumps({"a": "\n".join(words)}), ascii_only=True),
    "python": lambda words: repr(dict(enumerate(words))).encode(),
    "python's bytes": lambda words: repr("\n".join(words).encode()).encode(),
    "braces": lambda words: "".join(f"\\u{{{ord(letter):x}}}" for letter in " ".join(words)).encode(),
    "eight digits": lambda words: "".join(f"\\U{ord(letter):08x}" for letter in " ".join(words)).encode(),
    "octal": lambda words: "".join(
        chr(byte) if byte < 128 else f"\\{byte:03o}" for byte in "\\n".join(words).encode()
    ).encode(),
    "tags in \\u": lambda words: "".join(f"\\u003cli\\u003e{w}\\u003c/li\\u003e" for w in words).encode(),
    "settings": lambda words: "\n".join(f'word_{n} = "{w}"' for n, w in enumerate(words)).encode(),
    "address": lambda words: b"https://example.org/?q=" + urllib.parse.quote(" ".join(words)).encode(),
    "address with plus": lambda words: b"q=" + urllib.parse.quote_plus(", ".join(words)).encode(),
    "address in an address": lambda words: urllib.parse.quote(urllib.parse.quote("\n".join(words))).encode(),
    "escape() of old": lambda words: "%20".join(
        "".join(c if c.isascii() else f"%u{ord(c):04X}" for c in w) for w in words
    ).encode(),
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ESCAPES)
def test_escapes(language: str, name: str) -> None:
    words = phrase(language)
    assert alone(words, ESCAPES[name](words))


@pytest.mark.parametrize("language", LATIN)
def test_addresses_in_an_encoding_of_old(language: str) -> None:
    words = phrase(language)
    assert alone(words, urllib.parse.quote(" ".join(words), encoding="cp1252").encode())


def test_the_last_value_may_be_cut() -> None:
    texts = list(views.texts(b'{"a": "b", "c": "d", "e": "f", "g": "h", "i": "j", "k": "cut'))
    assert texts[1:] == ["b\nd\nf\nh\nj\ncut"]


def test_invisible_signs_are_taken_out_and_made_gaps() -> None:
    texts = list(views.texts("one\u200btwo\u2060\ufeffthree".encode()))
    assert texts[1:] == ["onetwothree", "one two three"]


def test_letters_in_two_halves_and_half_letters() -> None:
    (_, undone) = views.texts(b'"\\ud83d\\ude00 \\ud83d x \\u{110000}\\ud800"')
    assert undone == '"\U0001f600 \ufffd x \ufffd\ufffd"'


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("sign", ["\u200b", "\u00ad", "\u200d", "\u2060", "\ufeff"])
def test_invisible_signs_in_words_and_between_them(language: str, sign: str) -> None:
    words = phrase(language)
    inside = " ".join(sign.join(word) for word in words)
    assert survives(words, inside.encode())
    assert survives(words, sign.join(words).encode())
    assert survives(words, " ".join(words).encode() + sign.encode())


# Mail


def quoted(text: str, charset: str = "utf-8") -> bytes:
    return quopri.encodestring(text.encode(charset))


def mailed(words: Sequence[str], encoding: str, *, page: bool = False) -> bytes:
    message = EmailMessage(SMTP)
    message["Subject"] = "for me"
    content = "".join(f"<li>{word}</li>" for word in words) if page else " ".join(words) + "\n"
    message.set_content(content, subtype="html" if page else "plain", cte=encoding)
    return message.as_bytes()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("encoding", ["quoted-printable", "base64"])
@pytest.mark.parametrize("size", [16, 32])
def test_bodies_of_mail(language: str, encoding: str, size: int) -> None:
    words = phrase(language, size=size)
    assert survives(words, mailed(words, encoding))
    assert survives(words, mailed(words, encoding, page=True))
    # Many mails in one file, and a part of it.
    assert survives(words, (mailed(words, encoding) + b"\r\nFrom x\r\n") * 3)


@pytest.mark.parametrize("language", LANGUAGES)
def test_lines_broken_inside_words(language: str) -> None:
    words = phrase(language)
    text = " ".join(words)
    for width in (7, 11):
        pieces = [text[place : place + width] for place in range(0, len(text), width)]
        for end in (b"=\n", b"=\r\n"):
            assert survives(words, end.join(quoted(piece).rstrip(b"\n") for piece in pieces))


def test_quoted_letters_of_old_encodings() -> None:
    for language, charset in (("french", "cp1252"), ("spanish", "cp1252"), ("japanese", "cp932")):
        for seed in range(4):
            words = phrase(language, seed)
            assert survives(words, quoted(" ".join(words), charset)), language


@pytest.mark.parametrize("language", LANGUAGES)
def test_base64_in_other_things(language: str) -> None:
    words = phrase(language)
    coded = base64.b64encode(" ".join(words).encode()).decode()
    assert survives(words, f"data:text/plain;base64,{coded}".encode())
    assert survives(words, json.dumps({"file": coded}).encode())
    assert survives(
        words, f"x = {base64.urlsafe_b64encode(' '.join(words).encode()).decode().rstrip('=')};".encode()
    )
    assert survives(words, base64.b64encode(base64.b64encode(" ".join(words).encode())))
    assert survives(words, base64.b64encode(" ".join(words).encode("utf-16-le")))
    if language in CHINESE:
        assert survives(words, base64.b64encode(" ".join(words).encode("gb18030")) + b"\n")
    lines = base64.encodebytes(mailed(words, "quoted-printable")).decode()
    assert survives(words, lines.encode())
    assert survives(words, json.dumps({"mail": lines}).encode())


@pytest.mark.parametrize("cut", range(1, 8))
def test_base64_that_begins_in_the_middle(cut: int) -> None:
    words = phrase("english")
    assert survives(words, base64.b64encode(b"some more text " + " ".join(words).encode())[cut:])
    assert survives(words, b"path/"[cut % 5 :] + base64.b64encode(" ".join(words).encode()))


@pytest.mark.parametrize(
    ("charset", "language"),
    [*(("utf-8", language) for language in LANGUAGES), *(("iso-8859-1", language) for language in LATIN)],
)
def test_subjects(charset: str, language: str) -> None:
    words = phrase(language)
    subject = Header(" ".join(words) + " \u00e9", charset, header_name="Subject", maxlinelen=75)
    assert survives(words, b"Subject: " + subject.encode().encode() + b"\r\n\r\nHello")


def test_pictures_and_keys_in_base64_make_no_texts() -> None:
    lines = base64.encodebytes(noise(6000))
    assert len(list(views.texts(lines))) == 1
    keys = b"".join(
        b'"integrity": "sha512-' + base64.b64encode(noise(64, seed)) + b'",\n' for seed in range(50)
    )
    (plain, *others) = views.texts(keys)
    assert len(plain) == len(keys)
    assert sum(map(len, others)) < 3 * len(keys)
    assert len(list(views.texts(b"-" * 80 + b"\n" + b"/" * 80))) == 1


# What holds for all


def test_text_without_signs_is_one_text() -> None:
    for text in (
        "",
        "word " * 40,
        "one\r\ntwo\tthree",
        "\u00e9t\u00e9 \u4e2d\u6587",
        "a < b, c > d & e = 100 % f; g\\",
    ):
        assert list(views.texts(text.encode())) == [text]


def test_the_plain_decoding_comes_first_and_no_text_twice() -> None:
    data = b"<p>a&amp;b</p>\\n%20=3D"
    texts = list(views.texts(data))
    assert texts[0] == data.decode()
    assert len(set(texts)) == len(texts)


pieces = st.one_of(
    st.binary(max_size=12),
    st.text(max_size=6).map(lambda text: text.encode("utf-16-le", "surrogatepass")),
    st.sampled_from(
        [
            b"<td>",
            b"&#x41;",
            b"&#99999999;",
            b"\\ud800",
            b"\\u{ffffff}",
            b"\\U99999999",
            b"\\777",
            b"%ff",
            b"%ud800",
            b"=E9",
            b"=\r\n",
            b"=?utf-8?B?QQ=\r\n?=",
            b"=?x?q?=?=",
            b"{\\rtf1\\ansicpg0000",
            b"\\u-99999 ",
            b"\\uc9",
            b"A" * 49,
            b"QUJD" * 13 + b"\n",
            b"\xff\xfe",
            b"\x00\x00\xfe\xff",
            b"\x1b$B",
            b"\\'zz",
            b'"a":"',
            b"\x00",
            b"\\item",
        ]
    ),
)


@given(st.lists(pieces, max_size=12).map(b"".join))
@example(b"\xff\xfe\x00\xd8")
@example(b"\xff\xfe\x00\x00\xff\xff\xff\xff")
@example(b"\x00\xd8" * 20 + b"\xff")
def test_any_bytes_give_texts_that_are_no_longer_than_they(data: bytes) -> None:
    texts = list(views.texts(data))
    assert 1 <= len(texts) <= views.MAX_TEXTS
    assert all(len(text) <= max(len(data), 1) for text in texts)
    for text in texts:
        text.encode("utf-8", "surrogatepass")


SHAPES = [
    *(
        b"<",
        b"&",
        b"\\u",
        b"=",
        b"%",
        b"\xff",
        b"\0",
        b"QUJD",
        b"\\",
        b'"',
        b'"\\',
        b"' ",
        b' "',
        b"&#9",
        b"<a",
        b"<!--",
    ),
    *(
        b"</p>",
        b" </p>",
        b"\t<td>",
        b"<td><p> ",
        b"\\'e9",
        b"\\par",
        b"{\\rtf",
        b"\\item",
        b"\\begin{",
        b"=\n",
        b"=?utf-8?B?",
    ),
    *(
        b"a" * 40 + b"\n\n",
        b"a" * 40 + b"\n",
        b"a" * 47 + b" ",
        b"\xd8",
        b"a\0",
        b"\0\0a",
        b"a\0\0\0",
        b"\xe4",
        b"\x81",
    ),
    *(b': "\\"', b"\xad\xc2\xad", b"\x1b$B", b"\\u233 ", b" ", b"\n", b"\xe4\xb8\xad", b'"a":"b",'),
]


@pytest.mark.parametrize("unit", SHAPES)
def test_work_grows_with_the_size_alone(unit: bytes) -> None:
    # What is only looked at where there are signs of it is looked at.
    head = b"<td>" + b'"a":"b",' * 6

    def seconds(size: int) -> float:
        data = head + (unit * (size // len(unit) + 1))[:size]
        times: list[float] = []
        for _ in range(2):
            begun = process_time()
            for text in views.texts(data):
                assert len(text) <= len(data)
            times.append(process_time() - begun)
        return min(times)

    # Work that grew with the square would take 64 times as long for eight times the size.
    assert seconds(80_000) < 30 * max(seconds(10_000), 0.001)


@pytest.mark.parametrize("sign", [b"<!--", b"\\begin{", b" ", b"\t\x0c"])
def test_endless_markup_that_leaves_nothing_takes_time_in_proportion(sign: bytes) -> None:
    from walletsafe.scan import look

    assert look.look(sign * (400_000 // len(sign))) == []
