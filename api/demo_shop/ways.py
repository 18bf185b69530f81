"""Ways of the demonstration shop's own, beside those that Clearway knows: what its warehouses book and pack into."""

from api.demo_shop.names import DEMO
from api.demo_shop.town import Town
from engine.bundled import data_folder
from fulfillment.packing.catalogue import import_boxes
from fulfillment.shipping.loading import load_shipping
from fulfillment.shipping.own_rates import Entry, import_rates
from fulfillment.shipping.own_services import import_services, merchant_shipping

BY = "demonstration"
# One that takes batteries by themselves, which others refuse, and one from each warehouse outside of China.
SERVICES = """
services:
  - id: demo-battery-line
    name: Special line for batteries by themselves (made up)
    name_zh: 纯电专线（虚构）
    carrier: demoline
    kind: special_line
    mode: air
    currency: CNY
    from: [CN]
    valid_from: 2026-01-01
    single_parcel: yes
    size: {divisor: 6000, rounding: up, step_g: 1, max_g: 20000, longest_mm: 1000, girth_mm: 2400}
    goods: [general, battery_inside, battery_with, battery_alone]
    terms: [DDP, DAP]
    tracked: yes
    punctual: 90
    cleared: 95
    zones:
      - {id: us, countries: [US], days: [8, 13], co2_g_per_kg: 6700}
    surcharges:
      - {why: registration, minor: 2100}
      - {why: battery, minor: 1200, goods: [battery_alone]}
  - id: demo-hamburg
    name: Parcel from Hamburg (made up)
    name_zh: 汉堡仓包裹（虚构）
    carrier: demoline
    kind: domestic
    mode: road
    currency: EUR
    from: [DE]
    valid_from: 2026-01-01
    single_parcel: yes
    size: {divisor: 5000, rounding: up, step_g: 500, max_g: 31500, longest_mm: 1200, girth_mm: 3000}
    goods: [general, battery_inside, battery_with, liquid, paste, powder, magnetic, blade, cosmetics]
    terms: [DAP, DDP]
    tracked: yes
    punctual: 95
    cleared: 98
    zones:
      - {id: eu, countries: [EU], days: [2, 5], co2_g_per_kg: 520}
      - {id: near, countries: [GB, CH, NO], days: [3, 6], co2_g_per_kg: 640}
  - id: demo-newark
    name: Parcel from Newark (made up)
    name_zh: 纽瓦克仓包裹（虚构）
    carrier: demoline
    kind: domestic
    mode: road
    currency: USD
    from: [US]
    valid_from: 2026-01-01
    single_parcel: yes
    size: {divisor: 5000, rounding: up, step_g: 500, max_g: 30000, longest_mm: 1200, girth_mm: 3000}
    goods: [general, battery_inside, battery_with, liquid, paste, powder, magnetic, blade, cosmetics]
    terms: [DAP, DDP]
    tracked: yes
    punctual: 93
    cleared: 97
    zones:
      - {id: us, countries: [US], days: [2, 4], co2_g_per_kg: 480}
      - {id: next, countries: [CA, MX], days: [4, 8], co2_g_per_kg: 900}
"""
RATES = """service,zone,currency,valid_from,valid_until,over_g,up_to_g,base,included_g,step_g,per_kg
demo-battery-line,us,CNY,2026-01-01,,0,20000,0,0,1,128
demo-hamburg,eu,EUR,2026-01-01,,0,31500,7.90,500,500,2.80
demo-hamburg,near,EUR,2026-01-01,,0,31500,11.90,500,500,4.40
demo-newark,us,USD,2026-01-01,,0,30000,5.90,500,500,3.20
demo-newark,next,USD,2026-01-01,,0,30000,11.90,500,500,6.40
"""
# Outer width, length, depth (mm), empty weight (g), inner width, length, depth, most goods (g), cents, materials.
BOXES = """S letter box,185,255,55,60,180,250,50,2000,22,corrugated_board
M parcel,230,310,150,140,222,302,142,8000,41,corrugated_board
L parcel,310,410,230,290,300,400,220,15000,68,corrugated_board
Padded bag,240,340,40,28,230,330,30,1500,15,
"""


def open_ways(town: Town) -> None:
    """Keeps services, rates and boxes; what is refused of them, the shop lacks."""
    entry = Entry(merchant=DEMO, actor=BY, now=town.now)
    data = load_shipping(data_folder())
    ids = town.house.ids
    with town.house.database.write() as session:
        services = import_services(session, ids, data, entry, SERVICES.encode())
        rates = import_rates(session, ids, merchant_shipping(session, DEMO, data), entry, RATES.encode())
        _, bad = import_boxes(session, DEMO, BOXES)
    for what, faults in (("services", services.faults), ("rates", rates.faults)):
        for fault in faults:
            town.lacks(what, f"line {fault.line}: {fault.detail}")
    for row in bad:
        town.lacks("boxes", f"{row.where}: {row.detail}")
