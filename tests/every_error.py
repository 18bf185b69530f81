"""Every class of error there is, of all modules of the house."""

import importlib
import pkgutil
from collections.abc import Iterator
from types import ModuleType

import engine
import fulfillment
from engine.errors import ClearwayError


def every_error() -> frozenset[type[ClearwayError]]:
    """All that derive from ClearwayError in the engine and in fulfilment."""
    for package in (engine, fulfillment):
        for name in _names(package):
            importlib.import_module(name)
    # The command line's own, where it was imported, are told there alone.
    return frozenset(each for each in _below(ClearwayError) if not each.__module__.startswith(("api.cli", "tests")))


def _names(package: ModuleType) -> Iterator[str]:
    for each in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        last = each.name.rpartition(".")[2]
        if last in {"errors", "refusals"} or last.endswith("_errors"):
            yield each.name


def _below(error: type[ClearwayError]) -> Iterator[type[ClearwayError]]:
    yield error
    for each in error.__subclasses__():
        yield from _below(each)
