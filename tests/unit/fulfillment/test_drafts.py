"""Drafts: what each state of a parcel and each wish is answered, in six languages; the texts lie beside this file."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from fulfillment.inbox.draft_facts import MARKETPLACES, OURS, THEIRS, OrderFacts, ParcelSeen, Window
from fulfillment.inbox.draft_words import draft_words
from fulfillment.inbox.drafting import drafts_of
from fulfillment.inbox.intents import INTENTS
from fulfillment.late_changes.reach import Follows, Outlook, Reach
from fulfillment.notify.texts import LANGUAGES
from fulfillment.records import Refund, ReturnCase, Shipment, Tracked
from fulfillment.states import Comeback, Voyage
from fulfillment.tracking.vocabulary import Word
from tests.builders import an_order
from tests.fulfilment_site import NOON

TEXTS = Path(__file__).parent / "snapshots" / "drafts.txt"
LATER = NOON + timedelta(days=5)
NEVER = (
    "fraud",
    "sanction",
    "betrug",
    "sanktion",
    "fraude",
    "sanción",
    "欺诈",
    "制裁",
    "詐欺",
    "risk",
    "风险",
    "screen",
)
SHIPMENT = Shipment(
    id="shp_1", merchant_id="main", order_id="ord_1", fulfilment_id="ful_1", parcel_id="par_1", carrier="dhl_express",
    service="dhl", number="CX000000011CN", state=Voyage.IN_TRANSIT, status=Word.TRANSIT_HUB, order_version=1,
    created_at=NOON,
)  # fmt: skip
FACTS = OrderFacts(
    order=an_order(id="A-1001"), case=None, parcels=(), returns=(), refunds=(), outlook=None,
    return_window=timedelta(days=30), duty=THEIRS,
)  # fmt: skip


def parcel(word: Word, window: Window | None = None) -> ParcelSeen:
    event = Tracked(id="t", merchant_id="main", order_id="ord_1", shipment_id="shp_1", status=word, at=NOON,
                    received_at=NOON, location="Leipzig")  # fmt: skip
    return ParcelSeen(shipment=SHIPMENT, event=event, since=NOON, expected=window)


def seen(word: Word, window: Window | None = None) -> OrderFacts:
    return replace(FACTS, parcels=(parcel(word, window),))


def sent_back(state: Comeback) -> OrderFacts:
    back = ReturnCase(id="ret_1", merchant_id="main", order_id="ord_1", origin="customer", reason="x", state=state,
                      created_at=NOON)  # fmt: skip
    return replace(FACTS, returns=(back,))


def changing(reach: Reach, follows: Follows) -> OrderFacts:
    return replace(FACTS, outlook=Outlook(reach=reach, address=follows, cancellation=follows))


REFUND = Refund(
    id="rfd_1", merchant_id="main", order_id="ord_1", amount=1234, currency="EUR", reason="x", created_at=NOON
)
AHEAD = Window(NOON + timedelta(days=6), NOON + timedelta(days=9))
CASES: dict[str, tuple[OrderFacts | None, tuple[str, ...]]] = {
    "no order": (None, ("where_is_my_parcel",)),
    "not left": (FACTS, ("where_is_my_parcel",)),
    **{f"parcel {word}": (seen(word), ("where_is_my_parcel",)) for word in Word},
    "expected": (seen(Word.TRANSIT_HUB, AHEAD), ("not_received",)),
    "late": (seen(Word.TRANSIT_HUB, Window(NOON, NOON + timedelta(days=1))), ("not_received",)),
    "cancel inside": (changing(Reach.PICKED, Follows.STOPPED), ("cancel",)),
    "cancel away": (changing(Reach.HANDED_OVER, Follows.CALLED_BACK), ("cancel",)),
    "cancel late": (changing(Reach.ARRIVED, Follows.TOO_LATE), ("cancel",)),
    "address inside": (changing(Reach.UNPICKED, Follows.CHANGED), ("change_address",)),
    "address away": (changing(Reach.HANDED_OVER, Follows.REDIRECTED), ("change_address",)),
    "address late": (changing(Reach.ARRIVED, Follows.TOO_LATE), ("change_address",)),
    "return before": (FACTS, ("return",)),
    **{f"return {state}": (sent_back(state), ("return",)) for state in
       (Comeback.REQUESTED, Comeback.AUTHORISED, Comeback.IN_TRANSIT, Comeback.RECEIVED, Comeback.DECLINED)},
    "refund ordered": (replace(FACTS, refunds=(REFUND,)), ()),
    "refund sent": (replace(FACTS, refunds=(replace(REFUND, sent_at=NOON),)), ()),
    "several": (seen(Word.DELIVERED), ("damaged", "wrong_item", "invoice", "customs_duty", "not_received")),
    "duty ours": (replace(FACTS, duty=OURS), ("customs_duty",)),
    "duty of the marketplace": (replace(FACTS, duty=MARKETPLACES), ("customs_duty",)),
    "unknown": (FACTS, ()),
}  # fmt: skip


def texts() -> str:
    found = []
    for name, (facts, intents) in CASES.items():
        for language in LANGUAGES:
            draft = drafts_of(facts, intents, "Jane Doe", language, LATER).buyer
            found.append(f"=== {name}, {language}: {draft.subject}\n{draft.text}\n")
    return "\n".join(found)


def test_drafts_when_made_then_are_the_texts_that_were_looked_at() -> None:
    assert texts() == TEXTS.read_text(encoding="utf-8")


@pytest.mark.parametrize("language", LANGUAGES)
def test_sentences_when_read_then_name_no_fraud_no_sanctions_and_no_rules(language: str) -> None:
    words = " ".join(draft_words(language).values()).casefold()
    assert [each for each in NEVER if each in words] == []


@pytest.mark.parametrize("intent", INTENTS)
def test_intents_when_answered_then_each_has_a_sentence_of_its_own(intent: str) -> None:
    assert drafts_of(FACTS, (intent,), "", "en", LATER).sentences not in ((), ("unknown",))


def test_draft_when_it_promises_something_then_says_so_to_who_sends_it() -> None:
    late = seen(Word.TRANSIT_HUB, Window(NOON, NOON + timedelta(days=1)))
    assert drafts_of(late, ("where_is_my_parcel", "invoice"), "", "en", LATER).promises == (
        "ask_carrier",
        "send_invoice",
    )
