"""Reads of the style sheets in a page what hides text, and what may show it.

Rules for one tag, class or id are applied where they hide. All others are doubts: what they set counts as
unknown, so that nothing is called hidden for it. Sources: CSS 2.2, Selectors 4, CSS Cascade 4.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import NamedTuple

from walletsafe.message.tags import Sheet

UNKNOWN = "(unknown)"
"""A value that is set by a rule of which nobody here can say whether it applies."""

_LONGEST_VALUE = 60
_DECIDED = frozenset({"display", "visibility", "font-size"})
_THAT_MATTER = _DECIDED | {
    *("color", "background", "background-color", "background-image", "opacity", "position", "left", "top"),
    *("overflow", "height", "width", "max-height", "max-width", "min-height", "min-width", "padding"),
    *("padding-top", "padding-right", "padding-bottom", "padding-left", "text-indent", "margin-left"),
    *("margin-top", "box-shadow", "text-shadow", "-webkit-text-stroke", "-webkit-text-fill-color"),
    *("filter", "mix-blend-mode"),
}
"""Properties by which :mod:`walletsafe.message.styles` tells what is hidden: a sheet may set thousands."""

_NOT_SHOWN = re.compile(r"none|hidden|collapse|0+(?:\.0+)?(?:px|pt|em|rem|%)?")


class Value(NamedTuple):
    """What a declaration sets a property to."""

    text: str
    is_important: bool = False


class _Ranked(NamedTuple):
    """A value with what makes it count more than another, in this order."""

    is_important: bool
    specific: int
    order: int
    text: str


Declarations = Mapping[str, Value]


def declarations(untrusted_style: str) -> Declarations:
    """Properties and their values in lower case; of two the important one counts, else the last.

    A value of more than 60 characters is unknown. ``font`` sets the size as well. Linear in the length.
    """
    found: dict[str, Value] = {}
    for declaration in _DECLARATION.findall(_without_comments(untrusted_style).lower()):
        name, _, text = declaration.partition(":")
        name, text = name.strip(), text.strip()
        important = _IMPORTANT.search(text[-40:])
        if important:
            text = text[: text.rindex("!")].strip()
        value = Value(text if len(text) <= _LONGEST_VALUE else UNKNOWN, bool(important))
        for key, one in ((name, value), *_size_in_font(name, value)):
            if value.is_important or key not in found or not found[key].is_important:
                found[key] = one
    return found


# What stands in quotes or brackets ends no declaration.
_DECLARATION = re.compile(
    r"(?:[^;\"'(\[{]++|\"(?:[^\"\\]|\\.)*+\"?|'(?:[^'\\]|\\.)*+'?|\([^()]*+\)?|\[[^\[\]]*+\]?|\{[^{}]*+\}?)++",
    re.DOTALL,
)
_IMPORTANT = re.compile(r"!\s{0,9}important$")
_SIZE = re.compile(r"((?:\d++(?:\.\d++)?|\.\d++)(?:px|pt|em|rem|ex|%|vh|vw)|0)(?:/.*)?")


def _size_in_font(name: str, value: Value) -> Iterator[tuple[str, Value]]:
    if name == "font":
        sizes = (size[1] for word in value.text.split() if (size := _SIZE.fullmatch(word)))
        yield "font-size", Value(next(sizes, UNKNOWN), value.is_important)


def _without_comments(untrusted_css: str) -> str:
    first, *others = untrusted_css.split("/*")
    return " ".join((first, *(other.partition("*/")[2] for other in others))) if others else first


@dataclass(slots=True)
class Rules:
    """What the sheets of a page say, by what an element is called: ``i``, ``.x``, ``#y``, ``i.x``, ``*``.

    ``decided`` holds values with what makes one count more than another; ``doubts`` and ``important_doubts``
    the properties that some rule may set.
    """

    decided: dict[str, dict[str, _Ranked]] = field(default_factory=dict[str, "dict[str, _Ranked]"])
    doubts: dict[str, dict[str, Value]] = field(default_factory=dict[str, dict[str, Value]])
    important_doubts: dict[str, dict[str, Value]] = field(default_factory=dict[str, dict[str, Value]])

    def names(self) -> set[str]:
        """Every name that has a rule."""
        return {*self.decided, *self.doubts, *self.important_doubts}

    def for_element(self, tag: str, attributes: Mapping[str, str]) -> Declarations:
        """What the sheets set for an element, or may set."""
        names = _names(tag, attributes)
        ranked: dict[str, _Ranked] = {}
        for name in names:
            for key, one in self.decided.get(name, {}).items():
                ranked[key] = max(one, ranked.get(key, one))
        found = {key: Value(one.text, one.is_important) for key, one in ranked.items()}
        for doubts in (self.doubts, self.important_doubts):
            for name in names:
                found.update(doubts.get(name, {}))
        return found


def _names(tag: str, attributes: Mapping[str, str]) -> list[str]:
    classes = dict.fromkeys(attributes.get("class", "").lower().split())
    marks = [f".{name}" for name in classes]
    if attributes.get("id"):
        marks.append(f"#{attributes['id'].strip().lower()}")
    return ["*", tag, *marks, *(tag + mark for mark in marks)]


def read(sheets: Iterable[Sheet]) -> Rules:
    """Read the sheets of a page. Never fails; linear in their length."""
    rules = Rules()
    order = count()
    for sheet in sheets:
        for selectors, body, is_limited in _blocks(_STRING.sub("''", _without_comments(sheet.text))):
            found = {key: value for key, value in declarations(body).items() if key in _THAT_MATTER}
            for selector in _selectors(selectors):
                if _SIMPLE.fullmatch(selector) and not (is_limited or sheet.is_limited):
                    _decide(rules, selector, found, next(order))
                else:
                    _doubt(rules, selector, found)
    return rules


def _selectors(selectors: str) -> Iterable[str]:
    """Each selector of a block once, at most :data:`_MOST_SELECTORS` of them: of more, all is in doubt."""
    found = dict.fromkeys(map(str.strip, selectors.lower().split(",")))
    return found if len(found) <= _MOST_SELECTORS else ("*:more",)


_MOST_SELECTORS = 2_000


def _blocks(css: str) -> Iterator[tuple[str, str, bool]]:
    """Yield selectors and declarations, and whether they stand within a rule that limits them.

    What holds on paper alone is left out.
    """
    around: list[str] = []
    at = 0
    for brace in _BRACE.finditer(css):
        before, at = css[at : brace.start()], brace.end()
        if brace.group() == "{":
            around.append(before.rpartition(";")[2].replace("<!--", " ").replace("-->", " ").strip())
        elif around:
            selectors = around.pop()
            on_paper = any(_ON_PAPER.match(outer) for outer in around[:3])
            if not selectors.startswith("@") and not on_paper and len(around) <= _DEEPEST:
                yield selectors, before, bool(around)


_BRACE = re.compile(r"[{}]")
_STRING = re.compile(r"\"(?:[^\"\\\n]|\\.)*+\"?|'(?:[^'\\\n]|\\.)*+'?", re.DOTALL)
_ON_PAPER = re.compile(r"@media\s{1,9}print\s{0,9}$", re.IGNORECASE)
_DEEPEST = 8
_SIMPLE = re.compile(r"\*|[a-z][a-z0-9]*|(?:[a-z][a-z0-9]*)?[.#][\w\-]+")
_LAST = re.compile(r"([a-z][a-z0-9]*)?(?:[.#][\w\-]+)*")
_MARK = re.compile(r"[.#][\w\-]+")


def _decide(rules: Rules, selector: str, found: Declarations, order: int) -> None:
    specific = 100 * selector.count("#") + 10 * selector.count(".") + selector[0].isalpha()
    for key, value in found.items():
        if key in _DECIDED:
            one = _Ranked(value.is_important, specific, order, value.text)
            known = rules.decided.setdefault(selector, {})
            known[key] = max(one, known.get(key, one))
        else:
            _add_doubt(rules, selector, key, value)


def _doubt(rules: Rules, selector: str, found: Declarations) -> None:
    for key, value in found.items():
        if key not in _DECIDED or not _NOT_SHOWN.fullmatch(value.text):
            _add_doubt(rules, _last_of(selector), key, value)


def _add_doubt(rules: Rules, name: str, key: str, value: Value) -> None:
    doubts = rules.important_doubts if value.is_important else rules.doubts
    doubts.setdefault(name, {})[key] = Value(UNKNOWN, value.is_important)


def _last_of(selector: str) -> str:
    """What an element has to be called so that a rule may apply to it."""
    compounds = _COMBINATOR.split(_CONDITION.sub("", selector).strip())
    last = _LAST.match(compounds[-1])
    marks = _MARK.findall(last.group()) if last else []
    return marks[-1] if marks else (last and last[1]) or "*"


_COMBINATOR = re.compile(r"[\s>+~]+")
_CONDITION = re.compile(r"\[[^\[\]]*+\]?|::?[\w\-]+(?:\([^()]*+\)?)?")
