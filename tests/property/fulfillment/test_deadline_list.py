"""One list of all ends: whatever packages offer, its pages joined are all of it in order."""

from collections.abc import Sequence
from datetime import timedelta
from typing import cast

from hypothesis import given
from hypothesis import strategies as st

from engine.store.sessions import ReadSession
from fulfillment.deadlines import Deadline, Deadlines, DeadlinesWanted, soonest
from tests.fulfilment_site import NOON

NO_SESSION = cast("ReadSession", None)


def ends(kind: str, hours: Sequence[int]) -> tuple[Deadline, ...]:
    return tuple(
        Deadline(kind=kind, id=f"{kind}_{number:04}", order_id=None, at=NOON + timedelta(hours=hour),
                 what_happens="escalated", source="assumption")
        for number, hour in enumerate(hours)
    )  # fmt: skip


def offering(kept: Sequence[Deadline]) -> Deadlines:
    """A package that keeps these, and answers as its database would."""

    def offered(session: ReadSession, merchant: str, wanted: DeadlinesWanted) -> Sequence[Deadline]:
        behind = [each for each in kept if wanted.after is None or each.place > wanted.after]
        within = [each for each in behind if wanted.until is None or each.at <= wanted.until]
        return sorted(within, key=lambda each: each.place)[: wanted.limit]

    return offered


def paged(offers: Sequence[Deadlines], size: int) -> list[Deadline]:
    found: list[Deadline] = []
    while page := soonest(
        NO_SESSION, "main", DeadlinesWanted(limit=size, after=found[-1].place if found else None), offers
    ):
        found += page
    return found


HOURS = st.lists(st.integers(0, 5), max_size=8)


@given(HOURS, HOURS, HOURS, st.integers(1, 5))
def test_list_when_read_page_by_page_then_is_all_of_it_in_order(
    cases: list[int], disputes: list[int], claims: list[int], size: int
) -> None:
    kept = [ends("case", cases), ends("dispute", disputes), ends("claim", claims)]
    everything = sorted((each for one in kept for each in one), key=lambda each: each.place)
    assert paged([offering(each) for each in kept], size) == everything
