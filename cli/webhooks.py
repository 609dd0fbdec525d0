"""`liasse webhooks`: programs told of changes, and the messages on their way to them."""

from __future__ import annotations

from typing import Annotated

import typer
from sqlalchemy.orm import Session

from cli.common import Data, named_organismes, opened, show, typist
from flows.webhooks.addresses import checked_url
from flows.webhooks.telling import tell_due
from models.entities import MessageState, Webhook, WebhookEvent, WebhookMessage, utcnow
from models.errors import BadInput
from storage.records import webhooks

app = typer.Typer(
    name="webhooks",
    help="Programmes avertis de ce qui change.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
_Hook = Annotated[str, typer.Argument(help="Identifiant du webhook (voir « lister »).")]
BY_HAND = "Fermé à la main."


@app.command("ajouter")
def add(
    url: Annotated[str, typer.Argument(help="Adresse à avertir (https://…).")],
    evenement: Annotated[
        list[WebhookEvent] | None,
        typer.Option(help="Événement (peut être répété) ; sans l'option, tous."),
    ] = None,
    organisme: Annotated[
        list[str] | None, typer.Option(help="Organisme (peut être répété) ; sans l'option, tous.")
    ] = None,
    data: Data = None,
) -> None:
    """Avertit une adresse de ce qui change, et montre le secret qui signera."""
    named = named_organismes(organisme)
    with opened(data, make=True) as place:
        checked = checked_url(url, private=place.settings.webhooks_prives)
        with place.database.transaction() as session:
            hook = webhooks.add(
                session, checked, events=evenement or (), organismes=named, actor=typist()
            )
    typer.echo(f"Webhook {hook.id} ouvert. Secret des signatures, à donner au programme averti :")
    typer.echo(hook.secret)


@app.command("lister")
def listed(data: Data = None) -> None:
    """Montre les adresses averties, et de quoi."""
    with opened(data) as place, place.database.reading() as session:
        found = webhooks.listed(session)
    if not found:
        typer.echo("Aucune adresse n'est avertie.")
        return
    show(
        ("Identifiant", "Adresse", "Événements", "Organismes", "État"),
        [
            (
                hook.id,
                hook.url,
                ", ".join(hook.events) or "tous",
                ", ".join(hook.organismes) or "tous",
                f"fermé : {hook.why}" if hook.closed_at else "ouvert",
            )
            for hook in found
        ],
        whole=["Identifiant"],
    )


@app.command("fermer")
def close(webhook: _Hook, data: Data = None) -> None:
    """N'avertit plus une adresse, pour de bon."""
    with opened(data) as place, place.database.transaction() as session:
        hook = _hook(session, webhook)
        webhooks.close(session, hook.id, BY_HAND, actor=typist(), now=utcnow())
    typer.echo("Webhook fermé.")


@app.command("essayer")
def attempt(webhook: _Hook, data: Data = None) -> None:
    """Envoie un message d'essai, tout de suite, avec ce qui attend."""
    now = utcnow()
    with opened(data) as place:
        with place.database.transaction() as session:
            hook = _hook(session, webhook)
            message = webhooks.put(session, hook, WebhookEvent.ESSAI, {"webhook": hook.id}, now=now)
        said = {told.message_id: told.why for told in tell_due(place, utcnow)}
    why = said.get(message.id, "le message attend son tour, ou un autre programme l'envoie.")
    if why is not None:
        raise BadInput(f"L'essai n'est pas passé : {why}", code="essai_manque")
    typer.echo("L'adresse a bien reçu le message d'essai.")


@app.command("messages")
def messages(
    etat: Annotated[MessageState | None, typer.Option(help="Seulement ceux de cet état.")] = None,
    data: Data = None,
) -> None:
    """Montre les derniers messages, le plus récent d'abord."""
    with opened(data) as place, place.database.reading() as session:
        found = webhooks.messages(session, etat)
    show(
        ("Identifiant", "Quand", "Événement", "Adresse", "État", "Essais", "Raison"),
        [
            (
                message.id,
                f"{message.created_at:%d/%m %H:%M}",
                message.event.value,
                hook.url,
                message.state.value,
                str(message.attempts),
                message.why or "",
            )
            for message, hook in found
        ],
        whole=["Identifiant"],
    )


@app.command("rejouer")
def replay(
    message: Annotated[str, typer.Argument(help="Identifiant du message (voir « messages »).")],
    data: Data = None,
) -> None:
    """Fait repartir un message remis ou abandonné, sous le même identifiant."""
    with opened(data) as place, place.database.transaction() as session:
        if session.get(WebhookMessage, message) is None:
            raise BadInput(f"Aucun message ne s'appelle « {message} ».", code="message_inconnu")
        webhooks.replay(session, message, actor=typist(), now=utcnow())
    typer.echo("Le message repartira avec « liasse serve ».")


def _hook(session: Session, id: str) -> Webhook:
    hook = session.get(Webhook, id)
    if hook is None:
        raise BadInput(f"Aucun webhook ne s'appelle « {id} ».", code="webhook_inconnu")
    return hook
