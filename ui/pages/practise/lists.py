"""Long lists to choose from: the word lists, and the phrases that were published as examples."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal

from walletsafe import phrases, published, wordlists

from ...widgets.buttons import CardButton
from ...widgets.text import Text
from .card_form import note_of
from .view import PractiseView, say


class LanguagesView(PractiseView):
    """Lets a word list be chosen, English first; emits its permanent name."""

    page_name = "practise_languages"
    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.column.addWidget(Text(say("window_languages.title"), "title"))
        self.column.addWidget(Text(say("window_languages.lead"), tone="muted"))
        for language in wordlists.LANGUAGES:
            english = language == wordlists.ENGLISH
            note = say("window_languages.english") if english else note_of(language)
            card = CardButton(say(f"languages.{language}"), note)
            card.clicked.connect(partial(self.chosen.emit, language))
            self.column.addWidget(card)
            self.first = self.first or card
        self.show_buttons()


class PublishedView(PractiseView):
    """Lets a published phrase be chosen; emits its permanent id."""

    page_name = "practise_published"
    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.column.addWidget(Text(say("window_published.title"), "title"))
        self.column.addWidget(Text(say("window_published.lead"), tone="muted"))
        for phrase in published.phrases():
            count = len(phrases.words_of(phrase.entropy, phrase.languages[0]))
            language = say(f"languages.{phrase.languages[0]}")
            card = CardButton(phrase.name, say("window_published.more", count=count, language=language))
            card.clicked.connect(partial(self.chosen.emit, phrase.id))
            self.column.addWidget(card)
            self.first = self.first or card
        self.show_buttons()
