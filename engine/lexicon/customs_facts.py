"""Facts of customs: the consignee's numbers, who pays which tax, what lands on top of the price."""

from engine.lexicon.entry import day, flag, one_of, text, whole_number, words

REGIMES = (
    "ioss",
    "ioss_ni",
    "gb_vat",
    "voec",
    "au_gst",
    "nz_gst",
    "sg_gst",
    "my_lvg",
    "ch_vat",
    "cl_vat",
    "br_remessa",
    "jp_ct",
    "none",
)
PRODUCT_IDS = ("merchant", "manufacturer", "standard")

CUSTOMS_FACTS = (
    words("tax.consignee_ids", "kinds of the consignee's numbers that were given, in fields or in writing", ["CPF"]),
    words("tax.consignee_ids_written", "kinds that only a note or an address line gives", ["CPF"]),
    words("tax.consignee_ids_invalid", "kinds of given numbers whose form or check digit is wrong", []),
    words("tax.consignee_ids_required", "kinds that the destination asks of a consignee", ["CPF"]),
    words("tax.consignee_ids_missing", "required kinds that were not given", []),
    words("tax.consignee_ids_expiring", "kinds of given numbers that hold for a year only", ["PCCC"]),
    words("tax.seller_ids", "kinds of the seller's and marketplace's numbers (IOSS, VOEC …)", ["IOSS"]),
    one_of("tax.regime", REGIMES, "the regime under which tax is collected at sale there, on the day of sale"),
    one_of("tax.collector", ("seller", "marketplace", "importer"), "who pays the import tax to the state"),
    flag("tax.number_required", "the parcel must travel with the collector's number"),
    flag("tax.number_given", "the collector's number for this regime was given"),
    flag("tax.number_own_on_marketplace", "the seller's own number where the marketplace counts as the seller"),
    words("tax.numbers_wrong", "kinds of sellers' numbers whose form or check digit is wrong", ["IOSS"]),
    one_of("tax.number_shown", ("data", "invoice", "package"), "where that number may be read"),
    flag("tax.over_limit", "the goods are worth more than the regime's limit"),
    text("tax.limit", "the regime's limit", "EUR 150.00"),
    whole_number("tax.intrinsic_value_eur_minor", "EUR cents", "the goods alone, at reference rates", 11999),
    words(
        "tax.twice",
        "why tax or duty would be paid twice",
        ["tax_in_price"],
        ("duty_in_price", "tax_in_price", "over_limit", "two_numbers"),
    ),
    text("duties.free_up_to", "value up to which goods enter free of duty, in the law's currency", "EUR 150.00"),
    whole_number("duties.de_minimis_minor", "minor units of the law's currency", "the same as a number", 15000),
    text("duties.de_minimis_currency", "the law's currency", "EUR"),
    day("duties.since", "first day of that limit", "2026-07-01"),
    text("duties.source", "what that limit rests on", "Council Regulation (EU) 2026/382 (EUR-Lex, 2026-02-18)"),
    flag("duties.duty_due", "the goods are worth more than enters free of duty"),
    flag("duties.vat_due", "import tax is due on arrival"),
    whole_number("duties.items", "items", "different six-digit codes; a line without code counts for itself", 2),
    one_of(
        "duties.flat_scope", ("certain", "disputed"), "whether the Union's flat duty by item is due by all readings"
    ),
    whole_number("duties.flat_duty_eur_minor", "EUR cents", "flat duty by item", 600),
    words("duties.charges", "ids of fixed charges that are due", ["EU-FLAT-DUTY"]),
    whole_number("duties.charges_eur_minor", "EUR cents", "fixed charges together, at reference rates", 600),
    words("duties.hints", "ids of what is in force by weak sources, or read differently", []),
    words("duties.in_force", "ids of all that changed lately and binds this parcel", ["US-NO-DE-MINIMIS"]),
    whole_number("line.hs_digits", "digits", "digits of the HS code as given", 8),
    words(
        "line.us_entry_missing", "what an entry to the United States still lacks", ["code"], ("code", "origin", "value")
    ),
    words(
        "line.product_ids_missing",
        "product numbers that the Union's declaration asks for and the line is known to lack",
        ["manufacturer"],
        PRODUCT_IDS,
    ),
)
