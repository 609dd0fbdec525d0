"""Tables of people: the insured of a span, those who came in, those declared without a bulletin."""

from __future__ import annotations

from collections.abc import Iterator

from flows.outgoing import french
from flows.outgoing.tables import Column, Kind, Row, Table
from flows.statements.ground import Ground
from flows.statements.insured import Category, Member, category_of, moved
from flows.statements.payroll import Comparison, Matched, State
from flows.statements.spans import decade_words

LINKS = {
    "assure": "Assuré",
    "conjoint": "Conjoint",
    "enfant": "Enfant",
    "ascendant": "Ascendant",
}
CATEGORIES = {
    Category.ACTIF: "Actif",
    Category.PENSIONNE: "Pensionné",
    Category.INCONNUE: None,
}
RIGHTS = {True: "ouverts", False: "fermés", None: "non connus"}
STATES = {
    State.SANS_BULLETIN: "Dans la base, bulletin manquant",
    State.ABSENT: "Absent de la base, bulletin manquant",
    State.BULLETIN_SEUL: "Bulletin reçu, pas encore dans la base",
    State.A_VERIFIER: "À vérifier",
    State.EN_REGLE: "En règle",
}
PEOPLE = (
    Column("Immatriculation", wide=1.3),
    Column("Nom et prénom", wide=2.4),
    Column("Lien", wide=0.9),
    Column("Naissance", Kind.DATE, 0.9),
    Column("Catégorie", wide=0.9),
    Column("Effet", Kind.DATE, 0.9),
    Column("Fin", Kind.DATE, 0.9),
    Column("Droits", wide=0.9),
    Column("Mouvement", wide=1.0),
)


def list_of_insured(ground: Ground, title: str, source: str) -> Table:
    """Everybody whom the base has in, and who left in the span."""
    shown = [one for one in ground.people if _concerned(one, ground)]
    insured = sum(one.person.lien == "assure" for one in shown)
    total: Row = (
        f"Total : {insured} assurés, {len(shown) - insured} ayants droit",
        *(None for _ in PEOPLE[1:]),
    )
    notes = [
        "Droits au dernier jour de la période, selon la base des assurés ; mouvement : entrée ou sortie dans la période."
    ]
    if not shown:
        notes.append("La base des assurés ne contient personne pour cet organisme.")
    rows = [person_row(one, moved(one, ground.span)) for one in shown]
    return Table("liste_assures", title, PEOPLE, rows, total, tuple(notes), None, source)


def person_row(one: Member, movement: str) -> Row:
    """A line of a list of people."""
    return (
        one.number,
        one.name,
        LINKS.get(one.person.lien, one.person.lien),
        one.person.date_naissance,
        CATEGORIES[category_of(one.person)] if one.person.lien == "assure" else None,
        one.entered,
        one.left,
        RIGHTS[one.covered],
        movement,
    )


def production(ground: Ground, title: str, source: str) -> Iterator[Table]:
    """Who came in in the span, and what was subscribed, ten days by ten days."""
    span = ground.span
    entered = [one for one in ground.people if span.holds(one.entered)]
    left = [one for one in ground.people if span.holds(one.left)]
    rows: list[Row] = []
    for movement, found in (("Entrée", entered), ("Sortie", left)):
        for one in found:
            day = one.entered if movement == "Entrée" else one.left
            assert day is not None
            rows.append(
                (
                    decade_words(day), movement, day, one.number, one.name,
                    LINKS.get(one.person.lien, one.person.lien), one.why or None,
                )
            )  # fmt: skip
    rows.sort(key=lambda row: (str(row[2]), str(row[3]), str(row[4])))
    yield Table(
        "production", title,
        (
            Column("Décade", wide=0.9), Column("Mouvement", wide=0.9), Column("Le", Kind.DATE, 0.9),
            Column("Immatriculation", wide=1.2), Column("Nom et prénom", wide=2.4),
            Column("Lien", wide=0.9), Column("Motif", wide=1.4),
        ),
        rows,
        (f"Total : {french.count(len(entered), 'entrée')}, {french.count(len(left), 'sortie')}", *(None,) * 6),
        (
            "Souscriptions et renouvellements : dates d'effet et de fin de la base des assurés.",
            "Polices, avenants et quittances : liasse ne les a pas, les joindre.",
        ),
        None, source,
    )  # fmt: skip


def premiums(ground: Ground, title: str, source: str) -> Table:
    """What is known of premiums: nothing; it is said, and room is left for it."""
    return Table(
        "primes_encaissees", title,
        (Column("Primes de la période", wide=3), Column("Montant", Kind.MONTANT)),
        [("Primes encaissées : inconnues de liasse", None)],
        notes=("Les primes ne passent pas par liasse : cette ligne est à porter par qui les encaisse. Aucun montant n'est estimé.",),
        source=source,
    )  # fmt: skip


def payroll(ground: Ground, title: str, source: str) -> Iterator[Table]:
    """Who was declared and has no bulletin; what is to be checked; who was not declared."""
    found = ground.comparison
    lacking = [one for one in found.matched if one.state.lacks_bulletin]
    yield Table(
        "rapprochement_salaires", title,
        (Column("Déclarés", wide=3), Column("Nombre", Kind.NOMBRE)),
        [(STATES[state], sum(one.state is state for one in found.matched)) for state in STATES],
        ("Total des déclarés", len(found.matched)), _sources(found), None, source,
    )  # fmt: skip
    yield _named("bulletins_manquants", "Bulletins d'adhésion manquants", lacking)
    rest = [one for one in found.matched if one.state in (State.A_VERIFIER, State.BULLETIN_SEUL)]
    yield _named("declares_a_verifier", "Déclarés à vérifier", rest)
    rows: list[Row] = [
        (p.numero_immatriculation or p.matricule, f"{p.nom} {p.prenom}", p.date_effet)
        for p in found.undeclared
    ]
    yield Table(
        "non_declares", "Assurés de la base que personne n'a déclarés",
        (Column("Immatriculation", wide=1.2), Column("Nom et prénom", wide=3), Column("Effet", Kind.DATE)),
        rows, (f"Total : {french.count(len(rows), 'assuré')}", None, None),
        ("Départ, blocage du salaire, pension ou oubli : à éclaircir avec l'employeur.",),
    )  # fmt: skip


def _concerned(one: Member, ground: Ground) -> bool:
    if one.entered is not None and one.entered > ground.span.last:
        return False
    return one.left is None or one.left >= ground.span.first


def _sources(found: Comparison) -> tuple[str, ...]:
    if not found.sources:
        return (
            "Aucun bordereau de déclaration de salaires n'est arrivé pour cette période, ni papier ni fichier : "
            "le rapprochement reste à faire.",
        )
    said = "Bordereaux de déclaration de salaires : " + ", ".join(found.sources) + "."
    return (
        said,
        "Bulletin : celui d'un dossier d'adhésion, ou la colonne « bulletin » de la base. Ce qui a été lu avec un "
        "doute est à vérifier ; personne n'est dit sans bulletin sur une lecture douteuse.",
    )


def _named(key: str, title: str, found: list[Matched]) -> Table:
    rows: list[Row] = [
        (
            one.declared.name, one.declared.number or None, one.declared.born,
            one.declared.employer or None, STATES[one.state], one.why or None, one.declared.where,
        )
        for one in sorted(found, key=lambda one: (one.declared.name, one.declared.number))
    ]  # fmt: skip
    return Table(
        key, title,
        (
            Column("Nom et prénom", wide=2.2), Column("Matricule ou immatriculation", wide=1.5),
            Column("Naissance", Kind.DATE, 0.9), Column("Employeur", wide=1.4), Column("Base", wide=1.9),
            Column("Pourquoi", wide=2.2), Column("Déclaré par", wide=1.4),
        ),
        rows, (f"Total : {french.count(len(rows), 'personne')}", *(None,) * 6),
    )  # fmt: skip
