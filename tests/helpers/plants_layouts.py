"""How people write a phrase down: one function per layout, from its words to text.

What must be covered is the list of the scan's design; ``required=False`` marks what would be good to find
too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from html import escape
from html.entities import codepoint2name
from random import Random
from urllib.parse import quote, quote_plus

from walletsafe.scan.finds import Layout

Words = Sequence[str]
Render = Callable[[Words, Random], str]

CHINESE = frozenset({"chinese_simplified", "chinese_traditional"})
UNCASED = CHINESE | {"japanese", "korean"}

GAPS = {
    "space": " ",
    "comma": ",",
    "comma_space": ", ",
    "semicolon": ";",
    "semicolon_space": "; ",
    "tab": "\t",
    "pipe": "|",
    "pipe_spaced": " | ",
    "slash": "/",
    "dash": "-",
    "dash_spaced": " - ",
    "dot": ".",
    "dots": "...",
    "underscore": "_",
    "double_space": "  ",
    "nbsp": "\u00a0",
    "zwsp": "\u200b",
    "em_dash": "\u2014",
    "em_dash_spaced": " \u2014 ",
    "arrow": " \u2192 ",
    "arrow_ascii": " -> ",
    "greater": " > ",
    "plus": " + ",
    "ideographic_space": "\u3000",
    "nul": "\0",
}

LINES = {
    "lf": "{w}\n",
    "crlf": "{w}\r\n",
    "cr": "{w}\r",
    "blank": "{w}\n\n",
    "blank_crlf": "{w}\r\n\r\n",
    "comma_ended": "{w},\n",
    "indented": "    {w}\n",
    "tab_indented": "\t{w}\n",
    "bullet_dash": "- {w}\n",
    "bullet_star": "* {w}\n",
    "bullet_dot": "\u2022 {w}\n",
    "checkbox": "- [ ] {w}\n",
    "quoted": '"{w}"\n',
}

NUMBERED = {
    "dot": "{n}. {w}\n",
    "dot_crlf": "{n}. {w}\r\n",
    "dot_tight": "{n}.{w}\n",
    "paren": "{n}) {w}\n",
    "parens": "({n}) {w}\n",
    "zero_colon": "{n:02}: {w}\n",
    "colon_tight": "{n}:{w}\n",
    "hash": "#{n} {w}\n",
    "glued": "{n}{w}\n",
    "space": "{n} {w}\n",
    "tab": "{n}\t{w}\n",
    "behind": "{w} {n}\n",
    "behind_parens": "{w} ({n})\n",
    "from_zero": "{z}. {w}\n",
    "keycap": "{k} {w}\n",
    "circled": "{c} {w}\n",
    "ordinal": "{n}{o} {w}\n",
    "letter": "{a}) {w}\n",
    "word_label": "Word {n}: {w}\n",
    "word_label_spaced": "word {n} - {w}\n",
    "seed_word_label": "Seed word #{n}: {w}\n",
    "no_label": "No. {n}: {w}\n",
    "equals": "{n} = {w}\n",
    "row_dot": "{n}. {w} ",
    "row_paren": "{n}) {w}, ",
    "row_glued": "{n}.{w} ",
    "row_colon": "{n}:{w},",
    "row_behind": "{w} ({n}), ",
}

MARKED = {
    "bold": "**{w}**\n",
    "code": "`{w}`\n",
    "bold_row": "**{w}** ",
    "code_row": "`{w}`, ",
    "single_quotes_row": "'{w}', ",
    "numbered_bold": "{n}. **{w}**\n",
    "numbered_code": "{n}. `{w}`\n",
    "brackets_row": "[{w}] ",
}


@dataclass(frozen=True)
class Setting:
    """One layout: its name, how to write it, and what the scan should call it.

    ``alone``: it is a whole file, else it stands in ordinary text. ``languages`` is empty for all.
    """

    name: str
    render: Render
    layout: Layout
    alone: bool = False
    cased: bool = False
    required: bool = True
    languages: frozenset[str] = frozenset()

    def suits(self, language: str) -> bool:
        """Whether somebody who writes this language could have used it."""
        if self.languages and language not in self.languages:
            return False
        return not (self.cased and language in UNCASED)


def each(pattern: str, words: Words, _rng: Random) -> str:
    """One item for each word, written as ``pattern`` says: word, number, letter, entity ... as its fields."""
    return "".join(pattern.format_map(_fields(number, word)) for number, word in enumerate(words, 1))


def _fields(number: int, word: str) -> dict[str, object]:
    ordinal = {1: "st", 2: "nd", 3: "rd"}.get(number % 10 if number not in {11, 12, 13} else 0, "th")
    return {
        "w": word,
        "n": number,
        "z": number - 1,
        "a": chr(ord("a") + number - 1),
        "c": chr(0x2460 + number - 1) if number <= 20 else chr(0x3251 + number - 21),
        "k": "".join(f"{digit}\ufe0f\u20e3" for digit in str(number)),
        "o": ordinal,
        "e": escape(word),
        "d": "".join(f"&#{ord(letter)};" for letter in word),
        "m": "".join(_named(letter) for letter in word),
        "x": "".join(f"&#x{ord(letter):x};" for letter in word),
    }


def _named(letter: str) -> str:
    name = codepoint2name.get(ord(letter))
    return f"&{name};" if name else letter


def _row(gap: str, words: Words, _rng: Random) -> str:
    return gap.join(words)


def _shuffled(words: Words, rng: Random) -> str:
    items = [f"{number}. {word}\n" for number, word in enumerate(words, 1)]
    rng.shuffle(items)
    return "".join(items)


def _grid(words: Words, columns: int, by_column: bool) -> Iterator[list[tuple[int, str]]]:
    numbered = list(enumerate(words, 1))
    rows = -(-len(words) // columns)
    for row in range(rows):
        yield numbered[row::rows] if by_column else numbered[row * columns : (row + 1) * columns]


def _columns(columns: int, by_column: bool, item: str, gap: str, words: Words, _rng: Random) -> str:
    rows = _grid(words, columns, by_column)
    return "".join(gap.join(item.format(n=n, w=w).ljust(16) for n, w in row).rstrip() + "\n" for row in rows)


def _markdown(columns: int, by_column: bool, words: Words, _rng: Random) -> str:
    head = "|" + " # | word |" * columns + "\n|" + "---|------|" * columns + "\n"
    rows = ("".join(f"| {n} | {w} " for n, w in row) + "|\n" for row in _grid(words, columns, by_column))
    return head + "".join(rows)


def _fenced(words: Words, _rng: Random) -> str:
    return f"```\n{' '.join(words)}\n```\n"


def _upper(words: Words, _rng: Random) -> str:
    return " ".join(words).upper()


def _title(words: Words, _rng: Random) -> str:
    return " ".join(word.capitalize() for word in words)


def _title_lines(words: Words, _rng: Random) -> str:
    return "".join(f"{number}. {word.capitalize()}\n" for number, word in enumerate(words, 1))


def _mixed(words: Words, rng: Random) -> str:
    letters = (letter.upper() if rng.random() < 0.5 else letter for letter in " ".join(words))
    return "".join(letters)


def _wrapped(prefix: str, newline: str, words: Words, _rng: Random) -> str:
    lines, line = [], ""
    for word in words:
        if len(line) + len(word) + len(prefix) >= 72:
            lines.append(line)
            line = ""
        line = f"{line} {word}".lstrip()
    return "".join(f"{prefix}{line}{newline}" for line in (*lines, line))


def _halves(first: str, second: str, words: Words, _rng: Random) -> str:
    middle = len(words) // 2
    numbers = {"a": 1, "b": middle, "c": middle + 1, "d": len(words)}
    return "".join(
        (
            first.format_map(numbers),
            " ".join(words[:middle]),
            second.format_map(numbers),
            " ".join(words[middle:]),
            "\n",
        )
    )


def _query(quoted: Callable[[str], str], words: Words, _rng: Random) -> str:
    return f"https://wallet.example/restore?lang=en&phrase={quoted(' '.join(words))}&next=%2Fhome\n"


def _apart(words: Words, _rng: Random) -> str:
    return "   ".join(" ".join(word) for word in words)


def _camel(words: Words, _rng: Random) -> str:
    return "".join(word.capitalize() for word in words)


def _first_four(words: Words, _rng: Random) -> str:
    return " ".join(word[:4] for word in words)


def _one_typo(words: Words, rng: Random) -> str:
    at = rng.randrange(2, len(words) - 2)
    slipped = words[at][:2] + "q" + words[at][3:]
    return " ".join([*words[:at], slipped, *words[at + 1 :]])


def _one_missing(words: Words, rng: Random) -> str:
    at = rng.randrange(1, len(words) - 1)
    return " ".join([*words[:at], *words[at + 1 :]])


def _backwards(words: Words, _rng: Random) -> str:
    return " ".join(reversed(words))


def _grouped(words: Words, _rng: Random) -> str:
    return " ".join("".join(words[at : at + 4]) for at in range(0, len(words), 4))


def family(
    prefix: str, patterns: dict[str, str], layout: Layout, *, alone: bool = False
) -> Iterator[Setting]:
    """One layout for each of ``patterns``."""
    for name, pattern in patterns.items():
        yield Setting(f"{prefix}_{name}", partial(each, pattern), layout, alone)


def _rows() -> Iterator[Setting]:
    for name, gap in GAPS.items():
        yield Setting(f"row_{name}", partial(_row, gap), Layout.ROW)
    yield from family("marked", MARKED, Layout.ROW)
    yield Setting("marked_fence", _fenced, Layout.ROW)
    yield Setting("case_upper", _upper, Layout.ROW, cased=True)
    yield Setting("case_title", _title, Layout.ROW, cased=True)
    yield Setting("case_title_numbered", _title_lines, Layout.NUMBERED, cased=True)
    yield Setting("case_mixed", _mixed, Layout.ROW, cased=True)
    for name, prefix in (("plain", ""), ("quoted", "> "), ("quoted_twice", ">> ")):
        yield Setting(f"mail_wrapped_{name}", partial(_wrapped, prefix, "\n"), Layout.ROW)
    yield Setting("mail_wrapped_crlf", partial(_wrapped, "> ", "\r\n"), Layout.ROW)
    yield Setting("mail_halves_blank", partial(_halves, "", "\n\n"), Layout.ROW)
    yield Setting("mail_halves_numbers", partial(_halves, "{a}-{b}: ", "\n\n{c}-{d}: "), Layout.ROW)
    yield Setting("url_percent", partial(_query, quote), Layout.ROW)
    yield Setting("url_plus", partial(_query, quote_plus), Layout.ROW)


def _tables() -> Iterator[Setting]:
    for columns in (2, 3):
        for order, by_column in (("row_major", False), ("column_major", True)):
            for name, item, gap in (("spaces", "{n:>2}. {w}", "  "), ("tabs", "{n} {w}", "\t")):
                render = partial(_columns, columns, by_column, item, gap)
                yield Setting(f"columns_{columns}_{order}_{name}", render, Layout.TABLE)
    for columns, by_column in ((1, False), (2, False), (2, True)):
        order = "column_major" if by_column else "row_major"
        name = f"markdown_{2 * columns}_columns_{order}"
        yield Setting(name, partial(_markdown, columns, by_column), Layout.TABLE)


def _joined() -> Iterator[Setting]:
    render = partial(_row, "")
    yield Setting("joined_chinese", render, Layout.JOINED, languages=CHINESE)
    yield Setting("joined_japanese", render, Layout.JOINED, languages=frozenset({"japanese"}))


def _welcome() -> Iterator[Setting]:
    latin = frozenset({"english", "french", "spanish", "italian", "portuguese", "czech"})
    for name, render, layout, languages in (
        ("first_four_letters", _first_four, Layout.ROW, latin),
        ("run_together", partial(_row, ""), Layout.JOINED, latin),
        ("camel_case", _camel, Layout.JOINED, latin),
        ("spelled_out", _apart, Layout.SPELLED, latin),
        ("one_typo", _one_typo, Layout.ROW, latin),
        ("one_missing", _one_missing, Layout.ROW, frozenset()),
        ("backwards", _backwards, Layout.ROW, frozenset()),
        ("numbered_shuffled", _shuffled, Layout.NUMBERED, frozenset()),
        ("halves_labelled", partial(_halves, "First half: ", "\nSecond half: "), Layout.ROW, frozenset()),
        ("joined_groups_of_four", _grouped, Layout.JOINED, CHINESE | {"korean"}),
    ):
        yield Setting(name, render, layout, required=False, languages=frozenset(languages))


def settings() -> tuple[Setting, ...]:
    """Every layout of people's own hands, required or not."""
    return (
        *_rows(),
        *family("lines", LINES, Layout.LINES),
        *family("numbered", NUMBERED, Layout.NUMBERED),
        *_tables(),
        *_joined(),
        *_welcome(),
    )
