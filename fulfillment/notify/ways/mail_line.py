"""A connection to the mail server, in bounded time whatever its name, its addresses and the name server are like."""

import socket
import time
from contextlib import suppress

from engine.outgoing.naming import within

OWN_NAME_S = 2.0


def reached(host: str, port: int, *, step_s: float, whole_s: float) -> socket.socket:
    """A connection, whose single steps end after `step_s`. Each address of the name is tried, all within `whole_s`.
    Raises OSError."""
    deadline = time.monotonic() + whole_s

    def left() -> float:
        return min(step_s, deadline - time.monotonic())

    found = within(left(), lambda: socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
    failed: OSError = TimeoutError("the time is over")
    for entry in found:
        if left() <= 0:
            break
        try:
            connection = socket.create_connection((str(entry[4][0]), port), left())
        except OSError as error:
            failed = error
            continue
        connection.settimeout(step_s)
        return connection
    raise failed


def own_name(connection: socket.socket) -> str:
    """How we name ourselves (RFC 5321, section 4.1.3): by the name of the machine, else by the address we call from.
    Looking the name up asks a name server, which may be silent."""
    with suppress(OSError):
        name = within(OWN_NAME_S, socket.getfqdn)
        if "." in name:
            return name
    address = str(connection.getsockname()[0])
    return f"[IPv6:{address}]" if ":" in address else f"[{address}]"
