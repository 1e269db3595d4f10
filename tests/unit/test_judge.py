"""What a message tries to do: every sign where it stands, scams found, and ordinary messages left alone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.helpers import messages
from walletsafe.findings import REGISTRY, Outcome, Severity
from walletsafe.message import folding, passage, plain, wording
from walletsafe.message.judge import judge, judge_host
from walletsafe.message.model import (
    Address,
    Attachment,
    Field,
    Kind,
    Link,
    Message,
    ProviderNotes,
    Sign,
    Triage,
)

OWN_SIGNS = {name for name in REGISTRY if name.startswith(("message.", "host."))}


def mail(**fields: object) -> Message:
    """A mail as a reader of mails gives it; synthetic."""
    return Message(Kind.MAIL, "0" * 64, 1, **fields)  # type: ignore[arg-type]


def sms(text: str, *links: Link) -> Message:
    return Message(Kind.SMS, "0" * 64, 1, text=text, links=links)


def ids(triage: Triage) -> set[str]:
    return {sign.finding.id for sign in triage.signs}


def reasons(triage: Triage) -> list[Sign]:
    return [sign for sign in triage.signs if sign.finding.severity >= Severity.CAUTION]


def marked(triage: Triage, finding_id: str) -> list[str]:
    """The pieces of the message that a sign marks."""
    (sign,) = (sign for sign in triage.signs if sign.finding.id == finding_id)
    texts = [(triage.message.text_of(place.field, place.number), place) for place in sign.places]
    return [text[place.start : place.end] for text, place in texts]


# --- whole messages -----------------------------------------------------------------------------------


def test_every_scam_of_ours_is_found_with_two_reasons() -> None:
    for message in (*messages.load("scams"), *messages.load("threats")):
        triage = judge(message)
        assert triage.report.outcome is Outcome.DID_NOT_PASS, message.subject or message.text
        assert len(reasons(triage)) >= 2, message.subject or message.text


def test_no_ordinary_message_of_ours_is_called_a_scam() -> None:
    ordinary = (*messages.load("ordinary"), *messages.load("near_threats"))
    assert [message.subject or message.text for message in ordinary if _is_alarm(message)] == []


def _is_alarm(message: Message) -> bool:
    return judge(message).report.outcome is Outcome.DID_NOT_PASS


def test_genuine_notices_get_no_scam_sign_and_no_reassurance() -> None:
    for message in messages.load("genuine"):
        triage = judge(message)
        assert triage.report.outcome is Outcome.COULD_NOT_CHECK
        assert {sign.finding.severity for sign in triage.signs} <= {Severity.TIP, Severity.UNKNOWN}
        assert "message.nothing_found" in ids(triage)


def test_the_report_names_kind_check_and_the_older_date() -> None:
    report = judge(sms("See you at eight")).report
    assert (report.kind, report.demo, report.subject) == ("message", False, {"kind": "sms"})
    assert [(check.id, check.outcome) for check in report.checks] == [("message", Outcome.COULD_NOT_CHECK)]
    assert report.knowledge_date <= wording.load().reviewed
    (check,) = judge(mail(sender=POSING)).report.checks
    assert check.outcome is Outcome.DID_NOT_PASS


def test_signs_come_worst_first() -> None:
    for message in messages.load("scams"):
        severities = [sign.finding.severity for sign in judge(message).signs]
        assert severities == sorted(severities, reverse=True)


# --- one sign after another ---------------------------------------------------------------------------

POSING = Address("Ledger Support", "desk@bakery.example")
VENDOR = Address("Ledger", "noreply@ledger.com")
AWAY = Link("https://bakery.example/x", "bakery.example", "Go on")
URGING = "Verify your Ledger wallet within 24 hours or it will be suspended."

CASES: dict[str, tuple[Message, list[str]]] = {
    "message.poses_as_ledger": (mail(sender=POSING), ["Ledger Support"]),
    "message.lures_as_ledger": (
        mail(sender=Address("Care", "c@shop.example"), text=f"{URGING} Ledger Support", links=(AWAY,)),
        ["Ledger Support", "your Ledger"],
    ),
    "message.speaks_as_ledger": (sms("Dear Ledger customer, hello"), ["Dear Ledger"]),
    "message.sender_imitates": (
        mail(sender=Address("Ledger", "a@ledger-support.example")),
        ["a@ledger-support.example"],
    ),
    "message.link_imitates": (
        sms("Look", Link("https://ledger-login.example", "ledger-login.example")),
        ["https://ledger-login.example"],
    ),
    "message.sender_resembles": (
        mail(sender=Address("Anna Ledger", "anna@kanzlei-ledger.example"), text="Bis morgen"),
        ["anna@kanzlei-ledger.example"],
    ),
    "message.link_resembles": (
        mail(
            sender=Address("Anna", "anna@mailbox.example"),
            links=(Link("https://ledger-brothers.example", "ledger-brothers.example"),),
        ),
        ["https://ledger-brothers.example"],
    ),
    "message.link_elsewhere": (mail(sender=POSING, links=(AWAY,)), ["https://bakery.example/x"]),
    "message.link_pretends": (
        mail(links=(Link("https://bakery.example/x", "bakery.example", "www.ledger.com/start"),)),
        ["www.ledger.com/start"],
    ),
    "message.link_text_differs": (
        mail(sender=POSING, links=(Link("https://bakery.example/x", "bakery.example", "shop.com/a"),)),
        ["shop.com/a"],
    ),
    "message.destination_hidden": (
        mail(sender=POSING, links=(Link("https://bit.ly/1", "bit.ly"),)),
        ["https://bit.ly/1"],
    ),
    "message.destination_unknown": (
        sms("Photos: https://bit.ly/1", Link("https://bit.ly/1", "bit.ly")),
        ["https://bit.ly/1"],
    ),
    "message.free_hosting": (
        mail(sender=POSING, links=(Link("https://a.webflow.io", "a.webflow.io"),)),
        ["https://a.webflow.io"],
    ),
    "message.address_in_name": (
        mail(sender=Address("boss@firm.com", "x@mailbox.example")),
        ["boss@firm.com"],
    ),
    "message.reply_elsewhere": (mail(sender=POSING, reply_to=Address("", "a@b.example")), ["a@b.example"]),
    "message.return_elsewhere": (
        mail(sender=POSING, return_path=Address("", "a@b.example")),
        ["a@b.example"],
    ),
    "message.provider_failed": (
        mail(sender=VENDOR, provider=ProviderNotes("mx.example", dmarc="fail")),
        ["mx.example; dmarc=fail"],
    ),
    "message.disguised_brand": (mail(subject="Your \u2113edger"), ["\u2113edger"]),
    "message.invisible_characters": (mail(text="w\u200ba\u200bl\u200blet"), ["\u200b", "\u200b", "\u200b"]),
    "message.heaped_marks": (mail(text="p\u0336\u0353a\u0336\u0353y\u0336\u0353 " * 8), []),
    "message.hidden_text": (mail(sender=POSING, hidden_text="garden " * 80), ["garden " * 80]),
    "message.program_attached": (mail(attachments=(Attachment("a.pdf.exe", ""),)), ["a.pdf.exe"]),
    "message.page_attached": (mail(sender=POSING, attachments=(Attachment("a.HTML", ""),)), ["a.HTML"]),
    "message.template_remnants": (mail(sender=POSING, text="Dear {{first_name}},"), ["{{first_name}}"]),
    "message.asks_for_words": (mail(text="Enter the seed phrase here."), ["Enter the seed phrase"]),
    "message.words_amid_warnings": (
        mail(text="Because of fraud, please enter the seed phrase."),
        ["enter the seed phrase"],
    ),
    "message.vendor_in_path": (
        sms("Update your app", Link("https://b.example/ledger.com", "b.example")),
        ["https://b.example/ledger.com"],
    ),
    "message.repeated_headers": (mail(repeated=("from",)), []),
    "message.padded": (mail(not_read=("large-text",)), []),
    "message.asks_to_install": (mail(sender=POSING, text="Install the firmware."), ["Install the firmware"]),
    "message.asks_to_verify": (mail(sender=POSING, text="Verify your wallet."), ["Verify your wallet"]),
    "message.asks_to_call": (
        mail(sender=POSING, text="Please call +1 202 555 0143 now."),
        ["+1 202 555 0143"],
    ),
    "message.asks_to_scan": (mail(sender=POSING, text="Scan the QR code."), ["QR code"]),
    "message.promises_gift": (mail(sender=POSING, text="Your airdrop awaits."), ["airdrop"]),
    "message.presses": (mail(sender=POSING, text="You have 48 hours."), ["have 48 hours"]),
    "message.threatens_loss": (mail(sender=POSING, text="You lose access."), ["lose access"]),
    "message.bait": (mail(text="[12 words removed]", words_removed=12), []),
    "message.extortion": (
        mail(text="Pay 1 BTC within 24 hours or people will come to your house."),
        ["people will come", "come to your house", "or people", "within 24 hours", "1 BTC", "Pay"],
    ),
    "message.violence": (
        mail(text="Pay 1 BTC within 24 hours or people will come to your house."),
        ["people will come", "come to your house"],
    ),
    "message.coin_address": (
        mail(sender=POSING, text="To 1BoatSLRHtKNngkdXEeobR76b53LETtpyT please"),
        ["1BoatSLRHtKNngkdXEeobR76b53LETtpyT"],
    ),
    "message.code": (
        Message(Kind.LETTER, "", 0, links=(Link("https://b.example", "b.example", from_code=True),)),
        ["https://b.example"],
    ),
    "message.not_read_in_full": (mail(not_read=("large-part",)), []),
    "message.nothing_to_read": (mail(subject="Hello", text=" \n "), []),
    "message.nothing_found": (mail(text="See you"), []),
    "message.sender_forgeable": (mail(sender=VENDOR), ["noreply@ledger.com"]),
    "message.provider_passed": (
        mail(provider=ProviderNotes("mx.example", spf="pass")),
        ["mx.example; spf=pass"],
    ),
    "message.genuine_link": (
        mail(links=(Link("https://www.ledger.com", "www.ledger.com"),)),
        ["https://www.ledger.com"],
    ),
    "message.unsubscribe": (mail(has_unsubscribe=True), []),
    "message.says_never_share": (
        mail(text="Hello. Never share your 24 words or your recovery phrase! Bye."),
        ["Never share your 24 words or your recovery phrase!"],
    ),
}


@pytest.mark.parametrize("finding_id", CASES)
def test_a_sign_says_where_it_stands(finding_id: str) -> None:
    message, pieces = CASES[finding_id]
    assert marked(judge(message), finding_id) == pieces


HOSTS = {
    "host.imitates": "ledger-login.example",
    "host.pretends": "ledger.com@bakery.example",
    "host.hides": "bit.ly",
    "host.free": "bakery.webflow.io",
    "host.no_name": "192.0.2.1",
    "host.unknown": "bakery.example",
    "host.official": "support.ledger.com",
}


@pytest.mark.parametrize("finding_id", HOSTS)
def test_a_host_gets_one_finding_and_never_a_pass(finding_id: str) -> None:
    triage = judge_host(f"https://{HOSTS[finding_id]}/start")
    assert ids(triage) == {finding_id}
    imitates = finding_id in {"host.imitates", "host.pretends"}
    assert triage.report.outcome is (Outcome.DID_NOT_PASS if imitates else Outcome.COULD_NOT_CHECK)


def test_every_sign_has_a_case_here() -> None:
    assert CASES.keys() | HOSTS.keys() == OWN_SIGNS


def test_words_in_place_of_a_host_are_cut_out_and_named_as_bait() -> None:
    words = "river harvest pencil orbit velvet canyon mirror ticket lizard copper bamboo sunset"
    triage = judge_host(words)
    assert "message.bait" in ids(triage)
    assert triage.message.text == "[12 words removed]"


# --- what makes the difference ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        "Ledger",
        "LEDGER LIVE",
        "Iedger",
        "L e d g e r",
        "Ledger Espa\u00f1a",
        "Mia from Ledger",
        "Support Ledger",
    ],
)
def test_names_that_claim_to_be_the_vendor(name: str) -> None:
    assert "message.poses_as_ledger" in ids(judge(mail(sender=Address(name, "a@bakery.example"))))


@pytest.mark.parametrize(
    "name",
    [
        "The Patriot Ledger",
        "Ledger-Enquirer",
        "General Ledger",
        "Heath Ledger",
        "Ledger Accounting",
        "Hyperledger",
    ],
)
def test_names_that_mean_another_ledger(name: str) -> None:
    assert "message.poses_as_ledger" not in ids(judge(mail(sender=Address(name, "a@bakery.example"))))


@pytest.mark.parametrize(
    "text",
    [
        "Never enter your 24 words on a website.",
        "Scammers ask you to enter your recovery phrase.",
        "Write down your recovery phrase and check it on your device.",
        "Gib deine 24 W\u00f6rter nie auf einer Seite ein.",
        "Ne saisissez jamais vos 24 mots sur un site.",
        "Where do I enter the 24 words?",
        "I wrote a poem of 24 words.",
    ],
)
def test_warnings_and_questions_do_not_ask_for_the_words(text: str) -> None:
    assert "message.asks_for_words" not in ids(judge(mail(text=text)))


@pytest.mark.parametrize(
    "text",
    [
        "Please verify your recovery phrase.",
        "Best\u00e4tigen Sie Ihre 24 W\u00f6rter auf unserer Seite.",
        "Saisissez vos 24 mots ici.",
        "Introduzca sus 24 palabras.",
        "Inserisca la frase di recupero.",
        "Vul uw 24 woorden in.",
        "Digite sua frase de recupera\u00e7\u00e3o.",
        "\uff25\uff4e\uff54\uff45\uff52 your s\u0435\u0435d phr\u0430se here.",
        "Never share your words with anyone.\n\nConfirm your recovery phrase below.",
        "Is your seed phrase weak? Enter yours here.",
    ],
)
def test_seven_languages_ask_for_the_words(text: str) -> None:
    assert "message.asks_for_words" in ids(judge(mail(text=text)))


def test_a_misspelt_brand_is_read_as_the_eye_reads_it() -> None:
    text = "Your Iedger will be locked. Update your Iedger today."
    triage = judge(mail(text=text, links=(AWAY,)))
    assert {"message.lures_as_ledger", "message.disguised_brand"} <= ids(triage)


def test_a_parcel_is_no_wallet() -> None:
    track = Link("https://www.dhl.com/t", "www.dhl.com")
    assert judge(sms("Ledger: your parcel arrives today", track)).report.outcome is Outcome.COULD_NOT_CHECK
    assert judge(sms("Ledger: your account was limited", track)).report.outcome is Outcome.DID_NOT_PASS


def test_what_proves_nothing_changes_nothing() -> None:
    text, proof = f"{URGING} Ledger Support", Link("https://www.ledger.com", "www.ledger.com")
    plain = mail(sender=POSING, text=text, links=(AWAY,))
    dressed = mail(
        sender=POSING,
        text=f"{text}\n\nNever share your 24 words.",
        links=(AWAY, proof),
        provider=ProviderNotes("mx.example", "pass", "pass", "pass"),
        has_unsubscribe=True,
    )
    assert [sign.finding for sign in reasons(judge(plain))] == [
        sign.finding for sign in reasons(judge(dressed))
    ]


def test_the_same_urging_is_quiet_from_the_vendors_domain_and_loud_when_forged() -> None:
    home = Link("https://www.ledger.com/x", "www.ledger.com", "Go on")
    bucket = Link("https://s3.amazonaws.com/a", "s3.amazonaws.com", "Go on")
    assert reasons(judge(mail(sender=VENDOR, text=URGING, links=(home,)))) == []
    forged = judge(mail(sender=VENDOR, text=URGING, links=(bucket,)))
    assert forged.report.outcome is Outcome.DID_NOT_PASS


BTC = "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq"


def test_every_threat_of_ours_is_blackmail_and_what_is_near_is_not() -> None:
    for message in messages.load("threats"):
        assert "message.extortion" in ids(judge(message)), message.subject or message.text
    for message in messages.load("near_threats"):
        assert "message.extortion" not in ids(judge(message)), message.subject or message.text


@pytest.mark.parametrize(
    ("text", "is_violence"),
    [
        (f"I filmed you. 500 dollars to {BTC} today or I send the video to your family.", False),
        (f"I know where you live. 500 dollars to {BTC} today or your family gets hurt.", True),
        ("Transfer everything on your Ledger or we come. You have two days.", True),
    ],
)
def test_violence_is_named_where_somebody_is_to_be_hurt_or_visited(text: str, *, is_violence: bool) -> None:
    found = ids(judge(sms(text)))
    assert "message.extortion" in found
    assert ("message.violence" in found) is is_violence


def test_advice_not_to_pay_is_no_threat_and_a_threat_is_no_advice() -> None:
    told = (
        f"Mails say: I filmed you, send 1 BTC to {BTC} or your contacts see it. Do not pay, tell the police."
    )
    threat = (
        f"I filmed you. If you do not pay 1 BTC to {BTC} or if you tell the police, your contacts see it."
    )
    assert "message.extortion" not in ids(judge(sms(told)))
    assert "message.extortion" in ids(judge(sms(threat)))


@pytest.mark.parametrize(
    "address",
    [
        BTC,
        BTC.upper(),
        "bc1q...",
        "bc1q ar0s rrr7 xfkv y5l6 43ly dnw9 re59 gtzz wf5m dq",
        "\u200b".join(BTC),
        "0xde0b295669a9fd93d5f28d9ec85e40f4cb697bae",
        "TJRabPrwbZy45sbavfcjinPJC18kjpRLH8",
    ],
)
def test_an_address_for_coins_beside_a_request_is_a_caution_by_itself(address: str) -> None:
    (sign,) = (
        sign for sign in reasons(judge(sms(f"Please pay to {address} soon"))) if "coin" in sign.finding.id
    )
    (place,) = sign.places
    assert len(address) - 3 <= place.end - place.start <= len(address)
    assert "message.coin_address" not in ids(judge(sms(f"My old one was {address}, remember")))


def test_an_address_for_coins_in_a_code_is_a_caution_and_no_web_address() -> None:
    code = Link(f"bitcoin:{BTC}?amount=1", "", from_code=True)
    triage = judge(Message(Kind.LETTER, "", 0, links=(code,)))
    assert ids(triage) == {"message.coin_address"}
    assert marked(triage, "message.coin_address") == [code.target]


@pytest.mark.parametrize("name", ["scams", "ordinary", "threats", "near_threats"])
def test_the_kind_that_nobody_chose_changes_nothing(name: str) -> None:
    for message in messages.load(name):
        triages = [judge(plain.read(message.text, kind)) for kind in (Kind.MAIL, Kind.SMS, Kind.LETTER)]
        assert triages[0].signs == triages[1].signs == triages[2].signs


@pytest.mark.parametrize(
    "text",
    ["", "?", "\u200b\u200b\u200b", "\0\x8d\x01\x9d\ufffd" * 40 + "a\x01b\x02c\x03d\x04"],
)
def test_what_cannot_be_read_is_not_said_to_be_without_signs(text: str) -> None:
    assert ids(judge(sms(text))) == {"message.nothing_to_read"}


@pytest.mark.parametrize("text", ["ok", "\u043f\u0440\u0438\u0432\u0435\u0442", "\u661f\u671f\u4e94\u89c1"])
def test_a_short_text_in_any_script_can_be_read(text: str) -> None:
    assert ids(judge(sms(text))) == {"message.nothing_found"}


def test_control_characters_between_words_are_still_a_trick() -> None:
    text = "y\x01ou ca\x02n not re\x03ad me he\x04re"
    assert "message.invisible_characters" in ids(judge(sms(text)))


def test_an_imitating_host_is_shown_whole_and_cannot_be_opened() -> None:
    def shown(host: str) -> object:
        (sign,) = judge_host(host).signs
        return sign.finding.params["host"]

    assert shown("ledger.com-check.app") == "ledger[.]com-check[.]app"
    long = shown(f"ledger.com.{'a' * 60}.{'b' * 60}.com-check.app")
    assert str(long).startswith("...")
    assert str(long).endswith("com-check[.]app")


def test_one_address_and_nothing_else_is_judged_as_a_host() -> None:
    for text in ("ledger.com-check.app", " https://ledger-login.example/start \n", "ledger-help.com."):
        assert plain.is_host(text)
        assert ids(judge(plain.host(text))) == {"host.imitates"}
    for text in (
        "",
        "hello",
        "notes.txt",
        "see ledger.com",
        "ledger.com ledger-help.com",
        "a@ledger-help.com",
    ):
        assert not plain.is_host(text)


def test_a_newspaper_may_tell_of_blackmail() -> None:
    text = "They say they filmed you and want bitcoin within 48 hours. Do not pay, tell the police."
    assert "message.extortion" not in ids(judge(mail(text=text)))


def test_a_long_text_is_looked_through_up_to_a_limit_and_that_is_said() -> None:
    triage = judge(mail(text="word " * (passage.READ_LIMIT // 5 + 1)))
    assert "message.padded" in ids(triage)


# --- anything at all ----------------------------------------------------------------------------------

PIECES = st.sampled_from(
    [
        "Ledger",
        "L\u0435dger",
        "your wallet",
        "enter",
        "24 words",
        "pay 1 BTC",
        "within 24 hours",
        "{{x}}",
        "\u200b",
        "\u0336",
        ". ",
        "\n\n",
        "support",
        "+1 202 555 0143 call",
        "@",
        "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq",
    ]
)
TEXTS = st.lists(PIECES | st.text(max_size=8), max_size=25).map(" ".join)
LINKS = st.builds(
    Link, TEXTS, st.sampled_from(["", "ledger.com", "bit.ly", "ledger-x.example", "a b"]), TEXTS
)
ADDRESSES = st.builds(
    Address, TEXTS, st.sampled_from(["", "a@ledger.com", "a@b.example", "@", "a@ledger-x.example"])
)
ANYTHING = st.builds(
    Message,
    st.sampled_from(Kind),
    st.just(""),
    st.just(0),
    sender=ADDRESSES,
    reply_to=ADDRESSES,
    return_path=ADDRESSES,
    subject=TEXTS,
    provider=st.none() | st.builds(ProviderNotes, TEXTS, TEXTS, TEXTS, st.sampled_from(["", "fail", "pass"])),
    text=TEXTS,
    hidden_text=TEXTS,
    links=st.lists(LINKS, max_size=3).map(tuple),
    attachments=st.lists(st.builds(Attachment, TEXTS, TEXTS), max_size=2).map(tuple),
    words_removed=st.sampled_from([0, 12]),
    sent_by=ADDRESSES,
    repeated=st.sampled_from([(), ("from",)]),
)


@settings(max_examples=60)
@given(ANYTHING)
def test_any_message_is_judged_and_every_place_exists(message: Message) -> None:
    triage = judge(message)
    assert triage.report.outcome in {Outcome.DID_NOT_PASS, Outcome.COULD_NOT_CHECK}
    assert all(sign.finding.severity is not Severity.GOOD for sign in triage.signs)
    for place in (place for sign in triage.signs for place in sign.places):
        text = message.text_of(place.field, place.number)
        assert 0 <= place.start <= place.end <= len(text)
        assert place.field in Field


@settings(max_examples=40)
@given(st.text(max_size=60))
def test_any_host_is_judged(untrusted_host: str) -> None:
    assert judge_host(untrusted_host).report.outcome is not Outcome.PASSED


# --- the data -----------------------------------------------------------------------------------------


def all_terms(step: wording.Step, begun: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
    yield from ((group, " ".join(begun)) for group in step.groups)
    for steps, star in ((step.whole, ""), (step.beginnings, "*")):
        for word, after in steps.items():
            yield from all_terms(after, (*begun, f"{word}{star}"))


def test_every_group_has_terms_as_texts_are_folded() -> None:
    known = wording.load()
    terms = list(all_terms(known.terms))
    assert {group for group, _ in terms} | known.names.keys() == wording.GROUPS
    words = [word for _, term in terms for word in term.replace("*", "").replace("#", "1").split()]
    assert [word for word in words if folding.fold(word).text != word] == []


def test_terms_stand_in_whole_words_of_one_sentence() -> None:
    found = wording.find("recovery phrases. recover. y phrase in 36 hours")
    assert [(hit.start, hit.end) for hit in found["secret"]] == [(0, 16)]
    assert [(hit.first, hit.last, hit.sentence) for hit in found["deadline"]] == [(5, 7, 2)]
    assert "secret" not in wording.find("recovery. phrase")
    assert [hit.first for hit in wording.find("secret recovery phrase")["secret"]] == [0]
