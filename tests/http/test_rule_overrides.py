"""Values of shops and legal entities over HTTP: as the edition in force has them."""

from dataclasses import replace
from datetime import date

from engine.admission import Admission
from engine.desk.editions import Loaded
from engine.rulebook.book import Override, OwnValue
from tests.desks import FixedEditions, bundled
from tests.http.conftest import Service


def test_overrides_when_a_shop_has_its_own_then_shown_beside_the_usual(lone_service: Service) -> None:
    book = bundled().admission.book
    own = (OwnValue(from_=date(2026, 11, 1), value=60000, reference="risk meeting"),
           OwnValue(from_=date(2027, 1, 1), until=date(2027, 2, 1), value=70000))  # fmt: skip
    override = Override(kind="shop", name="cyclery-de", span=book.rules[0].span, params={"fraud.high_value": own})
    editions = lone_service.app.state.services.desk.editions
    assert isinstance(editions, FixedEditions)
    editions.swap(Loaded("own", Admission(replace(book, overrides=(override,)), bundled().admission.knowledge)))
    (shown,) = lone_service.get("/v1/rules/overrides").json()["data"]
    assert (shown["kind"], shown["name"], shown["texts"]) == ("shop", "cyclery-de", 0)
    assert [(each["value"], each["counts"], each["until"]) for each in shown["values"]] == [
        (60000, True, None),
        (70000, False, "2027-02-01"),
    ]
    assert shown["values"][0]["usual"] == book.params["fraud.high_value"].value(date(2026, 11, 22), date(2026, 11, 22))


def test_overrides_when_nobody_has_any_then_none(lone_service: Service) -> None:
    assert lone_service.get("/v1/rules/overrides").json() == {"data": []}
