"""The page about analytics: what it shows is what there is."""

import re
from pathlib import Path

from api.routes.analytics import MOST_DAYS, routes
from api.schemas.analytics import AnalyticsRowShown, SumsShown
from engine.store.arrivals import ArrivalsBy
from engine.store.arrivals_behind import Behind
from fulfillment.analytics.table import OLD

PAGE = (Path(__file__).parents[3] / "docs" / "how-to-read-analytics.md").read_text(encoding="utf-8")


def test_routes_and_words_when_named_then_exist() -> None:
    paths = {each.path for each in routes.routes}  # type: ignore[attr-defined]
    assert set(re.findall(r"GET (/v1/[a-z./]+)", PAGE)) == paths
    assert all(f"`{each}`" in PAGE for each in (*ArrivalsBy, *Behind))


def test_figures_when_answered_then_are_all_explained() -> None:
    left_out = {"key", "orders", "old_charged_back"}
    assert {name for name in AnalyticsRowShown.model_fields if f"`{name}`" not in PAGE} <= left_out
    assert {name for name in SumsShown.model_fields if f"`{name}`" not in PAGE} == {"currency"}


def test_numbers_when_named_then_are_those_of_the_code() -> None:
    assert f"{MOST_DAYS} days at most" in PAGE
    assert f"older than {OLD.days} days" in PAGE
