"""Facts of the product file: how a line stands to what its seller keeps of the article."""

from engine.lexicon.entry import one_of, whole_number, words

PRODUCT_STATUSES = ("joined", "unknown_sku", "delisted", "no_product_file")
ATTRIBUTES = (
    "product",
    "hs_code",
    "national_code",
    "origin",
    "customs_name",
    "weight_g",
    "battery_kind",
    "battery_packing",
    "battery_wh",
    "lithium_g",
    "liquid_ml",
    "blade_mm",
    "laser_mw",
    "alcohol_pct",
    "nicotine_mg_ml",
)
CONFLICTS = (
    "hs_code",
    "origin",
    "weight_g",
    "dimensions",
    "battery_kind",
    "battery_packing",
    "battery_wh",
    "battery_count",
    "lithium_g",
    "liquid_ml",
    "magnet",
    "blade_mm",
    "laser_mw",
    "alcohol_pct",
    "nicotine_mg_ml",
)

PRODUCT_FACTS = (
    whole_number("line.order_line", "line", "which line of the order it is; contents of a kit bear the kit's", 1),
    one_of("line.product_status", PRODUCT_STATUSES, "how the line stands to the seller's product file"),
    words(
        "line.product_conflicts",
        "what order and product file state differently; the value that law judges harder counts",
        ["battery_wh"],
        CONFLICTS,
    ),
    words(
        "line.product_missing",
        "what the destination's law or the carriage needs to know of the article, and nobody states",
        ["hs_code"],
        ATTRIBUTES,
    ),
    words(
        "line.product_numbers",
        "which product numbers are known: the seller's, the maker's, a GTIN",
        ["seller", "gtin"],
        ("seller", "maker", "gtin"),
    ),
)
