"""What leaves: the contract of the JSON, calm text, closed HTML, and a file written whole or not at all."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from walletsafe.ui.style import tokens

from tests.unit.test_texts import filled
from walletsafe import report, texts
from walletsafe.errors import BrokenFile, ExportRefused, Scalar
from walletsafe.findings import REGISTRY, CheckResult, Entry, Finding, Outcome, Report, Severity, finding
from walletsafe.report.code import encode
from walletsafe.report.file import SUFFIXES

PHRASE = "marble river canvas orbit lemon tunnel harvest pistol gossip velvet anchor mimic"
VOID = {"meta", "br", "hr"}


def a_report(*findings: Finding, demo: bool = False, **subject: Scalar) -> Report:
    checks = (CheckResult("device", Outcome.PASSED, findings), CheckResult("genuine", Outcome.PASSED))
    return Report(
        "device", demo, {"connection": "usb", "model": "nano-s-plus", **subject}, checks, "2026-10-02"
    )


def everything(*, demo: bool = False) -> Report:
    """A report with every finding there is."""
    return a_report(*(filled(finding_id) for finding_id in REGISTRY), demo=demo)


class Page(HTMLParser):
    """Reads a page strictly: every tag closed, in order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.text = ""
        self._open: list[str] = []
        self.feed(html)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self._open:
            self.text += data


def test_the_json_is_the_contract() -> None:
    found = finding("device.identified", model="Nano S Plus", firmware="1.1.2")
    made = replace(a_report(found, firmware="1.1.2"), made="2026-11-28", version="9.9")
    document = report.as_json(made)
    # SHA-256 of everything else, its keys sorted, without blanks.
    content = {key: value for key, value in document.items() if key != "checksum"}
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"))
    assert document == {
        "schema": "walletsafe.report/1",
        "app": {"version": "9.9", "knowledge_date": "2026-10-02"},
        "kind": "device",
        "demo": False,
        "made": "2026-11-28",
        "subject": {"connection": "usb", "model": "nano-s-plus", "firmware": "1.1.2"},
        "outcome": "passed",
        "checks": [{"id": "device", "outcome": "passed"}, {"id": "genuine", "outcome": "passed"}],
        "findings": [
            {
                "id": "device.identified",
                "severity": "good",
                "params": {"model": "Nano S Plus", "firmware": "1.1.2"},
                "title": "This device says it is a Nano S Plus with firmware 1.1.2",
            }
        ],
        "code": encode(made),
        "note": texts.report_text().note,
        "checksum": sha256(canonical.encode()).hexdigest(),
    }


def test_severities_in_the_json_are_the_five_lower_case_names() -> None:
    written = json.loads(report.preview(everything(), ".json"))
    assert {found["severity"] for found in written["findings"]} == {
        "good",
        "tip",
        "unknown",
        "caution",
        "danger",
    }
    assert [found["id"] for found in written["findings"]] == list(REGISTRY)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_report_with_every_finding_may_leave(suffix: str) -> None:
    assert report.preview(everything(), suffix)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_what_is_not_on_the_allow_list_is_left_out_and_listed(suffix: str) -> None:
    found = finding("device.identified", model="Nano S", firmware="2.1.0", serial="Q7", owner="Anna")
    leaky = a_report(found, path="Q7", firmware="2.1.0")
    content = report.preview(leaky, suffix)
    assert "Q7" not in content
    assert "Anna" not in content
    *left_out, why = report.removed(leaky)
    assert left_out == [
        'Left out: "path".',
        'Left out: "serial" of device.identified.',
        'Left out: "owner" of device.identified.',
    ]
    assert why.startswith("Why: ")
    assert report.removed(everything()) == ()


@pytest.mark.parametrize("suffix", [".txt", ".html"])
def test_a_demo_is_marked_first_and_beside_the_outcome(suffix: str) -> None:
    demo, real = (
        " ".join(Page(report.preview(everything(demo=demo), suffix)).text.split()) for demo in (True, False)
    )
    assert demo.removeprefix("DEMO: Check of a Ledger ").startswith(texts.report_text().demo)
    assert "demo: did not pass" in demo.lower()
    assert "DEMO" not in real


def test_a_demo_text_begins_with_its_mark() -> None:
    assert report.as_text(everything(demo=True)).startswith("DEMO")


@pytest.mark.parametrize("suffix", [".txt", ".html"])
def test_people_read_the_gravest_first_with_next_steps_and_limits(suffix: str) -> None:
    content = " ".join(Page(report.preview(everything(), suffix)).text.split())
    by_severity: dict[Severity, list[int]] = {}
    for finding_id, (_, severity) in REGISTRY.items():
        words = texts.finding_text(filled(finding_id))
        assert " ".join(words.next_step.split()) in content
        position = content.find(f" {words.meaning} ", content.index("What was found"))
        by_severity.setdefault(severity, []).append(
            position if position >= 0 else content.index(words.meaning)
        )
    last = -1
    # Tips come last: whoever just passed shall not read about apps before the result.
    for severity in (Severity.DANGER, Severity.CAUTION, Severity.UNKNOWN, Severity.GOOD, Severity.TIP):
        assert min(by_severity[severity]) > last
        last = max(by_severity[severity])
    words_of_report = texts.report_text()
    for needle in (*words_of_report.not_proven, words_of_report.repeat, words_of_report.footer, "2026-10-02"):
        assert needle in content
    for step in texts.outcome_text(Outcome.DID_NOT_PASS).steps:
        assert step in content


@pytest.mark.parametrize("suffix", [".txt", ".html"])
@pytest.mark.parametrize("kind", ["device", "message", "download", "call", "lesson"])
def test_every_report_says_that_it_proves_nothing_to_others(suffix: str, kind: str) -> None:
    danger = CheckResult("device", Outcome.COULD_NOT_CHECK)
    made = Report(kind, False, {}, (danger,), "2026-11-28")
    content = " ".join(Page(report.preview(made, suffix)).text.split())
    assert "A report proves nothing to others: anybody can write one." in content
    assert "A report proves nothing to others" in str(report.as_json(made)["note"])


@pytest.mark.parametrize("suffix", [".txt", ".html"])
def test_what_was_gone_through_is_told_in_its_order(suffix: str) -> None:
    entries = (
        Entry("First <b>question</b>", "Yes"),
        Entry("Second question", ""),
        Entry("Note", "calm" * 400),
    )
    made = Report("call", False, {}, (CheckResult("call", Outcome.STOPPED),), "2026-11-28", entries)
    content = " ".join(Page(report.preview(made, suffix)).text.split())
    places = [content.index(part) for part in ("What was gone through", "question", "Yes", "Second", "calm")]
    assert places == sorted(places)
    assert "calm" * 251 not in content
    assert report.as_json(made)["record"] == [
        {"text": "First <b>question</b>", "answer": "Yes"},
        {"text": "Second question", "answer": ""},
        {"text": "Note", "answer": ("calm" * 250)[:997] + "..."},
    ]


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_secret_in_a_record_never_leaves(suffix: str) -> None:
    for entry in (Entry("Note", PHRASE), Entry(PHRASE, ""), Entry("Note", "anna@example.org")):
        made = Report("call", False, {}, (CheckResult("call", Outcome.STOPPED),), "2026-11-28", (entry,))
        with pytest.raises(ExportRefused):
            report.preview(made, suffix)
    spread = tuple(Entry(word, "") for word in PHRASE.split())
    with pytest.raises(ExportRefused):
        report.preview(replace(made, record=spread), suffix)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_the_sum_of_an_installer_may_leave_and_no_other_long_number(suffix: str) -> None:
    checks = (CheckResult("signature", Outcome.PASSED), CheckResult("checksum", Outcome.PASSED))
    made = Report("download", False, {"name": "a.exe", "sha512": "0a" * 64}, checks, "2026-11-28")
    assert "0a" * 64 in report.preview(made, suffix)
    for other in (
        replace(made, kind="device", checks=a_report().checks),
        replace(made, subject={"name": "0a" * 64}),
        replace(made, subject={"sha512": "0a" * 33}),
        replace(made, subject={"sha512": "0a" * 64 + " 04" * 33}),
        replace(made, subject={"name": "1b" * 64, "sha512": "0a" * 64}),
    ):
        with pytest.raises(ExportRefused):
            report.preview(other, suffix)


def test_text_lines_fit_on_paper() -> None:
    lines = report.as_text(everything()).splitlines()
    assert max(len(line) for line in lines) <= 76


@given(st.text(alphabet=st.characters(), max_size=60))
def test_foreign_text_stays_text_in_the_html(untrusted: str) -> None:
    hostile = f"</p><script>alert(1)</script><img src=x onerror=y>&quot;{untrusted}"
    page = Page(report.as_html(a_report(filled("genuine.verified"), model=hostile)))
    plain = Page(report.as_html(a_report(filled("genuine.verified"))))
    assert page.tags == plain.tags
    assert page.attributes == plain.attributes
    assert "<script>alert(1)</script>" in page.text


def test_the_html_stands_alone() -> None:
    html = report.as_html(everything(demo=True))
    page = Page(html)
    assert set(page.tags) <= {
        *("html", "head", "meta", "title", "style", "body", "main", "h1", "h2", "h3", "p", "dl", "dt", "dd"),
        *("ul", "ol", "li", "article", "strong", "span", "footer"),
    }
    assert not {name for name, _ in page.attributes} & {"href", "src", "style", "onclick"}
    assert "http:" not in html
    assert "https:" not in html
    assert "url(" not in html
    assert "@import" not in html
    assert "default-src 'none'" in html
    assert "prefers-color-scheme: dark" in html
    assert ("lang", "en") in page.attributes
    assert [tag for tag in page.tags if tag == "h1"] == ["h1"]


def test_the_html_has_the_colours_of_the_window() -> None:
    html = report.as_html(everything())
    for name in (
        "ink",
        "muted",
        "paper",
        "surface",
        "line",
        "accent",
        "good",
        "tip",
        "unknown",
        "caution",
        "danger",
    ):
        for colours in (tokens.LIGHT, tokens.DARK):
            assert f"--{name}:{getattr(colours, name)}" in html


@pytest.mark.parametrize("suffix", [".json", ".txt", ".html", ".HTML"])
def test_saving_writes_what_the_preview_showed_for_the_owner_alone(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"check{suffix}"
    report.save(everything(), path)
    assert path.read_text("utf-8") == report.preview(everything(), suffix)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("name", ["check", "check.docx", "check.json.exe"])
def test_another_ending_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(BrokenFile) as caught:
        report.save(everything(), tmp_path / name)
    assert caught.value.params == {"file": name, "line": 0, "problem": "unknown-suffix"}
    assert list(tmp_path.iterdir()) == []


def secrets() -> Iterator[tuple[str, str]]:
    yield PHRASE, "phrase"
    yield PHRASE.replace(" ", ", "), "phrase"
    yield "04" * 33, "key"
    yield "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", "address"
    yield "anna@example.org", "e-mail"


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize(("secret", "problem"), list(secrets()))
def test_a_secret_in_a_name_is_never_shown_or_saved(
    tmp_path: Path, suffix: str, secret: str, problem: str
) -> None:
    path = tmp_path / f"check{suffix}"
    path.write_text("before")
    hostile = a_report(finding("genuine.sideloaded_app", apps=secret))
    with pytest.raises(ExportRefused) as caught:
        report.save(hostile, path)
    assert problem in str(caught.value.params["problems"])
    assert secret not in str(caught.value)
    assert path.read_text() == "before"
    assert list(tmp_path.iterdir()) == [path]
    with pytest.raises(ExportRefused):
        report.preview(hostile, suffix)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_phrase_spread_over_several_names_is_found(suffix: str) -> None:
    apps = [finding("apps.bulletin", app=word, bulletins="", fixed="") for word in PHRASE.split()]
    with pytest.raises(ExportRefused):
        report.preview(a_report(*apps), suffix)


def test_a_failed_write_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "check.json"
    path.write_text("before")

    def full_disk(descriptor: int) -> None:
        raise OSError(28, "No space left on device", descriptor)

    monkeypatch.setattr(os, "fsync", full_disk)
    with pytest.raises(BrokenFile) as caught:
        report.save(everything(), path)
    assert caught.value.params["problem"] == "not-writable"
    assert path.read_text() == "before"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_that_is_not_there_is_one_clear_error(tmp_path: Path) -> None:
    with pytest.raises(BrokenFile) as caught:
        report.save(everything(), tmp_path / "nowhere" / "check.txt")
    assert str(tmp_path) not in texts.error_line(caught.value)


def test_a_link_in_the_way_is_replaced_and_not_followed(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_text("before")
    path = tmp_path / "check.txt"
    path.symlink_to(elsewhere)
    report.save(everything(), path)
    assert elsewhere.read_text() == "before"
    assert not path.is_symlink()
