"""What would have to be otherwise for another outcome: asked for on purpose, within a bound of time."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Literal

from fastapi import Depends, Query
from pydantic import BaseModel, Field

USUAL_MS, LEAST_MS, MOST_MS = 2_000, 100, 10_000


class ChangeShown(BaseModel):
    """One fact that would be otherwise. `hand`: whether the order sets it (`order`), it states what goods or values are
    and may be stated otherwise only where that is true (`declared`), or nobody sets it (`nobody`)."""

    fact: str
    line: int | None
    now: object
    then: object
    hand: Literal["order", "declared", "nobody"]


class WayShown(BaseModel):
    """Changes, and the outcome with them. `verified`: a changed order was decided so; `rules`: by the rules alone."""

    outcome: str
    proof: Literal["verified", "rules"]
    rule: str | None = Field(description="The rule that would fire, of a way to a worse outcome.")
    line: int | None
    points: int | None = Field(description="What it would add to the score, where only the sum makes it worse.")
    changes: list[ChangeShown]


class NextBandShown(BaseModel):
    """The score, the next band that would make the outcome worse, the points that are missing to it, and the rules that
    reach it with one change."""

    score: int
    at_least: int
    missing: int
    outcome: str
    ways: list[WayShown]


class BlockedShown(BaseModel):
    """A rule that speaks for the outcome whatever anybody changes, and the facts that it rests on."""

    rule: str
    line: int | None
    facts: list[str]


class AlternativesShown(BaseModel):
    """Ways to another outcome. Not `complete`: the time was up, or the search too large; what was found is there."""

    milder: list[WayShown]
    worse: list[WayShown]
    blocked: list[BlockedShown]
    next_band: NextBandShown | None
    complete: bool


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whether they are asked for, and how long they may take."""

    asked: bool
    milliseconds: int

    def deadline(self) -> Callable[[], bool]:
        """Whether the time is up, counted from now."""
        end = time.monotonic() + self.milliseconds / 1000
        return lambda: time.monotonic() >= end


def _wanted(
    alternatives: Annotated[
        Literal["true", "false"], Query(description="Also what would have to be otherwise for another outcome.")
    ] = "false",
    alternatives_ms: Annotated[
        int, Query(description="How long the search for them may take.", ge=LEAST_MS, le=MOST_MS)
    ] = USUAL_MS,
) -> Wanted:
    return Wanted(alternatives == "true", alternatives_ms)


AlternativesWanted = Annotated[Wanted, Depends(_wanted)]
