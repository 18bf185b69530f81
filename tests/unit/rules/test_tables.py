"""The tables that the project ships decide what the rules decided that they were made of."""

from pathlib import Path

import pytest

from engine.domains import ADMISSION
from engine.rulebook.book import RuleBook
from engine.rulebook.folder import load_rulebook
from engine.rulebook.normal import Json, normal_condition
from engine.rulebook.operand_reading import Known
from engine.rulebook.table import HitPolicy
from engine.rulebook.table_findings import findings_of

RULES = Path(__file__).parents[3] / "rules"
_PAPERS: Json = {"line.law_documents_missing": {"in": "@import_documents"}}
_SOUND_MODEL: Json = {"model.status": {"in": ["ok", "drift"]}}
# The conditions of the rules as they were written before: versions of the lock that tables must keep to.
BEFORE: dict[str, Json] = {
    "FRD-060": {"countries.distinct": {"gte": 3}},
    "FRD-061": {"countries.distinct": {"gte": 4}},
    "FRD-082": {"payment.declined_attempts": {"between": [3, 5]}},
    "FRD-083": {"payment.declined_attempts": {"gte": 6}},
    "FRD-160": {"all": [{"model.fraud_permille": {"between": ["$model.fraud_remark", 199]}}, _SOUND_MODEL]},
    "FRD-161": {"all": [{"model.fraud_permille": {"between": ["$model.fraud_raised", 499]}}, _SOUND_MODEL]},
    "FRD-162": {"all": [{"model.fraud_permille": {"gte": "$model.fraud_hold"}}, _SOUND_MODEL]},
    "FRD-140": {"all": [{"model.anomaly_percentile": {"gte": "$model.anomaly_hold"}}, _SOUND_MODEL]},
    "FRD-142": {"all": [{"model.anomaly_percentile": {"between": ["$model.anomaly_remark", 98]}}, _SOUND_MODEL]},
    "IMP-040": {"all": [{"line.law_licence": {"in": "@restricted_categories"}}, _PAPERS]},
    "IMP-041": {"all": [{"line.law_certificate": {"in": "@restricted_categories"}}, _PAPERS]},
    "IMP-042": {"all": [{"line.law_conditional": {"in": "@restricted_categories"}}, _PAPERS]},
    "IMP-046": {"line.law_documents_claimed": {"in": "@import_documents"}},
}


@pytest.fixture(scope="module")
def book() -> RuleBook:
    return load_rulebook(RULES, ADMISSION)


def test_rows_when_read_then_test_what_their_rules_tested(book: RuleBook) -> None:
    rows = {row.rule.id for table in book.tables for row in table.rows}
    assert {rule.id: normal_condition(rule.when) for rule in book.rules if rule.id in rows} == BEFORE


def test_tables_when_unique_then_no_two_rows_share_a_case(book: RuleBook) -> None:
    known = Known(book.domain, book.lists, book.params)
    unique = [table for table in book.tables if table.hit_policy is HitPolicy.UNIQUE]
    assert {table.name for table in unique} == {"anomaly_bands", "declined_tries", "fraud_bands"}
    assert not [pair for table in unique for pair in findings_of(table, known).overlaps]


def test_bands_when_asked_for_gaps_then_only_what_is_harmless_is_left(book: RuleBook) -> None:
    known = Known(book.domain, book.lists, book.params)
    tries = next(table for table in book.tables if table.name == "declined_tries")
    assert [gap for _, gap in findings_of(tries, known).gaps] == [{"payment.declined_attempts": "<= 2"}]
