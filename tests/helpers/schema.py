"""The published schema of a report."""

from __future__ import annotations

import json
from pathlib import Path

from jsonschema import Draft202012Validator

SCHEMA = json.loads((Path(__file__).parents[2] / "docs" / "report.schema.json").read_text("utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA)


def assert_fits(document: object) -> None:
    """Hold a document against the schema."""
    VALIDATOR.validate(document)
