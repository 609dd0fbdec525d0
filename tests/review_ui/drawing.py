"""A page being drawn: what is written on it comes back as fields with their boxes."""

from __future__ import annotations

import io

from PIL import Image, ImageDraw, ImageFont

from models.geometry import Box
from models.reading import Field, How, Word

WIDTH, HEIGHT = 1240, 1754


class Sheet:
    """A page being drawn; what is written on it comes back as fields with their boxes."""

    def __init__(self, number: int, title: str) -> None:
        self.number = number
        self.image = Image.new("RGB", (WIDTH, HEIGHT), "#fdfcf8")
        self.pen = ImageDraw.Draw(self.image)
        self.words: list[Word] = []
        self.write(0.1, 0.06, title, 46)
        self.pen.line((110, 190, WIDTH - 110, 190), fill="#333", width=3)

    def write(self, x: float, y: float, text: str, size: int = 27) -> Box:
        font = ImageFont.load_default(size)
        at = (x * WIDTH, y * HEIGHT)
        self.pen.text(at, text, fill="#1c2a55", font=font)
        x0, y0, x1, y1 = self.pen.textbbox(at, text, font=font)
        box = Box((x0 - 5) / WIDTH, (y0 - 5) / HEIGHT, (x1 + 5) / WIDTH, (y1 + 5) / HEIGHT)
        line = self.words[-1].line + 1 if self.words else 0
        self.words += [Word(word, box, 0.9, How.OCR, line) for word in text.split()]
        return box

    def stamp(self, x: float, y: float) -> Box:
        x0, y0 = x * WIDTH, y * HEIGHT
        self.pen.ellipse((x0, y0, x0 + 260, y0 + 150), outline="#5b3fa0", width=6)
        self.pen.text(
            (x0 + 50, y0 + 55), "Dr TAHIRI", fill="#5b3fa0", font=ImageFont.load_default(32)
        )
        return Box(x, y, x + 260 / WIDTH, y + 150 / HEIGHT)

    def field(
        self,
        x: float,
        y: float,
        label: str,
        raw: str,
        confidence: float,
        *,
        value: str | None = None,
        how: How = How.OCR,
        controle: str | None = None,
        rivals: tuple[tuple[str, float], ...] = (),
    ) -> Field:
        self.write(x, y, label, 21)
        box = self.write(x, y + 0.017, raw)
        kept = raw if value is None else value
        return Field(kept, raw, confidence, self.number, box, how, controle, rivals)

    def cell(self, x: float, y: float, text: str, confidence: float = 0.96) -> Field:
        return Field(text, text, confidence, self.number, self.write(x, y, text), How.OCR)

    def jpeg(self) -> bytes:
        out = io.BytesIO()
        self.image.save(out, "JPEG", quality=80)
        return out.getvalue()
