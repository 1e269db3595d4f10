"""Files that must not alarm: the lists in every packing, lists of other words, and what only looks alike."""

from __future__ import annotations

import json
import marshal
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from random import Random
from re import findall

from tests.helpers.plants import LANGUAGES, PROSE, paragraphs
from walletsafe import published, wordlists
from walletsafe.phrases import LENGTHS, Card, deal, words_of
from walletsafe.scan.finds import Grade

ROOT = Path(__file__).parents[2]

Words = Sequence[str]

KNOWN = frozenset({Grade.PUBLISHED, Grade.PRACTICE})
LISTS = frozenset({Grade.WORD_LIST, Grade.PUBLISHED})


@dataclass(frozen=True)
class Quiet:
    """A file and the grades that may be said of it: none of them alarms. Those ``needed`` must be said.

    ``required``: else it is made to mislead (nouns in a row, set apart letters), and reported only.
    """

    name: str
    data: bytes = field(repr=False)
    allowed: frozenset[Grade] = LISTS
    needed: frozenset[Grade] = frozenset()
    required: bool = True


def _lines(words: Words) -> bytes:
    return "\n".join(words).encode() + b"\n"


def _export(words: Words) -> bytes:
    inner = "\n".join(words)
    return f"export const wordlist: string[] = `{inner}`.split('\\n');\n".encode()


def _quoted(start: str, gap: str, end: str) -> Callable[[Words], bytes]:
    return lambda words: (start + gap.join(f'"{word}"' for word in words) + end).encode()


def _numbered(pattern: str) -> Callable[[Words], bytes]:
    return lambda words: "".join(pattern.format(n=n, w=w) for n, w in enumerate(words, 1)).encode()


def _bits(words: Words) -> bytes:
    return "".join(f"{n:04d} {n:011b} {word}\n" for n, word in enumerate(words)).encode()


def _columns(words: Words) -> bytes:
    rows = 512
    return "".join("  ".join(words[row::rows]) + "\n" for row in range(rows)).encode()


def _page(words: Words) -> bytes:
    rows = "".join(f"<tr><td>{n}</td><td>{w}</td></tr>\n" for n, w in enumerate(words, 1))
    return f"<html><body><table>\n{rows}</table></body></html>\n".encode()


PACKINGS: dict[str, Callable[[Words], bytes]] = {
    "lines": _lines,
    "lines_crlf": lambda words: "\r\n".join(words).encode(),
    "row": lambda words: " ".join(words).encode(),
    "commas": lambda words: ",".join(words).encode(),
    "json": lambda words: json.dumps(list(words), ensure_ascii=False, indent=2).encode(),
    "json_minified": lambda words: json.dumps(list(words), separators=(",", ":")).encode(),
    "js": _quoted("module.exports = [\n  ", ",\n  ", "\n];\n"),
    "js_minified": _quoted('"use strict";var a=[', ",", "];function b(c){return a[c]}"),
    "js_export": _export,
    "python": _quoted("WORDS = (\n    ", ",\n    ", ",\n)\n"),
    "python_compiled": lambda words: b"\xa7\r\r\n" + bytes(12) + marshal.dumps(tuple(words)),
    "csv": _numbered("{n},{w}\n"),
    "csv_quoted": _numbered('"{n}","{w}"\r\n'),
    "numbered": _numbered("{n}. {w}\n"),
    "numbered_bits": _bits,
    "columns": _columns,
    "html": _page,
    "camel_case": lambda words: "".join(word.capitalize() for word in words).encode(),
    "upper": lambda words: "\n".join(words).upper().encode(),
    "utf_16": lambda words: "\n".join(words).encode("utf-16"),
    "sorted": lambda words: _lines(sorted(words)),
    "backwards": lambda words: _lines(sorted(words, reverse=True)),
    "backwards_row": lambda words: " ".join(reversed(words)).encode(),
    "hundred": lambda words: _lines(words[700:800]),
    "first_letter": lambda words: " ".join(words[:136]).encode(),
}


def quiet(seed: int) -> Iterator[Quiet]:
    """Every file that must not alarm."""
    yield from word_lists()
    yield from others(seed)
    yield from own_files()


def others(seed: int) -> Iterator[Quiet]:
    """Lists of other words, and texts."""
    rng = Random(seed)
    yield from _other_lists(rng)
    yield from _texts(rng)


def word_lists() -> Iterator[Quiet]:
    """The ten lists in every packing."""
    for language in LANGUAGES:
        words = [wordlists.shown(word) for word in wordlists.words(language)]
        for packing, pack in PACKINGS.items():
            yield Quiet(f"list-{packing}-{language}", pack(words))


def known(seed: int) -> Iterator[Quiet]:
    """Phrases that are nobody's: published, and dealt for practice. They must be named as such."""
    rng = Random(seed)
    for phrase in published.phrases():
        language = phrase.languages[rng.randrange(len(phrase.languages))]
        words = " ".join(map(wordlists.shown, words_of(phrase.entropy, language)))
        needed = frozenset({Grade.PUBLISHED})
        yield Quiet(f"published-{phrase.id}-{language}", f'mnemonic: "{words}"\n'.encode(), KNOWN, needed)
    for language in LANGUAGES:
        for length in LENGTHS:
            lines = (
                f"{n}. {wordlists.shown(w)}\n"
                for n, w in enumerate(deal(Card(rng.randrange(65536), language, length)), 1)
            )
            needed = frozenset({Grade.PRACTICE})
            yield Quiet(f"practice-{length}-{language}", "".join(lines).encode(), KNOWN, needed)


@cache
def _vocabulary(language: str) -> tuple[str, ...]:
    text = (PROSE / f"{language}.txt").read_text("utf-8").lower()
    return tuple(sorted(set(findall(r"[^\W\d_]{3,9}", text))))


def _dice(number: int, dice: int) -> str:
    return "".join(str(number // 6**place % 6 + 1) for place in reversed(range(dice)))


def _other_lists(rng: Random) -> Iterator[Quiet]:
    for language in ("english", "french", "spanish"):
        words = _vocabulary(language)
        rows = "".join(f"{_dice(number, 5)}\t{word}\n" for number, word in enumerate(words))
        yield Quiet(f"dice-{language}", rows.encode())
        yield Quiet(f"dictionary-{language}", _lines(words))
        synonyms = (f"{word}: {', '.join(sorted(rng.sample(words, rng.randint(3, 9))))}\n" for word in words)
        yield Quiet(f"thesaurus-{language}", "".join(synonyms).encode())
        terms = {word: sorted(rng.sample(range(400), rng.randint(1, 6))) for word in words}
        index = f"Search.setIndex({json.dumps({'terms': terms}, separators=(',', ':'))})"
        yield Quiet(f"search-index-{language}", index.encode())
        joined = "|".join(words)
        yield Quiet(f"pattern-{language}", f"/^(?:{joined})$/i.test(a)".encode())
    even, odd = (rng.sample(_vocabulary("english"), 256) for _ in range(2))
    pairs = zip(sorted(even), sorted(odd), strict=True)
    rows = "".join(f"{number:02X}\t{one}\t{other}\n" for number, (one, other) in enumerate(pairs))
    yield Quiet("bytes-as-words", rows.encode())


CSS = (
    "animation background border bottom box-shadow clear clip color content cursor direction display "
    "filter flex float font grid height image left letter-spacing line-height list-style margin "
    "opacity order outline overflow padding page-break position quotes resize right scroll table- "
    "layout text-align text-indent top transform transition vertical-align visibility width word- "
    "break word-spacing z-index"
)
JAVASCRIPT = (
    "abstract await boolean break case catch class const continue debugger default delete do else "
    "enum export extends final finally for function if implements import in instanceof interface let "
    "long native new null package private protected public return short static super switch this "
    "throw throws transient true try typeof var void volatile while with yield"
)
EMOJI = (
    "grinning face, big eyes, tears of joy, rolling on the floor, heart eyes, star-struck, cool, sunglasses, "
    "zipper mouth, hugging face, thinking face, sleepy, medical mask, hot face, cold face, exploding head, "
    "party face, clown, ghost, alien monster, robot, cat face, monkey face, dog face, wolf, fox face, lion, "
    "tiger face, horse racing, cow face, pig nose, two-hump camel, elephant, mouse face, rabbit face, bear, "
    "hatching chick, bird, eagle, duck, turtle, snake, dragon face, spouting whale, dolphin, tropical fish"
)
LOREM = (
    "Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor incididunt ut labore et "
    "dolore magna aliqua. Ut enim ad minim veniam, quis nostrud exercitation ullamco laboris nisi ut aliquip "
    "ex ea commodo consequat. "
)
"""Public domain: cut from Cicero, De finibus, 45 BC."""


def _texts(rng: Random) -> Iterator[Quiet]:
    for source in sorted(PROSE.glob("*.txt")):
        ordinary = source.stem in {"chinese", "french", "korean"}
        yield Quiet(f"prose-{source.stem}", source.read_bytes(), required=ordinary)
    chinese = "".join(paragraphs("chinese_simplified"))
    pieces = (chinese[at : at + 12] for at in range(0, len(chinese), 12))
    yield Quiet("chinese-lines-of-twelve", "\n".join(pieces).encode(), required=False)
    spaced = " ".join(letter for letter in chinese if letter.isalpha())
    yield Quiet("chinese-spaced", spaced.encode())
    for name, words in (("css", CSS.split()), ("javascript", JAVASCRIPT.split())):
        yield Quiet(f"{name}-row", (" ".join(words) + "\n").encode() * 3)
        yield Quiet(f"{name}-json", json.dumps(words).encode())
        yield Quiet(f"{name}-pattern", "|".join(words).encode())
        yield Quiet(f"{name}-backwards", _lines(sorted(words, reverse=True)))
    codes = {f"{0x1F600 + number:X}": name for number, name in enumerate(EMOJI.split(", "))}
    yield Quiet("emoji-table", "".join(f"{code};{name};So;0;ON\n" for code, name in codes.items()).encode())
    yield Quiet("emoji-json", json.dumps(codes).encode())
    yield Quiet("emoji-minified", "".join(f'["{name}",0x{code}],' for code, name in codes.items()).encode())
    yield Quiet("emoji-row", " ".join(codes.values()).encode(), required=False)
    styles = "".join(f".{word}{{{word}:inherit;display:block}}" for word in CSS.split())
    yield Quiet("css-minified", styles.encode())
    names = "".join(f"var {word}=require('{word}').{word};" for word in JAVASCRIPT.split())
    yield Quiet("javascript-minified", names.encode())
    yield Quiet("lorem", LOREM.encode() * 30)
    yield Quiet("licence", (ROOT / "LICENSE").read_bytes())
    yield Quiet("types", b"type type type type " * 60 + b"int type long type short type " * 20)
    yield Quiet("spin-lock", b"spin lock lock unlock spin lock " * 40)
    yield Quiet("noise", rng.randbytes(200_000))
    yield Quiet("compressed", zlib.compress((PROSE / "english.txt").read_bytes()))


def own_files() -> Iterator[Quiet]:
    """What the program ships, and what it says of itself: its tests' vectors are published phrases."""
    for folder in ("resources", "docs", "tests/vectors"):
        for path in sorted((ROOT / folder).rglob("*")):
            if path.is_file() and path.suffix not in {".pyc", ".traineddata"}:
                yield Quiet(f"own-{path.relative_to(ROOT)}", path.read_bytes(), KNOWN | LISTS)
    for name in ("README.md", "CHANGELOG.md"):
        yield Quiet(f"own-{name}", (ROOT / name).read_bytes(), KNOWN | LISTS)
