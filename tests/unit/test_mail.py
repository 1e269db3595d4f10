"""Mails read as they were saved. All of them are our own and synthetic."""

from __future__ import annotations

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
from walletsafe.message import mail, mbox, mime
from walletsafe.message.headers import addresses, decoded, provider_notes, sender
from walletsafe.message.model import NOT_READ, Address, Attachment, Field, Kind, Link, ProviderNotes

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
        parts = mime.take_apart(source, 0, len(source)).parts
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
def test_a_mail_that_only_carries_another_is_read_as_that_one(encoding: str) -> None:
    source = mails.FORWARDED
    if encoding:
        source = source.replace(mails.PLAIN, b64encode(mails.PLAIN)).replace(
            b"message/rfc822\n", b"message/rfc822\nContent-Transfer-Encoding: base64\n"
        )
    message = mail.parse(source)
    assert message.was_carried
    assert message.sha256 == sha256(source).hexdigest()
    assert (message.sender.mailbox, message.subject) == (
        "orders@mailer.example",
        "Your books are on their way",
    )
    assert message.text.startswith("Is this from you?\n\nTwo books left our shop")
    assert (message.attachments, message.not_read) == ((), ())
    assert message.recipients[:2] == (
        Address("Reader", "reader@home.example"),
        Address("", "help@desk.example"),
    )


def test_a_mail_with_more_than_the_one_it_carries_is_read_itself() -> None:
    for more in (b"x" * 3000, b"x\n--carrier\nContent-Type: application/pdf\n\n%PDF"):
        message = mail.parse(mails.FORWARDED.replace(b"Is this from you?", more))
        assert not message.was_carried
        assert message.sender.mailbox == "reader@home.example"
        assert message.not_read == ("attached-message",)
        assert Attachment("mail.eml", "message/rfc822") in message.attachments


def test_carriers_within_carriers_are_followed_three_deep() -> None:
    source = mails.PLAIN
    for number in range(5):
        edge = b"edge%d" % number
        source = b"From: c%d@b.example\nContent-Type: multipart/mixed; boundary=%s\n\n--%s\n" % (
            number,
            edge,
            edge,
        ) + b"Content-Type: message/rfc822\n\n%s\n--%s--\n" % (source, edge)
    message = mail.parse(source)
    assert (message.sender.mailbox, message.not_read) == ("c1@b.example", ("attached-message",))


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


def test_a_sender_who_wrote_to_himself_is_no_reader_unless_the_mail_was_delivered_there() -> None:
    source = b"From: a@b.example\nTo: A@b.example, c@b.example\n\nx"
    assert mail.parse(source).recipients == (Address("", "c@b.example"),)
    assert Address("", "a@b.example") in mail.parse(b"Delivered-To: a@b.example\n" + source).recipients


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
        ("x-unknown", "Hello", "Hello", ()),
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


def test_more_words_than_a_list_has_are_dropped_unread_and_in_time() -> None:
    begin = time.process_time()
    for text in (f"{RUN} " * 12_000, f"{RUN} xyzzy. " * 12_000):
        message = mail.parse(f"From: a@b.example\n\n{text} behind".encode())
        assert message.not_read == ("large-text",)
        assert "zebra" not in message.text
        assert "behind" not in message.text
        assert message.words_removed >= 10_000 or not message.text
    assert time.process_time() - begin < 2


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
        seen |= set(mail.parse(source).not_read)
    assert seen == {"many-links", "large-part", "large-text"} <= set(NOT_READ)


def test_a_mail_of_50_megabytes_costs_little(tmp_path: Path) -> None:
    # VmHWM counts this program alone; what getrusage says begins with its parent's.
    program = (
        "import sys, time; from pathlib import Path; from walletsafe.message import mail;"
        "begin = time.process_time();"
        "message = mail.read_file(Path(sys.argv[1])); print(time.process_time() - begin, message.text);"
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
        mail.read_file(tmp_path / "none.eml")


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
