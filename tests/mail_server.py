"""A mail server on loopback that takes, refuses or breaks off, with a certificate of a day and one account."""

import asyncio
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from functools import cache
from threading import Thread
from typing import Any

import trustme
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

from fulfillment.notify.ways.mail import MailServer, Security

STARTS_WITHIN_S = 30
USER, PASSWORD = "clearway", "only for tests"
TAKEN = "250 2.0.0 taken"


@cache
def authority() -> trustme.CA:
    """Who signs the server's certificate."""
    return trustme.CA()


@dataclass
class Box:
    """What a server has taken, and what it says to recipients and messages; a text of "" breaks the connection off.

    `slow`: the command that it never answers, with nothing at all or with a line now and then that has no end; `354` is
    what invites the message.
    """

    taken: list[tuple[str, tuple[str, ...], bytes]] = field(default_factory=list)
    to_recipient: str = "250 2.1.5 known"
    to_message: str = TAKEN
    keeps: bool = True
    slow: tuple[str, str] | None = None

    async def handle_MAIL(  # noqa: N802 - aiosmtpd's own name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        await self.take_time("MAIL", server)
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's own name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        await self.take_time("RCPT", server)
        if self.to_recipient.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.to_recipient

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        if self.keeps:
            self.taken.append((str(envelope.mail_from), tuple(envelope.rcpt_tos), _bytes(envelope.content)))
        await self.take_time("DATA", server)
        if not self.to_message:
            assert isinstance(server.transport, asyncio.Transport)
            server.transport.abort()
        return self.to_message or TAKEN

    async def take_time(self, command: str, server: SMTP) -> None:
        while self.slow is not None and self.slow[0] == command:
            assert isinstance(server.transport, asyncio.Transport)
            if server.transport.is_closing():
                return
            if self.slow[1] == "trickle":
                server.transport.write(b"250-wait\r\n")
            await asyncio.sleep(0.02)

    @property
    def mails(self) -> list[EmailMessage]:
        return [message_from_bytes(content, policy=default) for _, _, content in self.taken]


class _Server(SMTP):
    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802
        await self.event_handler.take_time("354", self)
        await super().smtp_DATA(arg)


def _bytes(content: bytes | str | None) -> bytes:
    return content if isinstance(content, bytes) else b""


def _may(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:  # noqa: ANN401
    is_right = (data.login, data.password) == (USER.encode(), PASSWORD.encode())
    return AuthResult(success=is_right, handled=False)


def _factory(box: Box, security: Security, context: ssl.SSLContext) -> Callable[[], SMTP]:
    upgrades = security is Security.STARTTLS  # the server lets nobody sign in over a connection that began encrypted
    return lambda: _Server(
        box,
        hostname="mail.example",
        tls_context=context if upgrades else None,
        require_starttls=upgrades,
        authenticator=_may if upgrades else None,
        auth_required=upgrades,
        auth_require_tls=upgrades,
    )


@contextmanager
def a_mail_server(box: Box, security: Security = Security.STARTTLS, **changes: Any) -> Iterator[MailServer]:  # noqa: ANN401
    """How to reach it, while it runs."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority().issue_cert("127.0.0.1").configure_cert(context)
    # Its own thread from the first to the last: the test's may have a loop that runs, such as a browser's.
    loop = asyncio.new_event_loop()
    thread = Thread(target=loop.run_forever)
    thread.start()
    begins = context if security is Security.TLS else None
    serving = loop.create_server(_factory(box, security, context), "127.0.0.1", 0, ssl=begins)
    try:
        listening = asyncio.run_coroutine_threadsafe(serving, loop).result(STARTS_WITHIN_S)
        asks = security is Security.STARTTLS
        made: dict[str, Any] = {
            "host": "127.0.0.1", "port": listening.sockets[0].getsockname()[1], "security": security,
            "sender": "shop@shop.example", "user": USER if asks else "", "password": PASSWORD,
            "step_s": 5.0, "whole_s": 10.0, "trust": trusting(),
        }  # fmt: skip
        yield MailServer(**made | changes)
    finally:
        asyncio.run_coroutine_threadsafe(_ended(listening), loop).result(STARTS_WITHIN_S)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def _ended(listening: asyncio.Server) -> None:
    """Ends what still talks, so that nothing is left when the loop closes."""
    listening.close()
    talking = [each for each in asyncio.all_tasks() if each is not asyncio.current_task()]
    for each in talking:
        each.cancel()
    await asyncio.gather(*talking, return_exceptions=True)


def trusting() -> Callable[[], ssl.SSLContext]:
    """Whoever believes our authority."""
    context = ssl.create_default_context()
    authority().configure_trust(context)
    return lambda: context
