"""What must not stand in the notes of a call, and what may be saved of them."""

from __future__ import annotations

import random
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from walletsafe import notes, phrases, redact, texts, wordlists
from walletsafe.guidance import calls

SECRETS = {
    "The PIN is 4711": ("4711", "pin"),
    "pin4711": ("4711", "pin"),
    "PIN 12345678 he said": ("12345678", "pin"),
    "it is 1 2 3 4": ("1 2 3 4", "pin"),
    "it is 1, 2, 3, 4, 5": ("2, 3", "pin"),
    "12 34": ("12 34", "pin"),
    "one two three four": ("two three", "pin"),
    "then nine, seven, oh, one": ("seven", "pin"),
    "\uff11\uff12\uff13\uff14": ("\uff11", "pin"),
    "born 14 07 1961": ("1961", "pin"),
    "call 0171 555 0123": ("555", "number"),
    "+33 6 12 34 56 78": ("34", "number"),
    "+49 (0) 171 5550123": ("555", "number"),
    "card 4000 0000 0000 0002": ("4000", "number"),
    "DE89 3704 0044 0532 0130 00": ("3704", "number"),
    "anna.muster@example.org wrote": ("muster", "e-mail"),
    "me@ex": ("me@", "e-mail"),
    "bc1qxy2kgdygjrsqtzq2n0yrf2493p83kkfjhx0wlh": ("kgdyg", "address"),
    "0x52908400098527886E0F7030069857D2E4169EE7": ("5290", "address"),
    "serial no. X12Z": ("X12Z", "serial"),
    "parcel ab12cd34ef": ("ab12", "serial"),
    "in /home/anna/words.txt": ("anna", "home-folder"),
    "abandon ability able about above": ("ability", "phrase"),
    "they start with pistol, hover and then carbon, velvet": ("hover", "phrase"),
}
NAMES = (
    "Anna",
    "Muster",
    "Jan",
    "Vries",
    "Rose",
    "Baker",
    "Grace",
    "Miller",
    "Frank",
    "Stone",
    "Jack",
    "Hill",
    "Wei",
    "Zhang",
    "Olga",
    "Petrova",
    "Maria",
    "Gonz\u00e1lez",
    "J\u00fcrgen",
    "Fatma",
    "Y\u0131lmaz",
    "Aoife",
    "O'Brien",
    "Jean-Luc",
    "Moreau",
    "Nguyen",
    "Minh",
    "Priya",
    "Sharma",
    "Kwame",
    "Mensah",
    "S\u00f8ren",
    "\u4f50\u85e4",
    "Lisbon",
    "Rotterdam",
    "Avenue",
)
HARMLESS = (
    "The caller has 24 words on paper, page 34 and 12 minutes.",
    "It came on 2026-11-28 at 10:30, again on 28.11.2026 and 11/30.",
    "Two devices, one of them from 2019, firmware 2.1.10.",
    "They demand 1,500 EUR or 0.25 BTC.",
    "Told this before you open it, then you can wait until they have time.",
    "Did not type any words, did not install anything. Will call again tomorrow.",
)


@pytest.mark.parametrize("text", SECRETS)
def test_what_must_not_stand_in_notes_is_cut_out_and_named(text: str) -> None:
    secret, problem = SECRETS[text]
    scrubbed = notes.scrub(text)
    assert secret not in scrubbed.text
    assert problem in scrubbed.problems
    assert notes.MARK in scrubbed.text
    typed = ""
    for letter in text:
        typed = notes.scrub(typed + letter).text
    assert secret not in typed


@pytest.mark.parametrize("text", HARMLESS)
def test_ordinary_notes_stay_also_while_they_are_typed(text: str) -> None:
    for end in range(len(text) + 1):
        assert notes.scrub(text[:end]) == notes.Scrubbed(text[:end], ())


def test_what_is_typed_on_at_the_mark_goes_too() -> None:
    assert notes.scrub(f"The PIN is {notes.MARK}23, it is").text == f"The PIN is {notes.MARK} it is"


@pytest.mark.parametrize("language", ["english", "french", "japanese", "czech"])
def test_no_four_words_of_a_phrase_stand_in_a_row(language: str) -> None:
    words = phrases.words_of(random.Random(language).randbytes(32), language)
    shown = [wordlists.shown(word) for word in words]
    typed = ""
    for word in shown:
        typed = notes.scrub(f"{typed}{word} ").text
    left = [word for word in shown if word in typed.split()]
    assert len(left) <= 4 + len(
        [word for word in left if word in texts.words("notes/words", "words.everyday")]
    )
    assert notes.scrub(" ".join(shown)).problems == ("phrase",)


def test_ordinary_english_is_left_alone() -> None:
    """Everyday words do not count: without that, many more of these would be cut."""
    said = [line for name in calls.names() for step in calls.load(name).steps for line in step.say]
    stopped = [line for line in said if "phrase" in notes.scrub(line).problems]
    assert len(said) > 100
    assert len(stopped) <= len(said) // 100, stopped


@given(st.text(max_size=200))
def test_scrubbing_twice_changes_nothing_and_leaves_nothing_to_find(text: str) -> None:
    once = notes.scrub(text)
    assert notes.scrub(once.text) == notes.Scrubbed(once.text, ())
    assert redact.preflight(once.text) == ()


@given(
    st.lists(
        st.sampled_from([*"0123456789", " ", "-", ".", ",", "4711", "PIN", notes.MARK, "a@b"]), max_size=20
    )
)
def test_no_four_figures_are_left_that_are_no_date_and_no_amount(pieces: list[str]) -> None:
    left = notes.scrub("".join(pieces)).text
    assert notes.scrub(left).text == left
    for number in re.findall(r"\d{4,}", left):
        assert re.fullmatch(r"20[1-3]\d", number)


@given(st.lists(st.sampled_from(sorted(SECRETS)), min_size=1, max_size=4), st.sampled_from(HARMLESS))
def test_secrets_in_a_row_are_all_cut(secrets: list[str], harmless: str) -> None:
    left = notes.scrub(f"{harmless} {' ; '.join(secrets)}").text
    wanted = [SECRETS[text][0] for text in secrets]
    assert [secret for secret in wanted if secret in left.replace(harmless, "")] == []


def test_notes_have_an_end() -> None:
    assert len(notes.scrub("no " * 5_000).text) == notes.LONGEST


def test_only_words_of_our_own_texts_are_saved() -> None:
    saved = notes.known_words_only("The caller Anna Muster got a letter from Ledger, page 24.")
    assert saved == "The caller [...] [...] got a letter from Ledger, page 24."
    saved = notes.known_words_only("on 2026-11-28 at 10:30\n1,500 EUR , 123 words")
    assert saved == "on [...] at [...] [...] [...] , 123 words"
    assert notes.known_words_only("j o h n \u263a _x_") == "[...] [...] [...] [...] [...] [...]"
    assert notes.known_words_only(" \n ") == ""


@given(st.text(max_size=120))
def test_what_is_saved_holds_nothing_but_known_words_and_short_numbers(text: str) -> None:
    saved = notes.known_words_only(text)
    assert notes.known_words_only(saved) == saved
    assert redact.preflight(saved) == ()
    for token in re.findall(r"[^\W_]+(?:['\u2019][^\W_]+)*", saved.replace(notes.MARK, " ")):
        assert (token.isdigit() and len(token) <= 3) or token in notes._own_words()


def test_no_name_is_saved() -> None:
    """A name that is an ordinary word of our texts as well, such as May, cannot be told from it."""
    for name in NAMES:
        saved = notes.known_words_only(f"Asked for {name}, or {name.lower()} or {name.upper()}.").split()
        assert not {name, name.lower(), name.upper()} & {word.strip(",.") for word in saved}, name
