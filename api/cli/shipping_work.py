"""What `clearway shipping` shows and does."""

import sys
from collections.abc import Iterator
from pathlib import Path

import orjson

from api.cli.clerk import Clerk, at_home, order_id_of, told_if_new
from api.cli.columns import padded
from api.cli.failing import Exit, say
from api.cli.file_content import content_of
from api.cli.next_steps import row_step
from api.cli.phrases import Language
from api.cli.shipping_phrases import (
    CHOSEN,
    DAYS,
    DECIDED_BY,
    FELT,
    KEPT_NONE,
    KNOWN,
    LEAST,
    LIVE,
    MADE_UP,
    NONE_LEFT,
    NOTES,
    OWN,
    REFUSED,
    SERVICES_NEW,
    TAKEN,
    WITHDRAWN,
    WOULD,
    said,
)
from api.composition.customs_eyes import CustomsEyes
from api.composition.shipping_laws import ShippingLaws
from api.schemas.shipping import shown_quote, shown_service
from api.schemas.shipping_rates import shown_rate
from engine.bundled import data_folder
from engine.order.money import Money
from engine.store.sessions import WriteSession
from fulfillment.carriers.live_rates import LiveRates
from fulfillment.repeating import repeated
from fulfillment.shipping.choosing import Choice, Needs, Way, Wishes
from fulfillment.shipping.feasible import Offer
from fulfillment.shipping.loading import load_shipping
from fulfillment.shipping.own_rates import Entry, RatesTaken, import_rates
from fulfillment.shipping.own_services import import_services, shipping_of, withdraw_service
from fulfillment.shipping.quoting import Quote, dispatch_of_order, quote
from fulfillment.shipping.words import CRITERIA, UNMET, told_of
from fulfillment.store.carriers import carriers_on
from fulfillment.store.shipping import shipping_rates_after

MOST_BYTES = 4 << 20
ID, PRICE = 17, 16


def services_shown(language: Language, merchant: str, *, as_json: bool) -> Exit:
    """All services."""
    with at_home() as house, house.database.read() as session:
        data = shipping_of(session, merchant)
    for id_, each in sorted(data.services.items()):
        if as_json:
            sys.stdout.write(f"{orjson.dumps(shown_service(each)).decode()}\n")
            continue
        name = each.name_zh if language is Language.ZH else each.name
        days = f"{min(zone.days[0] for zone in each.zones)}-{max(zone.days[1] for zone in each.zones)}"
        codes = " ".join(data.classes[goods].code for goods in data.classes if goods in each.goods)
        terms = "/".join(sorted(each.terms))
        sys.stdout.write(f"{padded(id_, ID)} {name}  {days} {said(DAYS, language)}  {terms}  [{codes}]\n")
    if not as_json:
        classes = ", ".join(f"{each.code} {each.zh if language is Language.ZH else each.en}"
                            for each in data.classes.values())  # fmt: skip
        sys.stdout.write(f"{classes}\n{said(MADE_UP, language)}\n")
    return Exit.DONE


def rates_taken(clerk: Clerk, file: Path, *, only_look: bool) -> Exit:
    """Takes a table in, or only looks at it."""
    content = content_of(file, MOST_BYTES)
    with at_home() as house:
        entry = Entry(merchant=clerk.merchant, actor=clerk.name, now=house.clock.now(), only_look=only_look)

        def work(session: WriteSession) -> RatesTaken:
            data = shipping_of(session, clerk.merchant)
            return import_rates(session, house.ids, data, entry, content)

        taken = repeated(house.database, work)
    for each in taken.faults:
        told = "; ".join(filter(None, (each.detail, row_step(each.column, each.detail))))
        say(f"{file.name}:{each.line}: {f'{each.column}: ' if each.column else ''}{told}")
    if taken.faults:
        sys.stdout.write(f"{said(KEPT_NONE, clerk.language)}\n")
        return Exit.SOME_BAD
    looked = f" ({said(WOULD, clerk.language)})" if only_look else ""
    told = f"{taken.new} {said(TAKEN, clerk.language)}, {taken.known} {said(KNOWN, clerk.language)}{looked}"
    sys.stdout.write(f"{told}\n")
    return Exit.DONE


def services_taken(clerk: Clerk, file: Path, *, only_look: bool) -> Exit:
    """Takes services of one's own in, or only looks at the file."""
    content = content_of(file, MOST_BYTES)
    with at_home() as house:
        entry = Entry(merchant=clerk.merchant, actor=clerk.name, now=house.clock.now(), only_look=only_look)
        data = load_shipping(data_folder())
        taken = repeated(house.database, lambda session: import_services(session, house.ids, data, entry, content))
    for each in taken.faults:
        say(f"{file.name}:{each.line}:{each.column}: {each.detail}")
    if taken.faults:
        sys.stdout.write(f"{said(KEPT_NONE, clerk.language)}\n")
        return Exit.SOME_BAD
    looked = f" ({said(WOULD, clerk.language)})" if only_look else ""
    names = f": {' '.join(taken.changed)}" if taken.changed else ""
    told = f"{len(taken.changed)} {said(SERVICES_NEW, clerk.language)}, {taken.known} {said(KNOWN, clerk.language)}"
    sys.stdout.write(f"{told}{looked}{names}\n")
    return Exit.DONE


def service_withdrawn(clerk: Clerk, service: str) -> Exit:
    """A service of one's own is offered no more."""
    with at_home() as house:
        entry = Entry(merchant=clerk.merchant, actor=clerk.name, now=house.clock.now())
        repeated(house.database, lambda session: withdraw_service(session, house.ids, entry, service))
    sys.stdout.write(f"{service}: {said(WITHDRAWN, clerk.language)}\n")
    return Exit.DONE


def rates_shown(merchant: str, *, as_json: bool) -> Exit:
    """All cards, a line each."""
    with at_home() as house, house.database.read() as session:
        found = shipping_rates_after(session, merchant)
    for each in found:
        if as_json:
            sys.stdout.write(f"{orjson.dumps(shown_rate(each)).decode()}\n")
        else:
            term = f"{each.valid_from}..{each.valid_until}"
            sys.stdout.write(f"{padded(each.service, ID)} {each.zone}  {each.currency}  {term}  {each.entered_by}\n")
    return Exit.DONE


def order_quoted(clerk: Clerk, named: str, *, as_json: bool) -> Exit:
    """What each service says of an order."""
    with at_home() as house:
        laws = ShippingLaws(house.desk)
        with house.database.read() as session:
            data = shipping_of(session, clerk.merchant)
            order_id = order_id_of(session, clerk, named)
            with told_if_new(session, clerk, order_id):
                sent = dispatch_of_order(session, CustomsEyes(house.desk), data, laws, clerk.merchant, order_id)
            connections = carriers_on(session, clerk.merchant)
        live = LiveRates(house.clock).asked(house.carrier_port.lines, connections, sent)
        wishes = Wishes(way=Way.WEIGHED, needs=Needs(), worth=data.worth, terms=sent.terms)
        with house.database.read() as session:
            found = quote(session, data, laws, clerk.merchant, sent, wishes, data.worth_currency, live)
    if as_json:
        sys.stdout.write(f"{orjson.dumps(shown_quote(found), option=orjson.OPT_INDENT_2).decode()}\n")
    else:
        sys.stdout.writelines(f"{line}\n" for line in quote_lines(found, clerk.language))
    return Exit.DONE if found.choice.chosen else Exit.SOME_BAD


def quote_lines(found: Quote, language: Language) -> Iterator[str]:
    """A quote for people: offers best first, then why others cannot, then the choice."""
    offers = {each.service.id: each for each in found.feasible.offers}
    for candidate in found.choice.candidates:
        felt = Money(candidate.felt_minor, found.currency)
        yield f"{_priced(offers[candidate.values.service], language)}  {said(FELT, language)} {felt}"
    for id_, unmet in sorted(found.choice.ruled_out.items()):
        yield f"{_priced(offers[id_], language)}  - {', '.join(said(UNMET[each], language) for each in unmet)}"
    for refused in found.feasible.refused:
        yield f"{padded(refused.service.id, ID)} {said(REFUSED, language)}:"
        for refusal in refused.refusals:
            yield f"    {told_of(refusal, language)}"
    yield _choice(found.choice, language)


def _priced(offer: Offer, language: Language) -> str:
    price = f"{said(LEAST, language)} {offer.price.total}" if offer.price.is_least else str(offer.price.total)
    own = f" ({said(LIVE, language)})" if offer.is_live else f" ({said(OWN, language)})" if offer.is_own else ""
    days = f"{offer.zone.days[0]}-{offer.zone.days[1]} {said(DAYS, language)}"
    note = f"  [{said(NOTES[offer.note], language)}]" if offer.note in NOTES else ""
    return f"{padded(offer.service.id, ID)} {padded(price, PRICE)}{own} {days}{note}"


def _choice(choice: Choice, language: Language) -> str:
    if not choice.chosen:
        return said(NONE_LEFT, language)
    chosen = f"{said(CHOSEN, language)}: {choice.chosen}"
    if choice.decided_by is None:
        return chosen
    return f"{chosen}, {said(DECIDED_BY, language)} {said(CRITERIA[choice.decided_by], language)}"
