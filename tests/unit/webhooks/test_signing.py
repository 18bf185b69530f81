"""Signatures, by the published receiver of the Standard Webhooks project and by its worked example."""

import json
from base64 import b64decode, b64encode
from datetime import UTC, datetime, timedelta

import pytest
from standardwebhooks import Webhook, WebhookVerificationError

from engine.webhooks.signing import LEAST, MOST, PREFIX, SIGNATURE, key_of, new_secret, signed

BODY = b'{"type":"order.admitted"}'


def now() -> int:
    """The receiver refuses what is older than five minutes, by the machine's own clock."""
    return int(datetime.now(UTC).timestamp())


def test_signature_when_the_published_receiver_verifies_it_then_it_is_right() -> None:
    secret = new_secret()
    assert Webhook(secret).verify(BODY, dict(signed([secret], "msg_1", now(), BODY))) == json.loads(BODY)


def test_signature_when_compared_with_the_specification_then_is_the_same() -> None:
    """The example of the reference libraries."""
    headers = signed(["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"], "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330,
                     b'{"test": 2432232314}')  # fmt: skip
    assert headers[SIGNATURE] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_signature_when_secrets_overlap_then_each_of_them_verifies() -> None:
    old, new = new_secret(), new_secret()
    headers = dict(signed([new, old], "msg_1", now(), BODY))
    assert Webhook(old).verify(BODY, headers) == Webhook(new).verify(BODY, headers)


@pytest.mark.parametrize("change", ["body", "id", "time", "secret"])
def test_signature_when_something_else_was_sent_then_the_receiver_refuses(change: str) -> None:
    secret = new_secret()
    headers = dict(signed([secret], "msg_1", now() - (600 if change == "time" else 0), BODY))
    if change == "id":
        headers["webhook-id"] = "msg_2"
    receiver = Webhook(new_secret() if change == "secret" else secret)
    with pytest.raises(WebhookVerificationError):
        receiver.verify(BODY + b" " if change == "body" else BODY, headers)


def test_secret_when_made_then_is_long_enough_and_never_the_same() -> None:
    made = {new_secret() for _ in range(100)}
    assert len(made) == 100
    assert all(LEAST <= len(b64decode(each.removeprefix(PREFIX))) <= MOST for each in made)


@pytest.mark.parametrize("length", [LEAST - 1, MOST + 1])
def test_secret_when_of_another_length_then_is_none(length: int) -> None:
    with pytest.raises(ValueError, match="24 to 64"):
        key_of(PREFIX + b64encode(bytes(length)).decode())


@pytest.mark.parametrize("text", ["", "whsec_*", b64encode(bytes(32)).decode()])
def test_secret_when_of_another_form_then_is_none(text: str) -> None:
    with pytest.raises(ValueError, match="whsec_"):
        key_of(text)


def test_timestamp_when_read_then_is_the_attempts_own() -> None:
    at = datetime(2026, 11, 22, tzinfo=UTC) + timedelta(seconds=3)
    assert signed([new_secret()], "m", int(at.timestamp()), BODY)["webhook-timestamp"] == "1795305603"
