"""What customers choose to be told, and by which way: kept by the keyed token of the person, so that it holds for all
their orders and no table knows who they are.
"""

from collections.abc import Mapping
from datetime import datetime

from engine.store.sessions import ReadSession, WriteSession
from fulfillment.errors import FulfilmentError
from fulfillment.notify.kinds import kind_book
from fulfillment.notify.post_room import MAIL, OFF, TEXT
from fulfillment.records import NoticeChoice
from fulfillment.store.notices import choices_of, keep_choice


class ChoiceRefused(FulfilmentError):
    """nobody can choose this"""

    code = "notice_choice_refused"


def ways_for(topic: str, *, by_text: bool) -> tuple[str, ...]:
    """What can be chosen for a topic; without `by_text`, text messages cannot."""
    ways = (MAIL, TEXT) if by_text else (MAIL,)
    return ways if topic in kind_book().always else (*ways, OFF)


def chosen(session: ReadSession, merchant: str, person: int) -> Mapping[str, str]:
    """Topic -> way, for every topic: mail where nothing was chosen."""
    kept = choices_of(session, merchant, person)
    return {topic: kept.get(topic, MAIL) for topic in kind_book().topics}


def choose(
    session: WriteSession, merchant: str, person: int, wanted: Mapping[str, str], now: datetime, *, by_text: bool
) -> None:
    """Keeps what somebody chose, of the topics that are named. Raises ChoiceRefused for what cannot be chosen."""
    for topic, way in wanted.items():
        if topic not in kind_book().topics or way not in ways_for(topic, by_text=by_text):
            raise ChoiceRefused(f"`{way}` cannot be chosen for `{topic}`")
    for topic, way in sorted(wanted.items()):
        keep_choice(session, NoticeChoice(merchant_id=merchant, person=person, topic=topic, way=way, changed_at=now))
