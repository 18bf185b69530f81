"""What reasons mean: those of admission and of every policy, in the reader's language."""

import pytest

from tests.http.conftest import Service


def texts(service: Service, language: str) -> dict[str, str]:
    told = service.get("/v1/reasons", headers={"Accept-Language": language}).json()["data"]
    return {each["reason"]: each["text"] for each in told}


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("code", ["ADR_POSTCODE", "DEP_LOSS", "SHIPPING_ENGINE_FAULT"])
def test_reason_when_any_book_knows_it_then_has_a_text(service: Service, language: str, code: str) -> None:
    assert texts(service, language)[code]


def test_reason_when_it_is_of_shipping_then_is_told_in_the_readers_language(service: Service) -> None:
    assert texts(service, "en")["DEP_LOSS"] != texts(service, "zh")["DEP_LOSS"]
