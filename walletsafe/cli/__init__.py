"""The command line: one thin module per command."""

from __future__ import annotations

import os
import sys
from typing import TextIO

from walletsafe import __version__


def main() -> None:
    """Entry point of ``walletsafe``. Ends the process with the contract's exit status."""
    exit_status = _main(sys.argv[1:])
    for stream in (sys.stdout, sys.stderr):
        try:
            if stream is not None:
                stream.flush()
        except OSError:
            # Its reader left. Python would try once more at its end, and change the exit status.
            discard_output(stream)
    sys.exit(exit_status)


def _main(arguments: list[str]) -> int:
    try:
        # Answered before anything heavy is loaded: support asks for it first.
        if arguments == ["--version"]:
            print(f"walletsafe {__version__}", flush=True)
            return 0
        from walletsafe.cli.program import run

        return run(arguments)
    except KeyboardInterrupt:
        return 4
    except OSError:
        # Nobody reads our output, or there is no room for it: nothing more can be said.
        discard_output()
        return 3


def discard_output(*streams: TextIO | None) -> None:
    """Send what is still unwritten nowhere, so that the end of the process does not trip over it.

    Without ``streams``, both standard output and standard error.
    """
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in streams or (sys.stdout, sys.stderr):
        if stream is not None:
            os.dup2(nowhere, stream.fileno())
