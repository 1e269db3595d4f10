"""``walletsafe download``: is this installer one that Ledger signed?"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import click

from walletsafe import report, texts
from walletsafe.cancel import CancelToken
from walletsafe.cli import status
from walletsafe.cli.output import put
from walletsafe.cli.signals import on_stop_signals
from walletsafe.cli.terminal import say
from walletsafe.download import companions, judge, keys
from walletsafe.download.judge import Files
from walletsafe.download.systems import explanations
from walletsafe.findings import Outcome, Report
from walletsafe.report.text import wrapped

_STEP = 10
"""Progress is told every ten percent."""


@click.command(name="download")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--sums",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Ledger's list of checksums. Without it, the one that lies beside the installer.",
)
@click.option(
    "--signature",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help='The signature of that list. Without it, the list\'s name with ".sig".',
)
@click.option(
    "--keys",
    "folder",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="Newer keys, NAME.pem with NAME.pem.sig each. They count where a chain from Ledger's key leads.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
def command(file: Path, sums: Path | None, signature: Path | None, folder: Path | None, as_json: bool) -> int:
    """Check a downloaded installer of Ledger Wallet against the list that Ledger signed. Opens nothing."""
    trusted = keys.pinned()
    if folder is not None:
        trusted = keys.with_folder(trusted, folder)
    companions.check_is_installer(file)
    files = companions.beside(Files(file, sums, signature))
    cancel = CancelToken()
    with on_stop_signals(cancel.cancel):
        result = judge.check(files, trusted, progress=partial(_say_percent, file.name), cancel=cancel)
    _print(result, file.name, as_json=as_json)
    return status.OF_OUTCOME[result.outcome]


def _say_percent(untrusted_name: str, percent: int) -> None:
    if percent % _STEP == 0:
        say(texts.words("download", "reading.percent", name=judge.shown(untrusted_name), percent=percent))


def _print(result: Report, untrusted_name: str, *, as_json: bool) -> None:
    if as_json:
        text = json.dumps(report.as_json(result), indent=2, ensure_ascii=False) + "\n"
    else:
        text = report.as_text(result)
        if result.outcome is not Outcome.DID_NOT_PASS:  # nothing that reads like a second chance
            text += "\n".join(["", *_code_signatures(untrusted_name)]) + "\n"
    put(text)


def _code_signatures(untrusted_name: str) -> Iterator[str]:
    title = texts.words("download", "code_signature.title")
    yield title
    yield "-" * len(title)
    yield from wrapped(texts.words("download", "code_signature.lead"))
    for explanation in explanations(untrusted_name):
        yield ""
        yield from wrapped(f"{explanation.title}: {explanation.meaning}")
        # Never wrapped: a line broken in two would be two other commands.
        yield from (f"  {line}" for line in explanation.commands)
        if explanation.caution:
            yield from wrapped(explanation.caution)
