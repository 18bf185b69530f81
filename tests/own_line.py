"""A line of the merchant's own with a card of its own, cheaper than any that comes with Clearway.

Not the line of `test_own_services`, which states every field that there is and serves other places."""

from engine.store.sessions import WriteSession
from fulfillment.shipping.own_rates import Entry, import_rates
from fulfillment.shipping.own_services import import_services, merchant_shipping
from tests.fulfilment_site import NOON, House
from tests.shipping_goods import DATA

LINE = "my-line"
OWN_LINE = """services:
  - id: my-line
    name: My line
    name_zh: 我的专线
    carrier: mine
    kind: special_line
    mode: air
    currency: CNY
    from: [CN]
    valid_from: 2026-01-01
    single_parcel: yes
    size: {divisor: 6000, rounding: up, step_g: 1, max_g: 5000, girth_mm: 2000}
    goods: [general]
    terms: [DDP, DAP]
    tracked: yes
    punctual: 95
    cleared: 95
    zones:
      - {id: eu, countries: [EU], days: [4, 6], co2_g_per_kg: 5800}
"""
STOPPED = f"{OWN_LINE}    pauses: [{{countries: [DE], since: 2026-11-20, notice: no flights}}]\n"
# Ten yuan a parcel, whatever it weighs.
OWN_RATES = """service,zone,currency,valid_from,valid_until,over_g,up_to_g,base,included_g,step_g,per_kg
my-line,eu,CNY,2026-01-01,,0,5000,10,0,1,0
"""


def with_own_line(house: House, session: WriteSession, line: str = OWN_LINE) -> None:
    """The house's merchant has the line."""
    entry = Entry(merchant=house.merchant, actor="tests", now=NOON)
    import_services(session, house.site.ids, DATA, entry, line.encode())
    import_rates(session, house.site.ids, merchant_shipping(session, house.merchant, DATA), entry, OWN_RATES.encode())
