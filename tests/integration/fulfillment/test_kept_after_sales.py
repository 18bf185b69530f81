"""What after-sales keeps of persons goes by age once nobody works on it, and with the person; the rest stays."""

from datetime import UTC, datetime, timedelta

import orjson
import pytest
from sqlalchemy import Table, select, update

from engine.clock import microseconds
from engine.store.database import Database
from fulfillment.inbox.words import CaseKind, CaseState, Direction
from fulfillment.keeping import KEPT
from fulfillment.records import (
    BouncedAddress,
    Claim,
    ClaimProof,
    Entry,
    InboxCase,
    InboxFile,
    InboxMessage,
    Notice,
    NoticeTry,
    ReturnCase,
    ReturnPhoto,
    Tracked,
)
from fulfillment.states import Comeback, Demand
from fulfillment.store.retention import forget_after_sales
from fulfillment.store.rows import keep, row_of
from fulfillment.store.tables import (
    CLAIM,
    CLAIM_PROOF,
    ENTRY,
    INBOX_CASE,
    INBOX_FILE,
    INBOX_MESSAGE,
    NOTICE,
    NOTICE_BOUNCED,
    NOTICE_TRY,
    RETURN,
    RETURN_PHOTO,
    TRACKING,
)

THEN = datetime(2026, 1, 10, 12, 0, tzinfo=UTC)
LATER = THEN + timedelta(days=1)
CANARY = "Kanarienvogel"
SECRET = CANARY.encode()
TABLES = (INBOX_MESSAGE, INBOX_FILE, NOTICE, NOTICE_TRY, NOTICE_BOUNCED, RETURN_PHOTO, CLAIM_PROOF, TRACKING, ENTRY)


def kept(database: Database, merchant: str = "main", *, over: bool = True) -> str:
    """An order of which everything is kept; with what is over, or what still runs. Answers its id."""
    order = f"ord_{merchant}"

    def id_(kind: str) -> str:
        return f"{kind}_{merchant}"

    case = InboxCase(
        id=id_("case"), merchant_id=merchant, order_id=order, kind=CaseKind.MESSAGE, thread=order, channel="mail",
        state=CaseState.CLOSED if over else CaseState.OPEN, due_at=None, clock="", passed="", rank_at=THEN,
        opened_at=THEN, last_in_at=THEN, closed_at=THEN if over else None,
    )  # fmt: skip
    message = InboxMessage(
        id=id_("msg"), merchant_id=merchant, case_id=case.id, order_id=order, direction=Direction.IN, channel="mail",
        name="n", at=THEN, taken_at=THEN, language="de", intents="where", sealed=SECRET, order_version=1,
    )  # fmt: skip
    file = InboxFile(
        id=id_("file"), merchant_id=merchant, message_id=message.id, order_id=order, media_type="image/png", size=1,
        sealed=SECRET,
    )  # fmt: skip
    notice = Notice(
        id=id_("ntc"), merchant_id=merchant, order_id=order, kind="duty_due", about="1", audience="customer",
        created_at=THEN, params={"pay_number": CANARY}, state="refused" if over else "queued", way="mail",
        cause="5.1.1", why=f"{CANARY} rang",
    )  # fmt: skip
    try_ = NoticeTry(
        notice_id=notice.id, number=1, merchant_id=merchant, order_id=order, way="mail", sent_as=id_("job"),
        begun_at=THEN, address=CANARY, order_version=1, outcome="bounced", reply="5.1.1",
    )  # fmt: skip
    bounced = BouncedAddress(
        merchant_id=merchant, order_id=order, way="mail", address=CANARY, order_version=1, cause="5.1.1", noted_at=THEN
    )
    back = ReturnCase(
        id=id_("ret"), merchant_id=merchant, order_id=order, origin="customer", reason="damaged", created_at=THEN,
        state=Comeback.CLOSED if over else Comeback.REQUESTED, number=id_("RMA"),
    )  # fmt: skip
    photo = ReturnPhoto(
        id=id_("photo"), merchant_id=merchant, order_id=order, return_id=back.id, stage="requested", size=1,
        media_type="image/png", order_version=1, sealed=SECRET, created_at=THEN, created_by="customer",
    )  # fmt: skip
    claim = Claim(
        id=id_("claim"), merchant_id=merchant, order_id=order, shipment_id=id_("shp"), kind="damage", created_at=THEN,
        since_at=THEN, state=Demand.CLOSED if over else Demand.FILED,
    )  # fmt: skip
    proof = ClaimProof(
        id=id_("proof"), merchant_id=merchant, order_id=order, order_version=1, claim_id=claim.id, kind="photos",
        media_type="image/png", size=1, digest="d", added_at=THEN, added_by="agent", sealed=SECRET,
    )  # fmt: skip
    event = Tracked(
        id=id_("evt"), merchant_id=merchant, order_id=order, shipment_id=id_("shp"), status="delivered", at=THEN,
        received_at=THEN, location=CANARY, data={"words": f"signed by {CANARY}"}, read_by="table",
    )  # fmt: skip
    entry = Entry(
        order_id=order, seq=1, merchant_id=merchant, machine="order", subject=order, event="cancel", source="accepted",
        target="cancelled", at=THEN, actor="agent", data={"cause": "buyer", "why": f"{CANARY} rang"},
    )  # fmt: skip
    rows: list[tuple[Table, object]] = [
        (INBOX_CASE, case), (INBOX_MESSAGE, message), (INBOX_FILE, file), (NOTICE, notice), (NOTICE_TRY, try_),
        (NOTICE_BOUNCED, bounced), (RETURN, back), (RETURN_PHOTO, photo), (CLAIM, claim), (CLAIM_PROOF, proof),
        (TRACKING, event),
    ]  # fmt: skip
    with database.write() as session:
        for table, row in rows:
            keep(session, table, row)
        session.add(ENTRY, [row_of(entry)])
    return order


def tidied(database: Database, before: datetime, merchant: str = "main") -> dict[str, int]:
    with database.write() as session:
        return {kind: each.tidy(session, merchant, microseconds(before), 100) for kind, each in KEPT.items()}


def seen_in(database: Database, merchant: str = "main") -> set[str]:
    """Tables in which something of the person stands."""
    with database.read() as session:
        return {
            table.name
            for table in TABLES
            for row in session.rows(select(table).where(table.c.merchant_id == merchant))
            if CANARY in str(row) or any(isinstance(each, bytes) and SECRET in each for each in row)
        }


EVERYWHERE = {table.name for table in TABLES}


def test_rows_when_old_and_over_then_what_is_personal_goes_and_a_second_run_finds_nothing(database: Database) -> None:
    kept(database)
    assert seen_in(database) == EVERYWHERE
    assert min(tidied(database, LATER).values()) >= 1
    assert seen_in(database) == {"lifecycle_entry"}
    assert set(tidied(database, LATER).values()) == {0}


def test_rows_when_younger_or_anothers_then_stay(database: Database) -> None:
    kept(database)
    kept(database, "other")
    assert set(tidied(database, THEN).values()) == {0}
    tidied(database, LATER)
    assert seen_in(database, "other") == EVERYWHERE


def test_rows_when_somebody_works_on_them_then_stay_whatever_their_age(database: Database) -> None:
    kept(database, over=False)
    done = tidied(database, LATER)
    assert {kind for kind, many in done.items() if not many} == {"messages", "return_photos", "claim_proofs"}
    assert seen_in(database) >= {"inbox_message", "inbox_file", "return_photo", "claim_proof", "notice"}


def test_messages_when_old_and_their_case_was_closed_since_then_stay(database: Database) -> None:
    kept(database)
    with database.write() as session:
        session.run(update(INBOX_CASE).values(closed_at=microseconds(LATER)))
    assert tidied(database, LATER)["messages"] == 0
    assert seen_in(database) >= {"inbox_message", "inbox_file"}


def test_rows_when_what_is_personal_went_then_cases_and_figures_can_be_explained(database: Database) -> None:
    kept(database)
    tidied(database, LATER)
    with database.read() as session:
        message, notice, event = (session.rows(select(table))[0] for table in (INBOX_MESSAGE, NOTICE, TRACKING))
        proof, photo = (session.rows(select(table))[0] for table in (CLAIM_PROOF, RETURN_PHOTO))
    assert (message.language, message.intents, message.at) == ("de", "where", microseconds(THEN))
    assert (notice.state, notice.cause, notice.kind) == ("dropped", "5.1.1", "duty_due")
    assert (event.status, event.at, event.read_by) == ("delivered", microseconds(THEN), "")
    assert (proof.digest, proof.kind, photo.stage, photo.created_by) == ("d", "photos", "requested", "customer")


@pytest.mark.parametrize("over", [True, False])
def test_person_when_erased_then_what_runs_goes_as_well_as_what_is_over(database: Database, over: bool) -> None:
    order = kept(database, over=over)
    kept(database, "other")
    with database.write() as session:
        forget_after_sales(session, "main", [order])
        forget_after_sales(session, "main", [])
    assert seen_in(database) == {"inbox_message", "inbox_file"}  # sealed with the person's key, which was destroyed
    assert seen_in(database, "other") == EVERYWHERE
    with database.read() as session:
        (entry,) = session.rows(select(ENTRY.c.data).where(ENTRY.c.merchant_id == "main"))
    assert orjson.loads(entry.data) == {"cause": "buyer", "why": ""}


def test_return_when_its_customer_is_erased_then_their_words_go_and_reasons_of_ours_stay(database: Database) -> None:
    told = {"ret_1": ("other", f"{CANARY} moved"), "ret_2": ("damaged_on_arrival", "damaged")}
    with database.write() as session:
        for seq, (id_, (cause, reason)) in enumerate(told.items(), start=1):
            back = ReturnCase(
                id=id_, merchant_id="main", order_id="ord_1", origin="customer", reason=reason, created_at=THEN,
                state=Comeback.CLOSED, number=id_, cause=cause,
            )  # fmt: skip
            keep(session, RETURN, back)
            entry = Entry(
                order_id="ord_1", seq=seq, merchant_id="main", machine="order", subject="ord_1", source="delivered",
                event="return_requested", target="delivered", at=THEN, actor="agent",
                data={"return": id_, "reason": reason, "cause": cause},
            )  # fmt: skip
            session.add(ENTRY, [row_of(entry)])
        forget_after_sales(session, "main", ["ord_1"])
    with database.read() as session:
        reasons = [row.reason for row in session.rows(select(RETURN.c.reason).order_by(RETURN.c.id))]
        entered = [orjson.loads(row.data) for row in session.rows(select(ENTRY.c.data).order_by(ENTRY.c.seq))]
    assert (reasons, [each["reason"] for each in entered]) == (["", "damaged"], ["", "damaged"])
