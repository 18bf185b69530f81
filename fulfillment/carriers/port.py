"""What all that works with live carriers is handed: the desk, whose database and clock these are, the lines, and where
customs data and the keys of persons come from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from engine.desk.desk import Caller, Desk
from engine.desk.rule_telling import tell
from engine.outgoing.target import Opening
from engine.store.sessions import WriteSession
from fulfillment.carriers.booking_facts import CustomsDesk
from fulfillment.carriers.carrier_labels import LabelSeal
from fulfillment.carriers.lines import CarrierLines
from fulfillment.records import CarrierConnection

BY = "carrier:"


@dataclass(frozen=True, slots=True)
class CarrierPort:
    """`openings`: private networks that an endpoint may lie in."""

    desk: Desk
    lines: CarrierLines
    customs: CustomsDesk
    seal: LabelSeal
    openings: Sequence[Opening] = ()

    def tell(
        self, session: WriteSession, connection: CarrierConnection, type_: str, subject: str,
        told: Mapping[str, object], at: datetime,
    ) -> None:  # fmt: skip
        """An event in the feed, told by the connection, with its entry in the audit."""
        tell(self.desk, session, voice_of(connection), type_, subject, {**named(connection), **told}, at)


def voice_of(connection: CarrierConnection) -> Caller:
    """As whom a connection tells things: the audit shows its name."""
    return Caller(merchant=connection.merchant_id, name=f"{BY}{connection.name}")


def named(connection: CarrierConnection) -> dict[str, object]:
    """A connection as events name it."""
    return {"connection_id": connection.id, "adapter": connection.adapter, "name": connection.name}
