"""Typed view of ``resources/knowledge``: models, firmware releases, bulletins, issuer keys.

Every entry in those files has a source and a date; the loader refuses one without, and the tests
check the rest. What is bundled, and how sure it is: ``docs/knowledge.md``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from types import MappingProxyType

from walletsafe.facts import Table, read


class UserChannel(StrEnum):
    """Whether a model lets its owner open a secure channel with a key of their own."""

    OPEN = "open"
    REFUSED = "refused"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Model:
    """One Ledger model.

    ``number`` stands for it in a read-back code: permanent, 1 to 31. ``usb_model`` is the high byte
    of its USB product id, ``legacy_product_id`` the small id of old firmware and bootloaders.
    ``target_families`` are target ids with the low 16 bits cleared,
    ``oldest_generation`` is the smallest value of their low four bits: the version of the channel.
    ``firmware_ended`` marks a model whose newest known firmware is its last.
    ``key_line_chars`` is how many hex digits of a key its screen shows in a line; where
    ``key_line_estimated`` is true that figure is ours, and the real line breaks may differ.
    """

    id: str
    number: int
    name: str
    usb_model: int
    legacy_product_id: int
    target_families: tuple[int, ...]
    user_channel: UserChannel
    touch: bool
    key_line_chars: int
    key_line_estimated: bool = False
    oldest_generation: int = 3
    firmware_ended: bool = False

    def shows_as(self, product_id: int) -> bool:
        """Whether this model may show this USB product id.

        The high byte names the model, the low byte only the interfaces. The Blue's high byte is 0, so
        its ids overlap with the small ids of other models' old firmware and bootloaders.
        """
        return product_id >> 8 == self.usb_model or product_id == self.legacy_product_id


@dataclass(frozen=True, slots=True)
class Release:
    """One firmware release of a model; ``date`` is ISO (a year, month or day).

    ``number`` stands for it among those of its model in a read-back code: permanent, 1 to 126.
    ``uncertain`` marks a version that exists as a public tag but may never have been shipped: it
    never counts as the newest, and nobody is accused for reporting it.
    """

    number: int
    version: str
    date: str
    uncertain: bool = False


@dataclass(frozen=True, slots=True)
class Bulletin:
    """A security bulletin of the vendor.

    ``firmware_fixed`` maps model id to the first fixed firmware, ``apps_fixed`` app name to the
    first fixed app version. ``floor`` marks a bulletin that makes older firmware a danger.
    """

    id: str
    date: str
    title: str
    floor: bool
    firmware_fixed: Mapping[str, str]
    apps_fixed: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class IssuerKey:
    """A public key that certifies secure elements: 65 bytes, uncompressed secp256k1 point.

    ``demo`` marks the key of our virtual devices, which is never accepted for a device on USB.
    """

    id: str
    public_key: bytes
    proven_on: tuple[str, ...]
    demo: bool


@dataclass(frozen=True, slots=True)
class McuPair:
    """A firmware version and a version of the second chip (MCU) that were seen together.

    The public list has large gaps: a pair that is missing says nothing.
    """

    model_id: str
    firmware: str
    mcu: str


@dataclass(frozen=True, slots=True)
class Knowledge:
    """All bundled facts.

    ``date`` (ISO) is the day up to which all of them were reviewed: the oldest review date of the
    files, so that no verdict claims fresher data than it has. ``releases`` maps model id to its
    releases, oldest first; a model without a gapless public list has none. ``mcu_hashes`` maps an
    MCU hash (64 lower-case hex digits) to the MCU version it belongs to.
    """

    date: str
    models: tuple[Model, ...]
    releases: Mapping[str, tuple[Release, ...]]
    bulletins: tuple[Bulletin, ...]
    issuer_keys: tuple[IssuerKey, ...]
    counterfeit_claims: Mapping[str, tuple[str, ...]]
    mcu_hashes: Mapping[str, str]
    mcu_pairs: tuple[McuPair, ...] = ()

    def model(self, model_id: str) -> Model | None:
        """The model with this id, or ``None``."""
        return next((model for model in self.models if model.id == model_id), None)

    def model_by_target(self, target_id: int) -> Model | None:
        """The model whose secure element answers with ``target_id``, or ``None``.

        A model of today with the generation of an old one is none of ours: nobody shall get around
        the authenticated channel by naming a generation that had none.
        """
        family, generation = target_id & 0xFFFF0000, target_id & 0xF
        return next(
            (
                model
                for model in self.models
                if family in model.target_families and generation >= model.oldest_generation
            ),
            None,
        )

    def model_by_product_id(self, product_id: int) -> Model | None:
        """The model that a USB product id claims, or ``None``.

        Where several models may show it, the small ids of old firmware and bootloaders win.
        """
        alike = [model for model in self.models if model.shows_as(product_id)]
        legacy = (model for model in alike if model.legacy_product_id == product_id)
        return next(legacy, alike[0] if alike else None)


@dataclass(frozen=True, slots=True)
class OnlineService:
    """The vendor's own online check.

    ``host`` and ``path`` are where it is, by TLS on ``port``. ``perso`` names the vendor's key pair that
    signed the device's certificate, as the service wants to be told. ``receiver`` is the company
    behind it. ``offered`` is false while the check is kept off; ``docs/online.md`` says why.
    """

    host: str
    path: str
    perso: str
    receiver: str
    offered: bool
    port: int = 443


@lru_cache(maxsize=1)
def load() -> Knowledge:
    """Read the bundled facts; the result is shared and cannot be changed.

    Raises :class:`ValueError` that names file, entry and field where a file is not what it should
    be. That is a fault of ours, not of the person.
    """
    names = ("models", "firmware", "bulletins", "issuer_keys", "counterfeits", "mcu")
    files = {name: read(name) for name in names}
    models = tuple(_model(entry) for entry in files["models"].entries("model"))
    known = frozenset(model.id for model in models)
    return Knowledge(
        date=min(file.text("reviewed") for file in files.values()),
        models=models,
        releases=_releases(files["firmware"], known),
        bulletins=tuple(_bulletin(entry, known) for entry in files["bulletins"].entries("bulletin")),
        issuer_keys=tuple(_issuer_key(entry, known) for entry in files["issuer_keys"].entries("key")),
        counterfeit_claims=_counterfeit_claims(files["counterfeits"], known),
        mcu_hashes=_mcu_hashes(files["mcu"], known),
        mcu_pairs=tuple(_mcu_pair(entry, known) for entry in files["mcu"].entries("pair")),
    )


@lru_cache(maxsize=1)
def online_service() -> OnlineService:
    """Read the facts on the vendor's online check. Raises :class:`ValueError` as :func:`load`."""
    (entry,) = read("online").entries("service")
    return OnlineService(
        host=entry.text("host"),
        path=entry.text("path"),
        perso=entry.text("perso"),
        receiver=entry.text("receiver"),
        offered=entry.flag("offered"),
    )


def _model(entry: Table) -> Model:
    channel = entry.text("user_channel")
    if channel not in tuple(UserChannel):
        raise entry.fault("user_channel", f"unknown value {channel!r}")
    return Model(
        id=entry.text("id"),
        number=entry.integer("number"),
        name=entry.text("name"),
        usb_model=entry.integer("usb_model"),
        legacy_product_id=entry.integer("legacy_product_id"),
        target_families=entry.items("target_families", int),
        oldest_generation=entry.integer("oldest_generation"),
        user_channel=UserChannel(channel),
        touch=entry.flag("touch"),
        key_line_chars=entry.integer("key_line_chars"),
        key_line_estimated=entry.flag("key_line_estimated"),
        firmware_ended=entry.flag("firmware_ended"),
    )


def _releases(file: Table, known: frozenset[str]) -> Mapping[str, tuple[Release, ...]]:
    table = file.table("releases")
    return MappingProxyType(
        {
            _known(table, model_id, model_id, known): tuple(map(_release, table.entries(model_id)))
            for model_id in table.fields
        }
    )


def _release(entry: Table) -> Release:
    uncertain = "uncertain" in entry.fields and entry.flag("uncertain")
    return Release(entry.integer("number"), entry.text("version"), entry.date(), uncertain)


def _bulletin(entry: Table, known: frozenset[str]) -> Bulletin:
    firmware_fixed = entry.texts("firmware_fixed")
    for model_id in firmware_fixed:
        _known(entry, "firmware_fixed", model_id, known)
    return Bulletin(
        id=entry.text("id"),
        date=entry.date(),
        title=entry.text("title"),
        floor=entry.flag("floor"),
        firmware_fixed=firmware_fixed,
        apps_fixed=entry.texts("apps_fixed"),
    )


def _issuer_key(entry: Table, known: frozenset[str]) -> IssuerKey:
    proven_on = entry.items("proven_on", str)
    for model_id in proven_on:
        _known(entry, "proven_on", model_id, known)
    return IssuerKey(
        id=entry.text("id"),
        public_key=entry.hexadecimal("public_key", 65),
        proven_on=proven_on,
        demo=entry.flag("demo"),
    )


def _counterfeit_claims(file: Table, known: frozenset[str]) -> Mapping[str, tuple[str, ...]]:
    claims: dict[str, tuple[str, ...]] = {}
    for entry in file.entries("claim"):
        model_id = _known(entry, "model", entry.text("model"), known)
        claims[model_id] = (*claims.get(model_id, ()), entry.text("version"))
    return MappingProxyType(claims)


def _mcu_hashes(file: Table, known: frozenset[str]) -> Mapping[str, str]:
    hashes: dict[str, str] = {}
    for entry in file.entries("hash"):
        _known(entry, "model", entry.text("model"), known)
        hashes[entry.hexadecimal("hash", 32).hex()] = entry.text("mcu")
    return MappingProxyType(hashes)


def _mcu_pair(entry: Table, known: frozenset[str]) -> McuPair:
    return McuPair(
        _known(entry, "model", entry.text("model"), known), entry.text("firmware"), entry.text("mcu")
    )


def _known(entry: Table, field: str, model_id: str, known: frozenset[str]) -> str:
    if model_id not in known:
        raise entry.fault(field, f"unknown model {model_id!r}")
    return model_id
