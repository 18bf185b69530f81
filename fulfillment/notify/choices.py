"""What customers choose to be told, by which way, in which language and at which hours: kept by the keyed token of the
person, so that it holds for all their orders and no table knows who they are.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time

from engine.store.sessions import ReadSession, WriteSession
from fulfillment.errors import FulfilmentError
from fulfillment.notify.kinds import QuietHours, kind_book
from fulfillment.notify.post_room import MAIL, OFF, TEXT
from fulfillment.notify.texts import LANGUAGES
from fulfillment.records import NoticeChoice, NoticeWish
from fulfillment.store.notices import all_choices_of, choices_of, keep_choice, keep_wish, wish_of

BUYER, STAFF = "buyer", "staff:"  # the latter before a name
_TIME = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is to be changed; None leaves it. A blank language is the order's own, blank hours are the house's."""

    language: str | None = None
    quiet: tuple[str, str] | None = None


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Chooser:
    """Who chooses: the buyer, or somebody of the house for them (`staff:` and a name), as the buyer asked at a time.

    What the buyer chose by themselves since then counts, whoever else comes later.
    """

    name: str = BUYER
    asked_at: datetime | None = None

    def may_change(self, by: str, changed_at: datetime) -> bool:
        """Whether what somebody chose before gives way."""
        return self.name == BUYER or by != BUYER or self.asked_at is None or changed_at <= self.asked_at


THE_BUYER = Chooser()


def choose(
    session: WriteSession, merchant: str, person: int, wanted: Mapping[str, str], now: datetime, *, by_text: bool,
    by: Chooser = THE_BUYER,
) -> None:  # fmt: skip
    """Keeps what somebody chose, of the topics that are named. Raises ChoiceRefused for what cannot be chosen."""
    for topic, way in wanted.items():
        if topic not in kind_book().topics or way not in ways_for(topic, by_text=by_text):
            raise ChoiceRefused(f"`{way}` cannot be chosen for `{topic}`")
    kept = all_choices_of(session, merchant, person)
    for topic, way in sorted(wanted.items()):
        before = kept.get(topic)
        if before is None or by.may_change(before.chosen_by, before.changed_at):
            made = NoticeChoice(
                merchant_id=merchant, person=person, topic=topic, way=way, changed_at=now, chosen_by=by.name
            )
            keep_choice(session, made)


def wish(
    session: WriteSession, merchant: str, person: int, wanted: Wanted, now: datetime, by: Chooser = THE_BUYER
) -> None:
    """Keeps a language and quiet hours. Raises ChoiceRefused for a language that we do not write, and for what are no
    hours."""
    if wanted == Wanted():
        return
    if wanted.language not in ("", None, *LANGUAGES):
        raise ChoiceRefused(f"nothing is written in `{wanted.language}`; choose one of {', '.join(LANGUAGES)}")
    if wanted.quiet is not None:
        check_quiet(*wanted.quiet)
    before = wish_of(session, merchant, person)
    if before is not None and not by.may_change(before.chosen_by, before.changed_at):
        return
    kept = before or NoticeWish(merchant_id=merchant, person=person, changed_at=now)
    begin, end = (kept.quiet_begin, kept.quiet_end) if wanted.quiet is None else wanted.quiet
    language = kept.language if wanted.language is None else wanted.language
    made = replace(kept, language=language, quiet_begin=begin, quiet_end=end, changed_at=now, chosen_by=by.name)
    if before is not None or (language, begin, end) != ("", "", ""):
        keep_wish(session, made)


def check_quiet(begin: str, end: str) -> None:
    """Two different times of the day, or both blank. Raises ChoiceRefused."""
    if (begin, end) == ("", ""):
        return
    if not (_TIME.fullmatch(begin) and _TIME.fullmatch(end)) or begin == end:
        raise ChoiceRefused("quiet hours are two different times of the day such as `21:00` and `08:00`, or none")


def quiet_of(wished: NoticeWish | None) -> QuietHours:
    """Somebody's own hours, else those of the house."""
    if wished is None or not wished.quiet_begin:
        return kind_book().quiet
    return QuietHours(begin=time.fromisoformat(wished.quiet_begin), end=time.fromisoformat(wished.quiet_end))
