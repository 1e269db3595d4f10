"""Scams that are written against the rules, and honest messages that look like them. All are synthetic."""

from __future__ import annotations

from dataclasses import replace

import pytest

from walletsafe.findings import Outcome, Severity
from walletsafe.message import hosts, links, plain
from walletsafe.message.judge import judge, judge_host
from walletsafe.message.model import Address, Field, Kind, Message, Triage

PORTAL = "https://portal.bakery.example/start"
STRANGER = Address("Maria", "maria@bakery.example")
VENDOR = Address("Ledger", "noreply@ledger.com")
URGING = "Your Ledger device must be updated and verified within 24 hours. The Ledger Team"


def mail(text: str = "", **fields: object) -> Message:
    """A mail as the reader of mails gives it; its links are those in the text."""
    given = {"sender": STRANGER, "subject": "Notice", "links": links.in_text(text), "text": text, **fields}
    return Message(Kind.MAIL, "0" * 64, 1, **given)  # type: ignore[arg-type]


def ids(triage: Triage) -> set[str]:
    return {sign.finding.id for sign in triage.signs}


def warns(message: Message) -> bool:
    return judge(message).report.outcome is Outcome.DID_NOT_PASS


# --- who is told to give the words --------------------------------------------------------------------

ASKING = [
    f"Because of fraud by scammers, please enter your 24-word recovery phrase at {PORTAL} today.",
    f"Do not wait: enter your 24-word recovery phrase at {PORTAL}.",
    f"Wallet alert: scammers are active. Enter your recovery phrase at {PORTAL} to stay protected.",
    f"Do not share this link, enter your recovery phrase at {PORTAL}",
    f"Don't hesitate to enter your recovery phrase at {PORTAL}",
    f"If you do not enter your recovery phrase at {PORTAL} your wallet is closed.",
    f"To avoid fraud you must enter your 24 words at {PORTAL}",
    f"Because hackers attacked us, you need to verify your recovery phrase here: {PORTAL}",
    f"Your coins cannot be moved until you enter your recovery phrase at {PORTAL}",
    f"Scammers are active. Visit {PORTAL} and enter your 24 words.",
    f"Your wallet is not verified. We never ask for a PIN. Please confirm your recovery phrase at {PORTAL}",
    f"Fake devices are around. We ask you to enter your recovery phrase at {PORTAL}",
    f"Security: thieves use stolen data. To stop them enter the 24 words of your wallet on {PORTAL}",
    f"Kriminelle greifen an. Zum Schutz geben Sie jetzt Ihre 24 W\u00f6rter auf {PORTAL} ein.",
    f"Warten Sie nicht: geben Sie Ihre 24 W\u00f6rter unter {PORTAL} ein.",
    f"N'attendez pas, saisissez vos 24 mots sur {PORTAL}",
    f"No espere: introduzca sus 24 palabras en {PORTAL}",
]
WARNING = [
    "Never enter your recovery phrase on a website.",
    "Never, under any circumstances, enter your 24 words on a website.",
    "Scammers ask you to enter your recovery phrase.",
    "Victims visit a fake page and enter their recovery phrase.",
    'The letter says: "Enter your recovery phrase at the portal." It is a scam.',
    "The letter asks owners to scan a code and type in their 24 words.",
    "Nobody from us will ask you to enter your 24 words.",
    "You should not enter your recovery phrase on any page.",
    "There is no need to enter your recovery phrase.",
    "Keep your 24 words offline: do not photograph, upload or send them.",
    "Enter your 24 words on the device, not on the computer.",
    "Entering your phrase on a website is dangerous: scammers take it.",
    "If somebody asks, do not enter your recovery phrase.",
    "Please never share your recovery phrase.",
    "Geben Sie Ihre 24 W\u00f6rter nie auf einer Webseite ein.",
    "Ne saisissez jamais vos 24 mots sur un site.",
    "Nunca introduzca sus 24 palabras en una p\u00e1gina.",
    "Non inserire mai le tue 24 parole su un sito.",
    "Voer uw 24 woorden nooit in op een website.",
    "Nunca digite suas 24 palavras em um site.",
]


@pytest.mark.parametrize("text", ASKING)
def test_words_of_warning_do_not_explain_away_an_order(text: str) -> None:
    assert "message.asks_for_words" in ids(judge(mail(text)))
    assert "message.asks_for_words" in ids(judge(plain.read(text, Kind.SMS)))


@pytest.mark.parametrize("text", WARNING)
def test_warnings_with_a_link_to_more_stay_quiet(text: str) -> None:
    found = ids(judge(mail(f"{text} More: https://news.example/1")))
    assert not found & {"message.asks_for_words", "message.words_amid_warnings"}


def test_an_order_among_warnings_that_leads_nowhere_is_a_caution() -> None:
    triage = judge(mail("Because of fraud by scammers, please enter your 24-word recovery phrase today."))
    assert "message.words_amid_warnings" in ids(triage)
    assert triage.report.outcome is Outcome.COULD_NOT_CHECK


def test_an_order_does_not_say_that_words_are_never_to_be_shared() -> None:
    assert "message.says_never_share" not in ids(judge(mail(ASKING[1])))


# --- what another program shows -----------------------------------------------------------------------


def test_a_scam_in_the_hidden_text_alone_is_found_where_it_stands() -> None:
    hidden = f"{URGING} {PORTAL}"
    message = mail("See you on Sunday.", hidden_text=hidden, links=links.in_text(hidden))
    (sign,) = (sign for sign in judge(message).signs if sign.finding.id == "message.speaks_as_ledger")
    marked = [message.text_of(place.field)[place.start : place.end] for place in sign.places]
    assert {place.field for place in sign.places} == {Field.HIDDEN_TEXT}
    assert marked == ["Ledger Team"]
    assert warns(message)


def test_half_of_a_scam_may_be_hidden() -> None:
    message = mail(f"Update now: {PORTAL}", hidden_text=URGING)
    assert warns(message)
    for sign in judge(message).signs:
        for place in sign.places:
            assert 0 <= place.start < place.end <= len(message.text_of(place.field, place.number))


def test_a_preview_line_of_a_newsletter_is_no_alarm() -> None:
    text = "Ledger Wallet has a new look. Never share your 24 words. https://www.ledger.com/blog"
    message = mail(text, sender=VENDOR, hidden_text="Update your app today and see what is new.")
    assert not [sign for sign in judge(message).signs if sign.finding.severity >= Severity.CAUTION]


def test_who_sends_for_another_is_judged_like_the_sender() -> None:
    text = f"Your device must be updated within 24 hours. {PORTAL}"
    posing = mail(text, sent_by=Address("Ledger Support", "x@bakery.example"))
    assert "message.poses_as_ledger" in ids(judge(posing))
    assert not warns(replace(posing, sent_by=Address("", "x@bakery.example")))
    newsletter = mail(URGING, sender=VENDOR, sent_by=Address("Ledger", "bounce@mailer.example"))
    assert not warns(newsletter)


def test_headers_that_stand_twice_are_a_caution_and_all_of_them_are_read() -> None:
    twice = mail("See you", repeated=("subject",), subject="Hello | Minutes")
    assert "message.repeated_headers" in ids(judge(twice))
    senders = Address("Maria | Ledger Support", "maria@bakery.example")
    assert "message.poses_as_ledger" in ids(judge(mail("See you", sender=senders)))
    subjects = mail(f"Update your Ledger within 24 hours: {PORTAL}", subject="Hello | Ledger: update")
    assert "message.speaks_as_ledger" in ids(judge(subjects))


@pytest.mark.parametrize(
    ("reason", "is_padded"), [("large-text", True), ("many-parts", True), ("large-part", False)]
)
def test_padding_is_a_caution_and_a_large_attachment_is_not(reason: str, *, is_padded: bool) -> None:
    found = ids(judge(mail("See you", not_read=(reason,))))
    assert ("message.padded" in found) is is_padded
    assert ("message.not_read_in_full" in found) is not is_padded


# --- addresses that show another ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    [
        "https://ledger.com@bakery.example/s",
        "https://www.ledger.com:start@bakery.example",
        "https://ledger.com%40bakery.example/s",
        "https://ledger-login.example@192.0.2.7/",
    ],
)
def test_a_host_before_an_at_sign_is_never_honest(address: str) -> None:
    assert "message.link_pretends" in ids(judge(plain.read(f"Look: {address}", Kind.SMS)))
    assert ids(judge_host(address)) == {"host.pretends"}


@pytest.mark.parametrize("address", ["https://anna@bakery.example", "https://bakery.example/a@ledger.com"])
def test_other_at_signs_say_nothing(address: str) -> None:
    assert hosts.shown_before(address) is None
    assert ids(judge_host(address)) == {"host.unknown"}


def test_the_vendors_host_in_a_path_is_a_caution_beside_a_wish() -> None:
    address = "https://bakery.example/ledger.com/verify"
    assert "message.vendor_in_path" in ids(judge(mail(f"Update your device: {address}")))
    read = "I read this: https://bakery.example/ledger.com/news"
    assert "message.vendor_in_path" not in ids(judge(mail(read)))


# --- spellings of the brand ---------------------------------------------------------------------------

LISU = "\ua4e1\ua4f0\ua4d3\ua4d6\ua4f0\ua4e3"
FLAGS = "\U0001f1f1\U0001f1ea\U0001f1e9\U0001f1ec\U0001f1ea\U0001f1f7"
SPELLINGS = [
    LISU,
    FLAGS,
    "Led-ger",
    "Led\u00a0ger",
    "L_edger",
    "L\u00b7e\u00b7dger",
    "Ledgers",
    "Ledg\u2203r",
    "\u2cd1\u2c89\u2c87ger",
    "L\u03a3DG\u039eR",
    "\u00a3edg\u20acr",
    "\u202eregdeL\u202c",
]


@pytest.mark.parametrize("brand", SPELLINGS)
def test_the_name_is_read_however_it_is_written(brand: str) -> None:
    sender = Address(f"{brand} Support", "x@bakery.example")
    assert "message.poses_as_ledger" in ids(judge(mail("Action required", sender=sender)))


@pytest.mark.parametrize("name", ["Ledgers", "Led Germany", "Fred Ger", "Peter Ledgers"])
def test_names_that_only_come_near_are_left_alone(name: str) -> None:
    assert not warns(mail("See you", sender=Address(name, "x@bakery.example")))


def test_a_host_in_letters_of_another_script_imitates() -> None:
    assert ids(judge_host(f"{LISU}.com")) == {"host.imitates"}


def test_a_word_that_a_line_cuts_is_no_trick_in_running_text() -> None:
    assert "message.disguised_brand" not in ids(judge(mail("It is about a Led-\nger of the year 1890.")))
    assert "message.disguised_brand" in ids(judge(mail(subject="Your Led-ger")))


# --- honest ones --------------------------------------------------------------------------------------

OTTER = (
    "If you use your Ledger with Otterwallet, update your Ledger app before 1 December, or you will not be "
    "able to sign transactions. https://help.otterwallet.example/x"
)
HONEST = {
    "a notice of a project": mail(
        "ledger-live release 4.21.0. View it: https://github.com/LedgerHQ/ledger-live/releases",
        sender=Address("LedgerHQ/ledger-live", "notifications@github.com"),
        subject="[LedgerHQ/ledger-live] Release 4.21.0",
    ),
    "a newspaper from its own domain": mail(
        "Your Ledger-Gazette subscription expires on Friday. Renew: https://ledger-gazette.example/r. "
        "Confirm your account.",
        sender=Address("Ledger-Gazette", "news@ledger-gazette.example"),
    ),
    "a firm from its own domain": mail(
        "Your policy will be suspended unless renewed by December 1. Call 202 555 0143 or visit "
        "https://ledgercove.example/renew",
        sender=Address("Ledger Cove LLC", "info@ledgercove.example"),
    ),
    "a shop that sells": mail(
        "Until 30 November: Ledger Nano X with 30% off plus a voucher. Claim your discount: "
        "https://coinshop.example/x. Protect your crypto: do not lose your coins.",
        sender=Address("Coin Shop", "info@coinshop.example"),
    ),
    "the maker of another wallet": mail(
        OTTER,
        sender=Address("Otterwallet", "hello@otterwallet.example"),
        subject="Ledger connection change",
    ),
    "a friend": mail(
        "Hey, you should update your Ledger before Friday, the old firmware stops working. See https://www.reddit.com/r/x",
        subject="Ledger firmware",
    ),
    "the book of accounts": mail(
        "Your Ledger access (general ledger) will be suspended on Friday unless you verify your password at "
        "https://sso.bakery.example. Ledger team.",
        sender=Address("HR", "hr@bakery.example"),
        subject="Ledger access",
    ),
    "an exchange": plain.read(
        "Tradehaus: withdrawal of 1 BTC to your Ledger wallet. Not you? https://tradehaus.com/x", Kind.SMS
    ),
}


@pytest.mark.parametrize("what", HONEST)
def test_honest_messages_about_a_ledger_are_no_scams(what: str) -> None:
    assert not warns(HONEST[what])


CLOSE = {
    "the project's name from elsewhere": replace(
        HONEST["a notice of a project"], sender=Address("LedgerHQ/ledger-live", "x@bakery.example")
    ),
    "a person at the place of projects": replace(
        HONEST["a notice of a project"], sender=Address("Ledger Support", "notifications@github.com")
    ),
    "a firm that speaks of wallets": mail(
        "Verify your Ledger wallet within 24 hours or it will be suspended: https://ledgercove.example/renew",
        sender=Address("Ledger Cove", "info@ledgercove.example"),
    ),
    "another name than the domain's": mail(
        OTTER,
        sender=Address("Otterwallet", "hello@bakery.example"),
    ),
    "the book of accounts that leads away": replace(
        HONEST["the book of accounts"], sender=Address("HR", "hr@firm.example")
    ),
    "an exchange elsewhere": plain.read(
        "Tradehaus: withdrawal of 1 BTC to your Ledger wallet. Not you? https://bakery.com/x", Kind.SMS
    ),
}


@pytest.mark.parametrize("what", CLOSE)
def test_what_only_dresses_like_them_is_found(what: str) -> None:
    assert warns(CLOSE[what])
