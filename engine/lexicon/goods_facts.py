"""Facts of each line: the goods, what they are taken for, and what the destination's law says of them."""

from engine.lexicon.entry import country, flag, number, one_of, text, whole_number, words
from engine.order.terms import BatteryKind, BatteryPacking

CLASSIFICATIONS = ("classified", "probable", "vague", "unclassified")

GOODS_FACTS = (
    text("line.sku", "the seller's article number", "PB-20K"),
    text("line.title", "title as sold", "Power bank 20000 mAh"),
    whole_number("line.quantity", "pieces", "pieces of this line", 1),
    whole_number("line.unit_price_eur_minor", "EUR cents", "price of one piece, at reference rates", 2999),
    whole_number("line.value_eur_minor", "EUR cents", "price of the line, at reference rates", 2999),
    text("line.hs_code", "HS code as given", "85076000"),
    one_of("line.hs_status", ("valid", "unknown_heading", "absent"), "whether the HS code exists in HS 2022"),
    country("line.origin", "country of origin", "CN"),
    whole_number("line.weight_g", "grams", "weight of the line", 450),
    whole_number("line.value_per_kg_eur_minor", "EUR cents per kg", "price by weight", 6664),
    one_of("line.battery_kind", tuple(BatteryKind), "cell chemistry"),
    one_of("line.battery_packing", tuple(BatteryPacking), "how the cell travels"),
    number("line.battery_wh", "Wh", "energy of one battery", 74.0),
    number("line.lithium_g", "g", "lithium content of one cell", 1.0),
    number("line.liquid_ml", "ml", "liquid in one piece", 50.0),
    flag("line.magnet", "holds a strong magnet"),
    number("line.blade_mm", "mm", "length of the blade", 90.0),
    number("line.laser_mw", "mW", "power of the laser", 1.0),
    number("line.alcohol_pct", "% vol", "alcohol content", 40.0),
    number("line.nicotine_mg_ml", "mg/ml", "nicotine content", 20.0),
    words("line.certificates", "certificates that the seller names", ["CE"]),
    words("line.documents_claimed", "documents that somebody handed in and nobody has judged", ["import_permit"]),
    words("line.documents_verified", "documents that an analyst has verified", ["import_permit"]),
    one_of("line.classification", CLASSIFICATIONS, "how sure we are of what the goods are"),
    one_of(
        "line.classification_basis",
        ("hs", "attribute", "phrase", "keyword", "none"),
        "what the classification rests on",
    ),
    words("line.categories", "restricted goods categories it belongs to", ["lithium_battery_alone"]),
    flag("line.description_vague", "the description is too vague for a customs declaration"),
    flag("line.hs_contradicts_text", "HS code and description point to different goods"),
    words("line.law_prohibited", "categories that the destination prohibits, certain or probable", ["vape_ecig"]),
    words(
        "line.law_prohibited_certain",
        "prohibited categories established by HS code or a stated attribute",
        ["vape_ecig"],
    ),
    words("line.law_licence", "categories that need a licence to enter", ["radio_transmitter_spy"]),
    words("line.law_certificate", "categories that need a certificate to enter", ["plant_seed"]),
    words("line.law_conditional", "categories that enter on conditions", ["cosmetic_liquid"]),
    words("line.law_limit_exceeded", "categories over a numeric limit of the destination", []),
    words("line.law_limit_unknown", "categories with a limit whose value is not stated for this line", []),
    words(
        "line.law_documents_missing",
        "documents that the destination asks for and nobody has handed in",
        ["import_permit"],
    ),
    words(
        "line.law_documents_claimed",
        "documents that the destination asks for, handed in and not yet verified",
        ["import_permit"],
    ),
    words("line.law_carriage_refused", "categories that the chosen way of carriage refuses at this destination", []),
    words("line.law_low_confidence", "categories restricted by old or weak sources only", []),
    words("line.law_world_prohibited", "categories that no post or customs accepts anywhere", []),
    words("line.law_restrictions", "ids of all restrictions that matched", ["AU-ECIG-001"]),
    flag("line.law_could_prohibit", "unclassified, and the destination prohibits something it could be"),
    whole_number("line.quantity_over_typical_pct", "percent", "quantity over what the shop usually sells of it", 100),
)
