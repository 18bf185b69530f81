"""A small sound rule book of the airport domain as file texts, for tests to read, bend and break."""

from datetime import date

from engine.rulebook.book import RuleBook
from engine.rulebook.folder import read_rulebook
from engine.rulebook.source import RuleBookRejected, RuleFault
from engine.workbench.check import check_book
from engine.workbench.conventions import conventions
from engine.workbench.limits import limits
from engine.workbench.unused import unused
from tests.toy import AIRPORT

RULES = "comfort/seats.yaml"
TODAY = date(2026, 11, 26)
OWN_CHECKS = (conventions, limits, unused)

SOUND: dict[str, str] = {
    RULES: """\
format: 1
set: comfort
defaults: {owner: crew, on_missing: skip}
rules:
  - id: CMF-001
    version: 1
    title: Many seats at night, or a long delay
    scope: flight
    when:
      any:
        - flight.seats: {gt: 100}
        - flight.delay_min: {gte: $delay.long}
    then: {outcome: inspect, severity: low, score: 10, reason: TOO_MANY, acts: crew}
    effective: {from: 2026-01-01}
    references: ["airport handbook, chapter 4"]
    false_positives: ["charter flights"]
    tests:
      - {name: many, given: {flight: {seats: 101, delay_min: 0}}, expect: fires}
      - {name: few, given: {flight: {seats: 100, delay_min: 0}}, expect: quiet}
""",
    "safety/bags.yaml": """\
format: 1
set: safety
defaults: {owner: ground, scope: bag}
rules:
  - id: SAF-001
    version: 1
    title: A battery in a bag that nobody may open
    status: live
    when:
      all:
        - bag.contents: battery
        - flight.country: {in: "@strict"}
    then: {outcome: offload, severity: critical, reason: BATTERY, acts: ground}
    references: ["airport handbook, chapter 2"]
    false_positives: ["hearing aids"]
    tests:
      - name: battery to Norway
        given: {flight.country: NO, bags: [{contents: []}, {contents: [battery]}]}
        expect: fires
        bags: [2]
      - {name: no battery, given: {flight.country: NO, bags: [{contents: [shoes]}]}, expect: quiet}
# To come: a rule that reads $delay.long for bags on belts.
""",
    "lists/strict.csv": "value,from,until,reference,by\nNO,2026-01-01,,handbook,\nDE,,2026-06-30,handbook,placed_at\n",
    "params.yaml": """delay.long: {unit: minutes, values: [{from: 2026-01-01, value: 60}, """
    "{from: 2026-10-01, value: 45}]}\n",
    "policy.yaml": """\
precedence: [offload, inspect, ask, load]
score: {sets: [comfort], cap: 100}
bands: [{at_least: 60, outcome: inspect, reason: SCORE, acts: crew}]
invariants: [score_never_cancels]
""",
    "channels.yaml": """\
charter: {never_supplies: [flight.full, bag.*], bears_payment_risk: channel, collects_tax: true}
""",
    "messages/en.yaml": """\
TOO_MANY: {text: "{flight.seats} seats", fix: count again, customer: Please wait.}
BATTERY: {text: a battery, fix: take it out}
SCORE: {text: many small things, fix: look closer, customer: Please wait.}
NOT_KNOWN: {text: not known, fix: ask}
BELT_FAULT: {text: belt, fix: call}
""",
    "messages/zh.yaml": """\
TOO_MANY: {text: 座位过多, fix: 重新清点, customer: 请稍候。}
BATTERY: {text: 有电池, fix: 取出}
SCORE: {text: 小问题较多, fix: 仔细查看}
NOT_KNOWN: {text: 未知, fix: 询问}
BELT_FAULT: {text: 传送带, fix: 报修}
""",
    "messages/de.yaml": "TOO_MANY: {customer: Bitte warten Sie.}\n",
}


def bent(old: str, new: str, path: str = RULES) -> dict[str, str]:
    """The sound texts with one thing replaced."""
    assert old in SOUND[path], old
    return {**SOUND, path: SOUND[path].replace(old, new, 1)}


def with_condition(condition: str) -> dict[str, str]:
    """The sound texts with another condition in the rule about seats, written on one line."""
    before, rest = SOUND[RULES].split("    when:\n")
    return {**SOUND, RULES: f"{before}    when: {condition}\n    then:{rest.split('    then:')[1]}"}


def read(texts: dict[str, str]) -> RuleBook:
    """The book of these texts."""
    return read_rulebook(texts, AIRPORT)


def faults_of(texts: dict[str, str]) -> tuple[RuleFault, ...]:
    """Every fault in these texts; none when they can be read."""
    try:
        read(texts)
    except RuleBookRejected as rejected:
        return rejected.faults
    return ()


def checked(texts: dict[str, str]) -> tuple[RuleFault, ...]:
    """What reading and the conventions find in these texts; further checks have tests of their own."""
    return check_book(texts, AIRPORT, TODAY, OWN_CHECKS).faults


def codes_of(texts: dict[str, str]) -> list[str]:
    """The codes of these faults, in the order in which they are shown."""
    return [fault.code for fault in faults_of(texts)]
