"""A real S3 server, where there is one: `LIASSE_TEST_S3_ENDPOINT` (`host:port`) names it,
`…_ACCESS_KEY` and `…_SECRET_KEY` open it. No package index has one light enough to install for
every run: without it what needs a server is not collected, and the rest runs on folders."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

from minio import Minio

from storage.blobs import S3Place

ENDPOINT = os.environ.get("LIASSE_TEST_S3_ENDPOINT", "")
PLACE = S3Place(
    endpoint=ENDPOINT,
    bucket="liasse-essai",
    access_key=os.environ.get("LIASSE_TEST_S3_ACCESS_KEY", ""),
    secret_key=os.environ.get("LIASSE_TEST_S3_SECRET_KEY", ""),
    secure=False,
    prefix="essai/",
)


@contextmanager
def bucket() -> Iterator[Minio]:
    """The bucket of `PLACE`, empty, gone afterwards; and a client of it."""
    client = Minio(
        PLACE.endpoint,
        access_key=PLACE.access_key,
        secret_key=PLACE.secret_key,
        secure=False,
        region=PLACE.region,
    )
    client.make_bucket(PLACE.bucket)
    try:
        yield client
    finally:
        for item in client.list_objects(PLACE.bucket, recursive=True):
            client.remove_object(PLACE.bucket, str(item.object_name))
        client.remove_bucket(PLACE.bucket)
