"""All steps of a script, with the two strokes that find each."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal

from walletsafe.guidance.call import Call
from walletsafe.guidance.calls import Step

from ...style.theme import theme
from ...widgets.buttons import CardButton
from ...widgets.columns import Columns
from ...widgets.layouts import ScrollPage
from ...widgets.text import Text
from .step import WIDTH
from .strokes import Place, handle
from .words import calls_words

_NARROWEST = 300


class MapPage(ScrollPage):
    """The steps of the script that ``call`` follows; the one before the agent cannot be chosen."""

    chosen = Signal(object)
    """A step, as a :class:`~.strokes.Place`."""

    def __init__(self, call: Call) -> None:
        super().__init__(theme().scaled(WIDTH))
        self._call = call
        title = calls_words("map.title", title=call.script.title)
        self.setAccessibleName(title)
        self.column.addWidget(Text(title, "title"))
        self.column.addWidget(Text(calls_words("map.lead"), tone="muted"))
        self.steps = [self._button(step) for step in call.script.steps]
        self.column.addWidget(Columns(self.steps, narrowest=_NARROWEST, most=2))
        self.first = next(button for button in self.steps if button.isEnabled())

    def _button(self, step: Step) -> CardButton:
        script = self._call.script
        button = CardButton(f"{handle(script, step)}  {step.title}")
        button.setEnabled(step is not self._call.step)
        button.clicked.connect(partial(self.chosen.emit, Place(script, step)))
        return button
