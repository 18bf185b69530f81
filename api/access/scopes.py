"""What a key may let its holder do."""

from enum import StrEnum


class Scope(StrEnum):
    """One permission. `admin` includes all others."""

    ORDERS_WRITE = "orders:write"
    ORDERS_READ = "orders:read"
    DECISIONS_READ = "decisions:read"
    EVALUATIONS_WRITE = "evaluations:write"
    HOLDS_WRITE = "holds:write"
    REVIEWS_WRITE = "reviews:write"
    PAPERS_WRITE = "papers:write"
    PARTIES_WRITE = "parties:write"
    REGISTRATIONS_READ = "registrations:read"
    REGISTRATIONS_WRITE = "registrations:write"
    TAKEDOWNS_WRITE = "takedowns:write"
    EVENTS_READ = "events:read"
    RULES_WRITE = "rules:write"
    MODELS_READ = "models:read"
    LABELS_WRITE = "labels:write"
    FULFILMENT_WRITE = "fulfilment:write"
    PRODUCTS_READ = "products:read"
    PRODUCTS_WRITE = "products:write"
    ADMIN = "admin"


# A program that sends orders has no business with publishing the rules that judge them, with verifying papers that its
# customers hand in, with clearing whom a list names, with how the models do that score its orders, with its merchant's
# numbers in registers, nor with lifting what stops articles.
OF_A_STOREFRONT = frozenset(Scope) - {
    Scope.RULES_WRITE,
    Scope.PAPERS_WRITE,
    Scope.PARTIES_WRITE,
    Scope.MODELS_READ,
    Scope.REGISTRATIONS_READ,
    Scope.REGISTRATIONS_WRITE,
    Scope.TAKEDOWNS_WRITE,
    Scope.ADMIN,
}
