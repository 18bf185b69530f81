"""A real web server on loopback for tests of what leaves the house, with or without TLS, under a name of its own."""

import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

NAME = "peer.example"


@dataclass(frozen=True, slots=True)
class Asked:
    """One request as the peer saw it. Names of headers are lower case."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Answer:
    """`cut`: the connection ends without a word. `hangs`: nothing is answered, until whoever asked gives up. `drips`: a
    line of the answer's head comes now and then, and no end."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    cut: bool = False
    hangs: bool = False
    drips: bool = False


# The two ways of a peer that takes its time.
SLOW = {"silent": Answer(hangs=True), "trickle": Answer(drips=True)}
DRIP_S = 0.02
Answering = Callable[[Asked], Answer]


@dataclass
class SlowAtFirst:
    """The first calls, or those to one path, are never answered; the rest are, by another. `slow` counts them."""

    answering: Answering
    how: Answer
    left: int = 1
    path: str = ""
    slow: int = 0

    def answer(self, asked: Asked) -> Answer:
        """What the peer says."""
        if not self.left or not asked.path.startswith(self.path):
            return self.answering(asked)
        self.left -= 1
        self.slow += 1
        return self.how


@dataclass
class Peer:
    """A running server, and what it was asked."""

    port: int
    scheme: str
    asked: list[Asked]
    trust: ssl.SSLContext | None = None

    @property
    def opening(self) -> str:
        return f"127.0.0.1/32:{self.port}"

    def url(self, path: str = "/") -> str:
        return f"{self.scheme}://{NAME}:{self.port}{path}"


def to_loopback(_host: str, _port: int) -> list[str]:
    """A resolver that finds every name on this machine."""
    return ["127.0.0.1"]


@contextmanager
def a_peer(answering: Answering, folder: Path | None = None) -> Iterator[Peer]:
    """Serves until the end of the block; over TLS when it is given a folder for its certificate."""
    asked: list[Asked] = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(answering, asked))
    server.daemon_threads = True
    peer = Peer(server.server_port, "http", asked)
    if folder is not None:
        context, peer.trust = _certificate(folder)
        server.socket = context.wrap_socket(server.socket, server_side=True)
        peer.scheme = "https"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield peer
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


def _handler(answering: Answering, asked: list[Asked]) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def _answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length", "0")))
            headers = {name.lower(): value for name, value in self.headers.items()}
            asked.append(Asked(self.command, self.path, headers, body))
            answer = answering(asked[-1])
            if answer.hangs:
                self.rfile.read(1)  # ends with the connection
            if answer.drips:
                self._drip()
            if answer.cut or answer.hangs or answer.drips:
                return
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.send_header("content-length", str(len(answer.body)))
            self.end_headers()
            self.wfile.write(answer.body)

        def _drip(self) -> None:
            with suppress(OSError):  # ends with the connection
                self.wfile.write(b"HTTP/1.1 200 OK\r\n")
                while True:
                    self.wfile.write(b"x-slow: yes\r\n")
                    time.sleep(DRIP_S)

        def log_message(self, *_args: object) -> None:
            """Tests read `asked`."""

    for method in ("GET", "POST", "PUT", "PATCH", "DELETE"):
        setattr(Handler, f"do_{method}", Handler._answer)  # the library finds handlers by such names
    return Handler


def _certificate(folder: Path) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """The server's context, and that of a client which believes it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(NAME)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = folder / "peer.pem"
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file.write_bytes(secret + certificate.public_bytes(serialization.Encoding.PEM))
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(file)
    return server, ssl.create_default_context(cafile=str(file))
