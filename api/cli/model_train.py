"""`clearway model train`: rows, labels and terms -> an artefact with its card."""

import sys
from dataclasses import dataclass
from pathlib import Path

from api.cli.card_text import named, tested_lines
from api.cli.failing import Exit, say
from api.cli.model_files import card_of, write
from api.cli.model_folder import CARD, CONTENT
from api.cli.model_sources import Rows, Source, maybe_moment, moment_of, rows_of
from api.cli.model_words import TEXTS
from api.cli.phrases import Language
from api.cli.progress import waiting
from engine.counted import filled
from engine.training.card import Card, Terms
from engine.training.card_rows import CardRows
from engine.training.card_words import WORDS
from engine.training.known import LabelTerms
from engine.training.making import Trained, again, train
from engine.training.splits import random_split

BY_TIME = "time"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What shall be trained, as written on the command line."""

    as_of: str | None
    since: str | None
    seed: int
    mature_days: float
    friendly: bool
    least_rows: int
    test_days: int
    budget: float
    split: str
    from_card: Path | None
    out: Path


def run(source: Source, asked: Asked, language: Language) -> Exit:
    """Trains and writes; tells how good the model is. Raises what training refuses."""
    if asked.split != BY_TIME:
        random_split()
    made, rows = _again(source, asked.from_card) if asked.from_card is not None else _new(source, asked)
    write(asked.out, made)
    for line in _told(made.card, asked, language):
        sys.stdout.write(f"{line}\n")
    if rows.unread:
        say(filled(TEXTS[language].unread, rows.unread))
    return Exit.SOME_BAD if rows.unread else Exit.DONE


def _new(source: Source, asked: Asked) -> tuple[Trained, Rows]:
    since = maybe_moment(asked.since, "--since")
    rows = rows_of(source, maybe_moment(asked.as_of, "--as-of"), since)
    terms = Terms(
        as_of=rows.as_of.isoformat(),
        seed=asked.seed,
        labels=LabelTerms(mature_days=asked.mature_days, friendly_is_fraud=asked.friendly),
        since=None if since is None else since.isoformat(),
        least_rows=asked.least_rows,
        test_days=asked.test_days,
        budget=asked.budget,
        stored=source.store,
    )
    with waiting("fitting"):
        return train(rows.vectors, rows.labels, terms), rows


def _again(source: Source, path: Path) -> tuple[Trained, Rows]:
    """The model of a card; what became known since does not matter to it."""
    card = card_of(path)
    as_of = moment_of(card.terms.as_of, "as_of of the card")
    since = maybe_moment(card.terms.since, "since of the card")
    rows = rows_of(source.leaving_out_later(), as_of, since)
    with waiting("fitting"):
        return again(card, rows.vectors, rows.labels), rows


def _told(card: Card, asked: Asked, language: Language) -> list[str]:
    says, texts = WORDS[language], TEXTS[language]
    lines = [says.title.format(card.version), "", *named(CardRows(card, says).facts()), ""]
    lines += tested_lines(card.tested, says) if card.tested is not None else [says.untested]
    return [*lines, "", texts.written.format(asked.out / CONTENT, asked.out / CARD)]
