"""Services of a merchant's own over REST: taken in, quoted by their own cards, withdrawn, nobody else's."""

from tests.http.conftest import OTHER, Service, is_problem
from tests.http.test_live_rates import offers
from tests.unit.fulfillment.shipping.test_own_services import CSV, MINE

RATES = (
    "service,zone,currency,valid_from,valid_until,over_g,up_to_g,base,included_g,step_g,per_kg\n"
    "my-line,us,CNY,2026-01-01,,0,5000,10,0,10,60\n"
)
OPEN = MINE.replace("    pauses: [{countries: [US], since: 2026-11-20, until: 2026-12-01, notice: Thanksgiving}]\n", "")


def imported(service: Service, text: str, media: str = "application/yaml", query: str = "") -> dict[str, object]:
    answer = service.call("POST", f"/v1/shipping-services{query}", content=text.encode(),
                          headers={"Content-Type": media})  # fmt: skip
    assert answer.status_code == 200, answer.text
    shown: dict[str, object] = answer.json()
    return shown


def own(service: Service, key: str = "main") -> list[str]:
    listed = service.get("/v1/shipping-services", key=key).json()["data"]
    return [str(each["id"]) for each in listed if each["own"]]


def test_services_when_imported_then_are_listed_and_quoted_by_their_own_cards(service: Service) -> None:
    assert imported(service, OPEN) == {"changed": ["my-line"], "known": 0, "faults": []}
    assert imported(service, OPEN) == {"changed": [], "known": 1, "faults": []}
    taken = service.call("POST", "/v1/shipping-rates", content=RATES.encode(), headers={"Content-Type": "text/csv"})
    assert taken.json()["new"] == 1
    line = offers(service, terms="DDP")["my-line"]
    items = {each["what"]: each["minor"] for each in line["items"]}
    assert items["base"] == 1000
    assert items["fuel"] > 0  # of its own surcharges, since the merchant stated them
    assert own(service) == ["my-line"]
    assert own(service, OTHER) == []


def test_services_when_only_looked_at_or_faulty_then_none_is_kept(lone_service: Service) -> None:
    assert imported(lone_service, CSV, "text/csv", "?dry_run=true")["changed"] == ["my-line"]
    faulty = imported(lone_service, OPEN.replace("kind: special_line", "kind: teleport"))
    assert faulty["changed"] == []
    assert faulty["faults"]
    assert own(lone_service) == []


def test_service_when_withdrawn_then_is_offered_no_more(lone_service: Service) -> None:
    imported(lone_service, OPEN)
    assert lone_service.call("DELETE", "/v1/shipping-services/my-line").status_code == 204
    assert own(lone_service) == []
    assert is_problem(lone_service.call("DELETE", "/v1/shipping-services/my-line"), 404, "not_found")
    assert imported(lone_service, OPEN)["changed"] == ["my-line"]


def test_cards_when_in_another_currency_than_the_own_service_then_are_refused(lone_service: Service) -> None:
    imported(lone_service, OPEN)
    taken = lone_service.call("POST", "/v1/shipping-rates", content=RATES.replace("CNY", "EUR").encode(),
                              headers={"Content-Type": "text/csv"}).json()  # fmt: skip
    assert [each["column"] for each in taken["faults"]] == ["currency"]


def test_file_when_it_is_none_then_is_a_problem(lone_service: Service) -> None:
    answer = lone_service.call("POST", "/v1/shipping-services", content=b"services: {",
                               headers={"Content-Type": "application/yaml"})  # fmt: skip
    assert is_problem(answer, 422, "own_services_refused")
