"""What Prometheus watches: how much waits where, since when, and what fails."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from datetime import datetime

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from review_ui.reading_room import Readers
from review_ui.visit import Office
from storage.records.figures import Figures, figures


class _House(Collector):
    """Counted anew each time it is asked, so that nothing is kept in memory between two."""

    def __init__(self, office: Office, now: datetime, checks: Mapping[str, bool]) -> None:
        self._office, self._now, self._checks = office, now, checks

    def collect(self) -> Iterator[GaugeMetricFamily]:
        yield from _running(self._office, self._checks)
        if self._checks["base"]:
            with self._office.database.reading() as session:
                yield from _kept(figures(session, self._now))


def exposed(office: Office, now: datetime, checks: Mapping[str, bool]) -> bytes:
    """Everything in Prometheus' text format. `checks`: what `/pret` looks at, and whether it holds."""
    registry = CollectorRegistry()
    registry.register(_House(office, now, checks))
    return generate_latest(registry)


def _running(office: Office, checks: Mapping[str, bool]) -> Iterator[GaugeMetricFamily]:
    yield _family("pret", "Ce qu'il faut pour travailler (1 : oui).", checks, "controle")
    yield _family(
        "partie_en_panne",
        "Partie du service en panne (1 : oui).",
        {state.name: state.failing for state in office.service.states},
        "partie",
    )
    yield _one("lecteurs_prets", "Lecteurs ouverts.", office.room.readers is Readers.PRETS)
    free = shutil.disk_usage(office.place.home).free
    yield _one("disque_libre_octets", "Place libre sur le disque des données.", free)


def _kept(told: Figures) -> Iterator[GaugeMetricFamily]:
    yield _family("envois", "Envois par état.", told.envois, "etat")
    yield _one("pages_attendues", "Pages d'envois en cours non encore lues.", told.pages_waiting)
    yield _family("etapes", "Étapes du traitement par état.", told.steps, "etape", "etat")
    yield _one(
        "etapes_abandonnees",
        "Étapes dont l'ouvrier est mort, et que nul n'a reprises.",
        told.abandoned,
    )
    yield _one(
        "etapes_tenaces", "Étapes inachevées, recommencées trois fois ou plus.", told.stubborn
    )
    yield _family(
        "etapes_faites_heure",
        "Envois passés par chaque étape en une heure.",
        {name: pace.number for name, pace in told.paces.items()},
        "etape",
    )
    yield _family(
        "etape_secondes",
        "Durée de chaque étape depuis une heure (entier : de l'arrivée à la fin).",
        {
            (name, quantile): seconds
            for name, pace in told.paces.items()
            for quantile, seconds in (("0.5", pace.median), ("0.95", pace.most))
        },
        "etape",
        "quantile",
    )
    yield _family("dossiers", "Dossiers par étape et statut.", told.dossiers, "etape", "statut")
    hours = {str(int(within.total_seconds() // 3600)): n for within, n in told.due.items()}
    yield _family(
        "dossiers_echeance",
        "Dossiers en attente dont le délai s'écoule d'ici tant d'heures (0 : écoulé).",
        hours,
        "heures",
    )
    yield _one("quarantaine", "Fichiers refusés qui attendent une personne.", told.refusals)
    yield _family("courriels", "Courriels sortants par état.", told.mails, "etat")
    yield _family("messages", "Messages aux programmes par état.", told.messages, "etat")
    for name, what, seconds in (
        ("envoi", "l'envoi en cours", told.oldest_envoi),
        ("courriel", "le courriel à envoyer", told.oldest_mail),
        ("message", "le message à remettre", told.oldest_message),
    ):
        yield _one(f"plus_ancien_{name}_secondes", f"Attente de {what} le plus ancien.", seconds)


def _one(name: str, what: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(f"liasse_{name}", what, value=value)


def _family(
    name: str,
    what: str,
    values: Mapping[str, float] | Mapping[tuple[str, str], float],
    *labels: str,
) -> GaugeMetricFamily:
    family = GaugeMetricFamily(f"liasse_{name}", what, labels=labels)
    for key, value in values.items():
        family.add_metric([key] if isinstance(key, str) else list(key), value)
    return family
