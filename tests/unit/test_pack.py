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
from walletsafe.report.reporter import Reporter, may_be_own

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
        "Dear Anna-Lena M\u00fcstermann,\nMUSTERMAN is not you, but m\u00fcstermann is, and MUSTERMANN.\n"
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
    delivered_to=("anna.muster@home.example",),
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
            "MUSTERMAN is not",
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


@pytest.mark.parametrize("folder", ["/home/otto/mail", "C:\\Users\\Otto", "~/mail.txt", "//home/x"])
def test_no_message_can_forbid_its_evidence(folder: str) -> None:
    """Folders that it names are masked, and phrases are cut, also those across headers and our own words."""
    few = " ".join(WORDS[:10])
    mails = (
        replace(SCAM, text=f"see {folder} and https://evil.example/home/a"),
        replace(SCAM, headers=(("X-Note", " ".join(WORDS)),)),
        replace(SCAM, headers=(("From", " ".join(WORDS[:6])), ("Subject", " ".join(WORDS[6:])))),
        replace(SCAM, headers=(("Subject", few),)),
        replace(SCAM, kind=Kind.SMS, sender=Address("", ""), subject="", text=few, headers=()),
    )
    for number, message in enumerate(mails):
        for text in forms(message):
            assert folder not in text
            assert number or ("see [path] and" in text and "evil[.]example/home/a" in text)
            assert not all(word in text for word in WORDS[:11])


def test_what_is_ours_is_refused_with_a_folder_or_a_phrase_in_it() -> None:
    for value in ("/home/otto/mail", " ".join(WORDS)):
        found = Finding("host.imitates", Severity.CAUTION, {"host": value})
        checks = (CheckResult("message", Outcome.DID_NOT_PASS, (found,)),)
        judged = Triage(SCAM, (), Report("message", False, {"name": value}, checks, "2026-11-01"))
        for suffix in pack.SUFFIXES:
            with pytest.raises(ExportRefused):
                pack.preview(pack.evidence(judged, "other"), suffix)


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
    assert time.perf_counter() - begun < 10


# --- however they are written ------------------------------------------------------------------------------

ME = "anna.muster@home.example"


def code(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


@pytest.mark.parametrize(
    "written",
    [
        *(code(before + ME) for before in ("", "e", "em", "to=")),
        *(code(spelled) for spelled in (ME.upper(), "x" + ME.title().lower())),
        base64.urlsafe_b64encode(f"?{ME}".encode()).decode(),
        ME.encode().hex(),
        ME.encode().hex().upper(),
        ME.replace("@", "%2540"),
        ME.replace(".", "%2e").replace("@", "%40"),
        "bounce+Anna.Muster=home.example",
        "anna\u200b.mus\u00adter@home\u2060.example",
        "annamuster",
        "\u0410nn\u0430 Muster",
        "A\u0308NNA",
    ],
)
def test_the_reporter_is_found_however_it_is_written(written: str) -> None:
    reader = Address("Anna Muster", ME)
    redact = Reporter(replace(SCAM, reply_to=Address("", ""), recipients=(reader,))).redact
    left = redact(f"x {written} y")
    assert re.fullmatch(r"x [^ ]{0,8}\[your (?:name|address)\][^ ]{0,4} y", left)


def test_whom_the_topmost_mail_service_took_it_for_is_a_recipient() -> None:
    headers = (("Received", f"from a by b for <{ME}>; today"), ("Received", "by c for <x@evil.example>"))
    redact = Reporter(replace(SCAM, recipients=(), reply_to=Address("", ""), headers=headers)).redact
    assert redact(f"{ME}, x@evil.example") == "[your address], x@evil.example"


# --- what the sender made of the reader's name -------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq", "Pay to bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq"),
        (BITCOIN, f"Pay to {BITCOIN}"),
        ("evilportal", "https://evilportal.example/x, www.evilportal.example, evilportal[.]example"),
        ("support-now", "help@support-now.example or support-now.example"),
        ("relay", "from relay.example by mx.home.example"),
        ("Bitcoin Wallet", "Pay a bitcoin from your wallet"),
    ],
)
def test_the_sender_cannot_have_his_own_traces_taken_out(name: str, text: str) -> None:
    message = replace(
        SCAM,
        sender=Address("", "help@support-now.example"),
        links=(Link("https://evilportal.example/x", "evilportal.example"),),
        headers=(("Received", "from relay.example.com by mx.home.example"),),
        recipients=(Address(name, ME),),
    )
    assert Reporter(message).redact(text) == text


def test_a_sender_who_wrote_to_himself_stays_and_a_forged_one_does_not() -> None:
    own = Address("", ME)
    message = replace(
        SCAM,
        sender=own,
        reply_to=Address("", ""),
        headers=(),
        recipients=(Address("Anna Muster", ME),),
        delivered_to=(),
        text=f"Hi {ME}",
    )
    assert may_be_own(message)
    assert not may_be_own(replace(message, recipients=(Address("", "jo@x.example"),)))
    extortion = Finding("message.extortion", Severity.DANGER)
    for judged, forged in (
        (triage(message), False),
        (replace(triage(message), signs=(Sign(extortion),)), True),
        (triage(replace(message, delivered_to=(ME,))), True),
    ):
        assert pack.is_own_at_first(judged) is forged
        for own_sender in (None, True, False):
            wishes = pack.Wishes(own_sender=own_sender)
            text = pack.evidence(judged, "other", wishes).text
            assert (ME not in text) is (
                forged if own_sender is None or ME in judged.message.delivered_to else own_sender
            )


# --- what the person names ---------------------------------------------------------------------------------


def test_what_the_person_names_is_taken_out_everywhere() -> None:
    named = "Otto Garten, Am Wall 5, +49 (0)170 1234567, hunter2!x, Li"
    text = (
        "Dear OTTO, Am  Wall 5. Call 0170/12 34 567 or +491701234567. Your password is Hunter2!x. Li, "
        f"list. {code('user=Otto Garten')} Otto%20Garten wallet 57"
    )
    message = replace(
        SCAM,
        text=text,
        subject="hunter2!x",
        sender=Address("Otto", "garten@evil.example"),
        links=(Link("https://evil.example/otto-garten/?p=hunter2%21x", "evil.example", "Garten"),),
        headers=(("Subject", "hunter2!x"),),
    )
    made = pack.evidence(triage(message), "other", pack.Wishes(named))
    for form in (pack.preview(made, suffix) for suffix in pack.SUFFIXES):
        lower = form.lower()
        assert [
            part for part in ("otto", "garten", "hunter2", "4567", "wall 5", "Li,") if part in lower
        ] == []
        assert "Dear [taken out], [taken out]" in form
        assert "list." in form
        assert "wallet 57" in form
    assert "[taken out] stands in its place" in " ".join(made.text.split())
    assert "[taken out]" not in pack.evidence(triage(message), "other", pack.Wishes(" , ")).text


@pytest.mark.parametrize("text", ["[." * 15_000, "a" * 29_000, "1 " * 15_000, "lorem ipsum " * 150_000])
def test_it_is_made_in_no_time(text: str) -> None:
    judged = triage(replace(SCAM, text=text, hidden_text=text))
    begun = time.perf_counter()
    pack.preview(pack.evidence(judged, "other", pack.Wishes("Otto Garten, 0170 1234567")), ".txt")
    assert time.perf_counter() - begun < 10
