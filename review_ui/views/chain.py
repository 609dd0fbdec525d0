"""«La chaîne va bien ?»: what is stuck and what to do about it, what waits, how long things take."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from urllib.parse import urlencode

from flows.service.parts import State
from models.entities import Etape, Statut
from models.permissions import DOSSIER
from review_ui.queries.sieve import Fact, Sieve
from review_ui.queries.today import UNFINISHED, Today, leaving, oldest, today
from review_ui.visit import Visit
from review_ui.wording import dates, words
from storage.records.figures import READING, SOON, WHOLE, Figures, Pace

LONG = timedelta(hours=1)
"""A mail or a message that has waited so long is stuck."""
TOO_LONG = timedelta(hours=3)
"""An envoi that was received so long ago should be read."""
MOST = 8
"""Things named one by one."""

STAGES = {
    READING: "Lecture des pages (de l'arrivée au découpage)",
    "pages": "Morceaux de sac lus par les ouvriers",
    "documents": "Découpage et lecture des documents",
    "dossiers": "Dossiers constitués et contrôlés",
    "suite": "Ce qui suit la lecture, chez un ouvrier",
    WHOLE: "En tout, de l'arrivée à la fin",
}
CHECKS = {
    "base": (
        "Le programme et la base ne vont pas ensemble.",
        "L'exploitant doit redémarrer le service.",
    ),
    "fichiers": (
        "Les fichiers conservés sont hors d'atteinte.",
        "Prévenez l'exploitant (disque ou serveur de fichiers). Ce qui arrive attend, rien n'est perdu.",
    ),
    "lecteurs": (
        "Les lecteurs de pages ne tournent pas.",
        "Ils démarrent en une minute ; si cela dure, prévenez l'exploitant.",
    ),
    "disque": (
        "Le disque est presque plein : rien de nouveau n'est pris.",
        "L'exploitant doit faire de la place ; tout reprend alors seul.",
    ),
}


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something stuck, and what to do. `grave`: courier does not get through."""

    what: str
    todo: str
    grave: bool = False
    link: str = ""
    word: str = ""


@dataclass(frozen=True, slots=True)
class Tile:
    """One of the figures."""

    number: int
    word: str
    link: str = ""
    late: bool = False


@dataclass(frozen=True, slots=True)
class Stage:
    """How many envois passed a stage of late, and how long it took."""

    title: str
    number: int
    usual: str
    most: str


@dataclass(frozen=True, slots=True)
class Chain:
    """The whole page. `verdict` answers the question in a sentence."""

    verdict: str
    chip: words.Chip
    troubles: tuple[Trouble, ...]
    came: tuple[Tile, ...]
    waits: tuple[Tile, ...]
    stages: tuple[Stage, ...]
    at: str


def chain(visit: Visit, told: Figures, checks: Mapping[str, bool], parts: Iterable[State]) -> Chain:
    """What there is to say now."""
    troubles = sorted(
        [
            *_of_machine(checks, parts, told),
            *_of_envois(visit, told),
            *_of_dossiers(visit, told),
            *_of_leaving(visit, told),
        ],
        key=lambda trouble: not trouble.grave,
    )
    verdict, chip = _verdict(troubles)
    midnight = datetime.combine(
        visit.now.astimezone(dates.DEFAULT_ZONE), time(), dates.DEFAULT_ZONE
    )
    return Chain(
        verdict,
        chip,
        tuple(troubles),
        tuple(_came(today(visit.session, midnight))),
        tuple(_waits(visit, told)),
        tuple(_stages(told.paces)),
        dates.moment(visit.now),
    )


def _verdict(troubles: list[Trouble]) -> tuple[str, words.Chip]:
    grave = sum(trouble.grave for trouble in troubles)
    if grave:
        said = words.count(
            grave, "chose l'arrête ou la ralentit", "choses l'arrêtent ou la ralentissent"
        )
        return f"Non : {said}.", words.Chip("Non", "interdit", "arret")
    if troubles:
        said = words.count(len(troubles), "chose attend", "choses attendent")
        return (
            f"Oui, le courrier passe ; {said} une personne.",
            words.Chip("Oui, mais", "oeil", "doute"),
        )
    return "Oui. Rien n'est coincé.", words.Chip("Oui", "coche", "bon")


def _of_machine(
    checks: Mapping[str, bool], parts: Iterable[State], told: Figures
) -> Iterator[Trouble]:
    for name, holds in checks.items():
        if not holds:
            yield Trouble(*CHECKS[name], grave=True)
    for state in parts:
        if state.failing:
            yield Trouble(
                f"{state.title} : {state.why or 'en panne'}",
                "Un nouvel essai se fait seul, au plus toutes les cinq minutes ; si cela dure, "
                "prévenez l'exploitant.",
                grave=True,
                link="#parties",
                word="Parties",
            )
    if told.abandoned:
        yield Trouble(
            f"{words.count(told.abandoned, 'étape laissée', 'étapes laissées')} par un ouvrier "
            "qui s'est arrêté.",
            "Un autre la reprend de lui-même ; si cela dure plus de dix minutes, l'exploitant doit "
            "regarder les ouvriers.",
            grave=True,
        )


def _of_envois(visit: Visit, told: Figures) -> Iterator[Trouble]:
    stopped = dict(visit.office.room.failed)
    for envoi in oldest(visit.session, ids=list(stopped)[:MOST]):
        yield Trouble(
            f"Envoi {envoi.numero} : {stopped[envoi.id]}",
            "Un nouvel essai se fait seul ; sinon, « Reprendre la lecture » sur sa page.",
            grave=True,
            link=f"/envois/{envoi.id}",
            word=envoi.numero,
        )
    if told.stubborn:
        yield Trouble(
            f"{words.count(told.stubborn, 'étape recommencée', 'étapes recommencées')} trois fois "
            "ou plus sans finir.",
            "Un envoi arrête ses lecteurs : l'exploitant doit regarder le journal du système.",
            grave=True,
        )
    if told.oldest_envoi > TOO_LONG.total_seconds() and not stopped:
        waited = dates.duration(timedelta(seconds=told.oldest_envoi))
        for envoi in oldest(visit.session)[:1]:
            yield Trouble(
                f"L'envoi {envoi.numero} attend d'être lu depuis {waited}.",
                "Le courrier arrive plus vite qu'il n'est lu, ou la lecture est arrêtée : voir les étapes.",
                link=f"/envois/{envoi.id}",
                word=envoi.numero,
            )
    if told.refusals:
        yield Trouble(
            f"{words.count(told.refusals, 'fichier refusé attend', 'fichiers refusés attendent')} "
            "en quarantaine.",
            "Lire la raison, puis réessayer, ou redemander le papier.",
            link="/envois#t-quarantaine",
            word="Quarantaine",
        )


def _of_dossiers(visit: Visit, told: Figures) -> Iterator[Trouble]:
    late, soon = told.due[SOON[0]], told.due[SOON[1]] - told.due[SOON[0]]
    link = _queue(visit, late=True)
    if late:
        yield Trouble(
            f"{words.count(late, 'dossier a', 'dossiers ont')} un délai écoulé.",
            "Les traiter d'abord : la file les met en tête.",
            link=link,
            word="En retard" if link else "",
        )
    if soon:
        link = _queue(visit)
        yield Trouble(
            f"{words.count(soon, 'dossier est', 'dossiers sont')} à rendre dans les quatre heures.",
            "Les traiter avant les autres.",
            link=link,
            word="File d'attente" if link else "",
        )


def _of_leaving(visit: Visit, told: Figures) -> Iterator[Trouble]:
    for mail in leaving(visit.session, MOST):
        link = f"/dossiers/{mail.dossier_id}" if visit.sees(DOSSIER) and mail.dossier_id else ""
        yield Trouble(
            f"Un courriel n'est pas parti, ou l'on ignore s'il est parti : {mail.why or 'sans raison connue'}",
            "Décider de le renvoyer, dans les échanges du dossier.",
            link=link,
            word="Dossier" if link else "",
        )
    for what, seconds, where in (
        ("Un courriel attend de partir", told.oldest_mail, "Parties"),
        ("Un message à un programme attend", told.oldest_message, "Messages"),
    ):
        if seconds > LONG.total_seconds():
            yield Trouble(
                f"{what} depuis {dates.duration(timedelta(seconds=seconds))}.",
                "Le serveur qui doit le recevoir ne répond pas : prévenez l'exploitant.",
                link=f"#{where.lower()}",
                word=where,
            )
    if given_up := told.messages.get("abandonne", 0):
        yield Trouble(
            f"{words.count(given_up, 'message à un programme a été abandonné', 'messages aux programmes ont été abandonnés')}.",
            "Le renvoyer quand le programme répond de nouveau.",
            link="#messages",
            word="Messages",
        )


def _came(day: Today) -> Iterator[Tile]:
    yield _tile(day.envois, "envoi reçu", "envois reçus", "/envois")
    yield _tile(day.pages, "page reçue", "pages reçues")
    yield _tile(day.read, "page lue", "pages lues")
    yield _tile(day.dossiers, "dossier constitué", "dossiers constitués")


def _waits(visit: Visit, told: Figures) -> Iterator[Tile]:
    unfinished = sum(told.envois.get(state, 0) for state in UNFINISHED)
    waiting = sum(
        number
        for (etape, statut), number in told.dossiers.items()
        if not Etape(etape).settled and statut != Statut.COMPLET
    )
    yield _tile(unfinished, "envoi en cours", "envois en cours", "/envois")
    yield _tile(told.pages_waiting, "page à lire", "pages à lire")
    yield _tile(waiting, "dossier en attente", "dossiers en attente", _queue(visit))
    yield Tile(told.due[SOON[0]], "en retard", _queue(visit, late=True), told.due[SOON[0]] > 0)


def _tile(number: int, singular: str, plural: str, link: str = "") -> Tile:
    return Tile(number, words.of_number(number, singular, plural), link)


def _stages(paces: Mapping[str, Pace]) -> Iterator[Stage]:
    known = [name for name in STAGES if name in paces]
    for name in (*known[:-1], *sorted(paces.keys() - STAGES.keys()), *known[-1:]):
        pace = paces[name]
        yield Stage(STAGES.get(name, name), pace.number, _length(pace.median), _length(pace.most))


def _length(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds < 60 else dates.duration(timedelta(seconds=seconds))


def _queue(visit: Visit, *, late: bool = False) -> str:
    """Where the dossiers that wait are, for who may see them."""
    if not visit.sees(DOSSIER):
        return ""
    asked = {"etat": "tous", **Sieve(Fact.ATTEND).given, "retard": "1" if late else ""}
    return "/?" + urlencode({name: value for name, value in asked.items() if value})
