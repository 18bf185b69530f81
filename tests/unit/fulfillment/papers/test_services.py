"""Which letters a parcel number begins with."""

import pytest

from fulfillment.carriers.services import indicator_of, service_name


@pytest.mark.parametrize(
    ("service", "weight_g", "indicator"),
    [
        ("", 500, "RX"),
        ("Registered Airmail", 2000, "RX"),
        ("registered", 2001, "CX"),
        ("e-packet tracked", 300, "LX"),
        ("EMS", 5000, "EX"),
        ("untracked", 40, "UX"),
        ("insured", 900, "VX"),
        ("parcel", 900, "CX"),
    ],
)
def test_indicator_when_a_service_is_chosen_then_is_the_standards(service: str, weight_g: int, indicator: str) -> None:
    assert indicator_of(service, weight_g) == indicator


def test_service_when_the_number_is_a_carriers_own_then_has_no_name() -> None:
    assert service_name("1Z999AA10123456784") == ""
    assert service_name("EX473124829CN") == "EMS"
