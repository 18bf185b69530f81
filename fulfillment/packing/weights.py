"""What a carrier makes of a parcel's size and weight: dimensional weight, limits. `data/packing/carriers.yaml`."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from engine.errors import DataRejected
from engine.goods.files import Record, read_yaml
from fulfillment.packing.boxes import Box
from fulfillment.packing.sources import CONFIDENCE, source, whole, whole_or_none

FILE = "packing/carriers.yaml"
CM_MM = 10


class Rounding(StrEnum):
    """How a carrier rounds a side to whole centimetres before it multiplies."""

    NONE = "none"
    NEAREST = "nearest"  # halves up
    UP = "up"


@dataclass(frozen=True, slots=True, kw_only=True)
class CarrierTerms:
    """Millimetres and grams throughout; None: the carrier states no such limit.

    `divisor` is cubic centimetres a kilogram; dimensional weight counts from `dimensional_from_mm` of the longest side.
    `girth_mm` limits the longest side plus the way round the two others; `sum_mm` the three sides added.
    """

    id: str
    name: str
    divisor: int | None
    dimensional_from_mm: int
    rounding: Rounding
    step_g: int
    max_g: int | None
    longest_mm: int | None
    girth_mm: int | None
    sum_mm: int | None
    confidence: str

    def dimensional_g(self, box: Box) -> int:
        """Dimensional weight of a box by its outer sides, before the carrier's step; 0 where none is charged."""
        return self.dimensional_of(box.outer_mm)

    def dimensional_of(self, sides: tuple[int, int, int]) -> int:
        """The same of any sides, the longest first."""
        if self.divisor is None or sides[0] < self.dimensional_from_mm:
            return 0
        product = 1
        for side in sides:
            product *= self._rounded_mm(side)
        # mm3 / 1000 is cm3; divided by cm3/kg that is kg, times 1000 grams again: both thousands go away.
        return -(-product // self.divisor)

    def billed_g(self, box: Box, gross_g: int) -> int:
        """The weight that is charged: the greater of scale and dimensional weight, up to the next step."""
        heavier = max(gross_g, self.dimensional_g(box))
        return -(-heavier // self.step_g) * self.step_g

    def takes(self, box: Box) -> bool:
        """The box is within the carrier's sizes."""
        return not self.passed(box.outer_mm)

    def passed(self, sides: tuple[int, int, int]) -> tuple[tuple[str, int, int], ...]:
        """Which limits sides go beyond, the longest first: the limit's name, its millimetres, and theirs."""
        longest, middle, shortest = sides
        found = (
            ("longest_mm", self.longest_mm, longest),
            ("girth_mm", self.girth_mm, longest + 2 * (middle + shortest)),
            ("sum_mm", self.sum_mm, longest + middle + shortest),
        )
        return tuple((name, most, value) for name, most, value in found if most is not None and value > most)

    def _rounded_mm(self, side: int) -> int:
        if self.rounding is Rounding.NONE:
            return side
        more = CM_MM - 1 if self.rounding is Rounding.UP else CM_MM // 2
        return (side + more) // CM_MM * CM_MM


def load_carriers(data: Path) -> Mapping[str, CarrierTerms]:
    """Terms by the id of a carrier's service. Raises DataRejected with the place of what is wrong."""
    file = read_yaml(data / FILE, name=FILE)
    found = file.each("carriers", _terms)
    file.each("sources", source)
    file.close()
    return {each.id: each for each in found}


def _terms(record: Record) -> CarrierTerms:
    record.text("source")
    terms = CarrierTerms(
        id=record.text("id"),
        name=record.text("name"),
        divisor=whole_or_none(record, "divisor"),
        dimensional_from_mm=whole_or_none(record, "dimensional_from_mm") or 0,
        rounding=Rounding(record.choice("rounding", frozenset(Rounding), Rounding.NONE)),
        step_g=max(whole(record, "step_g"), 1),
        max_g=whole_or_none(record, "max_g"),
        longest_mm=whole_or_none(record, "longest_mm"),
        girth_mm=whole_or_none(record, "girth_mm"),
        sum_mm=whole_or_none(record, "sum_mm"),
        confidence=record.choice("confidence", CONFIDENCE),
    )
    if terms.confidence == "low" and (terms.max_g, terms.longest_mm, terms.girth_mm, terms.sum_mm) != (None,) * 4:
        raise DataRejected(record.where, "what is of low confidence refuses no parcel; leave its limits out")
    record.close()
    return terms
