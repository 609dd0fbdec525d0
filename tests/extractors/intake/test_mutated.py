"""Good deposits of every kind, spoilt: files or refusals, never an exception, never without end.

`LIASSE_TEST_FUZZ=20000` makes it look that many times; `python -m bench.fuzz` looks for as long as
one likes.
"""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extractors.intake.kinds import Kind, kind_of
from extractors.intake.limits import MIB
from flows.mailbox.collect import identity_of
from tests.extractors.intake.spoiling import INTERESTING, SEEDS, check

TIMES = int(os.environ.get("LIASSE_TEST_FUZZ", "60"))
LOOK = settings(max_examples=TIMES, deadline=None, suppress_health_check=list(HealthCheck))


@st.composite
def spoilt(draw: st.DrawFn, seed: bytes) -> bytes:
    """`seed` with bytes changed, put in, taken out, repeated, or its end cut off."""
    data = bytearray(seed)
    for _ in range(draw(st.integers(1, 8))):
        at = draw(st.integers(0, max(0, len(data) - 1)))
        blow = draw(st.sampled_from(INTERESTING) | st.binary(min_size=1, max_size=6))
        match draw(st.sampled_from(("over", "in", "out", "again", "bit", "cut"))):
            case "over":
                data[at : at + len(blow)] = blow
            case "in":
                data[at:at] = blow
            case "out":
                del data[at : at + draw(st.integers(1, 64))]
            case "again":
                data[at:at] = data[at : at + draw(st.integers(1, 400))] * draw(st.integers(1, 6))
            case "bit":
                if data:
                    data[at] ^= 1 << draw(st.integers(0, 7))
            case _:
                del data[max(1, at) :]
    return bytes(data[: 2 * MIB])


@pytest.mark.timeout(0 if TIMES > 1000 else 300)
@pytest.mark.parametrize("kind", SEEDS)
def test_a_spoilt_deposit_is_taken_or_refused(kind: str) -> None:
    seed = SEEDS[kind]()
    whole = check(seed)
    assert whole.files or kind == "pdf_ferme"

    @LOOK
    @given(data=spoilt(seed))
    def spoil(data: bytes) -> None:
        check(data)
        if data.startswith(b"From: ") and b"\n\n" in data and kind_of(data) is Kind.MAIL:
            assert identity_of(data) == identity_of(b"Received: by mx\r\n" + data)

    spoil()


@LOOK
@given(
    head=st.sampled_from(("From: a@b.ma\r\nSubject: x\r\n", "Received: x\r\nDate: y\r\n", "")),
    lines=st.lists(
        st.tuples(
            st.sampled_from(
                ("Content-Type", "Content-Disposition", "Content-Transfer-Encoding", "Date", "From",
                 "Subject", "References", "Message-ID", "Content-ID", "Auto-Submitted")
            ),
            st.text(max_size=60) | st.sampled_from(
                ("multipart/mixed; boundary=b", "message/rfc822", "base64", "text/html", "x-uuencode",
                 'attachment; filename*=utf-8\'\'%FF%00..%2F', "application/ms-tnef", "multipart/report")
            ),
        ),
        max_size=12,
    ),
    body=st.lists(
        st.sampled_from(("--b\r\n", "--b--\r\n", "\r\n", "JVBERi0xLjQK\r\n", "%PDF-1.4\r\n"))
        | st.text(max_size=40),
        max_size=20,
    ),
)  # fmt: skip
def test_letters_of_any_structure(head: str, lines: list[tuple[str, str]], body: list[str]) -> None:
    text = head + "".join(f"{name}: {value}\r\n" for name, value in lines) + "\r\n" + "".join(body)
    data = text.encode("utf-8", "surrogatepass")
    check(data)
    identity_of(data)
