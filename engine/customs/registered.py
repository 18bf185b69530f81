"""Under which tax regimes a seller is registered, as its own register of numbers says."""

from collections.abc import Iterable
from datetime import date

from engine.customs.regimes import Regime, TaxRegimes
from engine.registration import Registration

# Kind of registration -> the names that regimes have for its numbers.
_NUMBERS = {
    "ioss": frozenset({"IOSS"}),
    "voec": frozenset({"VOEC"}),
    "gst": frozenset({"GST", "ARN", "ABN", "IRD"}),
    "vat": frozenset({"VAT", "HMRC", "MWST"}),
}
# A regime's territory -> where its register may be, where that is written otherwise.
_REGISTERS = {"UK": frozenset({"GB"}), "XI": frozenset({"XI", "EU"})}


def regimes_of(registrations: Iterable[Registration], regimes: TaxRegimes, on: date) -> frozenset[str]:
    """Ids of regimes for which one of the registrations is in force on that day."""
    counting = [each for each in registrations if each.in_force(on)]
    return frozenset(regime.id for regime in regimes.regimes if any(_is_for(each, regime) for each in counting))


def _is_for(registration: Registration, regime: Regime) -> bool:
    where = _REGISTERS.get(regime.territory, frozenset({regime.territory}))
    return registration.country in where and not _NUMBERS.get(registration.kind, frozenset()).isdisjoint(regime.kinds)
