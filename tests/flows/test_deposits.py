"""What a command's inputs are: which files make one envoi."""

from __future__ import annotations

import io
from pathlib import Path
from types import SimpleNamespace

import pytest

from flows.intake.deposits import STDIN, Deposit, deposits
from models.errors import BadInput
from tests.extractors.intake.deposits import encoded, line, pdf, picture, zipped


def image(shade: str = "black") -> bytes:
    return encoded(picture(80, 100, mark=shade), "PNG")


def put(folder: Path, **files: bytes) -> Path:
    for name, data in files.items():
        path = folder / name.replace("__", "/").replace("_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


def names(deposit: Deposit) -> list[str]:
    return [name for name, _ in deposit.members]


def test_a_file_is_one_envoi_under_its_own_name(tmp_path: Path) -> None:
    put(tmp_path, sac_pdf=pdf(line("x")))
    (one,) = deposits([str(tmp_path / "sac.pdf")])
    assert (one.name, names(one), one.bundle) == ("sac.pdf", ["sac.pdf"], False)
    assert one.read() == [("sac.pdf", pdf(line("x")))]


def test_a_folder_of_images_is_one_envoi_in_the_order_that_people_count(tmp_path: Path) -> None:
    folder = put(tmp_path / "lot", p10_png=image(), p2_png=image("red"), p1_jpg=image("blue"))
    (one,) = deposits([str(folder)])
    assert one.name == "lot"
    assert names(one) == ["p1.jpg", "p2.png", "p10.png"]
    assert one.bundle


def test_a_folder_given_as_a_dot_has_a_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(put(tmp_path / "lot", a_png=image()))
    (one,) = deposits(["."])
    assert one.name == "lot"


def test_a_mixed_folder_is_its_images_then_each_file(tmp_path: Path) -> None:
    folder = put(
        tmp_path / "vrac",
        b_pdf=pdf(line("x")),
        a_zip=zipped({"x.png": image()}),
        scan2_png=image(),
        scan1_png=image(),
        notes_docx=b"PK rien",
    )
    found = list(deposits([str(folder)]))
    assert [(d.name, names(d)) for d in found] == [
        ("vrac", ["scan1.png", "scan2.png"]),
        ("a.zip", ["a.zip"]),
        ("b.pdf", ["b.pdf"]),
        ("notes.docx", ["notes.docx"]),
    ]


def test_what_a_file_is_called_does_not_make_it_an_image(tmp_path: Path) -> None:
    folder = put(tmp_path / "lot", faux_png=pdf(line("x")), vrai_pdf=image())
    assert [names(d) for d in deposits([str(folder)])] == [["vrai.pdf"], ["faux.png"]]


def test_litter_of_systems_is_no_courier(tmp_path: Path) -> None:
    folder = put(tmp_path / "lot", a_png=image())
    (folder / ".DS_Store").write_bytes(b"x")
    (folder / "Thumbs.db").write_bytes(b"x")
    (one,) = deposits([str(folder)])
    assert names(one) == ["a.png"]


def test_two_images_of_one_name_in_two_folders_are_two(tmp_path: Path) -> None:
    folder = put(tmp_path / "lot", a__1_png=image(), b__1_png=image("red"))
    (one,) = deposits([str(folder)])
    assert names(one) == ["a/1.png", "b/1.png"]


def test_standard_input_is_one_envoi(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(b"%PDF-1.4")))
    (one,) = deposits([STDIN])
    assert one.read() == [(one.name, b"%PDF-1.4")]


@pytest.mark.parametrize("missing", ["absent.pdf", "absent/", "lien"])
def test_a_path_that_is_not_there_is_told_by_name(tmp_path: Path, missing: str) -> None:
    (tmp_path / "lien").symlink_to(tmp_path / "nulle-part")
    with pytest.raises(BadInput, match=missing.rstrip("/")) as told:
        list(deposits([str(tmp_path / missing)]))
    assert told.value.code == "entree_absente"


def test_an_empty_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadInput) as told:
        list(deposits([str(tmp_path)]))
    assert told.value.code == "dossier_vide"


def test_a_file_that_vanishes_before_it_is_read_is_bad_input(tmp_path: Path) -> None:
    put(tmp_path, sac_pdf=pdf(line("x")))
    (one,) = deposits([str(tmp_path / "sac.pdf")])
    (tmp_path / "sac.pdf").unlink()
    with pytest.raises(BadInput) as told:
        one.read()
    assert told.value.code == "fichier_illisible"


def test_a_bundle_is_known_by_its_members_their_names_and_their_order() -> None:
    def digest(*members: tuple[str, bytes]) -> str:
        return Deposit.digest(members, bundle=True)

    whole = digest(("a", b"1"), ("b", b"2"))
    assert whole == digest(("a", b"1"), ("b", b"2"))
    assert len({whole, digest(("a", b"1")), digest(("b", b"2"), ("a", b"1"))}) == 3
    assert whole != digest(("a", b"1"), ("c", b"2"))
    assert whole != digest(("a", b"2"), ("b", b"1"))
