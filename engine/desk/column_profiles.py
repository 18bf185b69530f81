"""A merchant's own column profiles: which headers of a sheet fill which fields of an order."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import orjson

from engine.desk.desk import Caller, Desk
from engine.desk.errors import NotFound, ProfileRefused
from engine.desk.telling import audit_job
from engine.errors import DataRejected
from engine.order.formats.profiles import Profile, bundled_profiles, profile_of
from engine.store.order_files import KeptProfile, drop_profile, profiles_of, put_profile
from engine.store.outbox import enqueue
from engine.store.sessions import ReadSession

MOST = 50
LARGEST = 64 << 10


def keep_profile(desk: Desk, caller: Caller, name: str, content: Mapping[str, object]) -> KeptProfile:
    """Keeps a profile, new or changed. Raises ProfileRefused with what is wrong."""
    text = orjson.dumps(content, option=orjson.OPT_SORT_KEYS).decode()
    if len(text) > LARGEST:
        raise ProfileRefused("has more than 64 KB; leave out headers that no file has")
    if name in {each.name for each in bundled_profiles()}:
        raise ProfileRefused("has the name of one that comes with Clearway; choose another")
    try:
        profile_of(name, content)
    except DataRejected as rejected:
        raise ProfileRefused(str(rejected)) from rejected
    now = desk.clock.now()
    kept = KeptProfile(name, text, now, caller.name)
    with desk.database.write() as session:
        known = {each.name for each in profiles_of(session, caller.merchant)}
        if len(known | {name}) > MOST:
            raise ProfileRefused(f"is one too many; a merchant has at most {MOST}")
        put_profile(session, caller.merchant, kept)
        enqueue(session, desk.ids, [audit_job(caller, "column_profile.kept", name, {}, now)], now)
    return kept


def remove_profile(desk: Desk, caller: Caller, name: str, now: datetime) -> None:
    """Raises NotFound."""
    with desk.database.write() as session:
        if not drop_profile(session, caller.merchant, name):
            raise NotFound("column profile", name)
        enqueue(session, desk.ids, [audit_job(caller, "column_profile.removed", name, {}, now)], now)


def own_profiles(session: ReadSession, merchant: str) -> Sequence[Profile]:
    """A merchant's own, ready to read with."""
    return [profile_of(each.name, orjson.loads(each.content)) for each in profiles_of(session, merchant)]
