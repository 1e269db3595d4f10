"""Exports of a report: JSON, text and HTML, redacted by an allow-list."""

from __future__ import annotations

from walletsafe.report.document import DEMO_MARK as DEMO_MARK
from walletsafe.report.document import as_json as as_json
from walletsafe.report.file import preview as preview
from walletsafe.report.file import save as save
from walletsafe.report.html import as_html as as_html
from walletsafe.report.places import removed as removed
from walletsafe.report.text import as_text as as_text
