"""What the synthetic shop sells: everyday goods with the HS 2022 heading a seller would give them.

One row a product: `title|HS code|grams|EUR cents|origin|kind`. Kinds say what the seller knows beside the title:
`ion` a lithium-ion cell in the device (with its energy in Wh), `cell` a lithium-metal button cell in the device,
`liquid` its volume in ml, `cosmetic` and `supplement` where the shop does not send it everywhere.
"""

from dataclasses import dataclass
from random import Random

from engine.order.line import Battery
from engine.order.terms import BatteryKind, BatteryPacking

_ROWS = """
Men's cotton T-shirt, crew neck, navy|61091000|180|1490|BD|
Women's linen summer dress, size M|62044900|320|4990|IN|
Slim fit denim jeans 32/34|62034231|620|5990|TR|
Merino wool sweater, grey|61101190|410|7990|CN|
Kids rain jacket, yellow, 110 cm|62024000|350|3490|CN|
Running socks 3 pairs|61159500|120|1290|TR|
Leather belt, brown, 100 cm|42033000|240|2990|IT|
Knitted winter hat with pompom|65050030|110|1590|CN|
Touchscreen gloves, size L|61169300|90|1490|CN|
Silk scarf with floral print|61171000|70|3990|CN|
Yoga leggings high waist|61046300|260|2990|VN|
Women's sports bra, black, M|62121090|130|2490|VN|
Baby bodysuit organic cotton, 3-pack|61112090|210|1990|IN|
Pyjama set flannel|62079100|540|3590|TR|
Polyester necktie, blue stripes|62152000|80|1790|CN|
Trail running shoes, EU 42|64041100|780|8990|VN|
Leather ankle boots women EU 39|64035199|1150|11990|PT|
Flip flops, unisex, EU 44|64022000|340|1490|CN|
Children's canvas sneakers EU 30|64041990|420|2990|CN|
Felt slippers, grey, EU 41|64052099|360|2490|PL|
Stainless steel watch strap 20 mm|91132000|60|1990|CN|
Women's quartz wristwatch with leather strap|91021100|90|5990|CN|cell
Sunglasses polarised, tortoise frame|90041091|70|3490|CN|
Silver-plated necklace with pendant|71171900|40|2490|CN|
Stud earrings glass crystal|71171900|20|1290|CN|
Backpack 25 l, water repellent, black|42029291|780|5490|CN|
Canvas tote bag, natural|42022290|190|1490|IN|
Cabin suitcase 55 cm, polycarbonate|42021219|2900|9990|CN|
Passport wallet with RFID protection|42023290|110|1690|CN|
Compression packing cubes, set of 4|42029298|360|2490|CN|
Umbrella, folding, windproof|66019100|390|2290|CN|
Ceramic coffee mug 350 ml|69120023|380|1190|CN|
Cast iron frying pan 26 cm|73239100|2400|4490|CN|
Bamboo cutting board 40 x 30 cm|44191100|1300|2790|CN|
Silicone baking mat, set of 2|39241000|240|1590|CN|
Stainless steel water bottle 750 ml|96170000|360|2490|CN|
Glass food containers 5 pcs|70134919|2200|2990|CN|
Electric milk frother|85094000|310|2490|CN|
Pour-over coffee dripper, porcelain|69111000|420|2190|JP|
Espresso cups, set of 4|69111000|640|3190|PT|
Tea towel linen 2 pcs|63025300|180|1690|LT|
Cotton bath towel 70 x 140 cm|63026000|560|2290|TR|
Duvet cover set 135 x 200|63022100|1250|4990|PK|
Memory foam pillow|94049090|1350|3990|CN|
Throw blanket fleece 150 x 200 cm|63014010|820|2490|CN|
Blackout curtains 2 panels|63039200|1700|3990|CN|
Scented soy candle, vanilla|34060000|420|1990|PL|
Picture frame oak 30 x 40|44149090|870|2290|PL|
Wall clock wood 30 cm|91052900|720|3490|CN|
LED desk lamp with USB port|94052190|940|3990|CN|
LED string lights 10 m, warm white|94053100|280|1690|CN|
Storage basket seagrass|46021910|650|2490|VN|
Coat hooks adhesive 6 pcs|83025000|210|1190|CN|
Shower curtain 180 x 200, grey|39249000|480|1990|CN|
Plush teddy bear 40 cm|95030041|350|2490|CN|
Wooden train set 60 pieces|95030010|1400|4990|CN|
Building blocks 500 pieces, city theme|95030035|820|3490|CN|
Jigsaw puzzle 1000 pieces, harbour at dawn|95030061|780|1890|DE|
Board game for families, ages 8+|95049080|1150|3490|DE|
Remote control car 1:18|95030075|680|4490|CN|ion 5
Doll with clothes, 30 cm|95030021|410|2790|CN|
Bath toy ducks 6 pcs|95030095|220|1290|CN|
Children's kite, rainbow|95030095|160|1690|CN|
Watercolour paint set 24 colours|32131000|380|2190|CN|
Colouring pencils 36 pcs in tin|96091010|310|1990|CN|
Notebook A5 dotted, hardcover|48201030|390|1490|CN|
Fountain pen, medium nib|96083000|60|3490|DE|
Paperback novel, 384 pages|49019900|340|1299|GB|
Cookbook vegetarian kitchen, hardcover|49019900|980|2990|DE|
Picture book for toddlers|49030000|310|1290|GB|
Wall calendar 2027 landscapes|49100000|290|1490|DE|
Acoustic guitar strings set|92093000|30|1290|US|
Ukulele soprano, mahogany|92029080|520|5490|CN|
Harmonica in C|92059099|110|3990|DE|
Yoga mat 6 mm, non-slip|40169997|1200|2990|CN|
Resistance bands set of 5|95069190|420|1990|CN|
Swimming goggles adult|90049090|90|1790|CN|
Cycling helmet M 54-58 cm|65061010|290|5990|CN|
Bicycle pannier bag 20 l|42029291|890|5990|DE|
Badminton set 2 rackets|95065900|610|2990|CN|
Camping mug enamel 400 ml|73239400|180|1290|CN|
Two-person tent, 3 season|63062200|2600|12990|CN|
Sleeping bag +5 C|94043000|1200|5990|CN|
Trekking poles, pair, aluminium|66020000|520|4490|CN|
Fishing reel spinning 3000|95073000|290|4990|CN|
Golf balls 12 pcs|95063200|580|2990|TH|
Wireless earbuds with charging case|85183000|60|4990|CN|ion 2
Bluetooth speaker portable, waterproof|85182100|540|5990|CN|ion 18
Over-ear headphones, wired|85183000|260|3990|CN|
Fitness tracker watch with heart rate|85176200|50|4990|CN|ion 1
Smartphone case silicone, black|39269097|50|1490|CN|
Tempered glass screen protector 2-pack|70072900|60|990|CN|
USB-C cable 2 m braided|85444290|60|1190|CN|
USB-C wall charger 30 W|85044060|110|2490|CN|
Wireless mouse, ergonomic|84716070|110|2490|CN|
Mechanical keyboard, 87 keys|84716060|920|7990|CN|
Webcam 1080p with microphone|85258900|160|4490|CN|
USB flash drive 128 GB|85235110|20|1690|TW|
Laptop stand aluminium|76169990|980|3490|CN|
HDMI cable 3 m|85444290|140|1290|CN|
E-reader 7 inch|85437050|210|13990|CN|ion 6
Action camera 4K|85258900|130|12990|CN|ion 5
Digital kitchen scale|84231010|420|1990|CN|cell
Rechargeable bike light set|85121000|160|2990|CN|ion 4
Head torch LED rechargeable|85131000|90|2490|CN|ion 4
Electric toothbrush|85098000|240|4990|CN|ion 3
Beard trimmer cordless|85102000|310|3990|CN|ion 4
Hair dryer 1800 W|85163100|620|3490|CN|
Screwdriver set 24 pcs precision|82054000|360|1990|CN|
Socket wrench set 46 pcs|82042000|1300|3490|TW|
Tape measure 5 m|90178010|230|990|CN|
Digital multimeter|90303100|310|2990|CN|
Spirit level 60 cm|90318080|640|1990|DE|
Work gloves nitrile coated, 5 pairs|61161020|290|1490|LK|
Garden hose nozzle, brass|84242000|240|1490|TW|
Plant pot self-watering 20 cm|39249000|530|1690|PL|
Dog collar nylon, L|42010000|90|1390|CN|
Cat scratching post 60 cm|94036090|2800|3490|CN|
Dog toy rope|95030095|190|990|CN|
Car phone holder magnetic|87089997|110|1690|CN|
Microfibre cleaning cloths 10 pcs|63071010|320|1290|CN|
Moisturising face cream 50 ml|33049900|120|2490|FR|cosmetic 50
Lipstick matte, rosewood|33041000|30|1690|FR|cosmetic
Hand cream shea butter 75 ml|33049900|100|1190|FR|cosmetic 75
Shampoo bar, lavender|33051000|90|1090|DE|cosmetic
Makeup brush set 10 pcs|96033090|180|1990|CN|
Hair ties 20 pcs|96151100|40|690|CN|
Nail file set|82142000|60|890|DE|
Vitamin C tablets 500 mg, 90 pcs|21069092|120|1590|DE|supplement
Magnesium capsules, 120 pcs|21069092|140|1890|DE|supplement
Collagen powder 300 g|35040090|380|2990|DE|supplement
Herrenhemd Baumwolle weiß, Gr. L|62052000|240|3990|TR|
Kinderbuch Die kleine Eule|49030000|330|1490|DE|
Bettwäsche Baumwollsatin 155 x 220|63023100|1150|5990|TR|
Brotkasten Metall weiß|73239300|1600|3290|CN|
Thermobecher Edelstahl 400 ml|96170000|310|2190|CN|
Puzzle Holz für Kinder ab 2|95030069|280|1690|PL|
Robe d'été en coton, taille 40|62044200|310|4490|IN|
Nappe en lin 150 x 250 cm|63025300|640|4990|LT|
Sac à dos enfant, motif renard|42029291|320|2490|CN|
Livre de cuisine provençale|49019900|720|2490|FR|
女士羊绒围巾 灰色|61171000|190|4990|CN|
儿童积木玩具 120块|95030035|560|1990|CN|
手机壳 硅胶 透明|39269097|40|690|CN|
保温杯 不锈钢 500毫升|96170000|320|1990|CN|
男士运动鞋 42码|64041100|760|4990|CN|
陶瓷茶具套装|69120023|1450|5990|CN|
"""
# Where the shop has learnt not to send, from customs' lists or from parcels that came back.
COSMETICS_NOT_TO = frozenset({"AE", "BR", "CL", "MX"})
SUPPLEMENTS_ONLY_TO = frozenset({"US", "CA", "GB", "DE", "AT", "NL", "BE", "PL", "IE"})
NO_LITHIUM_BY_POST = frozenset({"DE", "IT", "NZ"})  # their posts refuse lithium cells, installed ones too


@dataclass(frozen=True, slots=True)
class Product:
    """One article. `kind` and `amount` carry what the seller states beside title and code."""

    sku: str
    title: str
    hs_code: str
    grams: int
    eur_cents: int
    origin: str
    kind: str
    amount: float

    @property
    def lithium(self) -> bool:
        """Whether a lithium cell travels with it."""
        return self.kind in {"ion", "cell"}

    def may_go_to(self, country: str) -> bool:
        """Whether the shop sells it to that country."""
        if self.kind == "cosmetic":
            return country not in COSMETICS_NOT_TO
        return self.kind != "supplement" or country in SUPPLEMENTS_ONLY_TO

    def battery(self) -> Battery | None:
        """The battery as the shop's product file states it."""
        if self.kind == "ion":
            return Battery(
                kind=BatteryKind.LITHIUM_ION, packing=BatteryPacking.IN_EQUIPMENT, watt_hours=self.amount, count=1
            )
        if self.kind == "cell":
            return Battery(kind=BatteryKind.LITHIUM_METAL, packing=BatteryPacking.IN_EQUIPMENT, lithium_g=0.1, count=1)
        return None


def _product(number: int, row: str) -> Product:
    title, hs_code, grams, cents, origin, tag = row.split("|")
    kind, _, amount = tag.partition(" ")
    return Product(
        f"AR-{number:04d}", title, hs_code, int(grams), int(cents), origin, kind, float(amount) if amount else 0.0
    )


PRODUCTS = tuple(_product(number, row) for number, row in enumerate(_ROWS.strip().splitlines(), start=1))


def product_for(country: str, chance: Random) -> Product:
    """Something the shop sells to that country."""
    while True:
        drawn = chance.choice(PRODUCTS)
        if drawn.may_go_to(country):
            return drawn
