"""The page about learning: what it shows is what there is."""

import re
from pathlib import Path

from typer.main import get_command

from api.cli.main import app
from api.routes.causes import MOST_ORDERS, routes
from engine.anomaly.kept_label import AFTER_SALES
from fulfillment.learning.cut import Cut
from fulfillment.learning.nights import AT
from fulfillment.learning.reasons import Family
from fulfillment.learning.terms import load_terms

PAGE = (Path(__file__).parents[3] / "docs" / "how-to-learn-from-after-sales.md").read_text(encoding="utf-8")


def test_commands_when_shown_then_exist_and_all_are_shown_with_options_they_take() -> None:
    group = get_command(app).commands["learn"].commands  # type: ignore[attr-defined]
    shown = re.findall(r"^clearway learn ([a-z]+)(.*)$", PAGE, re.MULTILINE)
    assert {name for name, _ in shown} == set(group)
    for name, rest in shown:
        known = {option for each in group[name].params for option in each.opts}
        assert set(re.findall(r"--[a-z]+", rest)) <= known


def test_routes_and_words_when_named_then_exist() -> None:
    paths = {each.path for each in routes.routes}  # type: ignore[attr-defined]
    assert set(re.findall(r"`(?:GET )?(/v1/[a-z.]+)`", PAGE)) <= paths
    assert all(f"`{each}`" in PAGE for each in (*Cut, *AFTER_SALES))
    assert all(f"| {each} |" in PAGE for each in Family if each is not Family.NONE)


def test_numbers_when_named_then_are_those_of_code_and_data() -> None:
    terms = load_terms()
    assert f"{MOST_ORDERS:,} orders" in PAGE
    assert f"{AT:%H:%M} UTC" in PAGE
    assert f"the last {terms.window_days} days" in PAGE
    assert f"at most {terms.false_share * 100:g} %" in PAGE
    assert terms.again_after == 5
    assert {"rule-stops-good"} <= {each.id for each in terms.terms}
