"""A service in operation, as the screens of operators and administrators show it."""

from collections.abc import Mapping

from tests.http.conftest import Service
from tests.http.lives import worked


def operated(service: Service) -> Mapping[str, str]:
    """A dry run over all that waits; answers the ids that pages name."""
    asked = {"filter": {"countries": ["DE", "US", "AU"], "outcomes": ["hold"]}, "touched_only": False, "dry_run": True}
    run = service.call("POST", "/v1/rescreens", asked).json()["id"]
    worked(service)
    return {"rescreen": run}
