"""The ladder: what a rule must have met before it goes live, and how a protected rule leaves it."""

import pytest

from engine.rulebook.book import RuleBook
from engine.rulebook.ladder_block import LadderTerms
from engine.workbench.ladder import SECONDS_OF_DAY, ShadowRecord, going_live, ladder_faults, trial_key
from tests.airport_rules import RULES, SOUND, bent, read

TERMS = LadderTerms(shadow_orders=500, shadow_days=1, most_hit_percent=5)
BAGS = "safety/bags.yaml"


def comfort(status: str = "live", version: int = 1, seats: int = 100, id_: str = "CMF-001") -> dict[str, str]:
    text = SOUND[RULES].replace("gt: 100", f"gt: {seats}").replace("version: 1", f"version: {version}")
    text = text.replace("seats: 101, delay", "seats: 900, delay").replace("seats: 100, delay", "seats: 1, delay")
    return {**SOUND, RULES: text.replace("CMF-001", f"{id_}\n    status: {status}")}


def safety(status: str = "live", version: int = 1) -> dict[str, str]:
    text = SOUND[BAGS].replace("status: live", f"status: {status}").replace("version: 1", f"version: {version}")
    return {**SOUND, BAGS: text}


def judged(before: dict[str, str], after: dict[str, str], record: ShadowRecord | None = None) -> list[str]:
    book = read(after)
    met = {} if record is None else {trial_key(rule): record for rule in book.rules}
    return [fault.code for fault in ladder_faults(read(before), book, met, TERMS)]


def met(orders: int = 500, hits: int = 0, days: float = 1.0) -> ShadowRecord:
    return ShadowRecord(orders=orders, hits=hits, seconds=days * SECONDS_OF_DAY)


def test_ladder_when_nothing_was_in_force_then_nothing_is_asked() -> None:
    assert ladder_faults(None, read(SOUND), {}, TERMS) == ()


@pytest.mark.parametrize(
    ("record", "codes"),
    [
        (None, ["R097"]),
        (met(orders=499), ["R097"]),
        (met(days=0.99), ["R097"]),
        (met(hits=26), ["R098"]),
        (met(hits=25), []),
    ],
)
def test_ladder_when_a_shadow_rule_goes_live_then_it_must_have_met_the_terms(
    record: ShadowRecord | None, codes: list[str]
) -> None:
    assert judged(comfort("shadow"), comfort("live"), record) == codes


def test_ladder_when_a_rule_is_new_then_it_begins_in_shadow_or_as_a_draft() -> None:
    without = {path: text for path, text in SOUND.items() if path != RULES}
    assert judged(without, comfort("live")) == ["R097"]
    assert judged(without, comfort("shadow")) == judged(without, comfort("draft")) == []


def test_ladder_when_a_live_rule_decides_otherwise_then_needs_version_and_trial() -> None:
    assert judged(comfort(), comfort(seats=90)) == ["R077", "R097"]
    assert judged(comfort(), comfort(seats=90, version=2)) == ["R097"]
    assert judged(comfort(), comfort(seats=90, version=2), met()) == []


def test_ladder_when_a_twin_was_tried_in_shadow_then_its_time_counts() -> None:
    twin = read(comfort("shadow", seats=90, id_="CMF-900"))
    after = read(comfort(seats=90, version=2))
    record = {trial_key(rule): met() for rule in twin.rules}
    assert ladder_faults(read(comfort()), after, record, TERMS) == ()


@pytest.mark.parametrize("change", [("Many seats", "Too many seats"), ("chapter 4", "chapter 5"), ("few", "fewer")])
def test_ladder_when_only_words_change_then_nothing_is_asked(change: tuple[str, str]) -> None:
    assert judged(SOUND, bent(*change)) == []


def test_ladder_when_a_share_grows_then_nothing_is_asked() -> None:
    few, many = (bent("    scope: flight", f"    scope: flight\n    rollout: {{percent: {each}}}") for each in (10, 50))
    assert judged(few, many) == judged(many, few) == []


def test_ladder_when_a_protected_rule_is_new_then_may_go_live_at_once() -> None:
    without = {path: text for path, text in SOUND.items() if path != BAGS}
    assert judged(without, SOUND) == []
    assert going_live(read(without), read(SOUND)) == ()


@pytest.mark.parametrize("status", ["shadow", "draft", "retired"])
def test_ladder_when_a_protected_rule_leaves_live_then_only_with_a_new_version(status: str) -> None:
    assert judged(SOUND, safety(status)) == ["R099"]
    assert judged(SOUND, safety(status, version=2)) == []


def test_ladder_when_a_protected_rule_is_gone_then_it_must_be_retired_first() -> None:
    without = {path: text for path, text in SOUND.items() if path != BAGS}
    assert judged(SOUND, without) == ["R099"]
    assert judged(safety("retired", version=2), without) == []


def test_ladder_when_a_retired_rule_comes_back_then_refused() -> None:
    assert judged(comfort("retired"), comfort("shadow", version=2)) == ["R078"]


def test_faults_when_told_then_name_rule_place_and_what_to_do() -> None:
    books: tuple[RuleBook, RuleBook] = (read(comfort("shadow")), read(comfort("live")))
    (fault,) = ladder_faults(*books, {}, TERMS)
    assert fault.message.startswith("CMF-001 goes live after 0 orders and 0.0 days in shadow")
    assert (fault.span.path, bool(fault.hint)) == (RULES, True)
