"""Makes hosts that imitate the vendor, in ways that thieves and typo squatters use: our own, from no list.

Every way of changing the name is worked through in full, so that a rule that fits one list of hosts by chance
shows here.
"""

from __future__ import annotations

import string
from collections.abc import Iterator
from itertools import product

BRAND = "ledger"
_OWN_ENDINGS = ("com", "net", "app", "support", "co.uk", "com.br")
_FREE_HOSTS = ("github.io", "pages.dev", "weebly.com")
_VENDORS = {"ledger.com", "ledger.app", "ledgerwallet.com"}
_NEIGHBOURS = {"l": "kop", "e": "wr3", "d": "sfec", "g": "fhtv", "r": "et4"}
_LIKE = {
    "l": "1i\u0142\u04cf",
    "e": "3\u0435\u00e9\u1eb9",
    "d": "\u0501\u0111",
    "g": "q9\u0261\u0121",
    "r": "\u0433\u0155",
}
_WORDS = (
    "secure",
    "wallet",
    "login",
    "live",
    "support",
    "update",
    "nano",
    "verification",
    "device",
    "restore",
)
_ANY_WORDS = ("hub", "fast", "claims24", "eu", "notice", "x", "customer", "77120")


def kinds() -> dict[str, set[str]]:
    """Hosts by the way they were made; none of them is the vendor's."""
    typos = set(_typos()) - {BRAND}
    alike = {cut + like + BRAND[place + 1 :] for place, cut in _cuts() for like in _LIKE[BRAND[place]]}
    joined = {
        glue.join(pair) for word in _WORDS for glue in ("", "-") for pair in ((BRAND, word), (word, BRAND))
    }
    beside = {"-".join(pair) for word in _ANY_WORDS for pair in ((BRAND, word), (word, BRAND))}
    hyphens = {f"{cut}-{BRAND[place:]}" for place, cut in _cuts() if cut}
    made = {
        "one letter wrong": _own(typos),
        "one letter wrong, beside a word": _own(f"{word}-{typo}" for typo in typos for word in _WORDS[:3]),
        "one letter wrong, joined to a word": _own(typo + word for typo in typos for word in _WORDS[1:4]),
        "one letter wrong, at a free host": _free(f"help-{typo}" for typo in typos),
        "letters that look alike": _own(alike),
        "letters that look alike, beside a word": _own(f"{name}-live" for name in alike),
        "joined to a word": _own(joined),
        "beside any word": _own(beside),
        "cut": _own(hyphens)
        | _own(f"app-{name}" for name in hyphens)
        | _free(f"{name}-auth" for name in hyphens),
        "cut by a dot": _own(f"{cut}.{BRAND[place:]}" for place, cut in _cuts() if cut),
        "other ending": _own({BRAND, "ledgerwallet"}),
        "part of another's": {
            f"{name}.{other}"
            for name in ("ledger", "ledger.com", "www.ledger.com", "ledger-live", "start-ledger")
            for other in ("example-parcels.net", "com-start.app", "kitchen-and-bath.co.uk", "a1b2.info")
        },
        "at a free host": _free(joined | beside),
    }
    return {kind: hosts - _VENDORS for kind, hosts in made.items()}


def _cuts() -> Iterator[tuple[int, str]]:
    return ((place, BRAND[:place]) for place in range(len(BRAND)))


def _typos() -> Iterator[str]:
    for place, cut in _cuts():
        rest = BRAND[place + 1 :]
        yield cut + rest
        yield cut + 2 * BRAND[place] + rest
        yield from (cut + near + rest for near in _NEIGHBOURS[BRAND[place]])
        yield from (cut + near + BRAND[place] + rest for near in _NEIGHBOURS[BRAND[place]])
        yield from (cut + BRAND[place] + near + rest for near in _NEIGHBOURS[BRAND[place]])
        yield from (cut + vowel + rest for vowel in "aeiouy" if BRAND[place] == "e")
        if rest:
            yield cut + rest[0] + BRAND[place] + rest[1:]
        bits = (chr(ord(BRAND[place]) ^ 1 << bit) for bit in range(7))
        yield from (cut + flipped + rest for flipped in bits if flipped in string.ascii_lowercase)


def _own(names: Iterator[str] | set[str]) -> set[str]:
    return {f"{name}.{ending}" for name, ending in product(names, _OWN_ENDINGS)}


def _free(names: Iterator[str] | set[str]) -> set[str]:
    return {f"{name}.{host}" for name, host in product(names, _FREE_HOSTS)}
