"""Text messages are posted to a gateway through the guarded client."""

from base64 import b64decode
from urllib.parse import parse_qs

import orjson
import pytest

from engine.errors import RequestFailed, TargetRefused
from engine.outgoing.client import Bounds, Client, Reply
from fulfillment.notify.ways.port import EndUnknown, NeverTaken, NotNow, Outgoing
from fulfillment.notify.ways.text_message import TextGateway, TextWay

SMS = Outgoing(id="job_1", to="+4915123456789", content=b"Bestellung ist unterwegs.")


class Gateway(Client):
    """Answers with one status, or does not."""

    def __init__(self, status: int = 201, fails: Exception | None = None) -> None:
        super().__init__()
        self.status, self.fails = status, fails
        self.seen: list[tuple[str, bytes, dict[str, str]]] = []

    def post(self, url: str, content: bytes, *, headers: object = None, bounds: Bounds | None = None) -> Reply:
        if self.fails is not None:
            raise self.fails
        assert isinstance(headers, dict)
        assert bounds is not None
        self.seen.append((url, content, headers))
        return Reply(status=self.status, body=b"")


def test_text_when_taken_then_the_gateway_has_number_sender_and_text() -> None:
    client = Gateway()
    gateway = TextGateway(url="https://sms.example/send", sender="Shop", secret="hush")  # noqa: S106
    assert TextWay(gateway, client).send(SMS) == "201"
    ((url, content, headers),) = client.seen
    assert url == "https://sms.example/send"
    assert orjson.loads(content) == {"to": SMS.to, "from": "Shop", "text": SMS.content.decode()}
    assert (headers["authorization"], headers["idempotency-key"]) == ("Bearer hush", "job_1")


def test_text_when_the_gateway_wants_a_form_then_gets_its_own_names_and_a_password() -> None:
    client = Gateway()
    gateway = TextGateway(
        url="https://sms.example/send", sender="Shop", user="AC1", secret="hush", is_form=True,  # noqa: S106
        fields={"to": "To", "from": "From", "text": "Body"},
    )  # fmt: skip
    TextWay(gateway, client).send(SMS)
    _, content, headers = client.seen[0]
    assert parse_qs(content.decode()) == {"To": [SMS.to], "From": ["Shop"], "Body": [SMS.content.decode()]}
    assert b64decode(headers["authorization"].removeprefix("Basic ")) == b"AC1:hush"


@pytest.mark.parametrize(
    ("status", "error"),
    [(400, NeverTaken), (422, NeverTaken), (401, NotNow), (429, NotNow), (302, NotNow), (500, EndUnknown)],
)
def test_text_when_the_gateway_refuses_then_its_status_says_for_how_long(status: int, error: type[Exception]) -> None:
    with pytest.raises(error):
        TextWay(TextGateway(url="https://sms.example", sender="Shop"), Gateway(status)).send(SMS)


@pytest.mark.parametrize(
    ("fails", "error"),
    [
        (RequestFailed("sms.example", "refused", reached=False), NotNow),
        (RequestFailed("sms.example", "took longer than 60 s"), EndUnknown),
        (TargetRefused("https://10.0.0.1", "leads into a private network"), NotNow),
    ],
)
def test_text_when_there_is_no_answer_then_only_what_was_reached_may_have_it(
    fails: Exception, error: type[Exception]
) -> None:
    with pytest.raises(error):
        TextWay(TextGateway(url="https://sms.example", sender="Shop"), Gateway(fails=fails)).send(SMS)
