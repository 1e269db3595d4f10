"""What the name of a host tells: the vendor's, an imitation, a service that hides its target, or nothing."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.helpers.lookalikes import kinds
from walletsafe.message import imitation
from walletsafe.message.hosts import TRICKS, HostKind, HostLook, look

ORDINARY = Path(__file__).parents[1] / "vectors" / "ordinary_hosts.txt"
NEVER_SEEN = kinds()


def ordinary_hosts() -> list[str]:
    lines = ORDINARY.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def share_found(hosts: set[str]) -> float:
    return sum(look(host).kind is HostKind.IMITATES for host in hosts) / len(hosts)


@pytest.mark.parametrize("kind", NEVER_SEEN)
def test_imitations_never_seen_are_found(kind: str) -> None:
    # The brand with a letter wrong and nothing beside it may be a word or a name: "leder", "hedger".
    least = 0.90 if kind == "one letter wrong" else 0.97
    assert share_found(NEVER_SEEN[kind]) >= least


def test_of_all_imitations_never_seen_at_most_3_in_100_are_missed() -> None:
    assert share_found(set().union(*NEVER_SEEN.values())) >= 0.97


def test_at_most_1_ordinary_host_in_100_is_accused() -> None:
    hosts = ordinary_hosts()
    assert len(set(hosts)) >= 300
    accused = [host for host in hosts if look(host).kind is HostKind.IMITATES]
    assert len(accused) <= len(hosts) / 100, accused
    assert not [host for host in hosts if look(host).kind is HostKind.OFFICIAL]


@pytest.mark.parametrize(
    ("host", "trick", "looks_like"),
    [
        ("ledger.example-parcels.net", "brand-in-subdomain", "ledger"),
        ("www.my-ledger-parcel.com", "brand-with-words", "my-ledger-parcel"),
        ("ledgerrecovery.com", "brand-with-words", "ledgerrecovery"),
        ("ledger2024.com", "brand-with-words", "ledger2024"),
        ("ledger-login.pages.dev", "free-hosting", "ledger-login"),
        ("ledger-login.weebly.com", "free-hosting", "ledger-login"),
        ("1edger.com", "homoglyph", "1edger"),
        ("l\u00e9dger.com", "punycode", "l\u00e9dger"),
        ("\u04cf\u0435dger-app.com", "punycode", "\u04cf\u0435dger-app"),
        ("ledger.com%2eparcels.net", "brand-in-subdomain", "ledger"),
        ("led-ger.com", "split-brand", "led-ger"),
        ("led.ger.com", "split-brand", "led.ger"),
        ("ledgar.com", "typo", "ledgar"),
        ("myledgarwallet.com", "typo", "myledgarwallet"),
        ("leder.pages.dev", "typo", "leder"),
        ("leder-wallet.com", "typo", "leder-wallet"),
        ("leder.wallet-login.com", "typo", "leder"),
        ("help-ldgers.pages.dev", "typo", "help-ldgers"),
        ("ledger.xyz", "wrong-ending", "ledger"),
        ("www.ledgerwallet.co.uk", "wrong-ending", "ledgerwallet"),
        ("ledger.com.de", "wrong-ending", "ledger"),
    ],
)
def test_the_trick_and_the_part_that_imitates_are_named(host: str, trick: str, looks_like: str) -> None:
    found = look(host)
    assert (found.kind, found.trick, found.looks_like) == (HostKind.IMITATES, trick, looks_like)
    assert trick in TRICKS


@pytest.mark.parametrize(
    "host",
    [
        "courierledger.com",  # "other word + ledger" on a domain of its own
        "login.courierledger.com",
        "ledger-gazette.com",
        "leder.de",
        "leder-shop24.de",
        "ledershop.de",
        "app.hedger.com",
        "knowledgerepository.github.io",
        "pledgerecords.pages.dev",
        "led-gerade.de",  # the brand by chance, over a hyphen
        "securityledger.com",
    ],
)
def test_ordinary_words_alone_are_no_sign(host: str) -> None:
    assert look(host).kind in {HostKind.OTHER, HostKind.FREE}


@pytest.mark.parametrize(
    "untrusted_host",
    [
        "ledger.com",
        "LEDGER.COM.",
        "shop.ledger.com:443",
        "https://www.ledger.com/start@example.net?a#b",
        "user:word@ledger.com",
        "ledger\u3002com",
        "led\u00adger.com",
        "\uff4cedger.com",
        "ledger.com\\@example.net",
    ],
)
def test_the_vendors_hosts_are_known_in_every_way_of_writing(untrusted_host: str) -> None:
    found = look(untrusted_host)
    assert (found.kind, found.domain, found.trick) == (HostKind.OFFICIAL, "ledger.com", "")


@pytest.mark.parametrize(
    "untrusted_host",
    ["ledger.com@example.net", "https://ledger.com:443@example.net/", "//ledger.com@example.net#ledger.com"],
)
def test_a_user_before_the_host_is_not_the_host(untrusted_host: str) -> None:
    assert look(untrusted_host) == HostLook("example.net", "example.net", HostKind.OTHER)


@pytest.mark.parametrize("host", ["ledger.live", "ledgerlive.com", "ledger.co", "ledger.io", "ledger.com.co"])
def test_domains_that_only_sound_official_imitate(host: str) -> None:
    assert look(host).kind is HostKind.IMITATES


def test_unicode_and_punycode_are_the_same_host() -> None:
    assert look("L\u00c9DGER.com") == look("xn--ldger-bsa.com") == look("le\u0301dger.com")
    assert look("xn--ldger-bsa.com").host == "xn--ldger-bsa.com"


@pytest.mark.parametrize(
    ("host", "service", "domain"),
    [
        ("u77.ct.sendgrid.net", "SendGrid", "ct.sendgrid.net"),
        ("bit.ly", "Bitly", "bit.ly"),
        ("a-bucket.s3.us-west-1.amazonaws.com", "Amazon Web Services", "a-bucket.s3.us-west-1.amazonaws.com"),
        ("storage.googleapis.com", "Google Cloud", "storage.googleapis.com"),
        ("docs.google.com", "Google Docs", "docs.google.com"),
    ],
)
def test_services_that_hide_where_a_link_leads_are_named(host: str, service: str, domain: str) -> None:
    assert look(host) == HostLook(host, domain, HostKind.HIDES, service=service)


def test_an_imitation_on_a_hiding_service_is_an_imitation_that_names_it() -> None:
    found = look("ledger-update.s3.amazonaws.com")
    assert (found.kind, found.service) == (HostKind.IMITATES, "Amazon Web Services")


@pytest.mark.parametrize("host", ["somebody.github.io", "a-school.teachable.com", "somebody.pages.dev"])
def test_places_for_anybody_are_free(host: str) -> None:
    assert look(host) == HostLook(host, host, HostKind.FREE)


@pytest.mark.parametrize(
    "untrusted_host",
    [
        *("", ".", "." * 10_000, "@", ":", "//", "a b.com", "\x00.com", "\ud800.com"),
        *("192.0.2.7", "192.0.2.7:80", "[2001:db8::7]:443", "3221225991", "0x7f.1"),
        *("localhost", "ledger", "com", "co.uk"),
        *("x" * 64 + ".com", "a." * 200 + "com", "\u00e9" * 2000 + ".com", "ledger.\u2024com"),
    ],
)
def test_what_is_no_host_name_has_no_domain(untrusted_host: str) -> None:
    found = look(untrusted_host)
    assert (found.kind, found.domain, found.trick) == (HostKind.OTHER, "", "")
    assert len(found.host) <= 253


@given(st.text() | st.text("led.ger-xn@:/1\u0435\u00e9\u200b\u3002", max_size=80))
@example("xn--.com")
@example("xn--99999999999.com")
@example("xn--a-\x80.com")
@example("\U0010ffff.com")
def test_anything_is_judged_and_judged_alike_again(untrusted_host: str) -> None:
    found = look(untrusted_host)
    assert found.host.isascii()
    assert found.host == found.host.lower()
    assert (found.trick in TRICKS) == bool(found.looks_like) == (found.kind is HostKind.IMITATES)
    if found.domain:
        assert look(found.host) == found


def test_one_letter_wrong_is_a_distance_of_one() -> None:
    wrong = imitation.one_letter_wrong("abc")
    assert {"ab", "acb", "abd", "abcc", "xabc"} <= wrong
    assert not wrong & {"abc", "a", "cba", "abcde"}


@pytest.mark.parametrize("piece", ["ledger.", "l-e-d-g-e-r.", "ledgr-", "knowledge-ledgar-live.", "app"])
def test_the_longest_hosts_cost_no_time(piece: str) -> None:
    untrusted_host = f"{'.'.join([(piece * 60)[:60].strip('.-')] * 4)}.com"
    assert look(untrusted_host).domain
    start = time.process_time()
    look(untrusted_host)
    assert time.process_time() - start < 10  # about 30 ms
