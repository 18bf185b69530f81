"""The people of the demonstration, and their password, which is this installation's own."""

from dataclasses import replace

from api.access.front_door import FrontDoor
from api.access.people import new_person
from api.demo_shop.names import DEMO, FIGURES
from engine.store.accounts import ACTIVE, RoleGrant, accounts_after, add_account
from engine.store.sessions import ReadSession
from engine.store.vault import Vault

BY = "demonstration"
GROUPS, LETTERS = 4, 4


def password_of(secret: bytes) -> str:
    """Four groups of hexadecimal digits that follow from the installation's secret, and tell nothing of it."""
    digits = Vault(secret).derived("password of the demonstration").hex()
    return "-".join(digits[place * LETTERS : (place + 1) * LETTERS] for place in range(GROUPS))


def let_in(door: FrontDoor, secret: bytes) -> None:
    """Makes the accounts of all of them."""
    hashed = door.passwords.hash(password_of(secret))
    for figure in FIGURES:
        made = new_person(door, DEMO, BY, figure.name, figure.email)
        account = replace(made, roles=(RoleGrant(role=figure.role),), password=hashed, state=ACTIVE)
        with door.database.write() as session:
            add_account(session, account)


def is_there(session: ReadSession) -> bool:
    """Whether anybody of the demonstration may come in."""
    return bool(accounts_after(session, DEMO, 1, ""))
