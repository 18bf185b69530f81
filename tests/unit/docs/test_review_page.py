"""The page on reviewing orders: the routes that it names are there, and so are the keys."""

import re
from pathlib import Path

import pytest
from fastapi.routing import APIRoute

from api.app import ROUTERS

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs" / "how-to-review-orders.md").read_text(encoding="utf-8")
PLACE = re.compile(r"\{[a-z_]+\}")


def routes() -> set[tuple[str, str]]:
    return {
        (method, PLACE.sub("{id}", route.path))
        for router in ROUTERS
        for route in router.routes
        if isinstance(route, APIRoute)
        for method in route.methods or ()
    }


@pytest.mark.parametrize(("method", "path"), re.findall(r"`(GET|POST) (/v1/[^`]+)`", PAGE))
def test_page_when_it_names_a_route_then_the_service_has_it(method: str, path: str) -> None:
    assert (method, path) in routes()


@pytest.mark.parametrize("key", ["n", "j", "k", "x", "?"])
def test_page_when_it_names_a_key_then_the_console_hears_it(key: str) -> None:
    console = ROOT / "api" / "console"
    heard = (console / "static" / "console.js").read_text(encoding="utf-8")
    offered = (console / "templates" / "queue.html").read_text(encoding="utf-8")
    assert f"`{key}`" in PAGE
    assert f'case "{key}"' in heard or f'data-key="{key}"' in offered
