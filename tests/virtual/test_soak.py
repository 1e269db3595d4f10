"""A short run of the soak in the suite; ``make soak`` is the long one, and judges memory."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QApplication

from tests import soak
from tests.helpers.people import check, virtual
from walletsafe.virtual import scenario
from walletsafe.virtual.scenario import Faults, Frames

CHECKS = 60


@pytest.mark.parametrize("seed", [1, 20261124])
def test_nothing_is_missed_in_a_short_run(qapp: QApplication, seed: int) -> None:
    figures = soak.run(CHECKS, seed)
    assert figures.misses() == []
    assert len(figures.memory) == CHECKS
    assert sum(figures.outcomes.values()) + figures.stops["page left"] == CHECKS
    assert len(figures.outcomes) > 2
    assert figures.stops["at a question"] > 0


def test_the_soak_sees_what_it_looks_for() -> None:
    figures = soak.Figures(seed=1)
    genuine = check(virtual("genuine-flex"))
    figures.note(genuine, scenario.load("genuine-flex"))
    assert figures.misses() == []
    figures.note(replace(genuine, demo=False), scenario.load("genuine-flex"))
    figures.note(genuine, scenario.load("counterfeit-replayed"))
    figures.note(genuine, replace(scenario.load("genuine-flex"), faults=Faults(frames=Frames.SHORT)))
    figures.threads = ["device_0"]
    assert len(figures.misses()) == 4
    figures.memory = [50.0, 60.0, 60.0, 64.0]
    assert figures.memory_ratio > soak.MEMORY_RATIO
