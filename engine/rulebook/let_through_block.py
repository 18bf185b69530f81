"""The block `let_through:` of the policy: a small random share of waiting cases passes, for labels without bias.

Who only ever looks at what was stopped never learns what stopping costs: labels of cases that were held say nothing
about those that a milder rule would have let go. A share drawn by chance says it without bias, each for all alike.
"""

import hashlib
from dataclasses import dataclass

from engine.rulebook.faults import Faults
from engine.rulebook.form import open_form
from engine.rulebook.nodes import Node
from engine.rulebook.shape import Shape, part, tenths, whole

LET_THROUGH = "let_through"  # who waived the findings of such a case
MOST_PERCENT, MOST_EUR_MINOR, USUAL_EUR_MINOR = 5, 100_000_000, 30_000
DRAWS = 1000  # a share is told in tenths of a percent
LET_THROUGH_PART = part(LET_THROUGH, "the share of waiting cases that pass by chance, for unbiased labels", LET_THROUGH)
LET_THROUGH_SHAPE = Shape("share to let through", (
    tenths("percent", "share of waiting cases, in percent with one decimal; 0 lets none through", 0, MOST_PERCENT),
    whole("most_value_eur_minor", "no case worth more passes, in EUR cents", 0, MOST_EUR_MINOR),
))  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class LetThrough:
    """`permille` of the cases that would wait for softenable findings alone pass, up to a value in EUR cents."""

    permille: int = 0
    most_value_eur_minor: int = USUAL_EUR_MINOR

    @property
    def percent(self) -> float:
        """The share as it is written."""
        return self.permille / 10

    def draws(self, key: str) -> bool:
        """Whether chance picks a case, by the SHA-256 of what names it: the same whenever it is asked.

        A share that grows keeps the cases that it had.
        """
        return self.permille > 0 and draw(key) < self.permille


def draw(key: str) -> int:
    """The place from 0 to 999 of a case; no rule's roll-out draws alike."""
    drawn = hashlib.sha256(f"{LET_THROUGH}\x1f{key}".encode("utf-8", "surrogatepass")).digest()
    return int.from_bytes(drawn[:8], "big") % DRAWS


def read_let_through(node: Node | None, faults: Faults) -> LetThrough:
    """The share; without one nothing passes by chance."""
    form, usual = open_form(node, LET_THROUGH_SHAPE, faults), LetThrough()
    if form is None:
        return usual
    return LetThrough(
        permille=form.tenths("percent", usual.permille),
        most_value_eur_minor=form.whole("most_value_eur_minor", usual.most_value_eur_minor),
    )
