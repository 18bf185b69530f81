"""The words of the policy of claims are those that fulfilment states and does."""

from engine.domains import POLICIES
from engine.lexicon import claim_facts
from fulfillment.claims.evidence_book import ASKED
from fulfillment.claims.judging import PRECEDENCE
from fulfillment.claims.kinds import Mishap, Proof
from fulfillment.states import Demand

CLAIMS = POLICIES["claims"]


def test_words_when_fulfilment_has_one_then_rules_may_name_it() -> None:
    assert set(claim_facts.KINDS) == set(Mishap)
    assert set(claim_facts.STATES) == set(Demand)
    assert set(claim_facts.PROOFS) == set(Proof)
    assert set(claim_facts.PEOPLE) == ASKED


def test_verdicts_when_the_book_has_one_then_it_is_acted_on_in_the_same_order() -> None:
    assert CLAIMS.precedence == PRECEDENCE
    assert CLAIMS.sets == ("carriers", "buyers")
