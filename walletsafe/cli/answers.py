"""Answers to the questions of a check, given beforehand."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path

from walletsafe.errors import BrokenFile
from walletsafe.files import read_bounded
from walletsafe.questions import MODEL_IN_HAND, PREPARED_QUESTIONS
from walletsafe.redact import clean

_SIZE_LIMIT = 64 * 1024


def load(path: Path) -> Mapping[str, str]:
    """Read an answers file and return question id to answer.

    The file is TOML with ``source``, ``pin_preset``, ``phrase_prefilled``, ``sent_unasked``,
    ``asked_by_stranger``, ``guided_now`` and, if wanted, ``model_in_hand``.
    Raises :class:`~walletsafe.errors.BrokenFile`.
    """
    by_name = {question.split(".")[1]: question for question in PREPARED_QUESTIONS}
    untrusted = _read(path)
    if not untrusted.keys() <= by_name.keys():
        name = clean(next(iter(untrusted.keys() - by_name.keys())), limit=24)
        raise BrokenFile(file=path.name, line=0, problem="unknown-question", field=name)
    answers: dict[str, str] = {}
    for name, question in by_name.items():
        untrusted_answer = untrusted.get(name)
        if untrusted_answer is None and question == MODEL_IN_HAND:
            continue
        if untrusted_answer is None:
            raise BrokenFile(file=path.name, line=0, problem="answer-missing", field=name)
        if untrusted_answer not in PREPARED_QUESTIONS[question]:
            allowed = f"{name}: {', '.join(PREPARED_QUESTIONS[question])}"
            raise BrokenFile(file=path.name, line=0, problem="unknown-answer", field=allowed)
        answers[question] = str(untrusted_answer)
    return answers


def _read(path: Path) -> dict[str, object]:
    untrusted_bytes = read_bounded(path, _SIZE_LIMIT)
    try:
        return tomllib.loads(untrusted_bytes.decode())
    except (ValueError, RecursionError):
        # Also digits without end, and brackets within brackets within brackets.
        raise BrokenFile(file=path.name, line=0, problem="not-toml") from None
