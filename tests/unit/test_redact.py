"""Foreign text is made visible and short, and nothing that looks like a secret gets out.

Vectors: BIP32 test vector 1, BIP173, EIP-55, the Bitcoin wiki's pages on addresses and on the wallet
import format, the genesis block, and the public issuer key of ledgerblue.
"""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from walletsafe.redact import WITHHELD, clean, clean_name, clean_names, preflight

ISSUER_KEY = (
    "0490f5c9d15a0134bb019d2afd0bf297149738459706e7ac5be4abc350a1f818057"
    "224fce12ec9a65de18ec34d6e8c24db927835ea1692b14c32e9836a75dad609"
)
XPUB = (
    "xpub661MyMwAqRbcFtXgS5sYJABqqG9YLmC4Q1Rdap9gSE8NqtwybGhePY2gZ29ESFjqJoCu1Rupje8YtGqsefD265"
    "TMg7usUDFdp6W1EGMcet8"
)
HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


@pytest.mark.parametrize(
    ("untrusted", "shown"),
    [
        ("Bitcoin", "Bitcoin"),
        ("a\u202eb", "a\\u{202E}b"),
        ("a\u200bb\ufeff", "a\\u{200B}b\\u{FEFF}"),
        ("line\nline\x1b[31m", "line\\u{000A}line\\u{001B}[31m"),
        ("\ud800", "\\u{D800}"),
        ("a\u2028b\u2029c", "a\\u{2028}b\\u{2029}c"),
        ("\u3164\u2800", "\\u{3164}\\u{2800}"),
        ("a\u00a0\u3000b", "a  b"),
        ("e\u0301\u0301\u0301", "e\u0301\u0301\\u{0301}"),
        ("<b>{x}</b>", "<b>{x}</b>"),
    ],
)
def test_hidden_characters_become_visible(untrusted: str, shown: str) -> None:
    assert clean(untrusted) == shown


@given(st.text(alphabet=st.characters(), max_size=200), st.integers(4, 100))
def test_cleaned_text_hides_nothing_and_is_short(untrusted: str, limit: int) -> None:
    cleaned = clean(untrusted, limit)
    assert len(cleaned) <= limit
    assert not {unicodedata.category(character) for character in cleaned} & HIDDEN
    assert clean(cleaned, limit) == cleaned
    cleaned.encode()


@given(st.text(alphabet=st.characters(min_codepoint=32, max_codepoint=126), max_size=64))
def test_plain_text_stays_as_it_is(text: str) -> None:
    assert clean(text) == text


def test_what_is_too_long_ends_in_dots_and_never_in_half_an_escape() -> None:
    assert clean("x" * 65) == "x" * 61 + "..."
    assert clean("xxxxx\u202exx", 8) == "xxxxx..."


def test_a_huge_text_is_not_read_to_its_end() -> None:
    assert len(clean("\u202e" * 10_000_000)) <= 64


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("abandon " * 12, "phrase"),
        (ISSUER_KEY, "key"),
        ("\n".join(ISSUER_KEY[at : at + 16].upper() for at in range(0, 130, 16)), "key"),
        (":".join(ISSUER_KEY[at : at + 2] for at in range(0, 64, 2)), "key"),
        (XPUB, "key"),
        ("5HueCGU8rMjxEXxiPuD5BDku4MkFqeZyd4dZ1jvhTVqvbTLyTJ", "key"),
        ("KwdMAjGmerYanjeui5SHS7JkmpZvVipYvB2LJGU1ZxJwYvP98617", "key"),
        ("1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", "address"),
        ("3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy", "address"),
        ("bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4", "address"),
        ("BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4", "address"),
        ("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", "address"),
        ("write to anna.b+x@mail.example.org", "e-mail"),
        ("Serial number: 4F21", "serial"),
        ("S/N 0001X", "serial"),
        ("LNX2-0414-77AB", "serial"),
        ("490154203237518", "serial"),
        ("/home/anna/report.json", "home-folder"),
        ("/Users/anna", "home-folder"),
        ("C:\\Users\\Anna\\report.json", "home-folder"),
        ("~/report.json", "home-folder"),
    ],
)
def test_what_looks_like_a_secret_is_named(text: str, problem: str) -> None:
    assert problem in preflight(text)
    assert problem in preflight(f'{{"name": "{text}"}}')


def test_the_home_folder_of_this_person_counts_wherever_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "home", lambda: Path("/data/people/anna"))
    assert preflight("/data/people/anna/x") == ("home-folder",)
    assert preflight("/data/people/bert/x") == ()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Nano S Plus, firmware 1.1.2, target 33100004, 0x33100004, status 69D5",
        "LSB-001, LSB-002, LSB-003, LSB-013, LSB-016, LSB-021",
        "2026-10-02 2025-01-10 2024-02",
        "/dev/hidraw3 127.0.0.1:9999 0001:0019:00",
        "1.6.2-rc1 2.4.2 1.2.4-2",
        "#1B2430;--muted:#5B6470;--paper:#F7F5F1",
    ],
)
def test_ordinary_facts_pass(text: str) -> None:
    assert preflight(text) == ()


@given(st.text(max_size=300))
def test_the_answer_is_names_only(text: str) -> None:
    assert set(preflight(text)) <= {"phrase", "key", "address", "e-mail", "serial", "home-folder"}


@pytest.mark.parametrize("unit", ["A", "a", "1", "A1-", "x@", "ab ", "1 2 3 4 ", "serial ", "Z9z", "bc1"])
def test_hostile_text_takes_linear_time(unit: str) -> None:
    preflight(unit * (200_000 // len(unit)))


def test_a_user_without_a_home_folder_has_none_to_hide(monkeypatch: pytest.MonkeyPatch) -> None:
    def none() -> Path:
        raise RuntimeError

    monkeypatch.setattr(Path, "home", none)
    assert preflight("an ordinary line") == ()


def test_a_device_chooses_no_name_that_must_not_leave() -> None:
    assert clean_name("Bitcoin") == "Bitcoin"
    assert clean_name("") == WITHHELD
    assert clean_name(" \t") != "\t"
    assert clean_name("someone@example.org") == WITHHELD
    assert len(clean_name("x" * 500)) <= 32


@pytest.mark.parametrize(
    ("names", "row"),
    [
        ([], ""),
        (["firefox"], "firefox"),
        (["a", "b\u202e", "c"], "a, b\\u{202E}, c"),
        (["a", "b", "c", "d"], "a, b, c and others"),
        (["1234567890", "someone@example.org"], f"1234567890, {WITHHELD}"),
        (["abandon ability able about", "above absent absorb abstract", "absurd abuse access"], WITHHELD),
    ],
)
def test_names_in_a_row_are_few_and_say_nothing_together(names: list[str], row: str) -> None:
    assert clean_names(names) == row
