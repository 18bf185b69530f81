"""`policy.yaml` -> which scores are summed, what a sum leads to, and what must hold whatever the rules say."""

from itertools import pairwise
from typing import NamedTuple

from engine.rulebook.book import Band, Policy
from engine.rulebook.domain import Domain
from engine.rulebook.faults import Faults
from engine.rulebook.form import Form, open_form
from engine.rulebook.gates_block import PUBLISHING, read_bar
from engine.rulebook.guard_block import read_guard
from engine.rulebook.holds_block import HOLDS_PART, read_holds
from engine.rulebook.invariant_reading import read_invariants
from engine.rulebook.ladder_block import read_ladder
from engine.rulebook.let_through_block import LET_THROUGH_PART, read_let_through
from engine.rulebook.nodes import Node, Scalar
from engine.rulebook.operand_reading import Known
from engine.rulebook.rule_shape import FORMAT, REASON_FORM
from engine.rulebook.shape import Shape, part, text, texts, whole, word, words_of
from engine.rulebook.source import Span


class PolicyShapes(NamedTuple):
    """The mappings of a policy file, outermost first."""

    file: Shape
    score: Shape
    band: Shape


def read_policy(node: Node, known: Known, faults: Faults) -> tuple[Policy, dict[str, Span]]:
    """The policy, and where each band names its reason."""
    domain = known.domain
    shapes = policy_shapes(domain)
    if isinstance(node, Scalar) and node.value is None:
        return Policy(), {}
    form = open_form(node, shapes.file, faults)
    if form is None:
        return Policy(), {}
    form.whole("format", FORMAT)
    _check_precedence(form, domain, faults)
    score = open_form(form.node("score"), shapes.score, faults)
    forms = [open_form(item, shapes.band, faults) for item in form.items("bands")]
    read = [(each, band) for each in forms if each is not None and (band := _band(each, domain, faults)) is not None]
    _check_steps([band for _, band in read], form, domain, faults)
    policy = Policy(
        score_sets=() if score is None else score.words("sets"),
        score_cap=100 if score is None else score.whole("cap", 100),
        bands=tuple(sorted((band for _, band in read), key=lambda band: band.at_least)),
        invariants=read_invariants(form.items("invariants"), known, faults),
        ladder=read_ladder(form.node("ladder"), faults),
        guard=read_guard(form.node("guard"), faults),
        publishing=read_bar(form.node(PUBLISHING.name), faults),
        let_through=read_let_through(form.node(LET_THROUGH_PART.name), faults),
        holds=read_holds(form.node(HOLDS_PART.name), faults),
    )
    return policy, {band.reason: each.at("reason") for each, band in read}


def _band(form: Form, domain: Domain, faults: Faults) -> Band | None:
    verdict, reason, actor = form.word("outcome"), form.text("reason"), form.word("acts")
    if not (verdict and reason and actor and form.given("at_least")):
        return None
    if domain.worst(verdict, domain.score_verdict) != domain.score_verdict:
        message = f"a score may lead to `{domain.score_verdict}`, never to `{verdict}`"
        faults.add("R076", message, form.at("outcome"), f"write outcome: {domain.score_verdict}")
        return None
    return Band(form.whole("at_least", 1), verdict, reason, actor)


def _check_steps(bands: list[Band], form: Form, domain: Domain, faults: Faults) -> None:
    """A higher score must never lead to a milder verdict."""
    rising = sorted(bands, key=lambda band: band.at_least)
    for lower, upper in pairwise(rising):
        if lower.at_least == upper.at_least:
            faults.add("R015", f"two bands begin at {lower.at_least}", form.at("bands"), "keep one of them")
        elif domain.worst(lower.verdict, upper.verdict) != upper.verdict:
            message = f"{upper.at_least} points lead to a milder verdict than {lower.at_least}"
            faults.add("R076", message, form.at("bands"), "let the verdict get worse as the score rises")


def _check_precedence(form: Form, domain: Domain, faults: Faults) -> None:
    if form.given("precedence") and form.texts("precedence") != domain.precedence:
        hint = f"write precedence: [{', '.join(domain.precedence)}], or leave it out"
        faults.add("R024", "the precedence is not the one that decides", form.at("precedence"), hint)


def policy_shapes(domain: Domain) -> PolicyShapes:
    """The shapes for one domain: its sets, verdicts and actors are the words."""
    return PolicyShapes(
        file=Shape("policy", (
            whole("format", "version of this format", FORMAT, FORMAT, outside="R019"),
            texts("precedence", "the verdicts, worst first"),
            part("score", "which scores are summed", "score"),
            part("bands", "what a sum leads to", "bands"),
            part("invariants", "what must hold whatever the rules say", "invariants"),
            part("ladder", "what a rule must have met in shadow before it goes live", "ladder"),
            part("guard", "which shares of held and cancelled orders are too large", "guard"),
            PUBLISHING,
            LET_THROUGH_PART,
            HOLDS_PART,
        )),
        score=Shape("score", (
            words_of("sets", "the sets whose scores are summed", domain.sets),
            whole("cap", "the highest sum", 1, 1000),
        )),
        band=Shape("band", (
            whole("at_least", "the score from which it counts", 1, 1000, required=True),
            word("outcome", "the verdict", domain.precedence, required=True),
            text("reason", "code of its messages", required=True, form=REASON_FORM, like="FRD_SCORE"),
            word("acts", "who acts on it", domain.actors, required=True),
        )),
    )  # fmt: skip
