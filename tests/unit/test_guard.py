"""The guard finds recovery phrases however they are copied, and leaves ordinary text alone.

Outside references: the published test vectors of BIP39 (trezor/python-mnemonic vectors.json,
bip32JP test vectors) and the phrases that the ``mnemonic`` package itself makes.
"""

from __future__ import annotations

import unicodedata
from itertools import takewhile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mnemonic import Mnemonic

from walletsafe import guard

ROOT = Path(__file__).parents[2]
LANGUAGES = sorted(Mnemonic.list_languages())

PUBLISHED = (
    "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about",
    "legal winner thank year wave sausage worth useful legal winner thank yellow",
    "zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo vote",
    "ozone drill grab fiber curtain grace pudding thank cruise elder eight picnic",
)
PUBLISHED_JAPANESE = "\u3000".join(
    [
        *["\u3042\u3044\u3053\u304f\u3057\u3093"] * 11,
        "\u3042\u304a\u305e\u3089",
    ]
)

REPAIRED = "\u0441\u043d\u043e\u0432\u0430"
"""The word of line 1573 of the Russian list: "snova", by its place in the alphabet."""

entropies = st.sampled_from([16, 20, 24, 28, 32]).flatmap(
    lambda size: st.binary(min_size=size, max_size=size)
)
separators = st.sampled_from(
    [" ", "\n", "  \t", ", ", " - ", "\r\n> ", "\u3000", "|", "_", "; ", "\u2022 ", "\u200b"]
)


def phrase_words(language: str, entropy: bytes) -> list[str]:
    # The package's Russian list holds one word that a wrong encoding damaged.
    words = Mnemonic(language).to_mnemonic(entropy).split()
    return [REPAIRED if "\ufffd" in word else word for word in words]


@pytest.mark.parametrize("phrase", PUBLISHED)
def test_published_phrases_are_found(phrase: str) -> None:
    (run,) = guard.find_runs(f"Words: {phrase} xx")
    assert (run.start, run.end, run.language) == (7, 7 + len(phrase), "english")
    assert run.words == len(phrase.split())


def test_the_published_japanese_phrase_is_found_in_both_spellings() -> None:
    for form in ("NFC", "NFD", "NFKD"):
        (run,) = guard.find_runs(unicodedata.normalize(form, PUBLISHED_JAPANESE))
        assert (run.words, run.language) == (12, "japanese")


@given(st.sampled_from(LANGUAGES), entropies, separators, st.data())
def test_any_phrase_is_found_however_it_is_set_out(
    language: str, entropy: bytes, separator: str, data: st.DataObject
) -> None:
    words = phrase_words(language, entropy)
    change = data.draw(st.sampled_from([str.upper, str.title, str.lower]))
    composed = data.draw(st.booleans())
    numbering = data.draw(
        st.sampled_from(["{word}", "{number}. {word}", "{number}) {word}", "#{number}:{word}"])
    )
    items = [numbering.format(number=number, word=change(word)) for number, word in enumerate(words, start=1)]
    text = unicodedata.normalize("NFC" if composed else "NFD", separator.join(items))
    (run,) = guard.find_runs(f"=== {text} ===")
    assert run.words == len(words)
    assert guard.cut(text).endswith(f"[{len(words)} words removed]")


@given(st.sampled_from(LANGUAGES), entropies)
def test_accents_may_be_missing(language: str, entropy: bytes) -> None:
    words = phrase_words(language, entropy)
    bare = "".join(
        letter
        for letter in unicodedata.normalize("NFKD", " ".join(words))
        if not unicodedata.combining(letter)
    )
    (run,) = guard.find_runs(bare)
    assert run.words == len(words)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_of_every_list_counts(language: str) -> None:
    words = [word for word in Mnemonic(language).wordlist if "\ufffd" not in word]
    assert len(words) >= 2047
    (run,) = guard.find_runs("\n".join(words))
    assert run.words == len(words)


def test_the_word_that_the_package_damaged_counts_too() -> None:
    (run,) = guard.find_runs(f"{REPAIRED} " * 12)
    assert (run.words, run.language) == (12, "russian")


@given(st.lists(st.sampled_from(Mnemonic("english").wordlist), max_size=guard.MIN_RUN - 1), separators)
def test_ten_words_are_no_run(words: list[str], separator: str) -> None:
    text = separator.join([*words, "xyzzy", *words])
    assert guard.find_runs(text) == ()
    assert guard.cut(text) == text


@pytest.mark.parametrize("between", ["xyzzy", "and", " 12345 ", "<br>"])
def test_anything_else_between_ends_a_run(between: str) -> None:
    text = f" {between} ".join(["zoo"] * 24)
    assert guard.find_runs(text) == ()


@given(st.text(max_size=80), entropies, st.text(max_size=80))
def test_cutting_leaves_no_run_and_keeps_the_rest(before: str, entropy: bytes, after: str) -> None:
    words = phrase_words("english", entropy)
    text = f"{before} xyzzy {' '.join(words)} xyzzy {after}"
    result = guard.cut(text)
    assert guard.find_runs(result) == ()
    assert result == f"{before} xyzzy [{len(words)} words removed] xyzzy {after}"


@given(st.text())
def test_runs_are_in_order_and_inside_the_text(text: str) -> None:
    positions = [position for run in guard.find_runs(text) for position in (run.start, run.end)]
    assert positions == sorted(positions)
    assert all(0 <= position <= len(text) for position in positions)


def test_eleven_words_are_a_run() -> None:
    (run,) = guard.find_runs(f"xyzzy {'zoo ' * 11}xyzzy")
    assert run.words == 11


def test_two_phrases_are_two_runs() -> None:
    runs = guard.find_runs(f"{PUBLISHED[0]}. XYZZY: {PUBLISHED[1]}")
    assert [run.words for run in runs] == [12, 12]


def test_overlapping_runs_of_two_languages_are_one() -> None:
    # Both English and French have these; each side has more words of its own.
    shared = sorted(set(Mnemonic("english").wordlist) & set(Mnemonic("french").wordlist))[:3]
    english = ["zoo"] * 12
    french = ["abaisser"] * 9
    (run,) = guard.find_runs(" ".join([*english, *shared, *french]))
    assert (run.words, run.language) == (24, "english")


def test_chinese_counts_only_when_the_characters_stand_apart() -> None:
    words = Mnemonic("chinese_simplified").wordlist[:24]
    assert guard.find_runs("".join(words)) == ()
    (run,) = guard.find_runs(" ".join(words))
    assert run.words == 24


def test_invisible_characters_inside_words_do_not_help() -> None:
    (run,) = guard.find_runs(" ".join(["aban\u00addon", "abi\u200clity", "ab\u2060le"] * 4))
    assert run.words == 12


def test_a_run_holds_no_word() -> None:
    (run,) = guard.find_runs(PUBLISHED[3])
    shown = repr(run)
    assert not any(word in shown for word in PUBLISHED[3].split())


def test_ordinary_texts_are_left_alone() -> None:
    pages = [*ROOT.glob("resources/text/en/*.toml"), *ROOT.glob("*.md"), *ROOT.glob("docs/*.md")]
    assert pages
    for page in pages:
        text = page.read_text("utf-8")
        assert guard.cut(text) == text, page


def test_long_text_takes_linear_time() -> None:
    # Quadratic work would take hours here, not seconds: the suite's timeout tells.
    words = list(takewhile(lambda word: word < "c", Mnemonic("english").wordlist))
    (run,) = guard.find_runs(" ".join(words * 200))
    assert run.words == len(words) * 200
    assert guard.find_runs("a" * 500_000) == ()
    assert guard.find_runs("1 . " * 200_000) == ()
