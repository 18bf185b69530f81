"""Rules of what channels may sell, and what they were told."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select, update

from engine.clock import microseconds
from engine.store.sessions import ReadSession, WriteSession
from fulfillment.records import ChannelRule, ChannelTold
from fulfillment.store.rows import keep, many, row_of
from fulfillment.store.tables import CHANNEL_RULE, CHANNEL_TOLD

_R, _T = CHANNEL_RULE.c, CHANNEL_TOLD.c


def rules_of(session: ReadSession, merchant: str, channel: str) -> tuple[ChannelRule, ...]:
    """All rules of a channel, by article; that of every other article first."""
    return many(session, CHANNEL_RULE, ChannelRule, _R.merchant_id == merchant, _R.channel == channel)


def channels_to_tell(session: ReadSession) -> tuple[tuple[str, str], ...]:
    """(merchant, channel) of all that have a rule, or were told of pieces when they had one."""
    ruled = select(_R.merchant_id, _R.channel).distinct()
    told = select(_T.merchant_id, _T.channel).where(_T.pieces > 0).distinct()
    found = {(str(row.merchant_id), str(row.channel)) for asked in (ruled, told) for row in session.rows(asked)}
    return tuple(sorted(found))


def put_rule(session: WriteSession, rule: ChannelRule) -> None:
    """Puts it in the place of the one before."""
    same = (_R.merchant_id == rule.merchant_id, _R.channel == rule.channel, _R.sku == rule.sku)
    if not session.run(update(CHANNEL_RULE).where(*same).values(**row_of(rule))):
        keep(session, CHANNEL_RULE, rule)


def drop_rule(session: WriteSession, merchant: str, channel: str, sku: str) -> bool:
    """Whether there was one."""
    same = (_R.merchant_id == merchant, _R.channel == channel, _R.sku == sku)
    return session.run(delete(CHANNEL_RULE).where(*same)) == 1


def told_to(session: ReadSession, merchant: str, channel: str) -> dict[str, int]:
    """Article -> pieces that a channel was told last."""
    found = many(session, CHANNEL_TOLD, ChannelTold, _T.merchant_id == merchant, _T.channel == channel)
    return {each.sku: each.pieces for each in found}


def note_told(
    session: WriteSession, merchant: str, channel: str, told: Sequence[tuple[str, int]], at: datetime
) -> None:
    """What a channel was told now."""
    for sku, pieces in told:
        same = (_T.merchant_id == merchant, _T.channel == channel, _T.sku == sku)
        new = update(CHANNEL_TOLD).where(*same).values(pieces=pieces, told_at=microseconds(at))
        if not session.run(new):
            keep(session, CHANNEL_TOLD, ChannelTold(merchant_id=merchant, channel=channel, sku=sku, pieces=pieces,
                                                    told_at=at))  # fmt: skip
