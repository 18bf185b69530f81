"""What rules of shipping may ask: of a dispatch, and of each service that can take it."""

from engine.lexicon.entry import country, flag, number, of_part, one_of, text, whole_number, words
from engine.lexicon.spec import Fact, Lexicon
from engine.order.terms import OrderKind

GOODS = (
    "general",
    "battery_inside",
    "battery_with",
    "battery_alone",
    "liquid",
    "paste",
    "powder",
    "magnetic",
    "blade",
    "cosmetics",
)
KINDS = ("express", "postal", "special_line", "sea_lcl", "sea_fcl", "domestic", "hand_over")
MODES = ("post", "courier", "air", "sea", "road")
TERMS = ("DDP", "DAP", "IOSS")
EUR = "EUR cents"

_OF_DISPATCH: tuple[Fact, ...] = (
    country("dispatch.origin", "where it leaves from", "CN"),
    country("dispatch.country", "where it goes", "DE"),
    flag("dispatch.abroad", "it crosses a border"),
    text("dispatch.channel", "where the order was placed", "shopify"),
    one_of("dispatch.order_kind", tuple(OrderKind), "what its order is: a sale, or a sample, gift, replacement"),
    text("dispatch.shop", "the shop that sold it", "cyclery-de"),
    words("dispatch.goods", "goods classes in it", ["battery_inside"], GOODS),
    words("dispatch.categories", "categories of its goods, as import law names them", ["knife"]),
    whole_number("dispatch.parcels", "parcels", "parcels", 1),
    whole_number("dispatch.weight_g", "g", "gross weight of all parcels", 640),
    whole_number("dispatch.value_eur_minor", EUR, "what the goods are worth", 4990),
    whole_number("dispatch.paid_shipping_eur_minor", EUR, "what the buyer paid for shipping", 499),
    one_of("dispatch.terms", TERMS, "who pays duty and tax, as the order says"),
    flag("dispatch.po_box", "it goes to a PO box"),
    whole_number("dispatch.promised_days", "days", "days left until the promised delivery", 12),
    whole_number("dispatch.expected_profit_eur_minor", EUR, "what the order is expected to earn; negative: lose", 810),
    flag("dispatch.profit_complete", "every cost of that expectation is known"),
)

_OF_SERVICE: tuple[Fact, ...] = (
    text("service.id", "the service", "line-yanwen"),
    text("service.carrier", "its carrier", "yanwen"),
    one_of("service.kind", KINDS, "what sort of service it is"),
    one_of("service.mode", MODES, "how it travels most of the way"),
    one_of("service.terms", TERMS, "the duty terms on which it would take this"),
    flag("service.tracked", "the parcel can be followed to the door"),
    flag("service.insured", "what is lost is paid for"),
    whole_number("service.price_eur_minor", EUR, "what it costs, with surcharges", 812),
    flag("service.price_is_least", "it bills by size, and nobody has measured the parcel"),
    whole_number("service.days_most", "days", "days to delivery, the longest that it states", 14),
    whole_number("service.days_after_promise", "days", "its longest time less the days promised; negative: within", 2),
    whole_number("service.co2_g", "g", "stated estimate of CO2 for this dispatch", 900),
    whole_number("service.seen_parcels", "parcels", "parcels of ours that it has taken on this lane", 240),
    whole_number("service.seen_p50_days", "days", "days in which half of them arrived", 9),
    whole_number("service.seen_p90_days", "days", "days in which nine of ten of them arrived", 13),
    number("service.seen_on_time_pct", "percent", "share of them on time", 96.5),
    number("service.seen_lost_pct", "percent", "share of them that were lost", 0.4),
    number("service.seen_held_pct", "percent", "share of them that customs held", 1.5),
)

SHIPPING_LEXICON = Lexicon((*_OF_DISPATCH, *(of_part(each) for each in _OF_SERVICE)))
