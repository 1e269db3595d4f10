"""The exact check finds phrases however they are set out, and takes nothing else for one.

Phrases are random at run time, with a fixed seed. What must stay quiet is made here too: the lists in every
packing, and the prose of tests/prose.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from random import Random
from unicodedata import combining, normalize

import pytest

from walletsafe import phrases, published, wordlists
from walletsafe.scan import exact, rarity
from walletsafe.scan.finds import ALARMS, Grade, Layout, Located
from walletsafe.scan.tokens import CHINESE

PROSE = Path(__file__).parents[1] / "prose"
Render = Callable[[Sequence[str]], str]


def phrase(seed: object, language: str = "english", length: int = 12) -> tuple[str, ...]:
    random = Random(str(seed))
    words = phrases.words_of(random.randbytes(length * 4 // 3), language)
    return tuple(wordlists.shown(word) for word in words)


def alarms(text: str) -> list[Located]:
    return [located for located in exact.find(text) if located.trace.grade in ALARMS]


def each(pattern: str, first: int = 1) -> Render:
    return lambda words: "".join(
        pattern.format(n=number, w=word, W=word.upper()) for number, word in enumerate(words, first)
    )


def columns(count: int, pattern: str, gap: str) -> Render:
    """Numbered down the columns."""

    def render(words: Sequence[str]) -> str:
        height = -(-len(words) // count)
        items = [pattern.format(n=number, w=word) for number, word in enumerate(words, 1)]
        return "\n".join(gap.join(items[row::height]) for row in range(height))

    return render


def halves(first: str, second: str) -> Render:
    def render(words: Sequence[str]) -> str:
        middle = len(words) // 2
        return f"{first}{' '.join(words[:middle])}{second}{' '.join(words[middle:])}\n"

    return render


LAYOUTS: dict[str, tuple[Render, Layout]] = {
    "spaces": (" ".join, Layout.ROW),
    "commas": (", ".join, Layout.ROW),
    "arrows": (" \u2192 ".join, Layout.ROW),
    "zero width spaces": ("\u200b".join, Layout.ROW),
    "upper case": (each("{W} "), Layout.ROW),
    "lines": (each("{w}\n"), Layout.LINES),
    "lines of another system": (each("- {w}\r\n"), Layout.LINES),
    "numbered": (each("{n}. {w}\n"), Layout.NUMBERED),
    "numbered from 0": (each("{n}: {w}\n", first=0), Layout.NUMBERED),
    "number behind": (each("{w} ({n})\n"), Layout.NUMBERED),
    "number glued": (each("{n}{w} "), Layout.NUMBERED),
    "ordinals": (each("{n}th {w}\n"), Layout.NUMBERED),
    "labels of the list": (each("Word {n}: {w}\n"), Layout.NUMBERED),
    "labels of no list": (each("Wort {n}: {w}\n"), Layout.NUMBERED),
    "keys": (each("SRP_WORD_{n}={w}\n"), Layout.NUMBERED),
    "pairs of keys and values": (each('{{"index": {n}, "word": "{w}"}},\n'), Layout.NUMBERED),
    "two columns": (columns(2, "{n:>2}. {w}", "   "), Layout.TABLE),
    "three columns": (columns(3, "{n} {w}", "\t"), Layout.TABLE),
    "markdown": (each("| {n} | {w} |\n"), Layout.NUMBERED),
    "remarks": (each("{n},{w},some remark that nobody wrote in {n} ways\n"), Layout.NUMBERED),
    "halves": (halves("1 to half: ", "\nthe rest of what was sent by mail: "), Layout.ROW),
}


@pytest.mark.parametrize("length", phrases.LENGTHS)
@pytest.mark.parametrize("name", LAYOUTS)
def test_a_phrase_is_found_however_it_is_set_out(name: str, length: int) -> None:
    render, _ = LAYOUTS[name]
    for turn in range(2):
        words = phrase(f"{name}{turn}", length=length)
        text = render(words)
        found = alarms(f"Zzz, bought in Berlin.\n\n{text}\n\nOf no use to others.")
        best = [located.trace for located in found if located.trace.grade is Grade.RECOVERY_PHRASE]
        assert [trace.words for trace in best] == [length], (turn, found)


@pytest.mark.parametrize("name", [name for name in LAYOUTS if name != "remarks"])
def test_the_layout_is_told(name: str) -> None:
    render, layout = LAYOUTS[name]
    (found,) = alarms(render(phrase(name)))
    assert found.trace.layout is layout


@pytest.mark.parametrize("language", wordlists.STANDARD)
@pytest.mark.parametrize("length", phrases.LENGTHS)
def test_all_languages_in_all_lengths(language: str, length: int) -> None:
    words = phrase(1, language, length)
    for text in (" ".join(words), "\u3000".join(words), each("{n}. {w}\n")(words)):
        for form in (text, normalize("NFD", text), text.upper()):
            (found,) = alarms(form)
            assert (found.trace.grade, found.trace.words) == (Grade.RECOVERY_PHRASE, length)


@pytest.mark.parametrize("language", ["french", "spanish"])
def test_accents_may_be_missing(language: str) -> None:
    text = normalize("NFD", " ".join(phrase(2, language, 24)))
    bare = "".join(letter for letter in text if not combining(letter))
    (found,) = alarms(bare)
    assert (found.trace.language, found.trace.words) == (language, 24)


def test_where_it_stands_is_told_and_its_words() -> None:
    words = phrase(3)
    text = f"Qqq: {' '.join(words)}; xyz"
    (found,) = alarms(text)
    assert text[found.start : found.end] == " ".join(words)
    assert found.untrusted_words == words
    assert not any(word in repr(found) for word in words if len(word) > 4)


def test_far_into_a_long_text() -> None:
    words = " ".join(phrase(4, length=24))
    for before in (0, 16_000, 65_500, 81_900, 200_001):
        text = f"{'xyz ' * (before // 4)}{words} {'xyz ' * 30_000}"
        (found,) = alarms(text)
        assert text[found.start : found.end] == words


@pytest.mark.parametrize("language", ["english", "italian", "japanese", "korean"])
def test_run_together(language: str) -> None:
    words = phrase(5, language, 15)
    for text in ("".join(words), "".join(word.capitalize() for word in words)):
        (found,) = alarms(f"xyz {text} xyz")
        assert (found.trace.words, found.trace.layout) == (15, Layout.JOINED)


@pytest.mark.parametrize("language", ["chinese_simplified", "chinese_traditional"])
def test_a_block_of_chinese_is_found_where_it_stands_alone(language: str) -> None:
    block = "".join(phrase(6, language, 18))
    (found,) = alarms(f"abc: {block}\n")
    assert (found.trace.grade, found.trace.words, found.trace.layout) == (
        Grade.RECOVERY_PHRASE,
        18,
        Layout.JOINED,
    )
    assert alarms(f"{block}\u7684\u4e00\u4e86") == []


def test_letters_set_apart() -> None:
    words = phrase(7)
    (found,) = alarms("   ".join(" ".join(word) for word in words))
    assert (found.trace.words, found.trace.layout) == (12, Layout.SPELLED)


def test_the_first_four_letters() -> None:
    (found,) = alarms(" ".join(word[:4] for word in phrase(8)))
    assert found.trace.grade is Grade.RECOVERY_PHRASE


def test_from_its_end() -> None:
    (found,) = alarms("Zzz:\n" + " ".join(reversed(phrase(9, length=24))))
    assert (found.trace.grade, found.trace.words) == (Grade.RECOVERY_PHRASE, 24)


def test_among_other_list_words() -> None:
    words = phrase(10, length=24)
    (found,) = [
        one
        for one in alarms(f"about this because {' '.join(words)} that will always")
        if one.trace.grade is Grade.RECOVERY_PHRASE
    ]
    assert found.untrusted_words == words


def test_many_phrases_one_a_line() -> None:
    every = [phrase(f"many{number}") for number in range(40)]
    found = exact.find("\n".join(" ".join(words) for words in every))
    assert [one.untrusted_words for one in found] == every


@pytest.mark.parametrize("count", [9, 10, 11, 14])
def test_a_part_looks_like_a_phrase(count: int) -> None:
    found = [alarms(" ".join(phrase(f"part{turn}", length=24)[:count])) for turn in range(20)]
    told = [one.trace for row in found for one in row if one.trace.grade is Grade.LOOKS_LIKE_PHRASE]
    assert len(told) > 15
    assert {trace.words for trace in told} <= set(range(9, count + 1))


def test_eight_words_are_nothing() -> None:
    assert all(alarms(" ".join(phrase(turn)[:8])) == [] for turn in range(50))


def test_a_wrong_checksum_looks_like_a_phrase() -> None:
    """Electrum's phrases are of this kind: twelve words of the English list, another checksum."""
    words = [*phrase(11)]
    words[3] = wordlists.words("english")[1700]
    (found,) = alarms(" ".join(words))
    assert (found.trace.grade, found.trace.words) == (Grade.LOOKS_LIKE_PHRASE, 12)


def test_a_part_of_an_enumeration_is_none() -> None:
    """Ingredients, parts of the body: some are list words, their neighbours are not."""
    for turn in range(20):
        words = phrase(f"enumeration{turn}", length=24)[:11]
        assert alarms(f"xyzzy, {', '.join(words)}, plugh, xyzzy") == []
        lines = "\n".join(words)
        assert alarms(f"xyzzy\nplugh\n{lines}\nxyzzy\nplugh") == []
    assert alarms(", ".join(phrase("enumeration0", length=24)[:11])) != []


def test_other_lists_take_no_words_from_across_blank_lines() -> None:
    for language in ("italian", "chinese_traditional"):
        for turn in range(60):
            words = phrase(turn, language, 15)
            parts = (words[5:7], words[:3], words[3:8], words[8:])
            assert alarms("\n\n".join(" ".join(part) for part in parts)) == []


def test_characters_in_the_order_of_their_codes_are_no_phrase() -> None:
    for language in ("chinese_simplified", "chinese_traditional"):
        assert alarms(" ".join(sorted(wordlists.words(language)))) == []


def test_words_far_apart_belong_to_different_things() -> None:
    words = phrase(13)
    assert alarms((" " * 500).join(words)) == []
    assert alarms("".join(f"{number}. {word} {'xyz ' * 1000}" for number, word in enumerate(words, 1))) == []


def test_bars_make_a_table() -> None:
    (found,) = alarms(" | ".join(phrase(14)))
    assert found.trace.layout is Layout.TABLE


def test_words_between_letters_that_are_written_as_escapes_are_pieces() -> None:
    words = phrase(15)
    assert alarms("".join(f"{word}\\u00e9n " for word in words)) == []


def test_letters_set_apart_beside_a_sentence() -> None:
    words = phrase(16)
    spelled = "  ".join(" ".join(word) for word in words)
    (found,) = alarms(f"Such a\n{spelled}\nI know.")
    assert found.untrusted_words == words


def test_two_letters_swapped() -> None:
    found = 0
    for turn in range(20):
        words = [*phrase(f"swap{turn}")]
        words[5] = words[5][:1] + words[5][2] + words[5][1] + words[5][3:]
        found += bool(alarms(" ".join(words)))
    assert found >= 15


def test_a_misspelled_word() -> None:
    found = 0
    for turn in range(20):
        words = [*phrase(f"slip{turn}")]
        words[6] = words[6][:1] + "q" + words[6][2:]
        found += bool(alarms(" ".join(words)))
    assert found >= 17


def test_practice_and_published_phrases_are_named_and_no_alarm() -> None:
    card = phrases.deal(phrases.Card(4711))
    (found,) = exact.find(" ".join(card))
    assert (found.trace.grade, found.trace.name) == (Grade.PRACTICE, "")
    for known in published.phrases():
        if wordlists.ENGLISH not in known.languages:
            continue
        words = phrases.words_of(known.entropy, "english")
        (found,) = exact.find(each("{n}. {w}\n")(words))
        assert (found.trace.grade, found.trace.name) == (Grade.PUBLISHED, known.name)


def packings(words: Sequence[str]) -> Iterator[str]:
    yield " ".join(words)
    yield "\n".join(reversed(words))
    yield json.dumps(words)
    yield json.dumps(dict(zip(words, range(2048), strict=False)), indent=1, ensure_ascii=False)
    yield "".join(f"{number}. {word}\n" for number, word in enumerate(words))
    yield "".join(f"{number:011b} {word}," for number, word in enumerate(words))
    yield "".join(word.capitalize() for word in words)
    for count in (2, 3, 4, 8):
        height = -(-len(words) // count)
        yield "\n".join("   ".join(words[row::height]) for row in range(height))
    yield " ".join(words[::3])
    yield " ".join(words[700:730])
    yield " ".join(words[700:711])


@pytest.mark.parametrize("language", wordlists.STANDARD)
def test_a_word_list_is_no_phrase_however_it_is_packed(language: str) -> None:
    words = [wordlists.shown(word) for word in wordlists.words(language)]
    for text in packings(words):
        assert alarms(f"const x = the list of this test: {text} module export end") == [], text[:60]


def test_a_word_list_is_told_as_one_and_a_phrase_after_it_is_found() -> None:
    words = wordlists.words("english")
    hidden = phrase(12)
    found = exact.find(f"{' '.join(words)} {' '.join(hidden)}")
    assert {one.trace.grade for one in found} == {Grade.WORD_LIST, Grade.RECOVERY_PHRASE}
    assert hidden in [one.untrusted_words for one in found]


def test_a_list_in_disorder_and_two_lists_side_by_side() -> None:
    words = [*wordlists.words("english")]
    Random(1).shuffle(words)
    assert alarms("\n".join(words)) == []
    pairs = zip(wordlists.words("english"), wordlists.words("french"), strict=True)
    assert alarms("".join(f"{one},{other}\n" for one, other in pairs)) == []


@pytest.mark.parametrize(
    "text",
    [
        "type " * 40,
        "return require export " * 100,
        "spin lock lock spin unlock lock " * 20,
        (
            "clip color cursor display direction filter float font grid height image inherit layout left "
            "letter margin mask object opacity order outline page resize right table top width word"
        ),
        "Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor. " * 30,
        " ".join("abcdefghijklmnopqrstuvwxyz") * 40,
        "1 2 3 4 5 6 7 8 9 10 11 12 13 " * 100,
    ],
)
def test_what_is_no_phrase(text: str) -> None:
    assert alarms(text) == []


def test_common_words_in_a_row_are_prose() -> None:
    scores = rarity.scores("english")
    assert scores is not None
    common = sorted(range(2048), key=lambda place: -scores[place])[:300]
    words = wordlists.words("english")
    for turn in range(100):
        row = Random(turn).sample(common, 12)
        assert alarms(" ".join(words[place] for place in row)) == []


@pytest.mark.parametrize("path", sorted(PROSE.glob("*.txt")), ids=lambda path: path.stem)
def test_prose_is_quiet(path: Path) -> None:
    """Lists of twelve single nouns, which that prose has on purpose, may look like a phrase: two do."""
    grades = [located.trace.grade for located in exact.find(path.read_text("utf-8"))]
    allowed = {"english": 2, "alarms": 2}.get(path.stem, 0)
    assert grades.count(Grade.LOOKS_LIKE_PHRASE) <= allowed
    assert grades.count(Grade.RECOVERY_PHRASE) == 0


def rows(seed: int, count: int) -> str:
    return " ".join(Random(seed).choices(wordlists.words("english"), k=count))


HOSTILE: dict[str, Callable[[int], str]] = {
    "one letter": lambda size: "a" * size,
    "letters apart": lambda size: "a " * (size // 2),
    "Chinese": lambda size: "\u7684" * size,
    "Chinese apart": lambda size: "\u7684 " * (size // 2),
    "list words": lambda size: rows(1, size // 6),
    "one list word": lambda size: "zoo " * (size // 4),
    "list words run together": lambda size: "zooact" * (size // 6),
    "list words and others": lambda size: "zoo xyz act " * (size // 12),
    "lines": lambda size: "a,zoo\n" * (size // 6),
    "numbers": lambda size: "1 zoo 2 act " * (size // 12),
    "marks": lambda size: "e\u0301" * (size // 2),
    "borders": lambda size: "|" * size,
    "escapes": lambda size: "\\u00e9" * (size // 6),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_long_text_takes_linear_time(name: str) -> None:
    """Quadratic work would take minutes here: the suite's timeout tells."""
    text = HOSTILE[name](60_000)
    assert isinstance(exact.find(text), list)


def random_rows(count: int, turns: int) -> Iterator[list[str]]:
    listed = [wordlists.shown(word) for word in wordlists.words("english")]
    return (Random(f"{count} {turn}").choices(listed, k=count) for turn in range(turns))


PLAIN: dict[str, Render] = {"row": " ".join, "lines": "\n".join, "numbered": each("{n}. {w}\n")}


@pytest.mark.parametrize("name", PLAIN)
@pytest.mark.parametrize("count", [13, 16, 20, 23, 30, 40, 100])
def test_random_words_of_no_length_of_a_phrase_are_told_once_and_not_as_one(name: str, count: int) -> None:
    """One in sixteen of the many pieces of such a row has a right checksum by chance."""
    found = [alarms(PLAIN[name](row)) for row in random_rows(count, 30)]
    sure = [one for row in found for one in row if one.trace.grade is Grade.RECOVERY_PHRASE]
    assert len(sure) <= 1
    assert {len(row) for row in found} <= {0, 1}
    told = [one.trace.words for row in found for one in row]
    assert len(told) >= 28
    assert set(told) <= {*range(9, 25)}


@pytest.mark.parametrize("name", PLAIN)
@pytest.mark.parametrize("count", [12, 15])
def test_random_words_as_many_as_a_phrase_has_are_one_where_the_checksum_says_so(
    name: str, count: int
) -> None:
    places = wordlists.folded_places("english")
    for row in random_rows(count, 60):
        sides = [row, row[::-1]] if count > 12 else [row]
        valid = any(phrases.entropy_of([places[word] for word in side]) is not None for side in sides)
        grades = [one.trace.grade for one in alarms(PLAIN[name](row))]
        assert Grade.RECOVERY_PHRASE not in grades or valid


@pytest.mark.parametrize("name", ["row", "lines"])
def test_several_phrases_without_a_gap_between(name: str) -> None:
    every = [phrase(f"several{number}", length=12 + 3 * number) for number in range(4)]
    found = alarms(PLAIN[name]([word for words in every for word in words]))
    assert [(one.trace.grade, one.untrusted_words) for one in found] == [
        (Grade.RECOVERY_PHRASE, words) for words in every
    ]


def test_a_phrase_in_a_sentence_of_list_words_is_one_still() -> None:
    for turn in range(20):
        words = phrase(f"sentence{turn}")
        found = alarms(f"Xyz: about this {' '.join(words)} that will zzz.")
        assert [one.untrusted_words for one in found] == [words]


def test_quoted_in_several_lines() -> None:
    for turn in range(5):
        words = phrase(f"quoted{turn}", length=24)
        lines = "\n".join(f"> {' '.join(words[at : at + 6])}" for at in range(0, 24, 6))
        assert [one.untrusted_words for one in alarms(f"Zzz:\n\n{lines}\n\nXyz.")] == [words]


def test_words_of_a_paragraph_that_are_as_many_as_a_phrase_has_are_none() -> None:
    """The checksum of twelve is right in one of sixteen, and the marks between differ as in sentences."""
    for turn in range(60):
        one = phrase(turn)
        head, rest = " ".join(one[:2]), " ".join(one[4:])
        grades = [
            located.trace.grade
            for located in alarms(f"zzz {head}.\n\n*{one[2]}* release! ({one[3]}), {rest}? xyz")
        ]
        assert Grade.RECOVERY_PHRASE not in grades


def test_chinese_text_with_a_blank_behind_each_character_is_no_phrase() -> None:
    strays = [chr(code) for code in range(0x6300, 0x6400)]
    listed = {word for name in CHINESE for word in wordlists.words(name)}
    strays = [character for character in strays if character not in listed]
    for turn in range(5):
        words = phrase(turn, "chinese_traditional")
        text = f"{' '.join(strays[:5])} .\nxyz {' '.join(words)} \\xyz"
        assert alarms(text) == []
        assert len(alarms(f"xyz {' '.join(words)} \\xyz")) == 1


def test_names_of_things_one_a_line_are_no_phrase() -> None:
    for turn in range(30):
        words = iter(phrase(turn, length=24)[:20])
        lines = [" ".join(word for _, word in zip(range(size), words, strict=False)) for size in (1, 2) * 6]
        assert alarms("zzz.\n" + "\n".join(lines) + "\nzzz") == []


def test_pieces_of_a_phrase_with_escapes_in_it_are_no_phrase() -> None:
    """It is told where the escapes are undone."""
    for turn in range(20):
        words = phrase(turn, "spanish", 24)
        ascii_only = [word for word in words if word.isascii()][:14]
        assert alarms(f"vampiro ce\\u0301lula {' '.join(ascii_only)}.") == []
