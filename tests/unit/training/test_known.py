"""What labels say of rows at a moment."""

from datetime import timedelta

import pytest

from engine.anomaly.kept_label import KeptLabel
from engine.training.known import LabelTerms, known, refuse_later
from engine.training.refusals import LaterLabels
from engine.training.rows import vectors_of
from tests.model_vectors import FIRST, a_kept, a_label

AS_OF = FIRST + timedelta(days=30)
TERMS = LabelTerms(mature_days=7)
FRIENDLY = a_label(kind="friendly_fraud")


@pytest.mark.parametrize(
    ("labels", "day", "outcome", "state"),
    [
        ([a_label()], 0, "admit", "fraud"),
        ([a_label(kind="chargeback")], 0, "admit", "fraud"),
        ([a_label(kind="legitimate"), a_label(kind="chargeback")], 0, "admit", "fraud"),
        ([a_label(kind="legitimate")], 0, "admit", "honest"),
        ([a_label(kind="legitimate", day=29.5)], 29, "admit", "too_young"),
        ([a_label(day=29.5)], 29, "admit", "too_young"),
        ([], 29, "cancel", "too_young"),
        ([], 0, "admit", "assumed_honest"),
        ([], 23, "admit", "assumed_honest"),
        ([], 23.1, "admit", "too_young"),
        ([a_label(day=31)], 0, "admit", "assumed_honest"),
        ([a_label(day=30)], 0, "admit", "fraud"),
        ([FRIENDLY], 0, "admit", "unclear"),
        ([], 0, "cancel", "refused"),
        ([a_label()], 0, "cancel", "fraud"),
        ([a_label(order_id="other")], 0, "admit", "assumed_honest"),
    ],
)
def test_known_when_labels_are_such_then_the_row_counts_as(
    labels: list[KeptLabel], day: float, outcome: str, state: str
) -> None:
    counts = known(vectors_of([a_kept(day=day, outcome=outcome)]), labels, AS_OF, TERMS).counts
    assert getattr(counts, state) == 1


def test_known_when_friendly_fraud_shall_count_then_is_fraud() -> None:
    found = known(vectors_of([a_kept()]), [FRIENDLY], AS_OF, LabelTerms(friendly_is_fraud=True))
    assert found.fraud.tolist() == [True]


def test_known_when_an_order_was_let_through_then_its_silence_says_that_it_was_honest() -> None:
    found = known(vectors_of([a_kept(outcome="cancel", let_through=True)]), [], AS_OF, TERMS)
    assert found.counts.assumed_honest == 1


def test_known_when_nothing_can_be_said_then_the_row_is_not_usable() -> None:
    rows = vectors_of([a_kept("A-1"), a_kept("A-2", 29), a_kept("A-3", outcome="cancel")])
    found = known(rows, [a_label("A-1")], AS_OF, TERMS)
    assert found.usable.tolist() == [True, False, False]


def test_counts_when_labels_have_sources_then_are_told_with_their_delay() -> None:
    counts = known(vectors_of([a_kept()]), [a_label(day=2), a_label(day=5, source="bank")], AS_OF, TERMS).counts
    assert counts.by_source == {"analyst": 1, "bank": 1}
    assert counts.median_days == 2


def test_later_labels_when_there_are_some_then_are_refused_with_what_to_do() -> None:
    with pytest.raises(LaterLabels, match=r"2 labels .*leave them out"):
        refuse_later([a_label(day=31), a_label(day=32), a_label(day=1)], AS_OF)


def test_later_labels_when_all_were_known_then_pass() -> None:
    refuse_later([a_label(day=30)], AS_OF)
