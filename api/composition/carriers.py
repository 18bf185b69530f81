"""What works with live carriers, put together: lines, customs data from the desk, and labels sealed by persons'
keys."""

from collections.abc import Sequence
from dataclasses import dataclass

from api.composition.customs_eyes import CustomsEyes
from engine.bundled import data_folder
from engine.desk.desk import Desk
from engine.desk.errors import PersonErased
from engine.outgoing.client import Client
from engine.outgoing.target import Opening
from engine.store.order_rows import version_of
from engine.store.sessions import ReadSession
from fulfillment.carriers.booking_facts import CustomsDesk
from fulfillment.carriers.lines import CarrierLines
from fulfillment.carriers.port import CarrierPort
from fulfillment.documents.paper_book import load_paper_book


@dataclass(frozen=True, slots=True)
class DeskLabelSeal:
    """Seals with the key of an order's person; satisfies `fulfillment.carriers.carrier_labels.LabelSeal`."""

    desk: Desk

    def closed(self, session: ReadSession, merchant: str, order_id: str, version: int, content: bytes) -> bytes:
        """Sealed. Raises PersonErased."""
        return self.desk.seal.closed_bytes(_key(session, merchant, order_id, version), content)

    def opened(self, session: ReadSession, merchant: str, order_id: str, version: int, sealed: bytes) -> bytes:
        """The content again. Raises PersonErased."""
        return self.desk.seal.opened_bytes(_key(session, merchant, order_id, version), sealed)


def make_lines(desk: Desk, openings: Sequence[Opening]) -> CarrierLines:
    """The lines of a process, by the one guarded client."""
    return CarrierLines(desk.seal, Client(openings), desk.clock)


def make_carrier_port(desk: Desk, lines: CarrierLines | None, openings: Sequence[Opening]) -> CarrierPort:
    """The port of a desk."""
    customs = CustomsDesk(CustomsEyes(desk), lambda: load_paper_book(data_folder()))
    return CarrierPort(desk, lines or make_lines(desk, openings), customs, DeskLabelSeal(desk), openings)


def _key(session: ReadSession, merchant: str, order_id: str, version: int) -> bytes:
    found = version_of(session, merchant, order_id, version)
    if found is None or found.person_key is None:
        raise PersonErased(order_id, ("/shipping_address",))
    return found.person_key
