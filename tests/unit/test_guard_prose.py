"""Ordinary prose is left alone. What the texts are and where they come from: tests/prose/SOURCES.md."""

from __future__ import annotations

from pathlib import Path

import pytest

from walletsafe import guard

PROSE = Path(__file__).parents[1] / "prose"
PARAGRAPHS = {"english": 1001, "chinese": 301, "japanese": 301, "korean": 301, "french": 301, "spanish": 301}
"""The languages, each with how many paragraphs there are at least."""


def paragraphs(name: str) -> list[str]:
    return (PROSE / f"{name}.txt").read_text("utf-8").strip().split("\n\n")


@pytest.mark.parametrize("language", PARAGRAPHS)
def test_prose_is_left_alone(language: str) -> None:
    texts = paragraphs(language)
    assert len(texts) >= PARAGRAPHS[language]
    assert [text for text in texts if guard.find_runs(text)] == []


@pytest.mark.parametrize("language", PARAGRAPHS)
def test_a_phrase_in_the_middle_of_prose_is_found(language: str) -> None:
    """The texts are of the kind in which the guard would see something."""
    phrase = "acid acoustic acquire across act action actor actress actual adapt add addict"
    for text in paragraphs(language)[::10]:
        assert [run.words for run in guard.find_runs(f"{text}\nxyzzy {phrase} xyzzy\n{text}")] == [12]


def test_eleven_plain_nouns_in_a_row_are_taken_for_words() -> None:
    """A limit, told in docs/threat-model.md: a vocabulary lesson can look like a phrase to the letter."""
    texts = paragraphs("alarms")
    assert len(texts) >= 2
    assert all(guard.find_runs(text) for text in texts)
