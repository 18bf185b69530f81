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
    TAKEDOWNS_WRITE = "takedowns:write"
    EVENTS_READ = "events:read"
    RULES_WRITE = "rules:write"
    LABELS_WRITE = "labels:write"
    FULFILMENT_WRITE = "fulfilment:write"
    ADMIN = "admin"


# A program that sends orders has no business with publishing the rules that judge them, with verifying papers that its
# customers hand in, nor with lifting what stops its articles.
OF_A_STOREFRONT = frozenset(Scope) - {Scope.RULES_WRITE, Scope.PAPERS_WRITE, Scope.TAKEDOWNS_WRITE, Scope.ADMIN}
