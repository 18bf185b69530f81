"""Mail is handed to a real server on loopback: taken, refused for good, refused for now, and broken off."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Event, Thread

import pytest

from fulfillment.notify.ways import mail_line
from fulfillment.notify.ways.mail import MailServer, MailWay, Security
from fulfillment.notify.ways.port import EndUnknown, NeverTaken, NotNow, Outgoing
from tests.mail_server import Box, a_mail_server

LETTER = Outgoing(id="job_1", to="erika.muster@shop.example", content=b"Subject: hello\r\n\r\nGuten Tag\r\n")


@pytest.mark.parametrize("security", list(Security))
def test_mail_when_taken_then_the_server_has_it_once(security: Security) -> None:
    box = Box()
    with a_mail_server(box, security) as server:
        assert MailWay(server).send(LETTER) == "250-2.0.0"
    ((sender, to, content),) = box.taken
    assert (sender, to) == ("shop@shop.example", (LETTER.to,))
    assert b"Guten Tag" in content


@pytest.mark.parametrize("reply", ["550 5.1.1 who is that", "553 5.1.3 no such form", "501 5.1.3 syntax"])
def test_mail_when_the_recipient_is_unknown_then_is_never_taken(reply: str) -> None:
    box = Box(to_recipient=reply)
    with a_mail_server(box) as server, pytest.raises(NeverTaken) as refused:
        MailWay(server).send(LETTER)
    assert refused.value.reply == reply[:9].replace(" ", "-")
    assert "who" not in str(refused.value)
    assert box.taken == []


@pytest.mark.parametrize("box", [Box(to_recipient="450 4.2.1 later"), Box(to_message="451 4.3.0 later", keeps=False)])
def test_mail_when_the_server_asks_to_wait_then_not_now(box: Box) -> None:
    with a_mail_server(box) as server, pytest.raises(NotNow) as refused:
        MailWay(server).send(LETTER)
    assert refused.value.reply.startswith("45")


def test_mail_when_the_message_is_refused_then_is_never_taken() -> None:
    with a_mail_server(Box(to_message="554 5.7.1 no", keeps=False)) as server, pytest.raises(NeverTaken):
        MailWay(server).send(LETTER)


def test_mail_when_the_server_is_gone_behind_the_message_then_nobody_knows() -> None:
    with a_mail_server(Box(to_message="")) as server, pytest.raises(EndUnknown):
        MailWay(server).send(LETTER)


def test_mail_when_the_password_is_wrong_then_not_now_since_people_put_that_right() -> None:
    with a_mail_server(Box(), password="another") as server, pytest.raises(NotNow) as refused:  # noqa: S106
        MailWay(server).send(LETTER)
    assert refused.value.reply.startswith("535")


def test_mail_when_the_certificate_is_nobodys_then_nothing_is_sent() -> None:
    box = Box()
    with a_mail_server(box) as server:
        strict = MailServer(host=server.host, port=server.port, sender=server.sender)
        with pytest.raises(NotNow):
            MailWay(strict).send(LETTER)
    assert box.taken == []


def test_mail_when_nobody_listens_then_not_now() -> None:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        port = held.getsockname()[1]
        with pytest.raises(NotNow):
            MailWay(MailServer(host="127.0.0.1", port=port, sender="shop@shop.example")).send(LETTER)


SLOW = ("silent", "trickle")


@pytest.mark.parametrize("security", list(Security))
@pytest.mark.parametrize("how", SLOW)
def test_mail_when_nobody_greets_then_ends_by_the_whole_bound(security: Security, how: str) -> None:
    with a_line(how) as port:
        server = MailServer(
            host="127.0.0.1", port=port, sender="shop@shop.example", security=security, step_s=30, whole_s=0.4
        )
        with pytest.raises(NotNow):
            MailWay(server).send(LETTER)


@contextmanager
def a_line(how: str) -> Iterator[int]:
    """A port on which nothing is said, or lines of a greeting that has no end."""
    over = Event()

    def serve() -> None:
        peer, _ = listening.accept()
        with peer, suppress(OSError):
            while not over.wait(0.02):
                if how == "trickle":
                    peer.sendall(b"220-wait\r\n")

    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = Thread(target=serve, daemon=True)
        thread.start()
        yield listening.getsockname()[1]
        over.set()
        thread.join(5)


@pytest.mark.parametrize("security", list(Security))
@pytest.mark.parametrize("how", SLOW)
def test_mail_when_the_server_takes_its_time_then_ends_by_the_whole_bound_encrypted_or_not(
    security: Security, how: str
) -> None:
    box = Box(slow=("MAIL", how))
    with a_mail_server(box, security, step_s=30.0, whole_s=0.5) as server, pytest.raises(NotNow):
        MailWay(server).send(LETTER)
    assert box.taken == []


@pytest.mark.parametrize("how", SLOW)
def test_mail_when_the_server_takes_its_time_behind_the_message_then_nobody_knows(how: str) -> None:
    box = Box(slow=("DATA", how))
    with a_mail_server(box, step_s=30.0, whole_s=1.5) as server, pytest.raises(EndUnknown):
        MailWay(server).send(LETTER)
    assert len(box.taken) == 1


def test_mail_when_the_server_never_asks_for_the_message_then_nothing_was_sent_and_it_may_go_later() -> None:
    box = Box(slow=("354", "silent"))
    with a_mail_server(box, step_s=30.0, whole_s=0.5) as server, pytest.raises(NotNow):
        MailWay(server).send(LETTER)
    assert box.taken == []


def test_mail_when_the_name_server_is_silent_then_not_now(monkeypatch: pytest.MonkeyPatch) -> None:
    over = Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: over.wait(30))
    server = MailServer(host="mail.shop.example", sender="shop@shop.example", step_s=0.1)
    with pytest.raises(NotNow):
        MailWay(server).send(LETTER)
    over.set()


def test_mail_when_our_own_name_cannot_be_found_in_time_then_goes_by_the_address(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    over, box = Event(), Box()
    monkeypatch.setattr(mail_line, "OWN_NAME_S", 0.1)
    monkeypatch.setattr(socket, "getfqdn", lambda *_: str(over.wait(30)))
    with a_mail_server(box) as server:
        MailWay(server).send(LETTER)
    over.set()
    assert len(box.taken) == 1


def test_mail_when_without_tls_then_only_to_this_machine() -> None:
    with pytest.raises(ValueError, match="without TLS"):
        MailWay(MailServer(host="mail.shop.example", sender="shop@shop.example", security=Security.NONE))
