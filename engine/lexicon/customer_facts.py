"""Facts of the buyer, the buyer's device, and what was seen of both before this order was placed."""

from engine.lexicon.entry import country, flag, one_of, text, whole_number

CUSTOMER_FACTS = (
    text("customer.id", "the shop's own id of the account, for exceptions to single accounts", "C-4711", personal=True),
    flag("customer.guest", "bought without an account"),
    whole_number("customer.account_age_days", "days", "age of the account when the order was placed", 240),
    whole_number("customer.orders_before", "orders", "orders of this account before this one", 3),
    flag("customer.returning", "the account has ordered before"),
    flag("customer.email_given", "an e-mail address was given"),
    flag("customer.email_valid", "the e-mail address has a valid form"),
    text("customer.email_domain", "domain of the e-mail address", "example.org"),
    flag("customer.email_disposable", "a throw-away mailbox"),
    flag("customer.email_relay", "an address made by the marketplace or by a privacy relay"),
    whole_number(
        "customer.email_name_similarity", "0..100", "likeness of mailbox and buyer's name; unknown for relays", 80
    ),
    flag("customer.email_random", "the mailbox name looks machine-made"),
    flag("customer.name_matches_billing", "the account's name is the billing name"),
    text("customer.locale", "language and region of the account", "de-DE"),
    flag("customer.locale_matches_country", "the account's region is the billing or delivery country"),
    flag("ip.given", "the buyer's address on the network is known"),
    country("ip.country", "country of the buyer's network address", "DE"),
    flag("ip.private", "a private or reserved network address"),
    flag("ip.matches_billing", "network and billing country are the same"),
    flag("ip.matches_shipping", "network and delivery country are the same"),
    flag("ip.matches_card", "network and card country are the same"),
    flag("device.given", "the device is known"),
    flag("device.timezone_matches", "the device's time zone belongs to the billing or delivery country"),
    whole_number("countries.distinct", "countries", "different countries among card, network, billing, delivery", 1),
    one_of("customer.type", ("consumer", "business"), "whether a company buys"),
)


def _counted(entity: str, what: str, windows: tuple[str, ...], meaning: str) -> tuple[str, ...]:
    return tuple(f"velocity.{entity}_{what}_{window}|{meaning} within {window}" for window in windows)


# Windows are [placed_at - w, placed_at): the order itself is never counted, nor anything seen after it was placed.
_COUNTS = (
    *_counted("ip", "orders", ("1h", "24h"), "orders from the same network address"),
    *_counted("ip", "cards", ("24h",), "different cards from the same network address"),
    *_counted("ip", "declines", ("24h",), "declined payments from the same network address"),
    *_counted("card", "orders", ("1h", "24h", "7d"), "orders on the same card"),
    *_counted("card", "addresses", ("7d",), "different delivery addresses on the same card"),
    *_counted("card", "countries", ("7d",), "different delivery countries on the same card"),
    *_counted("card", "declines", ("24h",), "declined payments on the same card"),
    *_counted("device", "orders", ("24h", "7d"), "orders from the same device"),
    *_counted("device", "cards", ("24h", "7d"), "different cards from the same device"),
    *_counted("device", "emails", ("7d",), "different e-mail addresses from the same device"),
    *_counted("email", "orders", ("1h", "24h", "7d"), "orders with the same e-mail address"),
    *_counted("email", "cards", ("7d",), "different cards with the same e-mail address"),
    *_counted("email", "addresses", ("30d",), "different delivery addresses with the same e-mail address"),
    *_counted("phone", "orders", ("24h",), "orders with the same phone number"),
    *_counted("phone", "emails", ("30d",), "different e-mail addresses with the same phone number"),
    *_counted("address", "orders", ("24h", "7d"), "orders to the same delivery address"),
    *_counted("address", "names", ("30d",), "different consignees at the same delivery address"),
    *_counted("address", "cards", ("30d",), "different cards for the same delivery address"),
)
_SUMS = (
    ("velocity.card_amount_24h", "spent on the same card within 24h"),
    ("velocity.card_amount_7d", "spent on the same card within 7d"),
    ("velocity.email_amount_24h", "spent with the same e-mail address within 24h"),
    ("velocity.ip_amount_24h", "spent from the same network address within 24h"),
    ("velocity.device_amount_24h", "spent from the same device within 24h"),
)

VELOCITY_FACTS = (
    *(whole_number(row.split("|")[0], row.split("_")[1], row.split("|")[1], 1) for row in _COUNTS),
    *(whole_number(name, "EUR cents", meaning, 15999) for name, meaning in _SUMS),
    whole_number("velocity.email_first_seen_days", "days", "since the e-mail address was first seen", 90),
    whole_number("velocity.card_first_seen_days", "days", "since the card was first seen", 90),
    whole_number("velocity.value_over_mean_pct", "percent", "this order's value over the customer's mean", 110),
    whole_number("velocity.same_basket_24h", "orders", "orders of the same customer with the same goods within 24h", 0),
    whole_number("link.orders", "orders", "orders that share card, device, e-mail, phone or address, directly", 2),
    whole_number("link.customers", "customers", "different e-mail addresses among the linked orders", 1),
    whole_number("link.confirmed_frauds", "orders", "linked orders that were confirmed as fraud", 0),
)
