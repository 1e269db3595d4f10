"""Who a message claims to come from: the vendor, or somebody who has a ledger of another kind.

"Ledger" is an English word as well (a book of accounts), a surname and the name of newspapers. The brand
counts as a claim where it stands alone, first or beside the vendor's own words, and elsewhere only where the
text speaks of the reader's wallet too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import islice

from walletsafe.message import hosts, imitation, wording
from walletsafe.message.folding import skeleton
from walletsafe.message.hosts import HostKind
from walletsafe.message.model import Field, Message, Place
from walletsafe.message.passage import AS_READ, BRAND, Passage

_WORD = re.compile(r"[^\W_]+|[|!](?=\w)")
MAILBOX = re.compile(r"[\w.+-]{1,64}@([\w-]{1,63}(?:\.[\w-]{1,63}){1,8})")
"""A mail address in a text; the group is its host."""
_SPACED_LETTERS = re.compile(r"(?<!\w)(?:\w[ .\-_]){5,}\w(?!\w)")
_JOINED_BY = frozenset(
    {"x", "and", "with", "from", "by", "at", "von", "de", "da", "di", "van", "bei", "chez"}
)


@dataclass(frozen=True, slots=True)
class Claims:
    """Where a message claims to be the vendor's.

    ``name``: the sender's name does. ``voice``: subject or text speak as the vendor. ``greets``: they greet
    the reader as its customer, which newspapers do not. ``addressed``: they speak to the reader about a
    wallet of this vendor, which friends and shops do as well. ``disguised``: the brand is written with
    look-alike or invisible characters, which nobody honest does. ``names_itself``: the sender goes by the
    name of its own domain, which is another than the vendor's.
    """

    name: tuple[Place, ...]
    voice: tuple[Place, ...]
    greets: bool
    addressed: tuple[Place, ...]
    disguised: tuple[Place, ...]
    names_itself: bool

    @property
    def speaks(self) -> bool:
        """Whether it poses as the vendor, by name or in its text."""
        return bool(self.name or self.voice)


def find(message: Message, passages: Sequence[Passage]) -> Claims:
    """The claims of a message; ``passages`` are the sender's name, the subject and the text, folded."""
    name, subject, text = passages
    own = _goes_by_domain(message, name, text)
    elsewhere = _is_of_another_ledger(message, passages, own=own)
    voice = [] if elsewhere else [*_voice(message, subject), *_voice(message, text)]
    addressed = [] if elsewhere else _addressed(message, passages)
    if addressed and not voice and not own and any(_is_yours(passage) for passage in (subject, text)):
        voice = list(_headline(subject))
    is_named = not (elsewhere and own) and not _is_project(message)
    in_context = bool(voice or addressed)
    return Claims(
        name=(_name(name, in_context=in_context) or _mailbox(message)) if is_named else (),
        voice=tuple(voice),
        greets=any("greeting" in passage.hits for passage in (subject, text)),
        addressed=tuple(addressed),
        disguised=tuple(place for passage in passages for place in _disguised(passage)),
        names_itself=own and BRAND not in _letters(name.folded.text),
    )


def _goes_by_domain(message: Message, name: Passage, text: Passage) -> bool:
    """Whether the sender's name is that of its domain: ``Some Shop <x@some-shop.example>``.

    A text message names its sender before a colon; there all links count.
    """
    if message.is_unsigned:
        shown = text.folded.text[:_LONGEST_OPENING].partition(":")
        named, looks = (
            _letters(shown[0]) if shown[1] else "",
            [hosts.look(link.host) for link in message.links],
        )
    else:
        named, looks = _letters(name.folded.text), [hosts.look(message.sender.domain)]
    labels = [_letters(look.domain.partition(".")[0]) for look in looks]
    honest = all(look.kind in {HostKind.OTHER, HostKind.OFFICIAL} for look in looks)
    return (
        honest
        and bool(labels)
        and all(len(label) >= _SHORTEST_LABEL and named.startswith(label) for label in labels)
    )


_LONGEST_OPENING = 40  # characters
_SHORTEST_LABEL = 3  # letters


def _letters(text: str) -> str:
    return "".join(_WORD.findall(text.lower()))


def _is_of_another_ledger(message: Message, passages: Sequence[Passage], *, own: bool) -> bool:
    """Whether it is about a ledger of another kind: a paper, a firm, books of accounts, and no wallet."""
    _, *texts = passages
    named = {group for passage in texts for group in passage.hits}
    if named & _VENDORS_WORLD or any(_DEVICE.search(passage.folded.text) for passage in texts):
        return False
    domain = hosts.look(message.sender.domain).domain
    label = domain.partition(".")[0]
    if own and BRAND in label and label != BRAND:
        return True
    # Thieves could write "general ledger" too: then nothing may lead away from the sender.
    stays = (hosts.look(link.host).domain in {domain, *wording.load().bystanders} for link in message.links)
    return any(_is_trade(passage) for passage in texts) and all(stays)


_VENDORS_WORLD = frozenset({"product", "crypto", "secret", "own_device"})
_DEVICE = re.compile(r"\b(?:device|firmware|hardware|nano|stax|gerat|appareil|dispositivo|toestel|apparaat)")


def _is_trade(passage: Passage) -> bool:
    """Whether the brand stands beside a word that makes it another thing: "general ledger"."""
    return any(not _names("name_other").isdisjoint(others) for _, others in _beside_brand(passage))


def _is_project(message: Message) -> bool:
    """Whether the sender is a place where software is kept, which writes in the name of a project."""
    at_forge = hosts.look(message.sender.domain).domain in wording.load().forges
    return at_forge and _PROJECT.fullmatch(message.sender.name.strip()) is not None


_PROJECT = re.compile(r"[\w.-]{1,100}/[\w.-]{1,100}")


def _addressed(message: Message, passages: Sequence[Passage]) -> list[Place]:
    """Where the reader's wallet is spoken of, in a message about the vendor's products."""
    _, *texts = passages
    named = {group for passage in texts for group in passage.hits}
    about = "product" in named or any(_is_yours(passage) for passage in texts)
    if not about and any(_mentions(passage) for passage in passages):
        about = message.is_unsigned or bool(named & _COINS)
    return [place for passage in texts for place in passage.places("yours")] if about else []


_COINS = frozenset({"crypto", "secret"})


def _is_yours(passage: Passage) -> bool:
    """Whether it says "your Ledger", with the capital that a book of accounts does not have."""
    return any(
        passage.folded.text.endswith(BRAND, hit.start, hit.end)
        and _has_capital(passage, hit.end - len(BRAND))
        for hit in passage.hits.get("yours", ())
    )


def _has_capital(passage: Passage, start: int) -> bool:
    """Whether the character of the folded text was written as a capital."""
    return passage.text[passage.folded.starts[start]].isupper()


_PART = re.compile(r"(?:(?! \| ).)+")
"""What stands between two bars: the reader of mails puts them between headers that stand there twice."""


def _headline(subject: Passage) -> Iterator[Place]:
    """The brand as the first word of a subject; news have that as well, but do not say "your Ledger"."""
    for part in _PART.finditer(subject.folded.text):
        first = _WORD.search(subject.folded.text, *part.span())
        if first and _is_brand(first.group()):
            yield subject.place(*first.span())


def _name(passage: Passage, *, in_context: bool) -> tuple[Place, ...]:
    """Where the sender's name claims to be the vendor: alone, as its first word, or beside its own words."""
    if address := _vendors_mailbox(passage.text):
        return (Place(passage.field, *address),)
    parts = (match.group() for match in _PART.finditer(passage.folded.text))
    if any(_is_vendors_name(part, in_context=in_context) for part in parts):
        return (Place(passage.field, 0, len(passage.text)),)
    return ()


def _is_vendors_name(folded_name: str, *, in_context: bool) -> bool:
    words = [match.group() for match in _WORD.finditer(_joined(folded_name))]
    if any(_is_vendor_word(word) for word in words):
        # "Ledgers" alone may be a surname.
        words = [word.removesuffix("s") if word == f"{BRAND}s" else word for word in words]
    places = [number for number, word in enumerate(words) if _is_brand(word)]
    if not places:
        return False
    before, after = words[: places[0]], words[places[-1] + 1 :]
    if any(word in _names("name_other") for word in (*before, *after)):
        return in_context and not before
    return in_context or all(_is_vendor_word(word) for word in before) or before[-1] in _JOINED_BY


def _vendors_mailbox(untrusted_name: str) -> tuple[int, int] | None:
    """Where a name holds a mail address that is the vendor's, or imitates one."""
    match = MAILBOX.search(untrusted_name)
    kind = hosts.look(match[1]).kind if match else HostKind.OTHER
    return match.span() if match and kind in {HostKind.OFFICIAL, HostKind.IMITATES} else None


def _joined(folded_name: str) -> str:
    """The name with letters that stand apart (``l e d g e r``) put together."""
    return _SPACED_LETTERS.sub(lambda match: re.sub(r"[ .\-_]", "", match.group()), folded_name)


def _mailbox(message: Message) -> tuple[Place, ...]:
    """A sender without a name is read by what stands before the at sign."""
    local = message.sender.mailbox.partition("@")[0]
    words = [match.group() for match in _WORD.finditer(local.lower())]
    claims = not message.sender.name.strip() and any(_is_brand(word) for word in words)
    claims = claims and all(_is_brand(word) or _is_vendor_word(word) for word in words)
    return (Place(Field.SENDER_ADDRESS, 0, len(local)),) if claims else ()


@lru_cache(maxsize=4096)
def _is_brand(word: str) -> bool:
    """Whether one word of a name is the brand, also with a letter wrong or joined to the vendor's words."""
    plain = skeleton(word)
    if plain.startswith(BRAND) or plain.endswith(BRAND):
        return not (rest := plain.removeprefix(BRAND).removesuffix(BRAND)) or _is_vendor_word(rest)
    return bool(imitation.find([word], shared=False))


@cache
def _names(group: str) -> frozenset[str]:
    return wording.load().names[group]


@cache
def _vendor_skeletons() -> frozenset[str]:
    return frozenset(skeleton(word) for word in _names("name_vendor"))


def _is_vendor_word(word: str) -> bool:
    return word.isdecimal() or skeleton(word) in _vendor_skeletons()


def _mentions(passage: Passage) -> bool:
    """Whether the brand stands there as a name: with a capital, and not as a part of another name."""
    return any(
        _has_capital(passage, start) and _names("name_other").isdisjoint(others)
        for start, others in _beside_brand(passage)
    )


def _beside_brand(passage: Passage) -> Iterator[tuple[int, list[str]]]:
    """Where the brand stands in the folded text, and the words before and after it."""
    for match in AS_READ.finditer(passage.folded.text):
        start, end = match.span()
        before = _WORD.findall(passage.folded.text[max(start - _NEAR, 0) : start])
        after = _WORD.findall(passage.folded.text[end : end + _NEAR])
        yield start, [*before[-1:], *after[:1]]


_NEAR = 24  # characters
_SPOKEN_OF = 4  # words


def _voice(message: Message, passage: Passage) -> Iterator[Place]:
    """Where a text speaks as the vendor: its signature, how it greets, and how a short message opens.

    Not where it tells of scams: newspapers write of "Ledger's support" as well.
    """
    voices = (*passage.hits.get("greeting", ()), *passage.hits.get("voice", ()))
    yield from (passage.place_of(hit) for hit in voices if not passage.is_reported(hit, within=_SPOKEN_OF))
    if message.is_unsigned and passage.field is Field.TEXT:
        opening = [*islice(_WORD.finditer(passage.folded.text), 2)]
        is_other = any(word.group() in _names("name_other") for word in opening)
        if opening and _is_brand(opening[0].group()) and not is_other:
            yield passage.place(*opening[0].span())


def _disguised(passage: Passage) -> Iterator[Place]:
    for match in AS_READ.finditer(passage.folded.text):
        start, end = passage.folded.span(*match.span())
        if passage.text[start:end].replace(_SOFT_HYPHEN, "").lower() != BRAND:
            yield Place(passage.field, start, end)


_SOFT_HYPHEN = "\u00ad"
