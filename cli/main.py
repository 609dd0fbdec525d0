"""The command `liasse`: arguments in, a call to a room, a table out."""

from __future__ import annotations

import sys
from typing import NoReturn

import typer

from cli import (
    apprentissage,
    assures,
    checklists,
    cles,
    comptes,
    conservation,
    effacement,
    etats,
    forms,
    journal,
    lots,
    pharmacies,
    reponses,
    stockage,
    usage,
    webhooks,
)
from cli.courriels import courriels
from cli.exporter import exporter
from cli.faults import keep_detail
from cli.feuilles import feuilles
from cli.ouvrier import ouvrier
from cli.papers import bordereau, courrier
from cli.process import process
from cli.read import read
from cli.reprise import rejuger, relire
from cli.sauvegarde import restauration, sauvegarde
from cli.serve import serve
from cli.surveiller import surveiller
from models import refused
from models.errors import BadInput, LiasseError

app = typer.Typer(
    name="liasse",
    help="Tri, lecture et contrôle des dossiers d'assurance maladie arrivés en vrac.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
app.command("process")(process)
app.command("read")(read)
app.command("relire")(relire)
app.command("rejuger")(rejuger)
app.command("surveiller")(surveiller)
app.command("courriels")(courriels)
app.command("feuilles")(feuilles)
app.command("serve")(serve)
app.command("ouvrier")(ouvrier)
app.command("bordereau")(bordereau)
app.command("courrier")(courrier)
app.command("exporter")(exporter)
app.command("sauvegarde")(sauvegarde)
app.command("restauration")(restauration)
app.add_typer(comptes.app)
app.add_typer(assures.app)
app.add_typer(pharmacies.app)
app.add_typer(checklists.app)
app.add_typer(lots.app)
app.add_typer(reponses.app)
app.add_typer(etats.app)
app.add_typer(journal.app)
app.add_typer(stockage.app)
app.add_typer(cles.app)
app.add_typer(effacement.app)
app.add_typer(conservation.app)
app.add_typer(forms.app)
app.add_typer(apprentissage.app)
app.add_typer(webhooks.app)

USAGE, FAILED, INTERRUPTED = 2, 1, 130


def main() -> NoReturn:
    """Run the command; whatever happens, the user reads a sentence and not a traceback."""
    try:
        status = usage.in_french(typer.main.get_command(app))(standalone_mode=False) or 0
    except typer.TyperException as error:
        if type(error).__name__ == "NoArgsIsHelpError":  # « liasse » alone
            typer.echo(str(error), err=True)  # the help itself
        else:
            _say(usage.sentence(error))
        sys.exit(USAGE)
    except LiasseError as error:
        _say(error.message)
        sys.exit(USAGE if isinstance(error, BadInput) else FAILED)
    except OSError as error:
        _say(refused.sentence(error))
        sys.exit(FAILED)
    except Exception as error:
        _say(
            "Une erreur imprévue a arrêté la commande ; ce qui était gardé le reste. Relancez-la, et "
            f"si cela dure, prévenez l'exploitant (détail technique : {keep_detail(error)})."
        )
        sys.exit(FAILED)
    if status == INTERRUPTED:
        _say("Interrompu. Rien n'est perdu : relancez la même commande pour reprendre.")
    sys.exit(status)


def _say(sentence: str) -> None:
    typer.echo(f"liasse : {sentence}", err=True)
