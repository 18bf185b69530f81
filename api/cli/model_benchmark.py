"""`clearway model benchmark`: reads a table and its mapping, and prints what the models are worth on it."""

import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from api.cli.failing import Exit, Wrong, fail, say
from engine.counted import Counted
from engine.training.benchmark import Result, Say, built, report
from engine.training.benchmark import run as judged
from engine.training.contestants import Model
from engine.training.event_table import read_events, write_scores
from engine.training.mapping import mapping_schema, read_mapping


def run(file: Path, mapping_file: Path, names: str | None, scores: Path | None, *, quiet: bool) -> Exit:
    """Prints the report as JSON on standard output and progress on standard error."""
    mapping = read_mapping(str(mapping_file), mapping_file.read_text("utf-8"))
    models = _chosen(names)
    tell = _unheard if quiet else _timed()
    tell(f"reading {file}")
    events = read_events(file, mapping)
    tell(f"counting windows of {Counted(len(events.times)):,# row|,# rows}")
    table = built(events, mapping)
    results = judged(table, mapping, models, tell)
    if scores is not None:
        _write(scores, results)
    sys.stdout.write(json.dumps(report(table, mapping, results), indent=1, allow_nan=False) + "\n")
    return Exit.DONE


def schema_text() -> str:
    """The schema of a mapping as it stands in a file."""
    return json.dumps(mapping_schema(), indent=1) + "\n"


def _chosen(names: str | None) -> tuple[Model, ...]:
    if names is None:
        return tuple(Model)
    asked = [each.strip() for each in names.split(",") if each.strip()]
    known = {str(each): each for each in Model}
    for each in asked:
        if each not in known:
            fail(Wrong.NOT_FOUND, f"there is no model `{each}`; use some of: {', '.join(known)}")
    return tuple(known[each] for each in dict.fromkeys(asked)) or tuple(Model)


def _write(path: Path, results: Sequence[Result]) -> None:
    """A row for each tested row, model and test; `row` counts from 0 in the table after repeated ids have left it."""
    fitted = [(each, each.scored) for each in results if each.scored is not None]
    unknown = [np.full(len(scored.score), np.nan) for _, scored in fitted]
    write_scores(path, {
        "row": np.concatenate([each.trial.tested for each, _ in fitted]),
        "test_from": np.repeat([each.trial.fold.test.start for each, _ in fitted], [len(each) for each in unknown]),
        "model": np.repeat([str(each.model) for each, _ in fitted], [len(each) for each in unknown]),
        "score": np.concatenate([scored.score for _, scored in fitted]),
        "probability": np.concatenate(
            [gap if scored.probability is None else scored.probability
             for (_, scored), gap in zip(fitted, unknown, strict=True)]
        ),
    })  # fmt: skip


def _unheard(_text: str) -> None:
    """Nobody listens."""


def _timed() -> Say:
    start = time.monotonic()

    def tell(text: str) -> None:
        say(f"{time.monotonic() - start:6.1f} s  {text}")

    return tell
