"""Decisions decided again, on the wire."""

from typing import Annotated

from pydantic import BaseModel, Field

from api.schemas.body import Strict
from engine.desk.replaying import Replay


class ReplayAsked(Strict):
    """With which edition to decide again; the one that decided, unless named."""

    edition: Annotated[str | None, Field(max_length=128)] = None


class IngredientShown(BaseModel):
    """One thing that went in and is not at hand as it was: `then` as the receipt names it, `now` as it is."""

    what: str = Field(
        description="`order`, `edition`, `rules`, `engine`, `model`, `data: <part>`, `placed_at`, `decided_at`, "
        "`waivers`, `personal values` or `customs numbers`.",
        examples=["data: rates"],
    )
    then: str
    now: str | None = Field(description="Null when it is gone.")


class ReplayShown(BaseModel):
    """Whether the same inputs led to the same content and trace, byte for byte; else what differs.

    `ingredients` are those that are missing or are not what the receipt names; `erased` says in which fields something
    is missing that persons had erased.
    """

    decision_id: str
    deterministic: bool
    outcome: str | None
    differs: list[str]
    erased: list[str]
    ingredients: list[IngredientShown]
    edition: str


def shown_replay(again: Replay) -> dict[str, object]:
    """A replay."""
    return {
        "decision_id": again.row.id,
        "deterministic": again.is_same,
        "outcome": again.outcome,
        "differs": list(again.differs),
        "erased": list(again.erased),
        "ingredients": [{"what": each.what, "then": each.then, "now": each.now or None} for each in again.ingredients],
        "edition": again.edition,
    }
