"""Claims over HTTP: opened, proved, filed, paid, counted."""

import zipfile
from io import BytesIO

from tests.claim_house import PNG
from tests.http.conftest import Service, is_problem
from tests.http.lives import labelled as ready
from tests.http.lives import life, post, scan, worked

AT = "2026-11-20T10:00:00Z"
PICTURE = {"Content-Type": "image/png"}


def gone(service: Service) -> str:
    """An order whose parcel has left."""
    order_id = ready(service)
    post(service, "/v1/manifests", {"carrier": "dhl_express", "orders": [order_id]}, 201)
    return order_id


def opened(service: Service, kind: str = "damage") -> str:
    """A claim of such an order, once the rules were asked."""
    order_id = gone(service)
    since = life(service, order_id)["shipment"]["created_at"]
    asked = {"kind": kind, "since": since}
    return str(post(service, f"/v1/orders/{order_id}/claims", asked, 201)["id"])


def test_claim_when_opened_then_is_listed_read_and_says_what_is_missing(service: Service) -> None:
    claim = opened(service)
    read = service.get(f"/v1/claims/{claim}").json()
    assert (read["claim"]["kind"], read["claim"]["state"]) == ("damage", "evidence_pending")
    assert set(read["missing"]) >= {"photos", "statement"}
    assert "file" in read["possible"]
    assert [each["id"] for each in service.get("/v1/claims?kind=damage").json()["data"]] == [claim]
    assert service.get("/v1/claims?state=filed").json()["data"] == []


def test_claim_when_opened_again_then_is_refused(lone_service: Service) -> None:
    claim = opened(lone_service)
    order = lone_service.get(f"/v1/claims/{claim}").json()["claim"]
    again = lone_service.call(
        "POST", f"/v1/orders/{order['order_id']}/claims", {"kind": "damage", "since": order["since"]}
    )
    assert is_problem(again, 409, "claim_refused")


def test_parcel_when_told_as_lost_then_is_claimed_by_itself(lone_service: Service) -> None:
    order_id = gone(lone_service)
    scan(lone_service, order_id, "lost")
    worked(lone_service)
    (found,) = lone_service.get("/v1/claims").json()["data"]
    assert (found["order_id"], found["kind"]) == (order_id, "loss")


def test_proof_when_sent_then_is_kept_and_read_again(lone_service: Service) -> None:
    claim = opened(lone_service)
    sent = lone_service.call("POST", f"/v1/claims/{claim}/proofs?kind=photos", content=PNG, headers=PICTURE)
    assert sent.status_code == 201, sent.text
    got = lone_service.get(f"/v1/claims/{claim}/proofs/{sent.json()['id']}")
    assert (got.content, got.headers["content-type"]) == (PNG, "image/png")
    false = lone_service.call("POST", f"/v1/claims/{claim}/proofs?kind=photos", content=b"<html>", headers=PICTURE)
    assert is_problem(false, 409, "claim_refused")


def test_claim_when_filed_answered_and_paid_then_is_closed_and_counted(service: Service) -> None:
    claim = opened(service)
    assert post(service, f"/v1/claims/{claim}/move", {"event": "file"})["state"] == "filed"
    answered = post(service, f"/v1/claims/{claim}/move", {"event": "approve", "reference": "C-1", "approved": 1000})
    assert (answered["approved"], answered["reference"]) == (1000, "C-1")
    paid = {"amount": 1000, "currency": "EUR", "reference": "CN-1", "at": answered["filed_at"]}
    first = post(service, f"/v1/claims/{claim}/payments", paid, 201)
    assert post(service, f"/v1/claims/{claim}/payments", paid, 201)["id"] == first["id"]
    assert service.get(f"/v1/claims/{claim}").json()["claim"]["state"] == "closed"
    (row,) = service.get("/v1/claim-figures?by=kind").json()["rows"]
    assert (row["kind"], row["carrier"], row["paid"], row["filed"]) == ("damage", None, 1000, 1)
    (row,) = service.get("/v1/claim-figures?by=month&by=kind").json()["rows"]
    assert (row["kind"], row["month"], row["lane"]) == ("damage", answered["filed_at"][:7], None)
    assert service.get("/v1/claim-figures.csv?by=kind&by=carrier").text.startswith("carrier,kind,currency")
    twice = service.get("/v1/claim-figures?by=kind&since=2026-01-01T00:00:00Z&since=2026-01-02T00:00:00Z")
    assert is_problem(twice, 422, "parameter_rejected")
    table = service.get("/v1/claim-figures.csv").text
    assert table.splitlines()[0].startswith("carrier,lane,kind,month,currency")


def test_claim_when_its_file_is_fetched_then_has_letter_data_and_exhibits(lone_service: Service) -> None:
    claim = opened(lone_service)
    letter = lone_service.get(f"/v1/claims/{claim}/letter?language=zh")
    assert letter.content.startswith(b"%PDF-")
    with zipfile.ZipFile(BytesIO(lone_service.get(f"/v1/claims/{claim}/archive").content)) as found:
        assert {"claim.json", "letter.en.txt", "exhibits/invoice.csv"} <= set(found.namelist())


def test_claim_when_a_step_leads_nowhere_then_is_refused(lone_service: Service) -> None:
    claim = opened(lone_service)
    for event in ("approve", "close", "appeal"):
        assert is_problem(lone_service.call("POST", f"/v1/claims/{claim}/move", {"event": event}), 409, "illegal_step")


def test_claim_when_another_merchants_then_does_not_exist(lone_service: Service) -> None:
    claim = opened(lone_service)
    sent = lone_service.call("POST", f"/v1/claims/{claim}/proofs?kind=photos", content=PNG, headers=PICTURE).json()[
        "id"
    ]
    for path in ("", "/letter", "/archive", f"/proofs/{sent}"):
        assert is_problem(lone_service.get(f"/v1/claims/{claim}{path}", key="other"), 404, "not_found"), path
    paid = {"amount": 1, "currency": "EUR", "reference": "x", "at": AT}
    for path, body in (("move", {"event": "file"}), ("change", {"freight": 1}), ("payments", paid)):
        answer = lone_service.call("POST", f"/v1/claims/{claim}/{path}", body, key="other")
        assert is_problem(answer, 404, "not_found"), path
    assert lone_service.get("/v1/claim-figures", key="other").json() == {"rows": []}


def test_claim_when_the_buyer_is_erased_then_its_proofs_are_gone(service: Service) -> None:
    claim = opened(service)
    order_id = service.get(f"/v1/claims/{claim}").json()["claim"]["order_id"]
    sent = service.call("POST", f"/v1/claims/{claim}/proofs?kind=photos", content=PNG, headers=PICTURE).json()["id"]
    service.call("POST", f"/v1/orders/{order_id}/erasure", {})
    got = service.get(f"/v1/claims/{claim}/proofs/{sent}")
    assert got.status_code == 404, got.text
