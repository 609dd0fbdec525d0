"""The stores that the settings name."""

from __future__ import annotations

from pydantic import SecretStr

from models.errors import BadInput
from models.settings import Conservation, Settings
from storage.blobs.folder import FolderStore
from storage.blobs.s3 import S3Place, S3Store
from storage.blobs.store import BlobStore

_NEEDED = ("s3_serveur", "s3_seau", "s3_cle", "s3_secret")
FOLDER, CACHE = "blobs", "cache"


def store_of(settings: Settings, where: Conservation | None = None) -> BlobStore:
    """Where blobs are kept: where the settings say, or in the other place that they name."""
    if (where or settings.fichiers) is Conservation.DOSSIER:
        return FolderStore(settings.home / FOLDER)
    return S3Store(_s3(settings), FolderStore(settings.home / CACHE))


def _s3(settings: Settings) -> S3Place:
    """`BadInput` names what is not set."""
    match settings.s3_serveur, settings.s3_seau, settings.s3_cle, settings.s3_secret:
        case str(server), str(bucket), str(key), SecretStr() as secret:
            return S3Place(
                endpoint=server,
                bucket=bucket,
                access_key=key,
                secret_key=secret.get_secret_value(),
                secure=settings.s3_tls,
                region=settings.s3_region,
                prefix=settings.s3_prefixe,
                authority=settings.s3_autorite,
            )
    missing = [name for name in _NEEDED if getattr(settings, name) is None]
    raise BadInput(
        "Pour conserver les fichiers sur un serveur S3, il manque : "
        f"{', '.join(f'LIASSE_{name.upper()}' for name in missing)}.",
        code="reglage_manquant",
    )
