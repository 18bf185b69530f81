"""data/learning/suggestions.yaml, read: what is looked at, from how much on, and what is proposed."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from engine.bundled import data_folder
from engine.goods.files import Record, read_yaml
from fulfillment.learning.cut import Cut
from fulfillment.learning.reasons import load_reasons

ANY, RELEASED = "any", "released"
LET_THROUGH, STOPPED = "rule_let_through", "rule_stopped"


class Compared(StrEnum):
    """What a share is held against: that of all other groups, or a fixed one."""

    REST = "rest"
    SHARE = "share"


class Change(StrEnum):
    """What a suggestion proposes to change."""

    SERVICE = "service"
    ADDRESS = "address"
    DESCRIPTION = "description"
    SUPPLIER = "supplier"
    PACKAGING = "packaging"
    IMPORT_RULE = "import_rule"
    RULE_STRICTER = "rule_stricter"
    RULE_MILDER = "rule_milder"


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One thing to look at. `over` is a word of Cut, LET_THROUGH or STOPPED; `causes` are causes, ANY or RELEASED.
    `share` from 0 to 1 is what is held against; `least_money` in minor units, `target` names what to change."""

    id: str
    over: str
    causes: frozenset[str]
    compared: Compared
    share: float
    least_cases: int
    least_orders: int
    least_money: int
    change: Change
    target: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """All of it; `false_share` from 0 to 1."""

    window_days: int
    false_share: float
    again_after: int
    terms: tuple[Term, ...]


@cache
def load_terms() -> Terms:
    """The file that this version came with. Raises DataRejected when it is not as it must be."""
    return read_terms(read_yaml(data_folder() / "learning" / "suggestions.yaml"))


def read_terms(record: Record) -> Terms:
    """The same of any file."""
    read = Terms(
        window_days=int(record.number("window_days")),
        false_share=record.number("false_discovery_percent") / 100,
        again_after=int(record.number("again_after_cases")),
        terms=record.each("suggestions", _term),
    )
    record.close()
    return read


def _term(record: Record) -> Term:
    causes = frozenset({*load_reasons().families, ANY, RELEASED})
    compared = Compared(record.choice("compared", frozenset(Compared)))
    return Term(
        id=record.text("id"),
        over=record.choice("over", frozenset({*Cut, LET_THROUGH, STOPPED})),
        causes=frozenset(record.choices("causes", causes)),
        compared=compared,
        share=record.number("share_percent") / 100 if compared is Compared.SHARE else 0.0,
        least_cases=int(record.number("least_cases")),
        least_orders=int(record.number("least_orders")),
        least_money=int(record.number("least_money")),
        change=Change(record.choice("change", frozenset(Change))),
        target=record.text("target"),
    )
