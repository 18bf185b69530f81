"""Pages: a model's card, and a comparison of rules and models. Each is one HTML file with its style and pictures
inside, without script, that asks for nothing else."""

from collections.abc import Sequence
from functools import partial

from engine.training.card import Card
from engine.training.card_rows import CardRows, command, figures, segment_columns, segments, tested_on
from engine.training.card_words import ENGLISH, CardWords, ChartWords
from engine.training.comparing import Comparison
from engine.training.comparing_document import Compared, document, parts_of
from engine.training.comparing_words import ENGLISH as COMPARING_ENGLISH
from engine.training.comparing_words import ComparingChartWords, ComparingWords
from engine.workbench.charts import Chart
from engine.workbench.frame import environment_of
from engine.workbench.report import count, euros, pictures_of

OWN = "engine.training"
TEMPLATE, COMPARISON = "card.html", "comparison.html"
SHOWN = ("precision_recall", "calibration", "scores_anomaly", "scores_fraud")  # drift stands beside the features


def page(card: Card, drawn: Sequence[Chart[ChartWords]], says: CardWords = ENGLISH) -> str:
    """The page, with charts that were drawn in its language."""
    rows, tested = CardRows(card, says), card.tested
    return (
        environment_of(OWN)
        .get_template(TEMPLATE)
        .render(
            says=says,
            card=card,
            facts=rows.facts(),
            states=rows.states(),
            remarks=rows.remarks(),
            tallies=rows.tallies(),
            tested_on="" if tested is None else tested_on(tested, says),
            figures=() if tested is None else tuple(figures(tested, says)),
            segments=() if tested is None else tuple(segments(tested, says)),
            segment_columns=() if tested is None else segment_columns(tested, says),
            features=rows.features(),
            percentiles=rows.percentiles(),
            parameters=rows.parameters(),
            command=command(card),
            pictures=pictures_of(drawn),
            shown=SHOWN,
        )
    )


def comparison_page(
    about: Compared,
    found: Comparison,
    drawn: Sequence[Chart[ComparingChartWords]],
    says: ComparingWords = COMPARING_ENGLISH,
) -> str:
    """The page of a comparison, with charts that were drawn in its language."""
    environment = environment_of(OWN)
    environment.filters |= {"count": count, "money": partial(_money, currency=about.currency)}
    return environment.get_template(COMPARISON).render(
        says=says,
        about=about,
        found=found,
        told=document(about, found),
        parts_of=parts_of,
        pictures=pictures_of(drawn),
    )


def _money(minor: int, currency: str) -> str:
    return f"{euros(minor)} {currency}".rstrip()
