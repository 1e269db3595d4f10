"""``walletsafe practice``: deal a sheet, check a copy of one, list the published phrases, play a drill."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from typing import Final

import click

from walletsafe import phrases, published, texts, wordlists
from walletsafe.cli import status
from walletsafe.cli.drill import drill
from walletsafe.cli.terminal import NO_TEXT, PLAN, forget_typed_ahead, read_line, say
from walletsafe.errors import Cancelled
from walletsafe.guard import cut
from walletsafe.phrases import Card
from walletsafe.practice import checker, sheets
from walletsafe.practice.checker import Judgement, WordNote, WordState
from walletsafe.practice.sheets import Sheet
from walletsafe.report.text import wrapped

_LENGTH: Final = 24
_MOST_WORDS: Final = 48
_LONGEST_WORD: Final = 32
_WORD: Final = re.compile(r"(?:[^\W\d_]|[\u0300-\u036f\u3099\u309a])+")
"""Letters with their combining marks."""

_words_option = click.option(
    "--words",
    "length",
    type=click.Choice([str(length) for length in phrases.LENGTHS]),
    help=f"How many words the sheet has: {_LENGTH} unless told.",
)
_language_option = click.option(
    "--language", type=click.Choice(wordlists.LANGUAGES), help="The word list: english unless told."
)
_number_range = click.IntRange(0, phrases.CARDS - 1)


class _Stopped(Exception):
    """What was typed looks like another phrase. It was forgotten."""


@click.group("practice")
def command() -> None:
    """Practise with words that are nobody's. Your own words belong on your Ledger only."""


@command.command("deal")
@_words_option
@_language_option
@click.option("--number", type=_number_range, help="The card's number: drawn by chance unless told.")
def deal(length: str | None, language: str | None, number: int | None) -> int:
    """Print a practice sheet: numbered words that are nobody's."""
    listed, count = language or wordlists.ENGLISH, int(length or _LENGTH)
    sheet = sheets.fresh(listed, count) if number is None else sheets.dealt(Card(number, listed, count))
    click.echo("\n".join(_printed(sheet)))
    return status.PASSED


@command.command("published")
def list_published() -> int:
    """List the published phrases by name; their words are printed nowhere."""
    width = max(len(name) for name in published.by_id())
    for phrase in published.phrases():
        click.echo(f"{phrase.id:<{width}}  {phrase.name}")
    return status.PASSED


@command.command("check")
@click.option("--number", type=_number_range, help="The number printed on the practice sheet.")
@_words_option
@_language_option
@click.option("--published", "name", metavar="NAME", help="A published phrase instead of a sheet.")
def check(number: int | None, length: str | None, language: str | None, name: str | None) -> int:
    """Compare a copy with its practice sheet, word by word. No other words are taken."""
    if (number is None) == (name is None):
        raise click.UsageError("Name the sheet first: either --number or --published.")
    if name is not None and (length or language):
        raise click.UsageError("--words and --language go with --number.")
    if name is not None:
        sheet = sheets.of_published(cut(name))
    else:
        sheet = sheets.dealt(Card(number or 0, language or wordlists.ENGLISH, int(length or _LENGTH)))
    click.echo("\n".join([_name(sheet), *wrapped(texts.words("practice", "checker.limit")), ""]))
    try:
        untrusted_words = _read_copy(sheet)
    except _Stopped:
        forget_typed_ahead()
        click.echo("\n".join(_stopped()))
        return status.DID_NOT_PASS
    if not any(untrusted_words):
        say(texts.words("practice", "check.nothing_typed"))
        return status.COULD_NOT_CHECK
    missing = [""] * (len(sheet.words) - len(untrusted_words))
    judgement = checker.judge(sheet, [*untrusted_words, *missing])
    click.echo("\n".join(_judged(judgement)))
    return status.PASSED if judgement.same else status.DID_NOT_PASS


command.add_command(drill)


def _name(sheet: Sheet) -> str:
    count = len(sheet.words)
    if isinstance(sheet.known, Card):
        language = texts.words("practice", f"languages.{sheet.language}")
        number = sheet.known.number
        return texts.words("practice", "sheet.dealt", number=number, language=language, count=count)
    return texts.words("practice", "sheet.published", name=sheet.known.name, count=count)


def _printed(sheet: Sheet) -> Iterator[str]:
    """The sheet on paper, one word a line, which no eye and no screen reader takes for columns."""
    mark = texts.words("practice", "sheet.mark")
    yield f"{mark} - {_name(sheet)}"
    yield from wrapped(texts.words("practice", "sheet.warning"))
    if sheet.language != wordlists.ENGLISH:
        outside = sheet.language in wordlists.OUTSIDE_STANDARD
        yield from wrapped(
            texts.words("practice", "notes.outside_standard" if outside else "notes.not_english")
        )
    yield ""
    yield from (f"{number:>2}. {wordlists.shown(word)}" for number, word in enumerate(sheet.words, start=1))
    yield ""
    yield f"{mark} - {_name(sheet)}"


def _read_copy(sheet: Sheet) -> Sequence[str]:
    """The typed words. Raise :class:`_Stopped` at the very word at which the checker stops."""
    somebody = sys.stdin is not None and sys.stdin.isatty()
    if somebody:
        say(texts.words("practice", "check.screen"))
    untrusted_words: list[str] = []
    while len(untrusted_words) < (len(sheet.words) if somebody else _MOST_WORDS):
        try:
            untrusted_line = read_line(_prompt(sheet, len(untrusted_words) + 1) if somebody else "")
        except Cancelled:
            break
        if somebody and not untrusted_line:
            untrusted_words.append("")
        for untrusted_word in _words_in(untrusted_line):
            untrusted_words.append(untrusted_word)
            if checker.must_stop(sheet, untrusted_words):
                untrusted_words.clear()
                raise _Stopped
    return untrusted_words


def _prompt(sheet: Sheet, position: int) -> str:
    return texts.words("practice", "check.ask", position=position, count=len(sheet.words))


def _words_in(untrusted_line: str) -> Iterator[str]:
    """Yield the words of a line, whatever stands between them: no comma may make one word of many."""
    if untrusted_line == NO_TEXT:
        yield NO_TEXT
    for match in _WORD.finditer(untrusted_line):
        yield match.group()[:_LONGEST_WORD]


def _stopped() -> Iterator[str]:
    yield ""
    yield texts.words("practice", "checker.stopped_title")
    yield from wrapped(texts.words("practice", "checker.stopped"))
    yield PLAN


def _judged(judgement: Judgement) -> Iterator[str]:
    """The words one by one, and then three answers that are never one verdict."""
    for note in judgement.notes:
        yield from wrapped(_noted(note), hang=4)
    yield ""
    for title, key in (
        ("count", _count(judgement)),
        ("words", _known(judgement)),
        ("checksum", _sum(judgement)),
    ):
        explained = texts.words(
            "practice",
            f"checker.{key}",
            count=judgement.count,
            wanted=judgement.wanted,
            odds=1 << judgement.count // 3,
        )
        yield from wrapped(f"{texts.words('practice', f'checker.{title}_title')}: {explained}", hang=4)
    yield ""
    yield texts.words("practice", "checker.same" if judgement.same else "checker.not_same")


def _noted(note: WordNote) -> str:
    said = texts.words("practice", f"checker.{note.state.value.replace('-', '_')}", position=note.position)
    if note.state is not WordState.NOT_IN_LIST or not note.near:
        return said
    near = ", ".join(wordlists.shown(word) for word in note.near)
    return f"{said} {texts.words('practice', 'checker.near', words=near)}"


def _count(judgement: Judgement) -> str:
    return "count_right" if judgement.count_right else "count_wrong"


def _known(judgement: Judgement) -> str:
    return "words_right" if judgement.words_known else "words_wrong"


def _sum(judgement: Judgement) -> str:
    if judgement.checksum_right is None:
        return "checksum_unknown"
    return "checksum_right" if judgement.checksum_right else "checksum_wrong"
