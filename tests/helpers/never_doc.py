"""Writes docs/never.md from the texts: ``python -m tests.helpers.never_doc``."""

from __future__ import annotations

import textwrap
from pathlib import Path

from walletsafe.guidance import never

PATH = Path(__file__).parents[2] / "docs" / "never.md"

_WIDTH = 110
_ORIGIN = "This page is generated from `resources/text/en/never.toml` by `python -m tests.helpers.never_doc`."


def render() -> str:
    """The whole page."""
    page = never.load()
    blocks = [
        f"# {page.title}",
        page.lead,
        *(f"- **{entry.promise}** {entry.tell}" for entry in page.promises),
        f"## {page.limits_title}",
        *page.limits,
        f"## {page.clone_title}",
        page.clone,
        _ORIGIN,
    ]
    return "\n\n".join(_broken(block) for block in blocks) + "\n"


def _broken(block: str) -> str:
    hang = "  " if block.startswith("- ") else ""
    return textwrap.fill(
        block, _WIDTH, subsequent_indent=hang, break_long_words=False, break_on_hyphens=False
    )


if __name__ == "__main__":
    PATH.write_text(render(), "utf-8")
