"""A gateway's message in our words, before it has found its order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from fulfillment.errors import MessageRefused
from fulfillment.payments.disputes.category import Category
from fulfillment.payments.gateways.vocabulary import Kind
from fulfillment.payments.naming import fitting

Json = Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Disputed:
    """What a message tells of a dispute. `due_at` is the gateway's own day, None where it names none."""

    reference: str
    scheme: str = ""
    reason_code: str = ""
    category: Category | None = None
    due_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One thing that happened to one payment. Amounts are ours: minor units after ISO 4217.

    `reference` names the movement and is told once; `subject` what it is about; `names` are the gateway's names of the
    payment, `orders` those by which the merchant may have called the order, best first. `refund` is our own refund.
    """

    gateway: str
    word: str
    kind: Kind
    amount: int
    currency: str
    reference: str
    subject: str
    at: datetime
    names: tuple[str, ...]
    orders: tuple[str, ...]
    expires_at: datetime | None = None
    method: str = ""
    dispute: Disputed | None = None
    refund: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "reference", fitting(self.reference))


@dataclass(frozen=True, slots=True)
class Heard:
    """What a message says, and the words in it that move nothing."""

    told: tuple[Told, ...] = ()
    ignored: tuple[str, ...] = ()


class Reader:
    """Reads a JSON object field by field; what is missing or of another type is told with its place."""

    __slots__ = ("_fields", "_where")

    def __init__(self, fields: object, where: str = "") -> None:
        if not isinstance(fields, Mapping):
            raise MessageRefused(where, "an object")
        self._fields: Json = fields
        self._where = where

    def text(self, name: str) -> str:
        """A text that must be there. Raises MessageRefused."""
        found = self._fields.get(name)
        if not isinstance(found, str) or not found or "\0" in found or len(found) > 128:
            raise MessageRefused(f"{self._where}/{name}", "a text of at most 128 characters")
        return found

    def maybe(self, name: str) -> str:
        """A text, or nothing."""
        found = self._fields.get(name)
        return found if isinstance(found, str) and "\0" not in found and len(found) <= 128 else ""

    def name_of(self, name: str) -> str:
        """The id of another object, which may be given whole."""
        found = self._fields.get(name)
        return Reader(found, f"{self._where}/{name}").maybe("id") if isinstance(found, Mapping) else self.maybe(name)

    def whole(self, name: str) -> int:
        """A whole number from zero on. Raises MessageRefused."""
        found = self._fields.get(name)
        if not isinstance(found, int) or isinstance(found, bool) or not 0 <= found < 10**15:
            raise MessageRefused(f"{self._where}/{name}", "a whole number")
        return found

    def has(self, name: str) -> bool:
        """Whether the field holds anything."""
        return self._fields.get(name) is not None

    def truth(self, name: str) -> bool:
        """A truth, written as one or as a text."""
        return str(self._fields.get(name, "")).lower() == "true"

    def part(self, name: str) -> "Reader":
        """An object inside; an empty one where it is missing."""
        found = self._fields.get(name)
        return Reader({} if found is None else found, f"{self._where}/{name}")

    def parts(self, name: str) -> Sequence["Reader"]:
        """A list of objects; an empty one where it is missing."""
        found = self._fields.get(name)
        if found is None:
            return ()
        if not isinstance(found, list) or len(found) > 100:
            raise MessageRefused(f"{self._where}/{name}", "a list of at most 100")
        return [Reader(each, f"{self._where}/{name}/{place}") for place, each in enumerate(found)]

    def moment(self, name: str) -> datetime:
        """A moment in seconds since 1970 or after ISO 8601. Raises MessageRefused."""
        found = self._fields.get(name)
        try:
            if isinstance(found, int) and not isinstance(found, bool):
                return datetime.fromtimestamp(found, UTC)
            read = datetime.fromisoformat(str(found))
            return read.replace(tzinfo=UTC) if read.tzinfo is None else read.astimezone(UTC)
        except (ValueError, OverflowError, OSError) as error:
            raise MessageRefused(f"{self._where}/{name}", "a moment") from error

    def maybe_moment(self, name: str) -> datetime | None:
        """A moment, or None where the field holds nothing."""
        return self.moment(name) if self._fields.get(name) not in (None, "") else None


@dataclass(frozen=True, slots=True)
class Names:
    """By what a message can find its order."""

    payment: tuple[str, ...] = field(default_factory=tuple)
    order: tuple[str, ...] = field(default_factory=tuple)
