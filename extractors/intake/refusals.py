"""What is refused, and the sentences that a clerk reads: what is wrong, what to do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

from extractors.intake.kinds import Kind
from models.errors import BadInput


class Code(StrEnum):
    """Stable: they go into the result file (`erreurs[].code`)."""

    ARCHIVE_INCONNUE = "archive_inconnue"
    COURRIEL_CHIFFRE = "courriel_chiffre"
    COURRIEL_ILLISIBLE = "courriel_illisible"
    COURRIEL_SANS_PIECE = "courriel_sans_piece"
    COURRIEL_TROP_PROFOND = "courriel_trop_profond"
    DOCUMENT_BUREAUTIQUE = "document_bureautique"
    EXECUTABLE = "executable"
    FICHIER_ABIME = "fichier_abime"
    FICHIER_TROP_GROS = "fichier_trop_gros"
    FICHIER_VIDE = "fichier_vide"
    FORMAT_IMAGE = "format_image"
    IMAGE_ILLISIBLE = "image_illisible"
    IMAGE_TROP_GRANDE = "image_trop_grande"
    MESSAGE_OUTLOOK = "message_outlook"
    PAGE_ILLISIBLE = "page_illisible"
    PDF_CHIFFRE = "pdf_chiffre"
    PDF_SANS_PAGE = "pdf_sans_page"
    PDF_TRONQUE = "pdf_tronque"
    SON_OU_VIDEO = "son_ou_video"
    TEXTE_SEUL = "texte_seul"
    TROP_DE_PAGES = "trop_de_pages"
    TYPE_INCONNU = "type_inconnu"
    WINMAIL = "winmail"
    ZIP_ABIME = "zip_abime"
    ZIP_BOMBE = "zip_bombe"
    ZIP_CHIFFRE = "zip_chiffre"
    ZIP_DANS_ZIP = "zip_dans_zip"
    ZIP_METHODE = "zip_methode"
    ZIP_VIDE = "zip_vide"


SENTENCES: dict[Code, str] = {
    Code.ARCHIVE_INCONNUE: "est une archive d’un autre format que ZIP (RAR, 7z…). Déposez les documents eux-mêmes, ou un fichier ZIP.",
    Code.COURRIEL_CHIFFRE: "est un message chiffré ou scellé, qui ne peut pas être ouvert ici. Demandez à l’expéditeur de renvoyer ses documents sans chiffrement.",
    Code.COURRIEL_ILLISIBLE: "ressemble à un courriel, mais sa structure est abîmée et il n’a pas pu être ouvert. Enregistrez-le à nouveau au format .eml, ou déposez ses pièces jointes.",
    Code.COURRIEL_SANS_PIECE: "est un courriel qui n’a pas de pièce jointe lisible (PDF ou image). Demandez à l’expéditeur de renvoyer ses documents en pièces jointes.",
    Code.COURRIEL_TROP_PROFOND: "contient trop de courriels emboîtés les uns dans les autres. Déposez séparément les pièces jointes utiles.",
    Code.DOCUMENT_BUREAUTIQUE: "est un document bureautique (Word, Excel, OpenDocument…). Enregistrez-le en PDF puis déposez le PDF.",
    Code.EXECUTABLE: "est un programme et non un document, quel que soit son nom. Il n’a pas été ouvert ; prévenez votre service informatique et demandez le document à l’expéditeur.",
    Code.FICHIER_ABIME: "est abîmé d’une manière inattendue et n’a pas pu être ouvert. Déposez-le à nouveau, ou numérisez le document à nouveau ; si cela dure, prévenez l’exploitant.",
    Code.FICHIER_TROP_GROS: "est trop gros pour être traité en une fois. Déposez-le en plusieurs parties.",
    Code.FICHIER_VIDE: "est vide (zéro octet). L’envoi ou la numérisation a sans doute échoué : déposez-le à nouveau.",
    Code.FORMAT_IMAGE: "est une image d’un format qui n’est pas lu ici. Enregistrez-la en PDF, JPEG ou PNG puis déposez-la à nouveau.",
    Code.IMAGE_ILLISIBLE: "est une image abîmée, qui n’a pas pu être lue. Numérisez ou photographiez la page à nouveau.",
    Code.IMAGE_TROP_GRANDE: "est une image démesurée, qui n’a pas été ouverte. Numérisez la page à nouveau, à 300 points par pouce.",
    Code.MESSAGE_OUTLOOK: "est un message enregistré par Outlook (.msg). Enregistrez-le au format .eml, ou déposez ses pièces jointes.",
    Code.PAGE_ILLISIBLE: "est abîmée et n’a pas pu être lue. Numérisez-la à nouveau.",
    Code.PDF_CHIFFRE: "est un PDF protégé par un mot de passe. Enregistrez-le sans mot de passe, ou demandez-le ainsi à l’expéditeur, puis déposez-le à nouveau.",
    Code.PDF_SANS_PAGE: "est un PDF qui ne contient aucune page. Numérisez ou exportez le document à nouveau.",
    Code.PDF_TRONQUE: "est un PDF incomplet ou abîmé : il s’arrête avant la fin et aucune page ne peut en être lue. Déposez-le à nouveau, ou numérisez le document à nouveau.",
    Code.SON_OU_VIDEO: "est un son ou une vidéo et non un document. Déposez une photo ou un PDF du papier.",
    Code.TEXTE_SEUL: "est un fichier de texte et non un document numérisé. Déposez le document en PDF ou en image.",
    Code.TROP_DE_PAGES: "porte l’envoi au-delà du nombre de pages permis. Déposez-le en plusieurs parties.",
    Code.TYPE_INCONNU: "n’est d’aucun type connu (PDF, image, ZIP ou courriel attendu). Déposez le document en PDF ou en image.",
    Code.WINMAIL: "est une pièce « winmail.dat », écrite par Outlook, abîmée ou sans document. Demandez à l’expéditeur d’envoyer son courriel au format HTML ou texte, avec ses documents en pièces jointes.",
    Code.ZIP_ABIME: "est un fichier ZIP incomplet ou abîmé. Recréez-le, ou déposez les documents eux-mêmes.",
    Code.ZIP_BOMBE: "est un fichier ZIP démesuré une fois décompressé ; son ouverture a été arrêtée. Si ce sont de vrais documents, déposez-les en plusieurs fois, sans ZIP.",
    Code.ZIP_CHIFFRE: "est un fichier ZIP protégé par un mot de passe. Recréez-le sans mot de passe, ou déposez les documents eux-mêmes.",
    Code.ZIP_DANS_ZIP: "est un fichier ZIP placé dans un autre ZIP, qui n’est pas ouvert. Déposez-le séparément, ou déposez les documents eux-mêmes.",
    Code.ZIP_METHODE: "a été compressé dans son ZIP d’une manière qui n’est pas lue ici. Recréez le ZIP avec la compression ordinaire, ou déposez les documents eux-mêmes.",
    Code.ZIP_VIDE: "est un fichier ZIP qui ne contient aucun document. Vérifiez-le puis déposez les documents eux-mêmes.",
}

KIND_CODES: dict[Kind, Code] = {
    Kind.EMPTY: Code.FICHIER_VIDE,
    Kind.EXECUTABLE: Code.EXECUTABLE,
    Kind.SCRIPT: Code.EXECUTABLE,
    Kind.OFFICE: Code.DOCUMENT_BUREAUTIQUE,
    Kind.OUTLOOK: Code.MESSAGE_OUTLOOK,
    Kind.WINMAIL: Code.WINMAIL,
    Kind.SEALED: Code.COURRIEL_CHIFFRE,
    Kind.ARCHIVE: Code.ARCHIVE_INCONNUE,
    Kind.IMAGE_OTHER: Code.FORMAT_IMAGE,
    Kind.MEDIA: Code.SON_OU_VIDEO,
    Kind.HTML: Code.TEXTE_SEUL,
    Kind.TEXT: Code.TEXTE_SEUL,
    Kind.UNKNOWN: Code.TYPE_INCONNU,
}
"""Why a kind without pages is refused."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Something refused. `data` are the bytes to keep in quarantine when it came out of an
    archive or a mail; `None` when it is the deposited file itself. `sha256` is of the refused
    bytes, empty when they could not be taken out (a member of an encrypted ZIP)."""

    name: str
    code: Code
    message: str
    page: int | None
    data: bytes | None
    sha256: str


@dataclass(frozen=True, slots=True)
class Note:
    """Something that is told without being refused: left aside, repaired, cut short."""

    name: str
    code: str
    message: str


def sentence(name: str, code: Code) -> str:
    """What is wrong with `name` and what to do, for the person who deposited it."""
    return f"« {name} » {SENTENCES[code]}"


def bad_file(code: Code) -> BadInput:
    """What a reader raises of a file whose name it does not know."""
    return BadInput(f"Ce fichier {SENTENCES[code]}", code=code)


def bad_page(code: Code, index: int) -> BadInput:
    """What a reader raises of one page, `index` from 0; the others may be good."""
    return BadInput(f"Cette page {SENTENCES[code]}", code=code, page=index + 1)


def refuse(name: str, code: Code, data: bytes, page: int | None = None) -> Refusal:
    """The deposited file itself is refused: whoever holds it keeps it."""
    return Refusal(name, code, sentence(name, code), page, None, sha256(data).hexdigest())


def refuse_member(name: str, code: Code, data: bytes) -> Refusal:
    """Something taken out of the deposited file is refused: its bytes go along."""
    return Refusal(name, code, sentence(name, code), None, data, sha256(data).hexdigest())
