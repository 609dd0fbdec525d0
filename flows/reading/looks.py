"""Second looks at the kept page images, shared out over the reading processes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

from extractors.fields.second_look import Answer, Look, Question, answers
from extractors.pages.source import opened
from flows.reading.pool import ReaderPool
from storage.blobs import BlobDamagedError, BlobMissingError, Blobs

Job = tuple[Path, tuple[Question, ...]]
"""A page's image and what is asked about it."""
MOST = 8
"""Questions of one page answered by one process: a page full of doubts is shared out too."""


def kept_images(
    blobs: Blobs, kept: Mapping[int, str | None], pool: ReaderPool | None = None
) -> Look:
    """Looks at pages by number, `kept` being the blob of each; here, or in the pool's processes.

    A question has no answer when its image is not kept, or when looking failed: the first
    reading then stands.
    """

    def look(questions: Sequence[Question]) -> Sequence[Answer]:
        asked: defaultdict[int, list[int]] = defaultdict(list)
        for position, question in enumerate(questions):
            asked[question.page].append(position)
        shares = [
            (path, positions[start : start + MOST])
            for page, positions in asked.items()
            if (path := image_path(blobs, kept.get(page))) is not None
            for start in range(0, len(positions), MOST)
        ]
        jobs = [(path, tuple(questions[p] for p in positions)) for path, positions in shares]
        every = pool.each(answer, jobs) if pool is not None else list(map(answer, jobs))
        found: list[Answer] = [()] * len(questions)
        for (_, positions), some in zip(shares, every, strict=True):
            for position, one in zip(positions, some or (), strict=some is not None):
                found[position] = one
        return found

    return look


def answer(job: Job) -> list[Answer]:
    """In a process of the pool: the answers to questions about one page."""
    path, questions = job
    return answers(opened(path.read_bytes()), questions)


def image_path(blobs: Blobs, sha256: str | None) -> Path | None:
    """Where a page's kept image is; `None` when it is not kept, or damaged."""
    if sha256 is None:
        return None
    try:
        return blobs.path_for(sha256)
    except (BlobMissingError, BlobDamagedError):  # the words were read: they stand
        return None
