"""The guarded client against a real server on loopback."""

import gzip
import itertools
import socket
import ssl
import threading
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import pytest

from engine.errors import HostUnknown, ReplyTooLarge, RequestFailed, TargetRefused
from engine.outgoing.client import Bounds, Client
from engine.outgoing.target import Opening
from tests.web_peer import NAME, SLOW, Answer, Answering, Asked, Peer, a_peer, to_loopback


def a_client(peer: Peer) -> Client:
    return Client([Opening.parse(peer.opening)], lookup=to_loopback, trust=peer.trust)


def saying(answer: Answer) -> Answering:
    return lambda _asked: answer


def test_get_when_the_peer_answers_then_body_and_status_come_back() -> None:
    with a_peer(saying(Answer(201, b"list"))) as peer:
        reply = a_client(peer).get(peer.url("/sdn.xml"))
    assert (reply.status, reply.body) == (201, b"list")
    assert peer.asked[0].headers["host"] == f"{NAME}:{peer.port}"


@pytest.mark.parametrize("bounds", [Bounds(step_s=0.2, whole_s=9.0), Bounds(step_s=9.0, whole_s=0.2)])
def test_call_when_the_peer_takes_it_and_never_answers_then_it_ends_as_one_that_may_have_had_its_effect(
    bounds: Bounds,
) -> None:
    with a_peer(saying(Answer(hangs=True))) as peer, pytest.raises(RequestFailed) as failed:
        a_client(peer).post(peer.url(), b"{}", bounds=bounds)
    assert (failed.value.reached, len(peer.asked)) == (True, 1)


def test_get_over_tls_when_the_certificate_bears_the_name_then_it_is_believed(tmp_path: Path) -> None:
    with a_peer(saying(Answer(body=b"sealed")), tmp_path) as peer:
        assert a_client(peer).get(peer.url()).body == b"sealed"


def test_get_over_tls_when_the_certificate_bears_another_name_then_it_fails(tmp_path: Path) -> None:
    with a_peer(saying(Answer()), tmp_path) as peer, pytest.raises(RequestFailed, match="ertificate"):
        a_client(peer).get(f"https://other.example:{peer.port}/")


def test_get_when_loopback_is_not_opened_then_nothing_is_sent() -> None:
    with a_peer(saying(Answer())) as peer:
        with pytest.raises(TargetRefused):
            Client(lookup=to_loopback).get(peer.url())
        assert not peer.asked


def test_get_when_the_reply_swells_on_unpacking_then_it_is_cut_off() -> None:
    packed = gzip.compress(b"0" * 3_000_000)
    swelling = saying(Answer(body=packed, headers={"content-encoding": "gzip"}))
    with a_peer(swelling) as peer, pytest.raises(ReplyTooLarge, match="1,000,000"):
        a_client(peer).get(peer.url(), bounds=Bounds(most_bytes=1_000_000))


def test_get_when_redirected_then_the_new_place_is_judged_too() -> None:
    elsewhere = saying(Answer(302, headers={"location": "http://127.0.0.1:1/"}))
    with a_peer(elsewhere) as peer, pytest.raises(TargetRefused):
        a_client(peer).get(peer.url())


def test_get_when_redirected_on_the_same_host_then_it_is_followed() -> None:
    def answering(asked: Asked) -> Answer:
        return Answer(body=b"there") if asked.path == "/new" else Answer(302, headers={"location": "/new"})

    with a_peer(answering) as peer:
        assert a_client(peer).get(peer.url("/old")).body == b"there"


def test_get_when_redirected_to_another_host_then_credentials_stay_behind() -> None:
    def answering(asked: Asked) -> Answer:
        elsewhere = f"http://other.example:{peer.port}/new"
        return Answer() if asked.path == "/new" else Answer(302, headers={"location": elsewhere})

    with a_peer(answering) as peer:
        a_client(peer).get(peer.url("/old"), headers={"authorization": "Bearer x"})
    assert ["authorization" in asked.headers for asked in peer.asked] == [True, False]


def test_get_when_redirected_in_a_circle_then_it_gives_up() -> None:
    with (
        a_peer(saying(Answer(302, headers={"location": "/"}))) as peer,
        pytest.raises(RequestFailed, match="redirects"),
    ):
        a_client(peer).get(peer.url())


def test_post_when_sent_then_the_peer_has_the_body_and_a_redirect_is_an_answer() -> None:
    with a_peer(saying(Answer(307, headers={"location": "/again"}))) as peer:
        reply = a_client(peer).post(peer.url(), b"{}", headers={"content-type": "application/json"})
    assert (reply.status, peer.asked[0].body, len(peer.asked)) == (307, b"{}", 1)


def test_get_when_nobody_listens_then_the_error_names_the_host() -> None:
    with a_peer(saying(Answer())) as peer:
        url, client = peer.url(), a_client(peer)
    with pytest.raises(RequestFailed, match=NAME):
        client.get(url)


def dripping(stop: threading.Event, parts: Sequence[bytes]) -> tuple[socket.socket, threading.Thread]:
    """A server that takes its time: it sends one part now and then, and never ends."""
    server = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        connection, _ = server.accept()
        with connection, suppress(OSError):
            for part in itertools.cycle(parts):
                if stop.wait(0.05):
                    return
                connection.sendall(part)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    return server, thread


@pytest.mark.parametrize(
    "parts",
    [[b"H"], [b"HTTP/1.1 200 OK\r\n\r\n", *[b"x"] * 999], [b"HTTP/1.1 200 OK\r\ncontent-length: 9999\r\n\r\n", b"x"]],
    ids=["head", "body", "length"],
)
def test_post_when_the_peer_sends_a_byte_now_and_then_then_it_ends_in_time(parts: Sequence[bytes]) -> None:
    stop = threading.Event()
    server, thread = dripping(stop, parts)
    port = server.getsockname()[1]
    client = Client([Opening.parse(f"127.0.0.1/32:{port}")], lookup=to_loopback)
    try:
        with pytest.raises(RequestFailed, match=r"longer than 0\.5 s"):
            client.post(f"http://{NAME}:{port}/", b"{}", bounds=Bounds(step_s=5.0, whole_s=0.5))
    finally:
        stop.set()
        thread.join(5)
        server.close()


@pytest.mark.parametrize("bounds", [Bounds(step_s=0.1, whole_s=9.0), Bounds(step_s=9.0, whole_s=0.1)])
def test_call_when_the_name_server_is_silent_then_it_ends_in_time_and_nothing_was_sent(bounds: Bounds) -> None:
    over = threading.Event()
    client = Client(lookup=lambda *_: [str(over.wait(30))], trust=ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT))
    with pytest.raises(HostUnknown):
        client.post(f"https://{NAME}/", b"{}", bounds=bounds)
    over.set()


def test_get_when_redirected_to_one_that_is_silent_then_it_has_what_is_left_of_the_whole() -> None:
    def answering(asked: Asked) -> Answer:
        return SLOW["trickle"] if asked.path == "/new" else Answer(302, headers={"location": "/new"})

    with a_peer(answering) as peer, pytest.raises(RequestFailed, match=r"longer than 0\.5 s"):
        a_client(peer).get(peer.url(), bounds=Bounds(step_s=9.0, whole_s=0.5))


def test_post_when_the_reply_is_cut_then_the_status_counts() -> None:
    with a_peer(saying(Answer(202, b"x" * 500_000))) as peer:
        reply = a_client(peer).post(peer.url(), b"{}", bounds=Bounds(most_bytes=1000, cuts=True))
    assert (reply.status, len(reply.body)) == (202, 0)


def test_get_over_tls_when_bounded_then_the_reply_still_comes_whole(tmp_path: Path) -> None:
    with a_peer(saying(Answer(body=b"x" * 300_000)), tmp_path) as peer:
        assert len(a_client(peer).get(peer.url(), bounds=Bounds(whole_s=5.0)).body) == 300_000
