"""Whether a message is young, and signed as Standard Webhooks 1.0.0 say (specification of that project, 2023)."""

import hmac
from base64 import b64encode
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from engine.webhooks.signing import ID, SIGNATURE, TIMESTAMP, key_of
from fulfillment.channels.credentials import all_of
from fulfillment.channels.errors import KnockRefused
from fulfillment.channels.protocol import Knock

TOLERANCE = timedelta(minutes=5)
MOST_ID = 200
SECRET = "webhook_secret"  # noqa: S105 - the name of one


def signed_delivery(secrets: Mapping[str, str], knock: Knock, now: datetime) -> str:
    """The id of a message that is signed by one of the secrets in rotation. Raises KnockRefused, CredentialMissing."""
    delivery, stated = knock.headers.get(ID, ""), knock.headers.get(TIMESTAMP, "")
    if not 0 < len(delivery) <= MOST_ID:
        raise KnockRefused(f"it has no `{ID}`, or a longer one than {MOST_ID} letters")
    _judge_age(stated, now)
    if not _is_signed(secrets, f"{delivery}.{stated}.".encode() + knock.body, knock.headers.get(SIGNATURE, "")):
        raise KnockRefused(f"none of its signatures is that of `{SECRET}`")
    return delivery


def _judge_age(stated: str, now: datetime) -> None:
    if not (stated.isascii() and stated.isdigit() and len(stated) <= len("9999999999")):
        raise KnockRefused(f"its `{TIMESTAMP}` is no number of seconds")
    age = now - datetime.fromtimestamp(int(stated), UTC)
    if abs(age) > TOLERANCE:
        raise KnockRefused("it was sent more than five minutes ago, or will be; set the clocks")


def _is_signed(secrets: Mapping[str, str], content: bytes, stated: str) -> bool:
    """Whether a signature of version 1 is that of one of our secrets; every one is tried."""
    try:
        keys = [key_of(secret) for secret in all_of(secrets, SECRET)]
    except ValueError as wrong:
        raise KnockRefused(f"our own `{SECRET}` is none: {wrong}") from wrong
    ours = [b64encode(hmac.digest(key, content, "sha256")) for key in keys]
    given = [part.removeprefix("v1,").encode("utf-8", "replace") for part in stated.split() if part.startswith("v1,")]
    verdicts = [hmac.compare_digest(one, other) for one in ours for other in given]
    return True in verdicts
