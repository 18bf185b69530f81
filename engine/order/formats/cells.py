"""What people write into cells, as plain values: amounts with either decimal mark, and dates in many forms."""

import re
from collections.abc import Sequence
from datetime import datetime, tzinfo

_AMOUNT = re.compile(r"-?[0-9][0-9.,' \u00a0\u202f]*")
_UNIT = r"[^\d.,'+\-]*"  # a currency sign or code, before or behind
THOUSANDS = 3


def amount_text(text: str, decimal: str) -> str | None:
    """An amount such as `€ 1.234,56` as `1234.56`; None when it is no amount.

    With both marks the last one is the decimal mark; one mark that stands once, with other than three digits
    behind it, is one too; what remains (1,234) `decimal` decides.
    """
    match = re.fullmatch(rf"{_UNIT}({_AMOUNT.pattern}){_UNIT}", text.strip())
    if match is None:
        return None
    digits = re.sub(r"[' \u00a0\u202f]", "", match[1]).rstrip(".,")
    mark = _decimal_mark(digits, decimal)
    whole, _, part = digits.rpartition(mark) if mark else (digits, "", "")
    whole = re.sub(r"[.,]", "", whole)
    return f"{whole}.{part}" if part else whole


def _decimal_mark(digits: str, decimal: str) -> str:
    marks = [each for each in digits if each in ".,"]
    if not marks:
        return ""
    if len(set(marks)) > 1:
        return marks[-1]
    if len(marks) > 1:
        return ""
    behind = len(digits) - digits.index(marks[0]) - 1
    return marks[0] if behind != THOUSANDS or marks[0] == decimal else ""


def moment_text(text: str, forms: Sequence[str], zone: tzinfo) -> str | None:
    """A date or moment in ISO form with a zone; None when it is in none of the forms."""
    moment = _iso(text) or next((found for form in forms if (found := _parsed(text, form)) is not None), None)
    if moment is None:
        return None
    return (moment if moment.tzinfo is not None else moment.replace(tzinfo=zone)).isoformat()


def _iso(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text) if re.match(r"\d{4}-\d{2}-\d{2}", text) else None
    except ValueError:
        return None


def _parsed(text: str, form: str) -> datetime | None:
    try:
        return datetime.strptime(text, form)  # noqa: DTZ007 - the zone is the profile's, and set by the caller
    except ValueError:
        return None
