"""``walletsafe handout``: practice sheets, cards and lists for paper, as PDF files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from walletsafe import handouts
from walletsafe.cli import status
from walletsafe.guard import cut
from walletsafe.paper.blocks import PaperSize
from walletsafe.redact import clean
from walletsafe.report.text import wrapped

_LONGEST_PATH = 1000


@click.command("handout")
@click.argument("name", required=False)
@click.option("--out", "out", metavar="FILE", type=click.Path(path_type=Path), help="Where to write the PDF.")
@click.option(
    "--paper",
    type=click.Choice([size.value for size in PaperSize], case_sensitive=False),
    default=PaperSize.A4.value,
    show_default=True,
    help="The size of your paper.",
)
def command(name: str | None, out: Path | None, paper: str) -> int:
    """Write the handout NAME to a PDF file for printing. Without a name: list them.

    A file that is there already is not overwritten.
    """
    if name is None:
        if out is not None:
            raise click.UsageError("Say which handout to write: walletsafe handout NAME --out FILE")
        click.echo("\n".join(_list()))
        return status.PASSED
    known = cut(name).lower()
    handouts.title(known)
    if out is None:
        raise click.UsageError("Say where to write it: add --out FILE, such as --out handout.pdf")
    handouts.save(known, PaperSize(paper), out)
    click.echo(f"Written: {clean(str(out), _LONGEST_PATH)}")
    return status.PASSED


def _list() -> Iterator[str]:
    yield "Handouts for paper. Write one with: walletsafe handout NAME --out FILE"
    for name in handouts.names():
        yield ""
        yield f"{name}: {handouts.title(name)}"
        yield from wrapped(handouts.summary(name), indent=3)
