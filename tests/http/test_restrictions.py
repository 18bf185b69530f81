"""Law on file over HTTP: what stands against goods in a country, and how much is known of whom."""

from tests.http.conftest import Service, is_problem


def test_restrictions_when_asked_of_a_member_then_hold_its_own_its_unions_and_everybodys(lone_service: Service) -> None:
    found = lone_service.get("/v1/restrictions?country=DE").json()
    assert {each["stated_for"] for each in found["data"]} == {"DE", "_EU", "_WORLD"}
    assert found["coverage"] == "rich"


def test_restriction_when_shown_then_names_its_sources_with_publisher_and_date(lone_service: Service) -> None:
    rows = lone_service.get("/v1/restrictions?country=JP").json()["data"]
    assert all(source["publisher"] and source["title"] and source["dated"] for row in rows for source in row["sources"])


def test_restrictions_when_nothing_is_on_file_then_only_what_binds_everybody(lone_service: Service) -> None:
    found = lone_service.get("/v1/restrictions?country=AQ").json()
    assert (found["coverage"], {each["stated_for"] for each in found["data"]}) == ("no_data", {"_WORLD"})
    assert is_problem(lone_service.get("/v1/restrictions?country=germany"), 422, "parameter_rejected")


def test_coverage_when_read_then_has_every_country_and_no_union(lone_service: Service) -> None:
    rows = {each["country"]: each for each in lone_service.get("/v1/coverage").json()["data"]}
    assert {"DE", "JP", "US"} <= rows.keys()
    assert not {"_EU", "_WORLD"} & rows.keys()
    assert rows["DE"]["law"] <= rows["DE"]["restrictions"]
