"""The pool beside pages: work shared out, and pages begun before anybody asks for them."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np

from extractors.fields.second_look import Question
from extractors.pages.source import KeptPage
from extractors.words.crop import DATE
from flows.intake.receive import receive
from flows.reading.looks import kept_images
from flows.reading.pages import begin_reading, read_pages
from flows.reading.pool import PageTask, ReaderPool
from flows.workplace import Workplace
from models.geometry import Box
from tests.extractors.intake.deposits import line, pdf
from tests.flows import readers
from tests.flows.papers import NOON, one_file

WRITTEN = Box(0.1, 0.11, 0.4, 0.142)


def test_what_fails_or_dies_has_no_answer_and_the_rest_has() -> None:
    planned: list[int | str] = [1, "sort", "lève", "intransportable", "pend", 2]
    with ReaderPool(2, 8, 400) as pool:
        found = pool.each(readers.misfortune, planned)
    assert found == [1, None, None, None, None, 2]


def test_pages_begun_are_read_once(tmp_path: Path) -> None:
    log = tmp_path / "read"
    log.mkdir()
    tasks = [PageTask(n, log, "pdf", n - 1) for n in range(1, 12)]
    with ReaderPool(1, 30, 400, read=readers.logged) as pool:
        pool.begin(tasks, 200)
        found = dict(pool.read(tasks, 200))
    assert all(isinstance(found[task], KeptPage) for task in tasks)
    assert sorted(len(list(log.glob(f"{n}-*"))) for n in range(11)) == [1] * 11


def test_an_envoi_begun_is_read_whole(here: Workplace) -> None:
    bag = pdf(*(line(f"page {n}") for n in range(5)))
    envoi_id = receive(here, one_file("sac.pdf", bag), received_at=NOON).envoi_id
    with ReaderPool(1, 60, 400, read=readers.quick) as pool:
        begin_reading(here, envoi_id, pool)
        assert read_pages(here, envoi_id, pool, lambda done, total: None) == 5
        begin_reading(here, envoi_id, pool)
        assert read_pages(here, envoi_id, pool, lambda done, total: None) == 0


def test_a_look_in_the_pool_sees_what_a_look_here_sees(here: Workplace) -> None:
    page = np.full((2000, 1400, 3), 255, np.uint8)
    cv2.putText(page, "12/03/2025", (150, 270), cv2.FONT_HERSHEY_SIMPLEX, 1.6, 0, 3)
    sha256 = here.blobs.put(cv2.imencode(".png", page)[1].tobytes())
    kept = {1: sha256, 2: None, 3: "0" * 64}
    asked = [Question(n, WRITTEN, DATE) for n in (3, 1, 2, 1)]
    with ReaderPool(1, 120, 400) as pool:
        shared = kept_images(here.blobs, kept, pool)(asked)
    assert shared == kept_images(here.blobs, kept)(asked)
    assert [len(answer) > 0 for answer in shared] == [False, True, False, True]
    assert shared[1][0].text == "12/03/2025"


def test_a_look_that_fails_leaves_the_first_reading(here: Workplace) -> None:
    no_image = here.blobs.put(b"nothing that can be opened")
    with ReaderPool(1, 120, 400) as pool:
        assert kept_images(here.blobs, {1: no_image}, pool)([Question(1, WRITTEN, DATE)]) == [()]
