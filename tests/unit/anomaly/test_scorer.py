"""Facts and details of what models say; whatever happens inside, an answer comes."""

import json
import math
from dataclasses import replace

import numpy as np
import pytest

from engine.anomaly.artefact import Artefact
from engine.anomaly.scorer import Answer, ModelScorer, State, answered
from engine.anomaly.scoring import Scoring
from engine.anomaly.shares import Shares
from engine.facts.context import Context, Scorer
from engine.lexicon.admission import LEXICON
from engine.lexicon.scored import ABSENT
from tests.builders import PLACED_AT
from tests.fitted_models import NAMES, a_matrix, an_artefact

ROW = tuple(float(each) for each in a_matrix(5, seed=9)[3])
STRANGE = tuple(1e7 if number == 2 else value for number, value in enumerate(ROW))


def broken() -> Artefact:
    """An artefact whose table of scores has gone lost in memory."""
    nothing = np.empty(0)
    return replace(
        an_artefact(),
        scores=Shares(starts=np.zeros(0, np.int32), value=nothing, below=nothing, upto=nothing, known=nothing),
    )


def asked(artefact: Artefact) -> Answer:
    """What the model says of the row."""
    return answered(Scoring(artefact), np.array(ROW))


def test_scorer_when_asked_through_the_context_then_is_one() -> None:
    scorer: Scorer = ModelScorer(an_artefact())
    assert Context(decided_at=PLACED_AT, model=scorer).model.score(ROW).facts["model.status"] == "ok"


def test_scorer_when_there_is_no_champion_then_absent() -> None:
    assert ModelScorer(None, an_artefact()).score(ROW) == ABSENT


@pytest.mark.parametrize("kind", ["boosting", "linear"])
def test_facts_when_both_models_answer_then_are_those_of_the_lexicon(kind: str) -> None:
    facts = ModelScorer(an_artefact(kind), state=State("drift", 130)).score(ROW).facts
    assert set(facts) == {name for name in LEXICON if name.startswith("model.")}
    assert (facts["model.status"], facts["model.drift_permille"]) == ("drift", 130)


def test_facts_when_there_is_no_classifier_then_fraud_is_unknown_and_never_nought() -> None:
    scored = ModelScorer(an_artefact("none")).score(ROW)
    assert "model.fraud_permille" not in scored.facts
    assert "fraud" not in scored.detail


def test_percentile_when_told_as_a_fact_then_is_rounded_down() -> None:
    scored = ModelScorer(an_artefact()).score(ROW)
    exact = asked(an_artefact()).percentile
    assert scored.facts["model.anomaly_percentile"] == math.floor(exact)
    assert scored.facts["model.anomaly_permille"] == math.floor(exact * 10)


def test_coverage_when_some_features_are_unknown_then_the_share_of_the_others() -> None:
    known = sum(not math.isnan(each) for each in ROW)
    facts = ModelScorer(an_artefact()).score(ROW).facts
    assert facts["model.coverage_percent"] == known * 100 // len(NAMES)


def test_detail_when_kept_then_is_json_with_versions_and_three_reasons() -> None:
    champion, challenger = an_artefact("boosting"), an_artefact("linear")
    detail = dict(ModelScorer(champion, challenger).score(STRANGE).detail)
    assert json.loads(json.dumps(detail, allow_nan=False)) == detail
    assert (detail["version"], detail["challenger"]["version"]) == (champion.version, challenger.version)  # type: ignore[index]
    first = detail["anomaly"]["reasons"][0]  # type: ignore[index]
    assert (first["feature"], first["value"], first["percentile"]) == (NAMES[2], 1e7, 100.0)


def test_scorer_when_the_row_is_of_another_length_then_absent_with_the_fault() -> None:
    scored = ModelScorer(an_artefact()).score((1.0, 2.0))
    assert scored.facts == ABSENT.facts
    assert scored.detail == {"fault": "ValueError"}


def test_scorer_when_the_champion_breaks_then_absent_with_the_fault() -> None:
    scored = ModelScorer(broken()).score(ROW)
    assert scored.facts == ABSENT.facts
    assert "fault" in scored.detail


def test_scorer_when_the_challenger_breaks_then_the_champion_is_not_disturbed() -> None:
    alone = ModelScorer(an_artefact()).score(ROW)
    scored = ModelScorer(an_artefact(), broken()).score(ROW)
    assert scored.facts == alone.facts
    assert scored.detail["challenger"] == {"version": broken().version, "fault": "IndexError"}


def test_probability_when_there_is_a_calibration_then_goes_through_it() -> None:
    artefact = an_artefact("linear")
    plain = replace(artefact, calibration=None)
    raw, calibrated = asked(plain).probability, asked(artefact).probability
    assert raw is not None
    assert artefact.calibration is not None
    assert calibrated == np.interp(raw, artefact.calibration.raw, artefact.calibration.calibrated)
