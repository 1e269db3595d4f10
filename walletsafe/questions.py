"""The questions a check may put to the person, with the permanent names of their answers.

Their wording lives in ``resources/text/<lang>/questions.toml``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from walletsafe.errors import Scalar

YES, NO, UNSURE = "yes", "no", "unsure"
ALLOW, NOT_NOW = "allow", "not-now"
SEND = "send"

NOT_ASKED = "not-asked"
"""The answer where there is nobody to ask (no terminal, no answers file)."""

SOURCE = "origin.source"
GUIDED_NOW = "origin.guided_now"
MODEL_IN_HAND = "device.model_in_hand"
CLOSE_APP = "device.close_app"
CONSENT = "genuine.consent"
ONLINE_CONSENT = "online.consent"

CONSENTS: Mapping[str, str] = {CONSENT: ALLOW, ONLINE_CONSENT: SEND}
"""The questions that agree to something, each with the answer that does."""

ORIGIN_QUESTIONS: Mapping[str, tuple[str, ...]] = {
    SOURCE: ("sealed-official", "sealed-other", "opened", "second-hand", UNSURE),
    "origin.pin_preset": (YES, NO, UNSURE),
    "origin.phrase_prefilled": (YES, NO, UNSURE),
    "origin.sent_unasked": (YES, NO, UNSURE),
    "origin.asked_by_stranger": (YES, NO, UNSURE),
    GUIDED_NOW: (YES, NO, UNSURE),
}
"""The six questions about what no chip can tell."""

PREPARED_QUESTIONS: Mapping[str, tuple[str, ...]] = {**ORIGIN_QUESTIONS, MODEL_IN_HAND: (YES, NO, UNSURE)}
"""The questions that an answers file or a scenario may answer beforehand. Never the consent."""

CLEAN: Mapping[str, str] = {
    **dict.fromkeys(ORIGIN_QUESTIONS, NO),
    SOURCE: "sealed-official",
    MODEL_IN_HAND: YES,
}
"""The harmless answers, for practice devices."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question to the person. ``choices`` are names of answers, in the order they are shown."""

    id: str
    choices: tuple[str, ...]
    params: Mapping[str, Scalar] = field(default_factory=dict[str, Scalar])
