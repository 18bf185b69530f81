"""The page on which a customer follows an order, and chooses what is written to them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from starlette.responses import Response

from api.customer_page.pages import page_response
from api.customer_page.words import Words, words_of
from engine.order.carrier_names import carrier_name
from fulfillment.notify.choices import ways_for
from fulfillment.notify.kinds import kind_book
from fulfillment.notify.order_page import DONE, NEXT, FollowedOrder, FollowedParcel, Happened
from fulfillment.notify.phrases import Phrases, day_in, hour_in, phrases_of
from fulfillment.notify.texts import LANGUAGES
from fulfillment.records import NoticeWish

SHOWN_AT_ONCE = 4  # events of a parcel; those before lie folded
LABELS: Mapping[str, tuple[str, str]] = {
    "service": ("service", "service_hint"),
    "progress": ("progress_topic", "progress_hint"),
    "trouble": ("trouble", "trouble_hint"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class EventShown:
    """One event in words. `at` is the text, `stated` what machines read."""

    at: str
    stated: str
    says: str
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ParcelShown:
    """One parcel in words."""

    heading: str
    id: str
    number: str
    carrier: str
    status: str
    expected: str
    contents: Sequence[tuple[str, str]]
    events: Sequence[EventShown]
    older: Sequence[EventShown]
    to_do: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceShown:
    """One topic: its ways with their labels, and the one that counts."""

    topic: str
    legend: str
    hint: str
    chosen: str
    ways: Sequence[tuple[str, str]]


def order_page(
    words: Words,
    order: FollowedOrder,
    choices: Mapping[str, str],
    ends: datetime,
    wished: NoticeWish | None,
    *,
    by_text: bool,
    is_saved: bool,
    return_at: str = "",
) -> Response:
    """All of it, in one language. `ends` is when the link does, by the clock of the destination.
    `return_at` is where goods can be sent back, empty where they cannot."""
    phrases = phrases_of(words.code)
    says = phrases.page
    shown = {
        "title": says["title"].format(order=order.order),
        "order": order,
        "page": says,
        "for_whom": says["for_whom"].format(name=order.first_name, town=order.town) if order.town else order.first_name,
        "steps": [(says[step], state, says[state]) for step, state in order.steps],
        "done": DONE,
        "next": NEXT,
        "parcels": [
            _parcel(phrases, words.code, each, place, len(order.parcels)) for place, each in enumerate(order.parcels, 1)
        ],
        "unsent": [(says["pieces"].format(pieces=each.pieces), each.title) for each in order.unsent],
        "times": says["times"].format(zone=order.zone),
        "contact": says["wrong_contact"].format(order=order.order),
        "choices": _choices(says, choices, by_text=by_text),
        "tongues": [("", says["as_ordered"]), *((code, words_of(code).says["language"]) for code in LANGUAGES)],
        "wished": wished,
        "quiet_hint": says["quiet_hint"].format(
            begin=f"{kind_book().quiet.begin:%H:%M}", end=f"{kind_book().quiet.end:%H:%M}"
        ),
        "is_saved": is_saved,
        "return_at": return_at,
        "privacy": says["privacy"].format(day=day_in(ends.date(), words.code)),
    }
    return page_response(words, "order.html", 200, **shown)


def _parcel(phrases: Phrases, language: str, parcel: FollowedParcel, place: int, of: int) -> ParcelShown:
    says = phrases.page
    events = [_event(phrases, language, each) for each in parcel.events]
    return ParcelShown(
        heading=says["only_parcel"] if of == 1 else says["parcel"].format(number=place, of=of),
        id=f"parcel-{place}",
        number=parcel.number,
        carrier=carrier_name(parcel.carrier, language),
        status=phrases.words.get(parcel.status, ""),
        expected=_between(says, language, parcel.expected),
        contents=[(says["pieces"].format(pieces=each.pieces), each.title) for each in parcel.contents],
        events=events[:SHOWN_AT_ONCE],
        older=events[SHOWN_AT_ONCE:],
        to_do=says[f"do_{parcel.to_do}"] if parcel.to_do else "",
    )


def _event(phrases: Phrases, language: str, event: Happened) -> EventShown:
    return EventShown(
        at=hour_in(event.at, language),
        stated=event.at.isoformat(timespec="minutes"),
        says=phrases.words[event.word],
        place=event.place,
    )


def _between(says: Mapping[str, str], language: str, days: tuple[date, date] | None) -> str:
    if days is None:
        return ""
    first, last = (day_in(each, language) for each in days)
    return last if first == last else says["between"].format(first=first, last=last)


def _choices(says: Mapping[str, str], chosen: Mapping[str, str], *, by_text: bool) -> Sequence[ChoiceShown]:
    found = []
    for topic in kind_book().topics:
        legend, hint = LABELS[topic]
        ways = ways_for(topic, by_text=by_text)
        kept = chosen.get(topic, ways[0])
        found.append(
            ChoiceShown(
                topic=topic,
                legend=says[legend],
                hint=says[hint],
                chosen=kept if kept in ways else ways[0],
                ways=[(way, says[way]) for way in ways],
            )
        )
    return found
