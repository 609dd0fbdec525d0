"""Signatures as the Standard Webhooks convention has them (symmetric, version 1)."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Mapping
from datetime import datetime, timedelta

from storage.records.webhooks import SECRET_SIGN

ID, TIMESTAMP, SIGNATURE = "webhook-id", "webhook-timestamp", "webhook-signature"
TOLERANCE = timedelta(minutes=5)
"""How far the receiver's clock may be from ours."""
_VERSION = "v1"


def signed(secret: str, message_id: str, body: bytes, at: datetime) -> dict[str, str]:
    """The headers that prove a message: who has the secret made it, at that moment."""
    moment = str(int(at.timestamp()))
    return {
        ID: message_id,
        TIMESTAMP: moment,
        SIGNATURE: f"{_VERSION},{_mac(secret, message_id, moment, body)}",
    }


def proven(secret: str, headers: Mapping[str, str], body: bytes, now: datetime) -> bool:
    """What a receiver checks: one of the signatures is right, and the message is not an old one."""
    moment = headers.get(TIMESTAMP, "")
    if not moment.isdecimal() or abs(now.timestamp() - int(moment)) > TOLERANCE.total_seconds():
        return False
    expected = f"{_VERSION},{_mac(secret, headers.get(ID, ''), moment, body)}"
    given = headers.get(SIGNATURE, "").split()
    return any(hmac.compare_digest(one.encode(), expected.encode()) for one in given)


def _mac(secret: str, message_id: str, moment: str, body: bytes) -> str:
    key = base64.b64decode(secret.removeprefix(SECRET_SIGN))
    content = f"{message_id}.{moment}.".encode() + body
    return base64.b64encode(hmac.new(key, content, hashlib.sha256).digest()).decode()
