"""A service whose rule book stands in its database: a small one, published by ana; keys are people here."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

from httpx2 import Response

from api.access.keyring import KeyWanted
from api.access.scopes import Scope
from engine.desk.backtest_steps import backtest_handlers, plan_backtest
from engine.desk.desk import Caller, Desk
from engine.desk.edition_files import Files
from engine.desk.editions import Editions
from engine.desk.proposals import begin
from engine.desk.rule_running import rule_run_handlers
from engine.store.api_keys import LOCAL
from engine.store.database import Database
from engine.store.handling import Outside
from engine.store.worker import Worker
from tests.http.conftest import Service, a_service
from tests.published_desk import _DATA
from tests.small_editions import small_files

PEOPLE = ("ana", "ben")


@dataclass
class RuleDesk:
    """The service, its desk, and a key for each person."""

    service: Service
    desk: Desk
    keys: Mapping[str, str]

    def call(
        self, method: str, path: str, body: object = None, *, by: str = "ana", headers: Mapping[str, str] | None = None
    ) -> Response:
        """A request of a person."""
        return self.service.call(method, path, body, key=self.keys[by], headers=headers)

    def get(self, path: str, *, by: str = "ana") -> Response:
        """Reads."""
        return self.call("GET", path, by=by)

    def work(self, *, only_plans: bool = False) -> None:
        """Does all runs that are due; of backtests only the plan, if asked for."""
        steps = {} if only_plans else backtest_handlers(self.desk)
        handlers = {**rule_run_handlers(self.desk, {"backtest": plan_backtest}), **steps}
        assert all(isinstance(each, Outside) for each in handlers.values())
        worker = Worker(self.desk.database, handlers, "tests", luck=lambda: 0.5)
        while worker.run_once():
            pass

    def ran(self, response: Response) -> dict[str, object]:
        """What came of a run that was accepted."""
        assert response.status_code == 202, response.text
        self.work()
        found: dict[str, object] = self.get(response.headers["location"]).json()
        return found

    def give_keys(self, maker: str, *names: str) -> None:
        """Keys of these names, all made by one person."""
        self.keys = {**self.keys, **{name: a_key(self.service, name, created_by=maker) for name in names}}


@contextmanager
def a_rule_desk(database: Database, rules: Files | None = None) -> Iterator[RuleDesk]:
    """With this small rule book in force."""
    with a_service(database) as service:
        old = service.app.state.services
        desk: Desk = replace(old.desk, editions=Editions(database, service.clock, service.ids))
        service.app.state.services = replace(old, desk=desk)
        data = {path: file.read_bytes() for path, file in _DATA.items()}
        begin(desk, Caller(merchant="main", name="ana"), rules or small_files(), data, "the first")
        yield RuleDesk(service, desk, {name: a_key(service, name) for name in PEOPLE})


def a_key(service: Service, name: str, scopes: Sequence[Scope] = tuple(Scope), created_by: str = LOCAL) -> str:
    """A key under a name, perhaps made by a person."""
    wanted = KeyWanted(name=name, merchant="main", scopes=frozenset(scopes), created_by=created_by)
    key, token = service.keyring.create(wanted, service.ids)
    service.tokens[key.id] = token.text
    return key.id
