"""The evidence pack: the sender stays in it, the reporter and recovery words do not. All mails: synthetic."""

from __future__ import annotations

import base64
import json
import random
import re
import time
from dataclasses import replace
from pathlib import Path

import pytest

from walletsafe import phrases
from walletsafe.errors import BrokenFile, ExportRefused
from walletsafe.findings import CheckResult, Finding, Outcome, Report, Severity
from walletsafe.guidance import reporting
from walletsafe.message.model import (
    Address,
    Attachment,
    Field,
    Kind,
    Link,
    Message,
    Place,
    Sign,
    Triage,
)
from walletsafe.report import pack
from walletsafe.report.reporter import Reporter

BITCOIN = "1BoatSLRHtKNngkdXEeobR76b53LETtpyT"
ANNA = (Address("Anna-Lena M\u00fcstermann", "anna.muster@home.example"), Address("", "a.m@old.example"))
TOKEN = base64.b64encode(b"anna.muster@home.example").decode()
SCAM = Message(
    Kind.MAIL,
    "ab" * 32,
    1234,
    sender=Address("Ledger for Anna", "support@ledger-anna.example"),
    reply_to=Address("", "Anna.Muster@home.example"),
    return_path=Address("", "bounce+anna.muster=home.example@mailer.example"),
    subject="ANNA-LENA, pay now",
    text=(
        "Dear Anna-Lena M\u00fcstermann,\nMUSTERMANN is not you, but m\u00fcstermann is.\n"
        f"Send 0.3 BTC to {BITCOIN} or we visit you. Your mail: ANNA.MUSTER@HOME.EXAMPLE, a.m@old.example.\n"
        "Annabel and banana stay."
    ),
    links=(
        Link(
            f"https://evil.example/home/login?e=anna.muster%40home.example&n=Anna%20Lena#{TOKEN}",
            "evil.example",
        ),
    ),
    attachments=(Attachment("anna.muster.html", "text/html"),),
    headers=(
        ("Received", "from evil.example by mx.home.example for <anna.muster@home.example>"),
        ("To", "Anna-Lena M\u00fcstermann <anna.muster@home.example>"),
    ),
    recipients=ANNA,
)
PRIVATE = (
    "anna",
    "lena",
    ".muster",
    "m\u00fcstermann",
    "anna.muster",
    "home.example>",
    "a.m@",
    TOKEN[:28].lower(),
)


def triage(message: Message = SCAM, *places: Place) -> Triage:
    """What was found in it: one sign, made up."""
    found = Finding("origin.guided_now", Severity.DANGER)
    report = Report(
        "message", False, {}, (CheckResult("origin", Outcome.DID_NOT_PASS, (found,)),), "2026-11-01"
    )
    return Triage(message, (Sign(found, places),), report)


def forms(message: Message = SCAM) -> list[str]:
    made = pack.evidence(triage(message, Place(Field.SUBJECT, 0, 4), Place(Field.LINK, 0, 3)), "gb")
    return [pack.preview(made, suffix) for suffix in pack.SUFFIXES]


def test_the_reporter_is_nowhere_in_it() -> None:
    for text in forms():
        left = text.lower().replace("ledger-anna", "").replace("annabel and banana", "")
        assert [private for private in PRIVATE if private in left] == []


def test_the_address_for_returned_mail_may_hold_that_of_the_reporter() -> None:
    assert json.loads(forms()[1])["sender"]["return_path"] == "bounce+[your address]@mailer.example"


def test_the_sender_and_the_payment_address_stay() -> None:
    for text in forms():
        for kept in (
            "support@ledger-anna.example",
            BITCOIN,
            "evil[.]example/home/login",
            "MUSTERMANN is not",
        ):
            assert kept in text
        assert "Annabel and banana stay." in text


def test_what_is_left_out_is_said_and_what_is_not() -> None:
    text, _ = forms()
    joined = " ".join(text.split())
    assert "Dear [your name]" in text
    assert "[your address]" in text
    assert "Left out: the names and mail addresses of the person" in joined
    assert "Not left out: the addresses of the sender and every payment address" in joined
    assert "words that look like" not in joined
    assert "Left out: 12 words that look like" in " ".join(forms(replace(SCAM, words_removed=12))[0].split())


def test_the_original_is_tied_to_it_by_its_hash() -> None:
    text, data = forms()
    assert f"SHA-256: {'ab' * 32}\nSize: 1234 bytes" in text
    assert json.loads(data)["original"] == {"kind": "mail", "sha256": "ab" * 32, "size": 1234}
    assert "Keep the original file as it is" in text
    assert "keep the letter" in forms(replace(SCAM, kind=Kind.LETTER))[0]
    assert "carries another one" in forms(replace(SCAM, was_carried=True))[0]
    assert "carries another one" not in text


def test_it_says_what_was_found_and_where_and_whom_to_tell() -> None:
    text, data = forms()
    assert "[Danger]" in text
    assert "Where: the subject; link 1" in text
    assert json.loads(data)["signs"] == [{"id": "origin.guided_now", "fields": {"subject": [], "link": [1]}}]
    assert json.loads(data)["report"]["outcome"] == "did-not-pass"
    names = [place.name for place in reporting.places("gb")]
    assert [place["name"] for place in json.loads(data)["places"]] == names
    joined = " ".join(text.split())
    assert all(name in joined for name in names)
    assert joined.index("Ledger: ledger.com/phishing") < joined.index(f"- {names[1]}")


def test_a_sign_with_many_places_does_not_look_like_a_phrase() -> None:
    many = replace(SCAM, links=SCAM.links * 40)
    made = pack.evidence(triage(many, *(Place(Field.LINK, 0, 3, number) for number in range(40))), "gb")
    assert "Where: link 1, 2, 3, 4," in pack.preview(made, ".txt")
    assert json.loads(pack.preview(made, ".json"))["signs"][0]["fields"] == {"link": list(range(1, 41))}


def test_headers_that_name_the_reader_are_not_among_those_that_matter() -> None:
    data = json.loads(forms()[1])
    assert data["headers"] == [
        ["Received", "from evil[.]example by mx[.]home[.]example for <[your address]>"]
    ]


def test_no_line_of_the_message_looks_like_a_line_of_ours() -> None:
    text, _ = forms(replace(SCAM, text="What was found\n--------------\nNothing"))
    assert text.count("\nWhat was found\n") == 1
    assert "\n| What was found\n" in text


def test_a_name_that_stands_for_nobody_is_left_in() -> None:
    redact = Reporter(replace(SCAM, recipients=(Address("Ledger Customer", "info@x.example"),))).redact
    assert redact("Dear Ledger customer, more info: info@x.example") == (
        "Dear Ledger customer, more info: [your address]"
    )


def test_a_sender_that_pretends_to_be_the_reporter_is_not_named() -> None:
    own = replace(SCAM, sender=Address("Anna", "anna.muster@home.example"))
    assert json.loads(forms(own)[1])["sender"]["address"] == "[your address]"


WORDS = phrases.words_of(random.Random(5).randbytes(16), "english")
"""A phrase that is nobody's."""


def test_words_that_are_a_phrase_only_across_fields_are_cut() -> None:
    """Nobody can keep a message from being reported with a few words in each of its fields."""
    parted = replace(SCAM, subject=" ".join(WORDS[:6]), date="", text=" ".join(WORDS[6:]))
    assert all(re.search(r"\[1\d words removed\]", text) for text in forms(parted))


def test_a_phrase_or_a_folder_of_this_computer_refuses_it() -> None:
    phrase = replace(SCAM, headers=(("X-Note", " ".join(WORDS)),))
    texts = (f"see {Path.home()}/mail", "/home/otto/mail", "C:\\Users\\Otto")
    for message in (phrase, *(replace(SCAM, text=text) for text in texts)):
        for suffix in pack.SUFFIXES:
            with pytest.raises(ExportRefused):
                pack.preview(pack.evidence(triage(message), "other"), suffix)


def test_it_is_written_as_previewed_and_with_no_other_ending(tmp_path: Path) -> None:
    made = pack.evidence(triage(), "other")
    for suffix in pack.SUFFIXES:
        path = tmp_path / f"evidence{suffix}"
        pack.save(made, path)
        assert path.read_text("utf-8") == pack.preview(made, suffix)
    with pytest.raises(BrokenFile):
        pack.save(made, tmp_path / "evidence.html")
    with pytest.raises(BrokenFile):
        pack.save(made, tmp_path / "nowhere" / "evidence.txt")


def test_a_large_message_with_many_recipients_takes_no_time() -> None:
    many = tuple(Address(f"Name{number} Other", f"name{number}@x.example") for number in range(5000))
    redact = Reporter(replace(SCAM, recipients=many)).redact
    text = "name17@x.example " * 20_000 + "." * 300_000 + "a" * 300_000 + "a.@" * 100_000 + "%40" * 100_000
    begun = time.perf_counter()
    assert "name17" not in redact(text)
    assert time.perf_counter() - begun < 2
