"""``walletsafe code``: what a caller read out of their window."""

from __future__ import annotations

import click

from walletsafe import report
from walletsafe.cli import status
from walletsafe.cli.output import put
from walletsafe.report import code


@click.group(name="code")
def command() -> None:
    """The code beside a result, as a caller reads it out on the telephone."""


@command.command()
@click.argument("symbols", nargs=-1, required=True, metavar="CODE...")
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
def decode(symbols: tuple[str, ...], as_json: bool) -> int:
    """Show what a code says. It is what the caller read out, and proves nothing.

    The groups need no quotes. The exit status is 0 for every code that can be read, whatever it says: its
    result is the caller's word and no check of ours.
    """
    said = code.decode(" ".join(symbols)).report
    put(report.preview(said, ".json" if as_json else ".txt"))
    return status.PASSED
