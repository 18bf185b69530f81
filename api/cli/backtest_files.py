"""The folder of a backtest: the page, its charts, and every order that would end otherwise."""

import csv
from pathlib import Path

import orjson

from api.cli.phrases import Language
from api.flipped_orders import COLUMNS, flipped_cell, flipped_values
from engine.workbench.backtest_words import WORDS
from engine.workbench.charts import CHARTS, charts
from engine.workbench.comparing.comparison import Comparison
from engine.workbench.comparing.document import About
from engine.workbench.comparing.order import Compared
from engine.workbench.report import page

SHOWN_FLIPS = 100


class Folder:
    """Flipped orders are written as they come; `close` writes the rest."""

    def __init__(self, path: Path, language: Language = Language.EN) -> None:
        path.mkdir(parents=True, exist_ok=True)
        self._path = path
        self._words = WORDS[language]
        self._first: list[Compared] = []
        self._lines = (path / "flips.jsonl").open("wb")
        self._sheet = (path / "flips.csv").open("w", encoding="utf-8-sig", newline="")
        self._rows = csv.writer(self._sheet)
        self._rows.writerow(COLUMNS)

    def add(self, order: Compared) -> None:
        """One order that would end otherwise."""
        values = flipped_values(order)
        self._lines.write(orjson.dumps(values, option=orjson.OPT_APPEND_NEWLINE))
        self._rows.writerow([flipped_cell(values[name]) for name in COLUMNS])
        if len(self._first) < SHOWN_FLIPS:
            self._first.append(order)

    def close(self, about: About, found: Comparison) -> None:
        """Charts and the page."""
        self._lines.close()
        self._sheet.close()
        for name in CHARTS:  # those of an earlier run would be taken for this one's
            for form in ("svg", "png"):
                (self._path / f"{name}.{form}").unlink(missing_ok=True)
        drawn = charts(found, self._words.charts)
        for chart in drawn:
            (self._path / f"{chart.name}.svg").write_text(chart.svg(), encoding="utf-8")
            (self._path / f"{chart.name}.png").write_bytes(chart.png())
        text = page(about, found, drawn, self._first, self._words)
        (self._path / "report.html").write_text(text, encoding="utf-8")
