"""The words of this page, from ``resources/text/<lang>/message.toml``."""

from __future__ import annotations

from functools import partial

from walletsafe import texts

message_words = partial(texts.words, "message")
"""The text at ``section.name``, its slots filled. Raise ``KeyError`` as :func:`walletsafe.texts.words`."""
