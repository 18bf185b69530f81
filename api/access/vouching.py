"""Whoever an identity provider vouches for comes in, with the roles that it says they have."""

from dataclasses import replace

from api.access.errors import PersonRefused, ProviderRefused
from api.access.front_door import FrontDoor
from api.access.people import new_person
from api.access.providers import Provider, Vouched
from api.access.sessions import Begun
from engine.desk.auditing import audited
from engine.store.accounts import (
    ACTIVE,
    DISABLED,
    Account,
    RoleGrant,
    account_with_login,
    account_with_subject,
    add_account,
    is_named,
    note_seen,
    save_account,
)
from engine.store.sessions import WriteSession
from engine.store.sign_ins import drop_links, end_sign_ins

BY = "identity provider"
MOST_NAMESAKES = 100


def let_in(door: FrontDoor, provider: Provider, vouched: Vouched) -> Begun:
    """A session of somebody known, or of somebody new whose address is verified. Raises ProviderRefused.

    Roles are the provider's: what it does not name any more is gone at the next login.
    """
    if not vouched.roles:
        raise ProviderRefused("the identity provider names no role that means anything here; see CLEARWAY_OIDC_ROLES")
    merchant, now = provider.terms.merchant, door.now()
    subject = door.seal.digest(f"subject\0{provider.terms.issuer}\0{vouched.subject}")
    roles = tuple(RoleGrant(role=each) for each in vouched.roles)
    with door.database.write() as session:
        before = _known(door, session, merchant, subject, vouched)
        if before is not None and before.state == DISABLED:
            raise ProviderRefused("this person may not come in any more; ask an admin")
        if before is None:
            account = _new(door, session, merchant, subject, vouched, roles)
        else:
            account = _renewed(door, session, before, subject, roles)
        note_seen(session, account.id, now)
        begun = door.sessions.begin(session, account, door.ids)
        told = {"by": "identity provider", "roles": [each.role for each in roles]}
        door.tell(session, audited(account.name, merchant, "user.logged_in", account.id, told, now))
    door.sessions.forget(account.id)
    return begun


def _known(door: FrontDoor, session: WriteSession, merchant: str, subject: str, vouched: Vouched) -> Account | None:
    found = account_with_subject(session, merchant, subject)
    if found is None and vouched.email is not None:
        found = account_with_login(session, merchant, door.login(vouched.email))
        if found is not None and found.subject is not None:
            raise ProviderRefused("the address is somebody else's")
    return found


def _new(
    door: FrontDoor,
    session: WriteSession,
    merchant: str,
    subject: str,
    vouched: Vouched,
    roles: tuple[RoleGrant, ...],
) -> Account:
    if vouched.email is None:
        raise ProviderRefused("the identity provider has not verified the e-mail address")
    for number in range(1, MOST_NAMESAKES):
        name = vouched.name if number == 1 else f"{vouched.name} {number}"
        try:
            made = new_person(door, merchant, BY, name, vouched.email)
        except PersonRefused as refused:
            raise ProviderRefused(str(refused)) from refused
        if not is_named(session, merchant, made.known_as):
            account = replace(made, subject=subject, state=ACTIVE, roles=roles)
            add_account(session, account)
            return account
    raise ProviderRefused("too many people have this name")


def _renewed(
    door: FrontDoor, session: WriteSession, before: Account, subject: str, roles: tuple[RoleGrant, ...]
) -> Account:
    after = replace(before, subject=subject, state=ACTIVE, roles=roles)
    if after == before:
        return before
    after = replace(after, version=before.version + 1)
    if not save_account(session, after, before.version):
        raise ProviderRefused("somebody changed this person at the same moment; try again")
    end_sign_ins(session, after.id, door.now(), "roles_changed")
    drop_links(session, after.merchant, after.id)
    return after
