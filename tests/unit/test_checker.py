"""The checker of copies: word by word, three answers that stay apart, and where it stops."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from random import Random

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from mnemonic import Mnemonic

from walletsafe import guard, phrases, published, wordlists
from walletsafe.errors import UnknownPublished
from walletsafe.phrases import Card
from walletsafe.practice import checker, sheets
from walletsafe.practice.checker import Judgement, WordState, judge, must_stop
from walletsafe.practice.nearest import MOST, distance, nearest
from walletsafe.practice.sheets import Sheet

VECTORS = Path(__file__).parents[1] / "vectors"
ENGLISH = wordlists.words("english")
SHEET = sheets.dealt(Card(4711, "english", 12))
STRANGERS = tuple(word for word in ENGLISH if word not in SHEET.words)
NOT_LISTED = ("blorp", "xqzzy", "hmmm", "", "24")


def vectors() -> list[tuple[str, str, str]]:
    """Every reference phrase, and the Japanese set: its language, its entropy in hex, and its words."""
    found = json.loads((VECTORS / "bip39.json").read_text(encoding="utf-8"))["vectors"]
    japanese = json.loads((VECTORS / "bip39_japanese.json").read_text(encoding="utf-8"))["vectors"]
    return [
        (language, vector[0], vector[1])
        for language, listed in [*found.items(), ("japanese", japanese)]
        for vector in listed
    ]


def known_sheet(language: str, entropy: str, phrase: str) -> Sheet:
    known = published.by_entropy(bytes.fromhex(entropy), language)
    assert known is not None
    return Sheet(known, language, tuple(wordlists.decomposed(phrase).split()))


def answers(judgement: Judgement) -> tuple[bool, bool, bool | None, bool]:
    return judgement.count_right, judgement.words_known, judgement.checksum_right, judgement.same


def states(judgement: Judgement) -> list[WordState]:
    return [note.state for note in judgement.notes]


@cache
def reference(language: str) -> Mnemonic:
    return Mnemonic(language)


def test_there_are_reference_vectors_in_every_language_of_the_standard() -> None:
    assert {language for language, _, _ in vectors()} == set(wordlists.STANDARD)
    assert len(vectors()) == 264


@pytest.mark.parametrize("language", wordlists.STANDARD)
def test_all_reference_vectors_pass_and_none_does_with_one_word_swapped(language: str) -> None:
    rng = Random(language)
    listed = wordlists.words(language)
    for name, entropy, phrase in vectors():
        if name != language:
            continue
        sheet = known_sheet(language, entropy, phrase)
        for spelled in (phrase, wordlists.shown(phrase), phrase.upper()):
            whole = judge(sheet, spelled.split())
            assert answers(whole) == (True, True, True, True)
            assert set(states(whole)) == {WordState.RIGHT}
        place = rng.randrange(len(sheet.words))
        other = rng.choice([word for word in listed if word != sheet.words[place]])
        copy = [*sheet.words[:place], other, *sheet.words[place + 1 :]]
        swapped = judge(sheet, copy)
        fits = reference(language).check(wordlists.delimiter(language).join(copy))
        assert answers(swapped) == (True, True, fits, False)
        assert [n.position for n in swapped.notes if n.state is not WordState.RIGHT] == [place + 1]


def test_of_copies_with_one_wrong_word_the_odds_say_how_many_pass_the_checksum() -> None:
    rng = Random(1)
    passed = 0
    for _ in range(4000):
        copy = list(SHEET.words)
        copy[rng.randrange(12)] = rng.choice(STRANGERS)
        passed += judge(SHEET, copy).checksum_right is True
    assert 190 < passed < 310  # 1 in 16 of 4,000 is 250; four standard deviations to both sides


def test_two_words_that_changed_places_are_told_from_a_stranger() -> None:
    copy = [SHEET.words[1], SHEET.words[0], *SHEET.words[2:]]
    judgement = judge(SHEET, copy)
    assert states(judgement) == [WordState.OTHER_PLACE] * 2 + [WordState.RIGHT] * 10
    assert judgement.count_right
    assert judgement.words_known
    assert not judgement.same
    stranger = judge(SHEET, [STRANGERS[0], *SHEET.words[1:]])
    assert states(stranger)[0] is WordState.OTHER_WORD
    assert stranger.notes[0].in_list
    assert stranger.notes[0].near == ()


def test_a_misspelled_word_gets_suggestions_and_is_never_corrected() -> None:
    misspelled = SHEET.words[4][:-1] + "qq"
    judgement = judge(SHEET, [*SHEET.words[:4], misspelled, *SHEET.words[5:]])
    note = judgement.notes[4]
    assert (note.state, note.in_list) == (WordState.NOT_IN_LIST, False)
    assert SHEET.words[4] in note.near
    assert answers(judgement) == (True, False, None, False)


@pytest.mark.parametrize("missing", [(0,), (11,), (3, 4)])
def test_a_place_left_out_counts_as_missing(missing: tuple[int, ...]) -> None:
    copy = ["" if place in missing else word for place, word in enumerate(SHEET.words)]
    judgement = judge(SHEET, copy)
    assert judgement.count == 12 - len(missing)
    assert [note.position - 1 for note in judgement.notes if note.state is WordState.MISSING] == [*missing]
    assert answers(judgement) == (False, True, None, False)


def test_words_too_many_stand_at_no_place() -> None:
    judgement = judge(SHEET, [*SHEET.words, SHEET.words[0], STRANGERS[0], "blorp"])
    assert states(judgement)[12:] == [WordState.OTHER_PLACE, WordState.OTHER_WORD, WordState.NOT_IN_LIST]
    assert (judgement.count, judgement.wanted) == (15, 12)
    assert answers(judgement) == (False, False, None, False)


def test_a_count_of_another_length_has_a_checksum_but_is_not_the_sheet() -> None:
    sheet = sheets.dealt(Card(4711, "english", 24))
    part = sheets.dealt(Card(9, "english", 12)).words
    judgement = judge(sheet, part)
    assert answers(judgement) == (False, True, True, False)
    assert judge(sheet, sheet.words[:13]).checksum_right is None


@pytest.mark.parametrize("copy", [[], [""], [""] * 12, ["  "]])
def test_nothing_typed_is_no_phrase(copy: list[str]) -> None:
    judgement = judge(SHEET, copy)
    assert judgement.count == 0
    assert answers(judgement) == (False, False, None, False)


@given(
    st.lists(st.one_of(st.sampled_from((*SHEET.words, *ENGLISH[:200], *NOT_LISTED)), st.text()), max_size=26)
)
def test_the_three_answers_are_what_they_say(copy: list[str]) -> None:
    judgement = judge(SHEET, copy)
    typed = [checker.spelled(word) for word in copy]
    there = [word for word in typed if word]
    assert [note.position for note in judgement.notes] == list(range(1, len(copy) + 1))
    assert judgement.count == len(there)
    assert judgement.count_right == (len(there) == 12)
    assert judgement.words_known == (bool(there) and all(word in ENGLISH for word in there))
    countable = judgement.words_known and len(there) in phrases.LENGTHS
    assert judgement.checksum_right == (reference("english").check(" ".join(there)) if countable else None)
    assert judgement.same == (typed == [*SHEET.words])
    for note, word in zip(judgement.notes, typed, strict=True):
        assert note.in_list == (word in ENGLISH)
        assert set(note.near) <= set(ENGLISH)


@pytest.mark.parametrize("word", [" ABLE ", "able\n", "\tAble"])
def test_case_and_blanks_do_not_matter(word: str) -> None:
    assert checker.spelled(word) == "able"


def test_it_stops_at_the_fourth_stranger_in_a_row() -> None:
    assert not must_stop(SHEET, STRANGERS[:3])
    assert must_stop(SHEET, STRANGERS[:4])


def test_a_word_of_the_sheet_begins_the_row_anew_up_to_seven_strangers() -> None:
    mixed = [*STRANGERS[:3], SHEET.words[0], *STRANGERS[3:6], SHEET.words[1], STRANGERS[6]]
    assert not must_stop(SHEET, mixed[:-1])
    assert must_stop(SHEET, mixed)


SLIPS = ("critik", "sruge", "truht", "ownerr", "corect", "crit", "cr", "x")
"""Words of the sheet with a slip, or not yet typed to their end; and what is too short to tell."""


@pytest.mark.parametrize("between", SLIPS)
def test_a_slip_in_a_word_of_the_sheet_neither_counts_nor_ends_a_row(between: str) -> None:
    woven = [word for stranger in STRANGERS[:4] for word in (between, stranger)]
    assert must_stop(SHEET, woven)
    assert not must_stop(SHEET, woven[:-1])
    assert not must_stop(SHEET, [between] * 30)


@pytest.mark.parametrize("language", wordlists.LANGUAGES)
def test_words_of_any_list_count_however_they_are_spelled(language: str) -> None:
    strangers = [word for word in wordlists.words(language) if guard.is_list_word(word)][500:504]
    assert len(strangers) == 4
    assert not set(strangers) & set(SHEET.words)
    for spelled in (strangers, map(wordlists.shown, strangers), map(str.upper, strangers)):
        assert must_stop(SHEET, list(spelled))
    assert not must_stop(SHEET, strangers[:3])


@given(st.lists(st.sampled_from((*SHEET.words, *SLIPS)), max_size=40))
def test_the_sheets_own_words_never_stop_it(copy: list[str]) -> None:
    assert not must_stop(SHEET, copy)
    assert not must_stop(SHEET, [word.upper() for word in copy])


@pytest.mark.parametrize("language", wordlists.LANGUAGES)
@pytest.mark.parametrize("length", phrases.LENGTHS)
def test_no_sheet_stops_itself(language: str, length: int) -> None:
    sheet = sheets.dealt(Card(77, language, length))
    assert not must_stop(sheet, sheet.words)
    assert not must_stop(sheet, [wordlists.shown(word).upper() for word in sheet.words])
    assert judge(sheet, sheet.words).same


@given(
    st.binary(min_size=16, max_size=16), st.integers(0, 2), st.sampled_from(["english", "french", "japanese"])
)
def test_another_phrase_is_stopped_before_its_eighth_word(
    entropy: bytes, skipped: int, language: str
) -> None:
    words = phrases.words_of(entropy, language)
    strangers = [word for word in words if word not in SHEET.words]
    assume(len(strangers) >= 7)
    assert must_stop(SHEET, words[skipped:])
    common = 12 - len(strangers)
    assert must_stop(SHEET, words[: 7 + common])


@given(st.lists(st.sampled_from((*SHEET.words, *STRANGERS[:100], *NOT_LISTED)), max_size=30))
def test_once_stopped_more_words_do_not_unstop_it(copy: list[str]) -> None:
    stops = [must_stop(SHEET, copy[:count]) for count in range(len(copy) + 1)]
    assert stops == sorted(stops)


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("abandom", "abandon"),  # one letter changed, keys side by side
        ("abandn", "abandon"),  # left out
        ("abbandon", "abandon"),  # added
        ("abadnon", "abandon"),  # two swapped
        ("abanXYZW", "abandon"),  # the first four letters are enough
        ("twel", "twelve"),  # before "feel", which is nearer
        ("magni", "magnet"),
        ("ABANDOM", "abandon"),
        ("zpo", "zoo"),
        ("zoi", "zoo"),
    ],
)
def test_the_word_that_was_meant_comes_first(typed: str, first: str) -> None:
    assert nearest(typed, "english")[0] == first


def test_a_neighbouring_key_is_nearer_than_a_far_one() -> None:
    # "n" lies beside "b" and "m", one above the other are "o" and "l".
    assert distance("vab", "van") == 0.5
    assert distance("cap", "car") == 1.0
    assert distance("cal", "cao") == 0.5
    assert distance("teh", "the") == 1.0
    assert distance("", "abc") == 3.0


@pytest.mark.parametrize("typed", ["", "x", "qqqqqqqq", "wxvzwxvzwxvz", "\u4e00", "12345", "zq"])
def test_what_is_near_to_nothing_gets_no_suggestion(typed: str) -> None:
    assert nearest(typed, "english") == ()


def test_suggestions_are_found_in_other_lists_too() -> None:
    word = next(word for word in wordlists.words("french") if not word.isascii())
    assert nearest(wordlists.folded(word), "french")[0] == word
    assert nearest(wordlists.shown(word), "french")[0] == word


def slow_distance(typed: str, word: str) -> float:
    """The same measure, by the definition."""

    @cache
    def between(row: int, column: int) -> float:
        if not (row and column):
            return float(row + column)
        first, second = typed[row - 1], word[column - 1]
        best = min(
            between(row - 1, column - 1) + distance(first, second),
            between(row - 1, column) + 1,
            between(row, column - 1) + 1,
        )
        if (
            row > 1
            and column > 1
            and first != second
            and (first, typed[row - 2]) == (word[column - 2], second)
        ):
            best = min(best, between(row - 2, column - 2) + 1)
        return best

    return between(len(typed), len(word))


@given(st.text("aesdnmx", max_size=6), st.text("aesdnmx", max_size=6))
def test_the_distance_is_that_of_the_definition(first: str, second: str) -> None:
    assert distance(first, second) == slow_distance(first, second) == distance(second, first)
    assert (distance(first, second) == 0) == (first == second)


def few_letters_differ(typed: str, word: str) -> bool:
    return max(len(set(typed) - set(word)), len(set(word) - set(typed))) <= 2


@settings(max_examples=25)
@given(st.sampled_from(ENGLISH), st.data())
def test_no_near_word_is_overlooked(word: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(word) - 1))
    typed = word[:place] + data.draw(st.sampled_from(["", "a", "qe", "z"])) + word[place + 1 :]
    found = nearest(typed, "english")
    assert len(found) <= MOST
    ranks = {other: (other[:4] != typed[:4] or len(typed) < 4, distance(typed, other)) for other in ENGLISH}
    near = [
        (elsewhere, distance)
        for other, (elsewhere, distance) in ranks.items()
        if not elsewhere or (distance <= 2 and distance < len(typed) and few_letters_differ(typed, other))
    ]
    assert [ranks[other] for other in found] == sorted(near)[:MOST]


def test_a_dealt_sheet_carries_its_number_and_a_published_one_does_not() -> None:
    assert SHEET.number == 4711
    assert SHEET.words == phrases.deal(Card(4711, "english", 12))
    sheet = sheets.of_published("vector-1")
    assert sheet.number is None
    assert (sheet.language, len(sheet.words)) == ("english", 12)
    assert phrases.recognise_words(sheet.words) == sheet.known


def test_every_published_phrase_has_a_sheet() -> None:
    for name, phrase in published.by_id().items():
        sheet = sheets.of_published(name)
        assert sheet.known == phrase
        assert sheet.language == phrase.languages[0]
        assert judge(sheet, sheet.words).same


def test_a_fresh_sheet_is_drawn_by_chance() -> None:
    drawn = {sheets.fresh().words for _ in range(5)}
    assert len(drawn) > 1
    assert {len(words) for words in drawn} == {24}
    sheet = sheets.fresh("czech", 15)
    assert (sheet.language, len(sheet.words)) == ("czech", 15)
    assert sheet.number in range(phrases.CARDS)


def test_an_unknown_published_name_is_refused() -> None:
    with pytest.raises(UnknownPublished):
        sheets.of_published("no-such")


def disguises(words: list[str]) -> dict[str, list[str]]:
    return {
        "abbreviated": [word[:4] for word in words],
        "a letter in front": [f"x{word}" for word in words],
        "first letters swapped": [word[1] + word[0] + word[2:] for word in words],
        "a letter at the end": [f"{word}q" for word in words],
        "two run together": [f"q{one}{other}" for one, other in zip(words[::2], words[1::2], strict=True)],
    }


@pytest.mark.parametrize("language", ["english", "japanese", "chinese_simplified", "french"])
@pytest.mark.parametrize("how", disguises(["abandon"] * 2))
def test_a_foreign_phrase_in_disguise_is_stopped_and_no_hint_mends_it(language: str, how: str) -> None:
    """A hint at the nearest word would turn a checker of sheets into one of phrases."""
    rng = Random(5)
    for number in range(40):
        sheet = sheets.dealt(Card(number, language, 24))
        words = [word for word in phrases.words_of(rng.randbytes(32), "english") if word not in sheet.words]
        typed = disguises(words[: len(words) // 2 * 2])[how]
        assert must_stop(sheet, typed)
        standing = next(count for count in range(len(typed) + 1) if must_stop(sheet, typed[:count])) - 1
        hints = {word for note in judge(sheet, typed[:standing]).notes for word in note.near}
        assert len(hints & set(words)) <= 3


def test_a_chinese_phrase_without_spaces_is_stopped() -> None:
    sheet = sheets.dealt(Card(7, "chinese_simplified", 24))
    phrase = "".join(phrases.words_of(Random(1).randbytes(32), "chinese_simplified"))
    assert must_stop(sheet, [phrase])
    assert must_stop(sheet, [phrase[:6], phrase[6:12]])
    assert not must_stop(sheet, ["".join(sheet.words)])


def test_slips_in_the_sheet_itself_are_what_the_checker_is_for() -> None:
    for number in range(40):
        sheet = sheets.dealt(Card(number, "english", 12))
        slips = [f"{word}x" for word in sheet.words]
        strangers = [word for word in slips if guard.is_list_word(word)]
        assert len(strangers) < 4
        assert not must_stop(sheet, slips)
        noted = judge(sheet, slips).notes
        assert all(word in note.near for word, note in zip(sheet.words, noted, strict=True) if note.near)
        assert all(note.near for note in noted if note.state is WordState.NOT_IN_LIST)
