"""Drawings on paper, made of lines: they look the same on every printer."""

from __future__ import annotations

from typing import Any, Final

from walletsafe.paper.blocks import Crossed
from walletsafe.paper.press import press

_SIDE: Final = 100
_GAP: Final = 26


def crossed(block: Crossed, ink: Any, stroke: Any) -> Any:
    """The things, each in its ring with a bar across it, in the middle of the line."""
    shapes = press().shapes
    scale = block.side / _SIDE
    makers = (_keyboard, _telephone, _camera)[: block.things]
    width = (len(makers) * (_SIDE + _GAP) - _GAP) * scale
    drawing = shapes.Drawing(width, block.side)
    drawing.hAlign = "CENTER"
    for number, make in enumerate(makers):
        parts = (*make(shapes, ink), *_ring(shapes, stroke))
        group = shapes.Group(*parts)
        group.scale(scale, scale)
        group.translate(number * (_SIDE + _GAP), 0)
        drawing.add(group)
    return drawing


def _ring(shapes: Any, stroke: Any) -> list[Any]:
    line = {"strokeColor": stroke, "strokeWidth": 8}
    return [
        shapes.Circle(50, 50, 45, fillColor=None, **line),
        shapes.Line(18, 82, 82, 18, **line),
    ]


def _keyboard(shapes: Any, ink: Any) -> list[Any]:
    line = {"strokeColor": ink, "strokeWidth": 2.4, "fillColor": None}
    keys = [
        shapes.Rect(25 + 9 * column, 53 - 9 * row, 5, 5, strokeColor=None, fillColor=ink)
        for row in range(2)
        for column in range(6)
    ]
    return [
        shapes.Rect(19, 32, 62, 34, 4, 4, **line),
        *keys,
        shapes.Rect(34, 36, 32, 4, strokeColor=None, fillColor=ink),
    ]


def _telephone(shapes: Any, ink: Any) -> list[Any]:
    line = {"strokeColor": ink, "strokeWidth": 2.4, "fillColor": None}
    return [
        shapes.Rect(35, 21, 30, 58, 5, 5, **line),
        shapes.Line(35, 71, 65, 71, strokeColor=ink, strokeWidth=2.4),
        shapes.Line(35, 32, 65, 32, strokeColor=ink, strokeWidth=2.4),
        shapes.Circle(50, 26.5, 2, strokeColor=None, fillColor=ink),
    ]


def _camera(shapes: Any, ink: Any) -> list[Any]:
    line = {"strokeColor": ink, "strokeWidth": 2.4, "fillColor": None}
    return [
        shapes.Rect(21, 31, 58, 36, 4, 4, **line),
        shapes.Rect(40, 67, 20, 7, **line),
        shapes.Circle(50, 49, 12, **line),
        shapes.Circle(50, 49, 5, strokeColor=None, fillColor=ink),
    ]
