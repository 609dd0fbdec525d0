"""How a partner comes in, what stops him, and what he is told: invitations, situations, certificates."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient
from httpx import Response
from pydantic import SecretStr
from sqlalchemy import select

from flows.complaints.answering import reply
from flows.review import act
from flows.workplace import Workplace
from models.entities import Assure, Invitation, Letter, OutMail, PartnerAccess
from models.permissions import PARTNERS, Role
from storage.records import audit, outbox, partners, reclamations
from storage.records.accounts import token_hash
from tests.review_ui.partners.test_isolation import told
from tests.review_ui.partners.worlds import CLERK, PASSWORD, House, post, token
from tests.review_ui.seed import NOW

SPACE = "/espace"


@pytest.fixture
def chief(worlds: House) -> TestClient:
    return worlds.client("chef")


@pytest.fixture(autouse=True)
def on_time(worlds: House) -> Iterator[None]:
    yield
    worlds.now = NOW


def link_in(answer: Response) -> str:
    assert answer.headers["cache-control"] == "no-store"
    found = re.search(r"http://127\.0\.0\.1(/invitation/[\w-]{40,})", answer.text)
    assert found, answer.text
    return found[1]


def invited(chief: TestClient, **form: object) -> Response:
    return post(chief, "/partenaires", **form)


def accepted(house: House, link: str, password: str = PASSWORD) -> Response:
    client = house.client()
    shown = client.get(link).text
    jeton = re.search(r'name="jeton" value="([^"]+)"', shown)
    form = {"jeton": jeton[1] if jeton else "", "mot_de_passe": password, "encore": password}
    return client.post(link, data=form)


def actions(house: House, **only: object) -> list[str]:
    with house.database.reading() as session:
        return [entry.action for entry in audit.entries(session, **only)]  # type: ignore[arg-type]


def test_an_insured_is_invited_sets_a_password_and_sees_his_own(
    worlds: House, chief: TestClient
) -> None:
    known = worlds.own
    answer = invited(
        chief, role="assure", identifiant="N.Xarifi", organisme="ofppt",
        immatriculation="310 044 881", naissance="12/03/1980",
    )  # fmt: skip
    link = link_in(answer)
    assert link not in chief.get("/partenaires").text
    assert accepted(worlds, link, "court").status_code == 400
    assert accepted(worlds, link).headers["location"] == "/connexion?suite=/espace"
    again = accepted(worlds, link, "encore quatre mots neufs")
    assert again.status_code == 410
    assert "ne sert plus" in again.text
    client = worlds.client("n.xarifi")
    assert client.get("/").headers["location"] == SPACE
    assert known.references["care"] in client.get(SPACE).text
    assert known.references["care"] in client.get(f"{SPACE}?page=9").text  # past the end: the last
    trail = actions(worlds, actor="n.xarifi")
    assert {"partenaire.accepter", "connexion", "espace.accueil"} <= set(trail)


@pytest.mark.parametrize(
    ("form", "why"),
    [
        ({"role": "admin"}, "Choisissez employeur"),
        ({"role": "assure", "organisme": "ofppt", "immatriculation": "310044881", "naissance": "13/03/1980"}, "Aucun assuré"),
        ({"role": "assure", "organisme": "ofppt", "immatriculation": "", "naissance": ""}, "date de naissance"),
        ({"role": "employeur", "organisme": "ofppt", "employeur": ""}, "ne nomme pas l&#39;employeur"),
        ({"role": "employeur", "organisme": "ofppt", "employeur": "ATELIERS DU SUD"}, "COMPTOIR DU SUD"),
        ({"role": "prestataire", "nom": "PHARMACIE CENTRALE"}, "un nom seul"),
        ({"role": "prestataire", "nom": "PHARMACIE CENTRALE", "ice": "001528736000043"}, "sa clé est fausse"),
        ({"role": "prestataire", "nom": "X", "inpe": "101202303", "identifiant": "chef"}, "déjà pris"),
        ({"role": "prestataire", "nom": "X", "inpe": "101202303", "identifiant": "x.assure"}, "déjà"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_an_invitation_is_said(
    form: dict[str, str], why: str, chief: TestClient
) -> None:
    answer = invited(chief, **{"identifiant": "nouveau", **form})
    assert answer.status_code == 400
    assert why in answer.text


def test_a_link_runs_out_and_another_replaces_it(worlds: House, chief: TestClient) -> None:
    form = {"role": "prestataire", "nom": "LABO DU PORT", "inpe": "707808909"}
    first = link_in(invited(chief, identifiant="labo", **form))
    with worlds.database.reading() as session:
        kept = session.scalars(select(Invitation.token_hash)).all()
        access = session.scalar(select(PartnerAccess).where(PartnerAccess.login == "labo"))
    assert first.rpartition("/")[2] not in kept
    assert token_hash(first.rpartition("/")[2]) in kept
    assert access is not None
    second = link_in(post(chief, f"/partenaires/{access.id}/lien"))
    assert worlds.client().get(first).status_code == 410
    worlds.now = NOW + partners.LIFE + timedelta(seconds=1)
    assert accepted(worlds, second).status_code == 410
    assert worlds.client().get(second).status_code == 410


def test_another_link_sets_a_new_password(worlds: House, chief: TestClient) -> None:
    form = {"role": "prestataire", "nom": "LABO DU CAP", "inpe": "717808909", "identifiant": "cap"}
    accepted(worlds, link_in(invited(chief, **form)))
    before = worlds.client("cap")
    with worlds.database.reading() as session:
        access = partners.of_login(session, "cap")
    assert access is not None
    link = link_in(post(chief, f"/partenaires/{access.id}/lien"))
    assert accepted(worlds, link, "encore quatre mots neufs").status_code == 303
    assert before.get(SPACE).status_code == 303  # to log in again


def test_who_is_revoked_sees_nothing_more_and_neither_does_his_link(
    worlds: House, chief: TestClient
) -> None:
    form = {"role": "employeur", "organisme": "ofppt", "employeur": "ateliers du nord"}
    accepted(worlds, link_in(invited(chief, identifiant="drh", **form)))
    client = worlds.client("drh")
    assert worlds.own.references["care"] in client.get(SPACE).text
    with worlds.database.reading() as session:
        access = partners.of_login(session, "drh")
    assert access is not None
    link = link_in(post(chief, f"/partenaires/{access.id}/lien"))
    assert post(chief, f"/partenaires/{access.id}/revoquer").status_code == 200
    assert client.get(SPACE).status_code == 303
    assert worlds.client().get(link).status_code == 410
    assert post(chief, f"/partenaires/{access.id}/lien").status_code == 400
    assert "partenaire.revoquer" in actions(worlds, actor="chef")


def test_where_mail_leaves_the_link_is_mailed_and_shown_to_nobody(
    worlds: House, chief: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = worlds.place.settings.model_copy(
        update={"smtp_hote": "localhost", "smtp_mot_de_passe": SecretStr("x")}
    )
    mailing = Workplace(settings, worlds.place.database, worlds.place.blobs)
    monkeypatch.setattr(type(worlds.app.state.office), "place", mailing, raising=False)
    form = {"role": "prestataire", "nom": "DENTAIRE", "inpe": "727808909", "identifiant": "dent"}
    answer = invited(chief, courriel="accueil@dentaire.ma", **form)
    assert "/invitation/" not in answer.text
    assert "accueil@dentaire.ma" in answer.text
    with worlds.database.reading() as session:
        mail = next(m for m in outbox.every(session) if m.recipient == "accueil@dentaire.ma")
    assert isinstance(mail, OutMail)
    link = re.search(r"/invitation/[\w-]+", mail.text)
    assert link
    assert accepted(worlds, link[0]).status_code == 303


def asked(client: TestClient, numero: str, naissance: str) -> Response:
    return post(client, f"{SPACE}/situation", numero=numero, naissance=naissance)


def test_a_provider_is_told_yes_or_no_and_dates(worlds: House) -> None:
    client = worlds.partner(Role.PRESTATAIRE)
    yes = asked(client, "310 044 881", "1980-03-12")
    assert "Oui, droits ouverts" in yes.text
    assert "1er janv. 2020" in yes.text
    assert "Oui, droits ouverts" in asked(client, "310044881", "06/05/2012").text  # the child
    wrong, nobody = (asked(client, n, "1980-03-13") for n in ("310044881", "999999999"))
    assert "Aucune personne ne correspond" in wrong.text
    said = [a.text.partition("<main")[2] for a in (wrong, nobody)]
    assert said[0] == said[1]  # a known number is not told from an unknown one
    with worlds.database.transaction() as session:
        child = session.scalar(
            select(Assure).where(Assure.lien == "enfant", Assure.nom == "XARIFI")
        )
        insured = session.get_one(Assure, worlds.own.assure_id)
        assert child is not None
        insured.extra = {**insured.extra, "date_fin": "2025-10-31", "motif_fin": "DECES"}
    no = asked(client, "310044881", "1980-03-12").text
    assert "Non, droits fermés" in no
    assert "31 oct. 2025" in no
    assert "DECES" not in no
    assert "Non, droits fermés" in asked(client, "310044881", "2012-05-06").text
    with worlds.database.transaction() as session:
        insured = session.get_one(Assure, worlds.own.assure_id)
        insured.extra = {"employeur": worlds.own.employer}
    trail = actions(worlds, things=[f"assure/{worlds.own.assure_id}"])
    assert "situation.verifier" in trail


def test_numbers_and_births_cannot_be_gone_through(worlds: House) -> None:
    client = worlds.client(worlds.other.logins[Role.PRESTATAIRE])
    answers = [asked(client, "310044881", f"1980-01-0{day}").status_code for day in range(1, 8)]
    assert answers == [200] * 5 + [429] * 2
    assert asked(client, "310044881", "1980-03-12").status_code == 429  # the right one neither
    worlds.now = NOW + timedelta(minutes=16)
    again = worlds.client(worlds.other.logins[Role.PRESTATAIRE])
    assert asked(again, "310044881", "1980-03-12").status_code == 200
    with worlds.database.transaction() as session:
        access = partners.of_login(session, "y.prestataire")
        assert access is not None
        for quarter in range(1, 16):
            at = NOW + timedelta(minutes=16 * quarter)
            partners.note_asked(session, access, "y.prestataire", None, at)
    worlds.now = NOW + timedelta(hours=20)
    again = worlds.client(worlds.other.logins[Role.PRESTATAIRE])
    assert asked(again, "310044881", "1980-03-12").status_code == 429  # twenty a day, at any pace


def test_only_a_provider_asks_and_only_an_insured_prints(worlds: House) -> None:
    for role in (Role.EMPLOYEUR, Role.ASSURE):
        assert asked(worlds.partner(role), "310044881", "1980-03-12").status_code == 403
    for role in (Role.EMPLOYEUR, Role.PRESTATAIRE):
        assert post(worlds.partner(role), f"{SPACE}/certificat.pdf").status_code == 403


def test_an_insured_prints_a_certificate_that_can_be_confirmed(worlds: House) -> None:
    client = worlds.partner(Role.ASSURE)
    paper = post(client, f"{SPACE}/certificat.pdf")
    text = told(paper)
    for said in (
        "CERTIFICAT D'ADHÉSION",
        "XARIFI Nadia",
        "XARIFI Sami",
        "310044881",
        "5 novembre 2025",
    ):
        assert said in text, said
    numero = re.search(r"C\d\d-\d{5}-\d", text)
    assert numero
    with worlds.database.reading() as session:
        (entry,) = audit.entries(session, things=[f"certificat/{numero[0]}"])
    assert entry.actor == "x.assure"
    assert (entry.after or {})["assure"] == worlds.own.assure_id


def test_no_certificate_says_what_is_not_true(worlds: House) -> None:
    client = worlds.partner(Role.ASSURE)
    for extra in ({"date_fin": "2025-10-31"}, {"suspendu_du": "2025-11-01"}):
        with worlds.database.transaction() as session:
            insured = session.get_one(Assure, worlds.own.assure_id)
            insured.extra = {"employeur": worlds.own.employer, **extra}
        answer = post(client, f"{SPACE}/certificat.pdf")
        assert answer.status_code == 409
        assert "aucun certificat" in answer.text
    with worlds.database.transaction() as session:
        session.get_one(Assure, worlds.own.assure_id).extra = {"employeur": worlds.own.employer}


def test_an_insured_is_told_what_to_send_and_until_when(worlds: House) -> None:
    text = worlds.partner(Role.ASSURE).get(f"{SPACE}/dossiers/{worlds.own.dossiers['care']}").text
    for said in (
        "Pièces demandées",
        "À nous envoyer",
        "Factures des frais déclarés",
        "Avant le ven. 5 déc. 2025",
    ):
        assert said in text, said
    letter = worlds.partner(Role.ASSURE).get(f"{SPACE}/lettres/{worlds.own.letters['care']}.pdf")
    assert worlds.own.references["care"] in told(letter)
    # written to the provider: the insured is told of it, the letter is not his
    assert (
        worlds.partner(Role.ASSURE)
        .get(f"{SPACE}/lettres/{worlds.own.letters['billed']}.pdf")
        .status_code
        == 404
    )


def test_an_employer_follows_steps_decisions_and_covers(worlds: House) -> None:
    client = worlds.partner(Role.EMPLOYEUR)
    assert "Prise en charge accordée" in client.get(SPACE, params={"etat": "decides"}).text
    stays = client.get(SPACE, params={"genre": "hospitalisation"}).text
    assert worlds.own.references["cover"] in stays
    assert worlds.own.references["care"] not in stays
    text = client.get(f"{SPACE}/dossiers/{worlds.own.dossiers['cover']}").text
    for said in ("Accord, mar. 4 nov. 2025", "600,00 DH", "PEC-x"):
        assert said in text, said


def test_a_provider_finds_his_invoice_by_its_number(worlds: House) -> None:
    text = worlds.partner(Role.PRESTATAIRE).get(SPACE).text
    assert worlds.own.invoice in text


def test_accounts_of_partners_are_none_of_the_house(worlds: House, chief: TestClient) -> None:
    listed = chief.get("/comptes").text
    assert "x.assure" not in listed
    with worlds.database.reading() as session:
        access = worlds.access(session, Role.ASSURE)
    answer = post(chief, f"/comptes/{access.account_id}/roles", roles=["gestionnaire"])
    assert answer.status_code == 400
    answer = post(chief, "/comptes", identifiant="faux", roles=["assure"])
    assert answer.status_code == 400
    assert token(worlds.partner(Role.ASSURE))


def test_an_insured_and_a_provider_complain_about_their_own_and_see_it_answered(
    worlds: House,
) -> None:
    client = worlds.partner(Role.ASSURE)
    address = f"{SPACE}/dossiers/{worlds.own.dossiers['care']}"
    assert post(client, f"{address}/reclamation", objet=" ").status_code == 400
    said = "Ma facture est arrivée il y a un mois."
    assert post(client, f"{address}/reclamation", objet=said).status_code == 303
    text = client.get(address).text
    assert said in text
    # eight working days from Wednesday 5 November, two holidays among them
    assert "réponse avant le " in text
    with worlds.database.reading() as session:
        (row,) = reclamations.of_dossier(session, worlds.own.dossiers["care"])
    assert (row.who, row.objet) == ("XARIFI Nadia", said)
    assert row.deadline - row.received_at > timedelta(days=8)
    assert "reclamation.deposer" in actions(worlds, actor="x.assure")
    employer = worlds.partner(Role.EMPLOYEUR)
    assert said not in employer.get(address).text
    assert post(employer, f"{address}/reclamation", objet=said).status_code == 403
    theirs = f"{SPACE}/dossiers/{worlds.other.dossiers['care']}/reclamation"
    assert post(client, theirs, objet=said).status_code == 404
    for _ in range(4):
        post(client, f"{address}/reclamation", objet=said)
    assert post(client, f"{address}/reclamation", objet=said).status_code == 400  # five a day


def test_the_answer_to_a_complaint_is_for_who_complained_alone(worlds: House) -> None:
    """Its letter is addressed by the lane of the dossier: here, to the provider."""
    worlds.now = NOW + timedelta(days=2)  # what was written by other tests counts for a day
    known, said = worlds.own, "Le service m'a fait attendre."
    page = f"{SPACE}/dossiers/{known.dossiers['cover']}"
    assert post(worlds.partner(Role.ASSURE), f"{page}/reclamation", objet=said).status_code == 303
    with worlds.database.reading() as session:
        (row,) = reclamations.of_dossier(session, known.dossiers["cover"])
    act(
        worlds.place, CLERK, lambda desk: reply(desk, row.id, "Nous le regrettons."), now=worlds.now
    )
    with worlds.database.reading() as session:
        (letter,) = session.scalars(select(Letter).filter_by(kind="reponse_reclamation"))
    assert letter.addressee == "prestataire"
    address = f"{SPACE}/lettres/{letter.id}.pdf"
    found = {role: worlds.partner(role).get(address).status_code for role in PARTNERS}
    assert found == {Role.ASSURE: 200, Role.PRESTATAIRE: 404, Role.EMPLOYEUR: 404}
    for role in (Role.PRESTATAIRE, Role.EMPLOYEUR):
        assert said not in worlds.partner(role).get(page).text
    assert "répondu le" in worlds.partner(Role.ASSURE).get(page).text
