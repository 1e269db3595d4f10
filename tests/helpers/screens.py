"""Draws pictures of typed phrases, and of what merely looks like them: screenshots, light and dark.

The words are handed in; nothing here knows any.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

from PIL import Image, ImageDraw, ImageFilter, ImageFont

Font = ImageFont.FreeTypeFont | ImageFont.ImageFont
Place = tuple[int, int]


@dataclass(frozen=True)
class Look:
    """How a screen is drawn: the file of its font (empty: Pillow's own), its pixels, its colours."""

    font: str = ""
    size: int = 16
    dark: bool = False

    @property
    def ground(self) -> str:
        return "#202124" if self.dark else "#ffffff"

    @property
    def ink(self) -> str:
        return "#d8d8d8" if self.dark else "#222222"

    @property
    def faint(self) -> str:
        return "#33353a" if self.dark else "#e6e8ec"

    def letters(self, size: int = 0) -> Font:
        wanted = size or self.size
        return ImageFont.truetype(self.font, wanted) if self.font else ImageFont.load_default(wanted)


class Canvas:
    """A screen to draw on."""

    def __init__(self, size: Place, look: Look) -> None:
        self.picture = Image.new("RGB", size, look.ground)
        self.look = look
        self.line = round(look.size * 1.5)
        self._draw = ImageDraw.Draw(self.picture)
        self._letters = look.letters()

    def text(self, at: Place, text: str) -> None:
        self._draw.text(at, text, fill=self.look.ink, font=self._letters)

    def box(self, at: Place, size: Place, *, filled: bool = False) -> None:
        corner = (at[0] + size[0], at[1] + size[1])
        fill = self.look.faint if filled else None
        self._draw.rounded_rectangle((*at, *corner), 6, outline=self.look.faint, fill=fill, width=1)

    def width(self, text: str) -> int:
        return round(self._letters.getlength(text))

    def paragraph(self, at: Place, text: str, width: int) -> int:
        """Draw ``text`` in lines of ``width`` pixels at most; where the next line would begin."""
        left, top = at
        row = ""
        for word in text.split():
            longer = f"{row} {word}".strip()
            if row and self.width(longer) > width:
                self.text((left, top), row)
                top += self.line
                longer = word
            row = longer
        self.text((left, top), row)
        return top + self.line


Drawer = Callable[[Canvas, Place, Sequence[str]], int]


def listed(label: str) -> Drawer:
    """One word a line, behind ``label`` with its number in it."""

    def draw(canvas: Canvas, at: Place, words: Sequence[str]) -> int:
        for number, word in enumerate(words):
            canvas.text((at[0], at[1] + number * canvas.line), label.format(number + 1) + word)
        return at[1] + len(words) * canvas.line

    return draw


def gridded(columns: int, label: str = "{}. ", *, down: bool = False, boxes: bool = False) -> Drawer:
    """In ``columns``, one row after the other, or ``down`` the columns; ``boxes`` around each word."""

    def draw(canvas: Canvas, at: Place, words: Sequence[str]) -> int:
        rows = -(-len(words) // columns)
        step = canvas.line * 2 if boxes else canvas.line
        wide = canvas.look.size * 10
        for number, word in enumerate(words):
            column, row = divmod(number, rows) if down else (number % columns, number // columns)
            place = (at[0] + column * wide, at[1] + row * step)
            if boxes:
                edge = (place[0] - 8, place[1] - canvas.look.size // 3)
                canvas.box(edge, (wide - 12, round(canvas.look.size * 1.9)), filled=number % 2 == 0)
            canvas.text(place, label.format(number + 1) + word)
        return at[1] + rows * step

    return draw


def table(canvas: Canvas, at: Place, words: Sequence[str]) -> int:
    """A table with lines: number, word."""
    first, second, tall = canvas.look.size * 4, canvas.look.size * 12, canvas.line + 6
    for number, word in enumerate(words):
        top = at[1] + number * tall
        canvas.box((at[0], top), (first, tall))
        canvas.box((at[0] + first, top), (second, tall))
        canvas.text((at[0] + 8, top + 4), str(number + 1))
        canvas.text((at[0] + first + 8, top + 4), word)
    return at[1] + len(words) * tall


def in_a_row(canvas: Canvas, at: Place, words: Sequence[str]) -> int:
    """One after the other, as wide as the window."""
    return canvas.paragraph(at, " ".join(words), canvas.picture.width - at[0] - 40)


def in_a_narrow_row(canvas: Canvas, at: Place, words: Sequence[str]) -> int:
    """One after the other, in a narrow box."""
    return canvas.paragraph(at, " ".join(words), canvas.look.size * 24)


LAYOUTS: dict[str, Drawer] = {
    "lines": listed(""),
    "numbered": listed("{}. "),
    "bracketed": listed("{}) "),
    "two columns": gridded(2, "{}. "),
    "two columns, down": gridded(2, "{}. ", down=True),
    "three columns": gridded(3, "{} "),
    "three columns, down": gridded(3, "{}. ", down=True),
    "boxes": gridded(3, "{}  ", boxes=True),
    "boxes, no numbers": gridded(4, "", boxes=True),
    "table": table,
    "row": in_a_row,
    "narrow row": in_a_narrow_row,
}


def screenshot(words: Sequence[str], layout: str, look: Look, around: Sequence[str] = ()) -> Image.Image:
    """A window with ``words`` in it: title, menu, names of files at the side, ``around`` above and below."""
    columns = 4 if layout.startswith("boxes") else 3
    left = look.size * 12 if around else 24
    width = max(left + look.size * (10 * columns + 3), look.size * 45)
    height = look.size * 62
    canvas = Canvas((width, height), look)
    top = _chrome(canvas, left) if around else 24
    before, after = (around[0], around[-1]) if around else ("", "")
    if before:
        top = canvas.paragraph((left, top), before, width - left - 40) + canvas.line
    top = LAYOUTS[layout](canvas, (left, top), words) + canvas.line
    if after:
        top = canvas.paragraph((left, top), after, width - left - 40)
    return canvas.picture.crop((0, 0, width, min(height, top + 24)))


def _chrome(canvas: Canvas, left: int) -> int:
    """The frame of a window; where its content begins."""
    width, height = canvas.picture.size
    canvas.box((0, 0), (width, canvas.line + 8), filled=True)
    canvas.text((12, 6), "notes.txt - Editor")
    canvas.text((12, canvas.line + 14), "File   Edit   View   Search   Tools   Help")
    canvas.box((-8, canvas.line * 2 + 16), (left - 12, height), filled=True)
    names = ("Desktop", "Documents", "Downloads", "Music", "Pictures", "Videos", "Trash", "invoice.pdf")
    for number, name in enumerate(names):
        canvas.text((10, canvas.line * (3 + number) + 12), name)
    return canvas.line * 3 + 12


def photographed(picture: Image.Image, random: Random, angle: float) -> Image.Image:
    """As a telephone might take it: turned, at a slant, a little out of focus, with noise. Synthetic."""
    grown = picture.resize((picture.width * 2, picture.height * 2), Image.Resampling.BICUBIC)
    framed = Image.new("RGB", (grown.width + 400, grown.height + 400), "#8a7f70")
    framed.paste(grown, (200, 200))
    slant = random.uniform(-0.00004, 0.00004)
    matrix = (1, 0.02, 0, 0.01, 1, 0, slant, slant)
    seen = framed.transform(framed.size, Image.Transform.PERSPECTIVE, matrix, Image.Resampling.BICUBIC)
    turned = seen.rotate(angle, Image.Resampling.BICUBIC, expand=True, fillcolor="#8a7f70")
    soft = turned.filter(ImageFilter.GaussianBlur(random.uniform(0.5, 1.4)))
    noise = Image.effect_noise(soft.size, random.uniform(6, 16)).convert("RGB")
    return Image.blend(soft, noise, 0.12)
