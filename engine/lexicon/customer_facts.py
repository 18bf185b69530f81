"""Facts of the buyer and the buyer's device."""

from engine.lexicon.entry import country, flag, one_of, text, whole_number, words

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
    words(
        "ip.networks",
        "networks that hold the buyer's address, /8 to /32, for lists of networks",
        ["203.0.113.0/24"],
        personal=True,
    ),
    flag("ip.matches_billing", "network and billing country are the same"),
    flag("ip.matches_shipping", "network and delivery country are the same"),
    flag("ip.matches_card", "network and card country are the same"),
    flag("device.given", "the device is known"),
    flag("device.timezone_matches", "the device's time zone belongs to the billing or delivery country"),
    whole_number("countries.distinct", "countries", "different countries among card, network, billing, delivery", 1),
    one_of("customer.type", ("consumer", "business"), "whether a company buys"),
)
