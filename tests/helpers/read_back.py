"""A second maker of read-back codes, after docs/read-back-code.md: it also makes those no check gives."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import ceil

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

# GF(32) by powers of 2, made with x^5 + x^2 + 1.
POWERS = [1]
while len(POWERS) < 31:
    doubled = POWERS[-1] * 2
    POWERS.append(doubled ^ 0b100101 if doubled > 31 else doubled)

DEVICE, MESSAGE, DOWNLOAD = (0, 4), (1, 4), (2, 4)
"""The first digit."""


def times(one: int, other: int) -> int:
    """The product in GF(32)."""
    if not one or not other:
        return 0
    return POWERS[(POWERS.index(one) + POWERS.index(other)) % 31]


def value_at(root: int, symbols: Iterable[int]) -> int:
    """The symbols as a polynomial, the highest power first, at a place."""
    value = 0
    for symbol in symbols:
        value = times(value, root) ^ symbol
    return value


def checked(symbols: Sequence[int]) -> str:
    """A code of these symbols with its three check symbols, which make it zero at 1, 2 and 4."""
    left = [*symbols, 0, 0, 0]
    for place in range(len(symbols)):
        factor = left[place]
        for step, part in enumerate((1, 7, 14, 8)):
            left[place + step] ^= times(factor, part)
    return "".join(ALPHABET[symbol] for symbol in (*symbols, *left[-3:]))


def code(digits: Sequence[tuple[int, int]], rank: int, first: str = "1", more_groups: int = 0) -> str:
    """A code of digits, each with how many values it has, the lowest first, and the rank above them."""
    number = rank
    for value, radix in reversed(digits):
        number = number * radix + value
    length = max(8, ceil((4 + ceil(number.bit_length() / 5)) / 4) * 4) + 4 * more_groups
    symbols = [number >> 5 * place & 31 for place in range(length - 5, -1, -1)]
    return checked([ALPHABET.index(first), *symbols])
