"""The words of this page, from ``resources/text/<lang>/stage.toml``."""

from __future__ import annotations

from functools import partial

from walletsafe import texts

stage_words = partial(texts.words, "stage")
"""The text at ``section.name``, its slots filled. Raise ``KeyError`` as :func:`walletsafe.texts.words`."""
