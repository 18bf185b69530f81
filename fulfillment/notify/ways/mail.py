"""Mail, handed to one server for submission (RFC 5321, RFC 6409): TLS, sign-in, bounded time. The only importer of
smtplib.

The server is the operator's choice, from the environment; no merchant or customer can name one, so its address is not
judged as those of webhooks are. Without TLS nothing is sent but to this machine itself. Codes of replies are kept,
their words are not: they may hold the address.
"""

import re
import smtplib
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from enum import StrEnum

from engine.outgoing.ending import Ending
from fulfillment.notify.bounce_codes import is_of_address
from fulfillment.notify.ways.mail_line import own_name, reached
from fulfillment.notify.ways.port import EndUnknown, NeverTaken, NotNow, Outgoing, RecipientRefused

ENHANCED = re.compile(rb"^([245]\.\d{1,3}\.\d{1,3})(?:\s|$)")  # RFC 3463
UNKNOWN_FOR_GOOD = frozenset({501, 550, 551, 553, 556})  # of a recipient: no such mailbox, or none that can be
WANTS_MESSAGE = 354  # RFC 5321, section 4.2.3
LOOPBACK = ("127.0.0.1", "::1", "localhost")


class Security(StrEnum):
    """`starttls` encrypts after the greeting (RFC 3207), `tls` from the first byte (RFC 8314)."""

    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class MailServer:
    """Where mail is handed in. `sender` stands in the envelope: bounces go there. Without `user` nobody signs in.
    `step_s` is how long the server may be silent, `whole_s` how long it may take altogether, from its name on."""

    host: str
    sender: str
    port: int = 587
    security: Security = Security.STARTTLS
    user: str = ""
    password: str = ""
    step_s: float = 15.0
    whole_s: float = 60.0
    trust: Callable[[], ssl.SSLContext] = ssl.create_default_context


class MailWay:
    """Hands one message to the server, over a connection of its own. Safe for several threads."""

    def __init__(self, server: MailServer) -> None:
        if server.security is Security.NONE and server.host not in LOOPBACK:
            msg = "mail without TLS is handed only to this machine; set CLEARWAY_SMTP_SECURITY to `starttls` or `tls`"
            raise ValueError(msg)
        self._server = server

    def send(self, outgoing: Outgoing) -> str:
        """Raises as `Way` says."""
        with self._connected() as smtp:
            self._signed_in(smtp)
            self._addressed(smtp, outgoing.to)
            try:
                code, words = smtp.data(outgoing.content)
            except smtplib.SMTPDataError as error:  # it did not even want to see it
                raise _refused(error.smtp_code, error.smtp_error, "the message") from error
            except (OSError, smtplib.SMTPException) as error:
                if not smtp.wants_message:
                    raise NotNow("", "the server was gone before it wanted the message") from error
                raise EndUnknown("", "the server was gone before it said whether it has the message") from error
            if code != 250:
                raise _refused(code, words, "the message")
            with suppress(OSError, smtplib.SMTPException):
                smtp.quit()  # it has the message; that it does not say good-bye changes nothing
            return reply_of(code, words)

    @contextmanager
    def _connected(self) -> "Iterator[_Talk]":
        """The time counts from here: names, each address, the greeting and encryption are part of it."""
        with Ending(self._server.whole_s) as ending:
            try:
                smtp = self._greeted(ending)
            except smtplib.SMTPException as error:
                raise _of_exception(error) from error
            except OSError as error:
                raise NotNow("", f"the mail server cannot be reached: {type(error).__name__}") from error
            try:
                if self._server.security is Security.STARTTLS:
                    _encrypted(smtp, self._server.trust())
                yield smtp
            finally:
                smtp.close()

    def _greeted(self, ending: Ending) -> "_Talk":
        server = self._server
        connection = reached(server.host, server.port, step_s=server.step_s, whole_s=server.whole_s)
        try:
            ending.hold(connection)
            name = own_name(connection)
            if server.security is Security.TLS:
                connection = server.trust().wrap_socket(connection, server_hostname=server.host)
            return _Talk(server.host, connection, name, server.step_s)
        except BaseException:
            connection.close()
            raise

    def _signed_in(self, smtp: smtplib.SMTP) -> None:
        if not self._server.user:
            return
        with _nothing_sent():
            smtp.login(self._server.user, self._server.password)

    def _addressed(self, smtp: smtplib.SMTP, to: str) -> None:
        with _nothing_sent():
            smtp.ehlo_or_helo_if_needed()
            code, words = smtp.mail(self._server.sender)
            if code != 250:
                # The sender is ours: what is wrong with it a person can put right, and then the message still goes.
                raise NotNow(reply_of(code, words), "the mail server refuses the sender; see CLEARWAY_SMTP_FROM")
            code, words = smtp.rcpt(to)
        if code in (250, 251):
            return
        if code in UNKNOWN_FOR_GOOD:
            reply, why = reply_of(code, words), "the mail server refuses the recipient"
            raise (RecipientRefused if is_of_address(reply) else NeverTaken)(reply, why)
        raise _refused(code, words, "the recipient")


class _Talk(smtplib.SMTP):
    """A talk over a connection that is there already, for a server of this name. Nothing of a message has left before
    the server `wants_message`."""

    def __init__(self, host: str, connection: socket.socket, own: str, step_s: float) -> None:
        self._made, self.wants_message = connection, False
        super().__init__(host, 0, own, step_s)

    def connect(self, host: str = "", port: int = 0, source_address: object = None) -> tuple[int, bytes]:
        """The greeting."""
        del host, port, source_address
        self.sock, self.file = self._made, None
        return self.getreply()

    def getreply(self) -> tuple[int, bytes]:
        """The server's answer."""
        code, words = super().getreply()
        self.wants_message |= code == WANTS_MESSAGE
        return code, words


def reply_of(code: int, words: bytes | str) -> str:
    """The codes of a reply as one: three digits, and the enhanced ones where there are any."""
    raw = words if isinstance(words, bytes) else words.encode()
    found = ENHANCED.match(raw)
    return f"{code}-{found[1].decode('ascii')}" if found is not None else str(code)


def _refused(code: int, words: bytes | str, what: str) -> NeverTaken | NotNow:
    reply = reply_of(code, words)
    for_good = code >= 500
    return (NeverTaken if for_good else NotNow)(reply, f"the mail server refuses {what}: {reply}")


@contextmanager
def _nothing_sent() -> Iterator[None]:
    """Before the message itself, whatever goes wrong has sent nothing."""
    try:
        yield
    except smtplib.SMTPException as error:
        raise _of_exception(error) from error
    except OSError as error:
        raise NotNow("", f"the mail server broke off: {type(error).__name__}") from error


def _of_exception(error: smtplib.SMTPException) -> NotNow:
    """Signing in, greeting and encrypting are settings: wrong ones are put right, and then the message still goes."""
    if isinstance(error, smtplib.SMTPResponseException):
        return NotNow(reply_of(error.smtp_code, error.smtp_error), f"the mail server answered {error.smtp_code}")
    return NotNow("", f"the mail server could not be used: {type(error).__name__}")


def _encrypted(smtp: smtplib.SMTP, trust: ssl.SSLContext) -> None:
    with _nothing_sent():
        code, words = smtp.starttls(context=trust)
        if code != 220:
            raise NotNow(reply_of(code, words), "the mail server does not encrypt")
