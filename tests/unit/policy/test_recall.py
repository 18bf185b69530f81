"""What is kept of a decision, read back: what there was none of is left out, and records without it are read."""

from datetime import timedelta

from engine.anomaly.features import FEATURES
from engine.anomaly.scorer import ModelScorer
from engine.explanation import model_answer
from engine.facts.context import Context
from engine.paper import Paper, PaperState
from engine.recall import recall
from engine.record import Record, record
from engine.registration import Registration
from engine.takedown import Takedown
from tests.builders import PLACED_AT, an_order
from tests.desks import bundled
from tests.fitted_models import an_artefact_of

AT = PLACED_AT + timedelta(minutes=10)
PAPER = Paper(id="pap_1", kind="import_permit", line=None, about="0", state=PaperState.CLAIMED)
FULL = Context(
    decided_at=AT,
    parties={"party.lists": frozenset({"un of 2026-11-20"}), "party.evidence": frozenset({"consignee: 0.97 like X"})},
    papers=(PAPER,),
    registrations=(Registration(id="reg_1", kind="lucid", country="DE", number="DE1"),),
    takedowns=(Takedown(id="tkd_1", sku="OTHER"),),
)
OPTIONAL = ("parties", "papers", "registrations", "takedowns", "products")


def kept(context: Context) -> Record:
    admission = bundled().admission
    return record(admission.decide(an_order(), context), context, {}, admission.book.domain.lexicon)


def test_record_when_a_model_has_scored_then_its_answer_and_features_are_read_back() -> None:
    context = Context(decided_at=AT, model=ModelScorer(an_artefact_of(FEATURES)))
    made = kept(context)
    recalled = recall(made, bundled().admission)
    sheet = recalled.decision.evaluation.sheet if recalled.decision.evaluation is not None else None
    answer = model_answer(recalled.decision, bundled().admission.book, "en")
    assert sheet is not None
    assert answer is not None
    assert answer.version == recalled.decision.receipt.model == an_artefact_of(FEATURES).version
    assert len(sheet.features) == len(FEATURES)
    assert kept(recalled.context) == made


def test_record_when_there_is_nothing_beside_the_order_then_says_nothing_of_it() -> None:
    made = kept(Context(decided_at=AT))
    context = recall(made, bundled().admission).context
    assert not any(f'"{name}":'.encode() in made.content for name in OPTIONAL)
    assert (context.parties, context.papers, context.registrations, context.takedowns) == ({}, (), (), ())
    assert context.products is None


def test_record_when_all_is_there_then_is_read_back_and_made_again_byte_for_byte() -> None:
    made = kept(FULL)
    context = recall(made, bundled().admission).context
    assert all(getattr(context, name) == getattr(FULL, name) for name in OPTIONAL[:4])
    assert kept(context) == made
