"""Fait le seau des fichiers sur le serveur S3 des réglages, s'il n'y est pas."""

from __future__ import annotations

from pathlib import Path

from minio import Minio

from models.settings import load_settings

secret = Path("/run/secrets/s3_secret").read_text(encoding="utf-8").strip()
settings = load_settings()
assert settings.s3_serveur is not None
assert settings.s3_seau is not None
server = Minio(settings.s3_serveur, settings.s3_cle, secret, secure=settings.s3_tls)
if not server.bucket_exists(settings.s3_seau):
    server.make_bucket(settings.s3_seau)
