"""Denied parties at the desk: lists come into force, orders are screened, verdicts are remembered."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from engine.desk.deciding import Decided
from engine.desk.desk import Desk
from engine.desk.errors import ListOlder, ListShrunk, NotFound
from engine.desk.intake import submit
from engine.desk.party_judging import Judging, judge_party, party_hits
from engine.desk.reading import recalled
from engine.desk.replaying import replay
from engine.facts.parties import Verdict
from engine.order.order import Order
from tests.builders import an_address
from tests.desks import ANALYST, MAIN, NOW, OTHER, an_honest_order, document
from tests.party_samples import PEOPLE, un_list

TODAY = NOW.date()
ENTRY = "un:QDi.901"
CLEARED = Judging(entry=ENTRY, verdict=Verdict.CLEARED, until=NOW + timedelta(days=90), note="another birth")


def with_list(desk: Desk, dated: date = TODAY) -> Desk:
    desk.party_lists.take("ana", "un", [un_list(dated)], origin="file")
    desk.party_lists.look()
    return desk


def to(name: str, id_: str = "A-2001") -> Order:
    return replace(an_honest_order(id_), shipping_address=an_address(name=name))


def listed_order(desk: Desk, id_: str = "A-2001") -> Decided:
    return submit(desk, MAIN, document(to("Zdravomir Exemplarovich", id_)))


def reasons(decided: Decided) -> set[str]:
    return {each.reason for each in decided.decision.findings}


def test_order_when_no_list_is_in_force_then_parties_are_named_as_not_checked(desk: Desk) -> None:
    decided = listed_order(desk)
    assert decided.row.outcome == "admit"
    assert "IMP-251" in {each.rule for each in decided.decision.not_checked}


def test_order_when_its_consignee_is_listed_then_held_and_nobody_may_release_it(desk: Desk) -> None:
    decided = listed_order(with_list(desk))
    assert "IMP_PARTY_HIT" in reasons(decided)
    assert [each.waivable for each in decided.holds if each.reason == "IMP_PARTY_HIT"] == [False]


def test_order_when_its_consignee_has_an_ordinary_name_then_admitted(desk: Desk) -> None:
    assert submit(with_list(desk), MAIN, document(to("Erika Mustermann"))).row.outcome == "admit"


def test_hit_when_cleared_then_the_order_goes_on_and_so_do_later_ones(desk: Desk) -> None:
    first = listed_order(with_list(desk))
    _, again = judge_party(desk, ANALYST, first.row.order_id, CLEARED)
    assert again.row.outcome == "admit"
    assert listed_order(desk, "A-2002").row.outcome == "admit"


def test_clearance_when_it_runs_out_then_the_next_order_is_held(desk: Desk) -> None:
    judge_party(desk, ANALYST, listed_order(with_list(desk, TODAY)).row.order_id, CLEARED)
    desk.clock.pass_by(timedelta(days=91))  # type: ignore[attr-defined]
    assert "IMP_PARTY_HIT" in reasons(listed_order(desk, "A-2003"))


def test_clearance_when_another_merchant_sells_to_the_same_then_it_counts_for_nothing_there(desk: Desk) -> None:
    judge_party(desk, ANALYST, listed_order(with_list(desk)).row.order_id, CLEARED)
    theirs = submit(desk, OTHER, document(to("Zdravomir Exemplarovich")))
    assert "IMP_PARTY_HIT" in reasons(theirs)


def test_hit_when_confirmed_then_critical_and_held(desk: Desk) -> None:
    first = listed_order(with_list(desk))
    _, again = judge_party(desk, ANALYST, first.row.order_id, replace(CLEARED, verdict=Verdict.CONFIRMED, until=None))
    assert "IMP_PARTY_CONFIRMED" in reasons(again)
    assert again.row.outcome == "hold"


def test_verdict_when_nobody_of_the_order_hits_the_entry_then_refused(desk: Desk) -> None:
    decided = submit(with_list(desk), MAIN, document(to("Erika Mustermann")))
    with pytest.raises(NotFound):
        judge_party(desk, ANALYST, decided.row.order_id, CLEARED)


def test_hits_when_listed_then_say_who_and_why(desk: Desk) -> None:
    decided = listed_order(with_list(desk))
    with desk.database.read() as session:
        (seen, *_) = party_hits(desk, session, "main", decided.row.order_id)
    assert (seen.entry, seen.hit.asked) == (ENTRY, "Zdravomir Exemplarovich")
    assert seen.hit.explanation


def test_decision_when_the_list_is_dropped_then_its_replay_is_still_the_same(desk: Desk) -> None:
    decided = listed_order(with_list(desk))
    desk.party_lists.drop("ana", "un")
    desk.party_lists.look()
    assert replay(desk, ANALYST, decided.row.id).is_same


def test_decision_when_somebody_is_listed_then_the_name_stands_in_sealed_values_alone(desk: Desk) -> None:
    row = listed_order(with_list(desk)).row
    assert b"exemplarov" not in (row.content + row.trace).lower()
    with desk.database.read() as session:
        kept = recalled(desk, session, row).context.parties
    assert any("EXEMPLAROV" in each.upper() for each in kept["party.evidence"])  # type: ignore[union-attr]


def test_order_when_the_list_is_old_then_a_remark_names_its_date(desk: Desk) -> None:
    old = TODAY - timedelta(days=45)
    decided = submit(with_list(desk, old), MAIN, document(an_honest_order()))
    found = next(each for each in decided.decision.findings if each.reason == "IMP_LIST_STALE")
    assert found.values["party.stale_count"] == 1
    assert decided.row.outcome == "admit"


def test_list_when_the_same_comes_again_then_nothing_is_new(desk: Desk) -> None:
    assert with_list(desk).party_lists.take("ana", "un", [un_list(TODAY)], origin="file").edition is None


def test_list_when_people_come_and_go_then_it_says_who(desk: Desk) -> None:
    people = (PEOPLE[0], ("903", "Vornado", "Testarius", "V. Testarius"))
    taken = with_list(desk).party_lists.take("ana", "un", [un_list(TODAY, people)], origin="file")
    assert [len(taken.added), len(taken.removed), len(taken.changed)] == [1, 1, 0]


def test_list_when_it_is_older_then_refused_unless_one_insists(desk: Desk) -> None:
    older = [un_list(TODAY - timedelta(days=2), PEOPLE[:1])]
    with pytest.raises(ListOlder):
        with_list(desk).party_lists.take("ana", "un", older, origin="file")
    assert desk.party_lists.take("ana", "un", older, origin="file", insist=True).edition is not None


def test_list_when_most_of_it_is_gone_then_refused(desk: Desk) -> None:
    many = tuple((str(100 + at), f"Given{at}", f"Family{at}x", f"Alias{at}y") for at in range(80))
    desk.party_lists.take("ana", "un", [un_list(TODAY, many)], origin="file")
    with pytest.raises(ListShrunk):
        desk.party_lists.take("ana", "un", [un_list(TODAY, many[:10])], origin="file")
