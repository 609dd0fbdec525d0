"""The shape of checklist files, written for a claims manager.

`<organisme>/<type>.toml` is one dossier type; `groupes/<groupe>.toml` holds
requirements that types share. An `[[exigences]]` is a paper that must be there (and
what must hold in it); a `[[controles]]` looks at papers that are there, or at the
dossier as a whole, and is `sans_objet` otherwise.
"""

from __future__ import annotations

from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field, model_validator

from models.checklists.judgement import Gravite, Resultat

Sentence = str
AnyOf = str | tuple[str, ...]
"""One name, or several of which one is enough."""


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Prestation(StrEnum):
    """The family for lots. A type without one travels in no lot."""

    AMBULATOIRE = "ambulatoire"
    HOSPITALISATION = "hospitalisation"
    SELON_DOSSIER = "selon_dossier"
    """Told by the facts: dates of entry and discharge, reports, nature of the invoice."""


class LotNature(StrEnum):
    PEC = "pec"
    FACTURATION = "facturation"


class Voie(StrEnum):
    """The lane a dossier takes through the office."""

    URGENCE = "urgence"
    PEC = "pec"
    REMBOURSEMENT = "remboursement"
    FACTURATION = "facturation"
    ADHESION = "adhesion"
    RECLAMATION = "reclamation"
    RATTACHEMENT = "rattachement"
    """Joins an existing dossier."""


class Clock(StrEnum):
    HEURES = "heures"
    """Clock hours."""
    HEURES_OUVRABLES = "heures_ouvrables"
    JOURS_OUVRABLES = "jours_ouvrables"
    JOURS = "jours"
    MOIS = "mois"


class Start(StrEnum):
    """When the clock of our answer starts (DOMAIN §5)."""

    RECEPTION = "reception"
    DEPOT_PHARMACIE = "depot_pharmacie"
    NOTIFICATION = "notification"
    NAISSANCE = "naissance"


class LapseStart(StrEnum):
    """The event after which rights lapse."""

    DATE_SORTIE = "date_sortie"
    DATE_DELIVRANCE = "date_delivrance"


class Holder(StrEnum):
    """Whose paper it must be."""

    ASSURE = "assure"
    BENEFICIAIRE = "beneficiaire"


class AgeDate(StrEnum):
    """The date at which the beneficiary's age is taken (ruling 5)."""

    DEMANDE = "demande"
    PREMIERS_SOINS = "premiers_soins"


class Cited(_Frozen):
    """Where a rule comes from: source and place, and its own words."""

    citation: str = Field(pattern=r"^(00[0-4] .+|unsourced)$")
    extrait: str = ""
    """Words found as they are in the source."""

    @model_validator(mode="after")
    def _quoted(self) -> Cited:
        if (self.citation == "unsourced") == bool(self.extrait):
            raise ValueError("une règle cite les mots de sa source, ou se dit «unsourced»")
        return self

    @property
    def quoted(self) -> str:
        """As printed beside a finding."""
        return f"{self.citation} : «{self.extrait}»" if self.extrait else "règle sans source"


class Verification(_Frozen):
    """A condition that must hold; `sinon` says what is wrong when it does not."""

    condition: str = ""
    lignes: str | None = None
    """Instead of a condition: a rule that each line of the paper must pass (`line_rules`)."""
    precise: str | None = None
    """A name whose text completes `sinon`."""
    sinon: Sentence = Field(min_length=10)
    resultat: Resultat = Resultat.NON_CONFORME
    """When it does not hold: `non_conforme`, or only `a_verifier`."""
    inconnu: Resultat = Resultat.A_VERIFIER
    """When it cannot be told: `a_verifier`, or `conforme` where nothing is at stake."""
    absent: Resultat = Resultat.A_VERIFIER
    """When the field is not on a paper otherwise well read."""

    @model_validator(mode="after")
    def _sensible(self) -> Verification:
        if bool(self.condition) == bool(self.lignes):
            raise ValueError("une vérification a une condition, ou une règle de lignes")
        allowed = {
            "resultat": (Resultat.NON_CONFORME, Resultat.A_VERIFIER),
            "inconnu": (Resultat.A_VERIFIER, Resultat.CONFORME),
            "absent": (Resultat.A_VERIFIER, Resultat.NON_CONFORME),
        }
        for name, values in allowed.items():
            if getattr(self, name) not in values:
                raise ValueError(f"{name} : {' ou '.join(values)}")
        return self


class Requirement(Cited):
    """One line of a checklist."""

    exigence: str = Field(pattern=r"^[a-z][a-z0-9_]+$")
    libelle: str
    documents: tuple[str, ...] = ()
    """Types of which any one may satisfy it; none: the dossier itself is looked at."""
    piece_exigee: bool = True
    """Set by the table it stands in: exigences true, controles false."""
    parmi: str | None = None
    """Condition on the piece: only those for which it holds are looked at."""
    quand: str | None = None
    """Condition on the dossier: when the requirement applies. None: always."""
    chacun: bool = False
    """Every such document must satisfy it, not just one."""
    dossier_assure: bool = False
    """A paper already in the insured's own file will do."""
    titulaire: Holder | None = None
    exemplaires: tuple[str, ...] = ()
    """Accepted: original, copie_conforme … None: any will do."""
    si_copie: str = "non_conforme"
    """`non_conforme`, `a_verifier`, or `reglages.<name>`."""
    champs: tuple[AnyOf, ...] = ()
    """Fields that must be filled in; a list within the list: one of them."""
    marques: tuple[AnyOf, ...] = ()
    verifie: tuple[Verification, ...] = ()
    toujours: Resultat | None = None
    """A result that no reading changes (an envelope that only the doctor opens)."""
    gravite: Gravite = Gravite.BLOQUANT
    consequence: str | None = Field(default=None, pattern="^rejete$")
    signalement: str | None = None
    manque: Sentence = ""
    defaut: Sentence = ""
    doute: Sentence = ""

    @model_validator(mode="after")
    def _whole(self) -> Requirement:
        if self.piece_exigee and not (self.documents and self.manque):
            raise ValueError(f"{self.exigence} : une pièce exigée a ses documents et «manque»")
        can_fail = self.exemplaires or self.champs or self.marques or self.verifie
        if can_fail and not self.defaut:
            raise ValueError(f"{self.exigence} : «defaut» dit ce qui ne va pas")
        if not self.piece_exigee and not (can_fail or self.toujours or self.titulaire):
            raise ValueError(f"{self.exigence} : un contrôle contrôle quelque chose")
        if not self.documents and (self.exemplaires or self.champs or self.marques or self.parmi):
            raise ValueError(f"{self.exigence} : sans documents, seules des conditions")
        if self.toujours and not self.doute:
            raise ValueError(f"{self.exigence} : «doute» dit ce qu'il faut vérifier")
        return self


class Delay(Cited):
    """When our answer is due."""

    horloge: Clock
    duree: int | None = Field(default=None, ge=1)
    reglage: str | None = None
    """Setting of the organisme that holds the length, when the source leaves it open."""
    depart: Start

    @model_validator(mode="after")
    def _one_length(self) -> Delay:
        if (self.duree is None) == (self.reglage is None):
            raise ValueError("un délai a une durée, ou un réglage qui la donne")
        return self


class Lapse(Cited):
    """When the right to payment lapses: a finding `delai_de_depot` of its own."""

    mois: int = Field(ge=1)
    depart: LapseStart


class Clue(_Frozen):
    """What speaks for a dossier type: documents (under a condition, or with words), or words."""

    document: str | None = None
    si: str | None = None
    mots: tuple[str, ...] = ()
    canal: str | None = None
    poids: float = Field(ge=-1, le=1)

    @model_validator(mode="after")
    def _one_of(self) -> Clue:
        if bool(self.canal) == bool(self.document or self.mots):
            raise ValueError("un indice : un document (et ses mots), des mots ou un canal")
        if self.si and not self.document:
            raise ValueError("«si» porte sur un document")
        return self


class Group(_Frozen):
    """Requirements shared by types."""

    groupe: str
    libelle: str
    exigences: tuple[Requirement, ...] = ()
    controles: tuple[Requirement, ...] = ()


class DossierType(_Frozen):
    """A row of DOMAIN §4, as written in its file."""

    organisme: str
    type: str
    libelle: str
    prestation: Prestation | None = None
    nature_lot: LotNature | None = None
    voie: Voie
    rattache: bool = False
    """Joins an existing dossier, opens none."""
    bordereau: str | None = None
    """A destination of its own for its lots (`special_chronique`)."""
    age_au: AgeDate = AgeDate.DEMANDE
    groupes: tuple[str, ...] = ()
    par_analogie: tuple[str, ...] = ()
    """Groups whose source speaks of others: their rules are «unsourced» here."""
    notes: tuple[str, ...] = ()
    """Rules of the source that are not a requirement on papers, for the reader."""
    delai: Delay | None = None
    forclusion: Lapse | None = None
    se_reconnait_a: tuple[Clue, ...] = Field(min_length=1)
    exigences: tuple[Requirement, ...] = ()
    controles: tuple[Requirement, ...] = ()

    @model_validator(mode="after")
    def _lots(self) -> DossierType:
        if (self.prestation is None) != (self.nature_lot is None):
            raise ValueError("prestation et nature_lot vont ensemble")
        return self
