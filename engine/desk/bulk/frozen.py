"""What a run holds still: the edition, the moment, and which orders it is about. Every chunk is handed the same."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import datetime

from engine.desk.desk import Desk
from engine.desk.registers import Registers
from engine.store.rescreens import Narrowed

WAITING = ("hold", "ask_customer")
BY_HAND = "by_hand"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What somebody wants decided anew. `touched_only`: of these orders, those alone that something which changed
    since could touch. `per_second`: at most so many orders; 0 is as many as there can be."""

    narrowed: Narrowed = field(default_factory=Narrowed)
    touched_only: bool = True
    dry_run: bool = False
    per_second: int = 0
    causes: tuple[str, ...] = (BY_HAND,)

    def params(self) -> dict[str, object]:
        """As JSON keeps it."""
        wanted = {name: _plain(getattr(self.narrowed, name)) for name in _NAMES}
        return {
            "wanted": {name: value for name, value in wanted.items() if value},
            "touched_only": self.touched_only,
            "dry_run": self.dry_run,
            "per_second": self.per_second,
            "causes": list(self.causes),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Frozen:
    """What was asked, with the edition and the moment by which all chunks decide."""

    asked: Asked
    edition: str
    at: datetime

    def params(self) -> dict[str, object]:
        """As JSON keeps it."""
        return self.asked.params() | {"edition": self.edition, "at": self.at.isoformat()}


_NAMES = tuple(each.name for each in fields(Narrowed))
_TIMES = frozenset(name for name in _NAMES if name.endswith(("_since", "_before")))


def asked_of(params: Mapping[str, object]) -> Asked:
    """The inverse of `Asked.params`."""
    kept = params["wanted"]
    wanted = {name: _read(name, value) for name, value in kept.items()} if isinstance(kept, dict) else {}
    return Asked(
        narrowed=Narrowed(**({"outcomes": ()} | wanted)),  # type: ignore[arg-type]
        touched_only=params["touched_only"] is True,
        dry_run=params["dry_run"] is True,
        per_second=int(str(params["per_second"])),
        causes=tuple(map(str, _list(params["causes"]))),
    )


def frozen_of(params: Mapping[str, object]) -> Frozen:
    """The inverse of `Frozen.params`."""
    return Frozen(asked=asked_of(params), edition=str(params["edition"]), at=datetime.fromisoformat(str(params["at"])))


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def _read(name: str, value: object) -> object:
    return datetime.fromisoformat(str(value)) if name in _TIMES else tuple(map(str, _list(value)))


def _list(value: object) -> Sequence[object]:
    return value if isinstance(value, list) else ()


@dataclass(frozen=True, slots=True)
class StandingClock:
    """Shows the moment of a run."""

    at: datetime

    def now(self) -> datetime:
        """The moment."""
        return self.at


def frozen_desk(desk: Desk, at: datetime) -> Desk:
    """The desk at that moment. It reads registrations itself, once: others may have read them at another."""
    return replace(desk, clock=StandingClock(at), registers=Registers())
