from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from queue import SimpleQueue
from typing import Any

import pytest

from walletsafe.scan import (
    copies,
    documents,
    first_pass,
    look,
    naming,
    opened,
    pictures,
    protocol,
    reader,
    single,
    worker,
)
from walletsafe.scan.finds import Grade, Layout, Located, Reason, Trace
from walletsafe.scan.opened import ListedFile
from walletsafe.scan.protocol import BadMessage, Order
from walletsafe.scan.reader import Reader
from walletsafe.scan.sightings import Sightings

WORD = "qq[a-z]+"
PHRASE = re.compile(rf"{WORD}(?: {WORD}){{2,}}")
TWELVE = " ".join(f"qq{letter}" for letter in "abcdefghijkl")
OTHER = " ".join(f"qqz{letter}" for letter in "abcdefghijkl")
"""Stand for phrases: the part that knows real ones is not what is tested here."""


def found_in(text: str) -> list[Located]:
    return [located(*found.span(), found.group().split()) for found in PHRASE.finditer(text)]


def located(start: int, end: int, words: Sequence[str]) -> Located:
    grade = Grade.RECOVERY_PHRASE if len(words) == 12 else Grade.LOOKS_LIKE_PHRASE
    return Located(start, end, Trace(grade, "english", len(words), Layout.ROW), tuple(words))


class Heard:
    """An outbox that keeps what it hears."""

    def __init__(self) -> None:
        self.announced: list[int] = []
        self.bytes = 0
        self.done: list[int] = []
        self.losses: list[tuple[int, str, Reason]] = []
        self.seen: list[tuple[int, str, Trace, tuple[int, ...], int]] = []
        self.read_pictures = self.left_pictures = 0

    def at(self, index: int) -> None:
        self.announced.append(index)

    def alive(self, size: int) -> None:
        self.bytes += size

    def finished(self, indexes: Sequence[int]) -> None:
        self.done += indexes

    def lost(self, index: int, member: str, reason: Reason) -> None:
        self.losses.append((index, member, reason))

    def pictures(self, read: int, left: int) -> None:
        self.read_pictures += read
        self.left_pictures += left

    def found(self, file: ListedFile, trace: Trace, member: str, telling: Sequence[int], names: int) -> None:
        self.seen.append((file.number, member, trace, tuple(telling), names))

    @property
    def places(self) -> list[tuple[int, str, int]]:
        return [(number, member, trace.words) for number, member, trace, _, names in self.seen if not names]


@pytest.fixture
def given() -> list[bytes]:
    return []


@pytest.fixture(autouse=True)
def pretended(monkeypatch: pytest.MonkeyPatch, given: list[bytes]) -> None:
    def suspects(data: Any) -> list[tuple[int, int]]:
        given.append(bytes(data))
        return [
            (max(0, found.start() - 20), min(len(data), found.end() + 20))
            for found in re.finditer(PHRASE.pattern.encode(), bytes(data))
        ]

    monkeypatch.setattr(first_pass, "suspects", suspects)
    monkeypatch.setattr(look, "look", lambda data: found_in(data.decode("latin-1")))
    monkeypatch.setattr(naming, "in_names", lambda names: found_in("/".join(names)))
    monkeypatch.setattr(documents, "is_container", lambda head, name: head.startswith(b"BOX"))
    monkeypatch.setattr(pictures, "available", lambda: True)


def read(*paths: Path, with_pictures: bool = False, careful: bool = False) -> Heard:
    heard = Heard()
    Reader(heard, with_pictures=with_pictures).read([str(path) for path in paths], careful=careful)
    assert sorted(heard.done) == list(range(len(paths))), "every file is done with, once"
    return heard


def put(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_small_files_are_looked_through_at_once_and_the_finds_belong_to_their_files(
    tmp_path: Path, given: list[bytes]
) -> None:
    files = [put(tmp_path / str(number), f"some {number} text") for number in range(20)]
    put(files[3], f"x {TWELVE} y")
    put(files[19], f"{OTHER}\n{TWELVE}")
    heard = read(*files)
    assert heard.places == [(3, "", 12), (19, "", 12), (19, "", 12)]
    assert len(given) == 1
    assert heard.bytes == sum(file.stat().st_size for file in files)
    assert set(heard.announced) == {3, 19}
    assert heard.losses == []


def test_no_phrase_reaches_from_one_file_into_the_next(tmp_path: Path, given: list[bytes]) -> None:
    words = TWELVE.split()
    heard = Heard()
    reading = Reader(heard, with_pictures=False)
    reading.read([str(put(tmp_path / "long", "x" * 10_000))])  # what stood there before has to be covered
    before, behind = put(tmp_path / "a", " ".join(words[:2])), put(tmp_path / "b", f" {words[2]} {words[3]} ")
    reading.read([str(before), str(behind)])
    assert heard.seen == []
    apart = re.escape(first_pass.FILES_APART)
    assert re.search(rb"qqb%b\S+?%b qqc" % (apart, apart), given[1])


def test_a_full_buffer_is_looked_through_and_used_again(tmp_path: Path, given: list[bytes]) -> None:
    files = [put(tmp_path / f"{number:02d}", b"x" * 250_000) for number in range(40)]
    put(files[25], TWELVE.encode().rjust(250_000))
    heard = read(*files)
    assert heard.places == [(25, "", 12)]
    assert len(given) > 2
    assert max(map(len, given)) <= opened.SLICE


def test_what_was_found_does_not_stay_in_the_buffer(tmp_path: Path) -> None:
    heard = Heard()
    reading = Reader(heard, with_pictures=False)
    reading.read([str(put(tmp_path / "a", TWELVE))])
    large = put(tmp_path / "b", TWELVE.rjust(reader.SMALL + 1000))
    reading.read([str(large)])
    assert len(heard.seen) == 2
    assert b"qq" not in bytes(reading._view)


def test_a_large_file_is_read_in_slices_and_a_phrase_at_a_border_is_one_find(
    tmp_path: Path, given: list[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opened, "OVERLAP", 4096)
    border = opened.SLICE
    for start in (border - 30, border - 4096 - 20, border - 4096, border, 10):
        content = bytearray(b"." * (border + 300_000))
        content[start : start + len(TWELVE)] = TWELVE.encode()
        heard = read(put(tmp_path / "a", bytes(content)))
        assert heard.places == [(0, "", 12)], start
        assert heard.bytes >= len(content)
        assert heard.losses == []


def test_a_sparse_file_of_20_gb_is_read_where_something_stands(tmp_path: Path, given: list[bytes]) -> None:
    with (tmp_path / "a").open("wb") as file:
        file.write(b"begin")
        file.seek(9 << 30)
        file.write(TWELVE.encode())
        file.truncate(20 << 30)
    if (tmp_path / "a").stat().st_blocks * 512 > 1 << 20:
        pytest.skip("this file system keeps no holes")
    heard = read(tmp_path / "a")
    assert heard.places == [(0, "", 12)]
    assert sum(map(len, given)) < 20 << 20


def test_a_file_system_that_knows_no_holes_is_read_from_end_to_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> int:
        raise OSError(22, "")

    monkeypatch.setattr(os, "lseek", refuse)
    heard = read(put(tmp_path / "a", TWELVE.rjust(reader.SMALL + 1000)))
    assert heard.places == [(0, "", 12)]


def test_of_packed_files_both_ends_are_read(tmp_path: Path, given: list[bytes]) -> None:
    content = b"\xff\xd8\xff" + TWELVE.encode() + bytes(3 << 20) + OTHER.encode()
    heard = read(put(tmp_path / "a", content))
    assert heard.places == [(0, "", 12), (0, "", 12)]
    assert sum(map(len, given)) < 2 * opened.ENDS + 1000


def test_what_cannot_be_opened_is_told_and_the_others_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = put(tmp_path / "shut", TWELVE)
    real = os.open

    def refuse(path: Any, *arguments: Any, **named: Any) -> int:
        if path == str(secret):
            raise PermissionError(13, "")
        return real(path, *arguments, **named)

    monkeypatch.setattr(os, "open", refuse)
    heard = read(secret, tmp_path / "gone", tmp_path / "nul\0", put(tmp_path / "ok", TWELVE))
    assert heard.losses == [
        (0, "", Reason.NO_PERMISSION),
        (1, "", Reason.VANISHED),
        (2, "", Reason.UNREADABLE),
    ]
    assert heard.places == [(3, "", 12)]


def test_links_pipes_and_folders_in_place_of_files_are_not_read(tmp_path: Path) -> None:
    put(tmp_path / "secret", TWELVE)
    (tmp_path / "link").symlink_to(tmp_path / "secret")
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()
    heard = read(tmp_path / "link", tmp_path / "pipe", tmp_path / "folder")
    assert heard.seen == []
    assert heard.losses[1:] == [(1, "", Reason.CHANGED), (2, "", Reason.CHANGED)]
    assert [number for number, *_ in heard.losses] == [0, 1, 2]


def test_links_to_one_file_are_read_once_and_each_is_told_where_something_was_found(
    tmp_path: Path, given: list[bytes]
) -> None:
    for name, content in (("a", TWELVE), ("b", "nothing"), ("c", OTHER.rjust(reader.SMALL + 1000))):
        put(tmp_path / name, content)
        os.link(tmp_path / name, tmp_path / f"{name}{name}")
    heard = read(*(tmp_path / name for name in ("a", "b", "c", "aa", "bb", "cc")))
    assert sorted(heard.places) == [(number, "", 12) for number in (0, 2, 3, 5)]
    assert b"".join(given).count(b"nothing") == 1


def test_the_name_of_what_is_not_read_is_looked_at_all_the_same(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / TWELVE)
    (tmp_path / OTHER).symlink_to(tmp_path)
    put(tmp_path / "a", "x")
    os.link(tmp_path / "a", tmp_path / f"{TWELVE} b")
    heard = read(tmp_path / TWELVE, tmp_path / OTHER, tmp_path / "a", tmp_path / f"{TWELVE} b")
    assert [number for number, _, _, _, names in heard.seen if names] == [0, 1, 3]


def test_a_small_file_that_grows_is_told_beside_its_finds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = put(tmp_path / "a", TWELVE)
    real = os.fstat

    def grown(descriptor: int) -> os.stat_result:
        status = real(descriptor)
        path.write_text(f"{TWELVE} and more")
        return status

    monkeypatch.setattr(os, "fstat", grown)
    heard = read(path)
    assert heard.places == [(0, "", 12)]
    assert heard.losses == [(0, "", Reason.CHANGED)]


def test_a_large_file_that_changes_is_told_beside_its_finds(tmp_path: Path) -> None:
    path = put(tmp_path / "a", TWELVE.rjust(reader.SMALL + 1000))
    heard = Heard()
    heard.alive = lambda size: path.write_bytes(b"shorter") if size else None  # type: ignore[method-assign, assignment]
    Reader(heard, with_pictures=False).read([str(path)])
    assert heard.places == [(0, "", 12)]
    assert heard.losses == [(0, "", Reason.CHANGED)]


def test_an_error_of_ours_ends_one_file_and_names_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(data: bytes) -> list[Located]:
        if b"qqa" in data:
            raise MemoryError if b"large" in data else RuntimeError
        return found_in(data.decode())

    monkeypatch.setattr(look, "look", fail)
    small, good = put(tmp_path / "a", TWELVE), put(tmp_path / "b", OTHER)
    large = put(tmp_path / "c", TWELVE.rjust(reader.SMALL + 1000))
    memory = put(tmp_path / "d", f"{TWELVE} large".rjust(reader.SMALL + 1000))
    heard = read(small, good, large, memory)
    assert heard.losses == [
        (0, "", Reason.READER_FAILED),
        (2, "", Reason.READER_FAILED),
        (3, "", Reason.TOO_LARGE),
    ]
    assert heard.places == [(1, "", 12)]


def test_names_that_are_phrases_are_found_once_for_the_folder(tmp_path: Path) -> None:
    folder = tmp_path / TWELVE
    folder.mkdir()
    files = [put(folder / name, "x") for name in ("a", "b", OTHER)]
    heard = read(*files)
    depth = len(folder.parts)
    spelled = [(number, told, names) for number, _, _, told, names in heard.seen]
    assert spelled == [(0, (depth - 1,), depth), (2, (depth,), depth + 1)]


def test_a_path_that_spells_words_of_the_file_says_which_names_do(tmp_path: Path) -> None:
    folder = tmp_path / "qqa qqb qqc"
    folder.mkdir()
    heard = read(put(folder / "qqd.txt", TWELVE))
    content = [told for *_, told, names in heard.seen if not names]
    assert content == [(len(folder.parts) - 1, len(folder.parts))]


def test_a_place_that_is_spelled_by_path_and_member_together_is_withheld(
    tmp_path: Path, container: list[Callable[[Any], None]]
) -> None:
    container += [
        lambda visit: visit.text("x/qqc.txt", TWELVE),
        lambda visit: visit.text("qqc.txt/qqd", OTHER),
        lambda visit: visit.not_read("qqc.old", Reason.ENCRYPTED),
    ]
    path = put(tmp_path / "qqa qqb", "BOX")
    heard = read(path)
    last = len(path.parts) - 1
    assert [(member, told) for _, member, _, told, _ in heard.seen] == [("x/?", (last,)), ("?/?", (last,))]
    assert heard.losses == [(0, "?", Reason.ENCRYPTED)]


def test_the_words_of_a_picture_are_not_shown_by_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures, "look_at", lambda _: [located(0, 0, TWELVE.split())])
    path = put(tmp_path / "qqc-qqa-qqb.png", picture())
    ((*_, told, _),) = read(path, with_pictures=True).seen
    assert told == (len(path.parts) - 1,)


def test_careful_reading_announces_every_file_before_it_is_touched(tmp_path: Path) -> None:
    files = [put(tmp_path / name, "x") for name in "abc"]
    put(files[1], "x" * (reader.SMALL + 1))
    assert read(*files, careful=True).announced == [0, 1, 2, 1]


# Containers and pictures


@pytest.fixture
def container(monkeypatch: pytest.MonkeyPatch) -> list[Callable[[Any], None]]:
    steps: list[Callable[[Any], None]] = []

    def opening(file: Any, name: str, budget: Any, visit: Any) -> None:
        assert file.read(3) == b"BOX"
        assert not budget.stop()
        for step in steps:
            step(visit)

    monkeypatch.setattr(documents, "open_container", opening)
    return steps


def test_what_lies_in_a_container_is_found_with_its_member(
    tmp_path: Path, container: list[Callable[[Any], None]]
) -> None:
    container += [
        lambda visit: visit.text("a/\u202enote", f"my {TWELVE}"),
        lambda visit: visit.data("b", f"{TWELVE} {OTHER}\0".encode() * 2),
        lambda visit: visit.not_read("c", Reason.ENCRYPTED),
        lambda visit: visit.text("qqa qqb qqc", OTHER),
    ]
    heard = read(put(tmp_path / "box", f"BOX {TWELVE}"))
    assert (0, "a/\\u{202E}note", 12) in heard.places
    assert (0, "b", 24) in heard.places
    assert (0, "?", 12) in heard.places
    assert len(heard.places) == 3, "the bytes of the box itself show a phrase that was seen inside"
    assert heard.losses == [(0, "c", Reason.ENCRYPTED)]


def test_a_container_that_breaks_its_reader_is_told_and_read_as_bytes_no_further(
    tmp_path: Path, container: list[Callable[[Any], None]]
) -> None:
    def fail(visit: Any) -> None:
        visit.text("a", TWELVE)
        raise AssertionError(TWELVE)

    container.append(fail)
    heard = read(put(tmp_path / "box", "BOX"), put(tmp_path / "other", OTHER))
    assert heard.losses == [(0, "", Reason.READER_FAILED)]
    assert sorted(heard.places) == [(0, "a", 12), (1, "", 12)]


def picture(size: int = 200) -> bytes:
    return b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + size.to_bytes(4, "big") * 2 + bytes(1000)


def test_pictures_are_counted_where_nobody_asked_for_them(tmp_path: Path) -> None:
    heard = read(put(tmp_path / "a.png", picture()), put(tmp_path / "icon.png", picture(16)))
    assert (heard.read_pictures, heard.left_pictures) == (0, 1)
    assert heard.losses == []


def test_pictures_are_read_where_they_were_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, container: list[Callable[[Any], None]]
) -> None:
    found = located(0, 0, TWELVE.split())

    def look_at(data: bytes) -> list[Located]:
        if data.endswith(b"broken"):
            raise pictures.PictureNotRead(Reason.DAMAGED)
        return [found] if data.endswith(b"words") else []

    monkeypatch.setattr(pictures, "look_at", look_at)
    container.append(lambda visit: visit.picture("in.png", picture() + b"words"))
    heard = read(
        put(tmp_path / "a", picture() + b"words"),
        put(tmp_path / "b", picture()),
        put(tmp_path / "c", picture() + b"broken"),
        put(tmp_path / "d", b"BOX"),
        with_pictures=True,
    )
    assert [(number, member) for number, member, *_ in heard.seen] == [(0, ""), (3, "in.png")]
    assert (heard.read_pictures, heard.left_pictures) == (3, 1)
    assert heard.losses == [(2, "", Reason.DAMAGED)]


# Parts


def test_copies_are_looked_at_once_unless_they_are_somebodys(monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[bytes] = []

    def count(data: bytes) -> list[Located]:
        looked.append(data)
        return found_in(data.decode())

    monkeypatch.setattr(look, "look", count)
    monkeypatch.setattr(copies, "MOST", 2)
    once = copies.LookOnce()
    for _ in range(3):
        assert once(b"nothing") == []
        assert len(once(TWELVE.encode())) == 1
    assert looked == [b"nothing", *[TWELVE.encode()] * 3]
    for data in (b"second", b"third", b"second", b"third"):
        once(data)
    assert looked[4:] == [b"second", b"third", b"third"], "what is remembered has an end"


def test_the_same_phrase_is_one_sighting_whichever_way_it_was_seen() -> None:
    words, other = TWELVE.split(), OTHER.split()
    sightings = Sightings()
    sightings.add_all("", [located(0, 1, words[2:])])
    sightings.add_all("", [located(0, 1, words), located(0, 1, words[4:])])
    sightings.add_all("m", [located(0, 1, words)])
    sightings.add_all("n", [located(0, 1, words), located(0, 1, other)])
    assert [(seen.untrusted_member, seen.trace.words) for seen in sightings] == [
        ("m", 12),
        ("n", 12),
        ("n", 12),
    ]


def test_sightings_have_an_end_and_what_is_left_out_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("walletsafe.scan.sightings.MOST_IN_A_FILE", 3)
    some = "\n".join(f"qqz{letter} qqy{letter} qqx{letter}." for letter in "abc")
    assert read(put(tmp_path / "a", some)).losses == []
    for length in (0, reader.SMALL + 1000):
        content = "\n".join(f"qqz{letter} qqy{letter} qqx{letter}." for letter in "abcd")
        heard = read(put(tmp_path / "b", content.rjust(length)))
        assert len(heard.seen) == 3
        assert heard.losses == [(0, "", Reason.TOO_LARGE)]


def test_lists_of_words_crowd_out_no_phrase(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("walletsafe.scan.sightings.MOST_IN_A_FILE", 3)
    sightings = Sightings()
    trace = Trace(Grade.WORD_LIST, "english", 3, Layout.ROW)
    for number in range(9):
        sightings.add_all(f"{number}", [Located(0, 1, trace, (f"{number}",))])
    sightings.add_all("z", [located(0, 1, TWELVE.split())])
    grades = [seen.trace.grade for seen in sightings]
    assert grades == [Grade.WORD_LIST] * 3 + [Grade.RECOVERY_PHRASE]
    assert not sightings.left_alarms


def test_looks_at_one_file_end_after_a_while_and_others_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [0.0]

    def slow(data: bytes) -> list[Located]:
        now[0] += 25.0
        return found_in(data.decode("latin-1"))

    monkeypatch.setattr(look, "look", slow)
    monkeypatch.setattr("walletsafe.scan.single.time.process_time", lambda: now[0])
    phrases = [" ".join(f"qq{first}{letter}" for letter in "abcdefghijkl") for first in "rstuvw"]
    dense = put(tmp_path / "a", ("." * 100_000).join(phrases))
    heard = read(dense, put(tmp_path / "b", TWELVE))
    assert heard.places == [(1, "", 12), *[(0, "", 12)] * 3]
    assert heard.losses == [(0, "", Reason.TOO_SLOW)]


def test_a_long_stretch_is_looked_at_in_pieces_that_overlap(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sizes: list[int] = []

    def measured(data: bytes) -> list[Located]:
        sizes.append(len(data))
        return found_in(data.decode("latin-1"))

    monkeypatch.setattr(look, "look", measured)
    monkeypatch.setattr(first_pass, "suspects", lambda data: [(0, len(data))])
    content = bytearray(b"." * 1_000_000)
    start = single.LOOK_AT_ONCE - 20
    content[start : start + len(TWELVE)] = TWELVE.encode()
    heard = read(put(tmp_path / "a", bytes(content)))
    assert heard.places == [(0, "", 12)]
    assert max(sizes) == single.LOOK_AT_ONCE


def test_names_tell_words_however_they_stand() -> None:
    words = ["magnet", "ribbon", "orchard", "velvet", "cactus", "lantern"]
    a, b, c, d, *_ = words
    for name in (
        f"{a} and {b} and {c}",
        f"{a} x {b} x y {c}",
        f"word1{a} word2 {b} word3 {c}",
        "-".join(word[:5] for word in (a, b, c)),
        f"{c}{b}{a}",
        f"{a}s {b}s {c}s",
        f"{a}and{b}and{c}",
        "".join(word[:4] for word in (a, b, c)),
        " ".join(" ".join(word) for word in (a, b, c)),
        "\u200b".join(f"{a}{b}{c}"),
        f"{c}/{a}/{d}".title(),
    ):
        assert naming.telling(["/", name], words) == {1}, name
    for name in (f"{a} {b}", f"{a} one two three {b} {c}", f"{a}onetwothreefour{b}{c}", "wallet.txt"):
        assert naming.telling(["/", name], words) == frozenset(), name
    many = [*words, *(f"{word}{number}" for word in words for number in range(20))]
    assert naming.telling(["/", f"{a} and {b} and {c}"], many) == frozenset()
    assert naming.telling(["/", f"{a} {b} {c}"], many) == {1}


def test_sightings_show_no_word() -> None:
    sightings = Sightings()
    sightings.add_all("", [located(0, 1, TWELVE.split())])
    assert "qq" not in repr(list(sightings))


MESSAGES = (
    protocol.Ready(),
    protocol.Done(),
    protocol.At(3),
    protocol.Alive(1 << 40),
    protocol.Finished((1, 2)),
    protocol.Lost(4, "a\udcff", Reason.TOO_SLOW),
    protocol.Pictures(1, 2),
    protocol.Found(1, "m", Trace(Grade.PUBLISHED, "french", 24, Layout.TABLE, "x"), 77, (1, 2), 3, (4, 5)),
)


@pytest.mark.parametrize("message", MESSAGES, ids=lambda message: type(message).__name__)
def test_messages_come_through_as_they_are(message: protocol.Message) -> None:
    line = protocol.line_of(message)
    assert line.count(b"\n") == 1
    assert line.isascii()
    assert protocol.parse(line) == message


def test_orders_come_through_with_names_that_cannot_be_decoded() -> None:
    order = Order((("/a\udcff", ("b\n", "\udc80")), ("/c", ())), careful=True)
    line = protocol.order_line(order)
    assert line.isascii()
    assert protocol.parse_order(line) == order


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"nonsense",
        b"[" * 100_000,
        b"{}",
        b"[]",
        b'["unknown"]',
        b'["at"]',
        b'["at",-1]',
        b'["at",true]',
        b'["at","1"]',
        b'["at",1,2]',
        b'["at",100000000]',
        b'["finished",1]',
        b'["finished",["x"]]',
        b'["lost",1,"m","no-such-reason"]',
        b'["lost",1,"' + b"x" * 2000 + b'","damaged"]',
        b'["found",1,"m",["recovery_phrase","english",12,"row"],1,[],0,[]]',
        b'["found",1,"m",["recovery_phrase","english",12,"sideways",""],1,[],0,[]]',
        b"[[1],2]",
    ],
)
def test_what_no_reader_says_is_refused(line: bytes) -> None:
    with pytest.raises(BadMessage):
        protocol.parse(line)


def test_a_pipe_gathers_small_things_and_says_the_rest_at_once() -> None:
    reading, writing = os.pipe()
    with os.fdopen(reading, "rb") as stream, os.fdopen(writing, "wb"):
        pipe = worker.Pipe(writing)
        pipe.alive(10)
        pipe.alive(5)
        pipe.finished([1, 2])
        pipe.finished([3])
        pipe.at(4)
        lines = [json.loads(stream.readline()) for _ in range(3)]
    assert lines == [["alive", 15], ["finished", [1, 2, 3]], ["at", 4]]


def test_a_pipe_gives_signs_of_life(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "_SAYS", 0.0)
    reading, writing = os.pipe()
    with os.fdopen(reading, "rb") as stream, os.fdopen(writing, "wb"):
        worker.Pipe(writing).alive(0)
        assert json.loads(stream.readline()) == ["alive", 0]


def test_the_end_of_the_orders_is_the_end_of_the_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    ended: list[int] = []
    monkeypatch.setattr(os, "_exit", ended.append)
    orders: SimpleQueue[bytes] = SimpleQueue()
    worker._listen(iter([b"one\n", b"two\n"]), orders)  # type: ignore[arg-type]
    assert (orders.get(), orders.get(), ended) == (b"one\n", b"two\n", [0])
