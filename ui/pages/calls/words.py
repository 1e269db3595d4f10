"""The words of this page, from ``resources/text/<lang>/calls.toml``."""

from __future__ import annotations

from functools import partial

from walletsafe import texts

calls_words = partial(texts.words, "calls")
"""The text at ``section.name``, its slots filled. Raise ``KeyError`` as :func:`walletsafe.texts.words`."""
