"""What claims see of the rest of the house: who seals, who else bought, what goods cost."""

from dataclasses import dataclass

from engine.desk.desk import Desk
from engine.desk.errors import NotFound, PersonErased
from engine.desk.reading import current_decision
from engine.order.money import Money
from engine.store.order_rows import version_of
from engine.store.products import current_products
from engine.store.sessions import ReadSession
from fulfillment.freight.difference import charges_of, sums_of
from fulfillment.freight.kinds import Charge
from fulfillment.records import Shipment
from fulfillment.site import Sealed
from fulfillment.store.claims import claims_of_person
from fulfillment.store.freight import freight_lines_of_parcels

CLAIMS = "claims"


@dataclass(frozen=True, slots=True)
class ClaimEyes:
    """Satisfies `fulfillment.site.ClaimSupport`."""

    desk: Desk

    def sealed(self, session: ReadSession, merchant: str, order_id: str, content: bytes) -> Sealed:
        """With the key of the order's current version. Raises PersonErased."""
        version = current_decision(session, merchant, order_id).version
        found = version_of(session, merchant, order_id, version)
        if found is None or found.person_key is None:
            raise PersonErased(order_id, (CLAIMS,))
        seal = self.desk.seal
        return Sealed(
            version=version, content=seal.closed_bytes(found.person_key, content), digest=seal.signature(content)
        )

    def opened(self, session: ReadSession, merchant: str, order_id: str, version: int, content: bytes) -> bytes | None:
        """By the key of that version; None once the person was erased."""
        found = version_of(session, merchant, order_id, version)
        if found is None or found.person_key is None:
            return None
        return self.desk.seal.opened_bytes(found.person_key, content)

    def past_claims(self, session: ReadSession, merchant: str, order_id: str) -> int:
        """By the token of the order's person."""
        try:
            version = current_decision(session, merchant, order_id).version
        except NotFound:
            return 0
        found = version_of(session, merchant, order_id, version)
        return 0 if found is None else claims_of_person(session, merchant, found.person, but_of=order_id)

    def unit_cost(self, session: ReadSession, merchant: str, sku: str) -> Money | None:
        """What a piece cost when it last came to a warehouse, the dearest of several in one currency."""
        kept = current_products(session, merchant, [sku]).get(sku)
        costs = [] if kept is None else [Money(each.minor, each.currency) for each in kept.product.landed_costs]
        if not costs or len({each.currency for each in costs}) > 1:
            return None
        return max(costs, key=lambda each: each.minor)

    def freight(self, session: ReadSession, shipment: Shipment) -> Money | None:
        """As carriers' bills have it; None before the bill, and where bills are of several currencies."""
        billed = freight_lines_of_parcels(session, shipment.merchant_id, [shipment.number]).get(shipment.number, ())
        currencies = {each.currency for each in billed}
        if len(currencies) != 1:
            return None
        minor = sum(sums_of(charges_of(line)).get(Charge.FREIGHT, 0) for line in billed)
        return Money(minor, currencies.pop()) if minor > 0 else None
