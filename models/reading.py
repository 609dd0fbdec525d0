"""What each stage of the reading hands to the next: one small frozen type a thing.

`PageReading` (words and marks seen) -> `TypedPage` (probabilities of its type)
-> `DocumentDraft` (pages of one paper) -> `Document` (with fields, lines, marks).
Boxes are those of `models.geometry`: fractions of the upright page.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from models.geometry import MM_PER_INCH, Box


class How(StrEnum):
    """How a value was read (DOMAIN §3)."""

    TEXTE_PDF = "texte_pdf"
    OCR = "ocr"
    MANUSCRIT = "manuscrit"
    CODE_BARRES = "code_barres"
    MRZ = "mrz"
    CASE_COCHEE = "case_cochee"
    DEDUIT = "deduit"
    RELECTEUR = "relecteur"


class Rotation(int):
    """Clockwise degrees (0, 90, 180, 270) that bring a source page upright."""

    def __new__(cls, degrees: int) -> Rotation:
        if degrees % 360 not in (0, 90, 180, 270):
            raise ValueError(f"a page turns by quarters, not by {degrees} degrees")
        return super().__new__(cls, degrees % 360)


@dataclass(frozen=True, slots=True)
class Word:
    """A word with its box.

    `line` numbers the reader's own text lines on the page, in reading order: words of
    one line share it. `confidence` is the reader's, 0..1, not calibrated.
    """

    text: str
    box: Box
    confidence: float
    how: How
    line: int


class MarkKind(StrEnum):
    """What ink on a page can be besides words."""

    CACHET = "cachet"
    SIGNATURE = "signature"
    CASE = "case"
    PHOTO = "photo"
    VIGNETTE = "vignette"


@dataclass(frozen=True, slots=True)
class SeenMark:
    """A stamp, a signature, a tick box … found on the image, not yet given a role.

    `present` is for tick boxes (ticked, empty, `None` unsure); it is true for the rest.
    """

    kind: MarkKind
    box: Box
    confidence: float
    present: bool | None = True


@dataclass(frozen=True, slots=True)
class Barcode:
    """A decoded barcode or QR code. `symbology` is zxing's name: `EAN13`, `QRCode` …"""

    text: str
    symbology: str
    box: Box


@dataclass(frozen=True, slots=True)
class PageReading:
    """All that is seen on one page, before anything is understood.

    `skew` is the angle in degrees by which the print leans (counter-clockwise
    positive) on the upright page; boxes are not corrected for it.
    `width`, `height` are pixels of the upright page image at `dpi`.
    `unread` is the reason in French when the page could not be read, else `None`.
    """

    rotation: Rotation
    rotation_confidence: float
    skew: float
    blank: bool
    width: int
    height: int
    dpi: int
    words: tuple[Word, ...]
    barcodes: tuple[Barcode, ...] = ()
    marks: tuple[SeenMark, ...] = ()
    reader: str = ""
    unread: str | None = None

    @property
    def paper_mm(self) -> tuple[float, float]:
        """Width and height of the page in millimetres."""
        return self.width / self.dpi * MM_PER_INCH, self.height / self.dpi * MM_PER_INCH

    @property
    def text(self) -> str:
        """The words in reading order, one text line a line."""
        lines: dict[int, list[str]] = {}
        for word in self.words:
            lines.setdefault(word.line, []).append(word.text)
        return "\n".join(" ".join(words) for words in lines.values())


@dataclass(frozen=True, slots=True)
class TypedPage:
    """A page (1-based number in its envoi) and the probability of each document type."""

    number: int
    scores: Mapping[str, float]
    titled: bool = True
    """Whether the page bears a title of its own, as first pages do."""
    separator: str | None = None
    """What a separator sheet announces (`LIASSE:SEP:…` payload or its words), else `None`."""

    @property
    def type(self) -> str:
        return max(self.scores, key=lambda name: self.scores[name])

    @property
    def confidence(self) -> float:
        return self.scores[self.type]


@dataclass(frozen=True, slots=True)
class DocumentDraft:
    """Pages of one paper, in order, with the type they most likely make together."""

    pages: tuple[int, ...]
    type: str
    type_confidence: float
    cut_confidence: float = 1.0
    """Probability of its least sure cut: that it begins at its first page, or goes on over the next."""


@dataclass(frozen=True, slots=True)
class Field:
    """A value read on a page.

    `value` follows the formats of DOMAIN §3 (dates ISO, amounts `1250.00`, booleans
    `true`/`false`). `controle` is a sentence in French when a check failed.
    `rivals` are other readings with their scores, best first. `form` is the learned form
    (`ID/VERSION`) whose place says the value.
    """

    value: str
    raw: str
    confidence: float
    page: int | None
    box: Box | None
    how: How
    controle: str | None = None
    rivals: tuple[tuple[str, float], ...] = ()
    form: str | None = None

    @property
    def written(self) -> Field:
        """As the paper says it, where what is known of a person brought the value near.

        Whose paper it is is told by this: else what is known would confirm itself.
        """
        if self.how is How.DEDUIT and self.controle is not None and self.rivals:
            value, confidence = self.rivals[0]
            return replace(self, value=value, confidence=confidence)
        return self


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark that a document type expects, present, absent or unsure (`None`)."""

    present: bool | None
    confidence: float
    page: int | None = None
    box: Box | None = None


Row = Mapping[str, Field]
"""One line of a table: cells by column name."""


@dataclass(frozen=True, slots=True)
class Document:
    """A document understood: its type, pages, fields, table lines and marks."""

    pages: tuple[int, ...]
    type: str
    type_confidence: float
    fields: Mapping[str, Field] = field(default_factory=dict)
    lines: Mapping[str, tuple[Row, ...]] = field(default_factory=dict)
    marks: Mapping[str, Mark] = field(default_factory=dict)
    cut_confidence: float = 1.0
