"""Reads and judges what was chosen, on the thread for files."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from walletsafe.cancel import CancelToken
from walletsafe.checks.observer import Observer
from walletsafe.errors import Cancelled, WalletSafeError
from walletsafe.message.model import Kind, Message, Triage

from .start import Written

MOST = 500
"""How many messages are read at once: each is kept until another is chosen."""

Read = Callable[[Observer, CancelToken], "Readings"]


@dataclass(frozen=True, slots=True)
class Item:
    """One message, or one file that could not be read. ``name`` is the file's, empty for a text."""

    name: str
    result: Triage | WalletSafeError


@dataclass(frozen=True, slots=True)
class Readings:
    """What was read; ``complete`` is false where there were more than :data:`MOST`."""

    items: tuple[Item, ...]
    complete: bool = True


def of_files(untrusted_paths: Sequence[Path]) -> Read:
    """Work that reads the files one after another. A file that cannot be read does not stop the others."""

    def read(observer: Observer, cancel: CancelToken) -> Readings:
        from walletsafe.message.judge import judge

        items: list[Item] = []
        for number, path in enumerate(untrusted_paths):
            observer.step(path.name, number, len(untrusted_paths))
            for result in _results(path, cancel):
                cancel.raise_if_cancelled()
                if len(items) == MOST:
                    return Readings(tuple(items), complete=False)
                found = result if isinstance(result, WalletSafeError) else judge(result)
                items.append(Item(path.name, found))
        return Readings(tuple(items))

    return read


def of_text(written: Written) -> Read:
    """Work that reads what was pasted or typed; web addresses may stand one a line.

    One web address and nothing else is one, whatever kind the box stands at.
    """

    def read(_: Observer, cancel: CancelToken) -> Readings:
        from walletsafe.message import plain
        from walletsafe.message.judge import judge, judge_host

        if written.kind is Kind.HOST or plain.is_host(written.text):
            hosts = (line.strip() for line in written.text.splitlines() if line.strip())
            found = map(judge_host, hosts)
        else:
            found = map(judge, _messages_of(written))
        items: list[Item] = []
        for triage in found:
            cancel.raise_if_cancelled()
            if len(items) == MOST:
                return Readings(tuple(items), complete=False)
            items.append(Item("", triage))
        return Readings(tuple(items))

    return read


def _results(path: Path, cancel: CancelToken) -> Iterator[Message | WalletSafeError]:
    """The messages in a file, and an error in the place of each that cannot be read."""
    from walletsafe.message import files

    messages: Iterator[Message] | None = None
    while True:
        try:
            messages = messages or files.read(path, cancel=cancel)
            yield next(messages)
        except StopIteration:
            return
        except Cancelled:
            raise
        except WalletSafeError as error:
            yield error
            if messages is None:
                return


def _messages_of(written: Written) -> Iterator[Message]:
    """The message; several where a whole mailbox was pasted."""
    from walletsafe.message import files, plain

    if written.kind is Kind.MAIL:
        # Perhaps with its source, which tells more.
        text = written.text.replace("\x00", "")
        messages = files.parse(text.encode("utf-8", "surrogatepass"), "", Kind.MAIL)
    else:
        messages = iter((plain.read(written.text, written.kind),))
    for message in messages:
        yield replace(message, words_removed=message.words_removed + written.words_removed)
