"""The words of this page, from ``resources/text/<lang>/download.toml``."""

from __future__ import annotations

from functools import partial

from walletsafe import texts

download_words = partial(texts.words, "download")
"""The text at ``section.name``, its slots filled. Raise ``KeyError`` as :func:`walletsafe.texts.words`."""
