"""The plain text of a message: every place is found in it again, and nothing in it can be opened."""

from __future__ import annotations

import re
import time
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from walletsafe.findings import Finding, Severity, finding
from walletsafe.message.model import (
    Address,
    Attachment,
    Field,
    Kind,
    Link,
    Message,
    Place,
    ProviderNotes,
    Sign,
)
from walletsafe.message.view import ROW_LIMIT, TEXT_LIMIT, lay_out

NUMBERED = {Field.LINK, Field.LINK_TEXT, Field.ATTACHMENT}

# Nothing here that the view itself writes: what it made of a character can be undone.
FOREIGN = st.text("htps:/.@ab0\n\t\u202e\u200b\u00a0\u0456", max_size=40)


def message(**fields: object) -> Message:
    """A synthetic mail."""
    return replace(Message(Kind.MAIL, "00" * 32, 1), **fields)  # type: ignore[arg-type]


def marked(found: Message, *places: Place) -> tuple[str, ...]:
    """What the view marks for the places, as one sign."""
    view = lay_out(found, [Sign(Finding("x", Severity.CAUTION), places)])
    return tuple(view.text[start:end] for start, end in view.spans[0])


def undone(text: str) -> str:
    """What was written before the view wrote it anew."""
    text = re.sub(r"\\u\{([0-9A-F]{4,6})\}", lambda match: chr(int(match.group(1), 16)), text)
    return text.replace("[.]", ".").replace("x", "t").replace("    ", "\t")


def same(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\t", " ").replace("    ", " ")


@given(st.lists(FOREIGN, min_size=9, max_size=9), st.sampled_from(list(Field)), st.data())
def test_every_place_is_marked_with_the_characters_that_stand_there(
    texts: list[str], field: Field, data: st.DataObject
) -> None:
    name, mailbox, reply, back, subject, text, hidden, link, target = texts
    found = message(
        sender=Address(name, mailbox),
        reply_to=Address("", reply),
        return_path=Address("", back),
        subject=subject,
        provider=ProviderNotes("mta.test", spf="pass"),
        text=text,
        hidden_text=hidden,
        links=(Link("http://a.example", "a.example"), Link(target, "", link)),
        attachments=(Attachment(name, "a/b"), Attachment(subject, "a/b")),
    )
    number = 1 if field in NUMBERED else 0
    written = found.text_of(field, number)
    start = data.draw(st.integers(0, len(written)))
    end = data.draw(st.integers(start, len(written)))
    spans = marked(found, Place(field, start, end, number))
    # A line end of two characters counts as one, whichever of them is marked.
    assert same(undone("".join(spans))) == same(written[start:end])


def test_nothing_in_it_is_an_address_that_a_program_would_open() -> None:
    text = (
        "Go to https://ledger-check.example/a.b?c=d.e or HTTP://x.example, www.ledger.example or "
        "user@evil.example/path. Version 2.1.0, e.g. now. Write to help@shop.example"
    )
    view = lay_out(message(text=text, links=(Link("https://[2001:db8::1]/x", ""),)), [])
    assert "hxxps://ledger-check[.]example/a[.]b?c=d[.]e or HxxP://x[.]example, www[.]ledger[.]example" in (
        view.text
    )
    assert "user@evil[.]example/path" in view.text
    assert "Version 2.1.0, e.g. now. Write to help@shop.example" in view.text
    assert "http" not in view.text.lower()


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("hxxp:\\\\evil.example\\a@b", "hxxp:\\\\evil[.]example\\a@b"),
        ("evil.example?a@b", "evil[.]example?a@b"),
        ("x@evil.example#@b", "x@evil[.]example#@b"),
        ("1.2.3.4/x", "1[.]2[.]3[.]4/x"),
        ("1.2.3.4:80", "1[.]2[.]3[.]4:80"),
        ("release 1.2.3.4 is out", "release 1.2.3.4 is out"),
        ("<help@shop.example>, (o'neil@shop.example).", "<help@shop.example>, (o'neil@shop.example)."),
        ("a@b.example,c@d.example;", "a@b.example,c@d.example;"),
    ],
)
def test_mailboxes_alone_keep_their_dots(text: str, written: str) -> None:
    assert lay_out(message(kind=Kind.SMS, text=text), []).text == written


def test_a_text_is_changed_before_it_is_cut() -> None:
    """What stands across the border is changed as a whole, and nothing behind it comes into sight."""
    name = "Anna-" * 40
    text = "x" * (TEXT_LIMIT - 3) + name + "y" * 2000
    shown_text = lay_out(message(kind=Kind.SMS, text=text), [], lambda part: part.replace(name, "?")).text
    assert shown_text.startswith("x" * (TEXT_LIMIT - 1000))
    assert not set("Any-") & set(shown_text.partition(" [")[0])
    assert f"[{len(text) - TEXT_LIMIT} more" in shown_text


def test_what_cannot_be_seen_is_made_visible_and_emoji_stay() -> None:
    view = lay_out(
        message(text="L\u200bedger \u202etxt\u202c \u2764\ufe0f\u200d\U0001f525 L\ufe0f\ufe0fx"), []
    )
    assert (
        "L\\u{200B}edger \\u{202E}txt\\u{202C} \u2764\ufe0f\u200d\U0001f525 L\\u{FE0F}\\u{FE0F}x" in view.text
    )


def test_many_invisible_characters_in_a_row_are_counted() -> None:
    text = "Now " + "\u200c\u00a0" * 40 + "pay\n" + "\u200b" * 3
    view = lay_out(message(text=text), [Sign(Finding("x", Severity.TIP), (Place(Field.TEXT, 84, 87),))])
    assert "Now [40 invisible characters] pay\n\\u{200B}" in view.text
    ((start, end),) = view.spans[0]
    assert view.text[start:end] == "pay"


def test_a_subject_cannot_pretend_to_be_another_line() -> None:
    view = lay_out(message(subject="Hello\nFrom: Ledger <x@ledger.com>"), [])
    assert "Subject: Hello\\u{000A}From:" in view.text


def test_recipients_never_show() -> None:
    found = message(
        sender=Address("A", "a@b.example"), recipients=(Address("Anna Muster", "anna@c.example"),)
    )
    assert "nna" not in lay_out(found, []).text


def test_a_long_text_is_cut_and_says_so_and_places_beyond_are_marked_there() -> None:
    links = tuple(Link(f"x{number}", "", "y") for number in range(ROW_LIMIT + 5))
    found = message(text="a" * (TEXT_LIMIT + 7), links=links)
    beyond = Place(Field.TEXT, TEXT_LIMIT + 2, TEXT_LIMIT + 4)
    cut = marked(found, Place(Field.TEXT, TEXT_LIMIT - 1, TEXT_LIMIT + 7))
    assert cut == ("a [7 more characters are not shown here]",)
    assert marked(found, beyond) == (" [7 more characters are not shown here]",)
    assert marked(found, Place(Field.LINK_TEXT, 0, 1, ROW_LIMIT + 1)) == ("[5 more are not shown here]\n",)


def test_a_place_that_the_message_does_not_have_is_a_fault() -> None:
    with pytest.raises(IndexError):
        marked(message(), Place(Field.LINK, 0, 1, 3))


def test_an_sms_has_no_sender_line_without_a_sender() -> None:
    assert lay_out(message(kind=Kind.SMS, text="Your parcel"), []).text == "Your parcel"


def test_the_largest_text_takes_no_time() -> None:
    text = "a.b/@http://\u200b" * 200_000
    begun = time.perf_counter()
    lay_out(message(text=text, hidden_text=text, subject=text), [])
    assert time.perf_counter() - begun < 10


def test_it_is_said_that_a_mail_came_inside_another_one() -> None:
    inner = Message(
        Kind.MAIL, "00" * 32, 1, sender=Address("", "a@b.example"), text="Hello", was_carried=True
    )
    place = Place(Field.TEXT, 0, 5)
    view = lay_out(inner, (Sign(finding("message.nothing_found"), (place,)),))
    assert view.text.startswith("(This mail came inside another mail.")
    assert [view.text[start:end] for start, end in view.spans[0]] == ["Hello"]
