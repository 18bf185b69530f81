"""The card of a model, and figures of later weeks, on a terminal."""

from collections.abc import Iterator, Sequence

from api.cli.columns import GAP, padded, table, width_of, wrapped
from engine.training.card import Card
from engine.training.card_rows import CardRows, command, figures, segment_columns, segments, tested_on
from engine.training.card_words import CardWords
from engine.training.measured import Measured

MOST_DRIFTED = 8
WIDTH = 100


def card_lines(card: Card, says: CardWords) -> Iterator[str]:
    """The whole card."""
    rows = CardRows(card, says)
    yield says.title.format(card.version)
    yield ""
    yield from named(rows.facts())
    yield ""
    yield says.labels
    yield from table(rows.states(), GAP)
    yield from (wrapped(line, WIDTH, GAP) for line in rows.remarks())
    for title, tallied in rows.tallies():
        yield ""
        yield title
        yield from table(tallied, GAP)
    yield ""
    if card.tested is None:
        yield says.untested
    else:
        yield from tested_lines(card.tested, says)
    yield ""
    yield says.percentiles
    yield from table(rows.percentiles(), GAP)
    yield ""
    yield says.reproduce_says
    yield f"{GAP}{command(card)}"


def tested_lines(tested: Measured, says: CardWords) -> Iterator[str]:
    """Figures of a test, part by part, and what has drifted most."""
    yield wrapped(tested_on(tested, says), WIDTH, "")
    yield ""
    head = (says.what_figures, *(says.models[model] for model in tested.models))
    yield from table([head, *((name, *values) for name, values in figures(tested, says))])
    for title, rows in segments(tested, says):
        yield ""
        columns = segment_columns(tested, says)
        yield from table([(title, *columns[1:]), *rows])
    yield ""
    drifted = sorted(tested.drift.items(), key=lambda each: (-each[1], each[0]))[:MOST_DRIFTED]
    head = (says.feature_columns[0], says.feature_columns[2])
    yield from table([head, *((name, f"{value:.3f}") for name, value in drifted)])


def named(rows: Sequence[tuple[str, str]]) -> Iterator[str]:
    """Names and values, both to the left."""
    width = max(width_of(name) for name, _ in rows)
    for name, value in rows:
        yield f"{padded(name, width)}{GAP}{value}"
