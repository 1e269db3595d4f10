"""Practice sheets: phrases that are nobody's, with the name they carry."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from walletsafe import phrases, published, wordlists
from walletsafe.errors import UnknownPublished
from walletsafe.phrases import Card, Known
from walletsafe.published import PublishedPhrase


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: the card that was dealt or the published phrase, and its decomposed words in order."""

    known: Known
    language: str
    words: tuple[str, ...]

    @property
    def number(self) -> int | None:
        """The number of a dealt card, printed on every sheet; ``None`` for a published phrase."""
        return self.known.number if isinstance(self.known, Card) else None

    @property
    def spellings(self) -> frozenset[str]:
        """The folded words: whatever folds to one of them is a word of this sheet."""
        return frozenset(wordlists.folded(word) for word in self.words)


def dealt(card: Card) -> Sheet:
    """The sheet of a practice card."""
    return Sheet(card, card.language, phrases.deal(card))


def fresh(language: str = wordlists.ENGLISH, length: int = 24) -> Sheet:
    """A sheet with a number drawn by chance."""
    return dealt(Card(secrets.randbelow(phrases.CARDS), language, length))


def of_published(name: str) -> Sheet:
    """The sheet of a published phrase, in the first of its languages.

    Raise :class:`~walletsafe.errors.UnknownPublished` where none has this name.
    """
    phrase = published.by_id().get(name)
    if phrase is None:
        raise UnknownPublished(name=name)
    return _sheet(phrase)


def _sheet(phrase: PublishedPhrase) -> Sheet:
    language = phrase.languages[0]
    return Sheet(phrase, language, phrases.words_of(phrase.entropy, language))
