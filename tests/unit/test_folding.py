"""Folding reads letters as the eye does, and everything found can be shown where it stood."""

from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from walletsafe.message.folding import fold, skeleton

VARIANTS = {
    "capitals": "LEDGER",
    "cyrillic": "L\u0435\u0501g\u0435r",
    "accents": "l\u00e9dg\u0117r",
    "accents of their own": "le\u0301dge\u0323\u0307r",
    "full width": "\uff2c\uff25\uff24\uff27\uff25\uff32",
    "mathematical": "\U0001d40b\U0001d41e\U0001d41d\U0001d420\U0001d41e\U0001d42b",
    "circled": "\u24c1\u24d4\u24d3\u24d6\u24d4\u24e1",
    "white on black squares": "\U0001f17b\U0001f174\U0001f173\U0001f176\U0001f174\U0001f181",
    "strokes and hooks": "\u0142\u0247\u0111\u01e5\u0247\u024d",
    "a notch": "ledg\u2c78r",
    "small capitals": "\u029f\u1d07\u1d05\u0262\u1d07\u0280",
    "armenian and script": "le\u0501\u0581er",
    "lisu": "\ua4e1\ua4f0\ua4d3\ua4d6\ua4f0\ua4e3",
    "coptic": "\u2cd1\u2c89\u2c87g\u2c89\u2c85",
    "letters of flags": "\U0001f1f1\U0001f1ea\U0001f1e9\U0001f1ec\U0001f1ea\U0001f1f7",
    "small cherokee": "\uabae\uab7c\uab70\uab90\uab7c\uab71",
    "canadian and greek": "\u14aa\u03a3\u15ea\u13f3\u039e\u1587",
    "signs of mathematics": "\u23fd\u2208\u2202g\u2203r",
}
HIDDEN = {
    "zero width": "Le\u200bd\u2060ger",
    "selectors": "L\U000e0104\U000e0104edger",
    "emoji selector": "Le\ufe0fdger",
    "tags": "Led\U000e0041ger",
    "joiners": "L\u200de\u200cdger",
    "soft hyphens": "L\u00ade\u00add\u00adger",
    "marks of direction": "Led\u200eger",
    "combining joiner": "Led\u034fger",
    "controls": "Led\x00ger",
    "override": "\u202dLedger",
}
ORDINARY = {
    "emoji with selectors": "Thanks \u2764\ufe0f and \u2600\ufe0f, \u2122\ufe0f \u2139\ufe0f",
    "a family": "\U0001f468\u200d\U0001f469\u200d\U0001f467 and \U0001f3f3\ufe0f\u200d\U0001f308",
    "keys": "press 1\ufe0f\u20e3 and #\ufe0f\u20e3",
    "a region's flag": "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
    "persian": "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
    "hindi": "\u0915\u094d\u200d\u0937",
    "hebrew": "\u05e9\u05dc\u05d5\u05dd\u200f (\u200eabc)",
    "thai": "\u0e20\u0e32\u200b\u0e29\u0e32",
    "japanese selector": "\u845b\U000e0100\u57ce",
    "soft hyphen in a long word": "Verkehrs\u00adbetriebe",
    "padding of a newsletter": "Hello\u034f \u200c \u00a0\u200c \u034f \u00ad\ufeff",
    "byte order mark": "\ufeffHello",
}


@pytest.mark.parametrize("name", VARIANTS)
def test_the_letters_read_as_the_brand(name: str) -> None:
    assert fold(VARIANTS[name]).text == "ledger"
    assert fold(VARIANTS[name]).invisible == 0


def test_what_is_shown_backwards_is_read_as_it_is_shown() -> None:
    folded = fold("Your \u202eregdeL\u202c device \u202eellaW\nx")
    assert folded.text == "your ledger device walle\nx"
    assert folded.span(5, 11) == (6, 13)


@pytest.mark.parametrize("name", HIDDEN)
def test_what_draws_nothing_is_dropped_and_counted(name: str) -> None:
    untrusted_text = f"Your {HIDDEN[name]} device"
    folded = fold(untrusted_text)
    assert folded.text == "your ledger device"
    assert folded.invisible == len(folded.hidden) == len(untrusted_text) - len(folded.text)
    assert all(unicodedata.category(untrusted_text[place])[0] in "CM" for place in folded.hidden)


@pytest.mark.parametrize("name", ORDINARY)
def test_ordinary_use_of_invisible_characters_is_no_trick(name: str) -> None:
    assert fold(ORDINARY[name]).invisible == 0


def test_a_letter_of_another_script_does_not_excuse_what_hides_between_latin_ones() -> None:
    assert fold("\u05e9 L\u200ee\u200edger").invisible == 2


def test_what_is_found_can_be_shown_in_the_original() -> None:
    untrusted_text = "New:\ufb01x L\U000e0104ed\u200bge\u0301r."
    folded = fold(untrusted_text)
    assert folded.text == "new:fix ledger."
    start = folded.text.index("ledger")
    assert folded.span(start, start + 6) == (7, 16)
    assert untrusted_text[7:16] == "L\U000e0104ed\u200bge\u0301r"
    assert fold("ledge\u0301 r").span(0, 5) == (0, 6)  # with the mark on the last letter
    assert folded.span(4, 5) == folded.span(5, 6) == (4, 5)  # one sign that reads as two letters
    assert folded.span(0, len(folded.text)) == (0, len(untrusted_text))
    assert folded.span(3, 3) == (3, 3)
    assert folded.span(len(folded.text), len(folded.text)) == (len(untrusted_text), len(untrusted_text))


@given(st.text())
@example("\u0130\ufdfa\u00df\u2028")
def test_places_lie_in_the_original_in_order(untrusted_text: str) -> None:
    folded = fold(untrusted_text)
    starts = list(folded.starts)
    assert len(starts) == len(folded.text)
    assert starts == sorted(starts)
    assert folded.size == len(untrusted_text)
    for place in range(len(folded.text)):
        start, end = folded.span(place, place + 1)
        assert 0 <= start < end <= len(untrusted_text)
    assert all(0 <= place < len(untrusted_text) for place in folded.hidden)


@given(st.text(st.characters(codec="ascii", exclude_categories=["Cc"])))
def test_plain_text_only_changes_its_case(untrusted_text: str) -> None:
    folded = fold(untrusted_text)
    assert folded.text == untrusted_text.lower()
    assert list(folded.starts) == list(range(len(untrusted_text)))


def test_line_ends_and_spaces_stay() -> None:
    assert fold("a\r\n\tb\u00a0c\u3000\u00e9").text == "a\r\n\tb c e"


@pytest.mark.parametrize("word", ["1edger", "Iedger", "|edger", "ledqer", "l3dg3r", "!\u0435dger", "LEDGER"])
def test_a_skeleton_is_what_a_hasty_eye_reads(word: str) -> None:
    assert skeleton(word) == "ledger"


def test_two_letters_that_read_as_one() -> None:
    assert skeleton("vvallet") == skeleton("wallet")
    assert skeleton("rnanager") == skeleton("manager")
    assert skeleton("leedger") != skeleton("ledger")


@pytest.mark.parametrize("piece", ["a\u200b", "\u00e9 ", "\u202e", "L\u00ad", "\U000e0100", "abcdefgh "])
def test_the_time_grows_with_the_length_alone(piece: str) -> None:
    untrusted_text = piece * (1_000_000 // len(piece))
    start = time.process_time()
    fold(untrusted_text)
    assert time.process_time() - start < 10  # about 0.3 s; a quadratic way would take minutes
