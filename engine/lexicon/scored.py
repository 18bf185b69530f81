"""What models say of a case: facts for rules, and details for people and the record."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from engine.lexicon.spec import Value


@dataclass(frozen=True, slots=True)
class Scored:
    """`facts` are `model.*`; `detail` is JSON that no rule reads: versions, raw scores, reasons, the challenger."""

    facts: Mapping[str, Value]
    detail: Mapping[str, object] = field(default_factory=dict)


ABSENT = Scored({"model.status": "absent"})
