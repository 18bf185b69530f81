"""Skeletons, words one letter apart, and the files of brands."""

from pathlib import Path
from shutil import copytree

import pytest

from engine.brands.confusable import is_styled, mixes_scripts, skeleton
from engine.brands.files import load_brands
from engine.brands.near import NearNames, one_apart
from engine.bundled import data_folder
from engine.errors import DataRejected


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("N1KE", "nike"),
        ("Аdidas", "adidas"),
        ("D1or", "dior"),
        ("$amsung", "samsung"),
        ("Ⓖucci", "gucci"),
        ("🅰sics", "asics"),
    ],
)
def test_skeleton_when_letters_are_replaced_then_is_that_of_the_name(written: str, name: str) -> None:
    assert skeleton(written) == skeleton(name)


def test_skeleton_when_two_letters_look_like_one_then_is_the_same() -> None:
    assert skeleton("Arrnani") == skeleton("Armani")
    assert skeleton("Svvatch") == skeleton("Swatch")


@pytest.mark.parametrize("other", ["gucc", "guccii", "gucki", "gucic"])
def test_one_apart_when_one_edit_makes_it_then_true(other: str) -> None:
    assert one_apart("gucci", other)


@pytest.mark.parametrize("other", ["gucci", "guc", "gacca", "icgcu"])
def test_one_apart_when_none_or_two_edits_then_false(other: str) -> None:
    assert not one_apart("gucci", other)


def test_near_names_when_the_first_letter_differs_then_find_nothing() -> None:
    names = NearNames(["chanel", "prada"])
    assert names.of("chanal") == "chanel"
    assert names.of("fhanel") is None
    assert names.of("prado") is None  # too short a name


def test_scripts_when_mixed_or_styled_then_said_so() -> None:
    assert mixes_scripts("Аdidas")
    assert not mixes_scripts("Адидас")
    assert is_styled("𝐍𝐢𝐤𝐞")
    assert not is_styled("Ｎｉｋｅ")  # full width is how Latin letters are typed in Japan


@pytest.mark.parametrize(
    ("old", "new"),
    [("owner: Kering", "ovner: Kering"), ("groups: [bags", "groups: [bagz"), ("id: gucci", "id: prada")],
)
def test_brands_when_the_file_is_wrong_then_refused(tmp_path: Path, old: str, new: str) -> None:
    folder = Path(copytree(data_folder() / "brands", tmp_path / "brands"))
    file = folder / "brands.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    with pytest.raises(DataRejected):
        load_brands(folder)


def test_brands_when_read_then_no_brand_is_confusable_with_itself() -> None:
    screen = load_brands(data_folder() / "brands")
    odd = [
        (brand.id, name)
        for brand in screen.vocabulary.brands.values()
        for name in brand.names
        for each in screen.screen(f"{name} bag").mentions
        if each.kind == "confusable"
    ]
    assert odd == []
