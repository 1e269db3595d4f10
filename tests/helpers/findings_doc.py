"""Writes docs/findings.md from the registry and the texts: ``python -m tests.helpers.findings_doc``."""

from __future__ import annotations

from pathlib import Path
from typing import cast

from walletsafe import texts
from walletsafe.findings import REGISTRY

PATH = Path(__file__).parents[2] / "docs" / "findings.md"

_INTRODUCTION = """\
# Findings

Every finding that a check can report. An id is permanent: scripts and support may rely on it. Words in
curly brackets are filled in by the check.

This page is generated from `walletsafe/findings.py` and `resources/text/en/findings.toml` by
`python -m tests.helpers.findings_doc`.
"""


def render() -> str:
    """The whole page, with an anchor per id."""
    return "\n".join([_INTRODUCTION, *(_entry(finding_id) for finding_id in REGISTRY)])


def _entry(finding_id: str) -> str:
    entry = cast("dict[str, object]", texts.section("findings")[finding_id])
    sentences = cast("dict[str, str]", entry.get("when", {})).values()
    meaning = " ".join([str(entry["meaning"]), *sentences])
    commands = cast("list[str]", entry.get("commands", []))
    return (
        f'<a id="{finding_id}"></a>\n\n## `{finding_id}`\n\n'
        f"{texts.severity_name(REGISTRY[finding_id].severity)}: **{entry['title']}**\n\n"
        f"{meaning}\n\nNext: {entry['next']}\n" + "".join(f"\n    {line}" for line in commands)
    )


if __name__ == "__main__":
    PATH.write_text(render(), "utf-8")
