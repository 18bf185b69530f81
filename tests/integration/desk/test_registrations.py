"""Registrations: history, what orders they hold, who is told of their end, and how often."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from engine.desk.changing import decide_anew
from engine.desk.deciding import Decided
from engine.desk.desk import Desk
from engine.desk.errors import NotFound, RegistrationRefused, VersionChanged
from engine.desk.intake import submit
from engine.desk.preferences import prefer
from engine.desk.reading import current_decision
from engine.desk.registration_jobs import begin_watching, registration_handlers
from engine.desk.registrations import Put, Stated, add, change, end, history, put
from engine.desk.replaying import replay
from engine.store.feed import events_after
from engine.store.registrations import close_registration, current_registrations
from tests.builders import a_line
from tests.desks import ANALYST, MAIN, NOW, OTHER, an_honest_order, document
from tests.draining import drain
from tests.statements import counted

TODAY = NOW.date()
LUCID = Stated(kind="lucid", country="DE", number="DE1234567890123", holder="Acme GmbH")
ENDED = replace(LUCID, valid_to=TODAY - timedelta(days=1))


def ordered(desk: Desk, id_: str = "A-1", **changes: object) -> Decided:
    return submit(desk, MAIN, document(replace(an_honest_order(id_), **changes)))  # type: ignore[arg-type]


def reasons(decided: Decided) -> list[str]:
    return [each.reason for each in decided.decision.findings if each.reason.startswith("IMP_REG")]


def watched(desk: Desk) -> None:
    """The look of the day, with what follows."""
    begin_watching(desk)
    drain(desk.database, registration_handlers(desk))


def told(desk: Desk) -> list[str]:
    with desk.database.read() as session:
        return [each.type for each in events_after(session, "main", 0, 100) if each.type.startswith("registration.")]


def test_order_when_the_merchant_keeps_no_registrations_then_nothing_is_held_against_it(desk: Desk) -> None:
    decided = ordered(desk)
    assert decided.row.outcome == "admit"
    assert reasons(decided) == []


def test_order_when_its_registration_runs_then_admitted(desk: Desk) -> None:
    add(desk, MAIN, LUCID)
    assert ordered(desk).row.outcome == "admit"


def test_order_when_its_registration_ran_out_then_held_by_one_finding_whatever_its_lines(desk: Desk) -> None:
    add(desk, MAIN, ENDED)
    decided = ordered(desk, lines=(a_line(), a_line(sku="TEE-L"), a_line(sku="TEE-S")))
    assert decided.row.outcome == "hold"
    assert reasons(decided) == ["IMP_REGISTRATION_EXPIRED"]


def test_orders_when_the_registration_is_renewed_then_all_that_waited_go_on_together(desk: Desk) -> None:
    row = add(desk, MAIN, ENDED)
    orders = [ordered(desk, f"A-{number}").row.order_id for number in range(3)]
    change(desk, MAIN, row.registration.id, LUCID)
    drain(desk.database, registration_handlers(desk))
    with desk.database.read() as session:
        assert {current_decision(session, "main", each).outcome for each in orders} == {"admit"}


def test_orders_when_a_file_states_many_then_each_is_decided_anew_once(desk: Desk) -> None:
    row = add(desk, MAIN, ENDED)
    order = ordered(desk).row.order_id
    for number in range(10, 15):
        add(desk, MAIN, Stated(kind="vat", country="DE", number=f"DE1234567{number}"))
    change(desk, MAIN, row.registration.id, LUCID)
    done = drain(desk.database, registration_handlers(desk))
    assert done.count("desk.rescreened") == 1
    with desk.database.read() as session:
        assert current_decision(session, "main", order).outcome == "admit"


def test_orders_when_more_wait_than_are_looked_at_at_once_then_all_go_on(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engine.desk.registration_jobs.AT_ONCE", 2)
    row = add(desk, MAIN, ENDED)
    orders = [ordered(desk, f"A-{number}").row.order_id for number in range(5)]
    change(desk, MAIN, row.registration.id, LUCID)
    drain(desk.database, registration_handlers(desk))
    with desk.database.read() as session:
        assert {current_decision(session, "main", each).outcome for each in orders} == {"admit"}


def test_order_when_another_entity_is_registered_then_not_meant(desk: Desk) -> None:
    add(desk, MAIN, replace(ENDED, entity="acme-gmbh"))
    assert reasons(ordered(desk, "A-1", legal_entity="acme-gmbh")) == ["IMP_REGISTRATION_EXPIRED"]
    assert reasons(ordered(desk, "A-2", legal_entity="acme-sarl")) == []


def test_order_when_a_registration_of_its_family_is_kept_then_the_missing_one_holds_it(desk: Desk) -> None:
    add(desk, MAIN, Stated(kind="weee", country="DE", number="DE12345678"))
    assert reasons(ordered(desk)) == ["IMP_REGISTRATION_MISSING"]


def test_order_when_its_registration_nears_its_end_then_admitted_with_a_remark(desk: Desk) -> None:
    add(desk, MAIN, replace(LUCID, valid_to=TODAY + timedelta(days=59)))
    decided = ordered(desk)
    assert decided.row.outcome == "admit"
    assert reasons(decided) == ["IMP_REGISTRATION_EXPIRING"]


def test_warning_when_the_merchant_sets_other_days_then_they_count(desk: Desk) -> None:
    add(desk, MAIN, replace(LUCID, valid_to=TODAY + timedelta(days=59)))
    prefer(desk, ANALYST, "registration_warning_days", 30)
    assert reasons(ordered(desk)) == []


def test_end_when_it_nears_and_comes_then_each_is_told_once(desk: Desk) -> None:
    add(desk, MAIN, replace(LUCID, valid_to=TODAY + timedelta(days=60)))
    for days in (0, 1, 59, 1, 1, 30):
        desk.clock.pass_by(timedelta(days=days))  # type: ignore[attr-defined]
        watched(desk)
    assert told(desk) == ["registration.added", "registration.expiring", "registration.expired"]


def test_end_when_renewed_then_the_new_one_is_told_of_again(desk: Desk) -> None:
    row = add(desk, MAIN, replace(LUCID, valid_to=TODAY + timedelta(days=1)))
    watched(desk)
    change(desk, MAIN, row.registration.id, replace(LUCID, valid_to=TODAY + timedelta(days=50)))
    desk.clock.pass_by(timedelta(days=2))  # type: ignore[attr-defined]
    watched(desk)
    assert told(desk).count("registration.expiring") == 2


def test_end_when_another_takes_over_then_not_told(desk: Desk) -> None:
    add(desk, MAIN, replace(LUCID, valid_to=TODAY + timedelta(days=3)))
    add(desk, MAIN, replace(LUCID, number="DE9876543210123", valid_from=TODAY))
    watched(desk)
    assert "registration.expiring" not in told(desk)


def test_watch_when_many_workers_start_then_one_look_a_day(desk: Desk) -> None:
    for _ in range(3):
        begin_watching(desk)
    done = drain(desk.database, registration_handlers(desk))
    assert done.count("desk.registrations_watch") == 1  # today's; that of tomorrow waits for its day


def test_change_when_made_then_what_was_before_stays(desk: Desk) -> None:
    row = add(desk, MAIN, ENDED)
    change(desk, ANALYST, row.registration.id, LUCID)
    with desk.database.read() as session:
        versions = history(session, "main", row.registration.id)
    assert [(each.version, each.state, each.created_by) for each in versions] == [
        (2, "current", "ana"),
        (1, "replaced", "shop key"),
    ]
    assert versions[1].registration.valid_to == ENDED.valid_to


def test_registration_when_ended_then_counts_as_if_there_were_none(desk: Desk) -> None:
    row = add(desk, MAIN, ENDED)
    end(desk, ANALYST, row.registration.id)
    assert reasons(ordered(desk)) == []
    with pytest.raises(RegistrationRefused, match="ended"):
        change(desk, MAIN, row.registration.id, LUCID)


def test_put_when_repeated_then_nothing_changes(desk: Desk) -> None:
    done = [put(desk, MAIN, each)[1] for each in (LUCID, LUCID, ENDED, replace(ENDED, number="DE 1234567890123"))]
    assert done == [Put.ADDED, Put.UNCHANGED, Put.CHANGED, Put.UNCHANGED]


@pytest.mark.parametrize(
    ("stated", "field"),
    [
        (replace(LUCID, kind="library_card"), "kind"),
        (replace(LUCID, country="FR"), "country"),
        (replace(LUCID, number="DE123"), "number"),
        (replace(LUCID, holder="Acme\x1b[2J"), "holder"),
        (replace(LUCID, shop="s" * 129), "shop"),
        (replace(LUCID, valid_from=date(2026, 5, 2), valid_to=date(2026, 5, 1)), "valid_to"),
    ],
)
def test_registration_when_it_cannot_be_then_the_field_is_named(desk: Desk, stated: Stated, field: str) -> None:
    with pytest.raises(RegistrationRefused) as raised:
        add(desk, MAIN, stated)
    assert raised.value.field == field


def test_registration_when_added_twice_then_refused(desk: Desk) -> None:
    add(desk, MAIN, LUCID)
    with pytest.raises(RegistrationRefused, match="already"):
        add(desk, MAIN, replace(LUCID, number="DE 1234567890123"))


def test_registration_when_somebody_changed_it_meanwhile_then_refused(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = add(desk, MAIN, LUCID)
    with desk.database.read() as session:
        seen = history(session, "main", row.registration.id)
    change(desk, ANALYST, row.registration.id, ENDED)
    monkeypatch.setattr("engine.desk.registrations.versions_of", lambda *_: seen)
    with pytest.raises(VersionChanged):
        end(desk, MAIN, row.registration.id)


def test_registration_when_another_merchant_asks_then_there_is_none(desk: Desk) -> None:
    row = add(desk, MAIN, LUCID)
    with pytest.raises(NotFound):
        end(desk, OTHER, row.registration.id)
    with desk.database.read() as session:
        assert current_registrations(session, "acme") == []


def test_decision_when_replayed_without_the_table_then_same_byte_for_byte(desk: Desk) -> None:
    row = add(desk, MAIN, replace(ENDED, entity="acme-gmbh", valid_from=date(2020, 1, 1)))
    decided = ordered(desk, legal_entity="acme-gmbh")
    with desk.database.read() as session:
        kept = history(session, "main", row.registration.id)[0]
    with desk.database.write() as session:
        assert close_registration(session, kept, "ended", NOW, "tests")
    desk.registers.forget("main")
    assert replay(desk, ANALYST, decided.row.id).is_same


def test_decisions_when_they_follow_each_other_then_registrations_are_read_once(desk: Desk) -> None:
    add(desk, MAIN, LUCID)
    with counted(desk.database) as statements:
        ordered(desk, "A-1")
        ordered(desk, "A-2")
    assert sum("registration" in each for each in statements.data) == 1


def test_registration_when_another_process_changed_it_then_counts_within_a_second(desk: Desk) -> None:
    decided = ordered(desk)
    elsewhere = replace(desk, registers=type(desk.registers)())
    add(elsewhere, MAIN, ENDED)
    desk.clock.pass_by(timedelta(seconds=1))  # type: ignore[attr-defined]
    with desk.database.write() as session:
        assert decide_anew(desk, session, MAIN, decided.row.order_id, "rescreened").row.outcome == "hold"
