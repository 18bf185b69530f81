"""Models of planted anomalies: found, made again bit for bit, and refused where a figure would mean nothing."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from functools import cache

import pytest

from engine.anomaly.kept_label import KeptLabel
from engine.anomaly.packing import unpack
from engine.anomaly.scorer import answered
from engine.anomaly.scoring import Scoring
from engine.training.card import read_card
from engine.training.errors import SplitRefused
from engine.training.evaluating import Weeks, evaluated
from engine.training.known import known_by
from engine.training.making import Trained, again, train
from engine.training.refusals import CardChanged, LaterLabels, NoRows, RefitDiffers, RowsDiffer, TooFewOrders
from engine.training.rows import Vectors
from tests.model_vectors import AS_OF, FIRST, PLANTED, some_history, terms

FEW = 20  # frauds: the forest alone


@cache
def history(frauds: int = 300) -> tuple[Vectors, Sequence[KeptLabel]]:
    return some_history(3000, frauds)


@cache
def made(frauds: int = 300) -> Trained:
    return train(*history(frauds), terms())


@pytest.mark.parametrize(("frauds", "kind"), [(FEW, "none"), (120, "linear"), (300, "boosting")])
def test_train_when_so_many_frauds_are_known_then_the_classifier_is(frauds: int, kind: str) -> None:
    card = made(frauds).card
    assert card.made.classifier == kind
    assert (card.parameters.keys() - {"forest"}) == ({kind} - {"none"})


def test_train_when_frauds_stand_out_then_both_models_find_them_in_later_weeks() -> None:
    tested = made().card.tested
    assert tested is not None
    precision = {name: each.average_precision or 0 for name, each in tested.models.items()}
    assert precision["anomaly"] > 0.15  # of the orders 0.1 are fraud, and two features of sixty tell
    assert precision["fraud"] > 0.9


def test_train_when_frauds_stand_out_then_the_published_arrays_say_in_what() -> None:
    trained = made()
    artefact = unpack(trained.content, trained.card.artefact)
    vectors, labels = history()
    rows = [vectors.features[vectors.order_ids.index(each.order_id)] for each in labels[:50]]
    scoring = Scoring(artefact)
    answers = [answered(scoring, row) for row in rows]
    assert sum(each.fraud[0].feature in PLANTED for each in answers) > 45
    assert sum(each.anomaly[0].feature in PLANTED for each in answers) > 10  # of 21 features, by chance 5


def test_train_when_the_artefact_is_read_then_it_names_its_card() -> None:
    trained = made()
    assert unpack(trained.content, trained.card.artefact).card == trained.card.digest()


def test_train_when_the_test_is_told_then_nothing_of_it_was_fitted_on() -> None:
    tested = made().card.tested
    assert tested is not None
    assert tested.fitted_until == tested.window.since
    assert tested.window.until <= (AS_OF - timedelta(days=7)).isoformat()


@pytest.mark.parametrize("frauds", [FEW, 120, 300])
def test_again_when_made_from_its_card_then_is_the_same_bytes(frauds: int) -> None:
    first = made(frauds)
    second = again(read_card(first.card.text()), *history(frauds))
    assert second.content == first.content
    assert second.card.text() == first.card.text()


def test_again_when_a_label_is_missing_then_is_refused() -> None:
    vectors, labels = history(FEW)
    with pytest.raises(RowsDiffer, match="not those of the card"):
        again(made(FEW).card, vectors, labels[1:])


def test_again_when_a_label_came_later_then_it_does_not_matter() -> None:
    vectors, labels = history(FEW)
    later = replace(labels[0], source="analyst", known_at=AS_OF + timedelta(days=1))
    assert again(made(FEW).card, vectors, [*labels, later]).content == made(FEW).content


def test_again_when_the_bytes_differ_then_says_which_library_does() -> None:
    card = replace(made(FEW).card, artefact="f" * 64, libraries={"numpy": "1.0"})
    with pytest.raises(RefitDiffers, match=r"made with numpy 1\.0"):
        again(card, *history(FEW))


def test_train_when_there_are_too_few_orders_then_is_refused() -> None:
    with pytest.raises(TooFewOrders, match="ask for fewer in a trial"):
        train(*history(), terms(least_rows=3001))


def test_train_when_all_orders_are_later_then_is_refused() -> None:
    with pytest.raises(NoRows):
        train(history()[0], [], terms(as_of=FIRST.isoformat()))


def test_train_when_no_weeks_can_be_set_aside_then_has_no_figures() -> None:
    assert train(*history(FEW), terms(least_rows=2900)).card.tested is None


def test_train_when_known_earlier_then_later_orders_do_not_matter() -> None:
    as_of = FIRST + timedelta(days=40)
    vectors, labels = history(FEW)
    early = vectors.where(vectors.placed_at < vectors.placed_at[2000])
    cut = terms(as_of=as_of.isoformat())
    known = known_by(labels, as_of)
    assert train(vectors, known, cut).content == train(early, known, cut).content


def test_train_when_a_label_became_known_later_then_is_refused() -> None:
    as_of = (FIRST + timedelta(days=40)).isoformat()
    with pytest.raises(LaterLabels, match="became known after 2026-02-10"):
        train(*history(FEW), terms(as_of=as_of))


def test_evaluate_when_weeks_came_after_the_model_then_tells_figures() -> None:
    vectors, labels = history()
    as_of = FIRST + timedelta(days=40)
    trained = train(vectors, known_by(labels, as_of), terms(as_of=as_of.isoformat()))
    artefact = unpack(trained.content, trained.card.artefact)
    weeks = Weeks(since=FIRST + timedelta(days=40), until=FIRST + timedelta(days=50), as_of=AS_OF)
    found = evaluated(artefact, trained.card, vectors, labels, weeks)
    assert found.rows == 500
    assert (found.models["fraud"].average_precision or 0) > 0.9


@pytest.mark.parametrize(("since", "until", "error"), [(59, 70, SplitRefused), (70, 80, NoRows)])
def test_evaluate_when_weeks_were_seen_or_are_empty_then_is_refused(
    since: int, until: int, error: type[Exception]
) -> None:
    trained = made(FEW)
    weeks = Weeks(since=FIRST + timedelta(days=since), until=FIRST + timedelta(days=until), as_of=AS_OF)
    with pytest.raises(error):
        evaluated(unpack(trained.content, trained.card.artefact), trained.card, *history(FEW), weeks)


def test_evaluate_when_the_card_is_another_models_then_is_refused() -> None:
    trained, weeks = made(FEW), Weeks(since=AS_OF, until=AS_OF + timedelta(days=1), as_of=AS_OF)
    with pytest.raises(CardChanged):
        evaluated(unpack(trained.content, trained.card.artefact), made(120).card, *history(FEW), weeks)


def test_train_when_features_are_never_known_then_goes_on() -> None:
    vectors, labels = some_history(400, 60)
    vectors.features[:, :5] = float("nan")
    assert train(vectors, labels, terms(least_rows=100)).card.made.classifier == "linear"
