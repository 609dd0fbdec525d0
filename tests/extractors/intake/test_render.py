"""Pages as images: the right way round, on white paper, of a sensible size."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

import numpy as np
import pillow_heif
import pytest
from PIL import Image

from extractors.intake.kinds import Kind, kind_of
from extractors.intake.render import RenderedPage, open_source
from extractors.intake.rendered import LONGEST_SIDE
from extractors.intake.unpack import unpack
from models.errors import BadInput
from tests.extractors.intake.deposits import Box, encoded, huge_png, line, pdf, picture

MARK = "0 0 0 rg 0 500 100 100 re f\n"
"""A black square in the top left corner of a page of 400 by 600 points."""


def rendered(data: bytes, index: int = 0, dpi: int = 72) -> RenderedPage:
    with open_source(data, kind_of(data)) as source:
        return source.render(index, dpi)


def dark_corner(page: RenderedPage) -> str:
    height, width = page.image.shape[:2]
    h, w = max(1, height // 16), max(1, width // 16)
    corners = {
        "top left": page.image[:h, :w],
        "top right": page.image[:h, -w:],
        "bottom left": page.image[-h:, :w],
        "bottom right": page.image[-h:, -w:],
    }
    (name,) = [name for name, corner in corners.items() if corner.mean() < 128]
    return name


@pytest.mark.parametrize(
    ("rotate", "corner", "shape"),
    [
        (0, "top left", (600, 400)),
        (90, "top right", (400, 600)),
        (180, "bottom right", (600, 400)),
        (270, "bottom left", (400, 600)),
        (-90, "bottom left", (400, 600)),
    ],
)
def test_pdf_rotate_is_applied(rotate: int, corner: str, shape: tuple[int, int]) -> None:
    page = rendered(pdf(MARK, rotate=rotate))
    assert page.image.shape[:2] == shape
    assert dark_corner(page) == corner


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_pdf_crop_box_is_applied(rotate: int) -> None:
    crop: Box = (0, 400, 300, 600)
    page = rendered(pdf(MARK, crop=crop, rotate=rotate))
    assert page.image.shape[:2] == ((200, 300) if rotate % 180 == 0 else (300, 200))
    assert (
        dark_corner(page) == ["top left", "top right", "bottom right", "bottom left"][rotate // 90]
    )


def test_pdf_media_box_away_from_the_origin() -> None:
    page = rendered(pdf(MARK, media=(-50, 100, 350, 600)))
    assert page.image.shape[:2] == (500, 400)


def test_pdf_resolution_asked() -> None:
    page = rendered(pdf(line("x"), media=(0, 0, 595, 842)), dpi=200)
    assert page.image.shape[:2] == (2339, 1653)
    assert (page.dpi, page.born_digital) == (200, True)


@pytest.mark.parametrize(
    "box", [(0, 0, 14400, 14400), (0, 0, 14400, 3), (0, 0, 1, 1), (0, 0, 0, 0)]
)
def test_pdf_posters_and_crumbs_stay_sensible(box: Box) -> None:
    page = rendered(pdf(line("x"), media=box), dpi=200)
    assert 300 <= max(page.image.shape[:2]) <= LONGEST_SIDE + 1
    assert page.dpi >= 1


def scan(width: int, height: int, points: Box) -> bytes:
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(points[2], points[3]))
    canvas.drawImage(ImageReader(picture(width, height)), 0, 0, points[2], points[3])
    canvas.save()
    return out.getvalue()


@pytest.mark.parametrize(
    ("pixels", "dpi"), [((1654, 2339), 200), ((827, 1169), 150), ((4960, 7016), 300)]
)
def test_scan_in_a_pdf_at_its_own_resolution(pixels: tuple[int, int], dpi: int) -> None:
    page = rendered(scan(*pixels, (0, 0, 595, 842)))
    assert page.dpi == pytest.approx(dpi, abs=1)
    assert not page.born_digital


def test_scan_in_a_tiny_page_box_stays_readable() -> None:
    page = rendered(scan(1654, 2339, (0, 0, 60, 84)))
    assert max(page.image.shape[:2]) >= 1600


def test_what_was_typed_into_a_form_is_drawn() -> None:
    appearance = "/F1 14 Tf 2 5 Td (REMPLI) Tj"
    widget = (
        "<< /Type /Annot /Subtype /Widget /FT /Tx /T (nom) /V (REMPLI) /DA (/F1 14 Tf 0 g)"
        " /Rect [50 300 200 320] /F 4 /AP << /N 91 0 R >> >>"
    )
    stream = f"BT {appearance} ET"
    form = (
        "<< /Type /XObject /Subtype /Form /BBox [0 0 150 20] /Resources << /Font << /F1 3 0 R >> >>"
        f" /Length {len(stream)} >>\nstream\n{stream}\nendstream"
    )
    page = rendered(pdf("", annotations="90 0 R", extra={90: widget, 91: form}))
    assert page.image[280:300, 50:200].min() < 100


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF", "WEBP"])
def test_exif_orientation_is_applied(kind: str, orientation: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    page = rendered(encoded(stored(orientation), kind, exif=exif))
    assert page.image.shape[:2] == (800, 600)
    assert dark_corner(page) == "top left"


def stored(orientation: int) -> Image.Image:
    """The marked page as a camera held so stores it."""
    turn = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    return picture().transpose(turn[orientation]) if orientation in turn else picture()


@pytest.mark.parametrize("orientation", [1, 3, 6, 8])
def test_heic_with_its_orientation(orientation: int) -> None:
    image = stored(orientation)
    exif = Image.Exif()
    exif[0x0112] = orientation
    out = io.BytesIO()
    pillow_heif.from_pillow(image).save(out, exif=exif.tobytes())
    page = rendered(out.getvalue())
    assert kind_of(out.getvalue()) is Kind.HEIC
    assert dark_corner(page) == "top left"


@pytest.mark.parametrize("mode", ["1", "L", "P", "LA", "RGBA", "CMYK", "I;16", "F", "LAB", "YCbCr"])
def test_every_picture_mode_is_white_paper(mode: str) -> None:
    if mode == "I;16":
        grey = np.asarray(picture().convert("L")).astype(np.uint16) * 257
        data = encoded(Image.fromarray(grey), "PNG")
    elif mode in ("LA", "RGBA"):
        image = picture().convert("RGBA")
        image.putalpha(Image.fromarray(255 - np.asarray(picture().convert("L"))))
        data = encoded(image.convert(mode), "PNG")
    elif mode == "LAB":
        from PIL import ImageCms

        lab = ImageCms.createProfile("LAB")
        turn = ImageCms.buildTransform(ImageCms.createProfile("sRGB"), lab, "RGB", "LAB")
        lab_page = ImageCms.applyTransform(picture(), turn)
        assert lab_page is not None
        data = encoded(lab_page, "TIFF")
    else:
        data = encoded(picture().convert(mode), "PNG" if mode in ("1", "L", "P") else "TIFF")
    page = rendered(data)
    assert page.image.dtype == np.uint8
    assert page.image.shape == (800, 600, 3)
    assert dark_corner(page) == "top left"
    assert page.image[-1, -1].min() >= 250


def test_resolution_of_photos() -> None:
    assert rendered(encoded(picture(2480, 3508), "JPEG", dpi=(300, 300))).dpi == 300
    assert rendered(encoded(picture(2480, 3508), "JPEG")).dpi == 300, "A4 when nothing is said"
    assert rendered(encoded(picture(3000, 4000), "JPEG", dpi=(72, 72))).dpi == 342, "not 1.4 metres"


def test_fax_whose_pixels_are_not_square() -> None:
    data = encoded(picture(1728, 1143).convert("1"), "TIFF", dpi=(204, 98))
    page = rendered(data)
    assert page.image.shape[:2] == (pytest.approx(2379, abs=2), 1728)
    assert page.dpi == 204


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF"])
@pytest.mark.parametrize("size", [(1, 1), (7, 7), (400, 3)])
def test_pictures_of_a_few_pixels_are_pages_too(kind: str, size: tuple[int, int]) -> None:
    (file,) = unpack("photo", encoded(picture(*size), kind)).files
    assert rendered(file.data).image.shape == (size[1], size[0], 3)


def test_large_photos_are_reduced_and_small_ones_are_not_enlarged() -> None:
    large = rendered(encoded(picture(6000, 8000), "JPEG", dpi=(600, 600)))
    assert max(large.image.shape) == LONGEST_SIDE
    assert large.dpi == pytest.approx(600 * LONGEST_SIDE / 8000, abs=1)
    assert rendered(encoded(picture(60, 80), "PNG")).image.shape == (80, 60, 3)


def test_from_a_path(tmp_path: Path) -> None:
    path = tmp_path / "page.bin"
    path.write_bytes(pdf(line("x"), line("y")))
    with open_source(path, Kind.PDF) as source:
        assert source.pages == 2
        with pytest.raises(IndexError):
            source.render(2)


def test_a_bomb_is_not_rendered_either() -> None:
    with pytest.raises(BadInput) as told, open_source(huge_png(40_000, 40_000), Kind.PNG) as source:
        source.render(0)
    assert told.value.code == "image_trop_grande"


_AT_ONCE = """
import sys, threading
from pathlib import Path
from extractors.intake.pdf import PdfFile

data = Path(sys.argv[1]).read_bytes()

def work():
    for _ in range(20):
        pdf = PdfFile(data)
        for index in range(pdf.pages):
            pdf.makeup(index)
        pdf.render(0, 40)
        pdf.close()

threads = [threading.Thread(target=work) for _ in range(6)]
for thread in threads: thread.start()
for thread in threads: thread.join()
"""


def test_deposits_at_once_do_not_end_the_process(tmp_path: Path) -> None:
    """pdfium bears one thread: unguarded, two deposits at once ended the server every time."""
    bag = tmp_path / "sac.pdf"
    bag.write_bytes(pdf(*[line(f"PAGE {n}") for n in range(4)]))
    done = subprocess.run(
        [sys.executable, "-c", _AT_ONCE, bag], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
