"""Inquiries, returns, cases and messages of eBay in the inbox: each once, by the clock that eBay states."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from api.composition.inbox import make_inbox
from api.composition.site import make_site
from engine.desk.intake import submit
from engine.store.database import Database
from fulfillment.channels.access_tokens import KEPT
from fulfillment.channels.accounts import Accounts
from fulfillment.channels.adapters import ADAPTERS
from fulfillment.channels.connecting import connect, switch_off, switch_on
from fulfillment.channels.handlers import LANE
from fulfillment.channels.port import Port
from fulfillment.channels.stating import Stated
from fulfillment.inbox.asking_channels import EVERY, asking_handlers, begin_asking
from fulfillment.inbox.attaching import attach
from fulfillment.inbox.queue import close
from fulfillment.inbox.words import CaseState, CloseCode
from fulfillment.records import Connection, InboxCase
from fulfillment.store.inbox_messages import messages_of_case
from fulfillment.store.rows import many
from fulfillment.store.tables import INBOX_CASE
from tests.channel_servers.ebay import EbayServer
from tests.channel_servers.ebay_documents import Document, stamped
from tests.desks import MAIN, an_honest_order, document
from tests.scripted_channel import ChannelHouse, channel_house

ORDER = "01-00001-00001"
DAY = timedelta(days=1)


class Desk:
    """A house that asks a seller's account at eBay."""

    def __init__(self, database: Database) -> None:
        KEPT.kept.clear()
        base = channel_house(database)
        self.server = EbayServer(clock=base.clock)
        accounts = Accounts(base.desk.seal, self.server.direct, base.clock, ADAPTERS, base.env.get)
        self.port = Port(base.desk, accounts)
        self.inbox = make_inbox(base.desk, make_site(base.desk))
        self.house: ChannelHouse = replace(base, port=self.port, handlers=asking_handlers(self.inbox, self.port, LANE))
        account = self.server.account(username="our_shop")
        since = base.clock.now() - 30 * DAY
        stated = Stated(endpoint=account.endpoint, settings=account.settings, secrets=account.secrets, since=since,
                        every_s=300, from_country="CN")  # fmt: skip
        made = connect(self.port, MAIN, account.channel, "market", stated)
        self.connection: Connection = switch_on(self.port, MAIN, made.id)
        self.order = submit(base.desk, MAIN, document(replace(an_honest_order(), id=f"market-{ORDER}"))).row.order_id
        begin_asking(self.port)

    @property
    def now(self) -> datetime:
        return self.house.clock.now()

    def turn(self) -> None:
        """The next time that eBay is asked."""
        self.house.run(pass_by=EVERY)

    def cases(self) -> list[InboxCase]:
        with self.port.desk.database.read() as session:
            return list(many(session, INBOX_CASE, InboxCase, INBOX_CASE.c.merchant_id == "main"))

    def case(self) -> InboxCase:
        (found,) = self.cases()
        return found


@pytest.fixture
def desk(database: Database) -> Desk:
    return Desk(database)


def when(at: datetime) -> Document:
    return {"value": stamped(at), "formattedValue": "as people read it"}


def inquiry(desk: Desk, status: str = "WAITING_SELLER_RESPONSE", **more: object) -> Document:
    made: Document = {
        "inquiryId": "5300000001", "inquiryStatusEnum": status, "orderId": ORDER, "itemId": "110001",
        "transactionId": "220001", "creationDate": when(desk.now - DAY), "lastModifiedDate": when(desk.now),
        "respondByDate": when(desk.now + 2 * DAY), **more,
    }  # fmt: skip
    desk.server.complaints["inquiry"] = [made]
    return made


def a_return(desk: Desk, reason: str, **more: object) -> None:
    made: Document = {
        "returnId": "5400000001", "state": "RETURN_REQUESTED", "status": "RETURN_REQUESTED", "orderId": ORDER,
        "creationInfo": {"reasonType": reason, "creationDate": when(desk.now - DAY),
                         "item": {"itemId": "110001", "transactionId": "220001"}},
        "sellerResponseDue": {"activityDue": "SELLER_APPROVE_REQUEST", "respondByDate": when(desk.now + 2 * DAY)},
        **more,
    }  # fmt: skip
    desk.server.complaints["return"] = [made]


def test_inquiry_when_it_is_seen_again_and_again_then_is_one_case_with_the_day_that_ebay_states(desk: Desk) -> None:
    told = inquiry(desk)
    for _ in range(3):
        desk.turn()
    case = desk.case()
    assert (case.kind, case.reference, case.order_id) == ("ebay_not_received", "5300000001", desk.order)
    assert case.due_at is not None
    assert (case.state, case.is_stated_due, stamped(case.due_at)) == (
        CaseState.OPEN, True, told["respondByDate"]["value"],  # type: ignore[index]
    )  # fmt: skip


@pytest.mark.parametrize(("reason", "kind"), [("SNAD", "ebay_not_as_described"), ("REMORSE", "ebay_return")])
def test_return_when_it_waits_for_the_seller_then_is_a_case_of_its_reason(desk: Desk, reason: str, kind: str) -> None:
    a_return(desk, reason)
    desk.turn()
    assert (desk.case().kind, desk.case().is_stated_due) == (kind, True)


def test_inquiry_when_the_buyer_has_the_next_word_then_our_clock_stands_until_they_had_it(desk: Desk) -> None:
    inquiry(desk)
    desk.turn()
    inquiry(desk, "WAITING_BUYER_RESPONSE")
    desk.turn()
    assert (desk.case().state, desk.case().due_at) == (CaseState.ANSWERED, None)
    desk.turn()
    inquiry(desk)
    desk.turn()
    assert (desk.case().state, desk.case().due_at is not None) == (CaseState.OPEN, True)


def test_inquiry_when_it_becomes_a_case_then_goes_on_under_its_name_and_ends_with_it(desk: Desk) -> None:
    inquiry(desk)
    desk.turn()
    inquiry(desk, "CLOSED_WITH_ESCALATION")
    line: Document = {"caseId": "5300000001", "itemId": "110001", "transactionId": "220001"}
    escalated = {
        **line,
        "caseStatusEnum": "OPEN",
        "creationDate": when(desk.now),
        "respondByDate": when(desk.now + DAY),
    }
    desk.server.complaints["casemanagement"] = [escalated]
    desk.turn()
    assert (desk.case().reference, desk.case().state) == ("5300000001", CaseState.OPEN)
    desk.server.complaints["casemanagement"] = [{**escalated, "caseStatusEnum": "CLOSED"}]
    desk.turn()
    assert (desk.case().state, desk.case().reason_code) == (CaseState.CLOSED, CloseCode.SOLVED)


def test_inquiry_when_a_return_of_the_same_line_follows_then_both_go_on(desk: Desk) -> None:
    inquiry(desk)
    desk.turn()
    inquiry(desk, "CLOSED")
    a_return(desk, "SNAD")
    desk.turn()
    states = {case.kind: case.state for case in desk.cases()}
    assert states == {"ebay_not_received": CaseState.CLOSED, "ebay_not_as_described": CaseState.OPEN}


def test_inquiry_when_somebody_closed_its_case_here_then_opens_again_only_for_news(desk: Desk) -> None:
    inquiry(desk)
    desk.turn()
    close(desk.inbox, MAIN, desk.case().id, "refunded")
    desk.turn()
    assert desk.case().state == CaseState.CLOSED
    inquiry(desk)
    desk.turn()
    assert (desk.case().state, desk.case().reopened) == (CaseState.OPEN, 1)


def test_inquiry_when_it_was_over_before_we_knew_then_opens_nothing(desk: Desk) -> None:
    inquiry(desk, "CLOSED")
    desk.turn()
    assert desk.cases() == []


def test_inquiry_when_its_order_is_not_told_then_is_a_case_that_a_person_joins(desk: Desk) -> None:
    inquiry(desk, orderId="")
    desk.turn()
    assert (desk.case().order_id, desk.case().reference, desk.case().is_stated_due) == (None, "5300000001", True)
    attach(desk.inbox, MAIN, desk.case().id, desk.order)
    desk.turn()
    assert (desk.case().order_id, desk.case().state) == (desk.order, CaseState.OPEN)


def test_complaints_when_there_are_more_than_a_page_then_all_are_taken(desk: Desk) -> None:
    told = inquiry(desk)
    several = [{**told, "inquiryId": f"53{number:08}", "transactionId": str(number)} for number in range(130)]
    desk.server.complaints["inquiry"] = several
    desk.turn()
    assert len(desk.cases()) == 130


def test_ebay_when_the_connection_was_off_then_is_asked_once_it_is_on_again(desk: Desk) -> None:
    inquiry(desk)
    switch_off(desk.port, MAIN, desk.connection.id)
    desk.turn()
    assert desk.cases() == []
    switch_on(desk.port, MAIN, desk.connection.id)
    desk.turn()
    assert len(desk.cases()) == 1


def test_message_when_a_buyer_wrote_then_is_taken_in_once_and_our_own_words_are_not(desk: Desk) -> None:
    def said(number: int, sender: str, words: str) -> Document:
        return {"messageId": f"m-{number}", "senderUsername": sender, "messageBody": words, "subject": "Your order",
                "createdDate": stamped(desk.now - timedelta(hours=number))}  # fmt: skip

    desk.server.conversations["talk-1"] = [
        said(1, "buyer_1", f"Where is my order {ORDER}?"), said(2, "Our_Shop", "It left today."),
        said(90, "buyer_1", "Is it new?"),
    ]  # fmt: skip
    for _ in range(2):
        desk.turn()
    case = desk.case()
    with desk.port.desk.database.read() as session:
        messages = messages_of_case(session, "main", case.id)
    assert (case.kind, case.channel, len(messages)) == ("message", "ebay", 1)
