"""The words of this page, from ``resources/text/<lang>/emergency.toml``."""

from __future__ import annotations

from functools import partial

from walletsafe import texts

emergency_words = partial(texts.words, "emergency")
"""The text at ``section.name``, its slots filled. Raise ``KeyError`` as :func:`walletsafe.texts.words`."""
