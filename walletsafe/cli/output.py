"""A result on standard output."""

from __future__ import annotations

import sys

import click

from walletsafe.cli import discard_output
from walletsafe.errors import OutputFailed


def put(text: str) -> None:
    """Print ``text`` as it is.

    Raises :class:`~walletsafe.errors.OutputFailed` where it cannot be written. A reader that leaves, as
    "head" does, is no error: the exit status still tells the outcome.
    """
    try:
        click.echo(text, nl=False)
    except BrokenPipeError:
        discard_output()
    except OSError:
        discard_output(sys.stdout)  # the line that says so goes to the other stream
        raise OutputFailed from None
