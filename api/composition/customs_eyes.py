"""Papers, with their eyes on the desk: an order as customs will see it, from its facts of today."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date

from engine.address.customs import customs_territory
from engine.admission import Admission
from engine.customs.conformity import market_of
from engine.customs.landed import FlatScope
from engine.desk.desk import Desk
from engine.desk.errors import NotFound as DeskNotFound
from engine.desk.papers import opened_paper
from engine.desk.reading import order_of
from engine.facts.context import Context
from engine.facts.customs import Way, consignee_numbers
from engine.facts.papers import papers_of
from engine.facts.rates import EcbRates
from engine.goods.dangerous import DangerousGood
from engine.ids import Prefix
from engine.lexicon.sheet import Sheet
from engine.lexicon.spec import Value
from engine.order.order import Order, ShipFrom
from engine.order.party import TaxHolder
from engine.paper import PaperState
from engine.products.catalogue import Catalogue
from engine.products.effective import effective_lines
from engine.store.papers import PaperRow, papers_of_order
from engine.store.products import catalogue_for
from engine.store.sessions import ReadSession
from engine.store.standing import OrderKey, standing, standing_of
from fulfillment.documents.converting import StoredRates
from fulfillment.documents.customs_file import CustomsFile, GoodsLine, Lane, Original
from fulfillment.documents.declaration import Consignee, Holder, Licence, Number
from fulfillment.errors import NotFound

POST = "post"
_ASKED = ("line.law_documents_missing", "line.law_documents_claimed", "line.law_export_documents_missing")


@dataclass(frozen=True, slots=True)
class _Seen:
    """An order with what is known beside it."""

    order: Order
    version: int
    catalogue: Catalogue | None
    papers: tuple[PaperRow, ...]
    admission: Admission
    context: Context

    @property
    def on(self) -> date:
        """The day of law."""
        return self.context.decided_at.astimezone(UTC).date()


@dataclass(frozen=True, slots=True)
class CustomsEyes:
    """What papers may see of the desk; satisfies `fulfillment.documents.customs_file.CustomsView`."""

    desk: Desk

    def file_of(
        self, session: ReadSession, merchant: str, order_id: str, leaves: ShipFrom | None = None
    ) -> CustomsFile:
        """The order with its goods, law and numbers as they are today; what leaves another country than the order says
        is seen as an order from there. Raises NotFound and PersonErased."""
        seen = _from(leaves, self._seen(session, merchant, order_id))
        sheet = seen.admission.sheet(seen.order, seen.context)
        rates = seen.admission.knowledge.rates
        return CustomsFile(
            order_id=order_id,
            version=seen.version,
            order=seen.order,
            lane=_lane(seen, sheet),
            lines=_lines(seen, sheet),
            registrations=seen.context.registrations,
            original=self._original(session, seen.order),
            rates=_stored(rates),
        )

    def licence_numbers(self, session: ReadSession, merchant: str, order_id: str) -> Mapping[str, str]:
        """Numbers of the order's verified papers, as far as they can still be read."""
        rows = papers_of_order(session, merchant, order_id)
        said = {row.paper.id: opened_paper(self.desk, session, row).said for row in rows if _counts(row)}
        return {paper: str(told.get("number", "")) for paper, told in said.items() if told is not None}

    def consignee_of(self, session: ReadSession, merchant: str, order_id: str) -> Consignee:
        """Who receives it. Raises NotFound and PersonErased."""
        seen = self._seen(session, merchant, order_id)
        order, address = seen.order, seen.order.shipping_address
        customer = order.customer
        return Consignee(
            name=address.name or (None if customer is None else customer.name) or "",
            company=address.company or "",
            lines=tuple(line for line in (address.line1, address.line2, address.line3) if line),
            city=address.city or "",
            state=address.state or "",
            postcode=address.postcode or "",
            country=address.country or "",
            phone=address.phone or (None if customer is None else customer.phone) or "",
            email=address.email or (None if customer is None else customer.email) or "",
            numbers=_consignee_numbers(seen),
        )

    def _seen(self, session: ReadSession, merchant: str, order_id: str) -> _Seen:
        known = standing_of(session, merchant, order_id, 0, None)
        if known.current is None:
            raise NotFound("order", order_id)
        order = order_of(self.desk, session, merchant, order_id, known.current.version)
        catalogue = catalogue_for(session, order) if known.keeps_products else None
        papers = tuple(papers_of_order(session, merchant, order_id))
        now = self.desk.clock.now()
        context = Context(
            decided_at=now,
            products=catalogue,
            papers=tuple(row.paper for row in papers),
            registrations=self.desk.registers.of(session, order, merchant, now),
        )
        admission = self.desk.editions.current(merchant).admission
        return _Seen(order, known.current.version, catalogue, papers, admission, context)

    def _original(self, session: ReadSession, order: Order) -> Original | None:
        """The order that this one replaces goods of, by our id or by the merchant's own; None where it is not here."""
        named = order.original_order_id
        if named is None:
            return None
        if named.startswith(f"{Prefix.ORDER}_"):
            found = standing_of(session, order.merchant, named, 0, None)
        else:
            key = OrderKey(merchant=order.merchant, shop=order.shop or "", channel=order.channel, ref=named)
            found = standing(session, key, 0, None)
        if found.current is None:
            return None
        try:
            first = order_of(self.desk, session, order.merchant, found.current.order_id, found.current.version)
        except DeskNotFound:
            return None
        catalogue = catalogue_for(session, first) if found.keeps_products else None
        return Original(order=first, lines=effective_lines(first, catalogue, first.shipping_address.country))


def _from(leaves: ShipFrom | None, seen: _Seen) -> _Seen:
    said = seen.order.ship_from
    if leaves is None or (said is not None and said.country == leaves.country):
        return seen
    return replace(seen, order=replace(seen.order, ship_from=leaves))


def _lane(seen: _Seen, sheet: Sheet) -> Lane:
    order, whole = seen.order, sheet.whole
    country = _text(whole.get("ship_to.country")) or order.shipping_address.country or ""
    market = market_of(country, order.shipping_address.postcode) if country else ""
    needs = whole.get("tax.number_required") is True
    settles = (needs or whole.get("tax.number_given") is True) and whole.get("tax.over_limit") is not True
    regime = _text(whole.get("tax.regime"))
    own = _text(whole.get("ship_to.customs_territory")) or (customs_territory(country) if country else "")
    return Lane(
        market=market,
        territory="XI" if market == "XI" else own,
        movement=_text(whole.get("shipment.movement")) or None,
        regime=regime if settles and regime not in {"", "none"} else None,
        collector=_text(whole.get("tax.collector")),
        number_shown=_text(whole.get("tax.number_shown")),
        mode=_text(whole.get("shipment.mode")) or POST,
        carrier=_text(whole.get("shipment.carrier")) or POST,
        on=seen.on,
        must_number=needs,
        ids_required=_words(whole.get("tax.consignee_ids_required")),
        ids_missing=_words(whole.get("tax.consignee_ids_missing")),
        ids_invalid=_words(whole.get("tax.consignee_ids_invalid")),
        duty_due=_truth(whole.get("duties.duty_due")),
        tax_due=_truth(whole.get("duties.vat_due")),
        charges_eur_minor=_number(whole.get("duties.charges_eur_minor")),
        flat_duty=whole.get("duties.flat_scope") == FlatScope.CERTAIN,
        po_box=_only_a_box(whole.get("address.po_box")),
    )


def _lines(seen: _Seen, sheet: Sheet) -> tuple[GoodsLine, ...]:
    effective = effective_lines(seen.order, seen.catalogue, _text(sheet.whole.get("ship_to.country")) or None)
    papers = papers_of(seen.order, (row.paper for row in seen.papers), seen.on)
    goods = {each.un: each for each in seen.admission.knowledge.goods.dangerous_goods.goods}
    return tuple(
        GoodsLine(
            effective=each,
            asked=frozenset(word for name in _ASKED for word in _words(facts.get(name))),
            licences=tuple(
                Licence(document=paper.kind, is_certificate=not _is_permit(paper.kind), paper=paper.id)
                for paper in papers[each.number - 1]
                if paper.state is PaperState.VERIFIED
            ),
            un=_classes(_words(facts.get("line.un_numbers")), goods),
            band=_text(facts.get("line.lithium_band")) or None,
            refused=facts.get("line.dg_refused") is True,
            is_vague=facts.get("line.description_vague") is True,
            categories=_words_or_none(facts.get("line.categories")),
        )
        for each, facts in zip(effective, sheet.parts, strict=True)
    )


def _consignee_numbers(seen: _Seen) -> tuple[Number, ...]:
    """Those that the destination knows, wherever the buyer wrote them, and those that the order states."""
    address = seen.order.shipping_address
    way = Way(
        country=address.country,
        territory=None if address.country is None else customs_territory(address.country, address.postcode),
        movement="import",
        decided_on=seen.on,
        placed_on=seen.order.placed_at.astimezone(UTC).date(),
    )
    knowledge = seen.admission.knowledge
    found = consignee_numbers(seen.order, way, knowledge.customs, knowledge.rates)
    told = {one.kind: one.value for one, _ in found}
    for one in seen.order.tax_identifiers:
        if one.holder is TaxHolder.CONSIGNEE:
            told.setdefault(one.kind.strip().upper(), one.value)
    return tuple(
        Number(kind=kind, value=value, holder=Holder.IMPORTER, country=address.country)
        for kind, value in sorted(told.items())
    )


def _classes(numbers: frozenset[str], goods: Mapping[str, DangerousGood]) -> Mapping[str, str]:
    return {un: goods[un].hazard_class for un in numbers if un in goods}


def _is_permit(document: str) -> bool:
    return document.endswith(("permit", "licence", "authorisation", "approval"))


def _counts(row: PaperRow) -> bool:
    return row.paper.state is PaperState.VERIFIED


def _stored(rates: object) -> StoredRates | None:
    return rates if isinstance(rates, EcbRates) else None


def _text(value: Value | None) -> str:
    return value if isinstance(value, str) else ""


def _truth(value: Value | None) -> bool | None:
    return value if isinstance(value, bool) else None


def _number(value: Value | None) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _only_a_box(value: Value | None) -> bool | None:
    return value == "box_only" if isinstance(value, str) else None


def _words_or_none(value: Value | None) -> frozenset[str] | None:
    return value if isinstance(value, frozenset) else None


def _words(value: Value | None) -> frozenset[str]:
    return value if isinstance(value, frozenset) else frozenset()
