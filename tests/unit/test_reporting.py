"""Where to report: what is known of each place, and in which order it is shown."""

from __future__ import annotations

import re
from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest

from tests.helpers.strings import strings
from walletsafe import facts
from walletsafe.facts import Table
from walletsafe.guidance import reporting

COUNTRIES = reporting.countries()


def broken(monkeypatch: pytest.MonkeyPatch, change: Callable[[Any], object]) -> None:
    """Read a copy of the file with a change."""
    file = facts.read("reporting")
    document = deepcopy(dict(file.fields))
    change(document)
    monkeypatch.setattr(facts, "read", lambda name: Table(f"{name}.toml", document))
    reporting._load.cache_clear()


@pytest.fixture(autouse=True)
def fresh(monkeypatch: pytest.MonkeyPatch) -> Any:
    yield
    monkeypatch.undo()
    reporting._load.cache_clear()


def test_the_countries_are_in_order_and_the_last_is_any_other() -> None:
    assert [country.name for country in COUNTRIES[:-1]] == sorted(country.name for country in COUNTRIES[:-1])
    assert COUNTRIES[-1].id == reporting.OTHER
    assert {"au", "fr", "gb", "us"} <= {country.id for country in COUNTRIES}


@pytest.mark.parametrize("country", [country.id for country in COUNTRIES])
def test_the_maker_comes_first_then_the_country_then_the_world(country: str) -> None:
    places = reporting.places(country)
    assert places[0].address == "ledger.com/phishing-campaigns-status"
    own = [place.country for place in places if place.country]
    assert [place.country for place in places] == ["", *own, "", ""]
    assert set(own) == {country}
    assert all(place.source and re.fullmatch(r"20\d\d(-\d\d){0,2}", place.date) for place in places)


def test_report_fraud_took_the_place_of_action_fraud() -> None:
    (place,) = (place for place in reporting.places("gb") if place.telephone == "0300 123 2040")
    assert place.address == "reportfraud.police.uk"
    assert place.sure is reporting.Sure.READ
    assert not any("actionfraud" in place.address for place in reporting.places("gb"))


def test_nothing_is_a_link() -> None:
    for text in strings(dict(facts.read("reporting").fields)):
        assert "://" not in text
        assert text.isascii()


def test_an_unknown_country_is_refused() -> None:
    with pytest.raises(KeyError):
        reporting.places("nowhere")


@pytest.mark.parametrize(
    ("change", "needle"),
    [
        (lambda file: file["countries"].pop("other"), "countries: the last one"),
        (lambda file: file["place"][1].update(country="xx"), "country: unknown"),
        (lambda file: file["place"][0].update(sure="perhaps"), "sure: unknown"),
        (lambda file: file["place"][0].pop("date"), "date: "),
        (lambda file: file["place"][0].pop("source"), "source: "),
        (lambda file: file["place"][0].pop("first"), "first: "),
        (lambda file: file["place"][0].pop("telephone"), "telephone: "),
    ],
)
def test_a_broken_file_is_refused_and_says_where(
    monkeypatch: pytest.MonkeyPatch, change: Callable[[Any], object], needle: str
) -> None:
    broken(monkeypatch, change)
    with pytest.raises(ValueError, match=r"reporting\.toml") as caught:
        reporting.countries()
    assert needle in str(caught.value)
