"""What models said of an order, taken out of its JSON by the database itself, so that no row is read to count it.

The JSON is that of `engine.record.said_in`: what the champion said, and within it what the challenger said beside it.
"""

from sqlalchemy import JSON, ColumnElement, Double, and_, bindparam, case, cast, exists, func

from engine.record import LET_THROUGH
from engine.store.tables import DECISION

CHAMPION, CHALLENGER = ("model", "detail"), ("model", "detail", "challenger")
SCORE, PERCENTILE, PROBABILITY = ("anomaly", "score"), ("anomaly", "percentile"), ("fraud", "probability")
REFUSED = "cancel"
_D, _EARLIER = DECISION.c, DECISION.alias("earlier")
# To ask for the first number before looking for earlier ones would spare SQLite a little, and cost PostgreSQL its plan.
FIRST = ~exists().where(
    _EARLIER.c.order_id == _D.order_id, _EARLIER.c.version == _D.version, _EARLIER.c.number < _D.number
)


def version_of(dialect: str, whose: tuple[str, ...]) -> ColumnElement[str]:
    """The digest of the model that had this role; null where none had."""
    return _text(dialect, (*whose, "version"))


def number_of(dialect: str, whose: tuple[str, ...], which: tuple[str, ...]) -> ColumnElement[float]:
    """A number that the model of this role said; null where it said none."""
    return cast(_text(dialect, (*whose, *which)), Double)


def is_honest(dialect: str) -> ColumnElement[int]:
    """1 where an order that nobody labelled counts as honest: it is as old as `mature`, and was not refused, unless
    chance let it pass."""
    had_its_chance = (_D.outcome != REFUSED) | _text(dialect, (LET_THROUGH,)).is_not(None)
    return case((and_(_D.placed_at <= bindparam("mature"), had_its_chance), 1), else_=0)


def first_said() -> ColumnElement[bool]:
    """The first decision of each version of a merchant's orders that a model was asked about, placed from `since` on
    and decided from `decided_since` up to `before`: the same as `scored_orders` reads."""
    return and_(
        _D.merchant_id == bindparam("merchant"),
        _D.placed_at >= bindparam("since"),
        _D.placed_at <= bindparam("before"),
        _D.decided_at >= bindparam("decided_since"),
        _D.decided_at <= bindparam("before"),
        _D.said.is_not(None),
        FIRST,
    )


def _text(dialect: str, path: tuple[str, ...]) -> ColumnElement[str]:
    if dialect == "sqlite":
        return func.json_extract(_D.said, ".".join(("$", *path)))
    return func.json_extract_path_text(cast(_D.said, JSON), *path)
