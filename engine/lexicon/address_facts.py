"""Facts of the delivery address and of the phone that a carrier will call."""

from engine.lexicon.entry import country, flag, one_of, text, whole_number, words

LEVELS = ("ok", "warning", "error")

ADDRESS_FACTS = (
    one_of("address.result", LEVELS, "the worst of all fields of the delivery address"),
    one_of("address.country_level", LEVELS, "verdict on the country"),
    one_of("address.name_level", LEVELS, "verdict on the consignee's name"),
    one_of("address.street_level", LEVELS, "verdict on the street line"),
    one_of("address.city_level", LEVELS, "verdict on the city"),
    one_of("address.state_level", LEVELS, "verdict on the state or province"),
    one_of("address.postcode_level", LEVELS, "verdict on the postcode"),
    words("address.codes", "codes of all findings, such as postcode_missing", ["postcode_missing"]),
    words("address.fields_in_error", "fields whose verdict is `error`", ["postcode"]),
    flag("address.repaired", "a field was repaired, for instance a postcode's spacing"),
    flag("address.territory_moved", "the postcode belongs to another customs territory than the stated country"),
    flag("address.postcode_contradicts_state", "the postcode lies in another state"),
    flag("address.house_number_missing", "the country's addresses have one and this has none"),
    flag("address.placeholder", "a field holds a stand-in such as `n/a`, `test` or dashes"),
    flag("address.gibberish", "street or city looks like mashed keys"),
    flag("address.vague_street", "the street says too little to deliver to"),
    one_of("address.po_box", ("none", "box_only", "street_and_box"), "post office box, alone or beside a street"),
    flag("address.military", "forces post (APO, FPO, DPO, BFPO)"),
    whole_number("address.forwarder_score", "0..100", "how much the address looks like a freight forwarder's", 0),
    flag("address.contact_in_street", "an e-mail or phone number stands in the street line"),
    flag("address.bill_ship_same", "billing and delivery address are the same place"),
    flag("address.bill_ship_same_country", "billing and delivery country are the same"),
    flag("address.bill_ship_same_name", "billing and delivery name are the same person"),
    flag("address.script_unreadable", "street or city is in a script that the origin's carriers cannot read"),
    flag("phone.given", "a phone number was given for the delivery"),
    one_of("phone.status", ("valid", "possible", "invalid"), "whether the number can exist"),
    one_of(
        "phone.type",
        ("mobile", "fixed_line", "fixed_or_mobile", "voip", "toll_free", "premium_rate", "pager", "other"),
        "kind of number",
    ),
    country("phone.region", "country of the number", "DE"),
    flag("phone.region_matches", "the number's country is the destination's, shared numbering plans counted"),
    flag("phone.obvious_fake", "a number nobody has: 000…, 123456…, the drama ranges"),
    text("phone.e164", "number in international form", "+4930123456", personal=True),
)
