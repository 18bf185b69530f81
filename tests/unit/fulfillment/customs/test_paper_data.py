"""The data of papers: what is on file holds together, and what does not is refused with its place."""

from pathlib import Path

import pytest

from engine.bundled import data_folder
from engine.customs.knowledge import CustomsKnowledge
from engine.errors import DataRejected
from fulfillment.documents.advance_schema import schema_bytes
from fulfillment.documents.declaring import PaperBook
from fulfillment.documents.paper_book import load_paper_book
from fulfillment.documents.party_numbers import OF_REGIMES
from fulfillment.documents.value_rows import Place, load_value_table
from tests.customs_files import DAY, the_book

DOCS = Path(__file__).parents[4] / "docs"


def row_for(market: str, territory: str, regime: str | None = None) -> str:
    place = Place(country=market, territory=territory, regime=regime, mode="post", on=DAY)
    return the_book().values.row_for(place).id


@pytest.mark.parametrize(
    ("market", "territory", "regime", "row"),
    [
        ("DE", "EU", "ioss", "ioss"),
        ("DE", "EU", None, "eu"),
        ("XI", "XI", "ioss_ni", "ioss"),
        ("GB", "UK", "gb_vat", "gb_vat"),
        ("GB", "UK", None, "gb"),
        ("US", "US", None, "us"),
        ("AU", "AU", "au_gst", "au"),
        ("NO", "NO", "voec", "voec"),
        ("NO", "NO", None, "no"),
        ("BR", "BR", None, "br"),
        ("TV", "TV", None, "world"),
    ],
)
def test_rows_when_a_parcel_goes_there_then_the_special_one_counts(
    market: str, territory: str, regime: str | None, row: str
) -> None:
    assert row_for(market, territory, regime) == row


def test_rows_when_a_regime_has_one_then_the_regimes_data_knows_it() -> None:
    knowledge = CustomsKnowledge.load(data_folder() / "customs")
    known = {each.id: each.kinds for each in knowledge.regimes.regimes}
    used = {regime for row in the_book().values.rows for regime in row.regimes}
    assert used <= known.keys()
    assert {name: set(kinds) for name, kinds in OF_REGIMES.items()} == {
        name: set(kinds) for name, kinds in known.items() if kinds
    }


def changed(folder: Path, name: str, old: str, new: str) -> PaperBook:
    """The project's data with one word changed."""
    for part in ("customs/declared_values.yaml", "customs/paper_fields.yaml", "packing/packaging_duties.yaml",
                 "packing/dangerous_papers.yaml", "packing/materials.yaml"):  # fmt: skip
        text = (data_folder() / part).read_text(encoding="utf-8")
        assert part != name or old in text
        (folder / part).parent.mkdir(exist_ok=True)
        (folder / part).write_text(text.replace(old, new, 1) if part == name else text, encoding="utf-8")
    return load_paper_book(folder)


@pytest.mark.parametrize(
    ("name", "old", "new", "told"),
    [
        ("customs/declared_values.yaml", "add: [freight,", "add: [postage,", "freight, insurance, other"),
        ("customs/declared_values.yaml", "id: world,", "id: ioss,", "stands twice"),
        ("customs/declared_values.yaml", 'places: ["*"]', "places: [ZZ]", "one row for `*`"),
        ("customs/declared_values.yaml", "source: {id: ucc-71,", "source: {id: hearsay,", "unknown source"),
        ("customs/declared_values.yaml", "per_eur: 0.849816", "per_eur: much", "a decimal number"),
        ("customs/paper_fields.yaml", "field: hs_digits", "field: mood", "field must be one of"),
        ("customs/paper_fields.yaml", "source: {id: hk-cn23,", "source: {id: hearsay,", "unknown source"),
        ("packing/packaging_duties.yaml", "materials: [straw]", "materials: [gold]", "unknown material"),
        ("packing/packaging_duties.yaml", "source: {id: zsvr,", "source: {id: hearsay,", "unknown source"),
        ("packing/dangerous_papers.yaml", "modes: [post]", "modes: [pigeon]", "modes must be"),
    ],
)
def test_data_when_one_word_is_wrong_then_refused_with_its_place(
    tmp_path: Path, name: str, old: str, new: str, told: str
) -> None:
    with pytest.raises(DataRejected, match=told) as refused:
        changed(tmp_path, name, old, new)
    assert Path(name).name in str(refused.value)


def test_data_when_a_file_is_missing_then_refused(tmp_path: Path) -> None:
    with pytest.raises(DataRejected):
        load_value_table(tmp_path / "declared_values.yaml")


def test_schema_when_committed_then_is_the_one_of_the_form() -> None:
    """Write it again with `clearway papers schema > docs/schemas/advance-data.schema.json`."""
    assert (DOCS / "schemas" / "advance-data.schema.json").read_bytes() == schema_bytes()
