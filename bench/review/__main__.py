"""`python -m bench.review` : chaque écran sur 100 000 dossiers dans PostgreSQL, et ce qu'il coûte au serveur.

Each screen is asked for through the application itself, by accounts of each role. With `--explain`,
the slow questions to the database are shown with its plan. `--browser`: from opening a dossier to
its image being there, in Chromium.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Sequence
from contextlib import nullcontext
from functools import partial
from pathlib import Path

from fastapi.testclient import TestClient
from pydantic import SecretStr
from sqlalchemy import text

from bench.dossiers.volume_fill import NOW
from bench.machine import machine
from bench.markdown import table
from bench.postgres import throwaway_database
from bench.review.browser import opening
from bench.review.clock import Screen, server_of, timed
from bench.review.explain import Questions
from bench.review.office import PASSWORD, furnish, login_of
from bench.review.screens import ASKS, Ask, Things
from flows.workplace import Workplace, open_workplace
from models.permissions import Role
from models.settings import Settings
from review_ui.app import create_app
from review_ui.serve import keep_what_is_loaded

LIMIT = 150.0
"""Milliseconds that an answer may take, 95 times of 100 (issue 7)."""
WARMING = 3


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench.review", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--dossiers", type=int, default=100_000)
    parser.add_argument("--assures", type=int, default=10_000)
    parser.add_argument("--times", type=int, default=40)
    parser.add_argument("--only", default="", help="les écrans dont le nom commence ainsi")
    parser.add_argument("--explain", action="store_true")
    parser.add_argument("--browser", action="store_true")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--url", help="une base PostgreSQL à garder : remplie si elle est vide")
    parser.add_argument("--home", type=Path, help="le dossier qui va avec cette base")
    given = parser.parse_args()
    chosen = throwaway_database() if given.url is None else nullcontext(given.url)
    with chosen as url, tempfile.TemporaryDirectory() as home:
        if url is None:
            print("ignoré : PostgreSQL n'est pas installé")
            return 0
        settings = Settings(home=given.home or Path(home)).model_copy(
            update={"database_url": SecretStr(url)}
        )
        with open_workplace(settings) as place:
            if _is_empty(place):
                furnish(place, given.dossiers, given.assures)
            asked = [ask for ask in ASKS if ask.name.startswith(given.only)]
            office = Visits(place)
            keep_what_is_loaded()
            found = office.measure(asked, given.times, explain=given.explain)
            opened = office.in_browser(given.times) if given.browser else None
    print(_told(found))
    if opened:
        print(f"\nDe l'ouverture d'un dossier à son image (Chromium) : {opened}")
    print("\n" + ", ".join(f"{name} : {value}" for name, value in machine().items()))
    if given.json:
        rows = {s.name: [[t.clock, t.cpu] for t in s.taken] for s in found}
        given.json.write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")
    return int(any(screen.cpu(0.95) > LIMIT for screen in found))


class Visits:
    """People of each role at work in an office."""

    def __init__(self, place: Workplace) -> None:
        self.place = place
        self.app = create_app(place, now=lambda: NOW)
        self.visitors: dict[Role, TestClient] = {}
        with place.database.reading() as session:
            self.things = Things(session)
            self.server = server_of(session)

    def measure(self, asked: Sequence[Ask], times: int, *, explain: bool) -> list[Screen]:
        """Each screen so many times, each time of other things."""
        found = []
        for ask in asked:
            get = partial(_get, self.visitor(ask.role))
            paths = list(self.things.paths(ask, times + WARMING))
            for path in paths[:WARMING]:
                get(path)
            questions = Questions(self.place.database.engine) if explain else None
            taken = tuple(timed(partial(get, path), self.server) for path in paths[WARMING:])
            found.append(Screen(ask.name, taken))
            print(f"{ask.name} : {found[-1].cpu(0.95):.0f} ms", file=sys.stderr, flush=True)
            if questions is not None:
                questions.tell(ask.name)
        return found

    def visitor(self, role: Role) -> TestClient:
        """A browser in which a person of that role is logged in."""
        if role not in self.visitors:
            client = TestClient(self.app, base_url="http://127.0.0.1", follow_redirects=True)
            token = client.get("/connexion").text.split('name="jeton" value="')[1].split('"')[0]
            given = {"identifiant": login_of(role), "mot_de_passe": PASSWORD, "jeton": token}
            answer = client.post("/connexion", data=given, follow_redirects=False)
            assert answer.status_code == 303, answer.status_code
            self.visitors[role] = client
        return self.visitors[role]

    def in_browser(self, times: int) -> str:
        """How long opening a dossier takes until its page is seen, in words."""
        cookie = self.visitor(Role.MEDECIN_CONSEIL).cookies["liasse"]
        dossiers = list(self.things.paths(Ask("", Role.RELECTEUR, "{dossier}"), times))
        taken = opening(self.app, cookie, dossiers)
        if taken is None:
            return "ignoré : Chromium n'est pas installé"
        ordered = sorted(taken)
        return (
            f"médiane {ordered[len(ordered) // 2]:.0f} ms, "
            f"p95 {ordered[round(0.95 * (len(ordered) - 1))]:.0f} ms sur {len(ordered)}"
        )


def _get(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code)


def _is_empty(place: Workplace) -> bool:
    with place.database.reading() as session:
        return session.execute(text("SELECT 1 FROM dossier LIMIT 1")).first() is None


def _told(found: list[Screen]) -> str:
    rows = [
        [s.name, *(f"{v:.0f}" for v in (s.clock(0.5), s.clock(0.95), s.cpu(0.5), s.cpu(0.95)))]
        for s in found
    ]
    heads = ["écran", "médiane (ms)", "p95 (ms)", "processeur, médiane", "processeur, p95"]
    return table(heads, rows)


if __name__ == "__main__":
    sys.exit(main())
