"""A way out of a shortage is chosen, and what it means is done: wait, plan anew, ask the customer, or cancel."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from engine.ids import Prefix
from engine.store.sessions import WriteSession
from fulfillment.casefile import CaseFile
from fulfillment.deciding import cancel_part
from fulfillment.errors import NotFound, ShortageRefused
from fulfillment.inventory.shortage import CANCEL, SUBSTITUTE, Option, options_of
from fulfillment.jobs import SUBSTITUTION
from fulfillment.notify.telling import tell
from fulfillment.planning import replace_part
from fulfillment.records import Fulfilment, ShortageChoice
from fulfillment.site import Occasion, Site
from fulfillment.states import Work
from fulfillment.store.shortages import add_choice, answer_choice, choices_of
from fulfillment.thread import at_work

ASKED, CONSENTED, REFUSED, DONE = "asked", "consented", "refused", "done"


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """Which way. `part` is the id or number of a part, not needed where one alone is short; `target` as offered, not
    needed where one way of the kind is open."""

    kind: str
    target: str = ""
    part: str | None = None


def choose(session: WriteSession, site: Site, occasion: Occasion, chosen: Chosen) -> ShortageChoice:
    """Does what the chosen way means, if it is still open.

    Raises ShortageRefused when it is not, NotFound, StepBlocked, IllegalStep.
    """
    with at_work(session, site, occasion) as file:
        part = _short_part(file, chosen.part)
        option = _option(options_of(session, file.order, part, file.now), chosen)
        made = _choice(file, part, option)
        match option.kind:
            case "other_warehouse" | "split":
                replace_part(file, part.id, option.parts)
            case "substitute":
                _ask(file, option, made)
            case _:
                file.touch()
        add_choice(session, made)
        told = {"kind": option.kind, "target": option.target, "cost": option.cost, "by": occasion.actor}
        file.note("shortage_choice", dedup=f"shortage:{made.id}", data=told)
    if option.kind == CANCEL:
        cancel_part(session, site, occasion, "short of stock", part.id)
    return made


def answer_substitute(
    session: WriteSession, site: Site, occasion: Occasion, choice_id: str, *, consents: bool
) -> ShortageChoice:
    """The customer's answer to an article that would stand in. With their consent the order is changed and decided
    anew, since other goods may not enter the same country; without it, the part goes on waiting.

    Raises NotFound, and ShortageRefused when it was answered before.
    """
    with at_work(session, site, occasion) as file:
        found = next((each for each in choices_of(session, file.merchant, file.order_id) if each.id == choice_id), None)
        if found is None or found.kind != SUBSTITUTE:
            raise NotFound("choice", choice_id)
        state = CONSENTED if consents else REFUSED
        if found.state != ASKED or not answer_choice(session, found, state, file.now):
            raise ShortageRefused(f"the choice is `{found.state}` already; ask for the options again")
        file.note("substitute_answered", dedup=f"answer:{choice_id}", data={"choice": choice_id, "consents": consents})
        if consents:
            told = {
                "choice_id": choice_id,
                "fulfilment_id": found.fulfilment_id,
                "version": file.standing.version,
            }
            file.add_job(SUBSTITUTION, told, track=choice_id)
    return replace(found, state=state, answered_at=occasion.now)


def _short_part(file: CaseFile, named: str | None) -> Fulfilment:
    short = [each for each in file.fulfilments() if each.state == Work.BACKORDERED]
    found = [each for each in short if named is None or named in (each.id, str(each.number))]
    if not found:
        raise ShortageRefused("nothing of it is short; see how the order stands")
    if len(found) > 1:
        numbers = ", ".join(str(each.number) for each in found)
        raise ShortageRefused(f"several parts are short; name one of {numbers}")
    return found[0]


def _option(options: tuple[Option, ...], chosen: Chosen) -> Option:
    found = [each for each in options if each.kind == chosen.kind and chosen.target in ("", each.target)]
    if not found:
        open_now = ", ".join(dict.fromkeys(f"{each.kind} {each.target}".strip() for each in options))
        raise ShortageRefused(f"`{f'{chosen.kind} {chosen.target}'.strip()}` is not open; choose of: {open_now}")
    if len(found) > 1:
        raise ShortageRefused(f"there are several; name one of {', '.join(each.target for each in found)}")
    return found[0]


def _choice(file: CaseFile, part: Fulfilment, option: Option) -> ShortageChoice:
    data: Mapping[str, object] = {
        "target": option.target,
        "cost": option.cost,
        "currency": option.currency,
        "ships_by": None if option.ships_by is None else option.ships_by.isoformat(),
        **option.details,
    }
    return ShortageChoice(
        id=file.ids.new(Prefix.CHOICE),
        merchant_id=file.merchant,
        order_id=file.order_id,
        fulfilment_id=part.id,
        kind=option.kind,
        state=ASKED if option.kind == SUBSTITUTE else DONE,
        created_at=file.now,
        created_by=file.occasion.actor,
        data=data,
    )


def _ask(file: CaseFile, option: Option, made: ShortageChoice) -> None:
    open_ones = [each for each in choices_of(file.session, file.merchant, file.order_id) if each.state == ASKED]
    if open_ones:
        raise ShortageRefused(f"the customer was asked already, see choice {open_ones[0].id}; enter the answer first")
    tell(file, "substitute_offered", about=made.id, params={"stand_in": str(option.details["stand_in"])})
