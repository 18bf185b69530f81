"""What channels call carriers."""

import pytest

from fulfillment.channels.carrier_codes import CarrierCode, all_codes, carrier_code
from fulfillment.channels.words import ChannelName


def test_codes_when_a_channel_is_known_then_it_has_a_table() -> None:
    assert set(all_codes()) == set(ChannelName)


@pytest.mark.parametrize(
    ("channel", "carrier", "code"),
    [
        ("amazon", "yunexpress", CarrierCode("YunExpress", "YunExpress")),
        ("ebay", "China-Post", CarrierCode("ChinaPost", "China Post")),
        ("ebay", "China Post", CarrierCode("ChinaPost", "China Post")),
        ("amazon", "Yun_Express", CarrierCode("YunExpress", "YunExpress")),
        ("amazon", "own-truck", CarrierCode("Other", "own-truck", listed=False)),
        ("own_shop", "own-truck", CarrierCode("own-truck", "own-truck", listed=False)),
        ("market_of_the_moon", "ups", CarrierCode("ups", "ups", listed=False)),
    ],
)
def test_code_when_a_carrier_is_asked_for_then_is_theirs(channel: str, carrier: str, code: CarrierCode) -> None:
    assert carrier_code(channel, carrier) == code


@pytest.mark.parametrize(
    ("number", "code"), [("RX123456785CN", "ChinaPost"), ("RX123456785DE", "DeutschePost"), ("1Z999", "Other")]
)
def test_code_when_the_order_names_no_carrier_then_the_parcels_number_tells_which_post(number: str, code: str) -> None:
    assert carrier_code("ebay", "post", number).code == code
