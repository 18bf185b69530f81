"""A rule book of a few rules that read lists and a parameter, and ways to change it: for tests of editions."""

from collections.abc import Mapping

from engine.domains import ADMISSION
from engine.rulebook.book import RuleBook
from engine.rulebook.folder import read_rulebook
from tests.tiny_rule_book import PROVED

LISTS = """
format: 1
set: fraud
defaults: {owner: risk, on_missing: skip}
rules:
  - id: FRD-002
    version: 1
    title: Sent to a country that is watched
    scope: order
    status: live
    when: {ship_to.country: {in: "@watched"}}
    then: {outcome: hold, severity: low, reason: FRD_BURST, acts: risk, score: 5}
    false_positives: ["Explorers"]
    tests:
      - {name: watched, given: {ship_to.country: AQ}, expect: fires}
      - {name: not, given: {ship_to.country: DE}, expect: quiet}
  - id: FRD-003
    version: 1
    title: Many orders
    scope: order
    status: live
    when:
      all:
        - velocity.ip_orders_24h: {gte: $fraud.many}
        - not: {ship_to.country: DE}
    then: {outcome: hold, severity: low, reason: FRD_BURST, acts: risk, score: 5}
    false_positives: ["Resellers"]
    tests:
      - {name: many, given: {velocity.ip_orders_24h: 9, ship_to.country: FR}, expect: fires}
      - {name: few, given: {velocity.ip_orders_24h: 1, ship_to.country: FR}, expect: quiet}
      - {name: many at home, given: {velocity.ip_orders_24h: 9, ship_to.country: DE}, expect: quiet}
"""
BARRED = """
format: 1
set: imports
defaults: {owner: customs, on_missing: skip}
rules:
  - id: IMP-002
    version: 1
    title: Not sent there
    scope: order
    status: live
    when: {ship_to.country: {in: "@barred"}}
    then: {outcome: cancel, severity: critical, reason: IMP_VAPE, acts: product_data}
    references: ["house policy"]
    false_positives: ["Nobody lives there"]
    tests:
      - {name: there, given: {ship_to.country: BV}, expect: fires}
      - {name: elsewhere, given: {ship_to.country: DE}, expect: quiet}
"""
NO_BAR = "publishing: {leaf_coverage: 0, mutation_score: 0, backtest_orders: 0}\n"
WATCHED = "value,from,until,reference,by\nAQ,,,ice,decided_at\n"
SMALL: Mapping[str, str] = PROVED | {
    "fraud/lists.yaml": LISTS,
    "imports/barred.yaml": BARRED,
    "lists/watched.csv": WATCHED,
    "lists/barred.csv": "value,from,until,reference,by\nBV,,,penguins,decided_at\n",
    "params.yaml": "fraud.many: {unit: orders, values: [{from: 2020-01-01, value: 5}]}\n",
    "policy.yaml": "format: 1\nscore: {sets: [fraud], cap: 100}\n" + NO_BAR,
}
MORE_WATCHED = {"lists/watched.csv": WATCHED + "TF,2026-12-01,,southern,decided_at\n"}
MORE_BARRED = {"lists/barred.csv": SMALL["lists/barred.csv"] + "HM,,,also penguins,decided_at\n"}
MILDER = {
    "payment/status.yaml": PROVED["payment/status.yaml"]
    .replace("[failed, voided]", "[failed]")
    .replace("status: voided}, expect: fires", "status: voided}, expect: quiet")
}


def small_book(changes: Mapping[str, str] | None = None) -> RuleBook:
    """The book, with some of its files written otherwise."""
    return read_rulebook({**SMALL, **(changes or {})}, ADMISSION)


def small_files(changes: Mapping[str, str] | None = None) -> dict[str, bytes]:
    """Its files."""
    return {path: text.encode() for path, text in {**SMALL, **(changes or {})}.items()}
