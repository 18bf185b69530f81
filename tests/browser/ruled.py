"""A service whose rule book stands in its database, as the screens of the rule book need it."""

import re
from collections.abc import Mapping
from dataclasses import replace

from engine.bundled import data_folder, rules_folder
from engine.desk.backtest_steps import backtest_handlers, plan_backtest
from engine.desk.desk import Caller, Desk
from engine.desk.edition_files import Files, data_files, rule_files
from engine.desk.editions import Editions
from engine.desk.proposals import begin
from engine.desk.rule_running import rule_run_handlers
from engine.store.rule_hits import Hit, add_hits
from engine.store.worker import Worker
from tests.http.conftest import Service


def a_stored_rule_book(service: Service, rules: Files | None = None) -> None:
    """Puts a rule book in force, stored: these files, or the project's own."""
    old = service.app.state.services
    desk: Desk = replace(old.desk, editions=Editions(service.database, service.clock, service.ids))
    service.app.state.services = replace(old, desk=desk)
    files = rule_files(rules_folder()) if rules is None else rules
    begin(desk, Caller(merchant="main", name="first"), files, data_files(data_folder()), "the first")


def work_on_rules(service: Service) -> None:
    """Does all runs that are due."""
    desk: Desk = service.app.state.services.desk
    handlers = {**rule_run_handlers(desk, {"backtest": plan_backtest}), **backtest_handlers(desk)}
    worker = Worker(service.database, handlers, "tests", luck=lambda: 0.5)
    while worker.run_once():
        pass


def a_change_of_rules(service: Service) -> Mapping[str, str]:
    """A draft with another threshold, tried on all orders, tested and proposed; answers the ids that pages name."""
    draft = "/v1/rules/drafts/stricter"
    service.call("POST", "/v1/rules/drafts", {"name": "stricter"})
    text = service.get(f"{draft}/files?path=params.yaml").json()["content"]
    stricter = re.sub(r"(fraud\.high_value:.*?value: )\d+", r"\g<1>2500", text, count=1, flags=re.DOTALL)
    assert stricter != text
    file = {"path": "params.yaml", "content": stricter}
    assert service.call("PUT", f"{draft}/files", file, headers={"If-Match": '"1"'}).status_code == 200
    backtest = service.call("POST", "/v1/rules/backtests", {"draft": "stricter"}).json()["id"]
    service.call("POST", f"{draft}/tests", {"rule": "FRD-011"})
    proposed = service.call("POST", "/v1/rules/proposals", {"draft": "stricter", "note": "fraud has become cheaper"})
    work_on_rules(service)
    run = service.get(proposed.headers["location"]).json()
    return {"rule": "FRD-011", "backtest": backtest, "proposal": run["answer"]["proposal"]}


def a_trial(service: Service, order_id: str) -> str:
    """A rule that met an order while it was in shadow; answers its id."""
    order = service.get(f"/v1/orders/{order_id}").json()
    hit = Hit(
        merchant="main", decision=order["decision_id"], rule="FRD-012", version=1, status="shadow", verdict="cancel",
        outcome=order["outcome"], order_id=order_id, decided_at=service.clock.now(), cause="received", is_new=True,
    )  # fmt: skip
    with service.database.write() as session:
        add_hits(session, [hit])
    return hit.rule
