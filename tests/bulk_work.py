"""Work on chunks that other processes can import: it writes a row an order, and can be told to fail or to die."""

import os
import signal
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path

from engine.store.chunk_work import LookThenSettle
from engine.store.sessions import ReadSession, WriteSession
from engine.store.tables import SETTING

PAUSE_S = 0.005


def write_rows(session: WriteSession, merchant: str, ids: Sequence[str]) -> None:
    """A second row for the same order would break the primary key."""
    rest = {"merchant_id": merchant, "value": "seen", "updated_at": 1, "updated_by": "tests"}
    session.add(SETTING, [rest | {"name": each} for each in ids])


def count(session: WriteSession, merchant: str, ids: Sequence[str], params: Mapping[str, object]) -> Mapping[str, int]:
    """Counts orders, and those whose number is even."""
    write_rows(session, merchant, ids)
    if str(params.get("bad")) in ids:
        raise ValueError("this order cannot be weighed")
    if str(params.get("deadly")) in ids:
        os.kill(os.getpid(), signal.SIGKILL)
    if str(params.get("deadly_once")) in ids and _is_first(Path(str(params["mark"]))):
        os.kill(os.getpid(), signal.SIGKILL)
    threading.Event().wait(PAUSE_S)
    return {"orders": len(ids), "even": sum(int(each) % 2 == 0 for each in ids)}


def look(session: ReadSession, merchant: str, ids: Sequence[str], params: Mapping[str, object]) -> Sequence[str]:
    """What would be written."""
    return [each for each in ids if int(each) % 2 == 0]


def settle(session: WriteSession, merchant: str, seen: Sequence[str]) -> Mapping[str, int]:
    """Writes it."""
    write_rows(session, merchant, seen)
    return {"even": len(seen)}


IN_TWO_STEPS = LookThenSettle(look, settle)


def _is_first(mark: Path) -> bool:
    if mark.exists():
        return False
    mark.touch()
    return True
