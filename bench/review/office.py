"""An office of many dossiers, as reviewers find it: papers with images and text, things held and done."""

from __future__ import annotations

import io
import random
from datetime import timedelta

from PIL import Image, ImageDraw, ImageFont
from sqlalchemy import text
from sqlalchemy.orm import Session

from bench.dossiers.people import MEN, SURNAMES, WOMEN
from bench.dossiers.volume_fill import NOW, fill
from bench.review.year import live
from flows.workplace import Workplace
from models.permissions import Role
from storage.records import accounts, blobs

SAID = (
    "facture pharmacie officine désignation quantité prix public vignette total arrêté somme dirhams",
    "feuille de soins assuré immatriculation bénéficiaire conjoint médecin traitant cachet signature",
    "ordonnance docteur comprimé matin midi soir pendant quinze jours renouveler trois mois boîte",
    "prise en charge établissement hospitalisation séjour entrée sortie accord caisse médecin conseil",
    "analyses biologie glycémie créatinine hémogramme laboratoire résultat prélèvement patient dossier",
    "attestation travail salaire employeur affiliation cotisation certifie délivrée servir valoir droit",
    "bordereau envoi nombre dossiers total général mutuelle délégation régionale guichet récépissé",
)
RARE = 4000
"""Words of which each page bears some: what makes one page unlike another."""
PAGE_WORDS = 60
A4 = (1240, 1754)
PASSWORD = "une phrase assez longue"


def furnish(place: Workplace, dossiers: int, people: int) -> None:
    """So many dossiers, all that hangs on them, and accounts of each role (the role is the name)."""
    fill(place, dossiers, people)
    image = _page_image()
    sha256 = place.blobs.put(image)
    with place.database.transaction() as session:
        blobs.record(session, sha256, size=len(image), media_type="image/jpeg")
        for role in sorted(accounts.HUMAN):
            accounts.add(
                session, login=login_of(role), name=role.value, password=PASSWORD, roles=[role], actor="essai"
            )  # fmt: skip
        session.execute(
            text(
                "UPDATE page SET image_sha256 = :image, width = :width, height = :height, dpi = 150,"
                " state = 'lue', confidential_why = NULL,"
                " confidential = (abs(hashtext(id)) % 10 = 0)"
            ),
            {"image": sha256, "width": A4[0], "height": A4[1]},
        )
        _write_texts(session)
        _write_numbers(session)
        _take_in_hand(session)
        live(session)
    with place.database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as once:
        once.execute(text("VACUUM ANALYZE"))


def login_of(role: Role) -> str:
    """The account of that role."""
    return role.value.replace("_", ".")


def _write_texts(session: Session) -> None:
    """A text for every page: what such papers say, and words and numbers of its own."""
    rng = random.Random(11)
    letters = "bcdfglmnprstvz"
    rare = [
        "".join(rng.choice(letters) + rng.choice("aeiou") for _ in range(4)) for _ in range(RARE)
    ]
    session.execute(
        text("CREATE TEMPORARY TABLE said (n int PRIMARY KEY, line text) ON COMMIT DROP")
    )
    names = (*SURNAMES, *MEN, *WOMEN)
    lines = [
        {"n": n, "line": " ".join((rng.choice(SAID), *rng.choices(rare, k=PAGE_WORDS), rng.choice(names)))}
        for n in range(RARE)
    ]  # fmt: skip
    session.execute(text("INSERT INTO said VALUES (:n, :line)"), lines)
    session.execute(
        text(
            "INSERT INTO page_text (page_id, text, words) SELECT p.id, s.line || ' ' || p.own,"
            " array_to_tsvector(string_to_array(translate(s.line, 'éèêàâîôç', 'eeeaaioc') || ' ' || p.own, ' '))"
            " FROM (SELECT id, abs(hashtext(id)) AS own FROM page) p"
            " JOIN said s ON s.n = p.own % :rare"
        ),
        {"rare": RARE},
    )


def _write_numbers(session: Session) -> None:
    """The numbers that papers are known by: copies of one dossier bear numbers of their own."""
    session.execute(
        text(
            "INSERT INTO document_number (number, document_id, name)"
            " SELECT DISTINCT regexp_replace(upper(value), '[^A-Z0-9]', '', 'g') ||"
            " abs(hashtext(document_id)), document_id, name FROM proposal"
            " WHERE target = 'field' AND value ~ '[0-9]' AND name LIKE 'numero%'"
            " ON CONFLICT DO NOTHING"
        )
    )


def _take_in_hand(session: Session) -> None:
    """Two dossiers in five hundred are in somebody's hands, and one in three was worked on."""
    session.execute(
        text(
            "INSERT INTO hold (dossier_id, holder, since, active_at)"
            " SELECT id, 'agent' || (abs(hashtext(id)) % 40), :since, :now FROM dossier"
            " WHERE abs(hashtext(id)) % 250 = 0"
        ),
        {"since": NOW - timedelta(minutes=5), "now": NOW},
    )


def _page_image() -> bytes:
    """A page full of writing: its bytes are many, as those of a scan are."""
    image = Image.effect_noise(A4, 12).convert("RGB")
    pen = ImageDraw.Draw(image)
    font = ImageFont.load_default(24)
    for row in range(50):
        pen.text((100, 90 + row * 32), SAID[row % len(SAID)][:84], fill="#1c2a55", font=font)
    made = io.BytesIO()
    image.save(made, "JPEG", quality=75)
    return made.getvalue()
