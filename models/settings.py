"""All settings: name, default, unit, and what each is for, in one place.

Each can be set by an environment variable `LIASSE_<NAME>`, or in a TOML file that
`LIASSE_REGLAGES` names; the environment wins. A name that is no setting is refused, so that a
misspelt one is not silently ignored.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from models.errors import BadInput

PREFIX = "LIASSE_"
FILE = PREFIX + "REGLAGES"
"""The variable that names the settings file."""
FOR_TESTS = ("LIASSE_TEST_", "LIASSE_SHARED")
"""Variables that the tests read, which are no settings."""
ADDRESSES = r"^\s*([^@\s,<>]+@[^@\s,<>]+\s*(,\s*[^@\s,<>]+@[^@\s,<>]+\s*)*)?$"


class Liaison(StrEnum):
    """How a connection is protected."""

    TLS = "tls"
    STARTTLS = "starttls"
    CLAIRE = "claire"


class Conservation(StrEnum):
    """Where files are kept: in a folder of `home`, or on an S3 server."""

    DOSSIER = "dossier"
    S3 = "s3"


class Settings(BaseSettings):
    """What an operator may set. Secrets hide themselves when printed."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="forbid", frozen=True)

    home: Path = Field(
        default_factory=lambda: _user_data() / "liasse",
        description="Dossier où tout est conservé (base, fichiers).",
    )
    database_url: SecretStr | None = Field(
        None, description="Base de données ; par défaut un fichier SQLite dans `home`."
    )
    fichiers: Conservation = Field(
        Conservation.DOSSIER,
        description="Où sont conservés les fichiers : `dossier` (dans `home`) ou `s3`.",
    )
    s3_serveur: str | None = Field(
        None, pattern=r"^[^/\s]+$", description="Serveur S3, `hôte:port`."
    )
    s3_seau: str | None = Field(None, description="Seau (bucket) du serveur S3 ; il existe déjà.")
    s3_cle: str | None = Field(None, description="Clé d'accès au serveur S3.")
    s3_secret: SecretStr | None = Field(None, description="Secret de la clé d'accès.")
    s3_tls: bool = Field(True, description="Liaison chiffrée avec le serveur S3.")
    s3_autorite: Path | None = Field(
        None,
        description="Fichier PEM de l'autorité du certificat ; vide : celles du système.",
    )
    s3_region: str = Field("us-east-1", description="Région du serveur S3.")
    s3_prefixe: str = Field(
        "", pattern=r"^([\w.-]+/)*$", description="Début du nom de chaque fichier dans le seau."
    )
    cle_maitre: Path | None = Field(
        None,
        description="Fichier de la clé maîtresse, hors des données et des sauvegardes : les fichiers sont "
        "scellés ; vide : conservés en clair. Une fois réglée, elle est nécessaire pour les ouvrir.",
    )
    readers: int = Field(
        default_factory=lambda: max(1, os.cpu_count() or 1),
        ge=1,
        le=64,
        description="Nombre de pages lues à la fois (processus).",
    )
    page_seconds: int = Field(
        120, ge=5, description="Secondes accordées à une page avant de la déclarer non lue."
    )
    pages_per_reader: int = Field(
        400, ge=1, description="Pages lues par un processus avant d'être renouvelé."
    )
    render_dpi: int = Field(
        200, ge=100, le=400, description="Points par pouce auxquels une page de PDF est rendue."
    )
    erreur_admise: float | None = Field(
        None,
        gt=0,
        le=0.2,
        description="Part de valeurs fausses admise parmi celles que personne ne regarde (0.01 : une sur cent) ; le seuil "
        "de chaque genre de valeur en découle, à la place de `seuil_lecture`.",
    )
    seuil_lecture: float = Field(
        0.85,
        ge=0,
        le=1,
        description="Confiance sous laquelle une valeur lue ne prouve rien (à vérifier).",
    )
    seuil_presence: float = Field(
        0.5,
        ge=0,
        le=1,
        description="Confiance sous laquelle on ne peut même pas dire qu'un champ est rempli.",
    )
    seuil_marque: float = Field(
        0.80,
        ge=0,
        le=1,
        description="Confiance sous laquelle un cachet ou une signature reste à vérifier.",
    )
    seuil_type: float = Field(
        0.70, ge=0, le=1, description="Confiance sous laquelle le type d'un document est douteux."
    )
    controle_part: float = Field(
        0.05,
        ge=0,
        le=1,
        description="Part des dossiers complets dont les valeurs que personne n'a vues reviennent en "
        "contrôle.",
    )
    seconde_saisie_rib: bool = Field(
        False, description="Fait saisir chaque RIB une seconde fois, par une autre personne."
    )
    seconde_saisie_montant: float | None = Field(
        None,
        ge=0,
        description="Montant à partir duquel il est saisi une seconde fois ; vide : jamais.",
    )
    prefect_url: str | None = Field(
        None,
        pattern=r"^https?://[^/\s]+/\S+$",
        description="API du serveur Prefect (`http://hôte:4200/api`) qui répartit la lecture entre des "
        "ouvriers ; vide : tout est lu ici.",
    )
    prefect_acces: SecretStr | None = Field(
        None, description="Accès au serveur Prefect, `compte:mot de passe` ; vide : sans."
    )
    prefect_bassin: str = Field(
        "liasse", pattern=r"^[^/%\s]+$", description="Bassin (work pool) du serveur Prefect."
    )
    morceau_pages: int = Field(
        20, ge=1, description="Pages d'un morceau : ce qu'un ouvrier prend d'un gros sac à la fois."
    )
    bail: int = Field(
        300, ge=5, description="Secondes après lesquelles le travail d'un ouvrier muet est repris."
    )
    regles: Path | None = Field(
        None,
        description="Dossier de vos règles (listes de contrôle, organismes), à la place des nôtres.",
    )
    lot_maximum: int = Field(30, ge=1, le=30, description="Dossiers par lot, au plus.")

    imap_hote: str | None = Field(
        None,
        description="Serveur IMAP de la boîte aux lettres ; vide : aucun courriel n'est relevé.",
    )
    imap_port: int = Field(993, ge=1, le=65535, description="Port du serveur IMAP.")
    imap_tls: bool = Field(True, description="Liaison chiffrée dès l'ouverture (port 993).")
    imap_compte: str | None = Field(None, description="Compte de la boîte aux lettres.")
    imap_mot_de_passe: SecretStr | None = Field(
        None, description="Mot de passe du compte de la boîte aux lettres."
    )
    imap_dossier: str = Field("INBOX", description="Dossier relevé dans la boîte aux lettres.")

    smtp_hote: str | None = Field(
        None, description="Serveur SMTP ; vide : les courriels sont préparés et ne partent pas."
    )
    smtp_port: int = Field(587, ge=1, le=65535, description="Port du serveur SMTP.")
    smtp_liaison: Liaison = Field(
        Liaison.STARTTLS, description="Liaison avec le serveur SMTP : starttls, tls ou claire."
    )
    smtp_compte: str | None = Field(None, description="Compte SMTP ; vide : sans connexion.")
    smtp_mot_de_passe: SecretStr | None = Field(None, description="Mot de passe du compte SMTP.")
    expediteur: str = Field(
        "liasse@localhost", pattern=r"^[^@\s<>]+@[^@\s<>]+$", description="Adresse qui écrit."
    )
    courriels_retenus: bool = Field(
        False, description="Retient tout courriel : rien ne part tant que c'est vrai."
    )
    complement_automatique: bool = Field(
        False,
        description="Demande par courriel à la pharmacie ce qui manque sans attendre une personne.",
    )
    alerte_courriels: str = Field(
        "",
        pattern=ADDRESSES,
        description="Qui est averti d'un délai qui s'écoule : adresses, séparées par des virgules.",
    )
    escalade_courriels: str = Field(
        "",
        pattern=ADDRESSES,
        description="Qui est averti d'un délai presque écoulé : adresses, séparées par des virgules.",
    )

    adresse: str = Field("127.0.0.1", description="Adresse d'écoute (boucle locale seulement).")
    port: int = Field(8033, ge=0, le=65535, description="Port d'écoute de l'application.")
    noms: Annotated[tuple[str, ...], NoDecode] = Field(
        (),
        description="Noms d'hôte du relais HTTPS qui montre l'application à d'autres (« : » entre deux).",
    )
    depots: Annotated[tuple[Path, ...], NoDecode] = Field(
        (),
        description="Dossiers où les scanners déposent, surveillés par `liasse serve` (« : » entre deux).",
    )
    depots_repos: float = Field(
        5.0, ge=0.1, description="Secondes sans changement avant de prendre un fichier déposé."
    )
    depots_organisme: str | None = Field(
        None, description="Organisme du courrier scanné, là où ni dossier ni feuille ne le dit."
    )
    api_demandes: int = Field(
        120, ge=1, description="Demandes par minute qu'un jeton de l'API peut faire."
    )
    api_octets: int = Field(
        200 * 1024 * 1024, ge=1024, description="Octets qu'un dépôt par l'API peut avoir."
    )
    webhooks_prives: bool = Field(
        False, description="Admet des webhooks vers des adresses privées, et sans chiffrement."
    )
    disque_libre: int = Field(
        500, ge=0, description="Mégaoctets libres sous lesquels l'application n'est plus prête."
    )

    @field_validator("noms", "depots", mode="before")
    @classmethod
    def _listed(cls, value: object) -> object:
        """A variable holds a list as paths are listed: with colons between."""
        return (
            [part for part in value.split(os.pathsep) if part] if isinstance(value, str) else value
        )

    def database(self) -> str | Path:
        """Where the database is."""
        if self.database_url is not None:
            return self.database_url.get_secret_value()
        return self.home / "liasse.db"


def load_settings(
    home: Path | None = None, environment: Mapping[str, str] | None = None
) -> Settings:
    """The settings of this process, with `home` if given; `BadInput` names what is no setting."""
    given = environment if environment is not None else os.environ
    names = {PREFIX + name.upper() for name in Settings.model_fields}
    for variable in given:
        if (
            variable.startswith(PREFIX)
            and variable not in {*names, FILE}
            and not variable.startswith(FOR_TESTS)
        ):
            raise BadInput(
                f"La variable {variable} n'est pas un réglage de liasse. "
                f"Réglages possibles : {', '.join(sorted(names))}.",
                code="reglage_inconnu",
            )
    written = _written(Path(given[FILE])) if given.get(FILE) else {}
    chosen = {n: v for n, v in written.items() if PREFIX + n.upper() not in given}
    if home is not None:
        chosen["home"] = home
    try:
        return Settings(**chosen)
    except ValidationError as error:
        wrong = {str(fault["loc"][0]) for fault in error.errors() if fault["loc"]}
        told = [f"{PREFIX}{n.upper()} ({Settings.model_fields[n].description})" for n in wrong]
        raise BadInput(
            f"Réglage hors de ce qu'il admet : {' ; '.join(sorted(told))}.",
            code="reglage_invalide",
        ) from None


def _written(path: Path) -> dict[str, Any]:
    """What the settings file says: `readers = 2`, or in tables: `hote` of `[imap]` is `imap_hote`."""
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError):
        raise BadInput(
            f"Le fichier de réglages « {path} » ne peut pas être lu.", code="reglages_illisibles"
        ) from None
    except tomllib.TOMLDecodeError as error:
        raise BadInput(
            f"Le fichier de réglages « {path} » n'est pas un TOML bien écrit{_line(str(error))}.",
            code="reglages_illisibles",
        ) from None
    flat: dict[str, Any] = {}
    for name, value in content.items():
        inside = value.items() if isinstance(value, dict) else [("", value)]
        flat |= {f"{name}_{key}" if key else name: one for key, one in inside}
    if unknown := sorted(flat.keys() - Settings.model_fields.keys()):
        raise BadInput(
            f"Le fichier de réglages « {path} » nomme ce qui n'est pas un réglage de liasse : "
            f"{', '.join(unknown)}. Réglages possibles : {', '.join(sorted(Settings.model_fields))}.",
            code="reglage_inconnu",
        )
    return flat


def _line(said: str) -> str:
    """Where the library found a mistake, in French."""
    found = re.search(r"at line (\d+)", said)
    return f" (ligne {found[1]})" if found else ""


def _user_data() -> Path:
    base = os.environ.get("XDG_DATA_HOME")
    return Path(base) if base else Path.home() / ".local" / "share"
