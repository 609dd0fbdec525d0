"""Photos and scans: opened by the right decoder only, sized before they are decoded."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import pillow_heif
from PIL import Image, ImageOps

from extractors.intake.kinds import Kind
from extractors.intake.limits import Limits
from extractors.intake.pixels import resized, rgb_of
from extractors.intake.refusals import Code, bad_file, bad_page
from extractors.intake.rendered import A4_SIDE_INCHES, LONGEST_SIDE, Pixels, RenderedPage
from models.errors import BadInput

_FORMATS = {
    Kind.TIFF: ("TIFF",),
    Kind.JPEG: ("JPEG", "MPO"),
    Kind.PNG: ("PNG",),
    Kind.WEBP: ("WEBP",),
    Kind.BMP: ("BMP",),
    Kind.GIF: ("GIF",),
}
_JPEG_END = b"\xff\xd9"
_SUBFILE_TAG = 254
_REDUCED, _MASK = 1, 4
"""TIFF sub-file types that are not pages: thumbnails and transparency masks."""
_MOST_EXTRA = 8
"""Thumbnails and masks of one page; a file of many more is made to be walked without end."""
_DPI_PLAUSIBLE = range(70, 1201)
_PAPER_INCHES = (1.5, 25.0)
"""Longest side of what people put on a scanner: a small ticket to A2."""
_SQUARE = (0.8, 1.25)


class Picture:
    """One image file; only a TIFF has several pages."""

    def __init__(self, source: bytes | Path, kind: Kind, limits: Limits | None = None) -> None:
        self._limits = limits or Limits()
        self._kind = kind
        self._source = source
        with _failures_told():
            self._image = self._open(source)
            self._cut_short = False
            self._frames = self._page_frames()

    @property
    def pages(self) -> int:
        return len(self._frames)

    def check(self, index: int) -> bool:
        """Decode the page, quickly where the format allows it, and throw it away. Whether it
        is whole: a JPEG cut short is shown as far as it goes, and so are a TIFF's pages. `BadInput` when it is not shown.
        """
        self.check_size(index)
        with _failures_told(index):
            self._seek(index)
            eighth = [max(1, side // 8) for side in self._image.size]
            self._image.draft("L", (eighth[0], eighth[1]))
            self._load(index)
        return not self._cut_short

    def size(self, index: int) -> tuple[int, int]:
        """Width and height of a page in the file's header, before any turn."""
        if not 0 <= index < len(self._frames):
            raise IndexError(f"no page {index} among {len(self._frames)}")
        with _failures_told():
            self._seek(index)
            return self._image.size

    def check_size(self, index: int) -> None:
        """`BadInput` when the page is too large to be decoded."""
        width, height = self.size(index)
        if (
            max(width, height) > self._limits.image_side
            or width * height > self._limits.image_pixels
        ):
            raise bad_page(Code.IMAGE_TROP_GRANDE, index)
        if min(width, height) < 1:
            raise bad_page(Code.IMAGE_ILLISIBLE, index)

    def render(self, index: int, dpi: int = 200) -> RenderedPage:
        """The page at its natural resolution, or smaller; `dpi` is of no use here."""
        self.check_size(index)
        with _failures_told(index):
            self._seek(index)
            resolution = _tagged_dpi(self._image)
            self._load(index)
            turned = _upright_by_tag(self._image, self._kind)
            return _rendered(rgb_of(turned), resolution, turned.size != self._image.size)

    def close(self) -> None:
        self._image.close()

    def _open(self, source: bytes | Path) -> Image.Image:
        file = io.BytesIO(source) if isinstance(source, bytes) else source
        if self._kind is Kind.HEIC:
            return _open_heif(file, self._limits)
        return Image.open(file, formats=_FORMATS[self._kind])

    def _page_frames(self) -> tuple[int, ...]:
        if self._kind is not Kind.TIFF:
            return (0,)  # an animation or a burst is one page: its first image
        frames: list[int] = []
        extra: list[int] = []
        for frame in count():
            if len(frames) > self._limits.pages:
                break
            try:
                self._image.seek(frame)
            except EOFError:
                break
            except Exception:  # a damaged directory ends the file; the pages before it stand
                self._cut_short = True
                break
            if len(extra) > _MOST_EXTRA * (len(frames) + 1):
                self._cut_short = True
                break
            tags = getattr(self._image, "tag_v2", {})
            subfile = tags.get(_SUBFILE_TAG, 0)
            reduced = isinstance(subfile, int) and subfile & (_REDUCED | _MASK)
            (extra if reduced else frames).append(frame)
        return tuple(frames or extra[:1])

    def _load(self, index: int) -> None:
        try:
            self._image.load()
        except OSError:
            if self._kind is not Kind.JPEG or self._cut_short:
                raise
            data = self._source if isinstance(self._source, bytes) else self._source.read_bytes()
            self._image.close()
            self._image = self._open(data + _JPEG_END)
            self._cut_short = True
            self._image.load()
            low, high = self._image.convert("L").getextrema()
            if low == high:  # nothing of the picture itself was left
                raise

    def _seek(self, index: int) -> None:
        if self._kind is Kind.TIFF:
            self._image.seek(self._frames[index])


def _open_heif(file: io.BytesIO | Path, limits: Limits) -> Image.Image:
    """Without pillow_heif's plugin, which would change Pillow for everyone.

    libheif has already turned the image; the EXIF tag that it leaves must not turn it again.
    """
    heif = pillow_heif.open_heif(file, convert_hdr_to_8bit=True)
    width, height = heif.size
    if max(width, height) > limits.image_side or width * height > limits.image_pixels:
        raise bad_file(Code.IMAGE_TROP_GRANDE)
    return heif.to_pillow()


def _upright_by_tag(image: Image.Image, kind: Kind) -> Image.Image:
    """The image turned as its EXIF orientation says, when it says something sensible."""
    if kind is Kind.HEIC:
        return image
    try:
        return ImageOps.exif_transpose(image)
    except Exception:  # malformed EXIF: the image itself is good
        return image


def _tagged_dpi(image: Image.Image) -> tuple[float, float] | None:
    """Horizontal and vertical dots per inch when the file states plausible ones."""
    stated = image.info.get("dpi")
    if not isinstance(stated, tuple) or len(stated) != 2:
        return None
    try:
        across, down = float(stated[0]), float(stated[1])
    except (TypeError, ValueError, ZeroDivisionError):
        return None
    if not all(_DPI_PLAUSIBLE.start <= dots < _DPI_PLAUSIBLE.stop for dots in (across, down)):
        return None
    side = max(image.width / across, image.height / down)
    return (across, down) if _PAPER_INCHES[0] <= side <= _PAPER_INCHES[1] else None


def _rendered(
    pixels: Pixels, resolution: tuple[float, float] | None, swapped: bool
) -> RenderedPage:
    height, width = pixels.shape[:2]
    if resolution is not None:
        across, down = resolution[::-1] if swapped else resolution
        if not _SQUARE[0] <= across / down <= _SQUARE[1]:  # a fax: its pixels are not square
            finest = max(across, down)
            width, height = round(width * finest / across), round(height * finest / down)
            across = down = finest
        dpi = (across + down) / 2
    else:
        dpi = max(width, height) / A4_SIDE_INCHES
    scale = min(1.0, LONGEST_SIDE / max(width, height))
    shown = resized(pixels, max(1, round(width * scale)), max(1, round(height * scale)))
    return RenderedPage(shown, max(1, round(dpi * scale)), born_digital=False)


@contextmanager
def _failures_told(index: int | None = None) -> Iterator[None]:
    """Every way in which a decoder fails on hostile bytes, told as one of our refusals."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # sizes are checked here; damaged tags stop nobody
        try:
            yield
        except BadInput:
            raise
        except Exception as error:  # decoders raise OSError, SyntaxError, IndexError, KeyError …
            bomb = isinstance(error, Image.DecompressionBombError)
            code = Code.IMAGE_TROP_GRANDE if bomb else Code.IMAGE_ILLISIBLE
            raise (bad_file(code) if index is None else bad_page(code, index)) from error
