"""What a hand does to a staged Ledger while nobody checks it: any order of it, beside a few plain values."""

from __future__ import annotations

from typing import Final

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from walletsafe.virtual import scenario
from walletsafe.virtual.staged import Screen, Showing, StagedLedger

FIRST: Final = {
    "genuine-nano-s-plus": Screen(Showing.DASHBOARD),
    "counterfeit-replayed": Screen(Showing.DASHBOARD),
    "locked": Screen(Showing.PIN),
    "app-open": Screen(Showing.APP, app="Bitcoin"),
    "not-set-up": Screen(Showing.NOT_SET_UP),
    "bootloader": Screen(Showing.BOOTLOADER),
    "updater": Screen(Showing.UPDATER),
    "silent": Screen(Showing.OFF),
}
GENUINE: Final = "genuine-nano-s-plus"


class Hands(RuleBasedStateMachine):
    """All that a hand can do, beside a few plain values."""

    def __init__(self) -> None:
        super().__init__()
        self.told = 0
        self.staged = StagedLedger(GENUINE, self.tell)
        self.name, self.plugged, self.inside = GENUINE, True, FIRST[GENUINE]
        self.unlocked = self.inside

    def tell(self) -> None:
        self.told += 1

    def begin(self) -> None:
        self.inside = FIRST[self.name]
        self.unlocked = Screen(Showing.DASHBOARD) if self.inside.showing is Showing.PIN else self.inside

    @rule()
    def lock(self) -> None:
        self.staged.lock()
        if self.inside.showing in {Showing.DASHBOARD, Showing.APP}:
            self.inside = Screen(Showing.PIN)

    @rule()
    def unlock(self) -> None:
        self.staged.unlock()
        if self.inside.showing is Showing.PIN:
            self.inside = self.unlocked

    @rule()
    def unplug(self) -> None:
        self.staged.unplug()
        self.plugged = False

    @rule()
    def plug_in(self) -> None:
        self.staged.plug_in()
        if not self.plugged:
            self.plugged = True
            self.begin()

    @rule(name=st.sampled_from(sorted(FIRST)))
    def swap(self, name: str) -> None:
        self.staged.swap(name)
        self.name = name
        self.begin()

    @rule(allow=st.booleans())
    def press(self, allow: bool) -> None:
        self.staged.press(allow)

    @rule(act=st.sampled_from(["lock", "unlock", "press", "plug_in"]))
    def what_changes_nothing_is_not_told(self, act: str) -> None:
        before, told = (self.staged.screen, self.staged.plugged), self.told
        self.press(allow=True) if act == "press" else getattr(self, act)()
        assert (self.told != told) == ((self.staged.screen, self.staged.plugged) != before)

    @invariant()
    def it_shows_what_it_should(self) -> None:
        assert self.staged.screen == (self.inside if self.plugged else Screen(Showing.OFF))
        assert (self.staged.id, self.staged.plugged) == (self.name, self.plugged)
        assert self.staged.scenario == scenario.load(self.name)


TestHands = Hands.TestCase
TestHands.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)


def test_an_app_is_still_open_behind_the_pin() -> None:
    staged = StagedLedger("app-open")
    staged.lock()
    staged.lock()
    assert staged.screen == Screen(Showing.PIN)
    staged.unlock()
    assert staged.screen == Screen(Showing.APP, app="Bitcoin")
