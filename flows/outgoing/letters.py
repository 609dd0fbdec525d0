"""Letters about a dossier: receipt, request for a complement, covering letter, answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, KeepTogether, Spacer, Table, TableStyle

from flows.outgoing import french
from flows.outgoing.blocks import addressee, facts_table, framed, listed, stamps
from flows.outgoing.codes import Code, Coded
from flows.outgoing.facts import Answer, Case, Complement, EnclosedPiece, Lack, Verdict
from flows.outgoing.french import CURRENCIES
from flows.outgoing.page import USABLE, Sheet, to_pdf
from flows.outgoing.style import BOLD, INK, RULE, Fit, marked, safe, text
from models.organismes.stationery import LotSender

GREETING = "Madame, Monsieur,"
FAREWELL = (
    "Nous vous prions d'agréer, Madame, Monsieur, l'expression de nos salutations distinguées."
)
SEALED = "confidentiel"


def receipt(case: Case) -> bytes:
    """Accusé de réception: what came, when, and by when it is answered."""
    pages = sum(piece.pages for piece in case.pieces)
    when = french.moment(case.received_at, case.sender.profile.zone)
    body: list[Flowable] = [
        text(GREETING),
        marked(
            f"Nous accusons réception, le <b>{safe(when)}</b>, du dossier désigné ci-dessus. Il compte "
            f"<b>{safe(french.count(len(case.pieces), 'pièce'))}</b> "
            f"({safe(french.count(pages, 'page'))}) :"
        ),
        _pieces(case.pieces),
        Spacer(1, 4 * mm),
    ]
    if case.deadline is not None:
        due = french.moment(case.deadline, case.sender.profile.zone)
        body.append(marked(f"Une réponse est due au plus tard le <b>{safe(due)}</b>."))
    body.append(
        text(
            "Cet accusé de réception atteste le dépôt des pièces. Il ne vaut ni contrôle de leur contenu, "
            "ni accord de prise en charge ou de remboursement. "
            f"Rappelez le numéro {case.numero} dans toute correspondance."
        )
    )
    places = (
        ("Le déposant", "Nom, date et signature"),
        (case.sender.stationery.signataire, "Date, cachet et signature"),
    )
    return compose(case, "Accusé de réception", body, places)


def complement(case: Case, asked: Complement) -> bytes:
    """Demande de complément: what is missing, by which rule, until when."""
    body: list[Flowable] = [
        text(GREETING),
        text("Votre dossier ne peut pas encore être traité : il y manque ce qui suit."),
    ]
    if asked.lacks:
        body.append(_asked(case, asked.lacks))
    if asked.withheld:
        body += [
            Spacer(1, 2 * mm),
            text(
                "Un complément médical est aussi demandé. Pour préserver le secret médical, son objet n'est pas "
                "écrit ici : le médecin conseil le fait savoir au médecin traitant, sous pli confidentiel."
            ),
        ]
    if asked.advice:
        body += [
            text("À noter, sans que cela retarde le dossier", "heading"),
            _asked(case, asked.advice),
        ]
    body += [text(paragraph) for paragraph in asked.note.splitlines() if paragraph.strip()]
    body += [Spacer(1, 4 * mm), framed(_until(asked)), Spacer(1, 4 * mm)]
    body.append(
        text(
            "Joignez cette lettre à votre réponse : le code imprimé en haut à droite permet de rattacher les pièces "
            "à votre dossier dès leur arrivée."
        )
    )
    places = (
        ("Réponse du destinataire", "Pièces jointes le, cachet et signature"),
        (case.sender.stationery.signataire, "Date, cachet et signature"),
    )
    return compose(case, "Demande de complément d'information", body, places)


def covering(case: Case) -> bytes:
    """Lettre d'accompagnement: the dossier, and each of its pieces."""
    sealed = sum(piece.sealed for piece in case.pieces)
    body: list[Flowable] = [
        text(GREETING),
        marked(
            "Veuillez trouver ci-joint, pour suite à donner, le dossier désigné ci-dessus. Il se compose de "
            f"<b>{safe(french.count(len(case.pieces), 'pièce'))}</b> :"
        ),
        _pieces(case.pieces),
        Spacer(1, 4 * mm),
    ]
    if sealed and not case.medical:
        body.append(
            text(
                f"{french.count(sealed, 'pièce confidentielle', 'pièces confidentielles')} : à remettre sous pli "
                "fermé au médecin conseil, seul à pouvoir en prendre connaissance."
            )
        )
    if case.deadline is not None:
        due = french.moment(case.deadline, case.sender.profile.zone)
        body.append(marked(f"La réponse est due au plus tard le <b>{safe(due)}</b>."))
    if case.forclos_le is not None:
        body.append(
            marked(
                "Le dossier doit être déposé au plus tard le "
                f"<b>{safe(french.day(case.forclos_le))}</b> ; après ce jour, il est forclos."
            )
        )
    # Where establishments send the lots themselves, they send what goes with them.
    outside = case.sender.stationery.expediteur_des_lots is LotSender.ETABLISSEMENT
    places = (
        (
            "Pour l'établissement" if outside else case.sender.stationery.signataire,
            "Nom, date, cachet et signature",
        ),
        ("Reçu par le destinataire", "Pièces comptées : ........\nDate, cachet et signature"),
    )
    sender = case.depositor if outside else ""
    return compose(case, "Lettre d'accompagnement", body, places, sender)


_VERDICTS = {
    Verdict.ACCORD: "ACCORD DE PRISE EN CHARGE",
    Verdict.REFUS: "REFUS DE PRISE EN CHARGE",
    Verdict.COMPLEMENT: "COMPLÉMENT D'INFORMATION DEMANDÉ",
    Verdict.CONTRE_VISITE: "CONTRE-VISITE DEMANDÉE",
}
_MEANS = {
    Verdict.ACCORD: "La compagnie donne son accord : les médicaments prescrits peuvent être délivrés dans cette limite.",
    Verdict.REFUS: "La compagnie n'accorde pas la prise en charge : les médicaments ne peuvent pas être délivrés à ce titre.",
    Verdict.COMPLEMENT: "La compagnie demande un complément avant de se prononcer : la prise en charge n'est pas accordée à ce jour.",
    Verdict.CONTRE_VISITE: "La compagnie demande une contre-visite, à laquelle l'assuré est convoqué par lettre : la prise en charge "
    "n'est pas accordée à ce jour.",
}  # fmt: skip


def answer(case: Case, said: Answer, asked: Complement | None = None) -> bytes:
    """Réponse à la pharmacie: the decision as it is recorded, and what it takes to go on."""
    body: list[Flowable] = [
        text(GREETING),
        text("En réponse à votre demande de prise en charge, voici la décision enregistrée :"),
        framed(list(_decision(case, said))),
        Spacer(1, 4 * mm),
    ]
    means = _MEANS[said.verdict]
    if said.verdict is Verdict.ACCORD and said.montant is None:
        means = means.replace(" dans cette limite", "")
    body.append(text(means))
    if asked is not None and (asked.lacks or asked.withheld):
        if asked.lacks:
            body += [
                text("Ce qui manque au dossier d'après son contrôle", "heading"),
                _asked(case, asked.lacks),
            ]
        body += [Spacer(1, 3 * mm), framed(_until(asked)), Spacer(1, 3 * mm)]
    rule = case.sender.stationery.reponse
    if rule is not None:
        source = case.sender.stationery.source(rule.citation)
        body += [text(f"{rule.phrase} ({source})", "small"), Spacer(1, 3 * mm)]
    places = (
        ("La pharmacie", "Reçu le, cachet et signature"),
        (case.sender.stationery.signataire, "Date, cachet et signature"),
    )
    return compose(case, "Réponse à la pharmacie", body, places)


def _decision(case: Case, said: Answer) -> Iterator[Flowable]:
    currency = CURRENCIES[case.sender.profile.devise]
    yield text(_VERDICTS[said.verdict], "verdict")
    lines = []
    if said.detail:
        lines.append(safe(said.detail))
    if said.montant is not None:
        figures = french.figures(said.montant, currency)
        words = french.amount_in_words(said.montant, currency)
        lines.append(f"Montant accordé : <b>{safe(figures)} {currency.short}</b> ({safe(words)})")
    if said.numero:
        lines.append(f"N° de prise en charge : <b>{safe(said.numero)}</b>")
    if said.decided_on is not None:
        lines.append(f"Décision du {safe(french.day(said.decided_on))}")
    if said.sous_reserve:
        lines.append("<b>Sous réserve</b>")
    for line in lines:
        yield marked(line, "subtitle")


def _until(asked: Complement) -> list[Flowable]:
    if asked.until is None:
        return [
            text("Merci de compléter le dossier dans les meilleurs délais.", "left"),
            text("Il reste en attente jusque-là.", "small"),
        ]
    until = french.day(asked.until, weekday=True)
    parts: list[Flowable] = [
        marked(f"À nous faire parvenir <b>au plus tard le {safe(until)}</b>.", "left")
    ]
    return [*parts, text(asked.until_why, "small")] if asked.until_why else parts


def _asked(case: Case, lacks: Sequence[Lack]) -> Table:
    """Each with a box to tick, what is wrong, and the words of the rule."""
    rows: list[list[object]] = []
    for lack in lacks:
        said: list[Flowable] = [marked(f"<b>{safe(lack.titre)}</b>", "left")]
        said.append(text(lack.phrase or "Cette pièce manque au dossier.", "left"))
        if lack.quote:
            said.append(text(f"{lack.source} : « {lack.quote} »", "quote"))
        elif lack.source:
            said.append(text(lack.source, "quote"))
        rows.append([_Box(), said])
    return Table(
        rows, [9 * mm, USABLE - 9 * mm],
        style=TableStyle(
            [
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LINEBELOW", (0, 0), (-1, -1), 0.4, RULE),
                ("LINEABOVE", (0, 0), (-1, 0), 0.4, RULE),
                ("TOPPADDING", (0, 0), (-1, -1), 1.6 * mm),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 1.8 * mm),
            ]
        ),
    )  # fmt: skip


def _titled(piece: EnclosedPiece) -> str:
    said = SEALED in piece.titre.lower() or not piece.sealed
    return piece.titre if said else f"{piece.titre} ({SEALED})"


class _Box(Flowable):
    """An empty square, to be ticked by who answers."""

    SIDE = 3.4 * mm

    def wrap(self, available: float, height: float) -> tuple[float, float]:
        return self.SIDE, self.SIDE

    def draw(self) -> None:
        self.canv.setStrokeColor(INK)
        self.canv.setLineWidth(0.8)
        self.canv.rect(0, 0, self.SIDE, self.SIDE)


def _pieces(pieces: Sequence[EnclosedPiece]) -> Table:
    rows = [[Fit(h, 8, font=BOLD, align=a) for h, a in _PIECE_HEADS]]
    for number, piece in enumerate(pieces, 1):
        title = _titled(piece)
        cells = (str(number), title, piece.exemplaire, str(piece.pages))
        rows.append([Fit(c, 8.6, align=a) for c, (_, a) in zip(cells, _PIECE_HEADS, strict=True)])
    return listed(rows, [10 * mm, USABLE - 62 * mm, 36 * mm, 16 * mm])


_PIECE_HEADS = (("N°", "right"), ("Pièce", "left"), ("Exemplaire", "left"), ("Pages", "right"))


def compose(
    case: Case,
    title: str,
    body: Sequence[Flowable],
    places: Sequence[tuple[str, str]],
    sender: str = "",
) -> bytes:
    """A letter about a dossier: to whom, about what, what it says, and where to sign."""
    stationery = case.sender.stationery
    sheet = Sheet(stationery, Code(Coded.DOSSIER, case.numero), title, sender=sender)
    made = french.day(case.day)
    here = stationery.ville and not sender
    place = f"{stationery.ville}, le {made}" if here else f"Le {made}"
    story: list[Flowable] = [
        *addressee(case.to),
        text(place, "right"),
        Spacer(1, 4 * mm),
        text(title.upper(), "title"),
        Spacer(1, 2 * mm),
        facts_table(
            (
                ("Dossier", case.numero),
                ("Reçu le", french.day(case.received_at.astimezone(case.sender.profile.zone).date())),
                ("Assuré", case.assure),
                ("Immatriculation", case.immatriculation),
                ("Bénéficiaire", case.beneficiaire),
            ),
            USABLE,
            ("Objet", case.type),
        ),
        Spacer(1, 5 * mm),
        *body,
        Spacer(1, 2 * mm),
        KeepTogether([text(FAREWELL), Spacer(1, 3 * mm), stamps(places, USABLE, 30 * mm)]),
    ]  # fmt: skip
    return to_pdf(sheet, story)
