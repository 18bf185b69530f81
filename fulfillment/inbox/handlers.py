"""Which job of the inbox is done by what, for the composition root."""

from collections.abc import Mapping
from pathlib import Path

from engine.store.handling import AnyHandler, OutsideHandler
from fulfillment.inbox.calling import Calling
from fulfillment.inbox.clock import ClockWork
from fulfillment.inbox.delivering import LetterWriter
from fulfillment.inbox.disputes import DisputeFollowing
from fulfillment.inbox.inbox import Inbox
from fulfillment.jobs import INBOX_CALL, INBOX_CLOCK, INBOX_DISPUTE, INBOX_LETTER


def inbox_handlers(inbox: Inbox, folder: Path, lane: str = "") -> Mapping[str, AnyHandler]:
    """Kind of job -> its handler; letters are written into a folder, in a lane of those who only write files."""
    letters = LetterWriter(inbox, folder)
    return {
        INBOX_CLOCK: ClockWork(inbox),
        INBOX_CALL: Calling(inbox),
        INBOX_DISPUTE: DisputeFollowing(inbox),
        INBOX_LETTER: OutsideHandler(letters.act, letters.settle, lane=lane),
    }
