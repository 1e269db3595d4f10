"""Reads the headers of a mail as a reader would be shown them: encoded words, addresses, a provider's notes.

The standard library's readers of addresses differ between releases on broken headers, and scams break them on
purpose. These take what is there and never fail. The caller bounds the length of what they are given.
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator

from walletsafe.message.charsets import from_base64, text_from
from walletsafe.message.model import Address, ProviderNotes

_ENCODED_WORD = re.compile(r"=\?([^?*\s]{1,40})(?:\*[^?\s]{0,20})?\?([bBqQ])\?([^?]*)\?=")
_LINE_ENDS = re.compile(r"[\r\n]+[ \t]*")


def decoded(untrusted_value: str) -> str:
    """Return a header's value on one line with its encoded words read (RFC 2047).

    Words that follow one another are joined before their charset is read: mailers break characters apart.
    """
    value = _LINE_ENDS.sub(" ", untrusted_value)
    if "=?" not in value:
        return value
    pieces: list[str] = []
    waiting: list[bytes] = []
    charset = ""
    at = 0
    for word in _ENCODED_WORD.finditer(value):
        gap = value[at : word.start()]
        follows = at > 0 and not gap.strip()
        if not follows or word[1].lower() != charset:
            pieces += [text_from(b"".join(waiting), charset), "" if follows else gap]
            waiting.clear()
        charset = word[1].lower()
        waiting.append(_word_bytes(word[2].lower(), word[3]))
        at = word.end()
    pieces += [text_from(b"".join(waiting), charset), value[at:]]
    return _LINE_ENDS.sub(" ", "".join(pieces))


def _word_bytes(encoding: str, untrusted_letters: str) -> bytes:
    raw = untrusted_letters.encode("utf-8", "replace")
    if encoding == "q":
        return binascii.a2b_qp(raw, header=True)
    return from_base64(raw)[0]


# An encoded word, a quotation, an address in angle brackets, a comment, a comma, or anything else.
_TOKEN = re.compile(
    rf"(?P<word>{_ENCODED_WORD.pattern})"
    r'|"(?P<quoted>(?:[^"\\]|\\.)*)"|<(?P<angle>[^<>]*)>|\((?P<comment>[^()]*)\)|(?P<comma>[,;])|(?P<other>[^",;<(=]+|.)',
    re.DOTALL,
)
_GROUP = re.compile(r"(^|[,;])[^,;:<>@\"()]*:")
_BARE = re.compile(r"[^\s<>()\"',;:@]+@[^\s<>()\"',;:@]+")
_BLANKS = re.compile(r"[ \t]+")
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)


def sender(untrusted_value: str) -> Address:
    """Read the one address of a From header or the like.

    The last address in angle brackets counts, and all before it is the name: a scam may put a trusted
    address there. Never fails; what is missing is empty.
    """
    return _address(list(_TOKEN.finditer(untrusted_value)))


def addresses(untrusted_value: str) -> tuple[Address, ...]:
    """Read all addresses of a To header or the like, also those of groups; names without any are left out."""
    found = (_address(tokens) for tokens in _each_address(_GROUP.sub(r"\1", untrusted_value)))
    return tuple(address for address in found if "@" in address.mailbox)


def _each_address(untrusted_value: str) -> Iterator[list[re.Match[str]]]:
    tokens: list[re.Match[str]] = []
    has_mailbox = False
    for token in _TOKEN.finditer(untrusted_value):
        # A comma in a name that nobody quoted ends no address.
        if token["comma"] and has_mailbox:
            yield tokens
            tokens, has_mailbox = [], False
            continue
        tokens.append(token)
        has_mailbox = has_mailbox or bool(token["angle"]) or "@" in (token["other"] or "")
    yield tokens


def _address(tokens: list[re.Match[str]]) -> Address:
    angles = [number for number, token in enumerate(tokens) if token["angle"] is not None]
    if angles:
        mailbox = decoded("".join(tokens[angles[-1]]["angle"].split()))
        return Address(_name(tokens[: angles[-1]] + tokens[angles[-1] + 1 :]), mailbox)
    text = "".join(token["other"] or "" for token in tokens).strip()
    bare = _BARE.findall(text)
    if bare == [text]:
        comments = " ".join(token["comment"] for token in tokens if token["comment"])
        return Address(decoded(comments), text)
    return Address(_name(tokens), bare[-1] if bare else "")


def _name(tokens: list[re.Match[str]]) -> str:
    """The display name that these tokens spell."""
    pieces: list[str] = []
    for token in tokens:
        if token["quoted"] is not None:
            pieces.append(_ESCAPED.sub(r"\1", token["quoted"]))
        else:
            pieces.append(token.group())
    return _BLANKS.sub(" ", decoded("".join(pieces))).strip()


_METHOD = re.compile(r"\s*(spf|dkim|dmarc)\s*(?:/\s*\d+\s*)?=\s*([a-z]{1,20})")
_QUOTED = re.compile(r'"[^"]*"')
_LONGEST_SERVER = 100


def provider_notes(untrusted_value: str) -> ProviderNotes:
    """Read an Authentication-Results header (RFC 8601 2.2).

    Some providers leave their own name out. Of several results of one method a ``pass`` counts, else the
    first.
    """
    plain = _QUOTED.sub('""', _without_comments(untrusted_value.lower()))
    first, *others = plain.split(";")
    names_itself = "=" not in first
    results: dict[str, str] = {}
    for segment in others if names_itself else [first, *others]:
        result = _METHOD.match(segment)
        if result and (result[1] not in results or result[2] == "pass"):
            results[result[1]] = result[2]
    server = first.split()[0][:_LONGEST_SERVER] if names_itself and first.strip() else ""
    return ProviderNotes(server, **results)


def _without_comments(untrusted_value: str) -> str:
    """Drop what stands in round brackets, which may stand within one another (RFC 5322 3.2.2)."""
    depth = 0
    kept: list[str] = []
    for piece in re.split(r"([()])", untrusted_value):
        if piece == "(":
            depth += 1
        elif piece == ")":
            depth = max(depth - 1, 0)
        elif not depth:
            kept.append(piece)
    return " ".join(kept)
