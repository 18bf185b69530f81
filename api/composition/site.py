"""Fulfilment, with its eyes on the desk."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import orjson

from api.composition.claim_eyes import ClaimEyes
from api.composition.customs_eyes import CustomsEyes
from api.composition.shipping_eyes import Earnings, SeenLanes
from api.composition.shipping_laws import ShippingLaws
from api.customer_page.points import points_of
from api.customer_page.words import words_of
from engine.aftersale import AftersaleKind
from engine.bundled import data_folder
from engine.decision import Finding
from engine.desk.aftersales import remember_aftersale
from engine.desk.customer_requests import form_of, link_of
from engine.desk.desk import Caller, Desk
from engine.desk.errors import PersonErased
from engine.desk.intake import incoming_order, place
from engine.desk.judging import JudgedTogether, judge_consignment
from engine.desk.labelling import note_label
from engine.desk.part_holds import PartOf, PartWait, released_of, settle_part
from engine.desk.preferences import (
    ASK_CUSTOMERS,
    MERGE_BY_ITSELF,
    MERGE_WINDOW,
    PACKED_TOLERANCE,
    PAPERS_FIRST,
    RETURN_DAMAGED_PCT,
    RETURN_DAYS,
    RETURN_DECIDE_DAYS,
    RETURN_KEEP_PCT,
    RETURN_LABEL_DAYS,
    RETURN_OPENED_PCT,
    RETURN_PHOTO_DAYS,
    RETURN_RESTOCKING_PCT,
    RETURN_SILENT_DAYS,
    RETURNS_BY_THEMSELVES,
    REVIEW,
    preferences,
)
from engine.desk.reading import kept_decision, order_of
from engine.desk.view import content, reasons, stands
from engine.explanation import policy_reasons
from engine.ids import Prefix
from engine.lexicon.sheet import Sheet
from engine.order.order import Order
from engine.order.terms import GoodsSeal
from engine.policy_books import Judgement
from engine.products.sealed import seals_of
from engine.rulebook.channel_answers import ChannelAnswers
from engine.store.aftersales import undo_aftersale
from engine.store.customer_requests import request_of
from engine.store.decision_rows import DecisionRow, Past, current_of, listed, past_of
from engine.store.holds import Hold, open_holds_of
from engine.store.order_rows import newest_version, orders_by_names, orders_of_person, version_of
from engine.store.products import catalogue_for, current_products
from engine.store.sessions import ReadSession, WriteSession
from fulfillment.desk_view import (
    AskingLink,
    DecisionTold,
    Learnt,
    MergeTerms,
    PolicyReason,
    ReturnTerms,
    SealedFile,
    Standing,
    Wait,
)
from fulfillment.documents.leaving import PapersFirst
from fulfillment.documents.paper_book import load_paper_book
from fulfillment.freight.sources import Sources
from fulfillment.inbox.evidence import InboxMessages
from fulfillment.inbox.inbox import Inbox
from fulfillment.payments.policy import USUAL, PaymentPolicy
from fulfillment.reason import Reason
from fulfillment.shipping.desk import ShippingDesk
from fulfillment.shipping.loading import load_shipping
from fulfillment.site import Site

LANGUAGES = ("en", "zh")  # those of staff
MOST_NAMED = 5
MOST_ORDERS = 400  # of one person
# What of a decision speaks for a payment; facts that the lexicon calls personal are sealed and never among them.
SPEAKING = ("payment.", "address.", "customer.", "device.", "ip.", "link.", "party.")


@dataclass(frozen=True, slots=True)
class DeskEyes:
    """What fulfilment may see of the desk; satisfies `fulfillment.desk_view.DeskView`."""

    desk: Desk

    def order_of(self, session: ReadSession, order_id: str) -> Order:
        """The order as its current decision saw it."""
        return content(self.desk, session, order_id)

    def order_at(self, session: ReadSession, merchant: str, order_id: str, version: int) -> Order | None:
        """As that version was kept."""
        try:
            return order_of(self.desk, session, merchant, order_id, version)
        except PersonErased:
            return None

    def orders_named(self, session: ReadSession, merchant: str, name: str) -> tuple[str, ...]:
        """The orders that the merchant or its channels call so, or the one whose id it is."""
        if name.startswith(f"{Prefix.ORDER}_"):
            return () if current_of(session, merchant, name) is None else (name,)
        return tuple(each.order_id for each in listed(session, merchant, MOST_NAMED, ref=name))

    def decisions(self, session: ReadSession, merchant: str, order_id: str) -> tuple[DecisionTold, ...]:
        """All decisions, oldest first; the one that counts with the facts that are no personal values."""
        return tuple(self._told(session, merchant, past) for past in past_of(session, merchant, order_id))

    def learn(self, session: WriteSession, merchant: str, learnt: Learnt, by: str) -> None:
        """Labels an order, in the transaction of what it was learnt from."""
        note_label(
            self.desk,
            session,
            Caller(merchant=merchant, name=by),
            learnt.order_id,
            learnt.kind,
            source=learnt.source,
            known_at=learnt.known_at,
            reason_code=learnt.reason_code or None,
        )

    def remember_aftersale(
        self, session: WriteSession, merchant: str, order_id: str, kind: AftersaleKind, about: str, at: datetime
    ) -> None:
        """By the keyed token of the order's person."""
        remember_aftersale(session, merchant, order_id, kind, about, at)

    def undo_aftersale(self, session: WriteSession, merchant: str, kind: AftersaleKind, about: str) -> None:
        """As if it had never been told."""
        undo_aftersale(session, merchant, kind, about)

    def _told(self, session: ReadSession, merchant: str, past: Past) -> DecisionTold:
        row = kept_decision(session, merchant, past.id)
        facts = {} if past.superseded_by is not None else facts_of(row)
        return DecisionTold(
            id=past.id,
            outcome=past.outcome,
            decided_at=past.decided_at,
            edition=row.edition,
            reasons=past.reasons,
            score=past.score,
            facts=facts,
        )

    def standing(self, session: ReadSession, order_id: str) -> Standing:
        """Whether it may go on."""
        found = stands(session, order_id)
        return Standing(outcome=found.outcome, version=found.version, blocked=found.blocked)

    def reasons(self, session: ReadSession, order_id: str) -> tuple[Reason, ...]:
        """Why it may not."""
        return tuple(
            Reason(rule=each.rule, code=each.code, verdict=each.verdict, texts=each.texts)
            for each in reasons(self.desk, session, order_id, LANGUAGES)
        )

    def gtins(self, session: ReadSession, merchant: str, skus: Collection[str]) -> Mapping[str, str]:
        """As the product file says."""
        kept = current_products(session, merchant, sorted(skus))
        return {sku: each.product.gtin for sku, each in kept.items() if each.product.gtin}

    def seals(self, session: ReadSession, order: Order) -> Mapping[int, frozenset[GoodsSeal]]:
        """As the order says, and the product file as it is now."""
        return seals_of(order, catalogue_for(session, order))

    def asks_for_review(self, session: ReadSession, merchant: str) -> bool:
        """As the merchant has set."""
        return bool(preferences(session, merchant)[REVIEW])

    def judge_together(self, session: ReadSession, merchant: str, order_ids: Sequence[str]) -> JudgedTogether:
        """By the rules in force."""
        return judge_consignment(self.desk, session, Caller(merchant=merchant, name="consignment"), order_ids)

    def judge_policy(
        self, merchant: str, policy: str, sheet: Sheet, at: datetime, key: str, began: datetime | None = None
    ) -> Judgement | None:
        """By the edition in force."""
        book = self.desk.editions.current(merchant).policies.get(policy)
        return None if book is None else book.judge(sheet, at, key, began)

    def judge_policy_of(
        self, merchant: str, edition: str, policy: str, sheet: Sheet, at: datetime, key: str
    ) -> Judgement | None:
        """By an edition that is stored."""
        book = self.desk.editions.load(edition, merchant).policies.get(policy)
        return None if book is None else book.judge(sheet, at, key)

    def policy_words(self, merchant: str, judgement: Judgement, language: str) -> tuple[PolicyReason, ...]:
        """By the messages of the edition in force."""
        found = self.desk.editions.current(merchant).policies.get(judgement.policy)
        if found is None:
            return tuple(_in_codes(each) for each in judgement.findings)
        sources = {each.id: each.references for each in found.book.rules}
        return tuple(
            PolicyReason(
                rule=each.rule,
                code=each.reason,
                verdict=each.verdict,
                severity=each.severity,
                acts=each.actor,
                text=each.text,
                fix=each.fix,
                part=each.lines[0] if each.lines else None,
                sources=sources.get(each.rule, ()),
            )
            for each in policy_reasons(judgement, found.book, language)
        )

    def released_of_part(self, session: ReadSession, part: PartOf) -> frozenset[tuple[str, str, str]]:
        """By the holds that were released."""
        return released_of(session, part)

    def settle_part(
        self, session: WriteSession, part: PartOf, waits: Sequence[PartWait], at: datetime
    ) -> tuple[PartWait, ...]:
        """By holds of the part alone."""
        return settle_part(self.desk, session, part, waits, at)

    def merge_terms(self, session: ReadSession, merchant: str) -> MergeTerms:
        """As the merchant has set."""
        set_ = preferences(session, merchant)
        return MergeTerms(window_hours=set_[MERGE_WINDOW], by_itself=bool(set_[MERGE_BY_ITSELF]))

    def return_terms(self, session: ReadSession, merchant: str) -> ReturnTerms:
        """As the merchant has set."""
        set_ = preferences(session, merchant)
        return ReturnTerms(
            by_itself=bool(set_[RETURNS_BY_THEMSELVES]),
            shop_days=set_[RETURN_DAYS],
            label_days=set_[RETURN_LABEL_DAYS],
            photo_days=set_[RETURN_PHOTO_DAYS],
            decide_days=set_[RETURN_DECIDE_DAYS],
            silent_days=set_[RETURN_SILENT_DAYS],
            keep_pct=set_[RETURN_KEEP_PCT],
            damaged_pct=set_[RETURN_DAMAGED_PCT],
            opened_pct=set_[RETURN_OPENED_PCT],
            restocking_pct=set_[RETURN_RESTOCKING_PCT],
        )

    def orders_of_person(
        self, session: ReadSession, merchant: str, order_id: str, since: datetime
    ) -> Mapping[str, datetime]:
        """By the keyed token of the order's person."""
        found = newest_version(session, merchant, order_id)
        return {} if found is None else orders_of_person(session, merchant, found.person, since, MOST_ORDERS)

    def in_euro(self, merchant: str, amount: int, currency: str) -> int | None:
        """By the rates of the edition in force."""
        return self.desk.editions.current(merchant).admission.knowledge.rates.to_eur_minor(amount, currency)

    def seal_file(self, session: ReadSession, merchant: str, order_id: str, content: bytes) -> SealedFile | None:
        """With the key of the newest version."""
        found = newest_version(session, merchant, order_id)
        if found is None or found.person_key is None:
            return None
        sealed = self.desk.seal.closed_bytes(found.person_key, content)
        return SealedFile(order_version=found.version, content=sealed)

    def open_file(self, session: ReadSession, merchant: str, order_id: str, sealed: SealedFile) -> bytes | None:
        """With the key of the version that it was sealed with."""
        found = version_of(session, merchant, order_id, sealed.order_version)
        if found is None or found.person_key is None:
            return None
        return self.desk.seal.opened_bytes(found.person_key, sealed.content)

    def place_order(self, session: WriteSession, order: Order, by: str) -> str:
        """Through the same intake as all orders."""
        caller = Caller(merchant=order.merchant, name=by)
        come = incoming_order(self.desk, caller, order)
        return place(self.desk, session, caller, come).row.order_id

    def asks_customers(self, session: ReadSession, merchant: str) -> bool:
        """As the merchant has set."""
        return bool(preferences(session, merchant)[ASK_CUSTOMERS])

    def asking_link(self, session: ReadSession, merchant: str, request_id: str) -> AskingLink | None:
        """Of a request that can still be answered."""
        row = request_of(session, merchant, request_id)
        if row is None or not row.is_open(self.desk.clock.now()):
            return None
        return AskingLink(url=link_of(self.desk, row), until=row.expires_at)

    def waits(self, session: ReadSession, merchant: str, order_ids: Sequence[str]) -> Mapping[str, Wait]:
        """By the open holds."""
        found: dict[str, list[Hold]] = {}
        for hold in open_holds_of(session, merchant, order_ids):
            found.setdefault(hold.order_id, []).append(hold)
        return {order_id: wait_of(holds) for order_id, holds in found.items()}

    def channel_answers(self, session: ReadSession, merchant: str, channel: str) -> ChannelAnswers:  # noqa: ARG002
        """As the edition in force says."""
        found = self.desk.editions.current(merchant).admission.book.channels.get(channel)
        return ChannelAnswers() if found is None else found.answers

    def asked_in_words(self, session: ReadSession, merchant: str, request_id: str, language: str) -> tuple[str, ...]:
        """As the form would ask it."""
        row = request_of(session, merchant, request_id)
        if row is None or not row.is_open(self.desk.clock.now()):
            return ()
        form = form_of(self.desk, session, merchant, row.order_id, row.added, language)
        return points_of(form.asked, words_of(language))

    def packed_tolerance_pct(self, session: ReadSession, merchant: str) -> int:
        """As the merchant has set."""
        return preferences(session, merchant)[PACKED_TOLERANCE]

    def orders_by_names(
        self, session: ReadSession, merchant: str, names: Collection[str]
    ) -> Mapping[str, frozenset[str]]:
        """Ids by the merchant's own names."""
        return orders_by_names(session, merchant, names)


def _in_codes(finding: Finding) -> PolicyReason:
    return PolicyReason(
        rule=finding.rule,
        code=finding.reason,
        verdict=finding.verdict,
        severity=finding.severity,
        acts=finding.actor,
        text=finding.reason,
        fix="",
        part=finding.part,
    )


def wait_of(holds: Sequence[Hold]) -> Wait:
    """What some holds of one order come to if nobody acts: the first that cancels ends it, unless all let go before."""
    freed = [each.expires_at if each.on_expiry == "release" else None for each in holds]
    ends = [each for each in freed if each is not None]
    free = max(ends) if len(ends) == len(holds) else None
    cancelled = [each.expires_at for each in holds if each.on_expiry == "cancel" and each.expires_at is not None]
    return Wait(min(cancelled), cancels=True) if cancelled else Wait(free, cancels=False)


def facts_of(row: DecisionRow) -> Mapping[str, object]:
    """The facts of a decision that speak for a payment, by name."""
    trace = orjson.loads(row.trace) or {}
    return {name: value for name, value in trace.get("whole", {}).items() if name.startswith(SPEAKING)}


def make_site(desk: Desk, payments: PaymentPolicy = USUAL) -> Site:
    """The site of a desk."""
    papers = PapersFirst(
        customs=CustomsEyes(desk),
        book=lambda: load_paper_book(data_folder()),
        asks=lambda session, merchant: bool(preferences(session, merchant)[PAPERS_FIRST]),
    )
    customs, laws = CustomsEyes(desk), ShippingLaws(desk)
    shipping = ShippingDesk(
        data=lambda: load_shipping(data_folder()),
        customs=customs,
        laws=laws,
        lanes=SeenLanes(),
        profit=Earnings(Sources(view=customs, data=load_shipping(data_folder()), laws=laws)),
    )
    site = Site(
        desk=DeskEyes(desk), ids=desk.ids, payments=payments, papers=papers, shipping=shipping, claims=ClaimEyes(desk)
    )
    return replace(site, messages=InboxMessages(Inbox(desk=desk, site=site)))
