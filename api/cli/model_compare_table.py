"""An event table with its mapping -> cases to compare on."""

from datetime import datetime

from api.cli.failing import Wrong, fail, say
from api.cli.model_compare import Asked, Gathered
from engine.clock import moment
from engine.counted import counted
from engine.training.benchmark import Built, built
from engine.training.comparing_document import Compared
from engine.training.comparing_tables import table_cases
from engine.training.event_table import read_events, words_of
from engine.training.mapping import read_mapping
from engine.training.table_rules import BUNDLED, TableRule

ONLY_ORDERS = ("labels", "folder", "since", "rules", "data")


def gathered_of_table(asked: Asked, made_at: datetime) -> Gathered:
    """Reads the table, builds its features, and scores the weeks that the mapping tests."""
    if asked.table is None or asked.mapping is None:
        fail(Wrong.WRONG_USE, "name the mapping of the table with `--mapping FILE`")
    if any(getattr(asked, name) is not None for name in ONLY_ORDERS):
        fail(
            Wrong.WRONG_USE,
            "a table brings its labels, and its mapping says what is tested; leave out what is meant for orders",
        )
    mapping = read_mapping(str(asked.mapping), asked.mapping.read_text("utf-8"))
    scheme = [] if asked.scheme is None else words_of(asked.table, asked.scheme, mapping)
    say(f"reading {asked.table}")
    table = built(read_events(asked.table, mapping), mapping)
    cases = table_cases(table, mapping, scheme, say)
    return Gathered(cases, _about(asked, table, mapping.rules, sorted(cases.models), made_at))


def _about(
    asked: Asked, table: Built, rules: tuple[TableRule, ...] | None, models: list[str], made_at: datetime
) -> Compared:
    folds = table.folds
    known = {"forest": "isolation forest without labels", "classifier": "classifier of each test's own fit"}
    return Compared(
        data=asked.table.name if asked.table is not None else "",
        rules=f"{counted(len(BUNDLED), 'bundled condition', 'bundled conditions')}, which read no label"
        if rules is None
        else f"{len(rules)} of the mapping",
        models={name: known[name] for name in models},
        trained=", ".join(f"{_day(each.train.start)} / {_day(each.train.end)}" for each in folds),
        tested=", ".join(f"{_day(each.test.start)} / {_day(each.test.end)}" for each in folds),
        currency="",
        is_simulated=False,
        made_at=made_at,
    )


def _day(time: int) -> str:
    return moment(time).date().isoformat()
