"""3-D Secure results: the electronic commerce indicator (ECI) read with the brand that gave it.

`06` is an attempt with liability shift for Visa and an exemption without one for Mastercard, so an ECI whose
brand is unknown is read only where all brands agree.

Sources: EMVCo, EMV 3-D Secure Protocol and Core Functions Specification 2.3, 2022 (transaction status);
Visa Secure and Mastercard Identity Check programme guides as cited by Adyen, "3D Secure: ECI values", read 2026-11.
"""

from typing import NamedTuple

from engine.order.payment import ThreeDSecure
from engine.order.terms import LiabilityShift


class Reading(NamedTuple):
    """What was done, and who bears a chargeback for fraud."""

    result: str
    shift: LiabilityShift


_FULL = Reading("authenticated", LiabilityShift.YES)
_ATTEMPT = Reading("attempted", LiabilityShift.YES)
_NONE = Reading("none", LiabilityShift.NO)
_DATA_ONLY = Reading("data_only", LiabilityShift.NO)
_EXEMPT = Reading("exempt", LiabilityShift.NO)
_RECURRING = Reading("exempt", LiabilityShift.YES)  # a later charge on an agreement that was authenticated once
_FAILED = Reading("failed", LiabilityShift.NO)

_VISA_WAY = {"05": _FULL, "06": _ATTEMPT, "07": _NONE}
_MASTERCARD_WAY = {"02": _FULL, "01": _ATTEMPT, "00": _NONE, "04": _DATA_ONLY, "06": _EXEMPT, "07": _RECURRING}
_ANY_BRAND = {"05": _FULL, "02": _FULL, "01": _ATTEMPT, "00": _NONE, "04": _DATA_ONLY}
_BY_BRAND = {
    "visa": _VISA_WAY,
    "amex": _VISA_WAY,
    "jcb": _VISA_WAY,
    "diners": _VISA_WAY,
    "discover": _VISA_WAY,
    "unionpay": _VISA_WAY,
    "cartes_bancaires": _VISA_WAY,
    "mastercard": _MASTERCARD_WAY,
    "maestro": _MASTERCARD_WAY,
}
_BY_STATUS = {
    "y": _FULL,
    "authenticated": _FULL,
    "successful": _FULL,
    "success": _FULL,
    "a": _ATTEMPT,
    "attempted": _ATTEMPT,
    "attempt_acknowledged": _ATTEMPT,
    "n": _FAILED,
    "r": _FAILED,
    "failed": _FAILED,
    "rejected": _FAILED,
    "i": _DATA_ONLY,
    "data_share_only": _DATA_ONLY,
    "data_only": _DATA_ONLY,
    "exempt": _EXEMPT,
    "exempted": _EXEMPT,
    "u": _NONE,
    "b": _NONE,
    "unavailable": _NONE,
    "not_supported": _NONE,
    "not_enrolled": _NONE,
    "none": _NONE,
}


def read_three_ds(three_ds: ThreeDSecure, brand: str | None) -> Reading | None:
    """Result and liability. A stated failure outweighs an indicator; the gateway's own word on liability stands."""
    by_status = _BY_STATUS.get((three_ds.status or "").strip().casefold())
    eci = (three_ds.eci or "").strip()
    by_eci = _BY_BRAND.get(brand or "", _ANY_BRAND).get(eci.zfill(2)) if eci else None
    reading = by_status if by_status is _FAILED or by_eci is None else by_eci
    if three_ds.liability_shift is None:
        return reading
    return Reading(reading.result, three_ds.liability_shift) if reading is not None else None
