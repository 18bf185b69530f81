"""What a merchant has that mostly nobody makes over HTTP, for tests that try every route: put into the store."""

from base64 import b64encode
from datetime import timedelta

from sqlalchemy import text

from engine.desk.backtesting import Plan
from engine.desk.desk import Caller, Desk
from engine.desk.rule_running import ask_for
from engine.ids import Prefix
from engine.store.chunks import NewRun, plan_run
from engine.store.editions import NewActivation, activate
from engine.store.guard_trips import TripRow, add_trip
from engine.store.outbox import NewJob, enqueue
from engine.store.proposals import Proposal, add_proposal
from fulfillment.channels.words import ChannelName, Topic
from fulfillment.records import Connection, Consignment, Notice, ParcelWatch, Saying
from fulfillment.store.channels import add_connection
from fulfillment.store.consignments import add_consignment
from fulfillment.store.learning import add_suggestion
from fulfillment.store.notices import add_notice
from fulfillment.store.sayings import add_saying
from fulfillment.store.watches import add_watch
from tests.http.conftest import Service
from tests.lives_learnt import suggested


def a_dead_job(service: Service) -> str:
    """A job of the main merchant that was given up."""
    with service.database.write() as session:
        enqueue(session, service.ids, [NewJob(kind="tests.dies", merchant="main", aggregate="a")], service.clock.now())
        session.run(
            text(
                "UPDATE job SET state = 'dead', finished_at = created_at, last_error = 'gone' WHERE kind = 'tests.dies'"
            ),
            {},
        )
    return str(service.get("/v1/jobs/dead").json()["data"][0]["id"])


def a_suggestion(service: Service) -> str:
    """Something that figures of the main merchant suggest."""
    made = suggested(service.ids.new(Prefix.SUGGESTION), service.clock.now())
    with service.database.write() as session:
        add_suggestion(session, made)
    return made.id


def a_notice(service: Service, order_id: str) -> str:
    """A notice of an order of the main merchant that nobody took."""
    made = Notice(
        id=service.ids.new(Prefix.NOTICE),
        merchant_id="main",
        order_id=order_id,
        kind="delivered",
        about="1",
        audience="customer",
        created_at=service.clock.now(),
        due_at=service.clock.now() + timedelta(hours=48),
        state="refused",
    )
    with service.database.write() as session:
        add_notice(session, made)
    return made.id


def a_source(service: Service, order_id: str) -> dict[str, str]:
    """A source of tracking of the main merchant, and something to see to of an order."""
    asked = {"kind": "own", "name": "line-1", "secrets": {"webhook_secret": "whsec_" + "a" * 32}}
    desk: Desk = service.app.state.services.desk
    now = service.clock.now()
    watch = ParcelWatch(
        id=desk.ids.new(Prefix.PARCEL_WATCH),
        merchant_id="main",
        order_id=order_id,
        subject=order_id,
        kind="ship_by_near",
        since=now,
        due=now,
        opened_at=now,
    )
    with service.database.write() as session:
        add_watch(session, watch)
    return {"source_id": service.call("POST", "/v1/tracking-sources", asked).json()["id"], "watch_id": watch.id}


def a_case(service: Service, order_id: str) -> dict[str, str]:
    """A case of the main merchant, with a file in it."""
    files = [{"content": b64encode(b"%PDF-1.7").decode()}]
    told = {"id": "m-1", "text": "Where is my parcel?", "order": order_id, "files": files}
    case = service.call("POST", "/v1/messages", told).json()["case_id"]
    (message,) = service.get(f"/v1/cases/{case}").json()["messages"]
    return {"case_id": case, "message_file_id": message["files"][0]["id"]}


def a_connection(service: Service) -> dict[str, str]:
    """A connection of the main merchant to the first shop of the builders, and something it is told."""
    desk: Desk = service.app.state.services.desk
    now = service.clock.now()
    made = Connection(
        id=desk.ids.new(Prefix.CONNECTION),
        merchant_id="main",
        channel=ChannelName.SHOPIFY,
        name="shopify",
        shop="shop-de",
        endpoint="https://shop.example",
        id_prefix="shopify-",
        since=now,
        created_at=now,
        created_by="ana",
        changed_at=now,
    )
    said = Saying(
        id=desk.ids.new(Prefix.SAYING),
        merchant_id="main",
        connection_id=made.id,
        order_id=None,
        topic=Topic.STOCK,
        about="1",
        facts={},
        created_at=now,
    )
    with service.database.write() as session:
        add_connection(session, made)
        add_saying(session, said)
    return {"connection_id": made.id, "saying_id": said.id}


def of_a_rule_book(service: Service) -> dict[str, str]:
    """A proposal, an activation, a run, a backtest and a trip of the main merchant."""
    desk: Desk = service.app.state.services.desk
    who, now = Caller(merchant="main", name="ana"), service.clock.now()
    proposal = Proposal(
        id=service.ids.new(Prefix.PROPOSAL),
        merchant="main",
        edition="e" * 64,
        against=None,
        proposed_by="ana",
        proposed_at=now,
    )
    activation = NewActivation(
        id=service.ids.new(Prefix.ACTIVATION),
        merchant="main",
        edition="e" * 64,
        kind="emergency",
        proposed_by="ana",
        by="ana",
        at=now,
        note="tests",
    )
    trip = TripRow(
        id=service.ids.new(Prefix.TRIP),
        merchant="main",
        subject="FRD-001",
        measure="hold",
        counted=1,
        orders=2,
        limit_percent=5,
        asked="alarm",
        done="alarm",
        edition="e" * 64,
        note="",
        tripped_at=now,
    )
    plan = Plan(candidate="e" * 64, against="e" * 64)
    planned = NewRun(kind="backtest", merchant="main", created_by="ana", params=plan.params())
    with service.database.write() as session:
        add_proposal(session, proposal)
        activate(session, activation, None)
        add_trip(session, trip)
        backtest = plan_run(session, service.ids, planned, [], now)
    run = ask_for(desk, who, "tests", "softer", {})
    return {
        "proposal_id": proposal.id,
        "activation_id": activation.id,
        "trip_id": trip.id,
        "backtest_id": backtest,
        "rule_run_id": run.id,
    }


def a_consignment(service: Service) -> str:
    """A consignment of the main merchant that waits for somebody."""
    made = Consignment(
        id=service.ids.new(Prefix.CONSIGNMENT),
        merchant_id="main",
        warehouse="SZX-1",
        state="proposed",
        digest="d",
        outcome="admit",
        created_at=service.clock.now(),
        created_by="tests",
    )
    with service.database.write() as session:
        add_consignment(session, made, [])
    return made.id
