"""Sessions, links and locks where clocks are wrong: none is born dead or lives for ever, each ends where it should."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest

from api.access.errors import LinkNotValid, LoginLocked, LoginRefused
from api.access.front_door import FrontDoor
from api.access.logging_in import FIRST_LOCK, FREE_TRIES, log_in
from api.access.people import LINK_LASTS, Granter, PersonWanted, come_in, invite, opened_link
from api.access.roles import Role
from api.access.sessions import Begun, Terms
from engine.desk.person import Seal
from engine.ids import TimeOrderedIds
from engine.store.accounts import RoleGrant
from engine.store.database import Database
from engine.store.vault import Vault
from tests.desks import SECRET, StandingClock
from tests.doors import a_front_door

HOUR = timedelta(hours=1)
TEN_YEARS = timedelta(days=3652)
WHOLE, IDLE = Terms().whole, Terms().idle
MOMENT = timedelta(seconds=1)
ADMIN = Granter(merchant="main")
EMAIL, PASSWORD = "ana@shop.example", "four words that wander"


@dataclass
class WrongClock:
    """Ahead of another clock, or behind it."""

    right: StandingClock
    ahead: timedelta

    def now(self) -> datetime:
        return self.right.now() + self.ahead


@dataclass
class Machines:
    """Some that share a database, whose clock is `shared`; and somebody who signed in at the first one."""

    shared: StandingClock
    clocks: Sequence[WrongClock]
    doors: Sequence[FrontDoor]
    begun: Begun

    def alive(self) -> list[bool]:
        """Whether each of them takes the session for good."""
        found = [(each.sessions, each.sessions.hash(self.begun.token)) for each in self.doors]
        return [(each.remembered(hash_) or each.look_up(hash_)) is not None for each, hash_ in found]

    def note_uses(self) -> None:
        """What each does once a minute."""
        for each in self.doors:
            each.sessions.note_uses()


def machines(database: Database, *aheads: timedelta) -> Machines:
    shared = StandingClock()
    clocks = [WrongClock(shared, each) for each in aheads]
    ids, seal = TimeOrderedIds(), Seal(Vault(SECRET))
    doors = [
        # Its ticks go on with the time, so that what it believes is as old as it would be.
        a_front_door(database, clock, ids, seal, lambda: shared.now().timestamp(), shared=shared)
        for clock in clocks
    ]
    wanted = PersonWanted(name="Ana", email=EMAIL, roles=(RoleGrant(role=Role.VIEWER),))
    _, token = invite(doors[0], ADMIN, wanted)
    return Machines(shared, clocks, doors, come_in(doors[0], token, PASSWORD))


@pytest.mark.parametrize("ahead", [HOUR, -HOUR, TEN_YEARS, -TEN_YEARS], ids=str)
def test_session_when_it_begins_where_the_clock_is_wrong_then_ends_everywhere_when_it_is_idle(
    database: Database, ahead: timedelta
) -> None:
    house = machines(database, ahead, timedelta(0), -ahead)
    assert house.alive() == [True] * 3
    house.note_uses()
    house.shared.pass_by(IDLE)
    assert house.alive() == [False] * 3


@pytest.mark.parametrize("ahead", [HOUR, -HOUR, TEN_YEARS], ids=str)
def test_session_when_it_is_used_where_the_clock_is_wrong_then_lasts_to_its_end_and_no_longer(
    database: Database, ahead: timedelta
) -> None:
    house = machines(database, timedelta(0), ahead)
    step = IDLE - MOMENT
    for _ in range((WHOLE - MOMENT) // step):
        house.shared.pass_by(step)
        assert house.alive() == [True, True]
        house.note_uses()
    house.shared.pass_by(WHOLE - (WHOLE - MOMENT) // step * step)
    assert house.alive() == [False, False]


def test_session_when_the_clock_of_its_machine_jumps_then_lives_on(sqlite_file: Database) -> None:
    house = machines(sqlite_file, timedelta(0))
    for jump in (HOUR, TEN_YEARS, -HOUR, -TEN_YEARS, timedelta(0)):
        house.clocks[0].ahead = jump
        assert house.alive() == [True]
        house.note_uses()
    house.shared.pass_by(IDLE)
    assert house.alive() == [False]


def test_session_when_it_began_while_the_databases_clock_was_years_ahead_then_is_over_once_that_is_right(
    sqlite_file: Database,
) -> None:
    house = machines(sqlite_file, timedelta(0), HOUR)
    assert house.alive() == [True, True]
    house.shared.pass_by(-TEN_YEARS)
    assert house.alive() == [False, False]


def test_session_when_the_databases_clock_is_put_back_a_little_then_lives_and_ends_as_much_later(
    sqlite_file: Database,
) -> None:
    house = machines(sqlite_file, timedelta(0))
    house.shared.pass_by(-IDLE / 2)
    assert house.alive() == [True]
    house.shared.pass_by(WHOLE + IDLE / 2)
    assert house.alive() == [False]


@pytest.mark.parametrize("ahead", [TEN_YEARS, -TEN_YEARS], ids=str)
def test_link_when_it_is_made_where_the_clock_is_wrong_then_opens_everywhere_until_its_end(
    database: Database, ahead: timedelta
) -> None:
    house = machines(database, ahead, timedelta(0), -ahead)
    wanted = PersonWanted(name="Bo", email="bo@shop.example", roles=(RoleGrant(role=Role.VIEWER),))
    _, token = invite(house.doors[0], ADMIN, wanted)
    house.shared.pass_by(LINK_LASTS - MOMENT)
    assert {opened_link(door, token)[1] for door in house.doors} != {None}
    house.shared.pass_by(MOMENT)
    for door in house.doors:
        with pytest.raises(LinkNotValid):
            opened_link(door, token)


@pytest.mark.parametrize("ahead", [TEN_YEARS, -TEN_YEARS], ids=str)
def test_lock_when_tries_come_where_the_clock_is_wrong_then_holds_everywhere_and_ends(
    database: Database, ahead: timedelta
) -> None:
    house = machines(database, ahead, timedelta(0))
    for _ in range(FREE_TRIES):
        with pytest.raises(LoginRefused):
            log_in(house.doors[0], "main", EMAIL, "not this one")
    for door in house.doors:
        with pytest.raises(LoginLocked):
            log_in(door, "main", EMAIL, PASSWORD)
    house.shared.pass_by(FIRST_LOCK)
    assert log_in(house.doors[1], "main", EMAIL, PASSWORD).account.name == "Ana"
