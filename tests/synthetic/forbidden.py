"""Goods that must not enter: what is sold, under which code, and to which countries it is sent here.

Which country bans what: GB stun guns and flick knives, DE knuckledusters and butterfly knives, SG cannabis products,
JP narcotics (postal operators' country lists, 2025 and 2026); MX electronic cigarettes (import ban in law since
January 2026), BE those sold to consumers, BR (Anvisa, 2009 and 2024) and SG (Tobacco Act) likewise.
"""

from random import Random

from engine.order.line import Battery, Line
from engine.order.terms import BatteryKind, BatteryPacking

WEAPONS = (
    ("Stun gun flashlight self defence 5 million volt", "93040000", "GB"),
    ("Automatic flick knife, black blade 9 cm", "82119300", "GB"),
    ("Brass knuckles knuckleduster", "93070000", "DE"),
    ("Butterfly knife balisong", "82119300", "DE"),
    ("9 mm pistol cartridges 50 rounds", "93063000", "FR"),
    ("Replica firearm, metal, looks real", None, "AU"),
)
DRUGS = (
    ("CBD oil 20 % full spectrum hemp", "13021900", "SG"),
    ("Cannabis gummies THC 10 mg, 20 pcs", None, "JP"),
    ("MDMA crystals 5 g", "29329990", "US"),
    ("Cannabis flower 10 g", "12119080", "AE"),
    ("Diazepam 10 mg tablets without prescription", "30049000", "NO"),
    ("Psilocybin magic mushrooms dried", None, "KR"),
)
VAPES = (
    ("Disposable vape 600 puffs mango", "85434000", "MX"),
    ("E-cigarette pod kit with nicotine salt 20 mg/ml", "24041200", "BR"),
    ("Elektronische Zigarette Einweg Vape", "85434000", "BE"),
    ("电子烟 一次性 薄荷味", None, "SG"),
    ("Cigarette électronique jetable", None, "MX"),
    ("Vape refill liquid nicotine", "24041200", "SG"),
)
CELLS = (
    ("Power bank 20000 mAh", "85076000", "DE"),
    ("18650 rechargeable lithium battery 4 pcs", "85076000", "IT"),
    ("Replacement battery for laptop", "85076000", "NZ"),
)
COPIES = (
    ("Replica Rolex Submariner 1:1 AAA copy", "91012100", "FR"),
    ("Fake designer handbag mirror quality with logo", "42022100", "IT"),
    ("Counterfeit brand sneakers, same as original", "64041100", "US"),
)
DISGUISED = (
    ("Power bank 30000 mAh with LED display", "49019900", "DE"),
    ("Disposable vape 600 puffs", "95030095", "MX"),
    ("Flick knife with black blade", "96091010", "GB"),
    ("Wireless earbuds", "61091000", "US"),
    ("Leather boots men size 43", "49019900", "CA"),
    ("Perfume eau de parfum 100 ml", "42022290", "AU"),
)
Ware = tuple[str, str | None, str]


def ware(rows: tuple[Ware, ...], turn: int, price: int) -> tuple[Line, str]:
    """The line of a row, and the country it is sent to."""
    title, hs_code, country = rows[turn % len(rows)]
    return Line(sku=f"XX-{turn}", title=title, hs_code=hs_code, quantity=1, unit_price=price, weight_g=300), country


def bare_cell(turn: int, price: int, chance: Random) -> tuple[Line, str]:
    """A battery that travels by itself, as its seller states."""
    line, country = ware(CELLS, turn, price)
    cell = Battery(
        kind=BatteryKind.LITHIUM_ION,
        packing=BatteryPacking.ALONE,
        watt_hours=float(chance.choice((37, 74, 99))),
        count=1,
    )
    return (
        Line(
            sku=line.sku,
            title=line.title,
            hs_code=line.hs_code,
            quantity=1,
            unit_price=price,
            weight_g=420,
            battery=cell,
        ),
        country,
    )
