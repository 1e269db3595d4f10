"""Pasted and transcribed messages. All of them are our own and synthetic."""

from __future__ import annotations

import hashlib

import pytest

from walletsafe.message import links, plain
from walletsafe.message.model import Address, Kind, Message
from walletsafe.phrases import words_of

WORDS = " ".join(words_of(bytes(range(16)), "english"))
"""A phrase that nobody has: its entropy is counted up."""


def read(text: str) -> Message:
    return plain.read(text, Kind.SMS)


def test_a_text_message_is_its_text_and_where_it_leads() -> None:
    text = "Your parcel waits: parcel-x.example.com/a and www.b.example.org."
    message = read(text)
    assert (message.kind, message.text, message.subject) == (Kind.SMS, text, "")
    assert [link.host for link in message.links] == ["parcel-x.example.com", "www.b.example.org"]
    assert (message.size, message.sha256) == (len(text), hashlib.sha256(text.encode()).hexdigest())
    assert (message.words_removed, message.not_read, message.recipients) == (0, (), ())


@pytest.mark.parametrize(
    ("head", "sender", "subject"),
    [
        (
            "From: Ledger <no@x.example>\nTo: Jo <jo@y.example>\nSubject: Act now",
            ("Ledger", "no@x.example"),
            "Act now",
        ),
        (
            'Von: "Ledger" [mailto:no@x.example]\r\nGesendet: heute\r\nBetreff: Eilt',
            ("Ledger", "no@x.example"),
            "Eilt",
        ),
        ("De\u00a0: Ledger\nObjet : Alerte", ("Ledger", ""), "Alerte"),
        ("\n> *From:* no@x.example", ("", "no@x.example"), ""),
        ("From: +33 6 12", ("+33 6 12", ""), ""),
    ],
)
def test_lines_at_the_top_name_the_sender(head: str, sender: tuple[str, str], subject: str) -> None:
    message = plain.read(f"{head}\n\nGo to a.example.com\n", Kind.MAIL)
    assert (message.sender, message.subject) == (Address(*sender), subject)
    assert message.text == "Go to a.example.com\n"
    assert plain.has_head(f"{head}\nhello")


def test_the_other_parts_of_a_head() -> None:
    message = read(
        "Date: today\nReply-To: a@x.example\nReturn-Path: <b@x.example>\nTo: Jo <jo@y.example>\n"
        "Subject: s\nhi"
    )
    assert (message.date, message.reply_to.mailbox, message.return_path.mailbox, message.text) == (
        *("today", "a@x.example", "b@x.example"),
        "hi",
    )
    assert message.recipients == (Address("Jo", "jo@y.example"),)


@pytest.mark.parametrize(
    "text",
    [
        "Date: Friday at eight?\nBring wine.",
        "Note: from: nobody\nFrom: me",
        "From: Ledger. Your wallet is blocked, go to a.example.com",
        "hello\nFrom: Jo\nagain",
    ],
)
def test_what_only_looks_like_a_head_stays_text(text: str) -> None:
    message = read(text)
    assert (message.text, message.sender, message.subject, message.date) == (text, Address("", ""), "", "")
    assert not plain.has_head(text)


def test_recovery_words_are_cut_out_and_counted() -> None:
    message = read(f"From: Jo\n\nMy coins: {WORDS}. Bye {WORDS}")
    assert message.text == "My coins: [12 words removed]. Bye [12 words removed]"
    assert message.words_removed == 24
    assert not any(word in repr(message) for word in WORDS.split()[:4])


def test_a_phrase_in_its_head_is_cut_too() -> None:
    message = read(f"Betreff: {WORDS}\nbye")
    assert (message.subject, message.words_removed) == ("[12 words removed]", 12)


def test_what_is_too_long_or_has_too_many_links_says_so() -> None:
    message = read("letters arrived " * (plain.TEXT_LIMIT // 16 + 1))
    assert (len(message.text), message.not_read) == (plain.TEXT_LIMIT, ("large-text",))
    message = read(" ".join(f"x{number}.com" for number in range(links.MOST + 1)))
    assert message.not_read == ("many-links",)


def test_broken_characters_do_not_stop_it() -> None:
    assert read("a\ud800b\x00").text == "a\ud800b\x00"


def test_words_of_a_phrase_that_are_spread_over_the_head_are_cut_out() -> None:
    # An order of no valid checksum; "Betreff" stands in no list, and what the view writes there does.
    text = "Von: zebra zone zoo yellow wrong wolf\nBetreff: winter wheat wet web water warm\n\nlantern"
    message = plain.read(text, Kind.MAIL)
    assert (message.sender.name, message.subject, message.text) == (
        "[words removed]",
        "[words removed]",
        "lantern",
    )
    assert message.words_removed == 12
