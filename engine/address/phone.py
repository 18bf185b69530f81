"""Telephone numbers: whether a carrier could call one. The one importer of `phonenumbers`, of its core alone.

Numbering plans move faster than any library, so a number of possible length that is not known to be valid only warns;
a number of another country is an honest buyer abroad far more often than a fraud, so that only is noted.
"""

from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache

import phonenumbers
from phonenumbers import PhoneNumber, PhoneNumberType, ValidationResult

from engine.address.fake_number import Invented, invented
from engine.address.sources import own_rows
from engine.address.spelling import tidy, western_digits
from engine.address.verdict import AddressFinding, Level, worst

LONGEST = 40
SHORTEST = 4  # of a national number: Niue and Tokelau have four digits, nobody fewer
TYPES = {
    PhoneNumberType.MOBILE: "mobile",
    PhoneNumberType.FIXED_LINE: "fixed_line",
    PhoneNumberType.FIXED_LINE_OR_MOBILE: "fixed_or_mobile",
    PhoneNumberType.VOIP: "voip",
    PhoneNumberType.TOLL_FREE: "toll_free",
    PhoneNumberType.PREMIUM_RATE: "premium_rate",
    PhoneNumberType.PAGER: "pager",
}
NOT_A_BUYERS = frozenset({"voip", "toll_free", "premium_rate", "pager"})
LONG_ENOUGH = frozenset({ValidationResult.IS_POSSIBLE, ValidationResult.IS_POSSIBLE_LOCAL_ONLY})


class PhoneStatus(StrEnum):
    VALID = "valid"
    POSSIBLE = "possible"
    INVALID = "invalid"


@dataclass(frozen=True, slots=True, kw_only=True)
class PhoneVerdict:
    """`region_matches` is None without a country to compare; `type` and `e164` are None when they cannot be told."""

    status: PhoneStatus
    type: str | None = None
    region: str | None = None
    region_matches: bool | None = None
    invented: Invented | None = None
    e164: str | None = None
    findings: tuple[AddressFinding, ...] = ()

    @property
    def obvious_fake(self) -> bool:
        """Whether nobody can have it."""
        return self.invented is not None

    @property
    def result(self) -> Level:
        return worst(finding.level for finding in self.findings)


@lru_cache(maxsize=8192)  # facts and keys of one order ask, and a returning buyer asks again
def check_phone(phone: str, country: str | None = None) -> PhoneVerdict:
    """The verdict on one number, read as dialled within `country` unless it starts with a country code."""
    text = western_digits(tidy(phone))
    number = _parsed(text, country)
    if number is None:
        code = "phone_without_country" if country is None and text[:1].isdigit() else "phone_unreadable"
        return PhoneVerdict(status=PhoneStatus.INVALID, findings=(_finding(code, Level.ERROR),))
    national = phonenumbers.national_significant_number(number)
    region = phonenumbers.region_code_for_number(number)
    fake = invented(number.country_code or 0, region or _main_region(number), national)
    plan = phonenumbers.number_type(number)
    if plan == PhoneNumberType.UNKNOWN and not _possible(number, national):
        findings = (_finding("phone_wrong_length", Level.ERROR),)
        return PhoneVerdict(status=PhoneStatus.INVALID, invented=fake, findings=findings)
    kind = None if plan == PhoneNumberType.UNKNOWN else TYPES.get(plan, "other")
    matches = _matches(number, region, country, toll_free=kind == "toll_free")
    return PhoneVerdict(
        status=PhoneStatus.POSSIBLE if kind is None else PhoneStatus.VALID,
        type=kind,
        region=region or _main_region(number),
        region_matches=matches,
        invented=fake,
        e164=f"+{number.country_code}{national}",
        findings=_remarks(kind, matches=matches, fake=fake is not None),
    )


@cache
def phone_example(country: str) -> str:
    """How a number of a country looks with its country code: one that nobody has; empty where none is known."""
    for kind in (PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE):
        number = phonenumbers.example_number_for_type(country, kind)
        if number is not None:
            return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
    return ""


def _parsed(text: str, country: str | None) -> PhoneNumber | None:
    if len(text) > LONGEST:
        return None
    try:
        return phonenumbers.parse(text, country)
    except phonenumbers.NumberParseException:
        return None


def _possible(number: PhoneNumber, national: str) -> bool:
    return len(national) >= SHORTEST and phonenumbers.is_possible_number_with_reason(number) in LONG_ENOUGH


def _remarks(kind: str | None, *, matches: bool | None, fake: bool) -> tuple[AddressFinding, ...]:
    remarks = (
        (kind is None, "phone_not_known_valid", Level.WARNING),
        (fake, "phone_fake", Level.WARNING),
        (kind in NOT_A_BUYERS, f"phone_{kind}", Level.WARNING),
        (matches is False, "phone_of_other_country", Level.OK),
    )
    return tuple(_finding(code, level) for found, code, level in remarks if found)


def _matches(number: PhoneNumber, region: str | None, country: str | None, *, toll_free: bool) -> bool | None:
    """Whether the number is the country's; territories that share a plan, and a plan's toll-free numbers, count."""
    if country is None:
        return None
    if region == country or (country, region) in _shared():
        return True
    if region is not None and not toll_free:
        return False
    return country in phonenumbers.region_codes_for_country_code(number.country_code or 0)


def _main_region(number: PhoneNumber) -> str | None:
    region = phonenumbers.region_code_for_country_code(number.country_code or 0)
    return None if region in {"ZZ", "001"} else region


@cache
def _shared() -> frozenset[tuple[str, str | None]]:
    return frozenset((row["country"], row["region"]) for row in own_rows("shared_numbering_plans"))


def _finding(code: str, level: Level) -> AddressFinding:
    return AddressFinding("phone", code, level)
