"""Says of a host whose it is, as far as its name alone can tell.

Nothing is looked up: the bundled Public Suffix List says where a registrable domain begins, and
``resources/knowledge/domains.toml`` says which are the vendor's and which are services.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from itertools import islice
from urllib.parse import unquote

from publicsuffixlist import PublicSuffixList

from walletsafe.message import domains, imitation
from walletsafe.message.folding import draws_nothing


class HostKind(StrEnum):
    """Whose a host is. Only ``OFFICIAL`` is known to be the vendor's; ``OTHER`` says nothing good."""

    OFFICIAL = "official"
    IMITATES = "imitates"
    HIDES = "hides"
    FREE = "free"
    OTHER = "other"


TRICKS = (
    "brand-in-subdomain",
    "brand-with-words",
    "free-hosting",
    "homoglyph",
    "punycode",
    "split-brand",
    "typo",
    "wrong-ending",
)
"""Permanent names of the ways to imitate the vendor's domain."""


@dataclass(frozen=True, slots=True)
class HostLook:
    """What the name of a host tells.

    ``host`` and ``domain`` (what somebody registered, or got from a hosting service) are lower-case ASCII;
    ``domain`` is empty for what has none, such as an IP address. ``trick`` is one of ``TRICKS`` and
    ``looks_like`` the part that imitates, in Unicode as a browser might show it, where ``kind`` is
    ``IMITATES``; else both are empty. ``service`` names the hiding service on which the host stands, if any.
    """

    host: str
    domain: str
    kind: HostKind
    trick: str = ""
    looks_like: str = ""
    service: str = ""


_LONGEST_HOST = 253  # RFC 1035; a longer one cannot be reached
_LONGEST_READ = 2048
_SCHEME = re.compile(r"(?:[a-z][a-z0-9+.-]*:)?[/\\]{2}", re.IGNORECASE)
_AFTER_HOST = re.compile(r"[/\\?#]")
_PORT = re.compile(r":[0-9]*$")
_NAME = re.compile(r"(?:[a-z0-9_-]{1,63}\.)+[a-z0-9_-]{1,63}")
_NOT_IN_LABELS = re.compile(r"[^a-z0-9_-]")
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
_DOTS = str.maketrans(dict.fromkeys("\u3002\uff0e\uff61", "."))  # browsers take these for dots as well


def look(untrusted_host: str) -> HostLook:
    """Judge a host by its name alone. Never raises: what is no host name is ``OTHER`` without a domain.

    An address around the host (``https://``, a user, a port, a path, final dots) is taken off first, as
    browsers do. Unicode and punycode forms are the same host. Reads 2,048 characters at most.
    """
    host = untrusted_host[:_LONGEST_READ]
    if not _NAME.fullmatch(host):
        host = ".".join(_to_ascii(label) for label in _bare(host).split("."))
    if not _is_name(host):
        return HostLook(host[:_LONGEST_HOST], "", HostKind.OTHER)
    known, ending = domains.load(), _ending(host)
    if ending.registrable in known.official:
        return HostLook(host, ending.registrable, HostKind.OFFICIAL)
    if ending.registrable not in known.innocent:
        labels = [_to_unicode(label) for label in ending.chosen]
        if found := imitation.find(labels, shared=ending.shared):
            return HostLook(host, ending.registrable, HostKind.IMITATES, *found, ending.service)
    kind = HostKind.HIDES if ending.service else HostKind.FREE if ending.shared else HostKind.OTHER
    return HostLook(host, ending.registrable, kind, service=ending.service)


def _bare(untrusted_host: str) -> str:
    """The host of an address, as it is written."""
    address = untrusted_host.strip()
    if scheme := _SCHEME.match(address):
        address = address[scheme.end() :]
    authority = _AFTER_HOST.split(address, maxsplit=1)[0]
    return _PORT.sub("", unquote(authority).rpartition("@")[2]).translate(_DOTS).strip(".")


def shown_before(untrusted_address: str) -> HostLook | None:
    """Whose host an address shows before an ``@`` without leading there, if it shows one.

    ``https://ledger.com@other.example/`` leads to other.example: what stands before is the name of a user
    (RFC 3986 3.2.1), and browsers do not show it afterwards.
    """
    address = untrusted_address[:_LONGEST_READ].strip()
    if scheme := _SCHEME.match(address):
        address = address[scheme.end() :]
    user, at, _ = unquote(_AFTER_HOST.split(address, maxsplit=1)[0]).rpartition("@")
    return _vendors_or_like(_USER_PARTS.split(user)) if at else None


def shown_behind(untrusted_address: str) -> HostLook | None:
    """The vendor's host that stands in the path of another one's address, if one does."""
    address = untrusted_address[:_LONGEST_READ]
    scheme = _SCHEME.match(address.strip())
    parts = _AFTER_HOST.split(address.strip()[scheme.end() if scheme else 0 :])
    return _vendors_or_like(parts[1:])


def _vendors_or_like(untrusted_hosts: Iterable[str]) -> HostLook | None:
    looks = (look(host) for host in islice((host for host in untrusted_hosts if "." in host), _MOST_SHOWN))
    return next((one for one in looks if one.kind in {HostKind.OFFICIAL, HostKind.IMITATES}), None)


_MOST_SHOWN = 10  # nobody reads further
_USER_PARTS = re.compile(r"[:@&=+$,;]")


def _to_ascii(label: str) -> str:
    """One label as it travels (RFC 3492), in lower case; ``?`` stands for what no label may hold."""
    if not label.isascii():
        shown = "".join(character for character in label if not draws_nothing(character))
        label = unicodedata.normalize("NFKC", shown.casefold())
        if not label.isascii():
            label = "xn--" + label.encode("punycode").decode("ascii")
    return _NOT_IN_LABELS.sub("?", label.lower())


def _to_unicode(label: str) -> str:
    """One label as a browser may show it; as it is where it cannot be decoded."""
    if not label.startswith("xn--"):
        return label
    try:
        return label[4:].encode("ascii").decode("punycode")
    except UnicodeError:
        return label


def _is_name(host: str) -> bool:
    """Whether it can be the name of a host on the internet: no IP address and no name without an ending."""
    return (
        len(host) <= _LONGEST_HOST
        and _NAME.fullmatch(host) is not None
        and _NUMBER.fullmatch(host.rpartition(".")[2]) is None
    )


@dataclass(frozen=True, slots=True)
class _Ending:
    """Where a host stands: its labels are those of a public ending, and those that people chose.

    ``registrable`` is what somebody registered or got from a service, ``chosen`` the labels before
    the ending. ``shared`` says that anybody can have a name there.
    """

    registrable: str
    chosen: tuple[str, ...]
    shared: bool
    service: str


def _ending(host: str) -> _Ending:
    known = domains.load()
    labels = host.split(".")
    suffix = _public_suffixes(only_icann=False).publicsuffix(host) or labels[-1]
    shared = "." in suffix and suffix not in known.sold and _is_of_a_service(suffix)
    parents = [".".join(labels[place:]) for place in range(len(labels))]  # the longest first
    service = next((known.hides[parent].name for parent in parents if parent in known.hides), "")
    provider = next((parent for parent in parents if parent in known.free or parent in known.hides), "")
    ending = max(suffix, provider, key=len)
    chosen = labels[: len(labels) - ending.count(".") - 1]
    registrable = ".".join((*chosen[-1:], ending)) if chosen or provider else ""
    return _Ending(registrable, tuple(chosen), shared or bool(provider), service)


@lru_cache(maxsize=1024)
def _is_of_a_service(suffix: str) -> bool:
    """Whether a public suffix was added by a service and is none of a registry of domains."""
    return _public_suffixes(only_icann=True).publicsuffix(suffix) != suffix


@cache
def _public_suffixes(*, only_icann: bool) -> PublicSuffixList:
    """The bundled list, with the endings that services add to it (its private part) or without them."""
    return PublicSuffixList(only_icann=only_icann)
