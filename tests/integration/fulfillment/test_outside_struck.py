"""What leaves the house, struck from outside: busy, out of order, broken off before and behind the effect, half
an answer. Afterwards nothing is lost, and nothing is done twice that the other side could know as the same."""

from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest

from engine.store.database import Database
from fulfillment.jobs import INSTRUCTION, REFUND
from fulfillment.notify.leaving import NoticeWork
from fulfillment.notify.ways.mail import MailWay
from fulfillment.notify.ways.port import Way
from fulfillment.notify.ways.text_message import TextGateway, TextWay
from fulfillment.payments.giving_back import return_part
from fulfillment.store.money import refunds_of
from fulfillment.thread import at_work
from fulfillment.tracking.sources.words import SourceKind
from tests.carrier_servers.own_carrier import TOKEN, OwnCarrierServer
from tests.channel_servers.base import STRIKES
from tests.channel_servers.dhl import KEY, DhlServer
from tests.channel_servers.dhl import an_event as dhl_event
from tests.channel_servers.seventeen_track import SeventeenTrackServer
from tests.fulfilment_site import House
from tests.impatient import LONGEST_S, MOMENT_S, Hurry, Impatient
from tests.integration.fulfillment.test_asked_by_post import ACCEPTED, THERE
from tests.integration.fulfillment.test_stopping import handed_over
from tests.integration.fulfillment.test_tracking_sources import ALL, events
from tests.mail_server import TAKEN, Box, a_mail_server
from tests.notice_house import TO, NoticeHouse, order_of
from tests.struck import Fault, Strikes, Struck
from tests.tracked_parcels import send_one
from tests.tracking_house import TrackingHouse
from tests.web_peer import SLOW, Answer, Asked, SlowAtFirst, a_peer

ROUNDS = 6
SOME = timedelta(hours=3)


def by(sending: NoticeHouse, *, mail: Way | None = None, text: Way | None = None) -> None:
    """The house sends by these from now on."""
    sending.room = replace(sending.room, mail=mail or sending.mail, text=text or sending.text)
    house = sending.house
    sending.work = NoticeWork(house.database, house.desk, house.clock, house.folder, sending.room)


def gone_on(sending: NoticeHouse) -> None:
    """Tries again, as the worker would, until nothing waits."""
    for _ in range(ROUNDS):
        if not sending.go():
            return
        sending.house.clock.pass_by(SOME)


# Mail.


@pytest.mark.parametrize(
    ("fault", "most"),
    [
        ({"to_recipient": "450 4.2.1 later"}, 1),
        ({"to_message": "451 4.3.0 later", "keeps": False}, 1),
        ({"to_message": "", "keeps": False}, 1),  # broken off, and the server has nothing
        ({"to_message": ""}, 2),  # broken off, and the server has it: repeated once, under the same id
        ({"slow": ("RCPT", "silent")}, 1),
        ({"slow": ("RCPT", "trickle")}, 1),
        ({"slow": ("DATA", "silent"), "keeps": False}, 1),
        ({"slow": ("DATA", "trickle")}, 2),  # the server has it, and never says so
    ],
)
def test_mail_when_the_server_is_struck_then_the_letter_is_there_under_one_id(
    house: House, fault: dict[str, object], most: int
) -> None:
    box = Box(**fault)  # type: ignore[arg-type]
    sending = NoticeHouse(house, order_of())
    with a_mail_server(box) as server:
        by(sending, mail=MailWay(replace(server, whole_s=MOMENT_S) if box.slow else server))
        sending.tell("delivered")
        assert len(sending.go()) == 1
        by(sending, mail=MailWay(server))
        box.to_recipient, box.to_message, box.keeps, box.slow = "250 2.1.5 known", TAKEN, True, None
        house.clock.pass_by(SOME)
        gone_on(sending)
    assert (sending.last.state, {to for _, to, _ in box.taken}) == ("sent", {(TO,)})
    assert 1 <= len(box.taken) <= most
    assert len({str(each["Message-ID"]) for each in box.mails}) == 1


# Text messages.


@dataclass
class SmsGateway:
    """A gateway that knows an idempotency key, and is struck once."""

    fault: str
    taken: dict[str, bytes]
    calls: int = 0

    def answer(self, asked: Asked) -> Answer:
        self.calls += 1
        struck = self.calls == 1
        if struck and self.fault in ("429", "500_before"):
            return Answer(int(self.fault[:3]), b"no")
        if struck and self.fault in SLOW:
            return SLOW[self.fault]
        self.taken.setdefault(asked.headers["idempotency-key"], asked.body)
        if struck and self.fault == "500_behind":
            return Answer(500, b"no")
        if struck and self.fault == "half":
            return Answer(201, b"{", {"content-length": "4000"})
        return Answer(201, b"{}", cut=struck and self.fault == "reset")


@pytest.mark.parametrize("fault", ["429", "500_before", "500_behind", "reset", "half", *SLOW])
def test_text_when_the_gateway_is_struck_then_it_has_the_message_once_by_its_key(house: House, fault: str) -> None:
    gateway = SmsGateway(fault, {})
    sending = NoticeHouse(house, order_of())
    sending.chose(progress="text", trouble="text", service="text")
    with a_peer(gateway.answer) as peer:
        client = Impatient(peer, Hurry(MOMENT_S if fault in SLOW else LONGEST_S))
        by(sending, text=TextWay(TextGateway(url=peer.url("/send"), sender="Shop"), client))
        sending.tell("out_for_delivery")
        gone_on(sending)
    assert (sending.last.state, sending.last.way, len(gateway.taken)) == ("sent", "text", 1)
    assert (gateway.calls <= 2, client.hurry.is_bounded) == (True, True)


# Sources of tracking.


class Struck17(SeventeenTrackServer):
    """Answers with half of what it has, or with another form, once."""

    spoilt: bytes | None = None
    is_half: bool = False

    def answer(self, asked: Asked) -> Answer:
        answer = super().answer(asked)
        if self.is_half and answer.body:
            self.is_half = False
            return replace(answer, body=answer.body[: len(answer.body) // 2])
        if self.spoilt is not None:
            body, self.spoilt = self.spoilt, None
            return replace(answer, body=body)
        return answer


@pytest.mark.parametrize("fault", [*STRIKES, "half", "other_form"])
@pytest.mark.parametrize("when", ["at_registering", "at_asking"])
def test_source_when_struck_then_the_number_is_followed_once_and_each_event_is_there_once(
    sqlite_file: Database, tmp_path: Path, fault: str, when: str
) -> None:
    server = Struck17()
    with server.running():
        assert server.peer is not None
        # Over a network it would take as long as a call may.
        sender = server.direct if fault.startswith("hang") else server.client
        house = TrackingHouse(sqlite_file, tmp_path, sender, server.peer.opening)
        number = send_one(house).number
        house.connected(SourceKind.SEVENTEEN_TRACK, server.url, secrets={"token": server.token})
        if when == "at_asking":
            house.drain()
        _strike(server, fault)
        server.events[number] = ALL
        for _ in range(ROUNDS):
            house.drain()
            house.pass_by(hours=9)
        house.drain()
    assert server.registered == [number]
    assert len(events(house)) == len(ALL)
    assert (house.source().error, house.source().failures) == ("", 0)


def _strike(server: Struck17, fault: str) -> None:
    match fault:
        case "half":
            server.is_half = True
        case "other_form":
            server.spoilt = b'{"code": 0, "data": []}'
        case _:
            setattr(server.faults, fault, 2)


@pytest.mark.parametrize("fault", ["throttle", "break_before", "cut", "half", "other_form", *SLOW])
@pytest.mark.parametrize("kind", [SourceKind.DHL, SourceKind.OWN_CARRIER])
def test_source_that_is_only_asked_when_struck_then_each_event_is_there_once(
    sqlite_file: Database, tmp_path: Path, kind: SourceKind, fault: str
) -> None:
    dhl, line = DhlServer(), OwnCarrierServer()
    answering = dhl.answer if kind is SourceKind.DHL else line.answer
    struck = SlowAtFirst(answering, _other_answer(fault), 0)
    with a_peer(struck.answer) as peer:
        client = Impatient(peer, Hurry(MOMENT_S if fault in SLOW else LONGEST_S))
        house = TrackingHouse(sqlite_file, tmp_path, client, peer.opening)
        number = send_one(house).number
        dhl.events[number] = [
            dhl_event("transit", "2026-11-26T11:02:00", "DE", "Leipzig", "In transit"),
            dhl_event("pre-transit", "2026-11-25T09:30:00", "DE", "Leipzig", "Announced"),
        ]
        line.told[number] = [ACCEPTED, THERE]
        house.connected(kind, peer.url("/api"), secrets={"api_key": KEY, "access_token": TOKEN})
        struck.left = 2
        house.drain()
        assert house.source().error != ""
        for _ in range(ROUNDS):
            house.pass_by(hours=9)
            house.drain()
    assert (struck.slow, len(events(house)), client.hurry.is_bounded) == (2, 2, True)
    assert (house.source().error, house.source().failures) == ("", 0)


def _other_answer(fault: str) -> Answer:
    of_ours = {"cut": Answer(cut=True), "other_form": Answer(body=b"[1]"), "half": Answer(body=b'{"shipm')}
    if fault in ("throttle", "break_before"):
        return Answer(429 if fault == "throttle" else 503, b"{}")
    return {**of_ours, **SLOW}[fault]


# Refunds and captures, which leave as files until a gateway is connected.


@pytest.mark.parametrize("fault", [Fault.BEFORE, Fault.KILLED])
def test_refund_when_its_work_is_struck_then_the_gateway_is_told_once_and_the_ledger_has_it_once(
    house: House, fault: Fault
) -> None:
    handed_over(house)
    with house.database.write() as session, at_work(session, house.site, house.on()) as file:
        return_part(file, 500, reason="tests")
    strikes = Strikes(fault, frozenset({REFUND, INSTRUCTION}))
    work = house.outside[REFUND]
    for job in house.waiting(REFUND):
        for _ in range(strikes.left):
            with pytest.raises(Struck):
                strikes.acting(work.act)(job)
    house.drain()
    house.drain(again=True)
    with house.database.read() as reading:
        refunds = refunds_of(reading, "main", "ord_1")
    assert [(each.amount, each.state) for each in refunds] == [(500, "sent")]
    assert len(list((house.folder / "refunds").glob("*.json"))) == 1
