"""In a dossier only the marks that a control waits for want a look, and all of those do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from flows.dossiers import assembly
from flows.workplace import Workplace, open_workplace
from models.checklists.engine import judge
from models.checklists.facts import DossierFacts, Piece
from models.checklists.judgement import EvidenceKind, Finding, Judgement, Resultat
from models.entities import Dossier
from models.permissions import Role
from models.reading import Mark
from models.settings import Settings
from storage.blobs import FolderStore
from tests.flows.golden import make
from tests.review_ui.conftest import client_of

Case = tuple[Any, ...]
Sample = tuple[Workplace, list[Case]]
OPEN = (Resultat.MANQUANT, Resultat.NON_CONFORME, Resultat.A_VERIFIER)


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sample]:
    """The sample courier assembled, with what was given to the judge."""
    given: list[Case] = []

    def kept(*case: Any) -> Judgement:
        given.append(case)
        return judge(*case)

    with (
        pytest.MonkeyPatch.context() as patch,
        open_workplace(Settings(home=tmp_path_factory.mktemp("marques"))) as place,
    ):
        patch.setattr(assembly, "judge", kept)
        make.replay(place)
        yield place, given


def unsure(facts: DossierFacts) -> Iterator[tuple[Piece, str]]:
    for piece in facts.pieces:
        for name, mark in piece.document.marks.items():
            if mark.present is None or mark.confidence < facts.policy.mark:
                yield piece, name


def settled(facts: DossierFacts, piece: Piece, name: str, present: bool) -> DossierFacts:
    marks = {**piece.document.marks, name: Mark(present, 1.0)}
    looked_at = replace(piece, document=replace(piece.document, marks=marks))
    return replace(facts, pieces=tuple(looked_at if p is piece else p for p in facts.pieces))


def outcomes(judgement: Judgement) -> list[tuple[str, Resultat, str]]:
    return [(f.exigence, f.resultat, f.raison) for f in judgement.findings]


def named(findings: tuple[Finding, ...]) -> set[tuple[str, str]]:
    return {
        (item.document, item.name)
        for finding in findings
        if finding.resultat in OPEN
        for item in finding.evidence
        if item.kind is EvidenceKind.MARQUE
    }


def moving(cases: list[Case]) -> Iterator[tuple[Piece, str, Judgement]]:
    """The unsure marks of which one answer would change a control, with the verdict as it is."""
    for facts, checklist, on in cases:
        before = judge(facts, checklist, on)
        for piece, name in unsure(facts):
            after = [judge(settled(facts, piece, name, p), checklist, on) for p in (True, False)]
            if any(outcomes(judgement) != outcomes(before) for judgement in after):
                yield piece, name, before


def test_a_control_names_the_marks_that_would_change_it(sample: Sample) -> None:
    moved = list(moving(sample[1]))
    assert moved
    for piece, name, before in moved:
        assert (piece.id, name) in named(before.findings), (before.type, name)


def test_the_screen_stops_at_the_marks_that_controls_wait_for_alone(sample: Sample) -> None:
    place, cases = sample
    store = FolderStore(place.settings.home / "blobs")
    # what is under medical secret is for the médecin conseil alone
    clients = [client_of(place.database, store, r) for r in (Role.RELECTEUR, Role.MEDECIN_CONSEIL)]
    with place.database.transaction() as session:
        ids = list(session.scalars(select(Dossier.id)))
    html = "".join(client.get(f"/dossiers/{i}").text for client in clients for i in ids)
    rows = re.findall(r'<li class="([^"]*)" data-part="([\w-]+)\.marque\.(\w+)"', html)
    stops = {(document, name) for tone, document, name in rows if "a-voir" in tone.split()}
    doubted = {(piece.id, name) for facts, _, _ in cases for piece, name in unsure(facts)}
    wanted = {(piece.id, name) for piece, name, _ in moving(cases)}
    assert wanted <= stops
    assert stops < doubted & {(document, name) for _, document, name in rows}
