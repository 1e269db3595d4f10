"""Virtual Ledgers as data: typed, strict loader of ``resources/scenarios`` and of a person's own files."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Final

from walletsafe.errors import BrokenFile, UnknownScenario
from walletsafe.files import read_bounded
from walletsafe.questions import PREPARED_QUESTIONS
from walletsafe.virtual.firmware import Firmware
from walletsafe.virtual.table import Malformed, Table

SIZE_LIMIT: Final = 64 * 1024
"""Largest scenario file that is read, in bytes."""


class State(StrEnum):
    """What the device is doing when it is plugged in."""

    DASHBOARD = "dashboard"
    APP_OPEN = "app-open"
    LOCKED = "locked"
    NOT_SET_UP = "not-set-up"
    RECOVERY = "recovery"
    BOOTLOADER = "bootloader"
    UPDATER = "updater"
    SILENT = "silent"


class Certificate(StrEnum):
    """Who certified the device's key, and whether the device holds it."""

    DEMO = "demo"
    SELF_SIGNED = "self-signed"
    REPLAYED = "replayed"
    NONE = "none"


class PromptPolicy(StrEnum):
    """What comes of the question whether this computer may talk to the device."""

    ACCEPT = "accept"
    REFUSE = "refuse"
    MODEL_REFUSES = "model-refuses"


class Frames(StrEnum):
    """How the packets of an answer arrive.

    Short: each packet is cut off in the middle. Repeated: each comes twice. Reordered: the last two of a
    longer answer are swapped. There are packets on USB only, so over TCP every answer arrives whole.
    """

    WHOLE = "whole"
    SHORT = "short"
    REPEATED = "repeated"
    REORDERED = "reordered"


@dataclass(frozen=True, slots=True)
class App:
    """An app on the device. ``flags`` as in the list of apps; ``version`` is for people only."""

    name: str
    flags: int
    version: str = ""


@dataclass(frozen=True, slots=True)
class OpenApp:
    """The app that is open at first; ``product_id`` is what USB shows while it is."""

    name: str
    version: str
    product_id: int


@dataclass(frozen=True, slots=True)
class Faults:
    """What goes wrong on the wire. ``answer_delay`` is in seconds.

    ``unplug_at`` is the start of the command (1 to 4 bytes) at which the device leaves; empty: never.
    Garbage takes the place of any other fault of the packets.
    """

    cross_talk: bool = False
    garbage: bool = False
    frames: Frames = Frames.WHOLE
    answer_delay: float = 0.0
    unplug_at: bytes = b""


@dataclass(frozen=True, slots=True)
class Scenario:
    """One virtual Ledger.

    ``channel_version`` is the version it gives inside the secure channel. ``dashboard_name`` is how it
    names itself on the dashboard, empty for old firmware that does not. ``answers`` maps ids of
    questions to choices of :data:`~walletsafe.questions.PREPARED_QUESTIONS`;
    they win over what a person answers.
    """

    name: str
    title: str
    description: str
    model: str
    product_id: int
    state: State
    dashboard_name: str
    firmware: Firmware
    channel_version: str
    certificate: Certificate
    prompt: PromptPolicy
    open_app: OpenApp | None
    apps: tuple[App, ...]
    faults: Faults
    answers: Mapping[str, str]


def names() -> tuple[str, ...]:
    """The names of all bundled scenarios, sorted."""
    files = (entry.name for entry in _folder().iterdir())
    return tuple(sorted(name.removesuffix(".toml") for name in files if name.endswith(".toml")))


def load(name: str) -> Scenario:
    """Load a bundled scenario. Raises :class:`~walletsafe.errors.UnknownScenario`."""
    if name not in names():
        raise UnknownScenario(scenario=name)
    return _parse(name, f"{name}.toml", (_folder() / f"{name}.toml").read_bytes())


def load_file(path: Path) -> Scenario:
    """Load a scenario from a file of the person's own; its name is the file's.

    Raises :class:`~walletsafe.errors.BrokenFile`.
    """
    return _parse(path.stem, path.name, read_bounded(path, SIZE_LIMIT))


def resolve(name_or_path: str) -> Scenario:
    """Load what a person typed: a path if it ends in ``.toml``, else the name of a bundled scenario.

    Raises :class:`~walletsafe.errors.UnknownScenario` or :class:`~walletsafe.errors.BrokenFile`.
    """
    if name_or_path.endswith(".toml"):
        return load_file(Path(name_or_path))
    return load(name_or_path)


def _folder() -> Traversable:
    return resources.files("walletsafe.resources") / "scenarios"


def _parse(name: str, file: str, untrusted_data: bytes) -> Scenario:
    try:
        document = tomllib.loads(untrusted_data.decode("utf-8"))
        return _scenario(name, Table(document))
    except UnicodeDecodeError as error:
        raise BrokenFile(file=file, line=0, problem="not-utf-8", field="") from error
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"at line (\d+)", str(error))
        last = untrusted_data.count(b"\n") + 1
        raise BrokenFile(
            file=file, line=int(line[1]) if line else last, problem="not-toml", field=""
        ) from error
    except RecursionError as error:
        raise BrokenFile(file=file, line=0, problem="too-deep", field="") from error
    except ValueError as error:
        raise BrokenFile(file=file, line=0, problem="not-toml", field="") from error
    except Malformed as error:
        raise BrokenFile(file=file, line=0, problem=error.problem, field=error.field) from error


def _scenario(name: str, document: Table) -> Scenario:
    document.text("source")
    document.text("date")
    device = document.table("device")
    attestation = document.optional_table("attestation")
    app = document.optional_table("open_app")
    firmware = _firmware(device)
    scenario = Scenario(
        name=name,
        title=document.text("title"),
        description=document.text("description"),
        model=device.text("model"),
        product_id=device.integer("product_id", 0xFFFF),
        state=State(device.choice("state", tuple(State), State.DASHBOARD)),
        dashboard_name=device.text("dashboard_name", "BOLOS"),
        firmware=firmware,
        channel_version=device.short_ascii("channel_version", firmware.se_version),
        certificate=Certificate(attestation.choice("certificate", tuple(Certificate), Certificate.DEMO)),
        prompt=PromptPolicy(attestation.choice("prompt", tuple(PromptPolicy), PromptPolicy.ACCEPT)),
        open_app=_open_app(app) if app.given else None,
        apps=tuple(_app(entry) for entry in document.tables("apps")),
        faults=_faults(document.optional_table("faults")),
        answers=_answers(document.optional_table("answers")),
    )
    for table in (device, attestation, app, document):
        table.finish()
    if (scenario.state is State.APP_OPEN) != (scenario.open_app is not None):
        raise Malformed("missing-field" if scenario.open_app is None else "unknown-field", "open_app")
    return scenario


def _firmware(device: Table) -> Firmware:
    return Firmware(
        target_id=device.integer("target_id", 0xFFFFFFFF),
        se_version=device.short_ascii("se_version", ""),
        flags=device.hex_bytes("flags", (4,)),
        mcu=device.short_ascii("mcu", ""),
        mcu_hash=device.hex_bytes("mcu_hash", (0, 32), b""),
        bootloader=device.short_ascii("bootloader", ""),
        hardware=device.optional_byte("hardware"),
        language=device.optional_byte("language"),
        recover=device.optional_byte("recover"),
        recovery_key=device.optional_byte("recovery_key"),
    )


def _open_app(table: Table) -> OpenApp:
    return OpenApp(
        table.short_text("name"), table.short_ascii("version"), table.integer("product_id", 0xFFFF)
    )


def _app(table: Table) -> App:
    app = App(table.short_text("name"), table.integer("flags", 0xFFFF), table.short_ascii("version", ""))
    table.finish()
    return app


def _faults(table: Table) -> Faults:
    faults = Faults(
        cross_talk=table.boolean("cross_talk"),
        garbage=table.boolean("garbage"),
        frames=Frames(table.choice("frames", tuple(Frames), Frames.WHOLE)),
        answer_delay=table.seconds("answer_delay"),
        unplug_at=table.hex_bytes("unplug_at", (0, 1, 2, 3, 4), b""),
    )
    table.finish()
    return faults


def _answers(table: Table) -> Mapping[str, str]:
    answers = {
        question: table.choice(question, choices)
        for question, choices in PREPARED_QUESTIONS.items()
        if question in table.values
    }
    table.finish()
    return answers
