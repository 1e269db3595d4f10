"""The guard finds recovery phrases however they are copied, and leaves ordinary text alone.

Outside references: the phrases that the ``mnemonic`` package makes, and the vectors of BIP39
(trezor/python-mnemonic, bip32JP), which are published and so nobody's.
"""

from __future__ import annotations

import json
import unicodedata
from itertools import takewhile
from pathlib import Path
from typing import Literal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from mnemonic import Mnemonic

from walletsafe import guard, wordlists
from walletsafe.phrases import LENGTHS, Card, deal, entropy_of, recognise_words

ROOT = Path(__file__).parents[2]
LANGUAGES = sorted(Mnemonic.list_languages())

VECTORS = ROOT / "tests" / "vectors"
PUBLISHED: list[str] = [
    phrase
    for rows in json.loads((VECTORS / "bip39.json").read_text("utf-8"))["vectors"].values()
    for _, phrase in rows
] + [phrase for _, phrase in json.loads((VECTORS / "bip39_japanese.json").read_text("utf-8"))["vectors"]]

SOMEBODYS = tuple(Mnemonic("english").to_mnemonic(bytes(range(start, start + 16))) for start in (3, 7))
"""Two phrases that were neither dealt nor published."""

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


@pytest.mark.parametrize("phrase", SOMEBODYS)
def test_a_phrase_in_a_sentence_is_found(phrase: str) -> None:
    (run,) = guard.find_runs(f"Words: {phrase} xx")
    assert (run.start, run.end, run.language) == (7, 7 + len(phrase), "english")
    assert run.words == len(phrase.split())


@pytest.mark.parametrize("form", ["NFC", "NFD", "NFKC", "NFKD"])
def test_published_phrases_are_let_through(form: Literal["NFC", "NFD", "NFKC", "NFKD"]) -> None:
    for phrase in PUBLISHED:
        text = unicodedata.normalize(form, f"Example: {phrase}.")
        assert guard.cut(text) == text


@given(
    st.builds(Card, st.integers(0, 65535), st.sampled_from(LANGUAGES), st.sampled_from(LENGTHS)), separators
)
def test_dealt_phrases_are_let_through(card: Card, separator: str) -> None:
    text = separator.join(f"{number}. {word}" for number, word in enumerate(deal(card), start=1))
    assert guard.find_runs(f"Practice: {text}") == ()


def test_ten_list_words_around_a_dealt_phrase_are_let_through_and_eleven_are_not() -> None:
    words = " ".join(deal(Card(4711, "english", 12)))
    assert guard.find_runs(f"{'zoo ' * 5}{words} {'zone ' * 5}") == ()
    (run,) = guard.find_runs(f"xyzzy {'zoo ' * 6}{words} {'zone ' * 5} xyzzy")
    assert run.words == 23


def test_a_phrase_cannot_hide_behind_a_dealt_one() -> None:
    words = " ".join(deal(Card(4711, "english", 24)))
    for text in (f"{words} {SOMEBODYS[0]}", f"{SOMEBODYS[0]} {words}"):
        (run,) = guard.find_runs(text)
        assert run.words == 36
    assert guard.find_runs(f"{words} {words}") == ()


def test_a_dealt_phrase_with_a_changed_word_is_somebodys() -> None:
    words = [*deal(Card(4711, "english", 12))]
    words[5] = "zoo" if words[5] != "zoo" else "zone"
    assert len(guard.find_runs(" ".join(words))) == 1


@given(st.sampled_from(LANGUAGES), entropies, separators, st.data())
def test_any_phrase_is_found_however_it_is_set_out(
    language: str, entropy: bytes, separator: str, data: st.DataObject
) -> None:
    words = phrase_words(language, entropy)
    change = data.draw(st.sampled_from([str.upper, str.title, str.lower]))
    composed = data.draw(st.booleans())
    numbering = data.draw(
        st.sampled_from(
            ["{word}", "{number}. {word}", "{number}) {word}", "#{number}:{word}", "{number}th {word}"]
        )
    )
    items = [numbering.format(number=number, word=change(word)) for number, word in enumerate(words, start=1)]
    text = unicodedata.normalize("NFC" if composed else "NFD", separator.join(items))
    assume(recognise_words(words) is None)
    (run,) = guard.find_runs(f"=== {text} ===")
    assert run.words == len(words)
    assert guard.cut(text).endswith(f"[{len(words)} words removed]")


@given(st.sampled_from(LANGUAGES), entropies)
def test_accents_may_be_missing(language: str, entropy: bytes) -> None:
    words = phrase_words(language, entropy)
    assume(recognise_words(words) is None)
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
    assume(recognise_words(words) is None)
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
    runs = guard.find_runs(f"{SOMEBODYS[0]}. XYZZY: {SOMEBODYS[1]}")
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
    (run,) = guard.find_runs(SOMEBODYS[1])
    shown = repr(run)
    assert not any(word in shown for word in SOMEBODYS[1].split())


@pytest.mark.parametrize(
    "numbered",
    [
        "a) {} b) {}",
        "A. {} B. {}",
        "1st {} 2nd {}",
        "1{} 2{}",
        "Wort 1: {}\nWort 2: {}\n",
        "Mot 1 : {}\nMot 2 : {}\n",
        "Nr. 1 {} No 2 {}",
        "n\u00b01 {} n\u00b02 {}",
        "1er {} 2e {}",
        "1\u00ba {} 2\u00aa {}",
        "3\u00e8me {} 4eme {}",
    ],
)
def test_letters_and_ordinals_that_number_the_words_do_not_part_them(numbered: str) -> None:
    words = SOMEBODYS[0].split()
    text = " ".join(numbered.format(*pair) for pair in zip(words[::2], words[1::2], strict=True))
    (run,) = guard.find_runs(text)
    assert run.words == 12


@pytest.mark.parametrize("between", ["a ", "I ", "st ", "th "])
def test_short_words_of_a_sentence_do_part_them(between: str) -> None:
    assert guard.find_runs(between.join(f"{word} " for word in SOMEBODYS[0].split())) == ()


@pytest.mark.parametrize("language", ["chinese_simplified", "chinese_traditional"])
def test_a_chinese_line_that_is_a_whole_phrase_counts(language: str) -> None:
    for size in (16, 20, 24, 28, 32):
        words = phrase_words(language, bytes(range(size)))
        (run,) = guard.find_runs(f"xyzzy\n  {''.join(words)} \r\nxyzzy")
        assert run.words == len(words)
        assert guard.find_runs(f"{''.join(words)}\u3002") == ()
        wrong = "".join([*words[:-1], next(word for word in words if word != words[-1])])
        places = [wordlists.places(language)[word] for word in wrong]
        if entropy_of(places) is None:
            assert guard.find_runs(wrong) == ()


def test_chinese_lines_that_are_nobodys_are_let_through() -> None:
    for language in ("chinese_simplified", "chinese_traditional"):
        assert guard.find_runs("".join(deal(Card(17, language, 24)))) == ()


def test_a_phrase_in_two_lines_keeps_its_place_in_the_order() -> None:
    line = "".join(phrase_words("chinese_simplified", bytes(range(16))))
    runs = guard.find_runs(f"{line}\nxyzzy {SOMEBODYS[0]} xyzzy\n{line}")
    assert [run.language for run in runs] == ["chinese_simplified", "english", "chinese_simplified"]


@given(st.sampled_from(LANGUAGES), entropies, st.integers(0, 10), st.integers(0, 10), st.data())
def test_the_quick_look_misses_no_run(
    language: str, entropy: bytes, before: int, after: int, data: st.DataObject
) -> None:
    """However many words stand in front of it, and wherever the phrase begins."""
    words = phrase_words(language, entropy)
    assume(recognise_words(words) is None)
    noise = st.sampled_from(["xyzzy", "of", "a", "I", "st", "\u00e9t\u00e9", "7", "zoo"])
    text = [*(data.draw(noise) for _ in range(before)), "xyzzy", *words]
    text += ["xyzzy", *(data.draw(noise) for _ in range(after))]
    assert guard._may_hold_run(" ".join(text))
    assert any(run.words >= len(words) for run in guard.find_runs(" ".join(text)))


@pytest.mark.parametrize("word", ["ABANDON", "abandon", "\uff41bandon", "z\u030coo", "A\u0301baco"])
def test_a_list_word_is_known_in_any_spelling(word: str) -> None:
    assert guard.is_list_word(word)
    assert not guard.is_list_word(word + "x")


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
