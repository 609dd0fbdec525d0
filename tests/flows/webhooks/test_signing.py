"""Signatures that any library of the Standard Webhooks convention verifies."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from flows.webhooks.signing import ID, SIGNATURE, TIMESTAMP, proven, signed

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
ID_SENT = "msg_p5jXN8AQM9LWM0D4loKWxJek"
AT = datetime.fromtimestamp(1614265330, UTC)
BODY = b'{"test": 2432232314}'


def test_the_convention_s_published_example() -> None:
    headers = signed(SECRET, ID_SENT, BODY, AT)
    assert headers == {
        ID: ID_SENT,
        TIMESTAMP: "1614265330",
        SIGNATURE: "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    }


def test_what_was_signed_is_proven_and_nothing_else() -> None:
    headers = signed(SECRET, ID_SENT, BODY, AT)
    assert proven(SECRET, headers, BODY, AT)
    assert proven(SECRET, headers | {SIGNATURE: "v1,autre " + headers[SIGNATURE]}, BODY, AT)
    assert not proven(SECRET, headers, BODY + b" ", AT)
    assert not proven(SECRET, headers | {ID: "msg_autre"}, BODY, AT)
    assert not proven(SECRET, {}, BODY, AT)
    assert not proven("whsec_" + "A" * 32, headers, BODY, AT)


@pytest.mark.parametrize("minutes", [-6, 6])
def test_an_old_message_is_not_taken_again(minutes: int) -> None:
    headers = signed(SECRET, ID_SENT, BODY, AT)
    assert not proven(SECRET, headers, BODY, AT + timedelta(minutes=minutes))
