"""What durable_rules does wrongly, each met by a clear error or by the right answer, never by a missing firing."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from random import Random
from threading import Lock

import pytest

from engine.errors import EngineFault
from engine.lexicon.sheet import Sheet
from engine.lexicon.spec import Scope
from engine.rulebook.condition import Any, Not, Operator, Resolved
from engine.runtime.atoms import Atom
from engine.runtime.drafts import drafts
from engine.runtime.durable import TAG, NativeShard, ShardSet, fact
from engine.runtime.evaluation import RuleState
from engine.runtime.leaves import LeafTable
from engine.runtime.naming import other_name, tag_name
from engine.runtime.program import Program
from engine.runtime.shards import MOST_IN_SHARD, EngineRule
from engine.runtime.statement import MOST_PARTS
from tests.random_rules import random_book, random_sheet
from tests.toy import AIRPORT, TOY_LEXICON, a_program, a_rule
from tests.unit.runtime.unlocked import wrong_answers

ROOT = Path(__file__).parents[3]
TAGGED = Atom(TAG, "$eq", 1)


def a_shard(*atoms: Atom) -> NativeShard:
    return NativeShard([EngineRule(f"r{number}", (TAGGED, atom)) for number, atom in enumerate(atoms)])


def test_shard_when_a_number_has_an_exponent_then_its_sentinel_is_missed() -> None:
    shard = a_shard(Atom("x", "$gt", 0))
    with pytest.raises(EngineFault, match="sentinel"):
        shard.run([fact("o", 1, ',"x":1e-7')])


def test_shard_set_when_it_failed_then_the_next_case_is_right() -> None:
    shards = ShardSet([[EngineRule("r0", (TAGGED, Atom("x", "$gt", 0)))]])
    with pytest.raises(EngineFault):
        shards.run([[fact("o", 1, ',"x":1e-7')]])
    assert shards.run([[fact("o", 1, ',"x":5')]]) == ['{"r0":{"m":{"id":"o']


def test_shard_set_when_a_fact_has_too_many_properties_then_faults() -> None:
    shards = ShardSet([[EngineRule("r0", (TAGGED, Atom("x", "$gt", 0)))]])
    wide = ",".join(f'"y{number}":1' for number in range(300))
    with pytest.raises(EngineFault):
        shards.run([[fact("o", 1, f",{wide}")]])


def test_shard_set_when_the_engine_drops_its_answer_then_faults(monkeypatch: pytest.MonkeyPatch) -> None:
    shards = ShardSet([[EngineRule("r0", (TAGGED, Atom("x", "$gt", 0)))]])
    monkeypatch.setattr("engine.runtime.durable.SENTINEL", '{"id":"__e","sid":"0","__w":2}')
    with pytest.raises(EngineFault, match="sentinel"):
        shards.run([[fact("o", 1, ',"x":5')]])


@pytest.mark.parametrize("size", [4096, 5 * 1024, 70_000])
def test_text_when_it_is_long_then_is_compared_whole_or_refused(size: int) -> None:
    country = Resolved("flight.country", Operator.NE, "NO")
    program = a_program(a_rule(country))
    sheet = Sheet({"flight.country": "NO" + "q" * (size - 2)})
    if size <= 4096:
        assert list(program.match(sheet).fired())
    else:
        with pytest.raises(EngineFault, match="longer"):
            program.match(sheet)


def test_number_when_it_is_too_large_to_be_exact_then_is_refused() -> None:
    program = a_program(a_rule(Resolved("flight.seats", Operator.GT, 1)))
    with pytest.raises(EngineFault, match="too large"):
        program.match(Sheet({"flight.seats": 2**53}))


def test_rules_when_two_thousand_are_true_at_once_then_all_fire() -> None:
    rules = [
        a_rule(Resolved("flight.seats", Operator.GT, -1 - number), id_=f"TOY-{number:04}") for number in range(2000)
    ]
    assert len(list(a_program(*rules).match(Sheet({"flight.seats": 5})).fired())) == 2000


def test_rules_when_hundreds_share_one_condition_then_all_fire() -> None:
    rules = [a_rule(Resolved("flight.seats", Operator.GT, 1), id_=f"TOY-{number:04}") for number in range(600)]
    assert len(list(a_program(*rules).match(Sheet({"flight.seats": 5})).fired())) == 600


def test_negations_when_hundreds_stand_side_by_side_then_all_fire() -> None:
    rules = [
        a_rule(Not(Resolved("flight.seats", Operator.EQ, 1000 + number)), id_=f"TOY-{number:04}")
        for number in range(600)
    ]
    assert len(list(a_program(*rules).match(Sheet({"flight.seats": 5})).fired())) == 600


def test_any_when_all_its_branches_are_true_then_fires_once() -> None:
    branches = tuple(Resolved("flight.seats", Operator.GT, number) for number in range(5))
    (result,) = a_program(a_rule(Any(branches))).match(Sheet({"flight.seats": 9})).results
    assert (result.state, result.parts) == (RuleState.FIRES, ())


def test_conjunctions_when_there_are_many_then_none_passes_a_bound() -> None:
    rng = Random(3)
    rules = [each for _ in range(100) for each in random_book(rng)]
    live = [replace(each, rule=replace(each.rule, id=f"TOY-{number:03}")) for number, each in enumerate(rules)]
    found = drafts(live, TOY_LEXICON, LeafTable((each.when for each in live), TOY_LEXICON).places)
    assert len(found) > MOST_IN_SHARD
    for shard in {draft.shard for draft in found}:
        tags = [draft.tags for draft in found if draft.shard == shard]
        assert len(set(tags)) == len(tags) <= 400
        assert len({row for row, _ in tags}) <= 20
        assert len({seat for _, seat in tags}) <= 20
    assert max(len(draft.rule().atoms) for draft in found) <= 2 + 2 * 16


def test_names_of_properties_when_hashed_as_the_engine_does_then_tags_alone_enter_at_the_last_place() -> None:
    tags = {tag_name(f"{kind}{number}") for kind in "ac" for number in range(20)}
    others = {other_name(f"{kind}{number}") for kind in "fnp" for number in range(5000)}
    assert {fnv(name, multiply_first=False) & 31 for name in tags} == {31}
    assert 31 not in {fnv(name, multiply_first=False) & 31 for name in others}


@pytest.mark.parametrize("multiply_first", [True, False])
def test_names_of_properties_when_hashed_as_the_engine_does_then_all_differ(multiply_first: bool) -> None:
    names = [tag_name(f"{kind}{number}") for kind in "ac" for number in range(20)]
    names += [other_name(f"{kind}{number}") for kind in "fnp" for number in range(5000)]
    assert len({fnv(name, multiply_first=multiply_first) for name in [*names, "id", "sid"]}) == len(names) + 2


def fnv(text: str, *, multiply_first: bool) -> int:
    """The 32-bit hash by Fowler, Noll and Vo, in both its forms: by which of the two the engine goes is its own."""
    found = 0x811C9DC5
    for byte in text.encode():
        found = (found * 0x01000193 ^ byte if multiply_first else (found ^ byte) * 0x01000193) & 0xFFFFFFFF
    return found


@pytest.mark.parametrize("multiply_first", [True, False])
def test_ids_of_facts_when_hashed_as_the_engine_does_then_all_differ(multiply_first: bool) -> None:
    ids = [f"l{part}g{number}" for part in range(MOST_PARTS) for number in range(MOST_IN_SHARD)]
    ids += [f"o{number}" for number in range(MOST_IN_SHARD)]
    assert len({fnv(each, multiply_first=multiply_first) for each in ids}) == len(ids)


def test_parts_when_there_are_hundreds_then_each_is_tested() -> None:
    heavy = a_rule(Resolved("bag.weight_g", Operator.GT, 250), scope=Scope.PART)
    (result,) = a_program(heavy).match(Sheet({}, tuple({"bag.weight_g": n} for n in range(500)))).results
    assert result.parts == tuple(range(251, 500))


def test_program_when_rebuilt_many_times_then_answers_stay_right() -> None:
    rng = Random(7)
    book = random_book(rng)
    sheets = [random_sheet(rng) for _ in range(3)]
    first = Program(book, AIRPORT)
    expected = [first.durable(sheet) for sheet in sheets]
    for _ in range(300):
        again = Program(book, AIRPORT)
        assert [again.durable(sheet) for sheet in sheets] == expected
        again.close()


def test_evaluations_when_sixteen_threads_share_a_program_then_none_is_wrong() -> None:
    assert wrong_answers(Lock(), threads=16, rounds=1000) == 0


@pytest.mark.proof
def test_evaluations_when_there_are_two_hundred_thousand_then_none_is_wrong() -> None:
    assert wrong_answers(Lock(), threads=16, rounds=12_500) == 0


def test_evaluations_when_the_lock_is_taken_out_then_some_are_wrong() -> None:
    """Runs apart: without its lock the engine may also crash the process, which proves the same."""
    script = "from tests.unit.runtime.unlocked import main; main()"
    result = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False, timeout=120
    )
    assert result.returncode != 0
