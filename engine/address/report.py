"""The answers of the command line: one row of a file in, a plain verdict out."""

from collections.abc import Mapping

from engine.address.check import check_address
from engine.address.locality import judge_country
from engine.address.phone import check_phone
from engine.address.verdict import AddressFinding, worst
from engine.errors import RowRejected
from engine.order.address import Address

COLUMNS = {
    "country_code": "country",
    "state": "state",
    "city": "city",
    "postcode": "postcode",
    "street": "line1",
    "name": "name",
    "phone": "phone",
}
LONGEST = 1000


def address_report(row: Mapping[str, object]) -> dict[str, object]:
    """Result, findings, and the repaired row under the same keys. Raises RowRejected naming the column."""
    texts = {column: _text(row, column) for column in COLUMNS}
    address = Address(**{part: texts[column] for column, part in COLUMNS.items()})
    verdict = check_address(address)
    findings = [*verdict.findings]
    country = verdict.normalised.country
    phone = texts["phone"]
    given = None if phone is None or not phone.strip() else check_phone(phone, country)
    if given is not None:
        findings += given.findings
    mended: dict[str, object] = {column: getattr(verdict.normalised, part) for column, part in COLUMNS.items()}
    mended["street"] = _joined(verdict.normalised)
    if given is not None:
        mended["phone"] = given.e164 or phone
    return {
        "result": worst(finding.level for finding in findings).value,
        "findings": [_plain(finding) for finding in findings],
        "normalised": {column: mended[column] for column in COLUMNS if column in row or mended[column] is not None},
    }


def phone_report(row: Mapping[str, object]) -> dict[str, object]:
    """Result, findings, international form, region and type. Raises RowRejected naming the column."""
    phone, country = _text(row, "phone"), _text(row, "country_code")
    if phone is None:
        raise RowRejected("phone", "is missing; every row of a phone file needs one")
    verdict = check_phone(phone, None if country is None else judge_country(country)[0])
    return {
        "result": verdict.result.value,
        "findings": [_plain(finding) for finding in verdict.findings],
        "e164": verdict.e164,
        "region": verdict.region,
        "type": verdict.type,
    }


def _joined(address: Address) -> str | None:
    lines = [line for line in (address.line1, address.line2, address.line3) if line is not None]
    return ", ".join(lines) if lines else None


def _plain(finding: AddressFinding) -> dict[str, str]:
    return {"field": finding.field, "code": finding.code, "level": finding.level.value}


def _text(row: Mapping[str, object], column: str) -> str | None:
    value = row.get(column)
    if value is None:
        return None
    if not isinstance(value, str):
        raise RowRejected(column, f"is {type(value).__name__}; write it as text in quotes, codes keep their zeros so")
    if len(value) > LONGEST:
        raise RowRejected(column, f"has {len(value)} characters; no part of an address has more than {LONGEST}")
    return value
