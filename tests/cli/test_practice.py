"""``walletsafe practice``: sheets, the checker of copies and the drills, at a terminal and through a pipe."""

from __future__ import annotations

import os
import re
import signal
import subprocess
from itertools import combinations

import pytest

from tests.cli.test_terminal import Terminal
from tests.helpers.command import WALLETSAFE, calm, in_bash, refused, walletsafe
from walletsafe import phrases, published, texts, wordlists
from walletsafe.guard import find_runs
from walletsafe.phrases import Card
from walletsafe.practice import sheets
from walletsafe.practice.drills.session import NAMES, summary, title

SHEET = sheets.dealt(Card(4711, "english", 12))
CARD = ("--number", "4711", "--words", "12")
NUMBERED = "\n".join(f"{number}. {word}" for number, word in enumerate(SHEET.words, start=1)) + "\n"
# Nobody's: it does not even have the right checksum. No published example, for those are let through.
PHRASE = "marble river canvas orbit lemon tunnel harvest pistol gossip velvet anchor mimic"
OTHER = PHRASE.split()
PROMPT = b" of 12: "
STOPPED = "The checker has stopped"


def flat(seen: bytes | str) -> str:
    return " ".join((seen.decode() if isinstance(seen, bytes) else seen).split())


def repeated(said: str) -> list[str]:
    """The words of :data:`OTHER` that were said again."""
    return [word for word in OTHER if re.search(rf"\b{word}\b", said)]


def check(copy: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return walletsafe("practice", "check", *(arguments or CARD), stdin=copy)


def test_the_words_of_these_tests_are_a_phrase_to_the_guard() -> None:
    assert len(find_runs(PHRASE)) == 1
    assert not set(OTHER) & set(SHEET.words)


@pytest.mark.parametrize("language", wordlists.LANGUAGES)
def test_a_dealt_sheet_is_numbered_marked_and_named(language: str) -> None:
    done = walletsafe("practice", "deal", "--number", "4711", "--words", "15", "--language", language)
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    words = phrases.deal(Card(4711, language, 15))
    listed = [f"{number:>2}. {wordlists.shown(word)}" for number, word in enumerate(words, start=1)]
    assert [line for line in lines if re.match(r" ?\d+\. ", line)] == listed
    name = f"PRACTICE - Practice card 4711: {texts.words('practice', f'languages.{language}')}, 15 words"
    assert lines[0] == lines[-1] == name
    said = flat(done.stdout)
    assert "never keep money behind them" in said
    assert ("Most wallets take English words only." in said) == (language in wordlists.STANDARD[1:])
    assert ("stands in no standard" in said) == (language in wordlists.OUTSIDE_STANDARD)


def test_a_sheet_is_drawn_by_chance_and_can_be_printed_again() -> None:
    first, second = walletsafe("practice", "deal").stdout, walletsafe("practice", "deal").stdout
    assert first != second
    found = re.match(r"PRACTICE - Practice card (\d+): English, 24 words\n", first)
    assert found is not None
    assert walletsafe("practice", "deal", "--number", found.group(1)).stdout == first


def test_published_phrases_are_listed_without_their_words() -> None:
    done = walletsafe("practice", "published")
    assert (done.returncode, done.stderr) == (0, "")
    lines = [re.fullmatch(r"(\S+) +(.+)", line) for line in done.stdout.splitlines()]
    assert [line.groups() for line in lines if line] == [(p.id, p.name) for p in published.phrases()]
    assert find_runs(done.stdout) == ()


@pytest.mark.parametrize(
    "copy",
    [
        " ".join(SHEET.words),
        "\n".join(SHEET.words).upper(),
        NUMBERED,
        "\t\n\n".join(f"{number}) {word}," for number, word in enumerate(SHEET.words, start=1)),
        " ".join(f"{number}.{word}" for number, word in enumerate(SHEET.words, start=1)),
        "\u3000".join(f"{number} {word}" for number, word in enumerate(SHEET.words, start=1)),
    ],
    ids=["in a row", "one a line", "numbered", "brackets and commas", "glued", "bare numbers"],
)
def test_a_copy_that_is_the_same(copy: str) -> None:
    done = check(copy)
    assert (done.returncode, done.stderr) == (0, "")
    said = flat(done.stdout)
    assert said.startswith("Practice card 4711: English, 12 words This checker takes the words of one")
    assert all(f"Word {number}: the word of the sheet." in said for number in range(1, 13))
    assert "How many words: 12 of 12" in said
    assert "Are they in the list: All of them" in said
    assert "The checksum: It fits. That alone proves little: of wrong phrases of this length, 1 in 16" in said
    assert said.endswith("Word for word the same as the sheet.")


@pytest.mark.parametrize("language", ["japanese", "chinese_simplified", "french", "korean", "turkish"])
def test_copies_in_other_lists(language: str) -> None:
    sheet = sheets.dealt(Card(8, language, 24))
    copy = wordlists.delimiter(language).join(map(wordlists.shown, sheet.words))
    done = check(copy, "--number", "8", "--language", language)
    assert done.returncode == 0
    assert "1 in 256 fits" in flat(done.stdout)


def test_a_published_phrase_is_checked_by_its_name() -> None:
    sheet = sheets.of_published("vector-2")
    done = check(" ".join(sheet.words), "--published", "vector-2")
    assert done.returncode == 0
    assert done.stdout.startswith("Reference vector 2")


def test_what_is_wrong_is_said_word_by_word_and_in_three_lines() -> None:
    misspelled = SHEET.words[3][:-1] + "qq"
    copy = [SHEET.words[1], SHEET.words[0], OTHER[0], misspelled, *SHEET.words[4:11]]
    done = check(" ".join(copy))
    assert (done.returncode, done.stderr) == (1, "")
    said = flat(done.stdout)
    assert "Word 1: it is on the sheet, but at another place." in said
    assert "Word 3: a word of the list, but not of this sheet." in said
    suggested = re.search(r"Word 4: not in the list. Perhaps you meant: ([a-z, ]+)\.", said)
    assert suggested is not None
    assert SHEET.words[3] in suggested.group(1)
    assert "Word 12 is missing." in said
    assert "How many words: 11, but the sheet has 12." in said
    assert "Are they in the list: Not all" in said
    assert "The checksum: Cannot be computed yet" in said
    assert said.endswith("Not the same as the sheet.")
    assert misspelled not in done.stdout
    assert repeated(said) == []


def test_a_checksum_that_does_not_fit_is_its_own_line() -> None:
    done = check(" ".join([SHEET.words[1], SHEET.words[0], *SHEET.words[2:]]))
    assert done.returncode == 1
    said = flat(done.stdout)
    assert "12 of 12" in said
    assert "All of them are in the list." in said
    assert "The checksum: It does not fit" in said


def test_a_checksum_that_fits_makes_no_copy_right() -> None:
    places = wordlists.places("english")
    for first, second in combinations(range(12), 2):
        copy = list(SHEET.words)
        copy[first], copy[second] = copy[second], copy[first]
        if phrases.entropy_of([places[word] for word in copy]) is not None:
            break
    else:
        pytest.fail("no two words of this sheet can change places unnoticed")
    done = check(" ".join(copy))
    assert done.returncode == 1
    said = flat(done.stdout)
    assert "The checksum: It fits." in said
    assert said.endswith("Not the same as the sheet.")


@pytest.mark.parametrize("copy", ["", "\n \n", "1. 2. 3.\n"])
def test_nothing_typed_could_not_be_checked(copy: str) -> None:
    done = check(copy)
    assert done.returncode == 3
    assert "Nothing was typed" in done.stderr
    assert "The checksum" not in done.stdout


@pytest.mark.parametrize("before", [0, 2])
@pytest.mark.parametrize("between", [" ", "\n"])
def test_it_stops_at_the_fourth_stranger(before: int, between: str) -> None:
    done = check(between.join([*SHEET.words[:before], *OTHER[:4]]) + "\n")
    assert (done.returncode, done.stderr) == (1, "")
    said = flat(done.stdout)
    assert STOPPED in said
    assert "walletsafe emergency words" in said
    assert "Word 1" not in said
    assert repeated(said) == []
    assert STOPPED not in check(between.join([*SHEET.words[:before], *OTHER[:3]])).stdout


def test_it_stops_while_more_could_still_come() -> None:
    with subprocess.Popen(
        [*WALLETSAFE, "practice", "check", *CARD], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write("\n".join(OTHER[:4]) + "\n")
        process.stdin.flush()
        # The pipe stays open: the end of the process is the answer.
        assert STOPPED in process.stdout.read()
        assert process.wait(timeout=20) == 1


def test_a_flood_of_words_comes_to_an_end() -> None:
    endless = f"yes {SHEET.words[0]} | tr '\\n' ' ' | walletsafe practice check {' '.join(CARD)}"
    done = in_bash(endless)
    assert done.returncode == 1
    assert "How many words: " in done.stdout
    assert calm(done)


def test_bytes_that_are_no_text_are_only_a_wrong_word() -> None:
    done = in_bash(
        f"printf '\\xff\\xfe\\n' | walletsafe practice check {' '.join(CARD)}",
        PYTHONIOENCODING="utf-8:strict",
    )
    assert done.returncode == 1
    assert "Word 1: not in the list." in done.stdout


@pytest.mark.parametrize("script", ["practice check --number 1 <&-", "practice drill bits <&-"])
def test_a_closed_input_is_an_ended_one(script: str) -> None:
    done = in_bash(f"walletsafe {script}")
    assert done.returncode in {0, 3}
    assert calm(done)


@pytest.mark.parametrize(
    ("arguments", "needle"),
    [
        (["check"], "either --number or --published"),
        (["check", "--number", "1", "--published", "vector-1"], "either --number or --published"),
        (["check", "--published", "vector-1", "--words", "12"], "go with --number"),
        (["check", "--published", "vector-1", "--language", "french"], "go with --number"),
        (["check", "--published", "no-such"], 'No published phrase is called "no-such"'),
        (["check", "--number", "65536"], "--number"),
        (["deal", "--words", "13"], "--words"),
        (["deal", "--language", "klingon"], "--language"),
        (["deal", "--number", "-1"], "--number"),
        (["drill", "no-such"], 'no drill called "no-such"'),
        (["drill", "bits", "--level", "6"], "--level"),
        (["drill", "bits", "--count", "0"], "--count"),
        (["drill", "--level", "2"], "Name the drill"),
        (["drill", PHRASE], "recovery words"),
        (["check", "--published", PHRASE], "recovery words"),
    ],
)
def test_what_makes_no_sense_is_refused_in_one_line(arguments: list[str], needle: str) -> None:
    line = refused("practice", *arguments)
    assert needle in line
    assert repeated(line) == []


def test_a_copy_at_a_terminal_is_asked_word_by_word() -> None:
    person = Terminal("practice", "check", *CARD)
    for number, word in enumerate(SHEET.words, start=1):
        page = person.wait_for(PROMPT)
        assert f"Word {number} of 12: ".encode() in page
        person.say(b"" if number == 7 else word.encode())
    assert person.end() == 1
    said = flat(person.seen)
    assert said.index("Practice card 4711: English, 12 words") < said.index("Word 1 of 12: ")
    assert "stays on this screen" in said
    assert "Word 6: the word of the sheet." in said
    assert "Word 7 is missing." in said
    assert "How many words: 11, but the sheet has 12." in said


def test_several_words_on_one_line_of_a_terminal() -> None:
    person = Terminal("practice", "check", *CARD)
    person.wait_for(PROMPT)
    person.say(" ".join(SHEET.words[:11]).encode())
    assert b"Word 12 of 12: " in person.wait_for(PROMPT)
    person.say(b"12.")
    assert b"Word 12 of 12: " in person.wait_for(PROMPT)
    person.say(SHEET.words[11].encode())
    assert person.end() == 0


def test_at_a_terminal_the_fourth_stranger_is_the_last_word_asked_for() -> None:
    person = Terminal("practice", "check", *CARD)
    for word in OTHER[:4]:
        person.wait_for(PROMPT)
        person.say(word.encode())
    assert person.end() == 1
    said = flat(person.seen)
    assert STOPPED in said
    assert "Word 5 of 12" not in said
    assert repeated(said) == []


def test_words_pasted_after_the_fourth_stranger_are_thrown_away() -> None:
    person = Terminal("practice", "check", *CARD)
    person.wait_for(PROMPT)
    # The shell would read on here once the program has ended.
    slave = os.open(f"/proc/{person._process.pid}/fd/0", os.O_RDWR | os.O_NOCTTY)
    person.say("\n".join(OTHER).encode())
    person.wait_for(b"emergency words")
    person._process.wait(20)
    os.set_blocking(slave, False)
    with pytest.raises(BlockingIOError):
        os.read(slave, 1024)
    os.close(slave)
    assert person.end() == 1


@pytest.mark.parametrize(
    ("arguments", "prompt"), [(("check", *CARD), PROMPT), (("drill", "bits"), b"q leaves): ")]
)
def test_stopping_is_a_stop(arguments: tuple[str, ...], prompt: bytes) -> None:
    person = Terminal("practice", *arguments)
    person.wait_for(prompt)
    person.signal(signal.SIGINT)
    assert person.end() == 4


def test_the_end_of_input_at_a_terminal_judges_what_there_is() -> None:
    person = Terminal("practice", "check", *CARD)
    person.wait_for(PROMPT)
    person.say(SHEET.words[0].encode())
    person.wait_for(PROMPT)
    os.write(person._master, b"\x04")
    assert person.end() == 1
    assert "Word 2 is missing." in flat(person.seen)


def test_the_list_names_every_drill() -> None:
    done = walletsafe("practice", "drill")
    assert (done.returncode, done.stderr) == (0, "")
    said = flat(done.stdout)
    assert all(f"{name}: {title(name)} {summary(name)}" in said for name in NAMES)


NUMBERS = "1\n1 2 3 4 5 6\n00000000001\n"
"""An answer to each kind of exercise; what is no answer to the one at hand is asked for again."""


@pytest.mark.parametrize("level", ["1", "3", "5"])
@pytest.mark.parametrize("name", NAMES)
def test_a_drill_through_a_pipe_ends_with_a_summary(name: str, level: str) -> None:
    done = walletsafe("practice", "drill", name, "--level", level, stdin=NUMBERS)
    assert done.returncode == 0
    assert max(map(len, done.stdout.splitlines())) <= 78
    said = flat(done.stdout)
    assert f"[1/10] {title(name)} (Level {level} of 5) - PRACTICE" in said
    assert re.search(r"(Right\.|Not this time\. The answer: )", said)
    assert re.search(r"\d of [1-3] right\. Level [1-5] of 5\.$", said)


def test_a_drill_ends_by_itself() -> None:
    done = walletsafe("practice", "drill", "backup-quiz", "--count", "2", stdin="1\n2\nq\nq\n")
    assert done.returncode == 0
    assert "[2/2]" in done.stdout
    assert re.search(r"[0-2] of 2 right\. Level [12] of 5\.$", flat(done.stdout))


def test_right_answers_are_called_right_and_lead_up() -> None:
    person = Terminal("practice", "drill", "backup-quiz", "--count", "2")
    for _ in range(2):
        page = flat(person.wait_for(b"Your answer"))
        wanted = re.search(r"Which word is number (\d+)\?", page)
        assert wanted is not None
        word = re.search(rf"(?<!\d){wanted.group(1)} ([a-z]+)", page.split("The paper:")[1])
        assert word is not None
        choice = re.search(rf"(\d) {word.group(1)}\b", "1 " + page.split(" 1 ")[-2])
        assert choice is not None
        person.say(choice.group(1).encode())
    assert person.end() == 0
    said = flat(person.seen)
    assert said.count("Right.") == 2
    assert "2 of 2 right. Level 2 of 5." in said


@pytest.mark.parametrize("typed", ["5", "0", "1 2", "one", "", "1 1", "-1", "1.5"])
def test_what_is_no_answer_is_asked_for_again(typed: str) -> None:
    done = walletsafe("practice", "drill", "backup-quiz", "--level", "1", stdin=f"{typed}\n")
    assert done.returncode == 0
    assert "Please type a number from 1 to 4, or q." in flat(done.stderr)
    assert "0 of 0 right." in done.stdout


def test_q_leaves_with_a_summary() -> None:
    done = walletsafe("practice", "drill", "last-word", stdin="Q\n")
    assert done.returncode == 0
    assert flat(done.stdout).endswith("0 of 0 right. Level 1 of 5.")


@pytest.mark.parametrize("between", [" ", "\n"], ids=["in a row", "one a line"])
def test_words_typed_into_a_drill_end_it_and_are_not_repeated(between: str) -> None:
    done = walletsafe("practice", "drill", "backup-quiz", stdin=between.join(OTHER) + "\n1\n")
    assert done.returncode == 1
    said = flat(done.stderr)
    assert "looks like recovery words" in said
    assert "walletsafe emergency words" in said
    assert not set(OTHER) & set(re.findall("[a-z]+", said))
    assert "Right" not in done.stdout
    assert "Not this time" not in done.stdout


@pytest.mark.parametrize("between", [",", "-", "/", " and ", "\n", ";;", "1", "_"])
def test_whatever_stands_between_them_foreign_words_stop_it(between: str) -> None:
    words = ["marble", "river", "canvas", "orbit", "lemon", "tunnel", "harvest", "pistol"]
    done = walletsafe("practice", "check", "--number", "7", "--words", "12", stdin=between.join(words))
    assert done.returncode == 1
    assert "The checker has stopped" in done.stdout + done.stderr
    assert not any(word in done.stdout + done.stderr for word in words)


def test_a_chinese_phrase_on_one_line_stops_it() -> None:
    phrase = "".join(phrases.words_of(bytes(range(32)), "chinese_simplified"))
    done = walletsafe("practice", "check", "--number", "7", "--language", "chinese_simplified", stdin=phrase)
    assert done.returncode == 1
    assert "The checker has stopped" in done.stdout + done.stderr
