"""Mails read as they were saved. All of them are our own and synthetic."""

from __future__ import annotations

import random
import re
import subprocess
import sys
import time
from base64 import b64encode
from email import message_from_bytes
from hashlib import sha256
from pathlib import Path

import pytest

from tests.helpers import mails
from walletsafe import texts
from walletsafe.errors import BrokenFile, MailTooComplex
from walletsafe.guard import find_runs
from walletsafe.message import files, mail, mbox, mime
from walletsafe.message.headers import addresses, decoded, provider_notes, sender
from walletsafe.message.model import NOT_READ, Address, Attachment, Field, Kind, Link, ProviderNotes
from walletsafe.message.view import lay_out

# Nobody's words in an order that has no valid checksum: a run for the guard, and no phrase.
RUN = "zebra zone zoo yellow wrong wolf winter wheat wet web water warm"


def html(page: str, headers: str = "") -> bytes:
    return f"From: a@b.example\n{headers}Content-Type: text/html; charset=utf-8\n\n{page}".encode()


def test_a_plain_mail() -> None:
    message = mail.parse(mails.PLAIN)
    assert message.kind is Kind.MAIL
    assert (message.sha256, message.size) == (sha256(mails.PLAIN).hexdigest(), len(mails.PLAIN))
    assert message.sender == Address("Lantern Caf\u00e9, orders", "orders@mailer.example")
    assert message.reply_to == Address("Desk, the", "desk@mailer.example")
    assert message.return_path == Address("", "bounce@mailer.example")
    assert message.subject == "Your books are on their way"
    assert message.date == "Mon, 5 Jan 2026 09:59:58 +0000"
    assert message.provider == ProviderNotes("mx.home.example", "pass", "pass", "none")
    assert message.text_of(Field.PROVIDER) == "mx.home.example; spf=pass; dkim=pass; dmarc=none"
    assert message.has_unsubscribe
    assert message.text.startswith(
        "Two books left our shop today \u2013 see https://parcel.example.com/1 for the"
    )
    assert message.links == (Link("https://parcel.example.com/1", "parcel.example.com"),)
    assert message.recipients == (
        Address("", "reader@home.example"),
        Address("Reader", "reader@home.example"),
        Address("Second, Reader", "second@home.example"),
    )
    assert ("DKIM-Signature", "d=mailer.example; s=key1") in message.headers
    assert [name for name, _ in message.headers][:2] == ["Return-Path", "Received"]
    assert not {"To", "Delivered-To"} & {name for name, _ in message.headers}
    assert (message.hidden_text, message.attachments, message.words_removed, message.not_read) == (
        "",
        (),
        0,
        (),
    )


def test_of_alternatives_the_page_is_what_a_reader_sees() -> None:
    message = mail.parse(mails.ALTERNATIVE)
    assert message.text == "Hello reader,\n\nplease confirm now\na lamp\n\nleft right\n\nSend it"
    assert message.hidden_text == "quiet words\n\nwhite on white"
    assert message.links == (
        Link("https://lamp.example.org/go", "lamp.example.org", "confirm now"),
        Link("/send", ""),
    )
    assert message.recipients == ()


def test_a_text_beside_the_page_that_says_something_else_is_hidden_and_its_links_count() -> None:
    words = " ".join(f"word{chr(97 + number // 26)}{chr(97 + number % 26)}" for number in range(60))
    other = mails.ALTERNATIVE.replace(b"Hello reader,", f"Minutes of https://m.example.com/ {words}".encode())
    message = mail.parse(other)
    assert message.hidden_text.endswith("https://lamp.example.org/go")
    assert "worden" not in message.text
    assert Link("https://m.example.com/", "m.example.com") in message.links


def test_parts_are_taken_apart_as_the_standard_library_does() -> None:
    for source in (*mails.WELL_FORMED, mails.ATTACHED.replace(b"\n", b"\r\n"), mails.ATTACHED[:-20]):
        parts = mime.take_apart(source, 0, len(source), mime.Seen()).parts
        theirs = [part for part in message_from_bytes(source).walk() if not part.is_multipart()]
        if source is mails.FORWARDED:  # the library looks into the mail that it carries
            assert [part.media_type for part in parts] == ["text/plain", "message/rfc822"]
            continue
        assert [part.media_type for part in parts] == [part.get_content_type() for part in theirs]
        assert [mime.body_of(source, part)[0] for part in parts] == [
            part.get_payload(decode=True) for part in theirs
        ]


def test_attachments_are_named_and_not_decoded(monkeypatch: pytest.MonkeyPatch) -> None:
    decoded_types: list[str] = []

    def body_of(source: bytes, part: mime.Part) -> tuple[bytes, bool, bool]:
        decoded_types.append(part.media_type)
        return real(source, part)

    real = mime.body_of
    monkeypatch.setattr("walletsafe.message.content.body_of", body_of)
    message = mail.parse(mails.ATTACHED)
    assert message.attachments == (
        Attachment("l\u00e4mp.png", "image/png"),
        Attachment("bill of May.pdf.exe", "application/octet-stream"),
    )
    assert decoded_types == ["text/html"]
    long = mails.ATTACHED.replace(b"bill%20of", b"b" * 900)
    assert mail.parse(long).attachments[1].name.endswith(".pdf.exe")
    assert len(mail.parse(long).attachments[1].name) < 250
    page = html("<p>x", 'Content-Disposition: attachment; filename="x.html"\n')
    assert mail.parse(page).attachments == (Attachment("x.html", "text/html"),)
    assert mail.parse(page).text == ""


@pytest.mark.parametrize("encoding", ["", "base64"])
def test_a_mail_inside_another_is_a_message_of_its_own(encoding: str) -> None:
    source = mails.FORWARDED
    if encoding:
        source = source.replace(mails.PLAIN, b64encode(mails.PLAIN)).replace(
            b"message/rfc822\n", b"message/rfc822\nContent-Transfer-Encoding: base64\n"
        )
    outer, inner = mail.parse_all(source)
    assert outer == mail.parse(source)
    assert (outer.was_carried, inner.was_carried) == (False, True)
    assert inner.sha256 == outer.sha256 == sha256(source).hexdigest()
    assert (outer.sender.mailbox, outer.text) == ("reader@home.example", "Is this from you?")
    assert outer.attachments == (Attachment("mail.eml", "message/rfc822"),)
    alone = mail.parse(mails.PLAIN)
    # The reader forwarded it; the desk it went to is nobody to be left out of the inner one.
    assert inner.recipients == alone.recipients
    assert (inner.sender, inner.subject, inner.text, inner.attachments, inner.not_read) == (
        alone.sender,
        alone.subject,
        alone.text,
        (),
        (),
    )


def test_a_thief_who_attaches_a_genuine_mail_hides_nothing_and_is_no_reader() -> None:
    outer, inner = mail.parse_all(
        mails.FORWARDED.replace(b"reader@home.example>\nTo", b"thief@mailer.example>\nTo", 1)
    )
    assert (outer.sender.mailbox, inner.sender.mailbox) == ("thief@mailer.example", "orders@mailer.example")
    assert "thief@mailer.example" not in {reader.mailbox for reader in inner.recipients}


def test_mails_inside_mails_are_read_three_deep() -> None:
    source = mails.PLAIN
    for number in range(5):
        edge = b"edge%d" % number
        source = b"From: c%d@b.example\nContent-Type: multipart/mixed; boundary=%s\n\n--%s\n" % (
            number,
            edge,
            edge,
        ) + b"Content-Type: message/rfc822\n\n%s\n--%s--\n" % (source, edge)
    found = mail.parse_all(source)
    assert [message.sender.mailbox for message in found] == [f"c{4 - depth}@b.example" for depth in range(4)]
    assert [message.not_read for message in found] == [(), (), (), ("attached-message",)]


def test_a_bomb_inside_a_mail_does_not_hide_it() -> None:
    (message,) = mail.parse_all(mails.FORWARDED.replace(mails.PLAIN, mails.nested(13)))
    assert (message.text, message.not_read) == ("Is this from you?", ("attached-message",))
    many = b"--b\nContent-Type: message/rfc822\n\nSubject: y\n\n%s\n" % (b"word " * 40_000)
    begin = time.process_time()
    found = mail.parse_all(b"Content-Type: multipart/mixed; boundary=b\n\n" + many * 60)
    assert time.process_time() - begin < 10
    assert sum(len(message.text) for message in found) <= mime.LONGEST_TEXT
    assert found[-1].not_read == ("large-text",)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("plain\r\n  folded", "plain folded"),
        ("=?utf-8?B?w6k=?= =?utf-8?q?_x?=", "\u00e9 x"),
        ("=?utf-8?B?4oK=?= =?utf-8?B?rA==?=", "\u20ac"),
        ("a =?iso-8859-1*fr?Q?=E9?= b", "a \u00e9 b"),
        ("=?nonsense?Q?x=FF?= =?utf-8?B?!?= =?x?", "x\u00ff =?x?"),
        ("=?utf-8?Q?a=0Ab?=", "a b"),
    ],
)
def test_encoded_words(value: str, text: str) -> None:
    assert decoded(value) == text


@pytest.mark.parametrize(
    ("value", "name", "mailbox"),
    [
        ('"Desk \\"A\\"" <a@b.example>', 'Desk "A"', "a@b.example"),
        ("a@b.example (Desk)", "Desk", "a@b.example"),
        ("a@b.example", "", "a@b.example"),
        ("Desk, Inc. <a@b.example>", "Desk, Inc.", "a@b.example"),
        ('"help@lamp.example" <a@b.example>', "help@lamp.example", "a@b.example"),
        ("help@lamp.example <a@b.example>", "help@lamp.example", "a@b.example"),
        ("<help@lamp.example> <a@b.example>", "<help@lamp.example>", "a@b.example"),
        ("help@lamp.example a@b.example", "help@lamp.example a@b.example", "a@b.example"),
        ("=?utf-8?Q?Desk,_A?= <a@b\n .example>", "Desk, A", "a@b.example"),
        ("<>", "", ""),
        ("Desk", "Desk", ""),
        ('"Desk <a@b.example', '"Desk <a@b.example', "a@b.example"),
        ("", "", ""),
    ],
)
def test_the_sender(value: str, name: str, mailbox: str) -> None:
    assert sender(value) == Address(name, mailbox)


def test_many_addresses() -> None:
    assert addresses('"A, B" <a@b.example>, Friends: c@b.example, Dee <d@b.example>;, nobody') == (
        Address("A, B", "a@b.example"),
        Address("", "c@b.example"),
        Address("Dee", "d@b.example"),
    )
    assert addresses("undisclosed-recipients:;") == ()


def test_the_sender_may_be_among_those_who_got_it_and_where_it_was_delivered_is_known() -> None:
    source = b"From: a@b.example\nTo: A@b.example, c@b.example\n\nx"
    message = mail.parse(source)
    assert message.recipients == (Address("", "A@b.example"), Address("", "c@b.example"))
    assert message.delivered_to == ()
    # Lower headers of a kind came with the mail.
    twice = b"Delivered-To: a@b.example\nDelivered-To: d@b.example\n" + source
    assert mail.parse(twice).delivered_to == ("a@b.example",)


@pytest.mark.parametrize(
    ("value", "notes"),
    [
        ("mx.example; none", ProviderNotes("mx.example")),
        (
            "spf=Pass (sender (x) ok) smtp.mailfrom=a; dkim = fail;dmarc=bestguesspass",
            ("", "pass", "fail", "bestguesspass"),
        ),
        (
            '"mx" 1; spf/1=softfail reason="a;dmarc=pass"; dkim=none; dkim=pass; dkim=fail',
            ('""', "softfail", "pass", ""),
        ),
        ("(dmarc=pass) mx.example; (spf=pass", ProviderNotes("mx.example")),
        (";", ProviderNotes("")),
    ],
)
def test_what_the_provider_noted(value: str, notes: ProviderNotes | tuple[str, str, str, str]) -> None:
    assert provider_notes(value) == (notes if isinstance(notes, ProviderNotes) else ProviderNotes(*notes))


def test_only_the_topmost_note_counts() -> None:
    source = (
        b"Authentication-Results: mx; spf=fail\nAuthentication-Results: mx; spf=pass\nFrom: a@b.example\n\nx"
    )
    notes = mail.parse(source).provider
    assert notes is not None
    assert notes.spf == "fail"
    assert mail.parse(b"From: a@b.example\n\nx").provider is None


@pytest.mark.parametrize(
    ("charset", "body"),
    [
        ("utf-8", "caf\u00e9 \u2013".encode()),
        ("iso-8859-1", b"caf\xe9 \x96"),
        ("us-ascii", "caf\u00e9 \u2013".encode("cp1252")),
        ("", "caf\u00e9 \u2013".encode()),
        ("", b"caf\xe9 \x96"),
        ("shift_jis", "caf\u00e9 \u2013".encode()),
        ("utf-16", "caf\u00e9 \u2013".encode("utf-16")),
        ("no such charset", "caf\u00e9 \u2013".encode()),
        ("punycode", "caf\u00e9 \u2013".encode()),
        ("hex", "caf\u00e9 \u2013".encode()),
    ],
)
def test_charsets_that_are_wrong_unknown_or_lie(charset: str, body: bytes) -> None:
    header = f'Content-Type: text/plain; charset="{charset}"\nContent-Transfer-Encoding: base64\n\n'
    assert mail.parse(header.encode() + b64encode(body)).text == "caf\u00e9 \u2013"


def test_a_page_may_name_its_charset_itself() -> None:
    page = b"Content-Type: text/html\n\n<meta charset='koi8-r'>" + "\u043b\u0430\u043c\u043f\u0430".encode(
        "koi8-r"
    )
    assert mail.parse(page).text == "\u043b\u0430\u043c\u043f\u0430"


@pytest.mark.parametrize(
    ("encoding", "body", "text", "not_read"),
    [
        ("base64", "SGVsbG8=", "Hello", ()),
        ("BASE64 ", "SGVs\nbG8", "Hello", ()),
        ("base64", "SGVs*bG8g=d29ybGQ=", "Hello world", ("broken-part",)),
        ("base64", "SGVsbG8gd", "Hello ", ("broken-part",)),
        ("quoted-printable", "Hel=\nlo =ZZ=", "Hello =ZZ", ()),
        ("base64 (x)", "SGVsbG8=", "Hello", ()),
        ('"base64"', "SGVsbG8=", "Hello", ()),
        ("base64;", "SGVsbG8=", "Hello", ()),
        ("x-unknown", "Hello", "Hello", ("broken-part",)),
    ],
)
def test_broken_encodings_are_read_as_far_as_they_go(
    encoding: str, body: str, text: str, not_read: tuple[str, ...]
) -> None:
    message = mail.parse(f"From: a@b.example\nContent-Transfer-Encoding: {encoding}\n\n{body}".encode())
    assert (message.text, message.not_read) == (text, not_read)


@pytest.mark.parametrize("boundary", ["", "; boundary=other", '; boundary=""', f"; boundary={'b' * 300}"])
def test_parts_that_cannot_be_told_apart_are_read_as_text(boundary: str) -> None:
    message = mail.parse(f"Content-Type: multipart/mixed{boundary}\n\n--edge\n\nhello\n--edge--\n".encode())
    assert "hello" in message.text
    assert message.not_read == ("broken-part",)


PLAN = b"--edge\nContent-Type: text/html\n\nplan\n--edge--\n"


@pytest.mark.parametrize(
    ("headers", "not_read"),
    [
        ('multipart/mixed; boundary="edge "', ()),
        ("multipart/mixed; (x) boundary=edge", ()),
        ("multipart/mixed (x); boundary=(y)edge", ()),
        ("multipart / mixed; boundary=edge", ()),
        ("multipart/mixed boundary=edge", ("broken-part",)),
        ("multipart/mixed; boundary=ed", ("broken-part",)),
        ("multipart/mixed; boundary=other; boundary=edge", ("broken-part",)),
        ("text/html\nContent-Type: multipart/mixed; boundary=edge", ("broken-part",)),
        ("multipart/mixed; boundary=other\nContent-Type: multipart/mixed; boundary=edge", ("broken-part",)),
    ],
)
def test_however_the_headers_name_the_parts(headers: str, not_read: tuple[str, ...]) -> None:
    message = mail.parse(f"Content-Type: {headers}\n\n".encode() + PLAN)
    assert "plan" in message.text.splitlines()
    assert message.not_read == not_read


def test_of_two_encodings_both_are_read() -> None:
    source = b"Content-Transfer-Encoding: 7bit\nContent-Transfer-Encoding: base64\n\n" + b64encode(b"Hello")
    message = mail.parse(source)
    assert message.text == "SGVsbG8=\n\nHello"
    assert (message.repeated, message.not_read) == (("content-transfer-encoding",), ("broken-part",))
    nested = (
        b"Content-Type: multipart/mixed; boundary=b; boundary=c\nContent-Type: multipart/mixed; boundary=c"
    )
    begin = time.process_time()
    for depth in range(12):
        levels = (
            nested.replace(b"b;", b"b%d;" % at).replace(b"=c", b"=c%d" % at)
            + b"\n\n--c%d\n--b%d\n" % (at, at)
            for at in range(depth)
        )
        mail.parse(b"".join(levels) + b"\n\n" + b"x" * 100_000)
    assert time.process_time() - begin < 10


@pytest.mark.parametrize("media_type", ["text/calendar", "text/markdown", "text/x-other", "other"])
def test_texts_of_unknown_types_are_shown(media_type: str) -> None:
    assert mail.parse(f"Content-Type: {media_type}\n\nHello https://x.example.com/".encode()).links
    beside = f"--edge\nContent-Type: {media_type}\n\nHel\n lo\n".encode() + PLAN
    message = mail.parse(b"Content-Type: multipart/alternative; boundary=edge\n\n" + beside)
    # An invitation is shown beside the page; other texts are, where programs show no page.
    assert message.text == ("Hello\n\nplan" if media_type == "text/calendar" else "plan")


@pytest.mark.parametrize(
    "headers",
    [
        "Content-Type: text/html\nContent-Disposition: attachment",
        "Content-Type: application/octet-stream; name=a.HTM",
        "Content-Type: text/html; name=a.html\nContent-Disposition: attachment",
    ],
)
def test_pages_that_came_as_files_are_read_as_hidden(headers: str) -> None:
    page = "<p>Hello <a href='https://x.example.com/'>here</a>"
    message = mail.parse(f"{headers}\n\n{page}".encode())
    assert (message.text, message.hidden_text) == ("", "Hello here")
    assert [link.target for link in message.links] == ["https://x.example.com/"]
    assert len(message.attachments) == 1
    long = mail.parse(f"{headers}\n\n{page}{'lantern lines ' * 20_000}".encode())
    assert long.not_read == ("large-part",)
    assert len(long.hidden_text) < 200 << 10


def test_a_text_that_calls_itself_a_mail_is_shown() -> None:
    message = mail.parse(b"Content-Type: text/plain; name=a.eml\n\nHello")
    assert message.text == "Hello"


def test_headers_that_stand_twice_are_all_kept() -> None:
    source = (
        b"From: Maria <m@x.example>\nFrom: Lantern <l@y.example>\nSender: Desk <d@z.example>\n"
        b"Subject: hi\nSubject: Your lamp\nSubject: hi\nDate: today\nDate: today\n\nx"
    )
    message = mail.parse(source)
    assert message.sender == Address("Maria | Lantern <l@y.example>", "m@x.example")
    assert message.sent_by == Address("Desk", "d@z.example")
    assert message.subject == "hi | Your lamp"
    assert message.repeated == ("from", "subject")
    assert [value for name, value in message.headers if name == "From"] == [
        "Maria <m@x.example>",
        "Lantern <l@y.example>",
    ]
    alone = mail.parse(b"Sender: Desk <d@z.example>\n\nx")
    assert (alone.sender, alone.sent_by) == (Address("Desk", "d@z.example"), Address("", ""))


def test_however_an_editor_saved_it() -> None:
    source = mails.PLAIN
    for saved in (
        b"\xef\xbb\xbf\r\n \n" + source,
        source.replace(b"\n", b"\r\n"),
        source.replace(b"\n", b"\r"),
        source.decode().encode("utf-16"),
        b"From orders@mailer.example Mon Jan  5 10:00:00 2026\n" + source,
        source.replace(b"Subject:", b"Subject :").replace(b"\nFrom:", b"\nX-Empty:\n \nFrom:"),
    ):
        message = mail.parse(saved)
        assert (message.sender.mailbox, message.subject) == (
            "orders@mailer.example",
            "Your books are on their way",
        )
        assert message.text.startswith("Two books left our shop today \u2013 see")


def test_headers_that_are_no_ascii() -> None:
    for charset in ("utf-8", "cp1252"):
        assert mail.parse("Subject: caf\u00e9\n\nx".encode(charset)).subject == "caf\u00e9"


def test_words_of_a_phrase_are_cut_out_wherever_they_stand() -> None:
    spaced = RUN.replace(" ", "%20")
    page = f"<p>{RUN}<p hidden>{RUN}<p><a href='https://x.example/{spaced}'>{RUN}</a> then " + "".join(
        f"<a href='https://x.example/{word}'>{word}</a> - " for word in RUN.split()
    )
    headers = [
        *(f"{name}: {RUN} <{name}@b.example>" for name in ("From", "Reply-To", "To")),
        *(f"{name}: {RUN}" for name in ("Subject", "Date")),
        f"Authentication-Results: {RUN.replace(' ', '.')}",
        f"Content-Type: text/html; name={spaced}",
    ]
    message = mail.parse("\n".join((*headers, "", page)).encode())
    # Addresses with one word each stay: they are no run.
    found = re.sub(r"https://x\.example/[a-z]+'", "", repr(message))
    assert not [word for word in RUN.split() if re.search(rf"\b{word}\b", found)]
    assert message.words_removed >= 5 * 12
    assert message.subject == "[12 words removed]"
    assert [link.text for link in message.links[1:]] == ["[words removed]"] * 12


def test_words_of_a_phrase_that_are_spread_over_fields_are_cut_out() -> None:
    # Not by name: the view writes words of its own between the fields, and some stand in the lists.
    for seed in range(150):
        chance = random.Random(seed)
        words = RUN.split()
        places = sorted(chance.sample(range(1, 12), chance.randint(1, 5)))
        texts = [" ".join(words[start:end]) for start, end in zip([0, *places], [*places, 12], strict=True)]
        names: list[str] = ["From", "Reply-To", "Return-Path", "Subject", "Date", "text", "file", "type"]
        first = chance.randrange(len(names) - len(texts) + 1)
        spread = dict(zip(names[first:], texts, strict=False))
        message = mail.parse(_spread(spread))
        assert find_runs(lay_out(message, ()).text) == (), spread
        assert message.words_removed > 0, spread


def _spread(texts: dict[str, str]) -> bytes:
    """A mail with these texts in its headers, its text, and the name and type of a file."""
    lines = [f"{name}: {text}" for name, text in texts.items() if name[0].isupper()]
    lines += ["Content-Type: multipart/mixed; boundary=edge", "", "--edge", "", texts.get("text", "")]
    kind = texts.get("type", "image").replace(" ", "-")
    lines += ["--edge", f'Content-Type: {kind}/x; name="{texts.get("file", "")}"', "", "x", "--edge--", ""]
    return "\n".join(lines).encode()


@pytest.mark.parametrize(
    "headers",
    [
        "".join(f"Received: {word}\n" for word in RUN.split()),
        f"X-Mailer: {RUN[:33]}\nUser-Agent: {RUN[33:]}\n",
    ],
)
def test_words_of_a_phrase_that_are_spread_over_kept_headers_are_cut_out(headers: str) -> None:
    message = mail.parse(f"From: a@b.example\n{headers}\nx".encode())
    assert message.words_removed >= 11
    assert not set(RUN.split()) & set(" ".join(value for _, value in message.headers).split())


def test_few_words_in_each_field_stay() -> None:
    message = mail.parse(b"From: Zebra <a@b.example>\nSubject: wet winter\n\nwheat zone\n\nwater warm")
    assert (message.subject, message.text) == ("wet winter", "wheat zone\n\nwater warm")


def test_more_words_than_a_list_has_are_dropped_unread_and_in_time() -> None:
    begin = time.process_time()
    for text in (f"{RUN} " * 12_000, f"{RUN} xyzzy. " * 12_000):
        message = mail.parse(f"From: a@b.example\n\n{text} behind".encode())
        assert message.not_read == ("large-text",)
        assert "zebra" not in message.text
        assert "behind" not in message.text
        assert message.words_removed >= 10_000 or not message.text
    assert time.process_time() - begin < 10


def test_what_is_no_text_is_not_read_for_long() -> None:
    rubbish = b64encode(bytes(range(256)) * 2000)
    header = b"Content-Type: text/plain; charset=utf-32\nContent-Transfer-Encoding: base64\n\n"
    message = mail.parse(header + rubbish)
    assert (len(message.text), message.not_read) == (64 << 10, ("broken-part",))
    marked = mail.parse(b"From: a@b.example\n\n" + "xe\u0301y\u0316 ok ".encode() * 80_000)
    assert marked.not_read == ("large-text",)
    assert len(marked.text) < 600_000


def test_no_run_escapes_between_the_pieces_of_a_long_text() -> None:
    ordinary = "it was then that we went there with them and " * 100
    for shift in range(0, 60, 7):
        text = ordinary * 15 + "q" * shift + f" {RUN} " + ordinary * 10
        text = text[len(text) - len(ordinary) * 10 - (64 << 10) - 60 :] if shift % 2 else text
        message = mail.parse(f"From: a@b.example\n\n{text}".encode())
        assert message.words_removed == 12
        assert message.not_read == ()


def test_text_is_read_to_two_megabytes() -> None:
    words = "an ordinary line of words\n"
    text = words * ((3 << 20) // len(words))
    message = mail.parse(f"From: a@b.example\n\n{text}https://behind.example.com/".encode())
    assert message.not_read == ("large-text",)
    assert (2 << 20) - 100 < len(message.text) <= 2 << 20
    assert message.links == ()
    # Where the cut goes through a letter, the others stay what they are.
    cut = mail.parse(b"From: a@b.example\n\nx" + "\u00e9t\u00e9 ".encode() * 400_000)
    assert set(cut.text) == set("x\u00e9t ")


def test_what_a_bomb_has_too_much_of_is_refused_in_one_line() -> None:
    many = b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\nx\n" * 1001
    for bomb in (many, mails.nested(13), b"X: y\n" * 120_000, b"Subject: " + b"x" * 600_000):
        with pytest.raises(MailTooComplex) as caught:
            mail.parse(bomb)
        assert "was not read" in texts.error_line(caught.value)
    assert mail.parse(mails.nested(12)).text == "innermost"
    message = mail.parse(many[: many.index(b"--b") + 7 * 500])
    assert message.not_read == ("many-parts",)
    assert len(message.text.split()) == mime.MOST_PARTS


def test_every_reason_is_a_known_one() -> None:
    seen = set[str]()
    links = "".join(f"http://x{number}.example.com/ " for number in range(501))
    inner = b64encode(b"From: a@b.example\n\n" + b"x y " * 700_000)
    sources = [
        b"From: a@b.example\n\n" + links.encode(),
        mails.FORWARDED.replace(mails.PLAIN, inner).replace(
            b"message/rfc822\n", b"message/rfc822\nContent-Transfer-Encoding: base64\n"
        ),
    ]
    for source in sources:
        seen |= {reason for message in mail.parse_all(source) for reason in message.not_read}
    assert seen == {"many-links", "large-part", "large-text"} <= set(NOT_READ)


def test_a_mail_of_50_megabytes_costs_little(tmp_path: Path) -> None:
    # VmHWM counts this program alone; what getrusage says begins with its parent's.
    program = (
        "import sys, time; from pathlib import Path; from walletsafe.message import files;"
        "begin = time.process_time();"
        "message = next(files.read(Path(sys.argv[1]))); print(time.process_time() - begin, message.text);"
        "print(next(line for line in open('/proc/self/status') if line.startswith('VmHWM')))"
    )
    path = tmp_path / "large.eml"
    line = b"QUFB" * 19 + b"\n"
    path.write_bytes(mails.ATTACHED.replace(b"TVqQAAMAAAAEAAAA\n", line * ((50 << 20) // len(line))))
    done = subprocess.run(
        [sys.executable, "-c", program, str(path)], capture_output=True, text=True, check=True
    ).stdout.split()
    assert done[1:4] == ["See", "the", "bill."]
    assert float(done[0]) < 2
    assert int(done[-2]) < 200 << 10


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(BrokenFile):
        next(files.read(tmp_path / "none.eml"))


LINE = b"From orders@mailer.example Mon Jan  5 10:00:00 2026\n"


def test_a_mailbox_gives_its_mails_one_by_one(tmp_path: Path) -> None:
    quoting = (
        mails.PLAIN
        + b"\nFrom here on it is easy.\n\nFrom 10:00 on in 2026\nwe are open.\n"
        + LINE
        + b"Subject: no\n"
    )
    path = tmp_path / "box.mbox"
    path.write_bytes(
        LINE
        + mails.ALTERNATIVE
        + b"\n"
        + LINE
        + quoting
        + b"\n"
        + LINE.replace(b"\n", b"\r\n")
        + mails.ATTACHED
    )
    assert mbox.looks_like_mbox(path.read_bytes()[:300])
    found = list(mbox.split_mbox(path))
    assert [found[0].rstrip(), found[1].rstrip(), found[2]] == [
        mails.ALTERNATIVE.rstrip(),
        quoting.rstrip(),
        mails.ATTACHED,
    ]
    assert not mbox.looks_like_mbox(b"From here on\nit is: easy\n")
    assert not mbox.looks_like_mbox(mails.PLAIN)


def test_a_mailbox_that_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(BrokenFile):
        next(mbox.split_mbox(tmp_path / "none.mbox"))
    monkeypatch.setattr(mbox, "LONGEST_MAIL", 1000)
    path = tmp_path / "box.mbox"
    path.write_bytes(LINE + b"Subject: x\n\n" + b"y" * 2000)
    with pytest.raises(BrokenFile) as caught:
        list(mbox.split_mbox(path))
    assert caught.value.params["problem"] == "too-large"


SIX, OTHER_SIX = ("tackle orbit velvet mango cricket puzzle", "lemon drift canyon ribbon pluck wagon")


@pytest.mark.parametrize("between", ["%2C", "%0D%0A", "%E2%80%8B", "\\n", "%20"])
def test_words_between_encoded_characters_are_cut(between: str) -> None:
    phrase = between.join(f"{SIX} {OTHER_SIX}".split())
    page = f"<a href='mailto:x@y.example?body={phrase}'>x</a><a href='https://q.example/?w={phrase}'>y</a><p>{phrase}"
    message = mail.parse(b"From: a@b.example\nContent-Type: text/html\n\n" + page.encode())
    assert message.words_removed
    shown = lay_out(message, ()).text
    assert not any(word in shown for word in SIX.split())


@pytest.mark.parametrize("head", ["Subject: {0}\n\n{1}", "From: {0} <a@b.example>\nSubject: {1}\n\nxyzzy"])
def test_words_on_both_sides_of_a_date_or_an_address_are_cut(head: str) -> None:
    dated = "Date: Mon, 23 Nov 2026 10:00:00 +0000\n" + head.format(SIX, OTHER_SIX)
    message = mail.parse(dated.encode())
    assert message.words_removed == 12
    assert not any(word in lay_out(message, ()).text for word in SIX.split())


def test_the_lines_of_an_invitation_are_lines() -> None:
    phrase = "\\N".join(f"{SIX} {OTHER_SIX}".split())
    body = f"BEGIN:VCALENDAR\nDESCRIPTION:eins\\; zwei\\nxyzzy {phrase}\nxyzzy"
    message = mail.parse(f"Content-Type: text/calendar\n\n{body}".encode())
    assert "DESCRIPTION:eins; zwei\nxyzzy" in message.text
    assert message.words_removed == 12
