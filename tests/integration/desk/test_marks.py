"""Marks at the desk: taken from an order in one action, matched by the next one, revoked, erased."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import orjson
import pytest
from sqlalchemy import select

from engine.desk import telling
from engine.desk.deciding import Decided
from engine.desk.desk import Desk
from engine.desk.erasing import erase
from engine.desk.errors import MarkRefused, MarkRevoked, NotFound, PersonErased, UntilPassed
from engine.desk.intake import submit
from engine.desk.mark_file import read_marks, written_marks
from engine.desk.mark_following import FOLLOW, RESCREEN, mark_handlers
from engine.desk.marks import Dispute, Entry, Wanted, add_by_hand, found_mark, mark_order, revoke
from engine.desk.reading import current_decision
from engine.desk.replaying import evaluate, replay
from engine.errors import StoreConflict
from engine.order.order import ChannelData, Order
from engine.order.party import Customer
from engine.order.payment import Card
from engine.store.feed import audits, events_after
from engine.store.labels import labels_of
from engine.store.marks import MarkRow, extend_mark, marks
from engine.store.sessions import ReadSession
from engine.store.tables import MARK
from tests.builders import a_payment, an_order
from tests.desks import ANALYST, MAIN, NOW, OTHER, StandingClock, an_unpaid_order, document
from tests.draining import drain
from tests.statements import counted

BLOCK = Wanted(verdict="block", reason="chargeback", note="said that nothing came")
TRUST = Wanted(verdict="trust", reason="known_customer")
CARD = Card(brand="visa", bin="424242", last4="4242", expiry_month=12, expiry_year=2029, issuing_country="DE")
EMAIL = "erika.muster@example.com"


def bought(id_: str = "A-1", email: str = EMAIL, **changes: object) -> Order:
    customer = Customer(id="C-4711", name="Erika Muster", email=email, phone="+49 30 901820", orders_before=4)
    return replace(an_order(id=id_, customer=customer, payment=a_payment(card=CARD)), **changes)  # type: ignore[arg-type]


def sent(desk: Desk, order: Order | None = None) -> Decided:
    return submit(desk, MAIN, document(order or bought()))


def listed(desk: Desk) -> list[MarkRow]:
    with desk.database.read() as session:
        return list(marks(session, "main", 100))


def test_order_when_marked_then_all_its_keys_are_kept_as_tokens_with_hints(desk: Desk) -> None:
    marked = mark_order(desk, ANALYST, sent(desk).row.order_id, BLOCK)
    hints = {row.mark.kind: row.hint for row in marked.rows}
    assert (marked.added, set(hints)) == (5, {"email", "phone", "address", "card", "customer"})
    assert (hints["email"], hints["card"]) == ("e***@example.com", "card …4242")
    with desk.database.read() as session:
        kept = str(session.rows(select(MARK)))
    assert not any(word in kept for word in ("erika", "muster@", "424242", "C-4711"))


def test_order_when_marked_twice_then_nothing_is_kept_twice_and_the_end_moves_on(desk: Desk) -> None:
    order_id = sent(desk).row.order_id
    first = replace(BLOCK, until=NOW + timedelta(days=30))
    assert mark_order(desk, ANALYST, order_id, first).added == 5
    again = mark_order(desk, ANALYST, order_id, first)
    longer = mark_order(desk, ANALYST, order_id, BLOCK)
    shorter = mark_order(desk, ANALYST, order_id, first)
    assert [(each.added, each.extended) for each in (again, longer, shorter)] == [(0, 0), (0, 5), (0, 0)]
    assert {row.mark.until for row in listed(desk)} == {None}


def test_kinds_when_named_then_only_these_and_what_is_lacking_is_told(desk: Desk) -> None:
    order_id = sent(desk, an_order(id="A-1")).row.order_id
    marked = mark_order(desk, ANALYST, order_id, replace(BLOCK, kinds=("address", "card")))
    assert ([row.mark.kind for row in marked.rows], marked.lacking) == (["address"], ("card",))
    with pytest.raises(MarkRefused, match="nothing that the order has"):
        mark_order(desk, ANALYST, order_id, replace(BLOCK, kinds=("card",)))


@pytest.mark.parametrize(
    ("wanted", "field"),
    [
        (replace(BLOCK, verdict="maybe"), "verdict"),
        (replace(BLOCK, reason="known_customer"), "reason"),
        (replace(BLOCK, scope="all"), "scope"),
        (replace(BLOCK, scope="shop"), "scope"),
        (replace(BLOCK, kinds=("name",)), "kinds"),
    ],
)
def test_mark_when_it_cannot_be_then_says_which_field(desk: Desk, wanted: Wanted, field: str) -> None:
    with pytest.raises(MarkRefused) as refused:
        mark_order(desk, ANALYST, sent(desk, bought(shop=None)).row.order_id, wanted)
    assert (refused.value.field, listed(desk)) == (field, [])


def test_mark_when_its_end_lies_in_the_past_then_refused(desk: Desk) -> None:
    with pytest.raises(UntilPassed):
        mark_order(desk, ANALYST, sent(desk).row.order_id, replace(BLOCK, until=NOW))


def test_next_order_when_one_key_is_blocked_then_waits_and_says_why(desk: Desk) -> None:
    order_id = sent(desk).row.order_id
    (row,) = mark_order(desk, ANALYST, order_id, replace(BLOCK, kinds=("email",))).rows
    later = sent(desk, bought("A-2", "Erika.Muster+shop@example.com"))
    assert (later.row.outcome, "FRD_BLOCKED" in later.row.reasons) == ("hold", True)
    (matched,) = later.decision.marks
    assert (matched.id, matched.reason, matched.source, matched.source_id) == (
        row.mark.id,
        "chargeback",
        "order",
        order_id,
    )


def test_next_order_when_two_keys_are_blocked_then_is_cancelled(desk: Desk) -> None:
    mark_order(desk, ANALYST, sent(desk).row.order_id, BLOCK)
    later = sent(desk, bought("A-2"))
    assert (later.row.outcome, "FRD_BLOCKED_PERSON" in later.row.reasons) == ("cancel", True)


def test_decision_when_marks_matched_then_replays_after_they_are_revoked(desk: Desk) -> None:
    for row in mark_order(desk, ANALYST, sent(desk).row.order_id, BLOCK).rows:
        decided = sent(desk, bought(f"A-{row.mark.kind}"))
        revoke(desk, ANALYST, row.mark.id, "wrong")
        assert replay(desk, ANALYST, decided.row.id).is_same
    assert sent(desk, bought("A-9")).row.outcome == "admit"


def test_mark_when_its_end_has_come_then_counts_no_more_and_can_be_made_anew(desk: Desk) -> None:
    order_id = sent(desk).row.order_id
    wanted = replace(BLOCK, kinds=("email",), until=NOW + timedelta(days=1))
    mark_order(desk, ANALYST, order_id, wanted)
    assert isinstance(desk.clock, StandingClock)
    desk.clock.pass_by(timedelta(days=2))
    assert sent(desk, bought("A-2")).row.outcome == "admit"
    assert mark_order(desk, ANALYST, order_id, replace(wanted, until=None)).added == 1
    assert {row.state for row in listed(desk)} == {"over", "active"}
    assert sent(desk, bought("A-3")).row.outcome == "hold"


def test_list_when_only_those_in_force_are_asked_for_then_none_that_is_over(desk: Desk) -> None:
    mark_order(desk, ANALYST, sent(desk).row.order_id, replace(BLOCK, until=NOW + timedelta(days=1)))
    with desk.database.read() as session:
        counts = [len(marks(session, "main", 9, active_at=NOW + timedelta(days=days))) for days in (0, 1, 2)]
    assert (counts, len(listed(desk))) == ([5, 0, 0], 5)


def test_order_when_several_people_mark_it_at_once_then_each_key_is_marked_once(desk: Desk) -> None:
    order_id = sent(desk).row.order_id
    with ThreadPoolExecutor(4) as people:
        done = list(people.map(lambda _: mark_order(desk, ANALYST, order_id, BLOCK), range(4)))
    assert (sum(each.added for each in done), len(listed(desk))) == (5, 5)


@pytest.mark.parametrize(("shop", "outcome"), [("de", "hold"), ("fr", "admit")])
def test_mark_when_it_is_of_one_shop_then_others_do_not_see_it(desk: Desk, shop: str, outcome: str) -> None:
    order_id = sent(desk, bought(shop="de")).row.order_id
    mark_order(desk, ANALYST, order_id, replace(BLOCK, kinds=("email",), scope="shop"))
    assert sent(desk, bought("A-2", shop=shop)).row.outcome == outcome


@pytest.mark.parametrize(
    ("order", "scope"),
    [
        (bought(shop="de"), "shop:de"),
        (bought(shop=None), "channel:own_shop"),
        (bought(shop="de", channel="ebay", channel_data=ChannelData(buyer_id="buyer-99")), "channel:ebay"),
    ],
)
def test_customer_when_marked_everywhere_then_means_somebody_only_where_the_id_does(
    desk: Desk, order: Order, scope: str
) -> None:
    (row,) = mark_order(desk, ANALYST, sent(desk, order).row.order_id, replace(BLOCK, kinds=("customer",))).rows
    assert row.mark.scope == scope


def test_trust_when_given_then_waiting_orders_of_the_person_go_on(desk: Desk) -> None:
    note = "Please refund the difference to my PayPal instead of the card."
    held = sent(desk, bought(buyer_note=note))
    assert held.row.outcome == "hold"
    mark_order(desk, ANALYST, held.row.order_id, replace(TRUST, kinds=("email",)))
    done = drain(desk.database, mark_handlers(desk), twice=True)
    assert {FOLLOW, RESCREEN} <= set(done)
    with desk.database.read() as session:
        assert current_decision(session, "main", held.row.order_id).outcome == "admit"


def test_block_when_another_key_is_added_later_then_the_persons_orders_are_decided_anew_again(desk: Desk) -> None:
    order_id = sent(desk).row.order_id
    mark_order(desk, ANALYST, order_id, replace(BLOCK, kinds=("email",)))
    drain(desk.database, mark_handlers(desk))
    mark_order(desk, ANALYST, order_id, replace(BLOCK, kinds=("email", "card")))
    drain(desk.database, mark_handlers(desk))
    with desk.database.read() as session:
        assert current_decision(session, "main", order_id).outcome == "cancel"


def test_mark_when_it_was_revoked_meanwhile_then_is_not_told_as_extended(desk: Desk) -> None:
    until = NOW + timedelta(days=9)
    (row,) = add_by_hand(desk, ANALYST, [Entry(kind="email", value=EMAIL, wanted=replace(BLOCK, until=until))]).rows
    revoke(desk, ANALYST, row.mark.id)
    with pytest.raises(StoreConflict), desk.database.write() as session:
        extend_mark(session, row, None)


def test_trust_when_the_order_is_unpaid_then_it_still_waits(desk: Desk) -> None:
    held = sent(desk, replace(bought(), payment=an_unpaid_order().payment))
    mark_order(desk, ANALYST, held.row.order_id, TRUST)
    drain(desk.database, mark_handlers(desk))
    with desk.database.read() as session:
        assert current_decision(session, "main", held.row.order_id).outcome == "hold"


def test_block_when_an_orders_life_has_ended_then_leaves_it_alone(desk: Desk) -> None:
    first, second = sent(desk), sent(desk, bought("A-2"))

    def has_ended(session: ReadSession, merchant: str, order: str) -> bool:
        return order == first.row.order_id

    mark_order(desk, ANALYST, first.row.order_id, BLOCK)
    drain(desk.database, mark_handlers(desk, has_ended))
    with desk.database.read() as session:
        outcomes = [current_decision(session, "main", each.row.order_id).outcome for each in (first, second)]
    assert outcomes == ["admit", "cancel"]


def test_dispute_when_told_then_order_is_labelled_and_marked_in_one_step(desk: Desk) -> None:
    order_id = sent(desk).row.order_id
    marked = mark_order(desk, ANALYST, order_id, BLOCK, dispute=Dispute(kind="chargeback", source="acquirer"))
    with desk.database.read() as session:
        (label,) = labels_of(session, "main", order_id)
    assert (label.kind, {(row.mark.source, row.mark.source_id) for row in marked.rows}) == (
        "chargeback",
        {("dispute", label.id)},
    )


def test_marks_when_made_and_revoked_then_told_and_audited_without_hints(desk: Desk) -> None:
    order_id = sent(desk).row.order_id
    (row,) = mark_order(desk, ANALYST, order_id, replace(BLOCK, kinds=("email",))).rows
    revoke(desk, ANALYST, row.mark.id, "wrong")
    with pytest.raises(MarkRevoked):
        revoke(desk, ANALYST, row.mark.id)
    drain(desk.database, {**telling.handlers(desk.ids), **mark_handlers(desk)})
    with desk.database.read() as session:
        told = [each for each in events_after(session, "main", 0, 99) if each.type.startswith("mark.")]
        done = [each for each in audits(session, 0, 99) if each.action.startswith("mark.")]
    assert [each.type for each in told] == ["mark.added", "mark.revoked"]
    assert [each.action for each in done] == ["mark.added", "mark.revoked"]
    assert not any(word in f"{told}{done}" for word in (row.hint, "said that", EMAIL))


def test_mark_when_it_is_another_merchants_then_does_not_exist(desk: Desk) -> None:
    order_id = sent(desk).row.order_id
    (row, *_) = mark_order(desk, ANALYST, order_id, BLOCK).rows
    with desk.database.read() as session, pytest.raises(NotFound):
        found_mark(session, "acme", row.mark.id)
    with pytest.raises(NotFound):
        mark_order(desk, OTHER, order_id, BLOCK)
    assert submit(desk, OTHER, document(bought("A-2"))).row.outcome == "admit"


def test_person_when_erased_then_hints_are_gone_and_tokens_stay(desk: Desk) -> None:
    order_id = sent(desk).row.order_id
    mark_order(desk, ANALYST, order_id, replace(BLOCK, kinds=("email", "card")))
    by_hand = Entry(kind="phone", value="+49 30 901820", wanted=BLOCK)
    add_by_hand(desk, ANALYST, [by_hand])
    erase(desk, ANALYST, order_id)
    assert [(row.hint, row.note) for row in listed(desk)] == [("", "")] * 3
    assert sent(desk, bought("A-2")).row.outcome == "cancel"
    with pytest.raises(PersonErased):
        mark_order(desk, ANALYST, order_id, BLOCK)


def test_person_when_erased_then_keys_of_their_other_orders_lose_their_hints_too(desk: Desk) -> None:
    order_id = sent(desk).row.order_id
    other = replace(CARD, last4="1881")
    sent(desk, replace(bought("A-2"), payment=a_payment(card=other)))
    (row,) = add_by_hand(desk, ANALYST, [Entry(kind="card", value="424242-1881-12-2029", wanted=BLOCK)]).rows
    revoke(desk, ANALYST, row.mark.id, "Erika called")
    erase(desk, ANALYST, order_id)
    assert [(each.hint, each.note, each.revoked_why) for each in listed(desk)] == [("", "", "")]


def test_person_when_erased_then_notes_of_labels_are_gone_and_never_were_in_the_audit(desk: Desk) -> None:
    order_id = sent(desk).row.order_id
    mark_order(desk, ANALYST, order_id, BLOCK, dispute=Dispute(kind="chargeback", source="chargeback", note="Erika"))
    drain(desk.database, {**telling.handlers(desk.ids), **mark_handlers(desk)})
    erase(desk, ANALYST, order_id)
    with desk.database.read() as session:
        (label,) = labels_of(session, "main", order_id)
        (told,) = (each for each in audits(session, 0, 99) if each.action == "order.labelled")
    assert (label.kind, label.note, "Erika" in str(told)) == ("chargeback", "", False)


def test_dry_run_when_a_key_is_blocked_then_says_so(desk: Desk) -> None:
    mark_order(desk, ANALYST, sent(desk).row.order_id, BLOCK)
    assert evaluate(desk, MAIN, orjson.dumps(document(bought("A-2")))).decision.outcome == "cancel"


def test_decision_when_the_merchant_has_no_marks_then_six_statements_else_seven(desk: Desk) -> None:
    sent(desk)  # what is held in memory is asked for by the first alone
    with counted(desk.database) as without:
        sent(desk, bought("A-3", "nobody.else@example.com"))
    add_by_hand(desk, ANALYST, [Entry(kind="email", value="nobody@example.org", wanted=BLOCK)])
    with counted(desk.database) as with_marks:
        sent(desk, bought("A-2", "somebody.else@example.com"))
    assert (len(without.data), len(with_marks.data)) == (6, 7)


WRITTEN = """kind,value,verdict,reason,scope,note,until
email,Erika.Muster+x@example.com,block,fraud,,,2027-01-31
phone,030 901820,block,fraud,,,
phone,+49 30 901820,block,fraud,,"two
lines",
card,4242 4242 4242 4242,block,fraud,,,
card,424242-4242-12-2029,block,fraud,,,
address,Musterstr. 1 | 10115 | Berlin | DE,block,reshipping,,,
customer,C-4711,trust,staff,,,
customer,C-4711,trust,staff,shop:de,,
email,a@example.org,block,fraud,,,yesterday
email,b@example.org,trust,fraud,,,
email,c@example.org,block,fraud,,,2020-01-01
"""


def test_file_when_some_rows_are_faulty_then_each_is_told_with_line_and_column() -> None:
    found = read_marks(WRITTEN.encode(), NOW)
    assert [(each.line, each.column) for each in found.faults] == [
        (3, "value"),
        (6, "value"),
        (9, "scope"),
        (11, "until"),
        (12, "reason"),
        (13, "until"),
    ]
    assert [each.kind for each in found.entries] == ["email", "phone", "card", "address", "customer"]


def test_file_when_taken_in_then_keys_match_those_of_orders(desk: Desk) -> None:
    found = read_marks(WRITTEN.encode(), NOW)
    assert add_by_hand(desk, ANALYST, found.entries, "import", "list.csv").added == 5
    decided = sent(desk)
    assert {each.kind for each in decided.decision.marks} >= {"email", "phone", "card"}
    assert add_by_hand(desk, ANALYST, found.entries, "import", "list.csv").added == 0


def test_file_when_written_then_has_hints_and_no_key(desk: Desk) -> None:
    mark_order(desk, ANALYST, sent(desk).row.order_id, replace(BLOCK, note="=1+1"))
    text = "".join(written_marks(listed(desk), NOW))
    assert len(text.splitlines()) == 6
    assert "e***@example.com" in text
    assert ",'=1+1," in text
    assert not any(word in text for word in ("erika", "424242", "C-4711"))


@pytest.mark.parametrize(
    "content", [b"kind,value\n", b"kind,value,verdict,reason,who\n", b"\xff", b'kind,value,verdict,reason\n"a"b,c\n']
)
def test_file_when_it_is_none_then_refused_as_a_whole(content: bytes) -> None:
    with pytest.raises(MarkRefused):
        read_marks(content, NOW)
