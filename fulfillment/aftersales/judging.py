"""A return before its policy: what it says, and in which way the matter is then settled."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from engine.domains.returns import RETURNS
from engine.policy_books import Judgement, as_values, facts_as_values
from fulfillment.aftersales.places import Places, places_of
from fulfillment.aftersales.stating import INSPECTED, REQUESTED, Asked, sheet_of, value_of
from fulfillment.aftersales.ways import Way, choose, ways_of
from fulfillment.casefile import CaseFile
from fulfillment.desk_view import ReturnTerms
from fulfillment.records import ReturnCase

GRANT, REVIEW, ASK, DECLINE, DEDUCT, ACCEPT = "grant", "review", "ask_evidence", "decline", "deduct", "accept"
OF_WAYS = frozenset({"bar", "avoid"})
POLICY = RETURNS.name
FACTS = "facts"


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What was said: `outcome` of the whole, and the way that is taken if nobody says otherwise (None: none is open).

    Without a policy a person decides.
    """

    outcome: str
    terms: ReturnTerms
    ways: Sequence[Way]
    way: Way | None = None
    judgement: Judgement | None = None

    @property
    def kept(self) -> Mapping[str, object]:
        """As it is kept with the return: what was said, and of which facts, so that it can be judged again."""
        said = self.judgement
        return {} if said is None else {**as_values(said), FACTS: facts_as_values(said.facts, RETURNS.part)}


def judge_request(file: CaseFile, case: ReturnCase) -> Judged:
    """A return that is asked for. Where every way is barred, a person looks."""
    terms, value = file.site.desk.return_terms(file.session, file.merchant), value_of(file, case)
    ways = _ways(places_of(file), value, terms)
    judgement = _judge(file, case, Asked(stage=REQUESTED, terms=terms, value=value, ways=ways))
    if judgement is None:
        return Judged(outcome=REVIEW, terms=terms, ways=ways)
    way, outcome = choose(ways, judgement), outcome_of(judgement)
    if way is None and outcome in (GRANT, ACCEPT):
        outcome = REVIEW
    return Judged(outcome=outcome, terms=terms, ways=ways, way=way, judgement=judgement)


def judge_goods(file: CaseFile, case: ReturnCase, graded: Mapping[str, int]) -> Judged:
    """What came back, by number of pieces of each grade."""
    terms, value = file.site.desk.return_terms(file.session, file.merchant), value_of(file, case)
    judgement = _judge(file, case, Asked(stage=INSPECTED, terms=terms, value=value, graded=graded))
    outcome = ACCEPT if judgement is None else outcome_of(judgement)
    return Judged(outcome=outcome, terms=terms, ways=(), judgement=judgement)


def way_named(file: CaseFile, case: ReturnCase, id_: str) -> Way | None:
    """The way of this id, as it is for this return."""
    terms = file.site.desk.return_terms(file.session, file.merchant)
    return next((each for each in _ways(places_of(file), value_of(file, case), terms) if each.id == id_), None)


def outcome_of(judgement: Judgement) -> str:
    """What the policy says of the return as a whole; what it says of ways is no answer to that."""
    found = RETURNS.worst(*(each.verdict for each in judgement.of_whole))
    return ACCEPT if found in OF_WAYS else found


def _ways(places: Places, value: int | None, terms: ReturnTerms) -> Sequence[Way]:
    return ways_of(places.home, places.local, value, terms.keep_pct)


def _judge(file: CaseFile, case: ReturnCase, asked: Asked) -> Judgement | None:
    sheet = sheet_of(file, case, asked)
    return file.site.desk.judge_policy(file.merchant, POLICY, sheet, file.now, case.id, case.created_at)
