"""What a key or a role may let its holder do. `personal:read` shows names, addresses and numbers of buyers in clear."""

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
    MARKS_READ = "marks:read"
    MARKS_WRITE = "marks:write"
    EVENTS_READ = "events:read"
    PERSONAL_READ = "personal:read"
    REQUESTS_WRITE = "requests:write"
    WEBHOOKS_WRITE = "webhooks:write"
    RESCREENS_WRITE = "rescreens:write"
    OPERATIONS_WRITE = "operations:write"
    LISTS_READ = "lists:read"
    LISTS_WRITE = "lists:write"
    AUDIT_READ = "audit:read"
    KEYS_WRITE = "keys:write"
    PEOPLE_WRITE = "people:write"
    RULES_READ = "rules:read"
    RULES_APPROVE = "rules:approve"
    RULES_WRITE = "rules:write"
    MODELS_READ = "models:read"
    LABELS_WRITE = "labels:write"
    FULFILMENT_WRITE = "fulfilment:write"
    CHANNELS_READ = "channels:read"
    CHANNELS_WRITE = "channels:write"
    MESSAGES_WRITE = "messages:write"
    CASES_READ = "cases:read"
    CASES_WRITE = "cases:write"
    PRODUCTS_READ = "products:read"
    PRODUCTS_WRITE = "products:write"
    ADMIN = "admin"


# A program that sends orders has no business with reading or publishing the rules that judge them, with verifying
# papers that its customers hand in, with clearing whom a list names, with how models score its orders, with its
# merchant's numbers in registers, with lifting what stops articles, with whom people block or trust, with what buyers
# are answered, nor with people, keys, the audit, the accounts at marketplaces and bulk work.
OF_A_STOREFRONT = frozenset(Scope) - {
    Scope.RESCREENS_WRITE,
    Scope.OPERATIONS_WRITE,
    Scope.CASES_READ,
    Scope.CASES_WRITE,
    Scope.CHANNELS_READ,
    Scope.CHANNELS_WRITE,
    Scope.LISTS_READ,
    Scope.LISTS_WRITE,
    Scope.AUDIT_READ,
    Scope.KEYS_WRITE,
    Scope.PEOPLE_WRITE,
    Scope.RULES_READ,
    Scope.RULES_APPROVE,
    Scope.RULES_WRITE,
    Scope.PAPERS_WRITE,
    Scope.PARTIES_WRITE,
    Scope.MODELS_READ,
    Scope.REGISTRATIONS_READ,
    Scope.REGISTRATIONS_WRITE,
    Scope.TAKEDOWNS_WRITE,
    Scope.MARKS_READ,
    Scope.MARKS_WRITE,
    Scope.ADMIN,
}
