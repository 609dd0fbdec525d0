"""`liasse process`: a pile of scans in, checked dossiers out."""

from __future__ import annotations

import asyncio
import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import zip_longest
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from cli.common import Data
from cli.crew import by_workers
from cli.faults import why
from cli.outputs import check_writable, write_whole
from cli.progress import Reporter
from cli.tables import print_result, print_tip
from flows.intake.deposits import Deposit, deposits
from flows.intake.receive import Received, receive, turn_away
from flows.reading.pages import begin_reading
from flows.reading.pool import ReaderPool
from flows.result import HERE, result_of
from flows.steps import close
from flows.workplace import Workplace, open_workplace
from models.entities import Channel
from models.errors import BadInput
from models.result import Result
from models.settings import Settings, load_settings
from storage.records import assures


@dataclass(frozen=True, slots=True)
class _Outcome:
    """The result, the envois that are through, and whether every input was taken in."""

    result: Result
    through: Sequence[str]
    whole: bool


class Organisme(StrEnum):
    OFPPT = "ofppt"
    CNOPS = "cnops"
    PMAS = "pmas"
    CI = "ci"


def process(
    inputs: Annotated[
        list[str],
        typer.Argument(help="PDF, TIFF, images, ZIP, .eml, dossiers, ou - (entrée standard)."),
    ],
    organisme: Annotated[
        Organisme | None, typer.Option(help="Organisme dont les règles valent.")
    ] = None,
    channel: Annotated[
        Channel | None,
        typer.Option(help="Canal d'arrivée (par défaut : email pour un .eml, sinon courrier)."),
    ] = None,
    received_at: Annotated[
        str | None,
        typer.Option(help="Date et heure de réception, ISO 8601 (par défaut : maintenant)."),
    ] = None,
    assures: Annotated[Path | None, typer.Option(help="Base des assurés, CSV UTF-8.")] = None,
    data: Data = None,
    json: Annotated[
        Path | None, typer.Option(help="Fichier où écrire le résultat (liasse.result/1).")
    ] = None,
) -> None:
    """Lit les envois, constitue et contrôle les dossiers, puis affiche le résultat."""
    settings = load_settings(data)
    moment = _moment(received_at)
    given = list(deposits(inputs))
    with open_workplace(settings) as place:
        if json is not None:  # may stand in the folder just made
            check_writable(json, "--json")
        if assures is not None:
            _load_people(place, assures, organisme)
        outcome = _process_all(place, settings, given, moment, channel, organisme)
        if json is not None:
            _write(json, outcome.result)
        print_result(outcome.result)
        if settings.prefect_url is None:  # else who read its last page has closed it
            close(place, outcome.through)
    print_tip(settings.home, json)
    if not outcome.whole:
        raise typer.Exit(1)


def _process_all(
    place: Workplace,
    settings: Settings,
    given: Sequence[Deposit],
    moment: datetime,
    channel: Channel | None,
    organisme: Organisme | None,
) -> _Outcome:
    """Every deposit is kept before the first one is read: a failure later loses nothing."""
    with Reporter() as reporter:
        received: list[Received] = []
        for deposit in given:
            try:
                envoi = receive(
                    place,
                    deposit,
                    received_at=moment,
                    channel=channel,
                    organisme=organisme.value if organisme else None,
                    besides=[earlier.envoi_id for earlier in received],
                )
            except BadInput as error:
                turn_away(place, deposit, error)
                reporter.turned_away(error.message)
                continue
            reporter.received(deposit.name, envoi)
            received.append(envoi)
        readable = [envoi for envoi in received if envoi.pages]
        if settings.prefect_url is not None:
            failed = by_workers(place, received, reporter)
        else:
            failed = _read_all(place, settings, readable, moment, reporter) if readable else {}
    ids = [envoi.envoi_id for envoi in received]
    with place.database.reading() as session:
        result = result_of(session, ids, failed)
    whole = len(received) == len(given) and not any(e.erreurs for e in result.envois)
    return _Outcome(result, [i for i in ids if i not in failed], whole)


def _read_all(
    place: Workplace,
    settings: Settings,
    readable: Sequence[Received],
    moment: datetime,
    reporter: Reporter,
) -> dict[str, str]:
    """Every envoi through the pipeline; of those that failed, why. The others go on."""
    from flows.engine import embedded

    failed: dict[str, str] = {}
    with ReaderPool.of(settings) as pool:
        pool.warm_up()
        begin_reading(place, readable[0].envoi_id, pool)
        with reporter.step("Démarrage du moteur de traitement"), embedded(settings.home):
            from flows.pipeline import process_envoi

            for envoi, after in zip_longest(readable, readable[1:]):
                if after is not None:
                    begin_reading(place, after.envoi_id, pool)
                try:
                    with reporter.reading(envoi) as progress:
                        asyncio.run(
                            process_envoi(place, envoi.envoi_id, pool, progress, moment.date())
                        )
                except Exception as error:  # one envoi's failure must not stop the others
                    failed[envoi.envoi_id] = why(error)
    return failed


def _write(json: Path, result: Result) -> None:
    text = result.model_dump_json(by_alias=True, indent=1)
    write_whole(json, (text + "\n").encode())


def _load_people(place: Workplace, path: Path, organisme: Organisme | None) -> None:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise BadInput(
            f"La base des assurés « {path} » ne peut pas être lue : il faut un fichier CSV en UTF-8.",
            code="assures_illisible",
        ) from error
    with place.database.transaction() as session:
        count = assures.load(session, rows, organisme=organisme.value if organisme else None)
    Console(stderr=True).print(f"Base des assurés : {count} personnes.", highlight=False)


def _moment(written: str | None) -> datetime:
    if written is None:
        return datetime.now(HERE).replace(microsecond=0)
    try:
        moment = datetime.fromisoformat(written)
    except ValueError as error:
        raise BadInput(
            f"--received-at : « {written} » n'est pas une date ISO 8601 (par exemple 2025-11-05T09:12:00+01:00).",
            code="date_invalide",
        ) from error
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=HERE)
