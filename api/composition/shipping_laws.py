"""What quotes ask of the rule book in force: embargoes, and the rates by which amounts are compared."""

from dataclasses import dataclass
from datetime import date

from engine import __version__
from engine.desk.desk import Desk
from engine.facts.rates import EcbRates
from fulfillment.documents.converting import StoredRates


@dataclass(frozen=True, slots=True)
class ShippingLaws:
    """Satisfies `fulfillment.shipping.quoting.Laws`."""

    desk: Desk

    def embargo_over(self, merchant: str, country: str, state: str, postcode: str, on: date) -> str:
        """The comprehensive embargo that meets a place, by its id; empty where none does."""
        law = self.desk.editions.current(merchant).admission.knowledge.goods.law
        found = law.embargo(country, state or None, postcode or None, on)
        return "" if found is None else found.id

    def reference_rates(self, merchant: str) -> StoredRates | None:
        """The rates of the edition in force."""
        rates = self.desk.editions.current(merchant).admission.knowledge.rates
        return rates if isinstance(rates, EcbRates) else None

    def edition(self, merchant: str) -> str:
        """The digest of the edition in force, and the version of Clearway, with which data of services come."""
        return f"{self.desk.editions.current(merchant).digest} {__version__}"
