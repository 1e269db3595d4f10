"""The command group, and the one place where an error becomes a line and an exit status."""

from __future__ import annotations

import errno
import importlib
import io
import os
import re
import sys
import traceback
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import click

from walletsafe import __version__, seal, texts
from walletsafe.cli import discard_output, status
from walletsafe.errors import (
    Cancelled,
    NoScreen,
    NotRepeated,
    OutputFailed,
    PictureWithoutCode,
    ScreenOverNetwork,
    TransportError,
    UsageError,
    WalletSafeError,
    WordsAsArguments,
)
from walletsafe.guard import cut, find_runs, is_list_word
from walletsafe.redact import clean
from walletsafe.wordlists import CHINESE

_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})

_COMMANDS = {
    "check": "walletsafe.cli.check",
    "code": "walletsafe.cli.code",
    "devices": "walletsafe.cli.devices",
    "doctor": "walletsafe.cli.doctor",
    "download": "walletsafe.cli.download",
    "emergency": "walletsafe.cli.emergency",
    "handout": "walletsafe.cli.handout",
    "lesson": "walletsafe.cli.lesson",
    "message": "walletsafe.cli.message",
    "practice": "walletsafe.cli.practice",
    "report": "walletsafe.cli.report",
    "scan": "walletsafe.cli.scan",
    "virtual": "walletsafe.cli.virtual",
}

_NAMES = frozenset({*_COMMANDS, "deal", "drill", "list", "published", "purge", "serve", "show"})
_FEW = 4
"""How many words in a row of foreign text are no name of a file or a device any more."""

_WORDS_OR_CHINESE = re.compile(rf"[{CHINESE}]|[^\W\d_{CHINESE}]+")

_SEAL_THEMSELVES = frozenset({"check", "virtual"})
"""Commands with a part that needs a socket on this computer, or that starts the online check."""


class _LazyGroup(click.Group):
    """Loads a command's module only when that command runs: each needs other libraries."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        command: click.Command = importlib.import_module(_COMMANDS[cmd_name]).command
        return command


@click.command(cls=_LazyGroup, invoke_without_command=True)
@click.version_option(__version__, message="walletsafe %(version)s")
@click.pass_context
def program(ctx: click.Context) -> int:
    """Check a Ledger calmly and offline. Without a command the window opens.

    Nobody ever needs your recovery words: not this program, not Ledger, not support.
    """
    if ctx.invoked_subcommand is not None:
        seal.harden_memory()
        if ctx.invoked_subcommand not in _SEAL_THEMSELVES:
            seal.close()
        return status.PASSED
    if _without_screen():
        raise NoScreen
    if _screen_over_network():
        raise ScreenOverNetwork
    window = importlib.import_module("walletsafe.ui.app")
    exit_status: int = window.main()
    return exit_status


def run(arguments: list[str]) -> int:
    """Run one command line and return its exit status. No exception leaves this function."""
    _prepare_streams()
    try:
        _refuse_words(arguments)
        result: object = program.main(arguments, prog_name="walletsafe", standalone_mode=False)
        return result if isinstance(result, int) else status.PASSED
    except click.exceptions.Exit as error:
        return error.exit_code
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        return status.WRONG_USAGE
    except click.ClickException as error:
        return _say(_without_words(clean(error.format_message(), limit=300), arguments), status.WRONG_USAGE)
    except (click.Abort, KeyboardInterrupt, Cancelled):
        return _say(_stopped_line(arguments), status.STOPPED)
    except (BrokenPipeError, SystemExit):
        # The reader of our output left, as "head" does; click turns some of these into an exit.
        discard_output()
        return status.COULD_NOT_CHECK
    except WalletSafeError as error:
        return say_error(error, arguments)
    except Exception as error:  # noqa: BLE001  (the last line before a traceback would reach a person)
        if isinstance(error, OSError) and error.errno in _NO_ROOM:
            discard_output(sys.stdout)
            return _say(texts.error_line(OutputFailed()), status.COULD_NOT_CHECK)
        return _say(_own_fault(error), status.OWN_FAULT)


def _stopped_line(arguments: Sequence[str]) -> str:
    """Most commands talk to a device, and nothing was changed on it; the scan looks at this computer."""
    scan = arguments[:1] == ["scan"]
    return texts.words("scan", "command.stopped") if scan else texts.error_line(Cancelled())


def say_error(error: WalletSafeError, arguments: Sequence[str]) -> int:
    """Say the line of an error on standard error; return its exit status. ``arguments``: what was typed."""
    return _say(_without_words(texts.error_line(error), arguments), _status_of(error))


def _refuse_words(arguments: list[str]) -> None:
    """Look at nothing further where a phrase was typed after the command: not even at what it may mean."""
    if find_runs("\n".join(arguments)):
        raise WordsAsArguments


def _without_words(line: str, arguments: Sequence[str]) -> str:
    """Return ``line``, or one that repeats nothing where it says again what may be words: few, or disguised.

    Looked at is what stands in the line and was typed, too: our own sentences hold list words as well.
    """
    typed = {word for argument in arguments for word in argument.split()} - _NAMES
    again = typed.intersection(re.split(r"[\s\"'()]+", line))
    if "extra argument" in line or len(again) >= _FEW or holds_list_words(" ".join(again)):
        return texts.error_line(NotRepeated())
    return line


def holds_list_words(text: str) -> bool:
    """Whether there are so many list words in ``text`` that a line which repeats it is not said."""
    return sum(map(is_list_word, _WORDS_OR_CHINESE.findall(text))) >= _FEW


def _without_screen() -> bool:
    """Whether Qt would find nowhere to open a window, and end the process in its own words."""
    names = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return sys.platform == "linux" and not any(os.environ.get(name) for name in names)


def _screen_over_network() -> bool:
    """Whether Qt would need the network for its window, as with ``ssh -X``.

    A display's name begins with its host; an empty one, ``unix`` or a path is a local socket. Source: X(7).
    """
    elsewhere = os.environ.get("WAYLAND_DISPLAY") or os.environ.get("QT_QPA_PLATFORM", "") not in {"", "xcb"}
    host = os.environ.get("DISPLAY", "").rpartition(":")[0]
    return sys.platform == "linux" and not elsewhere and not host.startswith("/") and host not in {"", "unix"}


def _status_of(error: WalletSafeError) -> int:
    if isinstance(error, UsageError):
        return status.WRONG_USAGE
    outside = isinstance(error, TransportError | OutputFailed | NoScreen | PictureWithoutCode)
    return status.COULD_NOT_CHECK if outside else status.OWN_FAULT


def _say(line: str, exit_status: int) -> int:
    # What was typed after the command may be words: they are not repeated.
    with suppress(OSError):
        click.echo(f"walletsafe: {cut(line)}", err=True)
    return exit_status


def _prepare_streams() -> None:
    """Let a character that the terminal cannot show become an escape instead of an error."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _own_fault(error: Exception) -> str:
    """Name the kind and place of a fault of ours. Its message may hold foreign text, so it stays out."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "?"
    return (
        f"a fault of ours ({type(error).__name__} at {place}, version {__version__}). "
        "Please report this line to the makers of WalletSafe; your Ledger was not changed."
    )
