"""Which services an order names, where it names any.

Buyers choose in words of a shop, such as `Standard`; a name that is none of a service or a carrier here says nothing
about services. A carrier that is none of ours is the shop's own affair: nothing can be said for or against it.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from engine.order.order import ShippingChoice
from fulfillment.shipping.service import Service


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """`services` are the ids that are meant, None where nothing is named that is known; `foreign` is a carrier that
    none of our services has; `words` what the order says.

    What a person names is `by_person`: it goes before the merchant's needs, and with `over_bar` before house policy.
    """

    services: frozenset[str] | None = None
    foreign: str = ""
    words: str = ""
    by_person: bool = False
    over_bar: bool = False


NOTHING_NAMED = Named()


def named_by(choice: ShippingChoice | None, services: Mapping[str, Service]) -> Named:
    """What an order names. A service goes before a carrier, unless it is another carrier's."""
    carrier = "" if choice is None else (choice.carrier or "")
    service = "" if choice is None else (choice.service or "")
    words = " ".join(each for each in (carrier, service) if each)
    of_carrier = frozenset(id_ for id_, each in services.items() if carrier and _same(carrier, each.carrier))
    exact = frozenset(id_ for id_, each in services.items() if service and _is_called(service, each))
    if exact and (not carrier or exact & of_carrier):
        return Named(services=exact & of_carrier or exact, words=words)
    if of_carrier:
        return Named(services=of_carrier, words=words)
    return Named(foreign=carrier, words=words)


def _is_called(word: str, service: Service) -> bool:
    return any(_same(word, each) for each in (service.id, service.name, service.name_zh))


def _same(one: str, other: str) -> bool:
    return _plain(one) == _plain(other)


def _plain(word: str) -> str:
    return "".join(letter for letter in word.casefold() if letter.isalnum())
