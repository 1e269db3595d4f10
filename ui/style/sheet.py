"""The style sheet, built from the tokens."""

from __future__ import annotations

from collections.abc import Callable

from .tokens import RADIUS, SPACE, TYPE, Colours

Scaled = Callable[[int], int]


def style_sheet(colours: Colours, scaled: Scaled, family: str, monospace: str) -> str:
    """Return the Qt style sheet for one colour scheme.

    ``scaled`` turns a token in pixels into pixels at the person's text size; ``family`` is the family of
    the system's font and ``monospace`` that of its fixed one.
    """
    return "\n".join(
        (
            _grounds(colours, scaled),
            _texts(colours, scaled, monospace),
            _buttons(colours, scaled),
            _rail(colours, scaled),
            _inputs(colours, scaled, family, monospace),
            _others(colours, scaled),
        )
    )


def _grounds(c: Colours, scaled: Scaled) -> str:
    return f"""
    QMainWindow, QDialog, #desk {{ background: {c.paper}; }}
    #desk[demo="true"], QDialog[demo="true"] {{ background: {c.demo_paper}; }}
    #page, #page > QWidget, #pageBody {{ background: transparent; border: none; }}
    #card {{ background: {c.surface}; border: 1px solid {c.line}; border-radius: {scaled(RADIUS)}px; }}
    #card:focus {{ border: 2px solid {c.accent}; }}
    #command {{ background: {c.paper}; border: 1px solid {c.line}; border-radius: {scaled(6)}px; }}
    #rule {{ background: {c.line}; }}
    #explanation {{ background: {c.hover}; border: none; border-radius: {scaled(8)}px; }}
    #mock {{ background: {c.surface}; border: 2px dashed {c.demo}; border-radius: {scaled(RADIUS)}px; }}
    #mockBar {{ background: {c.demo_paper}; border: none; border-bottom: 1px solid {c.line};
        border-top-left-radius: {scaled(8)}px; border-top-right-radius: {scaled(8)}px; }}
    #paper {{ background: {c.surface}; border: 1px solid {c.edge}; border-radius: {scaled(2)}px; }}
    #ruled {{ background: transparent; border: none; border-bottom: 1px solid {c.line}; }}
    """


def _texts(c: Colours, scaled: Scaled, monospace: str) -> str:
    severities = "\n".join(
        f'QLabel[tone="{tone}"] {{ color: {getattr(c, tone)}; }}'
        for tone in ("muted", "accent", "good", "tip", "unknown", "caution", "danger", "demo")
    )
    return f"""
    QLabel {{ color: {c.ink}; font-size: {scaled(TYPE.body)}px; background: transparent; }}
    QLabel[role="small"] {{ font-size: {scaled(TYPE.small)}px; }}
    QLabel[role="strong"] {{ font-weight: 600; }}
    QLabel[role="strong"]:disabled {{ color: {c.muted}; }}
    QLabel[role="lead"] {{ font-size: {scaled(TYPE.lead)}px; font-weight: 600; }}
    QLabel[role="title"] {{ font-size: {scaled(TYPE.title)}px; font-weight: 600; }}
    QLabel[role="verdict"] {{ font-size: {scaled(TYPE.verdict)}px; font-weight: 600; }}
    QLabel[role="mono"] {{ font-family: "{monospace}"; }}
    QLabel[role="code"] {{ font-family: "{monospace}"; font-size: {scaled(TYPE.title)}px; font-weight: 600; }}
    QLabel#demoBadge {{ color: {c.surface}; background: {c.demo}; font-weight: 700;
        font-size: {scaled(TYPE.small)}px; border-radius: {scaled(4)}px;
        padding: {scaled(2)}px {scaled(SPACE.small)}px; }}
    {severities}
    """


def _buttons(c: Colours, scaled: Scaled) -> str:
    tall, wide = scaled(SPACE.small), scaled(SPACE.medium)
    return f"""
    QPushButton {{ color: {c.ink}; background: {c.surface}; border: 1px solid {c.edge};
        border-radius: {scaled(8)}px; padding: {tall + 1}px {wide + 1}px;
        font-size: {scaled(TYPE.body)}px; }}
    QPushButton:hover {{ background: {c.hover}; }}
    QPushButton:focus {{ border: 2px solid {c.accent}; padding: {tall}px {wide}px; }}
    QPushButton:disabled {{ color: {c.muted}; border-color: {c.line}; }}
    QPushButton[pick="true"] {{ padding-left: {scaled(40)}px; }}
    QPushButton[pick="true"]:checked {{ border-color: {c.accent}; background: {c.hover}; }}
    QPushButton[primary="true"] {{ color: {c.on_accent}; background: {c.accent}; border-color: {c.accent};
        font-weight: 600; }}
    QPushButton[primary="true"]:focus {{ border: 2px solid {c.ink}; }}
    QPushButton[primary="true"]:disabled {{ color: {c.muted}; background: {c.hover};
        border-color: {c.line}; }}
    """


def _rail(c: Colours, scaled: Scaled) -> str:
    tall, wide = scaled(10), scaled(SPACE.medium)
    return f"""
    #rail {{ background: {c.paper}; border: none; }}
    QPushButton[rail="true"] {{ background: transparent; border: 1px solid transparent; text-align: left;
        padding: {tall + 1}px {wide + 1}px; border-radius: {scaled(8)}px; }}
    QPushButton[rail="true"][mirrored="true"] {{ text-align: right; }}
    QPushButton[pinned="true"] {{ background: {c.surface}; border: 1px solid {c.edge}; }}
    QPushButton[rail="true"]:hover {{ background: {c.hover}; }}
    QPushButton[rail="true"]:checked {{ background: {c.surface}; border: 1px solid {c.line};
        color: {c.accent}; font-weight: 600; }}
    QPushButton[rail="true"]:focus {{ border: 2px solid {c.accent}; padding: {tall}px {wide}px; }}
    """


def _inputs(c: Colours, scaled: Scaled, family: str, monospace: str) -> str:
    return f"""
    QPlainTextEdit {{ color: {c.ink}; background: {c.surface}; border: 1px solid {c.edge};
        border-radius: {scaled(6)}px; font-family: "{monospace}"; font-size: {scaled(TYPE.small)}px;
        selection-color: {c.on_accent}; selection-background-color: {c.accent}; }}
    QPlainTextEdit:focus {{ border: 2px solid {c.accent}; }}
    QPlainTextEdit#letter {{ background: {c.paper}; border-radius: {scaled(2)}px;
        font-family: "{family}"; font-size: {scaled(TYPE.body)}px; }}
    QLineEdit {{ color: {c.ink}; background: {c.surface}; border: 1px solid {c.edge};
        border-radius: {scaled(6)}px; padding: {scaled(6) + 1}px {scaled(SPACE.small) + 1}px;
        font-size: {scaled(TYPE.body)}px;
        selection-color: {c.on_accent}; selection-background-color: {c.accent}; }}
    QLineEdit:focus {{ border: 2px solid {c.accent};
        padding: {scaled(6)}px {scaled(SPACE.small)}px; }}
    """


def _others(c: Colours, scaled: Scaled) -> str:
    return f"""
    QRadioButton {{ color: {c.ink}; font-size: {scaled(TYPE.body)}px; spacing: {scaled(SPACE.small)}px;
        padding: {scaled(6)}px {scaled(10)}px {scaled(6)}px {scaled(6)}px;
        border: 2px solid transparent; border-radius: {scaled(6)}px; background: transparent; }}
    QRadioButton[quiet="true"] {{ color: {c.muted}; font-size: {scaled(TYPE.small)}px;
        padding: {scaled(2)}px {scaled(2)}px {scaled(2)}px {scaled(6)}px; }}
    QRadioButton:focus {{ border-color: {c.accent}; }}
    QRadioButton::indicator {{ width: {scaled(14)}px; height: {scaled(14)}px; border-radius: {scaled(7)}px;
        border: 1px solid {c.edge}; background: {c.surface}; }}
    QRadioButton::indicator:checked {{ border-color: {c.accent};
        background: qradialgradient(cx: 0.5, cy: 0.5, radius: 0.5, fx: 0.5, fy: 0.5,
        stop: 0 {c.accent}, stop: 0.55 {c.accent}, stop: 0.6 {c.surface}); }}
    QProgressBar {{ background: {c.paper}; border: 1px solid {c.edge}; border-radius: {scaled(4)}px;
        min-height: {scaled(8)}px; max-height: {scaled(8)}px; }}
    QProgressBar::chunk {{ background: {c.accent}; border-radius: {scaled(3)}px; }}
    QScrollBar:vertical {{ background: transparent; width: {scaled(10)}px; margin: 0; }}
    QScrollBar::handle:vertical {{ background: {c.edge}; border-radius: {scaled(4)}px;
        min-height: {scaled(32)}px; margin: 1px; }}
    QScrollBar::add-line, QScrollBar::sub-line {{ height: 0; width: 0; }}
    QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
    """
