"""``walletsafe handout``: the list, a file on both papers, and what is refused in one line."""

from __future__ import annotations

from pathlib import Path

import pytest
from pypdf import PdfReader

from tests.helpers.command import refused, walletsafe
from walletsafe import handouts

WORDS = "marble river canvas orbit lemon tunnel harvest pistol gossip velvet anchor mimic"


def test_the_list_names_every_handout() -> None:
    done = walletsafe("handout")
    assert (done.returncode, done.stderr) == (0, "")
    places = [done.stdout.index(f"\n{name}: {handouts.title(name)}\n") for name in handouts.names()]
    assert places == sorted(places)
    assert max(len(line) for line in done.stdout.splitlines()) <= 78


@pytest.mark.parametrize("name", handouts.names())
def test_a_handout_is_written_and_its_place_said(name: str, tmp_path: Path) -> None:
    path = tmp_path / "out.pdf"
    done = walletsafe("handout", name, "--out", str(path))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"Written: {path}\n"
    assert round(PdfReader(path).pages[0].mediabox.width) == 595
    assert [found.name for found in tmp_path.iterdir()] == ["out.pdf"]


def test_the_paper_can_be_chosen_and_capitals_do_not_matter(tmp_path: Path) -> None:
    path = tmp_path / "out.pdf"
    assert walletsafe("handout", "Never-Type-It", "--paper", "LETTER", "--out", str(path)).returncode == 0
    assert round(PdfReader(path).pages[0].mediabox.width) == 612


@pytest.mark.parametrize(
    ("arguments", "needle"),
    [
        (["nothing", "--out", "x.pdf"], 'Run "walletsafe handout" to see the names.'),
        (["nothing"], 'no handout called "nothing"'),
        (["../emergency-card", "--out", "x.pdf"], "no handout called"),
        (["emergency-card"], "--out FILE"),
        (["--out", "x.pdf"], "handout NAME --out FILE"),
        (["emergency-card", "--paper", "a5", "--out", "x.pdf"], "--paper"),
        (["emergency-card", "--out", "nowhere/x.pdf"], "folder that it should go to is not there"),
        (["emergency-card", "--out", ".profile"], "its name must end in .pdf"),
        (["emergency-card", "--out", "."], "it is a folder"),
        (["emergency-card", "--out", ""], "it is a folder"),
        ([WORDS, "--out", "x.pdf"], "looks like recovery words"),
        (["emergency-card", "--out", f"{WORDS}.pdf"], "looks like recovery words"),
    ],
)
def test_what_makes_no_sense_is_refused_in_one_line(
    arguments: list[str], needle: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    line = refused("handout", *arguments)
    assert needle in line
    assert "marble" not in line
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_there_is_not_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "mine.pdf"
    path.write_bytes(b"mine")
    assert "nothing is overwritten" in refused("handout", "emergency-card", "--out", str(path))
    assert path.read_bytes() == b"mine"


def test_a_place_that_cannot_be_written_is_said_in_one_line() -> None:
    assert "cannot be written there" in refused("handout", "emergency-card", "--out", "/proc/x.pdf")
