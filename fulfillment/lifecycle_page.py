"""The page docs/lifecycle.md, made from the tables: `python -m fulfillment.lifecycle_page > docs/lifecycle.md`."""

import sys

from fulfillment.lifecycle import FIRST, TRANSITIONS, possible
from fulfillment.states import Comeback, Demand, Machine, Pay, Stage, Voyage, Work

INTRODUCTION = """\
# The life of an order after the decision

This page is made from the tables in `fulfillment/lifecycle.py`:
`python -m fulfillment.lifecycle_page > docs/lifecycle.md`.

Six machines stand beside each other: the order itself, its payment, the warehouse's work on each of its parts, each
parcel, returns of goods, and claims against carriers. Holds are none of them: they are a set that the desk keeps. An
open hold, or an outcome other than admit, keeps every step forward from being taken, and the order stays where it
stands; when the last hold is released it goes on from there. A cancellation before hand-over gives back stock, money
and label number, each once. After hand-over the carrier is asked to stop the parcel instead.

What one warehouse sends of an order is a part of it, packed into one or several parcels. All parcels of a part leave
together; each is told to the customer as it leaves. The order ships with its last part, and is delivered when all its
parcels are that do not come back. A hold or cancellation means all of it: parts that are inside wait or are undone,
parcels that have left are called back.

Events come from those that the column *told by* names; `system` is what follows by itself. Every step is entered with
its event, its time and who told it, in the transaction that takes it.

An order ends as `completed`, `cancelled`, `rejected` (it was never admitted) or `returned`.

An article is counted from the first piece that is put on a shelf (`receive_stock`). Until then it is untracked: nothing
is reserved for it and it is never short, so that a first run without any stock on file can ship.
"""
STATES = {
    Machine.ORDER: Stage,
    Machine.PAYMENT: Pay,
    Machine.FULFILMENT: Work,
    Machine.SHIPMENT: Voyage,
    Machine.RETURN: Comeback,
    Machine.CLAIM: Demand,
}
MEANING = {
    Machine.ORDER: "The order as a whole. `delegated`: the marketplace ships by itself.",
    Machine.PAYMENT: "`mismatched`: not the amount or the currency that the order owes. `capture_late`: money that "
    "comes when nothing is owed any more goes back at once.",
    Machine.FULFILMENT: "The work of a warehouse on its part of an admitted order. `reviewed` may be left out unless "
    "the merchant asks for every piece to be scanned again (`clearway settings set review_before_packing 1`).",
    Machine.SHIPMENT: "A parcel: the phase that its tracking status belongs to. `written_off`: a person gave it up "
    "while other parcels of the order go on.",
    Machine.RETURN: "Goods on their way back, asked for by the customer or sent back by the carrier.",
    Machine.CLAIM: "What a carrier is asked to pay for.",
}
HEADING = "| from | event | told by | to | only if | then |\n|---|---|---|---|---|---|"


def lifecycle_page() -> str:
    """The whole page as Markdown."""
    return "\n".join((INTRODUCTION, *(_section(machine) for machine in Machine)))


def _section(machine: Machine) -> str:
    return "\n".join((f"## {machine}\n", f"{MEANING[machine]}\n", _picture(machine), "", HEADING, *_rows(machine), ""))


def _picture(machine: Machine) -> str:
    arrows: dict[tuple[str, str], list[str]] = {}
    for row in TRANSITIONS:
        if row.machine is machine:
            arrows.setdefault((row.source, row.target), []).append(row.event)
    lines = [f"    {source} --> {target}: {', '.join(events)}" for (source, target), events in arrows.items()]
    ends = [f"    {state} --> [*]" for state in STATES[machine] if not possible(machine, state)]
    return "\n".join(("```mermaid", "stateDiagram-v2", f"    [*] --> {FIRST[machine]}", *lines, *ends, "```"))


def _rows(machine: Machine) -> list[str]:
    return [
        f"| `{row.source}` | `{row.event}` | {', '.join(row.who)} | `{row.target}` | {'; '.join(row.guards)} | "
        f"{', '.join(f'`{effect}`' for effect in row.effects)} |"
        for row in TRANSITIONS
        if row.machine is machine
    ]


if __name__ == "__main__":
    sys.stdout.write(lifecycle_page())
