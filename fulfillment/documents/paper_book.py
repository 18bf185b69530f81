"""The project's data that papers rest on, read once a process."""

from functools import cache
from pathlib import Path

from fulfillment.documents.declaring import PaperBook
from fulfillment.documents.dg_rows import load_dg_book
from fulfillment.documents.field_checks import CHECKS
from fulfillment.documents.field_rows import load_field_book
from fulfillment.documents.packaging_rows import load_packaging_book
from fulfillment.documents.value_rows import load_value_table


@cache
def load_paper_book(data_folder: Path) -> PaperBook:
    """Reads and checks every file. Raises DataRejected, naming the place."""
    customs, packing = data_folder / "customs", data_folder / "packing"
    return PaperBook(
        values=load_value_table(customs / "declared_values.yaml"),
        fields=load_field_book(customs / "paper_fields.yaml", frozenset(CHECKS)),
        packaging=load_packaging_book(packing / "packaging_duties.yaml"),
        dangerous=load_dg_book(packing / "dangerous_papers.yaml"),
    )
