"""What simulated shops sell: everyday goods under the HS 2022 heading that a seller would give them, and their prices.

One row an article: `title|HS code|grams|median price in EUR cents|origin|kind`. Kinds: `ion N` a lithium-ion cell of N
Wh in the device, `cell` a lithium-metal button cell in it, `resale` what is easily sold again. An article has a few
variants; their prices are drawn log-normal around the median, with the spread of their HS chapter.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from math import exp
from random import Random

from engine.order.line import Battery, Line
from engine.order.terms import BatteryKind, BatteryPacking
from engine.simulation.lanes import priced

_ROWS = """
T-shirt, cotton, printed|61091000|170|1690|BD|
Polo shirt, cotton piqué|61051000|240|2790|VN|
Hooded sweatshirt, cotton|61102091|560|3990|TR|
Chinos, cotton, straight|62034235|520|4790|TR|
Summer dress, viscose|62044400|290|4290|IN|
Rain jacket, polyester|62014090|480|6490|CN|
Down vest, quilted|62014090|410|5990|CN|
Running tights|61046300|240|3290|VN|
Socks, cotton, 5 pairs|61159500|190|1490|TR|
Beanie, knitted, wool|65050030|90|1890|CN|
Scarf, wool, checked|61171000|210|3290|CN|
Bathrobe, cotton terry|62089100|1150|4590|TR|
Running shoes, textile upper|64041100|740|8490|VN|
Leather boots|64039116|1350|11990|PT|
Sandals, leather|64035999|620|5290|IT|
Backpack, 22 l|42029291|760|5290|CN|
Wallet, leather|42023100|110|3490|IT|
Handbag, leather|42022100|880|12990|IT|resale
Travel bag, canvas|42029291|1100|5990|CN|
Sunglasses|90041091|70|4990|CN|
Wrist watch, quartz, steel|91021100|130|14900|CN|cell resale
Wrist watch, automatic|91022100|160|27900|CN|resale
Necklace, fashion jewellery|71171900|40|2290|CN|
Bracelet, silver|71131100|30|4990|TH|resale
Mug, porcelain, 2 pcs|69111000|760|1890|CN|
Frying pan, steel, 28 cm|73239300|1450|3990|CN|
Chopping board, bamboo|44191100|1200|2490|CN|
Water bottle, steel, 500 ml|96170000|310|2290|CN|
Kitchen scale, digital|84231010|430|2190|CN|cell
Coffee grinder, manual|82100000|620|3990|CN|
Table cloth, linen|63025300|560|4490|LT|
Bath towels, cotton, 4 pcs|63026000|1500|4290|TR|
Duvet cover, cotton|63022100|1200|4990|PK|
Cushion cover, velvet, 2 pcs|63049200|280|1990|IN|
Candle, scented|34060000|430|2190|PL|
Picture frame, oak|44149090|820|2190|PL|
Desk lamp, LED|94052190|980|4290|CN|
Fairy lights, LED, 10 m|94053100|290|1590|CN|
Storage box, felt, 3 pcs|63079098|640|2390|CN|
Plush animal, 35 cm|95030041|320|2290|CN|
Building bricks, 600 pieces|95030035|860|4290|CN|
Jigsaw puzzle, 1000 pieces|95030061|740|1790|DE|
Board game, 2 to 5 players|95049080|1100|3290|DE|
Watercolours, 24 pans|32131000|360|2290|CN|
Fountain pen|96083000|60|3790|DE|
Notebook, dotted, A5|48201030|380|1390|CN|
Novel, paperback|49019900|330|1290|GB|
Picture book|49030000|340|1490|DE|
Ukulele, mahogany|92029080|540|5690|CN|
Yoga mat|40169997|1150|2890|CN|
Resistance bands, 5 pcs|95069190|410|1890|CN|
Swimming goggles|90049090|90|1690|CN|
Cycling helmet|65061010|300|6290|CN|
Badminton rackets, pair|95065900|560|2990|CN|
Tent, two persons|63062200|2500|12490|CN|
Sleeping bag, 0 C|94043000|1300|6490|CN|
Fishing reel|95073000|290|5290|CN|
Wireless earbuds, charging case|85183000|60|6990|CN|ion 2 resale
Headphones, over-ear, wired|85183000|260|5990|CN|
Loudspeaker, Bluetooth, portable|85182100|520|6490|CN|ion 18
Fitness watch, heart rate|85176200|60|7990|CN|ion 1 resale
Phone case, silicone|39269097|50|1390|CN|
Screen protector, glass, 2 pcs|70072900|60|990|CN|
Cable, USB-C, 2 m|85444290|60|1090|CN|
Charger, USB-C, 65 W|85044060|150|3490|CN|
Mouse, wired|84716070|110|2290|CN|
Keyboard, mechanical, wired|84716060|930|8490|CN|
Webcam, full HD|85258900|160|4690|CN|
Flash drive, 256 GB|85235110|20|2690|TW|
Solid state drive, 1 TB|84717070|60|8990|TW|resale
Memory module, 32 GB|84733020|50|9490|KR|resale
Graphics tablet|84716070|720|7990|CN|resale
E-book reader|85437050|210|12990|CN|ion 6 resale
Action camera, 4K|85258900|150|21900|CN|ion 5 resale
Camera lens, 50 mm|90021100|420|29900|JP|resale
Game controller, wired|95045000|280|4990|CN|resale
Bicycle light set, rechargeable|85121000|150|3190|CN|ion 4
Toothbrush, electric|85098000|260|5490|CN|ion 3
Hair dryer, 2000 W|85163100|640|4490|CN|
Precision screwdrivers, 24 pcs|82054000|370|1990|CN|
Multimeter, digital|90303100|320|3290|CN|
Work gloves, 5 pairs|61161020|300|1590|LK|
Plant pot, self-watering|39249000|520|1690|PL|
Dog collar, nylon|42010000|90|1490|CN|
Cat toy, rope|95030095|60|790|CN|
Phone holder for cars|87089997|120|1790|CN|
Hair ties, 20 pcs|96151100|40|690|CN|
Make-up brushes, 10 pcs|96033090|170|1890|CN|
"""
# Spread of the logarithm of prices within an article, by HS chapter; 0.25 where none stands.
SPREADS = {"42": 0.45, "49": 0.3, "61": 0.35, "62": 0.4, "64": 0.35, "71": 0.5, "84": 0.4, "85": 0.35, "90": 0.45,
    "91": 0.55, "95": 0.35}  # fmt: skip
USUAL_SPREAD = 0.25
_VARIANTS = ("black", "white", "grey", "navy", "green", "red", "sand", "blue")


@dataclass(frozen=True, slots=True)
class Article:
    """One SKU. `eur_cents` is its list price; `resale` means that it is easily sold again."""

    sku: str
    title: str
    hs_code: str
    grams: int
    eur_cents: int
    origin: str
    battery: Battery | None
    resale: bool

    @property
    def postable(self) -> bool:
        """Whether posts everywhere take it: many refuse lithium cells and precious metal."""
        return self.battery is None and not self.hs_code.startswith("71")


@dataclass(frozen=True, slots=True)
class Pick:
    """An article and how many pieces of it."""

    article: Article
    quantity: int


@cache
def articles() -> tuple[Article, ...]:
    """The catalogue: the same in every simulation, as a shop's is from one day to the next."""
    chance = Random("catalogue")  # noqa: S311 - prices, not secrets
    return tuple(
        variant
        for number, row in enumerate(_ROWS.strip().splitlines(), start=1)
        for variant in _variants(number, row, chance)
    )


def _variants(number: int, row: str, chance: Random) -> list[Article]:
    title, hs_code, grams, cents, origin, kind = row.split("|")
    spread = SPREADS.get(hs_code[:2], USUAL_SPREAD)
    colours = chance.sample(_VARIANTS, chance.randint(2, 5))
    return [
        Article(
            sku=f"SK-{number:03d}-{place}",
            title=f"{title}, {colour}",
            hs_code=hs_code,
            grams=int(grams),
            eur_cents=max(300, round(int(cents) * exp(spread * chance.gauss(0, 1)))),
            origin=origin,
            battery=_battery(kind.split()),
            resale="resale" in kind,
        )
        for place, colour in enumerate(colours, start=1)
    ]


def _battery(words: Sequence[str]) -> Battery | None:
    packing = BatteryPacking.IN_EQUIPMENT
    if "ion" in words:
        return Battery(kind=BatteryKind.LITHIUM_ION, packing=packing, watt_hours=float(words[1]), count=1)
    return Battery(kind=BatteryKind.LITHIUM_METAL, packing=packing, lithium_g=0.1, count=1) if "cell" in words else None


@cache
def _popular() -> tuple[tuple[Article, ...], tuple[float, ...]]:
    """Articles with the running sum of how often each is bought: few much, many seldom."""
    chance = Random("popularity")  # noqa: S311 - tastes, not secrets
    ranked = chance.sample(articles(), len(articles()))
    total, upto = 0.0, []
    for rank in range(len(ranked)):
        total += 1 / (rank + 6) ** 0.8
        upto.append(total)
    return tuple(ranked), tuple(upto)


def any_article(chance: Random) -> Article:
    """What people buy."""
    ranked, upto = _popular()
    return chance.choices(ranked, cum_weights=upto)[0]


def everyday_basket(chance: Random) -> tuple[Pick, ...]:
    """One to six different articles, mostly one piece of each."""
    wanted = chance.choices((1, 2, 3, 4, 6), (60, 23, 10, 5, 2))[0]
    drawn = {article.sku: article for article in (any_article(chance) for _ in range(wanted))}
    return tuple(Pick(each, chance.choices((1, 2, 3, 4), (84, 11, 3, 2))[0]) for each in drawn.values())


def basket_worth(eur_cents: float, chance: Random, *, resale: float = 0.0) -> tuple[Pick, ...]:
    """Goods that come near a worth; with chance `resale` each is one that is easily sold again."""
    for_resale = chance.random() < resale
    offered = [each for each in (any_article(chance) for _ in range(24)) if each.resale or not for_resale]
    offered = offered or [any_article(chance)]
    best = min(offered, key=lambda each: abs(each.eur_cents - eur_cents))
    pieces = max(1, min(3, round(eur_cents / best.eur_cents))) if best.eur_cents < eur_cents / 1.6 else 1
    return (Pick(best, pieces), *everyday_basket(chance)[:1]) if chance.random() < 0.3 else (Pick(best, pieces),)


def line_of(pick: Pick, currency: str, chance: Random) -> Line:
    """A line as product files state it; some lack the code, the origin or the weight."""
    article, draw = pick.article, chance.random()
    return Line(
        sku=article.sku,
        title=article.title,
        hs_code=None if draw < 0.1 else article.hs_code[:6] if draw < 0.45 else article.hs_code,
        origin=article.origin if chance.random() < 0.92 else None,
        quantity=pick.quantity,
        unit_price=priced(article.eur_cents, currency),
        weight_g=article.grams if chance.random() < 0.97 else None,
        battery=article.battery,
    )
