"""The `invariants` of `policy.yaml`: a word for a property of the policy, a mapping for a promise of the rules."""

from collections.abc import Sequence

from engine.lexicon.spec import Scope
from engine.rulebook.condition_reading import read_condition
from engine.rulebook.domain import Domain
from engine.rulebook.faults import Faults, did_you_mean
from engine.rulebook.form import open_form, read_text
from engine.rulebook.invariant import PROPERTIES, Invariant, Promise, Property
from engine.rulebook.nodes import Mapping, Node
from engine.rulebook.operand_reading import Known
from engine.rulebook.shape import Shape, part, text, word


def read_invariants(nodes: Sequence[Node], known: Known, faults: Faults) -> tuple[Invariant, ...]:
    """The invariants that can be read, in the order of the file."""
    shape = promise_shape(known.domain)
    found = (
        _promise(node, shape, known, faults) if isinstance(node, Mapping) else _property(node, faults) for node in nodes
    )
    invariants = tuple(each for each in found if each is not None)
    _check_names(invariants, faults)
    return invariants


def promise_shape(domain: Domain) -> Shape:
    """The keys of a promise."""
    return Shape("promise", (
        text("name", "what is promised, in one line", required=True),
        part("when", "the cases of which it is promised", "condition", required=True),
        word("scope", "whether it speaks of the whole or of each part", (domain.whole, domain.part)),
        word("outcome", "the verdict that these cases get at least", domain.precedence[:-1], required=True),
    ))  # fmt: skip


def _property(node: Node, faults: Faults) -> Property | None:
    name = read_text(node, "invariants", faults)
    if name is None or name in PROPERTIES:
        return None if name is None else Property(name, node.span)
    faults.add("R024", f"there is no property `{name}`", node.span, did_you_mean(name, PROPERTIES))
    return None


def _promise(node: Node, shape: Shape, known: Known, faults: Faults) -> Promise | None:
    form = open_form(node, shape, faults)
    if form is None:
        return None
    domain, written = known.domain, form.node("when")
    scope = Scope.PART if form.word("scope", domain.whole) == domain.part else Scope.WHOLE
    name, verdict = form.text("name"), form.word("outcome")
    when = None if written is None else read_condition(written, scope, known, faults)
    if when is None or not name or not verdict:
        return None
    return Promise(name=name, when=when, scope=scope, verdict=verdict, span=form.at("name"))


def _check_names(invariants: Sequence[Invariant], faults: Faults) -> None:
    seen: set[str] = set()
    for each in invariants:
        if each.name in seen:
            faults.add("R015", f"two invariants are named `{each.name}`", each.span, "say what sets them apart")
        seen.add(each.name)
