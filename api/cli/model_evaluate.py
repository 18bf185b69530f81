"""`clearway model evaluate`: a model on weeks that came after it."""

import sys
from dataclasses import dataclass, replace
from pathlib import Path

from api.cli.card_text import tested_lines
from api.cli.failing import Exit, Wrong, fail, say
from api.cli.model_files import artefact_of, card_of, draw
from api.cli.model_sources import Source, maybe_moment, moment_of, rows_of
from api.cli.model_words import TEXTS
from api.cli.phrases import Language
from engine.counted import filled
from engine.training.card_words import WORDS
from engine.training.evaluating import Weeks, evaluated, refuse_seen
from engine.training.strict_json import text_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which model on which weeks, as written on the command line."""

    folder: Path
    since: str
    until: str
    as_of: str | None
    as_json: bool
    page: Path | None
    charts: Path | None


def run(source: Source, asked: Asked, language: Language) -> Exit:
    """Judges the model and tells how good it was. Raises what training refuses, and ArtefactRefused."""
    since, until = moment_of(asked.since, "--from"), moment_of(asked.until, "--until")
    if until <= since:
        fail(Wrong.REFUSED, f"--until {asked.until}: name a day after --from {asked.since}")
    card = card_of(asked.folder)
    artefact = artefact_of(asked.folder, card)
    refuse_seen(card, since)  # told before orders are decided, which takes a while
    rows = rows_of(source, maybe_moment(asked.as_of, "--as-of"))
    weeks = Weeks(since=since, until=until, as_of=rows.as_of)
    tested = evaluated(artefact, card, rows.vectors, rows.labels, weeks)
    says = WORDS[language]
    written = draw(replace(card, tested=tested), asked.page, asked.charts, says)
    if asked.as_json:
        sys.stdout.write(text_of(tested))
    else:
        sys.stdout.write("".join(f"{line}\n" for line in (says.title.format(card.version), "",
                                                          *tested_lines(tested, says))))  # fmt: skip
    for path in written:
        say(TEXTS[language].drawn.format(path))
    if rows.unread:
        say(filled(TEXTS[language].unread, rows.unread))
    return Exit.SOME_BAD if rows.unread else Exit.DONE
