"""The page on which a customer asks to send goods back, and sees what becomes of that."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from starlette.responses import Response

from api.customer_page.pages import page_response
from api.customer_page.words import Words
from engine.order.money import Money
from fulfillment.aftersales.accepting import PHOTOS
from fulfillment.aftersales.asking import AskedBefore, Offer
from fulfillment.aftersales.causes import Cause
from fulfillment.aftersales.comebacks import SEALS
from fulfillment.notify.amounts import amount_in
from fulfillment.notify.phrases import moment_in
from fulfillment.states import Comeback

MOST_PHOTOS = 3  # of one request; more can follow
MOST_CHOICES = 50  # pieces of a line that are offered one by one
WISHES = ("refund", "replacement", "keep")
PIECES, REASON, WISH, SEAL, PHOTO, RETURN, SEEN = "pieces", "reason", "wish", "seal", "photo", "return", "seen"
NO_ANSWER = "unsaid"
STATES: Mapping[str, str] = {
    Comeback.REQUESTED: "requested",
    Comeback.AUTHORISED: "own",
    Comeback.LABEL_SENT: "label",
    Comeback.IN_TRANSIT: "way",
    Comeback.DECLINED: "declined",
    Comeback.EXPIRED: "over",
    Comeback.WITHDRAWN: "over",
    Comeback.LOST: "lost",
    Comeback.RESOLVED: "closed",
    Comeback.CLOSED: "closed",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PiecesShown:
    """A choice of how many pieces of a line."""

    name: str
    label: str
    choices: Sequence[str]
    chosen: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnShown:
    """A return that was asked for, in words."""

    id: str
    heading: str
    says: str
    to: Sequence[str] = ()
    has_label: bool = False
    wants_photos: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What was sent before and is wrong: texts by name, and faults by the field they are about, as keys of words."""

    texts: Mapping[str, str] = field(default_factory=dict)
    faults: Mapping[str, str] = field(default_factory=dict)


def return_page(
    words: Words, order: str, token: str, offer: Offer, sent: Sent, zone: ZoneInfo, *, is_taken: bool, status: int = 200
) -> Response:
    """All of it, in one language. `token` is that of the link, `zone` that of the clock at the destination."""
    says = words.says
    reasons = [(each.value, says[f"return_reason_{each}"]) for each in offer.reasons]
    shown = {
        "title": says["return_title"].format(order=order),
        "token": token,
        "time": _time(words, offer, zone),
        "offer": offer,
        "seen": str(len(offer.asked)),
        "decide": says["return_step_decide"].format(days=offer.terms.decide_days),
        "pieces": [_pieces(words, each.line, each.title, each.pieces, sent) for each in offer.pieces],
        "reasons": reasons,
        "chosen_reason": sent.texts.get(REASON, reasons[0][0] if len(reasons) == 1 else ""),
        "wishes": [(each, says[f"return_wish_{each}"]) for each in WISHES],
        "chosen_wish": sent.texts.get(WISH, WISHES[0]),
        "seals": [(each, says[f"return_seal_{each}"]) for each in (*SEALS, NO_ANSWER)],
        "chosen_seal": sent.texts.get(SEAL, NO_ANSWER),
        "photos": [
            (f"{PHOTO}-{number}", says["return_photo"].format(number=number)) for number in range(1, MOST_PHOTOS + 1)
        ],
        "returns": [_shown(words, each, zone) for each in reversed(offer.asked)],
        "faults": {name: says[key] for name, key in sent.faults.items()},
        "is_taken": is_taken,
    }
    return page_response(words, "return.html", status, **shown)


def _time(words: Words, offer: Offer, zone: ZoneInfo) -> str:
    if not offer.is_open:
        return words.says["return_closed"]
    if offer.until is not None:
        return words.says["return_until"].format(day=moment_in(offer.until, zone, words.code))
    is_astray = Cause.LOST in offer.reasons
    return words.says["return_astray_only" if is_astray else "return_fault_only"]


def _pieces(words: Words, line: int, title: str, many: int, sent: Sent) -> PiecesShown:
    name = f"{PIECES}-{line}"
    return PiecesShown(
        name=name,
        label=words.says["return_pieces"].format(title=title),
        choices=[str(each) for each in range(min(many, MOST_CHOICES) + 1)],
        chosen=sent.texts.get(name, "0"),
    )


def _shown(words: Words, asked: AskedBefore, zone: ZoneInfo) -> ReturnShown:
    case, says = asked.case, words.says
    wants_photos = case.state == Comeback.REQUESTED and case.awaits == PHOTOS
    state = "photos" if wants_photos else STATES.get(case.state, "here")
    if state == "closed" and case.amount:
        state = "settled"
    day = "" if case.due_at is None else moment_in(case.due_at, zone, words.code)
    return ReturnShown(
        id=case.id,
        heading=says["return_number"].format(number=case.number),
        says=says[f"return_is_{state}"].format(
            day=day, amount=amount_in(Money(case.amount, asked.currency), words.code)
        ),
        to=asked.to if state == "own" else (),
        has_label=asked.has_label and state == "label",
        wants_photos=wants_photos,
    )
