"""What freight, profit and causes are judged by, of a desk."""

from api.composition.customs_eyes import CustomsEyes
from api.composition.shipping_laws import ShippingLaws
from engine.bundled import data_folder
from engine.desk.desk import Desk
from engine.store.database import Database
from fulfillment.freight.sources import Sources
from fulfillment.profit.keeping import ProfitBooks
from fulfillment.shipping.loading import load_shipping


def money_sources(desk: Desk) -> Sources:
    """The rule book that counts is asked for with each question; the data are those that this version came with."""
    return Sources(view=CustomsEyes(desk), data=load_shipping(data_folder()), laws=ShippingLaws(desk))


def profit_books(database: Database, desk: Desk) -> ProfitBooks:
    """Profits as they are kept and counted."""
    return ProfitBooks(database=database, sources=money_sources(desk), clock=desk.clock)
