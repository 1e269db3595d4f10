"""Planted files: phrases that are random at run time, in every layout, length, language and encoding.

The same seed gives the same plants. No phrase is kept in a file of ours.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import cycle
from pathlib import Path
from random import Random
from unicodedata import combining, normalize

from tests.helpers import plants_code, plants_layouts
from tests.helpers.plants_layouts import CHINESE, UNCASED, Setting
from walletsafe import phrases, wordlists
from walletsafe.scan.finds import ALARMS, Grade, Layout, Located, Trace

PROSE = Path(__file__).parents[1] / "prose"
LANGUAGES = wordlists.STANDARD
_MOST_FREQUENT = 300
LEAST_PART = 9
"""From so many words on the scan tells a part of a phrase."""
ACCENTED = frozenset({"french", "spanish"})
"""The Latin lists that have accents."""

CORE = (
    "row_space",
    "row_comma_space",
    "lines_lf",
    "lines_crlf",
    "numbered_dot",
    "numbered_row_dot",
    "columns_2_column_major_spaces",
    "json_array",
    "csv",
    "html_li",
    "prose",
)
"""The layouts that are written in every encoding."""


@dataclass(frozen=True)
class Plant:
    """A file with one phrase in it, and what the scan should say of it.

    ``siblings`` are files that lie beside it, by the end that their names add. ``required``: else it is
    reported only.
    """

    name: str
    data: bytes = field(repr=False)
    language: str
    length: int
    layout: str
    encoding: str
    words: tuple[str, ...] = field(repr=False)
    suffix: str = ".txt"
    required: bool = True
    siblings: dict[str, bytes] = field(default_factory=dict, repr=False)

    def found_in(self, located: Sequence[Located]) -> Grade | None:
        """As what these words were found: whole, or else like one or in part; ``None``: nothing was told.

        List words beside a phrase may belong to a longer valid one by chance: more words are right too.
        """
        wanted = {wordlists.folded(word) for word in self.words}
        close = [one.trace for one in located if len(wanted & _folded(one)) * 2 >= LEAST_PART]
        return found_among(self, close)


def _folded(located: Located) -> set[str]:
    return {wordlists.folded(word) for word in located.untrusted_words}


def found_among(plant: Plant, traces: Sequence[Trace]) -> Grade | None:
    """As :meth:`Plant.found_in`, where the words stayed in another process."""
    alarms = [trace for trace in traces if trace.grade in ALARMS]
    if any(one.grade is Grade.RECOVERY_PHRASE and one.words >= plant.length for one in alarms):
        return Grade.RECOVERY_PHRASE
    return Grade.LOOKS_LIKE_PHRASE if alarms else None


def phrase(rng: Random, language: str, length: int) -> tuple[str, ...]:
    """A random phrase as people see it, with a valid checksum."""
    words = phrases.words_of(rng.randbytes(length * 4 // 3), language)
    return tuple(wordlists.shown(word) for word in words)


def plants(seed: int) -> Iterator[Plant]:
    """All planted texts: every layout in every language, English in every length; every encoding."""
    rng = Random(seed)
    yield from _by_layout(rng)
    yield from _by_encoding(rng)


def sample(seed: int) -> Iterator[Plant]:
    """Required plants: one of each layout, two of each encoding; which ones the seed decides."""
    rng = Random(seed)
    groups: dict[str, list[Plant]] = defaultdict(list)
    for plant in plants(seed):
        if plant.required:
            groups[plant.layout if plant.encoding == "utf-8" else plant.encoding].append(plant)
    for name, group in groups.items():
        yield from rng.sample(group, 2 if name in ENCODINGS else 1)


def paragraphs(language: str) -> tuple[str, ...]:
    """Ordinary text of a language; English where there is none. Source: tests/prose/SOURCES.md."""
    name = "chinese" if language in CHINESE else language
    return _paragraphs(name if (PROSE / f"{name}.txt").exists() else "english")


@cache
def _paragraphs(name: str) -> tuple[str, ...]:
    text = (PROSE / f"{name}.txt").read_text("utf-8")
    return tuple(piece for piece in text.split("\n\n") if 40 < len(piece) < 900)


def surrounded(text: str, language: str, rng: Random) -> str:
    """``text`` with one to three paragraphs of ordinary text before and behind it."""
    before, behind = (rng.sample(paragraphs(language), rng.randint(1, 3)) for _ in range(2))
    return "\n\n".join([*before, text.strip("\n"), *behind, ""])


@cache
def _settings() -> tuple[Setting, ...]:
    return (
        *plants_layouts.settings(),
        *plants_code.settings(),
        Setting("prose", _in_prose, Layout.ROW),
        Setting("prose_among_list_words", _among_list_words, Layout.ROW),
    )


def _in_prose(words: Sequence[str], rng: Random) -> str:
    before, behind = rng.sample(paragraphs("english"), 2)
    return f"{before.strip()} My words are {' '.join(words)} and nobody knows them. {behind.strip()}"


def _among_list_words(words: Sequence[str], rng: Random) -> str:
    language = next(name for name in LANGUAGES if set(words) <= _shown(name))
    around = _of_prose(language) or tuple(sorted(_shown(language)))
    before, behind = (rng.sample(around, rng.randint(1, 3)) for _ in range(2))
    return " ".join([*before, *words, *behind])


@cache
def _of_prose(language: str) -> tuple[str, ...]:
    """The list words that English prose is full of: those stand beside a phrase. Elsewhere none is known."""
    if language != wordlists.ENGLISH:
        return ()
    counted = Counter(word for paragraph in paragraphs(language) for word in paragraph.lower().split())
    return tuple(word for word, _ in counted.most_common(_MOST_FREQUENT) if word in _shown(language))


@cache
def _shown(language: str) -> frozenset[str]:
    return frozenset(map(wordlists.shown, wordlists.words(language)))


def _by_layout(rng: Random) -> Iterator[Plant]:
    lengths = cycle(phrases.LENGTHS)
    for setting in _settings():
        for language in filter(setting.suits, LANGUAGES):
            chosen = phrases.LENGTHS if language == "english" else (next(lengths),)
            for length in chosen:
                yield _planted(setting, language, length, "utf-8", rng)
        next(lengths)


def _by_encoding(rng: Random) -> Iterator[Plant]:
    lengths = cycle(phrases.LENGTHS)
    core = [setting for setting in _settings() if setting.name in CORE]
    for encoding, written in ENCODINGS.items():
        if encoding == "utf-8":
            continue
        for language in filter(written.suits, LANGUAGES):
            for setting in core:
                yield _planted(setting, language, next(lengths), encoding, rng)


def _planted(setting: Setting, language: str, length: int, encoding: str, rng: Random) -> Plant:
    words = phrase(rng, language, length)
    text = setting.render(words, rng)
    if not setting.alone:
        text = surrounded(text, language, rng)
    written = ENCODINGS[encoding]
    return Plant(
        name=f"{setting.name}-{language}-{length}-{encoding}",
        data=written.write(text, rng),
        language=language,
        length=length,
        layout=setting.name,
        encoding=encoding,
        words=words,
        required=setting.required and written.is_required(language),
    )


@dataclass(frozen=True)
class Encoding:
    """How a text becomes bytes. ``languages``: of those alone. ``welcome``: not required for those."""

    write: Callable[[str, Random], bytes]
    languages: frozenset[str] = frozenset(LANGUAGES)
    welcome: frozenset[str] = frozenset()

    def suits(self, language: str) -> bool:
        """Whether it is used for this language."""
        return language in self.languages

    def is_required(self, language: str) -> bool:
        """Whether the scan must read this language in it."""
        return language not in self.welcome


def _plain(codec: str, mark: bytes = b"") -> Callable[[str, Random], bytes]:
    return lambda text, _rng: mark + text.encode(codec, "replace")


def _nfd(text: str, _rng: Random) -> bytes:
    return normalize("NFD", text).encode()


def _bare(text: str, _rng: Random) -> bytes:
    return "".join(letter for letter in normalize("NFD", text) if not combining(letter)).encode()


def _in_binary(codec: str, odd: int) -> Callable[[str, Random], bytes]:
    def write(text: str, rng: Random) -> bytes:
        before = rng.randbytes(2 * rng.randint(100, 900) + odd)
        return before + b"\0\0\0" * 2 + text.encode(codec) + b"\0\0\0\0" + rng.randbytes(700)

    return write


_EVERYWHERE = frozenset(LANGUAGES)

ENCODINGS = {
    "utf-8": Encoding(_plain("utf-8")),
    "utf-8-mark": Encoding(_plain("utf-8-sig")),
    "utf-16-le-mark": Encoding(_plain("utf-16-le", b"\xff\xfe")),
    "utf-16-be-mark": Encoding(_plain("utf-16-be", b"\xfe\xff")),
    "utf-32-le-mark": Encoding(_plain("utf-32-le", b"\xff\xfe\0\0")),
    "utf-32-be-mark": Encoding(_plain("utf-32-be", b"\0\0\xfe\xff")),
    "utf-16-le": Encoding(_plain("utf-16-le"), welcome=UNCASED),
    "utf-16-be": Encoding(_plain("utf-16-be"), welcome=UNCASED),
    "binary-utf-8": Encoding(_in_binary("utf-8", 0)),
    "binary-utf-16-le": Encoding(_in_binary("utf-16-le", 0), welcome=UNCASED),
    "binary-utf-16-le-odd": Encoding(_in_binary("utf-16-le", 1), welcome=UNCASED),
    "binary-utf-16-be-odd": Encoding(_in_binary("utf-16-be", 1), welcome=UNCASED),
    "nfd": Encoding(_nfd, languages=ACCENTED | {"japanese", "korean"}),
    "without-accents": Encoding(_bare, languages=ACCENTED),
    "cp1252": Encoding(_plain("cp1252"), languages=ACCENTED),
    "mac-roman": Encoding(_plain("mac-roman"), languages=ACCENTED),
    "shift-jis": Encoding(_plain("cp932"), frozenset({"japanese"}), _EVERYWHERE),
    "euc-jp": Encoding(_plain("euc-jp"), frozenset({"japanese"}), _EVERYWHERE),
    "gb18030": Encoding(_plain("gb18030"), frozenset({"chinese_simplified"}), _EVERYWHERE),
    "big5": Encoding(_plain("big5"), frozenset({"chinese_traditional"}), _EVERYWHERE),
    "cp949": Encoding(_plain("cp949"), frozenset({"korean"}), _EVERYWHERE),
}
