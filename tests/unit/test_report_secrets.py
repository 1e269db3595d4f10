"""Two hundred secrets in every field of every kind of report: each is left out, or the whole is refused."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from pypdf import PdfReader

from walletsafe import report
from walletsafe.errors import ExportRefused, Scalar
from walletsafe.findings import CheckResult, Entry, Finding, Outcome, Report, Severity
from walletsafe.report.document import as_json
from walletsafe.report.file import SUFFIXES
from walletsafe.wordlists import words

ENDS = {
    "device": ("genuine", Outcome.PASSED),
    "message": ("message", Outcome.COULD_NOT_CHECK),
    "download": ("checksum", Outcome.COULD_NOT_CHECK),
    "call": ("call", Outcome.COULD_NOT_CHECK),
    "lesson": ("lesson", Outcome.COULD_NOT_CHECK),
    "scan": ("places", Outcome.COULD_NOT_CHECK),
}
DICE = random.Random(20261128)


def letters(alphabet: str, count: int) -> str:
    return "".join(DICE.choice(alphabet) for _ in range(count))


def recognised() -> Iterator[str]:
    """Those that are known by their looks, wherever they stand."""
    digits, capitals, base58 = (
        "0123456789",
        "ABCDEFGHKMNPQRSTUVWXYZ",
        "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmn",
    )
    english = words("english")
    for number in range(25):
        yield " ".join(DICE.sample(english, 12 if number % 2 else 24))
        yield f"{letters('abcdefgh', 7)}@{letters('ijklmnop', 6)}.example"
        yield f"0x{letters(digits + 'abcdef', 40)}"
        yield f"1{letters(base58, 33)}"
        yield f"Serial number: {letters(digits, 3)}{letters(capitals, 3)}{letters(digits, 4)}"
        yield f"/home/{letters('abcdefgh', 6)}/keys"
        yield letters(digits, 14)
        yield f"xpub{letters(base58, 100)}"


def test_there_are_two_hundred_of_them() -> None:
    assert len(set(recognised())) == 200


def exports(made: Report) -> Iterator[str]:
    for suffix in SUFFIXES:
        try:
            yield report.preview(made, suffix)
        except ExportRefused as refused:
            yield str(refused)


def holding(kind: str, secret: str) -> Iterator[Report]:
    """The secret in each field that something from outside can reach, and in some that nothing should."""
    check_id, outcome = ENDS[kind]

    def made(params: dict[str, Scalar], subject: dict[str, Scalar], *entries: Entry) -> Report:
        found = Finding("genuine.sideloaded_app", Severity.CAUTION, {"apps": "?", "count": 1, **params})
        return Report(
            kind, False, subject, (CheckResult(check_id, outcome, (found,)),), "2026-11-28", entries
        )

    yield made({"apps": secret}, {})
    yield made({"owner": secret, "path": secret}, {"serial": secret, "user": secret})
    yield made({}, {"name": secret})
    yield made({"place": secret, "member": secret}, {"roots": secret})
    yield made({"place": f"~/Documents/{secret}/notes.txt"}, {})
    yield made({}, {"model": secret, "firmware": secret})
    if kind in {"call", "lesson"}:
        yield made({}, {}, Entry("Note", secret))
        yield made({}, {}, Entry(secret, ""))


@pytest.mark.parametrize(("number", "kind"), list(enumerate(ENDS)))
def test_no_secret_is_in_any_export(number: int, kind: str) -> None:
    # There are eight sorts of secrets, and a step that is odd: each kind of report meets each sort.
    for secret in list(recognised())[number :: len(ENDS) + 1]:
        for made in holding(kind, secret):
            assert all(secret not in text for text in exports(made)), secret


@pytest.mark.parametrize("kind", ENDS)
def test_what_no_pattern_knows_leaves_by_no_field_that_is_not_listed(kind: str, tmp_path: Path) -> None:
    for name in ("Anna Muster", "+49 170 5550123", "Q7XA", "12 Main Street"):
        made = list(holding(kind, name))[1]
        assert all(name not in text for text in exports(made))
        assert name not in str(as_json(made))
        report.save(made, tmp_path / "report.pdf")
        told = printed(tmp_path / "report.pdf")
        assert name not in told
        assert "Nobody ever needs your words." in told, "it can be read at all"


def test_what_may_leave_is_found_on_paper(tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    report.save(next(holding("download", "Anna Muster.AppImage")), path)
    assert "Anna Muster.AppImage" in printed(path)


def printed(path: Path) -> str:
    """The words of a PDF, which are packed in the file itself."""
    return " ".join(" ".join(page.extract_text() for page in PdfReader(path).pages).split())
