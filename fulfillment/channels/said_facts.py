"""What a saying's row keeps, and what is said of it: facts without personal values, there and back."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

import orjson

from fulfillment.channels.protocol import LineShare

Facts = Mapping[str, object]


NOTHING_FOLLOWS = ":whole"  # at the end of what a saying is about: the parcel was told before


@dataclass(frozen=True, slots=True, kw_only=True)
class ParcelFacts:
    """A parcel that left; `lines` are its articles with their pieces."""

    ref: str
    number: str
    carrier: str
    service: str
    shipped_at: datetime
    lines: tuple[LineShare, ...]
    whole: bool

    def kept(self) -> Facts:
        """As the row keeps it."""
        return asdict(self) | {
            "shipped_at": self.shipped_at.isoformat(),
            "lines": [[each.sku, each.quantity] for each in self.lines],
        }

    @classmethod
    def of(cls, facts: Facts) -> "ParcelFacts":
        """Of what the row kept."""
        return cls(
            ref=str(facts["ref"]),
            number=str(facts["number"]),
            carrier=str(facts["carrier"]),
            service=str(facts["service"]),
            shipped_at=datetime.fromisoformat(str(facts["shipped_at"])),
            lines=shares_of(facts["lines"]),
            whole=facts["whole"] is True,
        )


@dataclass(frozen=True, slots=True)
class CancelFacts:
    """An order that ends; `reason` is the channel's word, `cause` ours."""

    ref: str
    reason: str
    cause: str

    def kept(self) -> Facts:
        """As the row keeps it."""
        return asdict(self)

    @classmethod
    def of(cls, facts: Facts) -> "CancelFacts":
        """Of what the row kept."""
        return cls(str(facts["ref"]), str(facts["reason"]), str(facts["cause"]))


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundFacts:
    """Money that goes back: minor units; `reason` is the channel's word."""

    ref: str
    refund: str
    amount: int
    currency: str
    reason: str

    def kept(self) -> Facts:
        """As the row keeps it."""
        return asdict(self)

    @classmethod
    def of(cls, facts: Facts) -> "RefundFacts":
        """Of what the row kept."""
        named = {name: str(facts[name]) for name in ("ref", "refund", "currency", "reason")}
        return cls(amount=int(str(facts["amount"])), **named)


@dataclass(frozen=True, slots=True)
class AskFacts:
    """Something that a buyer is asked; the words are made when it is said."""

    ref: str
    request: str

    def kept(self) -> Facts:
        """As the row keeps it."""
        return asdict(self)

    @classmethod
    def of(cls, facts: Facts) -> "AskFacts":
        """Of what the row kept."""
        return cls(str(facts["ref"]), str(facts["request"]))


@dataclass(frozen=True, slots=True)
class ReplyFacts:
    """An answer to a buyer, by its id; the words are opened when it is said."""

    ref: str
    message: str

    def kept(self) -> Facts:
        """As the row keeps it."""
        return asdict(self)

    @classmethod
    def of(cls, facts: Facts) -> "ReplyFacts":
        """Of what the row kept."""
        return cls(str(facts["ref"]), str(facts["message"]))


@dataclass(frozen=True, slots=True)
class StockFacts:
    """Articles whose level is told, under the name by which the shop's stock rules call the channel; the numbers are
    those of the moment when it is said."""

    rules_of: str
    skus: tuple[str, ...]

    def kept(self) -> Facts:
        """As the row keeps it."""
        return {"rules_of": self.rules_of, "skus": list(self.skus)}

    @classmethod
    def of(cls, facts: Facts) -> "StockFacts":
        """Of what the row kept."""
        skus = facts["skus"]
        return cls(str(facts["rules_of"]), tuple(map(str, skus)) if isinstance(skus, Sequence) else ())


@dataclass(frozen=True, slots=True)
class LevelsSoFar:
    """How far a saying of levels is: how many were told, what the channel left of the part that follows (`within`), and
    the code and words of the first that it refused."""

    told: int = 0
    within: str = ""
    refused: tuple[str, str] | None = None

    def kept(self) -> str:
        """As the row keeps it."""
        return orjson.dumps([self.told, self.within, *(self.refused or ())]).decode()

    @classmethod
    def of(cls, kept: str) -> "LevelsSoFar":
        """Of what the row kept; from the beginning where that is nothing."""
        match orjson.loads(kept or "[]"):
            case [int(told), str(within), str(code), str(words)]:
                return cls(told, within, (code, words))
            case [int(told), str(within)]:
                return cls(told, within)
        return cls()


def shares_of(kept: object) -> tuple[LineShare, ...]:
    """Articles with their pieces, of what a row kept."""
    if not isinstance(kept, Sequence):
        return ()
    return tuple(LineShare(str(sku), int(quantity)) for sku, quantity in kept)
