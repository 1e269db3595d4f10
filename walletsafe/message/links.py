r"""Finds addresses in plain text, and the host that an address leads to.

Mail programs make links of what looks like an address, and people type one from a letter: so bare hosts
count as well, and the spellings with which scams get past filters (``hxxp``, ``[.]``, " dot "). Nothing is
looked up; whether a host exists is unknown here. How browsers read an address: WHATWG URL Standard.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from urllib.parse import unquote

from publicsuffixlist import PublicSuffixList

from walletsafe.message.model import Link

MOST = 500
"""How many different addresses of a text are returned at most. So many found may mean that there are more."""

_LONGEST_HOST = 253
_LONGEST_TARGET = 4096

# What draws nothing in the middle of a name, and marks: browsers drop or compose them.
_INVISIBLE = "\u00ad\u200b-\u200d\u2060\ufeff"
_LABEL = rf"[^\W_](?:[\w\-{_INVISIBLE}\u0300-\u036f]{{0,80}})"
_WIDE_DOTS = "\u3002\uff0e\uff61"
_BRACKETED_DOT = r"\[\.\]|\(\.\)|\{\.\}|[ \t]?[\[({][ \t]?dot[ \t]?[\])}][ \t]?"
_SPACED_DOT = r"[ \t]dot[ \t]"
_DOT = rf"(?:[.{_WIDE_DOTS}]|{_BRACKETED_DOT}|{_SPACED_DOT})"
_SCHEME = r"h(?:tt|xx)ps?(?:\[:\]|:)"
# Up to a blank, or to what closes a quotation. A wide full stop belongs to it within a name alone.
_NOT_WITHIN = r"\s<>\"\u201c\u201d\u00ab\u00bb\uff0c\uff1b\uff01\uff1f\uff09\u300d"
_REST = rf"(?:[^{_NOT_WITHIN}{_WIDE_DOTS}]|[{_WIDE_DOTS}](?=\w))"

_ADDRESS = re.compile(
    rf"(?<![A-Za-z0-9])(?P<scheme>{_SCHEME}[/\\]{{2,8}})(?>(?:{_LABEL}(?:{_DOT}{_LABEL})*)?){_REST}{{0,4096}}+"
    # Not in the middle of a name or of a mail address, nor in a path.
    rf"|(?<![\w@\-/\\])(?<!\w[.+%])(?P<bare>(?>{_LABEL}(?:{_DOT}(?P<ending>{_LABEL})){{1,40}}))(?![\w@])"
    rf"(?::\d{{1,5}}+)?(?P<path>[/?#]{_REST}{{0,4096}}+)?",
    re.IGNORECASE,
)
_ANY_DOT = re.compile(rf"\[:\]|{_DOT}|https?:|hxxps?:", re.IGNORECASE)

_CLOSING = {")": "(", "]": "[", "}": "{"}
_TRAILING = frozenset(".,;:!?'\"`*_~|>\u2019\u2026") | _CLOSING.keys()

# Endings that are of files far more often than of hosts: where nothing else says that it is an address.
_FILE_ENDINGS = frozenset({"cab", "md", "mov", "pl", "ps", "py", "rs", "sh", "so", "zip"})


def in_text(untrusted_text: str) -> tuple[Link, ...]:
    """Return the different addresses in ``untrusted_text`` in their order, at most :data:`MOST`.

    ``target`` is as written, without the punctuation behind it. Mail addresses are not links, and a bare host
    counts only with an ending that exists. Linear in the length of the text.
    """
    if not _ANY_DOT.search(untrusted_text):
        return ()
    return tuple(islice(_written_in(untrusted_text), MOST))


def host_of(untrusted_target: str) -> str:
    """Return the host that a browser would go to, in lower case, without port; empty where there is none.

    What is no web address has none: ``mailto:``, ``javascript:``, a path, a name with an ending that does not
    exist. Other scripts stay as they are, and ``xn--`` stays ``xn--``.
    """
    plain = _refanged(untrusted_target[:_LONGEST_TARGET])
    scheme = _WEB.match(plain)
    if scheme:
        return _host(_AUTHORITY_END.split(plain[scheme.end() :], maxsplit=1)[0])
    authority = _AUTHORITY_END.split(plain, maxsplit=1)[0]
    if "@" in authority or _OTHER_SCHEME.match(plain):
        return ""
    host = _host(authority)
    return host if _has_real_ending(host) else ""


def _written_in(untrusted_text: str) -> Iterator[Link]:
    seen: set[str] = set()
    for match in _ADDRESS.finditer(untrusted_text):
        if not (match["scheme"] or match["path"] or _is_meant(match["bare"], match["ending"])):
            continue
        target = _without_trailing(match.group())
        if target in seen:
            continue
        seen.add(target)
        host = host_of(target)
        if host:
            yield Link(target, host)


def _is_meant(untrusted_name: str, untrusted_ending: str) -> bool:
    """Whether a bare name may be meant as an address, and not as a number, a file or a missing blank."""
    ending = untrusted_ending.lower()
    # Whether there is such an ending is asked for here as well: it costs less than to look for the host.
    if ending in _FILE_ENDINGS or ending.isdigit() or not _is_ending(ending):
        return False
    # "Hold on.It is", "the polka dot is": endings are words as well.
    if len(ending) == 2 and _SPACES.search(untrusted_name):
        return ending in {"co", "io"}
    return ending in _NO_WORDS or not untrusted_ending.istitle()


_SPACES = re.compile(r"[ \t]")
_NO_WORDS = frozenset({"com", "info", "io", "net", "org"})


def _without_trailing(untrusted_target: str) -> str:
    """Drop the punctuation behind an address; brackets only where nothing opens them within it."""
    if untrusted_target[-1] not in _TRAILING:
        return untrusted_target
    surplus = {
        closing: untrusted_target.count(closing) - untrusted_target.count(opening)
        for closing, opening in _CLOSING.items()
    }
    end = len(untrusted_target)
    while end and (last := untrusted_target[end - 1]) in _TRAILING:
        if last in surplus:
            if surplus[last] <= 0:
                break
            surplus[last] -= 1
        end -= 1
    return untrusted_target[:end]


# Browsers take any slashes behind http, also none and backward ones.
_WEB = re.compile(r"(?:h(?:tt|xx)ps?:|(?=[/\\]{2}))[/\\]*", re.IGNORECASE)
_OTHER_SCHEME = re.compile(r"[a-z][a-z0-9+.\-]*:(?!\d{1,5}(?:[/?#\\]|$))", re.IGNORECASE)
_AUTHORITY_END = re.compile(r"[/\\?#]")
_FORBIDDEN = re.compile(r"[\x00-\x20\x7f<>^|%\"`{}@:]")
_PORT = re.compile(r":\d*$")
_IPV6 = re.compile(r"\[[0-9a-f:.]{2,45}\]")
_DROPPED = re.compile(rf"[\t\n\r{_INVISIBLE}]")
_DEFANGED_DOT = re.compile(rf"{_BRACKETED_DOT}|{_SPACED_DOT}|[{_WIDE_DOTS}]", re.IGNORECASE)


def _refanged(untrusted_target: str) -> str:
    """The address as a browser takes it: without what it drops, and with plain dots and colons."""
    plain = _DROPPED.sub("", untrusted_target).strip("".join(map(chr, range(0x21))))
    return _DEFANGED_DOT.sub(".", plain).replace("[:]", ":")


def _host(untrusted_authority: str) -> str:
    """The host in ``user@host:port``; percent codes are read first, as mail programs and browsers do."""
    decoded = unicodedata.normalize("NFKC", unquote(untrusted_authority)).lower().rpartition("@")[2]
    host = _PORT.sub("", _AUTHORITY_END.split(decoded, maxsplit=1)[0])
    if _IPV6.fullmatch(host):
        return host
    host = host.strip(".")
    return "" if _FORBIDDEN.search(host) or len(host) > _LONGEST_HOST else host


def _has_real_ending(host: str) -> bool:
    return bool(_suffixes().privatesuffix(host)) or bool(_IPV4.fullmatch(host))


_IPV4 = re.compile(r"(?:\d{1,3}\.){3}\d{1,3}")


@lru_cache(maxsize=4096)
def _is_ending(untrusted_label: str) -> bool:
    return bool(_suffixes().publicsuffix(_DROPPED.sub("", untrusted_label)))


@lru_cache(maxsize=1)
def _suffixes() -> PublicSuffixList:
    """The list of endings under which anybody can have a name, as it came with the package."""
    return PublicSuffixList(accept_unknown=False)
