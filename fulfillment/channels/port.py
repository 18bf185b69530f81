"""What all that works with channels is handed: the desk, whose database and clock these are, and the accounts."""

from collections.abc import Sequence
from dataclasses import dataclass

from engine.desk.desk import Caller, Desk
from engine.outgoing.target import Opening
from fulfillment.channels.accounts import Accounts
from fulfillment.records import Connection

BY = "channel:"  # how a connection is named as the teller of what the channel shows


@dataclass(frozen=True, slots=True)
class Port:
    """`openings`: private networks that an endpoint may lie in."""

    desk: Desk
    accounts: Accounts
    openings: Sequence[Opening] = ()


def voice_of(connection: Connection) -> Caller:
    """As whom a connection brings orders: the audit shows its name."""
    return Caller(merchant=connection.merchant_id, name=f"{BY}{connection.name}")
