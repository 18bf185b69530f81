"""Until when one can appeal."""

from pathlib import Path

import pytest

from engine.errors import DataRejected
from fulfillment.payments.settlement.penalties import bundled_penalties, read_penalties

RULE = """penalties:
  - {provider: ebay, days: DAYS, source: "eBay Help", read: 2026-11-26, confidence: high}
"""


def test_rules_when_read_then_each_has_a_source_and_days() -> None:
    assert all(each.source and 0 < each.days < 365 for each in bundled_penalties().rules)


def test_rule_when_one_names_the_word_then_it_goes_before_one_for_all_words() -> None:
    found = [bundled_penalties().rule_for("amazon", word) for word in ("guarantee_claim", "other")]
    assert [each and each.confidence for each in found] == ["high", "low"]


def test_rule_when_nobody_has_said_anything_then_is_none() -> None:
    assert bundled_penalties().rule_for("stripe", "fine") is None


def test_file_when_days_are_no_days_then_the_place_is_told(tmp_path: Path) -> None:
    file = tmp_path / "penalties.yaml"
    file.write_text(RULE.replace("DAYS", "soon"), encoding="utf-8")
    with pytest.raises(DataRejected, match="days"):
        read_penalties(file)
