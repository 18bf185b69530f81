"""Who works on the installation's own database at the command line, for which merchant, and on which order."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from api.cli.failing import Exit, Wrong, fail
from api.cli.phrases import Language
from api.composition.house import House, open_house
from engine.desk.desk import Caller
from engine.errors import ClearwayError
from engine.ids import Prefix
from engine.settings import Settings
from engine.store.decision_rows import current_of, listed
from engine.store.sessions import ReadSession
from fulfillment.errors import NotFound
from fulfillment.site import Occasion

_ORDER = re.compile(f"{Prefix.ORDER}_[0-9a-f]{{32}}")
MOST_NAMED = 5


@dataclass(frozen=True, slots=True)
class Clerk:
    """Whose orders are worked on, the name that history and audit show, and the language that they read."""

    merchant: str
    name: str
    language: Language = Language.EN

    @property
    def caller(self) -> Caller:
        """As the desk knows them."""
        return Caller(merchant=self.merchant, name=self.name)

    def occasion(self, house: House, order_id: str) -> Occasion:
        """Now, about an order."""
        return Occasion(merchant=self.merchant, order_id=order_id, now=house.clock.now(), actor=self.name)


@contextmanager
def at_home() -> Iterator[House]:
    """The installation that the settings name; made when it is not there yet."""
    with open_house(Settings()) as house:
        yield house


def order_id_of(session: ReadSession, clerk: Clerk, named: str) -> str:
    """The id of an order that is named by it or by the merchant's own. Ends the command when there is not just one."""
    if _ORDER.fullmatch(named) is not None:
        if current_of(session, clerk.merchant, named) is None:
            fail(Wrong.NOT_FOUND, _unknown(named), Exit.SOME_BAD)
        return named
    found = listed(session, clerk.merchant, MOST_NAMED, ref=named)
    if not found:
        fail(Wrong.NOT_FOUND, _unknown(named), Exit.SOME_BAD)
    if len(found) > 1:
        shops = "; ".join(f"{each.order_id} of {each.shop or each.channel}" for each in found)
        fail(Wrong.SEVERAL, f"several orders are called {named}, name one by its id: {shops}", Exit.SOME_BAD)
    return found[0].order_id


@contextmanager
def told_if_new(session: ReadSession, clerk: Clerk, order_id: str) -> Iterator[None]:
    """Says what to do about an order that no worker has taken over yet."""
    try:
        yield
    except NotFound as error:
        if error.what != "order" or current_of(session, clerk.merchant, order_id) is None:
            raise
        raise NotTakenOver from error


class NotTakenOver(ClearwayError):
    """the order waits for a worker; let `clearway serve` run, or run `clearway worker --once`"""

    code = "not_taken_over"


def _unknown(named: str) -> str:
    return f"there is no order {named}; see `clearway order list`"
