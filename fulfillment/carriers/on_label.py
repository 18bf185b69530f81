"""Which carrier and which letters stand on a label: as the order names them, else as the chosen service has them."""

from collections.abc import Mapping
from dataclasses import dataclass

from fulfillment.carriers.services import (
    EXPRESS,
    MOST_OF_A_LETTER_G,
    PARCEL,
    REGISTERED,
    TRACKED,
    UNTRACKED,
    indicator_of,
)
from fulfillment.casefile import CaseFile
from fulfillment.records import ServiceChoice
from fulfillment.shipping.chosen_row import BY_PERSON
from fulfillment.shipping.service import Kind, Service

DEFAULT_CARRIER = "post"


@dataclass(frozen=True, slots=True, kw_only=True)
class OnLabel:
    """`indicator` is the two letters of S10; `service_id` is empty where no service of ours was chosen."""

    carrier: str
    indicator: str
    service_id: str = ""


def on_label(file: CaseFile, choice: ServiceChoice | None, at: int, weight_g: int) -> OnLabel:
    """For the parcel that stands at `at` among those of a part, from 0."""
    named = file.order.shipping
    carrier = (named.carrier if named is not None else None) or ""
    words = (named.service if named is not None else None) or ""
    service = _service(file, choice, at)
    if service is None:
        return OnLabel(carrier=carrier or DEFAULT_CARRIER, indicator=indicator_of(words, weight_g))
    # What a person named goes before what the buyer chose.
    is_ours = not carrier or (choice is not None and choice.decided_by == BY_PERSON)
    letters = indicator_of(words, weight_g) if words and not is_ours else letters_of(service, weight_g)
    return OnLabel(carrier=service.carrier if is_ours else carrier, indicator=letters, service_id=service.id)


def letters_of(service: Service, weight_g: int) -> str:
    """As `fulfillment.carriers.services` has them; a carrier that is no post has numbers of its own, which a connection
    brings: until then its parcels are numbered as tracked ones."""
    if service.kind is Kind.EXPRESS:
        return EXPRESS
    if weight_g > MOST_OF_A_LETTER_G:
        return PARCEL
    if service.kind is Kind.POSTAL:
        return REGISTERED if service.tracked else UNTRACKED
    return TRACKED


def _service(file: CaseFile, choice: ServiceChoice | None, at: int) -> Service | None:
    if choice is None or file.site.shipping is None:
        return None
    apart = choice.data.get("apart")
    chosen = apart[at] if isinstance(apart, list) and at < len(apart) else None
    id_ = str(chosen["service"]) if isinstance(chosen, Mapping) else choice.service
    return file.site.shipping.data_of(file.session, file.merchant).services.get(id_)
