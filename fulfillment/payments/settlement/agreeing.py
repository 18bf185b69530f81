"""What a provider may keep of a sale in one currency: agreed, changed and ended, one agreement at a time."""

from collections.abc import Mapping, Sequence

from engine.desk.auditing import audited
from engine.store.outbox import enqueue
from fulfillment.errors import NotFound
from fulfillment.payments.settlement.sitting import Sitting
from fulfillment.records import AgreedFee
from fulfillment.store.settlement_cases import agreed_fees, drop_fee, put_fee

PROVIDER = "^[a-z0-9][a-z0-9_.-]{0,31}$"  # how a provider is named, here and in reports
MOST_MINOR = 10**12


def agree_fee(sitting: Sitting, fee: AgreedFee) -> None:
    """Takes the place of what was agreed with the provider in this currency; lines that are looked at from now on are
    held against it. Audited."""
    put_fee(sitting.session, fee)
    told = {"currency": fee.currency, "share_ppm": fee.share_ppm, "fixed": fee.fixed, "tolerance": fee.tolerance}
    _tell(sitting, "payments.fee_agreed", fee.provider, told)


def agree_table(sitting: Sitting, fees: Sequence[AgreedFee]) -> None:
    """All that is agreed with the providers that are named; what stands so already is left. Audited one by one."""
    named = {fee.provider for fee in fees}
    before = {
        (fee.provider, fee.currency): fee
        for fee in agreed_fees(sitting.session, sitting.merchant)
        if fee.provider in named
    }
    for provider, currency in sorted(before.keys() - {(fee.provider, fee.currency) for fee in fees}):
        end_fee(sitting, provider, currency)
    for fee in fees:
        if before.get((fee.provider, fee.currency)) != fee:
            agree_fee(sitting, fee)


def end_fee(sitting: Sitting, provider: str, currency: str) -> None:
    """Nothing is agreed any more, and fees in this currency are no case. Audited. Raises NotFound."""
    if not drop_fee(sitting.session, sitting.merchant, provider, currency):
        raise NotFound("agreed fee", f"{provider} {currency}")
    _tell(sitting, "payments.fee_ended", provider, {"currency": currency})


def _tell(sitting: Sitting, action: str, provider: str, told: Mapping[str, object]) -> None:
    job = audited(sitting.actor, sitting.merchant, action, provider, told, sitting.now)
    enqueue(sitting.session, sitting.site.ids, [job], sitting.now)
