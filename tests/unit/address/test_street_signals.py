"""What a street line looks like: boxes in many languages, mashed keys, streets that only look like either."""

import pytest

from engine.address.forwarder import forwarder_score
from engine.address.gibberish import gibberish
from engine.address.po_box import read_po_box
from engine.address.script import readable
from engine.address.street import vague
from engine.address.street_words import street_words
from engine.address.verdict import PoBox


@pytest.mark.parametrize(
    "line",
    [
        "PO Box 12", "P.O.Box 12", "p o box 9", "POB 77", "Postfach 12 34", "Boîte postale 7", "B.P. 655", "BP-755",
        "Casilla 12", "Apartado Postal 55", "Apdo. 33", "Caixa Postal 88", "Casella Postale 9", "Postboks 12",
        "Postbus 300", "Box 12", "GPO Box 4", "Private Bag X12", "Locked Bag 3", "а/я 12", "ת.ד. 55", "ص.ب 1234",
        "私書箱12号", "사서함 12", "skr. poczt. 12", "Τ.Θ. 12", "PMB 9056",
    ],
)  # fmt: skip
def test_box_when_it_stands_alone_in_any_language_then_it_is_a_box_only(line: str) -> None:
    assert read_po_box(line) is PoBox.BOX_ONLY


@pytest.mark.parametrize(
    "line",
    [
        "Postfachplatz 11", "Am Steinkopf 17", "Boxhagener Str. 5", "12 Box Hill Road", "Rua Capitão 12",
        "Poststraße 4", "Sample Pl 12", "12 Bay Box Lane",
        "Casillas Street 5", "12 Apartment Road", "Bpost Lane 3", "Pfarrgasse 12", "Postwiese 1", "Via Capo 12",
    ],
)  # fmt: skip
def test_box_when_a_street_only_sounds_like_one_then_there_is_none(line: str) -> None:
    assert read_po_box(line) is PoBox.NONE


@pytest.mark.parametrize("text", ["asdfgh", "qwertyuiop 12", "sdkfjhsdkf", "hjklhjkl street", "xxxxxx"])
def test_gibberish_when_keys_are_mashed_then_it_is_noticed(text: str) -> None:
    assert gibberish(text)


@pytest.mark.parametrize(
    "text",
    [
        "Bergstrasse 4", "Gontardstraße 11", "Schwarzschildweg", "Szczęśliwa 7", "Knightsbridge", "Vlkova 12", "Krč",
        "улица Ленина", "東京都", "Llanfairpwllgwyngyll", "Hochschulstrasse", "Strč prst", "Nguyễn Trãi",
    ],
)  # fmt: skip
def test_gibberish_when_a_language_is_merely_dense_then_it_is_not(text: str) -> None:
    assert not gibberish(text)


@pytest.mark.parametrize(
    ("street", "says_too_little"),
    [
        ("12", True),
        ("abc", True),
        ("Home", True),
        ("Musterweg 5", False),
        ("市府路1號", False),
        ("Ministry of Samples", False),
    ],
)
def test_vague_when_there_is_nothing_to_find_then_it_is_said(street: str, says_too_little: bool) -> None:
    assert vague(street) is says_too_little


@pytest.mark.parametrize(
    ("street", "least"),
    [("1 Sample St Suite 54321", 40), ("1 Sample St #AB12345", 40), ("1 Sample St, PLX-88231", 20)],
)
def test_forwarder_when_the_unit_looks_like_a_customers_code_then_points_are_given(street: str, least: int) -> None:
    assert forwarder_score("US", street, None, None, "02115") >= least


@pytest.mark.parametrize("street", ["1 Sample St Apt 12", "1 Sample St Unit 4B", "10 Highway 12345", "Room 1204"])
def test_forwarder_when_the_unit_is_ordinary_then_there_are_none(street: str) -> None:
    assert forwarder_score("US", street, None, None, "02115") == 0


def test_script_when_the_origin_reads_it_then_it_is_readable() -> None:
    assert readable("示例路12号", "CN")
    assert not readable("ул. Примерная 3", "CN")
    assert readable("Örnek Sokak", "CN")


def test_street_words_when_abbreviated_or_joined_then_they_are_one() -> None:
    assert street_words("Musterstrasse 5") == street_words("Muster Str. 5") == street_words("5 Musterstr.")
    assert street_words("12 Example Street") == street_words("12 example st")


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("P.O. Box 123, Ruwi, 112", PoBox.BOX_ONLY),
        ("BP 2050 Libreville", PoBox.BOX_ONLY),
        ("Box 500, Nairobi", PoBox.BOX_ONLY),
        ("P/Bag 12", PoBox.BOX_ONLY),
        ("P.O. Box 123, 12 Sample Road", PoBox.STREET_AND_BOX),
        ("PO Box 123, Building 12", PoBox.STREET_AND_BOX),
        ("Sample House, PO Box 70", PoBox.STREET_AND_BOX),
        ("12 rue de l'Exemple CS 40012", PoBox.STREET_AND_BOX),
    ],
)
def test_box_when_something_stands_beside_then_only_a_street_counts(line: str, kind: PoBox) -> None:
    assert read_po_box(line) is kind
