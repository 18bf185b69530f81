"""A login by e-mail and password. Tries are counted before the password is looked at, and answered alike whether or not
the address is anybody's."""

from dataclasses import replace
from datetime import timedelta

from api.access.errors import LoginLocked, LoginRefused, PersonRefused
from api.access.front_door import FrontDoor
from api.access.sessions import Begun
from engine.desk.auditing import audited
from engine.store.accounts import ACTIVE, Account, account_with_login, note_seen, put_hash
from engine.store.sign_ins import count_try, end_sign_in, end_sign_ins, forget_tries, lock_login, locked_until

FREE_TRIES = 5
FIRST_LOCK = timedelta(seconds=30)
LONGEST_LOCK = timedelta(minutes=15)
REMEMBERED = timedelta(days=1)


def log_in(door: FrontDoor, merchant: str, email: str, password: str) -> Begun:
    """A new session. Raises LoginRefused, LoginLocked."""
    login = door.login(email)
    account = _counted(door, merchant, login)
    kept = account.password if account is not None and account.state == ACTIVE else ""
    if not door.passwords.fits(kept, password) or account is None:
        _note_refused(door, account)
        raise LoginRefused
    with door.database.write() as session:
        now = door.at(session)
        forget_tries(session, merchant, login)
        if door.passwords.is_outdated(kept):
            put_hash(session, account.id, door.passwords.hash(password))
        note_seen(session, account.id, now)
        begun = door.sessions.begin(session, replace(account, seen_at=now), door.ids)
        door.tell(session, audited(account.name, merchant, "user.logged_in", account.id, {"by": "password"}, now))
    return begun


def prove(door: FrontDoor, account: Account, password: str) -> None:
    """That somebody who is signed in knows the password; counted like a login. Raises LoginLocked, PersonRefused."""
    login = account.login or account.id
    _counted(door, account.merchant, login)
    if not door.passwords.fits(account.password, password):
        raise PersonRefused("current", "is not the password; ask for a link if you do not know it")
    with door.database.write() as session:
        forget_tries(session, account.merchant, login)


def log_out(door: FrontDoor, account_id: str, sign_in_id: str, name: str, merchant: str, *, everywhere: bool) -> None:
    """Ends a session, or all of the person's."""
    with door.database.write() as session:
        now = door.at(session)
        if everywhere:
            end_sign_ins(session, account_id, now, "logged_out")
        else:
            end_sign_in(session, sign_in_id, now, "logged_out")
        done = audited(name, merchant, "user.logged_out", account_id, {"everywhere": everywhere}, now)
        door.tell(session, done)
    door.sessions.forget(account_id)


def lock_after(tries: int) -> timedelta:
    """For how long an address is locked after so many tries in a row; twice as long each time, up to a bound."""
    if tries < FREE_TRIES:
        return timedelta(0)
    return min(FIRST_LOCK * (1 << min(tries - FREE_TRIES, 10)), LONGEST_LOCK)


def _counted(door: FrontDoor, merchant: str, login: str) -> Account | None:
    with door.database.write() as session:
        now = door.at(session)
        tries = count_try(session, merchant, login, now, now - REMEMBERED)
        if tries is None:
            until = locked_until(session, merchant, login) or now
            raise LoginLocked(max(1, int((until - now).total_seconds()) + 1))
        wait = lock_after(tries)
        if wait:
            lock_login(session, merchant, login, now + wait, now - REMEMBERED)
        return account_with_login(session, merchant, login)


def _note_refused(door: FrontDoor, account: Account | None) -> None:
    """Only of people that there are: anybody may make up addresses, and the audit keeps everything."""
    if account is None:
        return
    with door.database.write() as session:
        done = audited("nobody", account.merchant, "user.login_refused", account.id, {}, door.now())
        door.tell(session, done)
