"""Who holds a key or a session that is good, and what each grant of theirs reaches."""

from collections.abc import Iterable
from dataclasses import dataclass

from api.access.roles import Role, tellers_of
from api.access.scopes import Scope
from fulfillment.states import Role as Teller

ShopSet = frozenset[str] | None  # None for all shops of the merchant


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """Scopes, in some shops or in all. `role` is None for a key that was given scopes rather than a role."""

    scopes: frozenset[str]
    shops: ShopSet = None
    role: Role | None = None

    def gives(self, scope: str) -> bool:
        """Whether it lets do this, somewhere."""
        return scope in self.scopes or Scope.ADMIN in self.scopes


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """`id` is the key's or the session's, `merchant` may be `*`, `identity` the person behind it, or the key itself.

    `user` is None for a key.
    """

    id: str
    merchant: str
    name: str
    identity: str
    grants: tuple[Grant, ...]
    user: str | None = None

    def giving(self, scope: str) -> tuple[Grant, ...]:
        """The grants that let do this."""
        return tuple(each for each in self.grants if each.gives(scope))


def reached(grants: Iterable[Grant]) -> ShopSet:
    """The shops that these reach together."""
    shops: frozenset[str] = frozenset()
    for each in grants:
        if each.shops is None:
            return None
        shops |= each.shops
    return shops


def reaching(grants: Iterable[Grant], shops: ShopSet) -> tuple[Grant, ...]:
    """Those that count in every one of these shops."""
    return tuple(each for each in grants if each.shops is None or (shops is not None and shops <= each.shops))


def tellers(grants: Iterable[Grant]) -> frozenset[Teller] | None:
    """Which steps of fulfilment they may tell; None for any, as programs with a key without a role may."""
    roles = [each.role for each in grants]
    return None if None in roles else tellers_of([each for each in roles if each is not None])
