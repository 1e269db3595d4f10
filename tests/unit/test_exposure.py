"""Which leaks touch an order, and what is said of them."""

from __future__ import annotations

import re
from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest

from tests.helpers.strings import strings
from walletsafe import exposure, facts
from walletsafe.exposure import Channel, Likelihood, Period
from walletsafe.facts import Table

EVERY = [(period, channel) for period in Period for channel in Channel]


def meaning(period: Period, channel: Channel) -> dict[str, str]:
    return {one.incident.id: one.likelihood.value for one in exposure.touched_by(period, channel)}


@pytest.mark.parametrize(
    ("period", "channel", "expected"),
    [
        (Period.UNTIL_JUNE_2020, Channel.SHOP, ("certain", "possible", "possible")),
        (Period.UNTIL_JANUARY_2026, Channel.SHOP, ("not", "not", "possible")),
        (Period.LATER, Channel.SHOP, ("not", "not", "not")),
        (Period.UNKNOWN, Channel.SHOP, ("possible", "possible", "possible")),
        (Period.UNTIL_JUNE_2020, Channel.NEWSLETTER, ("certain", "not", "not")),
        (Period.UNTIL_JANUARY_2026, Channel.NEWSLETTER, ("not", "not", "not")),
        (Period.UNTIL_JUNE_2020, Channel.OTHER_SHOP, ("not", "not", "not")),
        (Period.UNKNOWN, Channel.SECOND_HAND, ("not", "not", "not")),
        (Period.UNTIL_JUNE_2020, Channel.UNKNOWN, ("possible", "possible", "possible")),
        (Period.UNKNOWN, Channel.UNKNOWN, ("possible", "possible", "possible")),
    ],
)
def test_what_a_leak_means_for_an_order(
    period: Period, channel: Channel, expected: tuple[str, str, str]
) -> None:
    names = ("marketing-2020", "shopify-2020", "global-e-2026")
    assert meaning(period, channel) == dict(zip(names, expected, strict=True))


@pytest.mark.parametrize(("period", "channel"), EVERY)
def test_the_certain_ones_come_first_and_all_are_told(period: Period, channel: Channel) -> None:
    found = [one.likelihood for one in exposure.touched_by(period, channel)]
    assert found == sorted(found, key=list(Likelihood).index)
    assert len(found) == 3


def test_not_remembering_never_says_less_than_any_answer() -> None:
    """Whoever does not remember gets at least "possible" for what a clear answer would have told them."""
    for period, channel in EVERY:
        for id_, likelihood in meaning(period, channel).items():
            if likelihood != "not":
                assert meaning(Period.UNKNOWN, channel)[id_] != "not"
                if channel is not Channel.NEWSLETTER:
                    assert meaning(period, Channel.UNKNOWN)[id_] != "not"


def test_attacks_follow_the_leaks_that_touch_the_order() -> None:
    none = exposure.attacks_to_expect(exposure.touched_by(Period.LATER, Channel.SHOP))
    late = exposure.attacks_to_expect(exposure.touched_by(Period.UNTIL_JANUARY_2026, Channel.SHOP))
    every = exposure.attacks_to_expect(exposure.touched_by(Period.UNTIL_JUNE_2020, Channel.SHOP))
    assert all(not attack.after for attack in none)
    assert none
    assert {attack.title for attack in late} - {attack.title for attack in none} == {
        "Mails about the leak itself"
    }
    assert len(every) == len(set(every)) == 8
    for one in exposure.touched_by(Period.UNTIL_JUNE_2020, Channel.SHOP):
        assert one.attacks
        assert all(one.incident.id in attack.after for attack in one.attacks)


def test_the_press_is_put_right() -> None:
    for one in exposure.touched_by(Period.UNKNOWN, Channel.UNKNOWN):
        assert {"recovery words", "passwords", "payment data"} <= set(one.incident.not_contained)
        assert one.incident.people
        assert one.incident.source
    shopify = exposure.touched_by(Period.UNTIL_JUNE_2020, Channel.UNKNOWN)[1].incident
    assert "It was Shopify" in shopify.what_happened
    assert "292,000" in shopify.people


def test_the_words_are_plain() -> None:
    for text in strings(dict(facts.read("incidents").fields)):
        assert text.isascii()
        assert "!" not in text
        assert "://" not in text
        assert not re.search(r"\bsafe(ly)?\b", text, re.IGNORECASE)


@pytest.mark.parametrize(
    ("change", "needle"),
    [
        (lambda file: file["incident"][0].pop("source"), "source: "),
        (lambda file: file["incident"][0].update(sure="perhaps"), "sure: unknown"),
        (lambda file: file["incident"][0]["touched"].update(pigeon={"later": "possible"}), "pigeon: unknown"),
        (lambda file: file["incident"][0]["touched"]["shop"].update(tomorrow="certain"), "tomorrow: unknown"),
        (lambda file: file["incident"][0]["touched"]["shop"].update(later="surely"), "later: unknown"),
        (lambda file: file["attack"][0].update(after=["no-such-leak"]), "after: unknown"),
    ],
)
def test_a_broken_file_is_refused_and_says_where(
    monkeypatch: pytest.MonkeyPatch, change: Callable[[Any], object], needle: str
) -> None:
    document = deepcopy(dict(facts.read("incidents").fields))
    change(document)
    monkeypatch.setattr(facts, "read", lambda name: Table(f"{name}.toml", document))
    exposure._load.cache_clear()
    try:
        with pytest.raises(ValueError, match=r"incidents\.toml") as caught:
            exposure.touched_by(Period.LATER, Channel.SHOP)
    finally:
        exposure._load.cache_clear()
    assert needle in str(caught.value)
