"""What leaves the house, struck from outside: busy, out of order, broken off before and behind the effect, half
an answer. Afterwards nothing is lost, and nothing is done twice that the other side could know as the same."""

import ssl
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest

from engine.outgoing.client import Client
from engine.outgoing.target import Opening
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
from tests.channel_servers.base import STRIKES
from tests.channel_servers.seventeen_track import SeventeenTrackServer
from tests.fulfilment_site import House
from tests.integration.fulfillment.test_stopping import handed_over
from tests.integration.fulfillment.test_tracking_sources import ALL, events
from tests.mail_server import TAKEN, Box, a_mail_server
from tests.notice_house import TO, NoticeHouse, order_of
from tests.struck import Fault, Strikes, Struck
from tests.tracked_parcels import send_one
from tests.tracking_house import TrackingHouse
from tests.web_peer import Answer, Asked, a_peer, to_loopback

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
    ],
)
def test_mail_when_the_server_is_struck_then_the_letter_is_there_under_one_id(
    house: House, fault: dict[str, object], most: int
) -> None:
    box = Box(**fault)  # type: ignore[arg-type]
    sending = NoticeHouse(house, order_of())
    with a_mail_server(box) as server:
        by(sending, mail=MailWay(server))
        sending.tell("delivered")
        assert len(sending.go()) == 1
        box.to_recipient, box.to_message, box.keeps = "250 2.1.5 known", TAKEN, True
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
        self.taken.setdefault(asked.headers["idempotency-key"], asked.body)
        if struck and self.fault == "500_behind":
            return Answer(500, b"no")
        if struck and self.fault == "half":
            return Answer(201, b"{", {"content-length": "4000"})
        return Answer(201, b"{}", cut=struck and self.fault == "reset")


@pytest.mark.parametrize("fault", ["429", "500_before", "500_behind", "reset", "half"])
def test_text_when_the_gateway_is_struck_then_it_has_the_message_once_by_its_key(house: House, fault: str) -> None:
    gateway = SmsGateway(fault, {})
    sending = NoticeHouse(house, order_of())
    sending.chose(progress="text", trouble="text", service="text")
    with a_peer(gateway.answer) as peer:
        client = Client(
            [Opening.parse(peer.opening)], lookup=to_loopback, trust=ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        )
        by(sending, text=TextWay(TextGateway(url=peer.url("/send"), sender="Shop"), client))
        sending.tell("out_for_delivery")
        gone_on(sending)
    assert (sending.last.state, sending.last.way, len(gateway.taken)) == ("sent", "text", 1)
    assert gateway.calls <= 2


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
