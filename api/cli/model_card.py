"""`clearway model card`: what a model was made of and how good it is, as text and as a page."""

import sys
from pathlib import Path

from api.cli.card_text import card_lines
from api.cli.failing import Exit, say
from api.cli.model_files import card_of, draw
from api.cli.model_words import TEXTS
from api.cli.phrases import Language
from engine.training.card_words import WORDS


def run(file: Path, page: Path | None, charts: Path | None, language: Language) -> Exit:
    """Shows the card; writes a page and pictures when they are asked for. Raises CardRefused."""
    card, says = card_of(file), WORDS[language]
    sys.stdout.write("".join(f"{line}\n" for line in card_lines(card, says)))
    for path in draw(card, page, charts, says):
        say(TEXTS[language].drawn.format(path))
    return Exit.DONE
