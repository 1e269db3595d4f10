"""What must not stand in the notes of a call, and what may be saved of them."""

from __future__ import annotations

import random
import re
from pathlib import Path

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
    "the PIN was 12 and 34": ("34", "pin"),
    "PIN 2019": ("2019", "pin"),
    "his pin 773\n4": ("4", "pin"),
    "pin 1,234": ("234", "pin"),
    "the code: 48": ("48", "pin"),
    "Geheimzahl 91": ("91", "pin"),
    "it says 12:34:56": ("34", "pin"),
    "it is 1:2:3:4": ("2:3", "pin"),
    "12\u201334": ("34", "pin"),
    "12|34": ("34", "pin"),
    "45:67 or so": ("67", "pin"),
    "4\u200b7\u20601\u200d1": ("7", "pin"),
    "47\u200b\u200b11": ("47", "pin"),
    "P\u00adI\u00adN 12": ("12", "pin"),
    "vier sieben eins eins": ("sieben", "pin"),
    "quatre sept un z\u00e9ro": ("sept", "pin"),
    "cuatro siete uno cero": ("siete", "pin"),
    "quattro sette uno zero": ("sette", "pin"),
    "quatro sete um dois": ("sete", "pin"),
    "forty seven, eleven, twelve": ("eleven", "pin"),
    "numbers 453; 99; 12; 777": ("777", "number"),
    "040, 123, 456, 78": ("456", "number"),
    "GB29 NWBK 6016 1331 9268 19": ("GB29", "number"),
    "FR14 2004 1010 0505 0001 3M02 606": ("M02", "number"),
    "john @ example": ("john", "e-mail"),
    "john @example.org": ("john", "e-mail"),
    "john (at) example": ("john", "e-mail"),
    "on /media/john/USB": ("john", "home-folder"),
    "on D:\\john": ("john", "home-folder"),
    "aban abil able absu": ("abil", "phrase"),
    "1st abandon 2nd ability 3rd able 4th absurd": ("ability", "phrase"),
    "a) abandon b) ability c) able d) absurd": ("ability", "phrase"),
    "third abandon number four ability able absurd": ("ability", "phrase"),
    "AbandonAbilityAbleAbsurd": ("Ability", "phrase"),
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
VECTORS = Path(__file__).parents[1] / "vectors"
COMMON_NAMES = (VECTORS / "common_names.txt").read_text("utf-8").partition("\n")[2].split()
ORDINARY_TOO = {
    "banks",
    "bill",
    "cash",
    "chip",
    "day",
    "field",
    "long",
    "mark",
    "may",
    "page",
    "short",
    "street",
    "will",
}
HARMLESS = (
    "The caller has 24 words on paper, page 34 and 12 minutes.",
    "It came on 2026-11-28 at 10:30, again on 28.11.2026 and 11/30.",
    "Two devices, one of them from 2019, firmware 2.1.10.",
    "A letter at 9:05, a call at 14:30. She told no PIN. Page 30 says what comes next.",
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
    assert notes.scrub(f"It is {notes.MARK}23, he said").text == f"It is {notes.MARK} he said"
    assert notes.scrub(f"It is {notes.MARK} 2, he said").text == f"It is {notes.MARK} he said"


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


SAVED = {
    "The caller Anna Muster got a letter from Ledger, page 24.": (
        "the caller [...] [...] got a letter from Ledger, page 24."
    ),
    "on 2026-11-28 at 10:30\n1,500 EUR , 123 words": "on [...] at [...] [...] , [...] words",
    "j o h n \u263a _x_": "[...] [...] [...] [...] [...] [...]",
    " \n ": "",
    "April Page, PIN 12, 34": "[...] page, PIN [...] [...]",
    "words 453; 99; 12; 777; 900; 31": "words [...]",
    "phone 040, 123, 456, 78": "phone [...]",
    "a phone with 12, and 3 more; page 456, page 12-34": (
        "a phone with [...] and [...] more; page [...] page [...]"
    ),
    "Page 30, THE LEDGER, ledger, sms, I": "page 30, the Ledger, Ledger, SMS, I",
    "three four, the five six": "[...] [...] the [...] [...]",
    "Nobody\u2019s": "nobody's",
    "England, Lisbon, France, Monday": "[...] [...] [...] [...]",
}


@pytest.mark.parametrize("text", SAVED)
def test_only_small_words_of_our_own_texts_and_page_numbers_are_saved(text: str) -> None:
    assert notes.known_words_only(text) == SAVED[text]


@given(st.text(max_size=120))
def test_what_is_saved_holds_nothing_but_known_words_and_short_numbers(text: str) -> None:
    saved = notes.known_words_only(text)
    assert notes.known_words_only(saved) == saved
    assert redact.preflight(saved) == ()
    without_pages = re.sub(r"\bpage \d\d?\b", " ", saved.replace(notes.MARK, " "))
    tokens = re.findall(r"[^\W_]+(?:['\u2019][^\W_]+)*", without_pages)
    assert set(tokens) <= set(notes._own_words().values())


def test_no_name_is_saved() -> None:
    for name in NAMES:
        saved = notes.known_words_only(f"Asked for {name}, or {name.lower()} or {name.upper()}.").split()
        assert not {name, name.lower(), name.upper()} & {word.strip(",.") for word in saved}, name


def test_names_that_are_ordinary_words_are_the_only_ones_that_may_be_saved() -> None:
    """docs/privacy.md says that there are such names. They stay in small letters."""
    assert len(set(COMMON_NAMES)) > 350
    known = {name for name in COMMON_NAMES if name in notes._own_words()}
    assert known <= ORDINARY_TOO, "a text of ours has a new word that is a name"
    assert notes.known_words_only("Mark") == "mark"
