"""The dashboard: each figure is what its link shows, no secret is in it, and it can be taken away."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from datetime import timedelta
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from fastapi.testclient import TestClient
from openpyxl import load_workbook
from pydantic import SecretStr

from flows.review import fields, outcome
from flows.review.fields import Spot
from flows.workplace import open_workplace
from models.entities import Target, utcnow
from models.permissions import Role
from models.settings import Settings
from review_ui.app import create_app
from review_ui.views.charts import Group, bars
from tests.flows.learning.keyed import lift_everything
from tests.flows.review.office import ANNA, INVOICE, PRESCRIPTION, SHEET, Bag, Office, bag
from tests.review_ui.site import serving_place
from tests.review_ui.test_axe import violations

if TYPE_CHECKING:
    from playwright.sync_api import Page

TOTAL = Spot(Target.FIELD, "montant_total")
LINK = re.compile(r'<a href="(/\?[^"]+)"[^>]*>([^<]+)</a>')


@pytest.fixture(scope="module")
def office(office_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """After a day's work; looking at its figures changes nothing."""
    home = tmp_path_factory.mktemp("maison")
    settings = Settings(home=home, database_url=SecretStr(office_url), controle_part=0.0)
    with open_workplace(settings) as place:
        made = Office(place)
        made.now = utcnow()  # what is decided is dated by the clock of the machine
        worked(made)
        yield made


def worked(office: Office) -> Bag:
    """One dossier corrected, lifted and declared complete in six minutes; another one waits."""
    yesterday = office.now - timedelta(days=1)
    papers = bag(office.place, SHEET, PRESCRIPTION, INVOICE, at=yesterday)
    bag(office.place, SHEET, INVOICE, name="second.pdf", at=yesterday)
    row = office.document(papers, "facture")
    office.do(ANNA, lambda desk: fields.correct(desk, row.id, TOTAL, "166,90", seen=0))
    office.later(minutes=6)
    date = Spot(Target.FIELD, "date_facture")
    office.do(ANNA, lambda desk: fields.accept(desk, row.id, date, seen=0))
    (dossier,) = office.dossiers(papers)
    lift_everything(office, dossier.id)
    seen = office.dossier(dossier.id).revision
    office.do(ANNA, lambda desk: outcome.complete(desk, dossier.id, seen=seen))
    office.now += timedelta(minutes=1)
    return papers


def visit(office: Office, role: Role = Role.GESTIONNAIRE) -> TestClient:
    app = create_app(office.place, role=role, now=lambda: office.now)
    return TestClient(app, base_url="http://127.0.0.1", follow_redirects=False)


def address(office: Office, ending: str = "") -> str:
    """From before the courier came to after the last act."""
    today = office.now.date()
    return f"/pilotage{ending}?du={today - timedelta(days=14)}&au={today + timedelta(days=1)}"


def test_every_figure_is_what_its_link_shows(office: Office) -> None:
    client = visit(office)
    page = client.get(address(office)).text
    links = LINK.findall(page)
    counted = [(unescape(way), int(text)) for way, text in links if text.isdecimal()]
    assert {number for _, number in counted} == {0, 1, 2}
    none = [way for way, number in counted if number == 0]
    for way, number in {way: n for way, n in counted if n or way in none[:4]}.items():
        assert client.get(way).text.count("data-dossier=") == number, way
    shares = [unescape(way) for way, text in links if not text.isdecimal()]
    assert shares
    for way in shares:
        assert client.get(way).status_code == 200


def test_the_figures_of_a_day_s_work(office: Office) -> None:
    page = visit(office).get(address(office)).text
    brief = re.findall(r"<li><b>(?:<a[^>]*>)?([^<]+)(?:</a>)?</b><span>([^<]+)", page)
    figures = {word.strip(): number for number, word in brief}
    assert figures["entrés"] == "2"
    assert figures["sortis"] == "1"
    assert figures["en attente"] == "1"
    assert figures["sortis sans qu&#39;on y touche"] == "0 %"
    assert figures["minutes par dossier travaillé"] == "6,0"
    untouched = float(figures["champs que personne n&#39;a touchés"].split()[0].replace(",", "."))
    assert 50 < untouched < 100
    corrected = re.search(
        r"Montant total</td><td class=\"nombre\">(.*?)</tr>", page.replace("\n", "")
    )
    assert corrected is not None
    assert "100 %" in corrected[0]


def test_who_does_not_steer_sees_none_of_it(office: Office) -> None:
    for role in (Role.RELECTEUR, Role.MEDECIN_CONSEIL, Role.COURRIER, Role.ADMIN):
        client = visit(office, role)
        for ending in ("", ".csv", ".xlsx"):
            assert client.get(f"/pilotage{ending}").status_code == 403
        assert "/pilotage" not in client.get("/").text


def test_what_papers_say_is_not_in_it(office: Office) -> None:
    for ending in ("", ".csv"):
        said = visit(office).get(address(office, ending)).text
        for secret in ("MANSOURI", "BENNANI", "166,90", "166.90"):
            assert secret not in said


def test_the_tables_leave_as_files_with_the_same_numbers(office: Office) -> None:
    client = visit(office)
    data = client.get(address(office, ".csv")).content
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig")), delimiter=";"))
    (house,) = [row for row in rows if row[:1] == ["OFPPT"]]
    assert house[1:5] == ["2", "1", "1", house[4]]
    book = load_workbook(io.BytesIO(client.get(address(office, ".xlsx")).content))
    assert book.sheetnames == [
        "mouvements", "echeances", "organismes", "types", "corrections", "erreurs",
    ]  # fmt: skip
    assert [cell.value for cell in book["organismes"][3]][:4] == ["OFPPT", 2, 1, 1]
    came = [row[1].value for row in book["mouvements"].iter_rows(min_row=3)]
    assert sum(came) == 2


def test_an_address_that_makes_no_sense_shows_the_last_days(office: Office) -> None:
    client = visit(office)
    for query in ("du=hier&au=demain", "du=2025-13-41", "du=9999-01-01&au=1900-01-01", "type=x"):
        assert client.get(f"/pilotage?{query}").status_code == 200
    for query in ("fait=recu", "fait=vole&du=2025-01-01", "fait=corrige&champ=.&du=2025-01-01&au=2025-01-02"):  # fmt: skip
        assert client.get(f"/?{query}").status_code == 200


def test_bars_stand_in_their_drawing() -> None:
    for numbers in ((0, 0), (3, 1), (99_999, 7)):
        drawn = bars([Group(str(n), numbers, ("/", "/")) for n in range(40)], ("a", "b"))
        assert len(drawn.bars) == 80
        assert all(b.x >= 0 and b.x + b.width <= drawn.width for b in drawn.bars)
        assert all(b.y >= 0 and b.y + b.height <= drawn.height for b in drawn.bars)
        assert len(drawn.below) <= 12


def test_on_the_screen(page: Page, tmp_path: Path) -> None:
    from playwright.sync_api import expect

    with open_workplace(Settings(home=tmp_path, controle_part=0.0)) as place:
        office = Office(place)
        office.now = utcnow()
        worked(office)
        for url in serving_place(place, Role.GESTIONNAIRE, office.now):
            page.goto(url + address(office))
            expect(page.get_by_role("heading", name="Pilotage")).to_be_visible()
            assert violations(page) == []
            for fold in page.locator("summary").all():
                fold.press("Enter")
            expect(page.get_by_role("table", name="Entrés et sortis")).to_be_visible()
            assert violations(page) == []
            page.get_by_role("list", name="En bref").get_by_role("link").nth(1).press("Enter")
            expect(page.get_by_text("Dossiers sortis du")).to_be_visible()
            expect(page.locator("[data-dossier]")).to_have_count(1)
            assert violations(page) == []
            page.get_by_role("link", name="Retirer ce filtre").press("Enter")
            expect(page.locator("[data-dossier]")).to_have_count(2)
