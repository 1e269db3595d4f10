"""The table of word frequencies: random words are rare, those of prose are not, and it can be made anew."""

from __future__ import annotations

from pathlib import Path
from random import Random
from statistics import median

import pytest

from tests import make_frequencies
from walletsafe import wordlists
from walletsafe.guard import is_list_word
from walletsafe.scan import rarity

PROSE = Path(__file__).parents[1] / "prose" / "english.txt"
KNOWLEDGE = Path(__file__).parents[2] / "resources" / "knowledge" / "frequencies.toml"


def mean(places: list[int], language: str) -> float:
    running = rarity.sums(places, language)
    assert running is not None
    return running[-1] / len(places)


@pytest.mark.parametrize("language", ["english", "chinese_simplified", "chinese_traditional"])
def test_random_words_are_rare(language: str) -> None:
    random = Random(1)
    drawn = sorted(mean(random.choices(range(2048), k=12), language) for _ in range(3000))
    assert median(drawn) < -2.5
    assert drawn[int(0.99 * len(drawn))] < -0.7


def test_words_of_prose_are_not() -> None:
    places = wordlists.places("english")
    words = [places[word] for word in PROSE.read_text("utf-8").lower().split() if word in places]
    assert len(words) > 5000
    assert mean(words, "english") > 1


def test_languages_without_a_table_have_none() -> None:
    assert rarity.scores("french") is None
    assert rarity.sums([1, 2, 3], "korean") is None


def test_running_sums_begin_with_nothing() -> None:
    assert rarity.sums([], "english") == [0.0]


def test_the_file_holds_no_word() -> None:
    lines = [
        line for line in KNOWLEDGE.read_text("utf-8").splitlines() if not line.startswith(("#", "source"))
    ]
    letters = {word for line in lines for word in line.split() if word.isalpha()}
    assert not [word for word in letters if is_list_word(word)]


def test_a_table_is_made_from_texts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first, second = wordlists.words("english")[:2]
    (tmp_path / "one.txt").write_text(f"{first} {first.upper()}, {first}; xyz {second}")
    listed = make_frequencies.counts(make_frequencies.texts_below(tmp_path), "english")
    assert (listed[0], listed[1], sum(listed)) == (3, 1, 4)
    scores = make_frequencies.scores([listed])
    assert scores[0] > scores[1] > scores[2]
    make_frequencies.main([f"english={tmp_path}"])
    printed = capsys.readouterr().out
    assert "[english]" in printed
    assert first not in printed.split()
