"""The words of this page, from ``resources/text/<lang>/learn.toml``."""

from __future__ import annotations

from functools import partial

from walletsafe import texts

learn_words = partial(texts.words, "learn")
"""The text at ``section.name``, its slots filled. Raise ``KeyError`` as :func:`walletsafe.texts.words`."""
