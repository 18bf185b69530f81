"""Bills read from files: shapes told by their columns, workbooks, mappings of one's own, faults by row and column."""

from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook

from fulfillment.freight.errors import BillRejected
from fulfillment.freight.kinds import Charge
from fulfillment.freight.readers.mapping import read_bill_mapping
from fulfillment.freight.readers.reading import read_bill

DHL = (
    '"Line Type";"Invoice Number";"Invoice Date";"Shipment Number";"Weight (kg)";"Currency";"Total amount (incl. VAT)";'
    '"Weight Charge";"Weight Tax (VAT)";"Receivers Name";"XC1 Name";"XC1 Charge";"XC1 Tax";"XC2 Name";"XC2 Charge"\n'
    "I;R1;20261101;;;EUR;60,00;;;;;;;;\n"
    "S;R1;20261101;4711;1,5;EUR;59,00;40,00;1,00;Erika;FUEL SURCHARGE;8,00;0,00;GOGREEN;10,00\n"
)


def test_dhl_bill_when_read_then_rows_of_shipments_are_lines_and_names_of_people_are_not_read() -> None:
    bill = read_bill(DHL.encode(), "auto", "dhl.csv")
    (line,) = bill.lines
    assert (bill.carrier, line.number, line.bill, line.billed_on, line.billed_g) == (
        "dhl", "4711", "R1", "2026-11-01", 1500,
    )  # fmt: skip
    assert [(each.kind, each.minor) for each in line.charges] == [
        (Charge.FREIGHT, 4000), (Charge.SERVICE_TAX, 100), (Charge.FUEL, 800), (Charge.OTHER, 1000),
    ]  # fmt: skip
    assert [each.code for each in bill.warnings] == ["unknown_word"]
    assert "Erika" not in repr(bill)


def test_workbook_when_read_then_it_is_like_its_table() -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["对账单 2026-11"])
    sheet.append(["运单号", "计费重(kg)", "运费", "合计"])
    sheet.append(["YT1", 1.25, 92.5, 92.5])
    made = BytesIO()
    book.save(made)
    bill = read_bill(made.getvalue(), "auto", "bill.xlsx", carrier="yunexpress")
    assert [(each.row, each.number, each.billed_g, each.total) for each in bill.lines] == [(3, "YT1", 1250, 9250)]


def test_generic_bill_when_each_charge_has_a_row_then_words_say_what_it_is() -> None:
    text = "tracking_number,currency,charge,amount\nA,EUR,Fuel surcharge,1.10\nA,EUR,Import VAT advanced,19\n"
    bill = read_bill(text.encode(), "auto", "bill.csv")
    assert [each.charges[0].kind for each in bill.lines] == [Charge.FUEL, Charge.IMPORT_TAX]


def test_bill_when_faulty_then_every_fault_is_told_with_row_and_column() -> None:
    text = "tracking_number,currency,freight,weight_g\nA,EUR,many,1\nB,XXQ,1,1\nC,EUR,1,-5\n"
    with pytest.raises(BillRejected) as refused:
        read_bill(text.encode(), "generic", "bill.csv")
    assert [(each.row, each.column) for each in refused.value.faults] == [
        (2, "freight"), (3, "currency"), (4, "weight_g"),
    ]  # fmt: skip


def test_bill_when_nobody_knows_its_columns_then_refused_until_a_mapping_names_them(tmp_path: Path) -> None:
    content = b"no;eur\nA;1,50\n"
    with pytest.raises(BillRejected):
        read_bill(content, "auto", "bill.csv")
    file = tmp_path / "mine.yaml"
    file.write_text(
        "carrier: acme\ncurrency: EUR\ndecimal: comma\ncolumns: {number: [no]}\ncharges: {freight: [eur]}\n",
        encoding="utf-8",
    )
    bill = read_bill(content, "auto", "bill.csv", read_bill_mapping(file, "mine"))
    assert (bill.carrier, bill.shape, bill.lines[0].total) == ("acme", "mine", 150)
