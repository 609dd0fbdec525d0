"""Images: sent whole or small, once, as what they are."""

from __future__ import annotations

import io

from PIL import Image

from models.permissions import Role
from review_ui.thumbnails import BOX, Thumbnails
from storage.blobs import FolderStore
from storage.database import Database
from storage.records import blobs
from tests.review_ui.conftest import Visitor
from tests.review_ui.drawing import HEIGHT, WIDTH
from tests.review_ui.seed import Seeded


def test_an_image_is_sent_once_and_kept_by_the_browser(seeded: Seeded, visitor: Visitor) -> None:
    client = visitor(Role.RELECTEUR)
    address = f"/pages/{seeded.pages[2]}/image"
    answer = client.get(address)
    assert answer.headers["content-type"] == "image/jpeg"
    assert answer.headers["cache-control"] == "private, max-age=31536000, immutable"
    assert Image.open(io.BytesIO(answer.content)).size == (WIDTH, HEIGHT)
    again = client.get(address, headers={"If-None-Match": answer.headers["etag"]})
    assert again.status_code == 304
    assert again.content == b""


def test_a_thumbnail_is_small_and_of_the_same_page(seeded: Seeded, visitor: Visitor) -> None:
    answer = visitor(Role.RELECTEUR).get(f"/pages/{seeded.pages[2]}/vignette")
    width, height = Image.open(io.BytesIO(answer.content)).size
    assert width <= BOX[0]
    assert height <= BOX[1]
    assert abs(width / height - WIDTH / HEIGHT) < 0.02
    assert len(answer.content) < 20_000


def test_thumbnails_are_kept_within_their_measure(store: FolderStore) -> None:
    names = []
    for shade in range(6):
        out = io.BytesIO()
        Image.new("RGB", (400, 600), (shade * 40, 10, 10)).save(out, "JPEG")
        names.append(store.put(out.getvalue()))
    thumbnails = Thumbnails(store, kept_bytes=2000)
    first = thumbnails.of(names[0])
    for name in names:
        thumbnails.of(name)
    assert sum(map(len, thumbnails._kept.values())) <= 2000
    assert thumbnails.of(names[0]) == first


def test_a_page_leads_to_its_document(seeded: Seeded, visitor: Visitor) -> None:
    page = seeded.pages[4]
    answer = visitor(Role.RELECTEUR).get(f"/pages/{page}")
    assert answer.headers["location"] == f"/documents/{seeded.documents['facture']}?page={page}"
    answer = visitor(Role.COURRIER).get(f"/pages/{page}")
    assert answer.headers["location"] == f"/envois/{seeded.envoi}#page-4"


def test_what_has_no_image_is_not_found(seeded: Seeded, visitor: Visitor) -> None:
    assert visitor(Role.MEDECIN_CONSEIL).get(f"/pages/{seeded.pages[9]}/image").status_code == 404
    assert visitor(Role.RELECTEUR).get("/pages/rien/image").status_code == 404


def test_a_damaged_image_is_said_in_french(
    database: Database, store: FolderStore, seeded: Seeded, visitor: Visitor
) -> None:
    client = visitor(Role.RELECTEUR)
    sha256 = client.get(f"/pages/{seeded.pages[8]}/image").headers["etag"].strip('"')
    path = store.path_for(sha256)
    path.chmod(0o600)
    path.write_bytes(b"autre chose")
    answer = client.get(f"/pages/{seeded.pages[8]}/image")
    assert answer.status_code == 500
    assert "a été altéré" in answer.text
    assert "Traceback" not in answer.text


def test_only_an_image_is_sent_as_one(
    database: Database, store: FolderStore, seeded: Seeded, visitor: Visitor
) -> None:
    from models.entities import Page

    html = b"<script>1</script>"
    sha256 = store.put(html)
    with database.transaction() as session:
        blobs.record(session, sha256, size=len(html), media_type="text/html")
        session.get_one(Page, seeded.pages[3]).image_sha256 = sha256
    assert visitor(Role.RELECTEUR).get(f"/pages/{seeded.pages[3]}/image").status_code == 404
    answer = visitor(Role.RELECTEUR).get(f"/pages/{seeded.pages[3]}/vignette")
    assert answer.status_code == 500
    assert b"<script>1" not in answer.content
