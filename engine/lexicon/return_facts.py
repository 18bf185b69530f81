"""What rules of returns may ask: of the goods that somebody wants to give back, of the person, of what came back in the
end, and of each way in which the matter can be settled.

Counts of a person are those of one merchant, found by the keyed token of whoever ordered; none is a personal value.
"""

from engine.lexicon.entry import country, flag, of_part, one_of, text, whole_number, words
from engine.lexicon.shipping_facts import GOODS, MODES
from engine.lexicon.spec import Fact, Lexicon

EUR = "EUR cents"
STAGES = ("requested", "inspected")
QUALITY = ("defective", "not_as_described", "wrong_item", "missing_part", "damaged_on_arrival")
LOGISTICS = ("late", "lost", "customs_refused", "wrong_address_carrier")
CUSTOMER = ("changed_mind", "refused", "unreachable", "duplicate")
OTHER = ("other",)
FAMILIES = ("quality", "logistics", "customer", "other")
WISHES = ("refund", "replacement", "keep")
EXCEPTIONS = ("custom_made", "hygiene_seal", "perishable", "software_seal")
SEALS = ("none", "whole", "unknown", "broken")
REMEDIES = ("refund", "part_refund", "replacement")

_OF_RETURN: tuple[Fact, ...] = (
    one_of("return.stage", STAGES, "whether it is asked for, or what came back was looked at"),
    one_of("return.reason", (*QUALITY, *LOGISTICS, *CUSTOMER, *OTHER), "why, as a code"),
    one_of("return.family", FAMILIES, "whose matter the reason is: the goods', the way's, the customer's, unknown"),
    one_of("return.wish", WISHES, "what is wanted: the money, the goods again, or to keep them for less"),
    one_of("return.buyer", ("consumer", "business"), "whether a company bought"),
    flag("return.delivered", "the carrier delivered these goods"),
    whole_number("return.days_since_delivery", "days", "full days since the last parcel was delivered", 5),
    whole_number(
        "return.law_days_left", "days", "days that the destination's law leaves to withdraw; negative: over", 9
    ),
    flag(
        "return.law_excepted", "the law's right to withdraw leaves out some of these goods as they are", example=False
    ),
    words(
        "return.law_exceptions", "why it leaves them out, or does once they are unsealed", ["custom_made"], EXCEPTIONS
    ),
    one_of("return.seal", SEALS, "how the seal is without which the law leaves them out; none: no such seal"),
    whole_number("return.shop_days_left", "days", "days that the shop itself leaves; negative: over", 25),
    country("return.country", "where the goods are", "DE"),
    text("return.channel", "where the order was placed", "shopify"),
    text("return.shop", "the shop that sold it", "cyclery-de"),
    whole_number("return.value_eur_minor", EUR, "what was paid for these pieces", 1999),
    whole_number("return.pieces", "pieces", "pieces that are to come back", 1),
    words("return.goods", "goods classes among them", ["battery_inside"], GOODS),
    whole_number("return.photos", "photos", "photos that the customer handed in", 1),
    whole_number("return.orders_90d", "orders", "orders of the person in 90 days, this one among them", 6),
    whole_number("return.returns_90d", "returns", "returns that the person asked for in 90 days, this one left out", 2),
    whole_number("return.refund_share_pct", "percent", "share of the person's orders of 90 days with money back", 33),
    whole_number("return.not_received_180d", "claims", "times in 180 days that the person said nothing had come", 1),
    whole_number(
        "return.empty_180d", "returns", "returns of the person in 180 days in which other or fewer pieces came", 0
    ),
    whole_number("return.missing_pieces", "pieces", "pieces that were announced and are not there", 0),
    whole_number("return.wrong_pieces", "pieces", "pieces that are not what was sold", 0),
    whole_number("return.damaged_pieces", "pieces", "pieces that are damaged", 0),
    whole_number("return.opened_pieces", "pieces", "pieces that are whole, and were opened or tried", 1),
)

_OF_WAY: tuple[Fact, ...] = (
    text("way.id", "the way", "refund_back_local_house"),
    one_of("way.remedy", REMEDIES, "what the customer gets"),
    one_of("way.goods", ("back", "kept"), "whether the goods come back"),
    one_of("way.to", ("local", "home", "none"), "whereto: a warehouse in the country, the one they came from, nowhere"),
    one_of("way.payer", ("house", "buyer", "none"), "who pays for the way back"),
    one_of("way.mode", MODES, "how they would travel most of the way"),
    flag("way.border", "they would cross a border"),
    whole_number("way.cost_eur_minor", EUR, "what it costs the house: the way back, and goods that stay away", 2400),
    whole_number("way.cost_share_pct", "percent", "that cost in percent of what was paid for the pieces", 120),
)

RETURNS_LEXICON = Lexicon((*_OF_RETURN, *(of_part(each) for each in _OF_WAY)))
