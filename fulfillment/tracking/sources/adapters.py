"""Which adapter speaks to which source, and from a kept source to its adapter."""

from collections.abc import Callable, Mapping

from fulfillment.channels.accounts import Accounts
from fulfillment.channels.wire import Sender
from fulfillment.records import TrackingSource
from fulfillment.tracking.sources.dhl import Dhl
from fulfillment.tracking.sources.own import Own
from fulfillment.tracking.sources.own_carrier import OwnCarrierTracking
from fulfillment.tracking.sources.protocol import Source, SourceAccount
from fulfillment.tracking.sources.seventeen_track import SeventeenTrack
from fulfillment.tracking.sources.words import SourceKind

Maker = Callable[[SourceAccount, Sender], Source]
ADAPTERS: Mapping[SourceKind, Maker] = {
    SourceKind.SEVENTEEN_TRACK: SeventeenTrack,
    SourceKind.DHL: Dhl,
    SourceKind.OWN: Own,
    SourceKind.OWN_CARRIER: OwnCarrierTracking,
}


def adapter_of(accounts: Accounts, source: TrackingSource) -> Source:
    """Who speaks for it. Raises CredentialMissing, VaultLocked."""
    return ADAPTERS[source.kind](account_of(accounts, source), accounts.sender)


def account_of(accounts: Accounts, source: TrackingSource) -> SourceAccount:
    """What its adapter is made of."""
    return SourceAccount(
        kind=source.kind, endpoint=source.endpoint, settings=source.settings, secrets=accounts.secrets_of(source)
    )
