"""The first pass: quick and slow mean the same, files do not touch, and ordinary text is left alone."""

from __future__ import annotations

import base64
import json
import random
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest

from walletsafe import phrases, wordlists
from walletsafe.scan import first_pass, patterns, weight
from walletsafe.scan.finds import ALARMS
from walletsafe.scan.first_pass import FILES_APART, suspects, suspects_slowly
from walletsafe.scan.look import look

PROSE = Path(__file__).parents[1] / "prose"
DICE = random.Random(7)


def phrase(language: str = "english", length: int = 12) -> list[str]:
    words = phrases.words_of(DICE.randbytes(length * 4 // 3), language)
    return [wordlists.shown(word) for word in words]


def layouts(words: list[str]) -> Iterator[bytes]:
    if words[0][0] < "\u0500":  # text in two bytes a letter without its mark is found in Latin letters alone
        yield b"\x01" + " ".join(words).encode("utf-16-le")
    yield " ".join(words).encode()
    yield "\n".join(f"{number}{word}" for number, word in enumerate(words, 1)).encode()
    yield "".join(
        f'<tr><td class="n">{n}</td><td class="w">{word}</td></tr>' for n, word in enumerate(words)
    ).encode()
    yield json.dumps({"note": "\n".join(words)}).encode()
    yield b"Content-Transfer-Encoding: base64\n\n" + base64.encodebytes("\n".join(words).encode())
    yield " ".join(words).encode("utf-16")
    yield "".join(f"&#{ord(letter)};" for letter in " ".join(words)).encode()


@pytest.mark.parametrize(
    "written",
    [
        "".join,
        lambda words: "".join(word.title() for word in words),
        lambda words: " ".join("".join(words)),
    ],
    ids=["joined", "camel case", "spelled"],
)
def test_words_run_together_and_letters_set_apart_are_suspects(written: Callable[[list[str]], str]) -> None:
    text = (PROSE / "english.txt").read_bytes()[:50_000]
    for _ in range(5):
        planted = text + b"\n\n" + written(phrase()).encode() + b"\n\n" + text
        assert any(start <= len(text) <= end for start, end in suspects(planted))


@pytest.mark.parametrize("language", ["english", "french", "japanese", "korean", "chinese_simplified"])
@pytest.mark.parametrize("passed", [suspects, suspects_slowly])
def test_a_phrase_amid_a_long_text_is_a_suspect_in_every_layout(
    language: str, passed: first_pass.Pass
) -> None:
    text = (PROSE / "english.txt").read_bytes()
    middle = 90_000
    for data in layouts(phrase(language, 24)):
        before, after = text[:middle], text[middle:]
        if data[:2] == b"\xff\xfe":  # it begins a file
            before, after = FILES_APART, FILES_APART + after
        planted = before + data + after
        spans = passed(planted)
        assert any(start <= len(before) + 8 and end >= len(before) + len(data) - 8 for start, end in spans)


def test_the_engine_and_plain_python_suspect_the_same() -> None:
    text = (PROSE / "english.txt").read_bytes()[:120_000]
    planted = b"\n".join([text[:60_000], *layouts(phrase()), text[60_000:], *layouts(phrase("italian", 15))])
    assert suspects(planted) == suspects_slowly(planted) != []


@pytest.mark.parametrize(
    ("name", "share"),
    [("english", 0.4), ("french", 0.35), ("japanese", 0.15), ("korean", 0.45), ("chinese", 0.2)],
)
def test_little_prose_is_a_suspect(name: str, share: float) -> None:
    """What is goes through the closer look, which costs time and no more. These texts are full of lists."""
    text = (PROSE / f"{name}.txt").read_bytes()
    assert sum(end - start for start, end in suspects(text)) <= share * len(text)


def test_programs_are_left_alone() -> None:
    text = b"".join(path.read_bytes() for path in sorted(Path(json.__file__).parent.glob("*.py")))
    assert suspects(text) == []


def test_what_is_looked_at_never_reaches_into_the_next_file() -> None:
    first, second = " ".join(phrase()).encode(), b"nothing here but a few plain words of nobody"
    buffer = first + FILES_APART + second
    assert suspects(buffer) == [(0, len(first))]
    assert suspects(second + FILES_APART + first) == [(len(second) + len(FILES_APART), len(buffer))]


def test_half_a_phrase_in_each_of_two_files_is_none() -> None:
    words = phrase(length=12)
    halves = [" ".join(words[:4]).encode(), " ".join(words[4:8]).encode()]
    assert suspects(FILES_APART.join(halves)) == []


def test_any_buffer_is_taken_and_left_as_it_was() -> None:
    data = bytearray(" ".join(phrase()).encode())
    copy = bytes(data)
    assert suspects(data) == suspects(memoryview(data)) == suspects(copy)
    assert data == copy


def test_without_the_engine_plain_python_takes_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(first_pass, "_has_engine", lambda: False)
    monkeypatch.setattr(first_pass, "_pair_pattern", lambda: pytest.fail("asked for the engine"))
    assert suspects(" ".join(phrase()).encode())


@pytest.mark.parametrize(
    "piece",
    [
        b"a",
        b"\xff",
        b"\0",
        b"<",
        b"<a",
        b"\\u0061",
        b"&#97;",
        b"%41",
        b"base64 ",
        b"\xe4\xb8\x80",
        b"\xe3\x81\x82",
        b"zoo ",
    ],
    ids=str,
)
def test_work_grows_with_the_size_alone(piece: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """Counted, not timed: how many bytes are handed to the closer look, whatever is repeated."""
    weighed = count()
    monkeypatch.setattr(weight, "is_suspicious", lambda text: next(weighed) < 0)
    size = 1 << 18
    suspects((piece * size)[:size])
    assert next(weighed) <= 2


def test_base64_in_base64_does_not_go_on_for_ever() -> None:
    data = " ".join(phrase()).encode()
    for _ in range(12):
        data = b"base64\n\n" + base64.encodebytes(data)
    assert suspects(data)[0][0] <= 10


def test_the_usual_words_are_places_in_the_lists() -> None:
    for language in patterns.LATIN:
        rare = patterns.rare_places(language)
        assert all(0 <= place < 2048 for place in rare)
        assert len(rare) > 2048 * 0.65


def test_the_closer_look_finds_what_two_readings_show_once() -> None:
    words = phrase(length=24)
    page = "<ol>" + "".join(f"<li>{word}</li>" for word in words) + "</ol>\n" + json.dumps(words)
    found = [located.trace for located in look(page.encode()) if located.trace.grade in ALARMS]
    assert [(trace.words, trace.language) for trace in found] == [(24, "english")]


def test_the_closer_look_tells_two_phrases_apart() -> None:
    page = f"{' '.join(phrase(length=24))}\n\nand\n\n{' '.join(phrase(length=12))}\n"
    assert sorted(located.trace.words for located in look(page.encode())) == [12, 24]
