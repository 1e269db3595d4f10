"""A small run of the fuzzer in the suite; ``make fuzz`` is the large one."""

from __future__ import annotations

import pytest

from tests import fuzz


def test_mutated_answers_give_only_our_own_errors() -> None:
    results = fuzz.run(8_000, seed=20261123)
    assert all(refused > 0 for _, refused, _ in results.values()), results
    assert results["version"][0] > 0


def test_the_fuzzer_sees_a_foreign_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(data: bytes) -> None:
        raise IndexError

    monkeypatch.setattr(fuzz, "TARGETS", (fuzz.Target("broken", [b"seed"], broken),))
    with pytest.raises(AssertionError, match="broken"):
        fuzz.run(4, seed=1)
