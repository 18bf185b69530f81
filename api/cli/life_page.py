"""An order's life on a terminal: its timeline as aligned rows, and how it stands."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime

from api.cli.columns import padded
from api.cli.life_phrases import ACTORS, MACHINES, STEPS, condition, said, saying
from api.cli.phrases import PHRASES, Language
from engine.order.money import Money
from engine.store.holds import Hold
from fulfillment.overview import Overview
from fulfillment.states import Machine
from fulfillment.timeline import CaseView, TimelineEntry

WHO, ABOUT, NAME = 13, 10, 14
INDENT = "  "


def moment_text(at: datetime) -> str:
    """A moment as people read it, in UTC."""
    return at.astimezone(UTC).strftime("%Y-%m-%d %H:%M")


def timeline_rows(
    entries: Iterable[TimelineEntry], currency: str, language: Language, seen: CaseView | None = None
) -> Iterator[str]:
    """A row for each thing that happened: when, who, about what, and what it was.

    `seen` says which part or parcel it was about, where the order has several.
    """
    names = {} if seen is None else _names(seen, language)
    for each in entries:
        who = said(ACTORS[each.actor], language) if each.actor in ACTORS else each.actor
        about = said(MACHINES[each.machine], language) if each.machine in MACHINES else each.machine
        step = STEPS.get((each.machine, each.event))
        told = said(step, language) if step is not None else each.event
        details = PHRASES[language].joiner.join(
            (*names.get(each.subject, ()), *_details(each.data, currency, language))
        )
        text = f"{told}{PHRASES[language].colon}{details}" if details else told
        yield f"{INDENT}{moment_text(each.at)}  {padded(who, WHO)} {padded(about, ABOUT)} {text}"


def _names(seen: CaseView, language: Language) -> Mapping[str, tuple[str]]:
    parts = [part.fulfilment for part in seen.parts]
    names = {each.id: (saying("part", language, each.number),) for each in parts} if len(parts) > 1 else {}
    return names | ({each.id: (each.number,) for each in seen.shipments} if len(seen.shipments) > 1 else {})


def _details(data: Mapping[str, object], currency: str, language: Language) -> Iterator[str]:
    """What is worth a word of what was noted with a step."""
    if (outcome := data.get("outcome")) is not None:
        yield PHRASES[language].outcomes.get(str(outcome), str(outcome))
    if isinstance(amount := data.get("amount"), int):
        yield str(Money(amount, str(data.get("currency", currency))))
    if isinstance(amounts := data.get("amounts"), dict):
        yield from (str(Money(amount, unit)) for unit, amount in amounts.items())
    if (weight := data.get("weight_g")) is not None:
        yield f"{weight} g"
    for name in ("reserved", "wanted", "missing"):
        if isinstance(articles := data.get(name), dict):
            yield from (f"{sku} × {many}" for sku, many in articles.items())
    yield from (str(data[name]) for name in ("location", "grade", "reason", "why") if data.get(name))
    if isinstance(nearest := data.get("nearest"), int):
        yield saying("takeable", language, Money(nearest, currency))


def standing_rows(seen: Overview, holds: Iterable[Hold], language: Language) -> Iterator[str]:
    """How an order stands, and what can happen next."""
    case, parts = seen.view.case, seen.view.parts
    joined = PHRASES[language].joiner.join
    yield _row("id", case.order_id, language)
    yield _row("stage", case.stage, language)
    money = joined(str(Money(amount, currency)) for currency, amount in seen.money.items()) or "-"
    owed = saying("of", language, money, Money(case.total, case.currency))
    yield _row("payment", joined((case.payment, owed)), language)
    for part in parts:
        work = part.fulfilment
        numbered = (saying("part", language, work.number),) if len(parts) > 1 else ()
        sent = [f"{each.sku or each.line} × {each.quantity}" for each in part.lines] if numbered else []
        yield _row("work", joined((*numbered, work.warehouse, work.state, *sent)), language)
    for parcel in seen.view.shipments:
        yield _row("parcel", joined((parcel.number, parcel.carrier, parcel.status)), language)
    if case.window_ends_at is not None:
        yield _row("window", moment_text(case.window_ends_at), language)
    yield from hold_rows(holds, language)
    for refund in seen.refunds:
        yield _row("refund", joined((refund.id, str(Money(refund.amount, refund.currency)), refund.state)), language)
    for back in seen.returns:
        pieces = joined(f"{number} × {many}" for number, many in back.lines.items())
        yield _row("return", joined((back.id, pieces, back.state)), language)
    numbers = {part.fulfilment.id: part.fulfilment.number for part in parts} if len(parts) > 1 else {}
    for choice in seen.choices:
        if choice.machine not in (Machine.ORDER, Machine.FULFILMENT):
            continue  # gateways and carriers tell the others, and there are many
        step = " ".join(
            str(each)
            for each in (choice.machine, numbers.get(choice.subject), choice.event, "→", choice.target)
            if each is not None
        )
        conditions = joined(condition(guard, language) for guard in choice.unmet)
        yield _row("next", saying("waits", language, step, conditions) if conditions else step, language)


def hold_rows(holds: Iterable[Hold], language: Language) -> Iterator[str]:
    """The holds of an order, ended ones too."""
    for each in holds:
        text = PHRASES[language].joiner.join(part for part in (each.id, each.rule, each.reason) if part)
        ended = saying("released", language, text, each.end_reason or each.state)
        yield _row("hold", text if each.state == "open" else ended, language)


def line_of(seen: Overview) -> str:
    """Where an order stands, in one line for scripts and people."""
    case, works = seen.view.case, [part.fulfilment for part in seen.view.parts]
    told = [f"{case.order_id}  {case.stage}", f"payment {case.payment}"]
    if len(works) == 1:
        told.append(f"warehouse {works[0].state}")
    else:
        told += [f"part {each.number} {each.state}" for each in works]
    told += [f"parcel {each.number} {each.status}" for each in seen.view.shipments]
    return ", ".join(told)


def _row(name: str, text: str, language: Language) -> str:
    return f"{INDENT}{padded(saying(name, language), NAME)} {text}"
