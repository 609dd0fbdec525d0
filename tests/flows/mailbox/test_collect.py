"""Letters from a real Dovecot: each kept once, whatever is cut, sent twice or damaged."""

from __future__ import annotations

import random
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest
from imap_tools import MailBoxUnencrypted
from pydantic import SecretStr
from sqlalchemy import select

from flows.mailbox import collect as collecting
from flows.mailbox.collect import collect, identity_of
from flows.mailbox.imap import ImapBox, Letter, opened
from flows.workplace import Workplace, open_workplace
from models.entities import Envoi, EnvoiState
from models.errors import StepFailed
from models.settings import Settings
from storage.records import envois
from tests.extractors.intake.deposits import line, pdf
from tests.mail_servers import PASSWORD, ThrowawayDovecot

LETTERS = 200


@pytest.fixture
def account(request: pytest.FixtureRequest) -> str:
    """A mailbox of the test's own."""
    return "".join(c for c in request.node.name if c.isalnum())[:60]


@pytest.fixture
def place(dovecot: ThrowawayDovecot, account: str, tmp_path: Path) -> Iterator[Workplace]:
    settings = Settings(
        home=tmp_path, imap_hote="127.0.0.1", imap_port=dovecot.port, imap_tls=False,
        imap_compte=account, imap_mot_de_passe=SecretStr(PASSWORD),
    )  # fmt: skip
    with open_workplace(settings) as place:
        yield place


def letter(number: int, *, attached: bool = True, message_id: str | None = None) -> EmailMessage:
    message = EmailMessage()
    message["From"] = f"Pharmacie {number} <p{number}@exemple.ma>"
    message["To"] = "pec@exemple.ma"
    message["Subject"] = f"Prise en charge n° {number} — dossier"
    message["Date"] = "Wed, 05 Nov 2025 10:00:00 +0100"
    message["Message-ID"] = message_id or f"<{number}@pharmacie.exemple.ma>"
    message.set_content(f"Bonjour,\nveuillez trouver ci-joint la pièce {number}.\n")
    if attached:
        page = pdf(line(f"ORDONNANCE {number}"))
        message.add_attachment(page, maintype="application", subtype="pdf", filename="o.pdf")
    return message


def shapes(count: int) -> list[bytes]:
    """Letters of all shapes, good and bad, each different from the others."""
    chance = random.Random(48)
    made = []
    for number in range(count):
        match number % 8:
            case 0:
                made.append(letter(number).as_bytes())
            case 1:
                made.append(letter(number, attached=False).as_bytes())
            case 2:  # another mail inside
                outer = letter(number, attached=False)
                outer.add_attachment(letter(number + 10_000))
                made.append(outer.as_bytes())
            case 3:  # an attachment whose header lies
                message = letter(number, attached=False)
                data = pdf(line(f"FACTURE {number}"))
                message.add_attachment(data, maintype="image", subtype="gif", filename="../é.gif")
                made.append(message.as_bytes())
            case 4:  # no identity of its own
                message = letter(number)
                del message["Message-ID"]
                made.append(message.as_bytes())
            case 5:  # cut off in the middle of its attachment
                whole = letter(number).as_bytes()
                made.append(whole[: len(whole) * 2 // 3])
            case 6:  # bytes of no known kind
                made.append(b"Subject: %d\r\n\r\n" % number + chance.randbytes(400))
            case _:  # an out-of-office answer
                message = letter(number, attached=False)
                message["Auto-Submitted"] = "auto-replied"
                made.append(message.as_bytes())
    return made


def post(place: Workplace, letters: list[bytes], by: str = "mx1") -> None:
    """Deliver into the mailbox; the server on the way adds a header of its own."""
    settings = place.settings
    assert settings.imap_hote is not None
    with MailBoxUnencrypted(settings.imap_hote, settings.imap_port).login(
        settings.imap_compte or "", PASSWORD
    ) as box:
        for data in letters:
            box.append(f"Received: by {by}.exemple.ma\r\n".encode() + data, "INBOX")


def kept(place: Workplace) -> list[Envoi]:
    with place.database.reading() as session:
        return list(session.scalars(select(Envoi)))


def collect_all(place: Workplace) -> int:
    with opened(place.settings) as box:
        return sum(not collected.received.known for collected in collect(place, box))


def test_two_hundred_letters_twice_with_the_server_cut_are_kept_once_each(
    place: Workplace, dovecot: ThrowawayDovecot
) -> None:
    letters = shapes(LETTERS)
    post(place, letters)
    post(place, letters, by="mx2")
    with pytest.raises(StepFailed, match="Rien n'est perdu"), opened(place.settings) as box:  # noqa: PT012
        for number, _ in enumerate(collect(place, box)):
            if number == LETTERS // 3:
                dovecot.stop()
    dovecot.start()
    for _ in range(2):
        collect_all(place)
    assert len(kept(place)) == LETTERS
    with opened(place.settings) as box:
        assert list(box.waiting()) == []
    collect_all(place)
    assert len(kept(place)) == LETTERS
    assert [envoi for envoi in kept(place) if envoi.duplicate_of] == []
    with place.database.reading() as session:
        for envoi in kept(place):
            whole = place.blobs.get(envoi.sha256)
            assert whole.startswith(b"Received: by mx1"), "the letter is kept to the byte"
            assert (
                envois.files(session, envoi.id)
                or envois.refusals(session, envoi.id)
                or (envoi.mail is not None)
            )


def test_a_letter_is_marked_only_once_it_is_kept(
    place: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    post(place, [letter(1).as_bytes()])

    def full(*given: object, **named: object) -> None:
        raise OSError("disk full")

    with monkeypatch.context() as patched:
        patched.setattr(collecting, "receive", full)
        with pytest.raises(OSError, match="disk full"):
            collect_all(place)
    assert collect_all(place) == 1


def test_a_cut_between_keeping_and_marking_makes_no_second_envoi(
    place: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    post(place, [letter(1).as_bytes()])

    def cut(box: ImapBox, uids: list[str]) -> None:
        raise StepFailed("coupure")

    with monkeypatch.context() as patched:
        patched.setattr(ImapBox, "mark", cut)
        with pytest.raises(StepFailed, match="coupure"):
            collect_all(place)
    (envoi,) = kept(place)
    with place.database.transaction() as session:
        envois.set_state(session, envoi.id, EnvoiState.TERMINE)
    assert collect_all(place) == 0
    assert [one.id for one in kept(place)] == [envoi.id]


def test_what_people_read_in_the_mailbox_is_taken_all_the_same(place: Workplace) -> None:
    post(place, [letter(1).as_bytes()])
    settings = place.settings
    with MailBoxUnencrypted("127.0.0.1", settings.imap_port).login(
        settings.imap_compte or "", PASSWORD
    ) as box:
        box.flag(box.uids(), {r"\Seen"}, True)
    assert collect_all(place) == 1
    with opened(settings) as again:
        again.mark(["1"])
        assert list(again.waiting()) == []


def test_a_server_that_is_not_there_or_refuses_is_said(place: Workplace) -> None:
    wrong = place.settings.model_copy(update={"imap_mot_de_passe": SecretStr("autre")})
    gone = place.settings.model_copy(update={"imap_port": 1})
    for settings in (wrong, gone):
        with pytest.raises(StepFailed, match="ne répond pas"), opened(settings):
            pass


def test_identity_is_the_message_and_not_its_way() -> None:
    one = letter(1).as_bytes()
    assert identity_of(one) == identity_of(b"Received: by mx2\r\n" + one)
    assert identity_of(one) == identity_of(one.replace(b"\n", b"\r\n"))
    other_text = letter(1, attached=False).as_bytes()
    assert identity_of(one) != identity_of(other_text), "one Message-ID, two bodies"
    same_text = [letter(1, message_id=f"<{n}@x>").as_bytes() for n in (1, 2)]
    assert identity_of(same_text[0]) != identity_of(same_text[1]), "sent twice on purpose"
    assert identity_of(b"\x00\xff") != identity_of(b"\x00\xfe")


def test_letters_have_names_that_no_subject_can_spoil(place: Workplace) -> None:
    message = letter(1)
    message.replace_header("Subject", "../../etc/passwd \u202e‮<script>")
    post(place, [message.as_bytes()])
    with opened(place.settings) as box:
        (found,) = box.waiting()
        assert isinstance(found, Letter)
        (collected,) = collect(place, box)
    assert collected.name == f"courriel-{found.arrived:%Y%m%d-%H%M%S}-1.eml"
