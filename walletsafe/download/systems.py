"""What macOS and Windows themselves can say about a program, and how they are asked."""

from __future__ import annotations

from dataclasses import dataclass

from walletsafe import texts
from walletsafe.download import known, names


@dataclass(frozen=True, slots=True)
class Explanation:
    """How one system is asked and what to expect. ``caution`` is empty where that was seen on a real file.

    ``commands`` are lines for the system's shell. The person runs them; this program never does.
    """

    title: str
    meaning: str
    caution: str
    commands: tuple[str, ...]


def explanations(untrusted_name: str) -> tuple[Explanation, ...]:
    """What to know about the system that an installer of this name is for; about all where it says none."""
    parsed = names.parse(untrusted_name)
    wanted = None if parsed is None else parsed.system.name.lower()
    every = {signature.id: _of(signature) for signature in known.load().code_signatures}
    every["linux"] = Explanation(_say("linux_title"), _say("linux"), "", ())
    return tuple(found for system, found in every.items() if wanted in {None, system})


def _of(signature: known.CodeSignature) -> Explanation:
    expected = {"signer": signature.signer, "team": signature.team, "identifier": signature.identifier}
    return Explanation(
        title=_say(f"{signature.id}_title"),
        meaning=_say(signature.id, **expected),
        caution="" if signature.proven else _say("not_proven", **expected),
        commands=signature.commands,
    )


def _say(name: str, **slots: str) -> str:
    return texts.words("download", f"code_signature.{name}", **slots)
