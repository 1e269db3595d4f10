"""The command line: one thin module per command."""

from __future__ import annotations

import sys

from walletsafe import __version__


def main() -> None:
    """Entry point of ``walletsafe``. Ends the process with the contract's exit status."""
    # Answered before anything heavy is loaded: support asks for it first.
    if sys.argv[1:] == ["--version"]:
        print(f"walletsafe {__version__}")
        return
    from walletsafe.cli.program import run

    sys.exit(run(sys.argv[1:]))
