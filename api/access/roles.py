"""Roles of people: each is a set of scopes, and tells which steps of fulfilment are theirs (`fulfillment.machines`)."""

from collections.abc import Collection, Mapping
from enum import StrEnum
from types import MappingProxyType

from api.access.scopes import Scope
from fulfillment.states import Role as Teller


class Role(StrEnum):
    """What somebody does in the house."""

    VIEWER = "viewer"
    ANALYST = "analyst"
    APPROVER = "approver"
    OPERATOR = "operator"
    WAREHOUSE = "warehouse"
    SERVICE = "service"
    ADMIN = "admin"


_VIEWER = frozenset(
    {
        Scope.ORDERS_READ,
        Scope.DECISIONS_READ,
        Scope.EVENTS_READ,
        Scope.RULES_READ,
        Scope.LISTS_READ,
        Scope.MODELS_READ,
        Scope.REGISTRATIONS_READ,
        Scope.PRODUCTS_READ,
        Scope.MARKS_READ,
        Scope.CHANNELS_READ,
        Scope.CASES_READ,
    }
)
_ANALYST = _VIEWER | {
    Scope.PERSONAL_READ,
    Scope.ORDERS_WRITE,
    Scope.EVALUATIONS_WRITE,
    Scope.HOLDS_WRITE,
    Scope.REVIEWS_WRITE,
    Scope.PAPERS_WRITE,
    Scope.PARTIES_WRITE,
    Scope.TAKEDOWNS_WRITE,
    Scope.MARKS_WRITE,
    Scope.REQUESTS_WRITE,
    Scope.LABELS_WRITE,
    Scope.CASES_WRITE,
    Scope.LISTS_WRITE,
    Scope.RULES_WRITE,
    Scope.PRODUCTS_WRITE,
}
SCOPES: Mapping[Role, frozenset[Scope]] = MappingProxyType(
    {
        Role.VIEWER: _VIEWER,
        Role.ANALYST: _ANALYST,
        Role.APPROVER: _ANALYST | {Scope.RULES_APPROVE, Scope.AUDIT_READ},
        Role.OPERATOR: _VIEWER
        | {
            Scope.EVALUATIONS_WRITE,
            Scope.RESCREENS_WRITE,
            Scope.OPERATIONS_WRITE,
            Scope.WEBHOOKS_WRITE,
            Scope.CHANNELS_WRITE,
            Scope.REGISTRATIONS_WRITE,
            Scope.FULFILMENT_WRITE,
            Scope.AUDIT_READ,
        },
        Role.WAREHOUSE: frozenset({Scope.ORDERS_READ, Scope.PRODUCTS_READ, Scope.FULFILMENT_WRITE}),
        Role.SERVICE: frozenset(
            {
                Scope.ORDERS_READ,
                Scope.ORDERS_WRITE,
                Scope.DECISIONS_READ,
                Scope.EVENTS_READ,
                Scope.PERSONAL_READ,
                Scope.REQUESTS_WRITE,
                Scope.LABELS_WRITE,
                Scope.MESSAGES_WRITE,
                Scope.CASES_READ,
                Scope.CASES_WRITE,
                Scope.PRODUCTS_READ,
                Scope.FULFILMENT_WRITE,
            }
        ),
        Role.ADMIN: frozenset({Scope.ADMIN}),
    }
)
TELLERS: Mapping[Role, frozenset[Teller]] = MappingProxyType(
    {
        Role.VIEWER: frozenset(),
        Role.ANALYST: frozenset({Teller.ANALYST}),
        Role.APPROVER: frozenset({Teller.ANALYST}),
        # Somebody has to enter what a carrier, a gateway or a marketplace told by telephone.
        Role.OPERATOR: frozenset({Teller.CARRIER, Teller.GATEWAY, Teller.MARKETPLACE, Teller.SERVICE}),
        Role.WAREHOUSE: frozenset({Teller.PICKER, Teller.PACKER}),
        Role.SERVICE: frozenset({Teller.SERVICE}),
        Role.ADMIN: frozenset(Teller),
    }
)


def scopes_of(roles: Collection[Role]) -> frozenset[Scope]:
    """What all of these together let do."""
    return frozenset[Scope]().union(*(SCOPES[each] for each in roles))


def tellers_of(roles: Collection[Role]) -> frozenset[Teller]:
    """Which steps of fulfilment these may tell."""
    return frozenset[Teller]().union(*(TELLERS[each] for each in roles))


def covers(held: Collection[str], wanted: Collection[str]) -> bool:
    """Whether somebody with the scopes `held` may hand on those `wanted`: nobody gives what they have not."""
    return Scope.ADMIN in held or set(wanted) <= set(held)
