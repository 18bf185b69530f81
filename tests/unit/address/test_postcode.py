"""Postcodes as buyers write them."""

import pytest

from engine.address.postcode import read_postcode
from engine.address.table import country_table


@pytest.mark.parametrize(
    ("country", "written", "meant"),
    [
        ("DE", "D-10999", "10999"),
        ("DE", "１０９９９", "10999"),
        ("GB", "ec1a1bb", "EC1A 1BB"),
        ("IE", "d02x285", "D02 X285"),
        ("NL", "3511ax", "3511 AX"),
        ("PT", "1100148", "1100-148"),
        ("JP", "1000001", "100-0001"),
        ("BR", "01310–100", "01310-100"),
        ("LV", "1050", "LV-1050"),
        ("SE", "SE-114 55", "11455"),
        ("KY", "ky11103", "KY1-1103"),
        ("SG", "Singapore 238823", "238823"),
        ("BD", "Dhaka-1205", "1205"),
        ("HT", "6110 HT", "HT6110"),
        ("IN", "PIN 110 001", "110001"),
        ("EG", "١١٥١١", "11511"),
        ("CA", "k1a-0b1", "K1A 0B1"),
    ],
)
def test_read_when_only_the_spelling_differs_then_it_is_mended_surely(country: str, written: str, meant: str) -> None:
    reading = read_postcode(country_table(country), written)
    assert (reading.value, reading.fits, reading.sure) == (meant, True, True)


@pytest.mark.parametrize(
    ("country", "written", "meant"), [("US", "2115", "02115"), ("CA", "K1A OB1", "K1A 0B1"), ("MA", "2000", "20000")]
)
def test_read_when_a_sign_was_lost_or_mistaken_then_it_is_a_guess(country: str, written: str, meant: str) -> None:
    reading = read_postcode(country_table(country), written)
    assert (reading.value, reading.fits, reading.sure) == (meant, True, False)


@pytest.mark.parametrize(
    ("country", "written"),
    [("DE", "1011"), ("DE", "LV-10501"), ("GB", "12345"), ("CH", "VLT 1933"), ("IE", "31111"), ("BN", "8001")],
)
def test_read_when_the_code_is_another_countrys_then_it_does_not_fit_surely(country: str, written: str) -> None:
    reading = read_postcode(country_table(country), written)
    assert not (reading.fits and reading.sure)
