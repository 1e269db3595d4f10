"""Phrases in pictures. The pictures are drawn here, from random phrases."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from random import Random
from zlib import crc32

import pytest
from PIL import Image

from tests.helpers import screens
from walletsafe import phrases, published, wordlists
from walletsafe.phrases import Card, words_of
from walletsafe.scan import picture_words, pictures, rarity
from walletsafe.scan.finds import ALARMS, Grade, Layout, Reason, Trace
from walletsafe.scan.picture_header import Kind, kind_of, size_of
from walletsafe.scan.picture_words import SeenWord

ROOT = Path(__file__).parents[2]
RANDOM = Random()
LOOK = screens.Look(size=20)
HEIC = b"\0\0\0\x18ftypheic" + bytes(1000)


@pytest.fixture(autouse=True)
def repeatable(request: pytest.FixtureRequest) -> None:
    """Letters are misread now and then: each test has its own words, the same ones every time."""
    RANDOM.seed(request.node.name)


def rare_words(size: int = 16) -> tuple[str, ...]:
    """A random phrase without a word twice, its words rarer than those of ordinary text."""
    scores = rarity.scores(wordlists.ENGLISH)
    assert scores is not None
    places = wordlists.places(wordlists.ENGLISH)
    while True:
        words = words_of(RANDOM.randbytes(size), wordlists.ENGLISH)
        if len(set(words)) == len(words) and sum(scores[places[word]] for word in words) < -2.5 * len(words):
            return words


def data(picture: Image.Image, form: str = "PNG", **options: object) -> bytes:
    file = BytesIO()
    picture.save(file, form, **options)
    return file.getvalue()


def look_at(picture: bytes) -> list[Trace]:
    return [found.trace for found in pictures.look_at(picture)]


def judged(words: Sequence[SeenWord]) -> list[Trace]:
    return [found.trace for found in picture_words.judged(words)]


def drawn(words: Sequence[str], layout: str = "two columns", look: screens.Look = LOOK) -> Image.Image:
    return screens.screenshot(words, layout, look)


def prose() -> list[str]:
    """Ordinary paragraphs: those of novels."""
    text = (ROOT / "tests" / "prose" / "english.txt").read_text(encoding="utf-8")
    return [" ".join(part.split()) for part in text.split("\n\n")][186:576]


def assert_alarm(traces: list[Trace]) -> None:
    assert [trace.layout for trace in traces] == [Layout.PICTURE]
    assert traces[0].grade in ALARMS
    assert 9 <= traces[0].words <= 24


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("layout", ["lines", "boxes", "three columns, down", "narrow row"])
def test_a_phrase_on_a_screen_is_seen_whatever_stands_around_it(layout: str, dark: bool) -> None:
    look = screens.Look(size=17, dark=dark)
    picture = screens.screenshot(
        rare_words(), layout, look, around=[part[:160] for part in RANDOM.sample(prose(), 2)]
    )
    assert_alarm(look_at(data(picture)))


@pytest.mark.parametrize("layout", ["row", "numbered", "two columns"])
def test_a_phrase_that_is_read_to_its_last_letter_is_a_recovery_phrase(layout: str) -> None:
    words = rare_words()
    assert look_at(data(drawn(words, layout, screens.Look(size=24)))) == [
        Trace(Grade.RECOVERY_PHRASE, wordlists.ENGLISH, 12, Layout.PICTURE)
    ]


@pytest.mark.parametrize("angle", [0, 8, 90, 180, 270])
def test_a_photograph_may_be_turned(angle: int) -> None:
    photograph = screens.photographed(drawn(rare_words(), "two columns"), Random(1), angle)
    assert_alarm(look_at(data(photograph, "JPEG", quality=85)))


def test_a_photograph_is_turned_as_its_camera_says() -> None:
    lying = drawn(rare_words()).transpose(Image.Transpose.ROTATE_90)
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned to the right: source: Exif 2.3, Orientation
    assert_alarm(look_at(data(lying, "PNG", exif=exif)))
    assert look_at(data(lying)) == []


@pytest.mark.parametrize("form", [*pictures.FORMATS, "see-through", "deep"])
def test_every_kind_of_picture_is_read(form: str) -> None:
    picture = drawn(rare_words())
    match form:
        case "see-through":
            grey = picture.convert("L")
            picture = Image.new("RGBA", grey.size, (0, 0, 0, 0))
            picture.putalpha(grey.point(lambda value: 255 - value))
            content = data(picture)
        case "deep":
            content = data(picture.convert("L").convert("I").point(lambda value: value * 256).convert("I;16"))
        case _:
            content = data(picture, form)
    assert kind_of(content) is not None
    assert pictures.worth_it(content[:4096], len(content))
    assert_alarm(look_at(content))


def test_a_list_far_down_a_long_picture_and_on_a_later_page_is_seen() -> None:
    words = drawn(rare_words())
    tall = Image.new("RGB", (words.width, 5000), "white")
    tall.paste(words, (0, 3950))  # across the border of two pieces
    assert_alarm(look_at(data(tall)))
    blank = Image.new("RGB", (600, 800), "white")
    assert_alarm(look_at(data(blank, "TIFF", save_all=True, append_images=[words])))


def test_ordinary_text_and_the_list_itself_raise_no_alarm() -> None:
    canvas = screens.Canvas((1200, 1000), screens.Look(size=18))
    top = 20
    for paragraph in RANDOM.sample(prose(), 2):
        top = canvas.paragraph((20, top), paragraph, 1100)
    assert look_at(data(canvas.picture)) == []
    listed = drawn(wordlists.words(wordlists.ENGLISH)[700:760], "three columns, down")
    assert not [trace for trace in look_at(data(listed)) if trace.grade in ALARMS]


def test_examples_and_practice_phrases_are_known_as_such() -> None:
    known = next(p for p in published.phrases() if len(set(words_of(p.entropy, "english"))) == 12)
    card = Card(number=77, length=12)
    shown = [
        look_at(data(drawn(words))) for words in (words_of(known.entropy, "english"), phrases.deal(card))
    ]
    assert [trace.grade for traces in shown for trace in traces] == [Grade.PUBLISHED, Grade.PRACTICE]
    assert shown[0][0].name == known.name


def test_a_picture_without_text_never_reaches_the_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(pictures, "_words_in")
    gradient = Image.linear_gradient("L").resize((1200, 900))
    assert look_at(data(gradient)) == []
    assert look_at(data(Image.new("RGB", (800, 600), "teal"))) == []


def test_nothing_of_the_words_stays_behind() -> None:
    words = rare_words()
    assert_alarm(look_at(data(drawn(words))))
    with pytest.raises(RuntimeError):
        pictures._reader().GetTSVText(0)
    seen = SeenWord(0, 0, 9, 9, 1, words[0])
    assert words[0] not in repr(seen)


# What is refused, and how that is told.


def reason_of(content: bytes) -> Reason:
    with pytest.raises(pictures.PictureNotRead) as refused:
        look_at(content)
    assert refused.value.__cause__ is None
    return refused.value.reason


def bomb(width: int, height: int) -> bytes:
    """The head of a picture of this size, and hardly anything behind it."""
    picture = bytearray(data(Image.new("L", (8, 8))))
    picture[16:24] = struct.pack(">II", width, height)
    picture[29:33] = struct.pack(">I", crc32(picture[12:29]))
    return bytes(picture)


def test_huge_broken_strange_and_slow_pictures_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    content = data(drawn(rare_words()))
    assert reason_of(content[: len(content) // 2]) is Reason.DAMAGED
    assert reason_of(bomb(60_000, 60_000)) is Reason.TOO_LARGE
    assert reason_of(bomb(11_000, 10_000)) is Reason.TOO_LARGE
    assert reason_of(HEIC) is Reason.PICTURE
    assert reason_of(b"%PDF-1.7 is no picture") is Reason.PICTURE
    monkeypatch.setattr(pictures, "SECONDS", 0.0)
    assert reason_of(content) is Reason.TOO_SLOW
    monkeypatch.setattr(pictures, "SIZE_LIMIT", 1000)
    assert reason_of(content) is Reason.TOO_LARGE


def test_many_colours_that_would_take_too_much_memory_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "DECODED_LIMIT", 100_000)
    assert reason_of(data(Image.new("RGB", (300, 300)))) is Reason.TOO_LARGE
    assert look_at(data(Image.new("L", (300, 300)))) == []


def test_a_file_with_too_many_pages_is_not_called_empty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "PAGES", 2)
    blank = Image.new("L", (300, 300), "white")
    assert reason_of(data(blank, "TIFF", save_all=True, append_images=[blank] * 2)) is Reason.TOO_LARGE


def test_mutated_pictures_bring_about_nothing_but_a_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "_words_in", lambda grey, deadline: ([], pictures._ENOUGH_SURE))
    small = drawn(rare_words()).resize((300, 160))
    refused = 0
    for form in pictures.FORMATS:
        original = data(small, form)
        for _ in range(80):
            mutated = bytearray(original)
            for _ in range(RANDOM.randint(1, 12)):
                mutated[RANDOM.randrange(12, len(mutated))] = RANDOM.randrange(256)
            try:
                look_at(bytes(mutated))
            except pictures.PictureNotRead:
                refused += 1
    assert refused


# What the first bytes tell.


@pytest.mark.parametrize("form", pictures.FORMATS)
@pytest.mark.parametrize("size", [(640, 361), (48, 48), (2000, 19)])
def test_the_size_is_read_from_the_header(form: str, size: tuple[int, int]) -> None:
    content = data(Image.new("RGB", size), form)
    told = None if form == "TIFF" else size
    assert size_of(content[:1024]) == told
    assert pictures.worth_it(content[:1024], 5000) is (told in {None, (640, 361)})
    assert size_of(content[:20]) is None


def test_sizes_of_other_kinds_of_headers() -> None:
    lossless = data(Image.new("RGB", (320, 200)), "WEBP", lossless=True)
    see_through = data(Image.new("RGBA", (320, 200), (9, 9, 9, 9)), "WEBP", exif=b"Exif\0\0" + bytes(20))
    old_bitmap = b"BM" + struct.pack("<IIIIHHHH", 0, 0, 26, 12, 320, 200, 1, 24) + bytes(10)
    from_the_top = b"BM" + struct.pack("<IIIIii", 0, 0, 54, 40, 320, -200) + bytes(30)
    for content in (lossless, see_through, old_bitmap, from_the_top):
        assert size_of(content) == (320, 200)
    cut_off = data(Image.new("RGB", (320, 200)), "JPEG", exif=b"Exif\0\0" + bytes(9000))[:4096]
    assert size_of(cut_off) is None
    assert pictures.worth_it(cut_off, 20_000)


def test_what_is_no_picture_is_not_worth_it() -> None:
    for head in (b"", b"BM, said the man, is short for nothing at all", b"GIF", b"RIFF1234WAVE" + bytes(40)):
        assert not pictures.is_picture(head)
        assert not pictures.worth_it(head, 100_000)
    assert kind_of(HEIC) is Kind.HEIF
    assert pictures.worth_it(HEIC, len(HEIC))
    assert not pictures.worth_it(HEIC, 100)


# What words are, once they are read.


def seen(*columns: Sequence[str], line: int = 0) -> list[SeenWord]:
    """Words in columns, each word a line of its own, one column read after the other row by row."""
    rows = max(len(column) for column in columns)
    return [
        SeenWord(column * 200, row * 30, column * 200 + 90, row * 30 + 20, line or row, words[row])
        for row in range(rows)
        for column, words in enumerate(columns)
        if row < len(words)
    ]


def test_columns_that_are_meant_from_top_to_bottom_are_read_so() -> None:
    words = rare_words(32)
    found = judged(seen(words[:8], words[8:16], words[16:]))
    assert [(trace.grade, trace.words) for trace in found] == [(Grade.RECOVERY_PHRASE, 24)]


def test_boxes_that_were_read_in_any_order_are_read_row_by_row() -> None:
    words = rare_words()
    boxes = seen(words[0::3], words[1::3], words[2::3])
    RANDOM.shuffle(boxes)
    assert [trace.grade for trace in judged(boxes)] == [Grade.RECOVERY_PHRASE]


def test_a_find_knows_the_words_that_its_name_must_not_tell() -> None:
    words = rare_words()
    (found,) = picture_words.judged(seen(words))
    assert set(words) <= set(found.untrusted_words)
    assert words[0] not in repr(found)


def test_words_that_were_misread_leave_a_likeness() -> None:
    words = [*rare_words()]
    words[2], words[7] = "qqqq", "zzzz"
    assert_alarm(judged(seen(words)))


def test_fewer_than_nine_list_words_are_nothing() -> None:
    others = ("frames", "folders", "files", "sidebars", "menus", "edits", "views")
    assert judged(seen([*rare_words()[:8], *others])) == []
    assert judged([]) == []


def test_sorted_words_are_nothing() -> None:
    words = wordlists.words(wordlists.ENGLISH)
    spread = [words[place] for place in range(40, 2000, 100)]
    assert not [trace for trace in judged(seen(spread)) if trace.grade in ALARMS]


def test_a_page_of_the_list_is_known_in_whatever_order_it_is_read() -> None:
    part = [*wordlists.words(wordlists.ENGLISH)[600:660]]
    RANDOM.shuffle(part)
    assert [trace.grade for trace in judged(seen(part[:20], part[20:40], part[40:]))] == [Grade.WORD_LIST]


def test_a_column_beside_other_text_is_read_by_itself() -> None:
    words = [*rare_words()]
    words[2], words[7] = "qqqq", "zzzz"
    others = prose()[0].split() * 2
    assert_alarm(judged(seen(words, others[:12], others[12:24], others[24:36])))


def test_numbers_make_up_for_much_between_the_words() -> None:
    words = [*rare_words()]
    words[2], words[7] = "qqqq", "zzzz"
    text = "\n".join(f"{number}. {word} lorem ipsum dolor" for number, word in enumerate(words, 1))
    rows = [SeenWord(0, row * 30, 300, row * 30 + 20, row, line) for row, line in enumerate(text.split("\n"))]
    assert_alarm(judged(rows))


def test_an_example_hides_no_phrase_beside_it() -> None:
    known = next(p for p in published.phrases() if len(set(words_of(p.entropy, "english"))) == 12)
    example = [*words_of(known.entropy, "english")]
    assert [trace.grade for trace in judged(seen(example))] == [Grade.PUBLISHED]
    example[4] = "misread"
    assert [trace.grade for trace in judged(seen(example))] == [Grade.PUBLISHED]
    mine = [*rare_words()]
    mine[3] = "qqqq"
    assert_alarm(judged(seen(example, mine)))


def test_the_data_of_the_reader_is_the_one_that_its_note_names() -> None:
    from hashlib import sha256

    folder = ROOT / "resources" / "ocr"
    assert sha256((folder / "eng.traineddata").read_bytes()).hexdigest() in (folder / "SOURCE.md").read_text(
        "utf-8"
    )


def test_the_reader_is_offered_only_where_it_is_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    assert pictures.available()
    monkeypatch.setattr(pictures, "find_spec", lambda name: None)
    assert not pictures.available()


def test_the_looser_rule_needs_rare_words() -> None:
    common = "that have with this from they will what about which when make"
    assert not picture_words._is_suspicious(common.split())
    assert picture_words._is_suspicious(rare_words())
