"""The words of this page, from ``resources/text/<lang>/exposure.toml``."""

from __future__ import annotations

from functools import partial

from walletsafe import texts

exposure_words = partial(texts.words, "exposure")
"""The text at ``section.name``, its slots filled. Raise ``KeyError`` as :func:`walletsafe.texts.words`."""
