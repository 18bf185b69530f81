"""Figures of customer service from counts of the database: the same as from each case by itself."""

from collections.abc import Callable, Iterable
from datetime import timedelta
from random import Random

from engine.store.database import Database
from fulfillment.inbox.figures import Figure, figures_of, rank
from fulfillment.inbox.words import CaseKind, CaseState
from fulfillment.records import InboxCase
from fulfillment.store.rows import keep
from fulfillment.store.tables import INBOX_CASE
from tests.desks import NOW

SINCE = NOW - timedelta(days=20)


def some_cases(many: int = 80) -> list[InboxCase]:
    """Of all states, by several agents and by none."""
    luck, kinds, states = Random(11), (CaseKind.MESSAGE, CaseKind.A_TO_Z), tuple(CaseState)
    found = []
    for number in range(many):
        opened = NOW - timedelta(days=luck.randrange(30), seconds=luck.randrange(90))
        answered = luck.choice((None, opened + timedelta(seconds=luck.randrange(9000))))
        found.append(
            InboxCase(
                id=f"cas_{number:02}", merchant_id="main", order_id=None, kind=luck.choice(kinds),
                thread=f"t-{number}", channel=luck.choice(("mail", "amazon")), state=luck.choice(states),
                due_at=None, clock="", passed="", overdue_at=luck.choice((None, NOW)), rank_at=NOW, opened_at=opened,
                last_in_at=opened, first_answer_at=answered, answered_by=luck.choice((None, "", "mia")),
                assignee=luck.choice((None, "ana")), reopened=luck.randrange(3),
            )
        )  # fmt: skip
    return found


def one_by_one(cases: Iterable[InboxCase]) -> list[Figure]:
    """Without the database."""
    groups: dict[str, Callable[[InboxCase], str | None]] = {
        "all": lambda _: "", "channel": lambda case: case.channel, "kind": lambda case: case.kind,
        "agent": lambda case: case.answered_by or case.assignee,
    }  # fmt: skip
    counted = [each for each in cases if each.opened_at >= SINCE or each.state == "open"]
    found = []
    for by, of in groups.items():
        for name in sorted({named for each in counted if (named := of(each)) is not None}):
            opened = [each for each in counted if of(each) == name and SINCE <= each.opened_at < NOW]
            waiting = [each for each in counted if of(each) == name and each.state == "open"]
            minutes = sorted(
                (each.first_answer_at - each.opened_at) // timedelta(minutes=1)
                for each in opened
                if each.first_answer_at
            )
            found.append(
                Figure(by=by, name=name, opened=len(opened), answered=len(minutes), open=len(waiting),
                       first_answer_median_min=rank(minutes, 50), first_answer_p90_min=rank(minutes, 90),
                       reopened=sum(each.reopened for each in opened),
                       overdue=sum(each.overdue_at is not None for each in waiting))
            )  # fmt: skip
    return found


def test_figures_when_counted_by_the_database_then_as_from_each_case_by_itself(database: Database) -> None:
    cases = some_cases()
    with database.write() as session:
        keep(session, INBOX_CASE, *cases)
    with database.read() as session:
        assert list(figures_of(session, "main", SINCE, NOW)) == one_by_one(cases)
        assert figures_of(session, "other", SINCE, NOW)[0].opened == 0
