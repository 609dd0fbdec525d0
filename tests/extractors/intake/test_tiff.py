"""TIFF, the only image of several pages: its thumbnails, its damages, its end."""

from __future__ import annotations

import io

from PIL import Image, TiffImagePlugin

from extractors.intake.kinds import Kind
from extractors.intake.limits import Limits
from extractors.intake.render import RenderedPage, open_source
from extractors.intake.unpack import unpack
from tests.extractors.intake.deposits import encoded, picture


def shown(data: bytes, index: int) -> RenderedPage:
    with open_source(data, Kind.TIFF) as source:
        return source.render(index)


def tiff_of(*frames: tuple[Image.Image, int]) -> bytes:
    """A TIFF of images, each with its kind: 0 a page, 1 a thumbnail."""
    out = io.BytesIO()
    with TiffImagePlugin.AppendingTiffWriter(out, new=True) as writer:
        for image, subfile in frames:
            tags = TiffImagePlugin.ImageFileDirectory_v2()
            tags[254] = subfile
            image.save(writer, "TIFF", tiffinfo=tags)
            writer.newFrame()
    return out.getvalue()


def test_thumbnails_do_not_count_as_pages_before_the_limit() -> None:
    page, thumbnail = (picture(300, 400), 0), (picture(30, 40), 1)
    data = tiff_of(*[thumbnail, page] * 3)
    assert [f.pages for f in unpack("f.tif", data, Limits(pages=3)).files] == [3]
    assert unpack("f.tif", data, Limits(pages=2)).files == ()


def test_a_file_of_thumbnails_is_not_walked_to_its_end() -> None:
    data = tiff_of((picture(300, 400), 0), *[(picture(8, 8), 1)] * 40)
    result = unpack("f.tif", data)
    assert [f.pages for f in result.files] == [1]
    assert [note.code for note in result.warnings] == ["fichier_incomplet"]


def test_tiff_of_many_pages_without_its_thumbnails() -> None:
    pages = [picture(300, 400), picture(400, 300), picture(30, 40)]
    data = encoded(pages[0], "TIFF", save_all=True, append_images=pages[1:], dpi=(200, 200))
    result = unpack("f.tif", data)
    assert [f.pages for f in result.files] == [3]
    assert shown(data, 1).image.shape == (300, 400, 3)
    assert shown(data, 0).dpi == 200
    data = tiff_of((pages[0], 0), (pages[2], 1), (pages[1], 0))
    assert [f.pages for f in unpack("f.tif", data).files] == [2]
    assert shown(data, 1).image.shape == (300, 400, 3)


def test_tiff_with_a_broken_page_keeps_the_others() -> None:
    pages = [picture(300, 400) for _ in range(3)]
    data = bytearray(
        encoded(pages[0], "TIFF", save_all=True, append_images=pages[1:], compression="tiff_lzw")
    )
    with Image.open(io.BytesIO(bytes(data))) as image:
        image.seek(1)
        tags = image.tag_v2  # type: ignore[attr-defined]
        start, length = tags[273][0], tags[279][0]
    data[start : start + length] = b"\xff" * length
    assert [f.pages for f in unpack("f.tif", bytes(data)).files] == [3]
    with open_source(bytes(data), Kind.TIFF) as source:
        assert source.render(0).image.shape == (400, 300, 3)
        assert source.render(2).image.shape == (400, 300, 3)


def test_tiff_without_its_last_pages_is_taken_with_a_warning() -> None:
    pages = [picture(200, 300) for _ in range(3)]
    tiff = encoded(pages[0], "TIFF", save_all=True, append_images=pages[1:])
    assert unpack("entier.tif", tiff).warnings == ()
    result = unpack("coupe.tif", tiff[: len(tiff) * 3 // 5])
    assert [f.pages for f in result.files] == [2]
    assert [note.code for note in result.warnings] == ["fichier_incomplet"]
