"""The card of a model, and figures of later weeks, on a terminal."""

from collections.abc import Iterable, Iterator, Sequence

from api.cli.columns import padded, width_of, wrapped
from engine.training.card import Card
from engine.training.card_rows import CardRows, Row, command, figures, segment_columns, segments, tested_on
from engine.training.card_words import CardWords
from engine.training.measured import Measured

MOST_DRIFTED = 8
WIDTH = 100


def card_lines(card: Card, says: CardWords) -> Iterator[str]:
    """The whole card."""
    rows = CardRows(card, says)
    yield says.title.format(card.version)
    yield ""
    yield from table(rows.facts())
    yield ""
    yield says.labels
    yield from _indented(_right(rows.states()))
    yield from (wrapped(line, WIDTH, "  ") for line in rows.remarks())
    for title, tallied in rows.tallies():
        yield ""
        yield title
        yield from _indented(_right(tallied))
    yield ""
    if card.tested is None:
        yield says.untested
    else:
        yield from tested_lines(card.tested, says)
    yield ""
    yield says.percentiles
    yield from _indented(_right(rows.percentiles()))
    yield ""
    yield says.reproduce_says
    yield f"  {command(card)}"


def tested_lines(tested: Measured, says: CardWords) -> Iterator[str]:
    """Figures of a test, part by part, and what has drifted most."""
    yield wrapped(tested_on(tested, says), WIDTH, "")
    yield ""
    head = (says.what_figures, *(says.models[model] for model in tested.models))
    yield from _right([head, *((name, *values) for name, values in figures(tested, says))])
    for title, rows in segments(tested, says):
        yield ""
        columns = segment_columns(tested, says)
        yield from _right([(title, *columns[1:]), *rows])
    yield ""
    drifted = sorted(tested.drift.items(), key=lambda each: (-each[1], each[0]))[:MOST_DRIFTED]
    head = (says.feature_columns[0], says.feature_columns[2])
    yield from _right([head, *((name, f"{value:.3f}") for name, value in drifted)])


def table(rows: Sequence[tuple[str, str]]) -> Iterator[str]:
    """Names and values, both to the left."""
    width = max(width_of(name) for name, _ in rows)
    for name, value in rows:
        yield f"{padded(name, width)}  {value}"


def _right(rows: Sequence[Row]) -> Iterator[str]:
    """A table with its first column to the left, all others to the right."""
    if not rows:
        return
    widths = [max(width_of(row[at]) for row in rows) for at in range(len(rows[0]))]
    for row in rows:
        rest = (" " * (width - width_of(cell)) + cell for cell, width in zip(row[1:], widths[1:], strict=True))
        yield "  ".join((padded(row[0], widths[0]), *rest))


def _indented(lines: Iterable[str]) -> Iterator[str]:
    yield from (f"  {line}" for line in lines)
