"""``walletsafe report``: saved reports shown again, and saved calls that have had their time."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import click

from walletsafe import report, texts
from walletsafe.cli import status
from walletsafe.cli.output import put
from walletsafe.errors import BrokenFile
from walletsafe.guidance import calls
from walletsafe.report import cases
from walletsafe.report.opening import open_report
from walletsafe.report.text import wrapped

_say = partial(texts.words, "report")


@click.group("report")
def command() -> None:
    """Show a saved report again, or delete saved calls whose time is over."""


@command.command("show")
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
def show(file: Path | None, as_json: bool) -> int:
    """Show the report that was saved as data (JSON) in FILE. Without one: list the saved calls.

    What is shown is a copy, which proves nothing: the exit status is 0 whatever it says.
    """
    if file is None:
        cases.refuse_other_folder()
        put(_cases_as_json() if as_json else "\n".join(_list()) + "\n")
        return status.PASSED
    put(report.preview(open_report(_place(file)).report, ".json" if as_json else ".txt"))
    return status.PASSED


@command.command("purge")
@click.option("--all", "every", is_flag=True, help="Delete all saved calls, also those that still have time.")
def purge(every: bool) -> int:
    """Delete the saved calls whose time is over, and say how many. Other saved reports are not touched."""
    day = cases.today()
    count = cases.purge(day, every=every)
    left = cases.cases()
    put(_say("cases.deleted", count=count, left=len(left)) + "\n")
    stuck = left if every else cases.expired(day)
    if stuck:
        raise BrokenFile(file=stuck[0].path.name, line=0, problem="not-deleted")
    return status.PASSED


def _place(file: Path) -> Path:
    """The file, or the saved call of this name."""
    case = cases.folder() / file.name
    return case if not file.exists() and str(file) == file.name and case.exists() else file


def _list() -> Iterator[str]:
    found = cases.cases()
    if not found:
        yield from wrapped(_say("cases.none"))
        return
    yield from wrapped(_say("cases.lead", folder=str(cases.folder())))
    over = set(cases.expired(cases.today()))
    for case in found:
        line = "cases.broken" if case.broken else "cases.one"
        if case in over:
            line = "cases.broken_over" if case.broken else "cases.over"
        yield from wrapped(
            _say(
                line,
                name=case.path.name,
                made=case.made.isoformat(),
                expires=case.expires.isoformat(),
                script="" if case.broken else calls.load(case.script).title,
            ),
            hang=2,
        )
    yield ""
    yield from wrapped(_say("cases.how"))


def _cases_as_json() -> str:
    """The saved calls as the stable contract of the command line has them."""
    over = set(cases.expired(cases.today()))
    listed = [
        {
            "name": case.path.name,
            "made": case.made.isoformat(),
            "expires": case.expires.isoformat(),
            "over": case in over,
            "script": case.script,
            "broken": case.broken,
        }
        for case in cases.cases()
    ]
    return json.dumps({"schema": "walletsafe.cases/1", "cases": listed}, indent=2, ensure_ascii=False) + "\n"
