"""What a merchant has set for itself, as rows; `engine.desk.preferences` knows which there are."""

from collections.abc import Mapping
from datetime import datetime

import orjson
from sqlalchemy import bindparam, delete, select

from engine.clock import microseconds
from engine.store.sessions import ReadSession, WriteSession
from engine.store.tables import SETTING

_OF = select(SETTING.c.name, SETTING.c.value).where(SETTING.c.merchant_id == bindparam("merchant"))
_DELETE = delete(SETTING).where(SETTING.c.merchant_id == bindparam("merchant"), SETTING.c.name == bindparam("which"))


def settings_of(session: ReadSession, merchant: str) -> Mapping[str, object]:
    """All that was set, by name."""
    return {row.name: orjson.loads(row.value) for row in session.rows(_OF, {"merchant": merchant})}


def put_setting(session: WriteSession, merchant: str, name: str, value: object, at: datetime, by: str) -> None:
    """Sets one, whatever it was."""
    session.run(_DELETE, {"merchant": merchant, "which": name})
    row = {"merchant_id": merchant, "name": name, "value": orjson.dumps(value).decode()}
    session.add(SETTING, [row | {"updated_at": microseconds(at), "updated_by": by}])


def take_setting(session: WriteSession, merchant: str, name: str) -> None:
    """Takes one out."""
    session.run(_DELETE, {"merchant": merchant, "which": name})
