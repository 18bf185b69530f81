"""A person's pictures, files and papers after a sale: handed out whole, and gone with the person."""

from base64 import b64decode, b64encode

from tests.claim_house import PNG
from tests.http.conftest import Service
from tests.http.lives import delivered, life, post, worked
from tests.http.test_inbox import told
from tests.http.test_returns import PICTURE, asked, photographed

FILES = ("message_files", "return_photos", "claim_proofs")


def bought(service: Service) -> str:
    """An order of which there are a message with a file, a photo of a return, and a proof of a claim."""
    order_id = delivered(service)
    told(service, order=order_id, files=[{"content": b64encode(PNG).decode()}])
    photographed(service, asked(service, order_id))
    since = life(service, order_id)["shipment"]["created_at"]
    claim = post(service, f"/v1/orders/{order_id}/claims", {"kind": "damage", "since": since}, 201)["id"]
    as_picture = {"Content-Type": "image/png"}
    sent = service.call("POST", f"/v1/claims/{claim}/proofs?kind=photos", content=PNG, headers=as_picture)
    assert sent.status_code in (200, 201), sent.text
    return order_id


def handed(service: Service, order_id: str) -> dict[str, list[dict[str, dict[str, str] | None]]]:
    (order,) = service.get(f"/v1/orders/{order_id}/personal-data").json()["orders"]
    return {name: order[name] for name in FILES}


def erased(service: Service, order_id: str) -> None:
    """The person is erased, and a worker does what follows."""
    assert service.call("POST", f"/v1/orders/{order_id}/erasure", {}).status_code == 200
    worked(service)


def test_files_when_a_person_asks_then_each_is_handed_out_whole(lone_service: Service) -> None:
    shown = handed(lone_service, bought(lone_service))
    assert {name: len(each) for name, each in shown.items()} == dict.fromkeys(FILES, 1)
    contents = [b64decode(each["said"]["content"]) for (each,) in shown.values() if each["said"] is not None]
    assert contents == [PNG, PICTURE, PNG]


def test_files_when_the_person_was_erased_then_nothing_is_left_to_hand_out(service: Service) -> None:
    order_id = bought(service)
    erased(service, order_id)
    assert handed(service, order_id) == {name: [] for name in FILES}


def test_choices_when_a_person_asks_then_are_handed_out_until_they_are_erased(lone_service: Service) -> None:
    order_id = delivered(lone_service)
    lone_service.call("PUT", f"/v1/orders/{order_id}/notice-choices", {"ways": {"progress": "off"}, "language": "fr"})
    shown = lone_service.get(f"/v1/orders/{order_id}/personal-data").json()["orders"][0]["notice_choices"]
    assert [(each["id"], each["said"].get("way", each["said"].get("language"))) for each in shown] == [
        ("progress", "off"),
        ("wishes", "fr"),
    ]
    erased(lone_service, order_id)
    assert lone_service.get(f"/v1/orders/{order_id}/personal-data").json()["orders"][0]["notice_choices"] == []
