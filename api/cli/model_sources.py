"""Where rows and labels of a model come from: files that are decided again, or what decisions kept in the database."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from pathlib import Path

from api.cli.failing import Wrong, fail, say
from api.cli.opening import Options, admission_of, file_of
from api.cli.progress import counting
from engine.anomaly.kept_label import KeptLabel
from engine.order.order import Order
from engine.training.history import decided
from engine.training.known import known_by, refuse_later
from engine.training.label_file import labels_in
from engine.training.rows import Vectors, vectors_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Files or the database, as written on the command line."""

    orders: Path | None = None
    labels: Path | None = None
    store: bool = False
    merchant: str = "main"
    rules: Path | None = None
    data: Path | None = None
    leave_out_later: bool = False

    def leaving_out_later(self) -> "Source":
        """The same, without what became known too late."""
        return replace(self, leave_out_later=True)


@dataclass(frozen=True, slots=True)
class Rows:
    """What was read, what was known of it at `as_of`, and how many records could not be read."""

    vectors: Vectors
    labels: Sequence[KeptLabel]
    as_of: datetime
    unread: int = 0


def rows_of(source: Source, as_of: datetime | None, since: datetime | None = None) -> Rows:
    """The rows. Without `as_of`, all that is known counts. Raises what training refuses."""
    if source.store == (source.orders is not None):
        fail(Wrong.WRONG_USE, "name one source: `--orders FILE` with `--labels FILE`, or `--store`")
    if source.store:
        from api.cli.model_rows import stored

        return stored(source.merchant, as_of, since)
    return _of_files(source, as_of)


def _of_files(source: Source, as_of: datetime | None) -> Rows:
    if source.orders is None:
        fail(Wrong.WRONG_USE, "name a file of orders with `--orders`")
    options = Options(file=source.orders, rules=source.rules, data=source.data)
    labels = _labels(source.labels)
    if as_of is not None and not source.leave_out_later:
        refuse_later(labels, as_of)  # told before the orders are decided, which takes a while
    orders, unread = orders_in(options)
    moment = as_of or _all_known(orders, labels)
    with counting("deciding", len(orders), quiet=False) as step:
        vectors = vectors_of(decided(orders, admission_of(options), labels, step), f"in {source.orders}")
    return Rows(vectors, known_by(labels, moment), moment, unread)


def _labels(path: Path | None) -> list[KeptLabel]:
    if path is None:
        return []
    with path.open(encoding="utf-8") as lines:
        return list(labels_in(lines))


def orders_in(options: Options) -> tuple[list[Order], int]:
    """The orders of a file, and how many records could not be read; their faults are told."""
    found, unread = {}, 0
    for record in file_of(options)():
        for fault in record.faults:
            say(f"{record.number}: {fault}")
        if record.order is None:
            unread += 1
        else:
            found[record.order.id] = record.order  # of two with one id the later counts, as at the desk
    return list(found.values()), unread


def _all_known(orders: Sequence[Order], labels: Sequence[KeptLabel]) -> datetime:
    """The first midnight, in UTC, after all that happened."""
    last = max((*(each.placed_at for each in orders), *(each.known_at for each in labels)), default=None)
    if last is None:
        return datetime(1970, 1, 1, tzinfo=UTC)  # there are no rows, which is told next
    return datetime.combine(date.fromordinal(last.astimezone(UTC).toordinal() + 1), time(), UTC)


def moment_of(text: str, option: str) -> datetime:
    """A day, which begins at midnight in UTC, or a moment with a zone."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        fail(
            Wrong.REFUSED,
            f"{option} {text}: write a day such as 2026-11-22, or a moment such as 2026-11-22T09:30:00+01:00",
        )
    if moment.tzinfo is None:
        if moment.time() != time():
            fail(Wrong.REFUSED, f"{option} {text}: the moment has no zone; end it with Z or an offset such as +08:00")
        return moment.replace(tzinfo=UTC)
    return moment


def maybe_moment(text: str | None, option: str) -> datetime | None:
    """The same of an option that may be left out."""
    return None if text is None else moment_of(text, option)
