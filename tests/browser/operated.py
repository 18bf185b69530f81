"""A service in operation, as the screens of operators and administrators show it."""

from collections.abc import Mapping
from dataclasses import replace

from api.routes.access_examples import A_KEY_STATED, A_PERSON_STATED, A_SHOP_STATED, AN_ENTITY_STATED
from api.routes.marks import BY_HAND
from api.routes.takedowns import NOTICES
from engine.desk.audit_sealing import seal_audit
from engine.desk.desk import Desk
from engine.desk.model_drift import keep, measured
from engine.desk.model_promoting import challenge, promote
from engine.ids import Prefix
from engine.store.guard_trips import TripRow, add_trip
from engine.store.webhook_deliveries import Attempt, delivery_of, end
from fulfillment.channels.words import ChannelName
from fulfillment.store.channels import add_connection, connections
from tests.http.conftest import MAIN, Service
from tests.http.lives import worked
from tests.http.stored_things import a_connection, a_dead_job
from tests.http.test_webhooks import ASKED
from tests.small_models import BEA, registered


def operated(service: Service) -> Mapping[str, str]:
    """A dry run over all that waits, jobs and deliveries that went wrong, a trip; answers the ids that pages name."""
    asked = {"filter": {"countries": ["DE", "US", "AU"], "outcomes": ["hold"]}, "touched_only": False, "dry_run": True}
    run = service.call("POST", "/v1/rescreens", asked).json()["id"]
    worked(service)
    with service.database.write() as session:
        seal_audit(service.app.state.services.desk.seal, session, service.clock.now())
    a_dead_job(service)
    a_trip(service)
    drift = measured(service.app.state.services.desk, MAIN)
    assert drift is not None
    keep(service.app.state.services.desk, drift)
    a_marketplace(service)
    service.call("PUT", "/v1/legal-entities", AN_ENTITY_STATED)
    service.call("PUT", "/v1/shops", A_SHOP_STATED)
    bo = A_PERSON_STATED | {"name": "Bo", "email": "bo@shop.example"}
    user = service.call("POST", "/v1/users", bo).json()["user"]["id"]
    key = service.call("POST", "/v1/keys", A_KEY_STATED).json()["key"]["id"]
    mark = service.call("POST", "/v1/marks", BY_HAND).json()["marks"][0]["id"]
    notice = service.call("POST", "/v1/takedowns", NOTICES).json()["added"][0]["id"]
    return {
        "rescreen": run,
        "mark": mark,
        "takedown": notice,
        "user": user,
        "api_key": key,
        **a_failed_delivery(service),
    }


def two_models(service: Service) -> None:
    """A champion that scores whatever comes from now on, and a challenger."""
    desk: Desk = service.app.state.services.desk
    registered(desk)
    registered(desk, "m2", seed=2)
    promote(desk, BEA, "m1", "the first", measure=lambda *_: ())
    challenge(desk, BEA, "m2", "labels of autumn")


def a_failed_delivery(service: Service) -> Mapping[str, str]:
    """An endpoint, and a delivery to it that nobody took."""
    endpoint = service.call("POST", "/v1/webhook-endpoints", ASKED).json()["id"]
    delivery = service.call("POST", f"/v1/webhook-endpoints/{endpoint}/ping").json()["id"]
    attempt = Attempt(
        delivery=delivery, number=1, merchant=MAIN, at=service.clock.now(), took_ms=38, outcome="failed", status=503,
        error="answers 503",
    )  # fmt: skip
    with service.database.write() as session:
        seen = delivery_of(session, MAIN, delivery)
        assert seen is not None
        assert end(session, seen, "failed", attempt)
    return {"endpoint": endpoint, "delivery": delivery}


def a_trip(service: Service, subject: str = "FRD-011") -> str:
    """A trip of the guard that nobody has seen."""
    trip = TripRow(
        id=service.ids.new(Prefix.TRIP), merchant=MAIN, subject=subject, measure="hold", counted=61, orders=400,
        limit_percent=5, asked="shadow", done="shadow", edition="5f0c" * 16,
        note=f"{subject} held 61 of 400 orders, more than 5 %", tripped_at=service.clock.now(),
    )  # fmt: skip
    with service.database.write() as session:
        add_trip(session, trip)
    return trip.id


def a_marketplace(service: Service) -> None:
    """A connection to a marketplace that measures its sellers."""
    a_connection(service)
    with service.database.write() as session:
        (shop,) = connections(session, MAIN, 2, "")
        made = replace(
            shop, id=service.ids.new(Prefix.CONNECTION), channel=ChannelName.AMAZON, name="amazon", id_prefix="amazon-"
        )
        add_connection(session, made)
