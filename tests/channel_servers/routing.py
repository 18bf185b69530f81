"""Which method of a server answers a call: a table of paths, in which `*` is any one step."""

from collections.abc import Callable, Sequence

from tests.channel_servers.base import Call
from tests.web_peer import Answer

Route = tuple[str, str, Callable[..., Answer]]


def routed(server: object, routes: Sequence[Route], call: Call) -> Answer | None:
    """The answer of the first route that fits, which gets the steps that `*` stands for and the call."""
    for method, path, answering in routes:
        found = _fitting(path.split("/"), call.steps) if method == call.method else None
        if found is not None:
            return answering(server, *found, call)
    return None


def _fitting(wanted: Sequence[str], steps: Sequence[str]) -> list[str] | None:
    if len(wanted) != len(steps) or any(want not in ("*", step) for want, step in zip(wanted, steps, strict=True)):
        return None
    return [step for want, step in zip(wanted, steps, strict=True) if want == "*"]
