"""The examples on the pages of docs/lints: read out of their fences, and set into a small sound rule book.

A fence says what it holds: ```` ```yaml avoid rule ```` is a rule, or the keys of one that differ from the sound rule;
a fourth word names another set. ```` ```yaml avoid params.yaml ```` is a file; messages and parameters are added to
those of the book, other files replaced. All fences of one kind on a page belong together.
"""

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from engine.domains import ADMISSION
from engine.rulebook.source import RuleFault
from engine.workbench.check import check_book

PAGES = Path(__file__).parents[1] / "docs" / "lints"
TODAY = date(2026, 11, 26)
_FENCE = re.compile(
    r"^```(?:yaml|csv) (?P<kind>avoid|prefer) (?P<what>\S+)(?: (?P<set>\w+))?\n(?P<text>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
_KEY = re.compile(r"^(\w+):", re.MULTILINE)
ADDED_TO = ("params.yaml", "messages/")

RULE = {
    "id": "{letters}-900",
    "version": "1",
    "title": "The code of the card is wrong",
    "scope": "order",
    "when": "{payment.cvc: no_match}",
    "then": "{outcome: hold, severity: high, reason: PAY_EXAMPLE, acts: finance}",
    "references": '["house policy, 2026"]',
    "false_positives": '["Buyers who mistype the code"]',
    "tests": """
  - {name: wrong, given: {payment.cvc: no_match}, expect: fires}
  - {name: right, given: {payment.cvc: match}, expect: quiet}""",
}
BOOK = {
    "fraud/example.yaml": """\
format: 1
set: fraud
defaults: {owner: risk}
rules:
  - id: FRD-899
    version: 1
    title: Many hours between order and parcel, to countries on a list
    scope: order
    when:
      all:
        - order.age_hours: {gte: $example.hours}
        - ship_to.country: {in: "@example_countries"}
    then: {outcome: admit, severity: low, score: 5, reason: PAY_EXAMPLE, acts: risk}
    references: ["house policy, 2026"]
    false_positives: ["Orders that wait for stock"]
    tests:
      - {name: late, given: {order.age_hours: 72, ship_to.country: "NO"}, expect: fires}
      - {name: an hour later, given: {order.age_hours: 73, ship_to.country: "NO"}, expect: fires}
      - {name: to the other country, given: {order.age_hours: 72, ship_to.country: CH}, expect: fires}
      - {name: elsewhere, given: {order.age_hours: 72, ship_to.country: SE}, expect: quiet}
      - {name: in time, given: {order.age_hours: 71, ship_to.country: "NO"}, expect: quiet}
""",
    "lists/example_countries.csv": "value,from,until,reference,by\nNO,,,house policy,\nCH,,,house policy,\n",
    "params.yaml": "example.hours: {unit: hours, values: [{from: 2026-01-01, value: 72}]}\n",
    "policy.yaml": "score: {sets: [fraud], cap: 100}\n"
    "bands: [{at_least: 60, outcome: hold, reason: FRD_SCORE, acts: risk}]\n",
    "channels.yaml": "own_shop: {never_supplies: []}\n",
    "messages/en.yaml": "".join(
        f"{reason}: {{text: what was found, fix: what to do}}\n"
        for reason in ("PAY_EXAMPLE", "FRD_SCORE", "DATA_MISSING", "ENGINE_FAULT", "HOLD_EXPIRED")
    ),
    "messages/zh.yaml": "".join(
        f"{reason}: {{text: 发现了什么, fix: 如何处理}}\n"
        for reason in ("PAY_EXAMPLE", "FRD_SCORE", "DATA_MISSING", "ENGINE_FAULT", "HOLD_EXPIRED")
    ),
}


@dataclass(frozen=True, slots=True)
class Example:
    """One fence: which kind, and the file that it stands for."""

    kind: str
    what: str
    set: str
    text: str

    def into(self, texts: dict[str, str]) -> dict[str, str]:
        """The files with the example in them."""
        if self.what == "rule":
            path = f"{self.set}/page.yaml"
            before = texts.get(path, f"format: 1\nset: {self.set}\ndefaults: {{owner: payments}}\nrules:\n")
            return {**texts, path: before + _rule(self.text, ADMISSION.prefixes[self.set])}
        if self.what.startswith(ADDED_TO):
            return {**texts, self.what: texts.get(self.what, "") + self.text}
        return {**texts, self.what: self.text}


def examples(page: str) -> list[Example]:
    """The fences of a page that are to be tried."""
    return [
        Example(each["kind"], each["what"], each["set"] or "payment", each["text"]) for each in _FENCE.finditer(page)
    ]


def faults_with(found: list[Example]) -> tuple[RuleFault, ...]:
    """What a check says of the sound book with these examples in it."""
    texts = dict(BOOK)
    for each in found:
        texts = each.into(texts)
    return check_book(texts, ADMISSION, TODAY).faults


def _rule(text: str, letters: str) -> str:
    """The sound rule with the keys of the example in the place of its own, as an item of `rules:`."""
    own = set(_KEY.findall(text))
    kept = "".join(
        f"{key}: {value}\n" if not value.startswith("\n") else f"{key}:{value}\n"
        for key, value in RULE.items()
        if key not in own
    ).replace("{letters}", letters)
    lines = (text + kept if "id" in own else kept + text).splitlines()
    return "\n".join(f"  - {line}" if place == 0 else f"    {line}" for place, line in enumerate(lines)) + "\n"
